"""Rationalizable strategies: what is left once nobody does, or expects, what is best against
nothing.

With two players these are the strategies that survive iterated strict dominance by pure and mixed
strategies. With more players a belief may correlate what the others do, which makes the two the
same again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.equilibrium.certificate import WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beliefs import (
    DENOMINATORS,
    even_conjecture,
    fell_rightly,
    kindest_conjecture,
    simple_weights,
    weighed,
)
from negotiate.equilibrium.concepts.beside_nash import impossible, without_equilibria
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.kernels.dominance import own_rows, subgame
from negotiate.equilibrium.nash.dominance import Kept, reduce
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.games.exactness import Exact, floats
from negotiate.games.normal_form import NormalFormGame, unit_payoffs

PROGRAMMES = 400  # linear programs for one game: about a second
ENTRIES = 100_000  # of the table that one program may look at
CORRELATED = "a belief may correlate what the others do"

Weights = tuple[Fraction, ...]


@record
class Conjecture:
    """What one player may believe about the others so that a strategy is best.

    Parameters
    ----------
    player : int
        Whose belief it is.
    profiles : tuple of tuple of int
        What each of the others does, in the order of the players, indices of the game that was
        asked about.
    weights : tuple of float
        How likely each of these is; they sum to one.
    """

    player: int
    profiles: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]


@record
class Rationalizable(Finding):
    """What is left of a game, and why.

    Parameters
    ----------
    kept : tuple of tuple of int
        For each player the strategies that are rationalizable.
    conjectures : tuple of tuple of (Conjecture or None)
        For each of them a belief, about rationalizable strategies of the others, to which it is a
        best reply; None where none was looked for, or rounding leaves it open.
    rounds : int
        How many rounds it took; 0 where nothing falls.
    """

    kept: Kept
    conjectures: tuple[tuple[Conjecture | None, ...], ...]
    rounds: int


class _Beliefs(NamedTuple):
    conjectures: tuple[tuple[Conjecture | None, ...], ...]
    skipped: int
    open: int


applies_to = impossible


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    whole, left = game.exactly(), reduce(game)
    trace = left.eliminations
    found = _believe(whole.payoffs, left.kept)
    unsure = [step for step in trace if not fell_rightly(whole.payoffs, trace, step, strictly=True)]
    sure = not found.skipped and not found.open
    limits = (*_limits(found, len(unsure)), *((UNDECIDED,) if whole.undecided else ()))
    return without_equilibria(
        game,
        Rationalizable(left.kept, found.conjectures, trace[-1].round if trace else 0),
        method="iterated strict dominance by pure and mixed strategies",
        certificate=Certificate(WHOLE_NUMBERS, not whole.decimal or bool(limits), limits),
        verified=_verified(sure, bool(trace) and not unsure),
        notes=(
            *(left.notes if not sure else ()),
            *((CORRELATED,) if game.n_players > 2 else ()),
            *limits,
        ),
        eliminations=trace,
    )


def _believe(payoffs: Exact, kept: Kept) -> _Beliefs:
    """Find for each strategy a conjecture to which it is best."""
    left = subgame(payoffs, kept)
    unit = unit_payoffs(np.array([floats(own) for own in left]))
    conjectures, asked, skipped, undecided = [], 0, 0, 0
    for player, own in enumerate(kept):
        table = own_rows(left[player], player)
        rough, scaled = floats(table), own_rows(unit[player], player)
        others = [k for p, k in enumerate(kept) if p != player]
        found: list[Conjecture | None] = []
        for i in range(len(own)):
            belief = _certain(table, i) or _believed(table, i, even_conjecture(rough, i))
            if belief is None and (table.size > ENTRIES or asked >= PROGRAMMES):
                skipped += 1
            elif belief is None:
                asked += 1
                belief = _believed(table, i, kindest_conjecture(scaled, i))
                undecided += belief is None
            found.append(None if belief is None else _conjecture(player, belief, others))
        conjectures.append(tuple(found))
    return _Beliefs(tuple(conjectures), skipped, undecided)


def _certain(table: Exact, i: int) -> Weights | None:
    """Certainty of the one combination to which a strategy is best by most, if there is one."""
    rest = np.delete(table, i, axis=0)
    lead = table[i] - (rest.max(axis=0) if len(rest) else table[i])
    column = int(np.argmax(lead))
    return (
        tuple(Fraction(int(c == column)) for c in range(table.shape[1]))
        if lead[column] >= 0
        else None
    )


def _believed(table: Exact, i: int, conjecture: FloatArray) -> Weights | None:
    """The conjecture in simple fractions, if the strategy is best against it exactly."""
    for largest in DENOMINATORS if conjecture.any() else ():
        weights = simple_weights(conjecture, largest)
        values = weighed(table.T, weights)
        if values[i] >= max(values):
            return weights
    return None


def _conjecture(player: int, weights: Weights, others: list[tuple[int, ...]]) -> Conjecture:
    sizes = tuple(len(k) for k in others)
    used = [c for c, weight in enumerate(weights) if weight]
    places = [np.unravel_index(c, sizes) if sizes else () for c in used]
    profiles = tuple(
        tuple(k[int(i)] for k, i in zip(others, place, strict=True)) for place in places
    )
    return Conjecture(player, profiles, tuple(float(weights[c]) for c in used))


def _verified(sure: bool, compared: bool) -> str:
    parts = ["each remaining strategy is a best reply to a belief"] if sure else []
    parts += ["each eliminated strategy was compared again"] if compared else []
    return ", ".join(parts)


def _limits(found: _Beliefs, unsure: int) -> tuple[str, ...]:
    """What is left open."""
    notes = []
    if found.skipped:
        notes.append(
            f"for {found.skipped:,} of the remaining strategies no belief was searched for, so "
            "some may not be "
            "rationalizable"
        )
    if found.open:
        notes.append(
            f"rounding leaves open whether {found.open:,} of the remaining strategies are "
            "rationalizable"
        )
    if unsure:
        notes.append(
            f"rounding leaves open whether {unsure:,} of the eliminated strategies are dominated"
        )
    return tuple(notes)
