"""How each answer about stability is told: from its record to a report, one answer a file."""
