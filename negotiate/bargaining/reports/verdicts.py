"""What really happened, or is proposed, held against the deals that there are: who refuses it, and how good it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.reports.words import SOLUTION, called, line_words, names
from negotiate.report.words import capital, counted, joined

TYPED = "this package"
ALL = "All packages were compared."
DOMINATES = "A package Pareto-dominates another if somebody who signs gains by the change and nobody who signs loses."
_NUMBER = re.compile(r"⟨([^|⟩]*)\|([^⟩]*)⟩")


def verdicts(some: Sequence[Assessment], nash: BargainingPoint | None = None) -> list[str]:
    """Whether packages would be signed, and whether they are on the frontier; what is alike together."""
    groups: dict[str, list[str]] = {}
    for one in some:
        for text in _verdicts(one, nash):
            groups.setdefault(text, []).append(name_of(one))
    said = ((_NUMBER.sub(r"\2" if len(labels) > 1 else r"\1", text), labels) for text, labels in groups.items())
    return [capital(text.replace("⟨⟩", joined(labels))) for text, labels in said]


def name_of(one: Assessment) -> str:
    """The name that somebody gave the package; options that somebody typed have none."""
    known = (*one.problem.landmarks, one.problem.status_quo)
    return TYPED if one.mark.choices and not any(one.mark is mark for mark in known) else called(one.mark)


def _verdicts(one: Assessment, nash: BargainingPoint | None) -> Iterator[str]:
    """What is said of one package, a sentence each.

    `⟨⟩` stands for what it is called, `⟨is|are⟩` for the words of one such thing or of several.
    """
    count, least = len(one.better), "" if one.complete else "at least "
    better = f"{least}{counted(count, 'package')} Pareto-{'dominates' if count == 1 else 'dominate'} ⟨it|each of them⟩"
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
    """Who refuses a package, each player because of its own lines and bodies, the others for the sake of no deal."""
    unpaid = "without side payments, " if one.payment is not None and one.payment.enough else ""
    lines: dict[int, list[str]] = {}
    for claim in one.refused:
        lines.setdefault(claim.player, []).extend([line_words(claim)] if claim.kind != "no deal" else [])
    for player, crossed in lines.items():
        if crossed:
            yield f"{unpaid}{names(one.problem, [player])} would not sign ⟨⟩, because of its {joined(crossed)}."
    if rest := [player for player, crossed in lines.items() if not crossed]:
        who = names(one.problem, rest)
        better = f"{who} is" if len(rest) == 1 else "both are" if len(rest) == 2 else "they all are"
        yield f"{unpaid}{who} would not sign ⟨⟩, because {better} better off without a deal."
