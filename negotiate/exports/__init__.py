"""Files for other programs: Gambit, GENIUS, GraphML, and games as JSON."""
