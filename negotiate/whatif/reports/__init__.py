"""How sweeps and the other questions about numbers are told."""
