"""What reports of this room say of players, postures, payoffs and discount factors, and the outline
that they share.

Each answer is told in a file of its own; what several of them say stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from math import floor, isfinite, log10

import numpy.typing as npt

from negotiate.repeated.automaton import combination
from negotiate.repeated.game import Intervals, Supergame, without_rounding
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Kind,
    Note,
    Report,
    Table,
    notes,
    sentences,
)
from negotiate.report.style import (
    capital,
    contrast,
    counted,
    decimals,
    few_digits,
    in_units,
    joined,
    number,
    safe,
    sentence_of,
    steady,
    the,
)

clean = partial(safe, fold=True)
"""A text of the file as it can stand anywhere, on one line."""


def player_name(game: Supergame, player: int, opening: bool = False) -> str:
    """A player's name as a sentence has it."""
    return the(game.players[player], opening)


def each(game: Supergame, said: str, *values: Iterable[object]) -> str:
    """What is said of each player, one after the other: its name for the first `{}`, and its values
    for the others.
    """
    return joined([said.format(*row) for row in zip(map(the, game.players), *values, strict=True)])


def player_columns(
    game: Supergame,
    head: str = "{}",
    key: str = "",
    kind: Kind = "payoff",
    digits: Sequence[int] = (),
) -> tuple[Column, ...]:
    """A column a player, in whose head its name stands for `{}`, for programs and on a narrow
    screen its key.
    """
    players = enumerate(zip(game.players, game.keys, digits or (0,) * len(game.keys), strict=True))
    return tuple(
        Column(
            head.format(clean(name)),
            kind,
            (key or head).format(short),
            head.format(short),
            player,
            least,
        )
        for player, (name, short, least) in players
    )


def player_rows(
    game: Supergame, names: Sequence[str], columns: Sequence[Column], *numbers: Sequence[Entry]
) -> Table:
    """A row a player: who it is, what it plays, and its numbers."""
    players = [Cell(clean(name), key) for name, key in zip(game.players, game.keys, strict=True)]
    heads = (Column("Player", key="player"), Column("plays"), *columns)
    return Table(heads, tuple(zip(players, names, *numbers, strict=True)))


def digits_of(rows: Sequence[Sequence[float]]) -> list[int]:
    """How many decimals the numbers of each column need, the small ones too."""
    return [max(decimals([value]) for value in column) for column in zip(*rows, strict=True)]


def payoffs(game: Supergame, values: npt.ArrayLike) -> tuple[float | None, ...]:
    """What each player gets, for a table; what is only rounding is 0, and nothing stands where no
    number does.
    """
    return tuple(x if isfinite(x) else None for x in without_rounding(game, values).tolist())


def postures(game: Supergame, profile: Sequence[int]) -> str:
    """A combination of postures, between brackets."""
    return called(game, [own[int(k)] for own, k in zip(game.postures, profile, strict=True)])


def called(game: Supergame, labels: Sequence[str]) -> str:
    """Labels of postures, one a player, between brackets."""
    return combination([*map(clean, game.keys)], [*map(clean, labels)])


def every(game: Supergame) -> str:
    """All players in one word, to stand before a verb in the plural."""
    return {1: player_name(game, 0), 2: "both"}.get(game.stage.n_players, "all")


def strategy(name: str) -> str:
    """A strategy as it is typed."""
    return f"`{clean(name)}`"


def playing(game: Supergame, names: Sequence[str]) -> str:
    """Who plays what: "both play `grim`", "Row plays `grim` and Column plays `tit_for_tat`"."""
    if len(names) > 1 and len(set(names)) == 1:
        return f"{every(game)} play {strategy(names[0])}"
    return each(game, "{} plays {}", map(strategy, names))


def match_words(names: Sequence[str]) -> str:
    """What meets what: "`tit_for_tat` against `grim`"."""
    return " against ".join(map(strategy, names))


def gets(game: Supergame, values: Iterable[float], verb: str = "gets") -> str:
    """What each player gets: "Row gets 3 and Column gets 2.5"."""
    return each(game, f"{{}} {verb} {{}}", map(number, values))


def instead(game: Supergame, after: Iterable[float], before: Iterable[float], verb: str) -> str:
    """How payoffs change: "Row would get 3 a round instead of 1, and Column 3 instead of 1"."""
    (first, new, old), *rest = zip(
        map(the, game.players), map(number, after), map(number, before), strict=True
    )
    said = f"{first} {verb} {new} {per_period(game)} instead of {old}"
    return ", and ".join([said, *(f"{name} {new} instead of {old}" for name, new, old in rest)])


def listed(told: Sequence[str], most: int = 4) -> str:
    """Some words, and how many more there are."""
    left = len(told) - most
    return joined([*told[:most], f"{left} more"] if left > 0 else told)


def per_period(game: Supergame) -> str:
    """What a round is called: "a year"."""
    return clean(game.setting.period)


def path_words(game: Supergame, path: Sequence[Sequence[str]], most: int = 3) -> str:
    """How play got somewhere: "In the first round", "After (defect, cooperate)"."""
    if not path:
        return "In the first round"
    if len(path) > most:
        return f"After {len(path)} rounds, the last of them {called(game, path[-1])}"
    return f"After {', then '.join(called(game, step) for step in path)}"


def percent(rate: float) -> str:
    """A rate in percent: "2 %"."""
    return f"{number(100 * rate)} %"


def rates(game: Supergame, given: Sequence[float]) -> str:
    """A rate a player, told once where it is the same for all."""
    if len(set(given)) == 1:
        return percent(given[0])
    return each(game, "{1} ({0})", map(percent, given))


def errors(game: Supergame, noise: Sequence[float], misread: Sequence[float]) -> list[str]:
    """What goes wrong how often, in a sentence; none where nothing does."""
    told = [f"hands tremble in {rates(game, noise)} of rounds"] if any(noise) else []
    told += [f"players misread {rates(game, misread)} of moves"] if any(misread) else []
    return [f"{capital(joined(told))}."] if told else []


SURE = 1e-9
"""Ends of intervals that lie so near to 0 or 1 are those."""
NEAR = 0.01
"""A factor that lacks less to 1 is told by two digits of what it lacks."""


def factor(value: float, least: int = 0) -> str:
    """A discount factor, with enough decimals to tell it from 1, and at least so many: 0.9, 0.97,
    0.9975.
    """
    lacks = 1 - value
    digits = 2 if lacks <= 0 or lacks >= NEAR else 1 - floor(log10(lacks))
    whole, _, decimals = f"{value:.{max(digits, least)}f}".partition(".")
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{kept}" if kept else whole


def factor_digits(values: Sequence[float]) -> int:
    """How many decimals a column of discount factors needs."""
    return max(len(factor(value).partition(".")[2]) for value in values)


def factors_note(game: Supergame) -> str:
    """The players' discount factors, and what the term means."""
    told = each(game, "{1} for {0}", map(factor, game.discount))
    if len(set(game.discount)) == 1:
        told = factor(game.discount[0])
    following = per_period(game).removeprefix("a ").removeprefix("an ")
    return f"Discount factor (the weight of the next {following}): {told}. `--patience` changes it."


def inside(value: float, intervals: Intervals) -> bool:
    """Whether a factor lies in one of the intervals."""
    return any(low - SURE <= value <= high + SURE for low, high in intervals)


def needed(intervals: Intervals, has: float) -> tuple[str, str]:
    """Which factor would be enough, and the one that a player has, told apart: "at least 0.62",
    "0.60".
    """
    ends = [end for low, high in intervals for end in (low, high) if SURE < end < 1 - SURE] or [has]
    nearest = min(ends, key=lambda end: abs(end - has))
    apart = [contrast(nearest, has, 2), *(contrast(end, 1.0, 2) for end in ends)]
    digits = [max(len(one.partition(".")[2]), 2) for one, _ in apart]
    told = [_interval(low, high, max(digits)) for low, high in intervals]
    return joined(told, "or") or "none", factor(has, digits[0])


def _interval(low: float, high: float, digits: int) -> str:
    if high - low <= SURE:
        return f"exactly {few_digits(steady(low), 4)}"
    if high >= 1 - SURE:
        return "any" if low <= SURE else f"at least {number(low, digits)}"
    return (
        f"at most {number(high, digits)}"
        if low <= SURE
        else f"{number(low, digits)} to {number(high, digits)}"
    )


def least(perfect: Intervals, nash: Intervals) -> str:
    """The least factor of a subgame-perfect equilibrium; in brackets of a Nash equilibrium where
    none is perfect.
    """
    wide = tuple((low, high) for low, high in perfect if high - low > SURE)
    return _least(wide) if wide or not nash else f"({_least(nash)})"


def _least(intervals: Intervals) -> str:
    """With a sign where not every greater one is enough."""
    if not intervals:
        return "none works"
    low, high = intervals[0]
    word = "0" if low <= SURE else contrast(low, high, 2)[0]
    return word if len(intervals) == 1 and high >= 1 - SURE else f"{word}*"


def factors(
    game: Supergame, wanted: Sequence[Intervals], would: bool = False, lead: str = ""
) -> list[str]:
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
    told = [p for p, has in enumerate(game.discount) if not (would and inside(has, wanted[p]))]
    alike = {(enough, "" if enough in ("any", "none") else has) for enough, has in pairs}
    about = [(name := player_name(game, p), f" of {name}", *pairs[p], "needs", "has") for p in told]
    if len(told) == len(pairs) > 1 == len(alike):
        about = [(every(game), "", *pairs[0], "need", "have")]
    said: list[str] = []
    for who, whose, enough, own, needs, has in about:
        verb = "would need" if would else needs
        sentence = f"{who} {verb} a discount factor of {enough} and {has} {own}."
        if enough in ("any", "none"):
            verdict = "is enough" if enough == "any" else "would be enough"
            sentence = f"{'any' if enough == 'any' else 'no'} discount factor{whose} {verdict}."
        said.append(capital(sentence) if said or not lead else f"{lead}{sentence}")
    return said


def outline(
    game: Supergame,
    answer: Sequence[str],
    pictures: Sequence[Block],
    remarks: Sequence[str] = (),
    last: Sequence[Note] = (),
    method: str = "",
) -> Report:
    """An answer about a repeated game.

    Parameters
    ----------
    answer : sequence of str
        Its sentences.
    pictures : sequence of Block
        What stands below them.
    remarks : sequence of str
        Of the answer itself, beside those of the game.
    last : sequence of Note
        How far the answer can be trusted.
    method : str
        How it was found, as a detail.
    """
    units = in_units(game.players, game.units)
    setting = [units, *conditions(game), *map(sentence_of, game.assumed), factors_note(game)]
    more = [
        sentence_of(note)
        for note in dict.fromkeys([*remarks, *game.notes])
        if note not in game.assumed
    ]
    details = notes([*more, f"Method: {method}" if method else ""], detail=True)
    return Report(
        game.title, (*sentences(answer), *pictures, *notes(setting), *last, *details), game.players
    )


def checked(difference: float) -> Note:
    """Whether two calculations of the same payoffs agree."""
    apart = f"Complete. Two calculations of the payoffs differ by {difference:.1g} of their range."
    return Note("Complete; checked." if difference < SURE else apart)


def conditions(game: Supergame) -> list[str]:
    """What is not as in the plainest repeated game: phases, an end, walking away."""
    setting, said = game.setting, []
    if setting.phases is not None:
        names, period = (
            joined([*map(clean, setting.phases.names)], "or"),
            per_period(game).split()[-1],
        )
        said.append(
            f"Each {period} has a phase: {names}. The moves of the players decide the next phase."
        )
    if setting.outside:
        after = f"Then {gets(game, setting.outside)} {per_period(game)}."
        said.append(f"A player who walks away ends the game for good. {after}")
    if setting.ends:
        said.append(f"Each round is the last one with a probability of {percent(setting.ends)}.")
    if setting.rounds is not None:
        said.append(f"There are {counted(setting.rounds, 'round')}, and all players know that.")
    return said
