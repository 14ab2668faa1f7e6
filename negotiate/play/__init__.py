"""People at the table: seats, moves and a log, from which any game can be played again."""
