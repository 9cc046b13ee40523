"""IRO Desk: all that is true about an officer's desk and all that can be done with it. It has never heard of Qt."""
