"""Answers about what nobody would leave, as JSON for other programs."""
