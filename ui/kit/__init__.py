"""Few parts, used everywhere."""
