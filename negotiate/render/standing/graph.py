"""The moves of a small conflict as a graph: a square for two by two, else each state with its arrows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.solution import paragraph
from negotiate.render.standing.square import is_square, mark, one_way, square
from negotiate.render.standing.words import labels, state_words
from negotiate.render.table import fitted
from negotiate.report.screen.cells import pad
from negotiate.report.style import FAINT, MARK, Look
from negotiate.report.words import counted, safe
from negotiate.standing.telling.move_graph import MoveGraph

DRAWN = 12
"""States of a conflict that is drawn; `--all` draws more."""
DRAWN_AT_MOST = 300


def _sentences(found: MoveGraph) -> list[str]:
    model, count = found.model, len(found.model.states)
    better = sum(arrow.improves for arrow in found.arrows)
    said = (
        f"{counted(count, 'state')} and {counted(len(found.arrows), 'move')}, {better:,} of which better their mover."
    )
    still = len(found.unmoved)
    gains = (
        f"Nobody gains by leaving {counted(still, 'state')} by one move."
        if still
        else "Somebody gains by leaving each."
    )
    one_way = sum(not arrow.returns for arrow in found.arrows)
    ways = [f"{counted(one_way, 'move')} cannot be taken back."] if one_way else []
    if model.status_quo >= 0:
        where = "one of them" if model.status_quo in found.unmoved else "not one of them"
        gains = gains[:-1] + (f"; today is {where}." if still else ".")
    return [said, gains, *ways]


def _body(found: MoveGraph, look: Look) -> Iterable[RenderableType]:
    count = len(found.model.states)
    if count > (DRAWN_AT_MOST if look.all else DRAWN):
        return []
    drawn = list(square(found, look)) if is_square(found) else []
    if look.all or not drawn:
        drawn += [*([Text()] if drawn else []), *_listing(found, look)]
    return [*drawn, *_legend(found, look, thin=look.all or not is_square(found))]


def _listing(found: MoveGraph, look: Look) -> Iterable[Text]:
    """Each state on a line, and below it where each player can go: side by side if all of it fits, else below."""
    model = found.model
    wide = max(cell_len(mark(found, s, look)) for s in range(len(model.states)))
    indent = " " * (wide + 2)
    told = [[_arrows(found, s, p, look) for s in range(len(model.states))] for p in range(len(model.keys))]
    keys = [safe(key, True) for key in model.keys]
    for state in range(len(model.states)):
        known = labels(model, state)
        words = f"{', '.join(known)}: {state_words(model, state)}" if known else state_words(model, state)
        head, *more = fitted(words, look.columns - wide - 2, look)
        line = Text(f"{pad(mark(found, state, look), wide)}  {head}", no_wrap=True)
        line.stylize(MARK if state in found.unmoved else "", 0, wide)
        yield line
        yield from (Text(indent + piece, no_wrap=True) for piece in more)
        yield from _leaving(keys, told, state, indent, look)


def _leaving(keys: Sequence[str], told: Sequence[Sequence[str]], state: int, indent: str, look: Look) -> Iterable[Text]:
    """Where each player can go from a state: straight columns if all states fit in them, else a line a player."""
    widths = [max(cell_len(f"{key} {arrows}") for arrows in column) for key, column in zip(keys, told, strict=True)]
    if len(indent) + sum(widths) + 3 * (len(widths) - 1) <= look.columns:
        cells = [f"{key} {column[state]}" if column[state] else "" for key, column in zip(keys, told, strict=True)]
        beside = "   ".join(pad(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        yield from [Text(indent + beside, no_wrap=True)] if beside else []
        return
    for key, column in zip(keys, told, strict=True):
        if column[state]:
            start = f"{indent}{pad(key, max(map(cell_len, keys)))} "
            head, *more = fitted(column[state], max(look.columns - cell_len(start), 8), look)
            yield Text(start + head, no_wrap=True)
            yield from (Text(" " * cell_len(start) + piece, no_wrap=True) for piece in more)


def _arrows(found: MoveGraph, state: int, player: int, look: Look) -> str:
    """Where a player can go: what betters it first."""
    mine = found.leaving(state, player)
    told = []
    for sign, some in (
        (_thick(look), [arrow for arrow in mine if arrow.improves]),
        (_thin(look), [arrow for arrow in mine if not arrow.improves]),
    ):
        if some:
            told.append(f"{sign} {', '.join(str(arrow.end + 1) for arrow in some)}")
    return "  ".join(told)


def _legend(found: MoveGraph, look: Look, thin: bool) -> Iterable[Text]:
    """What the signs mean."""
    told = [f"{_thick(look)} betters the mover", *([f"{_thin(look)} does not"] if thin else [])]
    if not thin and one_way(found):
        told.append(f"{_thin(look)} does not and cannot be taken back")
    if found.unmoved:
        told.append(f"{look.glyphs.star} nobody gains by leaving")
    return paragraph("; ".join(told), look, FAINT)


def _thick(look: Look) -> str:
    return look.glyphs.arm_path * 2 + look.glyphs.head


def _thin(look: Look) -> str:
    return look.glyphs.arm * 2 + look.glyphs.head_beside


def _remarks(found: MoveGraph) -> list[str]:
    count, notes = len(found.model.states), list(found.model.notes)
    if count <= DRAWN:
        return notes
    draws = f"`--all` draws up to {DRAWN_AT_MOST}, and " if count <= DRAWN_AT_MOST else ""
    return [
        *notes,
        f"too many states for a screen: {draws}`export SCENARIO moves.graphml --lens stability` writes them all",
    ]


def _rows(found: MoveGraph) -> list[list[list[str]]]:
    model = found.model
    states = [["state", "what it is", "is", "nobody gains by leaving"]]
    states += [
        [str(s + 1), state_words(model, s), ", ".join(labels(model, s)), "yes" if s in found.unmoved else "no"]
        for s in range(len(model.states))
    ]
    moves = [["from", "player", "to", "betters its mover", "can be taken back"]]
    moves += [
        [
            str(a.start + 1),
            model.keys[a.player],
            str(a.end + 1),
            *("yes" if x else "no" for x in (a.improves, a.returns)),
        ]
        for a in found.arrows
    ]
    return [states, moves]


KIND = Kind(MoveGraph, _sentences, _body, _rows, _remarks, attrgetter("model"))
