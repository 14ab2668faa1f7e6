"""Collects every mistake in a scenario, each with its place, by the rules that files are held to;
all are told at once.

The rules stand in `rules.toml`, which is read when the first of them is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Literal

from negotiate.display import record
from negotiate.errors import TOLD, Hint, Problem, ScenarioError, printable

Severity = Literal["error", "warning"]
Profile = Literal["draft", "class", "publish"]

PROFILES: tuple[Profile, ...] = ("draft", "class", "publish")
"""How much a file is held to, each one including those before it."""


@record
class Rule:
    """One thing that a scenario file is held to.

    Parameters
    ----------
    code : str
        Its stable name, which every report of it carries.
    says : str
        What it asks for, in one sentence.
    why : str
        What goes wrong otherwise.
    mend : str
        What to do about it.
    severity : {'error', 'warning'}
        An error of the profile `draft` stops every command; a warning stops none.
    profile : {'draft', 'class', 'publish'}
        The first profile of `check` that asks for it.
    fixable : bool
        Whether `check --fix` mends it, where there is one certain mend.
    """

    code: str
    says: str
    why: str
    mend: str
    severity: Severity = "error"
    profile: Profile = "draft"
    fixable: bool = False


@cache
def rule_groups() -> dict[str, tuple[Rule, ...]]:
    """Heading → its rules, in the order of the documentation."""
    import tomllib  # noqa: PLC0415 - a file without mistakes asks for no rule

    found = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))["groups"]
    return {
        group["heading"]: tuple(Rule(code, **told) for code, told in group["rules"].items())
        for group in found
    }


@cache
def all_rules() -> dict[str, Rule]:
    """Code → rule."""
    return {found.code: found for group in rule_groups().values() for found in group}


def rule(code: str) -> Rule:
    """The rule with a code; an unknown one is a bug of whoever reports it."""
    return all_rules()[code]


SEARCH_LIMIT, LONGEST_NAME = 500, 100
"""Among how many names the nearest one is looked for, and how many characters a word may have for
it.
"""
OFFERED, SHORT = 3, 4
"""How many names a hint offers, and how many letters a word has up to which a letter too many or
too few is a lot.
"""
HINTED = 200
"""How many mistakes of one file have the nearest name looked for."""
EXCERPT_LIMIT, QUOTE_LIMIT, TYPED_LIMIT = 400, 80, 120
"""Characters of a line that are shown with a problem, of what its message quotes, and of what was
typed outside it.
"""
_QUOTED = re.compile(r"`([^`]*)`")


@record
class Place:
    """A stretch of one line in one text; line and column count from 1."""

    path: str
    line: int
    column: int
    width: int = 1


@dataclass(slots=True)
class Problems:
    """The mistakes found so far, and the lines of the texts that they stand in."""

    found: list[Problem] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    _told: set[tuple[str, int, int, str]] = field(init=False)
    _places: set[tuple[str, int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self._told = {self._rank(problem) for problem in self.found}
        self._places = {rank[:3] for rank in self._told}

    def add(self, place: Place, code: str, message: str, hint: str = "") -> None:
        """Note one mistake; a second report of the same rule at the same place is dropped.

        Without a hint of its own it is told what the rule advises.
        """
        broken = rule(code)
        lines = self.texts.get(place.path, [])
        start, excerpt = _excerpt(
            lines[place.line - 1] if 0 < place.line <= len(lines) else "", place.column
        )
        problem = Problem(
            place.path,
            place.line,
            place.column,
            code,
            printable(shortened(message)),
            printable(hint) or _advice(broken.mend),
            excerpt,
            max(1, place.width),
            broken.severity,
            start,
            hint.write if isinstance(hint, Hint) else "",
        )
        if self._rank(problem) not in self._told:
            self._told.add(self._rank(problem))
            self._places.add(self._rank(problem)[:3])
            self.found.append(problem)

    @staticmethod
    def _rank(problem: Problem) -> tuple[str, int, int, str]:
        return problem.path, problem.line, problem.column, problem.code

    def in_order(self) -> list[Problem]:
        """In file order."""
        return sorted(self.found, key=lambda p: (p.path, p.line, p.column))

    def told_of(self, path: str, code: str, message: str) -> bool:
        """Whether a file has been told this already, at whatever place."""
        return any((p.path, p.code, p.message) == (path, code, message) for p in self.found)

    def told_at(self, place: Place) -> bool:
        """Whether a mistake has been told at this place."""
        return (place.path, place.line, place.column) in self._places

    @property
    def many(self) -> bool:
        """Whether there are so many that nobody needs to be told what was probably meant in the
        next one.
        """
        return len(self.found) >= HINTED

    def errors(self) -> bool:
        """Whether any of them stops the scenario from being used."""
        return any(problem.severity == "error" for problem in self.found)

    def stop(self, kind: type[ScenarioError] = ScenarioError) -> None:
        """Raise all of them, if any of them is an error."""
        if self.errors():
            raise kind(self.in_order())


def _excerpt(line: str, column: int) -> tuple[int, str]:
    """The stretch of a line that is shown with a problem in some column, and the column at which it
    starts.
    """
    if len(line) <= EXCERPT_LIMIT:
        return 1, line
    start = max(0, min(column - 1 - EXCERPT_LIMIT // 2, len(line) - EXCERPT_LIMIT))
    return start + 1, line[start : start + EXCERPT_LIMIT]


def shortened(message: str) -> str:
    """A message with what is very long in quotes cut off."""
    cut = QUOTE_LIMIT - 20
    return _QUOTED.sub(lambda q: f"`{q[1][:cut]}…`" if len(q[1]) > QUOTE_LIMIT else q[0], message)


def typed(option: str, text: str) -> str:
    """The place of what was passed in beside a file: the option and what follows it, cut off where
    it is very long.
    """
    text = printable(text)
    cut = f"{text[: TYPED_LIMIT - 20]}…" if len(text) > TYPED_LIMIT else text
    return f"{option} {cut}"


def told(found: Iterable[Problem]) -> list[Problem]:
    """Problems in file order, of each file the first `TOLD` (errors before warnings), and how many
    more it has.
    """
    by_file: dict[str, list[Problem]] = {}
    for problem in sorted(found, key=lambda p: (p.path, p.line, p.column)):
        by_file.setdefault(problem.path, []).append(problem)
    return [problem for problems in by_file.values() for problem in _first(problems)]


def _first(problems: list[Problem]) -> list[Problem]:
    """The first problems of one file, and last of all how many more there are."""
    counted = [problem for problem in problems if problem.code == "more-problems"]
    single = [problem for problem in problems if problem.code != "more-problems"]
    kept = sorted(single, key=lambda p: p.severity != "error")[:TOLD]
    kept.sort(key=lambda p: (p.line, p.column))
    if len(kept) < len(single):
        counted.append(_more(kept[-1], len(single) - len(kept)))
    return kept + counted


def _more(last: Problem, count: int) -> Problem:
    noun = "problems" if count > 1 else "problem"
    message = f"{count:,} more {noun} of this file {'are' if count > 1 else 'is'} not told"
    hint = _advice(rule("more-problems").mend)
    return Problem(
        last.path, last.line, last.column, "more-problems", message, hint, severity="warning"
    )


def _advice(mend: str) -> str:
    """What a rule says is to be done, as a hint."""
    return mend[:1].lower() + mend[1:].removesuffix(".")


def nearest(word: str, known: Iterable[str], what: str = "") -> str:
    """A hint that names the nearest known names, or nothing where none is near, or too many are.

    `what` says what they are, such as "the move".
    """
    return meant(nearest_names(word, known), what)


def meant(names: list[str], what: str = "") -> str:
    """A hint that names what was probably meant; nothing where that are too many to be of use."""
    what = f"{what} " if what else ""
    *most, last = [f"`{name}`" for name in names] or [""]
    return (
        f"did you mean {what}{', '.join(most)}{' or ' if most else ''}{last}?"
        if 1 <= len(names) <= OFFERED
        else ""
    )


def nearest_name(word: str, known: Iterable[str]) -> str:
    """The first of the known names that a word is nearest to; empty where none is near."""
    return next(iter(nearest_names(word, known)), "")


def nearest_names(word: str, known: Iterable[str]) -> list[str]:
    """The known names that a word is nearest to, all of them as near as one another; a short one
    has to be very near.

    Examples
    --------
    >>> nearest_names("trade", ["north.trade", "noth", "south.trade"])
    ['north.trade', 'south.trade']
    >>> nearest_names("a_b", ["abs"])
    []
    """
    names = list(dict.fromkeys(islice(known, SEARCH_LIMIT)))
    if len(word) > LONGEST_NAME:
        return []
    close = [
        name for name in names if sorted(name) == sorted(word)
    ]  # letters that have changed places
    if not close:
        close = [
            name
            for name in get_close_matches(word, names, n=OFFERED + 1, cutoff=0.6)
            if _near(word, name)
        ]
    if not close:
        folded = word.lower().replace("-", "_")
        close = [name for name in names if name.lower().replace("-", "_") == folded]
    near = {name: SequenceMatcher(None, name, word).ratio() for name in close}
    most = max(near.values(), default=0.0)
    return [name for name in names if near.get(name) == most]


def _near(word: str, name: str) -> bool:
    """Whether a word is too long to be like a name by chance, begins it, or differs in one letter
    at one place.
    """
    if len(word) > SHORT or name.startswith(word):
        return True
    slips = ((1, 1), (1, 0), (0, 1))
    return any(
        word[:k] == name[:k] and word[k + a :] == name[k + b :]
        for k in range(len(word) + 1)
        for a, b in slips
    )


def listed(names: Iterable[str], most: int = 12) -> str:
    """Names in backticks, cut off after so many."""
    known = names if isinstance(names, Collection) else list(names)
    shown = ", ".join(f"`{name}`" for name in islice(known, most))
    return (
        shown + (f" and {len(known) - most} more" if len(known) > most else "") if known else "none"
    )
