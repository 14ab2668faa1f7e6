"""What answers call a state, and the state that somebody means who names one.

A name tells the options that differ from today, or all of them where nobody said what today is.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from difflib import get_close_matches
from typing import Any

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.moves import Combinations
from negotiate.errors import UnsuitableGame
from negotiate.report.words import spoken

TODAY = "everything as it is today"
QUO = "status_quo"
"""What the status quo is called among things that are no state."""


def missing_notes(nowhere: Mapping[str, str]) -> tuple[str, ...]:
    """What of today and of what happened is no state, with the reason; `nowhere` as a model has it."""
    return tuple(
        f"{'today' if label == QUO else f'the real outcome, {event(label)},'} is not among these states, because {why}"
        for label, why in nowhere.items()
    )


def event(label: str) -> str:
    """What happened, by its label."""
    words = spoken(label)
    return words[:1].upper() + words[1:]


def told_options(model: GraphModel, state: int) -> dict[str, str]:
    """Issue → option of what a state's name tells; empty for today itself, and in models from bare tables."""
    if not model.choices:
        return {}
    today = model.choices[model.status_quo] if model.status_quo >= 0 else {}
    return {issue: option for issue, option in model.choices[state].items() if today.get(issue) != option}


def state_name(model: GraphModel, state: int) -> str:
    """The name by keys: issues with their options, commas between.

    Examples
    --------
    >>> from negotiate import load
    >>> model = load("classics/chicken").standing()
    >>> state_name(model, 3)
    'row straight, column straight'
    """
    if not model.choices or not model.choices[state]:
        return str(model.states[state])
    told = told_options(model, state)
    if told:
        return ", ".join(f"{issue} {option}" for issue, option in told.items())
    return TODAY if state == model.status_quo else str(model.states[state])


def options_of_name(model: GraphModel, name: str) -> Mapping[str, str] | None:
    """Issue → option, read back from a name; nothing where it is none."""
    if name.strip() == TODAY:
        return {}
    found: dict[str, str] = {}
    for part in name.split(","):
        issue, _, option = part.strip().partition(" ")
        if not option or issue in found:
            return None
        found[issue] = option.strip()
    return found


STATUS_QUO = "status quo"
"""What a reader calls the state in which a conflict stands today."""
TOLD = 6
"""How many states are named where one is not found."""


def place_of(model: GraphModel, given: Any) -> int:
    """Where a state stands in the arrays of a model.

    Parameters
    ----------
    model : GraphModel
        Which has the state.
    given : hashable or Mapping[str, str]
        The state itself; "status quo"; the label of what happened; the name that answers give it ("pipe built, order
        absent"); or issue → option. Both of these leave out what the status quo says.

    Raises
    ------
    UnsuitableGame
        If there is no such state, or several.
    """
    if isinstance(given, Mapping):
        return _by_options(model, given)
    if isinstance(given, Hashable):
        if given in model.states:
            return model.states.index(given)
        if isinstance(given, str) and (happened := _happened(model, given)) >= 0:
            return happened
        if given in (STATUS_QUO, "status_quo") and model.status_quo >= 0:
            return model.status_quo
        label = "status_quo" if given == STATUS_QUO else given
        if isinstance(label, str) and label in model.nowhere:
            said = "today" if label == "status_quo" else f"`{label}`"
            raise UnsuitableGame(f"{said} is not among these states, because {model.nowhere[label]}", _told_by(model))
        if isinstance(given, str) and (told := _named(model, given)) is not None:
            return _by_options(model, told)
    raise UnsuitableGame(f"there is no state `{given}`", _known(model, given))


def _happened(model: GraphModel, given: str) -> int:
    """The state of what happened, by its label or as answers write it, with spaces; -1 where there is none."""
    spaced = {label.replace("_", " "): state for label, state in model.happened.items()}
    return model.happened.get(given, spaced.get(given, -1))


def _named(model: GraphModel, given: str) -> Mapping[str, str] | None:
    """What a name as answers give it says, where all of it is an issue here."""
    if not isinstance(model.choices, Combinations):
        return None
    told = options_of_name(model, given)
    if told is None or (not told and model.status_quo < 0):
        return None
    return told if all(issue in model.choices.issues for issue in told) else None


def _known(model: GraphModel, given: Any) -> str:
    names = [str(state) for state in model.states]
    near = get_close_matches(str(given), [*names, *model.happened], n=1)
    form = ", or ISSUE=OPTION with commas between" if model.choices else ""
    if near:
        return f"did you mean `{near[0]}`? Name a state by its label{form}" if form else f"did you mean `{near[0]}`?"
    more = f" and {len(names) - TOLD:,} more" if len(names) > TOLD else ""
    return "the states are " + ", ".join(f"`{name}`" for name in names[:TOLD]) + more + form


def _told_by(model: GraphModel) -> str:
    """How to name another state."""
    issues = ", ".join(model.choices[0]) if model.choices else ""
    return f"name a state by options of {issues}" if issues else "name another state"


def _by_options(model: GraphModel, given: Mapping[str, str]) -> int:
    options = {issue: {found[issue] for found in model.choices if issue in found} for issue in given}
    for issue, option in given.items():
        if not options[issue]:
            known = ", ".join(f"`{name}`" for name in (model.choices[0] if model.choices else ()))
            hint = f"name options of {known}" if known else "the states of this model have only names"
            raise UnsuitableGame(f"`{issue}` is no issue that the states differ in", hint)
        if option not in options[issue]:
            known = ", ".join(f"`{name}`" for name in sorted(options[issue]))
            raise UnsuitableGame(f"`{option}` is no option of `{issue}` here", f"the options are {known}")
    today = model.choices[model.status_quo] if model.status_quo >= 0 else {}
    whole = {**today, **given}
    found = [place for place, choices in enumerate(model.choices) if whole.items() <= choices.items()]
    if len(found) == 1:
        return found[0]
    told = ", ".join(f"{issue}={option}" for issue, option in whole.items())
    if not found:
        raise UnsuitableGame(f"no state has {told}", "this combination is impossible")
    raise UnsuitableGame(f"{len(found):,} states have {told}", "name an option of every issue")
