"""Trades between issues, and the way to the frontier."""

from __future__ import annotations

from negotiate.bargaining.logrolling import Trade, Trades
from negotiate.bargaining.reports.words import (
    BETTER,
    called,
    choices_words,
    names,
    package_words,
    payoff_columns,
    payoff_notes,
    worth,
)
from negotiate.report.blocks import Cell, Column, Entry, Note, Report, Table, sentences
from negotiate.report.numbers import decimals, rounded
from negotiate.report.style import Look
from negotiate.report.words import in_words, the

NO_TRADE = f"A trade is two changes that together are {BETTER}, though neither change alone is."
METHOD = (
    "Method: of each pair of issues the trade with the largest product of gains. Each step changes one issue, or two "
    "where one will not do, and is the best for the largest number."
)
SHOWN = 6
"""Trades that are listed, where not all are wanted."""


def report(found: Trades, look: Look) -> Report:
    """The best trade, how many there are, and where the way leads."""
    problem = found.problem
    tables = (_trades(found), _steps(found))
    notes = (*payoff_notes(problem, bool(found.trades or found.path)), Note(METHOD, detail=True))
    return Report(problem.title, (*sentences([*_best(found), *_way(found)]), *tables, *notes), tuple(problem.players))


def _best(found: Trades) -> list[str]:
    start, count = called(found.start), len(found.trades)
    if not count:
        return [f"From {start} no two issues can be traded. {NO_TRADE}"]
    many = f"From {start} {in_words(count).lower()} pair{'' if count == 1 else 's'} of issues can be traded."
    return [f"{many} Both changes together are {BETTER}; neither change alone is.", _trade(found, found.trades[0])]


def _trade(found: Trades, trade: Trade) -> str:
    """Who gives what for what."""
    said = [f"The best trade is {_changes(trade)}."]
    if not trade.adds_up:
        return f"{said[0]} Together the changes bring {worth(found.problem, trade.together)}."
    for player in found.problem.seats:
        (lost, on), (won, other) = sorted((float(x[player]), issue) for issue, x in trade.alone.items())
        if lost < 0 < won:
            gives, gains = (rounded(abs(x), decimals([lost, won])) for x in (lost, won))
            who = the(found.problem.players[player], True)
            said.append(f"{who} gives up {gives} on {on} to gain {gains} on {other}.")
    return " ".join(said)


def _way(found: Trades) -> list[str]:
    """Where steps on which nobody loses lead, and who would refuse the package at their end."""
    start, said = called(found.start), []
    if count := len(found.path):
        steps = (
            f"{in_words(count)} step{'' if count == 1 else 's'} on which nobody loses lead{'s' if count == 1 else ''}"
        )
        end = "a package that no acceptable one betters" if found.arrived else "a better package, though not the best"
        end = "the frontier" if found.last.on_frontier else end
        said.append(f"{steps} to {end}: {package_words(found.problem, found.path[-1].package)}.")
    elif found.arrived:
        said.append(f"No acceptable package is better than {start} for somebody and worse for nobody.")
        said += [f"{start[:1].upper()}{start[1:]} is on the frontier."] if found.last.on_frontier else []
    if not found.last.signed:
        who = names(found.problem, list(dict.fromkeys(claim.player for claim in found.last.refused))) or "the file"
        said.append(f"{who[:1].upper()}{who[1:]} would refuse that package all the same.")
    return said


def _changes(trade: Trade) -> str:
    return choices_words(trade.changes, {}, {})


def _trades(found: Trades) -> Table:
    """What each change alone and both bring; people see what both bring."""
    parts = [payoff_columns(found.problem, f"{part} alone", people=False) for part in ("first", "second")]
    columns = [Column("Trade", shown="people")]
    columns += [Column(head, shown="programs") for head in ("issue", "option", "and issue", "option")]
    columns += [column for three in zip(*parts, payoff_columns(found.problem, "both"), strict=True) for column in three]
    rows: list[tuple[Entry, ...]] = []
    for trade in found.trades:
        worths = zip(*(x.tolist() for x in (*trade.alone.values(), trade.together)), strict=True)
        words = (word for pair in trade.changes.items() for word in pair)
        rows.append((_changes(trade), *words, *(x for three in worths for x in three)))
    return Table(tuple(columns), tuple(rows), most=SHOWN, more="trade", only="both" if rows else "programs")


def _steps(found: Trades) -> Table:
    """What everybody has after each step."""
    first = (Column("step", "count", shown="programs"), Column("Step by step", key="changes"))
    rows: list[tuple[Entry, ...]] = [(0, Cell(called(found.start), ""), *found.start.payoffs.tolist())]
    for place, step in enumerate(found.path, 1):
        words = choices_words(step.changes, {}, {})
        rows.append((place, Cell(f"→ {words}", words), *step.payoffs.tolist()))
    columns = (*first, *payoff_columns(found.problem))
    return Table(columns, tuple(rows), only="both" if found.path else "programs")
