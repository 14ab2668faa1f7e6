"""What a command that solves is given: a scenario, or a file of another program that holds a game."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.cli.options import loaded
from negotiate.cli.usage import Misused

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.games.normal_form import NormalFormGame
    from negotiate.views.scenario import Scenario


@dataclass(frozen=True, slots=True)
class GameFile:
    """A game from a file, to be looked at through the lenses that a scenario has."""

    name: str
    game: NormalFormGame | ExtensiveGame

    def alone(self) -> NormalFormGame:
        """The game where everybody chooses at once.

        Raises
        ------
        UnsuitableGame
            If the file holds a tree.
        """
        from negotiate.errors import UnsuitableGame  # noqa: PLC0415 - start-up stays light
        from negotiate.games.normal_form import NormalFormGame  # noqa: PLC0415 - the same

        if isinstance(self.game, NormalFormGame):
            return self.game
        said = f"`{self.name}` holds a tree, in which players move in turn, and this is about choosing all at once"
        raise UnsuitableGame(said, f"write `negotiate tree {self.name}`")

    def in_turn(self) -> ExtensiveGame:
        """The tree; a game where everybody chooses at once is drawn as one."""
        from negotiate.games.normal_form import NormalFormGame  # noqa: PLC0415 - start-up stays light
        from negotiate.views.at_once import simultaneous_tree  # noqa: PLC0415 - the same

        return simultaneous_tree(self.game) if isinstance(self.game, NormalFormGame) else self.game

    @property
    def in_turn_by_nature(self) -> bool:
        """Whether the file holds a tree."""
        from negotiate.games.normal_form import NormalFormGame  # noqa: PLC0415 - start-up stays light

        return not isinstance(self.game, NormalFormGame)


def game_or_scenario(
    name: str, settings: list[str] | None, fixes: list[str] | None, variant: str | None
) -> Scenario | GameFile:
    """What a command line describes.

    Raises
    ------
    Misused
        If something is to be set in a file that is no scenario.
    """
    from negotiate.loading.library import holds_game  # noqa: PLC0415 - start-up stays light

    if not holds_game(name):
        return loaded(name, settings, fixes, variant)
    for option, given in (("--set", settings), ("--fix", fixes), ("--variant", variant)):
        if given:
            raise Misused(f"`{option}` goes with a scenario, and `{name}` holds a game", "leave it out")
    from negotiate.loading.gambit.reading import read  # noqa: PLC0415 - start-up stays light

    return GameFile(name, read(name))
