"""A small concept of the tests' own, with everything that a concept brings."""

from dataclasses import dataclass

import numpy as np
import pytest
from rich.text import Text

from negotiate.export import asking as export_asking
from negotiate.games.normal_form import NormalFormGame
from negotiate.render.concepts.told import Told
from negotiate.report.numbers import number
from negotiate.report.words import safe
from negotiate.solvers.concepts import asking as solvers_asking
from negotiate.solvers.concepts import registry as concepts
from negotiate.solvers.concepts.concept import Concept
from negotiate.solvers.solution import Finding, Solution

NAME = "dearest-wish"
READERS = (concepts, export_asking, solvers_asking)


@dataclass(frozen=True, slots=True)
class Wish(Finding):
    """The most that each player could get; `player` is the place of the one asked about, or -1 for all."""

    most: tuple[float, ...]
    player: int


def _run(game: NormalFormGame, player: int | None) -> Solution:
    most = tuple(float(np.max(table)) for table in game.payoffs)
    finding = Wish(most, -1 if player is None else player)
    return Solution(
        game, (), NAME, "a look", True, True, "a second look", 0.0, ("wishes cost nothing",), finding=finding
    )


def _wish(sol: Solution) -> Wish:
    assert isinstance(sol.finding, Wish)
    return sol.finding


def _rows(sol: Solution) -> list[tuple[str, str]]:
    wish = _wish(sol)
    return [("player", "most"), *zip(sol.game.keys, (f"{x:.12g}" for x in wish.most), strict=True)]


def _sentences(sol: Solution) -> list[str]:
    wish = _wish(sol)
    asked = range(len(wish.most)) if wish.player < 0 else [wish.player]
    said = [f"{safe(sol.game.players[p], True)} would like {number(wish.most[p])}." for p in asked]
    return [*said, *("One sentence more." for _ in range(3))]


CONCEPT = Concept(
    name=NAME,
    says="The most that a player could get, if everybody did as it likes.",
    reference="Every child",
    applies_to=lambda game: "needs two players" if game.n_players != 2 else None,
    run=_run,
    player="who wishes",
)
TOLD = Told(
    NAME,
    headline=lambda sol: f"{len(_wish(sol).most)} wishes.",
    sentences=_sentences,
    body=lambda sol, look: [Text("everything" if look.all else "a little")],
    rows=_rows,
)


def teach(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program know the concept, and no other."""
    for module in READERS:  # imported before any of them is changed, since two take the tuple from the first
        monkeypatch.setattr(module, "CONCEPTS", (CONCEPT,))
    monkeypatch.setattr("negotiate.render.concepts.registry.TOLD", (TOLD,))
    exported = ((NAME, lambda sol: {"most": list(_wish(sol).most), "player": _wish(sol).player}),)
    monkeypatch.setattr("negotiate.export.concepts.registry.EXPORTED", exported)
