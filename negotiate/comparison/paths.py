"""Where the paths of play of two trees part, and what made most of the difference there."""

from __future__ import annotations

import math

from negotiate.comparison.causes import (
    LaterAnswer,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    PartingCause,
    TermShift,
)
from negotiate.comparison.walk import Walk, favour, joint
from negotiate.games.extensive import CHANCE


def parting(first: Walk, second: Walk) -> Parting | OtherMoves | None:
    """Where two paths part, and why; None where they never do."""
    found = _divide(first, second, 0, 0)
    return None if found is None else _explained(first, second, *found)


def _divide(first: Walk, second: Walk, u: int, v: int) -> tuple[int, int] | None:
    """The first pair of nodes, from here on, at which something else is done; likeliest branches of chance first."""
    waiting = [(u, v)]
    while waiting:
        a, b = waiting.pop()
        if first.move(a) != second.move(b) or first.mover(a) != second.mover(b):
            return a, b
        here, there = first.below(a), second.below(b)
        ways, others = first.taken(a), second.taken(b)
        if first.mover(a) and ways != others:
            return a, b
        both = [action for action in ways if action in others]
        both.sort(key=lambda action: first.chance(here[action]) + second.chance(there[action]))
        waiting += [(here[action], there[action]) for action in both]
    return None


def _explained(first: Walk, second: Walk, u: int, v: int) -> Parting | OtherMoves:
    if first.move(u) != second.move(v) or first.mover(u) != second.mover(v):
        return OtherMoves(first.move(u), second.move(v))
    here, there = first.below(u), second.below(v)
    one, other = first.taken(u)[0], next(action for action in second.taken(v) if action not in first.taken(u)[:1])
    player, after = first.mover(u), tuple(first.game.action_label(node) for node in first.game.path(u)[1:])
    leads = (_lead(first, here, one, other, player), _lead(second, there, other, one, player))
    cause = _cause(first, second, u, v, one, other)
    return Parting(first.move(u), player, after, one, other, leads, cause)


def _lead(walk: Walk, below: dict[str, int], chosen: str, instead: str, player: str) -> float:
    if chosen not in below or instead not in below:
        return math.nan
    return walk.gain(below[chosen], player) - walk.gain(below[instead], player)


def _cause(first: Walk, second: Walk, u: int, v: int, one: str, other: str) -> PartingCause | None:
    """What made the second side's mover leave `one` for `other`."""
    here, there, player = first.below(u), second.below(v), first.mover(u)
    missing = Offered(tuple(a for a in (one, other) if a not in there), tuple(a for a in (one, other) if a not in here))
    if missing.first or missing.second:
        return missing
    drift = {a: second.gain(there[a], player) - first.gain(here[a], player) for a in (one, other)}
    even = math.isclose(-drift[one], drift[other], rel_tol=1e-9, abs_tol=1e-12)
    turned = min(one, other) if even else one if -drift[one] > drift[other] else other
    parts = _parts(first, second, here[turned], there[turned], player)
    sign = -1.0 if turned == one else 1.0
    below = _divide(first, second, here[turned], there[turned])
    if parts is None:
        return _later(first, second, turned, below) or OtherMoves(first.move(u), second.move(v))
    most = max(parts, key=lambda part: sign * parts[part])
    if most == "play" and below is not None:
        found = _later(first, second, turned, below)
        if found is not None:
            return found
    if most == "odds":
        shift = _odds(first, second, here[turned], there[turned])
        if shift is not None:
            return shift
    return _term(first, second, here, there, one, other, player)


def _later(first: Walk, second: Walk, after: str, pair: tuple[int, int] | None) -> LaterAnswer | OtherMoves | None:
    if pair is None:
        return None
    found = _explained(first, second, *pair)
    return found if isinstance(found, OtherMoves) else LaterAnswer(after, found)


def _parts(first: Walk, second: Walk, u: int, v: int, player: str) -> dict[str, float] | None:
    """How much of what a continuation is worth more on the second side comes from payoffs, odds and later play.

    Each is changed once starting from the first side and once going back from the second, and the two are averaged, so
    that looking from the other side only turns the signs.
    """
    worth: dict[str, float] = {}
    for name, play, odds in (
        ("11", first, first),
        ("12", first, second),
        ("22", second, second),
        ("21", second, first),
    ):
        ends = joint(first, second, u, v, play, odds)
        if ends is None:
            return None
        for side, walk, which in (("1", first, 0), ("2", second, 1)):
            column = walk.game.payoffs[:, walk.game.keys.index(player)]
            worth[name + side] = float(sum(pair[2] * column[int(pair[which])] for pair in ends))
    return {
        "payoffs": (worth["112"] - worth["111"] + worth["222"] - worth["221"]) / 2,
        "odds": (worth["122"] - worth["112"] + worth["221"] - worth["211"]) / 2,
        "play": (worth["222"] - worth["122"] + worth["211"] - worth["111"]) / 2,
    }


def _odds(first: Walk, second: Walk, u: int, v: int) -> OddsShift | None:
    """The first chance move from here on whose odds differ, and what of it differs most."""
    waiting: list[tuple[int, int]] = [(u, v)]
    while waiting:
        a, b = waiting.pop(0)
        here, there = first.below(a), second.below(b)
        both = [action for action in here if action in there]
        if first.game.tree.mover[a] == CHANCE:
            gap = {action: second.chance(there[action]) - first.chance(here[action]) for action in both}
            most = max(gap, key=lambda action: abs(gap[action]), default="")
            if most and abs(gap[most]) > 1e-12:
                return OddsShift(first.move(a), most, first.chance(here[most]), second.chance(there[most]))
        waiting += [(here[x], there[x]) for x in both if first.chance(here[x]) > 0 or second.chance(there[x]) > 0]
    return None


def _term(
    first: Walk, second: Walk, here: dict[str, int], there: dict[str, int], one: str, other: str, player: str
) -> TermShift | None:
    """The term that moved most towards the second side's choice."""
    before = favour(first, here, other, one, player)
    after = favour(second, there, other, one, player)
    if before is None or after is None:
        return None
    grown = {term: after.get(term, 0.0) - before.get(term, 0.0) for term in [*before, *after]}
    most = max(grown, key=lambda term: grown[term])
    return TermShift(player, most, before.get(most, 0.0), after.get(most, 0.0))
