"""An extensive game as a tree of outcomes: the path of play stands out, the rest is folded and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.errors import GameTooLarge
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.render import crossings
from negotiate.render.branches import NARROW, TOGETHER, Blind, Row, rows
from negotiate.render.fitting import fitted, least, line_below, natural
from negotiate.render.folding import Unfolded, strokes, unfold
from negotiate.render.table import headers, wrapped
from negotiate.report.numbers import aligned
from negotiate.report.screen.cells import cut, pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, PATH, TITLE, Look
from negotiate.report.words import safe
from negotiate.solvers.solution import TreeEquilibrium

MOST_LETTERS = 4
"""Of information sets that the legend shows."""
STROKES = 1_000_000
"""Branches, and lines that pass beside them: some seconds and a few hundred megabytes."""


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
    view, blind = unfold(game, equilibrium, look), Blind(game, equilibrium)
    if (count := strokes(view)) > STROKES:
        hint = "leave out `--all`, and open what you need with `--depth`; `--plain` and `--json` draw nothing"
        raise GameTooLarge("strokes in the drawing of this tree", count, STROKES, hint)
    drawn = list(rows(view, blind, look))
    cells = _cells([_worth(view, row) for row in drawn], drawn, digits or [0] * game.n_players)
    signs = _signs(drawn, look)
    beside = [row for row in drawn if not row.opened and (row.node >= 0 or row.crossing)]
    words = max((natural(row, look) for row in beside), default=8)
    heads, widths = _columns(game, cells, words, look)
    left = min(words, look.columns - sum(widths) - len(widths) + 1 - max(map(cell_len, signs)))
    body: list[Text] = []
    if left < max((least(row, look) for row in beside), default=8):
        for row, line, sign in zip(drawn, cells, signs, strict=True):
            body.extend([*fitted(row, look.columns, look), *_below(row, line, game, sign.strip(), look)])
    else:
        body.append(_header(heads, widths, left + max(map(cell_len, signs))))
        for row, line, sign in zip(drawn, cells, signs, strict=True):
            first, *more = fitted(row, left, look)
            body.extend([_payoffs(first, row, line, widths, left, sign), *more])
    return [*body, *_legend(view, blind, drawn, look)]


def _signs(drawn: Sequence[Row], look: Look) -> list[str]:
    """What stands before each row's payoffs: the mark of its endings that cross a red line, one below the other."""
    found = [crossings.sign(row.crossing, look.glyphs) for row in drawn]
    wide = max(map(cell_len, found), default=0)
    return [f" {sign.center(wide)} " if wide else "  " for sign in found]


def _below(row: Row, cells: Sequence[str], game: ExtensiveGame, sign: str, look: Look) -> Iterable[Text]:
    """Payoffs under their branch, where the screen is too narrow for columns."""
    if not cells and not sign:
        return
    who = game.players if look.columns >= NARROW else game.keys
    pairs = [f"{safe(name, True)} {cell.strip()}" for name, cell in zip(who, cells, strict=False)]
    room = look.columns - cell_len(line_below(row, "", "", look).plain)
    whole = ", ".join(pair.replace(" ", TOGETHER) for pair in pairs)
    for line in wrapped(f"{sign} {whole}".strip(), room):
        words = cut(line.replace(TOGETHER, " "), room, look.glyphs.more)
        yield line_below(row, words, PATH if row.on_path else FAINT, look)


def _worth(view: Unfolded, row: Row) -> Sequence[float]:
    """A leaf's payoffs, or what play gives from a folded node on; nothing for an opened one."""
    if row.node < 0 or row.opened:
        return ()
    if view.game.tree.mover[row.node] == LEAF:
        return tuple(float(x) for x in view.game.payoffs[view.game.leaf_of(row.node)])
    return () if view.worth is None else tuple(float(x) for x in view.worth[row.node])


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
    for longest in (24, 18, 14, 10, 8, 6, 4):
        heads = headers(game.players, game.keys, [n - 1 for n in need], longest)
        widths = [max(n, cell_len(head) + 1) for n, head in zip(need, heads, strict=True)]
        if look.columns - sum(widths) - len(widths) - 1 >= min(words, 52 if longest > 10 else 24):
            break
    return heads, widths


def _header(heads: Sequence[str], widths: Sequence[int], left: int) -> Text:
    """The players' names over their numbers, which begin `left` columns from the edge."""
    names = " ".join(pad(head + " ", width, right=True) for head, width in zip(heads, widths, strict=True))
    return Text(" " * left + names.rstrip(), style=TITLE, no_wrap=True)


def _payoffs(line: Text, row: Row, cells: Sequence[str], widths: Sequence[int], left: int, sign: str) -> Text:
    if not cells and not sign.strip():
        return line
    style = PATH if row.on_path else FAINT
    line.append(" " * (left - cell_len(line.plain)))
    line.append(sign, FAINT)
    line.append(" ".join(pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=False)), style)
    line.rstrip()
    return line


def _legend(view: Unfolded, blind: Blind, drawn: Sequence[Row], look: Look) -> Iterable[Text]:
    """One faint line for each sign that the drawing used and that does not explain itself."""
    glyphs = look.glyphs
    if any(row.count and row.node >= 0 for row in drawn):
        folded = [f"{glyphs.more} n: endings folded away"] if look.columns < NARROW else []
        solved = [] if view.worth is None else ["(n): what the equilibrium gives from there"]
        yield from (Text(said, style=FAINT) for said in [*folded, *solved])
    letters = [letter for letter in blind.letters.values() if letter]
    if letters:
        signs = " ".join(f"{glyphs.left}{letter}{glyphs.right}" for letter in letters[:MOST_LETTERS])
        signs += f" {glyphs.more}" if len(letters) > MOST_LETTERS else ""
        believed = "; the number is how likely the mover thinks this one" if blind.beliefs else ""
        yield Text(f"{signs} places that share a letter look the same to whoever moves there{believed}", style=FAINT)
    if any(row.chosen for row in drawn):
        yield Text(f"{glyphs.head_beside} what would be chosen where play does not come", style=FAINT)
    if names := [name for row in drawn for name in row.crossed]:
        yield Text(crossings.legend(view.game, names, glyphs), style=FAINT)
    if any(0 < row.crossing < 1 for row in drawn):
        yield Text(crossings.partly("some of the endings folded away there do", glyphs), style=FAINT)
