"""What `new` says: which templates there are, what was written, and what to do next."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.language.writing.new import TEMPLATES, Template
from negotiate.report.blocks import Block, Item, Items, Note, Report, Sentence, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe

if TYPE_CHECKING:
    from negotiate.language.writing.new import Written  # what lists templates loads no language

WAYS = (
    Item("negotiate new bargaining my-talks.yaml", "from a template"),
    Item("negotiate new --from classics/chicken my-talks.yaml", "a copy of a scenario"),
)
"""The two ways of starting, each with what it starts from."""
SOUND = "._-+,:/" + (os.sep if os.name == "nt" else "")
"""Signs that a command line takes for themselves."""
QUESTIONS = {
    "solve": "what happens if nobody talks",
    "tree": "who moves when, and what comes of it",
    "stability": "which states nobody would leave",
    "simulate": "what would last if the game is played again and again",
}
"""Lens → what it is asked for."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates that a new file can start from.

    Parameters
    ----------
    templates : tuple of Template
        The simplest first.
    """

    templates: tuple[Template, ...] = TEMPLATES


def report(found: Templates | Written, look: Look) -> Report:
    """The templates, or what was made of what."""
    return _listed(found) if isinstance(found, Templates) else _written(found)


def _listed(found: Templates) -> Report:
    title = f"{in_words(len(found.templates))} templates to start from, each a small negotiation that works at once."
    entries = tuple(Item(t.name, f"{counted(t.players, 'player')}: {t.purpose}") for t in found.templates)
    note = Note("`negotiate list` names the scenarios that can be copied.")
    return Report(title, (Items(entries), Items(WAYS), note))


def _written(made: Written) -> Report:
    source, *below = (safe(name, True) for name in made.made_from)
    carried = f", with its variant {made.variant} carried out" if made.variant is not None else ""
    how = f"is written, from the template {source}" if made.template else f"is a copy of {source}{carried}"
    said = [f"The copy needs no other file: what it took from {joined(below)} is written out."] if below else []
    said += made.notes
    if made.template:
        said.append("Texts in <angle brackets> are yours to write. All the rest is an example to be changed.")
    if made.folder is not None:
        said.append(f"The folder {made.folder} was made.")
    if made.completion is not None:
        said.append(f"With {made.completion.name} beside the file, an editor can complete its keys.")
    blocks: list[Block] = [Sentence(f"{made.path} {how}."), *sentences(said)]
    return Report("", (*blocks, Items(tuple(Item(command, about) for command, about in following(made)))))


def following(made: Written) -> list[tuple[str, str]]:
    """The next three commands, each with what it is for."""
    file = quoted(str(made.path))
    return [
        (f"negotiate check {file}", "every mistake, with its line"),
        (f"negotiate show {file}", "read it"),
        (f"negotiate {made.lens} {file}", QUESTIONS[made.lens]),
    ]


def quoted(path: str) -> str:
    """A path as a command line takes it for one word and for no option."""
    path = f"./{path}" if path.startswith("-") else path
    if all(letter.isalnum() or letter in SOUND for letter in path):
        return path
    return f'"{path}"' if os.name == "nt" else shlex.quote(path)
