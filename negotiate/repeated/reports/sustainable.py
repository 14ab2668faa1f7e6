"""What two players could get, and what some equilibrium sustains, as a plane of payoffs."""

from __future__ import annotations

import numpy as np

from negotiate.games.normal_form import FloatArray
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.reports.outline import outline
from negotiate.repeated.reports.words import (
    earnings,
    payoffs,
    per_period,
    player_columns,
    player_name,
    postures,
    worth,
)
from negotiate.repeated.sustaining.grounds import everything
from negotiate.repeated.sustaining.sustainable import Sustainable
from negotiate.report.blocks import Column, Note, Report, Sentence, Table
from negotiate.report.numbers import number
from negotiate.report.plots import Plot, Series
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

UNEQUAL = (
    "The discount factors differ, so players gain by trading early rounds for late ones. Therefore more can be "
    "sustained than one round makes possible. The corners are found from outside and may lie a little too far out."
)
METHOD = (
    "Method: pure actions, and a public lottery before each round; the largest set of payoffs that supports itself "
    "(Abreu, Pearce and Stacchetti 1990)."
)


def report(found: Sustainable, look: Look) -> Report:
    """Whether the agreement can be sustained, and what else."""
    possible = f"All that is possible gives {joined(_spans(found.game, found.feasible))}."
    pictures = (Sentence(possible, detail=True), _plane(found), _for_programs(found))
    unequal = [Note(UNEQUAL, detail=True)] if len(set(found.game.effective)) > 1 else []
    return outline(found.game, answer(found), pictures, found.notes, [*unequal, Note(METHOD, detail=True)])


def answer(found: Sustainable) -> list[str]:
    """Whether some strategies sustain the agreement, and the range of what can be sustained."""
    game, corners = found.game, found.corners
    if not len(corners):
        return ["No equilibrium in pure strategies sustains anything at these discount factors."]
    holds = "Some strategies sustain" if found.sustained else "No strategies sustain"
    gives = f"{worth(game, found.agreement)} {per_period(game)}"
    said = [f"{holds} the agreement {postures(game, game.cooperate)} at these discount factors. It gives {gives}."]
    if len(corners) == 1:
        said.append(f"Nothing but {earnings(corners[0])} can be sustained.")
    else:
        spans = _spans(game, corners)
        said.append(f"What can be sustained gives {joined(spans)}. Its area has {counted(len(corners), 'corner')}.")
    return [*said, f"Nobody can be held below {worth(game, found.floor)}.", *_holding_down(found)]


def _spans(game: RepeatedGame, points: FloatArray) -> list[str]:
    ends = zip(points.min(axis=0).tolist(), points.max(axis=0).tolist(), strict=True)
    return [f"{player_name(game, p)} from {number(low)} to {number(high)}" for p, (low, high) in enumerate(ends)]


def _holding_down(found: Sustainable) -> list[str]:
    """Which options hold the players down, where they are no postures."""
    game, said = found.game, []
    for player, held in enumerate(found.held_by):
        if held is None or np.count_nonzero(held.punishing) != 1:
            continue
        other = 1 - player
        action = everything(game).strategies[other][int(held.punishing.argmax())]
        if all(posture.choices != action.choices for posture in game.stage.strategies[other]):
            holder, down = player_name(game, other, True), player_name(game, player)
            said.append(f"{holder} holds {down} down with `{safe(action.label, True)}`, which is no posture.")
    return said


def _plane(found: Sustainable) -> Plot:
    game = found.game
    areas = (("possible", found.feasible, "·", True), ("can be sustained", found.corners, "○", False))
    points = (("the punishment", found.fallback, "x"), ("the agreement", found.agreement, "★"))
    series = [
        Series(name, *_two(corners), sign, "faint" if faint else "", faint=faint, filled=True)
        for name, corners, sign, faint in areas
        if len(corners)
    ]
    series += [Series(name, *_two(point[None]), sign, "equilibrium", named=True) for name, point, sign in points]
    across, up = (f"{safe(name, True)}{_unit(game, p)}" for p, name in enumerate(game.players))
    title = f"Payoffs of {per_period(game)} to {joined([player_name(game, p) for p in range(2)])}"
    guides = (float(found.floor[0]), float(found.floor[1]))
    return Plot("scatter", tuple(series), across, up, guides, title=title, note="Lines: what nobody can be held below.")


def _unit(game: RepeatedGame, player: int) -> str:
    unit = safe(game.units[player], True) if game.units else ""
    return f" ({unit})" if unit else ""


def _two(points: FloatArray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(points[:, 0].tolist()), tuple(points[:, 1].tolist())


def _for_programs(found: Sustainable) -> Table:
    points = [("possible", point) for point in found.feasible] + [("sustained", point) for point in found.corners]
    points += [("agreement", found.agreement), ("punishment", found.fallback), ("floor", np.array(found.floor))]
    rows = tuple((what, *payoffs(found.game, point)) for what, point in points)
    return Table((Column("what"), *player_columns(found.game)), rows, only="programs")
