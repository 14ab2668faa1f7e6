"""What the shipped scenarios say of themselves, read without binding them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from string import ascii_uppercase

from negotiate.display import Shown, record
from negotiate.language.library import read_whole, shipped
from negotiate.language.text import plain
from negotiate.problems import Problems
from negotiate.report.blocks import Item, Items, Note, Report, Section, Sentence
from negotiate.report.style import Look, counted, in_words

TEXTBOOK = "classics"
"""The folder of the games that every textbook has."""
LESSON = 50
"""Minutes of a lesson."""
_MANY = 6
"""So many players are counted and not named."""


@record
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
    minutes : int or None
        How long it takes in a class; None where the file does not say.
    group : str
        How many play it in a class, in words; empty where the file does not say.
    scored : bool
        Whether every side has payoffs in numbers, so that a deal can be scored.
    briefed : bool
        Whether there is a brief for everybody and one for each side.
    lettered : bool
        Whether a form has a letter for each option of an issue.
    """

    name: str
    title: str
    date: str
    players: tuple[str, ...]
    minutes: int | None = None
    group: str = ""
    scored: bool = True
    briefed: bool = False
    lettered: bool = True

    @property
    def folder(self) -> str:
        """The part of the name before its last slash."""
        return self.name.rpartition("/")[0]

    @property
    def fits_class(self) -> bool:
        """Whether it can be handed out, and played in one lesson."""
        return (
            self.briefed and self.lettered and self.minutes is not None and self.minutes <= LESSON
        )


@record
class Shelf(Shown):
    """The scenarios that come with the program.

    Parameters
    ----------
    scenarios : tuple of Entry
        In the order in which they are listed: the fullest folder first, textbook games last.
    lesson : int or None
        The minutes of a lesson, where only what fits into one is listed; None for every scenario.
    """

    scenarios: tuple[Entry, ...]
    lesson: int | None = None


def report(found: Shelf, look: Look) -> Report:
    """The scenarios by folder; when each was and who was there where everything is wanted."""
    if not found.scenarios:
        return Report(
            "",
            (
                Sentence(
                    "No scenario came with this program; `negotiate show FILE` reads your own."
                ),
            ),
        )
    first, verb = (
        found.scenarios[0].name,
        "scenario is" if len(found.scenarios) == 1 else "scenarios are",
    )
    folders = [
        Section(folder, (Items(tuple(Item(e.name, _about(e, look.all)) for e in group)),))
        for folder, group in groupby(found.scenarios, key=lambda entry: entry.folder)
    ]
    note = Note(
        f"`negotiate show {first}` shows a scenario, and `negotiate tree {first}` solves it."
    )
    title = f"{in_words(len(found.scenarios))} {verb} ready to be read, solved and played."
    if found.lesson is not None:
        note = Note(
            f"Each has its briefs, and takes at most {found.lesson} minutes. `negotiate kit "
            f"{first}` prints it."
        )
        title = f"{in_words(len(found.scenarios))} {verb} fit for a class."
    return Report(title, (*folders, note))


def _about(entry: Entry, everything: bool) -> str:
    group = entry.group if everything else re.split(r", |; | or ", entry.group)[0]
    played = [
        f"{entry.minutes} min" if entry.minutes else "",
        group,
        "" if entry.scored else "no scores",
    ]
    told = ", ".join(filter(None, played))
    title = f"{entry.title} ({told})" if told else entry.title
    many = len(entry.players) >= _MANY
    who = counted(len(entry.players), "player") if many else ", ".join(entry.players)
    more = "; ".join(part for part in (entry.date, who) if part)
    return f"{title}. {more}" if everything and more else title


def shelf(for_class: bool = False) -> Shelf:
    """Every shipped scenario: real cases by name, the fullest folder first, and the textbook games
    after them.

    Parameters
    ----------
    for_class : bool
        Whether to take only those that can be handed out and played in one lesson.
    """
    result = []
    for name, path in shipped().items():
        root = read_whole(path, name, Problems())
        data = plain(root) if root is not None else None
        if isinstance(data, dict):
            result.append(_entry(name, data))
    full = Counter(entry.folder for entry in result)
    ordered = sorted(result, key=lambda e: (e.folder == TEXTBOOK, -full[e.folder], e.name))
    return Shelf(
        tuple(e for e in ordered if e.fits_class or not for_class), LESSON if for_class else None
    )


def _entry(name: str, data: dict[str, object]) -> Entry:
    minutes, briefs, players = data.get("minutes"), data.get("briefs"), data.get("players")
    sides = [str(one) for one in players] if isinstance(players, dict | list) else ["row", "column"]
    return Entry(
        name,
        str(data.get("title", name)),
        str(data.get("date", "")),
        _players(data),
        minutes if isinstance(minutes, int) else None,
        str(data.get("group", "")),
        not (data.get("prefers") or data.get("ranking")),
        isinstance(briefs, dict) and {"public", *sides} <= {*briefs},
        _most_options(data) <= len(ascii_uppercase),
    )


def _most_options(data: dict[str, object]) -> int:
    """The options of the issue that has most of them."""
    issues = data.get("issues")
    written = issues.values() if isinstance(issues, dict) else ()
    options = [one.get("options") for one in written if isinstance(one, dict)]
    return max((len(some) for some in options if isinstance(some, dict | list)), default=0)


def _players(data: dict[str, object]) -> tuple[str, ...]:
    players = data.get("players")
    if isinstance(players, dict):
        named = [(key, p.get("name") if isinstance(p, dict) else p) for key, p in players.items()]
        return tuple(str(name or key) for key, name in named)
    return (
        tuple(str(player) for player in players) if isinstance(players, list) else ("row", "column")
    )
