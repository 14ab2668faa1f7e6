"""Equilibria of games in normal form in words: what each player does, and why nobody does something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import IDLE, FloatArray, NormalFormGame, Strategy
from negotiate.report.numbers import all_fractions, contrast, probability, rounded
from negotiate.report.words import in_words, joined, safe, the
from negotiate.solvers.solution import Elimination, Equilibrium, Reason, TreeEquilibrium

MANY = 2
"""Above so many issues a strategy is told by what it changes."""
PARTS = 4
"""Strategies of a mixture that dominates which are named."""


def describe(game: NormalFormGame, equilibrium: Equilibrium, digits: Sequence[int], alone: bool = True) -> str:
    """One equilibrium in a few sentences.

    Parameters
    ----------
    game : NormalFormGame
        Where it belongs.
    equilibrium : Equilibrium
        Pure or mixed.
    digits : sequence of int
        Decimals a player: `payoffs.places`.
    alone : bool
        Whether it is said that nobody gains by changing, which goes without saying of several equilibria.
    """
    fractions = in_fractions(equilibrium)
    acts = [
        f"{the(name)} {_act(game, p, weights, fractions)}"
        for p, (name, weights) in enumerate(zip(game.players, equilibrium.strategies, strict=True))
    ]
    done = "; ".join(acts) if any(" and " in act or " with " in act for act in acts) else joined(acts)
    whys = [_instead(game, reason, digits) for reason in equilibrium.reasons if reason.alternative]
    nobody = [_nobody(game)] if alone else []
    return " ".join(map(sentence, [done, *_indifferent(game, equilibrium, digits), *nobody, *whys]))


def sentence(words: str) -> str:
    """Words with a capital letter and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def _nobody(game: NormalFormGame) -> str:
    told = {1: "nothing else would give more", 2: "neither gains by changing alone"}
    return told.get(game.n_players, "nobody gains by changing alone")


def _act(game: NormalFormGame, player: int, weights: FloatArray, fractions: bool) -> str:
    """What a player does, with probabilities where it mixes."""
    strategies, support = game.strategies[player], np.flatnonzero(weights).tolist()
    if len(support) == 1:
        return _pure_act(game, player, strategies[support[0]])
    named = [(safe(strategies[i].label, True), probability(float(weights[i]), fractions)) for i in support]
    (label, chance), *more = named
    return f"plays {joined([f'`{label}` with probability {chance}', *(f'`{other}` with {p}' for other, p in more)])}"


def _pure_act(game: NormalFormGame, player: int, strategy: Strategy) -> str:
    choices, key = strategy.choices, game.keys[player]
    if strategy.label == IDLE and not choices:
        return "decides nothing alone"
    if set(choices) <= {key}:  # bare arrays, or a matrix, whose issues are called like players
        return f"plays `{safe(strategy.label, True)}`"
    if len(choices) > MANY and len(strategy.label.split(", ")) < len(choices):
        if strategy.label == "status quo":
            return "changes nothing"
        return f"chooses {_named(game, strategy)} and changes nothing else"
    settings = [
        f"`{safe(issue, True)}` to `{safe(option, True)}`{_name(game, issue, option)}"
        for issue, option in choices.items()
    ]
    return f"sets {joined(settings)}"


def _named(game: NormalFormGame, strategy: Strategy) -> str:
    """A strategy between backticks, and behind it what its one option is called, where it says more."""
    (issue, option), *more = strategy.choices.items() or [("", "")]
    if more:
        issue, _, option = strategy.label.partition(" ")
    return f"`{safe(strategy.label, True)}`{_name(game, issue, option)}"


def _name(game: NormalFormGame, issue: str, option: str) -> str:
    name = game.option_names.get(issue, {}).get(option, "")
    return f" ({safe(name, True)})" if name else ""


def _instead(game: NormalFormGame, reason: Reason, digits: Sequence[int]) -> str:
    """What the best thing left undone would have been worth."""
    there, here = contrast(reason.alternative_payoff, reason.payoff, digits[reason.player])
    name = the(game.players[reason.player])
    undone = [one for one in game.strategies[reason.player] if one.label == reason.alternative]
    other = _named(game, undone[0]) if undone else f"`{safe(reason.alternative, True)}`"
    if reason.alternative_payoff == reason.payoff or there == here:
        return f"with {other}, {name} would do as well"
    if game.keys[reason.player] in game.ordinal:
        return f"with {other}, {name} would be worse off"
    return f"with {other}, {name} would get {there} instead of {here}"


def _indifferent(game: NormalFormGame, equilibrium: Equilibrium, digits: Sequence[int]) -> list[str]:
    """What each of the strategies gives that somebody mixes."""
    mixing = [p for p, support in enumerate(equilibrium.support) if len(support) > 1]
    return [
        f"{in_words(len(equilibrium.support[p])).lower() if len(equilibrium.support[p]) > 2 else 'both'} "
        f"strategies that {the(game.players[p])} mixes give "
        f"{'the same' if game.keys[p] in game.ordinal else rounded(equilibrium.payoffs[p], digits[p])}"
        for p in mixing
    ]


def in_fractions(equilibrium: Equilibrium) -> bool:
    """Whether every probability of an equilibrium can be written as a fraction; else all are decimals."""
    return all_fractions(p for weights in equilibrium.strategies for p in weights[weights > 0])


def supports(game: NormalFormGame, equilibrium: Equilibrium) -> list[str]:
    """What each player plays in as few words as possible, with probabilities where it mixes."""
    fractions, said = in_fractions(equilibrium), []
    for strategies, weights, support in zip(game.strategies, equilibrium.strategies, equilibrium.support, strict=True):
        labels = [safe(strategies[i].label, True) for i in support]
        chances = [probability(float(weights[i]), fractions) for i in support]
        mixed = [f"{chance} {label}" for chance, label in zip(chances, labels, strict=True)]
        said.append(labels[0] if len(labels) == 1 else " + ".join(mixed))
    return said


def at_once(equilibrium: TreeEquilibrium) -> Equilibrium | None:
    """The same equilibrium in strategies, where the tree draws a game in which all move at once; else None."""
    game, tree = equilibrium.game.normal_form, equilibrium.game.tree
    if game is None:
        return None
    sets = [int(node) for node in tree.level_starts[: game.n_players]]  # level k belongs to player k
    if tuple(int(tree.child_count[node]) for node in sets) != game.shape:
        return None
    below = [slice(int(tree.first_child[node]), int(tree.first_child[node] + tree.child_count[node])) for node in sets]
    return Equilibrium(
        kind=equilibrium.kind,
        strategies=tuple(equilibrium.probability[part] for part in below),
        payoffs=equilibrium.payoffs,
        regret=equilibrium.regret,
        choices=equilibrium.choices,
        reasons=equilibrium.reasons,
    )


def in_strategies(
    game: NormalFormGame | ExtensiveGame, equilibria: Sequence[Equilibrium | TreeEquilibrium]
) -> tuple[NormalFormGame, list[Equilibrium]] | None:
    """The normal form and these equilibria in it, where all move at once; else None."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    if table is None:
        return None
    found = [at_once(e) if isinstance(e, TreeEquilibrium) else e for e in equilibria]
    known = [e for e in found if e is not None]
    return (table, known) if len(known) == len(found) else None


def better_words(game: NormalFormGame, fallen: Elimination) -> str:
    """What is always better than a strategy that fell: a strategy, or a mixture by its heaviest."""
    labels = [safe(strategy.label, True) for strategy in game.strategies[fallen.player]]
    parts = list(zip(fallen.by, fallen.weights, strict=True))
    if len(parts) == 1:
        return f"`{labels[fallen.by[0]]}`"
    shown = sorted(parts, key=lambda part: -part[1])[:PARTS] if len(parts) > PARTS else parts
    said = [f"{probability(weight)} `{labels[i]}`" for i, weight in shown]
    if len(parts) > PARTS:
        said.append(f"a little of {len(parts) - PARTS:,} more")
    return joined(said)
