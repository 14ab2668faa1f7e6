"""How threats are told."""
