"""The commands of reading in a browser."""
