"""What the shipped scenarios say of themselves, read without binding them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from negotiate.loading.changes.extends import read_whole
from negotiate.loading.library import shipped
from negotiate.loading.problems import Problems
from negotiate.loading.text.nodes import plain

TEXTBOOK = "classics"
"""The folder of the games that every textbook has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One scenario on the shelf."""

    name: str
    title: str
    date: str
    players: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The part of the name before its last slash."""
        return self.name.rpartition("/")[0]


def shelf() -> list[Entry]:
    """Every shipped scenario: real cases by name, the fullest folder first, and the textbook games after them."""
    result = []
    for name, path in shipped().items():
        root = read_whole(path, name, Problems())
        data = plain(root) if root is not None else None
        if isinstance(data, dict):
            title, date = str(data.get("title", name)), str(data.get("date", ""))
            result.append(Entry(name, title, date, _players(data)))
    full = Counter(entry.folder for entry in result)
    return sorted(result, key=lambda entry: (entry.folder == TEXTBOOK, -full[entry.folder], entry.name))


def _players(data: dict[str, object]) -> tuple[str, ...]:
    players = data.get("players")
    if isinstance(players, dict):
        named = [(key, p.get("name") if isinstance(p, dict) else p) for key, p in players.items()]
        return tuple(str(name or key) for key, name in named)
    return tuple(str(player) for player in players) if isinstance(players, list) else ("row", "column")
