"""Who is in a class: records that know no network, no disk and no rules of a lesson."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from negotiate.errors import IllegalAction
from negotiate.report.style import safe

NAME = 40
"""Letters of a name."""
PEOPLE = 500
"""People in one class; whoever was sent away does not count."""
COMPUTER = 0
"""Who sits in a seat that the computer plays."""


@dataclass(slots=True)
class Person:
    """Somebody who has joined.

    Parameters
    ----------
    number : int
        Counted from 1.
    name : str
        As others see it.
    key : str
        The hash of the token in the person's browser.
    robot : bool
        Whether the program plays the person, to rehearse a class.
    group, seat
        Where the person sits; 0 for nowhere.
    solved, wrong : int
        Exercises that are done, and wrong answers to the next one.
    removed : bool
        Whether the teacher has sent the person away.
    calls : bool
        Whether the person has called the teacher, and nothing has happened since.
    seen : float
        When the person's browser was last heard of; infinity while it is connected.
    """

    number: int
    name: str
    key: str
    robot: bool = False
    group: int = 0
    seat: str = ""
    solved: int = 0
    wrong: int = 0
    removed: bool = False
    calls: bool = False
    seen: float = 0.0

    @property
    def here(self) -> bool:
        """Whether somebody would see a move: the browser is connected, or it is a robot."""
        return self.robot or self.seen == float("inf")


class Roll(dict[int, Person]):
    """Everybody who has joined, by number; whoever was sent away keeps theirs."""

    def __init__(self) -> None:
        super().__init__()
        self._by_key: dict[str, Person] = {}

    def enter(self, person: Person) -> None:
        """Take somebody in."""
        self[person.number] = self._by_key[person.key] = person

    def strike(self, person: Person) -> None:
        """Send somebody away."""
        person.removed = True
        self._by_key.pop(person.key, None)

    def holder(self, key: str) -> Person | None:
        """Whoever holds a token, by its hash."""
        return self._by_key.get(key)

    @property
    def present(self) -> list[Person]:
        """Everybody whom nobody has sent away."""
        return [one for one in self.values() if not one.removed]

    @property
    def waiting(self) -> list[Person]:
        """Everybody without a seat who is here; whoever comes back gets a seat then."""
        return [one for one in self.present if one.here and not one.group]

    def known(self, number: object) -> Person:
        """Whoever has a number.

        Raises
        ------
        IllegalAction
            If nobody has it.
        """
        found = self.get(number) if isinstance(number, int) else None
        if found is None or found.removed:
            raise IllegalAction("nobody has this number", "choose somebody from the list")
        return found

    def free_name(self, name: str, own: int = 0) -> str:
        """A name as it may be shown, with a number where somebody else than `own` has it already.

        Raises
        ------
        IllegalAction
            If nothing of it can be shown.
        """
        shown = "".join(
            c for c in name[: 4 * NAME] if unicodedata.category(c) not in ("Cs", "Co", "Cn")
        )
        shown = " ".join(safe(shown, True).split())[:NAME].strip()
        if not shown:
            raise IllegalAction(
                "a name is missing", "type a name, or any other word that you will know again"
            )
        taken = {one.name.casefold() for one in self.present if one.number != own}
        numbered = (f"{shown} ({k})" for k in range(2, PEOPLE + 2))
        return (
            shown
            if shown.casefold() not in taken
            else next(one for one in numbered if one.casefold() not in taken)
        )
