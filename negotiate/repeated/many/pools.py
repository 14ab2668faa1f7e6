"""Who takes part: the strategies that can take each player's seat, each under a name of its own.

Of those that play alike the first stands for all. They are told by the smallest automaton that plays as each does:
states that play the same and lead to states that play the same are one. Where hands never tremble, an automaton does
nothing but what it means to do, and what it would make of anything else does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.strategies.registry import strategies, taken, written
from negotiate.repeated.strategies.strategy import Learner, Playable, Strategy

DIGITS = 12
"""Decimals of a probability that count."""
NOWHERE = -1
"""Where what never happens leads."""


def minimal(
    outputs: FloatArray, transitions: IntArray, start: int, own: int, *, trembles: bool
) -> tuple[FloatArray, IntArray]:
    """Shrink an automaton in its seat to what can be seen of it.

    Parameters
    ----------
    outputs : ndarray, shape (states, own actions)
        Probabilities.
    transitions : ndarray of int, shape (states, *actions of every player)
        The next state.
    start : int
        The state of the first round.
    own : int
        Which of the axes of actions is the automaton's own.
    trembles : bool
        Whether it may do what it does not mean to do.

    Returns
    -------
    outputs : ndarray, shape (states of the smallest, own actions)
        The start is its first state; the others follow in the order in which they are met.
    transitions : ndarray of int, shape (states of the smallest, own actions, combinations of the others' actions)
        -1 after an act that it never does.

    References
    ----------
    Moore, E. F. (1956). Gedanken-experiments on sequential machines. Automata Studies, Annals of Mathematics Studies
    34.

    Examples
    --------
    Grim minds its own slips, and grudger does not; they play alike while neither slips:

    >>> plays = np.eye(2)
    >>> grim, grudger = np.array([[[0, 1], [1, 1]], [[1, 1]] * 2]), np.array([[[0, 1], [0, 1]], [[1, 1]] * 2])
    >>> [[np.array_equal(one, other) for one, other in zip(minimal(plays, grim, 0, 0, trembles=slips),
    ...  minimal(plays, grudger, 0, 0, trembles=slips))] for slips in (False, True)]
    [[True, True], [True, False]]
    """
    states, actions = outputs.shape
    plays = outputs.round(DIGITS) + 0.0
    leads = np.moveaxis(transitions, own + 1, 1).reshape(states, actions, -1)
    happens = np.broadcast_to(trembles | (plays > 0)[:, :, None], leads.shape)
    kinds, count = _kinds(plays), 0
    while kinds.max() + 1 > count:
        count = int(kinds.max()) + 1
        onward = np.where(happens, kinds[leads], NOWHERE)
        kinds = _kinds(np.column_stack([kinds, onward.reshape(states, -1)]))
    first = np.unique(kinds, return_index=True)[1]
    met = _met(int(kinds[start]), np.where(happens, kinds[leads], NOWHERE)[first])
    place = np.full(count + 1, NOWHERE)
    place[met] = np.arange(len(met))
    return plays[first[met]], place[np.where(happens, kinds[leads], NOWHERE)[first[met]]]


def _kinds(rows: npt.NDArray[np.generic]) -> IntArray:
    """The same number for equal rows."""
    found: IntArray = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found


def _met(start: int, onward: IntArray) -> list[int]:
    """The states that play can come to, in the order in which a search breadth first comes to them."""
    found = [start]
    for state in found:  # which grows on the way
        fresh = dict.fromkeys(onward[state].ravel().tolist())
        found.extend(one for one in fresh if one != NOWHERE and one not in found)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Entrant:
    """One strategy in a seat.

    Parameters
    ----------
    name : str
        Unique in its pool.
    chosen : Strategy or Automaton
        What was asked for.
    machine : Automaton or Learner
        What plays.
    seated : Seated or None
        The automaton in its seat; None for a learner.
    """

    name: str
    chosen: Strategy | Automaton
    machine: Automaton | Learner
    seated: Seated | None


class Pool(NamedTuple):
    """Who takes part for a player; of one that nobody has chosen, see `Tournament` for `alike` and `left_out`."""

    entrants: tuple[Entrant, ...]
    alike: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[str, ...] = ()


def everyone(game: RepeatedGame, player: int, *, finite: bool = False) -> tuple[Strategy | Automaton, ...]:
    """Every strategy of this program and of the game's own file that can take a player's seat.

    Where the players are in different positions, a strategy of the file is taken for the player alone for which it has
    been written.

    Parameters
    ----------
    finite : bool
        Whether to leave out those that remember without bound, which can only be sampled.
    """
    alike = interchangeable(game, game.setting.noise, game.setting.misread)
    own: list[Strategy | Automaton] = [
        one for name, one in game.named.items() if alike or game.seats.get(name, player) == player
    ]
    known = [one for name, one in strategies.items() if name not in game.named and (one.finite or not finite)]
    return tuple(one for one in (*own, *known) if _fits(game, player, one))


def pool(game: RepeatedGame, player: int, given: Sequence[Playable], *, trembles: bool) -> Pool:
    """The strategies of a player's pool in their seat.

    Parameters
    ----------
    given : sequence of Strategy, Automaton or str
        Empty for every finite one that can take the seat; of those that play alike the first.
    trembles : bool
        Whether the player's hand does: else what a strategy would make of its own slips makes no difference.

    Raises
    ------
    UnknownMethod
        If there is no strategy of a name, or it has no such parameter.
    UnsuitableGame
        If one makes no sense in the seat.
    """
    asked: Iterable[Playable] = given or everyone(game, player, finite=True)
    chosen = [taken(game, player, one) if isinstance(one, str) else one for one in asked]
    entrants = [_entrant(game, player, name, one) for name, one in zip(_names(game, chosen), chosen, strict=True)]
    if given:
        return Pool(tuple(entrants))
    left = [name for name in dict.fromkeys((*game.named, *strategies)) if name not in {one.name for one in entrants}]
    first = _once(entrants, player, trembles)
    return Pool(tuple(first), tuple(first.values()), tuple(left))


def across(game: RepeatedGame, here: Pool) -> Pool:
    """The first player's pool as the second's, where both are in the same position: there an automaton is the same."""
    shape = game.stage.shape
    there = [
        replace(one, seated=one.machine.seated(1, shape))
        if isinstance(one.machine, Automaton)
        else _entrant(game, 1, one.name, one.chosen)
        for one in here.entrants
    ]
    return here._replace(entrants=tuple(there))


def _once(entrants: Sequence[Entrant], player: int, trembles: bool) -> dict[Entrant, tuple[str, ...]]:
    """The first of those that play alike in a seat, and the names of the others; what learns is like nothing else."""
    alike: dict[object, list[Entrant]] = {}
    for one in entrants:
        if one.seated is None:
            alike[one] = [one]
            continue
        sat = one.seated
        plays, leads = minimal(sat.outputs, sat.transitions, sat.start, player, trembles=trembles)
        alike.setdefault((plays.tobytes(), leads.tobytes()), []).append(one)
    return {first: tuple(one.name for one in others) for first, *others in alike.values()}


def interchangeable(game: RepeatedGame, noise: Sequence[float], misread: Sequence[float]) -> bool:
    """Whether both players of a game are in the same position, so that one pool serves both seats."""
    setting = game.setting
    pairs = (game.discount, game.cooperate, game.punish, noise, misread, setting.outside)
    if any(len(set(pair)) > 1 for pair in pairs) or len(set(game.stage.shape)) > 1:
        return False
    phases = setting.phases
    tables = [game.stage.payoffs, game.temptation] if phases is None else [*phases.payoffs, *phases.tempting]
    odds = [] if phases is None else list(phases.odds)
    return all(np.array_equal(table[0], table[1].T) for table in tables) and all(
        np.array_equal(table, table.swapaxes(0, 1)) for table in odds
    )


def two_players(game: RepeatedGame, what: str) -> None:
    """Refuse a game of more or fewer players.

    Raises
    ------
    UnsuitableGame
        If there are not two.
    """
    if game.stage.n_players != 2:
        raise UnsuitableGame(
            f"{what} lets two strategies meet at a time, and this game has {game.stage.n_players} players",
            "`--match` lets one strategy a player meet",
        )


def _entrant(game: RepeatedGame, player: int, name: str, chosen: Strategy | Automaton) -> Entrant:
    machine = chosen.seated(game, player) if isinstance(chosen, Strategy) else chosen
    seated = machine.seated(player, game.stage.shape) if isinstance(machine, Automaton) else None
    return Entrant(name, chosen, machine, seated)


def _fits(game: RepeatedGame, player: int, one: Strategy | Automaton) -> bool:
    try:
        _entrant(game, player, "", one)
    except NegotiateError:
        return False
    return True


def _names(game: RepeatedGame, chosen: Sequence[Strategy | Automaton]) -> list[str]:
    """A name for each, as people would type it; a second of the same name is told so."""
    files = {id(automaton): name for name, automaton in game.named.items()}
    found: list[str] = []
    for one in chosen:
        name = written(one) if isinstance(one, Strategy) else files.get(id(one), "automaton")
        again = sum(other.partition(" #")[0] == name for other in found)
        found.append(f"{name} #{again + 1}" if again else name)
    return found
