"""The command line, one command a file."""

from negotiate.doors import door

__getattr__ = door(__name__)
