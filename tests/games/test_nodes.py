"""Trees written by hand, and what is no tree."""

from fractions import Fraction

import numpy as np
import pytest

from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame

BET = {
    "coin": {"chance": {"heads": (0.5, "heads"), "tails": (0.5, "tails")}},
    "heads": {"player": "Ann", "actions": {"bet": "after heads", "pass": (0, 0)}},
    "tails": {"player": "Ann", "actions": {"bet": "after tails", "pass": (0, 0)}},
    "after heads": {"player": "Bob", "set": "a bet", "actions": {"call": (2, -2), "fold": (1, -1)}},
    "after tails": {"player": "Bob", "set": "a bet", "actions": {"call": (-2, 2), "fold": (1, -1)}},
}


def test_the_tree_is_laid_out_level_by_level() -> None:
    game = ExtensiveGame.from_nodes(BET, title="A bet")
    tree = game.tree
    assert tree.level_starts.tolist() == [0, 1, 3, 7, 11]
    assert tree.mover.tolist() == [CHANCE, 0, 0, 1, LEAF, 1, LEAF, LEAF, LEAF, LEAF, LEAF]
    assert tree.parent.tolist() == [-1, 0, 0, 1, 1, 2, 2, 3, 3, 5, 5]
    assert tree.information_set.tolist() == [-1, 0, 1, 2, -1, 2, -1, -1, -1, -1, -1]
    assert tree.odds.tolist() == [1, 0.5, 0.5, *[1] * 8]
    assert game.payoffs.tolist() == [[0, 0], [0, 0], [2, -2], [1, -1], [-2, 2], [1, -1]]
    assert [(move.label, move.mover) for move in game.moves] == [
        ("coin", CHANCE),
        ("heads", 0),
        ("tails", 0),
        ("a bet", 1),
    ]
    assert game.players == ("Ann", "Bob")
    assert not game.perfect_information
    assert [game.action_label(node) for node in (1, 2, 3, 8)] == ["heads", "tails", "bet", "fold"]


def test_players_may_be_named_in_the_order_of_the_payoffs() -> None:
    game = ExtensiveGame.from_nodes(BET, players=["Bob", "Ann"])
    assert game.tree.mover[1] == 1
    assert game.players == ("Bob", "Ann")


def test_a_tree_may_be_one_ending() -> None:
    game = ExtensiveGame.from_nodes({"only": {"player": "Ann", "actions": {"go": np.array([3.0])}}})
    assert game.payoffs.tolist() == [[3.0]]


@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        ({}, "needs nodes"),
        ({"a": {"player": "Ann", "actions": {"go": "b"}}}, "no node `b`"),
        ({"a": {"player": "Ann", "actions": {"go": "a"}}}, "reached in two ways"),
        ({"a": {"player": "Ann", "actions": {"go": (1,)}}, "b": {}}, "`b` is not reached"),
        ({"a": {"player": "Ann", "actions": {}}}, "at least one branch"),
        ({"a": {"player": "Ann"}}, "needs a `player` and `actions`"),
        ({"a": {"player": "Ann", "action": {"go": (1,)}}}, "unknown `action`"),
        ({"a": ["Ann"]}, "no mapping"),
        ({"a": {"player": "Ann", "actions": {"go": (1, 2)}}}, "pays 2 players, and the tree has 1"),
        ({"a": {"player": "Ann", "actions": {"go": (float("nan"),)}}}, "finite"),
        ({"a": {"player": "Ann", "actions": {"go": ("x",)}}}, "no payoffs"),
        ({"a": {"player": "Ann", "actions": {"go": 3}}}, "no payoffs"),
        (
            {"a": {"player": "Ann", "actions": {"go": (10**5000,)}}},
            "unlike a number of thousands of digits",
        ),
        (
            {"a": {"player": "Ann", "actions": {"go": (Fraction(10**400),)}}},
            "must be a finite number of at most 1e",
        ),
        ({"a": {"player": "Ann", "actions": {"go": (10**5000, "x")}}}, "digits are no payoffs"),
        ({"a": {"player": "Ann", "actions": {"go": "9" * 5000}}}, "no node `9"),
        (
            {"a": {"chance": {"x": (10**5000, (1,))}}},
            "the odds of every branch must be a finite number",
        ),
        ({"a": {"chance": {"x": ("half", (1,))}}}, "are no odds"),
        ({"a": {"chance": {"x": (0.4, (1,)), "y": (0.4, (1,))}}}, "add up to 0.8"),
        ({"a": {"chance": {"x": (1.4, (1,)), "y": (-0.4, (1,))}}}, "negative"),
        ({"a": {"chance": {"x": (1, 2, 3)}}}, "needs its odds"),
    ],
)
def test_what_is_no_tree_is_refused(nodes: dict, says: str) -> None:
    with pytest.raises(UnsuitableGame, match=says):
        ExtensiveGame.from_nodes(nodes)


def test_who_cannot_tell_nodes_apart_can_do_the_same_at_each() -> None:
    other = {
        **BET,
        "after tails": {
            "player": "Bob",
            "set": "a bet",
            "actions": {"call": (-2, 2), "raise": (1, -1)},
        },
    }
    with pytest.raises(
        UnsuitableGame, match="`a bet` have different actions: call, fold and call, raise"
    ):
        ExtensiveGame.from_nodes(other)
    across = {
        **BET,
        "after tails": {
            "player": "Ann",
            "set": "a bet",
            "actions": {"call": (-2, 2), "fold": (1, -1)},
        },
    }
    with pytest.raises(
        UnsuitableGame, match="different players move in the information set `a bet`"
    ):
        ExtensiveGame.from_nodes(across)


def test_an_unknown_player_is_refused() -> None:
    with pytest.raises(
        UnsuitableGame, match="`Bob`, who moves at the node `after heads`, is no player"
    ):
        ExtensiveGame.from_nodes(BET, players=["Ann", "Carl"])
