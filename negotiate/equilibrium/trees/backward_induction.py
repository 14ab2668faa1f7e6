"""Subgame-perfect equilibria of trees with perfect information and chance, every tied outcome included.

Without ties a level sweep settles everything. With ties each outcome that some subgame-perfect equilibrium in pure
actions reaches is listed once, with one equilibrium that reaches it. Every equilibrium is checked again by the
one-shot-deviation principle at every node of the tree.

Backward induction on the numbers that payoffs and odds stand for, so that a tie is a tie and nothing else is.

A sweep in floats comes first, with a bound on its rounding. Where two actions are closer than the bound, a second sweep
reads payoffs as whole numbers and odds as fractions. As long as both, multiplied out, stay below 2**51, floats hold
them exactly; beyond, the sweep reckons in fractions.

Every subgame-perfect outcome of a tree with ties: which continuations survive at each node that ties can touch.

A leaf has one continuation. At a player's node a continuation of one child survives exactly if the mover likes it at
least as much as the worst continuation of every other child, since those can be what the mover expects there. At a
chance node every combination of the children's continuations is one. Nodes above no tie keep the one continuation that
a level sweep found. No two continuations of a node reach the same leaves.

The order of work is by node number from the last to the first, so a tree's depth needs no stack.

References
----------
Selten 1965, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit"; Kuhn 1953, theorem 3.
Osborne & Rubinstein 1994, "A Course in Game Theory", section 6.2, for ties and the one-shot-deviation property.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.equilibrium import ROUNDING, TOLERANCE, Unverified, first_best
from negotiate.equilibrium.solution import Game, Reason, Solution, TreeEquilibrium
from negotiate.errors import UnsuitableGame
from negotiate.games.exactness import ROUNDING as ROUNDING_EXACTNESS
from negotiate.games.exactness import WHOLE, Exact, Exactly, big_integers, written
from negotiate.games.extensive import CHANCE, ExtensiveGame, Tree
from negotiate.games.level_sweep import Sweep, backward_induction, one_shot_gains, values_under
from negotiate.games.normal_form import needs_numbers
from negotiate.games.odds import exact_odds, plays

LARGEST = 2.0**51
"""Products of odds and whole payoffs below this can be rounded to the whole numbers that they are."""
STEP = 10
"""Roundings that an expected payoff may hold, besides one for each branch: odds out of a formula are off by some."""
UNSURE = 2.0**-49
"""Of a payoff range: what odds out of a formula may change an expected payoff by, for each move."""


class Induction(NamedTuple):
    """A level sweep, and what compares its values.

    Attributes
    ----------
    sweep : Sweep
        Its values are in a unit, and from a zero, of each player's own.
    tolerance : ndarray, shape (players,)
        Values of a player no farther apart than this cannot be told apart; 0 where all are known.
    odds : ndarray, shape (nodes,)
        Chance's, of the same kind as the values.
    whole : bool
        Whether odds times values are to be rounded to whole numbers.
    decided : bool
        Whether it is known of every pair of actions, at every node, whether they are equally good.
    exact : bool
        Whether no rounding stands between the numbers given and what is found.
    """

    sweep: Sweep
    tolerance: FloatArray
    odds: Exact
    whole: bool
    decided: bool
    exact: bool

    def expected(self, odds: Exact, values: Exact) -> Exact:
        """What each branch adds to an expected payoff; its odds, shape (n, 1), times what is worth how much there."""
        return np.rint(odds * values) if self.whole else odds * values


def induct(game: ExtensiveGame) -> Induction:
    """Sweep a tree, ties broken for the first child.

    Parameters
    ----------
    game : ExtensiveGame
        Perfect information is assumed.
    """
    tree, payoffs = game.tree, np.asarray(game.payoffs)
    chance = bool((tree.mover == CHANCE).any())
    tolerance = 2 * rounding(game)
    sweep = backward_induction(tree, payoffs, tolerance)
    if not (tolerance.any() and (sweep.ties > 1).any()):
        known = not chance or (bool(written(payoffs).all()) and exact_odds(tree).sure)
        return Induction(sweep, tolerance, tree.odds, False, True, known)
    numbers = game.exactly()
    if not chance:
        return _by_rank(game, numbers)
    odds = exact_odds(tree)
    most = max(abs(int(numbers.payoffs.max())), abs(int(numbers.payoffs.min())), 1)
    often = plays(tree, odds.odds, LARGEST / most) if odds.sure and not numbers.error.any() else 0
    if not often:
        return in_fractions(game)
    whole, none = np.asarray(numbers.payoffs.T * often, dtype=np.float64), np.zeros(game.n_players)
    return Induction(backward_induction(tree, whole, none, whole=True), none, tree.odds, True, True, True)


def rounding(game: ExtensiveGame) -> FloatArray:
    """How far an expected payoff in floats may be from the number that is meant, shape (players,)."""
    payoffs = np.asarray(game.payoffs)
    size = np.array([max(column.max(), -column.min()) for column in payoffs.T])  # NumPy is slow along many short axes
    steps = 0
    if (game.tree.mover == CHANCE).any():
        steps = len(game.tree.level_starts) * (STEP + int(game.tree.child_count.max()))
    elif size.max() < WHOLE and (payoffs == np.rint(payoffs)).all():
        return np.zeros(len(size))
    return np.asarray((ROUNDING_EXACTNESS + steps) * np.spacing(size), dtype=np.float64)


def _by_rank(game: ExtensiveGame, numbers: Exactly) -> Induction:
    """Where chance never moves a payoff's rank among the player's says everything."""
    ranks = [np.unique(own, return_inverse=True)[1] for own in numbers.payoffs]
    none = np.zeros(len(ranks))
    sweep = backward_induction(game.tree, np.stack(ranks, axis=1).astype(np.float64), none)
    decided = not numbers.undecided
    decided |= bool((backward_induction(game.tree, game.payoffs, none).ties == sweep.ties).all())
    return Induction(sweep, none, game.tree.odds, False, decided, decided)


def in_fractions(game: ExtensiveGame) -> Induction:
    """Sweep a tree in numbers of Python's own. What nobody can tell apart is held to be equal."""
    numbers, odds = game.exactly(), exact_odds(game.tree)
    payoffs, none = big_integers(numbers.payoffs).T, np.zeros(game.n_players, dtype=object)
    sweep = backward_induction(game.tree, payoffs, none, odds.odds)
    slack = 2 * numbers.error
    if not odds.sure:
        slack += UNSURE * len(game.tree.level_starts) * np.ptp(payoffs, axis=0).astype(np.float64)
    if not slack.any():
        return Induction(sweep, none, odds.odds, False, True, True)
    blurred = backward_induction(game.tree, payoffs, slack.astype(object), odds.odds)
    return Induction(blurred, slack, odds.odds, False, bool((blurred.ties == sweep.ties).all()), False)


def swept(game: ExtensiveGame, chosen: IndexArray) -> FloatArray:
    """The behaviour that takes the chosen child everywhere."""
    tree = game.tree
    probability = np.array(tree.odds)
    below = np.flatnonzero(tree.mover[tree.parent] >= 0)
    below = below[below > 0]
    probability[below] = chosen[tree.parent[below]] == below
    return probability


BUDGET = 20_000  # nodes whose continuations are listed; those nearest the root come first


class Continuations(NamedTuple):
    """What can follow a node, one row a continuation.

    Attributes
    ----------
    payoffs : ndarray, shape (continuations, players)
        What each is worth.
    child : ndarray of int, shape (continuations,)
        At a player's node, the child taken, counted from the first.
    pick : ndarray of int, shape (continuations,) or (continuations, children)
        Which continuation of that child follows; at a chance node one for each child.
    """

    payoffs: FloatArray
    child: IndexArray
    pick: IndexArray


@dataclass(frozen=True, slots=True)
class Listing:
    """The continuations of every node above a tie.

    Parameters
    ----------
    at : dict of int to Continuations
        By node; a node that is missing has the one continuation of the sweep.
    worst : dict of int to ndarray of int
        At a player's node, for each child its continuation that the mover likes least.
    capped : bool
        Whether something was left out; what is left is still subgame perfect.
    """

    at: dict[int, Continuations] = field(default_factory=dict)
    worst: dict[int, IndexArray] = field(default_factory=dict)
    capped: bool = False


def list_continuations(tree: Tree, known: Induction, limit: int) -> Listing:
    """List what can follow each node above a tie.

    Parameters
    ----------
    tree : Tree
        Of perfect information.
    known : Induction
        What backward induction finds.
    limit : int
        How many continuations are kept at a node, first children first.

    Returns
    -------
    Listing
        For a tree without ties, an empty one.
    """
    sweep = known.sweep
    nodes = np.flatnonzero(_above_ties(tree, sweep))
    capped = len(nodes) > BUDGET
    listing = Listing()
    for node in nodes[:BUDGET][::-1]:
        v = int(node)
        below = _below(tree, sweep, listing, v)
        if tree.mover[v] < 0:
            found, total = _at_chance(below, known, int(tree.first_child[v]), limit)
        else:
            found, listing.worst[v] = _at_player(below, int(tree.mover[v]), known.tolerance[tree.mover[v]])
            total = len(found.child)
            found = Continuations(found.payoffs[:limit], found.child[:limit], found.pick[:limit])
        capped |= total > len(found.payoffs)
        listing.at[v] = found
    return Listing(listing.at, listing.worst, capped)


def _above_ties(tree: Tree, sweep: Sweep) -> BoolArray:
    mask = np.asarray(sweep.ties > 1)
    for start, stop in zip(tree.level_starts[-2:0:-1], tree.level_starts[:1:-1], strict=True):
        marked = start + np.flatnonzero(mask[start:stop])
        mask[tree.parent[marked]] = True
    return mask


def _below(tree: Tree, sweep: Sweep, listing: Listing, node: int) -> list[Continuations]:
    nothing = np.zeros(1, dtype=np.intp)
    first = int(tree.first_child[node])
    return [
        listing.at.get(c) or Continuations(sweep.values[c : c + 1], nothing, nothing)
        for c in range(first, first + int(tree.child_count[node]))
    ]


def _at_player(below: list[Continuations], mover: int, tolerance: Any) -> tuple[Continuations, IndexArray]:
    worst = np.array([int(np.argmin(c.payoffs[:, mover])) for c in below], dtype=np.intp)
    floor = np.array([c.payoffs[w, mover] for c, w in zip(below, worst, strict=True)])
    kept = []
    for number, c in enumerate(below):
        others = np.delete(floor, number)
        bar = others.max() - tolerance if len(others) else -math.inf
        picks = np.flatnonzero(c.payoffs[:, mover] >= bar)
        kept.append(Continuations(c.payoffs[picks], np.full(len(picks), number, dtype=np.intp), picks))
    joined = Continuations(*(np.concatenate(parts) for parts in zip(*kept, strict=True)))
    return joined, worst


def _at_chance(below: list[Continuations], known: Induction, first: int, limit: int) -> tuple[Continuations, int]:
    odds = known.odds[first : first + len(below)]
    # What follows a branch that never happens changes no outcome, so one continuation stands for all.
    sizes = [len(c.payoffs) if p > 0 else 1 for c, p in zip(below, odds, strict=True)]
    total = math.prod(sizes)
    count = min(limit, total)
    pick = np.zeros((count, len(below)), dtype=np.intp)
    rest = np.arange(count)
    for number in reversed(range(len(below))):  # the last child's changes fastest
        rest, pick[:, number] = np.divmod(rest, sizes[number])
    branches = enumerate(zip(below, odds, strict=True))
    payoffs = np.sum([known.expected(p, c.payoffs[pick[:, k]]) for k, (c, p) in branches], axis=0)
    return Continuations(payoffs, np.zeros(count, dtype=np.intp), pick), total


def behaviour(tree: Tree, listing: Listing, probability: FloatArray, pick: int) -> FloatArray:
    """Spell one of the root's continuations out as behaviour at every node.

    Parameters
    ----------
    tree : Tree
        The tree.
    listing : Listing
        From `list_continuations`.
    probability : ndarray, shape (nodes,)
        The behaviour of the sweep, for the nodes that are not listed.
    pick : int
        Which of the root's continuations.

    Returns
    -------
    ndarray, shape (nodes,)
        A copy. Beside the path each child is followed by the continuation that its mover's predecessor likes least,
        which is what keeps that predecessor on the path.
    """
    made = probability.copy()
    waiting = [(0, pick)]
    while waiting:
        node, which = waiting.pop()
        if node not in listing.at:
            continue
        found = listing.at[node]
        first, count = int(tree.first_child[node]), int(tree.child_count[node])
        if tree.mover[node] < 0:
            picks = found.pick[which].copy()
        else:
            taken = int(found.child[which])
            picks = listing.worst[node].copy()
            picks[taken] = found.pick[which]
            made[first : first + count] = 0.0
            made[first + taken] = 1.0
        waiting += [(first + k, int(picks[k])) for k in range(count)]
    return made


NAME = "backward-induction"
TIE = 1e-12  # of a player's payoff range
LIMIT = 1_000  # outcomes
CELLS = 2_000_000  # outcomes × nodes, so that trees with many ties are answered within seconds
SWEEPS = 1_000_000  # outcomes × levels, so that deep ones stay within some ten seconds
_NAMED = 3  # of the actions that are equally good
VERIFIED = "no mover gains by another action anywhere"
UNDECIDED = "some payoffs were worked out in rounded numbers, and whether these are ties cannot be told"
TIES = "some choices are ties ({}): each outcome they can lead to without mixing is listed once"


def solve_tree(game: ExtensiveGame, limit: int = LIMIT) -> Solution:
    """Find every subgame-perfect outcome.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information; chance may move.
    limit : int
        The most outcomes that are listed; above it `complete` is False and a note says so.

    Returns
    -------
    Solution
        One `TreeEquilibrium` an outcome, in the order of the leaves they reach.

    Raises
    ------
    UnsuitableGame
        If some mover does not know where in the tree it stands.
    """
    if not game.perfect_information:
        raise UnsuitableGame(f"`{NAME}` needs a tree in which every mover knows what happened before")
    tree, known = game.tree, induct(game)
    first = swept(game, known.sweep.chosen)
    notes: list[str] = []
    complete, made = known.decided, [first]
    if (known.sweep.ties > 1).any():
        limit = max(1, min(limit, CELLS // len(tree), SWEEPS // len(tree.level_starts)))
        listing = list_continuations(tree, known, limit)
        count = len(listing.at[0].payoffs)
        made = _distinct(game, [behaviour(tree, listing, first, pick) for pick in range(count)])
        complete &= not listing.capped
        notes = [TIES.format(_first_tie(game, known))]
        notes += [f"there are more such outcomes than the {len(made):,} listed"] if listing.capped else []
        notes += [] if known.decided else [UNDECIDED]
    return Solution(
        game=game,
        equilibria=tuple(verified(game, probability) for probability in made),
        concept="subgame-perfect",
        method=f"{NAME}, all ties kept" if notes else NAME,
        complete=complete,
        exact=known.exact,
        verified=VERIFIED,
        seconds=0.0,
        notes=tuple(notes),
        continuum=bool(notes),
    )


def _first_tie(game: ExtensiveGame, known: Induction) -> str:
    """Where the tie nearest to the root is, and between what: "at `reply`, `a` and `b` are equally good for Norway"."""
    tree = game.tree
    node = int(np.flatnonzero(known.sweep.ties > 1)[0])
    mover = int(tree.mover[node])
    children = np.arange(tree.first_child[node], tree.first_child[node] + tree.child_count[node])
    worth = known.sweep.values[children, mover]
    best = [f"`{game.action_label(int(child))}`" for child in children[worth >= worth.max() - known.tolerance[mover]]]
    named = [*best[:_NAMED], f"{len(best) - _NAMED} more"] if len(best) > _NAMED else best
    what = f"{', '.join(named[:-1])} and {named[-1]}"
    after = f", once `{game.action_label(node)}` has been chosen" if node else ""
    return f"at `{game.moves[int(tree.move[node])].label}`{after}, {what} are equally good for {game.players[mover]}"


def allowance(payoffs: FloatArray) -> FloatArray:
    """The gain that rounding may leave a player in a solver's answer, shape (players,)."""
    ends = [(float(column.min()), float(column.max())) for column in payoffs.T]  # NumPy is slow along many short axes
    return np.array([TOLERANCE * (high - low) + ROUNDING * max(high, -low) for low, high in ends])


def reach(game: ExtensiveGame, probability: FloatArray) -> FloatArray:
    """With what probability play passes through each node, shape (nodes,)."""
    through = np.array(probability)
    for start, stop in pairwise(game.tree.level_starts[1:]):
        through[start:stop] *= through[game.tree.parent[start:stop]]
    return through


def _distinct(game: ExtensiveGame, made: list[FloatArray]) -> list[FloatArray]:
    """One behaviour a set of leaves reached, in the order of the leaves."""
    leaves = game.tree.leaves
    by_leaves: dict[tuple[int, ...], FloatArray] = {}
    for probability in made:
        ends = np.flatnonzero(reach(game, probability)[leaves] > 0)
        by_leaves.setdefault(tuple(ends.tolist()), probability)
    return [by_leaves[key] for key in sorted(by_leaves)]


def verified(game: ExtensiveGame, probability: FloatArray) -> TreeEquilibrium:
    """Build a subgame-perfect equilibrium after the one-shot-deviation check at every node.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect information.
    probability : ndarray, shape (nodes,)
        With what probability each node is entered from its parent.

    Raises
    ------
    Unverified
        If some mover at some node gains more than 1e-9 of the player's payoff range by one other action, apart from the
        rounding of payoffs that are all large.
    """
    tree = game.tree
    values = values_under(tree, game.payoffs, probability)
    gains = one_shot_gains(tree, values)
    gaining = np.flatnonzero(gains > 0)
    allowed = allowance(game.payoffs)[tree.mover[gaining]]
    sums = np.bincount(tree.parent[1:], probability[1:], len(tree))[tree.child_count > 0]
    if (gains[gaining] > allowed).any() or (probability < 0).any() or (np.abs(sums - 1) > TOLERANCE).any():
        raise Unverified(f"a solver's answer is not subgame perfect: a mover could still gain {gains.max():.3g}")
    through = reach(game, probability)
    return TreeEquilibrium(
        kind="subgame-perfect",
        game=game,
        probability=_read_only(probability),
        payoffs=tuple(float(v) for v in values[0]),
        regret=max(0.0, float(gains.max())),
        choices=settled(game, np.flatnonzero(through[tree.leaves] > 0)),
        reasons=_reasons(game, probability, through, values),
    )


def _read_only(array: FloatArray) -> FloatArray:
    array.setflags(write=False)
    return array


def settled(game: ExtensiveGame, ends: IndexArray) -> dict[str, str]:
    """Issue → option, for what is the same at all of these leaves (positions among the leaves)."""
    if game.outcomes.size == 0 or len(ends) == 0:
        return {}
    rows = game.outcomes[ends]
    same = (rows == rows[0]).all(axis=0)
    named = zip(game.issues.items(), rows[0], same, strict=True)
    return {issue: options[int(k)] for (issue, options), k, sure in named if sure}


def _reasons(
    game: ExtensiveGame, probability: FloatArray, through: FloatArray, values: FloatArray
) -> tuple[Reason, ...]:
    tree = game.tree
    found = []
    for node in np.flatnonzero((through > 0) & (tree.mover >= 0)):
        v, mover = int(node), int(tree.mover[node])
        children = np.arange(tree.first_child[v], tree.first_child[v] + tree.child_count[v])
        taken = int(children[np.argmax(probability[children])])
        others = children[children != taken]
        where, chosen = game.moves[int(tree.move[v])].label, game.action_label(taken)
        reason = Reason(mover, chosen, float(values[taken, mover]), where=where, node=v)
        if len(others):
            best = int(others[first_best(values[others, mover])])
            also = game.action_label(best), float(values[best, mover])
            reason = Reason(mover, chosen, reason.payoff, *also, where=where, node=v)
        found.append(reason)
    return tuple(found)


def applies_to(game: Game) -> str | None:
    """Why it does not suit a game; see `Solver.applies_to`."""
    if not isinstance(game, ExtensiveGame):
        return "needs a game tree: an extensive game of perfect information"
    if not game.perfect_information:
        return "needs a tree in which every mover knows what happened before"
    if (game.tree.mover == CHANCE).any() and (reason := needs_numbers(game.players, game.keys, game.ordinal)):
        return f"{reason}, where chance decides between endings"
    return None


def run(game: Game) -> Solution:
    """Its answer; see `Solver.run`."""
    if not isinstance(game, ExtensiveGame):
        raise TypeError("`applies_to` was not asked")
    return solve_tree(game)
