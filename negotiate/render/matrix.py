"""A two-player game in normal form as a matrix: rows are the first player's strategies, columns the second's.

Best replies are underlined where underlining can be seen and stand in square brackets elsewhere; equilibria are
starred; combinations that cross a red line or cannot happen have their own signs. A game too large for the screen is
reduced to the rows and columns that its equilibria use and the best that each player leaves undone there, or to those
of its first equilibria; on a narrow screen a few cells become a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.normal_form import NormalFormGame
from negotiate.render import crossings
from negotiate.render.sheet import Sheet, sheets
from negotiate.render.table import fitted, wrapped
from negotiate.report.screen.cells import cut, pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import BEST, CROSSED, FAINT, MARK, TITLE, Look
from negotiate.report.words import counted, joined, safe
from negotiate.solvers.solution import Equilibrium

FEW_CELLS = 16
HEADER = 16


def matrix(game: NormalFormGame, look: Look, equilibria: Sequence[Equilibrium] = ()) -> RenderableType:
    """Draw a two-player game, with its equilibria on it.

    Parameters
    ----------
    game : NormalFormGame
        Two players; a game of another size is described in one line.
    look : Look
        `all` draws every row and column that fits.
    equilibria : sequence of Equilibrium
        Pure ones are starred, and all of them decide what a large game shows.
    """
    return Drawn(lambda settled: lines(game, settled, equilibria), look)


def lines(
    game: NormalFormGame, look: Look, equilibria: Sequence[Equilibrium] = (), digits: Sequence[int] = (0, 0)
) -> list[Text]:
    """The lines of the drawing, legend last; `digits` holds decimals a player, 0 for as many as are needed."""
    if game.n_players != 2:
        return [_size(game)]
    found = list(sheets(game, equilibria, look, digits))
    for sheet in found:
        body = _grid(sheet, look)
        if body is None and (look.all or len(sheet.rows) * len(sheet.columns) <= FEW_CELLS or len(found) == 1):
            body = _list(sheet, look)
        if body is not None:
            return [*body, *_legend(sheet, look)]
    return [_size(game)]


def _size(game: NormalFormGame) -> Text:
    sizes = [
        f"{safe(n, True)} has {counted(k, 'strategy', 'strategies')}"
        for n, k in zip(game.players, game.shape, strict=True)
    ]
    return Text(f"{joined(sizes)}.", style=FAINT)


def _pair(sheet: Sheet, i: int, j: int, widths: tuple[int, int], look: Look) -> Text:
    """Both payoffs of one cell, each in its own width, best replies marked."""
    game = sheet.game
    if game.feasible is not None and not game.feasible[i, j]:
        return Text(look.glyphs.impossible.center(sum(widths) + (2 if look.styled else 5)), style=FAINT)
    text = Text()
    for p, width in enumerate(widths):
        full, best = sheet.words[p][i, j], bool(sheet.best[p, i, j])
        word, ahead = full.strip(), len(full) - len(full.lstrip())
        opening, closing = ("", "") if look.styled else ("[", "]") if best else (" ", " ")
        text.append(" " * ahead + opening)
        text.append(word, BEST if best and look.styled else "")
        closing += "" if p else "," if look.styled else " "
        text.append(closing + " " * (width - len(word) - ahead + (look.styled and not p)))
    return text


def _marks(sheet: Sheet, i: int, j: int, look: Look) -> Text:
    star = look.glyphs.star if (i, j) in sheet.stars else " "
    crossed = any(bool(mask[i, j]) for mask in sheet.game.crossed.values())
    width = 2 if sheet.game.crossed else 1
    return Text.assemble(((look.glyphs.crossed if crossed else " ") * (width - 1), CROSSED), (star, MARK), " ")


def _grid(sheet: Sheet, look: Look) -> list[Text] | None:
    """The matrix, or None where it is too wide for the screen."""
    glyphs, (ours, theirs) = look.glyphs, sheet.game.strategies
    heads = [wrapped(safe(theirs[j].label, True), HEADER) for j in sheet.columns]
    names = [safe(ours[i].label, True) for i in sheet.rows]
    least = sum(sheet.widths) + (2 if look.styled else 5) + (3 if sheet.game.crossed else 2)
    wide = [max(least, *map(cell_len, head)) for head in heads]
    corner, above = (safe(name, True) for name in sheet.game.players)
    left = min(max(map(cell_len, [*names, corner])), max(24, look.columns - sum(wide) - 2 * len(wide) - 3))
    if left + 2 + sum(w + 2 for w in wide) > look.columns or cell_len(above) > look.columns - left - 4:
        return None
    out = [Text.assemble(" " * left, f" {glyphs.bar}  ", (above, TITLE), no_wrap=True)]
    out.extend(_heads(heads, wide, pad(cut(corner, left, glyphs.more), left), look))
    for i, name in zip(sheet.rows, names, strict=True):
        out.extend(_grid_row(name, [_cell(sheet, i, j, look) for j in sheet.columns], wide, left, look))
    return out


def _heads(heads: Sequence[list[str]], wide: Sequence[int], corner: str, look: Look) -> Iterable[Text]:
    """The columns' names, standing on the rule, the first player's name beside the last line."""
    glyphs, deep = look.glyphs, max(map(len, heads))
    for level in range(deep):
        words = [([""] * (deep - len(head)) + head)[level] for head in heads]
        row = "".join(f"  {pad(word, w)}" for word, w in zip(words, wide, strict=True))
        name = corner if level == deep - 1 else " " * cell_len(corner)
        yield Text.assemble((name, TITLE), f" {glyphs.bar}", row.rstrip(), no_wrap=True)
    rule = glyphs.rule * (cell_len(corner) + 1) + glyphs.cross + glyphs.rule * sum(w + 2 for w in wide)
    yield Text(rule, style=FAINT, no_wrap=True)


def _cell(sheet: Sheet, i: int, j: int, look: Look) -> Text:
    return Text.assemble(_marks(sheet, i, j, look), _pair(sheet, i, j, sheet.widths, look))


def _grid_row(name: str, cells: Sequence[Text], wide: Sequence[int], left: int, look: Look) -> Iterable[Text]:
    first, *more = fitted(name, left, look)
    line = Text(f"{pad(first, left)} {look.glyphs.bar}", no_wrap=True)
    for cell, width in zip(cells, wide, strict=True):
        line.append("  ").append_text(cell).append(" " * (width - cell_len(cell.plain)))
    line.rstrip()
    yield line
    for piece in more:
        yield Text(f"{pad(piece, left)} {look.glyphs.bar}", no_wrap=True)


def _list(sheet: Sheet, look: Look) -> list[Text]:
    """The same cells below each other: a heading a row, a line a column."""
    game, widths = sheet.game, sheet.widths
    out = [Text(cut(f"{safe(game.players[0], True)}, then {safe(game.players[1], True)}", look.columns), style=TITLE)]
    for i in sheet.rows:
        heading = safe(game.strategies[0][i].label, True)
        out.extend(Text(piece, no_wrap=True) for piece in fitted(heading, look.columns, look))
        labels = [safe(game.strategies[1][j].label, True) for j in sheet.columns]
        room = min(max(map(cell_len, labels)), look.columns - sum(widths) - 10)
        for j, label in zip(sheet.columns, labels, strict=True):
            first, *more = fitted(label, room, look)
            marks, cell = _marks(sheet, i, j, look), _pair(sheet, i, j, widths, look)
            line = Text.assemble(marks, pad(first, room), "  ", cell, no_wrap=True)
            line.rstrip()
            out.extend([line, *(Text(" " * cell_len(marks.plain) + piece, no_wrap=True) for piece in more)])
    return out


def _legend(sheet: Sheet, look: Look) -> Iterable[Text]:
    game, glyphs = sheet.game, look.glyphs
    signs = ["underlined: a best reply" if look.styled else "[ ] best reply"]
    if any(i in sheet.rows and j in sheet.columns for i, j in sheet.stars):
        signs.append(f"{glyphs.star} equilibrium")
    if mixing := [i for i, e in enumerate(sheet.equilibria, 1) if not e.pure]:
        signs.append(_mixing(mixing, len(sheet.equilibria)))
    shown = np.ix_(sheet.rows, sheet.columns)
    names = [name for name, mask in game.crossed.items() if mask[shown].any()]
    if names:
        signs.append(crossings.legend(game, names, glyphs))
    if game.feasible is not None and not game.feasible[shown].all():
        signs.append(f"{glyphs.impossible} impossible")
    yield from (Text(line, style=FAINT) for line in _packed(signs, look.columns))
    if sheet.folded:
        yield Text(_hidden(sheet, look), style=FAINT)


def _packed(signs: Sequence[str], width: int) -> list[str]:
    """Signs beside each other, as many on a line as fit."""
    packed = [signs[0]]
    for sign in signs[1:]:
        beside = f"{packed[-1]}   {sign}"
        packed = [*packed[:-1], beside] if cell_len(beside) <= width else [*packed, sign]
    return packed


def _mixing(which: Sequence[int], count: int) -> str:
    """Why some equilibria are not starred."""
    if count == 1:
        return "no star: the equilibrium mixes, see below"
    if len(which) == 1:
        return f"equilibrium {which[0]} mixes, see below"
    return f"{len(which)} equilibria mix, see below"


def _hidden(sheet: Sheet, look: Look) -> str:
    rows, columns = sheet.game.shape[0] - len(sheet.rows), sheet.game.shape[1] - len(sheet.columns)
    parts = [counted(n, f"more {noun}") for n, noun in ((rows, "row"), (columns, "column")) if n]
    missing = f", with {counted(sheet.omitted, 'more equilibrium', 'more equilibria')}" if sheet.omitted else ""
    return f"{look.glyphs.more} {joined(parts)}{missing}"
