"""Brings the text of a file into good order."""
