"""What a tree's file says once of an information set, a chance event or an outcome, known afterwards by its number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum

from negotiate.games.extensive import CHANCE
from negotiate.loading.gambit.cursor import CLOSE, OPEN, TEXT, WORD, Cursor, exactly
from negotiate.loading.gambit.names import apart, names
from negotiate.loading.gambit.normal_form import payoffs

SUM = 1e-9
"""How far odds may be from adding up to one."""
NUMBERED = re.compile(r"(.+) #[0-9]+")
"""The name of a further set of a move: Gambit wants a name of its own for each set."""
SHORT = 15
"""Characters of a whole number that is a float without any rounding."""


@dataclass(frozen=True, slots=True)
class Set:
    """An information set, or an event of chance with its odds; `name` is empty where the file has none."""

    place: int
    mover: int
    name: str
    written: tuple[str, ...]
    odds: tuple[float, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions' names, which differ, also where those that are written do not."""
        return apart(self.written)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an outcome pays, as it is nearest to and as it is written; `written` is empty for whole numbers."""

    payoffs: tuple[float, ...]
    written: tuple[str, ...] = ()

    def exact(self) -> tuple[Fraction, ...]:
        """What it pays, without rounding."""
        return tuple(map(exactly, self.written)) if self.written else tuple(map(Fraction, self.payoffs))


@dataclass(slots=True)
class Descriptions:
    """Everything that has been described so far."""

    players: tuple[str, ...]
    sets: dict[tuple[int, int], Set] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    named: set[tuple[int, str]] = field(default_factory=set)

    def set_here(self, cursor: Cursor, mover: int, node: str) -> Set:
        """The set of the node that stands here: its number, and its name and actions where they are given.

        One without a name is called as its first node is.
        """
        what = "event" if mover == CHANCE else "information set"
        at = cursor.start, cursor.end
        number = cursor.whole(f"the number of the {what}", 1)
        known = self.sets.get((mover, number))
        if cursor.kind not in (TEXT, OPEN):
            if known is None:
                said = f"the {what} {number}{self._of(mover)} has not been described before"
                hint = "its name and its actions stand after its number, the first time it comes up"
                raise cursor.source.wrong(*at, "gambit-unknown", said, hint)
            return known
        name = cursor.text(f"the name of the {what}") if cursor.kind == TEXT else ""
        if cursor.kind != OPEN and known is not None:
            return known
        start = cursor.start
        actions, odds = _events(cursor) if mover == CHANCE else (names(cursor, "action"), ())
        found = Set(len(self.sets), mover, self._named(mover, name or node), actions, odds)
        if known is None:
            self.sets[mover, number] = found
        elif (known.written, known.odds) != (actions, odds):
            raise self._changed(cursor, start, what, number, known, found)
        return known or found

    def _named(self, mover: int, name: str) -> str:
        """The name of a set; `answer #2` is another set of the move `answer`, if its mover has one of that name."""
        numbered = NUMBERED.fullmatch(name)
        if numbered is not None and (mover, numbered[1]) in self.named:
            return numbered[1]
        self.named.add((mover, name))
        return name

    def _changed(self, cursor: Cursor, start: int, what: str, number: int, known: Set, found: Set) -> Exception:
        said = f"the {what} {number}{self._of(found.mover)} had "
        if known.written == found.written:
            said += "other odds before"
        elif len(known.written) != len(found.written):
            said += f"{len(known.written)} actions before, and has {len(found.written)} here"
        else:
            said += "other actions before: " + ", ".join(f"`{action}`" for action in known.written[:8])
        hint = "who cannot tell nodes apart can do the same at each; give this node a set of its own, or mend it"
        return cursor.source.wrong(start, cursor.end, "gambit-set", said, hint)

    def _of(self, mover: int) -> str:
        return "" if mover == CHANCE else f" of `{self.players[mover]}`"

    def outcome_here(self, cursor: Cursor) -> Outcome | None:
        """The outcome of the node that stands here; None where it pays nothing."""
        at = cursor.start, cursor.end
        number = cursor.whole("the number of an outcome, 0 for none,")
        if number == 0:
            if cursor.kind in (TEXT, OPEN):
                hint = "give it another number"
                raise cursor.wrong("gambit-syntax", "outcome 0 pays nothing, and nothing is said of it", hint)
            return None
        described = cursor.kind == OPEN
        if cursor.kind == TEXT:
            cursor.step()
            described = True
        known = self.outcomes.get(number)
        if not described or (cursor.kind != OPEN and known is not None):
            if known is None:
                said = f"outcome {number} has not been described before"
                hint = "its name and its payoffs stand after its number, the first time it comes up"
                raise cursor.source.wrong(*at, "gambit-unknown", said, hint)
            return known
        cursor.expect(OPEN, "`{` before the payoffs")
        numbers = payoffs(cursor, len(self.players))
        paid = cursor.kept(tuple(value for value, _ in numbers))
        whole = all(len(written) <= SHORT and written.lstrip("-").isdecimal() for _, written in numbers)
        found = Outcome(paid, () if whole else tuple(written for _, written in numbers))
        if known is not None and known.payoffs != found.payoffs:
            said = f"outcome {number} paid {', '.join(f'{x:g}' for x in known.payoffs)} before"
            raise cursor.source.wrong(*at, "gambit-set", said, "give this outcome another number, or mend it")
        self.outcomes[number] = known or found
        return known or found


def _events(cursor: Cursor) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """What chance may do, in braces: names and odds in turn."""
    start = cursor.start
    cursor.expect(OPEN, "`{` before what chance may do")
    labels: list[str] = []
    odds: list[float] = []
    while cursor.kind == TEXT:
        labels.append(cursor.text("the name of an action"))
        if cursor.kind != WORD:
            raise cursor.unexpected(f"the odds of `{labels[-1]}`")
        written, at = cursor.word, (cursor.start, cursor.end)
        odds.append(cursor.number("a probability")[0])
        if odds[-1] < 0:
            raise cursor.source.wrong(*at, "gambit-odds", f"the probability {written} is negative")
    if not labels and cursor.kind == CLOSE:
        raise cursor.wrong("gambit-count", "chance needs at least one action")
    end = cursor.end
    cursor.expect(CLOSE, "another action of chance in quotes, or `}`,")
    if abs((total := fsum(odds)) - 1) > SUM:
        said = f"the odds add up to {total:.10g} instead of 1"
        raise cursor.source.wrong(start, end, "gambit-odds", said, "write thirds and the like as 1/3")
    return cursor.kept(tuple(labels)), cursor.kept(tuple(odds))
