"""Why there is no deal, and what would open one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from negotiate.bargaining.refusals.openings import Openings
from negotiate.bargaining.reports import conflicts, words
from negotiate.bargaining.reports.money import paid_words, with_money
from negotiate.bargaining.reports.words import SOLUTION
from negotiate.report.blocks import Block, Column, Report, Sentence, Table, notes, sentences
from negotiate.report.numbers import contrast
from negotiate.report.style import Look
from negotiate.report.words import capital, counted, the

LEGEND = f"Payoffs are those of the {SOLUTION} after the change; where packages tie, of the first."
MONEY = "Money is counted as `side_payments` in the file says. Several payers share in proportion to their gains."


@dataclass(frozen=True, slots=True)
class Way:
    """One change that opens a deal.

    Parameters
    ----------
    words : str
        What is changed, as a clause.
    said : str
        The same with what follows from it, as a sentence.
    packages : int or None
        How many could be signed then; None where nobody counted.
    payoffs : sequence of float or None
        What the deal would be worth; None where it is not known.
    """

    words: str
    said: str
    packages: int | None = None
    payoffs: Sequence[float] | None = None


def report(found: Openings, look: Look) -> Report:
    """What stands in the way, what would open a deal, and what the claims say that stand in its way."""
    told, problem = ways(found), found.problem
    said = [conflicts.headline(found.conflicts, found.payment is not None), *with_money(problem, found.money, True)]
    blocks: list[Block] = [*sentences([*said, *conflicts.reasons(found.conflicts)])]
    if not told and not found.conflicts.deal:
        blocks.append(Sentence("No single change of these kinds would open a deal."))
    claims = [claim for one in found.conflicts.sets for claim in one.claims]
    blocks += [_opened(found, told), words.claims_table(problem, claims)]
    blocks += words.payoff_notes(problem, bool(told or found.conflicts.sets or found.money))
    drops = any(drop.point is not None for drop in found.drops)
    blocks += notes([] if found.complete else [conflicts.MORE])
    blocks += notes([LEGEND if drops else "", "" if found.money is None else MONEY, conflicts.METHOD], detail=True)
    return Report(problem.title, tuple(blocks), tuple(problem.players))


def ways(found: Openings) -> list[Way]:
    """Each change that opens a deal, those whose worth is known first."""
    told, problem = list[Way](), found.problem
    for drop in found.drops:
        size = drop.size if drop.size >= 0 else None
        then = None if size is None else f"{words.everybody(problem)} would sign {counted(size, 'package')}"
        payoffs = None if drop.point is None else drop.point.payoffs.tolist()
        told.append(_way(conflicts.without(found.conflicts, drop.claims), size, payoffs, then))
    if (paid := found.payment) is not None:
        clause = f"if {paid_words(problem, paid, past=True)} for {words.first_of(problem, paid.packages)}"
        told.append(_way(clause, len(paid.packages), paid.payoffs.tolist()))
    told += [_way(clause) for clause in (*_shifts(found), *_toss(found))]
    more = found.conflicts.removals[len(found.drops) :]
    return told + [_way(conflicts.without(found.conflicts, claims)) for claims in more]


def _way(
    clause: str, packages: int | None = None, payoffs: Sequence[float] | None = None, then: str | None = None
) -> Way:
    return Way(clause, f"{capital(clause)}, {then or 'there would be a deal'}.", packages, payoffs)


def _opened(found: Openings, told: Sequence[Way]) -> Table:
    """A row a change; what a deal would be worth after it, where that is known."""
    empty = (None,) * len(found.problem.keys)
    rows = tuple((capital(way.words), way.packages, *(way.payoffs or empty)) for way in told)
    head = (Column("What would open a deal", key="opens a deal"), Column("Packages", "count", "packages", wide=True))
    return Table((*head, *words.payoff_columns(found.problem)), rows, most=max(len(found.drops) + 1, 4), more="way")


def _shifts(found: Openings) -> Iterator[str]:
    """Whose no-deal payoff would have to be how much worse."""
    for shift in found.shifts:
        apart = float(found.problem.disagreement[shift.player])
        before, after = contrast(apart, apart - shift.amount)
        than = f"less than {after}" if shift.beyond else f"only {after}"
        amount = f"a little {than}" if before == after else f"{than} instead of {before}"
        yield f"if {the(found.problem.players[shift.player])} got {amount} without a deal"


def _toss(found: Openings) -> Iterator[str]:
    """A lottery over two packages that all would sign, if there is one."""
    if found.toss is not None:
        first, second = (words.package_words(found.problem, package) for package in found.toss.packages)
        ends = " to ".join(dict.fromkeys(map(words.chance, (found.toss.low, found.toss.high))))
        yield f"with a lottery: {first} (probability {ends}), or else {second}"
