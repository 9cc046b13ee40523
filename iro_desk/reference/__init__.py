"""What ``resources/`` says, read as typed values; every fault of a file is told at once, each with its place."""
