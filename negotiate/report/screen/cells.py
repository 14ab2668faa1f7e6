"""Text brought to a width on screen, on which some signs take two columns."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

from negotiate.report.style import Look

LINE = 100
"""Running text is never wider, so that the eye finds the next line."""
ASCII_SIGNS = str.maketrans(
    {"★": "*", "‡": "#", "–": "-", "…": "...", "→": "->", "·": "-", "●": "@", "○": "o", "×": "x", "□": "s", "▶": ">"}
    | {"▷": ")", "⟨": "<", "⟩": ">", "“": '"', "”": '"'}
    | dict(zip("─│┼┃├└┠┡┗┣━┈┊", "-|+|+`++`+=-:", strict=True))
    | dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True))
)
"""What stands for a sign of a report, or of the lines of a picture, where only ASCII can be drawn."""


def cut(text: str, width: int, more: str = "…") -> str:
    """Shorten to a width, saying by a sign that something is gone."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - len(more), 0)).rstrip() + more[: max(width, 0)]


def pad(text: str, width: int, right: bool = False) -> str:
    """Fill up with spaces to a width on screen, at the left for `right`."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def signs(text: str, look: Look) -> str:
    """A text with signs that the screen knows."""
    return text.translate(ASCII_SIGNS) if look.ascii else text


def paragraph(text: str, look: Look, style: str = "", indent: int = 0) -> Iterable[Text]:
    """Running text, never so wide that the eye loses its line."""
    for piece in wrapped(text, min(look.columns, LINE) - indent):
        yield Text(" " * indent + piece, style=style)


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


def fitted(text: str, width: int, look: Look) -> list[str]:
    """Break at spaces, so that every line fits; a longer word is cut, or broken where everything is to be seen."""
    if look.all:
        return broken(text, width)
    return [cut(piece, width, signs("…", look)) for piece in wrapped(text, width)]


def broken(text: str, width: int) -> list[str]:
    """Break at spaces, and a longer word wherever the line ends."""
    return [part for piece in wrapped(text, width) for part in (chop_cells(piece, max(width, 1)) or [""])]
