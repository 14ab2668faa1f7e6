"""Who carries a vote: weighted voting, the power of each vote, and which packages a body lets through."""
