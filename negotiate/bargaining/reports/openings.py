"""Why there is no deal, and what would open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiate.bargaining.refusals.openings import Openings
from negotiate.bargaining.refusals.side_payments import Payment
from negotiate.bargaining.reports import conflicts
from negotiate.bargaining.reports.money import paid_words
from negotiate.bargaining.reports.words import package_words, payoff_columns, payoff_notes, worth
from negotiate.bargaining.table.claims import Claim
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.numbers import contrast, probability
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe, the

CLAIMS = 6
"""Claims whose words are told, where not everything is wanted."""
LEGEND = "Payoffs after a claim is dropped are those of the Nash point then; where packages tie, of the first."
MONEY = "Money is counted as `side_payments` of the file says; several payers share in proportion to what they gain."
METHOD = "Method: packages by the claims that they cross; the smallest sets of claims that meet them all."


@dataclass(frozen=True, slots=True)
class Way:
    """One change that opens a deal.

    Parameters
    ----------
    words : str
        What is changed.
    packages : int or None
        How many could be signed then; None where nobody counted.
    payoffs : sequence of float or None
        What the deal would be worth; None where it is not known.
    """

    words: str
    packages: int | None = None
    payoffs: Sequence[float] | None = None


def report(found: Openings, look: Look) -> Report:
    """What stands in the way, what would open a deal, and what the claims say that stand in its way."""
    told = ways(found)
    said = [conflicts.headline(found.conflicts, found.payment is not None), *_with_money(found)]
    blocks: list[Block] = [*sentences([*said, *conflicts.reasons(found.conflicts)])]
    blocks += [*_opened(found, told), *_claims(found), *conflicts.set_tables(found.conflicts)]
    blocks.append(_for_programs(found, told))
    blocks += payoff_notes(found.problem, bool(told or found.conflicts.sets or found.money))
    if any(drop.point is not None for drop in found.drops):
        blocks.append(Note(LEGEND, detail=True))
    if found.money is not None:
        blocks.append(Note(MONEY, detail=True))
    if not found.complete:
        blocks.append(Note(conflicts.MORE))
    return Report(found.problem.title, (*blocks, Note(METHOD, detail=True)), tuple(found.problem.players))


def ways(found: Openings) -> list[Way]:
    """Each change that opens a deal, those whose worth is known first."""
    told = [
        Way(
            f"without {_listed(found, drop.claims)}",
            drop.size if drop.size >= 0 else None,
            None if drop.point is None else drop.point.payoffs.tolist(),
        )
        for drop in found.drops
    ]
    if (paid := found.payment) is not None:
        words = f"{paid_words(found.problem, paid)}, for {_package(found, paid)}"
        told.append(Way(words, len(paid.packages), paid.payoffs.tolist()))
    told += [Way(words) for words in (*_shifts(found), *_toss(found))]
    more = found.conflicts.removals[len(found.drops) :]
    return told + [Way(f"without {_listed(found, claims)}") for claims in more]


def _with_money(found: Openings) -> list[str]:
    """What it would come to if money changed hands, where that is allowed and of use."""
    if found.money is None:
        return []
    if found.money.nash is None:
        return ["No payment makes any package acceptable."]
    size = f"{counted(found.money.size, 'package')} could be signed" if found.money.size >= 0 else "there is a deal"
    best = found.money.nash
    gives = worth(found.problem, best.payoffs)
    paid = paid_words(found.problem, best) if best.amount > 0 else "nobody pays"
    return [f"With side payments {size}. At the Nash point ({_package(found, best)}) {paid}. It gives {gives}."]


def _opened(found: Openings, told: Sequence[Way]) -> list[Block]:
    """The changes after which it is known what a deal would be worth, then the others."""
    known = [way for way in told if way.payoffs is not None]
    others = tuple((way.words,) for way in told if way.payoffs is None)
    tables: list[Block] = []
    if known:
        sized = all(way.packages is not None for way in known)
        columns = (
            Column("What would open a deal"),
            *([Column("packages", "count", shown="wide")] if sized else []),
            *payoff_columns(found.problem),
        )
        rows = tuple((w.words, *([w.packages] if sized else []), *(w.payoffs or ())) for w in known)
        tables.append(Table(columns, rows, only="people"))
    if others:
        head = "What else would open a deal" if known else "What would open a deal"
        tables.append(Table((Column(head),), others, most=max(len(found.drops), 4), more="way", only="people"))
    if not told and not found.conflicts.deal:
        return [*sentences(["No one change of these kinds opens a deal."])]
    return tables


def _for_programs(found: Openings, told: Sequence[Way]) -> Table:
    columns = (Column("opens a deal"), Column("packages", "count"), *payoff_columns(found.problem))
    empty = (None,) * len(found.problem.keys)
    rows = tuple((way.words, way.packages, *(empty if way.payoffs is None else way.payoffs)) for way in told)
    return Table(columns, rows, only="programs")


def _claims(found: Openings) -> list[Table]:
    """What the claims in conflict say, for those with words of their own."""
    named = dict.fromkeys(claim for one in found.conflicts.sets for claim in one.claims if claim.written)
    rows = tuple((_short(found, claim), safe(claim.written, True)) for claim in named)
    return [Table((Column("Claim"), Column("says")), rows, most=CLAIMS, more="claim", only="people")] if rows else []


def _listed(found: Openings, claims: tuple[Claim, ...]) -> str:
    return joined([_short(found, claim) for claim in claims])


def _short(found: Openings, claim: Claim) -> str:
    """A claim by its name and its owner."""
    who = safe(found.problem.players[claim.player], True)
    if claim.kind == "no deal":
        return f"{the(who)} insisting on what no deal gives it"
    return f"`{safe(claim.name, True)}` ({who})"


def _package(found: Openings, paid: Payment) -> str:
    tied = f", one of {len(paid.packages):,} that tie" if len(paid.packages) > 1 else ""
    return f"{package_words(found.problem, paid.packages[0])}{tied}"


def _shifts(found: Openings) -> list[str]:
    """Whose no-deal payoff would have to be how much worse."""
    said = []
    for shift in found.shifts:
        apart = float(found.problem.disagreement[shift.player])
        before, after = contrast(apart, apart - shift.amount)
        than = f"less than {after}" if shift.beyond else f"only {after}"
        amount = f"a little {than}" if before == after else f"{than}, not {before}"
        said.append(f"no deal gives {the(found.problem.players[shift.player])} {amount}")
    return said


def _toss(found: Openings) -> list[str]:
    """A lottery over two packages that all would sign, if there is one."""
    if found.toss is None:
        return []
    first, second = (package_words(found.problem, package) for package in found.toss.packages)
    low, high = probability(found.toss.low, False), probability(found.toss.high, False)
    odds = f"probability {low}" if low == high else f"probability {low} to {high}"
    return [f"a toss: {first}, with {odds}; else {second}"]
