"""What changes from one look at a negotiation to another, and why."""
