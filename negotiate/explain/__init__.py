"""Concepts in plain words, and each of them step by step on a scenario's own numbers."""

from negotiate.doors import door

__getattr__ = door(__name__)
