"""Strategies that learn: from what the others play, from what they regret, or from what has paid."""

from __future__ import annotations

from negotiate.repeated.strategies import beliefs, regrets, rewards
from negotiate.repeated.strategies.strategy import Strategy

STRATEGIES: tuple[Strategy, ...] = (*beliefs.STRATEGIES, *regrets.STRATEGIES, *rewards.STRATEGIES)
"""All of them, family by family."""
