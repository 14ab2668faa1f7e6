"""Talks as they happen: offers in turn, votes on a proposal, hidden values, threats of war, and agents that concede."""

from negotiate.bargaining.talks.agents import AGENTS
from negotiate.bargaining.talks.bluff import bluff
from negotiate.bargaining.talks.double_auction import double_auction
from negotiate.bargaining.talks.legislature import legislature
from negotiate.bargaining.talks.offers import alternating_offers
from negotiate.bargaining.talks.registry import TALKS, talks_over
from negotiate.bargaining.talks.simulated import simulated_talks
from negotiate.bargaining.talks.table import offers_over
from negotiate.bargaining.talks.war import bargaining_range

__all__ = [
    "AGENTS",
    "TALKS",
    "alternating_offers",
    "bargaining_range",
    "bluff",
    "double_auction",
    "legislature",
    "offers_over",
    "simulated_talks",
    "talks_over",
]
