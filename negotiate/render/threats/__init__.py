"""Threats told: whether anybody needs to believe them, what would change that, and what being bound is worth."""
