"""Bargaining problems from bare arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.table.block import Block
from negotiate.bargaining.table.claims import Claim, NoDeal, no_deal_claim
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import LARGEST

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


ACCEPTABLE = "pass True or False for each package, or for each player and package"


def problem_from_arrays(
    kind: type[BargainingProblem],
    payoffs: npt.ArrayLike,
    disagreement: npt.ArrayLike,
    acceptable: npt.ArrayLike | None,
    players: Sequence[str] | None,
    title: str,
) -> BargainingProblem:
    """Check the arrays and build the problem that they describe, in one block."""
    table = _numbers(payoffs, 2, "`payoffs` has the shape (players, packages)")
    apart = _numbers(disagreement, 1, "`disagreement` has one number a player")
    if 0 in table.shape or len(apart) != len(table):
        raise UnsuitableGame(
            f"payoffs of shape {table.shape} and {len(apart)} disagreement payoffs do not go together",
            "pass payoffs of shape (players, packages), at least one package, and one disagreement payoff a player",
        )
    names = _names(players, len(table))
    masks = _masks(acceptable, table.shape)
    crossed = {f"red_line.{names[p]}": ~mask for p, mask in enumerate(masks) if not mask.all()}
    lines = tuple(
        Claim(f"red_line.{names[p]}", p, "red line", "may not sign") for p, mask in enumerate(masks) if not mask.all()
    )
    least = tuple(
        Claim(no_deal_claim(name), p, "no deal", "gets at least what no deal gives") for p, name in enumerate(names)
    )
    return kind(
        blocks=(Block(table, np.ones(table.shape[1], dtype=bool), crossed),),
        no_deals=(NoDeal(apart),),
        players=names,
        keys=names,
        claims=lines + least,
        signers=(True,) * len(names),
        title=str(title),
        power=(1.0 / len(names),) * len(names),
    )


def _numbers(given: npt.ArrayLike, axes: int, shape: str) -> FloatArray:
    try:
        found = np.array(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise UnsuitableGame("an array holds something that is not a number, or its rows differ in length") from None
    if found.ndim != axes:
        raise UnsuitableGame(f"an array of shape {found.shape} was given", shape)
    if not (np.abs(found) <= LARGEST).all():
        raise UnsuitableGame(f"every payoff must be a finite number, and none beyond {LARGEST:.0e}")
    found.setflags(write=False)
    return found


def _names(players: Sequence[str] | None, count: int) -> tuple[str, ...]:
    names = tuple(f"player {p + 1}" for p in range(count)) if players is None else tuple(str(name) for name in players)
    if len(names) != count or len(set(names)) != count:
        raise UnsuitableGame(f"{count} different players' names are needed, not {list(names)}")
    return names


def _masks(acceptable: npt.ArrayLike | None, shape: tuple[int, int]) -> BoolArray:
    """Which packages each player may sign, shape (players, packages)."""
    if acceptable is None:
        return np.ones(shape, dtype=bool)
    try:
        found = np.asarray(acceptable)
    except ValueError:
        raise UnsuitableGame("the rows of `acceptable` differ in length", ACCEPTABLE) from None
    if found.dtype != bool or found.shape not in (shape, shape[1:]):
        raise UnsuitableGame(
            f"`acceptable` of shape {found.shape} and type {found.dtype} does not go with payoffs of shape {shape}",
            ACCEPTABLE,
        )
    return np.array(np.broadcast_to(found, shape))
