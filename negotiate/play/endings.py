"""How a game ended: what each has, what would have been better for all, what equilibrium said, and
the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.kernels.pareto import undominated
from negotiate.play.forms import YOU, Reader
from negotiate.play.table import Table
from negotiate.play.words import gives, names, number
from negotiate.report.blocks import Block, Plot, Role, Sentence, Series
from negotiate.report.style import capital, joined, of_each, the

SAME = 1e-9
"""Of what payoffs span: differences that are none."""
MOST = 20_000
"""Outcomes that a picture shows."""
HERE = "where you ended"


def endings(table: Table, reader: Reader = YOU) -> tuple[Block, ...]:
    """What is told once a game is over.

    Parameters
    ----------
    table : Table
        A game that is over.
    reader : Reader
        To whom it is told.
    """
    found = table.form.ending(table, reader)
    return tuple(Sentence(one) if isinstance(one, str) else one for one in found)


def own_payoff(table: Table, seat: str, each: str = "") -> Iterator[str]:
    """What one seat has in the end, perhaps on average of each turn or round."""
    payoffs, place = table.form.payoffs(table.state), list(table.scenario.players).index(seat)
    if payoffs is not None and not table.scenario.is_ordinal:
        yield f"You get {number(float(payoffs[place]))}{each}."


def types_told(table: Table) -> Iterator[str]:
    """Who was of which private type."""
    if dealt := table.form.types(table.state):
        kinds = [f"was of the type `{kind}`" for kind in dealt.values()]
        yield f"{capital(of_each([table.scenario.players[key].name for key in dealt], kinds))}."


def payoffs_told(table: Table, *, averaged: bool = True) -> Iterator[str]:
    """What each has in the end, and, unless chance has moved itself, what is counted in it by its
    odds.
    """
    worth = table.form.payoffs(table.state)
    if worth is None or table.scenario.is_ordinal:
        return
    yield f"{capital(gives(table, worth))}."
    events = [event.name for event in table.scenario.events.values() if not event.settled]
    if events and averaged:
        yield (
            f"{capital(joined(events))} {'is' if len(events) == 1 else 'are'} counted as an "
            "average over the odds."
        )


def improvement(points: FloatArray, worth: FloatArray, can: BoolArray) -> int | None:
    """Of points that are worse for nobody and better for some, the best for whoever gains least;
    None where none is.
    """
    span = np.ptp(points, axis=1)
    gains = (points - worth[:, None]) / np.where(span > 0, span, 1.0)[:, None]
    above = can & (gains >= -SAME).all(axis=0) & (gains > SAME).any(axis=0)
    strictly = above & (gains > SAME).all(axis=0)
    among = np.flatnonzero(strictly if strictly.any() else above)
    return max(
        map(int, among),
        key=lambda k: (round(float(gains[:, k].min()), 9), gains[:, k].sum()),
        default=None,
    )


def better(
    table: Table,
    points: FloatArray,
    worth: FloatArray,
    best: int | None,
    words: str,
    when: str = "",
    each: str = "",
) -> Iterator[str]:
    """Another outcome that is better for all, or that there is none."""
    if best is None:
        yield f"No other outcome{when} is better for one side and worse for none."
        return
    span = np.ptp(points, axis=1)
    whom = for_whom(names(table), (points[:, best] - worth) / np.where(span > 0, span, 1.0))
    yield f"Another outcome{when} would have been better for {whom}: {words}."
    yield from instead(table, points[:, best], each)


def for_whom(players: Sequence[str], gains: FloatArray) -> str:
    """For whom another outcome is better; gains are shares of what each could have."""
    better = [the(name) for name, gain in zip(players, gains, strict=True) if gain > SAME]
    if len(better) == len(players):
        return "both" if len(players) == 2 else "all"
    return f"{joined(better)}, and worse for nobody"


def instead(table: Table, worth: Iterable[float], each: str = "", seat: str = "") -> Iterator[str]:
    """What it would have given to all, or to one seat that is told of itself alone."""
    own = dict(zip(table.scenario.players, worth, strict=True))
    if not table.scenario.is_ordinal:
        told = f"you {number(float(own[seat]))}" if seat else gives(table, own.values(), "")
        yield f"It would have given {told}{each}."


def picture(
    table: Table, points: FloatArray, worth: FloatArray, expected: Sequence[Sequence[float]]
) -> Iterator[Plot]:
    """Every outcome, the best of them, equilibria, and where the game ended; its axes are the first
    two seats.
    """
    keys = list(table.scenario.players)
    pair = [keys.index(key) for key in table.form.seats[:2]]
    if len(pair) < 2 or points.shape[1] > MOST:
        return
    best = points[:, undominated(np.ascontiguousarray(points))]

    def shown(name: str, some: FloatArray, sign: str, role: Role = "") -> Series:
        x, y = (tuple(some[p].tolist()) for p in pair)
        return Series(name, x, y, sign, role, named=bool(role))

    series = [shown("outcomes", points, "○"), shown("Pareto frontier", best, "●")]
    series += [shown("equilibrium", np.array(expected).T, "★", "equilibrium")] if expected else []
    series += [shown(HERE, worth[:, None], "◆", "path")]
    axes = [f"{names(table)[p]} ({table.scenario.players[keys[p]].unit or 'payoff'})" for p in pair]
    title = "What outcomes are worth, and where you ended"
    yield Plot("scatter", tuple(series), axes[0], axes[1], title=title)
