"""The two sheets of a class: the deal form, where each option has a letter, and each side's own
score sheet.

A score sheet adds up: one number from each table, and the points that every deal has. Issues stand
in one table where a term of the player's payoff looks at them at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from string import ascii_uppercase

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.language.reports.page import plain_number
from negotiate.model import Issue
from negotiate.model.by_outcome import by_outcome
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term
from negotiate.report.blocks import Cell
from negotiate.report.style import counted

LETTERED = 12
"""Options up to which each has a letter, where numbers could stand for themselves."""
MOST = 400
"""Combinations of one table that are still printed."""
LONGEST, ROUNDED, NEGLIGIBLE = 4, 2, 1e-9
"""Decimals that are printed where no number of a sheet has more, and where one has; what is no
decimal at all.
"""
LOOKED = 101
"""Values of a number of the state at which it is seen whether each point counts the same."""


@dataclass(frozen=True, slots=True, eq=False)
class DealForm:
    """The issues that a deal sets, with a letter for each option; of a long list of numbers each
    stands for itself.

    Parameters
    ----------
    issues : tuple of Issue
        In the order of the form.
    """

    issues: tuple[Issue, ...]

    @staticmethod
    def letter(place: int) -> str:
        """The letter of an option."""
        return ascii_uppercase[place]

    @staticmethod
    def sign(issue: Issue, place: int) -> str:
        """What is written for an option: its letter, or in a long list of numbers the number."""
        return issue.options[place].id if numbered(issue, place) else ascii_uppercase[place]

    def code(self, options: Mapping[str, int]) -> str:
        """A deal in letters, such as "BACD"; with spaces where a number stands for itself, such as
        "B 650".
        """
        between = " " if any(map(numbered, self.issues)) else ""
        return between.join(self.sign(issue, options[issue.id]) for issue in self.issues)

    def read(self, code: str) -> dict[str, int]:
        """The option of each issue that letters name, or words with spaces between: keys, names or
        numbers.

        Raises
        ------
        UnsuitableGame
            If there are too few or too many of them, or one names no option.
        """
        words = code.split()
        if len(words) != len(self.issues):
            words = list("".join(words).upper())
        if len(words) != len(self.issues):
            said = (
                f"`{code}` has {counted(len(words), 'letter')}, and the form has "
                f"{counted(len(self.issues), 'line')}"
            )
            example = self.code({issue.id: 0 for issue in self.issues})
            raise UnsuitableGame(
                said, f"write one letter a line, such as `{example}`; `none` for no deal"
            )
        found = {}
        for issue, word in zip(self.issues, words, strict=True):
            place = letter_of(issue, word)
            place = place_of(issue, word) if place is None else place
            if place is None:
                within = f" in `{code}`" if word != code else ""
                raise UnsuitableGame(
                    f"`{word}`{within} is no option of `{issue.id}`", f"write {_allowed(issue)}"
                )
            found[issue.id] = place
        return found


def numbered(issue: Issue, place: int | None = None) -> bool:
    """Whether options are so many numbers that each stands for itself on a form; of one option,
    whether it is such.
    """
    bare = [is_number(option.id) for option in issue.options]
    return len(bare) > LETTERED and sum(bare) > LETTERED and (place is None or bare[place])


def is_number(word: str) -> bool:
    """Whether a word is a number in digits."""
    return word.removeprefix("-").replace(".", "", 1).isdigit()


def letter_of(issue: Issue, word: str) -> int | None:
    """Which option a letter stands for."""
    place = ascii_uppercase.find(word.upper()) if len(word) == 1 else -1
    return place if 0 <= place < len(issue.options) else None


def place_of(issue: Issue, word: str) -> int | None:
    """Which option a word names: by its key, its name, or its number."""
    low = word.lower()
    for place, option in enumerate(issue.options):
        if low in (option.id.lower(), option.name.lower(), option.name.lower().replace(" ", "_")):
            return place
    numbers = [option.number for option in issue.options]
    if is_number(word) and numbers.count(float(word)) == 1:
        return numbers.index(float(word))
    return None


def numbers(issue: Issue) -> str:
    """The numbers that stand for themselves, such as "0 to 19 in steps of 1"."""
    own = [option.id for k, option in enumerate(issue.options) if numbered(issue, k)]
    steps = {round(float(after) - float(before), 9) for before, after in pairwise(own)}
    if len(steps) > 1:
        return ", ".join(own)
    return f"{own[0]} to {own[-1]} in steps of {plain_number(abs(steps.pop()))}"


def _allowed(issue: Issue) -> str:
    """What can be written for an issue."""
    letters = [DealForm.letter(k) for k in range(len(issue.options)) if not numbered(issue, k)]
    if numbered(issue):
        return " or ".join([*letters, f"a number: {numbers(issue)}"])
    return f"A to {letters[-1]}"


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """What some issues that hang together are worth to one player.

    Parameters
    ----------
    issues : tuple of Issue
        The issues.
    points : ndarray, shape (options of the first issue, …)
        In the unit of the player's payoff.
    """

    issues: tuple[Issue, ...]
    points: FloatArray

    def rows(self) -> list[tuple[tuple[int, ...], float]]:
        """Each combination of options with its points."""
        places = product(*(range(len(issue.options)) for issue in self.issues))
        return [(place, float(self.points[place])) for place in places]


@dataclass(frozen=True, slots=True)
class StateScore:
    """What a number of a war game's state is worth to one player, whatever is chosen.

    Parameters
    ----------
    name : str
        The number's.
    value : float
        What it is now.
    each : float
        How much more a turn is worth when the number rises by 1.
    """

    name: str
    value: float
    each: float


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSheet:
    """What a deal is worth to one player: a number from each table, what the state counts, and one
    that every deal has.

    Parameters
    ----------
    player : str
        Whose sheet it is.
    tables : tuple of ScoreTable
        In the order of the issues.
    base : float
        What every deal is worth besides.
    state : tuple of StateScore
        Of a war game, the numbers whose every point counts alike.
    """

    player: str
    tables: tuple[ScoreTable, ...]
    base: float
    state: tuple[StateScore, ...] = ()

    def points(self, options: Mapping[str, int]) -> float:
        """What a deal is worth, with the state as it is now."""
        chosen = (
            float(table.points[tuple(options[issue.id] for issue in table.issues)])
            for table in self.tables
        )
        return self.base + sum(one.each * one.value for one in self.state) + sum(chosen)

    @property
    def rounds(self) -> bool:
        """Whether some number is too long to add up by hand."""
        every = [self.base, *(float(one) for table in self.tables for one in table.points.flat)]
        return any(abs(one - round(one, LONGEST)) > NEGLIGIBLE for one in every)

    def said(self, value: float) -> str:
        """A number as the sheet has it."""
        return plain_number(round(value, ROUNDED if self.rounds else LONGEST) + 0.0)

    def cell(self, value: float) -> Cell:
        """A number in a table of the sheet."""
        return Cell(self.said(value), value)


def deal_form(negotiation: Negotiation) -> DealForm:
    """The form on which a deal is written down.

    Raises
    ------
    UnsuitableGame
        If nothing is on the table, or an issue has more options than there are letters.
    """
    if negotiation.turns is None:  # in turns an order stands whatever comes
        negotiation = by_outcome(negotiation)
    issues = tuple(
        issue
        for key, issue in negotiation.issues.items()
        if key in negotiation.on_table and key not in negotiation.fixed and issue.options[1:]
    )
    if not issues:
        raise UnsuitableGame(
            "a deal in this scenario sets nothing", "name the issues of a deal under `on_table`"
        )
    for issue in issues:
        if len(issue.options) > len(ascii_uppercase) and not all(
            numbered(issue, k) for k in range(len(ascii_uppercase), len(issue.options))
        ):
            raise UnsuitableGame(
                f"`{issue.id}` has more options than there are letters", "commit it with `--fix`"
            )
    return DealForm(issues)


def score_sheet(negotiation: Negotiation, player: str) -> ScoreSheet:
    """A player's own sheet.

    Raises
    ------
    UnsuitableGame
        If the player has no numbers, or too many issues hang together to be printed.
    """
    if player in negotiation.ordinal:
        raise UnsuitableGame(
            f"`{player}` has no numbers, and so no score sheet", "write `payoffs` for it"
        )
    form = deal_form(negotiation)
    axes = [issue.id for issue in form.issues]
    scope = negotiation.scope
    terms = [term for term in negotiation.terms[player].values() if not term.needs_moves]
    looks = {term.id: frozenset(axes) & scope.term(player, term.id).issues for term in terms}
    held = {**negotiation.status_quo, **negotiation.fixed}
    rest = {key: held.get(key, 0) for key in negotiation.issues}
    sets = [
        issues
        for issues in dict.fromkeys(looks.values())
        if not any(issues < other for other in looks.values())
    ]
    tables = []
    for issues in sorted(filter(None, sets), key=lambda some: [axis not in some for axis in axes]):
        group = [axis for axis in axes if axis in issues]
        own = [name for name, seen in looks.items() if seen and seen <= issues]
        looks = {name: seen for name, seen in looks.items() if name not in own or not seen}
        shape = tuple(len(negotiation.issues[key].options) for key in group)
        if prod(shape) > MOST:
            said = (
                f"one term of `{player}` looks at {len(group)} issues at once, which have "
                f"{prod(shape):,} combinations"
            )
            raise UnsuitableGame(
                said, "write it as several terms, or commit some issues with `--fix`"
            )
        frame = negotiation.grid(group, {key: k for key, k in rest.items() if key not in group})
        points = sum(frame.term(player, name)[0] for name in own)
        tables.append(
            ScoreTable(
                tuple(negotiation.issues[key] for key in group), np.broadcast_to(points, shape)
            )
        )
    frame = negotiation.grid((), rest)
    base = sum(float(frame.term(player, name)[0]) for name in looks)
    state = tuple(_of_state(negotiation, player, looks, rest))
    return ScoreSheet(
        player, tuple(tables), base - sum(one.each * one.value for one in state), state
    )


def state_terms(negotiation: Negotiation, player: str) -> dict[str, list[Term]]:
    """Number of a war game's state → the terms of a player's payoff in every outcome that look at
    it.
    """
    terms = [term for term in negotiation.terms[player].values() if not term.needs_moves]
    looks = {term.id: negotiation.scope.term(player, term.id).parameters for term in terms}
    names = negotiation.state if negotiation.turns is not None else ()
    found = {name: [term for term in terms if name in looks[term.id]] for name in names}
    return {name: own for name, own in found.items() if own}


def _of_state(
    negotiation: Negotiation, player: str, names: Collection[str], held: Mapping[str, int]
) -> Iterator[StateScore]:
    """The numbers of the state of which each point counts the same: they stand in terms of their
    own, on a line.
    """
    found = state_terms(negotiation, player)
    for name, terms in found.items():
        shared = any(term in other for key, other in found.items() if key != name for term in terms)
        if shared or not all(term.id in names for term in terms):
            continue
        one = negotiation.parameters[name]
        low = one.value - 10 if one.low is None else one.low
        high = one.value + 10 if one.high is None else one.high
        frame = negotiation.grid((), held, {name: np.linspace(low, high, LOOKED)})
        worth = np.sum(
            [np.broadcast_to(frame.term(player, term.id), LOOKED) for term in terms], axis=0
        )
        each = float(worth[-1] - worth[0]) / (high - low) if high > low else 0.0
        line = worth[0] + each * np.linspace(0, high - low, LOOKED)
        if each and np.allclose(
            worth, line, rtol=0, atol=NEGLIGIBLE * max(1.0, float(np.abs(worth).max()))
        ):
            yield StateScore(name, one.value, each)


def rank(levels: Sequence[float], level: float) -> Cell:
    """The place of a level among all that there are, such as "3rd best"."""
    place = 1 + sum(other > level for other in levels)
    if place == len(levels) > 1:
        return Cell("worst", place)
    ending = "th" if place in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return Cell("best" if place == 1 else f"{place}{ending} best", place)


def possible(negotiation: Negotiation, options: Mapping[str, int]) -> bool:
    """Whether a deal can happen at all."""
    held = {**negotiation.status_quo, **negotiation.fixed}
    frame = negotiation.grid(
        (), {key: {**held, **options}.get(key, 0) for key in negotiation.issues}
    )
    return not any(bool(condition.evaluate(frame).any()) for condition in negotiation.infeasible)
