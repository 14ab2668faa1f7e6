"""Running text brought to the width of a screen, and signs that the screen knows."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, chop_cells
from rich.text import Text

from negotiate.report.screen.cells import cut
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
