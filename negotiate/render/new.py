"""What `new` says: which templates there are, and what was written."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.render.table import wrapped
from negotiate.report.screen.cells import pad
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import counted, in_words, joined, safe

if TYPE_CHECKING:
    from negotiate.writing.new import Written
    from negotiate.writing.template import Template

NARROW = 60
WAYS = (
    ("negotiate new bargaining my-talks.yaml", "from a template"),
    ("negotiate new --from classics/chicken my-talks.yaml", "a copy of a scenario"),
)
"""The two ways of starting, each with what it starts from."""
SOUND = "._-+,:/" + (os.sep if os.name == "nt" else "")
"""Signs that a command line takes for themselves."""


def templates(found: Sequence[Template], look: Look) -> RenderableType:
    """The templates, a line each, and the two ways of starting."""
    return Drawn(lambda settled: _templates(found, settled), look)


def _templates(found: Sequence[Template], look: Look) -> Iterable[Text]:
    said = f"{in_words(len(found))} templates to start from, each a small negotiation that works at once."
    yield Text(said, style=TITLE)
    yield Text()
    column = max(cell_len(template.name) for template in found) + 4
    for template in found:
        purpose = f"{counted(template.players, 'player')}: {template.purpose}"
        yield from _row(template.name, purpose, column, look)
    yield Text()
    column = max(cell_len(command) for command, _ in WAYS) + 4
    for command, about in WAYS:
        yield from _row(command, about, column, look)
    yield Text()
    yield Text("`negotiate list` names the scenarios that can be copied.", style=FAINT)


def _row(name: str, said: str, column: int, look: Look) -> Iterable[Text]:
    """A name and what is said of it: beside it, or below it where the screen is narrow."""
    below = look.columns < NARROW
    if below:
        yield from (Text(f"  {line}", no_wrap=True) for line in wrapped(name, max(look.columns - 2, 16)))
    left = 4 if below else column
    for position, line in enumerate(wrapped(said, max(look.columns - left, 16))):
        yield Text(pad("" if below or position else f"  {name}", left) + line, no_wrap=True)


def written(made: Written, look: Look) -> RenderableType:
    """What was made of what, and what to do next."""
    return Drawn(lambda settled: _written(made, settled), look)


def _written(made: Written, look: Look) -> Iterable[Text]:
    first, *others = sentences(made)
    yield Text(first, style=TITLE)
    yield from (Text(sentence) for sentence in others)
    yield Text()
    rows = following(made)
    column = max(cell_len(command) for command, _ in rows) + 4
    wide = column + max(cell_len(about) for _, about in rows) <= look.columns
    for command, about in rows:
        if wide:
            yield Text(pad(f"  {command}", column) + about, no_wrap=True)
        else:
            yield Text(f"  {command}", no_wrap=True, overflow="ignore")  # a command that is broken cannot be pasted
            yield Text(f"      {about}", style=FAINT)


def sentences(made: Written) -> list[str]:
    """What was made of what, whether an editor completes it, what it does not hold, and what is left to write."""
    source, *below = (safe(name, True) for name in made.made_from)
    path = safe(str(made.path), True)
    carried = f", with its variant {safe(made.variant, True)} carried out" if made.variant is not None else ""
    how = f"is written, from the template {source}" if made.template else f"is a copy of {source}{carried}"
    said = [f"{path} {how}."]
    if below:
        said.append(f"It stands alone: what it took from {joined(below)} is written out in it.")
    said += made.notes
    if made.template:
        said.append("Texts in <angle brackets> are yours to write; all the rest is an example to be changed.")
    if made.folder is not None:
        said.append(f"The folder {safe(str(made.folder), True)} was made for it.")
    if made.completion is not None:
        said.append(f"{safe(made.completion.name, True)} beside it tells an editor how to complete it.")
    return said


_QUESTIONS = {
    "solve": "what happens if nobody talks",
    "tree": "who moves when, and what comes of it",
    "stability": "which states nobody would leave",
    "simulate": "what would last if it is played again and again",
}
"""Lens → what it is asked for."""


def following(made: Written) -> list[tuple[str, str]]:
    """The next three commands, each with what it is for."""
    file = quoted(str(made.path))
    return [
        (f"negotiate check {file}", "every mistake, with its line"),
        (f"negotiate show {file}", "read it"),
        (f"negotiate {made.lens} {file}", _QUESTIONS[made.lens]),
    ]


def quoted(path: str) -> str:
    """A path as a command line takes it for one word and for no option."""
    path = f"./{path}" if path.startswith("-") else path
    if all(letter.isalnum() or letter in SOUND for letter in path):
        return path
    return f'"{path}"' if os.name == "nt" else shlex.quote(path)
