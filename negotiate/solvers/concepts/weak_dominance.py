"""Iterated weak dominance, round by round, with a warning where the order of going matters.

A strategy goes if something else is never worse and sometimes better. In the order that is standard here all of these
go at once, of all players, and then again in what is left. Unlike strict dominance, another order may lead elsewhere,
so that others are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.dominance import subgame
from negotiate.kernels.exactness import Exact
from negotiate.solvers.concepts.orders import ends
from negotiate.solvers.concepts.possible import impossible
from negotiate.solvers.concepts.replay import Kept, fell_rightly, without
from negotiate.solvers.concepts.weakly_dominated import ENTRIES, Search, admissible
from negotiate.solvers.concepts.whole_payoffs import own_table
from negotiate.solvers.equilibrium import UNDECIDED
from negotiate.solvers.solution import Elimination, Finding, Solution

COMPARISONS = 500_000_000  # of two payoffs, in one round: some seconds
PROGRAMMES = 300  # linear programs for the standard order, and as many for all others
REMAINS = 400  # remains of the game that other orders may pass through: of a large game fewer, but
FEWEST = 20
SPENT = 15_000_000  # comparisons of two payoffs on other orders, some tenths of a second
LINES = 200  # strategies whose conjectures are looked for to check what is left
NAMED = 3  # strategies that a note names
UNTRIED = "dominance by mixtures was not tried everywhere"
UNCHECKED = "too much remains to check in another way that nothing more is dominated"


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


def applies_to(game: NormalFormGame) -> str | None:
    """Why it does not suit a game; see `Concept.applies_to`."""
    cost = _cost(game)
    if cost > COMPARISONS:
        return f"compares every two strategies, {cost:,} payoffs in all, and takes at most {COMPARISONS:,}"
    return impossible(game)


def _cost(game: NormalFormGame) -> int:
    return int(np.prod(game.shape)) * sum(game.shape)


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    whole = game.exactly()
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
    last, opening = _unproved(whole.payoffs, kept, kept), _unproved(whole.payoffs, start, first)
    doubtful = [*dict.fromkeys([*(last or ()), *(opening or ())])]
    notes = [UNTRIED] if standard.untried or other.untried else []
    notes += [UNCHECKED] if last is None else []
    notes += [_left_open(game, doubtful)] if doubtful else []
    notes += [UNDECIDED] if whole.undecided else []
    return Solution(
        game=game,
        equilibria=(),
        concept="weak-dominance",
        method="iterated weak dominance, all at once in each round",
        complete=not (standard.untried or wrong or doubtful or whole.undecided),
        exact=whole.decimal and not wrong,
        verified=_verified(last == [], opening == [], bool(trace) and not wrong),
        seconds=0.0,
        notes=tuple(notes),
        eliminations=tuple(trace),
        finding=WeakDominance(
            kept=kept,
            admissible=first,
            rounds=trace[-1].round if trace else 0,
            others=() if found is None else _others(whole.payoffs, kept, found.traces),
            all_orders=found is None or (found.all_orders and not other.untried),
        ),
    )


def _unproved(payoffs: Exact, whole: Kept, kept: Kept) -> list[tuple[int, int]] | None:
    """Which of these were not proved best against a conjecture that leaves nothing out; None where it costs too much.

    `whole` is what there is to believe of the others and to choose from, `kept` what should be best.
    """
    left = subgame(payoffs, whole)
    tables = [own_table(left, player) for player in range(len(whole))]
    if sum(map(len, kept)) > LINES or any(len(t) > 2 and t.size > ENTRIES for t in tables):
        return None
    return [
        (player, i)
        for player, (table, own, stay) in enumerate(zip(tables, whole, kept, strict=True))
        for i in stay
        if not admissible(table, own.index(i))
    ]


def _left_open(game: NormalFormGame, doubtful: Sequence[tuple[int, int]]) -> str:
    """Which strategies may be weakly dominated though nothing was found that dominates them."""
    named = [f"`{game.strategies[p][i].label}` of {game.players[p]}" for p, i in doubtful[:NAMED]]
    more = len(doubtful) - len(named)
    which = " and ".join([*named, f"{more:,} more"] if more else named)
    return f"whether anything dominates {which} was left open: no mixture was found, nor a belief that rules one out"


def _verified(left: bool, first: bool, compared: bool) -> str:
    parts = ["each remaining strategy is a best reply to a belief that leaves nothing out"] if left else []
    parts += ["so is each admissible one in the whole game"] if left and first and compared else []
    parts += ["each eliminated strategy was compared again"] if compared else []
    return ", ".join(parts)


def _others(payoffs: Exact, kept: Kept, traces: dict[Kept, tuple[Elimination, ...]]) -> tuple[OtherEnd, ...]:
    here = _outcomes(payoffs, kept)
    found = [OtherEnd(end, steps, _outcomes(payoffs, end) == here) for end, steps in traces.items() if end != kept]
    return tuple(sorted(found, key=lambda one: (one.same_payoffs, len(one.steps), one.kept)))


def _outcomes(payoffs: Exact, kept: Kept) -> frozenset[tuple[float, ...]]:
    left = subgame(payoffs, kept)
    return frozenset(map(tuple, left.reshape(len(left), -1).T.tolist()))
