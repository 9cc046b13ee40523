"""The generated pages: ``python3 dev.py docs``."""
