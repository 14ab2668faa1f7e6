"""Which states stand strongly: left, they could bring something that is not only no better, but greatly worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.display import Shown
from negotiate.kernels.standing.sequences import undeterred
from negotiate.standing.looking_ahead.concepts import Concept, checked_player, checked_sanctions
from negotiate.standing.questions.coalition_moves import CoalitionMoves
from negotiate.standing.states.places import place_of
from negotiate.standing.states.reach import Sanctions

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel


LOOKING: tuple[Concept, ...] = ("GMR", "SMR", "SEQ")
"""Concepts in which something deters."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Strength(Shown):
    """Who would stay where, and who would stay for fear of something greatly worse.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    sanctions : {'sequence', 'one-step'}
        How the others may answer.
    greatly : tuple of (int, int)
        Player and state: the player finds it, and all it likes as much, greatly better than all it likes less.
    bands : ndarray of int, shape (players, states)
        A state is greatly better than another for a player where its band is higher; in one band it may be better.
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
        return tuple(np.flatnonzero(self.strongly[self.concepts.index(concept)].all(axis=0)).tolist())

    def weak(self, concept: Concept) -> tuple[int, ...]:
        """The states that everybody would keep, and somebody not strongly, ascending."""
        row = self.concepts.index(concept)
        found = self.stable[row].all(axis=0) & ~self.strongly[row].all(axis=0)
        return tuple(np.flatnonzero(found).tolist())

    def __repr__(self) -> str:
        told = ", ".join(f"{c} {len(self.strong(c))} strong {len(self.weak(c))} weak" for c in self.concepts)
        return f"<Strength {self.model.title or 'untitled'!r}: {told}>"


def strength(model: GraphModel, greatly: Mapping[str, Sequence[Any]], sanctions: str = "sequence") -> Strength:
    """Say which states stand strongly, and which only weakly.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    greatly : Mapping[str, sequence]
        Player → states that it finds greatly better than whatever it likes less. Of a ranking A > B ≫ C that is B.
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
    A player improves where it finds a state better, greatly or not. A state that it would keep, it keeps strongly where
    each improvement meets an answer after which it is greatly worse off than at the start, and under SMR whichever way
    it went on from there; else it keeps it weakly. In SEQ each step of an answer improves its mover, greatly or not.

    References
    ----------
    Hamouda, L., Kilgour, D. M. and Hipel, K. W. (2004). Strength of preference in the graph model for conflict
    resolution.

    Examples
    --------
    >>> from negotiate.standing.graph_model import GraphModel
    >>> chicken = GraphModel.from_tables(
    ...     ["swerve both", "row swerves", "column swerves", "crash"],
    ...     {"row": {"swerve both": ["column swerves"], "column swerves": ["swerve both"],
    ...              "row swerves": ["crash"], "crash": ["row swerves"]},
    ...      "column": {"swerve both": ["row swerves"], "row swerves": ["swerve both"],
    ...                 "column swerves": ["crash"], "crash": ["column swerves"]}},
    ...     {"row": ["column swerves", "swerve both", "row swerves", "crash"],
    ...      "column": ["row swerves", "swerve both", "column swerves", "crash"]},
    ... )
    >>> found = strength(chicken, {"row": ["row swerves"], "column": ["column swerves"]})
    >>> found.strong("GMR"), found.weak("GMR"), found.strong("SEQ")
    ((0, 1, 2), (), (1, 2))
    """
    rule, moves = checked_sanctions(sanctions), CoalitionMoves(model)
    asked = tuple(
        dict.fromkeys((checked_player(model, k), place_of(model, s)) for k, states in greatly.items() for s in states)
    )
    bands = _bands(model, asked)
    stable = np.zeros((len(LOOKING), len(model.keys), len(model.states)), dtype=np.bool_)
    strongly = np.zeros_like(stable)
    for player, (ranks, band) in enumerate(zip(model.ranks, bands, strict=True)):
        tempting = moves.moves(player) & moves.better(player)
        for row, concept in enumerate(LOOKING):
            likes = moves.better if concept == "SEQ" else None
            answers = moves.sequences(moves.outside((player,)), likes, rule)
            onward = moves.moves(player) if concept == "SMR" else None
            for found, levels, least in ((stable, ranks, 0), (strongly, band, 1)):
                stopped = levels[:, None] - levels[None, :] >= least
                found[row, player] = ~undeterred(tempting, stopped, answers, onward).any(axis=1)
    return Strength(model, rule, asked, bands, LOOKING, stable, strongly)


def _bands(model: GraphModel, asked: Sequence[tuple[int, int]]) -> IntArray:
    """For each state, above how many great gaps of each player's ranking it stands."""
    bands = np.zeros(model.ranks.shape, dtype=np.int64)
    for player, level in dict.fromkeys((player, int(model.ranks[player, state])) for player, state in asked):
        bands[player] += model.ranks[player] >= level
    bands.setflags(write=False)
    return bands
