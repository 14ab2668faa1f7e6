"""A small concept of the tests' own, with everything that a concept brings: this module is its
report, too.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from negotiate.equilibrium import registry
from negotiate.equilibrium.certificate import Certificate
from negotiate.equilibrium.registry import Concept
from negotiate.equilibrium.reports import page
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Column, Note, Report, Table, sentences
from negotiate.report.style import Look, number, safe

NAME = "dearest-wish"
READERS = (registry,)


@dataclass(frozen=True, slots=True)
class Wish(Finding):
    """The most that each player could get; `player` is the place of the one asked about, or -1 for
    all.
    """

    most: tuple[float, ...]
    player: int


def applies_to(game: NormalFormGame) -> str | None:
    return "needs two players" if game.n_players != 2 else None


def run(game: NormalFormGame, player: int | None) -> Solution:
    most = tuple(float(np.max(table)) for table in game.payoffs)
    finding = Wish(most, -1 if player is None else player)
    return Solution(
        game,
        (),
        NAME,
        "a look",
        Certificate("whole numbers"),
        "a second look",
        0.0,
        ("wishes cost nothing",),
        finding=finding,
    )


def _wish(sol: Solution) -> Any:
    # by name: the registry loads this module once more when it is asked for the report
    assert type(sol.finding).__name__ == "Wish"
    return sol.finding


def report(sol: Solution, look: Look) -> Report:
    """What each player would like."""
    wish = _wish(sol)
    asked = range(len(wish.most)) if wish.player < 0 else [wish.player]
    said = [f"{len(wish.most)} wishes."]
    said += [f"{safe(sol.game.players[p], True)} would like {number(wish.most[p])}." for p in asked]
    table = Table(
        (Column("player"), Column("most", "number")),
        tuple(zip(sol.game.keys, wish.most, strict=True)),
    )
    return page(
        sol,
        [
            *sentences([*said, *("One sentence more." for _ in range(3))], 4),
            Note("A little."),
            table,
        ],
    )


CONCEPT = Concept(
    name=NAME,
    says="The most that a player could get, if everybody did as it likes.",
    reference="Every child",
    module=__name__,
    player="who wishes",
)


def teach(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program know the concept, and no other."""
    for (
        module
    ) in READERS:  # imported before any of them is changed, since two take the tuple from the first
        monkeypatch.setattr(module, "CONCEPTS", (CONCEPT,))
