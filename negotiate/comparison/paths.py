"""Where a path of play of one side is left on the other, and what makes its mover leave it there."""

from __future__ import annotations

import math
from dataclasses import replace

from negotiate.comparison.blame import Answered, Choice, culprit
from negotiate.comparison.causes import (
    LaterAnswer,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    PartingCause,
    PrivateTypes,
    TermShift,
)
from negotiate.comparison.upholding import Upheld
from negotiate.comparison.walk import Walk, favour

SAME = 1e-9
"""Two parts of a gain that differ by no more are the same."""


def divide(first: Walk, second: Walk) -> tuple[int, int] | None:
    """The first pair of nodes at which something else is done; likeliest branches of chance first."""
    waiting = [(0, 0)]
    while waiting:
        a, b = waiting.pop()
        here, there = first.below(a), second.below(b)
        ways, others = first.taken(a), second.taken(b)
        if not first.alike(a, second, b) or (first.mover(a) and ways != others):
            return a, b
        both = [action for action in ways if action in others]
        both.sort(key=lambda action: first.chance(here[action]) + second.chance(there[action]))
        waiting += [(here[action], there[action]) for action in both]
    return None


def parting(kept: Upheld) -> Parting | OtherMoves | None:
    """Where the path of the side that has an outcome is left on the other side, and why; None where it is not.

    What is `first` in the answer is that side, what is `second` the other.
    """
    found = divide(kept.home, kept.away)
    return None if found is None else _explained(kept, *found)


def _explained(kept: Upheld, a: int, b: int) -> Parting | OtherMoves:
    home, away = kept.home, kept.away
    if not home.alike(a, away, b):
        return OtherMoves(home.move(a), away.move(b))
    here, there, player = home.below(a), away.below(b), home.mover(a)
    one, other = home.taken(a)[0], away.taken(b)[0]
    after = tuple(home.game.action_label(node) for node in home.game.path(a)[1:])
    leads = (_lead(home, here, one, other, player), _lead(away, there, other, one, player))
    cause, decisive = _cause(Choice(kept, player, here, there, one, other))
    return Parting(home.move(a), player, after, one, other, leads, cause, decisive)


def _lead(walk: Walk, below: dict[str, int], chosen: str, instead: str, player: str) -> float:
    if chosen not in below or instead not in below:
        return math.nan
    return walk.gain(below[chosen], player) - walk.gain(below[instead], player)


def _cause(choice: Choice) -> tuple[PartingCause | None, bool]:
    """What made the mover leave, with the causes below it."""
    only_home = tuple(a for a in (choice.stays, choice.leaves) if a not in choice.away)
    only_away = tuple(a for a in (choice.stays, choice.leaves) if a not in choice.home)
    if only_home or only_away:
        return Offered(only_home, only_away), True
    found, decisive = culprit(choice)
    if isinstance(found, TermShift):
        return _beside_the_gains(choice, found), decisive
    if not isinstance(found, Answered):
        return found, decisive
    later = _explained(choice.kept, found.home, found.away)
    return (later if isinstance(later, OtherMoves) else LaterAnswer(found.after, later)), decisive


def _beside_the_gains(choice: Choice, found: TermShift) -> TermShift:
    """What the term adds at home to the gain there, where that shows the difference; else as it was found."""
    home = favour(choice.kept.home, choice.home, choice.leaves, choice.stays, choice.player)
    own = None if home is None else home.get(found.term, 0.0)
    if own is None or math.isclose(own, found.first, rel_tol=SAME, abs_tol=SAME):
        return found
    shows = found.second - own > SAME * max(1.0, abs(own), abs(found.second))
    return replace(found, first=own) if shows else replace(found, same_answers=True)


def turned(found: Parting | OtherMoves | PrivateTypes | None) -> Parting | OtherMoves | PrivateTypes | None:
    """The same with the sides in the other order."""
    if isinstance(found, PrivateTypes):
        return replace(found, by_second=not found.by_second)
    if isinstance(found, Parting):
        return _turned(found)
    return None if found is None else OtherMoves(found.second, found.first)


def _turned(found: Parting) -> Parting:
    cause = found.cause
    match cause:
        case TermShift(player, term, first, second, same_answers):
            cause = TermShift(player, term, -second, -first, same_answers)
        case OddsShift(move, action, first, second):
            cause = OddsShift(move, action, second, first)
        case LaterAnswer(after, later):
            cause = LaterAnswer(after, _turned(later))
        case Offered(first, second):
            cause = Offered(second, first)
        case OtherMoves(first, second):
            cause = OtherMoves(second, first)
    return replace(found, first=found.second, second=found.first, leads=found.leads[::-1], cause=cause)
