"""What the law, the codes, the practice extracts and the look are, in files; read only, and each with its source."""
