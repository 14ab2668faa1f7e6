"""What each red line costs, and whom, on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from negotiate.bargaining.refusals.prices import Point, RedLinePrice, RedLinePrices
from negotiate.bargaining.refusals.soft_lines import Binding
from negotiate.bargaining.reports.words import claim_words, exactly, worth
from negotiate.render.kind import Kind
from negotiate.render.table import fitting, table
from negotiate.report.numbers import aligned, decimals, exact, rounded
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe

NOTHING = 1e-9
"""A smaller change counts as none."""
IDLE = "idle"
"""Where no package that the others would sign crosses a soft line."""
WIDE = 60
"""In fewer columns the packages are left out."""


def sentences(found: RedLinePrices) -> list[str]:
    """What the lines do together, then each of them, the dearest first."""
    if not found.prices:
        return ["Nobody draws a red line, so none has a price."]
    order = sorted(found.prices, key=lambda price: -float(np.abs(_cost(found, price)).sum()))
    return [_headline(found), *(_sentence(found, price) for price in order)]


def _headline(found: RedLinePrices) -> str:
    count = len(found.prices)
    those = {1: "the line", 2: "both lines"}.get(count, f"all {count} lines")
    none = {1: "it", 2: "either"}.get(count, "any of them")
    return f"With {those}, {_told(found, found.today)}. Without {none}, {_told(found, found.none)}."


def _told(found: RedLinePrices, point: Point) -> str:
    """What there is with or without some lines."""
    if not point.packages:
        return "there is no deal"
    digits = [decimals([float(x)]) for x in point.payoffs]
    mean = ", on average over those that tie," if len(point.packages) > 1 else ""
    return f"the Nash point{mean} gives {worth(found.problem, point.payoffs.tolist(), digits)}"


def _sentence(found: RedLinePrices, price: RedLinePrice) -> str:
    """What one line costs whom, taken away alone, and what its share is where that differs."""
    line = claim_words(found.problem, price.claim)
    said = f"{line[:1].upper()}{line[1:]} {_costs(found, price.payoffs)}"
    if (price.high - price.low > NOTHING).any():
        said += f" ({_range(found, price)}, as packages tie)"
    if not found.today.packages and price.without.packages:
        said += "; without it alone there is a deal"
    shared = np.nan_to_num(price.shared)
    if found.complete and (np.abs(shared - price.payoffs) > NOTHING).any():
        said += f"; counted in with the other lines it {_costs(found, shared)}"
    return f"{said}."


def _costs(found: RedLinePrices, payoffs: Sequence[float] | np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    """What a change costs whom, such as "costs United States 3.4 and China nothing"."""
    names = [safe(name, True) for name in found.problem.players]
    changed = [(name, float(x)) for name, x in zip(names, payoffs, strict=True)]
    pays = [(name, x) for name, x in changed if x > NOTHING]
    gets = [(name, -x) for name, x in changed if x < -NOTHING]
    nothing = [f"{name} nothing" for name, x in changed if abs(x) <= NOTHING]
    if not pays and not gets:
        return "costs nobody anything"
    cost = f"costs {joined([*_amounts(pays), *nothing])}" if pays else ""
    gain = f"brings {joined([*_amounts(gets), *([] if pays else nothing)])}" if gets else ""
    return " and ".join(filter(None, [cost, gain]))


def _amounts(told: Sequence[tuple[str, float]]) -> list[str]:
    return [f"{name} {rounded(x, max(decimals([x]), 0))}" for name, x in told]


def _range(found: RedLinePrices, price: RedLinePrice) -> str:
    names = [safe(name, True) for name in found.problem.players]
    return joined(
        [
            f"{name} {rounded(float(low), decimals([low]))} to {rounded(float(high), decimals([high]))}"
            for name, low, high in zip(names, price.low, price.high, strict=True)
            if high - low > NOTHING
        ]
    )


def _cost(found: RedLinePrices, price: RedLinePrice) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return price.shared if found.complete else price.payoffs


def body(found: RedLinePrices, look: Look) -> Iterable[RenderableType]:
    """What each line costs alone and its share, who pays for whose, and when soft lines bind."""
    if not found.prices:
        return
    alone = [(price.size if price.without.size >= 0 else None, price.payoffs) for price in found.prices]
    yield from _table(found, "Taken away alone, it costs", alone, look)
    if found.complete and any((np.abs(p.shared - p.payoffs) > NOTHING).any() for p in found.prices):
        shares = [(p.shared_size if np.isfinite(p.shared_size) else None, p.shared) for p in found.prices]
        yield from (Text(), *_table(found, "Its share, with the others", shares, look))
    owners = sorted({price.claim.player for price in found.prices})
    if len(found.prices) > 1:
        who = [(safe(found.problem.players[p], True), found.owed[p]) for p in owners]
        yield from (Text(), *_columns(found, "Whose lines cost whom", who, look))
    if soft := [price.binding for price in found.prices if price.binding is not None]:
        yield from (Text(), *_soft(soft, look))


def _table(
    found: RedLinePrices,
    head: str,
    rows: Sequence[tuple[float | None, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]],
    look: Look,
) -> Iterable[Text]:
    named = [(_name(found, price), change) for price, (_, change) in zip(found.prices, rows, strict=True)]
    sizes = [size for size, _ in rows]
    if look.columns < WIDE or any(size is None for size in sizes):
        return _columns(found, head, named, look)
    return _columns(found, head, named, look, aligned([size for size in sizes if size is not None]))


def _columns(
    found: RedLinePrices,
    head: str,
    rows: Sequence[tuple[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]],
    look: Look,
    packages: Sequence[str] = (),
) -> Iterable[Text]:
    """A row a name, a column a player."""
    problem = found.problem
    columns = [aligned([float(change[p]) for _, change in rows]) for p in range(len(problem.players))]
    room = [max(map(cell_len, column)) for column in columns]
    heads = fitting(problem.players, problem.keys, room, look.columns // 3, more=look.glyphs.more)
    first = [[name, *([packages[k]] if packages else [])] for k, (name, _) in enumerate(rows)]
    cells = [[*start, *(column[k] for column in columns)] for k, start in enumerate(first)]
    return table([head, *(["packages"] if packages else []), *heads], cells, 1, look)


def _name(found: RedLinePrices, price: RedLinePrice) -> str:
    return f"`{safe(price.claim.name, True)}` ({safe(found.problem.players[price.claim.player], True)})"


def _soft(bindings: Sequence[Binding], look: Look) -> Iterable[Text]:
    """From which cost on soft lines bind."""
    heads = ["Soft line", "costs now", "package lost", "all lost", "deal moves"]
    cells = [[f"`{safe(one.line.name, True)}`", _today(one), *_binds(one)] for one in bindings]
    if look.columns >= WIDE:
        return table(heads, cells, 1, look)
    told = [[f"{row[0]}: {', '.join(f'{h} {x}' for h, x in zip(heads[1:], row[1:], strict=True))}"] for row in cells]
    return table(["Soft lines"], told, 1, look)


def _binds(one: Binding) -> list[str]:
    """When packages of the zone are lost to the line, and when it moves the deal."""
    if one.idle:
        return [IDLE, IDLE, IDLE]
    times = " times" if one.scaled else ""
    moved = _at(one.deal_from, "at", times) if one.moves else "never"
    return [_at(one.zone_from, "above", times), _at(one.zone_clear, "above", times), moved]


def _today(one: Binding) -> str:
    low, high = rounded(one.low, decimals([one.low])), rounded(one.high, decimals([one.high]))
    return low if low == high else f"{low} to {high}"


def _at(cost: float, word: str, times: str) -> str:
    return f"{word} {rounded(cost, decimals([cost]))}{times}" if np.isfinite(cost) else "never"


def rows(found: RedLinePrices) -> list[list[list[str]]]:
    """Each line's price alone and its share, who pays for whose, and when soft lines bind."""
    problem = found.problem
    write = exactly(problem)
    head = ["line", "player", "kind", "packages more", "share of packages"]
    prices = [[*head, *(f"costs {key}" for key in problem.keys), *(f"share {key}" for key in problem.keys)]]
    for price in found.prices:
        size = str(price.size) if price.without.size >= 0 else ""
        words = [price.claim.name, problem.keys[price.claim.player], price.claim.kind, size, exact(price.shared_size)]
        prices.append([*words, *write(price.payoffs), *write(price.shared)])
    owed = [["lines of", *(f"cost {key}" for key in problem.keys)]]
    owed += [[key, *write(row)] for key, row in zip(problem.keys, found.owed, strict=True)]
    soft = [["soft line", "costs from", "to", "multiples", "zone from", "zone clear", "deal from", "deal clear"]]
    for price in found.prices:
        if (one := price.binding) is not None:
            words = [one.line.name, exact(one.low), exact(one.high), "yes" if one.scaled else "no"]
            soft.append([*words, *_ends(one)])
    return [prices, owed, soft]


def _ends(one: Binding) -> list[str]:
    """From where on a line binds, as cells; empty where it never does."""
    if one.idle:
        return [IDLE] * 4
    moved = [exact(one.deal_from), exact(one.deal_clear)] if one.moves else ["", ""]
    return [exact(one.zone_from), exact(one.zone_clear), *moved]


def remarks(found: RedLinePrices) -> list[str]:
    """The conventions that count here."""
    said = list(found.problem.notes)
    if not found.prices:
        return said
    said.append("A cost is what a player would get more at the Nash point without the line; below 0 the line helps it")
    if any(price.binding is not None and price.binding.idle for price in found.prices):
        said.append("Idle: whatever it costs, no package that the other claims leave crosses the line")
    if found.complete:
        shares = "shares: Shapley values over all orders of taking lines away"
    else:
        shares = f"no shares: {counted(len(found.prices), 'line')} are too many to take away in every combination"
    return [*said, f"Method: the Nash point over packages without each line; {shares}"]


KIND = Kind(RedLinePrices, sentences, body, rows, remarks)
