"""Talks about plain numbers: votes on a budget, a price between two who hide their worth, war and bluffs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from negotiate.bargaining.talks.bluff import Bluff
from negotiate.bargaining.talks.double_auction import DoubleAuction
from negotiate.bargaining.talks.legislature import Legislature
from negotiate.bargaining.talks.war import BargainingRange
from negotiate.report.blocks import Column, Note, Report, Sentence, Table
from negotiate.report.numbers import few_digits, steady, trimmed
from negotiate.report.style import Look
from negotiate.report.words import counted, the

SAME = 1e-9
AUCTION = ("weight", "trade", "efficient_trade", "gains", "possible", "share", "second_best", "buyer_gains")
NAMES: dict[type, tuple[str, ...]] = {
    DoubleAuction: (*AUCTION, "seller_gains", "buyer_from", "seller_to", "regret"),
    BargainingRange: ("victory", "low", "high", "demand", "war"),
    Bluff: ("prize", "yields", "cost", "value", "deterred_from"),
}
"""The numbers of an answer that programs read."""
METHODS: dict[type, str] = {
    Legislature: (
        "Method: a member is drawn, proposes a division and is voted on at once; after a no the next is drawn (Baron "
        "and Ferejohn 1989). Nobody minds the past. Checked: values computed anew from the proposals are the same."
    ),
    DoubleAuction: (
        "Method: prices that rise evenly with the worth (Chatterjee and Samuelson 1983). Checked: no other price gains "
        "anything. Other equilibria exist. The limit is that of Myerson and Satterthwaite (1983)."
    ),
    BargainingRange: "Method: Fearon (1995).",
    Bluff: "Method: a threat that would not be carried out, and the cost of backing down (Fearon 1994).",
}


def report(found: Legislature | DoubleAuction | BargainingRange | Bluff, look: Look) -> Report:
    """The answer in sentences, its numbers as a table, and the method."""
    match found:
        case Legislature():
            said = _legislature(found)
        case DoubleAuction():
            said = _auction(found)
        case BargainingRange():
            said = _war(found)
        case Bluff():
            said = _bluff(found)
    table = _members(found) if isinstance(found, Legislature) else _measures(found)
    method = Note(METHODS[type(found)], detail=True)
    return Report("", (*map(Sentence, said), table, method), getattr(found, "players", ()))


def _measures(found: DoubleAuction | BargainingRange | Bluff) -> Table:
    """For programs: the name of a number, and the number."""
    known = [(name, getattr(found, name)) for name in NAMES[type(found)]]
    rows = tuple((name, float(x)) for name, x in known if x is not None)
    return Table((Column("measure"), Column("value", "number")), rows, only="programs")


def _legislature(found: Legislature) -> Sequence[str]:
    said = f"A proposal passes with {found.quota} of {len(found.values)} votes."
    if max(found.prices) - min(found.prices) <= SAME:
        votes = f"{counted(found.quota - 1, 'vote')} at {trimmed(found.prices[0])} each"
        return said, f"The member who is drawn to propose keeps {trimmed(found.keeps[0])} and buys {votes}."
    keeps = " to ".join(dict.fromkeys(map(trimmed, (min(found.keeps), max(found.keeps)))))
    value, name = max(zip(found.values, found.players, strict=True), key=lambda member: member[0])
    return (
        said,
        f"The member who is drawn to propose buys the cheapest votes and keeps {keeps} of the budget.",
        f"{the(name, True)} expects most: {trimmed(value)} before anybody is drawn.",
    )


def _members(found: Legislature) -> Table:
    heads = (
        ("drawn", "recognition"),
        ("keeps", "keeps"),
        ("price", "price"),
        ("paid", "included"),
        ("expects", "value"),
    )
    columns = (Column("Member", key="member"), *(Column(head, "number", key, digits=4) for head, key in heads))
    values = (found.recognition, found.keeps, found.prices, found.included, found.values)
    return Table(columns, tuple(zip(found.players, *values, strict=True)), most=8, more="member")


def _auction(found: DoubleAuction) -> Sequence[str]:
    (buyer, buys), (seller, sells) = (map(trimmed, rule) for rule in (found.buyer_names, found.seller_names))
    parts = f"{trimmed(found.buyer_gains)} to the buyer and {trimmed(found.seller_gains)} to the seller"
    limit = found.second_best / found.possible
    said = [
        f"They trade with probability {trimmed(found.trade)}.",
        f"Trading would be worth it with probability {trimmed(found.efficient_trade)}.",
        f"They realise {_percent(found.share)} of what trading could bring: {trimmed(found.gains)}, {parts}.",
        f"The other {trimmed(found.possible - found.gains)} is lost because neither names its true worth.",
        f"The buyer names {buyer} + {buys} times its worth, and the seller {seller} + {sells} times its worth.",
        f"The price counts what the buyer names by {trimmed(found.weight)}.",
    ]
    rules = f"No rules could bring more than {_percent(limit)} if nobody is forced or subsidised."
    return [*said, rules] if limit < 1 - SAME else said


def _percent(x: float) -> str:
    return f"{few_digits(steady(100 * x), 4)} %"


def _war(found: BargainingRange) -> Sequence[str]:
    first, second = map(the, found.players)
    leaves = f"leaves {first} {trimmed(found.low)} to {trimmed(found.high)} of the prize"
    mine, theirs = map(trimmed, found.costs)
    said = [
        f"Both prefer any division that {leaves} to a fight.",
        f"{the(found.players[0], True)} wins a fight with probability {trimmed(found.victory)}.",
        f"Fighting costs {first} {mine} and {second} {theirs}.",
    ]
    if found.demand is not None and found.war is not None and found.unknown is not None:
        knows = f"Suppose {first} knows only that fighting costs {second} between 0 and {trimmed(found.unknown)}."
        said.append(
            f"{knows} The best demand is then {trimmed(found.demand)}, and war has probability {trimmed(found.war)}."
        )
    return said


def _bluff(found: Bluff) -> Sequence[str]:
    yields = f"the other side yields with probability {trimmed(found.yields)}"
    limit = f"From a cost at home of {trimmed(found.deterred_from)} on, nobody bluffs."
    sure = "The other side surely yields, so no cost at home keeps anybody from bluffing."
    return (
        f"Bluffing {'pays' if found.worth_it else 'does not pay'}: a bluff is worth {trimmed(found.value)}.",
        f"The prize is {trimmed(found.prize)}, {yields}, and backing down costs {trimmed(found.cost)} at home.",
        sure if math.isinf(found.deterred_from) else limit,
    )
