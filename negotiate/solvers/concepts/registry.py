"""Every concept in one tuple, and the function that answers one by its name."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from negotiate.errors import UnknownConcept, UnknownPlayer, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.levels import needs_numbers
from negotiate.games.normal_form import NormalFormGame
from negotiate.solvers.concepts import (
    coarse_correlated,
    correlated,
    perfection,
    potential,
    quantal_response,
    rationalizability,
    risk_dominance,
    security_levels,
    stackelberg,
    weak_dominance,
)
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.solution import Solution

CONCEPTS: tuple[Concept, ...] = (
    correlated.CONCEPT,
    coarse_correlated.CONCEPT,
    quantal_response.CONCEPT,
    stackelberg.CONCEPT,
    rationalizability.CONCEPT,
    weak_dominance.CONCEPT,
    security_levels.CONCEPT,
    risk_dominance.CONCEPT,
    potential.CONCEPT,
    perfection.CONCEPT,
)
"""In the order in which the documentation tells them."""

NASH = ("nash", "subgame-perfect", "sequential")
"""Concepts that the methods of solving answer, each stricter than the one before; the last two are asked of trees."""


def named(name: str) -> Concept:
    """The concept of that name.

    Raises
    ------
    UnknownConcept
        If there is none.
    """
    by_name = {concept.name: concept for concept in CONCEPTS}
    if name not in by_name:
        names = [*NASH, *by_name]
        near = get_close_matches(str(name), names, n=1)
        known = ", ".join(f"`{one}`" for one in names)
        hint = (f"did you mean `{near[0]}`? " if near else "") + f"the concepts are {known}"
        raise UnknownConcept(f"there is no concept `{name}`", hint)
    return by_name[name]


def answer(game: NormalFormGame | ExtensiveGame, concept: Concept, player: str | None) -> Solution:
    """Ask a game about one concept.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        What to ask; a tree that draws a simultaneous game is asked as that game.
    concept : Concept
        What to ask about.
    player : str or None
        The key or the name of the player that the question is about, where the concept takes one.

    Raises
    ------
    UnsuitableGame
        If the concept does not apply, or takes no player.
    UnknownPlayer
        If there is no such player.
    """
    asked = game.normal_form if isinstance(game, ExtensiveGame) else game
    if asked is None:
        hint = "use `solve` instead of `tree`: there all players move at once"
        raise UnsuitableGame(f"`{concept.name}` needs a game in normal form", hint)
    reason = needs_numbers(asked.players, asked.keys, asked.ordinal) or concept.applies_to(asked)
    if reason is not None:
        raise UnsuitableGame(f"`{concept.name}` {reason}")
    return replace(concept.run(asked, _place(asked, concept, player)), concept=concept.name)


def _place(game: NormalFormGame, concept: Concept, player: str | None) -> int | None:
    if player is None:
        return None
    if not concept.player:
        taking = ", ".join(f"`{one.name}`" for one in CONCEPTS if one.player)
        raise UnsuitableGame(f"`{concept.name}` takes no player", f"these concepts take one: {taking}")
    for place, names in enumerate(zip(game.keys, game.players, strict=True)):
        if player in names:
            return place
    near = get_close_matches(player, [*game.keys, *game.players], n=1)
    known = ", ".join(f"`{key}`" for key in game.keys)
    hint = (f"did you mean `{near[0]}`? " if near else "") + f"the players are {known}"
    raise UnknownPlayer(f"there is no player `{player}`", hint)
