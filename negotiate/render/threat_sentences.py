"""Whether a threat is believed, in plain sentences with the scenario's own words and numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from negotiate.credibility.follow_through import deciding
from negotiate.credibility.result import Case, FollowThrough, Stage, Threat
from negotiate.credibility.stages import same_endings
from negotiate.render.text import contrast, decimals, joined, rounded, safe
from negotiate.render.walks import path
from negotiate.solvers.solution import TreeEquilibrium

SAME = 1e-9
"""Of a payoff: what is smaller is rounding."""
NAMED = 3
"""Places of one announcement that a sentence names one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One threat with the words and decimals that all that is said of it shares."""

    case: Case
    threat: Threat

    @property
    def digits(self) -> list[int]:
        """Decimals of each player's numbers."""
        game, threat = self.case.game, self.threat
        told = [
            [*(way.payoffs[p] for way in (threat.never, threat.today, threat.bound))] for p in range(game.n_players)
        ]
        told[threat.player] += [x for place in threat.places for x in (place.carried_out, place.backed_down)]
        told[threat.player] += [self.needed(place) for place in threat.places]
        return [max(decimals([x]) for x in numbers) for numbers in told]

    @property
    def maker(self) -> str:
        """Who threatens."""
        return self.name(self.threat.player)

    def name(self, player: int) -> str:
        """A player for people."""
        return safe(self.case.game.players[player], True)

    def own(self, x: float) -> str:
        """A number of the threatening player's."""
        return rounded(x, self.digits[self.threat.player])

    def needed(self, place: FollowThrough) -> float:
        """The cost of backing down from which on the threat is carried out at a place: whole, or beside today's."""
        return place.missing if self.threat.cost_today is None else place.threshold

    def after(self, place: FollowThrough, step: str) -> str:
        """What was done between threat and deed."""
        return f" {step} ".join(safe(word, True) for word in place.after)

    def deed(self, place: FollowThrough) -> str:
        """What is threatened: the announcement, or the action where nothing is announced."""
        return f"`{safe(place.announced or place.carrying_out, True)}`"


def sentences(case: Case) -> list[str]:
    """Everything that is said of one case, the answer first."""
    if not case.threats:
        said = "No move announces a threat" if not case.announced else "No threat can be carried out"
        return [f"{said}, and nobody would gain by being bound to anything."]
    found: list[str] = []
    if not case.announced:
        found.append("No move announces a threat. This is what somebody would do well to be bound to:")
    for threat in case.threats:
        telling = Telling(case, threat)
        found += [*_deeds(telling), _costs(telling), *_changes(telling), *_worth(telling), *_prices(telling)]
    if case.cut:
        found.append(f"{case.cut:,} more would gain somebody something, but less.")
    return found


def _deeds(telling: Telling) -> list[str]:
    """For each announcement, whether carrying it out is better than backing down, by how much and why."""
    said = []
    for announced in dict.fromkeys(place.announced for place in telling.threat.places):
        places = [place for place in telling.threat.places if place.announced == announced]
        for better, group in (
            (True, [p for p in places if p.missing <= SAME]),
            (False, [p for p in places if p.missing > SAME]),
        ):
            if group:
                said.append(_deed(telling, group, better))
    return said


def _deed(telling: Telling, places: Sequence[FollowThrough], better: bool) -> str:
    least = min(places, key=lambda place: abs(place.missing))
    what = telling.deed(least)
    if all(abs(place.missing) <= SAME for place in places):
        return f"Carrying out {what} is as good for {telling.maker} as not: it may be believed, and need not."
    amounts = _amounts(telling, places)
    gap = deciding(least)
    why = f" ({_term(telling, gap.term, gap.amount)})" if gap else ""
    if better:
        how = f"gives {telling.maker} {amounts} more than backing down{why}"
        return f"Carrying out {what} {how}, so it is believed."
    return f"Carrying out {what} would cost {telling.maker} {amounts} more than backing down{why}, so nobody needs to believe it."


def _term(telling: Telling, term: str, amount: float) -> str:
    return f"most through `{safe(term, True)}`: {telling.own(amount)}"


def _amounts(telling: Telling, places: Sequence[FollowThrough]) -> str:
    """By how much, place by place where there are few: "2.1 after `hold` and 3 after `retaliate`"."""
    if len(places) > NAMED:
        low, high = contrast(
            *sorted(abs(p.missing) for p in places)[:: len(places) - 1], telling.digits[telling.threat.player]
        )
        return f"{low} to {high}"
    return joined([f"{telling.own(abs(p.missing))}{_where(telling, p)}" for p in places])


def _where(telling: Telling, place: FollowThrough) -> str:
    steps = [word for word in place.after if word]
    return f" after `{safe(steps[0] if telling.threat.announced_at else steps[-1], True)}`" if steps else ""


def _costs(telling: Telling) -> str:
    """From which cost of backing down on each announcement is carried out, and what it costs today."""
    threat = telling.threat
    found = []
    for announced in dict.fromkeys(place.announced for place in threat.places):
        places = [place for place in threat.places if place.announced == announced]
        most = max(telling.needed(place) for place in places)
        everywhere = " everywhere" if max(p.missing for p in places) - min(p.missing for p in places) > SAME else ""
        found.append((telling.deed(places[0]), most, everywhere))
    more = "" if threat.cost_today is not None else " more than today"
    parts = [
        f"{what}{everywhere} once backing down costs it {telling.own(most)} or more{more}"
        if most > SAME
        else f"{what}{everywhere} unless backing down brings it more than {telling.own(-most)}{more}"
        for what, most, everywhere in found
    ]
    return f"It carries out {joined(parts)}{_today(threat, telling)}."


def _today(threat: Threat, telling: Telling) -> str:
    if threat.cost_today is None or not threat.announced_at:
        return ""
    cost = telling.own(threat.cost_today)
    return f" (today `{safe(threat.parameter, True)}` is {cost})" if threat.parameter else f" (today it costs {cost})"


def _changes(telling: Telling) -> list[str]:
    """At which cost of backing down play itself changes, next above and next below today's."""
    threat = telling.threat
    here = next(k for k, stage in enumerate(threat.stages) if same_endings(stage.equilibrium, threat.today))
    for k, stage in enumerate(threat.stages):
        if stage.low <= 0 <= stage.high and same_endings(stage.equilibrium, threat.today):
            here = k
    said = []
    if here + 1 < len(threat.stages):
        said.append(_change(telling, threat.stages[here].high, threat.stages[here + 1], True))
    if here > 0:
        said.append(_change(telling, threat.stages[here].low, threat.stages[here - 1], False))
    return said or [f"What happens is the same whatever backing down costs: {_way(threat.today)}."]


def _change(telling: Telling, extra: float, stage: Stage, up: bool) -> str:
    base = telling.threat.cost_today
    cost = extra + (base or 0.0)
    more = "" if base is not None else " more than today"
    if up:
        what = (
            f"cost it {telling.own(cost)} or more{more}"
            if cost > -SAME
            else f"brought it {telling.own(-cost)} or less{more}"
        )
    else:
        what = (
            f"cost it {telling.own(cost)} or less{more}"
            if cost > SAME
            else f"brought it {telling.own(-cost)} or more{more}"
        )
    return f"If backing down {what}, play would be {_way(stage.equilibrium)}."


def _way(way: TreeEquilibrium) -> str:
    return f"`{path(way, '→')}`"


def _worth(telling: Telling) -> list[str]:
    """What being believed is worth, and what being bound would add."""
    threat = telling.threat
    believed = [t - n for t, n in zip(threat.today.payoffs, threat.never.payoffs, strict=True)]
    said = []
    if threat.announced_at:
        if same_endings(threat.today, threat.never):
            said.append(
                f"As it is the threat changes nothing: if nobody could carry it out, play would be {_way(threat.never)} too."
            )
        else:
            said.append(
                f"If nobody could carry it out, play would be {_way(threat.never)}: being able to is worth {_each(telling, believed)}."
            )
    if same_endings(threat.today, threat.bound):
        said.append(f"A commitment to carry it out would add nothing for {telling.maker}.")
    else:
        said.append(
            f"If {telling.maker} could bind itself, play would be {_way(threat.bound)}: worth "
            f"{_each(telling, threat.worth_of_binding)}."
        )
    return said


def _each(telling: Telling, amounts: Sequence[float]) -> str:
    order = [telling.threat.player, *(p for p in range(len(amounts)) if p != telling.threat.player)]
    digits = telling.digits
    return joined([f"{rounded(amounts[p], digits[p])} to {telling.name(p)}" for p in order])


def _prices(telling: Telling) -> list[str]:
    """What the other side would pay to be rid of each announcement."""
    said = []
    for player in dict.fromkeys(price.player for price in telling.threat.prices):
        prices = [price for price in telling.threat.prices if price.player == player]
        who, digits = telling.name(player), max(decimals([price.worth_averting]) for price in prices)
        if all(abs(price.worth_averting) <= SAME for price in prices):
            said.append(f"{who} would pay nothing to be rid of it.")
            continue
        parts = [f"up to {rounded(p.worth_averting, digits)} to be rid of `{safe(p.announced, True)}`" for p in prices]
        said.append(f"{who} would pay {joined(parts)}.")
    return said


def rising(prices: Sequence[float]) -> bool:
    """Whether each is larger than the one before."""
    return all(b > a and math.isfinite(b) for a, b in pairwise(prices))
