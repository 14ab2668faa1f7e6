"""How solutions, games and trees are told: from records to reports, one concept a file."""
