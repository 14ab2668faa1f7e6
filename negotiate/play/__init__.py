"""People at the table: seats, moves and a log, from which any game can be played again."""

from negotiate.doors import door

__getattr__ = door(__name__)
