"""Strategies and rates a player, as a command line writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy
    from negotiate.views.scenario import Scenario

EXAMPLES = {"--patience": "0.9", "--noise": "0.02", "--misread": "0.02"}
"""A number that each option might be given."""

Profile = tuple["Strategy | Automaton | str", ...]


def profile_of(game: RepeatedGame, given: Sequence[str] | None) -> Profile:
    """What follows `--play`: PLAYER=STRATEGY, or STRATEGY for all; who is left out plays what the file says, or grim.

    Raises
    ------
    Misused
        If there is no such player, or one is given twice.
    """
    if not given:
        return ()
    from negotiate.repeated.strategies.registry import taken  # noqa: PLC0415 - start-up stays light

    players = len(game.keys)
    chosen: list[Strategy | Automaton | str] = list(game.profile or ("grim",) * players)
    seen: set[int] = set()
    for text in given:
        seats, word = _seats(game, text)
        if seen & seats:
            raise Misused("`--play` gives a player two strategies", "give each player one, as PLAYER=STRATEGY")
        seen |= seats
        for player in seats:
            chosen[player] = taken(game, player, word)
    return tuple(chosen)


Pools = tuple[tuple["Strategy | Automaton", ...], ...]


def pools_of(game: RepeatedGame, given: Sequence[str] | None) -> Pools:
    """The same where many strategies meet: each `--play` lets one more take part, of all players or of one."""
    if not given:
        return ()
    from negotiate.repeated.strategies.registry import taken  # noqa: PLC0415 - start-up stays light

    pools: list[list[Strategy | Automaton]] = [[] for _ in game.keys]
    for text in given:
        seats, word = _seats(game, text)
        for player in seats:
            pools[player].append(taken(game, player, word))
    for player, pool in enumerate(pools):
        if not pool:
            said = f"`--play` lets no strategy of `{game.keys[player]}` take part"
            raise Misused(said, "give each player some, as PLAYER=STRATEGY, or all the same, as STRATEGY")
    return tuple(map(tuple, pools))


def _seats(game: RepeatedGame, text: str) -> tuple[set[int], str]:
    """Whom a text speaks of, and what of them; parameters of a strategy hold `=` too, behind a colon."""
    name, sign, rest = text.partition("=")
    if not sign or ":" in name:
        return set(range(len(game.keys))), text.strip()
    return {_seat(game.keys, name.strip(), "--play")}, rest.strip()


def _seat(keys: Sequence[str], name: str, option: str) -> int:
    if name not in keys:
        known = ", ".join(f"`{key}`" for key in keys)
        raise Misused(f"`{option}`: there is no player `{name}`", f"the players are {known}")
    return list(keys).index(name)


def rates(keys: Sequence[str], given: Sequence[str], option: str) -> dict[int, float]:
    """What follows an option that takes a number for all, or PLAYER=NUMBER: player → number.

    Raises
    ------
    Misused
        If it is no number from 0 to 1, or there is no such player.
    """
    found: dict[int, float] = {}
    for text in given:
        name, sign, word = text.rpartition("=")
        try:
            value = float(word)
        except ValueError:
            said = f"`{option}` takes a number, or PLAYER=NUMBER, and not `{text}`"
            raise Misused(said, _plainly(option, name, word)) from None
        if not 0 <= value <= 1:
            raise Misused(
                f"`{option}` takes a number from 0 to 1, and not {word}", f"such as `{option} {EXAMPLES[option]}`"
            )
        for player in [_seat(keys, name.strip(), option)] if sign else range(len(keys)):
            found[player] = value
    return found


def _plainly(option: str, name: str, word: str) -> str:
    """How a number is written that was given in percent; how any is written for anything else."""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", word.strip())
    value = f"{float(percent[1]) / 100:.12g}" if percent else EXAMPLES[option]
    meant = f"{option} {f'{name}=' if name else ''}{value}"
    return f"write `{meant}`" if percent else f"such as `{meant}`"


def patient(scenario: Scenario, given: Sequence[str] | None) -> Scenario:
    """The scenario with what a command line says of patience."""
    if not given:
        return scenario
    keys = list(scenario.players)
    said = rates(keys, given, "--patience")
    players = {
        key: replace(player, patience=said.get(place, player.patience))
        for place, (key, player) in enumerate(scenario.players.items())
    }
    return replace(scenario, players=players)


def money_of(scenario: Scenario) -> tuple[float, ...]:
    """What a unit of each player's payoff is worth in the money of side payments; empty where none may be made."""
    return tuple(scenario.side_payments.get(key, 0.0) for key in scenario.players) if scenario.side_payments else ()


def adjusted(
    game: RepeatedGame, noise: Sequence[str] | None, misread: Sequence[str] | None, rounds: int | None
) -> RepeatedGame:
    """The game with what a command line says of trembling hands, misreading and its end."""
    setting = game.setting
    changed = replace(
        setting,
        noise=_with(game, noise, "--noise", setting.noise),
        misread=_with(game, misread, "--misread", setting.misread),
        rounds=rounds or setting.rounds,
        ends=0.0 if rounds else setting.ends,
    )
    return replace(game, setting=changed)


def _with(game: RepeatedGame, given: Sequence[str] | None, option: str, now: tuple[float, ...]) -> tuple[float, ...]:
    """One rate a player: those that are given, else those of the file."""
    if not given:
        return now
    said = rates(game.keys, given, option)
    return tuple(said.get(player, rate) for player, rate in enumerate(now or (0.0,) * len(game.keys)))


def breach_of(game: RepeatedGame, given: str) -> tuple[int, int]:
    """What follows `--breach`: a player, and after `@` the round in which it steps aside, 1 by default.

    Raises
    ------
    Misused
        If there is no such player or round.
    """
    name, sign, word = given.partition("@")
    from negotiate.repeated.matches.breach import LONGEST  # noqa: PLC0415 - start-up stays light

    word = word.strip().lstrip("0") if sign else "1"
    such_as = f"such as `--breach {game.keys[0]}@3`"
    if not word.isdecimal():
        raise Misused(f"`--breach` takes PLAYER@ROUND, and not `{given}`", such_as)
    if len(word) > len(str(LONGEST)) or int(word) > LONGEST:  # longer words are not even read as numbers
        raise Misused(f"`--breach` takes a round from 1 to {LONGEST:,}", such_as)
    return _seat(game.keys, name.strip(), "--breach"), int(word)
