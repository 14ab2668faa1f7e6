"""A report on a terminal, with rich; the only room besides the command line that knows rich."""
