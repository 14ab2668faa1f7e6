"""Every strategy by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from negotiate.errors import UnknownMethod, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies import reciprocal, steady, triggers
from negotiate.repeated.strategies.strategy import Learner, Strategy

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame

ALL: tuple[Strategy, ...] = (*steady.STRATEGIES, *triggers.STRATEGIES, *reciprocal.STRATEGIES)
"""In the order in which they are listed."""

strategies: Mapping[str, Strategy] = MappingProxyType({strategy.name: strategy for strategy in ALL})
"""Name → strategy."""


def seated(game: RepeatedGame, profile: tuple[Strategy | Automaton | str, ...]) -> tuple[Automaton | Learner, ...]:
    """Each strategy in its seat.

    Parameters
    ----------
    game : RepeatedGame
        Its file's own strategies go by their names too, and before those of the same name here.
    profile : tuple of Strategy, Automaton or str
        One a player, in order; one alone takes every seat; none for what the scenario says, or grim.

    Raises
    ------
    UnknownMethod
        If there is no strategy of a name.
    UnsuitableGame
        If there is not one strategy a player, or one makes no sense in its seat.
    """
    chosen = profile or game.profile or (strategies["grim"],)
    players = game.stage.n_players
    chosen = chosen * players if len(chosen) == 1 else chosen
    if len(chosen) != players:
        raise UnsuitableGame(f"{len(chosen)} strategies were given for {players} players")
    return tuple(_seated(game, player, one) for player, one in enumerate(chosen))


def _seated(game: RepeatedGame, player: int, one: Strategy | Automaton | str) -> Automaton | Learner:
    found = named(game, one) if isinstance(one, str) else one
    return found.seated(game, player) if isinstance(found, Strategy) else found


def named(game: RepeatedGame, name: str) -> Strategy | Automaton:
    """A strategy of the game's own file or of this program.

    Raises
    ------
    UnknownMethod
        If there is none of that name.
    """
    if name in game.named:
        return game.named[name]
    if name in strategies:
        return strategies[name]
    raise UnknownMethod(f"there is no strategy `{name}`", f"there is {', '.join([*game.named, *strategies])}")


def names_of(game: RepeatedGame, profile: tuple[Strategy | Automaton | str, ...]) -> tuple[str, ...]:
    """What the strategies of a profile are called, one a player."""
    chosen = profile or game.profile or ("grim",)
    chosen = chosen * game.stage.n_players if len(chosen) == 1 else chosen
    files = {id(automaton): name for name, automaton in game.named.items()}
    return tuple(
        one if isinstance(one, str) else one.name if isinstance(one, Strategy) else files.get(id(one), "automaton")
        for one in chosen
    )
