"""How to play again: one family of strategies a file."""

from negotiate.doors import door

__getattr__ = door(__name__)
