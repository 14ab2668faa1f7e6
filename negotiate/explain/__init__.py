"""Concepts in plain words, and each of them step by step on a scenario's own numbers."""
