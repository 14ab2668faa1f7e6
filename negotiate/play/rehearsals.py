"""Rehearsals: the computer's seats play one game many times, and what comes of it is told as a
class's results are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from negotiate.display import Shown, entity
from negotiate.errors import UnsuitableGame
from negotiate.pages.classroom import Found, held
from negotiate.pages.results import NONE, REHEARSAL
from negotiate.play.opponents import Session
from negotiate.play.table import PERSON
from negotiate.play.table import Table as Game
from negotiate.report import report_of
from negotiate.report.blocks import Block, Report, Sentence
from negotiate.report.style import Look, counted, decimals, of_each, rounded, sentence_of

MOST = 10_000
"""Games that are ever rehearsed."""
SCHEMAS = {"Rehearsals": "negotiate/rehearsals/3"}


@entity
class Rehearsals(Shown):
    """What came of many games between the computer's seats.

    Parameters
    ----------
    title : str
        What the scenario is called.
    players, keys : tuple of str
        All players by name and by key, in the scenario's order.
    seats : Mapping[str, str]
        The key of the player of each seat → who plays it.
    games, seed : int
        Game number i starts from child i of the seed, whatever the number of games.
    deals : int or None
        How many end in a deal; None where nothing is signed.
    payoffs : tuple of float
        What each player has on average; empty where payoffs are levels.
    alike : bool
        Whether all went alike, move by move.
    results : Found or None
        The games as the results of a class; None where a class cannot play that.
    """

    title: str
    players: tuple[str, ...]
    keys: tuple[str, ...]
    seats: Mapping[str, str]
    games: int
    seed: int
    deals: int | None
    payoffs: tuple[float, ...]
    alike: bool
    results: Found | None


def rehearse(table: Game, games: int) -> Rehearsals:
    """Let the computer's seats play a game many times; nothing is logged.

    Parameters
    ----------
    table : Table
        Who plays what, and the seed. It is left as it is.
    games : int
        How often.

    Raises
    ------
    UnsuitableGame
        If a person has a seat, or nobody can play one.
    """
    if table.umpire or any(seat.plays == PERSON for seat in table.seats.values()):
        raise UnsuitableGame(
            "a rehearsal has no person at the table", "leave `--as` and `--umpire` out"
        )
    if not 1 <= games <= MOST:
        raise UnsuitableGame(
            f"there are 1 to {MOST:,} rehearsals, and not {games:,}", "name a number in between"
        )
    played, payoffs = list[Game](), list[Any]()
    for k in range(games):
        one = table.anew(
            int(np.random.SeedSequence(table.seed, spawn_key=(k,)).generate_state(1)[0])
        )
        Session(one).run()
        played.append(one)
        payoffs.append(one.form.payoffs(one.state))
    players = table.scenario.players
    found: Found | None = None
    with suppress(UnsuitableGame):  # a war game has no letters
        codes = {
            str(k): "" if (code := one.result()) == NONE else code
            for k, one in enumerate(played, 1)
        }
        found = replace(
            held(table.scenario, codes, table.form.lens, anonymous=True), gathering=REHEARSAL
        )
    return Rehearsals(
        table.scenario.heading,
        tuple(player.name for player in players.values()),
        tuple(players),
        {key: seat.plays for key, seat in table.seats.items()},
        games,
        table.seed,
        None
        if table.form.signed(played[0].state) is None
        else sum(bool(one.form.signed(one.state)) for one in played),
        () if table.scenario.is_ordinal else tuple(np.mean(payoffs, axis=0).tolist()),
        all(list(one.events) == list(played[0].events) for one in played),
        found,
    )


def report(found: Rehearsals, look: Look) -> Report:
    """How the games end, and then as a class's results."""
    blocks: list[Block] = [Sentence(one) for one in _told(found)]
    if found.results is not None:
        blocks += report_of(found.results, look).blocks
    return Report(
        f"{found.title}: {counted(found.games, 'rehearsal')}", tuple(blocks), found.players
    )


def _told(found: Rehearsals) -> Iterator[str]:
    names = dict(zip(found.keys, found.players, strict=True))
    who = [f"is played by `{name}`" for name in found.seats.values()]
    yield sentence_of(of_each([names[key] for key in found.seats], who))
    if found.deals is not None:
        of = f"{found.deals:,} of {found.games:,} games end in a deal."
        yield (
            of
            if found.games > 1
            else f"The game ends {'in a' if found.deals else 'without a'} deal."
        )
    if found.payoffs:
        words = [f"gets {rounded(x, decimals([x]))}" for x in found.payoffs]
        yield f"On average {of_each(found.players, words)}."
    if found.alike and found.games > 1:
        yield (
            f"All {found.games:,} games went alike, for no seat leaves a move to chance. Try "
            "`--against random`."
        )
    yield f"`--seed {found.seed}` plays the same games again."
