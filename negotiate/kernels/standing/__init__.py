"""Arrays of states: who can go where, and what the worst or best is that can be reached."""
