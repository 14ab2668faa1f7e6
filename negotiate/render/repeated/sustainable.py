"""What two players could get, and what some equilibrium sustains, as a plane of payoffs."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import numpy as np
from rich.console import RenderableType

from negotiate.games.normal_form import FloatArray
from negotiate.render.bargaining.scatter import Layer, Plane, plane, scatter
from negotiate.render.kind import Kind
from negotiate.render.repeated.exactly import exactly
from negotiate.render.repeated.words import earnings, patience_words, payoffs, per_period, postures, who
from negotiate.render.solution import paragraph
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.sustaining.grounds import everything
from negotiate.repeated.sustaining.sustainable import Sustainable, within
from negotiate.report.numbers import number
from negotiate.report.style import FAINT, MARK, Look
from negotiate.report.words import counted, joined, safe

HEIGHT = 15
UNEQUAL = (
    "Patience differs, so players gain by trading early rounds for late ones: more can be sustained than one round "
    "makes possible; the corners are found from outside and may lie a little too far out"
)
"""Rows of the plane."""


def _sentences(found: Sustainable) -> list[str]:
    game = found.game
    agreement = postures(game, found.game.cooperate)
    if not len(found.corners):
        return ["No equilibrium in pure strategies sustains anything at this patience."]
    holds = "Some strategies sustain" if found.sustained else "No strategies sustain"
    worth = f"{payoffs(game, found.agreement)} {per_period(game)}"
    said = [f"{holds} the agreement {agreement}, worth {worth}, at this patience."]
    low, high = found.corners.min(axis=0), found.corners.max(axis=0)
    if len(found.corners) == 1:
        said.append(f"Nothing but {earnings(found.corners[0])} can be sustained.")
    else:
        spans = [f"{who(game, p)} from {number(low[p])} to {number(high[p])}" for p in (0, 1)]
        said.append(
            f"What can be sustained gives {' and '.join(spans)}; it has {counted(len(found.corners), 'corner')}."
        )
    said.append(f"Nobody can be held below {payoffs(game, found.floor)}.")
    return [*said, *_holding_down(found)]


def _holding_down(found: Sustainable) -> list[str]:
    """Which options hold the players down, where they are no postures."""
    game = found.game
    told: list[str] = []
    for player, held in enumerate(found.held_by):
        if held is not None and np.count_nonzero(held.punishing) == 1:
            other = 1 - player
            action = everything(game).strategies[other][int(held.punishing.argmax())]
            if all(posture.choices != action.choices for posture in game.stage.strategies[other]):
                told.append(f"{who(game, other)}{'' if told else ' does so'} with {safe(action.label, True)}")
    if not told:
        return []
    return [f"{joined(told)}, which {'is no posture' if len(told) == 1 else 'are no postures'}."]


def _beyond(seen: Plane, found: Sustainable) -> str:
    """How far what is possible goes on outside the picture; nothing where it does not."""
    told = []
    for player, points in enumerate(found.feasible.T):
        name, low, high = who(found.game, player), float(points.min()), float(points.max())
        down = f"down to {number(low)}" if low < seen.low[player] else ""
        up = f"up to {number(high)}" if high > seen.high[player] else ""
        if down or up:
            told.append(f"for {name} {joined([one for one in (down, up) if one])}")
    return f"Beyond the picture, what is possible goes on {joined(told)}." if told else ""


def _body(found: Sustainable, look: Look) -> Iterable[RenderableType]:
    game, plot = found.game, look.glyphs.plot
    named = [
        Layer("x", found.fallback[:, None], MARK, named=True),
        Layer(look.glyphs.star, found.agreement[:, None], MARK, named=True),
    ]
    floor = np.array(found.floor)
    frame = [Layer(plot.refused, found.feasible.T, faint=True), Layer(plot.zone, found.corners.T), *named]
    seen = plane(frame, floor, look, HEIGHT)
    slack = seen.high - seen.low
    layers = [
        Layer(plot.refused, _filled(seen, found.feasible, slack), FAINT),
        Layer(plot.zone, _filled(seen, found.corners, slack)),
        *named,
    ]
    across, up = (_axis(game, p) for p in (0, 1))
    yield from scatter(seen, layers, floor, across, up, look)
    told = [f"{plot.refused} possible", f"{plot.zone} can be sustained", f"{look.glyphs.star} the agreement"]
    told += ["x the punishment", "lines: floors"]
    yield from paragraph("  ".join(told), look, FAINT)
    if beyond := _beyond(seen, found):
        yield from paragraph(beyond, look, FAINT)


def _filled(seen: Plane, corners: FloatArray, slack: FloatArray) -> FloatArray:
    """The cells of the plane that lie in a convex set, and its corners, shape (2, m)."""
    steps = [np.linspace(low, high, count) for low, high, count in zip(seen.low, seen.high, _size(seen), strict=True)]
    cells = np.stack(np.meshgrid(*steps, indexing="ij"), axis=-1).reshape(-1, 2)
    edges = np.concatenate([_edges(corners), cells[within(corners, cells, slack)]])
    return edges.T


def _size(seen: Plane) -> tuple[int, int]:
    return seen.width, seen.height


def _edges(corners: FloatArray) -> FloatArray:
    """Points along the edges, so close that no cell is left out."""
    if not len(corners):
        return np.zeros((0, 2))
    steps = np.linspace(0.0, 1.0, 200)[:, None, None]
    return ((1 - steps) * corners + steps * np.roll(corners, -1, axis=0)).reshape(-1, 2)


def _axis(game: RepeatedGame, player: int) -> str:
    unit = safe(game.units[player], True) if game.units else ""
    return f"{who(game, player)}{f' ({unit})' if unit else ''}"


def _rows(found: Sustainable) -> list[list[list[str]]]:
    rows = [["what", *found.game.keys]]
    for what, points in (("possible", found.feasible), ("sustained", found.corners)):
        rows += [[what, *exactly(found.game, point)] for point in points]
    for what, point in (
        ("agreement", found.agreement),
        ("punishment", found.fallback),
        ("floor", np.array(found.floor)),
    ):
        rows.append([what, *exactly(found.game, point)])
    return [rows]


def _remarks(found: Sustainable) -> list[str]:
    method = "the largest set of payoffs that supports itself (Abreu, Pearce and Stacchetti 1990)"
    return [
        patience_words(found.game),
        *([UNEQUAL] if len(set(found.game.effective)) > 1 else []),
        *found.game.notes,
        *found.notes,
        f"Method: pure actions and a public lottery before each round; {method}",
    ]


KIND = Kind(Sustainable, _sentences, _body, _rows, _remarks, attrgetter("game"))
