"""A threat that a move announces, in plain sentences: would it be carried out, and what follows from that."""

from __future__ import annotations

from collections.abc import Container, Sequence

from negotiate.credibility.result import FollowThrough, Threat
from negotiate.credibility.stages import same_endings
from negotiate.render.threats.changes import changes
from negotiate.render.threats.telling import SAME, Telling
from negotiate.report.numbers import decimals, odds, rounded
from negotiate.report.words import joined, safe

FEW = 3
"""Announcements that are spoken of where not everything is wanted."""


def sentences(telling: Telling, everything: bool) -> list[str]:
    """What is said of the threat, the answer first; of many announcements a few, or each for `everything`."""
    said = dict.fromkeys(place.announced for place in telling.threat.places)
    some = said if everything or len(said) <= FEW else _played(telling.threat, list(said))
    groups = [[place for place in telling.threat.places if place.announced == announced] for announced in some]
    rest = len(said) - len(groups)
    more = [f"`--all` tells {rest:,} more {'announcement' if rest == 1 else 'announcements'}."] if rest else []
    deeds = [one for places in groups for one in _deeds(telling, places)]
    told = [*deeds, *more, _costs(telling, groups), *changes(telling), *_worth(telling)]
    return [*told, *_prices(telling, some)]


def _played(threat: Threat, said: Sequence[str]) -> list[str]:
    """The announcements that play comes to, as things are or if they bind, then the first of the others."""
    wanted = {way.moves.get(threat.announced_at, "") for way in (threat.today, threat.bound)}
    first = [word for word in said if word in wanted]
    some = [*first, *(word for word in said if word not in wanted)][:FEW]
    return [word for word in said if word in some]


def _deeds(telling: Telling, places: Sequence[FollowThrough]) -> list[str]:
    """Whether carrying out one announcement is better than backing down, by how much and why."""
    equal = [place for place in places if telling.nothing(place.missing)]
    better = [place for place in places if place.missing < 0 and place not in equal]
    worse = [place for place in places if place.missing > 0 and place not in equal]
    what, said = f"`{safe(places[0].announced, True)}`", []
    if better:
        weakest = min(better, key=lambda place: -place.missing)
        gives = (
            f"would give {telling.maker} {telling.amounts(better, 'backing down', len(places))}{telling.why(weakest)}"
        )
        said.append(f"Carrying out {what} {gives}{_believed(better)}.")
    if equal:
        where = "" if len(equal) == len(places) else _where(telling, equal)
        said.append(f"Carrying out {what}{where} is as good for {telling.maker} as backing down: believed or not.")
    if worse:
        nearest = min(worse, key=lambda place: place.missing)
        costs = (
            f"would cost {telling.maker} {telling.amounts(worse, 'backing down', len(places))}{telling.why(nearest)}"
        )
        said.append(f"Carrying out {what} {costs}, so nobody needs to believe it.")
    return said


def _where(telling: Telling, places: Sequence[FollowThrough]) -> str:
    after = dict.fromkeys(f"`{safe(telling.since(place), True)}`" for place in places if place.after)
    return f" after {joined(list(after), 'or')}" if after else ""


def _believed(places: Sequence[FollowThrough]) -> str:
    """What follows from carrying out being better, as far as chance lets it come to that."""
    low, high = min(place.odds for place in places), max(place.odds for place in places)
    if high <= 0:
        return ", but chance never lets it come to that, so nobody needs to believe it"
    if low >= 1 - SAME:
        return ", so it is believed"
    most = "at most " if high > low + SAME else ""
    return f", so it is believed, as far as chance lets it happen (odds {most}{odds(high)})"


def _costs(telling: Telling, groups: Sequence[Sequence[FollowThrough]]) -> str:
    """From which cost of backing down on each announcement is carried out, and where today's stands."""
    threat = telling.threat
    more = "" if threat.cost_today is not None else " beside today's"
    parts, carried = [], []
    for places in groups:
        needed = [telling.needed(place) for place in places]
        most, what = max(needed), f"`{safe(places[0].announced, True)}`"
        everywhere = " everywhere" if telling.own(most) != telling.own(min(needed)) else ""
        parts.append(f"{what}{everywhere} {_from(telling, most)}{more}")
        carries = [place.missing <= 0 or telling.nothing(place.missing) for place in places]
        carried.append((what, sum(carries) / len(places)))
    never = all(place.odds <= 0 for places in groups for place in places)
    so = "but chance never lets it" if never else f"so {_so(carried)}"
    return f"It would carry out {joined(parts)}; {_today(telling)}, {so}."


def _so(carried: Sequence[tuple[str, float]]) -> str:
    """What today's cost is enough for; each announcement with the share of its places where it is carried out."""
    everywhere = [what for what, share in carried if share == 1]
    if len(everywhere) == len(carried):
        return "it would"
    if everywhere:
        return f"it would for {joined(everywhere)} alone"
    return "it would not everywhere" if any(share for _, share in carried) else "it would not"


def _from(telling: Telling, cost: float) -> str:
    if telling.nothing(cost):
        return "if backing down cost it anything"
    if cost > 0:
        return f"if backing down cost it more than {telling.own(cost)}"
    return f"unless backing down brought it more than {telling.own(-cost)}"


def _today(telling: Telling) -> str:
    """What backing down costs as things are, and the parameter that says so."""
    cost, parameter = telling.threat.cost_today, safe(telling.threat.parameter, True)
    if cost is None:
        return "today it costs more for some announcements than for others"
    if telling.nothing(cost):
        return f"today it costs nothing{f' (`{parameter}` is 0)' if parameter else ''}"
    known = f" (`{parameter}` is {telling.own(cost)})" if parameter else ""
    return f"today it {'costs' if cost > 0 else 'brings'} it {telling.own(abs(cost))}{known}"


def _worth(telling: Telling) -> list[str]:
    """What being believed is worth, and what being bound would add."""
    threat, maker = telling.threat, telling.maker
    if same_endings(threat.today, threat.never):
        first = f"The threat changes nothing: play is {telling.way(threat.today)}, as if nobody could carry it out."
    else:
        gained = [t - n for t, n in zip(threat.today.payoffs, threat.never.payoffs, strict=True)]
        able = f"that it can is worth {telling.each(gained)}"
        first = f"If nobody could carry it out, play would be {telling.way(threat.never)}: {able}."
    if same_endings(threat.today, threat.bound):
        return [first, f"A commitment to carry it out would add nothing for {maker}."]
    worth = telling.each(threat.worth_of_binding)
    return [first, f"If {maker} could bind itself, play would be {telling.way(threat.bound)}: worth {worth}."]


def _prices(telling: Telling, some: Container[str]) -> list[str]:
    """What it costs the other side more not to give in to each announcement, because it is believed."""
    said = []
    for player in dict.fromkeys(price.player for price in telling.threat.prices):
        prices = [price for price in telling.threat.prices if price.player == player and price.announced in some]
        who, digits = telling.name(player), max(decimals([price.cost_of_defying]) for price in prices)
        costs = [0.0 if telling.nothing(p.cost_of_defying, player) else p.cost_of_defying for p in prices]
        if max(costs) <= 0:
            said.append(f"Not giving in would cost {who} no more than if nobody could carry it out.")
            continue
        parts = [
            f"{rounded(cost, digits) if cost > 0 else 'no'} more after `{safe(price.announced, True)}`"
            for cost, price in zip(costs, prices, strict=True)
        ]
        said.append(f"Because it is believed, not giving in would cost {who} {joined(parts)}.")
    return said
