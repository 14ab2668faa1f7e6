"""A solution, a game or a scenario as a picture or as plain lines; nothing is computed here."""
