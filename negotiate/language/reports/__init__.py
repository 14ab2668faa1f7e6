"""How a scenario is told before anybody solves it."""
