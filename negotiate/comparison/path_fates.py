"""What becomes of each outcome of a tree, held against the other side's tree by the paths of play."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from negotiate.comparison.causes import OtherMoves, Parting, PrivateTypes
from negotiate.comparison.fates import SAME_ODDS, Fate, Fates
from negotiate.comparison.hidden_paths import hidden_parting, hides
from negotiate.comparison.paths import divide, parting, turned
from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.comparison.upholding import upheld
from negotiate.comparison.walk import Walk
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.solution import TreeEquilibrium

PAIRS, CELLS = 2_500, 20_000_000
"""Outcomes whose paths are followed together, and outcomes times nodes that are looked up again on the other side."""

Way = tuple[tuple[str, str], ...]


def fates_in_turn(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates | None:
    """Match the outcomes of two trees by their paths of play; None where neither side has moves."""
    if first.at_once and second.at_once:
        return None
    if first.at_once or second.at_once:
        why = OtherMoves(*(side.protocol[0].id if side.protocol else "" for side in (one, two)))
        return Fates((), why, why)
    each = _unlisted(_shifted(_listed(first, second), one, two), one, two, first, second)
    gone = next((f.first for f in each if f.kind == "vanishes" and f.first), None)
    come = next((f.second for f in each if f.kind == "appears" and f.second), None)
    left = None if gone is None else _left(gone, one, two, come, second)
    came = None if come is None else turned(_left(come, two, one, gone, first))
    return Fates(tuple(each), left, came)


def _listed(first: Prediction, second: Prediction) -> list[Fate]:
    """Each outcome beside the one that has the same endings."""
    ways = [_ways(outcome) for outcome in second.outcomes]
    each: list[Fate] = []
    met: set[int] = set()
    for outcome in first.outcomes:
        mine = _ways(outcome)
        place = next((k for k, way in enumerate(ways) if way.keys() == mine.keys() and k not in met), None)
        if place is None:
            each.append(Fate("vanishes", outcome, None))
            continue
        met.add(place)
        same = all(abs(chance - ways[place][way]) <= SAME_ODDS for way, chance in mine.items())
        each.append(Fate("stays" if same else "shifts", outcome, second.outcomes[place]))
    return [*each, *(Fate("appears", None, outcome) for k, outcome in enumerate(second.outcomes) if k not in met)]


def _shifted(each: list[Fate], one: Negotiation, two: Negotiation) -> list[Fate]:
    """Join what vanishes and what appears where the same is done wherever both come, so that only odds differ."""
    result = list(each)
    gone, come = ([fate for fate in each if fate.kind == kind] for kind in ("vanishes", "appears"))
    if len(gone) * len(come) > PAIRS:
        return result
    after = [(fate, _walk(two, fate.second)) for fate in come if fate.second]
    for fate in gone:
        walk = _walk(one, fate.first)
        found = next((pair for pair in after if pair[0] in result and divide(walk, pair[1]) is None), None)
        if found is not None:
            result[result.index(fate)] = Fate("shifts", fate.first, found[0].second)
            result.remove(found[0])
    return result


def _unlisted(
    each: list[Fate], one: Negotiation, two: Negotiation, first: Prediction, second: Prediction
) -> list[Fate]:
    """Say of what vanishes or appears only because not every outcome is listed that the other side has it too."""
    result = []
    for fate in each:
        found = None
        if fate.kind == "vanishes" and fate.first and not second.complete:
            found = _still(fate.first, one, two, second, len(each))
            result.append(Fate("blends", fate.first, found) if found else fate)
        elif fate.kind == "appears" and fate.second and not first.complete:
            found = _still(fate.second, two, one, first, len(each))
            result.append(Fate("emerges", found, fate.second) if found else fate)
        else:
            result.append(fate)
    return result


def _still(outcome: Outcome, home: Negotiation, away: Negotiation, there: Prediction, count: int) -> Outcome | None:
    """The same outcome on the other side, if its behaviour can be upheld there."""
    found = there.outcomes[0].equilibrium if there.outcomes else None
    if not isinstance(found, TreeEquilibrium) or count * len(found.game.tree) > CELLS:
        return None
    here, other = _walk(home, outcome), Walk(away, found)
    if hides(here) or hides(other):
        return None
    kept = upheld(here, other)
    if kept is None or divide(kept.home, kept.away) is not None:
        return None
    held = kept.away.equilibrium
    same = Outcome(by_player(held.game.keys, held.payoffs), held.choices, equilibrium=held)
    return same if _ways(same).keys() == _ways(outcome).keys() else None


def _left(
    outcome: Outcome, home: Negotiation, away: Negotiation, new: Outcome | None, there: Prediction
) -> Parting | OtherMoves | PrivateTypes | None:
    """Where an outcome's path is left on the other side, for the new outcome there or else for the nearest."""
    other = new or _nearest(outcome, there.outcomes)
    if other is None:
        return None
    one, two = _walk(home, outcome), _walk(away, other)
    if hides(one) or hides(two):
        return hidden_parting(one, two)
    kept = upheld(one, two)
    return None if kept is None else parting(kept)


def _walk(side: Negotiation, outcome: Outcome | None) -> Walk:
    found = None if outcome is None else outcome.equilibrium
    if not isinstance(found, TreeEquilibrium):
        raise TypeError("an outcome of a tree is an equilibrium of a tree")
    return Walk(side, found)


def _ways(outcome: Outcome) -> Mapping[Way, float]:
    """Each ending that is reached, as the moves and actions that lead there, with its probability."""
    found = outcome.equilibrium
    if not isinstance(found, TreeEquilibrium):
        raise TypeError("an outcome of a tree is an equilibrium of a tree")
    tree, game = found.game.tree, found.game
    result = {}
    for leaf, chance in found.endings:
        nodes = game.path(int(tree.leaves[leaf]))
        steps = [(game.moves[int(tree.move[a])].label, game.action_label(b)) for a, b in pairwise(nodes)]
        result[tuple(steps)] = chance
    return result


def _nearest(outcome: Outcome, others: Sequence[Outcome]) -> Outcome | None:
    """The outcome among the others whose path stays longest with this one's."""
    return max(others, key=lambda other: _shared(other, outcome), default=None)


def _shared(one: Outcome, other: Outcome) -> int:
    """How many steps two outcomes share at most, over their endings."""
    return max((_common(a, b) for a in _ways(one) for b in _ways(other)), default=0)


def _common(one: Way, other: Way) -> int:
    steps = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        steps += 1
    return steps
