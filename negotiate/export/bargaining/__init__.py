"""Answers about bargaining problems, as JSON for other programs."""
