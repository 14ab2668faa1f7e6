"""The ways to play, each a record, in one tuple: a new one is a line here and a file with its form.

A record names by a dotted path, `module:function`, what gives the rules of a scenario. It is looked
up when somebody sits down, so that what only one way to play uses is loaded for that one alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from negotiate.display import record
from negotiate.errors import UnsuitableGame

if TYPE_CHECKING:
    from negotiate.play.forms import Form
    from negotiate.scenario import Scenario


@record
class Way:
    """One way to play.

    Parameters
    ----------
    name : str
        What `--lens` and a log call it.
    rules : str
        Path of: scenario, number of rounds → its form; and of a way with an umpire, whether one
        rules.
    rounds : int
        How many rounds where nobody says; 0 where the file says how long a game is.
    signs : bool
        Whether a deal is signed, so that what it may hang on becomes an issue for each outcome.
    umpire : bool
        Whether an umpire may rule.
    """

    name: str
    rules: str
    rounds: int = 1
    signs: bool = False
    umpire: bool = False

    def form(self, scenario: Scenario, rounds: int, umpire: bool = False) -> Form:
        """The rules, played by so many rounds.

        Raises
        ------
        UnsuitableGame
            If the scenario cannot be played so.
        """
        if umpire and not self.umpire:
            said = "write `turns` into the file, or leave `--umpire` out"
            raise UnsuitableGame("an umpire rules in war games", said)
        module, _, function = self.rules.partition(":")
        rules: Any = getattr(import_module(module), function)
        form: Form = rules(scenario, rounds, umpire) if self.umpire else rules(scenario, rounds)
        return form


WAYS = {
    way.name: way
    for way in (
        Way("deal", "negotiate.play.talks:talks", 10, signs=True),
        Way("vote", "negotiate.play.vote:vote", 3, signs=True),
        Way("solve", "negotiate.play.rounds:rounds_alone"),
        Way("tree", "negotiate.play.in_turn:in_turn_of", 0),
        Way("simulate", "negotiate.play.rounds:rounds_again", 10),
        Way("turns", "negotiate.play.turns:war_game", 0, umpire=True),
    )
}
"""Name → the way to play."""
