"""Brings a player's payoffs to the scale of GENIUS: evaluations up to 1, weights that add up to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiate.formats.genius.columns import Column


@dataclass(frozen=True, slots=True)
class Scaled:
    """A player's payoffs as weights and evaluations.

    Parameters
    ----------
    weights : tuple of float
        One an issue, adding up to 1.
    evaluations : tuple of tuple of float
        Of each issue's options, from 0 to 1.
    reservation : float
        What no deal is worth on that scale; below 0 where it is worse than every package, above 1 where better.
    least, span : float
        The payoff that 0 stands for, and how much more 1 does.
    """

    weights: tuple[float, ...]
    evaluations: tuple[tuple[float, ...], ...]
    reservation: float
    least: float
    span: float


def scaled(columns: Sequence[Column], player: int, no_deal: float) -> Scaled:
    """A player's payoffs on the scale of GENIUS.

    Notes
    -----
    The largest evaluation of an issue is 1, so that programs which do not divide by it read the same. Where nothing
    matters to a player, weights are equal and evaluations 0, and one unit of payoff stays one.
    """
    rows = [column.payoffs[player] for column in columns]
    lows, spans = [float(row.min()) for row in rows], [float(row.max() - row.min()) for row in rows]
    least, span = sum(lows), sum(spans)
    weights = tuple(each / span if span else 1.0 / len(rows) for each in spans)
    evaluations = tuple(
        tuple((float(x) - low) / each if each else 0.0 for x in row)
        for row, low, each in zip(rows, lows, spans, strict=True)
    )
    return Scaled(weights, evaluations, (no_deal - least) / (span or 1.0), least, span or 1.0)
