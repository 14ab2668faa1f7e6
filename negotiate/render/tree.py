"""An extensive game as a tree of outcomes: the path of play stands out, the rest is folded and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.render.branches import NARROW, Blind, Row, fitted, natural, rows
from negotiate.render.console import Drawn
from negotiate.render.folding import Unfolded, unfold
from negotiate.render.style import FAINT, PATH, TITLE, Look
from negotiate.render.table import headers, wrapped
from negotiate.render.text import aligned, cut, joined, pad, safe
from negotiate.solvers.solution import TreeEquilibrium

FEWEST = 16
"""Columns that the words of a tree need; with fewer, payoffs stand below them."""


def tree(game: ExtensiveGame, look: Look, equilibrium: TreeEquilibrium | None = None) -> RenderableType:
    """Draw a tree of outcomes, with one equilibrium's path of play on it.

    Parameters
    ----------
    game : ExtensiveGame
        Any size: only what is shown is walked.
    look : Look
        `depth` says how many steps beside the path are opened, `breadth` how many branches of a node are drawn.
    equilibrium : TreeEquilibrium, optional
        Whose path is marked, and whose play values the folded parts.
    """
    return Drawn(lambda settled: lines(game, settled, equilibrium), look)


def lines(
    game: ExtensiveGame,
    look: Look,
    equilibrium: TreeEquilibrium | None = None,
    digits: Sequence[int] | None = None,
) -> list[Text]:
    """The lines of the drawing, legend last; `digits` holds decimals a player, by default as many as are needed."""
    view, blind = unfold(game, equilibrium, look), Blind(game)
    drawn = list(rows(view, blind, look))
    cells = _cells([_worth(view, row) for row in drawn], drawn, digits or [0] * game.n_players)
    crossed = [_crossed(game, row) for row in drawn]
    words = max((natural(row, look) for row in drawn if not row.opened and row.node >= 0), default=8)
    heads, widths = _columns(game, cells, words, look)
    left = min(words, look.columns - sum(widths) - len(widths) - 1)
    body: list[Text] = []
    if left < min(words, FEWEST):
        for row, line, marks in zip(drawn, cells, crossed, strict=True):
            body.extend([*fitted(row, look.columns, look), *_below(row, line, game.keys, bool(marks), look)])
    else:
        body.append(_header(heads, widths, left))
        for row, line, marks in zip(drawn, cells, crossed, strict=True):
            first, *more = fitted(row, left, look)
            body.extend([_payoffs(first, row, line, widths, left, bool(marks), look), *more])
    return [*body, *_legend(view, blind, drawn, crossed, look)]


def _below(row: Row, cells: Sequence[str], keys: Sequence[str], crossed: bool, look: Look) -> Iterable[Text]:
    """Payoffs under their branch, where the screen is too narrow for columns."""
    if not cells:
        return
    mark = f"{look.glyphs.crossed} " if crossed else ""
    said = ", ".join(f"{safe(key, True)} {cell.strip()}" for key, cell in zip(keys, cells, strict=True))
    for line in wrapped(f"{mark}{said}", look.columns - 6):
        words = cut(line, look.columns - 6, look.glyphs.more)
        yield Text(f"      {words}", PATH if row.on_path else FAINT, no_wrap=True)


def _worth(view: Unfolded, row: Row) -> Sequence[float]:
    """A leaf's payoffs, or what play gives from a folded node on; nothing for an opened one."""
    if row.node < 0 or row.opened:
        return ()
    if view.game.tree.mover[row.node] == LEAF:
        return tuple(float(x) for x in view.game.payoffs[view.game.leaf_of(row.node)])
    return () if view.worth is None else tuple(float(x) for x in view.worth[row.node])


def _crossed(game: ExtensiveGame, row: Row) -> list[str]:
    if row.node < 0 or game.tree.mover[row.node] != LEAF:
        return []
    leaf = game.leaf_of(row.node)
    return [name for name, mask in game.crossed.items() if mask[leaf]]


def _cells(worth: Sequence[Sequence[float]], drawn: Sequence[Row], digits: Sequence[int]) -> list[list[str]]:
    """Numbers in columns: a leaf's plain, a folded part's in brackets, the digits below each other."""
    columns = [iter(aligned([line[p] for line in worth if line], d)) for p, d in enumerate(digits)]
    cells = []
    for line, row in zip(worth, drawn, strict=True):
        words = [next(column) for column in columns] if line else []
        cells.append([_bracketed(word) if row.count else f"{word} " for word in words])
    return cells


def _bracketed(word: str) -> str:
    """A number in brackets, its digits where they were."""
    said = word.strip()
    ahead = len(word) - len(word.lstrip())
    return f"{' ' * ahead}({said})".ljust(len(word) + 2) if word else ""


def _columns(
    game: ExtensiveGame, cells: Sequence[Sequence[str]], words: int, look: Look
) -> tuple[list[str], list[int]]:
    """The widest headers that leave room for the words of the tree."""
    need = [max((cell_len(line[p]) for line in cells if line), default=3) for p in range(game.n_players)]
    for longest in (18, 14, 10, 8, 6, 4):
        heads = headers(game.players, game.keys, [n - 1 for n in need], longest)
        widths = [max(n, cell_len(head) + 1) for n, head in zip(need, heads, strict=True)]
        if look.columns - sum(widths) - len(widths) - 1 >= min(words, 52 if longest > 10 else 24):
            break
    return heads, widths


def _header(heads: Sequence[str], widths: Sequence[int], left: int) -> Text:
    names = " ".join(pad(head + " ", width, right=True) for head, width in zip(heads, widths, strict=True))
    return Text(" " * (left + 2) + names.rstrip(), style=TITLE, no_wrap=True)


def _payoffs(
    line: Text, row: Row, cells: Sequence[str], widths: Sequence[int], left: int, crossed: bool, look: Look
) -> Text:
    if not cells:
        return line
    style = PATH if row.on_path else FAINT
    line.append(" " * (left - cell_len(line.plain)))
    line.append(f" {look.glyphs.crossed}" if crossed else "  ", FAINT)
    line.append(" ".join(pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=False)), style)
    line.rstrip()
    return line


def _legend(
    view: Unfolded, blind: Blind, drawn: Sequence[Row], crossed: Sequence[Sequence[str]], look: Look
) -> Iterable[Text]:
    """One faint line for each sign that the drawing used and that does not explain itself."""
    glyphs = look.glyphs
    if any(row.count and row.node >= 0 for row in drawn):
        folded = [f"{glyphs.more} n: endings folded away"] if look.columns < NARROW else []
        solved = [] if view.worth is None else ["(n): what the equilibrium gives from there"]
        yield from (Text(said, style=FAINT) for said in [*folded, *solved])
    letters = [letter for letter in blind.letters.values() if letter]
    if letters:
        signs = " ".join(f"{glyphs.left}{letter}{glyphs.right}" for letter in letters[:6])
        yield Text(f"{signs} places that share a letter look the same to whoever moves there", style=FAINT)
    names = list(dict.fromkeys(safe(name, True) for marks in crossed for name in marks))
    if names:
        what = "a red line" if len(names) == 1 else "red lines"
        yield Text(f"{glyphs.crossed} crosses {what}: {joined(names)}", style=FAINT)
