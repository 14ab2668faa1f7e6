"""What really happened, held against the deals that there are: whether it would be signed, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.words import BETTER, called, names
from negotiate.report.blocks import Sentence
from negotiate.report.words import counted, joined, safe

NOTHING = 1e-9
"""A gain below it is none."""


def happened(case: DealCase, some: Sequence[Assessment], detail: bool = False) -> list[Sentence]:
    """Whether what really happened would be signed, and whether it is on the frontier; what is alike together."""
    groups: dict[str, list[Assessment]] = {}
    for one in some:
        groups.setdefault(_verdict(case, one, False), []).append(one)
    told = []
    for alike in groups.values():
        labels = joined([called(one.mark) for one in alike])
        said = _verdict(case, alike[0], len(alike) > 1).replace("{}", labels)
        told.append(Sentence(said[:1].upper() + said[1:], detail))
    return told


def _verdict(case: DealCase, one: Assessment, many: bool) -> str:
    """One thing that happened, or some that are alike, as a sentence; `{}` stands for what they are called."""
    problem, nash = case.problem, case.nash
    verb = "are" if many else "is"
    gains = max(float(one.gains[p]) for p in problem.seats) > NOTHING
    if not one.mark.possible:
        return f"{{}} {verb} impossible here."
    if not one.signed:
        unpaid = " without side payments" if one.payment is not None and one.payment.enough else ""
        return f"{_refusing(problem, one)} would refuse {{}}{unpaid}."
    if not one.mark.on_table and gains:
        return "{} are no packages on this table." if many else "{} is no package on this table."
    if nash is not None and one.mark.package in nash.packages and not nash.drawn:
        return f"{{}} {verb} {'the Nash deal' if len(nash.packages) == 1 else 'one of the Nash deals'}."
    count = len(one.better)
    better = (
        f"{'' if one.complete else 'at least '}{counted(count, 'package')} {'is' if count == 1 else 'are'} {BETTER}"
    )
    if not gains:
        nothing = f"{{}} {'give' if many else 'gives'} nobody more than no deal"
        return f"{nothing}, and {better}." if count else f"{nothing}."
    what = "deals" if many else "a deal"
    return f"{{}} {verb} {what} on the Pareto frontier." if one.on_frontier else f"{{}} {verb} {what}, but {better}."


def _refusing(problem: BargainingProblem, one: Assessment) -> str:
    """Who refuses a package, each with the lines and bodies of its own that it crosses."""
    lines: dict[int, list[str]] = {}
    for claim in one.refused:
        lines.setdefault(claim.player, []).extend([f"`{safe(claim.name, True)}`"] if claim.kind != "no deal" else [])
    return joined(
        [
            names(problem, [player]) + (f" (because of {joined(crossed)})" if crossed else "")
            for player, crossed in lines.items()
        ]
    )
