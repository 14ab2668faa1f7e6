"""The templates that there are, what `new` wrote from one or as a copy, and what it says of
both.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from negotiate.display import Shown, record
from negotiate.report.blocks import Block, Item, Items, Note, Report, Sentence, sentences
from negotiate.report.style import Look, counted, in_words, joined, safe

WAYS = (
    Item("negotiate new bargaining my-talks.yaml", "from a template"),
    Item("negotiate new --from classics/chicken my-talks.yaml", "a copy of a scenario"),
)
"""The two ways of starting, each with what it starts from."""
SOUND = "._-+,:/" + (os.sep if os.name == "nt" else "")
"""Signs that a command line takes for themselves."""
QUESTIONS = {
    "deal": "what both could sign",
    "solve": "what happens if nobody talks",
    "tree": "who moves when, and what comes of it",
    "stability": "which states nobody would leave",
    "simulate": "what would last if the game is played again and again",
    "play": "play the war game, and rule as its umpire",
}
"""Lens → what it is asked for."""


@record
class Template:
    """A commented scenario to be rewritten.

    Parameters
    ----------
    name : str
        What it is asked for by; its file is called the same.
    purpose : str
        What it shows, in a few words.
    players : int
        How many negotiate.
    lens : {'solve', 'tree', 'stability', 'simulate', 'play'}
        The command that answers it best.
    """

    name: str
    purpose: str
    players: int
    lens: str = "solve"

    def text(self) -> str:
        """The scenario itself, as it is written into a new file."""
        return (Path(__file__).parent / "templates" / f"{self.name}.yaml").read_text("utf-8")


TEMPLATES: tuple[Template, ...] = (
    Template("two-by-two", "one choice each, at the same moment", 2),
    Template("bargaining", "two issues to sign, one thing each can do alone", 2),
    Template("threat", "announced, answered, carried out or dropped", 2, "tree"),
    Template("multi-issue", "five issues, sources, ranges, red lines, variants", 2),
    Template("three-players", "issues that two decide, deals that two may sign", 3),
    Template("repeated", "a promise that is kept because there is a next time", 2, "simulate"),
    Template("war-game", "six turns, tension that grows, news from an umpire", 2, "play"),
    Template("ordinal", "what each would rather have, without numbers", 3, "stability"),
)
"""Every template, the simplest first."""


@record
class Templates(Shown):
    """The templates that a new file can start from.

    Parameters
    ----------
    templates : tuple of Template
        The simplest first.
    """

    templates: tuple[Template, ...] = TEMPLATES


@record
class Written(Shown):
    """A file that was made.

    Parameters
    ----------
    path : path
        The new file.
    made_from : tuple of str
        The template; or the scenario that was copied, then those that it extends.
    template : bool
        Whether it was made from a template.
    lens : {'solve', 'tree', 'stability', 'simulate', 'play'}
        The command that answers it best.
    variant : str or None
        The variant of the original that was carried out.
    completion : path or None
        The description of the language beside it, by which an editor completes.
    folder : path or None
        The folder that was made for it.
    notes : tuple of str
        What it does not hold, in whole sentences.
    sheet : bool
        Whether it was made from a score sheet.
    """

    path: Path
    made_from: tuple[str, ...]
    template: bool
    lens: str
    variant: str | None = None
    completion: Path | None = None
    folder: Path | None = None
    notes: tuple[str, ...] = ()
    sheet: bool = False


def report(found: Templates | Written, look: Look) -> Report:
    """The templates, or what was made of what."""
    return _listed(found) if isinstance(found, Templates) else _written(found)


def _listed(found: Templates) -> Report:
    title = (
        f"{in_words(len(found.templates))} templates to start from, each a small negotiation "
        "that works at once."
    )
    entries = tuple(
        Item(t.name, f"{counted(t.players, 'player')}: {t.purpose}") for t in found.templates
    )
    note = Note("`negotiate list` names the scenarios that can be copied.")
    return Report(title, (Items(entries), Items(WAYS), note))


def _written(made: Written) -> Report:
    source, *below = (safe(name, True) for name in made.made_from)
    carried = f", with its variant {made.variant} carried out" if made.variant is not None else ""
    how = (
        f"is written, from the template {source}"
        if made.template
        else f"is an exercise with the points of {source}"
        if made.sheet
        else f"is a copy of {source}{carried}"
    )
    said = (
        [f"The copy needs no other file: what it took from {joined(below)} is written out."]
        if below
        else []
    )
    said += made.notes
    if made.template:
        said.append(
            "Texts in <angle brackets> are yours to write. All the rest is an example to be "
            "changed."
        )
    if made.folder is not None:
        said.append(f"The folder {made.folder} was made.")
    if made.completion is not None:
        said.append(
            f"With {made.completion.name} beside the file, an editor can complete its keys."
        )
    blocks: list[Block] = [Sentence(f"{made.path} {how}."), *sentences(said)]
    return Report(
        "", (*blocks, Items(tuple(Item(command, about) for command, about in following(made))))
    )


def following(made: Written) -> list[tuple[str, str]]:
    """The next three commands, each with what it is for."""
    file = quoted(str(made.path))
    if made.lens == "play":
        return [
            (f"negotiate check {file}", "every mistake, with its line"),
            (f"negotiate show {file} --teacher", "read it, with what the umpire alone knows"),
            (f"negotiate play {file} --umpire", QUESTIONS[made.lens]),
        ]
    if made.sheet:
        folder = quoted(str(made.path.with_suffix("")))
        return [
            (f"negotiate deal {file}", QUESTIONS["deal"]),
            (f"negotiate kit {file} --out {folder}", "the pages for a class"),
            (f"negotiate play {file}", "play it"),
        ]
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
