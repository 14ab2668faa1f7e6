"""Discount factors in words: those that players have, and those that would be enough."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.words import every, next_period, player_name
from negotiate.report.numbers import contrast, few_digits, number, steady
from negotiate.report.words import capital, joined

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
    """The players' discount factors, and what the term means."""
    told = joined([f"{factor(value)} for {player_name(game, p)}" for p, value in enumerate(game.discount)])
    if len(set(game.discount)) == 1:
        told = factor(game.discount[0])
    return f"Discount factor (the weight of {next_period(game)}): {told}. `--patience` changes it."


def inside(value: float, intervals: Intervals) -> bool:
    """Whether a factor lies in one of the intervals."""
    return any(low - SURE <= value <= high + SURE for low, high in intervals)


def needed(intervals: Intervals, has: float) -> tuple[str, str]:
    """Which factor would be enough, and the one that a player has, told apart: "at least 0.62", "0.60"."""
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


def least(perfect: Intervals, nash: Intervals) -> str:
    """The least factor of a subgame-perfect equilibrium; in brackets of a Nash equilibrium where none is perfect."""
    wide = [(low, high) for low, high in perfect if high - low > SURE]
    return _least(wide) if wide or not nash else f"({_least(nash)})"


def _least(intervals: Intervals) -> str:
    """With a sign where not every greater one is enough."""
    if not intervals:
        return "none works"
    low, high = intervals[0]
    word = "0" if low <= SURE else contrast(low, high, 2)[0]
    return word if len(intervals) == 1 and high >= 1 - SURE else f"{word}*"


def factors(game: RepeatedGame, wanted: Sequence[Intervals], would: bool = False, lead: str = "") -> list[str]:
    """Which discount factors players need and have, one sentence a player, or one for all.

    Parameters
    ----------
    wanted : sequence of Intervals
        Those that are enough, by player.
    would : bool
        Whether only players are told of whose factor is not enough.
    lead : str
        What the first sentence opens with.
    """
    pairs = [needed(one, has) for one, has in zip(wanted, game.discount, strict=True)]
    pairs = [(enough, "" if enough in ("any", "none") else has) for enough, has in pairs]
    told = [p for p, has in enumerate(game.discount) if not (would and inside(has, wanted[p]))]
    if len(told) == len(pairs) > 1 and len(set(pairs)) == 1:
        said = [_told(every(game), "", *pairs[0], "need" if not would else "would need", "have")]
    else:
        names = {p: player_name(game, p) for p in told}
        verb = "would need" if would else "needs"
        said = [_told(names[p], f" of {names[p]}", *pairs[p], verb, "has") for p in told]
    return [f"{lead}{one}" if lead and not place else capital(one) for place, one in enumerate(said)]


def _told(who: str, whose: str, enough: str, own: str, needs: str, has: str) -> str:
    if enough == "any":
        return f"any discount factor{whose} is enough."
    if enough == "none":
        return f"no discount factor{whose} would be enough."
    return f"{who} {needs} a discount factor of {enough} and {has} {own}."
