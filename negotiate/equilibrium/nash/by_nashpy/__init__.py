"""nashpy's methods by name, a file each: its candidates, and a check of our own."""
