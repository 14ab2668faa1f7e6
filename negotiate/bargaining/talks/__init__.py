"""Talks as they happen: offers in turn, votes on a proposal, hidden values, threats of war, and agents that concede."""
