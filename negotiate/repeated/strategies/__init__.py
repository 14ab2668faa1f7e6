"""How to play again: one family of strategies a file."""
