"""Plots as SVG: scatter, line, bars, regions and strips, with nothing but shapes and text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from math import ceil, hypot

from negotiate.report.blocks import Plot, Report, Series
from negotiate.report.labels import Labels, fitted, width
from negotiate.report.style import PLAYERS, counted, decimals, number, safe, steady

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 28, 52
MARGIN = 8
"""Below bars or strips where nothing is said of the axis."""
ROW = 26
"""Height of a bar or of a strip."""
COLOURS = {
    "": "#6b7d8f",
    "path": "#2f8fd0",
    "equilibrium": "#1f9e77",
    "red line": "#b3417e",
    "faint": "#8b97a2b0",
}
TICKS = 5
AROUND = 0.25
"""Of what has to be seen: how far beyond it a plane goes to show what need not be."""
TENS = 10
"""Cells of a strip from one number above it to the next."""
CROWD, COARSE = 2000, 3
"""Points of a series beyond which their places are rounded to so many pixels."""
BESIDE, COLUMN, LINE = 2, 280, 18
"""Names beside each other in a legend, how wide and how high each is."""
SIZE, NEAR = 12, 14
"""How large a point is, and how far from it a word needs no line to it."""
HALO = 'paint-order="stroke" stroke="Canvas" stroke-width="3"'
"""What keeps a word readable over points."""
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
    """Draw one plot; it scales with the page that holds it, and its title is what a screen reader
    says.
    """
    draw = {"bars": _bars, "strip": _strips}.get(plot.kind, _plane)
    body, height = draw(plot)
    title = _text(plot.title or f"{plot.up} over {plot.across}".strip())
    return (
        f'{OPENING} viewBox="0 0 {WIDTH} {height}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13" '
        f'fill="currentColor"><title>{title}</title>{body}</svg>'
    )


def _plane(plot: Plot) -> tuple[str, int]:
    series = [one for one in plot.series if one.x]
    near = [one for one in series if not one.faint] or series
    guides = plot.guides or (None, None)
    across = _range(
        [x for one in near for x in one.x], [x for one in series for x in one.x], guides[0]
    )
    up = _range([y for one in near for y in one.y], [y for one in series for y in one.y], guides[1])

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (x - across[0]) / (across[1] - across[0]) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - (y - up[0]) / (up[1] - up[0]) * (HEIGHT - TOP - BOTTOM),
        )

    inside = [_within(one, across, up) if one.faint and not one.filled else one for one in series]
    left = sum(len(one.x) for one in series) - sum(len(one.x) for one in inside)
    parts = [
        *_axes(plot, across, up, at),
        *(part for one in inside for part in _series(plot, one, at)),
    ]
    legend, height = _legend(series)
    parts += [*_words(plot, inside, at), *legend]
    if left:
        height += LINE
        words = f"{counted(left, plot.noun)} {'lies' if left == 1 else 'lie'} outside the picture."
        parts.append(
            f'<text x="{LEFT - 4}" y="{height - MARGIN}" opacity=".75">{_text(words)}</text>'
        )
    return "".join(parts), height


def _legend(series: Iterable[Series]) -> tuple[list[str], int]:
    """One series a name, two beside each other where they are short; and where the picture ends
    below them.
    """
    parts, place = list[str](), 0
    for one in {_name(one): one for one in series if _name(one)}.values():
        letter = (
            one.sign if one.sign.isalnum() else ""
        )  # beside the point in the plane, before the name here
        words = fitted(safe(f"{letter} {_name(one)}".strip(), True), WIDTH - LEFT - RIGHT)
        alone = width(words) > COLUMN - 2 * MARGIN
        place += place % BESIDE if alone else 0
        x, y = LEFT + place % BESIDE * COLUMN, HEIGHT + MARGIN + LINE * (place // BESIDE)
        parts.append(f'<g transform="translate({x} {y - 4})">{_sign(one, 0, 0)}</g>')
        parts.append(f'<text x="{x + 10}" y="{y}">{escape(words)}</text>')
        place += BESIDE if alone else 1
    return parts, HEIGHT + MARGIN + LINE * -(-place // BESIDE)


def _name(one: Series) -> str:
    """What a series is called; a single point without a name is called what its label says."""
    alone = len(one.labels) == len(one.x) == 1 and not one.beside
    return one.name or (one.labels[0] if alone else "")


def _words(plot: Plot, series: Sequence[Series], at: Placed) -> Iterator[str]:
    """The letters and labels that stand beside their points, each with a line to it where it stands
    further away.
    """
    labels = Labels((LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM))
    if plot.guides is not None:
        x, y = at(*plot.guides)
        labels.line([(x, TOP), (x, HEIGHT - BOTTOM)])
        labels.line([(LEFT, y), (WIDTH - RIGHT, y)])
    for one in series:
        points = [at(x, y) for x, y in zip(one.x, one.y, strict=True)]
        if one.filled:
            labels.line([*points, points[0]])
        elif one.role != "faint":
            for x, y in points:
                labels.mark(x, y, SIZE)
    named = [
        (at(x, y), one.sign)
        for one in series
        if one.sign.isalnum()
        for x, y in zip(one.x, one.y, strict=True)
    ]
    for one in series:
        if one.beside:
            named += [
                (at(x, y), label)
                for x, y, label in zip(one.x, one.y, one.labels, strict=True)
                if label
            ]
    for (px, py), word in sorted(dict.fromkeys(named)):
        x, y = labels.place(px, py, safe(word, True))
        if hypot(px - x, py - y) > NEAR + width(word) / 2:
            yield (
                f'<path d="M{px:.1f} {py:.1f}L{x:.1f} {y:.1f}" stroke="currentColor" '
                'stroke-opacity=".5"/>'
            )
        place = f'x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" font-weight="bold"'
        yield f"<text {place} {HALO}>{_text(word)}</text>"


def _within(one: Series, across: tuple[float, float], up: tuple[float, float]) -> Series:
    """The points of a series that lie in the picture."""
    inside = [
        (x, y)
        for x, y in zip(one.x, one.y, strict=True)
        if across[0] <= x <= across[1] and up[0] <= y <= up[1]
    ]
    return replace(one, x=tuple(x for x, _ in inside), y=tuple(y for _, y in inside), labels=())


def _range(
    near: Sequence[float], every: Sequence[float], guide: float | None
) -> tuple[float, float]:
    """The ends of an axis: what has to be seen, a little of what else there is, and some room."""
    held = [*near, *([] if guide is None else [guide])] or [0.0]
    low, high = min(held), max(held)
    reach = AROUND * (high - low)
    low, high = max(low - reach, min([low, *every])), min(high + reach, max([high, *every]))
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _axes(
    plot: Plot, across: tuple[float, float], up: tuple[float, float], at: Placed
) -> Iterator[str]:
    frame = WIDTH - RIGHT, HEIGHT - BOTTOM
    yield (
        f'<path d="M{LEFT} {TOP}V{frame[1]}H{frame[0]}" fill="none" stroke="currentColor" '
        'stroke-opacity=".5"/>'
    )
    for words, x in _ticks(across):
        px = at(x, up[0])[0]
        yield (
            f'<text x="{px:.1f}" y="{frame[1] + 18}" text-anchor="middle" '
            f'opacity=".75">{words}</text>'
        )
    for words, y in _ticks(up):
        py = at(across[0], y)[1]
        yield (
            f'<text x="{LEFT - 8}" y="{py + 4:.1f}" text-anchor="end" opacity=".75">{words}</text>'
        )
    if plot.guides is not None:
        px, py = at(*plot.guides)
        yield (
            f'<path d="M{px:.1f} {TOP}V{frame[1]}M{LEFT} {py:.1f}H{frame[0]}" fill="none" '
            f"{DASHES}/>"
        )
    across_words, up_words = (
        fitted(safe(words, True), frame[0] - LEFT) for words in (plot.across, plot.up)
    )
    yield (
        f'<text x="{(LEFT + frame[0]) / 2}" y="{frame[1] + 36}" '
        f'text-anchor="middle">{escape(across_words)}</text>'
    )
    yield f'<text x="{LEFT}" y="{TOP - 12}">{escape(up_words)}</text>'


def _ticks(ends: tuple[float, float]) -> list[tuple[str, float]]:
    """Round numbers inside an axis."""
    span = ends[1] - ends[0]
    step = 10.0 ** float(f"{span / TICKS:e}".partition("e")[2])
    step = next(step * k for k in (1, 2, 5, 10) if span / (step * k) <= TICKS)
    first = -int(-steady(ends[0] / step) // 1)
    found = [
        steady(k * step) for k in range(first, first + TICKS + 2) if ends[0] <= k * step <= ends[1]
    ]
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
            f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="{colour}"/>'
            for x, y in places
        )
        return
    if one.filled:
        path, opacity = (
            " ".join(f"{x:.1f},{y:.1f}" for x, y in places),
            ".15" if one.faint else ".35",
        )
        yield (
            f'<polygon points="{path}" fill="{colour}" fill-opacity="{opacity}" stroke="{colour}"/>'
        )
        return
    if one.labels:
        yield from (
            _sign(one, x, y, label) for (x, y), label in zip(places, one.labels, strict=True)
        )
        return
    step = COARSE if len(one.x) > CROWD else 1  # of points that fall together one is drawn
    for x, y in dict.fromkeys((step * round(x / step), step * round(y / step)) for x, y in places):
        yield _sign(one, x, y)


def _sign(one: Series, x: float, y: float, label: str = "") -> str:
    """The shape of a point: its sign decides the shape, its role the colour."""
    colour, told = _colour(one), f"<title>{_text(label or one.name)}</title>"
    if one.sign in "★▶◆◇":
        drawn = (
            f'fill="none" stroke="{colour}" stroke-width="2.5"'
            if one.sign == "◇"
            else f'fill="{colour}"'
        )
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
    if one.sign == "┊":
        return f'<path d="M{x:.1f} {y - 6:.1f}v12" stroke="{colour}">{told}</path>'
    if one.sign == "○":
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="none" stroke="{colour}" '
            f'stroke-width="1.5">{told}</circle>'
        )
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2.5 if one.role == "faint" else 4.5}" '
        f'fill="{colour}">{told}</circle>'
    )


def _bars(plot: Plot) -> tuple[str, int]:
    bars = [
        (one, *bar) for one in plot.series for bar in zip(one.labels, one.y, one.x, strict=True)
    ]
    ends = [
        plot.guides[0] if plot.guides else 0.0,
        *(end for *_, first, last in bars for end in (first, last)),
    ]
    low, spans = min(ends), plot.guides or any(first for *_, first, _ in bars)
    left = _left(label or one.name for one, label, *_ in bars)
    unit = (WIDTH - left - RIGHT - (120 if spans else 60)) / ((max(ends) - low) or 1.0)
    digits, y, parts = decimals(ends[1:]), TOP, list[str]()
    for one, label, first, last in bars:
        x, wide = left + (min(first, last) - low) * unit, abs(last - first) * unit
        word = (
            f"{number(first, digits)} to {number(last, digits)}" if spans else number(last, digits)
        )
        parts.append(_head(label or one.name, left, y))
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 4}" width="{wide:.1f}" height="{ROW - 8}" '
            f'fill="{_colour(one)}"/>'
        )
        parts.append(f'<text x="{x + wide + 6:.1f}" y="{y + 16}">{word}</text>')
        y += ROW
    if plot.guides:
        x = left + (ends[0] - low) * unit
        middle = min(x, WIDTH - width(plot.guided) / 2)
        parts.append(f'<path d="M{x:.1f} {TOP}V{y}" {DASHES}/>')
        parts.append(
            f'<text x="{middle:.1f}" y="{TOP - 8}" text-anchor="middle">{_text(plot.guided)}</text>'
        )
    if plot.across:
        parts.append(
            f'<text x="{left}" y="{y + 18}">{_text(fitted(plot.across, WIDTH - left))}</text>'
        )
    return "".join(parts), y + (LINE + MARGIN if plot.across else MARGIN)


def _left(names: Iterable[str]) -> int:
    """Where bars and strips begin, beside their names."""
    return min(max([LEFT, *(width(name) + 2 * MARGIN for name in names)]), WIDTH // 2)


def _head(name: str, left: int, y: int) -> str:
    words = fitted(safe(name, True), left - 2 * MARGIN)
    return f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{escape(words)}</text>'


def _strips(plot: Plot) -> tuple[str, int]:
    """A cell a label: full where there is a sign other than a dot; faint rows and maps show their
    signs alone.
    """
    cells = max((len(one.labels) for one in plot.series), default=0) or 1
    left, parts = _left(one.name for one in plot.series), list[str]()
    wide = (WIDTH - left - RIGHT) / cells
    step = TENS * ceil(width(f" {cells}") / (TENS * wide))
    numbers = {cell: str(cell + 1) for cell in (0, *range(step - 1, cells, step))}
    for cell, word in (
        numbers if plot.ends is None else {0: plot.ends[0], cells - 1: plot.ends[1]}
    ).items():
        x = left + (cell + 0.5) * wide
        parts.append(f'<text x="{x:.1f}" y="{TOP - 8}" text-anchor="middle">{_text(word)}</text>')
    for row, one in enumerate(plot.series):
        y = TOP + ROW * row
        parts.append(_head(one.name, left, y))
        for k, label in enumerate(one.labels):
            x, filled = left + k * wide, label.strip(" ·")
            if one.role == "faint" or plot.ends is not None:
                parts.append(
                    f'<text x="{x + wide / 2:.1f}" y="{y + 16}" '
                    f'text-anchor="middle">{_text(label)}</text>'
                )
                continue
            shade = f'fill="{_colour(one)}" fill-opacity="{0.9 if filled else 0.15}"'
            shape = (
                f'<rect x="{x:.1f}" y="{y + 3}" width="{max(wide - 1, 1):.1f}" '
                f'height="{ROW - 6}" {shade}>'
            )
            parts.append(f"{shape}<title>{k + 1}: {_text(label)}</title></rect>")
    return "".join(parts), TOP + MARGIN + ROW * len(plot.series)


def _colour(one: Series) -> str:
    return PLAYERS[one.player % len(PLAYERS)] if one.player >= 0 else COLOURS[one.role]


def _text(words: str) -> str:
    return escape(safe(words, True))
