"""Equilibria of game trees, a method a file."""
