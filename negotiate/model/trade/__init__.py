"""Derives the tariff part of a payoff from trade flows, so that it need not be invented; imported
when asked for.
"""

from negotiate.doors import lazily

__all__, __getattr__, __dir__ = lazily(__name__, __file__)
