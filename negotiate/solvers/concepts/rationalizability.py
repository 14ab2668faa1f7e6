"""Rationalizable strategies: what is left once nobody does, or expects, what is best against nothing.

With two players these are the strategies that survive iterated strict dominance by pure and mixed strategies. With more
players a conjecture may correlate what the others do, which makes the two the same again.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.kernels.dominance import subgame
from negotiate.kernels.regret import unit_payoffs
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.conjectures import Weighing, tie_breakers, weighing
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.concepts.replay import Kept, fell_rightly, without
from negotiate.solvers.concepts.whole_payoffs import DENOMINATORS, own_table, simple_weights, weighed, whole_payoffs
from negotiate.solvers.nash.dominance import reduce
from negotiate.solvers.solution import Elimination, Finding, Solution

PROGRAMMES = 400  # linear programmes for one game: about a second
ENTRIES = 100_000  # of the table that one programme may look at
CORRELATED = "a conjecture may correlate what the others do"


@dataclass(frozen=True, slots=True)
class Conjecture:
    """What one player may believe about the others so that a strategy is best.

    Parameters
    ----------
    profiles : tuple of tuple of int
        What each of the others does, in the order of the players, indices of the game that was asked about.
    weights : tuple of float
        How likely each of these is; they sum to one.
    """

    profiles: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Rationalizable(Finding):
    """What is left of a game, and why.

    Parameters
    ----------
    kept : tuple of tuple of int
        For each player the strategies that are rationalizable.
    conjectures : tuple of tuple of (Conjecture or None)
        For each of them a belief, about rationalizable strategies of the others, to which it is a best reply; None
        where none was looked for, or rounding leaves it open.
    rounds : int
        How many rounds it took; 0 where nothing falls.
    """

    kept: Kept
    conjectures: tuple[tuple[Conjecture | None, ...], ...]
    rounds: int


class _Judged(NamedTuple):
    fallen: list[Elimination]
    conjectures: tuple[tuple[Conjecture | None, ...], ...]
    skipped: int
    open: int


def _run(game: NormalFormGame, player: int | None) -> Solution:
    whole = whole_payoffs(game)
    kept: Kept = tuple(tuple(range(n)) for n in game.shape)
    trace: list[Elimination] = []
    budget = PROGRAMMES
    while True:
        kept, trace = _dominance(game, kept, trace)
        judged = _judge(whole.payoffs, kept, trace[-1].round + 1 if trace else 1, budget)
        if not judged.fallen:
            break
        budget -= sum(len(k) for k in kept)
        trace += judged.fallen
        kept = without(kept, judged.fallen)
    unsure = [step for step in trace if not fell_rightly(whole.payoffs, trace, step, strictly=True)]
    sure = not judged.skipped and not judged.open and not unsure
    return Solution(
        game=game,
        equilibria=(),
        concept="rationalizable",
        method="iterated strict dominance by pure and mixed strategies",
        complete=sure,
        exact=whole.exact and sure,
        verified=_verified(judged, unsure),
        seconds=0.0,
        notes=_notes(game, judged, unsure),
        eliminations=tuple(trace),
        finding=Rationalizable(kept, judged.conjectures, trace[-1].round if trace else 0),
    )


def _dominance(game: NormalFormGame, kept: Kept, trace: list[Elimination]) -> tuple[Kept, list[Elimination]]:
    """What strict dominance takes away from what is left, told in the indices of the whole game."""
    left = reduce(game.restrict(kept))
    before = trace[-1].round if trace else 0
    more = [
        Elimination(
            before + s.round, s.player, kept[s.player][s.strategy], tuple(kept[s.player][i] for i in s.by), s.weights
        )
        for s in left.eliminations
    ]
    return tuple(tuple(own[i] for i in stay) for own, stay in zip(kept, left.kept, strict=True)), trace + more


def _judge(payoffs: FloatArray, kept: Kept, number: int, budget: int) -> _Judged:
    """Find for each strategy a conjecture to which it is best, or the mixture that beats it."""
    left = subgame(payoffs, kept)
    unit = unit_payoffs(left)
    fallen, conjectures, skipped, undecided = list[Elimination](), [], 0, 0
    for player, own in enumerate(kept):
        table, scaled = own_table(left, player), own_table(unit, player)
        others = [k for p, k in enumerate(kept) if p != player]
        found: list[Conjecture | None] = []
        for i, strategy in enumerate(own):
            belief = _certain(table, i)
            by = None if belief is not None else tie_breakers(table, i)
            if by is not None:
                fallen.append(_fall(number, player, strategy, own, by))
            elif belief is None and (table.size > ENTRIES or budget <= 0):
                skipped += 1
            elif belief is None:
                budget -= 1
                weighed_up = weighing(scaled, i)
                belief = _believed(table, i, weighed_up)
                by = None if belief is not None else _beaten(table, i, weighed_up)
                if by is not None:
                    fallen.append(_fall(number, player, strategy, own, by))
                undecided += belief is None and by is None
            found.append(None if belief is None else _conjecture(belief, others))
        conjectures.append(tuple(found))
    return _Judged(fallen, tuple(conjectures), skipped, undecided)


Weights = tuple[Fraction, ...]


def _certain(table: FloatArray, i: int) -> Weights | None:
    """Certainty of the one combination to which a strategy is best by most, if there is one."""
    rest = np.delete(table, i, axis=0)
    lead = table[i] - (rest.max(axis=0) if len(rest) else -np.inf)
    column = int(np.argmax(lead))
    return tuple(Fraction(int(c == column)) for c in range(table.shape[1])) if lead[column] >= 0 else None


def _believed(table: FloatArray, i: int, found: Weighing) -> Weights | None:
    """The conjecture in simple fractions, if the strategy is best against it exactly."""
    for largest in DENOMINATORS:
        weights = simple_weights(found.conjecture, largest)
        values = weighed(table.T, weights)
        if sum(weights) and values[i] >= max(values):
            return weights
    return None


def _beaten(table: FloatArray, i: int, found: Weighing) -> Weights | None:
    """The mixture in simple fractions, if it is better against everything exactly."""
    for largest in DENOMINATORS:
        weights = simple_weights(found.mixture, largest)
        if sum(weights) and all(mixed > int(own) for mixed, own in zip(weighed(table, weights), table[i], strict=True)):
            return weights
    return None


def _fall(number: int, player: int, strategy: int, own: tuple[int, ...], by: Weights) -> Elimination:
    used = [j for j, weight in enumerate(by) if weight]
    return Elimination(number, player, strategy, tuple(own[j] for j in used), tuple(float(by[j]) for j in used))


def _conjecture(weights: Weights, others: list[tuple[int, ...]]) -> Conjecture:
    sizes = tuple(len(k) for k in others)
    used = [c for c, weight in enumerate(weights) if weight]
    places = [np.unravel_index(c, sizes) if sizes else () for c in used]
    profiles = tuple(tuple(k[int(i)] for k, i in zip(others, place, strict=True)) for place in places)
    return Conjecture(profiles, tuple(float(weights[c]) for c in used))


def _verified(judged: _Judged, unsure: list[Elimination]) -> str:
    if judged.skipped or judged.open or unsure:
        return "what fell was compared again" if not unsure else ""
    return "each strategy left is best against a conjecture, each that fell was compared again"


def _notes(game: NormalFormGame, judged: _Judged, unsure: list[Elimination]) -> tuple[str, ...]:
    notes = [CORRELATED] if game.n_players > 2 else []
    if judged.skipped:
        notes.append(
            f"for {judged.skipped:,} of the strategies left no conjecture was looked for, so that some may still fall"
        )
    if judged.open:
        notes.append(f"rounding leaves open whether {judged.open:,} of the strategies left should fall")
    if unsure:
        notes.append(f"rounding leaves open whether {len(unsure):,} of the strategies that fell should have")
    return tuple(notes)


CONCEPT = Concept(
    name="rationalizable",
    says="What is left when nobody chooses, or expects anybody to choose, a strategy that is best against no belief "
    "about the others.",
    reference="Bernheim 1984; Pearce 1984",
    applies_to=impossible,
    run=_run,
)
