"""The same objects for other programs: JSON and graphs."""
