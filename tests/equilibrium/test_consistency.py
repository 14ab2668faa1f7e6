"""Consistent beliefs: what slips can explain and what they cannot."""

import numpy as np
import pytest

from negotiate.equilibrium.trees.sequential_equilibrium import SMALL, consistent, slipping, trembles
from negotiate.games.extensive import ExtensiveGame
from tests.tree_facts import set_called


def twice_hidden() -> ExtensiveGame:
    """One of three doors is opened; two people, one after the other, know only that it was not the
    first door.
    """

    def after(door: str) -> dict[str, object]:
        return {
            "player": "two",
            "set": "two",
            "actions": {"stop": (0, 0, 0), "go on": f"{door}, on"},
        }

    def later(door: str) -> dict[str, object]:
        return {"player": "three", "set": "three", "actions": {"a": (1, 1, 1), "b": (0, 0, 0)}}

    return ExtensiveGame.from_nodes(
        {
            "door": {
                "player": "one",
                "actions": {"first": (2, 0, 0), "second": "second", "third": "third"},
            },
            "second": after("second"),
            "third": after("third"),
            "second, on": later("second"),
            "third, on": later("third"),
        }
    )


def played(game: ExtensiveGame, actions: dict[str, str]) -> np.ndarray:
    """Pure behaviour by the label of each set."""
    tree = game.tree
    probability = np.array(tree.odds)
    for node in range(1, len(tree)):
        move = game.moves[int(tree.move[tree.parent[node]])]
        if move.mover >= 0:
            probability[node] = float(game.action_label(node) == actions[move.label])
    return probability


def believing(game: ExtensiveGame, **beliefs: list[float]) -> dict[int, np.ndarray]:
    wanted = {set_called(game, label): np.array(believed) for label, believed in beliefs.items()}
    return {set_called(game, "door"): np.array([1.0]), **wanted}


def test_whoever_sees_the_same_must_believe_the_same() -> None:
    game = twice_hidden()
    stay = played(game, {"door": "first", "two": "stop", "three": "a"})
    for share in (0.0, 0.2, 0.5, 1.0):
        alike = [share, 1 - share]
        assert consistent(game, stay, believing(game, two=alike, three=alike))
        # Kreps & Wilson 1982, section 5: whoever knows no more believes no other odds, as one slip
        # explains both
        assert not consistent(game, stay, believing(game, two=alike, three=[0.3, 0.7]))


def test_beliefs_on_the_path_are_those_of_bayes() -> None:
    game = twice_hidden()
    mixed = played(game, {"door": "second", "two": "go on", "three": "a"})
    mixed[[2, 3]] = 0.25, 0.75
    bayes = [0.25, 0.75]
    assert consistent(game, mixed, believing(game, two=bayes, three=bayes))
    assert not consistent(game, mixed, believing(game, two=[0.26, 0.74], three=[0.26, 0.74]))
    assert not consistent(game, mixed, believing(game, two=bayes, three=[1.0, 0.0]))


def test_two_slips_are_rarer_than_one_of_them_but_not_than_another() -> None:
    second = {"player": "three", "set": "surprised"}
    game = ExtensiveGame.from_nodes(
        {
            "door": {
                "player": "one",
                "actions": {"out": (0, 0, 0), "left": "left", "right": "right"},
            },
            "left": {**second, "actions": {"a": (0, 0, 0), "b": (0, 0, 0)}},
            "right": {"player": "two", "actions": {"home": (0, 0, 0), "away": "away"}},
            "away": {**second, "actions": {"a": (0, 0, 0), "b": (0, 0, 0)}},
        },
        players=("one", "two", "three"),
    )
    out = played(game, {"door": "out", "right": "home", "surprised": "a"})

    def beliefs(first: float) -> dict[int, np.ndarray]:
        return {
            set_called(game, "door"): np.array([1.0]),
            set_called(game, "right"): np.array([1.0]),
            set_called(game, "surprised"): np.array([first, 1 - first]),
        }

    # the slip to the left may be of a higher order than both others together
    for first in (0.0, 0.4, 1.0):
        assert consistent(game, out, beliefs(first))
    given = trembles(game, out, beliefs(0.4))
    assert given is not None
    surprised = np.flatnonzero(game.tree.information_set == set_called(game, "surprised"))
    ratio = []
    for small in SMALL:
        near = np.exp(slipping(game, given, np.log(small)))
        reach = np.array(near)
        for node in range(1, len(reach)):
            reach[node] *= reach[game.tree.parent[node]]
        ratio.append(reach[surprised[0]] / reach[surprised].sum())
    assert ratio[-1] == pytest.approx(0.4, abs=1e-3)


def test_a_node_behind_one_more_slip_of_another_is_not_believed_in() -> None:
    other = {"player": "three", "set": "surprised"}
    game = ExtensiveGame.from_nodes(
        {
            "door": {"player": "one", "actions": {"out": (0, 0, 0), "in": "in"}},
            "in": {"player": "two", "actions": {"short": "short", "long": "long"}},
            "short": {**other, "actions": {"a": (0, 0, 0), "b": (0, 0, 0)}},
            "long": {**other, "actions": {"a": (0, 0, 0), "b": (0, 0, 0)}},
        },
        players=("one", "two", "three"),
    )
    out = played(game, {"door": "out", "in": "short", "surprised": "a"})
    sure = {set_called(game, "door"): np.array([1.0]), set_called(game, "in"): np.array([1.0])}
    place = set_called(game, "surprised")
    assert consistent(game, out, {**sure, place: np.array([1.0, 0.0])})
    assert not consistent(game, out, {**sure, place: np.array([0.5, 0.5])})
    assert not consistent(game, out, {**sure, place: np.array([0.0, 1.0])})
