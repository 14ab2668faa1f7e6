"""A bargaining problem as it is put: what can be signed, what awaits everybody otherwise, who may refuse what."""

from __future__ import annotations

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.reports import words
from negotiate.bargaining.reports.marks import known, merged, outcomes
from negotiate.report.blocks import Block, Cell, Column, Report, Table, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted


def report(problem: BargainingProblem, look: Look) -> Report:
    """What the record holds; which deals there are takes `deal` to find out."""
    samples = counted(problem.count, "sample of a curve", "samples of a curve")
    what = samples if problem.curve else counted(problem.count, "package")
    issues = [pair for block in problem.blocks for pair in zip(block.issues, block.options, strict=True)]
    over = f" over {counted(len(issues), 'issue')}" if issues else ""
    said = [
        f"There {'is' if problem.count == 1 else 'are'} {what}{over} that {words.everybody(problem)} could sign.",
        *words.no_deal_worth(problem),
        "`negotiate.deal(problem)` says which of them would be signed.",
    ]
    options = [(issue, ", ".join(words.option_name(problem, issue, one) for one in labels)) for issue, labels in issues]
    options += [(k, f"{words.option_name(problem, k, v)}, which no deal changes") for k, v in problem.fixed.items()]
    rows = tuple((Cell(words.issue_name(problem, issue), issue), told) for issue, told in options)
    table = Table((Column("Issue", key="issue"), Column("Options", key="options")), rows)
    more = (words.claims_table(problem, problem.claims), outcomes(problem, merged(known(problem))))
    blocks: tuple[Block, ...] = (*sentences(said), table, *more, *words.payoff_notes(problem))
    return Report(problem.title, blocks, tuple(problem.players))
