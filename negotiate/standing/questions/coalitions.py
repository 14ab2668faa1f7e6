"""Which states stand against coalitions too: players who may leave a state together, if all of them gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.kernels.standing.sequences import undeterred
from negotiate.standing.looking_ahead.concepts import Concept, checked_concept, checked_sanctions
from negotiate.standing.questions.coalition_moves import Coalition, CoalitionMoves, coalitions_of
from negotiate.standing.states.reach import Sanctions

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
            f"<Coalitions {self.model.title or 'untitled'!r}: {len(self.standing)} of {len(self.alone)} "
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
    A coalition can go wherever moves of its members lead, nobody moving twice running; it improves where that is better
    for each of them. It is deterred where an answer of those outside leaves one of its members no better off than at
    the start: any answer (GMR), one after which no way on makes all members better off (SMR), or one of which each step
    is an improvement of a coalition of outsiders (SEQ). A state stands if no coalition has an improvement from which
    nothing deters it. A player is a coalition of one.

    References
    ----------
    Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. (2001). Coalition analysis in group decision support.
    Inohara, T. and Hipel, K. W. (2008). Coalition analysis in the graph model for conflict resolution.

    Examples
    --------
    >>> from negotiate.standing.graph_model import GraphModel
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {"row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...      "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]}},
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> found = coalitions(dilemma)
    >>> found.standing, found.broken[0].departures
    ((), (Departure(coalition=(0, 1), targets=(0,)),))
    """
    asked, rule = checked_concept(concept), checked_sanctions(sanctions)
    if asked == "SIM":
        raise UnsuitableGame("`SIM` is about single players, not about coalitions", "ask for R, GMR, SMR or SEQ")
    moves = CoalitionMoves(model)
    leaving = {some: _undeterred(moves, some, asked, rule) for some in coalitions_of(moves.everybody)}
    left = np.zeros(len(model.states), dtype=np.bool_)
    for found in leaving.values():
        left |= found.any(axis=1)
    alone = tuple(int(state) for state in model.standing(asked, rule))
    broken = tuple(_broken(model, leaving, state) for state in alone if left[state])
    return Coalitions(model, asked, rule, alone, tuple(np.flatnonzero(~left).tolist()), broken)


def _undeterred(moves: CoalitionMoves, coalition: Coalition, concept: Concept, sanctions: Sanctions) -> BoolArray:
    """The improvements of a coalition from which nothing deters it, shape (states, states)."""
    better = moves.improvements(coalition)
    if concept == "R":
        return better
    answers = _answers(moves, moves.outside(coalition), concept == "SEQ", sanctions)
    onward = moves.reach(coalition) if concept == "SMR" else None
    return undeterred(better, moves.not_all_better(coalition), answers, onward)


def _answers(moves: CoalitionMoves, outside: Coalition, improving: bool, sanctions: Sanctions) -> BoolArray:
    if sanctions == "one-step":
        return moves.single_moves(outside, improving=improving)
    return moves.improving_sequences(outside) if improving else moves.reach(outside)


def _broken(model: GraphModel, leaving: dict[Coalition, BoolArray], state: int) -> BrokenState:
    """Who would leave a state; a coalition only if none of its parts would."""
    found: list[Departure] = []
    for some, leaves in leaving.items():
        targets = np.flatnonzero(leaves[state])
        if len(targets) and not any(set(other.coalition) < set(some) for other in found):
            lifted = model.ranks[list(some)][:, targets].sum(axis=0)
            found.append(Departure(some, tuple(targets[np.argsort(-lifted, kind="stable")].tolist())))
    return BrokenState(state, tuple(found))
