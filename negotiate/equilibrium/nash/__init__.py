"""Equilibria of games in normal form, a method a file."""
