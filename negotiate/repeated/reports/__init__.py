"""How each answer about a repeated game is told: from its record to a report, one answer a file."""
