"""A repeated game: who plays, how much later rounds count, under which conditions, and what a round is worth."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import errors, gets, per_period, player_columns, player_name, postures
from negotiate.report.blocks import Report, Table
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, joined
from negotiate.solvers.reports.matrix import matrix

ROWS = 16
"""Combinations of postures that people see where not everything is wanted."""


def report(found: RepeatedGame, look: Look) -> Report:
    """What is played how often, by whom, what goes wrong, and what each combination of postures pays."""
    drawn = [matrix(found.stage, look)] if found.stage.n_players == 2 else []
    return outline(found, answer(found), [*drawn, _payoffs(found, detail=bool(drawn))])


def answer(found: RepeatedGame) -> list[str]:
    """What is played how often, what is agreed, and what goes wrong."""
    period, setting = per_period(found), found.setting
    rounds = "without end" if setting.rounds is None else f"for {counted(setting.rounds, 'round')}"
    names = capital(joined([player_name(found, p) for p in range(found.stage.n_players)]))
    length = "" if period == "a round" else f" A round is {period}."
    kept = [float(found.stage.payoffs[(p, *found.cooperate)]) for p in range(found.stage.n_players)]
    return [
        f"{names} play this game again and again, {rounds}.{length}",
        f"If the players keep the agreement {postures(found, found.cooperate)}, {gets(found, kept)}.",
        f"The punishment is {postures(found, found.punish)}.",
        *errors(found, setting.noise, setting.misread),
    ]


def _payoffs(found: RepeatedGame, detail: bool) -> Table:
    """A row a combination of postures."""
    stage = found.stage
    rows = tuple(
        (*(own[k] for own, k in zip(found.postures, cell, strict=True)), *stage.payoffs[(slice(None), *cell)].tolist())
        for cell in np.ndindex(stage.shape)
    )
    columns = (*player_columns(found, key="{} plays", kind="words"), *player_columns(found, "{} gets"))
    return Table(columns, rows, most=ROWS, more="combination", detail=detail)
