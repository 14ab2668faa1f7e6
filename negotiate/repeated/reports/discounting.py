"""Discount factors in words: those that players have, and those that would do."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.words import every, next_period, player_name
from negotiate.report.blocks import Cell
from negotiate.report.numbers import contrast, few_digits, number, steady
from negotiate.report.words import joined

SURE = 1e-9
"""Ends of intervals that lie so near to 0 or 1 are those."""
NEAR = 0.01
"""A factor that lacks less to 1 is told by two digits of what it lacks."""

Intervals = Sequence[tuple[float, float]]


def factor(value: float, least: int = 0) -> str:
    """A discount factor, with enough decimals to tell it from 1, and at least so many: 0.9, 0.97, 0.9975."""
    lacks = 1 - value
    digits = 2 if lacks <= 0 or lacks >= NEAR else 1 - floor(log10(lacks))
    whole, _, decimals = f"{value:.{max(digits, least)}f}".partition(".")
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def factor_digits(values: Sequence[float]) -> int:
    """How many decimals a column of discount factors needs."""
    return max(len(factor(value).partition(".")[2]) for value in values)


def factors_note(game: RepeatedGame) -> str:
    """The players' discount factors, and what the word means."""
    told = joined([f"{factor(value)} for {player_name(game, p)}" for p, value in enumerate(game.discount)])
    if len(set(game.discount)) == 1:
        told = factor(game.discount[0])
    return f"Discount factor, how much {next_period(game)} counts beside this one: {told} (`--patience` changes it)."


def inside(value: float, intervals: Intervals) -> bool:
    """Whether a factor lies in one of the intervals."""
    return any(low - SURE <= value <= high + SURE for low, high in intervals)


def needed(intervals: Intervals, has: float) -> tuple[str, str]:
    """Which factor would do, and the one that a player has, told apart: "at least 0.62", "0.60"."""
    ends = [end for low, high in intervals for end in (low, high) if SURE < end < 1 - SURE] or [has]
    nearest = min(ends, key=lambda end: abs(end - has))
    apart = [contrast(nearest, has, 2), *(contrast(end, 1.0, 2) for end in ends)]
    digits = [max(len(one.partition(".")[2]), 2) for one, _ in apart]
    told = [_interval(low, high, max(digits)) for low, high in intervals]
    return joined(told, "or") or "none", factor(has, digits[0])


def _interval(low: float, high: float, digits: int) -> str:
    if high - low <= SURE:
        return f"exactly {few_digits(steady(low), 4)}"
    from_nothing, to_all = low <= SURE, high >= 1 - SURE
    if from_nothing:
        return "any" if to_all else f"at most {number(high, digits)}"
    return f"at least {number(low, digits)}" if to_all else f"{number(low, digits)} to {number(high, digits)}"


def least(intervals: Intervals) -> str:
    """The least factor in a cell of a table, with a sign where not every greater one will do."""
    if not intervals:
        return "never"
    low, high = intervals[0]
    word = "0" if low <= SURE else contrast(low, high, 2)[0]
    return word if len(intervals) == 1 and high >= 1 - SURE else f"{word}*"


def least_cell(perfect: Intervals, nash: Intervals) -> Cell:
    """The least factor of a subgame-perfect equilibrium; in brackets of a Nash equilibrium where none is perfect."""
    wide = [(low, high) for low, high in perfect if high - low > SURE]
    return Cell(least(wide) if wide or not nash else f"({least(nash)})")


def every_interval(intervals: Intervals) -> str:
    """All intervals, for programs."""
    return " or ".join(f"{low:.9g} to {high:.9g}" for low, high in intervals) or "never"


def sufficient(game: RepeatedGame, wanted: Sequence[Intervals]) -> list[str]:
    """Which factors strategies need that hold, and which the players have."""
    told = [needed(one, has) for one, has in zip(wanted, game.discount, strict=True)]
    if all(enough == "any" for enough, _ in told):
        return ["Any discount factor will do."]
    if len(set(told)) == 1 and len(told) > 1:
        return [f"{every(game, True)} need a discount factor of {told[0][0]} and have {told[0][1]}."]
    return [
        f"{player_name(game, p, True)} needs a discount factor of {enough} and has {has}."
        if enough != "any"
        else f"Any discount factor of {player_name(game, p)} will do."
        for p, (enough, has) in enumerate(told)
    ]


def missing(game: RepeatedGame, wanted: Sequence[Intervals], lead: str = "") -> list[str]:
    """Whose factors do not do, one sentence a player, the first behind a lead; none where all do."""
    if not any(wanted):
        return [f"{lead}no discount factor would do." if lead else "No discount factor would do."]
    pairs = [needed(one, has) for one, has in zip(wanted, game.discount, strict=True)]
    short = [p for p, has in enumerate(game.discount) if not inside(has, wanted[p])]
    if len(short) == len(pairs) > 1 and len(set(pairs)) == 1:
        return [f"{lead}{every(game, not lead)} would need a discount factor of {pairs[0][0]} and have {pairs[0][1]}."]
    said = []
    for player in short:
        if wanted[player]:
            begins = f"{lead}{player_name(game, player, not lead)}"
            said.append(f"{begins} would need a discount factor of {pairs[player][0]} and has {pairs[player][1]}.")
        else:
            said.append(
                f"{lead or 'No'}{'no' if lead else ''} discount factor of {player_name(game, player)} would do."
            )
        lead = ""
    return said
