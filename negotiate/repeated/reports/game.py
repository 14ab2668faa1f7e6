"""A repeated game: who plays, how much later rounds count, under which conditions, and what a round is worth."""

from __future__ import annotations

import numpy as np

from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import (
    beginning,
    errors,
    per_period,
    player_columns,
    player_name,
    postures,
    worth,
)
from negotiate.report.blocks import Report, Table
from negotiate.report.style import Look
from negotiate.report.words import counted, joined

ROWS = 16
"""Combinations of postures that people see where not everything is wanted."""


def report(found: RepeatedGame, look: Look) -> Report:
    """What is played how often, by whom, what goes wrong, and what each combination of postures pays."""
    return outline(found, answer(found), [_payoffs(found)])


def answer(found: RepeatedGame) -> list[str]:
    """What is played how often, what is agreed, and what goes wrong."""
    period, setting = per_period(found), found.setting
    rounds = "without end" if setting.rounds is None else f"for {counted(setting.rounds, 'round')}"
    names = beginning(joined([player_name(found, p) for p in range(found.stage.n_players)]))
    length = "" if period == "a round" else f" A round is {period}."
    kept = [float(found.stage.payoffs[(p, *found.cooperate)]) for p in range(found.stage.n_players)]
    wrong = errors(found, setting.noise, setting.misread)
    return [
        f"{names} meet again {rounds}.{length}",
        f"The agreement is {postures(found, found.cooperate)}. It gives {worth(found, kept)}.",
        f"The punishment is {postures(found, found.punish)}.",
        *([f"{beginning(wrong)}."] if wrong else []),
    ]


def _payoffs(found: RepeatedGame) -> Table:
    """A row a combination of postures."""
    stage = found.stage
    rows = tuple(
        (*(own[k].label for own, k in zip(stage.strategies, cell, strict=True)), *gets.tolist())
        for cell in np.ndindex(stage.shape)
        for gets in [stage.payoffs[(slice(None), *cell)]]
    )
    plays, pays = player_columns(found, "{}", "{} plays", "words"), player_columns(found, "{} gets", "payoff {}")
    return Table((*plays, *pays), rows, most=ROWS, more="combination")
