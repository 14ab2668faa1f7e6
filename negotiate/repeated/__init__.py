"""What lasts: a stage game played again and again, by strategies that remember.

What is asked of a repeated game beside its own methods stands here by name; nothing is imported before it is asked for.

>>> import negotiate
>>> game = negotiate.load("classics/prisoners-dilemma").again()
>>> negotiate.repeated.floor(game)
(1.0, 1.0)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from negotiate.repeated.lasting.certificate import best_reply
    from negotiate.repeated.lasting.public_signals import PublicProfile, public_certificate, seen_through
    from negotiate.repeated.lasting.public_trigger import best_trigger, public_trigger, trigger_critical
    from negotiate.repeated.many.evolution import evolution
    from negotiate.repeated.many.pools import everyone
    from negotiate.repeated.many.tournament import invasion, tournament
    from negotiate.repeated.matches.exact import outcomes
    from negotiate.repeated.matches.timeline import timeline
    from negotiate.repeated.setting import Phases, Setting, Signals
    from negotiate.repeated.sustaining.grounds import floor
    from negotiate.repeated.sustaining.holding import holding
    from negotiate.repeated.sustaining.supporting import supporting
    from negotiate.repeated.sustaining.sustainable import feasible, rational, sustainable

_HOME = {
    "Phases": "negotiate.repeated.setting",
    "PublicProfile": "negotiate.repeated.lasting.public_signals",
    "Setting": "negotiate.repeated.setting",
    "Signals": "negotiate.repeated.setting",
    "best_reply": "negotiate.repeated.lasting.certificate",
    "best_trigger": "negotiate.repeated.lasting.public_trigger",
    "everyone": "negotiate.repeated.many.pools",
    "evolution": "negotiate.repeated.many.evolution",
    "feasible": "negotiate.repeated.sustaining.sustainable",
    "floor": "negotiate.repeated.sustaining.grounds",
    "holding": "negotiate.repeated.sustaining.holding",
    "invasion": "negotiate.repeated.many.tournament",
    "outcomes": "negotiate.repeated.matches.exact",
    "public_certificate": "negotiate.repeated.lasting.public_signals",
    "public_trigger": "negotiate.repeated.lasting.public_trigger",
    "rational": "negotiate.repeated.sustaining.sustainable",
    "seen_through": "negotiate.repeated.lasting.public_signals",
    "supporting": "negotiate.repeated.sustaining.supporting",
    "sustainable": "negotiate.repeated.sustaining.sustainable",
    "timeline": "negotiate.repeated.matches.timeline",
    "tournament": "negotiate.repeated.many.tournament",
    "trigger_critical": "negotiate.repeated.lasting.public_trigger",
}
"""Where each name lives."""

__all__ = [
    "Phases",
    "PublicProfile",
    "Setting",
    "Signals",
    "best_reply",
    "best_trigger",
    "everyone",
    "evolution",
    "feasible",
    "floor",
    "holding",
    "invasion",
    "outcomes",
    "public_certificate",
    "public_trigger",
    "rational",
    "seen_through",
    "supporting",
    "sustainable",
    "timeline",
    "tournament",
    "trigger_critical",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module 'negotiate.repeated' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
