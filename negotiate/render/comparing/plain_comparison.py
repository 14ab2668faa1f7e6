"""A comparison without any drawing: sentences, then tab-separated values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from negotiate.comparison.prediction import Answer, Prediction, Refusal
from negotiate.comparison.result import Comparison, LensChange, LensComparison, SideComparison
from negotiate.render.comparing.changes import words
from negotiate.render.comparing.comparison import how, methods, sentences, telling
from negotiate.render.comparing.whys import happens
from negotiate.render.plain import tabbed
from negotiate.render.table import in_units
from negotiate.report.numbers import exact
from negotiate.report.words import safe


def plain(found: Comparison, everything: bool = False) -> list[str]:
    """Say a comparison line by line.

    Parameters
    ----------
    found : Comparison
        Of either kind.
    everything : bool
        Changes nothing: plain lines leave nothing out.

    Returns
    -------
    list of str
        Sentences, an empty line, then tables: a header line and one line a row, cells between tabs, numbers as
        Python writes them.
    """
    if isinstance(found, SideComparison):
        return [*_heading(found), *_sides(found)]
    if isinstance(found, LensComparison):
        return _lenses(found)
    raise TypeError(f"nothing tells a {type(found).__name__}")


def _heading(found: SideComparison) -> list[str]:
    known = [a for change in found.lenses for a in (change.first, change.second) if isinstance(a, Prediction)]
    units = dict.fromkeys(unit for a in known if (unit := in_units(a.players, a.units)))
    return [telling(found).sides.title, *sentences(found), *units, methods(found.lenses)]


def _sides(found: SideComparison) -> Iterable[str]:
    keys = [key for key in found.first.keys if key in found.second.keys]
    yield from ("", tabbed(["lens", "side", "fate", "outcome", *(f"payoff {key}" for key in keys)]))
    sides = telling(found).sides.cells
    size = _sizes(answer for change in found.lenses for answer in (change.first, change.second))
    for change in found.lenses:
        yield from _rows(change, sides[0], change.first, {key: size.get(key, 0.0) for key in keys})
        yield from _rows(change, sides[1], change.second, {key: size.get(key, 0.0) for key in keys})
    if found.differences:
        yield from ("", tabbed(["differs", "name", *sides]))
        for one in found.differences:
            yield tabbed([one.kind, one.name, words(one.first), words(one.second)])
    yield from _worths(found, sides)


def _worths(found: SideComparison, sides: tuple[str, str]) -> Iterable[str]:
    if found.worths.refused:
        yield from ("", f"payoffs cannot be compared: {safe(found.worths.refused, True)}")
    if found.worths.terms or found.worths.payoffs:
        yield from ("", tabbed(["player", "term", *sides, "at"]))
        changed = (*found.worths.terms, *found.worths.payoffs)
        size: dict[str, float] = {}
        for one in changed:
            size[one.player] = max(size.get(one.player, 0.0), abs(one.first), abs(one.second))
        for one in changed:
            at = "everywhere" if one.everywhere else ", ".join(f"{k} {o}" for k, o in one.at.items())
            numbers = [exact(x, size[one.player]) for x in (one.first, one.second)]
            yield tabbed([one.player, one.term or "payoff", *numbers, at])


def _rows(change: LensChange, side: str, answer: Answer, size: Mapping[str, float]) -> Iterable[str]:
    if isinstance(answer, Refusal):
        yield tabbed([change.lens.name, side, "", f"no answer: {answer.message}", *("" for _ in size)])
        return
    kinds = {
        id(outcome): fate.kind
        for fate in (change.fates.each if change.fates else ())
        for outcome in (fate.first, fate.second)
    }
    for outcome in answer.outcomes:
        numbers = [exact(outcome.payoffs[answer.keys.index(key)], size[key]) for key in size]
        kind = kinds.get(id(outcome), "")
        yield tabbed([change.lens.name, side, kind, happens(outcome, answer, "->"), *numbers])


def _sizes(answers: Iterable[Answer]) -> dict[str, float]:
    """Each player's payoff that is farthest from 0, of all outcomes."""
    found: dict[str, float] = {}
    known = [answer for answer in answers if isinstance(answer, Prediction)]
    for answer in known:
        for outcome in answer.outcomes:
            for key, x in zip(answer.keys, outcome.payoffs, strict=True):
                found[key] = max(found.get(key, 0.0), abs(x))
    return found


def _lenses(found: LensComparison) -> list[str]:
    said = [safe(found.scenario.heading, True), *sentences(found)]
    pairs = list(zip(found.lenses, found.answers, strict=True))
    for lens, answer in pairs:
        method = f" By {how(answer)}." if isinstance(answer, Prediction) else ""
        said.append(f"{lens.name}: {lens.question}{method}")
    keys = found.scenario.keys
    said += ["", tabbed(["lens", "command", "outcome", *(f"payoff {key}" for key in keys)])]
    size = _sizes(found.answers)
    for lens, answer in pairs:
        if isinstance(answer, Refusal):
            said.append(tabbed([lens.name, lens.command, f"no answer: {answer.message}", *("" for _ in keys)]))
            continue
        for outcome in answer.outcomes:
            numbers = [exact(x, size[key]) for key, x in zip(answer.keys, outcome.payoffs, strict=True)]
            said.append(tabbed([lens.name, lens.command, happens(outcome, answer, "->"), *numbers]))
    return said
