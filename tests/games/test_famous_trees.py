"""The famous trees are what their sources say, and so are the equilibria that stand beside them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negotiate.equilibrium.kernels.sequence_form import best_responses
from negotiate.games.extensive import ExtensiveGame
from tests.famous_tree_equilibria import FAMOUS_TREES
from tests.tree_facts import FamousTree, Known, set_called

CASES = [
    pytest.param(tree, one, id=f"{tree.name} {k}")
    for tree in FAMOUS_TREES
    for k, one in enumerate(tree.known)
]
NODES = {
    "beer and quiche": 15,
    "Selten's horse": 9,
    "Kuhn poker": 55,  # one deal of six; then four moves with five endings
    "niches": 9,
    "two ways in": 8,
}


def ends(known: Known, game: ExtensiveGame) -> list[np.ndarray]:
    """The ends of a piece of equilibria, as the probability of entering each node; what is open is
    even odds.
    """
    corners = []
    for label, wanted in known.behaviour.items():
        place = int(np.flatnonzero(game.tree.information_set == set_called(game, label))[0])
        actions = game.moves[int(game.tree.move[place])].actions
        ranges = [wanted.get(action, 0.0) for action in actions]
        pairs = [found if isinstance(found, tuple) else (found, found) for found in ranges]
        corners.append({row for row in product(*pairs) if abs(sum(row) - 1) < 1e-9})
        assert corners[-1], f"nothing adds up to one at {label}"
    return [
        entering(game, dict(zip(known.behaviour, picked, strict=True)))
        for picked in product(*corners)
    ]


def entering(game: ExtensiveGame, behaviour: dict[str, tuple[float, ...]]) -> np.ndarray:
    tree, found = game.tree, game.tree.odds.copy()
    for node in range(1, len(tree)):
        above = int(tree.parent[node])
        if tree.mover[above] >= 0:
            even = (1 / int(tree.child_count[above]),) * int(tree.child_count[above])
            found[node] = behaviour.get(game.moves[int(tree.move[above])].label, even)[
                int(tree.action[node])
            ]
    return found


@pytest.mark.parametrize(("tree", "known"), CASES)
def test_nobody_gains_by_leaving_what_is_known(tree: FamousTree, known: Known) -> None:
    game = tree.build()
    for probability in ends(known, game):
        found = best_responses(game.tree, game.payoffs, probability)
        assert found.regret == pytest.approx(0, abs=1e-12)
        for got, wanted in zip(found.payoffs, known.payoffs, strict=True):
            low, high = wanted if isinstance(wanted, tuple) else (wanted, wanted)
            assert low - 1e-12 <= got <= high + 1e-12


@pytest.mark.parametrize(("tree", "known"), CASES)
def test_beliefs_that_are_known_add_up_and_follow_bayes_where_play_comes(
    tree: FamousTree, known: Known
) -> None:
    game = tree.build()
    for probability in ends(known, game) if all(known.behaviour) else []:
        reach = probability.copy()
        for node in range(1, len(reach)):
            reach[node] *= reach[game.tree.parent[node]]
        for label, ranges in known.beliefs.items():
            nodes = np.flatnonzero(game.tree.information_set == set_called(game, label))
            assert (
                sum(low for low, _ in ranges)
                <= 1 + 1e-12
                <= sum(high for _, high in ranges) + 2e-12
            )
            if reach[nodes].sum() > 0:
                believed = reach[nodes] / reach[nodes].sum()
                assert all(
                    lo - 1e-9 <= x <= hi + 1e-9
                    for x, (lo, hi) in zip(believed, ranges, strict=True)
                )


@pytest.mark.parametrize("name", NODES)
def test_a_tree_has_as_many_nodes_as_its_source_draws(name: str) -> None:
    (tree,) = (one for one in FAMOUS_TREES if one.name == name)
    assert len(tree.build().tree) == NODES[name]


@pytest.mark.parametrize("tree", FAMOUS_TREES, ids=lambda tree: tree.name)
def test_what_is_zero_sum_is_said_to_be(tree: FamousTree) -> None:
    assert bool(np.allclose(tree.build().payoffs.sum(axis=1), 0)) is tree.zero_sum
