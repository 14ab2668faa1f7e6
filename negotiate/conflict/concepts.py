"""Which states each player would not leave, by how far it looks ahead.

With `UI` for a move of a player to a state that it strictly prefers, a state is stable for the player under

R    if it has no UI;
GMR  if each UI meets an answer of the others after which it is no better off than at the start;
SMR  if moreover no move of its own afterwards makes it better off than at the start;
SEQ  like GMR, with answers of which each step improves its mover;
SIM  if each UI, made at the same time as improvements of others, leaves it no better off than at the start.

References
----------
Fang, L., Hipel, K. W. and Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for Conflict Resolution.
Nash, J. F. (1950). Equilibrium points in n-person games. (R)
Howard, N. (1971). Paradoxes of Rationality: Theory of Metagames and Political Behavior. (GMR, SMR)
Fraser, N. M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. (SEQ)

SIM is a definition of this program's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import get_args

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.conflict.graph_model import Concept, GraphModel, Sanctions
from negotiate.conflict.kernels import NEVER, worst_on_axes
from negotiate.conflict.simultaneous import simultaneously_stable
from negotiate.errors import UnknownConcept, UnknownMethod, UnknownPlayer

CONCEPTS: tuple[Concept, ...] = get_args(Concept)
SANCTIONS: tuple[Sanctions, ...] = get_args(Sanctions)


def stable_states(model: GraphModel, player: int, concept: Concept, sanctions: Sanctions = "sequence") -> BoolArray:
    """The states that a player would not leave, worked out once for each model.

    Returns
    -------
    ndarray of bool, shape (states,)
    """
    name = f"stable {player} {concept} {sanctions}"
    found = model.once(name, lambda: _stable(model, player, concept, sanctions))
    found.setflags(write=False)
    return found


def _stable(model: GraphModel, player: int, concept: Concept, sanctions: Sanctions) -> BoolArray:
    if concept == "SIM":
        return simultaneously_stable(model, player, sanctions)
    ranks = model.ranks[player]
    reached = ranks if concept == "R" else np.minimum(ranks, answered_ranks(model, player, concept, sanctions))
    return np.asarray(model.movement(player).best(reached) <= ranks)


def answered_ranks(model: GraphModel, player: int, concept: Concept, sanctions: Sanctions) -> IntArray:
    """What the worst answer to each state is worth to a player, worked out once for each model.

    A move to a state is deterred where this is no more than the rank of the state that was left.

    Parameters
    ----------
    concept : {'GMR', 'SMR', 'SEQ'}
        Which answers count; under SMR an answer is worth the best that the player can make of it by one more move.

    Returns
    -------
    ndarray of int, shape (states,)
    """

    def worst() -> IntArray:
        ranks = model.ranks[player]
        values = model.movement(player).best(ranks) if concept == "SMR" else ranks
        return worst_answers(model, player, values, sanctions, improving=concept == "SEQ")

    return model.once(f"answered {player} {concept} {sanctions}", worst)


Step = Callable[[IntArray], IntArray]
"""From a value of each state to the least of those that one move of one player leads to."""


def worst_answers(
    model: GraphModel, player: int, values: IntArray, sanctions: Sanctions, *, improving: bool
) -> IntArray:
    """The least value that the answers of everybody else can lead to from each state.

    Parameters
    ----------
    model : GraphModel
        Where all move.
    player : int
        Whom they answer.
    values : ndarray of int, shape (states,)
        What counts, such as the player's ranks.
    sanctions : {'sequence', 'one-step'}
        Whether they answer by a sequence of moves, nobody twice running, or by one move of one of them.
    improving : bool
        Whether each step must better its mover.

    Returns
    -------
    ndarray of int, shape (states,)
        `NEVER` where nobody can answer; not more than the state's own value where the model is a full grid and answers
        need not improve, which changes nothing (see `Movement`).

    Notes
    -----
    At most states times players rounds, since a shortest sequence to the worst state visits no state twice with the
    same player having moved last; a few in practice.
    """
    others = [k for k in range(len(model.keys)) if k != player]
    if model.shape and not improving and sanctions == "sequence":
        return worst_on_axes(values, model.shape, tuple(others))
    ways = [model.movement(k) for k in others]
    steps = [way.worst_better if improving else way.worst for way in ways]
    if sanctions == "one-step" or len(steps) < 2:
        return _least([step(values) for step in steps], len(values))
    return _least(_by_first_mover(values, steps), len(values))


def _by_first_mover(values: IntArray, steps: Sequence[Step]) -> list[IntArray]:
    """The least value of all sequences that each player begins."""
    found = [np.full(len(values), NEVER, dtype=np.int64) for _ in steps]
    for _ in range(len(values) * len(steps) + 1):
        changed = False
        for k, step in enumerate(steps):
            rest = _least([values, *(found[j] for j in range(len(steps)) if j != k)], len(values))
            better = step(rest)
            changed = changed or not np.array_equal(better, found[k])
            found[k] = better
        if not changed:
            break
    return found


def _least(arrays: Sequence[IntArray], states: int) -> IntArray:
    return reduce(np.minimum, arrays, np.full(states, NEVER, dtype=np.int64))


def checked_concept(concept: str) -> Concept:
    """A concept by its name, in letters of either size.

    Raises
    ------
    UnknownConcept
        If there is none of that name.
    """
    found = [known for known in CONCEPTS if known == str(concept).upper()]
    if not found:
        raise UnknownConcept(f"`{concept}` is no concept of stability", f"the concepts are {', '.join(CONCEPTS)}")
    return found[0]


def checked_concepts(given: str | Iterable[str]) -> tuple[Concept, ...]:
    """Some concepts by their names, each once; a name alone is one of them.

    Raises
    ------
    UnknownConcept
        If there is none of some name, or none is named.
    """
    if not isinstance(given, str | Iterable):
        raise UnknownConcept(f"`{given}` is no list of concepts", f"name some of {', '.join(CONCEPTS)}")
    names = (given,) if isinstance(given, str) else given
    found = tuple(dict.fromkeys(checked_concept(name) for name in names))
    if not found:
        raise UnknownConcept("no concept is named", f"name some of {', '.join(CONCEPTS)}")
    return found


def checked_sanctions(sanctions: str) -> Sanctions:
    """A rule of answers by its name.

    Raises
    ------
    UnknownMethod
        If there is none of that name.
    """
    found = [known for known in SANCTIONS if known == sanctions]
    if not found:
        raise UnknownMethod(f"`{sanctions}` is no rule of sanctions", f"the rules are {', '.join(SANCTIONS)}")
    return found[0]


def checked_player(model: GraphModel, player: str | int) -> int:
    """A player's number by its key or name, or by itself.

    Raises
    ------
    UnknownPlayer
        If there is none of that name or number.
    """
    if isinstance(player, int) and not isinstance(player, bool) and 0 <= player < len(model.keys):
        return player
    for names in (model.keys, model.players):
        if player in names:
            return names.index(player)
    raise UnknownPlayer(f"there is no player `{player}`", f"the players are {', '.join(model.keys)}")
