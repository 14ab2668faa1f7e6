"""The negotiation before it is a game: players, issues, packages, payoffs, red lines, no deal."""
