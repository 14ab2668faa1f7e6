"""Which states stand against coalitions, players who may leave a state together, and on which state
all would agree.

A coalition goes where moves of its members lead, if that is better for all of them. All agree
soonest on the state that they find first if they give way in step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import combinations

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.conflict.concepts import checked_concept, checked_sanctions, stable_states
from negotiate.conflict.graph import Concept, Sanctions
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.kernels import as_matrix, reached, undeterred
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge, UnsuitableGame

Coalition = tuple[int, ...]
"""Players' numbers, ascending."""

WORK = 50_000_000_000
"""The largest third power of the states times coalitions and their answerers: some seconds."""


def state_limit(players: int) -> int:
    """How many states a model may have whose coalitions are looked at."""
    return int((WORK / 3**players) ** (1 / 3))


def coalitions_of(players: Coalition) -> Iterator[Coalition]:
    """Every coalition of some players, the smallest first."""
    for size in range(1, len(players) + 1):
        yield from combinations(players, size)


@entity
class CoalitionMoves:
    """Matrices of a model: whether something leads from one state to another.

    Parameters
    ----------
    model : GraphModel
        A small one.

    Raises
    ------
    GameTooLarge
        If it has more states than `state_limit` of its players.
    """

    model: GraphModel

    def __post_init__(self) -> None:
        states, limit = len(self.model.states), state_limit(len(self.model.keys))
        said = f"states of {len(self.model.keys)} players who may form coalitions"
        GameTooLarge.refuse(said, states, limit, "commit some issues with --fix")

    @property
    def everybody(self) -> Coalition:
        """All players."""
        return tuple(range(len(self.model.keys)))

    def outside(self, coalition: Coalition) -> Coalition:
        """All other players."""
        return tuple(k for k in self.everybody if k not in coalition)

    def moves(self, player: int) -> BoolArray:
        """The moves of one player."""
        found = self.model.moves[player]
        return self.model.once((as_matrix, player), lambda: as_matrix(found.starts, found.targets))

    def reach(self, coalition: Coalition) -> BoolArray:
        """Where these players come by moves one after the other, nobody twice running; nowhere for
        nobody.
        """
        moves = [self.moves(k) for k in coalition]
        return self.model.once(
            (CoalitionMoves.reach, coalition), lambda: reached(self._stacked(moves))
        )

    def improvements(self, coalition: Coalition) -> BoolArray:
        """Where they come of which each of them finds better than where they started."""
        key = (CoalitionMoves.improvements, coalition)
        return self.model.once(key, lambda: self.reach(coalition) & ~self.not_all_better(coalition))

    def improving_sequences(self, players: Coalition) -> BoolArray:
        """Where improvements of coalitions of these players lead one after the other, none of them
        twice running.
        """
        return reached(self._stacked([self.improvements(some) for some in coalitions_of(players)]))

    def sequences(
        self, players: Coalition, likes: Callable[[int], BoolArray] | None, sanctions: str
    ) -> BoolArray:
        """Where moves of these players lead, each one that its mover likes.

        Parameters
        ----------
        players : tuple of int
            Who moves.
        likes : callable or None
            From a player to the moves that it would make, shape (states, states); all of them where
            it is None.
        sanctions : {'sequence', 'one-step'}
            One after the other, nobody twice running, or one move of one of them.
        """
        if likes is None and sanctions != "one-step":
            return self.reach(players)
        steps = self._stacked(
            [self.moves(k) & likes(k) if likes else self.moves(k) for k in players]
        )
        return np.asarray(steps.any(axis=0)) if sanctions == "one-step" else reached(steps)

    def not_all_better(self, coalition: Coalition) -> BoolArray:
        """Whether some member finds the second state no better than the first."""
        return ~reduce(np.logical_and, map(self.better, coalition))

    def better(self, player: int) -> BoolArray:
        """Whether the player finds the second state better than the first."""
        ranks = self.model.ranks[player]
        return np.asarray(ranks[None, :] > ranks[:, None])

    def _stacked(self, found: list[BoolArray]) -> BoolArray:
        states = len(self.model.states)
        return np.stack(found) if found else np.zeros((0, states, states), dtype=bool)


@record
class Departure:
    """That some players would leave a state together, and nobody's answer keeps them from it.

    Parameters
    ----------
    coalition : tuple of int
        Who; no part of them would leave without the rest.
    targets : tuple of int
        For which states, the one that lifts its members by most places first.
    """

    coalition: Coalition
    targets: tuple[int, ...]


@record
class BrokenState:
    """A state that stands against each player alone and not against coalitions.

    Parameters
    ----------
    state : int
        Which one.
    departures : tuple of Departure
        The smallest coalitions that would leave it.
    """

    state: int
    departures: tuple[Departure, ...]


@entity
class Coalitions(Shown):
    """Which states stand against coalitions.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    concept : {'R', 'GMR', 'SMR', 'SEQ'}
        How far coalitions look ahead.
    sanctions : {'sequence', 'one-step'}
        How players outside the coalition may answer.
    alone : tuple of int
        The states that no single player would leave.
    standing : tuple of int
        The states that no coalition would leave, and no single player.
    broken : tuple of BrokenState
        Those that no single player would leave but some coalition would, and who that is.
    """

    model: GraphModel
    concept: Concept
    sanctions: Sanctions
    alone: tuple[int, ...]
    standing: tuple[int, ...]
    broken: tuple[BrokenState, ...]

    def __repr__(self) -> str:
        return (
            f"<Coalitions {self.model.title or 'untitled'!r}: {len(self.standing)} of "
            f"{len(self.alone)} "
            f"{self.concept} states stand against coalitions>"
        )


def coalitions(model: GraphModel, concept: str = "R", sanctions: str = "sequence") -> Coalitions:
    """Say which states stand even if players may leave them together.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    concept : {'R', 'GMR', 'SMR', 'SEQ'}
        How far coalitions look ahead.
    sanctions : {'sequence', 'one-step'}
        Whether those outside may answer one after the other, or by one move of one of them.

    Raises
    ------
    UnsuitableGame
        For a concept that is about single players.
    GameTooLarge
        If there are too many states and coalitions.

    Notes
    -----
    A coalition can go wherever moves of its members lead, nobody moving twice running; it improves
    where that is better for each of them. It is deterred where an answer of those outside leaves
    one of its members no better off than at the start: any answer (GMR), one after which no way on
    makes all members better off (SMR), or one of which each step is an improvement of a coalition
    of outsiders (SEQ). A state stands if no coalition has an improvement from which nothing deters
    it. A player is a coalition of one.

    References
    ----------
    Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. (2001). Coalition analysis in group decision
    support. Inohara, T. and Hipel, K. W. (2008). Coalition analysis in the graph model for conflict
    resolution.

    Examples
    --------
    >>> from negotiate.conflict.graph_model import GraphModel
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {
    ...         "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...         "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    ...     },
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> found = coalitions(dilemma)
    >>> found.standing, found.broken[0].departures
    ((), (Departure(coalition=(0, 1), targets=(0,)),))
    """
    asked, rule = checked_concept(concept), checked_sanctions(sanctions)
    if asked == "SIM":
        raise UnsuitableGame(
            "`SIM` is about single players, not about coalitions", "ask for R, GMR, SMR or SEQ"
        )
    moves = CoalitionMoves(model)
    leaving = {
        some: _undeterred(moves, some, asked, rule) for some in coalitions_of(moves.everybody)
    }
    left = np.any([found.any(axis=1) for found in leaving.values()], axis=0)
    alone = tuple(model.standing(asked, rule).tolist())
    broken = tuple(_broken(model, leaving, state) for state in alone if left[state])
    return Coalitions(model, asked, rule, alone, tuple(np.flatnonzero(~left).tolist()), broken)


def _undeterred(
    moves: CoalitionMoves, coalition: Coalition, concept: Concept, sanctions: Sanctions
) -> BoolArray:
    """The improvements of a coalition from which nothing deters it, shape (states, states)."""
    better = moves.improvements(coalition)
    if concept == "R":
        return better
    outside = moves.outside(coalition)
    if concept == "SEQ" and sanctions == "sequence":
        answers = moves.improving_sequences(outside)
    else:
        answers = moves.sequences(outside, moves.better if concept == "SEQ" else None, sanctions)
    onward = moves.reach(coalition) if concept == "SMR" else None
    return undeterred(better, moves.not_all_better(coalition), answers, onward)


def _broken(model: GraphModel, leaving: dict[Coalition, BoolArray], state: int) -> BrokenState:
    """Who would leave a state; a coalition only if none of its parts would."""
    found: list[Departure] = []
    for some, leaves in leaving.items():
        targets = np.flatnonzero(leaves[state])
        if len(targets) and not any(set(other.coalition) < set(some) for other in found):
            lifted = model.ranks[list(some)][:, targets].sum(axis=0)
            found.append(
                Departure(some, tuple(targets[np.argsort(-lifted, kind="stable")].tolist()))
            )
    return BrokenState(state, tuple(found))


@entity
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
        For each number of players, from one to all: the place down to which all have to give way
        until so many agree on some state.
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
        return np.asarray(self.stays.sum(axis=0), dtype=int)

    def kept_by(self, count: int) -> tuple[int, ...]:
        """The states in which exactly so many players would stay, ascending."""
        return tuple(np.flatnonzero(self.counts == count).tolist())

    def leaving(self, state: int) -> tuple[int, ...]:
        """Who would leave a state."""
        return tuple(np.flatnonzero(~self.stays[:, state]).tolist())

    def __repr__(self) -> str:
        title = self.model.title or "untitled"
        return (
            f"<Consensus {title!r}: all agree on {len(self.agreed[-1])} states at place "
            f"{self.found_at[-1]}>"
        )


def consensus(model: GraphModel, concept: str = "R", sanctions: str = "sequence") -> Consensus:
    """Count for how many players each state stands, and find the states on which all, or many,
    agree soonest.

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
    Fallback bargaining: all players begin with what they like best and fall back together, one
    place at a time, until a state is acceptable to all of them; for smaller numbers, until some
    state is acceptable to so many. With ties a state stands at the place behind all that the player
    likes better.

    References
    ----------
    Brams, S. J. and Kilgour, D. M. (2001). Fallback bargaining. Group Decision and Negotiation 10.

    Examples
    --------
    >>> from negotiate.conflict.graph_model import GraphModel
    >>> found = consensus(
    ...     GraphModel.from_tables(list("abc"), {}, {"row": list("abc"), "column": list("cba")})
    ... )
    >>> found.found_at, found.agreed
    ((1, 2), ((0, 2), (1,)))
    """
    asked, rule = checked_concept(concept), checked_sanctions(sanctions)
    stays = np.stack(
        [stable_states(model, player, asked, rule) for player in range(len(model.keys))]
    )
    places = np.stack([places_of(row) for row in model.ranks])
    # Sorted over the players, row k is the place at which the k-th of them comes to accept each
    # state.
    accepted = np.sort(places, axis=0)
    found_at = accepted.min(axis=1)
    agreed = tuple(
        tuple(np.flatnonzero(row == best).tolist())
        for row, best in zip(accepted, found_at, strict=True)
    )
    return Consensus(model, asked, rule, stays, places, tuple(found_at.tolist()), agreed)


def places_of(ranks: IntArray) -> IntArray:
    """For each state one place behind all that are liked better, from 1 for the best."""
    _, where, counts = np.unique(ranks, return_inverse=True, return_counts=True)
    better = len(ranks) - np.cumsum(counts)
    return better[where] + 1
