"""How the answers to concepts beside Nash equilibrium are told, one concept a file."""
