"""Trades between issues, and the way to the frontier, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.logrolling import Trade, Trades
from negotiate.bargaining.reports.words import BETTER, called, exactly, package_words, worth
from negotiate.render.kind import Kind
from negotiate.render.table import fitting, table
from negotiate.report.numbers import aligned, decimals, rounded
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

METHOD = (
    "Method: of each pair of issues the trade with the largest product of gains; each step changes one issue, or two "
    "where one will not do, and is the best for the largest number"
)
SHOWN = 6
"""Trades that are listed, where not all are wanted."""


def sentences(found: Trades) -> list[str]:
    """The best trade, how many there are, and where the way leads."""
    name = called(found.start)
    said = []
    if found.trades:
        count = counted(len(found.trades), "pair of issues can be traded", "pairs of issues can be traded")
        said += [f"From {name}, {count}: both changes together are {BETTER}, and neither alone is."]
        said += [_told(found, found.trades[0])]
    else:
        said += [f"From {name}, no two issues can be traded: no pair of changes is {BETTER} where neither alone is."]
    if found.path:
        end = package_words(found.problem, found.path[-1].package)
        steps = counted(len(found.path), "step on which nobody loses leads", "steps on which nobody loses lead")
        said.append(f"{steps[:1].upper()}{steps[1:]} to {_where(found)}: {end}.")
    elif found.arrived:
        frontier = ": it is on the frontier" if found.last.on_frontier else ""
        said.append(f"Nothing acceptable is {BETTER} than {name}{frontier}.")
    if not found.last.signed:
        said.append(f"{joined(_refusing(found))} would refuse {'that' if found.path else 'it'} all the same.")
    return said


def _where(found: Trades) -> str:
    """What the way leads to."""
    if found.last.on_frontier:
        return "the frontier"
    return "a package that nothing acceptable betters" if found.arrived else "a better package, though not the best"


def _refusing(found: Trades) -> list[str]:
    """Who would not sign what the way leads to."""
    players = found.problem.players
    return list(dict.fromkeys(safe(players[claim.player], True) for claim in found.last.refused)) or ["The file"]


def _told(found: Trades, trade: Trade) -> str:
    """Who gives what for what."""
    problem = found.problem
    parts = []
    changes = _changes(dict(zip(trade.issues, trade.options, strict=True)))
    if not trade.adds_up:
        brought = [float(x) for x in trade.together]
        told = worth(problem, brought, [decimals([x]) for x in brought])
        return f"The best is {changes}: together they bring {told}."
    for p in problem.seats:
        one, other = float(trade.alone[0][p]), float(trade.alone[1][p])
        gives, gains = (0, 1) if one < other else (1, 0)
        places = max(decimals([one, other]), 0)
        lost, won = sorted((one, other))
        if lost < 0 < won:
            told = f"gives up {rounded(-lost, places)} on {safe(trade.issues[gives], True)}"
            parts.append(
                f"{safe(problem.players[p], True)} {told} to gain {rounded(won, places)} on "
                f"{safe(trade.issues[gains], True)}"
            )
    return f"The best is {changes}: {joined(parts)}." if parts else f"The best is {changes}."


def _changes(changes: Mapping[str, str]) -> str:
    return ", ".join(f"{safe(issue, True)} {safe(option, True)}" for issue, option in changes.items())


def body(found: Trades, look: Look) -> Iterable[RenderableType]:
    """The trades and the steps as tables."""
    problem = found.problem
    if found.trades:
        shown = found.trades if look.all else found.trades[:SHOWN]
        words = [_changes(dict(zip(t.issues, t.options, strict=True))) for t in shown]
        yield from _worths(
            "Trade", words, [[float(t.together[p]) for p in range(len(problem.keys))] for t in shown], found, look
        )
        if len(shown) < len(found.trades):
            yield Text(f"{look.glyphs.more} {counted(len(found.trades) - len(shown), 'more trade')}")
    if found.path:
        if found.trades:
            yield Text()
        words = [
            called(found.start),
            *(f"{look.glyphs.step} {_changes(s.changes)}" for s in found.path),
        ]
        payoffs = [found.start.payoffs, *(step.payoffs for step in found.path)]
        yield from _worths("Step by step", words, [[float(x) for x in row] for row in payoffs], found, look)


def _worths(
    head: str, words: Sequence[str], payoffs: Sequence[Sequence[float]], found: Trades, look: Look
) -> list[Text]:
    numbers = [aligned(list(column)) for column in zip(*payoffs, strict=True)]
    room = [max(map(len, column)) for column in numbers]
    problem = found.problem
    heads = fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)
    cells = [[word, *(column[k] for column in numbers)] for k, word in enumerate(words)]
    return table([head, *heads], cells, 1, look)


def rows(found: Trades) -> list[list[list[str]]]:
    """Trades: what each change alone and both bring. Steps: what everybody has after each."""
    keys = found.problem.keys
    trades = [
        [
            "issue",
            "option",
            "and issue",
            "option",
            *(f"{part} {key}" for key in keys for part in ("first alone", "second alone", "both")),
        ]
    ]
    write = exactly(found.problem)
    for t in found.trades:
        columns = [write(x) for x in (*t.alone, t.together)]
        numbers = [column[p] for p in range(len(keys)) for column in columns]
        trades.append([t.issues[0], t.options[0], t.issues[1], t.options[1], *numbers])
    steps = [["step", "changes", *(f"payoff {key}" for key in keys)]]
    for number, step in enumerate(found.path, 1):
        steps.append([str(number), _changes(step.changes), *write(step.payoffs)])
    return [trades, steps]


def remarks(found: Trades) -> list[str]:
    """How the trades and steps were chosen."""
    return [*found.problem.notes, METHOD]


KIND = Kind(Trades, sentences, body, rows, remarks)
