"""What could be signed, which deal it would be, and what stands in its way.

Functions on a table, and on talks and votes that need none, stand here by name; nothing is imported before it is asked
for.

>>> from negotiate import bargaining
>>> bargaining.alternating_offers((0.9, 0.8))
<AlternatingOffers: 0.714286, 0.285714>
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiate.bargaining.assessment import assess
    from negotiate.bargaining.logrolling import trades
    from negotiate.bargaining.mediator import mediate
    from negotiate.bargaining.talks.crises import bargaining_range, bluff
    from negotiate.bargaining.talks.double_auction import double_auction
    from negotiate.bargaining.talks.legislature import legislature
    from negotiate.bargaining.talks.offers import alternating_offers, offers_over
    from negotiate.bargaining.talks.registry import talks_over
    from negotiate.bargaining.talks.simulated import simulated_talks
    from negotiate.bargaining.threats import variable_threats
    from negotiate.bargaining.voting.game import VotingGame, power, shapley_value
    from negotiate.bargaining.voting.ratification import ratification
    from negotiate.bargaining.voting.win_sets import Body, win_sets

_HOME = {
    "Body": "negotiate.bargaining.voting.win_sets",
    "VotingGame": "negotiate.bargaining.voting.game",
    "alternating_offers": "negotiate.bargaining.talks.offers",
    "assess": "negotiate.bargaining.assessment",
    "bargaining_range": "negotiate.bargaining.talks.crises",
    "bluff": "negotiate.bargaining.talks.crises",
    "double_auction": "negotiate.bargaining.talks.double_auction",
    "legislature": "negotiate.bargaining.talks.legislature",
    "mediate": "negotiate.bargaining.mediator",
    "offers_over": "negotiate.bargaining.talks.offers",
    "power": "negotiate.bargaining.voting.game",
    "ratification": "negotiate.bargaining.voting.ratification",
    "shapley_value": "negotiate.bargaining.voting.game",
    "simulated_talks": "negotiate.bargaining.talks.simulated",
    "talks_over": "negotiate.bargaining.talks.registry",
    "trades": "negotiate.bargaining.logrolling",
    "variable_threats": "negotiate.bargaining.threats",
    "win_sets": "negotiate.bargaining.voting.win_sets",
}
"""Where each name lives."""

__all__ = [
    "Body",
    "VotingGame",
    "alternating_offers",
    "assess",
    "bargaining_range",
    "bluff",
    "double_auction",
    "legislature",
    "mediate",
    "offers_over",
    "power",
    "ratification",
    "shapley_value",
    "simulated_talks",
    "talks_over",
    "trades",
    "variable_threats",
    "win_sets",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'negotiate.bargaining' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
