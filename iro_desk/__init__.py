"""IRO Desk: everything true about an officer's desk and everything that can be done with it. It has never heard of Qt."""
