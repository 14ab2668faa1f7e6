"""Equilibria of games in normal form in words: what each player does, and why no player does something else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import IDLE, NormalFormGame, Strategy
from negotiate.report.numbers import all_fractions, rounded
from negotiate.report.words import joined, safe, sentence_of, the
from negotiate.solvers.reports import words
from negotiate.solvers.solution import Equilibrium, Reason, TreeEquilibrium

FEW = 2
"""Of so many issues it is told where each stands."""
NOBODY = {1: "no other choice gives more", 2: "neither player gains by changing alone"}


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
        Whether it is said that no player gains by changing, which goes without saying of several equilibria.
    """
    if all(row[0].label == IDLE for row in game.strategies):
        return "No player decides anything alone."
    fractions = in_fractions(equilibrium)
    said = [_act(game, p, weights, fractions) for p, weights in enumerate(equilibrium.strategies)]
    for p, support in enumerate(equilibrium.support):
        if len(support) > 1:
            worth = "the same" if game.keys[p] in game.ordinal else rounded(equilibrium.payoffs[p], digits[p])
            said.append(words.alike([words.label(game, p, i) for i in support], the(game.players[p]), worth))
    said += [NOBODY.get(game.n_players, "no player gains by changing alone")] if alone else []
    said += [words.instead(game, one, digits, _undone(game, one)) for one in equilibrium.reasons if one.alternative]
    return " ".join(map(sentence_of, said))


def _act(game: NormalFormGame, player: int, weights: FloatArray, fractions: bool) -> str:
    """What a player does, with probabilities where it mixes."""
    support, who = np.flatnonzero(weights).tolist(), the(game.players[player])
    if len(support) > 1:
        labels = [words.label(game, player, i) for i in support]
        return f"{who} plays {words.chances(labels, weights[support].tolist(), fractions)}"
    strategy = game.strategies[player][support[0]]
    choices, chosen = strategy.choices, _mentioned(strategy)
    if strategy.label == IDLE and not choices:
        return f"{who} decides nothing alone"
    if set(choices) <= {game.keys[player]}:  # bare arrays, or a matrix, whose issues are called like players
        return f"{who} plays `{safe(strategy.label, True)}`"
    done = [f"chooses {_named(game, strategy)}"] if chosen else []
    left = [choice for choice in choices.items() if choice not in chosen]
    if left and len(choices) <= FEW:
        stays = [
            f"`{safe(issue, True)}` at `{safe(option, True)}`{_names(game, [(issue, option)])}"
            for issue, option in left
        ]
        done.append(f"leaves {joined(stays)}")
    elif left:
        done.append("changes nothing else" if chosen else "changes nothing")
    return f"{who} {joined(done)}"


def _mentioned(strategy: Strategy) -> list[tuple[str, str]]:
    """The issues with their options of which a strategy's label speaks; it says nothing of what stays as it is."""
    said = strategy.label.split(", ")
    return [(k, option) for k, option in strategy.choices.items() if f"{k} {option}" in said or option in said]


def _named(game: NormalFormGame, strategy: Strategy) -> str:
    """A strategy between backticks, and behind it what its options are called."""
    return f"`{safe(strategy.label, True)}`{_names(game, _mentioned(strategy))}"


def _names(game: NormalFormGame, choices: Sequence[tuple[str, str]]) -> str:
    """What options are called, in brackets, if all have names that say more than their keys."""
    names = [safe(game.option_names.get(issue, {}).get(option, ""), True) for issue, option in choices]
    return f" ({'; '.join(names)})" if names and all(names) else ""


def _undone(game: NormalFormGame, reason: Reason) -> str:
    """The best strategy left undone with its names; nothing where no strategy has this label."""
    return next((_named(game, one) for one in game.strategies[reason.player] if one.label == reason.alternative), "")


def in_fractions(equilibrium: Equilibrium) -> bool:
    """Whether every probability of an equilibrium can be written as a fraction; else all are decimals."""
    return all_fractions(p for weights in equilibrium.strategies for p in weights[weights > 0])


def supports(game: NormalFormGame, equilibrium: Equilibrium) -> list[str]:
    """What each player plays in as few words as possible, with probabilities where it mixes."""
    fractions = in_fractions(equilibrium)
    return [
        words.mixture([words.label(game, p, i) for i in support], weights[list(support)], fractions=fractions, most=0)
        for p, (weights, support) in enumerate(zip(equilibrium.strategies, equilibrium.support, strict=True))
    ]


def in_strategies(
    game: NormalFormGame | ExtensiveGame, equilibria: Sequence[Equilibrium | TreeEquilibrium]
) -> tuple[NormalFormGame, list[Equilibrium]] | None:
    """The normal form and these equilibria in it, where all move at once; else None."""
    table = game.normal_form if isinstance(game, ExtensiveGame) else game
    if table is None:
        return None
    found = [e.flat if isinstance(e, TreeEquilibrium) else e for e in equilibria]
    known = [e for e in found if e is not None]
    return (table, known) if len(known) == len(found) else None
