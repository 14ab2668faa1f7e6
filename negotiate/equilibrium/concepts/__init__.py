"""What else a game in normal form can be asked, a concept a file."""

from negotiate.doors import door

__getattr__ = door(__name__)
