"""What a command line is about: a scenario, or a file of another program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import negotiate
from negotiate import NormalFormGame, UnsuitableGame, load
from negotiate.cli.arguments import Host, OfScenario
from negotiate.cli.commands import Misused, pairs
from negotiate.display import record
from negotiate.equilibrium import alone
from negotiate.games import extensive
from negotiate.language import outside
from negotiate.language.library import holds_game, holds_problem

if TYPE_CHECKING:
    from negotiate import ExtensiveGame, Scenario, Solution


@record
class GameFile:
    """A game from a file, to be looked at as the scenario of a lens would be."""

    name: str
    game: NormalFormGame | ExtensiveGame

    def alone(self) -> NormalFormGame:
        """The game where everybody chooses at once.

        Raises
        ------
        UnsuitableGame
            If the file holds a tree.
        """
        if isinstance(self.game, NormalFormGame):
            return self.game
        said = (
            f"`{self.name}` holds a tree, in which players move in turn, and this is about "
            "choosing all at once"
        )
        raise UnsuitableGame(said, f"write `negotiate tree {self.name}`")

    def solve(self, method: str | None, **asked: Any) -> Solution:
        """As `Scenario.solve`; such a file knows no private types."""
        return negotiate.solve(self.alone(), method, **asked)

    def tree(self, method: str | None = None, *, threats: bool = False, **asked: Any) -> Any:
        """As `Scenario.tree`."""
        tree = self.in_turn()
        return negotiate.threats(tree) if threats else negotiate.solve(tree, method, **asked)

    def in_turn(self) -> ExtensiveGame:
        """The tree; a game where everybody chooses at once is drawn as one."""
        return (
            extensive.simultaneous_tree(self.game)
            if isinstance(self.game, NormalFormGame)
            else self.game
        )


def at_once(subject: Scenario | GameFile) -> NormalFormGame:
    """The game where everybody chooses at once, with the values of the file."""
    return subject.alone() if isinstance(subject, GameFile) else alone.alone(subject)


def changes(given: list[str] | None) -> dict[str, Any]:
    """What follows `--set`, each value read as it would be in a file."""
    if not given:
        return {}
    return {
        name: outside.read_outside(f"{name}={value}", value)
        for name, value in pairs(given, "--set").items()
    }


def origin(asked: OfScenario) -> dict[str, Any]:
    """Where an answer came from, for JSON."""
    changed = {
        "variant": asked.variant,
        "set": changes(asked.settings),
        "fix": pairs(asked.fixes, "--fix"),
    }
    return {"scenario": asked.scenario, **changed}


def scenario(asked: OfScenario | Host) -> Scenario:
    """The scenario that a command line describes."""
    return load(
        asked.scenario,
        set=changes(asked.settings),
        variant=asked.variant,
        fix=pairs(asked.fixes, "--fix"),
    )


def game_or_scenario(asked: OfScenario) -> Scenario | GameFile:
    """The scenario or the game that a command line describes."""
    if not holds_game(asked.scenario):
        return scenario(asked)
    refuse_changes(
        asked.scenario, {"--set": asked.settings, "--fix": asked.fixes, "--variant": asked.variant}
    )
    return GameFile(asked.scenario, negotiate.read(asked.scenario))


def refuse_changes(file: str, given: Mapping[str, object]) -> None:
    """Refuse the options that mean a scenario where a file holds something else.

    Raises
    ------
    Misused
        Naming the option and the file.
    """
    holds = "a game" if holds_game(file) else "a bargaining problem" if holds_problem(file) else ""
    for option, value in given.items():
        if holds and value:
            raise Misused(
                f"`{option}` goes with a scenario, and `{file}` holds {holds}",
                f"leave `{option}` out",
            )
