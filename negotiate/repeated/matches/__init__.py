"""What strategies earn against each other: exactly for automata, sampled for those that remember without bound."""
