"""Expectations of states that nobody would leave which cannot fail, or cannot be met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import IntArray
from negotiate.checking.lint.expectations import finding, outcomes
from negotiate.checking.subject import Finding, Subject
from negotiate.errors import NegotiateError
from negotiate.loading.problems import listed
from negotiate.model.expectation import Expectation
from negotiate.model.issues import package_count
from negotiate.views.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.arrays import IntArray
    from negotiate.standing.graph_model import GraphModel

COMBINATIONS = 65_536
"""Up to so many combinations of what players decide alone are looked at."""


def idle_standing(subject: Subject) -> Iterator[Finding]:
    """Entries that ask for states that there cannot be, for more than there are, or for any state at all."""
    for position, (entry, case) in enumerate(zip(subject.scenario.expectations, subject.expected, strict=True)):
        if case is None or entry.command != "stability":
            continue
        model = _model(case.scenario)
        if model is not None:
            yield from _idle(subject, position, entry, model)


def _model(scenario: Scenario) -> GraphModel | None:
    """Its states and moves; nothing where there are too many, or none."""
    if package_count(issue for issue in scenario.issues.values() if not issue.agreed) > COMBINATIONS:
        return None
    try:
        return scenario.standing()
    except NegotiateError:
        return None


def _idle(subject: Subject, position: int, entry: Expectation, model: GraphModel) -> Iterator[Finding]:
    fitting, total = _fitting(entry, model), len(model.states)
    yes, no = outcomes(entry)
    if not fitting and yes != no:
        code = "expect-cannot-hold" if yes else "expect-cannot-fail"
        said = "no answer can be what this asks for" if yes else "this holds whichever states stand"
        why, path = _why(entry, model)
        yield finding(subject, position, entry, path, code, f"{said}: {why}")
    elif entry.count is not None and entry.count > fitting:
        said = f"{entry.count:,} states are to stand, and only {fitting:,} of {total:,} are as described"
        yield finding(subject, position, entry, ("count",), "expect-cannot-hold", said)
    elif fitting == total and entry.count is None and entry.quantifier != "some":
        code = "expect-cannot-hold" if no else "expect-cannot-fail"
        said = "every state is as described, and none is to be" if no else "this fits every state there can be"
        yield finding(subject, position, entry, ("stability",), code, said)


def _fitting(entry: Expectation, model: GraphModel) -> int:
    """How many states have the options that an entry names."""
    if any(model.kept[issue] not in wanted for issue, wanted in entry.choices.items() if issue in model.kept):
        return 0
    fits = np.ones(len(model.states), dtype=bool)
    for issue, (labels, options) in _options(model).items():
        if issue in entry.choices:
            fits &= np.array([label in entry.choices[issue] for label in labels])[options]
    return int(fits.sum())


def _options(model: GraphModel) -> dict[str, tuple[tuple[str, ...], IntArray]]:
    """For each issue that somebody decides alone: its options, and which of them each state has."""
    from negotiate.standing.states.combinations import Combinations  # noqa: PLC0415 - loaded with its lens alone

    if not isinstance(model.choices, Combinations):
        raise TypeError("the states of a scenario are combinations of options")
    found, left = {}, model.choices.cells
    for issue, labels in zip(reversed(model.choices.issues), reversed(model.choices.labels), strict=True):
        left, options = np.divmod(left, len(labels))
        found[issue] = (labels, options)
    return found


def _why(entry: Expectation, model: GraphModel) -> tuple[str, tuple[str, ...]]:
    """What keeps a state from being as an entry describes it, and where in the entry that stands."""
    known = {issue: {option} for issue, option in model.kept.items()}
    for issue, (labels, options) in _options(model).items():
        known[issue] = {labels[int(k)] for k in np.unique(options)}
    for issue, wanted in entry.choices.items():
        if not known[issue] & set(wanted):
            have = f"it can only be {listed(sorted(known[issue]))}"
            return f"`{issue}` is never {listed(dict.fromkeys(wanted))} in this game; {have}", ("stability", issue)
    return "this combination is impossible", ("stability",)
