"""What a concept other than Nash equilibrium found, as a screen and as lines, a concept a file."""
