"""What is asked of a scenario in which nobody talks: its game with private types, and its answer,
found once.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

from negotiate.equilibrium import in_turn, registry
from negotiate.equilibrium.alone import TYPES, alone, by_the_file
from negotiate.errors import GameTooLarge, UnsuitableGame, shown, without
from negotiate.games.normal_form import IDLE, NormalFormGame
from negotiate.model.negotiation import Negotiation

if TYPE_CHECKING:
    from negotiate.equilibrium.solution import Solution
    from negotiate.games.extensive import BayesianGame


def bayesian(negotiation: Negotiation) -> NormalFormGame | BayesianGame:
    """What `solve` solves: a Bayesian game where players have private types, else the normal form.

    Returns
    -------
    NormalFormGame or BayesianGame
        The normal form, with the values of the file itself, also where nobody decides anything
        alone or types cannot be weighed by their odds; then a note says why.

    References
    ----------
    Harsanyi (1967-68), "Games with incomplete information played by 'Bayesian' players".
    """
    game = alone(negotiation)
    if not negotiation.types or negotiation.is_ordinal:
        return game
    if all(
        row[0].label == IDLE for row in game.strategies
    ):  # there is nothing that a type could do
        return replace(game, notes=without(game.notes, TYPES))
    try:
        return negotiation.games.once(
            in_turn.bayesian_game, lambda: in_turn.bayesian_game(negotiation)
        )
    except (UnsuitableGame, GameTooLarge) as refused:
        why = (
            "the private types do not count here, and the values of the file hold: "
            f"{refused.message}"
        )
        return replace(game, notes=(*without(game.notes, TYPES), why))


def solved(
    negotiation: Negotiation,
    method: str | None = None,
    concept: str = "nash",
    player: str | None = None,
) -> Solution:
    """What happens if nobody talks: of the game with private types, as far as the method and the
    concept know them.
    """
    option = f"--concept {shown(concept)}" if method is None else f"--method {shown(method)}"
    by_types = method is None and concept in registry.NASH
    game = bayesian(negotiation) if by_types else by_the_file(alone(negotiation), option)
    return registry.solve(game, method, concept=concept, player=player)


RECENT = 32
"""Games of one file whose equilibria are kept: those of one point, and of the points beside it."""


def solve_once(negotiation: Negotiation, game: NormalFormGame | BayesianGame) -> Solution:
    """Solve a game of a negotiation, unless one with the same payoffs was solved a moment ago.

    Lenses ask for the same game, types share one, and a number that varies need not be in any
    payoff. So a game is known by its numbers and by the words in which equilibria are told, and all
    that is made of one file shares it.
    """
    known = negotiation.worked.once(solve_once, dict[Hashable, "Solution"])
    key = _identity(game)
    found = known.pop(key, None) or registry.solve(game)
    known[key] = found  # at the end, so that what was asked for longest ago stands first
    for old in list(known)[:-RECENT]:
        known.pop(old, None)
    return found if found.game is game else replace(found, game=game)


def _identity(game: NormalFormGame | BayesianGame) -> Hashable:
    """What decides the equilibria of a game, and how they are told."""
    numbers = (game.players, game.ordinal, game.payoffs.shape, game.payoffs.tobytes())
    if isinstance(game, NormalFormGame):
        words = tuple((one.label, *one.choices.items()) for own in game.strategies for one in own)
        return (*numbers, b"" if game.feasible is None else game.feasible.tobytes(), words)
    return (
        *numbers,
        game.tree.odds.tobytes(),
        tuple((move.mover, move.actions) for move in game.moves),
        game.views,
    )
