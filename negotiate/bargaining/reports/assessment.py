"""Whether a deal is any good: who would refuse it, what each gets from it, and what would be
better.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from negotiate.bargaining import reports
from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.points.rule import BargainingPoint
from negotiate.bargaining.reports import (
    LINES,
    NOTE,
    SOLUTION,
    called,
    describe_payment,
    line_words,
    names,
)
from negotiate.report.blocks import Cell, Column, Entry, Report, Table
from negotiate.report.style import Look, capital, contrast, counted, joined, safe, spoken, the

TYPED = "this package"
ALL = "All packages were compared."
DOMINATES = (
    "A package Pareto-dominates another if somebody who signs gains by the change and "
    "nobody who signs loses."
)
_NUMBER = re.compile(r"⟨([^|⟩]*)\|([^⟩]*)⟩")


def verdicts(some: Sequence[Assessment], nash: BargainingPoint | None = None) -> list[str]:
    """Whether packages would be signed, and whether they are on the frontier; what is alike
    together.
    """
    groups: dict[str, list[str]] = {}
    for one in some:
        for text in _verdicts(one, nash):
            groups.setdefault(text, []).append(name_of(one))
    said = (
        (_NUMBER.sub(r"\2" if len(labels) > 1 else r"\1", text), labels)
        for text, labels in groups.items()
    )
    return [capital(text.replace("⟨⟩", joined(labels))) for text, labels in said]


def name_of(one: Assessment) -> str:
    """The name that somebody gave the package; options that somebody typed have none."""
    known = (*one.problem.landmarks, one.problem.status_quo)
    return (
        TYPED
        if one.mark.choices and not any(one.mark is mark for mark in known)
        else called(one.mark)
    )


def _verdicts(one: Assessment, nash: BargainingPoint | None) -> Iterator[str]:
    """What is said of one package, a sentence each.

    `⟨⟩` stands for what it is called, `⟨is|are⟩` for the words of one such thing or of several.
    """
    count, least = len(one.better), "" if one.complete else "at least "
    better = (
        f"{least}{counted(count, 'package')} "
        f"Pareto-{'dominates' if count == 1 else 'dominate'} ⟨it|each of them⟩"
    )
    if not one.mark.possible:
        yield "the file rules out ⟨⟩."
    elif not one.signed:
        yield from _refusals(one)
    elif not one.mark.on_table and one.gainful:
        yield "⟨⟩ ⟨sets|set⟩ issues that no deal here can set."
    elif nash is not None and one.mark.package in nash.packages and not nash.drawn:
        which = "the" if len(nash.packages) == 1 else "one of the packages that tie for the"
        yield f"⟨⟩ ⟨is|are⟩ {which} {SOLUTION}."
    elif not one.gainful:
        yield f"⟨⟩ ⟨gives|give⟩ nobody more than no deal.{f' {capital(better)}.' if count else ''}"
    else:
        place = " on the Pareto frontier" if one.on_frontier else f", but {better}" if count else ""
        yield f"⟨⟩ ⟨is a deal|are deals⟩{place}."


def _refusals(one: Assessment) -> Iterator[str]:
    """Who refuses a package, each player because of its own lines and bodies, the others for the
    sake of no deal.
    """
    unpaid = "without side payments, " if one.payment is not None and one.payment.enough else ""
    lines: dict[int, list[str]] = {}
    for claim in one.refused:
        lines.setdefault(claim.player, []).extend(
            [line_words(claim)] if claim.kind != "no deal" else []
        )
    for player, crossed in lines.items():
        if crossed:
            yield (
                f"{unpaid}{names(one.problem, [player])} would not sign ⟨⟩, because of its "
                f"{joined(crossed)}."
            )
    if rest := [player for player, crossed in lines.items() if not crossed]:
        who = names(one.problem, rest)
        better = f"{who} is" if len(rest) == 1 else "both are" if len(rest) == 2 else "they all are"
        yield f"{unpaid}{who} would not sign ⟨⟩, because {better} better off without a deal."


SHOWN = 3
"""Better packages that are listed, where not all are wanted."""
LISTED = 50
"""Better packages that are listed at all."""
FAINTEST = 1e-9
"""A term below it counts for nothing."""


def report(found: Assessment, look: Look) -> Report:
    """Whether it would be signed, who refuses it and why, what each gets term by term, what would
    be better for all.
    """
    problem = found.problem
    said = [
        *verdicts([found]),
        *_compared(found),
        *_meaning(found),
        *describe_payment(found),
        *reports.beyond(problem, [found.mark]),
        *_better(found),
    ]
    tables = (_terms(found), _improvements(found), reports.claims_table(problem, found.refused))
    rest = (
        "Only packages on the frontier were compared: there are too many packages to look at all."
    )
    return reports.page(
        problem, [*said, *tables], [*_money(found), ALL if found.complete else rest], [DOMINATES]
    )


def _compared(found: Assessment) -> Iterator[str]:
    """For each player who would rather have no deal, what the package and no deal are worth."""
    problem = found.problem
    for p in (claim.player for claim in found.refused if claim.kind == "no deal"):
        if problem.keys[p] not in problem.ordinal:
            deal, none = contrast(float(found.mark.payoffs[p]), float(problem.disagreement[p]))
            what = capital(name_of(found))
            yield (
                f"{what} is worth {deal} to {the(problem.players[p])}, and no deal is worth {none}."
            )


def _meaning(found: Assessment) -> list[str]:
    """Which package it is, where its name does not say that."""
    name, told = name_of(found), reports.landmark_cell(found.problem, found.mark).shown
    if told == name or (told == reports.NOTHING_CHANGES and found.mark is found.problem.status_quo):
        return []
    return [capital(f"{name} is {told}." if name == TYPED else f"{name} is this package: {told}.")]


def _better(found: Assessment) -> list[str]:
    """How many packages are better, where the verdict does not say it, and how many of these would
    be refused.
    """
    count, name, least = len(found.better), name_of(found), "" if found.complete else "At least "
    some = f"{least}{counted(count, 'package')}" if count else "No package"
    crosses, dominates = ("cross", "dominate") if count > 1 else ("crosses", "dominates")
    said = [] if found.signed else [f"{some} that {crosses} no red line Pareto-{dominates} {name}."]
    refused = count - found.signable
    which = (
        f"{refused:,} of these"
        if found.signable
        else "That package"
        if count == 1
        else "All of these"
    )
    return [*said, f"{which} would be refused as well."] if refused else said


def _terms(found: Assessment) -> Table:
    """What it and no deal are worth to each, term by term, without terms that count for nothing."""
    problem = found.problem
    rows: list[tuple[Entry, ...]] = []
    worths = zip(
        problem.keys, found.mark.payoffs.tolist(), problem.disagreement.tolist(), strict=True
    )
    for name, (key, deal, none) in zip(problem.players, worths, strict=True):
        rows.append((Cell(safe(name, True), key), deal, none))
        counts = {
            term: xs
            for term, xs in found.terms.get(key, {}).items()
            if any(abs(x) > FAINTEST for x in xs)
        }
        for term, (x, y) in counts.items() if len(counts) > 1 else ():
            rows.append(
                (Cell(f"· {spoken(term)}", f"{key}.{term}"), x, y if math.isfinite(y) else None)
            )
    size = min(reports.sizes(problem))
    numbers = (
        Column("The deal", "payoff", "deal", size=size),
        Column("No deal", "payoff", "no deal", size=size),
    )
    return Table((Column("Worth", key="worth"), *numbers), tuple(rows))


def _improvements(found: Assessment) -> Table:
    """The packages that are better, and who would refuse some of them."""
    listed = found.better[:LISTED].tolist()
    refused = [_refused(found, package) for package in listed[found.signable :]]
    after = [*[""] * min(found.signable, LISTED), *refused]
    table = reports.package_table(
        found.problem, f"Pareto-dominates {name_of(found)}", listed, after
    )
    title = (
        f"The best {LISTED} of {len(found.better):,} packages" if len(found.better) > LISTED else ""
    )
    return replace(table, title=title, most=SHOWN)


def _refused(found: Assessment, package: int) -> str:
    """Who would refuse one of the better packages, to stand after it."""
    against = [claim.player for claim in found.problem.crosses(package) if claim.hard]
    return (
        f" (refused by {reports.names(found.problem, against)})"
        if against
        else " (no more than no deal)"
    )


def _money(found: Assessment) -> list[str]:
    """What was left out, where money may change hands."""
    if not found.problem.money or found.problem.ordinal:
        return []
    if found.signed:
        return [NOTE]
    return [LINES] if found.payment is None and found.mark.on_table and found.mark.possible else []
