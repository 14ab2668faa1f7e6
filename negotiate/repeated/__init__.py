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
    from negotiate.repeated.lasting.public_signals import (
        PublicProfile,
        best_trigger,
        public_certificate,
        public_trigger,
        seen_through,
        trigger_critical,
    )
    from negotiate.repeated.many.evolution import evolution
    from negotiate.repeated.many.tournament import everyone, invasion, tournament
    from negotiate.repeated.matches.exact import outcomes
    from negotiate.repeated.matches.timeline import timeline
    from negotiate.repeated.setting import Phases, Setting, Signals
    from negotiate.repeated.sustaining.holding import holding
    from negotiate.repeated.sustaining.supporting import supporting
    from negotiate.repeated.sustaining.sustainable import feasible, floor, rational, sustainable

_FILES = {
    "lasting.certificate": ("best_reply",),
    "lasting.public_signals": (
        *("PublicProfile", "public_certificate", "seen_through"),
        *("best_trigger", "public_trigger", "trigger_critical"),
    ),
    "many.evolution": ("evolution",),
    "many.tournament": ("everyone", "invasion", "tournament"),
    "matches.exact": ("outcomes",),
    "matches.timeline": ("timeline",),
    "setting": ("Phases", "Setting", "Signals"),
    "sustaining.holding": ("holding",),
    "sustaining.supporting": ("supporting",),
    "sustaining.sustainable": ("feasible", "floor", "rational", "sustainable"),
}
"""File of this room → the names that it gives."""

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
    for file, names in _FILES.items():
        if name in names:
            return getattr(importlib.import_module(f"negotiate.repeated.{file}"), name)
    raise AttributeError(f"module 'negotiate.repeated' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
