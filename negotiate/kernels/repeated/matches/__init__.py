"""Matches as arrays: chains of joint states, and many worlds side by side."""
