"""What the lens `again` is made of: postures, what is agreed, what a round is worth, and odds."""
