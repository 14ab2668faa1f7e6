"""Logit responses of the information sets of a tree, one precision after another, and the
assessment they lead to.

Two methods tell of one path: `agent-quantal-response` lists the responses on it, along the branch
that begins at choice at random; `agent-quantal-limit` finds the sequential equilibrium that they
lead to, in trees too large to list all.

Every information set answers for itself: an action's log-odds are the precision, per payoff range
as in normal forms, times what it is worth to the mover, given that play has come to the set and
that everybody goes on as they do. Since everything has some probability, Bayes' rule says
everywhere where in the set that is. What an action is worth is the mean payoff of the endings
behind it, so its derivatives are covariances over these endings; they are taken from logarithms,
and nothing vanishes or overflows.

The path leads to a sequential equilibrium (theorem 4), whose beliefs are limits of Bayes' beliefs
where everything has some probability. It is found from a response by taking what is likely to be
meant, and the nodes that are likely at each set to be those that slips of the least order lead to.
Then whatever is meant at a set must be worth the same, given beliefs by the same products of odds
and slips as before: one Newton iteration for behaviour and slips together, so that the beliefs stay
consistent.

References
----------
McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental
Economics 1. Turocy 2005, "A dynamic homotopy interpretation of the logistic quantal response
equilibrium correspondence", Games and Economic Behavior 51.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity, record
from negotiate.equilibrium.certificate import FLOATS, Certificate
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
from negotiate.equilibrium.kernels import sparse
from negotiate.equilibrium.kernels.logit_path import Point, Responses, climb, follow
from negotiate.equilibrium.kernels.sequence_form import one_shot
from negotiate.equilibrium.solution import Finding, Solution, TreeEquilibrium
from negotiate.equilibrium.trees.sequential_equilibrium import (
    VERIFIED,
    SequentialEquilibrium,
    by_set,
    likeliest,
    shares,
    smallest,
    summed,
    verified,
)
from negotiate.equilibrium.trees.verification import imperfect_recall, reasons
from negotiate.errors import DidNotConverge
from negotiate.games.extensive import ExtensiveGame, Tree
from negotiate.games.information_sets import InformationSets, entering, information_sets
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import frozen, unit_payoffs

VANISHED = 1e-250
LIKELIEST = 300.0  # the logarithm of what no probability is: an iteration that comes there is lost
LONG = 1e5
"""Minus the logarithm of odds that are zero: far less likely than any slip."""
THRESHOLDS = (
    1e-1,
    1e-2,
    1e-3,
    1e-4,
    1e-6,
)  # of the likeliest: what is less likely is not meant in the limit
BELIEVED = (1e-2, 1e-3, 1e-1, 1e-5)  # the same for the nodes of a set
CORRECTIONS = 12
MOST = 2_000  # actions at sets at which several are meant: with more, a limit is not looked for
NEAR = 0.2  # a solution farther away in some probability is another equilibrium
ROUNDING = 1e-14
DENSE = 250  # actions of trees whose systems are written out
SMALL = -7.0  # the logarithm of a probability below which steps grow no more
FOLLOWED = 150
"""Actions at all information sets of a tree whose path is followed round its turns though nobody
asked for that.
"""
LARGEST_ACTIONS = 600  # whose path is followed at all: hundreds of linear systems a turn
LARGEST_CLIMB = 20_000  # actions where turns are skipped
LARGEST_CELLS = 1_000_000  # nodes times levels
HURRIED = 2e9  # multiplications in sparse systems where no method was named: more than a second
HURRIED_CLIMB = 8_000  # actions, so that the first system is no longer
CLIMBED_FROM = 1024.0  # precision from which a limit is looked for where turns are skipped
CLIMBED = tuple(
    2.0**k for k in range(19)
)  # to where small differences show, for a step is quick there
IN_SIGHT = 0.05  # how near the end of the path must be to an equilibrium that is told as near
SEQUENTIAL = "sequential"
ANSWERED = "each probability answers all others given Bayes' beliefs, to 1e-10"
ONE = (
    "with rising precision, quantal responses lead from random choice to this equilibrium; there "
    "may be others"
)
NEARBY = (
    "at the last precision followed, play is within {:.2g} of this equilibrium; there may be others"
)
NONE = "play was followed to precision {:g}, and no sequential equilibrium is near"


class AgentLogit(Responses):
    """The logit responses of all information sets, in arrays that do not change along the path.

    Parameters
    ----------
    tree : Tree
        With perfect recall; branches of chance with odds of zero are never gone.
    payoffs : ndarray, shape (leaves, players)
        On the unit range, which gives the precision its unit.
    work : float
        Multiplications that sparse systems may take.

    Notes
    -----
    Holds tables of one row an action and one column an ending, or a node.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> entry = ExtensiveGame.from_nodes(
    ...     {
    ...         "entry": {"player": "Ann", "actions": {"out": (0.5, 1), "in": "answer"}},
    ...         "answer": {"player": "Bob", "actions": {"fight": (0, 0), "give in": (1, 0.5)}},
    ...     }
    ... )
    >>> AgentLogit(entry.tree, entry.payoffs).worth(np.log([0.5, 0.5, 0.5, 0.5]))[0].tolist()
    [0.5, 0.5, 0.0, 0.5]
    """

    def __init__(self, tree: Tree, payoffs: FloatArray, work: float = float("inf")) -> None:
        self._left = work
        self.sets = sets = information_sets(tree)
        self.shape, self.total, self.starts = tuple(sets.count.tolist()), sets.slots, sets.first
        self.owner = np.repeat(np.arange(len(sets.count)), sets.count)
        self._tree, self._chance = tree, _chance(tree)
        # A row for each action and each ending behind it, action after action: which, and the node
        # that it enters.
        at, ending, rows = tree.leaves, np.arange(len(tree.leaves)), list[IndexArray]()
        while len(at):
            rows.append(np.stack([sets.slot[at], ending, at])[:, sets.slot[at] >= 0])
            inner = tree.parent[at] > 0
            at, ending = tree.parent[at][inner], ending[inner]
        found = np.concatenate(rows, axis=1)
        self._slot, self._ending, self._entered = found[:, np.lexsort((found[1], found[0]))]
        self._first = np.searchsorted(self._slot, np.arange(self.total))
        self._payoffs = payoffs[self._ending, sets.mover[self.owner[self._slot]]]

    @property
    def rows(self) -> int:
        """How many pairs of an action and an ending behind it there are."""
        return len(self._slot)

    def worth(
        self, logs: FloatArray, counting: BoolArray | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """What each action is worth to its mover, and how that changes with each logarithm.

        Parameters
        ----------
        logs : ndarray, shape (slots,)
            Logarithms of all probabilities.
        counting : ndarray of bool, shape (rows,), optional
            Which endings behind each action count, one at least; by default all.
        """
        worth, slope = self.sloping(logs, counting)
        return worth, slope.toarray()

    def sloping(
        self, logs: FloatArray, counting: BoolArray | None = None
    ) -> tuple[FloatArray, Any]:
        """The same, the slope as a sparse array."""
        odds, worth = self._weighed(logs, counting)
        shape = self.total, len(self._tree.leaves)
        swing = sparse.csr_array(
            (odds * (self._payoffs - worth[self._slot]), (self._slot, self._ending)), shape
        )
        return worth, swing @ sparse.csr_array(
            (np.ones(self.rows), (self._ending, self._slot)), shape[::-1]
        )

    def _weighed(
        self, logs: FloatArray, counting: BoolArray | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """How likely each ending behind an action is once it is taken, and what each action is
        worth.
        """
        odds = self._through(logs)[self._tree.leaves][self._ending]
        if counting is not None:
            odds = np.where(counting, odds, -np.inf)
        odds = np.exp(odds - np.maximum.reduceat(odds, self._first)[self._slot])
        odds[odds < VANISHED] = 0.0  # with numbers below what floats can hold, products are slow
        odds /= np.add.reduceat(odds, self._first)[self._slot]
        return odds, np.add.reduceat(odds * self._payoffs, self._first)

    def answer(self, logs: FloatArray, precision: float) -> FloatArray:
        """What answers these: logarithms of all probabilities."""
        return self.answers(self._weighed(logs)[1], precision)

    def moves(self, at: FloatArray, row: FloatArray) -> FloatArray:
        """As for all responses; in large trees by a sparse system, in which what each set's odds
        add up to is open.

        Raises
        ------
        DidNotConverge
            If the systems have taken as much work as they may.
        """
        if self.total <= DENSE:
            return super().moves(at, row)
        if self._left < 0:
            raise DidNotConverge("the path of quantal responses", 0, float("inf"), 0.0)
        logs, precision = np.minimum(at[:-1], LIKELIEST), float(at[-1])
        worth, slope = self.sloping(logs)
        off, odds, sets = logs - self.answers(worth, precision), np.exp(logs), len(self.starts)
        member = sparse.csr_array((np.ones(self.total), (np.arange(self.total), self.owner)))
        shares = sparse.csr_array((odds / self.sums(odds), (self.owner, np.arange(self.total))))
        matrix = sparse.block_array(
            [
                [sparse.eye_array(self.total) - precision * slope, -worth[:, None], member],
                [shares, None, None],
                [row[None, :-1], row[-1:, None], None],
            ],
            format="csc",
        )
        right = np.zeros((self.total + sets + 1, 2))
        right[: self.total, 0] = -off
        right[self.total : -1, 0] = -np.log(np.add.reduceat(odds, self.starts))
        right[-1, 1] = 1.0
        moves, work = solved_sparsely(matrix, right)
        self._left -= work
        return moves[: self.total + 1]

    def side(self, at: FloatArray, way: FloatArray) -> float:
        """As for all responses; not known in large trees, whose systems are sparse."""
        return super().side(at, way) if self.total <= DENSE else 0.0

    def restricted(
        self, meant: BoolArray, logs: FloatArray, share: float
    ) -> tuple[BoolArray, BoolArray]:
        """What counts in the limit in which only some actions are meant, and the others slips.

        Parameters
        ----------
        meant : ndarray of bool, shape (slots,)
            At least one action at each set.
        logs : ndarray, shape (slots,)
            Logarithms of all probabilities, by which the nodes are told to which the likeliest
            slips lead.
        share : float
            A node less likely than this part of the likeliest of its set is not one of them.

        Returns
        -------
        nodes : ndarray of bool, shape (nodes,)
            Where movers can believe to be.
        behind : ndarray of bool, shape (rows,)
            Which endings count for each action.
        """
        tree, sets = self._tree, self.sets
        own = np.flatnonzero(sets.at >= 0)
        size = self._through(logs)
        nodes = (sets.at >= 0) & (size > likeliest(sets, own, size)[sets.at] + np.log(share))
        strayed = summed(
            tree, np.where(sets.slot >= 0, ~meant[sets.slot], tree.odds <= 0).astype(float)
        )
        alive = strayed[tree.leaves][self._ending] == strayed[self._entered]
        return nodes, alive & nodes[tree.parent[self._entered]]

    def beliefs(self, nodes: BoolArray, logs: FloatArray) -> FloatArray:
        """Where movers believe to be, of nodes that they can believe in; adds up to one over each
        set.
        """
        return shares(self.sets, np.flatnonzero(nodes), self._through(logs))

    def _through(self, logs: FloatArray) -> FloatArray:
        """The logarithm of how likely each node is, shape (nodes,)."""
        return summed(self._tree, entering(self._tree, self.sets, logs, self._chance))


def solved_sparsely(matrix: Any, right: FloatArray) -> tuple[FloatArray, float]:
    """Solve a sparse system, with how many multiplications that takes; NaN where there is no one
    solution.
    """
    try:
        parts = sparse.splu(matrix)
    except RuntimeError:  # it is singular
        return np.full(right.shape, np.nan), 0.0
    columns, rows = np.diff(parts.L.indptr), np.bincount(parts.U.indices, minlength=len(right))
    return np.asarray(parts.solve(right), dtype=float), float(columns.astype(float) @ rows)


def _chance(tree: Tree) -> FloatArray:
    """Logarithms of chance's odds of entering each node."""
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(tree.odds), -LONG)


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


def _indifferent(
    table: AgentLogit, behind: BoolArray, start: FloatArray, meant: BoolArray
) -> FloatArray | None:
    """Newton's method for equal worth of all that is meant at a set; the nearest solution where
    there are many.
    """
    logs = _normal(table, start, meant)
    mixed = _several(table, meant)
    several = np.flatnonzero(mixed)
    if not len(several):
        return logs
    sets, own = np.unique(table.owner[several], return_inverse=True)
    rows = np.arange(len(several))
    first = np.searchsorted(own, np.arange(len(sets)))[own]
    other = np.flatnonzero(
        first != rows
    )  # is to be worth as much as the first that is meant at its set
    # Steps are even in probabilities, and what is done for sure stays so.
    scale = np.where(mixed, np.exp(-np.maximum(logs, SMALL)), ~meant)
    for _ in range(CORRECTIONS):
        worth, slope = table.sloping(logs, behind)
        odds, slope = np.exp(logs[several]), slope.tocsr()
        sums = sparse.coo_array((odds, (own, several)), (len(sets), len(logs)))
        matrix = sparse.vstack([slope[several[other]] - slope[several[first[other]]], sums])
        off = np.concatenate(
            [worth[several[other]] - worth[several[first[other]]], np.bincount(own, odds) - 1.0]
        )
        move = scale * smallest(matrix @ sparse.diags_array(scale), -off)
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
        How far the last of them is from it in any probability or belief; NaN where there is no
        limit.
    settled : bool
        Whether two guesses at the limit agree, the path having come nearer to it in between; else
        it is only near.
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
    return _too_large(game, LARGEST_ACTIONS) or imperfect_recall(game)


def _too_large(game: ExtensiveGame, most: int) -> str | None:
    """Why a game is too large for so many actions; None where it is not."""
    actions = information_sets(game.tree).slots
    if actions == 0:
        return "needs a player who moves"
    if actions > most:
        return (
            f"is for trees of up to {most:,} actions at all information sets, and this one has "
            f"{actions:,}"
        )
    levels = len(game.tree.level_starts) - 1
    if len(game.tree) * levels > LARGEST_CELLS:
        return (
            f"is for smaller trees: this one has {len(game.tree):,} nodes on {levels:,} levels, "
            f"and the limit for the product of the two is {LARGEST_CELLS:,}"
        )
    return None


def followed(
    game: ExtensiveGame, work: float = float("inf")
) -> tuple[list[AgentResponse], AgentPath, list[str]]:
    """The path until its limit is clear, to the highest precision, or as far as so much work leads.

    Returns
    -------
    found : list of AgentResponse
        At precision 0, and at each of `PRECISIONS` that was come by.
    path : AgentPath
        Where it leads.
    notes : list of str
        What went wrong on the way, if anything, and where it turns back.
    """
    return _passed(game, work, lambda table: follow(table, PRECISIONS), LIMIT_FROM, IN_SIGHT)


def climbed(
    game: ExtensiveGame, work: float = float("inf")
) -> tuple[list[AgentResponse], AgentPath, list[str]]:
    """The same with the turns of the path skipped: it is quick, and may end on another branch."""
    return _passed(game, work, lambda table: climb(table, CLIMBED), CLIMBED_FROM, NEAR)


def _passed(
    game: ExtensiveGame,
    work: float,
    points: Callable[[AgentLogit], Iterator[Point | float]],
    first: float,
    sight: float,
) -> tuple[list[AgentResponse], AgentPath, list[str]]:
    """What is passed on a path, with its limit looked for from a precision on, and so far away at
    its end.
    """
    table = AgentLogit(game.tree, unit_payoffs(game.payoffs.T).T, work)
    equal = -np.log(np.repeat(np.array(table.shape, dtype=float), table.shape))
    found, turns, notes = [verified_response(game, equal, 0.0)], list[float](), list[str]()
    guesses, earlier, last = list[AgentPath](), Point(0.0, equal), Point(0.0, equal)
    path: AgentPath | None = None
    try:
        for point in points(table):
            if not isinstance(point, Point):
                turns.append(point)
                continue
            with suppress(
                Unverified
            ):  # at very high precision floats are too coarse; a limit has its own check
                found.append(verified_response(game, point.logs, point.precision))
            earlier, last = last, point
            before, guesses = (
                guesses,
                _guesses(game, table, earlier, last) if last.precision >= first else [],
            )
            clear = (now for then, now in zip(before, guesses, strict=False) if _clear(then, now))
            path = next((replace(now, settled=True) for now in clear), None)
            if path is not None:
                break
    except DidNotConverge as error:
        notes.append(
            f"the path could not be followed beyond precision {found[-1].precision:g}: {error}"
        )
    if path is None:
        if LIMIT_FROM <= last.precision < first:
            guesses = _guesses(game, table, earlier, last)
        near = [guess for guess in guesses if guess.distance <= sight]
        path = min(near, key=lambda guess: guess.distance, default=NOWHERE)
    path = replace(path, turns=tuple(turns))
    return found, path, [*notes, *turned(path.turns)]


def _guesses(
    game: ExtensiveGame, table: AgentLogit, earlier: Point, point: Point
) -> list[AgentPath]:
    """Where the path seems to lead: from where it is, and from how its last doubling of precision
    moved it.
    """
    if point.precision != 2 * earlier.precision:
        return []
    onwards = 2 * point.logs - earlier.logs  # what is left falls with one over the precision
    here = entering(game.tree, table.sets, np.exp(point.logs))
    starts = (point.logs, np.minimum(onwards, 0.0))
    limits = [sequential_nearby(game, table, point.logs, start) for start in starts]
    # Beliefs follow more slowly, and do not count.
    return [
        NOWHERE
        if limit is None
        else AgentPath(limit, float(np.abs(limit.probability - here).max()), False, ())
        for limit in limits
    ]


def _clear(before: AgentPath, now: AgentPath) -> bool:
    """Whether two guesses in a row are the same equilibrium, and the path has come nearer to it."""
    if before.limit is None or now.limit is None:
        return False
    moved = float(np.abs(before.limit.probability - now.limit.probability).max())
    beliefs = max(
        float(np.abs(before.limit.beliefs[s] - b).max()) for s, b in now.limit.beliefs.items()
    )
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
        If a probability is farther than 1e-10 from what the logit rule makes of what the actions
        are worth, by a sweep from the leaves and by Bayes' beliefs from the root.
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
        raise Unverified(
            f"a solver's answer is no quantal response: a probability is off by {residual:.3g}"
        )
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
    """Where each mover must believe it stands, by Bayes' rule from logarithms, shape (nodes,); 0 at
    other nodes.

    Examples
    --------
    >>> coin = ExtensiveGame.from_nodes(
    ...     {
    ...         "coin": {"chance": {"heads": (0.75, "heads"), "tails": (0.25, "tails")}},
    ...         "heads": {
    ...             "player": "Ann",
    ...             "set": "guess",
    ...             "actions": {"heads": (1,), "tails": (0,)},
    ...         },
    ...         "tails": {
    ...             "player": "Ann",
    ...             "set": "guess",
    ...             "actions": {"heads": (0,), "tails": (1,)},
    ...         },
    ...     }
    ... )
    >>> bayes(coin, information_sets(coin.tree), np.log([0.5, 0.5])).round(9).tolist()
    [0.0, 0.75, 0.25, 0.0, 0.0, 0.0, 0.0]
    """
    through = summed(game.tree, entering(game.tree, sets, logs, _chance(game.tree)))
    return shares(sets, np.flatnonzero(sets.at >= 0), through)


@record
class AgentMethod:
    """One question that the path answers.

    Parameters
    ----------
    name, concept, verified : str
        As in `Solution`; of a sequential equilibrium the limit is told, else the path.
    quick : bool
        Whether to skip the turns of a long path, and to take no more than some seconds' work.
    """

    name: str
    concept: str
    verified: str
    quick: bool = False

    def applies_to(self, game: ExtensiveGame) -> str | None:
        """Why it does not suit a game; see `Solver.applies_to`."""
        if self.concept != SEQUENTIAL:
            return unfit(game)
        return _too_large(game, HURRIED_CLIMB if self.quick else LARGEST_CLIMB) or imperfect_recall(
            game
        )

    def run(self, game: ExtensiveGame) -> Solution:
        """Its answer; see `Solver.run`."""
        actions = information_sets(game.tree).slots
        roads = [followed] if actions <= (FOLLOWED if self.quick else LARGEST_ACTIONS) else []
        if self.concept == SEQUENTIAL:
            roads = [*roads, climbed] if actions <= FOLLOWED else [climbed, *roads]
        for road in roads:
            found, path, notes = road(game, HURRIED if self.quick else float("inf"))
            if path.limit is not None:
                break
        equilibria: tuple[TreeEquilibrium, ...] = tuple(found)
        said = UNIT
        if self.concept == SEQUENTIAL:
            equilibria = () if path.limit is None else (path.limit,)
            said = ONE if path.settled else NEARBY.format(path.distance)
            said = NONE.format(found[-1].precision) if path.limit is None else said
        return Solution(
            game=game,
            equilibria=equilibria,
            concept=self.concept,
            method=self.name,
            certificate=Certificate(
                FLOATS, rounded=True, limits=(said, *notes)
            ),  # others may lie off the branch
            verified=self.verified,
            notes=(said, *notes),
            finding=path,
        )


RESPONSES = AgentMethod("agent-quantal-response", "quantal-response", ANSWERED)
LIMIT = AgentMethod("agent-quantal-limit", SEQUENTIAL, VERIFIED)
