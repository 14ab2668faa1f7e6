"""Lines of a tree brought into a width: an action is never cut, and what matters least goes first."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len, chop_cells
from rich.text import Text

from negotiate.render.branches import NARROW, TOGETHER, Row
from negotiate.render.table import wrapped
from negotiate.report.style import FAINT, MARK, PATH, Glyphs, Look

READABLE = 16
"""So many letters of an action stand on one line, however narrow the screen is."""


def natural(row: Row, look: Look) -> int:
    """How wide a row would like to be."""
    return cell_len("".join(_prefix(row, look.glyphs, look))) + cell_len(_words(row, look.glyphs))


def least(row: Row, look: Look) -> int:
    """How wide a row must be at least, so that what is done there can be read: no word of it broken."""
    longest = max(map(cell_len, row.action.split(" ")))
    return cell_len("".join(_prefix(row, look.glyphs, look))) + min(cell_len(row.action), max(longest, READABLE))


def fitted(row: Row, width: int, look: Look) -> list[Text]:
    """A row as one line, or as more where words do not fit beside each other; an action is never cut."""
    glyphs = look.glyphs
    stem, tee, head = _prefix(row, glyphs, look)
    if row.opened or row.node < 0:  # no payoffs stand beside it
        width = look.columns
    room = max(width - cell_len(stem + tee + head), 4)
    style = PATH if row.on_path else FAINT if row.tee else ""
    start = _stem(row)
    start.append(tee, PATH if row.on_path else FAINT)
    start.append(head, MARK if row.on_path else FAINT)
    first, *more = _pieces(row, room, glyphs)
    start.append(first.replace(TOGETHER, " "), style)
    return [start, *(line_below(row, piece, style, look) for piece in more)]


def line_below(row: Row, words: str, style: str, look: Look) -> Text:
    """A further line of a row, with what hangs down beside it."""
    line = _stem(row)
    line.append(_under(row, look) if row.tee else "", FAINT)
    line.append(words.replace(TOGETHER, " "), style)
    return line


def _pieces(row: Row, room: int, glyphs: Glyphs) -> list[str]:
    """What a row says, over as many lines as it needs: what is done there, then who moves or how much is folded."""
    said = _shortened(row, room, glyphs)
    if cell_len(said) <= room:
        return [said]
    if row.count:
        done = said.removesuffix(row.count).strip()
        return [*(_broken(done, room) if done else []), *_broken(row.count, room)]
    return [piece for words in (row.action, row.mover) if words for piece in _broken(words, room)]


def _broken(words: str, room: int) -> list[str]:
    """Break at spaces, and a longer word wherever the room ends."""
    return [part for piece in wrapped(words, room) for part in chop_cells(piece, room) or [""]]


def _stem(row: Row) -> Text:
    text = Text(no_wrap=True)
    for on_path, parts in groupby(row.stem, key=itemgetter(1)):
        text.append("".join(part for part, _ in parts), PATH if on_path else FAINT)
    return text


def _under(row: Row, look: Look) -> str:
    """What stands under a tee on a second line: the bar goes on where more branches follow."""
    glyphs = look.glyphs
    light, last, beside, turning, path_last, path_on = glyphs.tees
    bar = {light: glyphs.down, beside: glyphs.down_path, turning: glyphs.down, path_on: glyphs.down_path}
    sign = " " if row.tee in (last, path_last) else bar.get(row.tee, " ")
    return sign + " " * (2 if look.columns < NARROW else 3)


def _prefix(row: Row, glyphs: Glyphs, look: Look) -> tuple[str, str, str]:
    stem = "".join(part for part, _ in row.stem)
    if not row.tee:
        return stem, "", ""
    arm = glyphs.arm_path if row.on_path else glyphs.arm
    head = glyphs.head if row.on_path else glyphs.head_beside if row.chosen else arm
    return stem, row.tee + (arm if look.columns >= NARROW else ""), f"{head} "


def _words(row: Row, glyphs: Glyphs) -> str:
    return _folded(row, len(row.then), glyphs) if row.count else _joined(row.action, row.mover, glyphs)


def _joined(action: str, mover: str, glyphs: Glyphs) -> str:
    return f"{action} {glyphs.dot} {mover}" if action and mover else action or mover


def _folded(row: Row, steps: int, glyphs: Glyphs) -> str:
    followed = "".join(f" {glyphs.step} {step}" for step in row.then[:steps])
    return f"{_joined(row.action, row.mover, glyphs)}{followed} {row.count}".strip()


def _shortened(row: Row, room: int, glyphs: Glyphs) -> str:
    """Drop what matters least until the row fits, as far as that goes: later steps first, then who moves."""
    if not row.count:
        return _words(row, glyphs)
    for steps in range(len(row.then), -1, -1):
        if cell_len(_folded(row, steps, glyphs)) <= room:
            return _folded(row, steps, glyphs)
    sign = row.mover[row.mover.rindex(f" {glyphs.left}") :] if row.mover.endswith(glyphs.right) else ""
    return f"{row.action}{sign} {row.count}".strip()
