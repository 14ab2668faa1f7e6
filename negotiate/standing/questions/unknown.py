"""Which states stand where nobody knows how some player likes two states: four ways to look at what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.kernels.standing.sequences import undeterred
from negotiate.standing.looking_ahead.concepts import Concept, checked_player, checked_sanctions
from negotiate.standing.questions.coalition_moves import CoalitionMoves
from negotiate.standing.states.places import place_of
from negotiate.standing.states.reach import Sanctions

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

CONCEPTS: tuple[Concept, ...] = ("R", "GMR", "SMR", "SEQ")
"""Concepts that are told; moves at the same time are not looked at."""
STANCES: Mapping[str, tuple[bool, bool]] = {
    "a": (True, False),
    "b": (False, False),
    "c": (True, True),
    "d": (False, True),
}
"""Stance → whether a player is tempted by what may be better, and whether it is deterred by what may be no better."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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


def unknown(model: GraphModel, pairs: Mapping[str, Sequence[tuple[Any, Any]]], sanctions: str = "sequence") -> Unknown:
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
    Under stance "a" a player is tempted by what may be better and deterred only by what is surely no better; under "b"
    what is not known neither tempts nor deters it; under "c" it does both; under "d" a player is tempted only by what
    is surely better and deterred by what may be no better. A state that stands under "a" stands under "b" and "c", and
    what stands under these stands under "d". In SEQ those who answer are taken to make moves that may improve them.

    References
    ----------
    Li, K. W., Hipel, K. W., Kilgour, D. M. and Fang, L. (2004). Preference uncertainty in the graph model for conflict
    resolution.
    """
    rule, moves = checked_sanctions(sanctions), CoalitionMoves(model)
    listed = tuple(dict.fromkeys(_listed(model, pairs)))
    dark = np.zeros((len(model.keys), len(model.states), len(model.states)), dtype=np.bool_)
    for player, one, other in listed:
        dark[player, one, other] = dark[player, other, one] = True
    stable = np.zeros((len(STANCES), len(CONCEPTS), len(model.keys), len(model.states)), dtype=np.bool_)
    for player in range(len(model.keys)):
        found = _stays(moves, player, dark, rule)
        for place, stance in enumerate(STANCES.values()):
            stable[place, :, player] = found[stance]
    return Unknown(model, rule, listed, tuple(STANCES), CONCEPTS, stable)


def _stays(moves: CoalitionMoves, player: int, dark: BoolArray, rule: Sanctions) -> dict[tuple[bool, bool], BoolArray]:
    """Stance → where a player would stay, shape (concepts, states)."""

    def likes(k: int) -> BoolArray:
        return np.asarray(moves.better(k) | dark[k])

    outside, own = moves.outside((player,)), moves.moves(player)
    every = moves.sequences(outside, None, rule)
    improving = moves.sequences(outside, likes, rule)
    better, unsure = moves.better(player) & ~dark[player], dark[player]
    found = {}
    for tempted, deterred in STANCES.values():
        tempting = own & (better | unsure if tempted else better)
        stopped = ~better if deterred else ~(better | unsure)
        rows = [
            tempting,
            undeterred(tempting, stopped, every),
            undeterred(tempting, stopped, every, own),
            undeterred(tempting, stopped, improving),
        ]
        found[tempted, deterred] = np.stack([~row.any(axis=1) for row in rows])
    return found


def _listed(model: GraphModel, pairs: Mapping[str, Sequence[tuple[Any, Any]]]) -> list[tuple[int, int, int]]:
    found = []
    for key, given in pairs.items():
        player = checked_player(model, key)
        for pair in given:
            if len(pair) != 2:
                raise UnsuitableGame(
                    f"`{pair}` is no pair of states", f"write two states of which `{key}` may like either better"
                )
            one, other = sorted(place_of(model, state) for state in pair)
            if one == other:
                raise UnsuitableGame(f"`{pair[0]}` and `{pair[1]}` are the same state", "name two different states")
            found.append((player, one, other))
    return found
