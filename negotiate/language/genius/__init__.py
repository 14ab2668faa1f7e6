"""Bargaining problems of GENIUS: a domain, and a profile a player."""

from negotiate.doors import door

__getattr__ = door(__name__)
