"""Joint machines as arrays: what they are worth, what a step aside gains, and from which patience on none does."""
