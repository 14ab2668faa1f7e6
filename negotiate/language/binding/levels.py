"""Turns preferences without numbers into levels, one payoff term a player, and notes rankings that leave gaps."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, IntArray
from negotiate.errors import GameTooLarge
from negotiate.language.binding.binder import Binder
from negotiate.language.binding.payoffs import CELL_LIMIT
from negotiate.language.binding.preferences import Ordered
from negotiate.language.shape.value_types import REST
from negotiate.model.coupling import axis_frame, coupled
from negotiate.model.expressions import (
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    Number,
    ParameterValue,
    Table,
    TermValue,
)
from negotiate.model.issues import package_count
from negotiate.model.negotiation import AXIS_LIMIT, Negotiation, spread
from negotiate.model.preferences import TERM, Levels, Preference, weights
from negotiate.model.terms import Term
from negotiate.scenario import Scenario

Weighed = tuple[Expression, int, frozenset[str]]
"""A statement, its weight, and the issues that it looks at."""

LEVEL_LIMIT = 250_000
"""Levels that one player's statements may tell apart, and packages over which statements are tried out together."""


def levels(negotiation: Negotiation, groups: tuple[tuple[Expression, ...], ...]) -> Levels:
    """The levels that statements give, numbered without gaps over what can come about.

    Parameters
    ----------
    negotiation : Negotiation
        Whose issues the statements speak of.
    groups : tuple of tuple of Expression
        The most important first. Of one that looks at a parameter it is minded that it may hold or not.

    Raises
    ------
    GameTooLarge
        If there are more than `LEVEL_LIMIT` levels, or packages over which statements hang together.
    """
    weighed = [
        (statement, weight, looked_at(statement))
        for group, weight in zip(groups, weights(groups), strict=True)
        for statement in group
    ]
    turned = [_turned(statement) for statement, _, _ in weighed]
    firm = [found for found, turns in zip(weighed, turned, strict=True) if not turns]
    parts = [np.array([0, found[1]]) for found, turns in zip(weighed, turned, strict=True) if turns]
    parts += [_together(negotiation, firm, issues) for issues in _clusters(negotiation, firm)]
    scores = np.zeros(1, dtype=np.int64)
    for part in parts:
        scores = _sums(scores, part)
    return Levels(groups, scores)


def looked_at(statement: Expression) -> frozenset[str]:
    """The issues on which a statement depends."""
    return frozenset(node.name for node in statement.walk() if isinstance(node, ChoiceIsOneOf | ChoiceNumber))


def _turned(statement: Expression) -> bool:
    return any(isinstance(node, ParameterValue) for node in statement.walk())


def _clusters(negotiation: Negotiation, firm: list[Weighed]) -> list[tuple[str, ...]]:
    """The issues of which statements speak together; an empty cluster for statements that speak of none."""
    named = [looked for _, _, looked in firm]
    axes = [issue for issue in negotiation.issues if any(issue in looked for looked in named)]
    return [*coupled(axes, named), *([()] if any(not looked for looked in named) else [])]


def _together(negotiation: Negotiation, firm: list[Weighed], issues: tuple[str, ...]) -> IntArray:
    """The summed weights of the statements on these issues that can come about, ascending."""
    count = prod(len(negotiation.issues[issue].options) for issue in issues)
    if count > LEVEL_LIMIT or len(issues) > AXIS_LIMIT:
        hint = "let fewer statements speak of several issues at once"
        raise GameTooLarge("packages that statements tell apart together", count, LEVEL_LIMIT, hint)
    frame = axis_frame(negotiation, issues, {})
    total: npt.NDArray[Any] = np.zeros((1,) * frame.ndim, dtype=np.int64)
    for statement, weight, looked in firm:
        if looked <= set(issues) and bool(looked) == bool(issues):
            total = total + np.where(statement.evaluate(frame), np.int64(weight), np.int64(0))
    return np.unique(total)


def _sums(one: IntArray, other: IntArray) -> IntArray:
    """All sums of an entry of each, ascending."""
    count = len(one) * len(other)
    found = np.unique(one[:, None] + other[None, :]) if count <= 4 * LEVEL_LIMIT else one
    if max(len(found), count // 4) > LEVEL_LIMIT:
        raise GameTooLarge("levels that statements tell apart", count, LEVEL_LIMIT, "take statements away")
    return found


POSSIBLE_LIMIT = 2_000_000
"""Packages over which it is tried out what is possible at all."""
_FEW = 3
"""Packages that nobody ranks of which a message tells."""


def with_levels(binder: Binder, scenario: Scenario, ordered: dict[str, Ordered]) -> Scenario:
    """The scenario with a payoff term for each player without numbers; as it is where the file has mistakes."""
    _check_prices(binder, scenario)
    if binder.problems.errors() or not ordered:
        return scenario
    terms = dict(scenario.terms)
    for player, found in ordered.items():
        value = (_of_statements if found.preference.kind == "statements" else _of_ranking)(binder, scenario, found)
        if value is not None:
            terms[player] = {TERM: _term(found.preference, value)}
    return replace(scenario, terms=terms)


def _term(preference: Preference, value: Expression) -> Term:
    entries = [entry for group in preference.groups for entry in group]
    sources = list(dict.fromkeys(entry.source for entry in entries if entry.source not in ("", "declared")))
    status: Any = "published" if sources else "declared"
    return Term(preference.player, TERM, value, None, status, sources[0] if sources else "", written=preference.written)


def _check_prices(binder: Binder, scenario: Scenario) -> None:
    """Note prices that nobody could hold against preferences without numbers."""
    for name, line in scenario.red_lines.items():
        if line.cost is not None and line.player in scenario.ordinal:
            message = f"the price of `{name}` means nothing: the preferences of `{line.player}` have no numbers"
            binder.wrong(binder.at("red_lines", name, "cost"), "price-without-numbers", message)
    for player in scenario.side_payments:
        if player in scenario.ordinal:
            message = f"`{player}` cannot be paid: its preferences have no numbers"
            binder.wrong(binder.at("side_payments", player, key=True), "price-without-numbers", message)


def _of_statements(binder: Binder, scenario: Scenario, ordered: Ordered) -> Expression | None:
    preference = ordered.preference
    try:
        return levels(scenario, tuple(tuple(one.holds for one in group) for group in preference.groups))
    except GameTooLarge as error:
        place = binder.at("prefers", preference.player, key=True)
        binder.wrong(place, "too-many-levels", f"of `{preference.player}`: {error.message}", error.hint)
        return None


def _of_ranking(binder: Binder, scenario: Scenario, ordered: Ordered) -> Expression | None:
    """The level of each combination of the issues that a ranking names: the best tier has the highest."""
    preference = ordered.preference
    player = preference.player
    named = [entry.holds for tier in preference.groups for entry in tier]
    looked = frozenset().union(*map(looked_at, named))
    axes = tuple(k for k, issue in scenario.issues.items() if k in looked and len(issue.options) > 1)
    if (count := package_count(scenario.issues[k] for k in axes)) > CELL_LIMIT:
        message = f"the ranking of `{player}` tells {count:,} combinations apart; at most {CELL_LIMIT:,}"
        binder.wrong(binder.at("ranking", player, key=True), "table-too-large", message, "rank fewer issues")
        return None
    tiers = _tiers(binder, scenario, ordered, axes)
    left = (tiers == 0) & _possible(scenario, axes)
    if left.any():
        message = f"the ranking of `{player}` leaves out {_words(scenario, axes, left)}"
        binder.wrong(binder.at("ranking", player, key=True), "unranked", message)
        return None
    numbers = np.where(tiers > 0, len(preference.groups) + 1 - tiers, 0).ravel()
    if not axes:
        return Number(float(numbers[0]))
    return Table(axes, tiers.shape, tuple(Number(float(number)) for number in numbers))


def _tiers(binder: Binder, scenario: Scenario, ordered: Ordered, axes: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """The place of each combination in a ranking, counted from 1; 0 where nothing ranks it."""
    held = {k: 0 for k, issue in scenario.issues.items() if len(issue.options) == 1}
    frame = axis_frame(scenario, axes, held)
    shape = tuple(len(scenario.issues[k].options) for k in axes)
    found, possible = np.zeros(shape, dtype=np.int64), _possible(scenario, axes)
    rest = False
    for number, (tier, places) in enumerate(zip(ordered.preference.groups, ordered.places, strict=True), start=1):
        for entry, path in zip(tier, places, strict=True):
            here = spread(entry.holds, frame, shape)
            again = here & (found > 0) & possible
            if again.any():
                message = f"the ranking of `{ordered.preference.player}` ranks {_words(scenario, axes, again)} twice"
                binder.wrong(binder.at(*path), "ranked-twice", message)
            elif entry.written == REST and rest:
                binder.wrong(binder.at(*path), "ranked-twice", f"`{REST}` stands here a second time")
            rest |= entry.written == REST
            found[here & (found == 0)] = number
    return found


def _possible(scenario: Scenario, axes: tuple[str, ...]) -> BoolArray:
    """The combinations of these issues that can happen, whatever becomes of the others.

    What names payoff terms, or spans too many packages, is taken for possible.
    """
    shape = tuple(len(scenario.issues[k].options) for k in axes)
    conditions = [c for c in scenario.infeasible if not any(isinstance(n, TermValue | ModelOutput) for n in c.walk())]
    looked = frozenset(axes).union(*map(looked_at, conditions))
    whole = (*axes, *(k for k in scenario.issues if k in looked and k not in axes))
    if package_count(scenario.issues[k] for k in whole) > POSSIBLE_LIMIT:
        conditions, whole = [c for c in conditions if looked_at(c) <= set(axes)], axes
    sizes = tuple(len(scenario.issues[k].options) for k in whole)
    result = np.ones(sizes, dtype=bool)
    frame = axis_frame(scenario, whole, {k: 0 for k in scenario.issues if k not in whole})
    for condition in conditions:
        result &= ~spread(condition, frame, sizes)
    return np.asarray(result.reshape(*shape, -1).any(axis=-1))


def _words(scenario: Scenario, axes: tuple[str, ...], mask: BoolArray) -> str:
    """The first few of some combinations, and how many more there are."""
    found = np.argwhere(mask)
    labels = [scenario.issues[k].labels for k in axes]
    told = [
        "`" + ", ".join(f"{k}: {row[i]}" for k, row, i in zip(axes, labels, place, strict=True)) + "`"
        for place in found[:_FEW]
    ]
    more = f" and {len(found) - _FEW:,} more" if len(found) > _FEW else ""
    return (", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 and not more else ", ".join(told)) + more
