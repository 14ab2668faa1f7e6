"""What becomes of each deal of one side on the other, and what keeps it from being made there."""

from __future__ import annotations

from dataclasses import replace

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import Claim
from negotiate.comparison.causes import Better, Claimed, Unsigned
from negotiate.comparison.deals import zone_size
from negotiate.comparison.fates import Fates, fates_by_package
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.errors import NegotiateError
from negotiate.model.negotiation import Negotiation


def fates_together(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates:
    """Match deals by their packages; the first that is no deal any more, or was none before, has its reason."""
    found = fates_by_package(one, two, first, second)
    gone = next((fate.first for fate in found.of("vanishes") if fate.first is not None), None)
    come = next((fate.second for fate in found.of("appears") if fate.second is not None), None)
    return replace(
        found,
        gone=None if gone is None else _why(gone, second, by_second=True),
        come=None if come is None else _why(come, first, by_second=False),
        signed=(zone_size(first.tables[0]), zone_size(second.tables[0])),
    )


def _why(deal: Outcome, away: Prediction, by_second: bool) -> Unsigned | Better | None:
    """Why a deal of one side is none on the other, which is `away`; None where the other does not know the package."""
    table = away.tables[0]
    if not away.outcomes:
        return _nothing(table, by_second)
    if {issue: deal.choices.get(issue) for issue in table.fixed} != dict(table.fixed):
        return None
    try:
        mark = table.landmark(table.index(deal.choices))
    except NegotiateError:
        return None
    refused = table.refusals(mark)
    if refused:
        worth = {claim.player: float(mark.payoffs[claim.player]) for claim in refused}
        return Unsigned(tuple(_claimed(table, claim, worth) for claim in refused), False, by_second)
    return Better(away.outcomes[0].label, by_second) if mark.possible else None


def _nothing(table: BargainingProblem, by_second: bool) -> Unsigned | None:
    """The claims that rule every package out: of the smallest sets the first; none where nobody would gain anyway."""
    if table.loose:
        return None
    found = table.conflicts_of()
    claims = found.sets[0].claims if found.sets else ()
    if not claims and not found.level:
        return None
    return Unsigned(tuple(_claimed(table, claim, {}) for claim in claims), True, by_second)


def _claimed(table: BargainingProblem, claim: Claim, worth: dict[int, float]) -> Claimed:
    least = float(table.disagreement[claim.player])
    gets = worth.get(claim.player, float("nan")) if claim.kind == "no deal" else float("nan")
    return Claimed(table.keys[claim.player], claim.name, claim.kind, gets, least)
