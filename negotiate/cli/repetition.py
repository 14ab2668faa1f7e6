"""The repeated game that a command line describes: rates of a scenario, changed for all players or for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from negotiate import RepeatedGame, Scenario
from negotiate.cli.arguments import Simulate
from negotiate.cli.usage import Misused, seat

EXAMPLES = {"--patience": "0.9", "--noise": "0.02", "--misread": "0.02"}
"""A number that each option might be given."""


def patient(scenario: Scenario, given: Sequence[str] | None) -> Scenario:
    """The scenario with the discount factors of a command line."""
    keys, now = list(scenario.players), [player.patience for player in scenario.players.values()]
    factors = rates(keys, given, "--patience", now)
    players = zip(scenario.players.items(), factors, strict=True)
    return replace(scenario, players={key: replace(player, patience=factor) for (key, player), factor in players})


def adjusted(game: RepeatedGame, asked: Simulate) -> RepeatedGame:
    """The game with the noise, the misreading and the end of a command line."""
    now = game.setting
    changed = replace(
        now,
        noise=rates(game.keys, asked.noise, "--noise", now.noise),
        misread=rates(game.keys, asked.misread, "--misread", now.misread),
        rounds=asked.rounds or now.rounds,
        ends=0.0 if asked.rounds else now.ends,
    )
    return replace(game, setting=changed)


def rates(keys: Sequence[str], given: Sequence[str] | None, option: str, now: Sequence[Any]) -> tuple[Any, ...]:
    """One number a player: what follows an option, as NUMBER or PLAYER=NUMBER, else what the file says.

    Raises
    ------
    Misused
        If it is no number from 0 to 1, or there is no such player.
    """
    if not given:
        return tuple(now)
    found = list(now or (0.0,) * len(keys))
    for text in given:
        name, sign, word = text.rpartition("=")
        try:
            value = float(word)
        except ValueError:
            said = f"`{option}` takes a number, or PLAYER=NUMBER, and not `{text}`"
            raise Misused(said, _written(option, name, word)) from None
        if not 0 <= value <= 1:
            said = f"`{option}` takes a number from 0 to 1, and not `{word}`"
            raise Misused(said, f"such as `{option} {EXAMPLES[option]}`")
        for player in [seat(name.strip(), keys, option)] if sign else range(len(keys)):
            found[player] = value
    return tuple(found)


def _written(option: str, name: str, word: str) -> str:
    """How a number is written that was given in percent; how any is written for anything else."""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?) ?%", word.strip())
    value = f"{float(percent[1]) / 100:.12g}" if percent else EXAMPLES[option]
    meant = f"`{option} {f'{name}=' if name else ''}{value}`"
    return f"write {meant}" if percent else f"such as {meant}"
