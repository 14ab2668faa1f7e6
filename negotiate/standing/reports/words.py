"""States, patterns of states and moves in the scenario's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from negotiate.report.words import joined, the
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.states.combinations import Combinations
from negotiate.standing.states.naming import TODAY, state_name
from negotiate.standing.states.paths import Step
from negotiate.standing.telling.patterns import Pattern

CHANGES = 4
"""Issues that a sentence says a move changes; the rest are counted."""
NAMED = 4
"""States that a sentence names one by one."""


def capital(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]


def are(count: int) -> str:
    """The verb that goes with so many things."""
    return "is" if count == 1 else "are"


def names(model: GraphModel, players: Sequence[int], word: str = "and", opening: bool = False) -> str:
    """Some players, joined the English way."""
    return joined([the(model.players[p], opening and k == 0) for k, p in enumerate(players)], word)


def key_list(model: GraphModel, players: Sequence[int]) -> str:
    """Some players by their keys."""
    return ", ".join(model.keys[player] for player in players)


def labels(model: GraphModel, state: int) -> list[str]:
    """What a state is called besides: today, and what really happened."""
    told = ["today"] if state == model.status_quo else []
    return told + [label_words(label) for label, where in model.happened.items() if where == state]


def label_words(label: str) -> str:
    """The label of what happened, without underscores."""
    return label.replace("_", " ")


def known_states(model: GraphModel) -> list[int]:
    """Today, then what happened, each state once."""
    return list(dict.fromkeys(s for s in (model.status_quo, *model.happened.values()) if s >= 0))


def labelled(model: GraphModel, state: int) -> str:
    """A state in a table: its labels, then its options where these are not simply those of today."""
    known, words = labels(model, state), state_name(model, state)
    return ": ".join([*([", ".join(known)] if known else []), *([words] if words != TODAY or not known else [])])


def called(model: GraphModel, state: int) -> str:
    """A state in a sentence: by its first label, else by its options between signs that say where they end."""
    known = labels(model, state)
    return known[0] if known else f"`{state_name(model, state)}`"


def several(model: GraphModel, states: Sequence[int]) -> str:
    """A few states by name, the rest counted."""
    more = len(states) - NAMED
    told = [called(model, state) for state in states[: NAMED if more > 1 else NAMED + 1]]
    return joined([*told, *([f"{more:,} more"] if more > 1 else [])])


def pattern_words(model: GraphModel, pattern: Pattern) -> str:
    """States in a few words: what each issue may be where that is not as today, those that may be anything last."""
    if len(pattern.states) == 1:
        return state_name(model, pattern.states[0])
    today = _choices(model, model.status_quo) if model.status_quo >= 0 else {}
    choices = model.choices
    known = dict(zip(choices.issues, choices.labels, strict=True)) if isinstance(choices, Combinations) else {}
    told, free = [], []
    for issue, options in pattern.options.items():
        rest = [option for option in known[issue] if option not in options]
        if not rest:
            free.append(issue)
        elif options != (today.get(issue),):
            but = len(rest) == 1 and len(options) > 1
            told.append(f"{issue} any but {rest[0]}" if but else f"{issue} {'/'.join(options)}")
    return ", ".join([*told, *([f"any {joined(free)}"] if free else [])])


def pattern_counted(model: GraphModel, pattern: Pattern) -> str:
    """The same with how many states these are; a single state with its labels."""
    if len(pattern.states) == 1:
        return labelled(model, pattern.states[0])
    return f"{pattern_words(model, pattern)} ({len(pattern.states):,} states)"


def move_words(model: GraphModel, start: int, end: int, verbs: tuple[str, str] = ("setting", "going")) -> str:
    """What a move does: each issue that it sets, or where it goes in a model from bare tables."""
    before, after = _choices(model, start), _choices(model, end)
    if not after:
        return f"{verbs[1]} to `{state_name(model, end)}`"
    told = [f"{issue} to {option}" for issue, option in after.items() if before.get(issue) != option]
    more = len(told) - CHANGES
    return f"{verbs[0]} {joined([*told[:CHANGES], *([f'{more} more'] if more > 0 else [])])}"


def steps_words(model: GraphModel, steps: Sequence[Step]) -> str:
    """Who moves, and what each move does, one after the other."""
    told = []
    for step in steps:
        many = len(step.movers) > 1
        verbs = ("together set", "together go") if many else ("sets", "goes")
        told.append(f"{names(model, step.movers)} {move_words(model, step.start, step.end, verbs)}")
    return ", then ".join(told)


def _choices(model: GraphModel, state: int) -> Mapping[str, str]:
    return model.choices[state] if model.choices else {}
