"""Bargaining problems of GENIUS: a domain, and a profile a player."""
