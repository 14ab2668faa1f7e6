"""Bargaining problems and their answers as pictures, tables and sentences."""
