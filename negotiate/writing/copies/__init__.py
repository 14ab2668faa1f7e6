"""Copies of scenario files that stand alone."""
