"""What a seat works out with its score sheet before its first move, and what is said to an
answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from negotiate.errors import IllegalAction, NegotiateError
from negotiate.pages import brief, plays, sheets

if TYPE_CHECKING:
    from negotiate.classroom.groups import Group
    from negotiate.classroom.people import Person
    from negotiate.pages.brief import Exercise
    from negotiate.scenario import Scenario

ASKED = 2
"""Exercises that a seat does before its first move."""
TRIES = 2
"""Wrong answers after which a seat is told the right one, so that nobody is stuck."""
NOT_YET = "Not yet. Look each line up in your score sheet, and add the numbers."


class Preparation:
    """The exercises of each seat of a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._of: dict[str, tuple[Exercise, ...]] = {}

    def of(self, seat: str) -> tuple[Exercise, ...]:
        """What a seat works out before its first move."""
        if seat not in self._of:
            try:
                form, asked = sheets.deal_form(self.scenario), plays.played(self.scenario)
                found = brief.exercises(self.scenario, form, asked, seat)
                self._of[seat] = tuple(found)[:ASKED]
            except NegotiateError:
                self._of[seat] = ()
        return self._of[seat]

    def next(self, person: Person, group: Group | None) -> Exercise | None:
        """What a person still has to work out; nothing once the group has come to its end."""
        if person.robot or group is None or not group.open:
            return None
        own = self.of(person.seat)
        return own[person.solved] if person.solved < len(own) else None


def number(text: object) -> float:
    """An answer as a number.

    Raises
    ------
    IllegalAction
        If it is none.
    """
    try:
        return float(str(text)[:40].replace("−", "-").replace(",", ".").strip())
    except ValueError:
        raise IllegalAction("this is no number", "write a number, such as `12.5`") from None
