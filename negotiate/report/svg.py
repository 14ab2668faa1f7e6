"""Plots as SVG: scatter, line, bars, regions and strips, with nothing but shapes and text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from negotiate.report.blocks import Plot, Report, Series
from negotiate.report.style import PLAYERS, counted, decimals, number, safe, steady

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 28, 52
MARGIN = 8
"""Below bars or strips where nothing is said of the axis."""
ROW = 26
"""Height of a bar or of a strip."""
COLOURS = {"": "#6b7d8f", "path": "#2f8fd0", "equilibrium": "#1f9e77", "red line": "#b3417e", "faint": "#8b97a2b0"}
TICKS = 5
AROUND = 0.25
"""Of what has to be seen: how far beyond it a plane goes to show what need not be."""
TENS = 10
"""Cells of a strip from one number above it to the next."""
CROWD, COARSE = 2000, 3
"""Points of a series beyond which their places are rounded to so many pixels."""
BESIDE = 2
"""Names beside each other in a legend."""
HALO = 'paint-order="stroke" stroke="Canvas" stroke-width="3"'
"""What keeps a word readable over points."""
LETTER = 8
"""Pixels of a letter, about."""
DASHES = 'stroke="currentColor" stroke-opacity=".45" stroke-dasharray="4 4"'
"""How a guide is drawn."""
Placed = Callable[[float, float], tuple[float, float]]
"""From numbers to pixels."""


def svgs(report: Report) -> list[str]:
    """Every plot of a report, as one SVG each."""
    return [svg(block) for block in report.walk() if isinstance(block, Plot)]


OPENING = '<svg xmlns="http://www.w3.org/2000/svg" data-generator="negotiate"'
"""How every picture begins, so that it can be told from a file of somebody else."""


def svg(plot: Plot) -> str:
    """Draw one plot; it scales with the page that holds it, and its title is what a screen reader says."""
    height = _height(plot)
    body = "".join(_bars(plot, height) if plot.kind == "bars" else _drawn(plot, height))
    title = _text(plot.title or f"{plot.up} over {plot.across}".strip())
    return (
        f'{OPENING} viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="currentColor"><title>{title}</title>{body}</svg>'
    )


def _height(plot: Plot) -> int:
    if plot.kind == "bars":
        return TOP + (BOTTOM if plot.across else MARGIN) + ROW * sum(len(one.x) for one in plot.series)
    if plot.kind == "strip":
        return TOP + MARGIN + ROW * len(plot.series)
    return HEIGHT + 18 * -(-len(_named(plot)) // BESIDE)


def _drawn(plot: Plot, height: int) -> Iterator[str]:
    return _strips(plot) if plot.kind == "strip" else _plane(plot, height)


def _plane(plot: Plot, height: int) -> Iterator[str]:
    series = [one for one in plot.series if one.x]
    near = [one for one in series if not one.faint] or series
    guides = plot.guides or (None, None)
    across = _range([x for one in near for x in one.x], [x for one in series for x in one.x], guides[0])
    up = _range([y for one in near for y in one.y], [y for one in series for y in one.y], guides[1])

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (x - across[0]) / (across[1] - across[0]) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - (y - up[0]) / (up[1] - up[0]) * (HEIGHT - TOP - BOTTOM),
        )

    yield from _axes(plot, across, up, at)
    left = 0
    for one in series:
        shown = _within(one, across, up) if one.faint and not one.filled else one
        left += len(one.x) - len(shown.x)
        yield from _series(plot, shown, at)
    yield from _beside(series, at)
    if left:
        words = f"{counted(left, plot.noun)} {'lies' if left == 1 else 'lie'} outside the picture"
        corner = f'x="{WIDTH - RIGHT}" y="{TOP - 8}" text-anchor="end"'
        yield f'<text {corner} opacity=".75">{_text(words)}</text>'
    for place, one in enumerate(_named(plot)):
        x, y = LEFT + place % BESIDE * 280, HEIGHT + 18 * (place // BESIDE)
        letter = one.sign if one.sign.isalnum() else ""  # beside the point in the plane, before the name here
        yield f'<g transform="translate({x} {y - 4})">{_sign(replace(one, sign="●") if letter else one, 0, 0)}</g>'
        yield f'<text x="{x + 10}" y="{y}">{_text(f"{letter} {_name(one)}".strip())}</text>'


def _named(plot: Plot) -> list[Series]:
    """One series a name, for the legend."""
    return list({_name(one): one for one in plot.series if _name(one) and one.x}.values())


def _name(one: Series) -> str:
    """What a series is called; a single point without a name is called what its label says."""
    alone = len(one.labels) == len(one.x) == 1 and not one.beside
    return one.name or (one.labels[0] if alone else "")


def _beside(series: Sequence[Series], at: Placed) -> Iterator[str]:
    """The labels that stand beside their points: each at the first side at which it hides nothing that has a name."""
    taken = [
        _box(*at(x, y), 12, 12)
        for one in series
        if one.role != "faint" and len(one.x) <= CROWD
        for x, y in zip(one.x, one.y, strict=True)
    ]
    letters = [one for one in series if one.sign.isalnum()]
    taken += [_box(px + 12, py - 11, 12, 10) for one in letters for px, py in map(at, one.x, one.y)]
    for one in (one for one in series if one.beside):
        for x, y, label in sorted(zip(one.x, one.y, one.labels, strict=True)):
            (px, py), wide = at(x, y), LETTER * len(label)
            for dx, dy in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
                middle = px + dx * (wide / 2 + 9), py + dy * 14
                box = _box(*middle, wide, 11)
                inside = box[0] > LEFT and box[1] < WIDTH and box[2] > TOP and box[3] < HEIGHT - BOTTOM
                if label and inside and not any(_meet(box, other) for other in taken):
                    place = f'x="{middle[0]:.1f}" y="{middle[1] + 4.5:.1f}" text-anchor="middle" font-weight="bold"'
                    yield f"<text {place} {HALO}>{_text(label)}</text>"
                    taken.append(box)
                    break


def _box(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of what stands around a place."""
    return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _within(one: Series, across: tuple[float, float], up: tuple[float, float]) -> Series:
    """The points of a series that lie in the picture."""
    inside = [(x, y) for x, y in zip(one.x, one.y, strict=True) if across[0] <= x <= across[1] and up[0] <= y <= up[1]]
    return replace(one, x=tuple(x for x, _ in inside), y=tuple(y for _, y in inside), labels=())


def _range(near: Sequence[float], every: Sequence[float], guide: float | None) -> tuple[float, float]:
    """The ends of an axis: what has to be seen, a little of what else there is, and some room."""
    held = [*near, *([] if guide is None else [guide])] or [0.0]
    low, high = min(held), max(held)
    reach = AROUND * (high - low)
    low, high = max(low - reach, min([low, *every])), min(high + reach, max([high, *every]))
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _axes(plot: Plot, across: tuple[float, float], up: tuple[float, float], at: Placed) -> Iterator[str]:
    frame = WIDTH - RIGHT, HEIGHT - BOTTOM
    yield f'<path d="M{LEFT} {TOP}V{frame[1]}H{frame[0]}" fill="none" stroke="currentColor" stroke-opacity=".5"/>'
    for words, x in _ticks(across):
        px = at(x, up[0])[0]
        yield f'<text x="{px:.1f}" y="{frame[1] + 18}" text-anchor="middle" opacity=".75">{words}</text>'
    for words, y in _ticks(up):
        py = at(across[0], y)[1]
        yield f'<text x="{LEFT - 8}" y="{py + 4:.1f}" text-anchor="end" opacity=".75">{words}</text>'
    if plot.guides is not None:
        px, py = at(*plot.guides)
        yield f'<path d="M{px:.1f} {TOP}V{frame[1]}M{LEFT} {py:.1f}H{frame[0]}" fill="none" {DASHES}/>'
    yield f'<text x="{(LEFT + frame[0]) / 2}" y="{frame[1] + 36}" text-anchor="middle">{_text(plot.across)}</text>'
    yield f'<text x="{LEFT}" y="{TOP - 12}">{_text(plot.up)}</text>'


def _ticks(ends: tuple[float, float]) -> list[tuple[str, float]]:
    """Round numbers inside an axis."""
    span = ends[1] - ends[0]
    step = 10.0 ** float(f"{span / TICKS:e}".partition("e")[2])
    step = next(step * k for k in (1, 2, 5, 10) if span / (step * k) <= TICKS)
    first = -int(-steady(ends[0] / step) // 1)
    found = [steady(k * step) for k in range(first, first + TICKS + 2) if ends[0] <= k * step <= ends[1]]
    digits = decimals(found)
    return [(number(x, digits), x) for x in found]


def _series(plot: Plot, one: Series, at: Placed) -> Iterator[str]:
    places: Iterable[tuple[float, float]] = (at(x, y) for x, y in zip(one.x, one.y, strict=True))
    colour = _colour(one)
    if plot.kind == "line":
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        wide = 1 if one.role == "faint" else 2
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{wide}"/>'
        return
    if plot.kind == "regions":
        yield from (
            f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="{colour}"/>' for x, y in places
        )
        return
    if one.filled:
        path, opacity = " ".join(f"{x:.1f},{y:.1f}" for x, y in places), ".15" if one.faint else ".35"
        yield f'<polygon points="{path}" fill="{colour}" fill-opacity="{opacity}" stroke="{colour}"/>'
        return
    if one.labels:
        yield from (_sign(one, x, y, label) for (x, y), label in zip(places, one.labels, strict=True))
        return
    step = COARSE if len(one.x) > CROWD else 1  # of points that fall together one is drawn
    for x, y in dict.fromkeys((step * round(x / step), step * round(y / step)) for x, y in places):
        yield _sign(one, x, y)


def _sign(one: Series, x: float, y: float, label: str = "") -> str:
    """The shape of a point: its sign decides the shape, its role the colour."""
    colour, told = _colour(one), f"<title>{_text(label or one.name)}</title>"
    if one.sign in "★▶◆◇":
        drawn = f'fill="none" stroke="{colour}" stroke-width="2.5"' if one.sign == "◇" else f'fill="{colour}"'
        return f'<path d="M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6z" {drawn}>{told}</path>'
    if one.sign == "‡":
        bars = f"M{x:.1f} {y - 6:.1f}v12M{x - 4:.1f} {y - 2:.1f}h8M{x - 4:.1f} {y + 2:.1f}h8"
        return f'<path d="{bars}" stroke="{colour}" stroke-width="1.5" fill="none">{told}</path>'
    if one.sign == "□":
        box = f'x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"'
        return f'<rect {box} fill="none" stroke="{colour}" stroke-width="1.5">{told}</rect>'
    if one.sign in "×x":
        cross = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8"
        return f'<path d="{cross}" stroke="{colour}" stroke-width="2" fill="none">{told}</path>'
    if one.sign == "○":
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="none" stroke="{colour}" stroke-width="1.5">{told}</circle>'
        )
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.5 if one.role == "faint" else 4.5}" fill="{colour}">{told}</circle>'
    letter = f'<text x="{x + 7:.1f}" y="{y - 5:.1f}" font-weight="bold">{_text(one.sign)}</text>'
    return dot + (letter if one.sign.isalnum() else "")


def _bars(plot: Plot, height: int) -> Iterator[str]:
    bars = [(one, *bar) for one in plot.series for bar in zip(one.labels, one.y, one.x, strict=True)]
    ends = [plot.guides[0] if plot.guides else 0.0, *(end for *_, first, last in bars for end in (first, last))]
    low, spans = min(ends), plot.guides or any(first for *_, first, _ in bars)
    left = LEFT + 120
    unit = (WIDTH - left - RIGHT - (120 if spans else 60)) / ((max(ends) - low) or 1.0)
    digits, y = decimals(ends[1:]), TOP
    for one, label, first, last in bars:
        x, wide = left + (min(first, last) - low) * unit, abs(last - first) * unit
        word = f"{number(first, digits)} to {number(last, digits)}" if spans else number(last, digits)
        yield f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{_text(label or one.name)}</text>'
        yield f'<rect x="{x:.1f}" y="{y + 4}" width="{wide:.1f}" height="{ROW - 8}" fill="{_colour(one)}"/>'
        yield f'<text x="{x + wide + 6:.1f}" y="{y + 16}">{word}</text>'
        y += ROW
    if plot.guides:
        x = left + (ends[0] - low) * unit
        yield f'<path d="M{x:.1f} {TOP}V{y}" {DASHES}/><text x="{x:.1f}" y="{TOP - 8}">{_text(plot.guided)}</text>'
    yield f'<text x="{left}" y="{height - 18}">{_text(plot.across)}</text>'


def _strips(plot: Plot) -> Iterator[str]:
    """A cell a label: full where there is a sign other than a dot; faint rows and maps show their signs alone."""
    cells = max((len(one.labels) for one in plot.series), default=0) or 1
    left = max([LEFT, *(8 * len(one.name) + 16 for one in plot.series)])
    wide = (WIDTH - left - RIGHT) / cells
    numbers = {cell: str(cell + 1) for cell in (0, *range(TENS - 1, cells, TENS))}
    for cell, word in (numbers if plot.ends is None else {0: plot.ends[0], cells - 1: plot.ends[1]}).items():
        yield f'<text x="{left + (cell + 0.5) * wide:.1f}" y="{TOP - 8}" text-anchor="middle">{_text(word)}</text>'
    for row, one in enumerate(plot.series):
        y = TOP + ROW * row
        yield f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{_text(one.name)}</text>'
        for k, label in enumerate(one.labels):
            x, filled = left + k * wide, label.strip(" ·")
            if one.role == "faint" or plot.ends is not None:
                yield f'<text x="{x + wide / 2:.1f}" y="{y + 16}" text-anchor="middle">{_text(label)}</text>'
                continue
            shade = f'fill="{_colour(one)}" fill-opacity="{0.9 if filled else 0.15}"'
            shape = f'<rect x="{x:.1f}" y="{y + 3}" width="{max(wide - 1, 1):.1f}" height="{ROW - 6}" {shade}>'
            yield f"{shape}<title>{k + 1}: {_text(label)}</title></rect>"


def _colour(one: Series) -> str:
    return PLAYERS[one.player % len(PLAYERS)] if one.player >= 0 else COLOURS[one.role]


def _text(words: str) -> str:
    return escape(safe(words, True))
