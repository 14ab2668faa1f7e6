"""How talks would go: offers in turn, simulated talks, talks about plain numbers, and the ways that
there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from negotiate.bargaining.reports import chance, own_notes, package_cell, page, payoff_columns
from negotiate.bargaining.talks import Ways
from negotiate.bargaining.talks.alternating import AlternatingOffers, Proposal
from negotiate.bargaining.talks.crises import BargainingRange, Bluff
from negotiate.bargaining.talks.double_auction import DoubleAuction
from negotiate.bargaining.talks.legislature import Legislature
from negotiate.bargaining.talks.simulated import SimulatedTalks
from negotiate.report.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Note,
    Report,
    Sentence,
    Table,
    notes,
    sentences,
)
from negotiate.report.entries import grouped
from negotiate.report.style import (
    Look,
    counted,
    decimals,
    joined,
    more_or_less,
    number,
    of_each,
    percent,
    rounded,
    safe,
    the,
    trimmed,
)

SAME = 1e-9
"""Of a player's payoff: gaps that are none."""
SHOWN = 5
"""Rounds that are listed, where not all are wanted."""
SEVERAL = (
    "There are several equilibria, because waiting costs less than the gaps between packages. The "
    "table shows the best "
    "equilibrium for either side. All others lie between these two. A lower discount factor, or "
    "`--talks lotteries`, "
    "would say more."
)
KIND = (
    "A player accepts an offer that is as good as refusing. Of equally good proposals, a player "
    "makes the one that is "
    "best for the other side."
)
SIGNS = {True: Cell("●", "yes"), False: Cell("", "no")}
CHECKED = "Checked: no player gains by another offer or answer."
UNIQUE = "No other subgame-perfect equilibrium exists."


def report(found: AlternatingOffers, look: Look) -> Report:
    """What happens if each opens, why the first offer is accepted, and what opening is worth."""
    said = (
        [SEVERAL]
        if _several(found)
        else [_first(found, opened) for opened in found.opened if opened]
    )
    said += [*_why(found), *_opening(found)] if found.opened[0] and not _several(found) else []
    said += own_notes(found.problem, found.notes)
    more = [
        _waiting(found),
        f"{CHECKED} {UNIQUE}" if found.unique and found.rounds is None else CHECKED,
    ]
    end = (
        "solved backwards from the last round"
        if found.rounds
        else "with the same offers in every round"
    )
    details = [
        KIND if found.over == "packages" else "",
        f"Method: alternating offers (Rubinstein 1982), {end}.",
    ]
    if found.problem is not None:
        return page(found.problem, [*said, _proposals(found)], more, details, bool(found.opened[0]))
    told: list[Block] = [
        *sentences(said),
        _proposals(found),
        *notes(more),
        *notes(details, detail=True),
    ]
    return Report("", tuple(told), found.players)


def _first(found: AlternatingOffers, opened: Sequence[Proposal]) -> str:
    """What the talks come to if one player opens."""
    agreed = next((k for k, proposal in enumerate(opened) if proposal.accepted), -1)
    end = opened[max(agreed, 0)]
    words, gives = _proposal(found, end).shown, of_each(found.players, _numbers(found, end.payoffs))
    if agreed < 0:
        fate = "there is no agreement"
    elif agreed:
        fate = (
            f"they agree in round {agreed + 1} on the proposal of {the(found.players[end.player])}"
        )
    else:
        others = joined([the(name) for p, name in enumerate(found.players) if p != end.player])
        fate = f"{others} accept{'s' if len(found.players) == 2 else ''} the first proposal"
    opener = the(found.players[opened[0].player])
    return f"If {opener} opens, {fate}{f': {words}' if words else ''}. This gives {gives}."


def _proposal(found: AlternatingOffers, one: Proposal) -> Cell:
    """The package that is proposed, or what it is drawn from; empty where something else is
    shared.
    """
    if found.problem is None or not one.packages:
        return Cell("")
    cells = [package_cell(found.problem, index) for index in one.packages]
    if len(one.odds) < 2:
        equal = f", or {counted(len(cells) - 1, 'equal package')}" if len(cells) > 1 else ""
        return Cell(f"{cells[0].shown}{equal}", " or ".join(str(cell.value) for cell in cells))
    drawn = list(zip(cells, map(chance, one.odds), strict=True))
    words = ", or ".join(f"{cell.shown} (probability {p})" for cell, p in drawn)
    return Cell(words, " or ".join(f"{p} of {cell.value}" for cell, p in drawn))


def _numbers(found: AlternatingOffers, payoffs: Sequence[float]) -> list[str]:
    """Payoffs, or shares of a pie."""
    return [trimmed(x) if found.over == "pie" else number(x) for x in payoffs]


def _why(found: AlternatingOffers) -> list[str]:
    """Why the first offer is accepted: what refusing would bring."""
    proposal, others = found.opened[0][0], list(found.players)
    proposer, least = others.pop(proposal.player), _numbers(found, proposal.least)
    del least[proposal.player]
    accept = "the others accept" if len(others) > 1 else f"{the(others[0])} accepts"
    said = (
        f"Refusing the first offer of {the(proposer)} would give {of_each(others, least)}, so "
        f"{accept} nothing less."
    )
    return [said] if proposal.accepted else []


def _opening(found: AlternatingOffers) -> list[str]:
    """What the first word is worth to each of two."""
    if len(found.players) != 2:
        return []
    gains = [found.opened[p][0].payoffs[p] - found.opened[1 - p][0].payoffs[p] for p in (0, 1)]
    if all(abs(gain) <= SAME * max(1.0, abs(found.payoffs[p])) for p, gain in enumerate(gains)):
        return ["Opening the talks makes no difference."]
    first, second = (
        f"{the(name)} {more_or_less(x)}" for name, x in zip(found.players, gains, strict=True)
    )
    return [f"Opening the talks gives {first} than answering, and {second}."]


def _several(found: AlternatingOffers) -> bool:
    return found.rounds is None and len(found.opened[0]) > 1


def _waiting(found: AlternatingOffers) -> str:
    """What waiting costs each."""
    each = [
        f"{trimmed(x)} for {the(name)}"
        for name, x in zip(found.players, found.patience, strict=True)
    ]
    discount = trimmed(found.patience[0]) if len(set(found.patience)) == 1 else joined(each)
    said = (
        f"The discount factor is {discount} a "
        f"round{'' if found.over == 'pie' else ', on gains over no deal'}."
    )
    return (
        f"{said} Each refusal ends the talks with probability {found.risk:g}."
        if found.risk
        else said
    )


def _proposals(found: AlternatingOffers) -> Table:
    """One row a proposal; a detail where the sentences name all of them."""
    packages = [Column("Proposal", key="package")] * (found.problem is not None)
    heads = [
        Column("Opens", key="opens"),
        Column("round", "count"),
        Column("Best for", key="best for"),
    ]
    heads += [Column("Proposes", key="proposes"), Column("accepted", "mark"), *packages]
    seats = range(len(found.players)) if found.problem is None else found.problem.seats
    digits = 4 if found.over == "pie" else 0
    for player, name, key in zip(seats, found.players, found.keys, strict=True):
        heads.append(Column(safe(name, True), "payoff", f"payoff {key}", key, player, digits))
    who = [Cell(safe(name, True), key) for name, key in zip(found.players, found.keys, strict=True)]
    rows: list[tuple[Entry, ...]] = []
    for opener, opened in enumerate(found.opened):
        for place, one in enumerate(opened):
            which = (place + 1, None, who[one.player]) if found.rounds else (None, who[place], None)
            rows.append(
                (
                    who[opener],
                    *which,
                    SIGNS[one.accepted],
                    *[_proposal(found, one)] * len(packages),
                    *one.payoffs,
                )
            )
    shown = bool(found.rounds) or _several(found)
    return grouped(heads, rows, 5, title="Proposals", most=SHOWN, more="proposal", detail=not shown)


NOTABLE = 2.0
"""Half widths of the interval of a mean from which on a gap between two halves of the talks is
told.
"""
METHOD = (
    "Method: {:,} talks of at most {:,} rounds, from seed {}. The players take turns in opening. "
    "Each offer is drawn "
    "from packages that are about equally good for the player who makes it."
)


def report_simulated(found: SimulatedTalks, look: Look) -> Report:
    """The share that agrees, how each side talks, then payoffs, the frontier and what opening is
    worth.
    """
    said = [_agreed(found), " ".join(_manners(found))]
    if found.rounds_taken is not None:
        said += [_payoffs(found), _frontier(found), *_first_offer(found)]
    said += own_notes(found.problem, found.notes)
    rest, method = (
        found.different - len(found.reached),
        METHOD.format(found.runs, found.rounds, found.seed),
    )
    details = [f"{counted(rest, 'rarer package')} more are agreed on." if rest > 0 else "", method]
    more = [f"Simulated. {_confidence(found)}".rstrip()]
    return page(
        found.problem, [*said, _packages(found)], more, details, found.rounds_taken is not None
    )


def _agreed(found: SimulatedTalks) -> str:
    talks, rounds = counted(found.runs, "talk"), counted(found.rounds, "round")
    if found.rounds_taken is None:
        return f"None of {talks} ends in a deal within {rounds}."
    share = "All" if found.agreed.mean == 1 else percent(found.agreed.mean)
    return (
        f"{share} of {talks} end in a deal, after {rounded(found.rounds_taken.mean, 1)} of "
        f"{rounds} on average."
    )


def _manners(found: SimulatedTalks) -> Iterator[str]:
    """How each side talks; the same manner is told once."""
    for agent in dict.fromkeys(found.agents):
        who = [
            the(name) for name, own in zip(found.players, found.agents, strict=True) if own is agent
        ]
        name = (
            the(who[0], True)
            if len(who) == 1
            else "Each side"
            if len(who) == len(found.players)
            else ""
        )
        yield f"{name or f'Each of {joined(who)}'} ({agent.name}) {agent.says}."


def _payoffs(found: SimulatedTalks) -> str:
    start = "On average, a talk" if any(x.spread for x in found.payoffs) else "Every talk"
    means = [rounded(x.mean, max(decimals([x.mean]), 1)) for x in found.payoffs]
    return f"{start} gives {of_each(found.players, means)}."


def _frontier(found: SimulatedTalks) -> str:
    if found.on_frontier == 1:
        return "Every deal lies on the Pareto frontier."
    some = f"{percent(found.on_frontier)} of the deals lie" if found.on_frontier else "No deal lies"
    far = 0.0 if found.distance is None else found.distance.mean
    away = (
        f"On average, a deal lies {percent(far)} of the largest possible gains away from the "
        "frontier."
    )
    return f"{some} on the Pareto frontier. {away}"


def _first_offer(found: SimulatedTalks) -> list[str]:
    """What making the first offer is worth, where that is more than chance."""
    gains = zip(found.players, found.opening, found.payoffs, strict=True)
    notable = [
        (name, more_or_less(x))
        for name, x, mean in gains
        if abs(x) > NOTABLE * (mean.high - mean.mean)
    ]
    return (
        [f"Making the first offer gives {of_each(*zip(*notable, strict=True))} on average."]
        if notable
        else []
    )


def _confidence(found: SimulatedTalks) -> str:
    """Between what numbers the true averages lie, of those that differ from talk to talk."""
    parts, share = list[str](), found.agreed
    for name, x in zip(found.players, found.payoffs, strict=True):
        digits = max(decimals([x.mean]), 1)
        parts += (
            [f"{the(name)} {rounded(x.low, digits)} to {rounded(x.high, digits)}"]
            if x.spread
            else []
        )
    parts += (
        [f"deals {percent(share.low)} to {percent(share.high)} of all talks"]
        if 0 < share.mean < 1
        else []
    )
    return f"95 % confidence intervals of the averages: {', '.join(parts)}." if parts else ""


def _packages(found: SimulatedTalks) -> Table:
    """The packages that were agreed on, most frequent first."""
    columns = payoff_columns(found.problem)
    heads = (
        Column("Deal", key="package"),
        Column("talks", "count"),
        Column("frontier", "mark", "on frontier"),
    )
    rows: list[tuple[Entry, ...]] = [
        (package_cell(found.problem, one.package), one.count, SIGNS[one.on_frontier], *one.payoffs)
        for one in found.reached
    ]
    seats = (columns[player] for player in found.problem.seats)
    return Table((*heads, *seats), tuple(rows), most=SHOWN, more="package")


def _legislature(found: Legislature) -> Iterator[str]:
    yield f"A proposal passes with {found.quota} of {len(found.values)} votes."
    if max(found.prices) - min(found.prices) <= SAME:
        votes = f"{counted(found.quota - 1, 'vote')} at {trimmed(found.prices[0])} each"
        yield (
            f"The member who is drawn to propose keeps {trimmed(found.keeps[0])} and buys {votes}."
        )
        return
    keeps = " to ".join(dict.fromkeys(map(trimmed, (min(found.keeps), max(found.keeps)))))
    value, name = max(zip(found.values, found.players, strict=True), key=lambda member: member[0])
    yield (
        f"The member who is drawn to propose buys the cheapest votes and keeps {keeps} of the "
        "budget."
    )
    yield f"Before the draw, {the(name)} expects the largest share, {trimmed(value)}."


def _members(found: Legislature) -> Table:
    heads = {
        "drawn": "recognition",
        "keeps": "keeps",
        "price": "price",
        "paid": "included",
        "expects": "value",
    }
    columns = (
        Column("Member", key="member"),
        *(Column(h, "number", key, digits=4) for h, key in heads.items()),
    )
    values = (found.recognition, found.keeps, found.prices, found.included, found.values)
    return Table(columns, tuple(zip(found.players, *values, strict=True)), most=8, more="member")


def _auction(found: DoubleAuction) -> Iterator[str]:
    (buyer, buys), (seller, sells) = (
        map(trimmed, rule) for rule in (found.buyer_names, found.seller_names)
    )
    gains = (
        f"{trimmed(found.buyer_gains)} for the buyer and {trimmed(found.seller_gains)} for the "
        "seller"
    )
    lost, share, limit = (
        found.possible - found.gains,
        found.share,
        found.second_best / found.possible,
    )
    yield f"The two sides trade with probability {trimmed(found.trade)}."
    yield f"Trade would be worth it with probability {trimmed(found.efficient_trade)}."
    yield f"Trade realises {percent(share, 4)} of the possible gains: {gains}."
    yield f"The rest, {trimmed(lost)}, is lost because neither side names its true worth."
    yield f"The buyer names a price of {buyer} + {buys} times the buyer's worth."
    yield f"The seller names a price of {seller} + {sells} times the seller's worth."
    yield f"The buyer's price has a weight of {trimmed(found.weight)} in the price that is paid."
    if limit < 1 - SAME:
        yield (
            f"No trading rules could bring more than {percent(limit, 4)} without force or "
            "subsidies."
        )


def _war(found: BargainingRange) -> Iterator[str]:
    first, second = map(the, found.players)
    mine, theirs = map(trimmed, found.costs)
    share = f"{trimmed(found.low)} and {trimmed(found.high)} of the prize"
    yield f"Both sides prefer to war any division that leaves {first} between {share}."
    yield (
        f"{the(found.players[0], True)} would win a war with probability {trimmed(found.victory)}."
    )
    yield f"War costs {first} {mine} and {second} {theirs}."
    if found.demand is not None and found.war is not None and found.unknown is not None:
        yield (
            f"Suppose {first} knows only that war costs {second} between 0 and "
            f"{trimmed(found.unknown)}."
        )
        yield (
            f"Then {first} does best to demand {trimmed(found.demand)}, and war has probability "
            f"{trimmed(found.war)}."
        )


def _bluff(found: Bluff) -> Iterator[str]:
    yield (
        f"Bluffing {'pays' if found.worth_it else 'does not pay'}: a bluff is worth "
        f"{trimmed(found.value)}."
    )
    yield (
        f"The prize is {trimmed(found.prize)}. The other side yields with probability "
        f"{trimmed(found.yields)}."
    )
    yield f"Backing down costs {trimmed(found.cost)} at home."
    if math.isinf(found.deterred_from):
        yield "The other side surely yields, so no cost at home deters a bluff."
    else:
        yield (
            f"A bluff does not pay if backing down costs {trimmed(found.deterred_from)} or more "
            "at home."
        )


Numbers = Legislature | DoubleAuction | BargainingRange | Bluff
TOLD: Mapping[type, tuple[Callable[[Any], Iterator[str]], str]] = {
    Legislature: (
        _legislature,
        (
            "Method: a member is drawn and proposes a division, and all vote at once. After a no, "
            "another member is "
            "drawn (Baron and Ferejohn 1989). Proposals do not depend on the past. Checked: the "
            "proposals reproduce "
            "the values."
        ),
    ),
    DoubleAuction: (
        _auction,
        (
            "Method: prices that rise linearly with the worth (Chatterjee and Samuelson 1983). "
            "Checked: no other price "
            "gains anything. Other equilibria exist. The limit is that of Myerson and "
            "Satterthwaite (1983)."
        ),
    ),
    BargainingRange: (_war, "Method: the bargaining range of Fearon (1995)."),
    Bluff: (_bluff, "Method: audience costs (Fearon 1994)."),
}
"""Class of an answer about plain numbers → what it says, and its method."""


def report_numbers(found: Numbers, look: Look) -> Report:
    """The answer in sentences, the members of a legislature as a table, and the method."""
    say, method = TOLD[type(found)]
    members = (_members(found),) if isinstance(found, Legislature) else ()
    blocks = (*sentences(list(say(found))), *members, Note(method, detail=True))
    return Report("", blocks, getattr(found, "players", ()))


def report_ways(found: Ways, look: Look) -> Report:
    """Each way with what it is, where it is from, and what may be said about it."""
    columns = (
        Column("Name", key="name"),
        Column("What it is", key="says"),
        Column("Options", key="takes"),
    )
    rows: list[tuple[Entry, ...]] = []
    for way in found.ways:
        typed = " ".join(f"--{option}" for option in way.takes if option != "patience")
        rows.append((way.name, f"{way.says} ({way.reference})", Cell(typed, " ".join(way.takes))))
    patience = Note("The key `patience` of each player in the file sets the discount factors.")
    return Report(
        "",
        (
            Sentence("`--talks NAME` shows how talks would go."),
            Table(columns, tuple(rows)),
            patience,
        ),
    )
