"""The steps, each named after the number it leads to."""
