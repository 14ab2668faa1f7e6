"""States, patterns of states and moves in the scenario's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from negotiate.report.words import joined, safe
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.states.combinations import Combinations
from negotiate.standing.states.naming import TODAY, state_name
from negotiate.standing.telling.patterns import Pattern

CHANGES = 4
"""Issues that a sentence says a move changes; the rest are counted."""
YES_NO = frozenset({"yes", "no"})


def state_words(model: GraphModel, state: int) -> str:
    """A state in a few words: what differs from today, or all of it where nobody said what today is."""
    return safe(state_name(model, state), True)


def quoted(model: GraphModel, state: int) -> str:
    """A state in a sentence, between signs that say where its words begin and end."""
    words = state_words(model, state)
    return words if words == TODAY else f"`{words}`"


def pattern_words(model: GraphModel, pattern: Pattern) -> str:
    """States in a few words: what each issue may be where that is not as today, those that may be anything last."""
    if len(pattern.states) == 1:
        return state_words(model, pattern.states[0])
    today = _choices(model, model.status_quo) if model.status_quo >= 0 else {}
    choices = model.choices
    known = dict(zip(choices.issues, choices.labels, strict=True)) if isinstance(choices, Combinations) else {}
    told, free = [], []
    for issue, options in pattern.options.items():
        rest = [option for option in known[issue] if option not in options]
        if not rest:
            free.append(safe(issue, True))
        elif options != (today.get(issue),):
            but = len(rest) == 1 and len(options) > 1
            told.append(f"{safe(issue, True)} any but {safe(rest[0], True)}" if but else _pair(issue, options))
    return ", ".join([*told, *([f"any {joined(free)}"] if free else [])])


def move_words(model: GraphModel, start: int, end: int) -> str:
    """What a move does, to stand after "by": each issue that it sets, or where it goes in a model from bare tables."""
    before, after = _choices(model, start), _choices(model, end)
    if not after:
        return f"going to {quoted(model, end)}"
    told = [f"{safe(issue, True)} to {safe(o, True)}" for issue, o in after.items() if before.get(issue) != o]
    more = len(told) - CHANGES
    return f"setting {joined([*told[:CHANGES], *([f'{more} more'] if more > 0 else [])])}"


def name(model: GraphModel, player: int) -> str:
    """A player's name for people."""
    return safe(model.players[player], True)


def names(model: GraphModel, players: Sequence[int], word: str = "and") -> str:
    """Some players, joined the English way."""
    return joined([name(model, player) for player in players], word)


def labels(model: GraphModel, state: int) -> list[str]:
    """What a state is called besides: today, and what really happened."""
    told = ["today"] if state == model.status_quo else []
    return told + [safe(label.replace("_", " "), True) for label, where in model.happened.items() if where == state]


def _choices(model: GraphModel, state: int) -> Mapping[str, str]:
    return model.choices[state] if model.choices else {}


def _pair(issue: str, options: Sequence[str]) -> str:
    return f"{safe(issue, True)} {'/'.join(safe(option, True) for option in options)}"
