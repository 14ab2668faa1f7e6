"""Binds preferences without numbers: statements and rankings become levels, one payoff term a
player.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.language.binding import Binder, Condition, negated, record, said
from negotiate.language.binding.payoffs import CELL_LIMIT, status_of
from negotiate.language.formulas import TIES, parse_statement
from negotiate.language.shape import REST, THAT, WORTHS
from negotiate.language.shape.parts import RankedPart, StatementPart
from negotiate.language.text import TOP, Spot, find, place_of
from negotiate.model import (
    STATEMENT_LIMIT,
    TERM,
    Levels,
    Preference,
    Statement,
    package_count,
    weights,
)
from negotiate.model.coupling import axis_frame, coupled
from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    Number,
    Operation,
    ParameterValue,
    Table,
    TermValue,
    both,
)
from negotiate.model.negotiation import AXIS_LIMIT, Negotiation, spread
from negotiate.model.payoffs import Term
from negotiate.problems import listed
from negotiate.report.style import joined
from negotiate.scenario import Scenario

Entry = tuple[Spot, Any]
"""What is written, or what it became, and where it stands."""
SECTIONS: dict[Literal["statements", "ranking"], str] = {
    "statements": "prefers",
    "ranking": "ranking",
}
"""Kind of preference → the section that holds it."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A player's preferences, and where each of their entries stands in the file."""

    preference: Preference
    places: tuple[tuple[Spot, ...], ...]


def bind_preferences(binder: Binder) -> dict[str, Ordered]:
    """Player → its statements, or its ranking."""
    inner = binder.of_packages(terms=False)
    result: dict[str, Ordered] = {}
    for kind, section in SECTIONS.items():
        for player, parts, path in binder.of_players(
            getattr(binder.document, section), TOP / section
        ):
            _check_once(binder, section, player)
            if not parts and not binder.problems.errors():
                binder.wrong_key(path, "empty", f"nothing stands below `{player}`")
            entries = list(_entries(parts, path))
            groups = (
                _statements(inner, entries, path)
                if kind == "statements"
                else _ranking(inner, entries)
            )
            found = [[(path, one) for path, one in group if one is not None] for group in groups]
            preference = Preference(
                player, kind, tuple(tuple(one for _, one in group) for group in found)
            )
            places = tuple(tuple(path for path, _ in group) for group in found)
            result.setdefault(player, Ordered(preference, places))
    return result


def _check_once(binder: Binder, key: str, player: str) -> None:
    """Note a player of whom another part of the file says what it would rather have."""
    others = [word for word in WORTHS if word != key and player in getattr(binder.document, word)]
    if others and WORTHS.index(key) > WORTHS.index(others[0]):
        message = f"`{player}` has {listed([*others, key])}, of which a player has one"
        binder.wrong_key((key, player), "preferences-twice", message)


def _entries(parts: list[Any], path: Spot) -> Iterator[list[Entry]]:
    """The entries of each group, with where each of them stands."""
    for position, part in enumerate(parts):
        here = path / position
        yield (
            [(here / k, one) for k, one in enumerate(part)]
            if isinstance(part, list)
            else [(here, part)]
        )


def _words_at(binder: Binder, path: Spot) -> Spot:
    """Where the words of an entry stand: below `that`, or in its place."""
    return path / THAT if find(binder.root, path / THAT) is not None else path


def _statements(binder: Binder, entries: list[list[Entry]], path: Spot) -> list[list[Entry]]:
    count = sum(map(len, entries))
    if count > STATEMENT_LIMIT:
        message = f"`{path[-1]}` has {count} statements; there may be {STATEMENT_LIMIT}"
        binder.wrong_key(path, "too-many-statements", message)
    return [[(here, _statement(binder, part, here)) for here, part in group] for group in entries]


def _statement(binder: Binder, part: StatementPart, path: Spot) -> Statement | None:
    binder.source(part, path)
    holds = _condition(binder, part.that, _words_at(binder, path))
    words = said(part.that)
    for word, other in (("if", part.if_), ("iff", part.iff)):
        if other is not None:
            given = binder.condition(other, path / word)
            holds = None if holds is None or given is None else TIES[word](holds, given)
            words += f" {word} {said(other)}"
    return None if holds is None else record(Statement, part, written=words, holds=holds)


def _condition(binder: Binder, written: Condition, path: Spot) -> Expression | None:
    if isinstance(written, str):
        return parse_statement(written, place_of(binder.root, path), binder.names, binder.problems)
    return binder.condition(written, path)


def _ranking(binder: Binder, entries: list[list[Entry]]) -> list[list[Entry]]:
    """Ranked packages; `everything else` holds where no other entry does."""
    groups = [[(path, _package(binder, part, path)) for path, part in group] for group in entries]
    named = [
        one.holds for group in groups for _, one in group if one is not None and one.written != REST
    ]
    rest = _none_of(named)
    return [
        [
            (path, replace(one, holds=rest) if one is not None and one.written == REST else one)
            for path, one in group
        ]
        for group in groups
    ]


def _package(binder: Binder, part: RankedPart, path: Spot) -> Statement | None:
    binder.source(part, path)
    holds = both(()) if part.that == REST else binder.condition(part.that, _words_at(binder, path))
    return None if holds is None else record(Statement, part, written=said(part.that), holds=holds)


def _none_of(conditions: list[Expression]) -> Expression:
    """That none of the conditions holds; joined in halves, so that many of them do not stand deep
    in one another.
    """
    if len(conditions) < 2:
        return negated(conditions[0]) if conditions else both(())
    half = len(conditions) // 2
    return Operation("and", (_none_of(conditions[:half]), _none_of(conditions[half:])))


LEVEL_LIMIT = 250_000
"""Levels that one player's statements may tell apart, and packages over which statements are tried
out together.
"""


def levels(negotiation: Negotiation, groups: tuple[tuple[Expression, ...], ...]) -> Levels:
    """The levels that statements give, numbered without gaps over what can come about.

    Parameters
    ----------
    negotiation : Negotiation
        Whose issues the statements speak of.
    groups : tuple of tuple of Expression
        The most important first. Of one that looks at a parameter it is minded that it may hold or
        not.

    Raises
    ------
    GameTooLarge
        If there are more than `LEVEL_LIMIT` levels, or packages over which statements hang
        together.
    """
    firm = tuple(tuple(one for one in group if not looks_at_parameters(one)) for group in groups)
    sizes = weights(groups)
    turned = [
        weight
        for group, kept, weight in zip(groups, firm, sizes, strict=True)
        for _ in group[len(kept) :]
    ]
    named = [looked_at(one) for group in firm for one in group]
    clusters = coupled(
        [issue for issue in negotiation.issues if any(issue in looked for looked in named)], named
    )
    parts = [np.array([0, weight]) for weight in turned]
    parts += [
        _together(negotiation, firm, sizes, issues)
        for issues in [*clusters, *([()] if not all(named) else [])]
    ]
    scores = np.zeros(1, dtype=np.int64)
    for part in parts:
        scores = _sums(scores, part)
    return Levels(groups, scores)


def looked_at(statement: Expression) -> frozenset[str]:
    """The issues on which a statement depends."""
    return frozenset(
        node.name for node in statement.walk() if isinstance(node, ChoiceIsOneOf | ChoiceNumber)
    )


def looks_at_parameters(statement: Expression) -> bool:
    """Whether a statement depends on a parameter."""
    return any(isinstance(node, ParameterValue) for node in statement.walk())


def _together(
    negotiation: Negotiation,
    firm: tuple[tuple[Expression, ...], ...],
    sizes: tuple[int, ...],
    issues: tuple[str, ...],
) -> IntArray:
    """The summed weights of the statements on these issues that can come about, ascending."""
    count = prod(len(negotiation.issues[issue].options) for issue in issues)
    if count > LEVEL_LIMIT or len(issues) > AXIS_LIMIT:
        hint = "let fewer statements speak of several issues at once"
        raise GameTooLarge("packages that statements tell apart together", count, LEVEL_LIMIT, hint)
    frame = axis_frame(negotiation, issues, {})
    total: npt.NDArray[Any] = np.zeros((1,) * frame.ndim, dtype=np.int64)
    for group, weight in zip(firm, sizes, strict=True):
        for statement in group:
            looked = looked_at(statement)
            if looked <= set(issues) and bool(looked) == bool(issues):
                total = total + np.where(statement.evaluate(frame), np.int64(weight), np.int64(0))
    return np.unique(total)


def _sums(one: IntArray, other: IntArray) -> IntArray:
    """All sums of an entry of each, ascending."""
    count = len(one) * len(other)
    found = np.unique(one[:, None] + other[None, :]) if count <= 4 * LEVEL_LIMIT else one
    if max(len(found), count // 4) > LEVEL_LIMIT:
        raise GameTooLarge(
            "levels that statements tell apart", count, LEVEL_LIMIT, "take statements away"
        )
    return found


POSSIBLE_LIMIT = 2_000_000
"""Packages over which it is tried out what is possible at all."""
_FEW = 3
"""Packages that nobody ranks of which a message tells."""


def with_levels(binder: Binder, scenario: Scenario, ordered: dict[str, Ordered]) -> Scenario:
    """The scenario with a payoff term for each player without numbers; as it is where the file has
    mistakes.
    """
    _check_prices(binder, scenario)
    if binder.problems.errors():
        return scenario
    terms = dict(scenario.terms)
    for player, found in ordered.items():
        preference = found.preference
        value = (_of_statements if preference.kind == "statements" else _of_ranking)(
            binder, scenario, found
        )
        if value is not None:
            cited = [
                one.source
                for group in preference.groups
                for one in group
                if one.source not in ("", "declared")
            ]
            source = cited[0] if cited else ""
            term = Term(
                player, TERM, value, None, status_of(source), source, written=preference.written
            )
            terms[player] = {TERM: term}
    return replace(scenario, terms=terms)


def _check_prices(binder: Binder, scenario: Scenario) -> None:
    """Note prices that nobody could hold against preferences without numbers."""
    for name, line in scenario.red_lines.items():
        if line.cost is not None and line.player in scenario.ordinal:
            message = (
                f"the price of `{name}` means nothing: the preferences of `{line.player}` "
                "have no numbers"
            )
            binder.wrong(TOP / "red_lines" / name / "cost", "price-without-numbers", message)
    for player in scenario.side_payments:
        if player in scenario.ordinal:
            message = f"`{player}` cannot be paid: its preferences have no numbers"
            binder.wrong_key(TOP / "side_payments" / player, "price-without-numbers", message)


def _of_statements(binder: Binder, scenario: Scenario, ordered: Ordered) -> Expression | None:
    preference = ordered.preference
    try:
        return levels(
            scenario, tuple(tuple(one.holds for one in group) for group in preference.groups)
        )
    except GameTooLarge as error:
        path, message = (
            TOP / "prefers" / preference.player,
            f"of `{preference.player}`: {error.message}",
        )
        binder.wrong_key(path, "too-many-levels", message, error.hint)
        return None


def _of_ranking(binder: Binder, scenario: Scenario, ordered: Ordered) -> Expression | None:
    """The level of each combination of the issues that a ranking names: the best tier has the
    highest.
    """
    groups, player = ordered.preference.groups, ordered.preference.player
    looked = frozenset().union(*(looked_at(entry.holds) for tier in groups for entry in tier))
    axes = tuple(
        k for k, issue in scenario.issues.items() if k in looked and len(issue.options) > 1
    )
    if (count := package_count(scenario.issues[k] for k in axes)) > CELL_LIMIT:
        message = (
            f"the ranking of `{player}` tells {count:,} combinations apart; at most {CELL_LIMIT:,}"
        )
        binder.wrong_key(TOP / "ranking" / player, "table-too-large", message, "rank fewer issues")
        return None
    possible = _possible(scenario, axes)
    tiers = _tiers(binder, scenario, ordered, axes, possible)
    left = (tiers == 0) & possible
    if left.any():
        message = f"the ranking of `{player}` leaves out {_words(scenario, axes, left)}"
        binder.wrong_key(TOP / "ranking" / player, "unranked", message)
        return None
    numbers = np.where(tiers > 0, len(groups) + 1 - tiers, 0).ravel()
    cells = tuple(Number(float(number)) for number in numbers)
    return Table(axes, tiers.shape, cells) if axes else cells[0]


def _tiers(
    binder: Binder, scenario: Scenario, ordered: Ordered, axes: tuple[str, ...], possible: BoolArray
) -> npt.NDArray[np.int64]:
    """The place of each combination in a ranking, counted from 1; 0 where nothing ranks it."""
    held = {k: 0 for k, issue in scenario.issues.items() if len(issue.options) == 1}
    frame = axis_frame(scenario, axes, held)
    found = np.zeros(possible.shape, dtype=np.int64)
    rest = False
    for number, (tier, places) in enumerate(
        zip(ordered.preference.groups, ordered.places, strict=True), start=1
    ):
        for entry, path in zip(tier, places, strict=True):
            here = spread(entry.holds, frame, possible.shape)
            again = here & (found > 0) & possible
            if again.any():
                message = (
                    f"the ranking of `{ordered.preference.player}` ranks "
                    f"{_words(scenario, axes, again)} twice"
                )
                binder.wrong(path, "ranked-twice", message)
            elif entry.written == REST and rest:
                binder.wrong(path, "ranked-twice", f"`{REST}` stands here a second time")
            rest |= entry.written == REST
            found[here & (found == 0)] = number
    return found


def _possible(scenario: Scenario, axes: tuple[str, ...]) -> BoolArray:
    """The combinations of these issues that can happen, whatever becomes of the others.

    What names payoff terms, or spans too many packages, is taken for possible.
    """
    conditions = [
        c
        for c in scenario.infeasible
        if not any(isinstance(n, TermValue | ModelOutput) for n in c.walk())
    ]
    looked = frozenset(axes).union(*map(looked_at, conditions))
    whole = (*axes, *(k for k in scenario.issues if k in looked and k not in axes))
    if package_count(scenario.issues[k] for k in whole) > POSSIBLE_LIMIT:
        conditions, whole = [c for c in conditions if looked_at(c) <= set(axes)], axes
    sizes = tuple(len(scenario.issues[k].options) for k in whole)
    result = np.ones(sizes, dtype=bool)
    frame = axis_frame(scenario, whole, {k: 0 for k in scenario.issues if k not in whole})
    for condition in conditions:
        result &= ~spread(condition, frame, sizes)
    return np.asarray(result.reshape(*sizes[: len(axes)], -1).any(axis=-1))


def _words(scenario: Scenario, axes: tuple[str, ...], mask: BoolArray) -> str:
    """The first few of some combinations, and how many more there are."""
    found = np.argwhere(mask)
    labels = [scenario.issues[k].labels for k in axes]
    told = [
        "`"
        + ", ".join(f"{k}: {row[i]}" for k, row, i in zip(axes, labels, place, strict=True))
        + "`"
        for place in found[:_FEW]
    ]
    return joined([*told, *([f"{len(found) - _FEW:,} more"] if len(found) > _FEW else [])])
