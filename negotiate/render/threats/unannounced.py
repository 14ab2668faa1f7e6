"""What somebody would do well to be bound to where no move announces anything, in plain sentences."""

from __future__ import annotations

from negotiate.credibility.result import Case
from negotiate.credibility.stages import same_endings
from negotiate.render.threats.changes import costing, today, upwards
from negotiate.render.threats.telling import Telling
from negotiate.report.words import safe

OPENING = "No move announces a threat. This is what somebody would do well to be bound to:"
NOTHING = "No move announces a threat, and nobody would gain by being bound to anything."


def sentences(case: Case, step: str) -> list[str]:
    """Everything that is said of a case without announcements."""
    if not case.threats:
        return [NOTHING]
    told = [said for threat in case.threats for said in _commitment(Telling(case, threat, step))]
    more = "1 more action" if case.cut == 1 else f"{case.cut:,} more actions"
    return [OPENING, *told, *([f"To be bound to one of {more} would bring somebody less."] if case.cut else [])]


def _commitment(telling: Telling) -> list[str]:
    threat, place = telling.threat, telling.threat.places[0]
    act, other = f"`{safe(place.carrying_out, True)}`", f"`{safe(place.backing_down, True)}`"
    after = f" after `{safe(telling.since(place), True)}`" if place.after else ""
    if telling.nothing(place.missing):
        first = f"{act}{after} is as good for {telling.maker} as {other}, so it may be believed or not."
    else:
        cost = f"would cost {telling.maker} {telling.own(place.missing)} more than {other}{telling.why(place)}"
        first = f"{act}{after} {cost}, so nobody needs to believe it."
    here = today(telling)
    up = threat.stages[here + 1] if here + 1 < len(threat.stages) else None
    worth = f"play would be {telling.way(threat.bound)}: worth {telling.each(threat.worth_of_binding)}"
    if up is None or not same_endings(up.equilibrium, threat.bound) or telling.nothing(place.missing):
        more = [] if telling.nothing(place.missing) else upwards(telling, other, " besides")
        return [first, f"If {telling.maker} could bind itself to it, {worth}.", *more]
    return [first, f"If {other} {costing(telling, up)} besides, or if it could bind itself, {worth}."]
