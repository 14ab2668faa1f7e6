"""Players, postures, strategies and payoffs in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

import numpy.typing as npt

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.rounding import without_rounding
from negotiate.repeated.spoken import combination
from negotiate.report.blocks import Column, Kind, Shown
from negotiate.report.numbers import decimals, number
from negotiate.report.words import joined, safe, the


def player_name(game: RepeatedGame, player: int, opening: bool = False) -> str:
    """A player's name as a sentence has it."""
    return the(game.players[player], opening)


def player_columns(
    game: RepeatedGame,
    head: str = "{}",
    key: str = "{}",
    kind: Kind = "payoff",
    digits: Sequence[int] = (),
    shown: Shown = "both",
) -> tuple[Column, ...]:
    """A column a player, in whose heads its name or its key stands for `{}`."""
    return tuple(
        Column(head.format(safe(name, True)), kind, key.format(short), head.format(short), player, least, shown=shown)
        for player, (name, short, least) in enumerate(
            zip(game.players, game.keys, digits or (0,) * len(game.keys), strict=True)
        )
    )


def digits_of(rows: Sequence[Sequence[float]]) -> list[int]:
    """How many decimals the numbers of each column need, the small ones too."""
    return [max(decimals([float(value)]) for value in column) for column in zip(*rows, strict=True)]


def payoffs(game: RepeatedGame, values: npt.ArrayLike) -> tuple[float | None, ...]:
    """What each player gets, for a table; what is only rounding is 0, and nothing stands where no number does."""
    return tuple(x if isfinite(x) else None for x in without_rounding(game, values).tolist())


def postures(game: RepeatedGame, profile: Sequence[int]) -> str:
    """A combination of postures, between brackets."""
    return called(game, [game.stage.strategies[player][int(index)].label for player, index in enumerate(profile)])


def called(game: RepeatedGame, labels: Sequence[str]) -> str:
    """Labels of postures, one a player, between brackets."""
    return combination([safe(key, True) for key in game.keys], [safe(label, True) for label in labels])


def every(game: RepeatedGame, opening: bool = False) -> str:
    """All players in one word, to stand before a verb in the plural."""
    word = {1: player_name(game, 0), 2: "both"}.get(game.stage.n_players, "all")
    return beginning(word) if opening else word


def strategy(name: str) -> str:
    """A strategy as it is spoken of: `punish:periods=3` is "punish (periods 3)"."""
    word, _, given = safe(name, True).partition(":")
    told = word.replace("_", " ")
    return f"{told} ({given.replace('_', ' ').replace('=', ' ').replace(',', ', ')})" if given else told


def playing(game: RepeatedGame, names: Sequence[str]) -> str:
    """Who plays what: "both play grim", "Row plays grim and Column plays tit for tat"."""
    if len(names) > 1 and len(set(names)) == 1:
        return f"{every(game)} play {strategy(names[0])}"
    return joined([f"{player_name(game, p)} plays {strategy(name)}" for p, name in enumerate(names)])


def match_words(names: Sequence[str]) -> str:
    """What meets what: "tit for tat against grim"."""
    return " against ".join(strategy(name) for name in names)


def worth(game: RepeatedGame, values: Iterable[float]) -> str:
    """What each gets: "3 to Row and 2.5 to Column"."""
    return joined([f"{number(float(value))} to {player_name(game, p)}" for p, value in enumerate(values)])


def earnings(values: Iterable[float]) -> str:
    """What each gets, in the order of the players: "3 and 2.5"."""
    return joined([number(float(value)) for value in values])


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


def errors(game: RepeatedGame, noise: Sequence[float], misread: Sequence[float]) -> str:
    """What goes wrong how often, as a clause; empty where nothing does."""
    told = [f"hands tremble in {rates(game, noise)} of rounds"] if any(noise) else []
    told += [f"players misread {rates(game, misread)} of moves"] if any(misread) else []
    return joined(told)


def beginning(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]
