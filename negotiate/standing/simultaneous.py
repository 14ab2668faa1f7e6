"""Which states a player would not leave if others may improve at the same time (SIM)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.errors import GameTooLarge
from negotiate.kernels.standing.joint_improvements import Rows, joint_moves_count, worst_joint_ends
from negotiate.kernels.standing.row_moves import improving_rows
from negotiate.standing.joint_moves import joint_moves
from negotiate.standing.moves import IntArray

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.reach import Sanctions

BoolArray = npt.NDArray[np.bool_]

JOINT_LIMIT = 200_000_000
"""Joint moves that are looked at for one player, where states are combinations of choices."""
TABLE_LIMIT = 2_000_000
"""The same for bare tables, where each is looked up by itself."""


def simultaneously_stable(model: GraphModel, player: int, sanctions: Sanctions) -> BoolArray:
    """The states that a player would not leave if others may improve at the same time.

    Returns
    -------
    ndarray of bool, shape (states,)

    Raises
    ------
    GameTooLarge
        If there are too many ways to improve at the same time.
    """
    rows = [improvements(model, k) for k in range(len(model.keys))]
    own = rows.pop(player)
    if sanctions == "sequence":
        _check(joint_moves_count(own, rows), JOINT_LIMIT if model.sizes else TABLE_LIMIT)
    ranks = model.ranks[player]
    sources = np.repeat(np.arange(len(ranks)), np.diff(own[0]))
    if model.sizes:
        groups = [[row] for row in rows] if sanctions == "one-step" else [rows]
        deterred = _deterred(model, ranks, own, groups) <= ranks[sources]
    else:
        deterred = _looked_up(model, player, own, sanctions, sources)
    stable = np.ones(len(ranks), dtype=bool)
    stable[sources[~deterred]] = False
    return stable


def improvements(model: GraphModel, player: int) -> Rows:
    """The moves of a player to states that it prefers, as rows; worked out once for each model."""
    name = f"improvements {player}"
    if name not in model._held:
        moves = model.moves[player]
        model._held[name] = improving_rows(model.ranks[player], moves.starts, moves.targets)
    held: Rows = model._held[name]
    return held


def _check(count: int, limit: int) -> None:
    if count > limit:
        hint = "ask with --sanctions one-step, or commit some issues with --fix"
        raise GameTooLarge("ways to improve at the same time", count, limit, hint)


def _deterred(model: GraphModel, ranks: IntArray, own: Rows, groups: list[list[Rows]]) -> IntArray:
    """The least rank in which each improvement of the player can end."""
    place = np.full(int(np.prod(model.sizes)), -1, dtype=np.int64)
    place[model.cells] = np.arange(len(model.cells))
    result = ranks[own[1]]
    for others in groups:
        np.minimum(result, worst_joint_ends(ranks, model.cells, place, own, others), out=result)
    return result


def _looked_up(model: GraphModel, player: int, own: Rows, sanctions: Sanctions, sources: IntArray) -> BoolArray:
    """Whether each improvement is deterred, one after the other."""
    ranks = model.ranks[player].tolist()
    others = [k for k in range(len(model.keys)) if k != player]
    ways = {k: improvements(model, k) for k in others}
    found = np.zeros(len(sources), dtype=bool)
    for number, (state, target) in enumerate(zip(sources.tolist(), own[1].tolist(), strict=True)):
        open_ways = {k: _row(rows, state) for k, rows in ways.items()}
        ends: Iterable[tuple[int, object]] = joint_moves(model, state, player, target, sanctions, open_ways)
        found[number] = any(ranks[end] <= ranks[state] for end, _ in ends)
    return found


def _row(rows: Rows, state: int) -> list[int]:
    starts, targets = rows
    found: list[int] = targets[starts[state] : starts[state + 1]].tolist()
    return found
