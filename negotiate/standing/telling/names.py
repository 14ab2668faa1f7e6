"""States and patterns of states by the names that a scenario gives its issues and options, and as they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from negotiate.report.words import joined, spoken
from negotiate.standing.states.naming import event, told_options

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.telling.patterns import Pattern

NUMBER = re.compile(r"\$?\d")


def labels(model: GraphModel, state: int) -> list[str]:
    """What a state is called besides: today, and what really happened."""
    told = ["today"] if state == model.status_quo else []
    return told + [event(label) for label, where in model.happened.items() if where == state]


def state_words(model: GraphModel, state: int) -> str:
    """A state by the options that are not as today, or by all of them where nobody named what today is.

    Examples
    --------
    >>> from negotiate import load
    >>> state_words(load("classics/chicken").standing(), 3)
    'Red: straight; Blue: straight'
    """
    told = "; ".join(option_words(model, issue, (option,)) for issue, option in told_options(model, state).items())
    return told or ("everything as today" if model.options and state == model.status_quo else str(model.states[state]))


def called(model: GraphModel, state: int) -> str:
    """A state in a sentence: by its first label, else by its options between signs that say where they end."""
    return next(iter(labels(model, state)), f'"{state_words(model, state)}"')


def labelled(model: GraphModel, state: int) -> str:
    """A state in a table: its labels, with its options in brackets where these are not simply those of today."""
    known = ", ".join(labels(model, state))
    if not known:
        return state_words(model, state)
    return f"T{known[1:]}" if state == model.status_quo else f"{known} ({state_words(model, state)})"


def typed(model: GraphModel, state: int) -> str:
    """A state as it is typed: by a label, else by the options that are not as today, or by all of them."""
    known = [*(["today"] if state == model.status_quo else []), *(k for k, s in model.happened.items() if s == state)]
    options = ",".join(f"{issue}={option}" for issue, option in told_options(model, state).items())
    return known[0] if known else options or str(model.states[state])


def pattern_words(model: GraphModel, pattern: Pattern) -> str:
    """States by the options that each issue may have there, without issues that stay as today, and their number."""
    if len(pattern.states) == 1:
        return labelled(model, pattern.states[0])
    told = [option_words(model, issue, options) for issue, options in _open(model, pattern).items()]
    return f"{'; '.join(told)} ({len(pattern.states):,} states)"


def pattern_typed(model: GraphModel, pattern: Pattern) -> str:
    """The same by keys: every option that each issue may have."""
    if len(pattern.states) == 1:
        return typed(model, pattern.states[0])
    return ",".join(f"{issue}={'/'.join(options)}" for issue, options in _open(model, pattern).items())


def _open(model: GraphModel, pattern: Pattern) -> dict[str, tuple[str, ...]]:
    """The issues that do not simply stay as today, with their options, those that may be anything last."""
    today = model.choices[model.status_quo] if model.choices and model.status_quo >= 0 else {}
    told = {issue: options for issue, options in pattern.options.items() if options != (today.get(issue),)}
    return dict(sorted(told.items(), key=lambda entry: entry[1] == model.options[entry[0]]))


def issue_words(model: GraphModel, issue: str) -> str:
    """An issue by its name."""
    return spoken(model.issue_names.get(issue, issue))


def option_words(model: GraphModel, issue: str, options: Sequence[str], alone: bool = False) -> str:
    """An issue and the options that it may have, such as "US tariff: 21 % or 28 %"; or the options alone."""
    known = model.option_names.get(issue, {})
    names = {option: spoken(known.get(option, option)) for option in model.options[issue]}
    rest = [name for option, name in names.items() if option not in options]
    told = [names[option] for option in options]
    if len(told) > 1 and len(rest) < 2:
        told = [f"any but {rest[0]}" if rest else "any"]
    elif len(told) > 1 and all(map(NUMBER.match, told)):
        told = _range([*names], options, told)
    words = joined(told, "or")
    return words if alone else f"{issue_words(model, issue)}: {words}"


def _range(known: Sequence[str], options: Sequence[str], names: Sequence[str]) -> list[str]:
    """Numbers without the unit that they share, those that follow one another from the first to the last."""
    numbers, units = zip(*(name.split(" ", 1) if " " in name else (name, "") for name in names), strict=True)
    short = [*numbers[:-1], names[-1]] if len(set(units)) == 1 else [*names]
    first = known.index(options[0])
    together = len(names) > 2 and [*known[first : first + len(names)]] == [*options]
    return [f"{short[0]} to {short[-1]}"] if together else short
