"""Whether strategies hold against each other, and where not, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import numpy as np
from rich.console import RenderableType

from negotiate.render.kind import Kind
from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.folded import folded
from negotiate.render.repeated.game import conditions
from negotiate.render.repeated.stepping_aside import objections, verdict
from negotiate.render.repeated.words import (
    called,
    earnings,
    every,
    keys,
    match_words,
    patience_words,
    patiences,
    per_period,
    strategy,
)
from negotiate.repeated.lasting.certificate import Certificate
from negotiate.report.numbers import aligned, exact
from negotiate.report.style import Look
from negotiate.report.words import safe

SURE = 1e-9
"""Of the range of payoffs: differences below it are rounding."""


def sentences(found: Certificate) -> list[str]:
    """Whether they hold, where not, and what all would rather skip."""
    holds = "hold against each other" if found.subgame_perfect else "do not hold against each other"
    if found.nash and not found.subgame_perfect:
        holds = "hold on the path alone"
    said = [f"{match_words(found.names)}: these strategies {holds}: {verdict(found)}."]
    said[0] = said[0][:1].upper() + said[0][1:]
    said += objections(found)
    return [*said, *renegotiation(found)]


def renegotiation(found: Certificate) -> list[str]:
    """Which punishment all would rather forget, if there is one."""
    told, game = found.renegotiation, found.game
    if told is None:
        return []
    where = called(game, told.postures) + (f", in {safe(told.phase, True)}" if told.phase else "")
    onward = "start again" if told.start else f"go on with {called(game, told.onward)}"
    numbers = f"{earnings(told.instead)} in place of {earnings(told.worth)} {per_period(game)}"
    rather = f"{every(game)} would rather forget it and {onward} ({numbers})"
    return [f"Once it has come to {where}, {rather}, so that the threat may not be believed."]


def _table(found: Certificate) -> list[list[str]]:
    game = found.game
    columns = [
        keys(game),
        [strategy(name) for name in found.names],
        patiences(game.discount),
        aligned(list(found.payoffs)),
        aligned(list(found.best_replies)),
        aligned([best - has for best, has in zip(found.best_replies, found.payoffs, strict=True)]),
    ]
    return [list(row) for row in zip(*columns, strict=True)]


HEADS = ["Player", "plays", "patience", "earns", "best reply", "gain"]


def _body(found: Certificate, look: Look) -> Iterable[RenderableType]:
    return folded(HEADS, _table(found), 2, look)


def _rows(found: Certificate) -> list[list[list[str]]]:
    game, gains = found.game, np.subtract(found.best_replies, found.payoffs)
    columns = [exactly(game, one) for one in (found.payoffs, found.best_replies, gains)]
    told = [[key, name] for key, name in zip(game.keys, found.names, strict=True)]
    players = [[*row, exact(game.discount[p]), *(column[p] for column in columns)] for p, row in enumerate(told)]
    witnesses = [["test", "path", "phase", "player", "instead of", "action", "gain"]]
    for test, one in (("subgame perfect", found.witness), ("nash", found.nash_witness)):
        if one is not None:
            path = "; ".join(", ".join(step) for step in one.path)
            witnesses.append([test, path, one.phase, one.player, one.instead_of, one.action, exact(one.gain)])
    return [[[head.lower() for head in HEADS], *players], witnesses]


def method(found: Certificate) -> str:
    """How it was tested."""
    states = "the one joint state" if found.states == 1 else f"each of the {found.states:,} joint states"
    sure = found.difference < SURE
    checked = "agree with" if sure else f"differ by {found.difference:.1g} of their range from"
    return (
        f"Method: exact; one step aside tried in {states} that any play can reach; payoffs {checked} those "
        f"added up round by round"
    )


def _remarks(found: Certificate) -> list[str]:
    return [patience_words(found.game), *conditions(found.game), *found.notes, method(found)]


KIND = Kind(Certificate, sentences, _body, _rows, _remarks, attrgetter("game"))
