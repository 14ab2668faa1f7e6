"""What nobody would leave: states, the moves of each player, and which states stand against them."""
