from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.trees.backward_induction import all_verified, solve_tree
from negotiate.games import level_sweep
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Tree
from negotiate.games.normal_form import frozen
from tests.report.games import Node, extensive, leaf
from tests.strategies import from_nested, game_from


def test_an_outcome_needs_the_right_threat_beside_the_path() -> None:
    # Player 1 is indifferent after either move, so player 0 may be held to the first or drawn to
    # the second.
    game = from_nested((0, (1, [1, 0], [3, 0]), (1, [2, 0], [4, 0])), 2)
    found = solve_tree(game)
    assert [e.payoffs[0] for e in found.equilibria] == [
        3.0,
        2.0,
        4.0,
    ]  # never 1: the other move gives at least 2
    held = found.equilibria[0]
    assert held.probability[5:].tolist() == [
        1.0,
        0.0,
    ]  # had 0 moved otherwise, 2 would have followed
    assert "ties" in found.notes[0]


def test_chance_multiplies_outcomes_until_the_cap() -> None:
    branch = (0, [1.0], [1.0])
    game = from_nested((CHANCE, *((1 / 12, branch) for _ in range(12))), 1)
    found = solve_tree(game)
    assert len(found.equilibria) == 1000
    assert not found.complete
    assert "more such outcomes" in found.notes[1]
    small = solve_tree(from_nested((CHANCE, *((1 / 3, branch) for _ in range(3))), 1))
    assert len(small.equilibria) == 8
    assert small.complete


def test_a_branch_that_never_happens_doubles_nothing() -> None:
    game = from_nested((CHANCE, (0.0, (0, [1.0], [1.0])), (1.0, [2.0])), 1)
    assert len(solve_tree(game).equilibria) == 1


def test_issues_are_settled_where_all_endings_agree() -> None:
    endings = {"issues": {"a": ("x", "y"), "b": ("u", "v")}, "outcomes": np.array([[1, 0], [1, 1]])}
    drawn = replace(from_nested((CHANCE, (0.5, [1.0]), (0.5, [2.0])), 1), **endings)
    assert solve_tree(drawn).equilibria[0].choices == {"a": "y"}
    chosen = replace(from_nested((0, [1.0], [2.0]), 1), **endings)
    assert solve_tree(chosen).equilibria[0].choices == {"a": "y", "b": "v"}


def deep(levels: int, tied: bool) -> ExtensiveGame:
    nodes = 2 * levels + 1
    parent = [-1, *(2 * (k // 2) for k in range(nodes - 1))]
    # Node 2k moves; its children are the leaf 2k+1 and node 2k+2.
    mover = [k % 4 // 2 if k % 2 == 0 and k < nodes - 1 else LEAF for k in range(nodes)]
    starts = [0, 1, *range(3, nodes + 2, 2)]
    payoffs = np.tile(np.arange(levels + 1.0)[:, None], (1, 2))
    if tied:
        payoffs[-2:] = levels
    return game_from(
        parent, mover, [1.0] * nodes, [-1, *(k % 2 for k in range(nodes - 1))], starts, payoffs
    )


@pytest.mark.parametrize("tied", [False, True])
def test_a_deep_tree_needs_no_stack(tied: bool) -> None:
    found = solve_tree(deep(10_000, tied))
    assert len(found.equilibria) == 1 + tied
    assert found.equilibria[0].payoffs == (10_000.0,) * 2


@pytest.mark.parametrize("levels", [100, 400])
def test_ties_along_a_chain_are_walked_all_at_once(
    levels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain, walked = deep(levels, tied=False), 0
    tied = replace(chain, payoffs=frozen(np.zeros(chain.payoffs.shape)))

    def counted(steps: Callable[[Tree], Iterator[object]]) -> Callable[[Tree], Iterator[object]]:
        def step_by_step(tree: Tree) -> Iterator[object]:
            nonlocal walked
            for one in steps(tree):
                walked += 1
                yield one

        return step_by_step

    monkeypatch.setattr(level_sweep, "_levels", counted(level_sweep._levels))
    monkeypatch.setattr(Tree, "downwards", counted(Tree.downwards))
    assert len(solve_tree(tied).equilibria) == levels + 1
    assert walked <= 10 * levels  # and not some for each of so many equilibria


def test_many_ways_at_once_are_checked_one_by_one() -> None:
    game = from_nested((0, (1, [0.0, 1.0], [1.0, 0.0]), [0.0, 0.0]), 2)
    best, worse = np.array([1.0, 0, 1, 1, 0]), np.array([1.0, 0, 1, 0, 1])
    first, second = all_verified(game, np.array([best, best]))
    assert (
        (first.payoffs, first.reasons)
        == (second.payoffs, second.reasons)
        == ((0.0, 0.0), first.reasons)
    )
    with pytest.raises(Unverified, match="not subgame perfect"):
        all_verified(game, np.array([best, worse]))


def test_a_large_tree_of_nothing_but_ties_ends() -> None:
    starts = [0, *np.cumsum(2 ** np.arange(15)).tolist()]
    nodes = starts[-1]
    parent = [-1, *((k - 1) // 2 for k in range(1, nodes))]
    mover = [0 if k < starts[-2] else LEAF for k in range(nodes)]
    game = game_from(
        parent,
        mover,
        [1.0] * nodes,
        [-1, *((k - 1) % 2 for k in range(1, nodes))],
        starts,
        np.zeros((2**14, 1)),
    )
    found = solve_tree(game, limit=50)
    assert len(found.equilibria) == 50
    assert not found.complete


def test_the_first_tie_is_named() -> None:
    below = {
        x: Node(
            1, "reply", {y: leaf(x == "l", 0) for y in ("yes", "no", "maybe")[: 2 + (x == "r")]}
        )
        for x in "lr"
    }
    game = extensive(Node(0, "call", below), ["A", "Norway"], ["a", "b"])
    (note,) = solve_tree(game).notes
    told = (
        "some choices are ties (at `reply`, once `l` has been chosen, `yes` and `no` are "
        "equally good"
    )
    assert note.startswith(told)
    game = extensive(Node(1, "vote", {x: leaf(0, 0) for x in "abcd"}), ["A", "Norway"], ["a", "b"])
    assert (
        "(at `vote`, `a`, `b`, `c` and 1 more are equally good for Norway)"
        in solve_tree(game).notes[0]
    )
