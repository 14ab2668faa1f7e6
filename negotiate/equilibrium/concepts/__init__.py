"""What else a game in normal form can be asked, a concept a file."""
