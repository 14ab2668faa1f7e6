"""Iterated weak dominance, round by round, with a warning where the order of going matters.

A strategy goes if something else is never worse and sometimes better. In the order that is standard
here all of these go at once, of all players, and then again in what is left. Unlike strict
dominance, another order may lead elsewhere, so that others are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.display import record
from negotiate.equilibrium.certificate import WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beliefs import best_together, fell_rightly, without
from negotiate.equilibrium.concepts.beside_nash import impossible, without_equilibria
from negotiate.equilibrium.concepts.programs import never_worse_exactly
from negotiate.equilibrium.equilibrium import UNDECIDED
from negotiate.equilibrium.kernels.dominance import never_worse, own_rows, subgame
from negotiate.equilibrium.nash.dominance import Kept, proposals
from negotiate.equilibrium.solution import Elimination, Finding, Solution
from negotiate.games.exactness import Exact, integers
from negotiate.games.normal_form import NormalFormGame

ENTRIES = 2_000  # of a player's payoffs: mixtures are tried up to here

Trace = tuple[Elimination, ...]
Fallen = Callable[[Kept, int], Trace]

COMPARISONS = 500_000_000  # of two payoffs, in one round: some seconds
PROGRAMMES = 300  # linear programs for the standard order, and as many for all others
REMAINS = 400  # remains of the game that other orders may pass through: of a large game fewer, but
FEWEST = 20
SPENT = 15_000_000  # comparisons of two payoffs on other orders, some tenths of a second
LINES = 200  # strategies whose conjectures are looked for to check what is left
NAMED = 3  # strategies that a note names
UNTRIED = "dominance by mixtures was not tried everywhere"
UNCHECKED = "too much remains to check in another way that nothing more is dominated"


class Search:
    """Looks for weakly dominated strategies, and counts what it costs.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Whole numbers, as `exactly` gives them.
    programs : int
        How many linear programs may be solved in all.
    """

    def __init__(self, payoffs: Exact, programs: int) -> None:
        self.payoffs = payoffs
        self.programs = programs
        self.untried = False

    def fallen(self, kept: Kept, number: int) -> tuple[Elimination, ...]:
        """All weakly dominated strategies of what is left, each with one that stays, or a mixture,
        that is better.
        """
        left = subgame(self.payoffs, kept)
        found = []
        for player, own in enumerate(kept):
            table = own_rows(left[player], player)
            for i, by in self._weights(table).items():
                weights = tuple(float(weight) for weight in by.values())
                found.append(
                    Elimination(number, player, own[i], tuple(own[j] for j in by), weights)
                )
        return tuple(found)

    def _weights(self, table: Exact) -> dict[int, dict[int, Fraction]]:
        """Row → what is never worse, as rows with their weights, for each row that is weakly
        dominated.
        """
        size = len(table)
        found = {i: {j: Fraction(1)} for i, j in pure_dominators(table).items()}
        open_to = [i for i in np.flatnonzero(~alone_best(table)).tolist() if i not in found]
        for i in open_to if size > 2 else []:
            if table.size > ENTRIES or self.programs <= 0:
                self.untried = True
                continue
            self.programs -= 1
            leads = integers(table) - integers(table[i])
            mixture = never_worse(leads, proposals)
            if mixture is None and not best_together(table, (i,)):
                mixture = never_worse_exactly(leads)
            if mixture is not None:
                total = sum(mixture.tolist())
                found[i] = {
                    j: Fraction(weight, total)
                    for j, weight in enumerate(mixture.tolist())
                    if weight
                }
        return found


def pure_dominators(table: Exact) -> dict[int, int]:
    """Row → the first row that dominates it weakly and is not dominated so itself, for each row
    that has one.

    Examples
    --------
    >>> pure_dominators(np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 2.0]]))
    {0: 1, 2: 1}
    """
    rivals: dict[int, list[int]] = {}
    for i in np.flatnonzero(~alone_best(table)).tolist():
        ahead = (table >= table[i]).all(axis=1) & (table > table[i]).any(axis=1)
        if ahead.any():
            rivals[i] = np.flatnonzero(ahead).tolist()
    return {i: next(j for j in ahead if j not in rivals) for i, ahead in rivals.items()}


def alone_best(table: Exact) -> BoolArray:
    """Which rows are the only best one somewhere, so that nothing else can be as good
    everywhere.
    """
    best = table == table.max(axis=0)
    return np.asarray((best & (best.sum(axis=0) == 1)).any(axis=1), dtype=bool)


def admissible(table: Exact, row: int) -> bool:
    """Whether a row is best against some conjecture that leaves nothing out, so that nothing
    dominates it weakly.

    Examples
    --------
    >>> table = np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 3.0]])
    >>> [admissible(table, row) for row in range(3)]
    [False, True, True]
    """
    # The only best one somewhere is best against a belief that is all but certain of that.
    if len(table) == 1 or bool(alone_best(table)[row]) or best_together(table, (row,)):
        return True
    return (
        table.size <= ENTRIES
        and never_worse_exactly(integers(table) - integers(table[row])) is None
    )


class Ends(NamedTuple):
    """Where orders lead.

    Attributes
    ----------
    traces : dict
        What is left in the end → the first order found that leaves it.
    all_orders : bool
        Whether every order was followed that takes away, at each step, one strategy, all of one
        player's, or all.
    """

    traces: dict[Kept, Trace]
    all_orders: bool


def ends(start: Kept, fallen: Fallen, steps: int) -> Ends:
    """Follow orders to their ends, the most different ones first, as long as so many steps in all
    allow.

    Parameters
    ----------
    start : tuple of tuple of int
        For each player its strategies.
    fallen : callable
        What is left and the number of a round → what could go in that round.
    steps : int
        How many different remains of the game may be looked at.
    """
    known: dict[Kept, Trace] = {}
    found: dict[Kept, Trace] = {}

    def at(kept: Kept, number: int) -> Trace:
        if kept not in known:
            known[kept] = fallen(kept, number)
        return known[kept]

    for picks in _plain_orders(len(start)):
        kept: Kept = start
        trace: Trace = ()
        while (going := at(kept, 1)) and len(known) < steps:
            picked = picks(going)
            trace, kept = (*trace, *_numbered(picked, trace)), without(kept, picked)
        if not going:
            found.setdefault(kept, trace)
    stack: list[tuple[Kept, Trace]] = [(start, ())]
    seen = {start}
    while stack and len(known) < steps:
        kept, trace = stack.pop()
        going = at(kept, 1)
        if not going:
            found.setdefault(kept, trace)
        for picked in _choices(going, len(start)):
            after = without(kept, picked)
            if after not in seen:
                seen.add(after)
                stack.append((after, (*trace, *_numbered(picked, trace))))
    return Ends(found, not stack)


def _numbered(picked: Trace, before: Trace) -> Trace:
    number = before[-1].round + 1 if before else 1
    return tuple(Elimination(number, s.player, s.strategy, s.by, s.weights) for s in picked)


def _plain_orders(players: int) -> Iterator[Callable[[Trace], Trace]]:
    """One player's as long as there are any; or one at a time, the first or the last of those that
    could go.
    """
    for first in range(players):

        def of_one(going: Trace, first: int = first) -> Trace:
            own = tuple(step for step in going if step.player == first)
            return own or tuple(step for step in going if step.player == going[0].player)

        yield of_one
    yield lambda going: going[:1]
    yield lambda going: going[-1:]


def _choices(going: Trace, players: int) -> Iterator[Trace]:
    """Every strategy for itself, all of each player's, all."""
    yield from ((step,) for step in going)
    for player in range(players):
        own = tuple(step for step in going if step.player == player)
        if len(own) > 1:
            yield own
    if len(going) > 1:
        yield going


@record
class OtherEnd:
    """Where another order leads.

    Parameters
    ----------
    kept : tuple of tuple of int
        What is left then.
    steps : tuple of Elimination
        The order that leaves it, a round a step.
    same_payoffs : bool
        Whether the outcomes left have the same payoffs as in the standard order, so that only names
        differ.
    """

    kept: Kept
    steps: tuple[Elimination, ...]
    same_payoffs: bool


@record
class WeakDominance(Finding):
    """What the standard order leaves, and what others do.

    Parameters
    ----------
    kept : tuple of tuple of int
        For each player what is left in the end.
    admissible : tuple of tuple of int
        For each player what nothing dominates weakly in the whole game: what the first round
        leaves.
    rounds : int
        How many rounds it took; 0 where nothing falls.
    others : tuple of OtherEnd
        Every other end that was found, those with other payoffs first; empty where all orders tried
        lead to this one.
    all_orders : bool
        Whether every order was tried that takes away, at each step, one strategy, all of one
        player's, or all.
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
        return (
            f"compares every two strategies, {cost:,} payoffs in all, and takes at most "
            f"{COMPARISONS:,}"
        )
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
    limits = [UNTRIED] if standard.untried else []
    limits += [_left_open(game, doubtful)] if doubtful else []
    limits += [UNDECIDED] if whole.undecided or wrong else []
    notes = [
        *([UNTRIED] if other.untried and not standard.untried else []),
        *([UNCHECKED] if last is None else []),
    ]
    return without_equilibria(
        game,
        WeakDominance(
            kept=kept,
            admissible=first,
            rounds=trace[-1].round if trace else 0,
            others=() if found is None else _others(whole.payoffs, kept, found.traces),
            all_orders=found is None or (found.all_orders and not other.untried),
        ),
        method="iterated weak dominance, all at once in each round",
        certificate=Certificate(WHOLE_NUMBERS, not whole.decimal or bool(wrong), tuple(limits)),
        verified=_verified(last == [], opening == [], bool(trace) and not wrong),
        notes=(*limits, *notes),
        eliminations=tuple(trace),
    )


def _unproved(payoffs: Exact, whole: Kept, kept: Kept) -> list[tuple[int, int]] | None:
    """Which of these were not proved best against a conjecture that leaves nothing out; None where
    it costs too much.

    `whole` is what there is to believe of the others and to choose from, `kept` what should be
    best.
    """
    left = subgame(payoffs, whole)
    tables = [own_rows(left[player], player) for player in range(len(whole))]
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
    return (
        f"whether anything dominates {which} was left open: no mixture was found, nor a belief "
        "that rules one out"
    )


def _verified(left: bool, first: bool, compared: bool) -> str:
    parts = (
        ["each remaining strategy is a best reply to a belief that leaves nothing out"]
        if left
        else []
    )
    parts += ["so is each admissible one in the whole game"] if left and first and compared else []
    parts += ["each eliminated strategy was compared again"] if compared else []
    return ", ".join(parts)


def _others(
    payoffs: Exact, kept: Kept, traces: dict[Kept, tuple[Elimination, ...]]
) -> tuple[OtherEnd, ...]:
    here = _outcomes(payoffs, kept)
    found = [
        OtherEnd(end, steps, _outcomes(payoffs, end) == here)
        for end, steps in traces.items()
        if end != kept
    ]
    return tuple(sorted(found, key=lambda one: (one.same_payoffs, len(one.steps), one.kept)))


def _outcomes(payoffs: Exact, kept: Kept) -> frozenset[tuple[float, ...]]:
    left = subgame(payoffs, kept)
    return frozenset(map(tuple, left.reshape(len(left), -1).T.tolist()))
