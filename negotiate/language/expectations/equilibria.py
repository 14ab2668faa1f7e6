"""Judges what an expectation says of equilibria, where all choose at once and where they move in turn."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Equilibrium, Solution, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.expectations.matching import Found, Judgement, Odds, agrees, enough, told
from negotiate.model.expectation import Expectation
from negotiate.scenario import Scenario


def judge_alone(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the equilibria if nobody talks are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options, payoffs and condition are wanted, and in how many equilibria.
    scenario : Scenario
        Whose game is solved.
    """
    return _judged(entry, scenario, _solved(scenario, "alone"))


def judge_in_turn(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the equilibria of the tree are what an expectation describes; see `judge_alone`."""
    return _judged(entry, scenario, _solved(scenario, "in turn"))


def _solved(scenario: Scenario, lens: str) -> Solution:
    """The equilibria of a game, which every entry that asks about it shares."""
    game = scenario.alone() if lens == "alone" else scenario.in_turn()
    return scenario.games.once(f"{lens}, solved", lambda: solve(game))


def _judged(entry: Expectation, scenario: Scenario, solution: Solution) -> Judgement:
    """How many equilibria are as described."""
    found = [found_in(equilibrium, solution.game) for equilibrium in solution.profiles]
    agreeing = [agrees(entry, one, scenario).whole for one in found]
    count, total = sum(agreeing), len(agreeing)
    met = enough(entry, count, total)
    noun = "equilibrium agrees" if total == 1 else "equilibria agree"
    incomplete = "" if solution.complete else " (the list is not complete)"
    instead = "" if met else told(entry, found, agreeing, scenario)
    counted = f"{count} of {total} {noun}{incomplete}"
    return Judgement(met, f"{instead} ({counted})" if instead else counted)


def found_in(equilibrium: Equilibrium | TreeEquilibrium, game: NormalFormGame | ExtensiveGame) -> Found:
    """What an equilibrium of a game comes to."""
    if isinstance(equilibrium, TreeEquilibrium):
        return Found(tree_odds(equilibrium), equilibrium.payoffs)
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return Found(odds_alone(equilibrium, game), equilibrium.payoffs)


def odds_alone(equilibrium: Equilibrium, game: NormalFormGame) -> Odds:
    """Issue → option → the probability with which it is chosen; issues that nobody sets have theirs for sure."""
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
