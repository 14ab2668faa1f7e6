"""The shipped scenarios that can be played without a deal.

Where `no_deal` is numbers, a file may leave open where its issues stand until a deal is signed;
such a file has deals, and neither a game nor states.
"""

from __future__ import annotations

import pytest

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.errors import UnsuitableGame
from negotiate.language.library import shipped

DEALS_ONLY = ("classroom/bicycle-frames", "classroom/joint-venture")


def playable() -> list[str]:
    """The names of the shipped scenarios that have a game."""
    return [name for name in sorted(shipped()) if name not in DEALS_ONLY]


def assert_no_game(name: str) -> None:
    """Every door to a game is refused in the same words."""
    scenario = negotiate.load(name)
    for door in (scenario.in_turn, scenario.standing, lambda: alone(scenario)):
        with pytest.raises(UnsuitableGame, match="without a deal"):
            door()
