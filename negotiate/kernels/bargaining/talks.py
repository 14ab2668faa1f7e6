"""Talks between agents in lockstep: one step of the loop is one offer in every talk that is still going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.kernels.bargaining.talks_minds import SAME, Concession, Micro, Mind, Modeller, Sight, TitForTat, sight

CONCESSION, TIT_FOR_TAT, MICRO, MODELLER = range(4)


@dataclass(frozen=True, slots=True)
class Manner:
    """One player's way to talk: a kind, and how fast it concedes by the clock (1 - t^power), where it does."""

    kind: int
    power: float = 1.0


@dataclass(frozen=True, slots=True)
class Talked:
    """How talks ended.

    Parameters
    ----------
    packages : ndarray of int, shape (runs,)
        What was agreed on, -1 where nothing was.
    offers : ndarray of int, shape (runs,)
        How many offers were made.
    history : ndarray of int, shape (runs, offers)
        Every offer, -1 after the end; no offers where nobody asked for it.
    """

    packages: IntArray
    offers: IntArray
    history: IntArray


def lockstep(
    utilities: FloatArray,
    willing: BoolArray,
    options: IntArray,
    manners: Sequence[Manner],
    draws: FloatArray,
    first: int = 0,
    history: bool = False,
) -> Talked:
    """Let agents talk until all of the others accept an offer, or until there are no more offers.

    Parameters
    ----------
    utilities : ndarray, shape (players, packages)
        Scaled: 0 without a deal, 1 the best package that could be signed.
    willing : ndarray of bool, shape (players, packages)
        Who gets at least as much as without a deal; each player somewhere.
    options : ndarray of int, shape (packages, issues)
        The option of each issue, by number.
    manners : sequence of Manner
        One a player.
    draws : ndarray, shape (runs, offers, draws)
        From [0, 1). A talk uses its own row only.
    first : int
        Who makes the first offer; the others follow in turn.
    history : bool
        Whether to keep every offer.

    Notes
    -----
    A player accepts what is worth at least what it would ask for in the next offer. The time is that of one pass over
    the talks for each offer; the memory that of `draws`, and of every package in every talk for agents that remember
    offers.
    """
    runs, offers, _ = draws.shape
    players = len(utilities)
    seen = [sight(utilities[p], willing[p], options) for p in range(players)]
    minds = [_mind(manner, seen[p], runs, offers, players, p) for p, manner in enumerate(manners)]
    agreed, made = np.full(runs, -1, dtype=np.int64), np.full(runs, offers, dtype=np.int64)
    kept = np.full((runs, offers if history else 0), -1, dtype=np.int64)
    rows = np.arange(runs)
    for number in range(offers):
        speaker = (first + number) % players
        packages = minds[speaker].proposes(rows, number, draws[rows, number])
        if history:
            kept[rows, number] = packages
        yes = _answers(minds, seen, rows, number, speaker, packages)
        agreed[rows[yes]], made[rows[yes]] = packages[yes], number + 1
        rows = rows[~yes]
        if not len(rows):
            break
    return Talked(agreed, made, kept)


def _answers(
    minds: Sequence[Mind], seen: Sequence[Sight], rows: IntArray, number: int, speaker: int, packages: IntArray
) -> BoolArray:
    """Where all of the others accept."""
    yes = np.ones(len(rows), dtype=bool)
    for p, mind in enumerate(minds):
        if p != speaker:
            mind.hears(rows, speaker, packages)
            enough = seen[p].own[packages] >= mind.least(rows, number + 1) - SAME
            yes &= seen[p].willing[packages] & enough
    return yes


def _mind(manner: Manner, seen: Sight, runs: int, offers: int, players: int, player: int) -> Mind:
    if manner.kind == TIT_FOR_TAT:
        return TitForTat(seen, runs, players, player)
    if manner.kind == MICRO:
        return Micro(seen, runs, players, player)
    if manner.kind == MODELLER:
        return Modeller(seen, offers, manner.power, runs, players, player)
    return Concession(seen, offers, manner.power)
