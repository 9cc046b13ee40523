"""What an officer may do and ask, one module a subject."""
