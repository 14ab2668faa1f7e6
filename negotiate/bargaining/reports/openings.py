"""Why there is no deal, which claims cannot all stand, and what would open one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from negotiate.bargaining import reports
from negotiate.bargaining.claims import Claim
from negotiate.bargaining.refusals.conflicts import Conflict, Conflicts
from negotiate.bargaining.refusals.openings import Openings
from negotiate.report.blocks import Block, Cell, Column, Note, Report, Table, sentences
from negotiate.report.style import Look, capital, contrast, counted, in_words, joined, the

METHOD = (
    "Method: packages by the claims that they cross; the smallest sets of claims that meet "
    "them all."
)
MORE = "The search stopped at a limit. There may be more."


def report_conflicts(found: Conflicts, look: Look) -> Report:
    """Which claims cannot all stand, and without which of them there would be a deal."""
    gone = tuple(
        (Cell(capital(without(found, c)), " ".join(one.name for one in c)),) for c in found.removals
    )
    table = Table((Column("There would be a deal", key="removed"),), gone)
    notes = [
        *reports.detail_notes(found.problem),
        *([] if found.complete else [Note(MORE)]),
        Note(METHOD, detail=True),
    ]
    blocks: tuple[Block, ...] = (*sentences([headline(found), *reasons(found)]), table, *notes)
    return reports.report_on(found.problem, blocks)


def headline(found: Conflicts, money: bool = False) -> str:
    """Whether anything rules deals out, and for how many reasons.

    Parameters
    ----------
    found : Conflicts
        Between claims as they stand, without side payments.
    money : bool
        Whether there is a deal with side payments.
    """
    without_money = " without side payments" if money else ""
    if found.deal:
        return "There is a deal, so nothing stands in the way."
    if not found.sets:
        return f"There is no deal{without_money}. {cause(found)}" if found.level else cause(found)
    if len(found.sets) == 1 and found.complete:
        return f"There is no deal{without_money}, for one reason."
    each = "Each would be enough." if found.complete else "Those with the fewest claims are listed."
    return f"There is no deal{without_money}, for {count_words(found)}. {each}"


def cause(found: Conflicts) -> str:
    """Why there is no deal, where no set of claims is known to rule every package out."""
    if not found.level:
        return "Packages cross too many different claims to say which few claims rule a deal out."
    lines = any(claim.hard and claim.kind != "no deal" for claim in found.problem.claims)
    some = "Some packages that cross no red line" if lines else "Some packages"
    return f"{some} give everybody as much as no deal, but none of these gives anybody more."


def count_words(found: Conflicts) -> str:
    """How many conflicts there are: "two separate reasons"."""
    return (
        f"{in_words(len(found.sets)).lower()} separate "
        f"reasons{'' if found.complete else ' or more'}"
    )


def reasons(found: Conflicts) -> list[str]:
    """A reason for each conflict, those of fewest claims first."""
    return [reason(found, one) for one in found.sets]


def reason(found: Conflicts, one: Conflict) -> str:
    """Which claims leave no package between them."""
    lines = [claim for claim in one.claims if claim.kind != "no deal"]
    least = [claim.player for claim in one.claims if claim.kind == "no deal"]
    if not one.claims:
        return "The file rules every package out."
    said = joined([reports.claim_words(found.problem, claim) for claim in lines])
    if not least:
        return f"No package satisfies {said}{' at the same time' if len(lines) > 1 else ''}."
    if len(least) == 1:
        return _one_left(found, one, lines, least[0])
    who = f"{'both' if len(least) == 2 else 'all of'} {reports.names(found.problem, least)}"
    return (
        f"No package{f' that satisfies {said}' if lines else ''} gives {who} as much as no deal "
        "does."
    )


def without(found: Conflicts, claims: Sequence[Claim]) -> str:
    """What would have to change for some claims to go, as a clause: "without China's red line
    `plan`".
    """
    lines, least = list[str](), list[str]()
    for claim in claims:
        name = the(found.problem.players[claim.player])
        if claim.kind == "no deal":
            least.append(f"{name} accepted less than no deal gives {name}")
        else:
            lines.append(reports.claim_words(found.problem, claim))
    parts = [f"without {joined(lines)}" if lines else "", f"if {joined(least)}" if least else ""]
    return ", and ".join(filter(None, parts))


def _one_left(found: Conflicts, one: Conflict, lines: Sequence[Claim], player: int) -> str:
    """What the others leave to the one player who would rather have no deal."""
    name, apart = the(found.problem.players[player]), float(found.problem.disagreement[player])
    best, no_deal = (
        contrast(one.best, apart)
        if math.isfinite(one.best)
        else ("less", contrast(apart, apart)[0])
    )
    walks = f"Walking away is worth {no_deal}, so {name} walks away."
    if not lines:
        return f"The best package is worth {best} to {name}. {walks}"
    own = {
        claim.player: [reports.line_words(c) for c in lines if c.player == claim.player]
        for claim in lines
    }
    insist = joined(
        [
            f"{the(found.problem.players[p])} insists on its {joined(said)}"
            for p, said in own.items()
        ]
    )
    return f"If {insist}, the best deal left is worth {best} to {name}. {walks}"


LEGEND = (
    f"Payoffs are those of the {reports.SOLUTION} after the change; where packages tie, of "
    "the first."
)
MONEY = (
    "Money is counted as `side_payments` in the file says. Several payers share in proportion "
    "to their gains."
)


class Way(NamedTuple):
    """One change that opens a deal.

    Parameters
    ----------
    words : str
        What is changed, as a clause.
    packages : int or None
        How many could be signed then; None where nobody counted.
    payoffs : sequence of float
        What the deal would be worth; empty where it is not known.
    then : str
        What follows from the change.
    """

    words: str
    packages: int | None = None
    payoffs: Sequence[float] = ()
    then: str = "there would be a deal"

    @property
    def said(self) -> str:
        """The change with what follows from it, as a sentence."""
        return f"{capital(self.words)}, {self.then}."


def report(found: Openings, look: Look) -> Report:
    """What stands in the way, what would open a deal, and what the claims say that stand in its
    way.
    """
    told, problem, conflicts = ways(found), found.problem, found.conflicts
    said = [
        headline(conflicts, found.payment is not None),
        *reports.with_money(problem, found.money, True),
    ]
    said += reasons(conflicts)
    said += [] if told or conflicts.deal else ["No single change of these kinds would open a deal."]
    claims = reports.claims_table(
        problem, [claim for one in conflicts.sets for claim in one.claims]
    )
    legend = LEGEND if any(drop.point is not None for drop in found.drops) else ""
    details = [legend, "" if found.money is None else MONEY, METHOD]
    more = [] if found.complete else [MORE]
    numbers = bool(told or conflicts.sets or found.money)
    return reports.page(problem, [*said, *_opened(found, told), claims], more, details, numbers)


def ways(found: Openings) -> list[Way]:
    """Each change that opens a deal, those whose worth is known first."""
    told, problem = list[Way](), found.problem
    for drop in found.drops:
        payoffs = () if drop.point is None else drop.point.payoffs.tolist()
        way = Way(without(found.conflicts, drop.claims), None, payoffs)
        if drop.size >= 0:
            then = f"{reports.everybody(problem)} would sign {counted(drop.size, 'package')}"
            way = way._replace(packages=drop.size, then=then)
        told.append(way)
    if (paid := found.payment) is not None:
        clause = (
            f"if {reports.paid_words(problem, paid, past=True)} for "
            f"{reports.first_of(problem, paid.packages)}"
        )
        told.append(Way(clause, len(paid.packages), paid.payoffs.tolist()))
    more = [
        without(found.conflicts, claims) for claims in found.conflicts.removals[len(found.drops) :]
    ]
    return told + list(map(Way, (*_shifts(found), *_toss(found), *more)))


def _opened(found: Openings, told: Sequence[Way]) -> Iterator[Table]:
    """A row a change with what a deal would be worth after it, then those of which nobody worked
    that out.
    """
    empty, most = (None,) * len(found.problem.keys), max(len(found.drops) + 1, 4)
    known = [way for way in told if way.packages is not None or way.payoffs]
    head = "What would open a deal"
    if known:
        rows = tuple((capital(way.words), way.packages, *(way.payoffs or empty)) for way in known)
        columns = (
            Column(head, key="opens a deal"),
            Column("Packages", "count", "packages", wide=True),
        )
        yield Table((*columns, *reports.payoff_columns(found.problem)), rows, most=most, more="way")
        head = "What else would open a deal"
    rest = tuple((capital(way.words),) for way in told if way not in known)
    yield Table(
        (Column(head, key="opens a deal"),), rest, most=max(most - len(known), 1), more="way"
    )


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
        first, second = (
            reports.package_words(found.problem, package) for package in found.toss.packages
        )
        ends = " to ".join(dict.fromkeys(map(reports.chance, (found.toss.low, found.toss.high))))
        yield f"with a lottery: {first} (probability {ends}), or else {second}"
