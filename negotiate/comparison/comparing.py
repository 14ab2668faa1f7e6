"""Compares two scenarios in their answers, or what every lens says of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name

from negotiate.comparison.causes import Fates
from negotiate.comparison.differences import differences
from negotiate.comparison.prediction import Answer, Prediction, Refusal, leveled, unlike
from negotiate.comparison.result import Comparison, LensAnswer, LensChange, LensComparison, SideComparison, agreement
from negotiate.comparison.worths import moved_by, worths
from negotiate.errors import NegotiateError, ScenarioError, UnsuitableGame
from negotiate.language.scenario_file import load
from negotiate.lenses import LENSES, Lens
from negotiate.scenario import Scenario


def compare(a: Scenario | str, b: Scenario | str | None = None) -> Comparison:
    """Say what changes in the answers from one scenario to another, and why; or what each lens says of one.

    Parameters
    ----------
    a : Scenario or str
        The first side, or its name or path.
    b : Scenario or str, optional
        The second side; without it every lens looks at `a`.

    Returns
    -------
    SideComparison or LensComparison
        Both are a `Comparison` and show themselves.

    Raises
    ------
    UnsuitableGame
        If this is no scenario.
    ScenarioNotFound, ScenarioError
        As from `load`.

    Notes
    -----
    A lens that cannot answer on a side says why and keeps no other lens from answering.

    Examples
    --------
    >>> chicken = load("classics/chicken")
    >>> bound = load("classics/chicken", fix={"row": "straight"})
    >>> [fate.kind for fate in compare(chicken, bound).lenses[0].fates.each]
    ['vanishes', 'stays', 'vanishes']
    """
    first = _scenario(a)
    return lens_by_lens(first) if b is None else side_by_side(first, _scenario(b))


def _scenario(given: object) -> Scenario:
    if isinstance(given, Scenario):
        return given
    if isinstance(given, str | Path):
        return load(str(given))
    raise UnsuitableGame(
        f"`compare` takes scenarios or their names, and this is of type `{type(given).__name__}`",
        "`negotiate.load(...)` makes a scenario",
    )


def look(lens: Lens, scenario: Scenario) -> Answer:
    """What a lens finds, or why it finds nothing: one lens that cannot answer keeps no other from answering.

    Raises
    ------
    ScenarioError
        Never about the game, only if the scenario itself is wrong.
    """
    predict: Callable[[Scenario], Prediction] = resolve_name(lens.predict)
    try:
        return predict(scenario)
    except ScenarioError:
        raise
    except NegotiateError as wrong:
        return Refusal(wrong.message, wrong.hint)


def lens_by_lens(scenario: Scenario) -> LensComparison:
    """What each lens predicts for one scenario, and how the lenses stand to the first of them."""
    first, *others = (LensAnswer(lens, look(lens, scenario)) for lens in LENSES if lens.applies(scenario))
    held = (replace(one, agreement=agreement(scenario, first.answer, one.answer)) for one in others)
    return LensComparison(scenario, (first, *held))


def side_by_side(first: Scenario, second: Scenario) -> SideComparison:
    """What differs between two scenarios, and what each lens makes of it."""
    lenses = [lens for lens in LENSES if lens.applies(first) or lens.applies(second)]
    answers = [(look(lens, first), look(lens, second)) for lens in lenses]
    changes = tuple(_change(lens, first, second, *found) for lens, found in zip(lenses, answers, strict=True))
    return SideComparison(first, second, differences(first, second), worths(first, second, answers), changes)


def _change(lens: Lens, first: Scenario, second: Scenario, one: Answer, other: Answer) -> LensChange:
    if isinstance(one, Prediction) and isinstance(other, Prediction) and set(one.keys) == set(other.keys):
        meet: Callable[[Scenario, Scenario, Prediction, Prediction], Fates | None] = resolve_name(lens.fates)
        fates = meet(first, second, one, other)
        if fates is not None:
            moved = moved_by(first, second, one, other, fates)
            return LensChange(lens, one, other, fates, moved, unlike(first, second), leveled(first, second))
    return LensChange(lens, one, other, None)
