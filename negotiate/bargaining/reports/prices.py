"""What each red line costs, and whom."""

from __future__ import annotations

import math

import numpy as np

from negotiate.bargaining.refusals.prices import Point, RedLinePrice, RedLinePrices
from negotiate.bargaining.refusals.soft_lines import Binding
from negotiate.bargaining.reports.words import claim_words, payoff_columns, payoff_notes, worth
from negotiate.bargaining.table.block import FloatArray
from negotiate.report.blocks import Block, Cell, Column, Entry, Note, Report, Table, sentences
from negotiate.report.numbers import decimals, number
from negotiate.report.style import Look
from negotiate.report.words import in_words, joined, the

NOTHING = 1e-9
"""A smaller change counts as none."""
SENTENCES = 4
"""Before the table, where not everything is wanted."""
NO_LINES = "Nobody draws a red line, so none has a price."
COST = "A cost is what a player would gain at the Nash point without the line. Below 0, the line helps that player."
IDLE = "Idle: no package that the other claims leave crosses the line, whatever crossing costs."
METHOD = "Method: the Nash point over packages without each line."
SHARES = "Shares are Shapley values over all orders of dropping the lines."
NO_SHARES = "Shares are not worked out: {} lines are too many to drop in every combination."


def report(found: RedLinePrices, look: Look) -> Report:
    """What the lines do together, then what each of them costs, the dearest first."""
    problem, prices = found.problem, found.prices
    said = [_headline(found), *_costs(found)] if prices else [NO_LINES]
    blocks: list[Block] = [*sentences(said, SENTENCES), *_tables(found), *payoff_notes(problem, bool(prices))]
    if any(price.binding is not None and price.binding.idle for price in prices):
        blocks.append(Note(IDLE))
    if not found.complete:
        blocks.append(Note(NO_SHARES.format(len(prices))))
    method = [COST, f"{METHOD} {SHARES}" if found.complete else METHOD] if prices else []
    blocks += [Note(note, detail=True) for note in method]
    return Report(problem.title, tuple(blocks), tuple(problem.players))


def _headline(found: RedLinePrices) -> str:
    count, today, none = len(found.prices), found.today, found.none
    words = {1: ("the line", "the line"), 2: ("both lines", "either")}
    given, gone = words.get(count, (f"all {count} lines", "any of them"))
    if today.packages and np.allclose(today.payoffs, none.payoffs, rtol=NOTHING, atol=NOTHING):
        return f"With and without {given} {_point(found, today)}."
    return f"With {given} {_point(found, today)}. Without {gone} {_point(found, none)}."


def _point(found: RedLinePrices, point: Point) -> str:
    """What there is with or without some lines."""
    if not point.packages:
        return "there is no deal"
    tied = len(point.packages)
    gives = worth(found.problem, point.payoffs.tolist(), [decimals([x]) for x in point.payoffs.tolist()])
    return f"the Nash point gives {gives}" + (f", on average over {tied:,} packages that tie" if tied > 1 else "")


def _costs(found: RedLinePrices) -> list[str]:
    """What each line costs whom, the dearest first; those that cost nothing together."""
    order = sorted(found.prices, key=lambda price: -float(np.abs(_share(found, price)).sum()))
    idle = [price for price in order if not _matters(found, price)]
    said = [_cost(found, price) for price in order if _matters(found, price)]
    if len(idle) == 1:
        return [*said, f"{_opening(found, idle[0])} costs nobody anything."]
    names = joined([_name(found, price) for price in idle])
    return [*said, f"{in_words(len(idle))} lines cost nobody anything: {names}."] if idle else said


def _matters(found: RedLinePrices, price: RedLinePrice) -> bool:
    every = np.abs([price.payoffs, price.high - price.low, _share(found, price)])
    return bool((every > NOTHING).any()) or bool(price.without.packages and not found.today.packages)


def _cost(found: RedLinePrices, price: RedLinePrice) -> str:
    """What one line costs, dropped alone, and what must be added to that."""
    alone, shared = _changes(found, price.payoffs), _changes(found, _share(found, price))
    said = f"{_opening(found, price)} {alone or 'alone costs nobody anything'}."
    ends = zip(found.problem.players, price.low.tolist(), price.high.tolist(), strict=True)
    if tied := [f"{number(x)} to {number(y)} for {the(name)}" for name, x, y in ends if y - x > NOTHING]:
        said += f" Packages tie, so the cost may be anything from {joined(tied)}."
    if not found.today.packages and price.without.packages:
        said += " Without this line alone there is a deal."
    return said + (f" Counted with the other lines, this line {shared}." if shared and not alone else "")


def _share(found: RedLinePrices, price: RedLinePrice) -> FloatArray:
    return price.shared if found.complete else price.payoffs


def _opening(found: RedLinePrices, price: RedLinePrice) -> str:
    """A line as the start of a sentence."""
    line = claim_words(found.problem, price.claim)
    return line[:1].upper() + line[1:]


def _changes(found: RedLinePrices, payoffs: FloatArray) -> str:
    """What a change costs whom, such as "costs the United States 3.4 and China nothing"; empty for no change."""
    changed = list(zip(map(the, found.problem.players), payoffs.tolist(), strict=True))
    pays = [f"{name} {number(x)}" for name, x in changed if x > NOTHING]
    gets = [f"{name} {number(-x)}" for name, x in changed if x < -NOTHING]
    rest = [f"{name} nothing" for name, x in changed if abs(x) <= NOTHING]
    gain = f"brings {joined(gets if pays else [*gets, *rest])}" if gets else ""
    return " and ".join(filter(None, [f"costs {joined([*pays, *rest])}" if pays else "", gain]))


def _name(found: RedLinePrices, price: RedLinePrice) -> str:
    return f"`{price.claim.name}` ({found.problem.players[price.claim.player]})"


def _tables(found: RedLinePrices) -> list[Table]:
    """Each line alone and its share, whose lines cost whom, and from which cost soft lines bind."""
    problem, prices = found.problem, found.prices
    rows: list[tuple[Entry, ...]] = []
    for price in prices:
        words = (Cell(_name(found, price), price.claim.name), problem.keys[price.claim.player], price.claim.kind)
        size = price.size if price.without.size >= 0 else None
        rows.append((*words, size, price.shared_size, *price.payoffs.tolist(), *price.shared.tolist()))
    columns = (
        Column("What each line costs, alone", key="line"),
        *(Column(head, shown="programs") for head in ("player", "kind")),
        Column("packages", "count", "packages more"),
        Column("share of packages", "number", shown="programs"),
        *payoff_columns(problem, "costs"),
        *payoff_columns(problem, "share", people=False),
    )
    tables = [Table(columns, tuple(rows), only="both" if rows else "programs")]
    if found.complete and any((np.abs(p.shared - p.payoffs) > NOTHING).any() for p in prices):
        head = (Column("Its share of what all lines cost"), *payoff_columns(problem))
        tables.append(Table(head, tuple((_name(found, p), *p.shared.tolist()) for p in prices), only="people"))
    owners = [Cell(name, key) for name, key in zip(problem.players, problem.keys, strict=True)]
    owed = tuple((owner, *row) for owner, row in zip(owners, found.owed.tolist(), strict=True))
    whose = (Column("Whose lines cost whom", key="lines of"), *payoff_columns(problem, "cost"))
    tables.append(Table(whose, owed, only="both" if len(prices) > 1 and found.owed.any() else "programs"))
    return [*tables, _soft([price.binding for price in prices if price.binding is not None])]


def _soft(bindings: list[Binding]) -> Table:
    """From which cost soft lines bind."""
    columns = (
        Column("Soft line", key="soft line"),
        Column("costs now", "number", "costs from", "now"),
        *(Column(head, shown="programs") for head in ("to", "multiples")),
        Column("loses a package", "number", "zone from", "one lost"),
        Column("loses all", "number", "zone clear", "all lost"),
        Column("moves the deal", "number", "deal from", "moves"),
        Column("deal clear", "number", shown="programs"),
    )
    rows: list[tuple[Entry, ...]] = []
    for one in bindings:
        now = Cell(" to ".join(dict.fromkeys(map(number, (one.low, one.high)))), one.low)
        rows.append(
            (Cell(f"`{one.line.name}`", one.line.name), now, one.high, "yes" if one.scaled else "no", *_ends(one))
        )
    return Table(columns, tuple(rows), "From which cost a soft line binds", only="both" if rows else "programs")


def _ends(one: Binding) -> list[Cell]:
    """From where on a line binds."""
    if one.idle:
        return [Cell("idle", "idle")] * 4
    times = " times" if one.scaled else ""
    ends = [("above", one.zone_from), ("above", one.zone_clear)]
    ends += [("at", cost if one.moves else math.inf) for cost in (one.deal_from, one.deal_clear)]
    return [Cell(f"{w} {number(x)}{times}", x) if math.isfinite(x) else Cell("never") for w, x in ends]
