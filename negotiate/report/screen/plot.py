"""A plot on a screen, drawn with letters and signs: points over two axes, bars, or strips of
cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rich.cells import cell_len
from rich.text import Text

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import entity
from negotiate.report.blocks import Plot, Series
from negotiate.report.screen import cut, one_line, pad, paragraph, signs, stripped
from negotiate.report.style import (
    FAINT,
    HEIGHT,
    ROLES,
    TITLE,
    Look,
    aligned,
    counted,
    decimals,
    few_digits,
    joined,
    player_style,
    rounded,
    steady,
)

AROUND = 0.25
"""Of the width of what has to be drawn: how far beyond it the picture goes."""
WIDEST = 72
"""Columns of a plane, at most."""
NARROWEST = 4
"""Columns of a plane, at least, where long numbers stand beside it on a narrow screen."""
PLACES = 9
"""Decimals of a row or column, and of a width: how points are placed does not hang on their last
bits.
"""
EDGE = 200
"""Points along an edge of an area, so many that no cell is left out."""
TENS = 10
"""Cells of a strip from one number above it to the next."""


def plot_lines(plot: Plot, look: Look, rows: int = HEIGHT) -> Iterable[Text]:
    """Draw a plot with its legend, a plane in so many rows."""
    if plot.title and plot.kind != "scatter":
        yield Text(one_line(plot.title, look), style=TITLE)
    if plot.kind == "bars":
        yield from _bars(plot, look)
    elif plot.kind == "strip":
        yield from _strips(plot, look)
    else:
        yield from _plane(plot, look, rows)
    if plot.note:
        yield from paragraph(one_line(plot.note, look), look, FAINT)


@entity
class _Window:
    """The rectangle that is drawn, and how many columns and rows it has."""

    low: FloatArray
    high: FloatArray
    width: int
    height: int
    whole: tuple[bool, bool]

    def cells(self, points: FloatArray) -> tuple[IndexArray, IndexArray]:
        """The column and the row of each point, rows counted from the top."""
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        share = (points - self.low[:, None]) / span[:, None]
        columns = np.rint(np.round(share[0] * (self.width - 1), PLACES)).astype(np.intp)
        rows = (
            self.height
            - 1
            - np.rint(np.round(share[1] * (self.height - 1), PLACES)).astype(np.intp)
        )
        return columns, rows

    def holds(self, points: FloatArray) -> npt.NDArray[np.bool_]:
        """Which of the points lie in it."""
        slack = (self.high - self.low) * 10.0**-PLACES
        inside = (points >= (self.low - slack)[:, None]) & (points <= (self.high + slack)[:, None])
        return np.asarray(inside.all(axis=0), dtype=bool)

    def filling(self, corners: FloatArray) -> FloatArray:
        """Points along the edges of a convex area, and the middles of the cells inside it."""
        steps = np.linspace(0.0, 1.0, EDGE)
        after = np.roll(corners, -1, axis=1)
        edges = corners[:, :, None] + steps * (after - corners)[:, :, None]
        across, up = (
            np.linspace(low, high, count)
            for low, high, count in zip(self.low, self.high, (self.width, self.height), strict=True)
        )
        cells = np.stack(np.meshgrid(across, up), axis=0).reshape(2, -1)
        sides = after - corners
        apart = cells[:, None, :] - corners[:, :, None]
        turns = np.sign(sides[0][:, None] * apart[1] - sides[1][:, None] * apart[0])
        inside = (turns >= 0).all(axis=0) | (turns <= 0).all(axis=0)
        inside &= (
            (cells >= corners.min(axis=1)[:, None]) & (cells <= corners.max(axis=1)[:, None])
        ).all(axis=0)
        return np.concatenate([edges.reshape(2, -1), cells[:, inside]], axis=1)


def _plane(plot: Plot, look: Look, rows: int) -> Iterable[Text]:
    series = [one for one in plot.series if one.x]
    window = _window(plot, series, look, rows)
    ticks = _ticks(window)
    margin = max(cell_len(word) for word in ticks.values()) + 1
    grid, shown = _grid(plot, window, series, look)
    bar = signs("│", look)
    yield Text(cut(one_line(plot.up, look), look.columns, look), no_wrap=True, style=TITLE)
    for row in range(window.height):
        line = Text(f"{ticks.get(row, ''):>{margin - 1}} {bar}", no_wrap=True)
        for sign, style in grid[row]:
            line.append(sign, style=style or None)
        yield stripped(line)
    yield from _foot(window, margin, one_line(plot.across, look), look)
    yield from _legend(plot, window, series, shown, look)


def _points(one: Series) -> FloatArray:
    return np.stack([np.asarray(one.x, dtype=float), np.asarray(one.y, dtype=float)])


def _sign(one: Series, look: Look) -> str:
    """A sign of the plane; a dot stays one in ASCII, where its usual substitute draws the
    guides.
    """
    return signs("." if look.ascii and one.sign == "·" else one.sign, look)


def _style(one: Series) -> str:
    return player_style(one.player) if one.player >= 0 else ROLES[one.role]


def _window(plot: Plot, series: Sequence[Series], look: Look, rows: int) -> _Window:
    cross = np.array(plot.guides if plot.guides is not None else [], dtype=float).reshape(2, -1)
    near = np.concatenate([cross, *(_points(one) for one in series if not one.faint)], axis=1)
    every = np.concatenate([near, *(_points(one) for one in series)], axis=1)
    near = near if near.size else every
    low, high = near.min(axis=1), near.max(axis=1)
    span = high - low
    flat = span <= 10.0**-PLACES * np.maximum(np.abs(low), np.abs(high))
    low = np.where(flat, every.min(axis=1), np.maximum(every.min(axis=1), low - AROUND * span))
    high = np.where(flat, every.max(axis=1), np.minimum(every.max(axis=1), high + AROUND * span))
    level = high - low <= 10.0**-PLACES * np.maximum(np.abs(low), np.abs(high))
    high = np.where(level, low, high)
    inner = np.ceil(np.round(low, PLACES)), np.floor(np.round(high, PLACES))
    low, high = np.where(plot.whole, inner[0], low), np.where(plot.whole, inner[1], high)
    draft = _Window(low, high, WIDEST, rows, plot.whole)
    margin = max(cell_len(word) for word in _ticks(draft).values()) + 1
    return _Window(
        low, high, max(min(look.columns - margin - 2, WIDEST), NARROWEST), rows, plot.whole
    )


def _grid(
    plot: Plot, window: _Window, series: Sequence[Series], look: Look
) -> tuple[list[list[tuple[str, str]]], list[set[tuple[int, int]]]]:
    """The signs of the plane, and for each series the cells that it takes."""
    grid = [[(" ", "")] * window.width for _ in range(window.height)]
    if plot.guides is not None:
        (column,), (row,) = (
            found.tolist() for found in window.cells(np.array(plot.guides)[:, None])
        )
        for k in range(window.width):
            grid[row][k] = (signs("┈", look), FAINT)
        for k in range(window.height):
            grid[k][column] = (signs("┊", look), FAINT)
    seats = []
    for one in series:
        points = window.filling(_points(one)) if one.filled else _points(one)
        columns, rows = window.cells(points[:, window.holds(points)])
        cells = np.unique(rows * window.width + columns).tolist()
        seats.append({(cell // window.width, cell % window.width) for cell in cells})
        for r, c in seats[-1]:
            grid[r][c] = (_sign(one, look), _style(one))
    busy = set().union(*(own for one, own in zip(series, seats, strict=True) if not one.faint))
    for one in series:
        if one.beside:
            _write_beside(grid, window, one, busy, look)
    return grid, seats


def _write_beside(
    grid: list[list[tuple[str, str]]],
    window: _Window,
    one: Series,
    busy: set[tuple[int, int]],
    look: Look,
) -> None:
    """Write each label to the right of its point, or to the left, where nothing but faint points
    stands.
    """
    columns, rows = window.cells(_points(one))
    here: dict[tuple[int, int], list[str]] = {}
    for row, column, label in zip(rows.tolist(), columns.tolist(), one.labels, strict=True):
        here.setdefault((row, column), []).append(label)
    for (row, column), labels in here.items():
        word = one_line(",".join(filter(None, labels)), look)
        for start in (column + 1, column - len(word)):
            cells = [(row, start + k) for k in range(len(word))]
            if (
                word
                and start >= 0
                and start + len(word) <= window.width
                and not busy.intersection(cells)
            ):
                for (_, c), letter in zip(cells, word, strict=True):
                    grid[row][c] = (letter, TITLE)
                busy.update(cells)
                break


def _ticks(window: _Window) -> dict[int, str]:
    """Row → the number beside it: the top, the middle or what is whole and near it, the bottom."""
    low, high, height = float(window.low[1]), float(window.high[1]), window.height
    if high <= low:
        return {height - 1: rounded(low, decimals([low]))}
    if window.whole[1]:
        levels = dict.fromkeys((high, float(round((low + high) / 2)), low))
        return {
            round(steady((high - x) / (high - low) * (height - 1))): f"{steady(x):.0f}"
            for x in levels
        }
    rows = (0, height // 2, height - 1)
    values = [high - (high - low) * row / (height - 1) for row in rows]
    return dict(zip(rows, short_ticks(values), strict=True))


def short_ticks(values: Sequence[float]) -> list[str]:
    """Numbers of an axis, with as few decimals as tell them apart."""
    span = steady(max(values) - min(values))
    places = 0 if span >= 10 else 1 if span >= 1 else 2 if span >= 0.1 else decimals(values)
    return ["0" if steady(abs(value) / span) < 0.01 else rounded(value, places) for value in values]


def _foot(window: _Window, margin: int, across: str, look: Look) -> Iterable[Text]:
    """The lower edge, the numbers at its ends, and between them what the axis is called."""
    low, high = float(window.low[0]), float(window.high[0])
    yield Text(" " * margin + signs("└" + "─" * window.width, look), no_wrap=True)
    left, right = short_ticks([low, high]) if high > low else (rounded(low, decimals([low])), "")
    if max(cell_len(left), cell_len(right)) > window.width:
        left, right = (
            few_digits(steady(x), 2) if word else "" for word, x in ((left, low), (right, high))
        )
    if max(cell_len(left), cell_len(right)) > look.columns - margin - 1:
        left, right = (f"{x:.1e}" if word else "" for word, x in ((left, low), (right, high)))
    room = window.width - 2 * max(cell_len(left), cell_len(right)) - 4
    line = Text(" " * (margin + 1), no_wrap=True)
    if cell_len(across) <= room:
        before = (window.width - cell_len(across)) // 2
        line.append(pad(left, before))
        line.append(across, style=TITLE)
        line.append(pad(right, window.width - before - cell_len(across), right=True))
        yield stripped(line)
        return
    apart = cell_len(left) + cell_len(right) < window.width
    line.append(left + (pad(right, window.width - cell_len(left), right=True) if apart else ""))
    yield stripped(line)
    for word, style in (("" if apart else right, ""), (across, TITLE)):
        if word:
            told = pad(cut(word, look.columns - margin - 1, look), window.width, right=True)
            yield Text(" " * (margin + 1) + told, no_wrap=True, style=style)


def _legend(
    plot: Plot,
    window: _Window,
    series: Sequence[Series],
    seats: Sequence[set[tuple[int, int]]],
    look: Look,
) -> Iterable[Text]:
    """What the signs that can be seen mean, what hides what, and what lies outside."""
    top = {seat: place for place, own in enumerate(seats) for seat in own}
    seen = set(top.values())
    named = [
        one
        for place, one in enumerate(series)
        if one.name and (place in seen or (one.named and seats[place]))
    ]
    said = list(dict.fromkeys(f"{_sign(one, look)} {one_line(one.name, look)}" for one in named))
    dotted = [signs(f"┈ {plot.guided}", look)] if plot.guided else []
    beside = cell_len("   ".join([*said, *dotted])) <= look.columns
    said += dotted if beside else []
    if said:
        yield from paragraph("   ".join(said), look, FAINT)
    more: list[str] = []
    for place, (one, own) in enumerate(zip(series, seats, strict=True)):
        over = {top[seat] for seat in own}
        if one.named and own and place not in over and series[max(over)].sign != one.sign:
            more.append(f"{_sign(one, look)} lies under {_sign(series[max(over)], look)}")
    more = [joined(list(dict.fromkeys(more)))] if more else []
    more += [] if beside or not dotted else [f"Dotted lines: {plot.guided}"]
    beyond = [one.name for one in series if one.filled and not window.holds(_points(one)).all()]
    more += [f"What is {joined(beyond)} goes on outside the picture"] if beyond else []
    left = sum(
        int((~window.holds(_points(one))).sum()) for one in series if one.faint and not one.filled
    )
    if left:
        more.append(
            f"{counted(left, plot.noun)} {'lies' if left == 1 else 'lie'} outside the picture"
        )
    if more:
        yield from paragraph(". ".join(more) + ".", look, FAINT)


def _bars(plot: Plot, look: Look) -> Iterable[Text]:
    """A bar a point, each with its label and its number, or both its ends where it does not begin
    at 0.
    """
    bars = [
        (one, *bar) for one in plot.series for bar in zip(one.labels, one.y, one.x, strict=True)
    ]
    names = [cut(one_line(label, look), look.columns // 3, look) for _, label, *_ in bars]
    starts, values = [y for *_, y, _ in bars], [x for *_, x in bars]
    words = aligned(values)
    if plot.guides or any(starts):
        words = [f"{first} to {last}" for first, last in zip(aligned(starts), words, strict=True)]
    left = max(map(cell_len, names), default=0)
    room = max(look.columns - left - max(map(len, words), default=0) - 4, 4)
    guide = plot.guides[0] if plot.guides else 0.0
    low, high = min(guide, *starts, *values), max(guide, *starts, *values)
    unit = room / (high - low) if high > low else 0.0
    zero = round(steady((guide - low) * unit))
    for (one, _, first, last), name, word in zip(bars, names, words, strict=True):
        begin, end = (round(steady((x - low) * unit)) for x in sorted((first, last)))
        end = max(end, begin + (first != last))
        drawn = " " * begin + ("#" if look.ascii else "█") * (end - begin)
        if plot.guides:
            drawn = f"{drawn:{zero}}"[:zero] + signs("┊", look) + f"{drawn:{zero + 1}}"[zero + 1 :]
        line = Text(f"{pad(name, left)}  {word}  {drawn}", no_wrap=True)
        line.stylize(_style(one), len(line) - len(drawn))
        yield stripped(line)
    if plot.guided:
        yield Text(one_line(signs(f"┊ {plot.guided}", look), look), style=FAINT)


def _strips(plot: Plot, look: Look) -> Iterable[Text]:
    """A line a series, a sign a cell, folded to the width, with the numbers of every tenth cell
    above.
    """
    series = [one for one in plot.series if one.labels]
    heads = [cut(one_line(one.name, look), look.columns // 4, look) for one in series]
    margin = max(map(cell_len, [plot.across, *heads])) + 2
    cells = max((len(one.labels) for one in series), default=0)
    if plot.ends is not None:
        yield from _map(plot, series, heads, min(cells, max(look.columns - margin, 1)), look)
        return
    span = max((look.columns - margin) // TENS, 1) * TENS
    for start in range(0, cells, span):
        stop = min(start + span, cells)
        yield Text(pad(plot.across, margin) + _ruler(start, stop), style=FAINT, no_wrap=True)
        for head, one in zip(heads, series, strict=True):
            own = "".join(signs(label, look)[:1] or " " for label in one.labels[start:stop])
            if own.strip():
                line = Text.assemble((pad(head, margin), TITLE), (own, _style(one)), no_wrap=True)
                yield stripped(line)


def _map(
    plot: Plot, series: Sequence[Series], heads: Sequence[str], cells: int, look: Look
) -> Iterable[Text]:
    """A line a series, as many of its cells as have room, the first and the last with them."""
    margin = max(map(cell_len, heads)) + 2
    left, right = plot.ends or ("", "")
    apart = max(cells - cell_len(right), cell_len(left) + 2)
    if left:
        yield Text(" " * margin + pad(left, apart) + right, style=FAINT, no_wrap=True)
    for head, one in zip(heads, series, strict=True):
        some = np.rint(np.linspace(0, len(one.labels) - 1, cells)).astype(int)
        own = "".join(signs(one.labels[place], look)[:1] or " " for place in some)
        yield stripped(Text.assemble((pad(head, margin), TITLE), (own, _style(one)), no_wrap=True))


def _ruler(start: int, stop: int) -> str:
    """The numbers of the first cell of a stretch and of every tenth."""
    line = ""
    for cell in range(start, stop):
        if (cell + 1) % TENS and cell != start:
            continue
        word, here = str(cell + 1), cell - start
        place = here if cell == start else here - len(word) + 1
        if place > len(line) or not line:
            line = line.ljust(place) + word
    return line
