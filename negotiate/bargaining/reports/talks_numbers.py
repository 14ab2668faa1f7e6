"""Talks about plain numbers: votes on a budget, a price between two who hide their worth, war and bluffs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from negotiate.bargaining.talks.bluff import Bluff
from negotiate.bargaining.talks.double_auction import DoubleAuction
from negotiate.bargaining.talks.legislature import Legislature
from negotiate.bargaining.talks.war import BargainingRange
from negotiate.report.blocks import Block, Column, Note, Report, Table, sentences
from negotiate.report.numbers import percent, trimmed
from negotiate.report.style import Look
from negotiate.report.words import counted, the

SAME = 1e-9
METHODS: dict[type, str] = {
    Legislature: (
        "Method: a member is drawn and proposes a division, and all vote at once. After a no, another member is drawn "
        "(Baron and Ferejohn 1989). Proposals do not depend on the past. Checked: the proposals reproduce the values."
    ),
    DoubleAuction: (
        "Method: prices that rise linearly with the worth (Chatterjee and Samuelson 1983). Checked: no other price "
        "gains anything. Other equilibria exist. The limit is that of Myerson and Satterthwaite (1983)."
    ),
    BargainingRange: "Method: the bargaining range of Fearon (1995).",
    Bluff: "Method: audience costs (Fearon 1994).",
}


def report(found: Legislature | DoubleAuction | BargainingRange | Bluff, look: Look) -> Report:
    """The answer in sentences, the members of a legislature as a table, and the method."""
    match found:
        case Legislature():
            said = _legislature(found)
        case DoubleAuction():
            said = _auction(found)
        case BargainingRange():
            said = _war(found)
        case Bluff():
            said = _bluff(found)
    blocks: list[Block] = [*sentences(list(said)), *([_members(found)] if isinstance(found, Legislature) else [])]
    return Report("", (*blocks, Note(METHODS[type(found)], detail=True)), getattr(found, "players", ()))


def _legislature(found: Legislature) -> Iterator[str]:
    yield f"A proposal passes with {found.quota} of {len(found.values)} votes."
    if max(found.prices) - min(found.prices) <= SAME:
        votes = f"{counted(found.quota - 1, 'vote')} at {trimmed(found.prices[0])} each"
        yield f"The member who is drawn to propose keeps {trimmed(found.keeps[0])} and buys {votes}."
        return
    keeps = " to ".join(dict.fromkeys(map(trimmed, (min(found.keeps), max(found.keeps)))))
    value, name = max(zip(found.values, found.players, strict=True), key=lambda member: member[0])
    yield f"The member who is drawn to propose buys the cheapest votes and keeps {keeps} of the budget."
    yield f"Before the draw, {the(name)} expects the largest share, {trimmed(value)}."


def _members(found: Legislature) -> Table:
    heads = {"drawn": "recognition", "keeps": "keeps", "price": "price", "paid": "included", "expects": "value"}
    columns = (Column("Member", key="member"), *(Column(h, "number", key, digits=4) for h, key in heads.items()))
    values = (found.recognition, found.keeps, found.prices, found.included, found.values)
    return Table(columns, tuple(zip(found.players, *values, strict=True)), most=8, more="member")


def _auction(found: DoubleAuction) -> Iterator[str]:
    (buyer, buys), (seller, sells) = (map(trimmed, rule) for rule in (found.buyer_names, found.seller_names))
    gains = f"{trimmed(found.buyer_gains)} for the buyer and {trimmed(found.seller_gains)} for the seller"
    lost, share, limit = found.possible - found.gains, found.share, found.second_best / found.possible
    yield f"The two sides trade with probability {trimmed(found.trade)}."
    yield f"Trade would be worth it with probability {trimmed(found.efficient_trade)}."
    yield f"Trade realises {percent(share, 4)} of the possible gains: {gains}."
    yield f"The rest, {trimmed(lost)}, is lost because neither side names its true worth."
    yield f"The buyer names a price of {buyer} + {buys} times the buyer's worth."
    yield f"The seller names a price of {seller} + {sells} times the seller's worth."
    yield f"The buyer's price has a weight of {trimmed(found.weight)} in the price that is paid."
    if limit < 1 - SAME:
        yield f"No trading rules could bring more than {percent(limit, 4)} without force or subsidies."


def _war(found: BargainingRange) -> Iterator[str]:
    first, second = map(the, found.players)
    mine, theirs = map(trimmed, found.costs)
    share = f"{trimmed(found.low)} and {trimmed(found.high)} of the prize"
    yield f"Both sides prefer to war any division that leaves {first} between {share}."
    yield f"{the(found.players[0], True)} would win a war with probability {trimmed(found.victory)}."
    yield f"War costs {first} {mine} and {second} {theirs}."
    if found.demand is not None and found.war is not None and found.unknown is not None:
        yield f"Suppose {first} knows only that war costs {second} between 0 and {trimmed(found.unknown)}."
        yield f"Then {first} does best to demand {trimmed(found.demand)}, and war has probability {trimmed(found.war)}."


def _bluff(found: Bluff) -> Iterator[str]:
    yield f"Bluffing {'pays' if found.worth_it else 'does not pay'}: a bluff is worth {trimmed(found.value)}."
    yield f"The prize is {trimmed(found.prize)}. The other side yields with probability {trimmed(found.yields)}."
    yield f"Backing down costs {trimmed(found.cost)} at home."
    if math.isinf(found.deterred_from):
        yield "The other side surely yields, so no cost at home deters a bluff."
    else:
        yield f"A bluff does not pay if backing down costs {trimmed(found.deterred_from)} or more at home."
