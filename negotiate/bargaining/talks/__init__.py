"""Talks as they happen: offers in turn, votes on a proposal, hidden values, threats of war, and agents that concede."""

from negotiate.bargaining.talks.crises import bargaining_range, bluff
from negotiate.bargaining.talks.double_auction import double_auction
from negotiate.bargaining.talks.legislature import legislature
from negotiate.bargaining.talks.offers import alternating_offers, offers_over
from negotiate.bargaining.talks.registry import TALKS, talks_over
from negotiate.bargaining.talks.simulated import AGENTS, simulated_talks

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
