"""Writes scenario files: from a template, as a copy of another, in good order."""

from negotiate.doors import door

__getattr__ = door(__name__)
