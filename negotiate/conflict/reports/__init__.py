"""Players, states and moves in sentences and in tables, what the concepts mean, and how every
report here ends.

Each answer is told in a file of its own; what several of them say stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.patterns import Pattern
from negotiate.conflict.questions.evolution import Step
from negotiate.conflict.states import event, missing_notes, told_options
from negotiate.report.blocks import Block, Cell, Column, Kind, Report, Table, notes
from negotiate.report.style import counted, joined, sentence_of, spoken, the

CHANGES = 4
"""Issues that a sentence says a move changes; the rest are counted."""
NAMED, LONG = 4, 160
"""States that a sentence names one by one, and signs that their names may have together."""
SHORT = 8
"""Signs of a name that stands in a narrow column; a longer one gives way to the player's key."""
ABBREVIATED = ("us", "usa", "uk", "eu", "un", "ussr")
"""Keys that are written in capitals."""


NUMBER = re.compile(r"\$?\d")


def labels(model: GraphModel, state: int) -> list[str]:
    """What a state is called besides: today, and what really happened."""
    told = ["today"] if state == model.status_quo else []
    return told + [event(label) for label, where in model.happened.items() if where == state]


def state_words(model: GraphModel, state: int) -> str:
    """A state by the options that are not as today, or by all of them where nobody named what today
    is.

    Examples
    --------
    >>> from negotiate import load
    >>> state_words(load("classics/chicken").standing(), 3)
    'Red: straight; Blue: straight'
    """
    told = "; ".join(
        option_words(model, issue, (option,))
        for issue, option in told_options(model, state).items()
    )
    return told or (
        "everything as today"
        if model.options and state == model.status_quo
        else str(model.states[state])
    )


def called(model: GraphModel, state: int) -> str:
    """A state in a sentence: by its first label, else by its options between signs that say where
    they end.
    """
    return next(iter(labels(model, state)), f'"{state_words(model, state)}"')


def labelled(model: GraphModel, state: int) -> str:
    """A state in a table: its labels, with its options in brackets where these are not simply those
    of today.
    """
    known = ", ".join(labels(model, state))
    if not known:
        return state_words(model, state)
    return (
        f"T{known[1:]}" if state == model.status_quo else f"{known} ({state_words(model, state)})"
    )


def typed(model: GraphModel, state: int) -> str:
    """A state as it is typed: by a label, else by the options that are not as today, or by all of
    them.
    """
    known = [
        *(["today"] if state == model.status_quo else []),
        *(k for k, s in model.happened.items() if s == state),
    ]
    options = ",".join(f"{issue}={option}" for issue, option in told_options(model, state).items())
    return known[0] if known else options or str(model.states[state])


def pattern_words(model: GraphModel, pattern: Pattern) -> str:
    """States by the options that each issue may have there, without issues that stay as today, and
    their number.
    """
    if len(pattern.states) == 1:
        return labelled(model, pattern.states[0])
    told = [option_words(model, issue, options) for issue, options in _open(model, pattern).items()]
    return f"{'; '.join(told)} ({len(pattern.states):,} states)"


def pattern_typed(model: GraphModel, pattern: Pattern) -> str:
    """The same by keys: every option that each issue may have."""
    if len(pattern.states) == 1:
        return typed(model, pattern.states[0])
    return ",".join(
        f"{issue}={'/'.join(options)}" for issue, options in _open(model, pattern).items()
    )


def _open(model: GraphModel, pattern: Pattern) -> dict[str, tuple[str, ...]]:
    """The issues that do not simply stay as today, with their options, those that may be anything
    last.
    """
    today, every = model.today, model.options
    told = [
        (issue, options)
        for issue, options in pattern.options.items()
        if options != (today.get(issue),)
    ]
    return dict(sorted(told, key=lambda entry: entry[1] == every[entry[0]]))


def issue_words(model: GraphModel, issue: str) -> str:
    """An issue by its name."""
    return spoken(model.issue_names.get(issue, issue))


def option_words(model: GraphModel, issue: str, options: Sequence[str], alone: bool = False) -> str:
    """An issue and the options that it may have, such as "US tariff: 21 % or 28 %"; or the options
    alone.
    """
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
    """Numbers without the unit that they share, those that follow one another from the first to the
    last.
    """
    numbers, units = zip(
        *(name.split(" ", 1) if " " in name else (name, "") for name in names), strict=True
    )
    short = [*numbers[:-1], names[-1]] if len(set(units)) == 1 else [*names]
    first = known.index(options[0])
    together = len(names) > 2 and [*known[first : first + len(names)]] == [*options]
    return [f"{short[0]} to {short[-1]}"] if together else short


def are(count: int) -> str:
    """The verb that goes with so many things."""
    return "is" if count == 1 else "are"


def few(parts: Sequence[str], most: int, noun: str) -> str:
    """The first of some words, joined the English way, and how many more there are."""
    more = len(parts) - most
    return joined([*parts[:most], *([counted(more, noun)] if more > 0 else [])])


def names(
    model: GraphModel, players: Sequence[int], word: str = "and", opening: bool = False
) -> str:
    """Some players, joined the English way."""
    return joined([the(model.players[p], opening and k == 0) for k, p in enumerate(players)], word)


def short_name(model: GraphModel, player: int) -> str:
    """A player in a narrow column."""
    name, key = model.players[player], model.keys[player]
    return name if len(name) <= max(SHORT, len(key)) else key.upper() if key in ABBREVIATED else key


def named(model: GraphModel, states: Sequence[int]) -> str:
    """States by name; empty where there is none, or more than a sentence holds."""
    told = joined([called(model, state) for state in states]) if len(states) <= NAMED else ""
    return told if len(told) <= LONG else ""


def listed(model: GraphModel, states: Sequence[int]) -> str:
    """The same after a colon."""
    return f": {told}" if (told := named(model, states)) else ""


def several(model: GraphModel, states: Sequence[int]) -> str:
    """Some states by name, or how many they are."""
    return named(model, states) or counted(len(states), "state")


def move_words(
    model: GraphModel, start: int, end: int, verbs: tuple[str, str] = ("choosing", "going to")
) -> str:
    """What a move chooses, or where it goes in a model from bare tables.

    An option stands alone where whoever decides on its issue decides on nothing else and it is more
    than a number.
    """
    if not model.options:
        return f"{verbs[1]} {called(model, end)}"
    before = model.choices[start]
    changed = [
        (issue, option) for issue, option in model.choices[end].items() if before[issue] != option
    ]
    told = [option_words(model, issue, (option,)) for issue, option in changed]
    if len(changed) == 1 and (changed[0][0],) in model.decides:
        word = option_words(model, changed[0][0], (changed[0][1],), alone=True)
        told = told if NUMBER.match(word) else [word]
    more = [f"and {len(told) - CHANGES} more"] if len(told) > CHANGES else []
    return f'{verbs[0]} "{"; ".join([*told[:CHANGES], *more])}"'


def steps_words(model: GraphModel, steps: Sequence[Step]) -> str:
    """Who moves, and what each move does, one after the other."""
    told = []
    for step in steps:
        verbs = (
            ("together choose", "together go to")
            if len(step.movers) > 1
            else ("chooses", "goes to")
        )
        told.append(f"{names(model, step.movers)} {move_words(model, step.start, step.end, verbs)}")
    return ", then ".join(told)


def player_columns(model: GraphModel, kind: Kind = "count") -> tuple[Column, ...]:
    """A column a player, with a short name for narrow screens."""
    return tuple(
        Column(model.players[p], kind, key, short_name(model, p), p)
        for p, key in enumerate(model.keys)
    )


def player_cell(model: GraphModel, player: int) -> Cell:
    """A player."""
    return Cell(model.players[player], model.keys[player])


def state_cell(model: GraphModel, state: int) -> Cell:
    """A state, for programs as it is typed."""
    return Cell(labelled(model, state), typed(model, state))


def pattern_cell(model: GraphModel, pattern: Pattern) -> Cell:
    """States that are alike."""
    return Cell(pattern_words(model, pattern), pattern_typed(model, pattern))


def concept_table(
    model: GraphModel, concepts: Sequence[str], cells: Callable[[int], Sequence[str]]
) -> Table:
    """What is said of each state by each concept; states of which nothing is said have no row."""
    told = ((state, cells(state)) for state in range(len(model.states)))
    rows = tuple(
        (state_cell(model, s), *(Cell(one, one) for one in found))
        for s, found in told
        if any(found)
    )
    return Table(
        (Column("State"), *(Column(c, "mark") for c in concepts)), rows, most=8, more="state"
    )


MEANINGS: dict[str, str] = {
    "R": "Nash stability (R): no player gains by a move of its own.",
    "GMR": "General metarationality (GMR): the others could answer and undo each gain.",
    "SMR": "Symmetric metarationality (SMR): the player could not escape such an answer.",
    "SEQ": "Sequential stability (SEQ): the others can undo each gain and benefit from it.",
    "SIM": "Simultaneous stability (SIM): a gain is lost if others move at the same time.",
}
"""Concept → when a state is stable."""
RULES = {
    "sequence": "one after the other, but no player twice in a row",
    "one-step": "by one move of one player",
}
"""Rule of sanctions → how the others answer."""
COMPLETE = "Complete: every state and every move was checked."


def finished(
    model: GraphModel,
    blocks: Iterable[Block],
    complete: str = COMPLETE,
    remarks: Sequence[str] = (),
    concepts: Sequence[str] = (),
    sanctions: str = "",
    more: str = "",
) -> Report:
    """The report of an answer that begins with these blocks.

    Parameters
    ----------
    model : GraphModel
        What was asked about; what of today and of what happened is no state of it is said in any
        case.
    blocks : iterable of Block
        The answer, and the picture.
    complete : str
        The line of trust; empty for none.
    remarks : sequence of str
        Conventions and method, for those who want everything.
    concepts : sequence of str
        Those that the answer is about; each is explained.
    sanctions : str
        The rule by which others answer; empty where nobody does.
    more : str
        What `--all` adds besides these notes, in a few words.
    """
    missing = missing_notes(model.nowhere)
    meanings = [words for concept, words in MEANINGS.items() if concept in concepts]
    rest = [sentence_of(note) for note in model.notes if note not in missing]
    rest += [*remarks, _sanctions_words(model, sanctions) if sanctions else ""]
    first = [*meanings, *map(sentence_of, missing), complete]
    return Report(
        model.title, (*blocks, *notes(first), *notes(rest, detail=True)), model.players, more
    )


def _sanctions_words(model: GraphModel, sanctions: str) -> str:
    """How the others may answer, and how to ask for the other rule where there is another."""
    if len(model.keys) < 3:
        return (
            "With two players, an answer is one move."
            if len(model.keys) == 2
            else "No other player can answer."
        )
    other = "one-step" if sanctions == "sequence" else "sequence"
    return (
        f"The others answer {RULES[sanctions]}. With `--sanctions {other}` they answer "
        f"{RULES[other]}."
    )
