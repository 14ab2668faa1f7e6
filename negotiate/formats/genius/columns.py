"""Takes payoffs apart issue by issue, where they are a sum over issues: the only thing a profile of GENIUS can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.block import Block
from negotiate.errors import UnsuitableGame

ROUNDING = 1e-9
"""Of a player's payoff range in a block: what payoffs may lie beside a sum over its issues."""
BARE = "package"
"""The name of the one issue of a problem from bare arrays."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One issue, and what each of its options adds to each player's payoff.

    Parameters
    ----------
    issue : str
        Its name.
    options : tuple of str
        Those that can happen.
    payoffs : ndarray, shape (players, options)
        The constant part of a block stands with its first issue.
    dropped : tuple of str
        Options that can never happen.
    """

    issue: str
    options: tuple[str, ...]
    payoffs: FloatArray
    dropped: tuple[str, ...] = ()


def columns(problem: BargainingProblem) -> tuple[Column, ...]:
    """The issues of a problem, one by one.

    Raises
    ------
    UnsuitableGame
        If payoffs are no sum over issues, or some combination of options cannot happen.
    """
    return tuple(column for block in problem.blocks for column in _columns(problem, block))


def _columns(problem: BargainingProblem, block: Block) -> Iterator[Column]:
    issues = block.issues or (BARE,)
    options = block.options or (tuple(str(number) for number in range(1, block.size + 1)),)
    shape = tuple(map(len, options))
    if not shape:
        return
    can = _happening(block.possible.reshape(shape), issues)
    inside = block.payoffs.reshape(-1, *shape)
    for axis, stays in enumerate(can, start=1):
        inside = np.compress(stays, inside, axis=axis)
    parts = _apart(inside)
    left = inside - sum(parts)
    flat = inside.reshape(len(inside), -1)
    spans = flat.max(axis=1) - flat.min(axis=1)
    off = np.abs(left).reshape(len(inside), -1).max(axis=1) > ROUNDING * spans
    if off.any():
        who = problem.players[int(np.argmax(off))]
        named = ", ".join(f"`{issue}`" for issue in issues)
        said = f"the payoff of {who} is no sum over issues: {named} hang together, and GENIUS cannot hold that"
        raise UnsuitableGame(said, "take terms that look at several issues out of a copy, or commit issues with --fix")
    for axis, issue in enumerate(issues):
        labels = tuple(label for label, stays in zip(options[axis], can[axis], strict=True) if stays)
        gone = tuple(label for label, stays in zip(options[axis], can[axis], strict=True) if not stays)
        yield Column(issue, labels, parts[axis].reshape(len(inside), -1), gone)


def _happening(possible: BoolArray, issues: tuple[str, ...]) -> list[BoolArray]:
    """Which options of each issue can happen.

    Raises
    ------
    UnsuitableGame
        If which of them can depends on those of other issues.
    """
    rest = [tuple(a for a in range(possible.ndim) if a != axis) for axis in range(possible.ndim)]
    masks = [np.asarray(possible.any(axis=others), dtype=bool) for others in rest]
    every = masks[0]
    for mask in masks[1:]:
        every = np.logical_and.outer(every, mask)
    if not every.any() or not np.array_equal(every, possible):
        named = ", ".join(f"`{issue}`" for issue in issues)
        said = f"some combinations of {named} cannot happen, and GENIUS has no way to say so"
        raise UnsuitableGame(said, "take what is under `infeasible` out of a copy, or give those combinations payoffs")
    return masks


def _apart(payoffs: FloatArray) -> list[FloatArray]:
    """For each issue, what its options add to the first combination, whose payoff stands with the first issue."""
    corner = payoffs[(slice(None), *(slice(0, 1),) * (payoffs.ndim - 1))]
    parts = []
    for axis in range(1, payoffs.ndim):
        line = payoffs[(slice(None), *(slice(None) if a == axis else slice(0, 1) for a in range(1, payoffs.ndim)))]
        parts.append(line if axis == 1 else line - corner)
    return parts
