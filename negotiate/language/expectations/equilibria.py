"""Judges what an expectation says of equilibria, and of states that nobody would leave."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from negotiate.language.expectations.matching import Found, Judgement, Odds, judged
from negotiate.model.negotiation import Expectation
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame


def judge_alone(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the equilibria if nobody talks are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options, payoffs and condition are wanted, and in how many equilibria.
    scenario : Scenario
        Whose game is solved.
    """
    return _solved(entry, scenario, scenario.bayesian(), "alone")


def judge_in_turn(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the equilibria of the tree are what an expectation describes; see `judge_alone`."""
    return _solved(entry, scenario, scenario.in_turn(), "in turn")


def _solved(entry: Expectation, scenario: Scenario, game: NormalFormGame | ExtensiveGame, lens: str) -> Judgement:
    """How many equilibria, which every entry that asks about the game shares, are as described."""
    from negotiate.equilibrium.registry import solve  # noqa: PLC0415 - loaded to solve alone
    from negotiate.equilibrium.solution import TreeEquilibrium  # noqa: PLC0415 - the same

    solution = scenario.games.once((_solved, lens), lambda: solve(game))
    found = [
        Found(tree_odds(one) if isinstance(one, TreeEquilibrium) else odds_alone(one, solution.game), one.payoffs)
        for one in solution.profiles
    ]
    left = "" if solution.complete else " (the list is not complete)"
    return judged(entry, found, ("equilibrium agrees", "equilibria agree"), scenario, left)


def judge_standing(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the states that stand by a concept are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options are wanted; its `standing` says by which concept states are to stand, and how others may answer.
    scenario : Scenario
        Whose states they are.

    Raises
    ------
    GameTooLarge
        If the concept would take too long.
    """
    from negotiate.conflict.states import state_name  # noqa: PLC0415 - loaded with its lens alone

    concept, model = entry.standing.concept, scenario.standing()
    found = []
    for state in map(int, model.standing(concept, entry.standing.sanctions)):
        chosen = {**model.kept, **model.choices[state]}
        found.append(
            Found({issue: {option: 1.0} for issue, option in chosen.items()}, (), name=state_name(model, state))
        )
    nouns = f"state that stands by {concept} agrees", f"states that stand by {concept} agree"
    return judged(entry, found, nouns, scenario)


def odds_alone(equilibrium: Equilibrium, game: NormalFormGame | ExtensiveGame) -> Odds:
    """Issue → option → the probability with which it is chosen; issues that nobody sets have theirs for sure."""
    from negotiate.games.normal_form import NormalFormGame  # noqa: PLC0415 - loaded to solve alone

    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    result: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weights, strategies in zip(equilibrium.strategies, game.strategies, strict=True):
        for weight, strategy in zip(weights, strategies, strict=True):
            for issue, option in strategy.choices.items():
                result[issue][option] += float(weight)
    for issue, option in game.kept.items():
        result[issue] = {option: 1.0}
    return result


def tree_odds(equilibrium: TreeEquilibrium) -> Odds:
    """Issue → option, and move → action, with the probability of each; a move counts where it is reached."""
    game = equilibrium.game
    result: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for leaf, chance in equilibrium.endings:
        for issue, option in game.package(leaf).items():
            result[issue][option] += chance
    reach, tree = equilibrium.reach, game.tree
    for node in np.flatnonzero(reach)[1:].tolist():
        move = game.moves[int(tree.move[tree.parent[node]])].label
        if move not in game.issues:
            result[move][game.action_label(node)] += float(reach[node])
    for move in {m.label for m in game.moves} - set(game.issues):
        total = sum(result[move].values())
        result[move] = {action: p / total for action, p in result[move].items()} if total else {}
    return result
