"""One folder a screen: page, presenter, and the function that joins them."""
