"""Whether a deal is any good, on one screen."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.console import RenderableType

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.reports.money import LINES, NOTE, payment_told
from negotiate.bargaining.reports.words import (
    BETTER,
    NOTHING_CHANGES,
    called,
    choices_words,
    claim_words,
    exactly,
    names,
    package_words,
    sizes,
)
from negotiate.render.kind import Kind
from negotiate.render.table import fitting, table
from negotiate.report.numbers import aligned, decimals, exact, rounded
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe

SHOWN = 3
"""Better packages that are listed, where not all are wanted."""
LISTED = 50
"""Better packages that are listed at all."""
NARROW = 60
"""In fewer columns a player and its terms stand in one column."""
FAINTEST = 1e-9
"""A term below it counts for nothing."""


def name_of(found: Assessment) -> str:
    """The package by the name that somebody gave it."""
    return called(found.mark)


def package_of(found: Assessment) -> str:
    """The package in the scenario's words."""
    if not found.mark.choices:
        return package_words(found.problem, found.mark.package)
    today = {} if found.problem.status_quo is None else found.problem.status_quo.choices
    return choices_words(found.mark.choices, today, {})


def sentences(found: Assessment) -> list[str]:
    """Whether it would be signed, who refuses it and why, what would be better for all."""
    said = [_verdict(found), *(_why(found, claim.name) for claim in found.refused), *payment_told(found)]
    if found.mark.beyond:
        told = joined([f"{safe(k, True)} {safe(v, True)}" for k, v in found.mark.beyond.items()])
        said.append(f"It also has {told}, which no deal on this table sets.")
    count = len(found.better)
    if not count:
        frontier = ": it is on the frontier" if found.on_frontier else ""
        return [*said, f"No package that crosses no red line is {BETTER}{frontier}."]
    some = "" if found.complete else "at least "
    verb = "is" if count == 1 else "are"
    better = f"{some}{counted(count, 'package')}".capitalize() if some else counted(count, "package")
    cross = "crosses" if count == 1 else "cross"
    return [*said, f"{better} that {cross} no red line {verb} {BETTER}{_of_these(found)}."]


def _of_these(found: Assessment) -> str:
    """How many of the better packages would be signed, where not all of them would."""
    count, some = len(found.better), found.signable
    if some == count:
        return ""
    if count == 1:
        return ", and would be refused as well"
    return (
        f"; of these, {in_words(some).lower()} would be signed" if some else "; all of these would be refused as well"
    )


def _verdict(found: Assessment) -> str:
    name, words = name_of(found), package_of(found)
    what = name if words in (name, NOTHING_CHANGES) else f"{name} ({words})"
    if found.signed and not found.gainful:
        return f"{what[:1].upper()}{what[1:]} gives nobody who signs more than no deal: there is nothing to sign."
    if found.signed:
        return f"{what[:1].upper()}{what[1:]} is a deal that everybody who has to would sign."
    if not found.mark.possible:
        return f"{what[:1].upper()}{what[1:]} cannot happen: the file rules it out."
    against = list(dict.fromkeys(safe(found.problem.players[claim.player], True) for claim in found.refused))
    return f"{what[:1].upper()}{what[1:]} would not be signed: {joined(against)} would refuse it."


def _why(found: Assessment, name: str) -> str:
    claim = next(c for c in found.refused if c.name == name)
    who = safe(found.problem.players[claim.player], True)
    if claim.kind == "no deal" and found.problem.keys[claim.player] in found.problem.ordinal:
        return f"{who} would rather have no deal."
    if claim.kind == "no deal":
        here, away = float(found.mark.payoffs[claim.player]), float(found.problem.disagreement[claim.player])
        places = max(decimals([here, away]), 1)
        return f"{who} would get {rounded(here, places)} from it, and {rounded(away, places)} without a deal."
    words = claim_words(found.problem, claim)
    written = f" ({safe(claim.written, True)})" if claim.written else ""
    if claim.kind == "ratifier":
        return f"{words} would not let it through{written}."
    return f"It crosses {words}{written}."


def body(found: Assessment, look: Look) -> Iterable[RenderableType]:
    """What each gets from it, term by term, and the packages that are better."""
    yield from _terms(found, look)
    yield from _better(found, look)


def _terms(found: Assessment, look: Look) -> Iterable[RenderableType]:
    problem = found.problem
    rows = [
        (safe(problem.players[p], True), "all of it", float(found.mark.payoffs[p]), float(problem.disagreement[p]))
        for p in range(len(problem.players))
    ]
    told = []
    for player, row in zip(problem.keys, rows, strict=True):
        told.append(row)
        terms = found.terms.get(player, {})
        here = [(term, value, away) for term, (value, away) in terms.items()]
        counts = [one for one in here if abs(one[1]) > FAINTEST or (math.isfinite(one[2]) and abs(one[2]) > FAINTEST)]
        told += [("", safe(term, True), value, away) for term, value, away in counts if len(counts) > 1]
    columns = [aligned([row[2] for row in told]), _known([row[3] for row in told])]
    if look.columns < NARROW:
        cells = [[row[0] or f"{look.glyphs.step} {row[1]}", columns[0][k], columns[1][k]] for k, row in enumerate(told)]
        yield from table(["Worth", "deal", "no deal"], cells, 1, look)
        return
    cells = [[row[0], row[1], columns[0][k], columns[1][k]] for k, row in enumerate(told)]
    yield from table(["", "What it is worth", "the deal", "no deal"], cells, 2, look)


def _known(values: list[float]) -> list[str]:
    """A column in which a number that nobody knows is left empty."""
    known = iter(aligned([x for x in values if math.isfinite(x)]))
    return [next(known) if math.isfinite(x) else "" for x in values]


def _better(found: Assessment, look: Look) -> Iterable[RenderableType]:
    shown = found.better[: LISTED if look.all else SHOWN]
    if not len(shown):
        return
    problem = found.problem
    payoffs = problem.payoffs_of(shown)
    numbers = [aligned([float(x) for x in row]) for row in payoffs]
    rows = [
        [package_words(problem, int(package)) + _refused(found, k), *(column[k] for column in numbers)]
        for k, package in enumerate(shown)
    ]
    room = [max(map(len, column)) for column in numbers]
    heads = fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)
    yield from table(["Better for some, worse for none", *heads], rows, 1, look)
    if len(shown) < len(found.better):
        yield from table([f"{look.glyphs.more} {len(found.better) - len(shown):,} more"], [], 1, look)


def _refused(found: Assessment, place: int) -> str:
    """Who would refuse one of the better packages, to stand after it."""
    if place < found.signable:
        return ""
    problem = found.problem
    against = [claim.player for claim in problem.crosses(int(found.better[place])) if claim.hard]
    return f" (refused by {names(problem, against)})" if against else " (no more than no deal)"


def rows(found: Assessment) -> list[list[list[str]]]:
    """What each gets, term by term; the claims it crosses; the packages that are better."""
    problem = found.problem
    worth = [["player", "term", "deal", "no deal"]]
    for p, (key, size) in enumerate(zip(problem.keys, sizes(problem), strict=True)):
        worth.append([key, "", exact(found.mark.payoffs[p], size), exact(problem.disagreement[p], size)])
        worth += [[key, term, exact(x, size), exact(y, size)] for term, (x, y) in found.terms.get(key, {}).items()]
    refused = [["refused by", "claim", "kind"]]
    refused += [[problem.keys[claim.player], claim.name, claim.kind] for claim in found.refused]
    better = [["better for all", "package", "signed", *(f"payoff {key}" for key in problem.keys)]]
    write = exactly(problem)
    for place, package in enumerate(found.better[:LISTED].tolist()):
        numbers = write(problem.payoffs_of([package])[:, 0])
        signed = "yes" if place < found.signable else "no"
        better.append([str(package), package_words(problem, package), signed, *numbers])
    return [worth, refused, better]


def _money(found: Assessment) -> list[str]:
    """What was left out, where money may change hands."""
    if not found.problem.money or found.problem.ordinal:
        return []
    if found.signed:
        return [NOTE]
    return [LINES] if found.payment is None and found.mark.on_table and found.mark.possible else []


def remarks(found: Assessment) -> list[str]:
    """The conventions that count here."""
    over = "every package looked at" if found.complete else "packages of the frontier looked at, without listing all"
    return [
        *found.problem.notes,
        *_money(found),
        f"Method: {over}; better means more for somebody who signs, and less for nobody who does",
    ]


KIND = Kind(Assessment, sentences, body, rows, remarks)
