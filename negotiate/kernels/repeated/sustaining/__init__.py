"""Sets of payoffs as arrays: polygons, lotteries between their corners, and what holds them up."""
