"""What a concept other than Nash equilibrium found, as JSON, a concept a file."""
