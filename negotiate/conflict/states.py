"""What answers call a state, and the state that somebody means who names one.

A name tells the options that differ from today, or all of them where nobody said what today is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np

from negotiate.conflict.graph import Graph
from negotiate.errors import UnsuitableGame
from negotiate.report.style import spoken

TODAY = "everything as it is today"
QUO = "status_quo"
"""What the status quo is called among things that are no state."""


def missing_notes(nowhere: Mapping[str, str]) -> tuple[str, ...]:
    """What of today and of what happened is no state, with the reason; `nowhere` as a model has
    it.
    """
    return tuple(
        (
            f"{'today' if label == QUO else f'the real outcome, {event(label)},'} is not among "
            "these "
            f"states, because {why}"
        )
        for label, why in nowhere.items()
    )


def event(label: str) -> str:
    """What happened, by its label."""
    words = spoken(label)
    return words[:1].upper() + words[1:]


def told_options(model: Graph, state: int) -> dict[str, str]:
    """Issue → option of what a state's name tells; empty for today itself, and in models from bare
    tables.
    """
    options, today = model.choices[state] if model.choices else {}, model.today
    return {issue: option for issue, option in options.items() if today.get(issue) != option}


def state_name(model: Graph, state: int) -> str:
    """The name by keys: issues with their options, commas between.

    Examples
    --------
    >>> from negotiate import load
    >>> model = load("classics/chicken").standing()
    >>> state_name(model, 3)
    'row straight, column straight'
    """
    told = ", ".join(map(" ".join, told_options(model, state).items()))
    return told or (
        TODAY if model.options and state == model.status_quo else str(model.states[state])
    )


STATUS_QUO = "status quo"
"""What a reader calls the state in which a conflict stands today."""
TOLD = 6
"""How many states are named where one is not found."""


def place_of(model: Graph, given: Any) -> int:
    """Where a state stands in the arrays of a model.

    Parameters
    ----------
    model : Graph
        Which has the state.
    given : hashable or Mapping[str, str]
        The state itself; "status quo"; the label of what happened; the name that answers give it
        ("pipe built, order absent"); or issue → option. Both of these leave out what the status quo
        says.

    Raises
    ------
    UnsuitableGame
        If there is no such state, or several.
    """
    if isinstance(given, Mapping):
        return _by_options(model, given)
    if isinstance(given, Hashable):
        label: Any = QUO if given == STATUS_QUO else given
        known: dict[Any, int] = {
            label.replace("_", " "): state for label, state in model.happened.items()
        }
        known |= {QUO: model.status_quo} if model.status_quo >= 0 else {}
        found = {**known, **model.happened, **model.places}
        if given in found or label in found:
            return found.get(given, found.get(label, -1))
        if label in model.nowhere:
            said = "today" if label == QUO else f"`{label}`"
            issues = ", ".join(model.options)
            hint = f"name a state by options of {issues}" if issues else "name another state"
            raise UnsuitableGame(
                f"{said} is not among these states, because {model.nowhere[label]}", hint
            )
        if isinstance(given, str) and (told := _named(model, given)) is not None:
            return _by_options(model, told)
    raise UnsuitableGame(f"there is no state `{given}`", _known(model, given))


def _named(model: Graph, name: str) -> Mapping[str, str] | None:
    """Issue → option, read back from a name as answers give it, where all of it is an issue
    here.
    """
    if name.strip() == TODAY and model.today:
        return {}
    told = [part.strip().partition(" ")[::2] for part in name.split(",")]
    found = {issue: option.strip() for issue, option in told}
    sound = len(found) == len(told) and all(found.values()) and found.keys() <= model.options.keys()
    return found if sound else None


def _known(model: Graph, given: Any) -> str:
    names = [str(state) for state in model.states]
    near = get_close_matches(str(given), [*names, *model.happened], n=1)
    form = ", or ISSUE=OPTION with commas between" if model.choices else ""
    if near:
        return (
            f"did you mean `{near[0]}`? Name a state by its label{form}"
            if form
            else f"did you mean `{near[0]}`?"
        )
    more = f" and {len(names) - TOLD:,} more" if len(names) > TOLD else ""
    return "the states are " + ", ".join(f"`{name}`" for name in names[:TOLD]) + more + form


def _by_options(model: Graph, given: Mapping[str, str]) -> int:
    places = model.choices.places if model.choices else {}
    for issue, option in given.items():
        if issue not in places:
            known = ", ".join(f"`{name}`" for name in places)
            hint = (
                f"name options of {known}" if known else "the states of this model have only names"
            )
            raise UnsuitableGame(f"`{issue}` is no issue that the states differ in", hint)
        here = {model.options[issue][place] for place in np.unique(places[issue]).tolist()}
        if option not in here:
            known = ", ".join(f"`{name}`" for name in sorted(here))
            raise UnsuitableGame(
                f"`{option}` is no option of `{issue}` here", f"the options are {known}"
            )
    whole = {**model.today, **given}
    found = model.choices.having(whole).tolist() if model.choices else []
    if len(found) == 1:
        return int(found[0])
    told = ", ".join(map("=".join, whole.items()))
    if not found:
        raise UnsuitableGame(f"no state has {told}", "this combination is impossible")
    raise UnsuitableGame(f"{len(found):,} states have {told}", "name an option of every issue")
