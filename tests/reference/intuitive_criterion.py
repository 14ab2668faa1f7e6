"""Tells which equilibria of a signalling game fail the intuitive criterion.

A message off the path fails an equilibrium if some type would gain by it for sure, once the receiver believes that it
does not come from types who lose by it whatever the answer.

References
----------
Cho & Kreps 1987, "Signaling games and stable equilibria", Quarterly Journal of Economics 102.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under

CLEAR = 1e-9  # of a player's payoff range


class _Message(NamedTuple):
    """A message that is never sent: the types who could, what they get instead, and what each answer gives."""

    types: tuple[int, ...]
    instead: FloatArray
    sender: FloatArray
    receiver: FloatArray


def is_signalling(game: ExtensiveGame) -> bool:
    """Whether chance deals a type, its owner alone sees it and says something, and another answers once."""
    tree = game.tree
    if tree.mover[0] != CHANCE or len(tree.level_starts) != 5:
        return False
    levels = [tree.mover[a:b] for a, b in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True)]
    said, heard, ends = levels
    sees = tree.information_set[tree.mover == said[0]]
    return bool(
        (said >= 0).all()
        and (said == said[0]).all()
        and len(np.unique(sees)) == len(sees) == len(said)
        and (heard >= 0).all()
        and (heard == heard[0]).all()
        and heard[0] != said[0]
        and (ends == LEAF).all()
    )


def fails(game: ExtensiveGame, equilibrium: TreeEquilibrium) -> tuple[int, ...]:
    """The information sets after messages by which an equilibrium fails the intuitive criterion; none if it passes.

    Parameters
    ----------
    game : ExtensiveGame
        A signalling game: see `is_signalling`.
    equilibrium : TreeEquilibrium
        Sequential.

    Examples
    --------
    Nobody would pay to be thought what it is, if a cheaper type would not pay even then to be thought the same.

    >>> from negotiate.equilibrium.registry import solve
    >>> def answer(worth, cost):
    ...     return {"player": "R", "set": "paid", "actions": {"trust": (2 - cost, worth), "doubt": (-cost, 0)}}
    >>> game = ExtensiveGame.from_nodes({
    ...     "type": {"chance": {"good": (0.4, "good"), "bad": (0.6, "bad")}},
    ...     "good": {"player": "S", "actions": {"pay": "good, paid", "keep": "good, kept"}},
    ...     "bad": {"player": "S", "actions": {"pay": "bad, paid", "keep": "bad, kept"}},
    ...     "good, paid": answer(1, 1), "bad, paid": answer(-1, 3),
    ...     "good, kept": {**answer(1, 0), "set": "kept"}, "bad, kept": {**answer(-1, 0), "set": "kept"},
    ... })
    >>> [fails(game, e) for e in solve(game, "assessments").equilibria]
    [(), (2,)]
    """
    through = equilibrium.reach
    failed = []
    for place in np.unique(game.tree.information_set[game.tree.level_starts[2] : game.tree.level_starts[3]]).tolist():
        nodes = np.flatnonzero(game.tree.information_set == place)
        if not (through[nodes] > 0).any() and _fails_by(game, _read(game, equilibrium, nodes.tolist())):
            failed.append(place)
    return tuple(failed)


def _read(game: ExtensiveGame, equilibrium: TreeEquilibrium, nodes: Sequence[int]) -> _Message:
    tree = game.tree
    nodes = [n for n in nodes if tree.odds[tree.parent[n]] > 0]
    sender, receiver = int(tree.mover[tree.parent[nodes[0]]]), int(tree.mover[nodes[0]])
    values = values_under(tree, game.payoffs, equilibrium.probability)
    children = np.array([[tree.first_child[n] + k for k in range(tree.child_count[n])] for n in nodes])
    instead = values[tree.parent[nodes], sender]
    return _Message(tuple(nodes), instead, values[children, sender], values[children, receiver])


def _fails_by(game: ExtensiveGame, message: _Message) -> bool:
    every = list(range(len(message.types)))
    clear = CLEAR * float(np.ptp(game.payoffs))
    answers = _best_answers(message.receiver, every)
    could = [t for t in every if message.sender[t, answers].max() >= message.instead[t] - clear]
    if not could:
        return False
    answers = _best_answers(message.receiver, could)
    return any(message.sender[t, answers].min() > message.instead[t] + clear for t in could)


def _best_answers(worth: FloatArray, types: Sequence[int]) -> list[int]:
    """The answers that are best for some belief in these types."""
    from scipy.optimize import linprog

    found = []
    for k in range(worth.shape[1]):
        ahead = (worth[types] - worth[types][:, [k]]).T
        one = np.ones((1, len(types)))
        answer = linprog(np.zeros(len(types)), ahead, np.zeros(len(ahead)), one, np.ones(1))
        if answer.status == 0:
            found.append(k)
    return found
