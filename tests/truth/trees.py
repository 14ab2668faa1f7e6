"""Trees of perfect information beside induction in fractions, and trees with hidden information by
every deviation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.extensive import ExtensiveGame
from tests.reference import plain_information, plain_plans, plain_trees
from tests.strategies import grown, hidden
from tests.truth.kinds import Kind, Verdict
from tests.truth.many_players import Generator
from tests.truth.two_players import extreme

PLANS = 200
"""Combinations of plans that are all tried, at most."""
TABLE = 36
"""Combinations of plans that make a table, at most."""
ROUNDING = 1e-9
"""Of a player's range of payoffs: what an action may gain where weights are rounded."""
CONCEPTS = (None, "nash", "nash", "subgame-perfect", "sequential")
STEPS = (1.0, 0.01, 0.3, 1e6)
LIKELY = 1e-12
"""How likely an ending is at the least that is counted as reached."""


class Played(NamedTuple):
    """One equilibrium: what it is called, the odds of entering each node, what it pays, and beliefs
    by node.
    """

    kind: str
    odds: tuple[float, ...]
    payoffs: tuple[float, ...]
    beliefs: tuple[tuple[int, float], ...]


class Told(NamedTuple):
    """What a solution says of a tree."""

    equilibria: tuple[Played, ...]
    complete: bool


def tree(rng: Generator) -> ExtensiveGame:
    """Small enough for its plans to be tried, with payoffs that tie, or beside which a cent
    counts.
    """
    while True:
        game = grown(
            lambda low, high: int(rng.integers(low, high + 1)),
            levels=3,
            largest=int(rng.integers(1, 6)),
        )
        if plain_trees.number_of_plans(game) <= PLANS:
            break
    step = STEPS[int(rng.integers(len(STEPS)))]
    payoffs = [[round(u * step, 8) for u in row] for row in game.payoffs.tolist()]
    if rng.random() < 0.3:
        payoffs = [[round(u + 1e8 * int(rng.integers(0, 2)), 6) for u in row] for row in payoffs]
    return replace(game, payoffs=np.array(payoffs))


def answer_of(game: ExtensiveGame, concept: str | None = None) -> Told:
    return told(solve(game, concept=concept))


def told(found: Solution) -> Told:
    return Told(
        tuple(
            Played(
                e.kind,
                tuple(e.probability.tolist()),
                e.payoffs,
                tuple(
                    (v, p)
                    for at, believed in e.beliefs.items()
                    for v, p in zip(
                        np.flatnonzero(e.game.tree.information_set == at).tolist(),
                        believed.tolist(),
                        strict=True,
                    )
                ),
            )
            for e in found.equilibria
        ),
        found.complete,
    )


def ends(game: ExtensiveGame, one: Played) -> tuple[int, ...]:
    """The places of the leaves that can be reached."""
    reach = game.tree.reach(np.array(one.odds))[game.tree.leaves]
    return tuple(np.flatnonzero(reach > LIKELY).tolist())


def by_plans(game: ExtensiveGame, answer: Told) -> Verdict:
    """Beside every plan of pure actions that nobody gains by changing at one node."""
    found = sorted(ends(game, one) for one in answer.equilibria)
    wanted = sorted(plain_trees.outcomes(game))
    wrong = paid(game, answer)
    if not set(found) <= set(wanted) or len(set(found)) < len(found):
        wrong = f"endings {found}, and not {wanted}"
    elif answer.complete and found != wanted:
        wrong = f"endings {set(wanted) - set(found)} are left out"
    return Verdict(wrong, answer.complete)


def paid(game: ExtensiveGame, answer: Told) -> str:
    """Odds that are none, or a payoff that is not what they are worth."""
    for one in answer.equilibria:
        if wrong := not_adding_up(game, one.odds):
            return wrong
        worth = plain_information.value(game, plain_plans.exactly(game, np.array(one.odds)))
        size = max(1.0, float(np.abs(game.payoffs).max()))
        if max(abs(float(w) - u) for w, u in zip(worth, one.payoffs, strict=True)) > 1e-12 * size:
            return f"payoffs {one.payoffs} are {[float(w) for w in worth]}"
    return ""


def not_adding_up(game: ExtensiveGame, odds: tuple[float, ...]) -> str:
    for node in np.flatnonzero(game.tree.child_count).tolist():
        if abs(sum(odds[child] for child in plain_trees.children(game, node)) - 1) > 1e-9:
            return f"odds {odds} do not add up at node {node}"
    return ""


def unseen(rng: Generator) -> tuple[ExtensiveGame, str | None]:
    """A tree in which movers may not know where they stand, with a concept to ask it about."""
    while True:
        game = hidden(tree(rng), lambda low, high: int(rng.integers(low, high + 1)))
        if not game.perfect_information:
            return game, CONCEPTS[int(rng.integers(len(CONCEPTS)))]


def by_deviations(case: tuple[ExtensiveGame, str | None], answer: Told) -> Verdict:
    """Nobody gains by another plan, nor by another action where the concept looks, beliefs being as
    they are told.
    """
    game, concept = case
    wrong = paid(game, answer)
    for one in answer.equilibria:
        if not wrong and (most := gained(game, one)) > ROUNDING * max(
            1.0, float(np.ptp(game.payoffs))
        ):
            wrong = f"a player gains {most:.3g} by leaving the {one.kind} equilibrium {one.odds}"
    kinds = {one.kind for one in answer.equilibria}
    if not kinds and answer.complete:
        wrong = "every such tree has an equilibrium, and none is listed"
    if not wrong and answer.complete and kinds <= {"Nash", "subgame-perfect"}:
        found = {
            frozenset(game.tree.leaves[list(ends(game, one))].tolist()) for one in answer.equilibria
        }
        for outcome in plain_plans.pure_outcomes(game, everywhere=kinds == {"subgame-perfect"}):
            if outcome not in found:
                wrong = f"leaves {sorted(outcome)} are left out"
    if not wrong and answer.complete and concept == "nash" and game.n_players == 2:
        wrong = by_the_table(game, answer)
    return Verdict(wrong, answer.complete)


def by_the_table(game: ExtensiveGame, answer: Told) -> str:
    """What is wrong with all Nash equilibria of two players, beside those of the table of their
    plans.
    """
    plans = [list(plain_information.plans(game, player)) for player in range(2)]
    if len(plans[0]) * len(plans[1]) > TABLE:
        return ""
    endings = plain_plans.endings(game, plans)
    table = np.moveaxis(endings @ plain_plans.written_payoffs(game), -1, 0)
    wanted = [
        np.einsum("i,j,ijk", *map(np.array, pair), endings.astype(float)) for pair in extreme(table)
    ]
    found = [game.tree.reach(np.array(one.odds))[game.tree.leaves] for one in answer.equilibria]
    for some, others, said in ((wanted, found, "left out"), (found, wanted, "no extreme one")):
        for one in some:
            if not any(np.allclose(one, other, rtol=0, atol=1e-9) for other in others):
                return f"endings with odds {one.tolist()} are {said}"
    return ""


def gained(game: ExtensiveGame, one: Played) -> float:
    """The most that anybody gains where the concept looks."""
    behaviour = plain_plans.exactly(game, np.array(one.odds))
    gains = [float(plain_plans.gain(game, behaviour))]
    if one.kind == "subgame-perfect":
        roots = [v for v in range(len(game.tree)) if plain_plans.begins_subgame(game, v)]
        gains += [float(plain_plans.gain(game, behaviour, root)) for root in roots]
    return max(*gains, gained_with_beliefs(game, one) if one.beliefs else 0.0)


def gained_with_beliefs(game: ExtensiveGame, one: Played) -> float:
    """The most that anybody gains by one action at one set, or how far what is believed is from
    Bayes' rule.
    """
    behaviour, weights = (
        plain_plans.exactly(game, np.array(one.odds)),
        {v: Fraction(p) for v, p in one.beliefs},
    )
    gains = plain_information.one_shot(game, behaviour, weights)
    return max(*gains.values(), misbelieved(game, behaviour, weights))


def misbelieved(
    game: ExtensiveGame, behaviour: plain_information.Behaviour, weights: dict[int, Fraction]
) -> float:
    """How far beliefs at sets that are reached are from what Bayes' rule makes of behaviour."""
    apart = 0.0
    sets = game.tree.information_set
    for at in {int(s) for s in sets if s >= 0}:
        nodes = np.flatnonzero(sets == at).tolist()
        reach = [plain_information.reach(game, behaviour, v, -2) for v in nodes]
        if sum(reach) > LIKELY:
            apart = max(
                apart,
                *(
                    abs(float(r / sum(reach) - weights[v]))
                    for r, v in zip(reach, nodes, strict=True)
                ),
            )
    return apart


def one_left_out(answer: Told) -> Told:
    """With those that pay the same, as several can end alike."""
    first = answer.equilibria[0]
    return answer._replace(
        equilibria=tuple(one for one in answer.equilibria if one.payoffs != first.payoffs)
    )


def turned(odds: tuple[float, ...]) -> tuple[float, ...]:
    """A sure action and its neighbour change places."""
    for k in range(1, len(odds) - 1):
        if {odds[k], odds[k + 1]} == {0.0, 1.0}:
            return *odds[:k], odds[k + 1], odds[k], *odds[k + 2 :]
    return odds


def other_odds(answer: Told) -> Told:
    first = answer.equilibria[0]
    return answer._replace(
        equilibria=(first._replace(odds=turned(first.odds)), *answer.equilibria[1:])
    )


def other_payoff(answer: Told) -> Told:
    first = answer.equilibria[0]
    payoffs = (first.payoffs[0] + 1e-3 * max(1.0, abs(first.payoffs[0])), *first.payoffs[1:])
    return answer._replace(equilibria=(first._replace(payoffs=payoffs), *answer.equilibria[1:]))


SPOIL: tuple[Callable[[Told], Told], ...] = (one_left_out, other_odds, other_payoff)
KINDS = (
    Kind("trees of perfect information", tree, answer_of, by_plans, SPOIL),
    Kind(
        "trees with hidden information", unseen, lambda case: answer_of(*case), by_deviations, SPOIL
    ),
)
