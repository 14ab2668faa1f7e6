"""The order in which a player without numbers would rather have the states, and what puts each behind the one above.

The states are those of `standing`: combinations of what the players decide alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import IntArray
from negotiate.errors import NegotiateError
from negotiate.model.frame import Frame
from negotiate.model.issues import package_count
from negotiate.model.negotiation import Negotiation
from negotiate.model.preferences import Preference
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.states.combinations import Combinations
from negotiate.standing.telling.patterns import Pattern, gather
from negotiate.views.standing import standing

STATE_LIMIT = 4096
"""States of one scenario that are put in order; of more no order is told."""
PATTERN_LIMIT = 6
"""Patterns by which the states of one place are told."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What puts a place behind the one above it.

    Parameters
    ----------
    number : int
        Which entry of `prefers` it is, counted from 1.
    statements : tuple of str
        The statement, or those of a group.
    here, above : int
        How many of them hold here, and at the place above.
    """

    number: int
    statements: tuple[str, ...]
    here: int
    above: int


@dataclass(frozen=True, slots=True)
class Place:
    """States that are equally good for a player.

    Parameters
    ----------
    number : int
        1 for the best.
    states : tuple of int
        Which states of the model.
    patterns : tuple of Pattern
        The same, gathered by the options they share.
    left : int
        States that no pattern tells of, because there were too many.
    today : bool
        Whether the status quo is one of them.
    behind : Behind or None
        None for the best, and for a ranking.
    """

    number: int
    states: tuple[int, ...]
    patterns: tuple[Pattern, ...]
    left: int
    today: bool
    behind: Behind | None


@dataclass(frozen=True, slots=True)
class Ordering:
    """How a player orders the states.

    Parameters
    ----------
    preference : Preference
        What the file says of it.
    states, count : int
        How many states there are, and on how many places they stand.
    places : tuple of Place
        The places that are told, the best first.
    """

    preference: Preference
    states: int
    count: int
    places: tuple[Place, ...]


def orderings(negotiation: Negotiation, most: int | None = None) -> tuple[Ordering, ...]:
    """How each player without numbers orders the states; empty where there are too many states, or no states at all.

    Parameters
    ----------
    negotiation : Negotiation
        Whose players.
    most : int, optional
        How many of the best places are told, beside that of the status quo and the worst; all by default.
    """
    alone = package_count(issue for issue in negotiation.issues.values() if not issue.agreed)
    if not negotiation.is_ordinal or alone > 16 * STATE_LIMIT:  # some of them may be impossible
        return ()
    try:
        model = standing(negotiation)
    except NegotiateError:
        return ()
    if len(model.states) > STATE_LIMIT:
        return ()
    return tuple(_ordering(negotiation, model, found, most) for found in negotiation.preferences.values())


def _ordering(negotiation: Negotiation, model: GraphModel, preference: Preference, most: int | None) -> Ordering:
    ranks = model.ranks[model.keys.index(preference.player)]
    levels = np.unique(ranks)[::-1]
    quo = int(np.flatnonzero(levels == ranks[model.status_quo])[0]) if model.status_quo >= 0 else 0
    told = {k for k in range(len(levels)) if most is None or k < most or k in (quo, len(levels) - 1)}
    told |= {k for k in range(len(levels)) if {k - 1, k + 1} <= told}  # a gap of one is as long as what stands in it
    places = tuple(_place(negotiation, model, preference, ranks, levels, k) for k in sorted(told))
    return Ordering(preference, len(ranks), len(levels), places)


def _place(
    negotiation: Negotiation, model: GraphModel, preference: Preference, ranks: IntArray, levels: IntArray, k: int
) -> Place:
    here = np.flatnonzero(ranks == levels[k])
    found = gather(model, here.tolist(), PATTERN_LIMIT)
    left = len(here) - sum(len(one.states) for one in found)
    behind = None
    if k and preference.kind == "statements":
        above = int(np.flatnonzero(ranks == levels[k - 1])[0])
        behind = _behind(negotiation, model, preference, (above, int(here[0])))
    today = bool(model.status_quo in here)
    return Place(k + 1, tuple(map(int, here)), found, left, today, behind)


def _behind(
    negotiation: Negotiation, model: GraphModel, preference: Preference, states: tuple[int, int]
) -> Behind | None:
    """The first entry of which more statements hold in one state than in the other."""
    frame = _at(negotiation, model, states)
    for number, group in enumerate(preference.groups, start=1):
        held = [np.broadcast_to(one.holds.evaluate(frame)[0], (2,)) for one in group]
        above, here = (int(count) for count in np.sum(held, axis=0))
        if above != here:
            return Behind(number, tuple(one.written for one in group), here, above)
    return None


def _at(negotiation: Negotiation, model: GraphModel, states: Sequence[int]) -> Frame:
    """The frame of a few states."""
    if not isinstance(model.choices, Combinations):
        raise TypeError("the states of a scenario are combinations of options")
    rows = [{**model.kept, **model.choices[state]} for state in states]
    choices = {name: np.array([[issue.index(row[name]) for row in rows]]) for name, issue in negotiation.issues.items()}
    return Frame(negotiation, choices, 2)
