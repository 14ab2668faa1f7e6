"""Answers beside another road to the same answer, on cases that nobody drew before: `python -m
tests.truth`.
"""
