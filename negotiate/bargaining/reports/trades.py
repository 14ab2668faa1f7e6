"""Trades between issues, and the way to the Pareto frontier."""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.bargaining import reports
from negotiate.bargaining.logrolling import Trade, Trades
from negotiate.bargaining.reports import issue_name
from negotiate.report.blocks import Cell, Column, Entry, Report, Table
from negotiate.report.style import (
    Look,
    capital,
    decimals,
    in_words,
    more_or_less,
    of_each,
    rounded,
    the,
)

METHOD = (
    "Method: of each pair of issues, the trade with the largest product of gains. Each step "
    "changes one issue, or two "
    "where one is not enough. It lets the largest number of players gain."
)
SHOWN = 18
"""Rows of trades that are listed, where not all are wanted."""


def report(found: Trades, look: Look) -> Report:
    """The best trade, how many there are, and where the way leads."""
    told = [*_best(found), *_way(found)]
    tables = (_trades(found), _steps(found))
    return reports.page(
        found.problem, [*told, *tables], details=[METHOD], numbers=bool(found.trades or found.path)
    )


def _best(found: Trades) -> Iterator[str]:
    start, count = reports.called(found.start), len(found.trades)
    if count:
        yield (
            f"From {start}, {in_words(count).lower()} pair{'' if count == 1 else 's'} of issues "
            "can be traded."
        )
        yield f"Together the two changes Pareto-dominate {start}. Neither change does alone."
        yield " ".join(_trade(found, found.trades[0]))
    else:
        yield f"From {start}, no two issues can be traded."
        yield (
            f"The two changes of a trade Pareto-dominate {start} together, and neither does alone."
        )


def _trade(found: Trades, trade: Trade) -> Iterator[str]:
    """Who gives what for what."""
    problem = found.problem
    yield f"The best trade is: {reports.option_words(problem, trade.changes)}."
    if not trade.adds_up:
        gained = [more_or_less(x) for x in trade.together.tolist()]
        yield f"The two changes together give {of_each(problem.players, gained)}."
        for issue in trade.changes:
            if not _can_happen(found, trade, issue):
                yield (
                    f"“{reports.option_words(problem, {issue: trade.changes[issue]})}” alone "
                    "cannot happen."
                )
        return
    for player in problem.seats:
        (lost, on), (won, other) = sorted(
            (float(x[player]), issue) for issue, x in trade.alone.items()
        )
        if lost < 0 < won:
            gives, gains = (rounded(abs(x), decimals([lost, won])) for x in (lost, won))
            there = f"and gains {gains} on “{issue_name(problem, other)}”"
            yield (
                f"{the(problem.players[player], True)} gives up {gives} on "
                f"“{issue_name(problem, on)}” {there}."
            )


def _can_happen(found: Trades, trade: Trade, issue: str) -> bool:
    """Whether one of the two changes can happen without the other."""
    problem = found.problem
    today = problem.package(found.start.package)
    return problem.possible(problem.index({**today, issue: trade.changes[issue]}))


def _way(found: Trades) -> Iterator[str]:
    """Where Pareto improvements lead, and who would refuse the package at their end."""
    start, last, count = reports.called(found.start), found.last, len(found.path)
    if count:
        steps = (
            f"{in_words(count)} Pareto improvement{' leads' if count == 1 else 's lead'} from "
            f"{start}"
        )
        end = (
            "a package that no acceptable package Pareto-dominates"
            if found.arrived
            else "a better package"
        )
        yield f"{steps} to {'the Pareto frontier' if last.on_frontier else end}."
    elif found.arrived:
        yield f"No acceptable package Pareto-dominates {start}."
        if last.on_frontier:
            yield capital(f"{start} is on the Pareto frontier.")
    if not last.signed:
        who = reports.names(found.problem, [claim.player for claim in last.refused])
        where = "the last package" if count else start
        yield capital(f"{who} would still refuse {where}." if who else f"{where} cannot happen.")


def _trades(found: Trades) -> Table:
    """What each change of a trade gives alone, where it can happen, and what both give."""
    rows: list[tuple[Entry, ...]] = []
    for trade in found.trades:
        for issue, alone in trade.alone.items():
            cell = reports.choices_cell(found.problem, {issue: trade.changes[issue]})
            can = _can_happen(found, trade, issue)
            said = cell if can else Cell(f"{cell.shown} (cannot happen alone)", cell.value)
            rows.append((said, *(alone.tolist() if can else [None] * len(alone))))
        both = reports.choices_cell(found.problem, trade.changes)
        rows.append((Cell("both together", both.value), *trade.together.tolist()))
    columns = (Column("Gains from", key="changes"), *reports.payoff_columns(found.problem, "gain"))
    return Table(columns, tuple(rows), most=SHOWN)


def _steps(found: Trades) -> Table:
    """What everybody has after each step; nothing where there is none."""
    rows: list[tuple[Entry, ...]] = [
        (Cell(capital(reports.called(found.start)), ""), *found.start.payoffs.tolist())
    ]
    for step in found.path:
        cell = reports.choices_cell(found.problem, step.changes)
        rows.append((Cell(f"→ {cell.shown}", cell.value), *step.payoffs.tolist()))
    columns = (Column("Step by step", key="changes"), *reports.payoff_columns(found.problem))
    return Table(columns, tuple(rows) if found.path else ())
