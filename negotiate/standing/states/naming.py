"""What answers call a state: the options that differ from today, or all of them where nobody said what today is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from negotiate.report.words import spoken

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel

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
