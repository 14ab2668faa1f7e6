"""Whether there is a deal and why, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from negotiate.bargaining.deal import Deal, DealCase
from negotiate.render.bargaining import conflicts
from negotiate.render.bargaining.words import everybody, no_deal_source, no_deal_words, worth
from negotiate.render.text import counted, decimals, safe

CONFLICTS = 3
"""Sets of claims that rule a deal out, where not everything is wanted."""


def headline(found: Deal) -> list[str]:
    """Whether there is a deal, under each no-deal point."""
    if len(found.cases) > 1:
        with_deal = sum(case.exists for case in found.cases)
        total = len(found.cases) + found.more
        said = f"It depends on what no deal means: without talks there are {total:,} ways in which it can end."
        if found.more == 0 and with_deal in (0, len(found.cases)):
            deals = "there is a deal" if with_deal else "there is no deal"
            said = f"Whichever of {total:,} no-deal points counts, {deals}."
        return [said, f"The picture and the points are about the first; `--no-deal {min(2, total)}` takes another."]
    return [_one(found.cases[0])]


def _one(case: DealCase) -> str:
    problem = case.problem
    who = everybody(problem)
    total = counted(problem.count, "package")
    if not case.exists:
        return f"There is no deal: of {total}, there is none that {who} would sign."
    best = counted(len(case.frontier.packages), "package")
    if case.size < 0:
        return f"There is a deal: of {total}, {best} that {who} would sign cannot be bettered for everybody."
    verb = "is" if len(case.frontier.packages) == 1 else "are"
    if case.size == 1:
        return f"There is one deal: of {total}, it is the only one that {who} would sign."
    return f"There is a deal: {who} would sign {case.size:,} of {total}, and {best} of these {verb} on the frontier."


def reasons(case: DealCase, everything: bool) -> list[str]:
    """What no deal means, what rules a deal out, or what each gains at the Nash point."""
    problem = case.problem
    places = [decimals([float(x)]) for x in problem.disagreement]
    no_deal = problem.no_deals[problem.chosen]
    source = no_deal_source(no_deal)
    meant = f"{no_deal_words(problem, no_deal)}{f', {source}' if source else ''}"
    said = [f"No deal is {meant}: {worth(problem, problem.disagreement.tolist(), places)}."]
    for rule, point in case.points:
        if rule.name == "nash" and point.agreement:
            gains = [float(x) for x in point.payoffs - problem.disagreement]
            more = worth(problem, gains, [decimals([x]) for x in gains])
            ties = f" ({len(point.packages)} packages tie)" if len(point.packages) > 1 and not point.odds else ""
            said.append(f"The Nash point{ties} gives {more} more than no deal.")
    return [*said, *_ruled_out(case, everything)]


def _ruled_out(case: DealCase, everything: bool) -> list[str]:
    """Which claims leave nothing to sign, the smallest sets first."""
    if case.conflicts is None:
        return []
    if not case.conflicts.sets:
        return [conflicts.headline(case.conflicts)]
    told = conflicts.sentences(case.conflicts)
    shown = told if everything else told[:CONFLICTS]
    more = len(told) - len(shown)
    rest = f"{counted(more, 'more set')} of claims {'does' if more == 1 else 'do'} the same; " if more else ""
    hint = f"{rest}`--why` tells what would open a deal."
    return [*shown, hint[:1].upper() + hint[1:] if rest else hint]


def remarks(found: Deal) -> list[str]:
    """What a reader must know besides."""
    case = found.cases[0]
    said = list(case.problem.notes)
    said += [f"{rule.title}: {point.note}" for rule, point in case.points if point.note]
    for one in case.problem.landmarks:
        if one.beyond:
            told = ", ".join(f"{safe(k, True)} {safe(v, True)}" for k, v in one.beyond.items())
            said.append(f"{one.label.replace('_', ' ')} also set {told}, which no deal here sets")
    return said


def method(found: Deal) -> str:
    """How it was found and by which conventions."""
    case = found.cases[0]
    problem = case.problem
    over = "lotteries over packages that cross no red line" if found.lotteries else "packages"
    looked = "every package looked at" if case.size >= 0 else "sums of blocks of issues, no package left out"
    parts = [
        f"Method: {looked}; points over {over}",
        "payoffs as the file has them, not normalised",
        "nobody signs below no deal or across a red line",
        "ties listed",
    ]
    if not case.frontier.complete:
        parts.append("packages that are worth the same are not all listed")
    del problem
    return "; ".join(parts) + "."


def lines(found: Deal) -> Iterable[str]:
    """Everything that is said of a deal, line by line."""
    yield from headline(found)
    yield from reasons(found.cases[0], True)
