"""Tells which equilibria of a signalling game fail the intuitive criterion, and which fail D1.

A message off the path fails an equilibrium if some type would gain by it for sure, once the
receiver believes that it does not come from types who lose by it whatever the answer.

References
----------
Banks & Sobel 1987, "Equilibrium selection in signaling games", Econometrica 55.
Cho & Kreps 1987, "Signaling games and stable equilibria", Quarterly Journal of Economics 102.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under

CLEAR = 1e-9  # of a player's payoff range


class _Message(NamedTuple):
    """A message that is never sent: the types who could, what they get instead, and what each
    answer gives.
    """

    types: tuple[int, ...]
    instead: FloatArray
    sender: FloatArray
    receiver: FloatArray


def is_signalling(game: ExtensiveGame) -> bool:
    """Whether chance deals a type, its owner alone sees it and says something, and another answers
    once.
    """
    tree = game.tree
    if tree.mover[0] != CHANCE or len(tree.level_starts) != 5:
        return False
    levels = [
        tree.mover[a:b] for a, b in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True)
    ]
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
    """The information sets after messages by which an equilibrium fails the intuitive criterion;
    none if it passes.

    Parameters
    ----------
    game : ExtensiveGame
        A signalling game: see `is_signalling`.
    equilibrium : TreeEquilibrium
        Sequential.

    Examples
    --------
    Nobody would pay to be thought what it is, if a cheaper type would not pay even then to be
    thought the same.

    >>> from negotiate.equilibrium.registry import solve
    >>> def answer(worth, cost):
    ...     return {
    ...         "player": "R",
    ...         "set": "paid",
    ...         "actions": {"trust": (2 - cost, worth), "doubt": (-cost, 0)},
    ...     }
    >>> game = ExtensiveGame.from_nodes(
    ...     {
    ...         "type": {"chance": {"good": (0.4, "good"), "bad": (0.6, "bad")}},
    ...         "good": {"player": "S", "actions": {"pay": "good, paid", "keep": "good, kept"}},
    ...         "bad": {"player": "S", "actions": {"pay": "bad, paid", "keep": "bad, kept"}},
    ...         "good, paid": answer(1, 1),
    ...         "bad, paid": answer(-1, 3),
    ...         "good, kept": {**answer(1, 0), "set": "kept"},
    ...         "bad, kept": {**answer(-1, 0), "set": "kept"},
    ...     }
    ... )
    >>> [fails(game, e) for e in solve(game, "assessments").equilibria]
    [(), (2,)]
    """
    return _failed(game, equilibrium, _fails_by)


def fails_d1(game: ExtensiveGame, equilibrium: TreeEquilibrium) -> tuple[int, ...]:
    """The same for D1, which strikes a type if another gains by all mixtures of best answers by
    which it does not lose.

    The equilibrium fails if no belief in the types left has best answers that keep all types away.
    """
    return _failed(game, equilibrium, _fails_d1_by)


def _failed(
    game: ExtensiveGame,
    equilibrium: TreeEquilibrium,
    fails_by: Callable[[ExtensiveGame, _Message], bool],
) -> tuple[int, ...]:
    through = equilibrium.reach
    failed = []
    for place in np.unique(
        game.tree.information_set[game.tree.level_starts[2] : game.tree.level_starts[3]]
    ).tolist():
        nodes = np.flatnonzero(game.tree.information_set == place)
        if not (through[nodes] > 0).any() and fails_by(
            game, _read(game, equilibrium, nodes.tolist())
        ):
            failed.append(place)
    return tuple(failed)


def _read(game: ExtensiveGame, equilibrium: TreeEquilibrium, nodes: Sequence[int]) -> _Message:
    tree = game.tree
    nodes = [n for n in nodes if tree.odds[tree.parent[n]] > 0]
    sender, receiver = int(tree.mover[tree.parent[nodes[0]]]), int(tree.mover[nodes[0]])
    values = values_under(tree, game.payoffs, equilibrium.probability)
    children = np.array(
        [[tree.first_child[n] + k for k in range(tree.child_count[n])] for n in nodes]
    )
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


def _fails_d1_by(game: ExtensiveGame, message: _Message) -> bool:
    every = list(range(len(message.types)))
    clear = CLEAR * float(np.ptp(game.payoffs))
    gain = (message.sender - message.instead[:, None]).T  # answer, type
    together = _best_together(message.receiver, every)

    def above(s: int, t: int) -> bool:
        """Whether `t` gains wherever `s` does not lose."""
        least = [_least(gain[list(some), t], gain[list(some), s], clear) for some in together]
        return all(one is None or one > clear for one in least)

    order = {(s, t): above(s, t) for s in every for t in every if s != t}
    left = [s for s in every if not any(order[s, t] and not order[t, s] for t in every if t != s)]
    if not left or left == every:
        return False
    return not any(
        _keeps_away(gain[list(some)], clear) for some in _best_together(message.receiver, left)
    )


def _best_together(worth: FloatArray, types: Sequence[int]) -> list[tuple[int, ...]]:
    """The answers, two and more together, that are best for one belief in these types."""
    from scipy.optimize import linprog

    found = []
    for size in range(1, worth.shape[1] + 1):
        for some in combinations(range(worth.shape[1]), size):
            ahead = (worth[types] - worth[types][:, [some[0]]]).T
            equal = np.vstack([np.ones(len(types)), ahead[list(some)]])
            right = np.append(1.0, np.zeros(size))
            if linprog(np.zeros(len(types)), ahead, np.zeros(len(ahead)), equal, right).status == 0:
                found.append(some)
    return found


def _least(theirs: FloatArray, mine: FloatArray, clear: float) -> float | None:
    """The least that one type gains by mixtures by which another does not lose; None where the
    other always loses.
    """
    from scipy.optimize import linprog

    answer = linprog(theirs, -mine[None], [clear / 2], np.ones((1, len(mine))), [1.0])
    return float(answer.fun) if answer.status == 0 else None


def _keeps_away(gain: FloatArray, clear: float) -> bool:
    from scipy.optimize import linprog

    answer = linprog(
        np.zeros(len(gain)),
        gain.T,
        np.full(gain.shape[1], clear / 2),
        np.ones((1, len(gain))),
        [1.0],
    )
    return bool(answer.status == 0)
