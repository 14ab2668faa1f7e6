"""What each red line costs, and whom."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.bargaining import reports
from negotiate.bargaining.refusals.prices import Binding, Point, RedLinePrice, RedLinePrices
from negotiate.bargaining.reports import SOLUTION
from negotiate.report.blocks import Cell, Column, Entry, Report, Table, sentences
from negotiate.report.style import Look, capital, joined, number, the

NOTHING = 1e-9
"""A smaller change counts as none, and so does a smaller part of payoffs that all lie below 1."""
SENTENCES = 4
"""Before the table, where not everything is wanted."""
NO_LINES = "Nobody draws a red line, so there is nothing to price."
COST = (
    f"The cost of a line is how much more a player would get without the line, at the {SOLUTION}."
)
HELP = (
    "A line with a negative cost helps that player. Where packages tie, the range of the cost "
    "stands in brackets."
)
IDLE = "Idle: no package that would be signed crosses this line, whatever its price."
BINDS = (
    "Above the first price one package leaves the agreement zone, above the second all that cross "
    "the line. From the "
    f"third price on the {SOLUTION} changes."
)
METHOD = f"Method: the {SOLUTION} over the packages that remain without each line."
SHARES = "Shares are Shapley values: the mean over all orders in which the lines can be dropped."
NO_SHARES = "Shares are not worked out: {} lines are too many to drop in every combination."


def report(found: RedLinePrices, look: Look) -> Report:
    """What the lines do together, then what each of them costs, the dearest first."""
    problem, prices = found.problem, found.prices
    if not prices:
        return reports.page(problem, [NO_LINES], numbers=False)
    soft = [price.binding for price in prices if price.binding is not None]
    said = sentences([_headline(found), *_costs(found)], SENTENCES)
    more = [
        IDLE if any(one.idle for one in soft) else "",
        "" if found.complete else NO_SHARES.format(len(prices)),
    ]
    details = [COST, HELP, BINDS if soft else "", METHOD, SHARES if found.complete else ""]
    return reports.page(problem, [*said, *_tables(found)], more, details)


def _headline(found: RedLinePrices) -> str:
    """What there is with all of the lines, and with none of them."""
    now, none = (_point(found, point) for point in (found.today, found.none))
    if now == none and found.today.packages:
        return f"With and without the lines, {now}."
    return f"With all lines in place, {now}; without any line, {none}."


def _point(found: RedLinePrices, point: Point) -> str:
    """What there is with or without some lines."""
    tied = (
        f", on average over {len(point.packages):,} packages that tie"
        if len(point.packages) > 1
        else ""
    )
    gives = f"the {SOLUTION} gives {reports.worth(found.problem, point.payoffs)}{tied}"
    return gives if point.packages else "there is no deal"


def _costs(found: RedLinePrices) -> list[str]:
    """What each line costs whom, the dearest first; those that cost nothing together."""
    said, idle = [], []
    for price in sorted(found.prices, key=lambda price: -float(np.abs(price.payoffs).sum())):
        line, changes = (
            reports.claim_words(found.problem, price.claim),
            _changes(found, price.payoffs),
        )
        if price.without.packages and not found.today.packages:
            opens = (
                f"If only {'this line' if changes else line} were dropped, there would be a deal"
            )
            said.append(
                f"{capital(line)} {changes}. {opens}."
                if changes
                else f"{opens}, but no payoff would change."
            )
        elif changes:
            said.append(f"{capital(line)} {changes}.")
        else:
            idle.append(f"only {line}")
    return (
        [*said, f"If {joined(idle, 'or')} were dropped, no payoff would change."] if idle else said
    )


def _changes(found: RedLinePrices, payoffs: FloatArray) -> str:
    """What a change costs whom, such as "costs the United States 3.4 and China nothing"; empty for
    no change.
    """
    pays, gets, rest = list[str](), list[str](), list[str]()
    players = map(the, found.problem.players)
    for name, x, nothing in zip(players, payoffs.tolist(), _nothing(found), strict=True):
        if abs(x) <= nothing:
            rest.append(f"{name} nothing")
        else:
            (pays if x > 0 else gets).append(f"{name} {number(abs(x))}")
    if not pays:
        return f"brings {joined([*gets, *rest])}" if gets else ""
    return f"costs {joined([*pays, *rest])}{f' and brings {joined(gets)}' if gets else ''}"


def _nothing(found: RedLinePrices) -> FloatArray:
    """A change of each player's payoff that counts as none, shape (players,)."""
    return NOTHING * np.minimum(1.0, reports.sizes(found.problem))


def _tables(found: RedLinePrices) -> Iterator[Table]:
    """Each line alone and its share, whose lines cost whom, and from which cost soft lines bind."""
    problem, prices = found.problem, found.prices
    costs = reports.payoff_columns(problem, "cost")
    nothing = _nothing(found)
    alone = [
        (price, [price.size if price.size >= 0 else None, *_alone(price, nothing)])
        for price in prices
    ]
    yield _table(
        found,
        "Cost of each line alone",
        [Column("More packages", "count", "packages"), *costs],
        alone,
    )
    if found.complete and any((np.abs(p.shared - p.payoffs) > nothing).any() for p in prices):
        yield _table(
            found, "Share of the cost of all lines", costs, [(p, p.shared.tolist()) for p in prices]
        )
    if len(prices) > 1 and found.owed.any():
        owners = zip(problem.players, problem.keys, found.owed.tolist(), strict=True)
        owed = tuple((Cell(name, key), *row) for name, key, row in owners)
        yield Table((Column("Whose lines cost whom", key="lines of"), *costs), owed)
    soft = [(price, _ends(price.binding)) for price in prices if price.binding is not None]
    yield _table(
        found,
        "When a soft red line binds",
        [Column(head, "number", key, key) for head, key in ENDS],
        soft,
    )


ENDS = (
    ("Price now", "now"),
    ("First package lost", "first lost"),
    ("All lost", "all lost"),
    ("Deal moves", "moves"),
)
"""Heads of the numbers of a soft red line, and what programs and narrow screens call them."""


def _table(
    found: RedLinePrices,
    head: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[RedLinePrice, Sequence[Entry]]],
) -> Table:
    """A row a line."""
    told = tuple(
        (reports.claim_cell(found.problem, price.claim), *entries) for price, entries in rows
    )
    return Table((Column(head, key="line"), *columns), told)


def _alone(price: RedLinePrice, nothing: FloatArray) -> list[Entry]:
    """What a line costs each player; with the range where packages tie."""
    ends = zip(
        price.payoffs.tolist(), price.low.tolist(), price.high.tolist(), nothing, strict=True
    )
    return [
        x if y - w <= n else Cell(f"{number(x)} ({number(w)} to {number(y)})", x)
        for x, w, y, n in ends
    ]


def _ends(one: Binding) -> list[Cell]:
    """What a soft red line costs now, and from which cost on it binds."""
    now = Cell(" to ".join(dict.fromkeys(map(number, (one.low, one.high)))), one.low)
    if one.idle:
        return [now, *[Cell("idle", "idle")] * 3]
    times = " times" if one.scaled else ""
    ends = zip(("above", "above", "at"), one.ends.values(), strict=False)
    return [
        now,
        *(
            Cell(f"{w} {number(x)}{times}", x) if math.isfinite(x) else Cell("never")
            for w, x in ends
        ),
    ]
