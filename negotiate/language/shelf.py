"""What the shipped scenarios say of themselves, read without binding them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from negotiate.display import Shown
from negotiate.language.extends import read_whole
from negotiate.language.library import shipped
from negotiate.language.text.nodes import plain
from negotiate.problems import Problems
from negotiate.report.blocks import Item, Items, Note, Report, Section, Sentence
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words

TEXTBOOK = "classics"
"""The folder of the games that every textbook has."""
_MANY = 6
"""So many players are counted and not named."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One scenario on the shelf.

    Parameters
    ----------
    name : str
        The name by which commands find the scenario, such as `classics/chicken`.
    title : str
        What people call it.
    date : str
        When the talks take place, as the file says; empty where the file says nothing.
    players : tuple of str
        The players' names for people.
    """

    name: str
    title: str
    date: str
    players: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The part of the name before its last slash."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Shelf(Shown):
    """The scenarios that come with the program.

    Parameters
    ----------
    scenarios : tuple of Entry
        In the order in which they are listed: the fullest folder first, textbook games last.
    """

    scenarios: tuple[Entry, ...]


def report(found: Shelf, look: Look) -> Report:
    """The scenarios by folder; when each was and who was there where everything is wanted."""
    if not found.scenarios:
        return Report("", (Sentence("No scenario came with this program; `negotiate show FILE` reads your own."),))
    first, verb = found.scenarios[0].name, "scenario is" if len(found.scenarios) == 1 else "scenarios are"
    folders = [
        Section(folder, (Items(tuple(Item(e.name, _about(e, look.all)) for e in group)),))
        for folder, group in groupby(found.scenarios, key=lambda entry: entry.folder)
    ]
    note = Note(f"`negotiate show {first}` shows a scenario, and `negotiate tree {first}` solves it.")
    title = f"{in_words(len(found.scenarios))} {verb} ready to be read, solved and played."
    return Report(title, (*folders, note))


def _about(entry: Entry, everything: bool) -> str:
    many = len(entry.players) >= _MANY
    who = counted(len(entry.players), "player") if many else ", ".join(entry.players)
    more = "; ".join(part for part in (entry.date, who) if part)
    return f"{entry.title}. {more}" if everything and more else entry.title


def shelf() -> Shelf:
    """Every shipped scenario: real cases by name, the fullest folder first, and the textbook games after them."""
    result = []
    for name, path in shipped().items():
        root = read_whole(path, name, Problems())
        data = plain(root) if root is not None else None
        if isinstance(data, dict):
            title, date = str(data.get("title", name)), str(data.get("date", ""))
            result.append(Entry(name, title, date, _players(data)))
    full = Counter(entry.folder for entry in result)
    return Shelf(tuple(sorted(result, key=lambda e: (e.folder == TEXTBOOK, -full[e.folder], e.name))))


def _players(data: dict[str, object]) -> tuple[str, ...]:
    players = data.get("players")
    if isinstance(players, dict):
        named = [(key, p.get("name") if isinstance(p, dict) else p) for key, p in players.items()]
        return tuple(str(name or key) for key, name in named)
    return tuple(str(player) for player in players) if isinstance(players, list) else ("row", "column")
