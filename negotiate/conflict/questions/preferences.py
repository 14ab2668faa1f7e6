"""Which states stand where more, or less, is known of preferences than an order.

Some states may be greatly better than others, so that a state stands strongly for fear of those. Or
nobody knows how a player likes two states: there are four ways to look at what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.conflict.concepts import checked_player, checked_sanctions
from negotiate.conflict.graph import Concept, Sanctions
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.kernels import undeterred
from negotiate.conflict.questions.coalitions import CoalitionMoves
from negotiate.conflict.states import place_of
from negotiate.display import Shown, entity
from negotiate.errors import UnsuitableGame

LOOKING: tuple[Concept, ...] = ("GMR", "SMR", "SEQ")
"""Concepts in which something deters."""


@entity
class Strength(Shown):
    """Who would stay where, and who would stay for fear of something greatly worse.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    sanctions : {'sequence', 'one-step'}
        How the others may answer.
    greatly : tuple of (int, int)
        Player and state: the player finds it, and all it likes as much, greatly better than all it
        likes less.
    bands : ndarray of int, shape (players, states)
        A state is greatly better than another for a player where its band is higher; in one band it
        may be better.
    concepts : tuple of str
        In the order of the arrays.
    stable, strongly : ndarray of bool, shape (concepts, players, states)
        Who would stay, and who would stay strongly; whoever gains by no move at all does both.
    """

    model: GraphModel
    sanctions: Sanctions
    greatly: tuple[tuple[int, int], ...]
    bands: IntArray
    concepts: tuple[Concept, ...]
    stable: BoolArray
    strongly: BoolArray

    def strong(self, concept: Concept) -> tuple[int, ...]:
        """The states that everybody would keep strongly, ascending."""
        return tuple(
            np.flatnonzero(self.strongly[self.concepts.index(concept)].all(axis=0)).tolist()
        )

    def weak(self, concept: Concept) -> tuple[int, ...]:
        """The states that everybody would keep, and somebody not strongly, ascending."""
        row = self.concepts.index(concept)
        found = self.stable[row].all(axis=0) & ~self.strongly[row].all(axis=0)
        return tuple(np.flatnonzero(found).tolist())

    def __repr__(self) -> str:
        told = ", ".join(
            f"{c} {len(self.strong(c))} strong {len(self.weak(c))} weak" for c in self.concepts
        )
        return f"<Strength {self.model.title or 'untitled'!r}: {told}>"


def strength(
    model: GraphModel, greatly: Mapping[str, Sequence[Any]], sanctions: str = "sequence"
) -> Strength:
    """Say which states stand strongly, and which only weakly.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    greatly : Mapping[str, sequence]
        Player → states that it finds greatly better than whatever it likes less. Of a ranking A > B
        ≫ C that is B.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.

    Raises
    ------
    UnknownPlayer, UnsuitableGame
        If there is no such player, or no such state.
    GameTooLarge
        If the model is too large for matrices of all its states.

    Notes
    -----
    A player improves where it finds a state better, greatly or not. A state that it would keep, it
    keeps strongly where each improvement meets an answer after which it is greatly worse off than
    at the start, and under SMR whichever way it went on from there; else it keeps it weakly. In SEQ
    each step of an answer improves its mover, greatly or not.

    References
    ----------
    Hamouda, L., Kilgour, D. M. and Hipel, K. W. (2004). Strength of preference in the graph model
    for conflict resolution.

    Examples
    --------
    >>> from negotiate.conflict.graph_model import GraphModel
    >>> chicken = GraphModel.from_tables(
    ...     ["swerve both", "row swerves", "column swerves", "crash"],
    ...     {
    ...         "row": {
    ...             "swerve both": ["column swerves"],
    ...             "column swerves": ["swerve both"],
    ...             "row swerves": ["crash"],
    ...             "crash": ["row swerves"],
    ...         },
    ...         "column": {
    ...             "swerve both": ["row swerves"],
    ...             "row swerves": ["swerve both"],
    ...             "column swerves": ["crash"],
    ...             "crash": ["column swerves"],
    ...         },
    ...     },
    ...     {
    ...         "row": ["column swerves", "swerve both", "row swerves", "crash"],
    ...         "column": ["row swerves", "swerve both", "column swerves", "crash"],
    ...     },
    ... )
    >>> found = strength(chicken, {"row": ["row swerves"], "column": ["column swerves"]})
    >>> found.strong("GMR"), found.weak("GMR"), found.strong("SEQ")
    ((0, 1, 2), (), (1, 2))
    """
    rule, moves = checked_sanctions(sanctions), CoalitionMoves(model)
    asked = tuple(
        dict.fromkeys(
            (checked_player(model, k), place_of(model, s))
            for k, states in greatly.items()
            for s in states
        )
    )
    bands = _bands(model, asked)
    stable = np.zeros((len(LOOKING), len(model.keys), len(model.states)), dtype=bool)
    strongly = np.zeros_like(stable)
    for player, better in enumerate(map(moves.better, moves.everybody)):
        answers, gaps = (
            _answers(moves, player, moves.better, rule),
            bands[player][:, None] - bands[player],
        )
        for found, stopped in ((stable, ~better), (strongly, gaps >= 1)):
            found[:, player] = [_keeps(moves, player, c, better, stopped, answers) for c in LOOKING]
    return Strength(model, rule, asked, bands, LOOKING, stable, strongly)


def _answers(
    moves: CoalitionMoves, player: int, likes: Callable[[int], BoolArray], rule: Sanctions
) -> dict[Concept, BoolArray]:
    """Concept → where answers of the others to a player lead, under SEQ each of them one that its
    mover likes.
    """
    outside = moves.outside((player,))
    every = moves.sequences(outside, None, rule)
    return {"GMR": every, "SMR": every, "SEQ": moves.sequences(outside, likes, rule)}


def _keeps(
    moves: CoalitionMoves,
    player: int,
    concept: Concept,
    tempting: BoolArray,
    stopped: BoolArray,
    answers: Mapping[Concept, BoolArray],
) -> BoolArray:
    """Where a player would stay whom these states tempt and those would stop, shape (states,)."""
    own = moves.moves(player)
    left = own & tempting
    if concept != "R":
        left = undeterred(left, stopped, answers[concept], own if concept == "SMR" else None)
    return np.asarray(~left.any(axis=1))


def _bands(model: GraphModel, asked: Sequence[tuple[int, int]]) -> IntArray:
    """For each state, above how many great gaps of each player's ranking it stands."""
    bands = np.zeros(model.ranks.shape, dtype=int)
    for player, level in dict.fromkeys(
        (player, int(model.ranks[player, state])) for player, state in asked
    ):
        bands[player] += model.ranks[player] >= level
    bands.setflags(write=False)
    return bands


CONCEPTS: tuple[Concept, ...] = ("R", "GMR", "SMR", "SEQ")
"""Concepts that are told; moves at the same time are not looked at."""
STANCES: Mapping[str, tuple[bool, bool]] = {
    "a": (True, False),
    "b": (False, False),
    "c": (True, True),
    "d": (False, True),
}
"""Stance → whether a player is tempted by what may be better, and whether it is deterred by what
may be no better.
"""


@entity
class Unknown(Shown):
    """Who would stay where, by each stance towards what is not known.

    Parameters
    ----------
    model : GraphModel
        What was asked about; where nothing is known of two states its ranks do not count.
    sanctions : {'sequence', 'one-step'}
        How the others may answer.
    pairs : tuple of (int, int, int)
        Player and two states of which nobody knows which it likes better.
    stances : tuple of str
        "a" to "d", in the order of the array.
    concepts : tuple of str
        In the order of the array.
    stable : ndarray of bool, shape (stances, concepts, players, states)
        Who would stay.
    """

    model: GraphModel
    sanctions: Sanctions
    pairs: tuple[tuple[int, int, int], ...]
    stances: tuple[str, ...]
    concepts: tuple[Concept, ...]
    stable: BoolArray

    def standing(self, stance: str, concept: Concept) -> tuple[int, ...]:
        """The states that nobody would leave, ascending."""
        found = self.stable[self.stances.index(stance), self.concepts.index(concept)].all(axis=0)
        return tuple(np.flatnonzero(found).tolist())

    def __repr__(self) -> str:
        told = ", ".join(f"{s}: {len(self.standing(s, 'SEQ'))}" for s in self.stances)
        return f"<Unknown {self.model.title or 'untitled'!r}: {len(self.pairs)} pairs; SEQ {told}>"


def unknown(
    model: GraphModel, pairs: Mapping[str, Sequence[tuple[Any, Any]]], sanctions: str = "sequence"
) -> Unknown:
    """Say which states stand where some preferences are not known.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    pairs : Mapping[str, sequence of (state, state)]
        Player → pairs of states of which nobody knows which it likes better.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.

    Raises
    ------
    UnknownPlayer, UnsuitableGame
        If there is no such player, no such state, or a pair is none.
    GameTooLarge
        If the model is too large for matrices of all its states.

    Notes
    -----
    Under stance "a" a player is tempted by what may be better and deterred only by what is surely
    no better; under "b" what is not known neither tempts nor deters it; under "c" it does both;
    under "d" a player is tempted only by what is surely better and deterred by what may be no
    better. A state that stands under "a" stands under "b" and "c", and what stands under these
    stands under "d". In SEQ those who answer are taken to make moves that may improve them.

    References
    ----------
    Li, K. W., Hipel, K. W., Kilgour, D. M. and Fang, L. (2004). Preference uncertainty in the graph
    model for conflict resolution.
    """
    rule, moves = checked_sanctions(sanctions), CoalitionMoves(model)
    listed = tuple(dict.fromkeys(_listed(model, pairs)))
    dark = np.zeros((len(model.keys), len(model.states), len(model.states)), dtype=bool)
    for player, one, other in listed:
        dark[player, one, other] = dark[player, other, one] = True
    stable = np.zeros((len(STANCES), len(CONCEPTS), len(model.keys), len(model.states)), dtype=bool)
    for player, better in enumerate(map(moves.better, moves.everybody)):
        answers = _answers(moves, player, lambda k: np.asarray(moves.better(k) | dark[k]), rule)
        sure, may = better & ~dark[player], better | dark[player]
        for place, (tempted, deterred) in enumerate(STANCES.values()):
            looks = may if tempted else sure, ~sure if deterred else ~may
            stable[place, :, player] = [_keeps(moves, player, c, *looks, answers) for c in CONCEPTS]
    return Unknown(model, rule, listed, tuple(STANCES), CONCEPTS, stable)


def _listed(
    model: GraphModel, pairs: Mapping[str, Sequence[tuple[Any, Any]]]
) -> list[tuple[int, int, int]]:
    found = []
    for key, given in pairs.items():
        player = checked_player(model, key)
        for pair in given:
            if len(pair) != 2:
                raise UnsuitableGame(
                    f"`{pair}` is no pair of states",
                    f"write two states of which `{key}` may like either better",
                )
            one, other = sorted(place_of(model, state) for state in pair)
            if one == other:
                raise UnsuitableGame(
                    f"`{pair[0]}` and `{pair[1]}` are the same state", "name two different states"
                )
            found.append((player, one, other))
    return found
