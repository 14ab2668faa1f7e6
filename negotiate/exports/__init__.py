"""Files for other programs: Gambit, GENIUS, GraphML, and games as JSON."""

from negotiate.doors import door

__getattr__ = door(__name__)
