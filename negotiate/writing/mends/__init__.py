"""Mends what has one certain mend."""
