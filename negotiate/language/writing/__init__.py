"""Writes scenario files: from a template, as a copy of another, in good order."""
