"""Payoff matrices on a screen: one grid, on a narrow screen several with some of the columns each,
or a list.

Best replies are underlined where underlining can be seen and stand in square brackets elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from negotiate.display import record
from negotiate.report.blocks import Matrix, Square
from negotiate.report.screen import cut, fitted, one_line, pad, paragraph, signs, stripped, wrapped
from negotiate.report.style import BEST, FAINT, MARK, TITLE, Look, aligned, player_style, safe

HEADER = 16
"""Letters of a column's name on one line."""
LEFT = 24
"""Columns that the rows' names may always take."""


@record
class Sheet:
    """A matrix with its numbers written, and how wide each part of a square is."""

    found: Matrix
    words: dict[tuple[int, int], tuple[str, ...]]
    widths: tuple[int, ...]
    marked: int
    look: Look

    @property
    def least(self) -> int:
        """How wide a square is."""
        return self.marked + 1 + self.numbers

    @property
    def numbers(self) -> int:
        """How wide the payoffs of a square are, with the signs and spaces between them."""
        players = len(self.widths)
        return sum(self.widths) + (2 * players - 2 if self.look.styled else 3 * players - 1)


def matrix_lines(found: Matrix, look: Look) -> Iterable[Text]:
    """Draw a matrix, its legend last."""
    sheet = _sheet(found, look)
    places = range(len(found.columns))
    parts = _parts(sheet)
    deep = max(map(len, _heads(sheet)), default=1)
    listed = 1 + len(found.rows) * (1 + len(places))
    if found.given:
        yield Text(
            cut(
                f"{safe(found.players[2], True)}: {one_line(found.given, look)}", look.columns, look
            ),
            style=TITLE,
        )
    if parts == [list(places)] or (
        all(parts) and len(parts) * (deep + 3 + len(found.rows)) <= listed
    ):
        for number, columns in enumerate(parts):
            yield from [Text()] if number else []
            yield from _grid(sheet, columns)
    else:
        yield from _list(sheet)
    yield from _legend(sheet)
    if found.more:
        yield from paragraph(signs(f"… {safe(found.more, True)}", look), look, FAINT)


def _sheet(found: Matrix, look: Look) -> Sheet:
    places = [
        (i, j)
        for i, line in enumerate(found.squares)
        for j, square in enumerate(line)
        if square.numbers
    ]
    columns = [
        aligned([found.squares[i][j].numbers[p] for i, j in places], digits)
        for p, digits in zip(range(len(found.players)), found.digits, strict=True)
    ]
    words = dict(zip(places, zip(*columns, strict=True), strict=True))
    widths = tuple(max(map(len, column), default=1) for column in columns)
    marked = max((len(square.marks) for line in found.squares for square in line), default=0)
    return Sheet(found, words, widths, max(marked, 1), look)


def _heads(sheet: Sheet) -> list[list[str]]:
    return [wrapped(one_line(name, sheet.look), HEADER) for name in sheet.found.columns]


def _parts(sheet: Sheet) -> list[list[int]]:
    """The columns that stand beside each other; one part where all do, and none of them empty where
    some can.
    """
    wide = [max(sheet.least, *map(cell_len, head)) + 2 for head in _heads(sheet)]
    room = sheet.look.columns - _left(sheet, wide) - 2
    parts: list[list[int]] = [[]]
    used = 0
    for place, width in enumerate(wide):
        if used + width > room and parts[-1]:
            parts.append([])
            used = 0
        if width > room or cell_len(safe(sheet.found.players[1], True)) > room - 2:
            return [[]]
        parts[-1].append(place)
        used += width
    return parts


def _left(sheet: Sheet, wide: Sequence[int]) -> int:
    """How wide the names of the rows are drawn."""
    names = [one_line(name, sheet.look) for name in (*sheet.found.rows, sheet.found.players[0])]
    most = max(
        LEFT if sheet.look.columns >= 2 * LEFT + max(wide) else LEFT // 2,
        sheet.look.columns - sum(wide) - 3,
    )
    return min(max(map(cell_len, names)), most)


def _grid(sheet: Sheet, columns: Sequence[int]) -> Iterator[Text]:
    look, found, bar = sheet.look, sheet.found, signs("│", sheet.look)
    heads = _heads(sheet)
    left = _left(sheet, [max(sheet.least, *map(cell_len, head)) + 2 for head in heads])
    shown = [heads[j] for j in columns]
    wide = [max(sheet.least, *map(cell_len, head)) for head in shown]
    corner, above = (safe(name, True) for name in found.players[:2])
    yield Text.assemble(
        " " * left, f" {bar}  ", (above, f"{TITLE} {player_style(1)}"), no_wrap=True
    )
    deep = max(map(len, shown))
    for level in range(deep):
        words = [([""] * (deep - len(head)) + head)[level] for head in shown]
        row = "".join(
            f"  {pad(word, width)}" for word, width in zip(words, wide, strict=True)
        ).rstrip()
        name = pad(cut(corner, left, look), left) if level == deep - 1 else " " * left
        yield Text.assemble((name, f"{TITLE} {player_style(0)}"), f" {bar}", row, no_wrap=True)
    yield Text(
        signs(f"{'─' * (left + 1)}┼{'─' * sum(w + 2 for w in wide)}", look), FAINT, no_wrap=True
    )
    for i, row_name in enumerate(found.rows):
        first, *more = fitted(one_line(row_name, look), left, look)
        line = Text(f"{pad(first, left)} {bar}", no_wrap=True)
        for j, width in zip(columns, wide, strict=True):
            square = _square(sheet, i, j)
            line.append("  ").append_text(square).append(" " * (width - cell_len(square.plain)))
        yield stripped(line)
        yield from (Text(f"{pad(piece, left)} {bar}", no_wrap=True) for piece in more)


def _square(sheet: Sheet, i: int, j: int) -> Text:
    """The marks of one square, then the payoffs, each in its own width."""
    found, look = sheet.found.squares[i][j], sheet.look
    text = Text.assemble((signs(found.marks.rjust(sheet.marked), look), MARK), " ")
    if not found.numbers:
        return text.append(signs("–", look).center(sheet.numbers), FAINT)
    for player, (full, width) in enumerate(zip(sheet.words[i, j], sheet.widths, strict=True)):
        word, ahead, best = full.strip(), len(full) - len(full.lstrip()), found.best[player]
        last = player == len(sheet.widths) - 1
        opening, closing = ("", "") if look.styled else ("[", "]") if best else (" ", " ")
        text.append(" " * ahead + opening)
        text.append(word, BEST if best and look.styled else "")
        closing += "" if last else "," if look.styled else " "
        text.append(closing + " " * (width - len(word) - ahead + (look.styled and not last)))
    return text


def _list(sheet: Sheet) -> Iterator[Text]:
    """The same squares below each other: a heading a row, a line a column."""
    found, look = sheet.found, sheet.look
    yield Text(
        cut(
            f"{safe(found.players[0], True)}, then {safe(found.players[1], True)}",
            look.columns,
            look,
        ),
        style=TITLE,
    )
    labels = [one_line(name, look) for name in found.columns]
    room = max(min(max(map(cell_len, labels)), look.columns - sheet.least - 3), 8)
    for i, name in enumerate(found.rows):
        yield from (
            Text(part, no_wrap=True) for part in fitted(one_line(name, look), look.columns, look)
        )
        for j, label in enumerate(labels):
            first, *more = fitted(label, room, look)
            square = _square(sheet, i, j)
            marks, numbers = square[: sheet.marked + 1], square[sheet.marked + 1 :]
            line = Text.assemble(marks, pad(first, room), "  ", numbers, no_wrap=True)
            yield stripped(line)
            yield from (Text(" " * (sheet.marked + 1) + part, no_wrap=True) for part in more)


def _legend(sheet: Sheet) -> Iterator[Text]:
    """What the signs mean, beside each other, as many on a line as fit."""
    best = sheet.found.keyed and any(any(square.best) for square in _all(sheet.found))
    said = ["underlined: a best reply" if sheet.look.styled else "[ ] best reply"] if best else []
    said += [signs(sign, sheet.look) for sign in sheet.found.legend]
    line = ""
    for sign in said:
        if line and cell_len(f"{line}   {sign}") > sheet.look.columns:
            yield from paragraph(line, sheet.look, FAINT)
            line = ""
        line = f"{line}   {sign}" if line else sign
    if line:
        yield from paragraph(line, sheet.look, FAINT)


def _all(found: Matrix) -> Iterable[Square]:
    return (square for line in found.squares for square in line)
