"""Matches sampled with the noise and misreading of each player, as the tests write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negotiate import Automaton, RepeatedGame
from negotiate.repeated.matches import sampled as room
from negotiate.repeated.matches.exact import rules
from negotiate.repeated.strategies.strategy import Learner


def sampled(
    game: RepeatedGame,
    machines: Sequence[Automaton | Learner],
    noise: Sequence[float],
    misread: Sequence[float],
    *more: Any,
    **options: Any,
) -> room.Sample:
    """Play a match in many worlds."""
    return room.sampled(game, machines, rules(game, noise, misread), *more, **options)
