"""Bargaining problems for GENIUS: a domain, and a profile a player."""
