"""How far a player looks ahead before it moves: the concepts of stability, and the answers that deter."""
