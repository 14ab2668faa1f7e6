"""Bargaining problems from a curve of outcomes, which is known by samples along it.

Between samples the curve is drawn by polynomials of the fifth degree where it is smooth, and straight elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.mixtures.path import Path, polyline
from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

Curve = npt.ArrayLike | Callable[[float], npt.ArrayLike]

SAMPLES = 2_001
"""Where a curve is a function, it is sampled at so many places."""
STENCIL = 6
"""Neighbouring samples that a smooth piece goes through."""
SMOOTH = 0.02
"""Of what a curve bends between two samples: polynomials of degree three and five differ less where it is smooth."""
BENT = 0.25
"""Of the distance between two samples: a curve that bends more than that between them has a corner there."""
STRAIGHT = 1e-12
"""Of the range of payoffs: a piece that bends less is straight."""


def problem_from_curve(
    kind: type[BargainingProblem],
    points: Curve,
    disagreement: npt.ArrayLike,
    players: Sequence[str] | None,
    title: str,
) -> BargainingProblem:
    """Check the samples and build the problem, one package a sample."""
    samples = [points(float(t)) for t in np.linspace(0.0, 1.0, SAMPLES)] if callable(points) else points
    try:
        table = np.array(samples, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise UnsuitableGame("a curve holds something that is not a number, or its rows differ in length") from None
    count = np.size(np.asarray(disagreement))
    if callable(points) and table.ndim == 2 and table.shape[1] != count:
        raise UnsuitableGame(
            f"the curve gives {table.shape[1]} payoffs at each place, and `disagreement` has {count}",
            "let it return one payoff a player, and pass one disagreement payoff a player",
        )
    if callable(points) and table.ndim == 1:
        raise UnsuitableGame("the curve gives one number at each place", "let it return one payoff a player")
    if callable(points) or (table.ndim == 2 and len(table) != count and table.shape[1] == count):
        table = table.T
    return replace(kind.from_arrays(table, disagreement, players=players, title=title), curve=True)


def curve_path(samples: FloatArray) -> Path:
    """A path through samples in order, shape (signers, samples); it runs towards what the first signer likes better."""
    numbers = np.arange(samples.shape[1], dtype=np.int64)
    if samples[0, -1] < samples[0, 0]:
        samples, numbers = samples[:, ::-1], numbers[::-1]
    different = np.append(True, (samples[:, 1:] != samples[:, :-1]).any(axis=0))
    samples, numbers = samples[:, different], numbers[different]
    straight = polyline(samples, numbers, False)
    if samples.shape[1] < STENCIL:
        return straight
    smooth, bends = _smooth(samples)
    pieces = np.zeros((*straight.pieces.shape[:2], STENCIL))
    pieces[:, :, :2] = straight.pieces
    pieces[bends] = smooth[bends]
    return Path(pieces, straight.low, straight.high, straight.ends, straight.mixed)


def _smooth(samples: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Polynomials of degree five between neighbours, and where they are to be trusted.

    The length of the way from sample to sample is what they depend on, so that it does not matter how evenly the curve
    was sampled.
    """
    span = np.ptp(samples, axis=1)
    unit = samples / np.where(span > 0, span, 1.0)[:, None]
    hops = np.sqrt((np.diff(unit) ** 2).sum(axis=0))
    way = np.append(0.0, np.cumsum(hops))
    fifth, third = (_through(unit, way, hops, order) for order in (STENCIL, 4))
    inner = np.array([0.25, 0.5, 0.75])
    on_fifth = np.einsum("mpk,kt->mpt", fifth, inner[None, :] ** np.arange(STENCIL)[:, None])
    on_third = np.einsum("mpk,kt->mpt", third, inner[None, :] ** np.arange(4)[:, None])
    on_line = unit[:, :-1].T[:, :, None] + np.diff(unit).T[:, :, None] * inner
    apart = np.abs(on_fifth - on_third).max(axis=(1, 2))
    bend = np.abs(on_third - on_line).max(axis=(1, 2))
    trusted = (apart <= SMOOTH * bend) & (bend <= BENT * hops) & (bend > STRAIGHT)
    return fifth * np.where(span > 0, span, 1.0)[None, :, None], trusted


def _through(unit: FloatArray, way: FloatArray, hops: FloatArray, order: int) -> FloatArray:
    """Coefficients, shape (pieces, players, order), of polynomials through `order` neighbours of each piece."""
    start = np.arange(len(hops))
    nodes = np.clip(start - order // 2 + 1, 0, len(way) - order)[:, None] + np.arange(order)
    places = (way[nodes] - way[start][:, None]) / hops[:, None]
    powers = places[:, :, None] ** np.arange(order)
    values = unit[:, nodes].transpose(1, 2, 0)
    terms = np.linalg.solve(powers, values).transpose(0, 2, 1)
    terms[:, :, 0] = unit[:, :-1].T  # the ends are samples, whatever rounding says
    terms[:, :, 1] += unit[:, 1:].T - terms.sum(axis=2)
    return np.asarray(terms, dtype=np.float64)
