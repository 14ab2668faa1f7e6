"""A bargaining problem as it is put: what can be signed, what awaits everybody otherwise, who may refuse what."""

from __future__ import annotations

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports.marks import known, merged
from negotiate.bargaining.reports.words import everybody, no_deal_worth, payoff_columns, payoff_notes
from negotiate.report.blocks import Block, Column, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, safe

SHOWN = 8
"""Claims and things that happened that are shown, where not everything is wanted."""


def report(problem: BargainingProblem, look: Look) -> Report:
    """What the record holds; which deals there are takes `deal` to find out."""
    samples = counted(problem.count, "sample of a curve", "samples of a curve")
    what = samples if problem.curve else counted(problem.count, "package")
    issues = [
        (issue, labels) for block in problem.blocks for issue, labels in zip(block.issues, block.options, strict=True)
    ]
    over = f" over {counted(len(issues), 'issue')}" if issues else ""
    blocks: list[Block] = [
        *sentences(
            [
                f"There {'is' if problem.count == 1 else 'are'} {what}{over} that {everybody(problem)} could sign.",
                no_deal_worth(problem),
                "`negotiate.deal(problem)` says which of them would be signed.",
            ]
        )
    ]
    options = [(safe(issue, True), ", ".join(safe(label, True) for label in labels)) for issue, labels in issues]
    options += [
        (safe(issue, True), f"{safe(option, True)}, which no deal changes") for issue, option in problem.fixed.items()
    ]
    tables = [Table((Column("Issue"), Column("Options")), tuple(options))]
    claims = tuple(
        (safe(claim.name, True), safe(problem.players[claim.player], True), claim.kind, safe(claim.written, True))
        for claim in problem.claims
        if claim.kind != "no deal"
    )
    heads = (Column("Claim"), Column("Player"), Column("Kind"), Column("says"))
    tables.append(Table(heads, claims, most=SHOWN, more="claim"))
    marks = tuple((mark.name, mark.words, *mark.payoffs.tolist()) for mark in merged(known(problem)))
    tables.append(
        Table((Column("Outcome"), Column("Package"), *payoff_columns(problem)), marks, most=SHOWN, more="outcome")
    )
    blocks += [table for table in tables if table.rows]
    return Report(problem.title, (*blocks, *payoff_notes(problem)), tuple(problem.players))
