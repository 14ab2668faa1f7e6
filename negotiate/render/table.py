"""Columns that stand straight: words to the left, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells
from rich.text import Text

from negotiate.report.screen.cells import cut, pad
from negotiate.report.style import TITLE, Look
from negotiate.report.words import safe


def headers(
    players: Sequence[str], keys: Sequence[str], room: Sequence[int], longest: int = 14, more: str = ""
) -> list[str]:
    """A header a player: the names where all of them are short, else the keys, cut where even those are too long.

    Parameters
    ----------
    players, keys : sequence of str
        Names for people and short names.
    room : sequence of int
        How wide the numbers below are.
    longest : int
        How wide a header may be.
    more : str
        The sign that something of a key was cut away.
    """
    limits = [max(longest, least) for least in room]
    names = [safe(name, True) for name in players]
    if all(cell_len(name) <= limit for name, limit in zip(names, limits, strict=True)):
        return names
    return [cut(safe(key, True), limit, more) for key, limit in zip(keys, limits, strict=True)]


def fitting(
    players: Sequence[str], keys: Sequence[str], room: Sequence[int], columns: int, most: int = 0, more: str = ""
) -> list[str]:
    """The longest headers that, over numbers of these widths, take no more than so many columns.

    Where all would have to be cut, they are the whole keys as far as these take no more than `most` columns; `more` is
    the sign of a cut.
    """
    for longest in (24, 18, 14, 10):
        heads = headers(players, keys, room, longest, more)
        if sum(max(cell_len(head), least) for head, least in zip(heads, room, strict=True)) <= columns:
            return heads
    whole = [safe(key, True) for key in keys]
    if sum(max(cell_len(head), least) for head, least in zip(whole, room, strict=True)) <= most:
        return whole
    return headers(players, keys, room, 8, more)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], words: int, look: Look) -> list[Text]:
    """Draw rows under their head, the first `words` columns to the left and the rest to the right.

    The last column of words gives way where the width is too small, over as many lines as it needs.
    """
    widths = [max(cell_len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    if words:
        others = sum(widths) - widths[words - 1] + 2 * (len(widths) - 1)
        widths[words - 1] = min(widths[words - 1], max(look.columns - others, 8))
    drawn = _folded(head, widths, words, look)
    for line in drawn:
        line.stylize(TITLE)
    for row in rows:
        drawn.extend(_folded(row, widths, words, look))
    return drawn


def _folded(row: Sequence[str], widths: Sequence[int], words: int, look: Look) -> list[Text]:
    if not words or cell_len(row[words - 1]) <= widths[words - 1]:
        return [Text(_row(row, widths, words), no_wrap=True)]
    pieces = fitted(row[words - 1], widths[words - 1], look)
    lines = []
    for index, piece in enumerate(pieces):
        cells = list(row) if index == 0 else [""] * len(row)
        cells[words - 1] = piece
        lines.append(Text(_row(cells, widths, words), no_wrap=True))
    return lines


def fitted(text: str, width: int, look: Look) -> list[str]:
    """Break at spaces, so that every line fits; a longer word is cut, or broken where everything is to be seen."""
    pieces = wrapped(text, width)
    if look.all:
        return [part for piece in pieces for part in (chop_cells(piece, max(width, 1)) or [""])]
    return [cut(piece, width, look.glyphs.more) for piece in pieces]


def wrapped(text: str, width: int) -> list[str]:
    """Break at spaces so that no line is wider than `width`, unless one word is."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _row(cells: Sequence[str], widths: Sequence[int], words: int) -> str:
    padded = [pad(cell, width, right=i >= words) for i, (cell, width) in enumerate(zip(cells, widths, strict=True))]
    return "  ".join(padded).rstrip()


def in_units(players: Sequence[str], units: Sequence[str]) -> str:
    """Say once what payoffs are counted in; empty where nobody said."""
    known = [(safe(name, True), safe(unit, True)) for name, unit in zip(players, units, strict=False) if unit]
    if not known:
        return ""
    if len({unit for _, unit in known}) == 1 and len(known) == len(players):
        return f"Payoffs in {known[0][1]}."
    return f"Payoffs: {'; '.join(f'{name} in {unit}' for name, unit in known)}."
