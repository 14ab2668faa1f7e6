"""Whether there is a deal and why, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.deal import Deal, DealCase
from negotiate.bargaining.point import BargainingPoint
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import conflicts, openings
from negotiate.bargaining.reports.money import NOTE, with_money
from negotiate.bargaining.reports.words import (
    BETTER,
    everybody,
    names,
    no_deal_source,
    no_deal_words,
    package_words,
    worth,
)
from negotiate.bargaining.table.several import EQUILIBRIA
from negotiate.render.bargaining.heads import title_of
from negotiate.render.bargaining.marks import FEW, drawn, lottery_words
from negotiate.report.numbers import decimals
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe

CONFLICTS = 3
"""Sets of claims that rule a deal out, where not everything is wanted."""
NOTHING = 1e-9
"""A gain below it is none."""


def headline(found: Deal) -> list[str]:
    """Whether there is a deal, under each no-deal point."""
    if len(found.cases) == 1:
        return [_one(found.cases[0])]
    with_deal = sum(case.exists for case in found.cases)
    total = len(found.cases) + found.more
    if found.more == 0 and with_deal in (0, len(found.cases)):
        deals = "there is a deal" if with_deal else "there is no deal"
        said = f"Whichever of {total:,} no-deal points counts, {deals}."
    else:
        some = in_words(with_deal).lower() if with_deal else "none"
        some += f" of the first {len(found.cases)}" if found.more else ""
        leave = "leaves" if with_deal < 2 else "leave"
        said = f"It depends on what no deal means: of {total:,} ways in which it can end without talks, {some} {leave} "
        said += f"anything that {everybody(found.problem)} would sign."
    number = found.pictured.problem.chosen + 1
    other = next(case.problem.chosen + 1 for case in found.cases if case.problem.chosen + 1 != number)
    return [said, f"The rest of this is about number {number}; `--no-deal {other}` takes another."]


def _one(case: DealCase) -> str:
    problem = case.problem
    who = everybody(problem)
    total = total_words(problem)
    if case.exists and not len(case.frontier.packages):
        return f"Of {total}, none is one that {who} would sign, and yet a lottery over them is."
    if not case.exists and case.money is not None:
        if case.money.nash is not None:
            size = f"{case.money.size:,} of {total}" if case.money.size >= 0 else f"some of {total}"
            return f"There is no deal without side payments; with them {who} would sign {size}."
        return f"There is no deal, with side payments or without: of {total}, there is none that {who} would sign."
    if not case.exists:
        return f"There is no deal: of {total}, there is none that {who} would sign."
    best = counted(len(case.frontier.packages), "package")
    if case.size < 0:
        return f"There is a deal: of {total}, {best} that {who} would sign can be bettered for nobody at no cost."
    if case.size == 1:
        return f"There is one deal: of {total}, it is the only one that {who} would sign."
    many = "one package" if len(case.frontier.packages) == 1 else f"{len(case.frontier.packages):,}"
    verb = "is" if len(case.frontier.packages) == 1 else "are"
    return (
        f"There is a deal: {who} would sign {case.size:,} of {total}; {many} of these {verb} on the frontier, "
        f"where nothing is {BETTER}."
    )


def total_words(problem: BargainingProblem) -> str:
    """How many packages could be signed if nobody refused any: those that can happen at all, where they are counted."""
    if problem.curve:
        return counted(problem.count, "sample")
    if problem.feasible_count < 0:
        return f"at most {counted(problem.count, 'package')}"
    if problem.feasible_count < problem.count:
        return counted(problem.feasible_count, "possible package")
    return counted(problem.count, "package")


def reasons(case: DealCase, everything: bool) -> list[str]:
    """Which deal it would be and what each gains; or what no deal means and which claims are to blame."""
    nash = nash_of(case)
    said = [no_deal_means(case), *_which(case)] if nash is None else _nash(case, nash)
    return [*said, *_ruled_out(case, everything), *with_money(case), *happened(case, everything)]


def _which(case: DealCase) -> list[str]:
    """Which of the deals it would be, where only the order of packages is known."""
    if not case.problem.ordinal or len(case.frontier.packages) < 2:
        return []
    gains = case.frontier.gains
    if not (gains != gains[:, :1]).any():
        return ["All of them are equally good for everybody who signs."]
    return ["Which of them it would be nobody can say without numbers: one side's gain is another's loss."]


def nash_of(case: DealCase) -> BargainingPoint | None:
    """The Nash point, where there is anything to agree on."""
    found = [point for rule, point in case.points if rule.name == "nash" and point.agreement]
    return found[0] if found else None


def _meant(case: DealCase) -> str:
    no_deal = case.problem.no_deals[case.problem.chosen]
    source = no_deal_source(no_deal)
    return f"{no_deal_words(case.problem, no_deal)}{f': {source}' if source else ''}"


def no_deal_means(case: DealCase) -> str:
    """What happens without a deal, and what that is worth."""
    problem = case.problem
    worths = worth(problem, problem.disagreement.tolist(), [decimals([float(x)]) for x in problem.disagreement])
    meant = _meant(case)
    return f"No deal gives {worths}{'' if meant == 'no deal' else f' ({meant})'}."


def _nash(case: DealCase, nash: BargainingPoint) -> list[str]:
    """Which deal has the largest product of gains, what each gains by it, and over what."""
    problem = case.problem
    what = package_words(problem, nash.packages[0])
    if drawn(nash):
        what = lottery_words(problem, nash)
        what = f"a lottery ({what})" if nash.odds else what
    gains = [float(x) for x in nash.payoffs - problem.disagreement]
    more = worth(problem, gains, [decimals([x]) for x in gains])
    ties = 1 if drawn(nash) else len(nash.packages)
    start = "The Nash deal, with the largest product of gains, is"
    if ties > 1:
        start = f"{in_words(ties)} packages tie for the largest product of gains, the Nash deal; the first is"
    meant = _meant(case)
    over = "" if meant == "no deal" else f" ({meant})"
    return [f"{start} {what}. It gives {more} more than no deal{over}."]


def _ruled_out(case: DealCase, everything: bool) -> list[str]:
    """Which claims leave nothing to sign, the smallest sets first, and the smallest change that would open a deal."""
    if case.conflicts is None or case.openings is None or nash_of(case) is not None:
        return []
    if not case.conflicts.sets:
        return [conflicts.headline(case.conflicts)]
    told = conflicts.reasons(case.conflicts)
    shown = told if everything else told[:CONFLICTS]
    rest = f"{in_words(len(told) - len(shown))} more of claims do the same. " if len(shown) < len(told) else ""
    rest = rest.replace("more of", "more set of").replace("do the", "does the") if rest.startswith("One ") else rest
    rest = rest.replace("more of", "more sets of")
    ways = openings.ways(case.openings)
    if not ways:
        return [*shown, f"{rest}No one change opens a deal; `--why` tells more."]
    packages = f" ({counted(ways[0].packages, 'package')})" if ways[0].packages else ""
    more = f"{counted(len(ways) - 1, 'other way')}" if len(ways) > 2 else "another way" if len(ways) > 1 else "more"
    return [*shown, f"{rest}What would open a deal: {ways[0].words}{packages}; `--why` tells {more}."]


def happened(case: DealCase, everything: bool) -> list[str]:
    """Whether what really happened would be signed, and whether it is on the frontier."""
    shown = case.happened if everything else case.happened[:FEW]
    groups: dict[str, list[str]] = {}
    for one in shown:
        groups.setdefault(_verdict(case, one), []).append(safe(one.mark.label.replace("_", " "), True))
    if not groups:
        return []
    told = [f"{joined(labels)} {_plural(verdict, len(labels))}" for verdict, labels in groups.items()]
    return [f"Of what happened, {'; '.join(told)}."]


def _verdict(case: DealCase, one: Assessment) -> str:
    """One thing that happened, after its name; `|` parts the singular from the plural."""
    problem = case.problem
    if not one.mark.possible:
        return "is impossible here|are impossible here"
    if not one.signed:
        unpaid = " without side payments" if one.payment is not None and one.payment.enough else ""
        return f"would be refused by {_refusing(problem, one)}{unpaid}"
    if not one.mark.on_table and max(float(one.gains[p]) for p in problem.seats) > NOTHING:
        return "is no package on this table|are no packages on this table"
    nash = nash_of(case)
    if nash is not None and one.mark.package in nash.packages and not drawn(nash):
        return "is|are the Nash deal" if len(nash.packages) == 1 else "is|are one of the Nash deals"
    count = len(one.better)
    some = "" if one.complete else "at least "
    better = f"{some}{counted(count, 'package')} {'is' if count == 1 else 'are'} {BETTER}"
    if max(float(one.gains[p]) for p in problem.seats) <= NOTHING:
        left = f", and {better}" if count else ""
        return f"gives nobody more than no deal{left}|give nobody more than no deal{left}"
    if one.on_frontier:
        return "is a deal on the frontier|are deals on the frontier"
    return f"is a deal, though {better}|are deals, though {better}"


def _refusing(problem: BargainingProblem, one: Assessment) -> str:
    """Who refuses a package, each with the lines and bodies of its own that it crosses."""
    lines: dict[int, list[str]] = {}
    for claim in one.refused:
        lines.setdefault(claim.player, []).extend([f"`{safe(claim.name, True)}`"] if claim.kind != "no deal" else [])
    told = [
        names(problem, [player]) + (f" (across {joined(crossed)})" if crossed else "")
        for player, crossed in lines.items()
    ]
    return joined(told)


def _plural(verdict: str, count: int) -> str:
    one, bar, many = verdict.partition("|")
    if not bar:
        return verdict
    if " " not in one:  # only the verb differs
        verb, _, rest = many.partition(" ")
        return f"{one if count == 1 else verb} {rest}"
    return one if count == 1 else many


def remarks(found: Deal, look: Look) -> list[str]:
    """What a reader must know besides."""
    case = found.pictured
    several = len(found.cases) > 1
    said = [note for note in case.problem.notes if not (several and note.startswith(EQUILIBRIA))]
    if case.problem.money and not case.problem.ordinal and case.money is None:
        said.append(NOTE)
    said += [f"{title_of(rule, look)}: {point.note}" for rule, point in case.points if point.note]
    return said + _beyond(case)


def _beyond(case: DealCase) -> list[str]:
    """Which things that happened also set what no deal here sets."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for one in case.problem.landmarks:
        if one.beyond:
            groups.setdefault(tuple(one.beyond), []).append(safe(one.label.replace("_", " "), True))
    return [
        f"{joined(labels)} also set {joined([safe(issue, True) for issue in issues])}, which no deal here sets"
        for issues, labels in groups.items()
    ]


def rules(found: Deal, look: Look) -> list[str]:
    """What each bargaining solution picks, and who thought of it."""
    return [f"{title_of(rule, look)}: {rule.says}. {rule.reference}." for rule, _ in found.pictured.points]


def method(found: Deal) -> str:
    """How it was found and by which conventions."""
    case = found.pictured
    looked = "every package looked at" if case.size >= 0 else "sums of blocks of issues, no package left out"
    parts = [f"Method: {looked}"]
    if found.lotteries:
        parts.append("points over lotteries of packages that cross no red line")
    levels = "levels are compared and not added, so there are no points and no prices"
    parts += [levels if case.problem.ordinal else "payoffs not normalised", "nobody signs below no deal", "ties listed"]
    if not case.frontier.complete:
        parts.append("packages that are worth the same are not all listed")
    return "; ".join(parts) + "."


def lines(found: Deal) -> Iterable[str]:
    """Everything that is said of a deal, line by line."""
    yield from headline(found)
    yield from reasons(found.pictured, True)


def first_words(case: DealCase, said: Sequence[str]) -> str:
    """The Nash deal in the words of the table, where a sentence has told it; else empty."""
    nash = nash_of(case)
    if nash is None:
        return ""
    words = lottery_words(case.problem, nash) if drawn(nash) else package_words(case.problem, nash.packages[0])
    return words if any(words in one for one in said) else ""
