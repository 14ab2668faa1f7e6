"""Packages, points and no deal in the scenario's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from negotiate.bargaining.point import SURE, BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import Claim, Landmark, NoDeal
from negotiate.bargaining.table.several import differing
from negotiate.report.blocks import Column, Note
from negotiate.report.numbers import decimals, exact, probability, rounded
from negotiate.report.words import in_units, joined, safe, sentence_of, the

SIMPLE = 20
"""Denominators up to it are read more easily than decimals."""
SHORTER = 0.8
"""Of the words of a package: what telling how it differs from another may come to."""
NOTHING_CHANGES = "everything as it is today"
BETTER = "better for somebody and worse for nobody"
"""Of packages, among those who sign."""


def sizes(problem: BargainingProblem) -> list[float]:
    """The largest payoff of each player that sums are made of, for `exact`."""
    tables = [np.array([found.payoffs for found in problem.no_deals]).T, *(block.payoffs for block in problem.blocks)]
    return [float(x) for x in sum(np.abs(table).max(axis=1) for table in tables)]


def exactly(problem: BargainingProblem) -> Callable[[Iterable[float]], list[str]]:
    """What writes one number a player for programs."""
    largest = sizes(problem)
    return lambda payoffs: [exact(float(x), size) for x, size in zip(payoffs, largest, strict=True)]


def package_words(problem: BargainingProblem, index: int) -> str:
    """A package in a few words: what it changes of the status quo, or all of it where nobody named one.

    A package of bare arrays has a number.
    """
    chosen = problem.package(index)
    if not chosen:
        return f"sample {index}" if problem.curve else f"package {index}"
    return choices_words(chosen, {} if problem.status_quo is None else problem.status_quo.choices, problem.fixed)


def choices_words(choices: Mapping[str, str], today: Mapping[str, str], fixed: Mapping[str, str]) -> str:
    """Issue and option, one pair after the other, without those that are as today or that no deal sets."""
    told = {
        issue: option
        for issue, option in choices.items()
        if today.get(issue) != option and not (issue in fixed and fixed[issue] == option)
    }
    if not told:
        return NOTHING_CHANGES if today else "nothing to decide"
    return ", ".join(f"{safe(issue, True)} {safe(option, True)}" for issue, option in told.items())


def called(mark: Landmark) -> str:
    """A package by the name that somebody gave it."""
    return "the status quo" if mark.label == "status quo" else safe(mark.label.replace("_", " "), True)


def names(problem: BargainingProblem, players: Sequence[int]) -> str:
    """Some players, joined the English way."""
    return joined([the(problem.players[p]) for p in players])


def everybody(problem: BargainingProblem) -> str:
    """Those who sign: "both", "all three", or by name where not everybody does."""
    seats = problem.seats
    if len(seats) < len(problem.players):
        return names(problem, seats)
    return {1: names(problem, seats), 2: "both"}.get(len(seats), f"all {len(seats)}")


def claim_words(problem: BargainingProblem, claim: Claim) -> str:
    """A claim, whose it is and what it says, such as "the red line `plan` of China"."""
    who = the(problem.players[claim.player])
    if claim.kind == "no deal":
        return f"what no deal gives {who}"
    if claim.kind == "ratifier":
        return f"`{safe(claim.name, True)}`, who must ratify for {who},"
    soft = "soft " if claim.kind == "soft red line" else ""
    return f"the {soft}red line `{safe(claim.name, True)}` of {who}"


def lottery_words(problem: BargainingProblem, point: BargainingPoint) -> str:
    """What a lottery may bring, with its odds; a point of a curve by the sample beside it."""
    if not point.odds:
        return f"near {package_words(problem, point.packages[0])}"
    first = problem.package(point.packages[0])
    parts: list[str] = []
    for package, odds in zip(point.packages, point.odds, strict=True):
        words, own = package_words(problem, package), problem.package(package)
        changes = ", ".join(f"{safe(k, True)} {safe(x, True)}" for k, x in own.items() if first[k] != x)
        other = f"the same, but {changes}"
        words = other if parts and changes and len(other) < SHORTER * len(words) else words
        parts.append(f"{_odds(odds)} {words}")
    if (left := 1.0 - sum(point.odds)) > SURE:
        parts.append(f"{_odds(left)} no deal")
    return "; ".join(parts)


def _odds(p: float) -> str:
    """A probability, as a fraction where that is a simple one."""
    return probability(p, Fraction(p).limit_denominator(1000).denominator <= SIMPLE)


def point_words(problem: BargainingProblem, point: BargainingPoint) -> str:
    """What a point is: its package, or the lottery or place of a curve; of several packages the first."""
    return lottery_words(problem, point) if point.drawn else package_words(problem, point.packages[0])


def worth(problem: BargainingProblem, payoffs: Iterable[float], places: Sequence[int] | None = None) -> str:
    """Who gets what, such as "the United States 13.5 and China -8.22"; levels are called that."""
    numbers = [float(x) for x in payoffs]
    digits = places or [decimals([x]) for x in numbers]
    said = [
        f"{the(name)} {'level ' if key in problem.ordinal else ''}{rounded(x, d)}"
        for name, key, x, d in zip(problem.players, problem.keys, numbers, digits, strict=True)
    ]
    return joined(said)


def no_deal_words(problem: BargainingProblem, found: NoDeal) -> str:
    """What is done without a deal, in a few words: what differs from today, where somebody said what today is."""
    if found.how != "status quo" and found.choices and problem.status_quo is not None:
        return choices_words(found.choices, problem.status_quo.choices, {})
    return safe(found.label, True) or "no deal"


def no_deal_source(found: NoDeal) -> str:
    """Where a no-deal point comes from, to stand after "no deal"; empty where there is nothing to say."""
    return "which `solve` finds if nobody talks" if found.how == "equilibrium" else ""


def no_deal_worth(problem: BargainingProblem) -> str:
    """What no deal gives everybody, and where that comes from, as a sentence."""
    source = no_deal_source(problem.no_deals[problem.chosen])
    return f"No deal{f', {source},' if source else ''} gives {worth(problem, problem.disagreement)}."


def payoff_columns(problem: BargainingProblem, what: str = "payoff", people: bool = True) -> tuple[Column, ...]:
    """A column of payoffs, or of `what` else, a player, with its key for programs and for narrow screens."""
    return tuple(
        Column(
            safe(name, True), "payoff", f"{what} {key}", key, player, size=size, shown="both" if people else "programs"
        )
        for player, (name, key, size) in enumerate(zip(problem.players, problem.keys, sizes(problem), strict=True))
    )


def payoff_notes(problem: BargainingProblem, numbers: bool = True) -> list[Note]:
    """Units, if any payoff is told, and which no-deal point counts; as details how the problem came about."""
    said = [in_units(problem.players, problem.units) if numbers else "", *_which_no_deal(problem)]
    details = (Note(sentence_of(note), detail=True) for note in problem.notes)
    return [*(Note(note) for note in said if note), *details]


def own_notes(problem: BargainingProblem | None, notes: Sequence[str]) -> list[str]:
    """What an answer has to add to the notes of its problem, as sentences."""
    return [sentence_of(note) for note in notes if problem is None or note not in problem.notes]


def _which_no_deal(problem: BargainingProblem) -> list[str]:
    """Which of several no-deal points an answer is about, where nobody named one and they differ in worth."""
    found = differing(problem)
    if problem.named or next(found, None) is None or next(found, None) is None:
        return []
    number, other = problem.chosen + 1, 1 if problem.chosen else 2
    return [f"This is about no-deal point {number} of {len(problem.no_deals)}; `--no-deal {other}` asks about another."]
