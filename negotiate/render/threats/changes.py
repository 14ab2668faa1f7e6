"""How play changes with the cost of backing down, in plain sentences with both ends of each range."""

from __future__ import annotations

from math import inf, isfinite

from negotiate.credibility.result import Stage
from negotiate.credibility.stages import same_endings
from negotiate.render.threats.telling import Telling
from negotiate.report.numbers import contrast

NEXT = 2
"""Changes that are told on either side of today's cost."""


def changes(telling: Telling) -> list[str]:
    """Over which costs of backing down play is another, next above and next below today's."""
    said = [*upwards(telling), *_told(telling, list(reversed(telling.threat.stages[: today(telling)])))]
    same = "What happens is the same" if telling.threat.complete else "As far as was looked, what happens is the same"
    return said or [f"{same} whatever backing down costs: {telling.way(telling.threat.today)}."]


def upwards(telling: Telling, deed: str = "backing down", besides: str = "") -> list[str]:
    """Over which higher costs of a deed play is another; nothing where it never is."""
    return _told(telling, list(telling.threat.stages[today(telling) + 1 :]), deed, besides)


def today(telling: Telling) -> int:
    """The place among the stages of the one that holds today's cost and today's play."""
    threat = telling.threat
    holds = [(s.low <= 0 or telling.nothing(s.low)) and (s.high >= 0 or telling.nothing(s.high)) for s in threat.stages]
    found = [k for k, held in enumerate(holds) if held]
    return next((k for k in found if same_endings(threat.stages[k].equilibrium, threat.today)), found[0])


def _told(telling: Telling, stages: list[Stage], deed: str = "backing down", besides: str = "") -> list[str]:
    parts = []
    for k, stage in enumerate(stages[:NEXT]):
        who = deed if k == 0 else "it"
        play = f"{'play would be ' if k == 0 else ''}{telling.way(stage.equilibrium)}"
        parts.append(f"if {who} {costing(telling, stage)}{besides}, {play}")
    said = "; ".join(parts)
    return [f"I{said[1:]}."] if said else []


def costing(telling: Telling, stage: Stage) -> str:
    """A range of costs with both its ends: "cost it between 1 and 3", "brought it more than 8.42"."""
    base = telling.threat.cost_today
    low, high = (
        0.0 if telling.nothing(end + (base or 0.0)) else end + (base or 0.0) for end in (stage.low, stage.high)
    )
    more = "" if base is not None else " beside today's"
    if low >= 0:
        return f"cost it {_range(telling, low, high)}{more}"
    if high <= 0:
        return f"brought it {_range(telling, -high, -low)}{more}"
    cost = "anything" if high == inf else f"less than {telling.own(high)}"
    gain = f" or brought it {_range(telling, 0.0, -low)}" if isfinite(low) else ""
    return f"cost it {cost}{gain}{more}"


def _range(telling: Telling, low: float, high: float) -> str:
    """Amounts from one, not below 0, to another."""
    if high == inf:
        return "anything" if low == 0 else f"more than {telling.own(low)}"
    if telling.nothing(high - low):
        return f"exactly {telling.own(low)}"
    if low == 0:
        return f"less than {telling.own(high)}"
    least, most = contrast(low, high, telling.digits[telling.threat.player])
    return f"between {least} and {most}"
