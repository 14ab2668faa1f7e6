"""Iterated weak dominance, round by round, with a warning where the order of going matters.

A strategy goes if something else is never worse and sometimes better. In the order that is standard here all of these
go at once, of all players, and then again in what is left. Unlike strict dominance, another order may lead elsewhere,
so that others are tried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.kernels.dominance import subgame
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.concepts.orders import ends
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.concepts.replay import Kept, fell_rightly, without
from negotiate.solvers.concepts.weakly_dominated import ENTRIES, Search, admissible
from negotiate.solvers.concepts.whole_payoffs import own_table, whole_payoffs
from negotiate.solvers.solution import Elimination, Finding, Solution

COMPARISONS = 500_000_000  # of two payoffs, in one round: some seconds
PROGRAMMES = 300  # linear programmes for the standard order, and as many for all others
REMAINS = 400  # remains of the game that other orders may pass through: of a large game fewer, but
FEWEST = 20
SPENT = 15_000_000  # comparisons of two payoffs on other orders, some tenths of a second
LINES = 200  # strategies whose conjectures are looked for to check what is left
UNTRIED = "dominance by mixtures was not tried everywhere"


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """Where another order leads.

    Parameters
    ----------
    kept : tuple of tuple of int
        What is left then.
    steps : tuple of Elimination
        The order that leaves it, a round a step.
    same_payoffs : bool
        Whether the outcomes left have the same payoffs as in the standard order, so that only names differ.
    """

    kept: Kept
    steps: tuple[Elimination, ...]
    same_payoffs: bool


@dataclass(frozen=True, slots=True)
class WeakDominance(Finding):
    """What the standard order leaves, and what others do.

    Parameters
    ----------
    kept : tuple of tuple of int
        For each player what is left in the end.
    admissible : tuple of tuple of int
        For each player what nothing dominates weakly in the whole game: what the first round leaves.
    rounds : int
        How many rounds it took; 0 where nothing falls.
    others : tuple of OtherEnd
        Every other end that was found, those with other payoffs first; empty where all orders tried lead to this one.
    all_orders : bool
        Whether every order was tried that takes away, at each step, one strategy, all of one player's, or all.
    """

    kept: Kept
    admissible: Kept
    rounds: int
    others: tuple[OtherEnd, ...]
    all_orders: bool


def _applies_to(game: NormalFormGame) -> str | None:
    cost = _cost(game)
    if cost > COMPARISONS:
        return f"compares every two strategies, {cost:,} payoffs in all, and takes at most {COMPARISONS:,}"
    return impossible(game)


def _cost(game: NormalFormGame) -> int:
    return int(np.prod(game.shape)) * sum(game.shape)


def _run(game: NormalFormGame, player: int | None) -> Solution:
    whole = whole_payoffs(game)
    standard, other = Search(whole.payoffs, PROGRAMMES), Search(whole.payoffs, PROGRAMMES)
    start: Kept = tuple(tuple(range(n)) for n in game.shape)
    kept, trace = start, list[Elimination]()
    while fallen := standard.fallen(kept, trace[-1].round + 1 if trace else 1):
        trace += fallen
        kept = without(kept, fallen)
    steps = min(REMAINS, max(FEWEST, SPENT // _cost(game)))
    found = ends(start, other.fallen, steps) if trace else None
    first = without(start, [step for step in trace if step.round == 1])
    wrong = [step for step in trace if not fell_rightly(whole.payoffs, trace, step, strictly=False)]
    checked = _checked(whole.payoffs, kept, kept), _checked(whole.payoffs, start, first)
    mixed = standard.untried or other.untried
    return Solution(
        game=game,
        equilibria=(),
        concept="weak-dominance",
        method="iterated weak dominance, all at once in each round",
        complete=not standard.untried and not wrong,
        exact=whole.exact and not wrong,
        verified=_verified(checked, bool(trace) and not wrong),
        seconds=0.0,
        notes=(UNTRIED,) if mixed else (),
        eliminations=tuple(trace),
        finding=WeakDominance(
            kept=kept,
            admissible=first,
            rounds=trace[-1].round if trace else 0,
            others=() if found is None else _others(whole.payoffs, kept, found.traces),
            all_orders=found is None or (found.all_orders and not other.untried),
        ),
    )


def _checked(payoffs: FloatArray, whole: Kept, kept: Kept) -> bool:
    """Whether each of these strategies is best against a conjecture that leaves nothing out of what is whole."""
    left = subgame(payoffs, whole)
    tables = [own_table(left, player) for player in range(len(whole))]
    if sum(map(len, kept)) > LINES or any(len(t) > 2 and t.size > ENTRIES for t in tables):
        return False
    return all(
        admissible(table, own.index(i)) for table, own, stay in zip(tables, whole, kept, strict=True) for i in stay
    )


def _verified(checked: tuple[bool, bool], compared: bool) -> str:
    left, first = checked
    parts = ["each strategy left is best against a conjecture that leaves nothing out"] if left else []
    parts += ["so is each admissible one in the whole game"] if first and compared else []
    parts += ["each that fell was compared again"] if compared else []
    return ", ".join(parts)


def _others(payoffs: FloatArray, kept: Kept, traces: dict[Kept, tuple[Elimination, ...]]) -> tuple[OtherEnd, ...]:
    here = _outcomes(payoffs, kept)
    found = [OtherEnd(end, steps, _outcomes(payoffs, end) == here) for end, steps in traces.items() if end != kept]
    return tuple(sorted(found, key=lambda one: (one.same_payoffs, len(one.steps), one.kept)))


def _outcomes(payoffs: FloatArray, kept: Kept) -> frozenset[tuple[float, ...]]:
    left = subgame(payoffs, kept)
    return frozenset(map(tuple, left.reshape(len(left), -1).T.tolist()))


CONCEPT = Concept(
    name="weak-dominance",
    says="What is left when strategies go that another is never worse than and sometimes better, round by round; the "
    "order can matter.",
    reference="Luce & Raiffa 1957; Moulin 1979; Marx & Swinkels 1997",
    applies_to=_applies_to,
    run=_run,
)
