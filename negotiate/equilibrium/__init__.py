"""The concepts, one a file: each takes a game and hands back a verified solution."""
