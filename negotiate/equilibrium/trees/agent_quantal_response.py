"""Logit responses of the information sets of a tree, one precision after another, and the assessment they lead to.

Two methods tell of one path: `agent-quantal-response` lists the responses on it, along the branch that begins at choice
at random; `agent-quantal-limit` finds the sequential equilibrium that they lead to, in trees too large to list all.

Every information set answers for itself: an action's log-odds are the precision, per payoff range as in normal forms,
times what it is worth to the mover, given that play has come to the set and that everybody goes on as they do. Since
everything has some probability, Bayes' rule says everywhere where in the set that is. What an action is worth is the
mean payoff of the endings behind it, so its derivatives are covariances over these endings; they are taken from
logarithms, and nothing vanishes or overflows.

The path leads to a sequential equilibrium (theorem 4), whose beliefs are limits of Bayes' beliefs where everything has
some probability. It is found from a response by taking what is likely to be meant, and the nodes that are likely at
each set to be those that slips of the least order lead to. Then whatever is meant at a set must be worth the same,
given beliefs by the same products of odds and slips as before: one Newton iteration for behaviour and slips together,
so that the beliefs stay consistent.

References
----------
McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental Economics 1.
Turocy 2005, "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence", Games and
Economic Behavior 51.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity, record
from negotiate.equilibrium.concepts.quantal_response import (
    AGREE,
    ARRIVED,
    LIMIT_FROM,
    NEARER,
    PRECISIONS,
    TOLERANCE,
    UNIT,
    turned,
)
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.kernels.logit_path import Point, Responses, follow
from negotiate.equilibrium.kernels.sequence_form import one_shot
from negotiate.equilibrium.solution import Finding, Solution, TreeEquilibrium
from negotiate.equilibrium.trees.sequential_equilibrium import VERIFIED, SequentialEquilibrium, by_set, summed, verified
from negotiate.equilibrium.trees.verification import imperfect_recall, reasons
from negotiate.errors import DidNotConverge
from negotiate.games.extensive import ExtensiveGame, Tree
from negotiate.games.information_sets import InformationSets, entering, information_sets
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import frozen, unit_payoffs

VANISHED = 1e-250
LONG = 1e5
"""Minus the logarithm of odds that are zero: far less likely than any slip."""
THRESHOLDS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-6)  # of the likeliest: what is less likely is not meant in the limit
BELIEVED = (1e-2, 1e-3, 1e-1, 1e-5)  # the same for the nodes of a set
CORRECTIONS = 12
MOST = 120  # actions at sets at which several are meant: with more, a limit is not looked for
NEAR = 0.2  # a solution farther away in some probability is another equilibrium
ROUNDING = 1e-14
SMALL = -7.0  # the logarithm of a probability below which steps grow no more
LARGEST_ACTIONS = 600  # one linear system a step
LARGEST_CELLS = 1_000_000  # actions times endings
IN_SIGHT = 0.05  # how near the end of the path must be to an equilibrium that is told as near
ANSWERED = "each probability answers all others given Bayes' beliefs, to 1e-10"
ONE = "with rising precision, quantal responses lead from random choice to this equilibrium; there may be others"
NEARBY = "at the last precision followed, play is within {:.2g} of this equilibrium; there may be others"
NONE = "play was followed to precision {:g}, and no sequential equilibrium is near"


class AgentLogit(Responses):
    """The logit responses of all information sets, in arrays that do not change along the path.

    Parameters
    ----------
    tree : Tree
        With perfect recall; branches of chance with odds of zero are never gone.
    payoffs : ndarray, shape (leaves, players)
        On the unit range, which gives the precision its unit.

    Notes
    -----
    Holds tables of one row an action and one column an ending, or a node.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> entry = ExtensiveGame.from_nodes({
    ...     "entry": {"player": "Ann", "actions": {"out": (0.5, 1), "in": "answer"}},
    ...     "answer": {"player": "Bob", "actions": {"fight": (0, 0), "give in": (1, 0.5)}},
    ... })
    >>> AgentLogit(entry.tree, entry.payoffs).worth(np.log([0.5, 0.5, 0.5, 0.5]))[0].tolist()
    [0.5, 0.5, 0.0, 0.5]
    """

    def __init__(self, tree: Tree, payoffs: FloatArray) -> None:
        self.sets = sets = information_sets(tree)
        self.shape, self.total, self.starts = tuple(sets.count.tolist()), sets.slots, sets.first
        self.owner = np.repeat(np.arange(len(sets.count)), sets.count)
        # The logarithm of chance's odds, and the actions, on the way to each node.
        self._tree, self._through = tree, summed(tree, _chance(tree))
        self._ways = summed(tree, (sets.slot[:, None] == np.arange(self.total)).astype(float))
        self._behind = np.ascontiguousarray(self._ways[tree.leaves].T)
        self._payoffs = payoffs.T[sets.mover[self.owner]] if self.total else np.zeros((0, len(payoffs)))

    def worth(self, logs: FloatArray, counting: BoolArray | None = None) -> tuple[FloatArray, FloatArray]:
        """What each action is worth to its mover, and how that changes with each logarithm.

        Parameters
        ----------
        logs : ndarray, shape (slots,)
            Logarithms of all probabilities.
        counting : ndarray of bool, shape (slots, leaves), optional
            Which endings behind each action count, one at least; by default all.
        """
        counting = self._behind > 0 if counting is None else counting
        rows = np.where(counting, self._through[self._tree.leaves] + logs @ self._behind, -np.inf)
        odds = np.exp(rows - rows.max(axis=1, keepdims=True))
        odds[odds < VANISHED] = 0.0  # with numbers below what floats can hold, products are slow
        odds /= odds.sum(axis=1, keepdims=True)
        worth = (odds * self._payoffs).sum(axis=1)
        slope = (odds * (self._payoffs - worth[:, None])) @ self._behind.T
        return worth, slope

    def restricted(self, meant: BoolArray, logs: FloatArray, share: float) -> tuple[BoolArray, BoolArray]:
        """What counts in the limit in which only some actions are meant, and the others slips.

        Parameters
        ----------
        meant : ndarray of bool, shape (slots,)
            At least one action at each set.
        logs : ndarray, shape (slots,)
            Logarithms of all probabilities, by which the nodes are told to which the likeliest slips lead.
        share : float
            A node less likely than this part of the likeliest of its set is not one of them.

        Returns
        -------
        nodes : ndarray of bool, shape (nodes,)
            Where movers can believe to be.
        behind : ndarray of bool, shape (slots, leaves)
            Which endings count for each action.
        """
        tree, sets = self._tree, self.sets
        own = np.flatnonzero(sets.at >= 0)
        size = self._through + self._ways @ logs
        nodes = (sets.at >= 0) & (size > _most(sets, own, size)[sets.at] + np.log(share))
        behind = np.zeros(self._behind.shape, dtype=bool)
        at = tree.leaves
        alive = np.ones(len(at), dtype=bool)
        while (at > 0).any():
            inner = np.flatnonzero(at > 0)
            here = at[inner]
            slot, above = sets.slot[here], tree.parent[here]
            made = slot >= 0
            behind[slot[made], inner[made]] = (alive[inner] & nodes[above])[made]
            alive[inner] &= np.where(made, meant[slot], tree.odds[here] > 0)
            at[inner] = above
        return nodes, behind

    def beliefs(self, nodes: BoolArray, logs: FloatArray) -> FloatArray:
        """Where movers believe to be, of nodes that they can believe in; adds up to one over each set."""
        return _believed(self.sets, np.flatnonzero(nodes), self._through + self._ways @ logs)


def _chance(tree: Tree) -> FloatArray:
    """Logarithms of chance's odds of entering each node."""
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(tree.odds), -LONG)


def _most(sets: InformationSets, own: IndexArray, logs: FloatArray) -> FloatArray:
    """The largest at any of some nodes of each set, shape (sets,)."""
    most = np.full(len(sets.label), -np.inf)
    np.maximum.at(most, sets.at[own], logs[own])
    return most


def _believed(sets: InformationSets, own: IndexArray, logs: FloatArray) -> FloatArray:
    """What is believed of some nodes that are as likely as these logarithms say, shape (nodes,); 0 at all others."""
    at = sets.at[own]
    weights = np.exp(logs[own] - _most(sets, own, logs)[at])
    believed = np.zeros(len(logs))
    believed[own] = weights / np.bincount(at, weights, len(sets.label))[at]
    return believed


def sequential_nearby(
    game: ExtensiveGame, table: AgentLogit, logs: FloatArray, start: FloatArray
) -> SequentialEquilibrium | None:
    """The equilibrium in which what is likely is meant; None where none passes the check.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect recall.
    table : AgentLogit
        The same tree on the unit range.
    logs : ndarray, shape (slots,)
        Logarithms of the probabilities of a response.
    start : ndarray, shape (slots,)
        Where to look: those, or a guess at where they lead.
    """
    tried: set[bytes] = set()
    likeliest = np.maximum.reduceat(logs, table.starts)[table.owner]
    for threshold in THRESHOLDS:
        meant = logs > np.log(threshold) + likeliest
        for share in BELIEVED:
            nodes, behind = table.restricted(meant, logs, share)
            name = meant.tobytes() + nodes.tobytes()
            if name in tried or _several(table, meant).sum() > MOST:
                continue
            tried.add(name)
            found = _indifferent(table, behind, start, meant)
            if found is None or np.abs(np.exp(found) * meant - np.exp(logs)).max() > NEAR:
                continue
            try:
                behaviour = np.where(meant, np.exp(found), 0.0)
                behaviour /= table.sums(behaviour)
                probability = entering(game.tree, table.sets, behaviour)
                return verified(game, probability, by_set(table.sets, table.beliefs(nodes, found)))
            except Unverified:
                continue
    return None


def _several(table: AgentLogit, meant: BoolArray) -> BoolArray:
    """The actions that are meant at sets where another is meant as well."""
    return meant & (table.sums(meant.astype(float)) > 1)


def _indifferent(table: AgentLogit, behind: BoolArray, start: FloatArray, meant: BoolArray) -> FloatArray | None:
    """Newton's method for equal worth of all that is meant at a set; the nearest solution where there are many."""
    logs = _normal(table, start, meant)
    mixed = _several(table, meant)
    several = np.flatnonzero(mixed)
    if not len(several):
        return logs
    sets = np.unique(table.owner[several])
    member = (table.owner[several][:, None] == sets).astype(float)
    even = np.eye(len(several)) - member @ (member / member.sum(axis=0)).T
    # Steps are even in probabilities, and what is done for sure stays so.
    scale = np.where(mixed, np.exp(-np.maximum(logs, SMALL)), ~meant)
    for _ in range(CORRECTIONS):
        worth, slope = table.worth(logs, behind)
        odds = np.exp(logs[several])
        sums = np.zeros((len(sets), len(logs)))
        sums[:, several] = (member * odds[:, None]).T
        off = np.concatenate([even @ worth[several], member.T @ odds - 1.0])
        matrix = np.vstack([even @ slope[several], sums])
        move = scale * np.linalg.lstsq(matrix * scale, -off)[0]
        if not np.isfinite(move).all():
            return None
        logs = logs + np.clip(move, -1.0, 1.0)
        if np.abs(off).max() < ROUNDING:
            break
    return _normal(table, logs, meant)


def _normal(table: AgentLogit, logs: FloatArray, meant: BoolArray) -> FloatArray:
    """The same with what is meant at each set adding up to one; slips stay as they are."""
    return np.where(meant, logs - np.log(table.sums(np.where(meant, np.exp(logs), 0.0))), logs)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AgentResponse(TreeEquilibrium):
    """Behaviour in which every information set answers everybody else's, at one precision.

    Parameters
    ----------
    precision : float
        Per payoff range of each player; 0 is choice at random, infinity never a mistake.
    residual : float
        How far a probability lies from the answer to all others, at most.
    """

    precision: float = 0.0
    residual: float = 0.0


@entity
class AgentPath(Finding):
    """Where the responses lead.

    Parameters
    ----------
    limit : SequentialEquilibrium or None
        What they approach; None where nothing is near the last of them.
    distance : float
        How far the last of them is from it in any probability or belief; NaN where there is no limit.
    settled : bool
        Whether two guesses at the limit agree, the path having come nearer to it in between; else it is only near.
    turns : tuple of float
        The precisions at which the path turns back, up to the accuracy of one step.
    """

    limit: SequentialEquilibrium | None
    distance: float
    settled: bool
    turns: tuple[float, ...]


NOWHERE = AgentPath(None, float("nan"), False, ())


def unfit(game: ExtensiveGame) -> str | None:
    """Why the path of a game cannot be followed; None where it can."""
    actions = information_sets(game.tree).slots
    if actions == 0:
        return "needs a player who moves"
    if actions > LARGEST_ACTIONS:
        return f"is for trees of up to {LARGEST_ACTIONS} actions at all information sets, and this one has {actions:,}"
    if actions * len(game.payoffs) > LARGEST_CELLS:
        return (
            f"is for smaller trees: this one has {actions:,} actions and {len(game.payoffs):,} endings, and the limit "
            f"for the product of the two is {LARGEST_CELLS:,}"
        )
    return imperfect_recall(game)


def followed(game: ExtensiveGame) -> tuple[list[AgentResponse], AgentPath, list[str]]:
    """The path until its limit is clear, or to the highest precision.

    Returns
    -------
    found : list of AgentResponse
        At precision 0, and at each of `PRECISIONS` that was come by.
    path : AgentPath
        Where it leads.
    notes : list of str
        What went wrong on the way, if anything, and where it turns back.
    """
    table = AgentLogit(game.tree, unit_payoffs(game.payoffs.T).T)
    equal = -np.log(np.repeat(np.array(table.shape, dtype=float), table.shape))
    found, turns, notes = [verified_response(game, equal, 0.0)], list[float](), list[str]()
    guesses, earlier = list[AgentPath](), Point(0.0, equal)
    path: AgentPath | None = None
    try:
        for point in follow(table, PRECISIONS):
            if not isinstance(point, Point):
                turns.append(point)
                continue
            found.append(verified_response(game, point.logs, point.precision))
            before, guesses = guesses, _guesses(game, table, earlier, point)
            earlier = point
            clear = (now for then, now in zip(before, guesses, strict=False) if _clear(then, now))
            path = next((replace(now, settled=True) for now in clear), None)
            if path is not None:
                break
    except DidNotConverge as error:
        notes.append(f"the path could not be followed beyond precision {found[-1].precision:g}: {error}")
    if path is None:
        near = [guess for guess in guesses if guess.distance < IN_SIGHT]
        path = min(near, key=lambda guess: guess.distance, default=NOWHERE)
    path = replace(path, turns=tuple(turns))
    return found, path, [*notes, *turned(path.turns)]


def _guesses(game: ExtensiveGame, table: AgentLogit, earlier: Point, point: Point) -> list[AgentPath]:
    """Where the path seems to lead: from where it is, and from how its last doubling of precision moved it."""
    if not (point.precision >= LIMIT_FROM and point.precision == 2 * earlier.precision):
        return []
    onwards = 2 * point.logs - earlier.logs  # what is left falls with one over the precision
    here = entering(game.tree, table.sets, np.exp(point.logs))
    starts = (point.logs, np.minimum(onwards, 0.0))
    limits = [sequential_nearby(game, table, point.logs, start) for start in starts]
    # Beliefs follow more slowly, and do not count.
    return [
        NOWHERE if limit is None else AgentPath(limit, float(np.abs(limit.probability - here).max()), False, ())
        for limit in limits
    ]


def _clear(before: AgentPath, now: AgentPath) -> bool:
    """Whether two guesses in a row are the same equilibrium, and the path has come nearer to it."""
    if before.limit is None or now.limit is None:
        return False
    moved = float(np.abs(before.limit.probability - now.limit.probability).max())
    beliefs = max(float(np.abs(before.limit.beliefs[s] - b).max()) for s, b in now.limit.beliefs.items())
    closer = now.distance <= max(NEARER * before.distance, AGREE) and now.distance < ARRIVED
    return moved < AGREE and beliefs < ARRIVED and closer


def verified_response(game: ExtensiveGame, logs: FloatArray, precision: float) -> AgentResponse:
    """Build a response after checking that each information set's probabilities answer all others'.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect recall.
    logs : ndarray, shape (slots,)
        Logarithms of the probabilities of all actions, set after set.
    precision : float
        Per payoff range.

    Raises
    ------
    Unverified
        If a probability is farther than 1e-10 from what the logit rule makes of what the actions are worth, by a sweep
        from the leaves and by Bayes' beliefs from the root.
    """
    tree, sets = game.tree, information_sets(game.tree)
    behaviour = np.exp(logs)
    owner = np.repeat(np.arange(len(sets.label)), sets.count)
    behaviour /= np.add.reduceat(behaviour, sets.first)[owner]
    probability = entering(tree, sets, behaviour)
    believed = bayes(game, sets, logs)
    shot = one_shot(tree, sets, game.payoffs, probability, believed)
    spread = np.ptp(game.payoffs, axis=0)
    worth = shot.values / np.where(spread > 0, spread, 1.0)[sets.mover][owner]
    answer = np.exp(precision * (worth - np.maximum.reduceat(worth, sets.first)[owner]))
    answer /= np.add.reduceat(answer, sets.first)[owner]
    residual = float(np.abs(answer - behaviour).max())
    if not residual <= TOLERANCE:
        raise Unverified(f"a solver's answer is no quantal response: a probability is off by {residual:.3g}")
    return AgentResponse(
        kind="quantal response",
        game=game,
        probability=frozen(probability),
        payoffs=tuple(float(v) for v in values_under(tree, game.payoffs, probability)[0]),
        regret=float(shot.gains.max()),
        choices={},
        reasons=reasons(game, sets, behaviour, np.ones(len(tree)), shot.values, likeliest=True),
        beliefs=by_set(sets, believed),
        precision=precision,
        residual=residual,
    )


def bayes(game: ExtensiveGame, sets: InformationSets, logs: FloatArray) -> FloatArray:
    """Where each mover must believe it stands, by Bayes' rule from logarithms, shape (nodes,); 0 at other nodes.

    Examples
    --------
    >>> coin = ExtensiveGame.from_nodes({
    ...     "coin": {"chance": {"heads": (0.75, "heads"), "tails": (0.25, "tails")}},
    ...     "heads": {"player": "Ann", "set": "guess", "actions": {"heads": (1,), "tails": (0,)}},
    ...     "tails": {"player": "Ann", "set": "guess", "actions": {"heads": (0,), "tails": (1,)}},
    ... })
    >>> bayes(coin, information_sets(coin.tree), np.log([0.5, 0.5])).round(9).tolist()
    [0.0, 0.75, 0.25, 0.0, 0.0, 0.0, 0.0]
    """
    through = summed(game.tree, entering(game.tree, sets, logs, _chance(game.tree)))
    return _believed(sets, np.flatnonzero(sets.at >= 0), through)


@record
class AgentMethod:
    """One question that the path answers.

    Parameters
    ----------
    name, concept, verified : str
        As in `Solution`; of a sequential equilibrium the limit is told, else the path.
    """

    name: str
    concept: str
    verified: str

    def applies_to(self, game: ExtensiveGame) -> str | None:
        """Why it does not suit a game; see `Solver.applies_to`."""
        return unfit(game)

    def run(self, game: ExtensiveGame) -> Solution:
        """Its answer; see `Solver.run`."""
        found, path, notes = followed(game)
        equilibria: tuple[TreeEquilibrium, ...] = tuple(found)
        said = UNIT
        if self is LIMIT:
            equilibria = () if path.limit is None else (path.limit,)
            said = ONE if path.settled else NEARBY.format(path.distance)
            said = NONE.format(found[-1].precision) if path.limit is None else said
        return Solution(
            game=game,
            equilibria=equilibria,
            concept=self.concept,
            method=self.name,
            complete=False,  # others may lie off the branch
            exact=False,
            verified=self.verified,
            notes=(said, *notes),
            finding=path,
        )


RESPONSES = AgentMethod("agent-quantal-response", "quantal-response", ANSWERED)
LIMIT = AgentMethod("agent-quantal-limit", "sequential", VERIFIED)
