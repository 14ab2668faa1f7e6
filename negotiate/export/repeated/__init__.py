"""What lasts as JSON objects."""
