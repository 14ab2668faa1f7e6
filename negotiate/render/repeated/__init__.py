"""What lasts as tables, strips and sentences."""
