"""How each answer about a bargaining problem is told: from its record to a report, one answer a file."""
