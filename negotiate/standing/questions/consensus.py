"""For how many players each state stands, and which state all of them would find soonest if they gave way in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.display import Shown
from negotiate.standing.looking_ahead.concepts import Concept, checked_concept, checked_sanctions, stable_states
from negotiate.standing.states.reach import Sanctions

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Consensus(Shown):
    """How many players each state satisfies.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
        How far players look ahead.
    sanctions : {'sequence', 'one-step'}
        How the others may answer.
    stays : ndarray of bool, shape (players, states)
        Who would stay where.
    places : ndarray of int, shape (players, states)
        Each player's place for each state: 1 and the number of states that it likes better.
    found_at : tuple of int
        For each number of players, from one to all: the place down to which all have to give way until so many agree on
        some state.
    agreed : tuple of tuple of int
        For each number of players the states on which so many agree then.
    """

    model: GraphModel
    concept: Concept
    sanctions: Sanctions
    stays: BoolArray
    places: IntArray
    found_at: tuple[int, ...]
    agreed: tuple[tuple[int, ...], ...]

    @property
    def counts(self) -> IntArray:
        """How many players would stay in each state, shape (states,)."""
        return np.asarray(self.stays.sum(axis=0), dtype=np.int64)

    def kept_by(self, count: int) -> tuple[int, ...]:
        """The states in which exactly so many players would stay, ascending."""
        return tuple(np.flatnonzero(self.counts == count).tolist())

    def leaving(self, state: int) -> tuple[int, ...]:
        """Who would leave a state."""
        return tuple(np.flatnonzero(~self.stays[:, state]).tolist())

    def __repr__(self) -> str:
        title = self.model.title or "untitled"
        return f"<Consensus {title!r}: all agree on {len(self.agreed[-1])} states at place {self.found_at[-1]}>"


def consensus(model: GraphModel, concept: str = "R", sanctions: str = "sequence") -> Consensus:
    """Count for how many players each state stands, and find the states on which all, or many, agree soonest.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
        How far players look ahead.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.

    Raises
    ------
    UnknownConcept, UnknownMethod
        If there is nothing of that name.

    Notes
    -----
    Fallback bargaining: all players begin with what they like best and fall back together, one place at a time, until a
    state is acceptable to all of them; for smaller numbers, until some state is acceptable to so many. With ties a
    state stands at the place behind all that the player likes better.

    References
    ----------
    Brams, S. J. and Kilgour, D. M. (2001). Fallback bargaining. Group Decision and Negotiation 10.

    Examples
    --------
    >>> from negotiate.standing.graph_model import GraphModel
    >>> found = consensus(GraphModel.from_tables(list("abc"), {}, {"row": list("abc"), "column": list("cba")}))
    >>> found.found_at, found.agreed
    ((1, 2), ((0, 2), (1,)))
    """
    asked, rule = checked_concept(concept), checked_sanctions(sanctions)
    stays = np.stack([stable_states(model, player, asked, rule) for player in range(len(model.keys))])
    places = np.stack([places_of(row) for row in model.ranks])
    # Sorted over the players, row k is the place at which the k-th of them comes to accept each state.
    accepted = np.sort(places, axis=0)
    found_at = accepted.min(axis=1)
    agreed = tuple(tuple(np.flatnonzero(row == best).tolist()) for row, best in zip(accepted, found_at, strict=True))
    return Consensus(model, asked, rule, stays, places, tuple(found_at.tolist()), agreed)


def places_of(ranks: IntArray) -> IntArray:
    """For each state one place behind all that are liked better, from 1 for the best."""
    levels, where, counts = np.unique(ranks, return_inverse=True, return_counts=True)
    better = len(ranks) - np.cumsum(counts)
    del levels
    return np.asarray(better[where] + 1, dtype=np.int64)
