"""How the findings of `check`, and the rules behind them, are told."""
