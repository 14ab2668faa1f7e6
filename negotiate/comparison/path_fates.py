"""What becomes of each outcome of a tree, held against the other side's tree by the paths of play, and why.

Where a path of one side is left on the other, each difference between the sides is undone alone: a term by its values
at home for the same endings, odds by those at home, a later answer by the one at home. How far that moves the mover
back towards its choice at home is the difference's part in the change. Nothing that is the same on both sides has any.

In trees in which some mover does not know where it stands, an action is worth what its mover expects of it, given what
it believes. There nothing is carried over: each side's own equilibrium is held against the other's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, takewhile

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.comparison.causes import (
    SAME_ODDS,
    Fate,
    Fates,
    LaterAnswer,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    PartingCause,
    PrivateTypes,
    TermShift,
)
from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.comparison.terms import at_leaves
from negotiate.comparison.walk import Upheld, Walk, endings, favour, upheld
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import CHANCE
from negotiate.games.level_sweep import values_under
from negotiate.model.negotiation import Negotiation


@dataclass(frozen=True, slots=True)
class Answered:
    """The nodes at home and away at which something else is done after an action."""

    after: str
    home: int
    away: int


Suspect = TermShift | OddsShift | OtherMoves | Answered


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What a mover chooses at home and away, at a node that both sides have.

    Parameters
    ----------
    kept : Upheld
        The behaviour on both sides.
    player : str
        Who moves.
    home, away : dict of str to int
        Action → node, on each side.
    stays, leaves : str
        What is chosen at home, and what instead on the other side; both sides offer both.
    """

    kept: Upheld
    player: str
    home: dict[str, int]
    away: dict[str, int]
    stays: str
    leaves: str

    @property
    def signs(self) -> tuple[tuple[str, float], ...]:
        """Both actions, with the sign with which what they are worth counts."""
        return (self.leaves, 1.0), (self.stays, -1.0)

    def lead(self, values: FloatArray) -> float:
        """By how much leaving is better on the other side, where its nodes are worth so much."""
        own = values[:, self.kept.away.game.keys.index(self.player)]
        return float(own[self.away[self.leaves]] - own[self.away[self.stays]])


def culprit(choice: Choice) -> tuple[Suspect | None, bool]:
    """The difference that does most to make the mover leave, and whether it would stay without that one alone.

    Nothing where no difference by itself makes leaving any better.
    """
    away = choice.kept.away
    own = away.game.payoffs[:, away.game.keys.index(choice.player)]
    nothing = 1e-9 * float(np.ptp(own))
    suspects: list[tuple[float, Suspect]] = [*_terms(choice), *_odds(choice), *_answers(choice)]
    if not suspects:
        return None, False
    part, found = max(suspects, key=lambda pair: pair[0])
    return (None, False) if part <= nothing else (found, part >= choice.lead(away.values) - nothing)


def _terms(choice: Choice) -> Iterable[tuple[float, TermShift]]:
    """Each term that is worth something else at the endings that the other side's behaviour leads to."""
    here: dict[str, float] = {}
    there: dict[str, float] = {}
    for action, sign in choice.signs:
        ends = endings(choice.kept.away, choice.away[action])
        if ends is None:
            return
        nodes, weights = (np.array(part) for part in zip(*ends, strict=True))
        if (choice.kept.at_home[nodes] < 0).any():
            return
        for side, walk, found in (
            (here, choice.kept.home, choice.kept.at_home[nodes]),
            (there, choice.kept.away, nodes),
        ):
            leaves = [walk.game.leaf_of(int(node)) for node in found]
            for term, values in at_leaves(walk.scenario, walk.game, choice.player, leaves).items():
                side[term] = side.get(term, 0.0) + sign * float(weights @ values)
    for term in [*here, *(term for term in there if term not in here)]:
        shift = TermShift(choice.player, term, here.get(term, 0.0), there.get(term, 0.0))
        yield shift.second - shift.first, shift


def _odds(choice: Choice) -> Iterable[tuple[float, OddsShift]]:
    """Each move of chance with other odds."""
    home, away, tree = choice.kept.home, choice.kept.away, choice.kept.away.game.tree
    shifts: dict[str, OddsShift] = {}
    odds: dict[str, FloatArray] = {}
    for node in np.flatnonzero((tree.mover == CHANCE) & (choice.kept.at_home >= 0)):
        here, there = home.below(int(choice.kept.at_home[node])), away.below(int(node))
        gaps = {action: away.chance(there[action]) - home.chance(here[action]) for action in there if action in here}
        most = max(gaps, key=lambda action: abs(gaps[action]), default="")
        if not most or here.keys() != there.keys() or abs(gaps[most]) <= 1e-12:
            continue
        move = away.move(int(node))
        shifts.setdefault(move, OddsShift(move, most, home.chance(here[most]), away.chance(there[most])))
        changed = odds.setdefault(move, np.array(away.equilibrium.probability))
        for action, child in there.items():
            changed[child] = home.chance(here[action])
    for move, shift in shifts.items():
        yield _part(choice, odds[move]), shift


def _part(choice: Choice, probability: FloatArray) -> float:
    """How much less leaving would be worth under other behaviour or odds."""
    game = choice.kept.away.game
    return choice.lead(choice.kept.away.values) - choice.lead(values_under(game.tree, game.payoffs, probability))


def _answers(choice: Choice) -> Iterable[tuple[float, Answered | OtherMoves]]:
    """The first nodes after each action at which something else is done or the moves themselves differ."""
    home, away = choice.kept.home, choice.kept.away
    for action, sign in choice.signs:
        waiting = [(choice.home[action], choice.away[action], sign)]
        while waiting:
            a, b, weight = waiting.pop()
            here, there = home.below(a), away.below(b)
            one, other = home.taken(a), away.taken(b)
            if not home.alike(a, away, b):
                gap = away.gain(b, choice.player) - home.gain(a, choice.player)
                yield weight * gap, OtherMoves(home.move(a), away.move(b))
            elif home.mover(a) and one != other:
                worth = home.gain(a, choice.player) if one[0] not in there else away.gain(there[one[0]], choice.player)
                yield weight * (away.gain(b, choice.player) - worth), Answered(action, a, b)
            else:
                both = [x for x in other if x in here]
                waiting += [(here[x], there[x], weight * away.chance(there[x])) for x in both]


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
    both = (choice.stays, choice.leaves)
    offered = _offered(both, choice.home, both, choice.away)
    if offered is not None:
        return offered, True
    found, decisive = culprit(choice)
    if isinstance(found, TermShift):
        return _beside_the_gains(choice, found), decisive
    if not isinstance(found, Answered):
        return found, decisive
    later = _explained(choice.kept, found.home, found.away)
    return (later if isinstance(later, OtherMoves) else LaterAnswer(found.after, later)), decisive


def _offered(
    one: Iterable[str], here: Mapping[str, int], other: Iterable[str], there: Mapping[str, int]
) -> Offered | None:
    """The actions of either side that the other side does not offer; None where each offers all."""
    only_home = tuple(action for action in one if action not in there)
    only_away = tuple(action for action in other if action not in here)
    return Offered(only_home, only_away) if only_home or only_away else None


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


SIMPLE, EXACT = 100, 1e-9
"""The largest denominator of a fraction that is told, and how near it must be."""


def hides(walk: Walk) -> bool:
    """Whether somebody moves without knowing all that happened before."""
    return not walk.game.perfect_information


def hidden_parting(home: Walk, away: Walk) -> Parting | OtherMoves | PrivateTypes | None:
    """Where the play of the side that has an outcome is left by an outcome of the other side; None where it is not.

    Parameters
    ----------
    home, away : Walk
        An equilibrium of each side; at least one of the trees hides something.

    Returns
    -------
    Parting, OtherMoves, PrivateTypes or None
        What is `first` in it is home, what is `second` away. A parting's leads are NaN where one of the choices is a
        mixture, which is as good as any of its parts, or nothing is believed; it has no cause.
    """
    types = _only_one_has(home, away)
    if types is not None:
        return types
    found = divide(home, away)
    if found is None:
        return None
    a, b = found
    if not home.alike(a, away, b):
        return OtherMoves(home.move(a), away.move(b))
    after = tuple(home.game.action_label(node) for node in home.game.path(a)[1:])
    one, other = home.taken(a), away.taken(b)
    here, there = home.below(a), away.below(b)
    cause = _offered(one, here, other, there)
    leads = math.nan, math.nan
    if cause is None and len(one) == len(other) == 1:
        leads = _expected_lead(home, a, one[0], other[0]), _expected_lead(away, b, other[0], one[0])
    return Parting(home.move(a), home.mover(a), after, _mixture(home, a), _mixture(away, b), leads, cause)


def _only_one_has(home: Walk, away: Walk) -> PrivateTypes | None:
    """The private types of players who have none on the other side."""
    for walk, other, second in ((home, away, False), (away, home, True)):
        new = {player: kinds for player, kinds in walk.scenario.types.items() if player not in other.scenario.types}
        if new:
            named = tuple((player, tuple(kind.id for kind in kinds)) for player, kinds in new.items())
            return PrivateTypes(named, second)
    return None


def _mixture(walk: Walk, node: int) -> str:
    """What is done at a node: an action, or several with their probabilities."""
    below = walk.below(node)
    taken = walk.taken(node)
    if len(taken) == 1:
        return taken[0]
    return " + ".join(f"{_fraction(walk.chance(below[action]))} {action}" for action in taken)


def _fraction(p: float) -> str:
    """A simple fraction, or three digits where none is near."""
    near = Fraction(p).limit_denominator(SIMPLE)
    return str(near) if abs(near - p) <= EXACT else f"{p:.3g}"


def _expected_lead(walk: Walk, node: int, chosen: str, instead: str) -> float:
    """How much more the mover at a node expects of one action than of another, given what it believes; else NaN."""
    game, tree = walk.game, walk.game.tree
    label = int(tree.information_set[node])
    nodes = np.flatnonzero(tree.information_set == label) if label >= 0 else np.array([node])
    weights = _believed(walk, label, nodes)
    if weights is None:
        return math.nan
    own = walk.values[:, game.keys.index(walk.mover(node))]
    gaps = [own[walk.below(int(v))[chosen]] - own[walk.below(int(v))[instead]] for v in nodes]
    return float(weights @ np.array(gaps))


def _believed(walk: Walk, label: int, nodes: IndexArray) -> FloatArray | None:
    """The probability of each node of a set, by the odds of coming there or, off the path, as the concept says."""
    reach = walk.equilibrium.reach[nodes]
    if reach.sum() > 0:
        return np.asarray(reach / reach.sum())
    return walk.equilibrium.beliefs.get(label)


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
    gone = next((fate.first for fate in each if fate.kind == "vanishes"), None)
    come = next((fate.second for fate in each if fate.kind == "appears"), None)
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
    gone = [(fate, fate.first) for fate in each if fate.kind == "vanishes" and fate.first]
    come = [(fate, fate.second) for fate in each if fate.kind == "appears" and fate.second]
    if len(gone) * len(come) > PAIRS:
        return result
    after = [(fate, outcome, _walk(two, outcome)) for fate, outcome in come]
    for fate, outcome in gone:
        walk = _walk(one, outcome)
        for new, other, there in after:
            if new in result and divide(walk, there) is None:
                result[result.index(fate)] = Fate("shifts", outcome, other)
                result.remove(new)
                break
    return result


def _unlisted(
    each: list[Fate], one: Negotiation, two: Negotiation, first: Prediction, second: Prediction
) -> list[Fate]:
    """Say of what vanishes or appears only because not every outcome is listed that the other side has it too."""
    result = list(each)
    for place, fate in enumerate(each):
        if fate.kind == "vanishes" and fate.first and not second.complete:
            found = _still(fate.first, one, two, second, len(each))
            result[place] = Fate("blends", fate.first, found) if found else fate
        elif fate.kind == "appears" and fate.second and not first.complete:
            found = _still(fate.second, two, one, first, len(each))
            result[place] = Fate("emerges", found, fate.second) if found else fate
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


def _walk(side: Negotiation, outcome: Outcome) -> Walk:
    return Walk(side, _equilibrium(outcome))


def _equilibrium(outcome: Outcome) -> TreeEquilibrium:
    if not isinstance(outcome.equilibrium, TreeEquilibrium):
        raise TypeError("an outcome of a tree is an equilibrium of a tree")
    return outcome.equilibrium


def _ways(outcome: Outcome) -> Mapping[Way, float]:
    """Each ending that is reached, as the moves and actions that lead there, with its probability."""
    found = _equilibrium(outcome)
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
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
