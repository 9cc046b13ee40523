"""What enters or leaves the desk: extracts, returns, calendar files."""
