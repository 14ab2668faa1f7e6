"""What lasts: a stage game played again and again, by strategies that remember."""
