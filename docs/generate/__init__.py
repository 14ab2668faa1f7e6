"""Writes the pages of the reference that can be read off the code: `python -m docs.generate`."""
