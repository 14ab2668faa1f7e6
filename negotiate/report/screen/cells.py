"""Text brought to a width on screen, on which some signs take two columns."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def cut(text: str, width: int, more: str = "…") -> str:
    """Shorten to a width, saying by a sign that something is gone."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - len(more), 0)).rstrip() + more[: max(width, 0)]


def pad(text: str, width: int, right: bool = False) -> str:
    """Fill up with spaces to a width on screen, at the left for `right`."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
