"""A strategy with finitely many states: what it plays in each, and where what it sees takes it.

What a combination of postures is called, and how a player leaves it alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import entity
from negotiate.errors import UnsuitableGame
from negotiate.repeated.setting import is_number, put

SLACK = 1e-9
"""How far probabilities may be from a sum of 1; what is within it is put right."""


@entity
class Automaton:
    """A finite automaton (Moore machine) that plays a repeated game.

    Parameters
    ----------
    outputs : array_like of int, shape (states,), or of float, shape (states, own actions)
        What each state plays: the index of an action, or a probability for each action.
    transitions : array_like of int
        The next state. Of shape (states, actions of the other) for an automaton that minds only
        what the other did, or (states, own actions, actions of the other) for one that minds both.
        There is one axis for each of the others, in the game's order, and none where there are no
        others.
    start : int
        The state of the first round.
    names : sequence of str
        What each state is called; "0", "1", … by default.

    Raises
    ------
    UnsuitableGame
        If the arrays do not fit each other, or a state or probability is out of range.

    Examples
    --------
    Tit for tat in a game of two actions, and grim, which minds its own slips too:

    >>> tit_for_tat = Automaton([0, 1], [[0, 1], [0, 1]])
    >>> grim = Automaton([0, 1], [[[0, 1], [1, 1]], [[1, 1], [1, 1]]])
    >>> grim.states
    2
    """

    outputs: npt.NDArray[np.generic]
    transitions: IntArray
    start: int
    names: tuple[str, ...]

    def __init__(
        self,
        outputs: npt.ArrayLike,
        transitions: npt.ArrayLike,
        start: int = 0,
        names: Sequence[str] = (),
    ) -> None:
        played, leads = _outputs(outputs), _transitions(transitions)
        states = len(played)
        if leads.shape[0] != states:
            raise UnsuitableGame(
                f"an automaton has {states} outputs and {leads.shape[0]} rows of transitions"
            )
        if leads.size and not (leads.min() >= 0 and leads.max() < states):
            raise UnsuitableGame(
                f"a transition leads out of the automaton's {states} states, 0 to {states - 1}"
            )
        if not is_number(start) or start not in range(states):
            raise UnsuitableGame(
                f"an automaton with {states} states cannot start in state {start!r}"
            )
        if names and len(names) != states:
            raise UnsuitableGame(
                f"an automaton with {states} states has {len(names)} names for them"
            )
        called = tuple(names) or tuple(map(str, range(states)))
        put(self, outputs=played, transitions=leads, start=int(start), names=called)

    @property
    def states(self) -> int:
        """How many states there are."""
        return len(self.outputs)

    def seated(self, player: int, shape: tuple[int, ...]) -> Seated:
        """The automaton in a player's seat of a game with so many actions a player.

        Raises
        ------
        UnsuitableGame
            If it does not fit the seat.
        """
        actions = shape[player]
        others = tuple(n for p, n in enumerate(shape) if p != player)
        if self.outputs.ndim == 1:
            if self.outputs.max() >= actions:
                raise UnsuitableGame(
                    f"an automaton plays action {self.outputs.max()}, where there are {actions}"
                )
            played = np.eye(actions)[self.outputs.astype(int)]
        elif self.outputs.shape[1] != actions:
            raise UnsuitableGame(
                f"an automaton has {self.outputs.shape[1]} actions where its seat has {actions}"
            )
        else:
            played = self.outputs.astype(float)
        leads = self.transitions
        if leads.shape[1:] == others and leads.ndim == len(shape):
            leads = np.broadcast_to(np.expand_dims(leads, player + 1), (self.states, *shape))
        elif leads.shape[1:] == (actions, *others):
            leads = np.moveaxis(leads, 1, player + 1)
        else:
            raise UnsuitableGame(
                f"an automaton's transitions have the shape {leads.shape}, where the game asks for "
                f"{(self.states, *others)} or {(self.states, actions, *others)}"
            )
        return Seated(played, np.ascontiguousarray(leads), self.start)


@entity
class Seated:
    """An automaton in its seat.

    Parameters
    ----------
    outputs : ndarray, shape (states, own actions)
        Probabilities.
    transitions : ndarray of int, shape (states, *actions of every player)
        The axes of actions are in the game's order, the seat's own among them.
    """

    outputs: FloatArray
    transitions: IntArray
    start: int


def _array(given: npt.ArrayLike, what: str) -> npt.NDArray[np.generic]:
    try:
        return np.array(given)
    except ValueError:
        raise UnsuitableGame(f"an automaton's {what} have rows of different lengths") from None


def _outputs(given: npt.ArrayLike) -> npt.NDArray[np.generic]:
    found = _array(given, "outputs")
    if found.ndim == 1 and np.issubdtype(found.dtype, np.integer) and found.size:
        found = found.astype(int)
        if found.min() < 0:
            raise UnsuitableGame(f"an automaton plays action {found.min()}; actions count from 0")
    elif found.ndim == 2 and found.size and found.dtype.kind in "iuf":
        odds = found.astype(float)
        sums = odds.sum(axis=1, keepdims=True)
        if not (
            np.isfinite(odds).all() and (odds >= 0).all() and (np.abs(sums - 1) <= SLACK).all()
        ):
            raise UnsuitableGame(
                "an automaton's probabilities are at least 0 and sum to 1 in each state"
            )
        found = odds / sums
    else:
        raise UnsuitableGame(
            "an automaton's outputs are one action a state, or one row of probabilities a state"
        )
    found.setflags(write=False)
    return found


def _transitions(given: npt.ArrayLike) -> IntArray:
    found = _array(given, "transitions")
    if found.ndim < 1 or not np.issubdtype(found.dtype, np.integer):
        raise UnsuitableGame(
            "an automaton's transitions are whole numbers, one for each state and what it can see "
            "there"
        )
    leads = found.astype(int)
    leads.setflags(write=False)
    return leads


def combination(keys: Sequence[str], labels: Sequence[str]) -> str:
    """Labels of postures, one a player, between brackets.

    Where a label has no letter, nobody could tell it from a payoff, and the players' short names
    stand before all.

    Parameters
    ----------
    keys : sequence of str
        The players' short names.
    labels : sequence of str
        What the posture of each is called.

    Examples
    --------
    >>> combination(["row", "column"], ["cooperate", "defect"])
    '(cooperate, defect)'
    >>> combination(["proposer", "responder"], ["5", "never"])
    '(proposer: 5, responder: never)'
    """
    bare = any(not any(map(str.isalpha, label)) for label in labels)
    told = [f"{key}: {label}" for key, label in zip(keys, labels, strict=True)] if bare else labels
    return f"({', '.join(told)})"


def own_moves(cell: Sequence[int | slice], player: int) -> tuple[int | slice, ...]:
    """The index of all combinations in which the others do as in one, over a table with an axis of
    actions a player.

    Examples
    --------
    >>> own_moves((0, 1, 2), 1)
    (0, slice(None, None, None), 2)
    """
    return (*cell[:player], slice(None), *cell[player + 1 :])
