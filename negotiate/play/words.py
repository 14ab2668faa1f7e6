"""How the table speaks of seats, packages and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from negotiate.display import record
from negotiate.model import Issue
from negotiate.play.forms import CHANCE, UMPIRE
from negotiate.report.blocks import Tone
from negotiate.report.style import capital, decimals, of_each, rounded, spoken, the

if TYPE_CHECKING:
    from negotiate.play.table import Table


def named(table: Table, key: str) -> str:
    """A seat by its name, for the middle of a sentence."""
    players = table.scenario.players
    return (
        the(players[key].name)
        if key in players
        else {UMPIRE: "the umpire", CHANCE: "chance"}.get(key, key)
    )


def opening(table: Table, key: str) -> str:
    """The same, for the beginning of a sentence."""
    return capital(named(table, key))


def names(table: Table) -> tuple[str, ...]:
    """All players by name."""
    return tuple(player.name for player in table.scenario.players.values())


def option_words(issue: Issue, option: str) -> str:
    """An option as people call it, with its unit."""
    return spoken(issue.name_of(issue.options[issue.places[option]]))


def package_words(
    table: Table, package: Mapping[str, str], beside: Mapping[str, str] | None = None
) -> str:
    """A package in words; of its options those that another package has not."""
    issues, words = table.scenario.issues, []
    for key, option in package.items():
        if beside is None or beside.get(key) != option:
            words.append(f"{spoken(issues[key].name)}: {option_words(issues[key], option)}")
    return "; ".join(words) or (
        "everything as it is today" if beside == today(table) else "everything stays as it was"
    )


def today(table: Table) -> dict[str, str]:
    """Issue → the option that it has today."""
    found = table.scenario
    return {key: found.issues[key].labels[place] for key, place in found.status_quo.items()}


def number(x: float) -> str:
    """A payoff that stands alone."""
    return rounded(x, decimals([x]))


@record
class Weighed:
    """What something is worth to a seat, beside what the seat has without a deal.

    Parameters
    ----------
    worth, alone : float
        The two.
    unit : str
        What they count, in a few words.
    """

    worth: float
    alone: float
    unit: str

    @property
    def tone(self) -> Tone:
        """How the two compare."""
        return "better" if self.worth > self.alone else "worse" if self.worth < self.alone else ""

    def __str__(self) -> str:
        """The comparison in words: "49 points: better than no deal (28)"."""
        than = f"{self.tone} than" if self.tone else "as good as"
        return f"{number(self.worth)} {self.unit}: {than} no deal ({number(self.alone)})"


def unit_of(table: Table, seat: str) -> str:
    """What the payoffs of a seat count; a long unit stands in full where nothing is on the
    table.
    """
    return (table.scenario.players[seat].unit or "points").partition(" of ")[0]


def gives(table: Table, payoffs: Iterable[float], verb: str = "gets") -> str:
    """What each player has: "the US gets 5 and China gets 7"."""
    return of_each(names(table), [f"{verb} {number(float(x))}".strip() for x in payoffs])
