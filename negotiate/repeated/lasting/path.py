"""Where play leads as long as everybody keeps to its automaton."""

from __future__ import annotations

import numpy as np

from negotiate.arrays import BoolArray, IntArray
from negotiate.kernels.repeated.lasting.joint import Joint
from negotiate.kernels.repeated.lasting.routes import NEVER, reached_by, reached_ever
from negotiate.repeated.lasting.machine import Machine


def on_path(found: Machine) -> BoolArray:
    """Which joint states play leads to in each round, shape (rounds, states); one row for all without an end.

    Whatever hands that tremble may do is on the path.
    """
    rounds, kept = found.game.setting.rounds, followed(found) < NEVER
    return reached_ever(found.joint, kept)[None] if rounds is None else reached_by(found.joint, rounds, kept)


def minded(found: Machine, player: int) -> BoolArray:
    """What of the path a player minds: all of it, or the first round alone if it has no patience."""
    path = on_path(found)
    if not found.game.effective[player]:
        path[1:], path[:, 1:] = False, False
    return path


def alone_states(found: Machine, player: int, alone: Joint) -> IntArray:
    """For each joint state, which state of what the player faces alone it is part of."""
    kept = np.delete(found.joint.states, 1 + player, axis=1)
    place = {tuple(row): number for number, row in enumerate(np.delete(alone.states, 1 + player, axis=1).tolist())}
    return np.array([place[tuple(row)] for row in kept.tolist()], dtype=np.int64)


def intended(found: Machine, state: int) -> tuple[str, ...]:
    """What each player's automaton plays in a joint state, the labels of all that it draws lots over."""
    played = [found.meant(player)[state] > 0 for player in range(len(found.seats))]
    labels = [[one.label for one in own] for own in found.game.stage.strategies]
    return tuple(
        " or ".join(label for label, meant in zip(of, row, strict=False) if meant)
        for of, row in zip(labels, played, strict=True)
    )


def strayed(found: Machine) -> IntArray:
    """How many players do what they do not mean to, by joint state and combination of actions."""
    return _counted(found.joint, [found.meant(p) == 0 for p in range(len(found.seats))])


def followed(found: Machine) -> IntArray:
    """The same, where what nobody's hand would do is not allowed."""
    never = [found.meant(p) @ found.slips[p] == 0 for p in range(len(found.seats))]
    return np.where(_counted(found.joint, never) > 0, NEVER, strayed(found))


def _counted(joint: Joint, marks: list[BoolArray]) -> IntArray:
    found = np.zeros((len(joint.states),) + (1,) * len(marks), dtype=np.int64)
    for player, marked in enumerate(marks):
        axes = [len(joint.states)] + [1] * len(marks)
        axes[1 + player] = marked.shape[1]
        found = found + marked.reshape(axes)
    return found
