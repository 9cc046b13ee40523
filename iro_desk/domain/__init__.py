"""What is true: dates, children, the law's clock, events. Standard library and dateutil only."""
