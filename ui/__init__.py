"""The windows: they show the desk and pass on what the officer asks. No SQL, no rules."""
