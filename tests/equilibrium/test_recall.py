"""Who forgets what, in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from negotiate.equilibrium.registry import TREES, solve
from negotiate.equilibrium.trees.verification import forgotten, recalled
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from tests.strategies import hidden_trees

LEFT_OR_RIGHT = {
    "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
    "l": {"player": "Bob", "actions": {"on": "after left"}},
    "r": {"player": "Bob", "actions": {"on": "after right"}},
    "after left": {"player": "Ann", "set": "second", "actions": {"stop": (0, 0), "go": (1, 0)}},
    "after right": {"player": "Ann", "set": "second", "actions": {"stop": (1, 0), "go": (0, 0)}},
}
DRIVER = {
    "start": {"player": "Ann", "set": "crossing", "actions": {"exit": (0, 0), "on": "next"}},
    "next": {"player": "Ann", "set": "crossing", "actions": {"exit": (4, 0), "on": (1, 0)}},
}
"""The absent-minded driver of Piccione & Rubinstein 1997, with a passenger."""
CARDS = {
    "deal": {"chance": {"high": (0.5, "h"), "low": (0.5, "l")}},
    "h": {"player": "Ann", "actions": {"play": "after high", "fold": (0, 0)}},
    "l": {"player": "Ann", "actions": {"play": "after low", "fold": (0, 0)}},
    "after high": {"player": "Ann", "set": "later", "actions": {"stay": (1, 0), "leave": (0, 0)}},
    "after low": {"player": "Ann", "set": "later", "actions": {"stay": (-1, 0), "leave": (0, 0)}},
}


@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        (
            LEFT_OR_RIGHT,
            "at `second`, Ann has forgotten whether it chose `left` or `right` at `first`",
        ),
        (DRIVER, "at `crossing`, Ann has forgotten whether it has made its move `crossing`"),
        (
            CARDS,
            (
                "at `later`, Ann has forgotten what it knew: `play` at `h` after `high`, or `play` "
                "at "
                "`l` after `low`"
            ),
        ),
    ],
)
def test_what_is_forgotten_is_said(nodes: dict, says: str) -> None:
    game = ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])
    assert forgotten(game) == says
    with pytest.raises(UnsuitableGame, match="the players need perfect recall: at `"):
        recalled(game)
    with pytest.raises(UnsuitableGame) as caught:
        solve(game, "sequence-form")
    assert says in caught.value.message


@given(hidden_trees())
def test_nobody_is_said_to_forget_who_remembers(game: ExtensiveGame) -> None:
    assert forgotten(game) is None
    assert len(recalled(game)) == game.n_players


def test_who_can_tell_by_what_is_possible_what_it_is_not_to_know_is_left_to_the_normal_form() -> (
    None
):
    """Matching pennies has no equilibrium if nobody may mix, and then no method for trees is asked
    in its place.
    """
    pennies = NormalFormGame.from_arrays([[1, -1, 0], [-1, 1, 0]], [[-1, 1, -5], [1, -1, -5]])
    barred = simultaneous_tree(
        replace(pennies, feasible=np.array([[True, True, True], [True, True, False]]))
    )
    assert "impossible together" in str(forgotten(barred))
    assert solve(barred).equilibria == ()
    fit = [one.name for one in TREES if one.applies_to(barred) is None]
    assert fit == ["simultaneous", "subgames"]
