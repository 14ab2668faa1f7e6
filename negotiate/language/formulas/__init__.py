"""From the text of a formula to an expression."""
