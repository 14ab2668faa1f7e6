"""A conflict of two by two as a square: one player moves up and down, the other to the left and right."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.text import Text

from negotiate.report.screen.cells import cut, pad
from negotiate.report.style import Look
from negotiate.report.words import safe
from negotiate.standing.telling.move_graph import MoveGraph

ACROSS = 8
"""Columns between the two states of a row."""


def is_square(found: MoveGraph) -> bool:
    """Whether two players have two choices of one issue each, and all of it can happen."""
    model = found.model
    return model.sizes == (2, 2) and len(model.states) == 4 and all(len(issues) == 1 for issues in model.decides)


def mark(found: MoveGraph, state: int, look: Look) -> str:
    """The number of a state, and a sign where nobody gains by leaving it."""
    return f"{state + 1} {look.glyphs.star}" if state in found.unmoved else str(state + 1)


def square(found: MoveGraph, look: Look) -> Iterable[Text]:
    """Draw it; arrows show where somebody is better off, or cannot go back."""
    model, more = found.model, look.glyphs.more
    up, aside = (safe(model.players[p], True) for p in (0, 1))
    rows, columns = (
        [safe(model.choices[state][model.decides[p][0]], True) for state in states]
        for p, states in enumerate(((0, 2), (0, 1)))
    )
    cells = [mark(found, state, look) for state in range(4)]
    room = min(max(map(cell_len, [*rows, up])), look.columns // 3)
    wide = min(max(map(cell_len, [*columns, *cells])) + 1, (look.columns - room - 2 - ACROSS) // 2)
    indent = " " * (room + 2)
    yield Text(f"{pad(cut(up, room, more), room)}  {cut(aside, look.columns - room - 2, more)}", no_wrap=True)
    heads = [cut(column, wide, more) for column in columns]
    yield Text(f"{indent}{pad(heads[0], wide + ACROSS)}{heads[1]}", no_wrap=True)
    for row, label in enumerate(rows):
        left, right = cells[2 * row : 2 * row + 2]
        line = pad(pad(left, wide), wide + ACROSS)
        shaft = _across(found, 2 * row, look)
        line = pad(f"{pad(left, wide)}{shaft}", wide + ACROSS)
        yield Text(f"{pad(cut(label, room, more), room)}  {line}{right}", no_wrap=True)
        if row == 0:
            first, second = (_down(found, column, look) for column in (0, 1))
            yield from (
                Text(f"{indent}{pad(a, wide + ACROSS)}{b}".rstrip(), no_wrap=True)
                for a, b in zip(first, second, strict=True)
            )


def one_way(found: MoveGraph) -> bool:
    """Whether some move that betters nobody cannot be taken back, and so is drawn as an arrow, too."""
    return any(not arrow.improves and not arrow.returns for arrow in found.arrows)


def _ways(found: MoveGraph, start: int, end: int) -> tuple[bool, bool, bool]:
    """Whether somebody can go from one state to the other, whether back, and whether either betters the mover."""
    there, back = ([a for a in found.arrows if (a.start, a.end) == way] for way in ((start, end), (end, start)))
    better = any(arrow.improves for arrow in (*there, *back))
    if better:
        there, back = ([arrow for arrow in some if arrow.improves] for some in (there, back))
    return bool(there), bool(back), better


def _across(found: MoveGraph, left: int, look: Look) -> str:
    """An arrow between the two states of a row; a thin line where both ways are open, nothing where none is."""
    glyphs = look.glyphs
    ahead, back, better = _ways(found, left, left + 1)
    if not (ahead or back):
        return " " * (ACROSS - 2)
    shaft = glyphs.arm_path if better else glyphs.arm
    pointed = better or ahead != back
    start, end = (glyphs.heads[0], glyphs.head) if better else (glyphs.heads_beside[0], glyphs.head_beside)
    return (start if pointed and back else shaft) + shaft * (ACROSS - 4) + (end if pointed and ahead else shaft)


def _down(found: MoveGraph, top: int, look: Look) -> tuple[str, str]:
    """An arrow between the two states of a column, in two lines."""
    glyphs = look.glyphs
    ahead, back, better = _ways(found, top, top + 2)
    if not (ahead or back):
        return "", ""
    shaft = glyphs.down_path if better else glyphs.down
    pointed = better or ahead != back
    _, up, down = glyphs.heads if better else glyphs.heads_beside
    return up if pointed and back else shaft, down if pointed and ahead else shaft
