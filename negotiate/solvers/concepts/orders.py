"""Takes strategies away in other orders, and says where those lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from negotiate.solvers.concepts.replay import Kept, without
from negotiate.solvers.solution import Elimination

Trace = tuple[Elimination, ...]
_NOTHING: Trace = ()
Fallen = Callable[[Kept, int], Trace]


class Ends(NamedTuple):
    """Where orders lead.

    Attributes
    ----------
    traces : dict
        What is left in the end → the first order found that leaves it.
    all_orders : bool
        Whether every order was followed that takes away, at each step, one strategy, all of one player's, or all.
    """

    traces: dict[Kept, Trace]
    all_orders: bool


def ends(start: Kept, fallen: Fallen, steps: int) -> Ends:
    """Follow orders to their ends, the most different ones first, as long as so many steps in all allow.

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
        kept, trace = start, _NOTHING
        while (going := at(kept, 1)) and len(known) < steps:
            picked = picks(going)
            trace, kept = (*trace, *_numbered(picked, trace)), without(kept, picked)
        if not going:
            found.setdefault(kept, trace)
    stack, seen = [(start, _NOTHING)], {start}
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
    """One player's as long as there are any; or one at a time, the first or the last of those that could go."""
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
