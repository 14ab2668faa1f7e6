"""Bargaining solutions, one a file: which deal it would be, by which rule."""
