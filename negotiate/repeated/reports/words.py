"""Players, postures, strategies and payoffs in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

import numpy.typing as npt

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.rounding import without_rounding
from negotiate.repeated.spoken import combination
from negotiate.report.blocks import Cell, Column, Entry, Kind, Table
from negotiate.report.numbers import decimals, number
from negotiate.report.words import capital, joined, safe, the


def player_name(game: RepeatedGame, player: int, opening: bool = False) -> str:
    """A player's name as a sentence has it."""
    return the(game.players[player], opening)


def player_columns(
    game: RepeatedGame, head: str = "{}", key: str = "", kind: Kind = "payoff", digits: Sequence[int] = ()
) -> tuple[Column, ...]:
    """A column a player, in whose head its name stands for `{}`, for programs and on a narrow screen its key."""
    return tuple(
        Column(head.format(safe(name, True)), kind, (key or head).format(short), head.format(short), player, least)
        for player, (name, short, least) in enumerate(
            zip(game.players, game.keys, digits or (0,) * len(game.keys), strict=True)
        )
    )


def player_rows(
    game: RepeatedGame, names: Sequence[str], columns: Sequence[Column], *numbers: Sequence[Entry]
) -> Table:
    """A row a player: who it is, what it plays, and its numbers."""
    players = [Cell(safe(name, True), key) for name, key in zip(game.players, game.keys, strict=True)]
    heads = (Column("Player", key="player"), Column("plays"), *columns)
    return Table(heads, tuple(zip(players, names, *numbers, strict=True)))


def digits_of(rows: Sequence[Sequence[float]]) -> list[int]:
    """How many decimals the numbers of each column need, the small ones too."""
    return [max(decimals([float(value)]) for value in column) for column in zip(*rows, strict=True)]


def payoffs(game: RepeatedGame, values: npt.ArrayLike) -> tuple[float | None, ...]:
    """What each player gets, for a table; what is only rounding is 0, and nothing stands where no number does."""
    return tuple(x if isfinite(x) else None for x in without_rounding(game, values).tolist())


def postures(game: RepeatedGame, profile: Sequence[int]) -> str:
    """A combination of postures, between brackets."""
    return called(game, [own[int(k)] for own, k in zip(game.postures, profile, strict=True)])


def called(game: RepeatedGame, labels: Sequence[str]) -> str:
    """Labels of postures, one a player, between brackets."""
    return combination([safe(key, True) for key in game.keys], [safe(label, True) for label in labels])


def every(game: RepeatedGame, opening: bool = False) -> str:
    """All players in one word, to stand before a verb in the plural."""
    word = {1: player_name(game, 0), 2: "both"}.get(game.stage.n_players, "all")
    return capital(word) if opening else word


def strategy(name: str) -> str:
    """A strategy as it is typed."""
    return f"`{safe(name, True)}`"


def playing(game: RepeatedGame, names: Sequence[str]) -> str:
    """Who plays what: "both play `grim`", "Row plays `grim` and Column plays `tit_for_tat`"."""
    if len(names) > 1 and len(set(names)) == 1:
        return f"{every(game)} play {strategy(names[0])}"
    return joined([f"{player_name(game, p)} plays {strategy(name)}" for p, name in enumerate(names)])


def match_words(names: Sequence[str]) -> str:
    """What meets what: "`tit_for_tat` against `grim`"."""
    return " against ".join(map(strategy, names))


def gets(game: RepeatedGame, values: Iterable[float], opening: bool = False, verb: str = "gets") -> str:
    """What each player gets: "Row gets 3 and Column gets 2.5"."""
    amounts = [number(float(value)) for value in values]
    names = [player_name(game, p, opening and not p) for p in range(len(amounts))]
    return joined([f"{name} {verb} {amount}" for name, amount in zip(names, amounts, strict=True)])


def instead(game: RepeatedGame, after: Iterable[float], before: Iterable[float], verb: str) -> str:
    """How payoffs change: "Row would get 3 a round instead of 1, and Column 3 instead of 1"."""
    pairs = [(number(float(new)), number(float(old))) for new, old in zip(after, before, strict=True)]
    said = [f"{player_name(game, p)} {new} instead of {old}" for p, (new, old) in enumerate(pairs)][1:]
    (new, old), *_ = pairs
    return ", and ".join([f"{player_name(game, 0)} {verb} {new} {per_period(game)} instead of {old}", *said])


def listed(told: Sequence[str], most: int = 4) -> str:
    """Some words, and how many more there are."""
    left = len(told) - most
    return joined([*told[:most], f"{left} more"] if left > 0 else told)


def per_period(game: RepeatedGame) -> str:
    """What a round is called: "a year"."""
    return safe(game.setting.period, True)


def next_period(game: RepeatedGame) -> str:
    """The round after this one: "the next year"."""
    return f"the next {per_period(game).removeprefix('a ').removeprefix('an ')}"


def path_words(game: RepeatedGame, path: Sequence[Sequence[str]], most: int = 3) -> str:
    """How play got somewhere: "In the first round", "After (defect, cooperate)"."""
    if not path:
        return "In the first round"
    if len(path) > most:
        return f"After {len(path)} rounds, the last of them {called(game, path[-1])}"
    return f"After {', then '.join(called(game, step) for step in path)}"


def percent(rate: float) -> str:
    """A rate in percent: "2 %"."""
    return f"{number(100 * rate)} %"


def rates(game: RepeatedGame, given: Sequence[float]) -> str:
    """A rate a player, told once where it is the same for all."""
    if len(set(given)) == 1:
        return percent(given[0])
    return joined([f"{percent(rate)} ({player_name(game, p)})" for p, rate in enumerate(given)])


def errors(game: RepeatedGame, noise: Sequence[float], misread: Sequence[float]) -> list[str]:
    """What goes wrong how often, in a sentence; none where nothing does."""
    told = [f"hands tremble in {rates(game, noise)} of rounds"] if any(noise) else []
    told += [f"players misread {rates(game, misread)} of moves"] if any(misread) else []
    return [f"{capital(joined(told))}."] if told else []
