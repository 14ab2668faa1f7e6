"""Lint that thinks: what a sound file says and can hardly mean, one family of questions a file."""
