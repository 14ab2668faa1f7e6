"""What becomes of each outcome of a tree, held against the other side's tree by the paths of play,
and why.

Where a path of one side is left on the other, each difference between the sides is undone alone: a
term by its values at home for the same endings, odds by those at home, a later answer by the one at
home. How far that moves the mover back towards its choice at home is the difference's part in the
change. Nothing that is the same on both sides has any.

In trees in which some mover does not know where it stands, an action is worth what its mover
expects of it, given what it believes. There nothing is carried over: each side's own equilibrium is
held against the other's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise, takewhile

import numpy as np

from negotiate.answers import Outcome, Prediction, by_player
from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.comparison.causes import (
    SAME_ODDS,
    Fates,
    LaterAnswer,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    PartingCause,
    PrivateTypes,
    TermShift,
    paired,
    shifted,
    unlisted,
)
from negotiate.comparison.worths import at_leaves, endings
from negotiate.display import entity
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.backward_induction import TIE, verified
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.model.negotiation import Negotiation


@entity
class Walk:
    """One side's tree with the behaviour that is held against the other side's."""

    scenario: Negotiation
    equilibrium: TreeEquilibrium
    values: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        game = self.game
        object.__setattr__(self, "values", game.worth(self.equilibrium.probability))

    @property
    def game(self) -> ExtensiveGame:
        """The tree with its labels."""
        return self.equilibrium.game

    def below(self, node: int) -> dict[str, int]:
        """Action → the node that it leads to."""
        return dict(
            zip(self.game.action_labels(node), self.game.tree.children(node).tolist(), strict=True)
        )

    def chance(self, node: int) -> float:
        """With what probability a node is entered from its parent."""
        return float(self.equilibrium.probability[node])

    def taken(self, node: int) -> list[str]:
        """The actions that are taken at a node at all."""
        return [action for action, child in self.below(node).items() if self.chance(child) > 0]

    def move(self, node: int) -> str:
        """The move that is made at a node; empty where the game ends."""
        return "" if self.game.tree.mover[node] == LEAF else self.game.move_label(node)

    def mover(self, node: int) -> str:
        """Who moves at a node, "" for chance and at an ending."""
        who = int(self.game.tree.mover[node])
        return self.game.keys[who] if who >= 0 else ""

    def alike(self, node: int, other: Walk, there: int) -> bool:
        """Whether the same player makes the same move at a node here and at one there, or both are
        endings.
        """
        return self.move(node) == other.move(there) and self.mover(node) == other.mover(there)

    def gain(self, node: int, player: str) -> float:
        """What is to be expected from a node on."""
        return float(self.values[node, self.game.keys.index(player)])

    @property
    def hides(self) -> bool:
        """Whether somebody moves without knowing all that happened before."""
        return not self.game.perfect_information


ENDINGS = 5_000
"""Above so many endings of one continuation, it is not taken apart."""
Ends = tuple[IndexArray, FloatArray]
"""Ending nodes, and their probabilities."""


def ends(walk: Walk, node: int) -> Ends | None:
    """What is reached from a node on; None where that is too much, or players disagree about it."""
    if walk.game.views is not None:
        return None
    found = list(islice(endings(walk.game.tree, walk.equilibrium.probability, node), ENDINGS + 1))
    nodes, odds = zip(*found, strict=True)
    return None if len(found) > ENDINGS else (np.array(nodes), np.array(odds))


def favour(
    walk: Walk, player: str, chosen: Ends | None, instead: Ends | None
) -> dict[str, float] | None:
    """What each term adds to a choice compared with another, by where they end; the terms add up to
    the lead.

    None where either leads to too many endings.
    """
    if chosen is None or instead is None:
        return None
    found: dict[str, float] = {}
    for (nodes, weights), sign in ((chosen, 1.0), (instead, -1.0)):
        leaves = np.searchsorted(walk.game.tree.leaves, nodes)
        for term, value in at_leaves(walk.scenario, walk.game, player, leaves).items():
            found[term] = found.get(term, 0.0) + sign * float(weights @ value)
    return found


NODES = 200_000
"""Above so many nodes, two trees that are not of one shape are not held against each other node by
node.
"""


def upheld(home: Walk, other: Walk) -> tuple[Walk, IndexArray] | None:
    """Uphold the behaviour of one side on the other.

    None where the trees are too large to be matched, or players look at chance each in its own way.

    Parameters
    ----------
    home : Walk
        A subgame-perfect equilibrium of a tree of perfect information.
    other : Walk
        One of the other side's tree: it settles what home leaves open.

    Returns
    -------
    Walk, and ndarray of int, shape (nodes of the other tree,)
        An equilibrium of the other side's tree in which every mover does what it does at home,
        wherever nothing is better for it there; and the node at home to which the same actions lead
        and at which the same player makes the same move, -1 for none.

    Notes
    -----
    From the last decisions to the first each mover takes the best for it, given what comes after;
    of equally good actions the one that is taken at home, then the one that `other` takes, then the
    first. So whatever is done otherwise than at home is better for whoever does it.
    """
    alike = home.game.views is None and other.game.views is None
    found = _counterparts(home, other) if alike else None
    if found is None:
        return None
    at_home, taken = found
    behaviour = _settled(other.game, 2 * taken + (other.equilibrium.probability > 0))
    return Walk(other.scenario, verified(other.game, behaviour)), at_home


def _counterparts(home: Walk, away: Walk) -> tuple[IndexArray, BoolArray] | None:
    """For each node of the one tree the same node at home, and whether home takes the action that
    leads into it.
    """
    if _one_shape(home.game, away.game):
        return np.arange(len(away.game.tree)), home.equilibrium.probability > 0
    size = len(away.game.tree)
    if size > NODES:
        return None
    at_home, taken = np.full(size, -1, dtype=int), np.zeros(size, dtype=bool)
    waiting = [(0, 0)]
    while waiting:
        a, b = waiting.pop()
        if not home.alike(a, away, b):
            continue
        at_home[b] = a
        here = home.below(a)
        for action, node in away.below(b).items():
            if action in here:
                taken[node] = home.chance(here[action]) > 0
                waiting.append((here[action], node))
    return at_home, taken


def _one_shape(one: ExtensiveGame, other: ExtensiveGame) -> bool:
    """Whether the same moves are made at the same nodes of two trees, so that nodes correspond by
    their numbers.
    """
    if one.keys != other.keys or one.moves != other.moves or len(one.tree) != len(other.tree):
        return False
    return all(
        np.array_equal(getattr(one.tree, part), getattr(other.tree, part))
        for part in ("mover", "first_child", "child_count", "move", "action")
    )


def _settled(game: ExtensiveGame, liking: IndexArray) -> FloatArray:
    """Behaviour in which every mover takes the best, and of equally good actions the first that is
    liked most.
    """
    tree, tolerance = game.tree, TIE * np.ptp(game.payoffs, axis=0)
    values = np.zeros((len(tree), game.n_players))
    values[tree.leaves] = game.payoffs
    best, probability = np.full(len(tree), -np.inf), np.array(tree.odds, dtype=float)
    for level, above in tree.upwards():
        children, mover = np.arange(level.start, level.stop), tree.mover[above]
        own = values[children, mover]
        np.maximum.at(best, above, own)
        score = np.where(own >= best[above] - tolerance[mover], liking[children], -1)
        order = np.lexsort((-children, score, above))
        last = np.append(
            np.diff(above[order]) != 0, True
        )  # of the children of one node, what is taken
        probability[level] = np.where(
            mover >= 0, np.isin(children, children[order[last]]), tree.odds[level]
        )
        np.add.at(values, above, values[children] * probability[children, None])
    return probability


@entity
class Choice:
    """What a mover chooses at home and away, at a node that both sides have.

    Parameters
    ----------
    home, away : Walk
        A behaviour, and what is left of it on the other side.
    at_home : ndarray of int
        For each node away the same node at home; see `upheld`.
    player : str
        Who moves.
    here, there : dict of str to int
        Action → node, at home and away.
    stays, leaves : str
        What is chosen at home, and what instead on the other side; both sides offer both.
    """

    home: Walk
    away: Walk
    at_home: IndexArray
    player: str
    here: dict[str, int]
    there: dict[str, int]
    stays: str
    leaves: str

    def lead(self, values: FloatArray) -> float:
        """By how much leaving is better on the other side, where its nodes are worth so much."""
        own = values[:, self.away.game.keys.index(self.player)]
        return float(own[self.there[self.leaves]] - own[self.there[self.stays]])


Answered = tuple[str, int, int]
"""An action, and the nodes at home and away at which something else is done after it."""
Suspect = tuple[float, TermShift | OddsShift | OtherMoves | Answered]
"""A difference between the sides, and how much better it makes leaving."""


def _culprit(choice: Choice) -> tuple[PartingCause | None, bool]:
    """The difference that does most to make the mover leave, and whether it would stay without that
    one alone.

    Nothing where no difference by itself makes leaving any better.
    """
    home, away = choice.home, choice.away
    suspects: list[Suspect] = [*_terms(choice), *_odds(choice), *_answers(choice)]
    nothing = 1e-9 * float(np.ptp(away.game.payoffs[:, away.game.keys.index(choice.player)]))
    part, found = max(suspects, key=lambda pair: pair[0], default=(0.0, None))
    if found is None or part <= nothing:
        return None, False
    cause: PartingCause
    if isinstance(found, tuple):
        action, a, b = found
        later = _explained(home, away, a, b, choice.at_home)
        cause = later if isinstance(later, OtherMoves) else LaterAnswer(action, later)
    else:
        cause = _beside_the_gains(choice, found) if isinstance(found, TermShift) else found
    return cause, part >= choice.lead(away.values) - nothing


def _terms(choice: Choice) -> Iterator[Suspect]:
    """Each term that is worth something else at the endings that the other side's behaviour leads
    to.
    """
    reached = [ends(choice.away, choice.there[action]) for action in (choice.leaves, choice.stays)]
    at_home = [found and (choice.at_home[found[0]], found[1]) for found in reached]
    if any(found is None or (found[0] < 0).any() for found in at_home):
        return
    here = favour(choice.home, choice.player, *at_home) or {}
    there = favour(choice.away, choice.player, *reached) or {}
    for term in dict.fromkeys((*here, *there)):
        shift = TermShift(choice.player, term, here.get(term, 0.0), there.get(term, 0.0))
        yield shift.second - shift.first, shift


def _odds(choice: Choice) -> Iterator[Suspect]:
    """Each move of chance with other odds, by how much less leaving would be worth under those at
    home.
    """
    home, away, game = choice.home, choice.away, choice.away.game
    shifts: dict[str, tuple[OddsShift, FloatArray]] = {}
    for node in np.flatnonzero((game.tree.mover == CHANCE) & (choice.at_home >= 0)).tolist():
        here, there = home.below(int(choice.at_home[node])), away.below(node)
        if here.keys() != there.keys():
            continue
        odds = {action: (home.chance(here[action]), away.chance(there[action])) for action in there}
        most = max(odds, key=lambda action: abs(odds[action][1] - odds[action][0]))
        if abs(odds[most][1] - odds[most][0]) > 1e-12:
            shift = OddsShift(away.move(node), most, *odds[most])
            _, changed = shifts.setdefault(
                shift.move, (shift, np.array(away.equilibrium.probability))
            )
            changed[list(there.values())] = [old for old, _ in odds.values()]
    for shift, changed in shifts.values():
        yield (
            choice.lead(away.values) - choice.lead(values_under(game.tree, game.payoffs, changed)),
            shift,
        )


def _answers(choice: Choice) -> Iterator[Suspect]:
    """The first nodes after each action at which something else is done or the moves themselves
    differ.
    """
    home, away = choice.home, choice.away
    for action, sign in ((choice.leaves, 1.0), (choice.stays, -1.0)):
        waiting = [(choice.here[action], choice.there[action], sign)]
        while waiting:
            a, b, weight = waiting.pop()
            here, there = home.below(a), away.below(b)
            one, other = home.taken(a), away.taken(b)
            if not home.alike(a, away, b):
                gap = away.gain(b, choice.player) - home.gain(a, choice.player)
                yield weight * gap, OtherMoves(home.move(a), away.move(b))
            elif home.mover(a) and one != other:
                worth = (
                    home.gain(a, choice.player)
                    if one[0] not in there
                    else away.gain(there[one[0]], choice.player)
                )
                yield weight * (away.gain(b, choice.player) - worth), (action, a, b)
            else:
                waiting += [
                    (here[x], there[x], weight * away.chance(there[x])) for x in other if x in here
                ]


SAME = 1e-9
"""Two parts of a gain that differ by no more are the same."""


def _beside_the_gains(choice: Choice, found: TermShift) -> TermShift:
    """What the term adds at home to the gain there, where that shows the difference; else as it was
    found.
    """
    home = choice.home
    gains = favour(
        home, choice.player, *(ends(home, choice.here[x]) for x in (choice.leaves, choice.stays))
    )
    if gains is None:
        return found
    own = gains.get(found.term, 0.0)
    if math.isclose(own, found.first, rel_tol=SAME, abs_tol=SAME):
        return found
    shows = found.second - own > SAME * max(1.0, abs(own), abs(found.second))
    return replace(found, first=own) if shows else replace(found, same_answers=True)


def divide(first: Walk, second: Walk) -> tuple[int, int] | None:
    """The first pair of nodes at which something else is done; likeliest branches of chance
    first.
    """
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


Why = Parting | OtherMoves | PrivateTypes


def parting(home: Walk, away: Walk) -> Why | None:
    """Where the play of the side that has an outcome is left on the other side, and why; None where
    it is not.

    Parameters
    ----------
    home, away : Walk
        An equilibrium of each side. In trees of perfect information that of home is upheld away as
        far as may be.

    Returns
    -------
    Parting, OtherMoves, PrivateTypes or None
        What is `first` in it is home, what is `second` away. Where a tree hides something, a
        parting has no cause but what is offered, and its leads are NaN where one of the choices is
        a mixture, which is as good as any of its parts, or nothing is believed.
    """
    at_home = None
    if home.hides or away.hides:
        for walk, other in ((home, away), (away, home)):
            types = {
                player: kinds
                for player, kinds in walk.scenario.types.items()
                if player not in other.scenario.types
            }
            if types:
                named = tuple(
                    (player, tuple(kind.id for kind in kinds)) for player, kinds in types.items()
                )
                return PrivateTypes(named, walk is away)
    else:
        kept = upheld(home, away)
        if kept is None:
            return None
        away, at_home = kept
    found = divide(home, away)
    return None if found is None else _explained(home, away, *found, at_home)


def _explained(
    home: Walk, away: Walk, a: int, b: int, at_home: IndexArray | None
) -> Parting | OtherMoves:
    """What differs at two nodes, and why where the behaviour is kept as far as may be."""
    if not home.alike(a, away, b):
        return OtherMoves(home.move(a), away.move(b))
    here, there, player = home.below(a), away.below(b), home.mover(a)
    one, other = home.taken(a), away.taken(b)
    only = (
        [action for action in one if action not in there],
        [action for action in other if action not in here],
    )
    cause: PartingCause | None = Offered(tuple(only[0]), tuple(only[1])) if any(only) else None
    leads, decisive = (math.nan, math.nan), True
    if at_home is not None:
        leads = (
            _lead(home, here, one[0], other[0], player),
            _lead(away, there, other[0], one[0], player),
        )
        if cause is None:
            cause, decisive = _culprit(
                Choice(home, away, at_home, player, here, there, one[0], other[0])
            )
    elif cause is None and len(one) == len(other) == 1:
        leads = _expected_lead(home, a, one[0], other[0]), _expected_lead(away, b, other[0], one[0])
    after, done = tuple(home.game.actions_to(a)), (_mixture(home, a), _mixture(away, b))
    return Parting(home.move(a), player, after, *done, leads, cause, decisive)


def _lead(walk: Walk, below: dict[str, int], chosen: str, instead: str, player: str) -> float:
    if chosen not in below or instead not in below:
        return math.nan
    return walk.gain(below[chosen], player) - walk.gain(below[instead], player)


def turned(found: Why | None) -> Why | None:
    """The same with the sides in the other order."""
    if isinstance(found, PrivateTypes):
        return replace(found, by_second=not found.by_second)
    if isinstance(found, OtherMoves):
        return OtherMoves(found.second, found.first)
    return found and _turned(found)


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
    return replace(
        found, first=found.second, second=found.first, leads=found.leads[::-1], cause=cause
    )


SIMPLE, EXACT = 100, 1e-9
"""The largest denominator of a fraction that is told, and how near it must be."""


def _mixture(walk: Walk, node: int) -> str:
    """What is done at a node: an action, or several with their probabilities."""
    below, taken = walk.below(node), walk.taken(node)
    if len(taken) == 1:
        return taken[0]
    return " + ".join(f"{_fraction(walk.chance(below[action]))} {action}" for action in taken)


def _fraction(p: float) -> str:
    """A simple fraction, or three digits where none is near."""
    near = Fraction(p).limit_denominator(SIMPLE)
    return str(near) if abs(near - p) <= EXACT else f"{p:.3g}"


def _expected_lead(walk: Walk, node: int, chosen: str, instead: str) -> float:
    """How much more the mover at a node expects of one action than of another, given what it
    believes; else NaN.
    """
    tree = walk.game.tree
    label = int(tree.information_set[node])
    nodes = np.flatnonzero(tree.information_set == label) if label >= 0 else np.array([node])
    reach = walk.equilibrium.reach[
        nodes
    ]  # off the path it is the concept that says what is believed
    weights = reach / reach.sum() if reach.sum() > 0 else walk.equilibrium.beliefs.get(label)
    if weights is None:
        return math.nan
    below, player = [walk.below(v) for v in nodes.tolist()], walk.mover(node)
    return float(
        weights @ np.array([_lead(walk, found, chosen, instead, player) for found in below])
    )


PAIRS, CELLS = 2_500, 20_000_000
"""Outcomes whose paths are followed together, and outcomes times nodes that are looked up again on
the other side.
"""
Way = tuple[tuple[str, str], ...]
"""The moves that are made on the way to an ending, and the action at each."""


def fates_in_turn(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction
) -> Fates | None:
    """Match the outcomes of two trees by their paths of play; None where neither side has moves."""
    if first.at_once and second.at_once:
        return None
    if first.at_once or second.at_once:
        why = OtherMoves(*(side.protocol[0].id if side.protocol else "" for side in (one, two)))
        return Fates((), why, why)
    keys, others = (
        [frozenset(_ways(outcome)) for outcome in side.outcomes] for side in (first, second)
    )
    found = paired(first, second, keys, others)
    each = tuple(
        replace(fate, kind="shifts") if _odds_differ(fate.first, fate.second) else fate
        for fate in found.each
    )
    gone, come = found.of("vanishes"), found.of("appears")
    new = [fate.second for fate in come if fate.second and len(gone) * len(come) <= PAIRS]
    left = {outcome: _walk(two, outcome) for outcome in new}

    def partner(outcome: Outcome) -> Outcome | None:
        """The first outcome that does the same wherever both come."""
        walk = _walk(one, outcome) if left else None
        same = next(
            (other for other, there in left.items() if walk and divide(walk, there) is None), None
        )
        if same is not None:
            del left[same]
        return same

    found = shifted(Fates(each), partner)
    count = len(found.each)
    found = unlisted(
        found, partial(_still, (one, two), second, count), partial(_still, (two, one), first, count)
    )
    left_for, came_for = (
        found.new or _nearest(found.lost, second),
        found.lost or _nearest(found.new, first),
    )
    return replace(
        found,
        gone=parting(_walk(one, found.lost), _walk(two, left_for))
        if found.lost and left_for
        else None,
        come=turned(parting(_walk(two, found.new), _walk(one, came_for)))
        if found.new and came_for
        else None,
    )


def _walk(side: Negotiation, outcome: Outcome) -> Walk:
    return Walk(side, _equilibrium(outcome))


def _equilibrium(outcome: Outcome) -> TreeEquilibrium:
    if not isinstance(outcome.equilibrium, TreeEquilibrium):
        raise TypeError("an outcome of a tree is an equilibrium of a tree")
    return outcome.equilibrium


def _ways(outcome: Outcome) -> Mapping[Way, float]:
    """Each ending that is reached, as the moves and actions that lead there, with its
    probability.
    """
    found = _equilibrium(outcome)
    game, result = found.game, {}
    for leaf, chance in found.endings:
        nodes = game.path(int(game.tree.leaves[leaf]))
        result[tuple((game.move_label(a), game.action_label(b)) for a, b in pairwise(nodes))] = (
            chance
        )
    return result


def _odds_differ(one: Outcome | None, other: Outcome | None) -> bool:
    """Whether an outcome comes to its endings with other probabilities on the other side."""
    if one is None or other is None:
        return False
    there = _ways(other)
    return any(abs(chance - there[way]) > SAME_ODDS for way, chance in _ways(one).items())


def _still(
    sides: tuple[Negotiation, Negotiation], there: Prediction, count: int, outcome: Outcome
) -> Outcome | None:
    """The same outcome on the other side, which does not list it, if its behaviour can be upheld
    there.
    """
    if there.complete or not there.outcomes:
        return None
    if count * len(_equilibrium(there.outcomes[0]).game.tree) > CELLS:
        return None
    here, other = _walk(sides[0], outcome), _walk(sides[1], there.outcomes[0])
    kept = None if here.hides or other.hides else upheld(here, other)
    if kept is None or divide(here, kept[0]) is not None:
        return None
    held = kept[0].equilibrium
    same = Outcome(by_player(held.game.keys, held.payoffs), held.choices, equilibrium=held)
    return same if _ways(same).keys() == _ways(outcome).keys() else None


def _nearest(outcome: Outcome | None, there: Prediction) -> Outcome | None:
    """The outcome there whose path stays longest with this one's."""
    mine = [] if outcome is None else list(_ways(outcome))

    def shared(other: Outcome) -> int:
        pairs = (zip(a, b, strict=False) for a in _ways(other) for b in mine)
        return max(
            (sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], steps)) for steps in pairs),
            default=0,
        )

    return max(there.outcomes, key=shared, default=None)
