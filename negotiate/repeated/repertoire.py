"""Which strategies there are, and who could play them in a game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.display import Shown
from negotiate.errors import NegotiateError
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.strategy import Strategy

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One strategy.

    Parameters
    ----------
    name : str
        What it is called.
    strategy : Strategy or Automaton
        An automaton where the scenario's own file describes it.
    refused : tuple of str
        For each player why it cannot play the strategy; empty where it can.
    """

    name: str
    strategy: Strategy | Automaton
    refused: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the scenario's own file describes it."""
        return not isinstance(self.strategy, Strategy)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Repertoire(Shown):
    """Every strategy by name, the file's own first.

    Parameters
    ----------
    game : RepeatedGame
        In which they are played.
    entries : tuple of Entry
        One a strategy.
    """

    game: RepeatedGame
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """What the game is called."""
        return self.game.title

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names."""
        return self.game.players


def repertoire(game: RepeatedGame) -> Repertoire:
    """Every strategy that a player of this game could name."""
    from negotiate.repeated.strategies.registry import strategies  # noqa: PLC0415 - every family is loaded for it

    known: dict[str, Strategy | Automaton] = {**strategies, **game.named}
    names = dict.fromkeys([*game.named, *strategies])
    return Repertoire(game, tuple(Entry(name, known[name], _refused(game, known[name])) for name in names))


def _refused(game: RepeatedGame, strategy: Strategy | Automaton) -> tuple[str, ...]:
    """For each player why it cannot play the strategy."""
    return tuple(_refusal(game, player, strategy) for player in range(game.stage.n_players))


def _refusal(game: RepeatedGame, player: int, strategy: Strategy | Automaton) -> str:
    try:
        found = strategy if isinstance(strategy, Automaton) else strategy.seated(game, player)
        if isinstance(found, Automaton):
            found.seated(player, game.stage.shape)
    except NegotiateError as wrong:
        return wrong.message
    return ""
