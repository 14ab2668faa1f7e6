"""What happens and why, in one plain sentence an equilibrium, from nothing but the solution."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.normal_form import FloatArray, NormalFormGame, Strategy
from negotiate.render.text import contrast, counted, in_words, joined, number, odds, probability, safe
from negotiate.solvers.solution import Equilibrium, Reason, Solution, TreeEquilibrium

MOST_DECISIONS = 6
FEW_ENDINGS = 4


MANY = 2
"""Above so many issues, a strategy is told by what it changes."""


def listed(sol: Solution) -> Sequence[Equilibrium | TreeEquilibrium]:
    """The equilibria of a solution, whichever form its game has."""
    return sol.equilibria


def headline(sol: Solution) -> str:
    """How many equilibria there are, and whether these are all."""
    count, concept = len(sol.equilibria), safe(sol.concept, True)
    if not count:
        return _none(sol, concept)
    noun = f"{concept} {'equilibrium' if count == 1 else 'equilibria'}"
    if not sol.complete:
        return f"{in_words(count)} {noun} found; there may be more."
    if count == 1:
        return f"One {noun}, and no other."
    return f"{in_words(count)} {noun}, and no others."


def _none(sol: Solution, concept: str) -> str:
    if isinstance(sol.game, NormalFormGame) and (not sol.complete or "pure" in concept.lower()):
        return "No equilibrium in pure strategies: from every combination somebody gains by changing alone."
    return f"No {concept} equilibrium{'' if sol.complete else ' found; there may be one'}."


def sentence(sol: Solution, equilibrium: Equilibrium | TreeEquilibrium) -> str:
    """One equilibrium as one sentence."""
    if isinstance(equilibrium, TreeEquilibrium):
        return _walk(equilibrium)
    if not isinstance(sol.game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return _pure(sol.game, equilibrium) if equilibrium.pure else _mixed(sol.game, equilibrium)


def _pure(game: NormalFormGame, equilibrium: Equilibrium) -> str:
    played = [game.strategies[p][s[0]] for p, s in enumerate(equilibrium.support)]
    acts = joined([f"{_name(game, p)} {_act(strategy, game.keys[p])}" for p, strategy in enumerate(played)])
    whys = [_instead(game, reason) for reason in equilibrium.reasons if reason.alternative]
    nobody = {1: "nothing else would give more", 2: "neither gains by changing alone"}
    stay = nobody.get(game.n_players, "nobody gains by changing alone")
    return f"{acts}: {stay}{'; ' if whys else ''}{', and '.join(whys)}."


def _act(strategy: Strategy, key: str) -> str:
    if set(strategy.choices) <= {
        key
    }:  # nothing to name: bare arrays, or a matrix, whose issues are called like players
        return f"plays {safe(strategy.label, True)}"
    if len(strategy.choices) > MANY and len(strategy.label.split(", ")) < len(strategy.choices):
        return f"chooses {safe(strategy.label, True)}, all else as in the status quo"
    settings = [f"{safe(issue, True)} to {safe(option, True)}" for issue, option in strategy.choices.items()]
    return f"sets {joined(settings)}"


def _instead(game: NormalFormGame | ExtensiveGame, reason: Reason) -> str:
    """What the best thing left undone would have been worth."""
    there, here = contrast(reason.alternative_payoff, reason.payoff)
    name, other = safe(game.players[reason.player], True), safe(reason.alternative, True)
    if there == here:
        return f"{_own(name)} best alternative, `{other}`, would give the same {here}"
    return f"{_own(name)} best alternative, `{other}`, would give {there} instead of {here}"


def _own(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _mixed(game: NormalFormGame, equilibrium: Equilibrium) -> str:
    acts = joined(
        [
            f"{_name(game, p)} {_mixture(game.strategies[p], s, game.keys[p])}"
            for p, s in enumerate(equilibrium.strategies)
        ]
    )
    gains = joined([f"{_name(game, p)} {_worth(x)}" for p, x in enumerate(equilibrium.payoffs)])
    return f"{acts}: nobody gains by changing alone, and on average this gives {gains}."


def _mixture(strategies: Sequence[Strategy], weights: FloatArray, key: str) -> str:
    support = [int(i) for i in np.flatnonzero(weights)]
    if len(support) == 1:
        return _act(strategies[support[0]], key)
    parts = [f"{safe(strategies[i].label, True)} with probability {probability(float(weights[i]))}" for i in support]
    return f"plays {joined(parts)}"


def _walk(equilibrium: TreeEquilibrium) -> str:
    """The path from the root on, with the reason at each decision, and what it comes to."""
    game = equilibrium.game
    steps = [_step(game, reason) for reason in equilibrium.reasons[:MOST_DECISIONS]]
    rest = len(equilibrium.reasons) - len(steps)
    if rest:
        steps.append(f"{counted(rest, 'more decision')} follow{'s' if rest == 1 else ''} in the same way")
    sure = len(equilibrium.endings) == 1
    gains = joined([f"{_name(game, p)} {_worth(x)}" for p, x in enumerate(equilibrium.payoffs)])
    steps.append(f"this gives {gains}" if sure else f"on average this gives {gains}")
    said = "; ".join(steps)
    return f"{said[:1].upper()}{said[1:]}."


def _step(game: ExtensiveGame, reason: Reason) -> str:
    name, chosen = safe(game.players[reason.player], True), safe(reason.chosen, True)
    move = f"at `{safe(reason.where, True)}` " if reason.where and reason.where != name else ""
    start = f"{_after_chance(game, reason.node)}{move}{name} chooses {chosen}"
    if not reason.alternative or math.isnan(reason.alternative_payoff):
        return f"{start}, which gives it {number(reason.payoff)}"
    there, here = contrast(reason.alternative_payoff, reason.payoff)
    other = safe(reason.alternative, True)
    if there == here:
        return f"{start}, which gives it {here}, as `{other}` would"
    return f"{start}, which gives it {here} where the next best, `{other}`, would give {there}"


def _after_chance(game: ExtensiveGame, node: int) -> str:
    """The last thing chance did before this node: "after backs (odds 0.7) "."""
    if node < 0:
        return ""
    for step in reversed(game.path(node)[1:]):
        if game.tree.mover[game.tree.parent[step]] == CHANCE:
            return f"after {safe(game.action_label(step), True)} (odds {odds(float(game.tree.odds[step]))}) "
    return ""


def played(equilibrium: Equilibrium | TreeEquilibrium, game: NormalFormGame | ExtensiveGame, step: str) -> str:
    """What is done, in as few words as possible: strategies side by side, or the path of a tree."""
    if isinstance(equilibrium, TreeEquilibrium):
        return _path(equilibrium, step)
    if not isinstance(game, NormalFormGame):
        raise TypeError("an equilibrium in strategies belongs to a game in normal form")
    return " | ".join(_support(game, equilibrium, p) for p in range(game.n_players))


def _support(game: NormalFormGame, equilibrium: Equilibrium, player: int) -> str:
    weights, support = equilibrium.strategies[player], equilibrium.support[player]
    labels = [safe(game.strategies[player][i].label, True) for i in support]
    if len(support) == 1:
        return labels[0]
    return " + ".join(f"{probability(float(weights[i]))} {label}" for i, label in zip(support, labels, strict=True))


def _path(equilibrium: TreeEquilibrium, step: str) -> str:
    """The way through the tree; where it parts, the ways from there with their probabilities, if they are few."""
    game, endings = equilibrium.game, equilibrium.endings
    ways = [game.path(int(game.tree.leaves[leaf]))[1:] for leaf, _ in endings[:FEW_ENDINGS]]
    labels = [[safe(game.action_label(node), True) for node in way] for way in ways]
    if len(endings) == 1:
        return f" {step} ".join(labels[0])
    if len(endings) > FEW_ENDINGS:
        others = counted(len(endings) - 1, "other ending")
        return f"{f' {step} '.join(labels[0])} ({probability(endings[0][1])}; {others} possible)"
    common = next(k for k in range(len(ways[0])) if len({way[k] for way in ways}) > 1)
    rest = [f" {step} ".join(label[common:]) for label in labels]
    parts = [f"{odds(p)} {way}" for way, (_, p) in zip(rest, endings, strict=True)]
    return f" {step} ".join([*labels[0][:common], " or ".join(parts)])


def _name(game: NormalFormGame | ExtensiveGame, player: int) -> str:
    return safe(game.players[player], True)


def _worth(x: float) -> str:
    return number(float(x))
