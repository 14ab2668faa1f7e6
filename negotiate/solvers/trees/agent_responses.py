"""Logit responses of the information sets of a tree, one precision after another, and the assessment they lead to.

Precision is counted per payoff range, as in normal forms. What the path leads to is a sequential equilibrium
(McKelvey & Palfrey 1998, theorem 4): its beliefs are limits of Bayes' beliefs where everything has some probability.

References
----------
McKelvey & Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental Economics 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import DidNotConverge
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import frozen
from negotiate.kernels.agent_logit import LONG, AgentLogit
from negotiate.kernels.best_response import one_shot
from negotiate.kernels.information_sets import InformationSets, entering, information_sets
from negotiate.kernels.level_sweep import values_under
from negotiate.kernels.logit_path import Point, follow
from negotiate.solvers.concepts.quantal_response import (
    AGREE,
    ARRIVED,
    LIMIT_FROM,
    NEARER,
    PRECISIONS,
    TOLERANCE,
    TURNS,
)
from negotiate.solvers.equilibrium import Unverified
from negotiate.solvers.solution import Finding, TreeEquilibrium
from negotiate.solvers.solver import Game
from negotiate.solvers.trees.agent_limit import sequential_nearby
from negotiate.solvers.trees.recall import forgotten
from negotiate.solvers.trees.sequential_equilibrium import SequentialEquilibrium, decisions

LARGEST_ACTIONS = 600  # one linear system a step
LARGEST_CELLS = 1_000_000  # actions times endings
IN_SIGHT = 0.05  # how near the end of the path must be to an equilibrium that is told as near


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


@dataclass(frozen=True, slots=True, eq=False)
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


def unfit(game: Game) -> str | None:
    """Why the path of a game cannot be followed; None where it can."""
    if not isinstance(game, ExtensiveGame):
        return "needs a game tree"
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
    reason = forgotten(game)
    return None if reason is None else f"needs players with perfect recall: {reason}"


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
    table = AgentLogit(game.tree, _unit(game))
    equal = -np.log(np.repeat(np.array(table.shape, dtype=np.float64), table.shape))
    found, turns, notes = [verified_response(game, equal, 0.0)], list[float](), list[str]()
    guesses, earlier = list[AgentPath](), Point(0.0, equal)
    clear: AgentPath | None = None
    try:
        for point in follow(table, PRECISIONS):
            if not isinstance(point, Point):
                turns.append(point)
                continue
            found.append(verified_response(game, point.logs, point.precision))
            before, guesses = guesses, _guesses(game, table, earlier, point)
            earlier = point
            clear = next((now for then, now in zip(before, guesses, strict=False) if _clear(then, now)), None)
            if clear is not None:
                break
    except DidNotConverge as error:
        notes.append(f"the path could not be followed beyond precision {found[-1].precision:g}: {error}")
    if clear is not None:
        return found, replace(clear, settled=True, turns=tuple(turns)), notes + _turned(turns)
    near = [guess for guess in guesses if guess.distance < IN_SIGHT]
    nearest = min(near, key=lambda guess: guess.distance, default=NOWHERE)
    return found, replace(nearest, turns=tuple(turns)), notes + _turned(turns)


def _unit(game: ExtensiveGame) -> FloatArray:
    spread = np.ptp(game.payoffs, axis=0)
    return np.asarray((game.payoffs - game.payoffs.min(axis=0)) / np.where(spread > 0, spread, 1.0))


def _guesses(game: ExtensiveGame, table: AgentLogit, earlier: Point, point: Point) -> list[AgentPath]:
    """Where the path seems to lead: from where it is, and from how its last doubling of precision moved it."""
    if not (point.precision >= LIMIT_FROM and point.precision == 2 * earlier.precision):
        return []
    onwards = 2 * point.logs - earlier.logs  # what is left falls with one over the precision
    guesses = []
    for start in (point.logs, np.minimum(onwards, 0.0)):
        limit = sequential_nearby(game, table, point.logs, start)
        guesses.append(NOWHERE if limit is None else AgentPath(limit, _distance(game, limit, point.logs), False, ()))
    return guesses


def _distance(game: ExtensiveGame, limit: SequentialEquilibrium, logs: FloatArray) -> float:
    """The largest difference in the probability of an action; beliefs follow more slowly."""
    sets = information_sets(game.tree)
    probability = entering(game.tree, sets, np.exp(logs))
    return float(np.abs(limit.probability - probability).max())


def _clear(before: AgentPath, now: AgentPath) -> bool:
    """Whether two guesses in a row are the same equilibrium, and the path has come nearer to it."""
    if before.limit is None or now.limit is None:
        return False
    moved = float(np.abs(before.limit.probability - now.limit.probability).max())
    beliefs = max(float(np.abs(before.limit.beliefs[s] - b).max()) for s, b in now.limit.beliefs.items())
    closer = now.distance <= max(NEARER * before.distance, AGREE) and now.distance < ARRIVED
    return moved < AGREE and beliefs < ARRIVED and closer


def _turned(turns: list[float]) -> list[str]:
    if not turns:
        return []
    where = ", ".join(f"{turn:.3g}" for turn in turns[:TURNS])
    more = f" and {len(turns) - TURNS} times more" if len(turns) > TURNS else ""
    return [f"the path turns back at precision {where}{more}, so some precisions have several points on it"]


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
    through = np.ones(len(tree))
    return AgentResponse(
        kind="quantal response",
        game=game,
        probability=frozen(probability),
        payoffs=tuple(float(v) for v in values_under(tree, game.payoffs, probability)[0]),
        regret=float(shot.gains.max()),
        choices={},
        reasons=decisions(game, sets, behaviour, through, shot.values),
        beliefs={int(label): frozen(believed[sets.at == s]) for s, label in enumerate(sets.label)},
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
    tree = game.tree
    with np.errstate(divide="ignore"):
        through = np.maximum(np.log(tree.odds), -LONG)
    inside = sets.slot >= 0
    through[inside] = logs[sets.slot[inside]]
    for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
        through[start:stop] += through[tree.parent[start:stop]]
    own = np.flatnonzero(sets.at >= 0)
    most = np.full(len(sets.label), -np.inf)
    np.maximum.at(most, sets.at[own], through[own])
    weights = np.exp(through[own] - most[sets.at[own]])
    believed = np.zeros(len(tree))
    believed[own] = weights / np.bincount(sets.at[own], weights, len(sets.label))[sets.at[own]]
    return believed
