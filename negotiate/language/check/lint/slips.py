"""Slips of the pen: options worth the same as another or the opposite, and numbers that do not fit
beside others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from math import isinf

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.display import record
from negotiate.language.check.subject import (
    Case,
    Finding,
    Subject,
    affordable,
    count_of,
    draws,
    shape_of,
)
from negotiate.language.text import Path, spelled
from negotiate.model.expressions import Expression, Number, Operation, Table
from negotiate.model.negotiation import Negotiation, signing
from negotiate.model.payoffs import Frame, Term, add_up
from negotiate.problems import Place
from negotiate.report.style import percent

TABLE_LIMIT = 20_000
"""Cells of one table that are looked at."""
MOST_OUTSIDE = 0.05
"""How much of a distribution without ends may lie outside the range of its number."""


@record
class Numbers:
    """The plain numbers of one table; formulas and zeros are left out.

    Parameters
    ----------
    cells : dict
        Combination of options → number.
    """

    player: str
    term: str
    issues: tuple[str, ...]
    cells: dict[tuple[str, ...], float]

    def place(self, subject: Subject, cell: tuple[str, ...]) -> Place:
        """Where a number stands."""
        path: Path = ("payoffs", self.player, self.term, "values", *cell)
        if "payoffs" not in getattr(subject.root, "entries", {}):
            path = ("matrix", *cell, subject.scenario.keys.index(self.player))
        return subject.at(path)


def tables(subject: Subject) -> Iterator[Numbers]:
    """Every table of the base case; levels are no numbers that anybody typed."""
    for player, terms in subject.scenario.terms.items():
        if player in subject.scenario.ordinal:
            continue
        for key, term in terms.items():
            table = table_of(term)
            if table is not None and len(table.cells) <= TABLE_LIMIT:
                yield Numbers(player, key, table.issues, _numbers(subject, table))


def table_of(term: Term) -> Table | None:
    """The table of a term, with or without a factor on all of it."""
    value: Expression = term.value
    if isinstance(value, Operation) and value.name == "*":
        value = value.arguments[0]
    return value if isinstance(value, Table) else None


def _numbers(subject: Subject, table: Table) -> dict[tuple[str, ...], float]:
    labels = product(*(subject.scenario.issues[issue].labels for issue in table.issues))
    pairs = zip(labels, table.cells, strict=True)
    return {cell: found.value for cell, found in pairs if isinstance(found, Number) and found.value}


FACTOR = 10.0
"""How many times the largest of the others, or what part of the smallest, is out of the
ordinary.
"""
SPREAD = 5.0
"""How many times the smallest of the others their largest may be, for them to be a measure."""
FEWEST = 3
"""How many others with the same sign it takes."""


def odd_magnitude(subject: Subject) -> Iterator[Finding]:
    """Numbers of a table at least ten times the largest of the others, or at most a tenth of their
    smallest.
    """
    odd = [(table, *found) for table in tables(subject) for found in _odd(table)]
    for table, cell, others in odd:
        value = table.cells[cell]
        elsewhere = [
            (t, c)
            for t, c, _ in odd
            if t.player != table.player and set(t.issues) == set(table.issues)
        ]
        if any(c == cell or t.cells[c] == value for t, c in elsewhere):
            # out of the ordinary for the other side as well: a catastrophe, a triumph, or a
            # symmetric game
            continue
        low, high = min(others), max(others)
        beside = f"the others are {low:g}" + (f" to {high:g}" if high > low else "")
        message = f"{value:g} is {_times(abs(value), others)}; in size, {beside}"
        yield Finding(
            table.place(subject, cell),
            "odd-magnitude",
            message,
            "a digit or a decimal point may be missing",
        )


def _times(value: float, others: list[float]) -> str:
    if value > max(others):
        return f"{value / max(others):.3g} times the largest of its neighbours"
    return f"less than the smallest of its neighbours by a factor of {min(others) / value:.3g}"


def _odd(table: Numbers) -> Iterator[tuple[tuple[str, ...], list[float]]]:
    """Each number that stands out, with the sizes of the others: the largest or the smallest of
    them all.
    """
    cells = sorted(table.cells, key=lambda cell: abs(table.cells[cell]))
    if len(cells) <= FEWEST:
        return
    for cell, rest in ((cells[0], cells[1:]), (cells[-1], cells[:-1])):
        value, others = table.cells[cell], [abs(table.cells[other]) for other in rest]
        alike = sum((table.cells[other] > 0) == (value > 0) for other in rest)
        measure = others[-1] <= SPREAD * others[0] and alike >= FEWEST
        if measure and (abs(value) >= FACTOR * others[-1] or abs(value) * FACTOR <= others[0]):
            yield cell, others


DISTINCT = 3
"""How many options an issue has at least, for two of them to be looked at."""
MANY = 6
"""Of more options that are worth the same, only how many they are is told."""


def twin_options(subject: Subject) -> Iterator[Finding]:
    """Options of an issue that matters, which nothing in the file tells apart, in any case."""
    scenario = subject.scenario
    many = [issue.id for issue in scenario.issues.values() if len(issue.options) >= DISTINCT]
    if not many or not subject.whole or subject.grid is None:
        return
    masks = _masks(scenario, subject.grid)
    others: dict[int, list[AnyArray]] = {}
    for issue in many:
        groups = _alike(scenario, issue, masks)
        if len(groups) == 1 or issue in _told_apart_by_moves(scenario):
            continue
        groups = [group for group in groups if len(group) > 1]
        for number, case in enumerate(subject.cases):
            groups = (
                _still_alike(case, issue, groups, others.setdefault(number, [])) if groups else []
            )
        for group in groups:
            yield from _twins(subject, issue, group)


def _twins(subject: Subject, issue: str, group: list[str]) -> Iterator[Finding]:
    """A finding for each option after the first; one for all of them, where they are many."""
    pairs = list(pairwise(group)) if len(group) <= MANY else [(group[0], group[1])]
    for first, second in pairs:
        more = f" and {len(group) - 2} more are" if len(group) > MANY else " is"
        message = f"`{second}`{more} worth the same as `{first}` to everybody, in every package"
        yield Finding(
            subject.option(issue, second), "twin-options", message, "was a number copied?"
        )


def _masks(scenario: Negotiation, frame: Frame) -> list[AnyArray]:
    """All that can tell packages apart, each of shape (draws or 1, *options): payoffs, red lines,
    impossibility.
    """
    shape = shape_of(scenario, scenario.issues)
    worth = add_up(frame, scenario.keys, shape, with_moves=False)
    found = [
        np.asarray(e.evaluate(frame), dtype=float)
        for e in (*signing(scenario), *scenario.infeasible)
    ]
    spread = [np.broadcast_to(array, (array.shape[0], *shape)) for array in found]
    return [*(worth[:, p] for p in range(len(scenario.players))), *spread]


def _alike(scenario: Negotiation, issue: str, masks: list[AnyArray]) -> list[list[str]]:
    """The options of an issue, those together that nothing tells apart."""
    position = tuple(scenario.issues).index(issue) + 1
    locked = scenario.irreversible.get(issue, ())
    groups: dict[tuple[bool, tuple[bytes, ...]], list[str]] = {}
    for k, label in enumerate(scenario.issues[issue].labels):
        slices = tuple(
            np.ascontiguousarray(mask.take(k, axis=position)).tobytes() for mask in masks
        )
        groups.setdefault((k in locked, slices), []).append(label)
    return list(groups.values())


def _still_alike(
    case: Case, issue: str, groups: list[list[str]], masks: list[AnyArray]
) -> list[list[str]]:
    """What is left of groups of options in a case, whatever its parameters; nothing where that
    takes too long to say.

    `masks` is filled at the first issue that asks.
    """
    scenario = case.scenario
    found = scenario.issues.get(issue)
    if found is None:
        return groups
    terms = [
        e for terms in scenario.terms.values() for t in terms.values() for e in (t.value, t.when)
    ]
    lines = signing(scenario)
    varied = draws(scenario, scenario.scope.of([*terms, *lines, *scenario.infeasible]).knobs)
    size = (len(terms) + len(lines) + len(scenario.infeasible)) * count_of(varied)
    if not affordable(scenario, scenario.issues, size) or issue in _told_apart_by_moves(scenario):
        return []
    if not masks:
        masks += _masks(scenario, scenario.grid(tuple(scenario.issues), {}, varied))
    kinds = {label: k for k, group in enumerate(_alike(scenario, issue, masks)) for label in group}
    parts: dict[tuple[int, int], list[str]] = {}
    for k, group in enumerate(groups):
        for label in group:
            parts.setdefault((k, kinds.get(label, kinds.get(group[0], -1))), []).append(label)
    return [part for part in parts.values() if len(part) > 1]


def _told_apart_by_moves(scenario: Negotiation) -> frozenset[str]:
    """Issues whose options lead to different moves, or count in the tree alone."""
    whens = [step.when for step in scenario.protocol]
    late = [
        e
        for terms in scenario.terms.values()
        for t in terms.values()
        if t.needs_moves
        for e in (t.value, t.when)
    ]
    reach = scenario.scope.of([*whens, *late])
    spoken = {
        issue
        for step in scenario.protocol
        if step.id in reach.moves
        for action in step.actions
        for issue in [effect.issue for effect in action.effects]
    }
    announced = {
        effect.issue
        for s in scenario.protocol
        for a in s.actions
        for effect in a.effects
        if effect.as_announced
    }
    return reach.issues | spoken | announced


def sign_slip(subject: Subject) -> Iterator[Finding]:
    """Numbers whose sign differs from all others of a table, and which would fit between their
    neighbours without.
    """
    scenario = subject.scenario
    for table in tables(subject):
        cell = _turned(subject, table)
        if cell is None or scenario.infeasible or subject.grid is None:
            continue
        if _spoilt_by_its_sign(subject.grid, table, cell):
            value = table.cells[cell,]
            message = (
                f"{value:g} has another sign than its neighbours, and makes `{cell}` worth "
                "less than both, always"
            )
            yield Finding(
                table.place(subject, (cell,)), "sign-slip", message, f"is {-value:g} meant?"
            )


def _turned(subject: Subject, table: Numbers) -> str | None:
    """The option, neither first nor last, that alone has another sign, and with it breaks a rise or
    a fall.
    """
    if len(table.issues) != 1 or len(table.cells) <= DISTINCT:
        return None
    if subject.scenario.issues[table.issues[0]].deciders != (table.player,):
        return None
    row = [(cell[0], value) for cell, value in table.cells.items()]
    for positive in (True, False):
        odd = [k for k, (_, value) in enumerate(row) if (value > 0) is positive]
        if len(odd) == 1 and 0 < odd[0] < len(row) - 1:
            sizes = [abs(value) for _, value in row]
            if all(a < b for a, b in pairwise(sizes)) or all(a > b for a, b in pairwise(sizes)):
                return row[odd[0]][0]
    return None


def _spoilt_by_its_sign(frame: Frame, table: Numbers, cell: str) -> bool:
    """Whether both neighbours are worth more to the decider whatever the rest, and not so with the
    sign turned.
    """
    scenario, (issue,) = frame.negotiation, table.issues
    k = scenario.issues[issue].index(cell)
    if (
        scenario.terms[table.player][table.term].when is not None
        or not 0 < k < len(scenario.issues[issue].options) - 1
    ):
        return False
    shape, axis = shape_of(scenario, scenario.issues), list(scenario.issues).index(issue)
    worth = add_up(frame, (table.player,), shape, with_moves=False)[0, 0]
    own = np.broadcast_to(frame.term(table.player, table.term), (1, *shape))[0]
    worth, own = np.moveaxis(worth, axis, 0), np.moveaxis(own, axis, 0)
    beside = (worth[k - 1], worth[k + 1])
    as_it_stands, turned = worth[k], worth[k] - 2 * own[k]
    return all((other > as_it_stands).all() for other in beside) and not all(
        (other > turned).all() for other in beside
    )


def distribution_outside_range(subject: Subject) -> Iterator[Finding]:
    """Distributions that reach beyond the range of their number."""
    for name, parameter in subject.scenario.parameters.items():
        likely, low, high = parameter.distribution, parameter.low, parameter.high
        if likely is None or low is None or high is None:
            continue
        share = likely.share_outside(low, high)
        if share > MOST_OUTSIDE if isinf(likely.high) else likely.low < low or likely.high > high:
            span = f"{spelled(low)} to {spelled(high)}"
            said = f"`{name}` lies outside its range, {span}, with probability {percent(share)}"
            yield Finding(
                (*subject.parameter(name), "distribution"), "distribution-outside-range", said
            )
