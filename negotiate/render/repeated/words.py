"""Players, postures, strategies and patience in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, isfinite, log10

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.spoken import combination
from negotiate.report.numbers import aligned, contrast, few_digits, number, steady
from negotiate.report.words import joined, safe

SURE = 1e-9
"""Ends of intervals that lie so near to 0 or 1 are those."""
NEAR = 0.01
"""A patience that lacks less to 1 is told by two digits of what it lacks."""
PATH = 3
"""Rounds of a path that a sentence tells one by one."""


def who(game: RepeatedGame, player: int) -> str:
    """A player's name for people."""
    return safe(game.players[player], True)


def keys(game: RepeatedGame) -> list[str]:
    """The players' short names."""
    return [safe(key, True) for key in game.keys]


def posture(game: RepeatedGame, player: int, index: int) -> str:
    """What one posture is called."""
    return safe(game.stage.strategies[player][index].label, True)


def postures(game: RepeatedGame, profile: Sequence[int]) -> str:
    """A combination of postures, between brackets."""
    return called(game, [game.stage.strategies[player][int(index)].label for player, index in enumerate(profile)])


def called(game: RepeatedGame, labels: Sequence[str]) -> str:
    """Labels of postures, one a player, between brackets."""
    return combination(keys(game), [safe(label, True) for label in labels])


def every(game: RepeatedGame) -> str:
    """All players in one word, to stand before a verb."""
    return {1: "it", 2: "both"}.get(game.stage.n_players, "all")


def strategy(name: str) -> str:
    """A strategy as it is spoken of: `punish:periods=3` is "punish (periods 3)"."""
    word, _, given = safe(name, True).partition(":")
    told = word.replace("_", " ")
    return f"{told} ({given.replace('_', ' ').replace('=', ' ').replace(',', ', ')})" if given else told


def playing(game: RepeatedGame, names: Sequence[str]) -> str:
    """Who plays what: "both play grim", "Row plays grim and Column tit for tat"."""
    if len(names) > 1 and len(set(names)) == 1:
        return f"{every(game)} play {strategy(names[0])}"
    told = [f"{who(game, p)}{' plays' if p == 0 else ''} {strategy(name)}" for p, name in enumerate(names)]
    return joined(told)


def match_words(names: Sequence[str]) -> str:
    """What meets what: "tit for tat against grim"."""
    return " against ".join(strategy(name) for name in names)


def payoffs(game: RepeatedGame, values: Iterable[float]) -> str:
    """What each gets: "3 to Row and 2.5 to Column"."""
    return joined([f"{number(float(value))} to {who(game, p)}" for p, value in enumerate(values)])


def earnings(values: Iterable[float]) -> str:
    """What each gets, in the order of the players: "3 and 2.5"."""
    return joined([number(float(value)) for value in values])


def amount(value: float) -> str:
    """A number, or a dash where there is none."""
    return number(float(value)) if isfinite(value) else "–"


def patience(value: float, least: int = 0) -> str:
    """A discount factor, with enough decimals to tell it from 1, and at least so many: 0.9, 0.97, 0.9975."""
    lacks = 1 - value
    digits = 2 if lacks <= 0 or lacks >= NEAR else 1 - floor(log10(lacks))
    whole, _, decimals = f"{value:.{max(digits, least)}f}".partition(".")
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def patiences(values: Sequence[float]) -> list[str]:
    """A column of discount factors."""
    return aligned(values, max(len(patience(value).partition(".")[2]) for value in values))


Intervals = Sequence[tuple[float, float]]


def inside(value: float, intervals: Intervals) -> bool:
    """Whether a patience lies in one of the intervals."""
    return any(low - SURE <= value <= high + SURE for low, high in intervals)


def needed(intervals: Intervals, has: float) -> tuple[str, str]:
    """Which patience would do, and the one that somebody has, told apart: "at least 0.62", "0.60"."""
    ends = [end for low, high in intervals for end in (low, high) if SURE < end < 1 - SURE] or [has]
    nearest = min(ends, key=lambda end: abs(end - has))
    apart = [contrast(nearest, has, 2), *(contrast(end, 1.0, 2) for end in ends)]
    digits = [max(len(one.partition(".")[2]), 2) for one, _ in apart]
    told = [_one(low, high, max(digits)) for low, high in intervals]
    return joined(told, "or") or "none", patience(has, digits[0])


def _one(low: float, high: float, digits: int) -> str:
    if high - low <= SURE:
        return f"exactly {few_digits(steady(low), 4)}"
    from_nothing, to_all = low <= SURE, high >= 1 - SURE
    if from_nothing:
        return "any" if to_all else f"at most {number(high, digits)}"
    return f"at least {number(low, digits)}" if to_all else f"{number(low, digits)} to {number(high, digits)}"


def shortest(intervals: Intervals) -> str:
    """The same in a cell of a table: the least patience, with a sign where more of it does not help."""
    if not intervals:
        return "never"
    low, high = intervals[0]
    word = "0" if low <= SURE else contrast(low, high, 2)[0]
    return word if len(intervals) == 1 and high >= 1 - SURE else f"{word}*"


def per_period(game: RepeatedGame) -> str:
    """What a round is called: "a year"."""
    return safe(game.setting.period, True)


def patience_words(game: RepeatedGame) -> str:
    """What a round later is worth to each player beside this one, and why."""
    told = joined([f"{patience(factor)} ({who(game, p)})" for p, factor in enumerate(game.discount)])
    if len(set(game.discount)) == 1:
        told = patience(game.discount[0])
    ends = game.setting.ends
    more = f", and each round is the last with {percent(ends)}" if ends else ""
    period = "" if per_period(game) == "a round" else f" ({per_period(game)})"
    return f"Patience, what the next round{period} counts beside this one: {told}{more}"


def path_words(game: RepeatedGame, path: Sequence[Sequence[str]]) -> str:
    """How play got somewhere: "In the first round", "After (defect, cooperate)"."""
    if not path:
        return "In the first round"
    if len(path) > PATH:
        return f"After {len(path)} rounds, the last of them {called(game, path[-1])}"
    return f"After {', then '.join(called(game, step) for step in path)}"


def percent(rate: float) -> str:
    """A rate in percent: "2 %"."""
    return f"{number(100 * rate)} %"


def rates(game: RepeatedGame, given: Sequence[float]) -> str:
    """A rate a player, told once where it is the same for all."""
    if len(set(given)) == 1:
        return percent(given[0])
    return joined([f"{percent(rate)} ({who(game, p)})" for p, rate in enumerate(given)])


def beginning(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]
