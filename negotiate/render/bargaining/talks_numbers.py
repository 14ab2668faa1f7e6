"""Talks about plain numbers told: votes on a budget, a price between two who hide their worth, war and bluffs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from negotiate.bargaining.talks.bluff import Bluff
from negotiate.bargaining.talks.double_auction import DoubleAuction
from negotiate.bargaining.talks.legislature import Legislature
from negotiate.bargaining.talks.registry import Ways
from negotiate.bargaining.talks.war import BargainingRange
from negotiate.render.bargaining.talks_page import Rows, Told
from negotiate.report.numbers import aligned, exact, few_digits, steady
from negotiate.report.style import Look
from negotiate.report.words import counted, safe

DIGITS = 4
SAME = 1e-9


def _short(x: float) -> str:
    """A number with at most four decimals, without zeros at its end."""
    word = f"{steady(x):,.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if word in ("-0", "") else word


def _nothing_drawn(found: Any, look: Look) -> tuple[Sequence[str], Rows, int, str]:
    """No table."""
    return (), [], 1, "rows"


def _pairs(*names: str) -> Callable[[Any], list[Rows]]:
    """A table of two columns: the name of a number, and the number."""

    def rows(found: Any) -> list[Rows]:
        known = [(name, getattr(found, name)) for name in names]
        return [[["measure", "value"], *([name, exact(x)] for name, x in known if x is not None)]]

    return rows


def _legislature(found: Legislature) -> list[str]:
    count = len(found.values)
    passes = f"{found.quota} of {count} votes pass a proposal"
    if max(found.prices) - min(found.prices) <= SAME:
        price, votes = found.prices[0], counted(found.quota - 1, "vote")
        said = f"whoever is drawn to propose keeps {_short(found.keeps[0])}"
        return [f"Since {passes}, {said} and buys {votes} at {_short(price)} each."]
    low, high = _short(min(found.keeps)), _short(max(found.keeps))
    keeps = low if low == high else f"{low} to {high}"
    best = max(range(count), key=lambda k: found.values[k])
    return [
        f"{passes}; whoever is drawn to propose buys the cheapest votes and keeps {keeps} of the budget.",
        f"{safe(found.players[best], True)} expects most, {_short(found.values[best])}, before anybody is drawn.",
    ]


def _legislature_drawn(found: Legislature, look: Look) -> tuple[Sequence[str], Rows, int, str]:
    if max(found.keeps) - min(found.keeps) <= SAME and max(found.values) - min(found.values) <= SAME:
        return (), [], 1, "members"
    columns = [aligned([round(x, DIGITS) for x in column], DIGITS) for column in _legislature_columns(found)]
    rows = [[safe(name, True), *(c[k] for c in columns)] for k, name in enumerate(found.players)]
    narrow = look.columns < 60
    head = ["drawn", "keeps", "price", "paid", "expects"]
    return ["Member", *(["draw", "keep", "cost", "paid", "all"] if narrow else head)], rows, 1, "members"


def _legislature_columns(found: Legislature) -> tuple[tuple[float, ...], ...]:
    return found.recognition, found.keeps, found.prices, found.included, found.values


def _legislature_rows(found: Legislature) -> list[Rows]:
    head = ["member", "recognition", "keeps", "price", "included", "value"]
    columns = _legislature_columns(found)
    return [[head, *([name, *(exact(c[k]) for c in columns)] for k, name in enumerate(found.players))]]


def _legislature_remarks(found: Legislature) -> list[str]:
    return [
        (
            "Method: a member is drawn, proposes a division and is voted on at once; after a no the next is drawn "
            "(Baron and Ferejohn 1989). Nobody minds the past; values computed anew from the proposals are the same."
        )
    ]


def _auction(found: DoubleAuction) -> list[str]:
    lost = found.possible - found.gains
    bound = found.second_best / found.possible
    said = [
        (
            f"They trade with probability {_short(found.trade)}, though trading would be worth it with probability "
            f"{_short(found.efficient_trade)}."
        ),
        (
            f"{few_digits(steady(100 * found.share), 4)} % of what trading could bring is realised: "
            f"{_short(found.gains)} of {_short(found.possible)}, {_short(found.buyer_gains)} to the buyer and "
            f"{_short(found.seller_gains)} to the seller; {_short(lost)} is lost because each names a "
            "price that is better for itself than the truth."
        ),
        f"The buyer names {_line(found.buyer_names)} and the seller {_line(found.seller_names)}, each times its worth.",
    ]
    if bound < 1 - SAME:
        said.append(
            f"No rules whatever could bring more than {few_digits(steady(100 * bound), 4)} % "
            "if nobody is forced or subsidised."
        )
    return said


def _line(rule: tuple[float, float]) -> str:
    return f"{_short(rule[0])} + {_short(rule[1])}"


def _auction_remarks(found: DoubleAuction) -> list[str]:
    return [
        (
            f"Method: prices that rise evenly with the worth (Chatterjee and Samuelson 1983), the buyer's counting "
            f"{_short(found.weight)}; checked: no other price gains anything. Other equilibria exist. The limit is "
            "that of Myerson and Satterthwaite (1983)."
        )
    ]


def _war(found: BargainingRange) -> list[str]:
    first, second = (safe(name, True) for name in found.players)
    said = [
        (
            f"Both prefer to a fight whatever leaves {first} between {_short(found.low)} and {_short(found.high)} of "
            f"the prize: it expects {_short(found.victory)} from fighting, which costs it {_short(found.costs[0])} "
            f"and {second} {_short(found.costs[1])}."
        )
    ]
    if found.demand is not None and found.war is not None and found.unknown is not None:
        said.append(
            f"If {first} knows only that fighting costs {second} between 0 and {_short(found.unknown)}, its best "
            f"demand is {_short(found.demand)}, and they fight with probability {_short(found.war)}."
        )
    return said


def _bluff(found: Bluff) -> list[str]:
    verb = "is worth" if found.worth_it else "is not worth it:"
    first = f"Bluffing {verb} {_short(found.value)}, with a prize of {_short(found.prize)}, "
    first += f"a chance of {_short(found.yields)} that the other side yields, "
    first += f"and a cost at home of {_short(found.cost)} if it does not."
    if math.isinf(found.deterred_from):
        return [first, "The other side surely yields, so no cost at home keeps anybody from bluffing."]
    return [first, f"From a cost at home of {_short(found.deterred_from)} on, nobody bluffs."]


def _ways(found: Ways) -> list[str]:
    return ["`--talks NAME` says how talks would go:"]


def _ways_drawn(found: Ways, look: Look) -> tuple[Sequence[str], Rows, int, str]:
    return ["Name", "What it is"], [[way.name, way.says] for way in found.ways], 2, "ways"


def _ways_rows(found: Ways) -> list[Rows]:
    head = ["name", "takes", "reference", "says"]
    return [[head, *([way.name, " ".join(way.takes), way.reference, way.says] for way in found.ways)]]


def _ways_remarks(found: Ways) -> list[str]:
    takes = [f"`{way.name}` takes {', '.join(way.takes)}" for way in found.ways]
    return [f"{'; '.join(takes)}. How patient a player is stands in the file."]


_AUCTION = ("weight", "trade", "efficient_trade", "gains", "possible", "share", "second_best")

TOLD = (
    Told(Legislature, _legislature, _legislature_drawn, _legislature_rows, _legislature_remarks),
    Told(
        DoubleAuction,
        _auction,
        _nothing_drawn,
        _pairs(*_AUCTION, "buyer_gains", "seller_gains", "buyer_from", "seller_to", "regret"),
        _auction_remarks,
    ),
    Told(
        BargainingRange,
        _war,
        _nothing_drawn,
        _pairs("victory", "low", "high", "demand", "war"),
        lambda found: ["Method: Fearon (1995)."],
    ),
    Told(
        Bluff,
        _bluff,
        _nothing_drawn,
        _pairs("prize", "yields", "cost", "value", "deterred_from"),
        lambda found: ["Method: a threat that would not be carried out, and the cost of backing down (Fearon 1994)."],
    ),
    Told(Ways, _ways, _ways_drawn, _ways_rows, _ways_remarks),
)
