"""The frame: window, sidebar, notices, the locked desk."""
