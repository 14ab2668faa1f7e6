"""Equilibria of game trees, a method a file."""

from negotiate.doors import door

__getattr__ = door(__name__)
