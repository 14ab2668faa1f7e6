"""Which states stand against coalitions too, and who would leave the others together, on one screen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.standing.sentences import MEANINGS
from negotiate.render.standing.told import beginning, called, sanctions_words, several
from negotiate.render.standing.words import names, pattern_words, state_words
from negotiate.render.table import table
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, safe
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.questions.coalition_moves import Coalition
from negotiate.standing.questions.coalitions import BrokenState, Coalitions
from negotiate.standing.telling.patterns import Pattern, gather

ROWS = 10
"""States that are listed where not everything is wanted."""
GATHERED = 200
"""Rows in which those that nobody would leave are gathered at most."""
STORIES = 3
"""States that are told in a sentence each."""


def _sentences(found: Coalitions) -> list[str]:
    model, concept = found.model, found.concept
    kept = [state for state in found.standing if state in found.alone]
    gained = [state for state in found.standing if state not in found.alone]
    if not found.alone:
        said = [f"No state stands by {concept} even against single players, so no coalition is needed to leave one."]
    elif not kept:
        which = "the state" if len(found.alone) == 1 else f"none of the {in_words(len(found.alone)).lower()} states"
        verb = "does not stand" if len(found.alone) == 1 else "stands"
        said = [f"Against coalitions {which} that no single player would leave ({concept}) {verb}."]
    else:
        verb = "stands" if len(kept) == 1 else "stand"
        which = f"Of {counted(len(found.alone), 'state')} that no single player would leave ({concept}), "
        every = "both" if len(kept) == 2 else "all"
        which += every if 1 < len(kept) == len(found.alone) else in_words(len(kept)).lower()
        said = [f"{which} {verb} against coalitions too: {several(model, kept)}."]
    if gained:
        said.append(f"For fear of what others could do together, {several(model, gained)} would be kept as well.")
    return said + [_broken(found, one) for one in found.broken[:STORIES]]


def _broken(found: Coalitions, one: BrokenState) -> str:
    model, first = found.model, one.departures[0]
    who, target = names(model, first.coalition), first.targets[0]
    how = "both" if len(first.coalition) == 2 else "all of them"
    more = len(first.targets) - 1
    rest = f" ({counted(more, 'other state')} would do, too)" if more else ""
    others = len(one.departures) - 1
    also = f"; {counted(others, 'other coalition')} would leave it, too" if others else ""
    return (
        f"{beginning(called(model, one.state))} does not: {who} would leave it together for {called(model, target)}, "
        f"which is better for {how}{rest}{also}."
    )


def _body(found: Coalitions, look: Look) -> Iterable[RenderableType]:
    model = found.model
    lines = [
        [
            _keys(model, departure.coalition),
            f"{state_words(model, one.state)}, for {called(model, departure.targets[0])}",
        ]
        for one in found.broken
        for departure in one.departures
    ]
    lines += [["nobody", _alike(model, one)] for one in gather(model, found.standing, GATHERED)]
    shown = lines if look.all else lines[:ROWS]
    if not shown:
        return []
    drawn = table(["Leaving", "State"], shown, 2, look)
    if len(shown) < len(lines):
        drawn.append(Text(f"{look.glyphs.more} {counted(len(lines) - len(shown), 'more row')}; `--all` lists them"))
    return drawn


def _alike(model: GraphModel, one: Pattern) -> str:
    """States that nobody would leave, gathered."""
    more = f" ({len(one.states):,} states)" if len(one.states) > 1 else ""
    return f"{pattern_words(model, one)}{more}"


def _keys(model: GraphModel, coalition: Coalition) -> str:
    return " + ".join(safe(model.keys[p], True) for p in coalition)


def _rows(found: Coalitions) -> list[list[list[str]]]:
    model = found.model
    standing = [["state", "stands against single players", "stands against coalitions"]]
    for state in sorted({*found.alone, *found.standing}):
        yes = ["yes" if state in some else "no" for some in (found.alone, found.standing)]
        standing.append([safe(str(model.states[state]), True), *yes])
    leaving = [["state", "coalition", "target"]]
    for one in found.broken:
        for departure in one.departures:
            who = ", ".join(model.keys[p] for p in departure.coalition)
            leaving += [
                [safe(str(model.states[one.state]), True), who, safe(str(model.states[target]), True)]
                for target in departure.targets
            ]
    return [standing, leaving]


def _remarks(found: Coalitions) -> list[str]:
    together = "a coalition leaves only for what is better for each of its members"
    deterred = (
        "" if found.concept == "R" else "; it is deterred where an answer leaves one of them no better off than before"
    )
    looked = f"every coalition, and all that its members can do one after the other; {together}{deterred}"
    return [
        f"{found.concept}: {MEANINGS[found.concept]}",
        *found.model.notes,
        f"Method: {looked}; {sanctions_words(found.model, found.sanctions)}",
    ]


KIND = Kind(Coalitions, _sentences, _body, _rows, _remarks, attrgetter("model"))
