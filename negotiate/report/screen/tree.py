"""Trees on a screen: branches below each other, numbers in straight columns, the path of play in
heavier lines.

A line is brought into the width that is left beside the numbers: what is done there is never cut,
and what matters least goes first. Where even that is too narrow the numbers stand below their
branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.text import Text

from negotiate.display import record
from negotiate.report.blocks import Branch, Tree
from negotiate.report.screen import broken, cut, one_line, pad, paragraph, signs, wrapped
from negotiate.report.style import FAINT, MARK, PATH, TITLE, Look, aligned, player_style, safe

NARROW = 60
"""In fewer columns branches have shorter arms, and counts no noun."""
READABLE = 16
"""So many letters of an action stand on one line, however narrow the screen is."""
TOGETHER = "\N{NO-BREAK SPACE}"
"""A space at which no line breaks; it is drawn as any other."""

Stem = tuple[tuple[str, bool], ...]
"""What hangs down from the lines above, piece by piece, each with whether it belongs to the path of
play.
"""


@record
class Line:
    """One branch with what hangs down beside it.

    Parameters
    ----------
    branch : Branch
        What the line says.
    stem : Stem
        What hangs down from the lines above.
    tee, under : str
        The sign at which the branch leaves its parent, and what goes on below that sign; both empty
        at the root.
    """

    branch: Branch
    stem: Stem = ()
    tee: str = ""
    under: str = ""

    @property
    def on_path(self) -> bool:
        """Whether play comes here."""
        return self.branch.role == "path"

    @property
    def folded(self) -> bool:
        """Whether something is folded away behind a branch that is drawn."""
        return bool(self.branch.count and self.branch.label)


def tree_lines(tree: Tree, look: Look) -> Iterable[Text]:
    """Draw a tree, its legend last."""
    drawn = _lines(tree, look)
    cells = _cells(tree, drawn)
    marks = _marks(drawn, look)
    ending = [
        line for line in drawn if not line.branch.below and (line.branch.label or line.branch.mark)
    ]
    words = max((_natural(line, look) for line in ending), default=8)
    heads, widths = _columns(tree, cells, words, look)
    room = max(map(cell_len, marks), default=0)
    left = min(words, look.columns - sum(widths) - len(widths) + 1 - room)
    if left < max((_least(line, look) for line in ending), default=8):
        for line, numbers, mark in zip(drawn, cells, marks, strict=True):
            yield from _fitted(line, look.columns, look)
            yield from _below(tree, line, numbers, mark.strip(), look)
    else:
        yield _header(tree, heads, widths, left + room)
        for line, numbers, mark in zip(drawn, cells, marks, strict=True):
            first, *more = _fitted(line, left, look)
            yield from (_with_numbers(first, line, numbers, widths, left, mark), *more)
    if look.columns < NARROW and any(line.folded for line in drawn):
        yield from paragraph(signs("… n: endings folded away", look), look, FAINT)
    for said in tree.legend:
        yield from paragraph(signs(said, look), look, FAINT)


# What hangs below what ----------------------------------------------------------------------------


def _lines(tree: Tree, look: Look) -> list[Line]:
    """The root, then every branch in reading order."""
    found = [Line(tree.root)]
    waiting = [iter(_fan(tree.root, (), look))]
    while waiting:
        below = next(waiting[-1], None)
        if below is None:
            waiting.pop()
            continue
        line, stem = below
        found.append(line)
        if line.branch.below:
            waiting.append(iter(_fan(line.branch, stem, look)))
    return found


def _fan(branch: Branch, stem: Stem, look: Look) -> Iterable[tuple[Line, Stem]]:
    """The branches below one, each with what hangs down below it in turn."""
    step = 3 if look.columns < NARROW else 4
    light, last, beside, turning, path_last, path_on = tuple(signs("├└┠┡┗┣", look))
    played = [place for place, one in enumerate(branch.below) if one.role == "path"]
    last_played = played[-1] if played else -1
    for place, one in enumerate(branch.below):
        is_last, passing = place == len(branch.below) - 1, place < last_played
        on_path = place in played
        down, heavy = (
            (" ", False)
            if is_last
            else (signs("┃", look), True)
            if passing
            else (signs("│", look), False)
        )
        if on_path:
            tee = path_on if passing else path_last if is_last else turning
        else:
            tee = beside if passing else last if is_last else light
        hanging = down + " " * (step - 1)
        yield Line(one, stem, tee, hanging), (*stem, (hanging, heavy))


# Words brought into a width -----------------------------------------------------------------------


def _natural(line: Line, look: Look) -> int:
    """How wide a line would like to be."""
    return cell_len("".join(_prefix(line, look))) + cell_len(
        _words(line.branch, len(line.branch.then), look)
    )


def _least(line: Line, look: Look) -> int:
    """How wide a line must be at least, so that what is done there can be read: no word of it
    broken.
    """
    label = _label(line.branch, look)
    longest = max(map(cell_len, label.split(" ")))
    return cell_len("".join(_prefix(line, look))) + min(cell_len(label), max(longest, READABLE))


def _prefix(line: Line, look: Look) -> tuple[str, str]:
    """What hangs down, then tee, arm and head."""
    stem = "".join(part for part, _ in line.stem)
    if not line.tee:
        return stem, ""
    arm = "━" if line.on_path else "─"
    head = "▶" if line.on_path else "▷" if line.branch.role == "chosen" else arm
    return stem, line.tee + signs(f"{arm if look.columns >= NARROW else ''}{head} ", look)


def _label(branch: Branch, look: Look) -> str:
    return one_line(branch.label, look)


def _letter(branch: Branch, look: Look) -> str:
    """The letter of the places that look the same, in its brackets."""
    return signs(f"⟨{branch.letter.replace(' ', TOGETHER)}⟩", look) if branch.letter else ""


def _count(branch: Branch, look: Look) -> str:
    told = branch.short or branch.count if look.columns < NARROW else branch.count
    return signs(f"… {told}", look) if told else ""


def _words(branch: Branch, steps: int, look: Look, mover: bool = True) -> str:
    """What is done, who moves then, what would follow and how much is folded away."""
    narrow = bool(branch.count) and look.columns < NARROW
    who = safe(branch.mover, True) if mover and not narrow else ""
    label = _label(branch, look)
    said = f"{label} {signs('·', look)} {who}" if label and who else label or who
    follow = (
        [] if narrow else [f"{signs('→', look)} {safe(step, True)}" for step in branch.then[:steps]]
    )
    return " ".join(filter(None, [said, _letter(branch, look), *follow, _count(branch, look)]))


def _pieces(branch: Branch, room: int, look: Look) -> list[str]:
    """What a line says over as many lines as it needs: later steps go first, then who moves."""
    tries = [_words(branch, steps, look) for steps in range(len(branch.then), -1, -1)]
    tries += [_words(branch, 0, look, mover=False)] if branch.count else []
    for said in tries:
        if cell_len(said) <= room:
            return [said]
    done = " ".join(
        filter(None, [_label(branch, look), _letter(branch, look) if branch.count else ""])
    )
    rest = _count(branch, look)
    if not branch.count:
        rest = " ".join(filter(None, [safe(branch.mover, True), _letter(branch, look)]))
    return [piece for words in (done, rest) if words for piece in broken(words, room)]


def _fitted(line: Line, width: int, look: Look) -> list[Text]:
    """A line, or more of them where words do not fit beside each other."""
    stem, tee = _prefix(line, look)
    if line.branch.below or not line.branch.label:  # no numbers stand beside it
        width = look.columns
    first, *more = _pieces(line.branch, max(width - cell_len(stem + tee), 4), look)
    style = PATH if line.on_path else FAINT if line.tee else ""
    start = _stem(line)
    if tee:
        start.append(tee[:-2], PATH if line.on_path else FAINT)
        start.append(tee[-2:], MARK if line.on_path else FAINT)
    start.append(first.replace(TOGETHER, " "), style)
    return [start, *(_line_below(line, piece, style) for piece in more)]


def _stem(line: Line) -> Text:
    text = Text(no_wrap=True)
    for on_path, parts in groupby(line.stem, key=itemgetter(1)):
        text.append("".join(part for part, _ in parts), PATH if on_path else FAINT)
    return text


def _line_below(line: Line, words: str, style: str) -> Text:
    """A further line of a branch, with what hangs down beside it."""
    text = _stem(line)
    text.append(line.under, FAINT)
    text.append(words.replace(TOGETHER, " "), style)
    return text


# Numbers ------------------------------------------------------------------------------------------


def _cells(tree: Tree, drawn: Sequence[Line]) -> list[list[str]]:
    """Numbers in columns: those of endings plain, those of a folded part in brackets, points below
    each other.
    """
    told = [line.branch.numbers for line in drawn]
    columns = [
        iter(aligned([numbers[place] for numbers in told if numbers], column.digits))
        for place, column in enumerate(tree.columns)
    ]
    cells = []
    for line, numbers in zip(drawn, told, strict=True):
        words = [next(column) for column in columns] if numbers else []
        cells.append([_bracketed(word) if line.branch.count else f"{word} " for word in words])
    return cells


def _bracketed(word: str) -> str:
    """A number in brackets, its digits where they were."""
    said = word.strip()
    ahead = len(word) - len(word.lstrip())
    return f"{' ' * ahead}({said})".ljust(len(word) + 2) if word else ""


def _marks(drawn: Sequence[Line], look: Look) -> list[str]:
    """The signs before each line's numbers, one below the other."""
    found = [signs(line.branch.mark, look) for line in drawn]
    wide = max(map(cell_len, found), default=0)
    return [f" {sign.center(wide)} " if wide else "  " for sign in found]


def _columns(
    tree: Tree, cells: Sequence[Sequence[str]], words: int, look: Look
) -> tuple[list[str], list[int]]:
    """The widest heads that leave room for the words of the tree."""
    need = [
        max((cell_len(line[p]) for line in cells if line), default=3)
        for p in range(len(tree.columns))
    ]
    heads, widths = [""] * len(need), need
    for longest in (24, 18, 14, 10, 8, 6, 4):
        limits = [max(longest, room - 1) for room in need]
        heads = [safe(column.head, True) for column in tree.columns]
        if any(cell_len(head) > limit for head, limit in zip(heads, limits, strict=True)):
            short = [safe(column.short or column.head, True) for column in tree.columns]
            heads = [cut(head, limit, look) for head, limit in zip(short, limits, strict=True)]
        widths = [max(n, cell_len(head) + 1) for n, head in zip(need, heads, strict=True)]
        if look.columns - sum(widths) - len(widths) - 1 >= min(words, 52 if longest > 10 else 24):
            break
    return heads, widths


def _header(tree: Tree, heads: Sequence[str], widths: Sequence[int], left: int) -> Text:
    """Heads over the numbers, which begin `left` columns from the edge."""
    line = Text(" " * left, no_wrap=True)
    for place, (head, width, column) in enumerate(zip(heads, widths, tree.columns, strict=True)):
        style = f"{TITLE} {player_style(column.player)}" if column.player >= 0 else TITLE
        line.append(" " * bool(place)).append(pad(f"{head} ", width, right=True), style)
    line.rstrip()
    return line


def _with_numbers(
    text: Text, line: Line, cells: Sequence[str], widths: Sequence[int], left: int, mark: str
) -> Text:
    if not cells and not mark.strip():
        return text
    style = PATH if line.on_path else FAINT
    text.append(" " * (left - cell_len(text.plain)))
    text.append(mark, FAINT)
    text.append(
        " ".join(pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=False)),
        style,
    )
    text.rstrip()
    return text


def _below(tree: Tree, line: Line, cells: Sequence[str], mark: str, look: Look) -> Iterable[Text]:
    """Numbers under their branch, where the screen is too narrow for columns."""
    if not cells and not mark:
        return
    heads = [
        column.head if look.columns >= NARROW else column.short or column.head
        for column in tree.columns
    ]
    pairs = [f"{safe(head, True)} {cell.strip()}" for head, cell in zip(heads, cells, strict=False)]
    room = look.columns - cell_len(_line_below(line, "", "").plain)
    whole = ", ".join(pair.replace(" ", TOGETHER) for pair in pairs)
    for piece in wrapped(f"{mark} {whole}".strip(), room):
        words = cut(piece.replace(TOGETHER, " "), room, look)
        yield _line_below(line, words, PATH if line.on_path else FAINT)
