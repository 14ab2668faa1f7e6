"""Ties are settled in whole numbers: few nodes one by one, whole trees in machine numbers that do
not overflow.
"""

import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Points, Unverified
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees import induction
from negotiate.equilibrium.trees.backward_induction import solve_tree
from negotiate.games.exactness import MACHINE, integers
from negotiate.games.extensive import CHANCE, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import NormalFormGame, frozen
from tests.strategies import from_nested, trees, written

ROADS = {
    "few nodes": {},
    "whole numbers": {"FEW": 0, "SHARE": 10**9},
    "fractions": {"FEW": 0, "SHARE": 10**9, "plays": lambda *_: 0},
}


def on(road: str, game: ExtensiveGame) -> Solution:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ROADS[road].items():
            patch.setattr(induction, name, value)
        return solve_tree(game)


def told(found: Solution) -> tuple[object, ...]:
    reached = [tuple(leaf for leaf, _ in e.endings) for e in found.equilibria]
    return reached, [e.payoffs for e in found.equilibria], found.complete, found.exact, found.notes


@settings(max_examples=60, deadline=None)
@given(written(trees(levels=4)))
def test_every_road_gives_the_same(game: ExtensiveGame) -> None:
    first, *others = (told(on(road, game)) for road in ROADS)
    assert all(other == first for other in others)


def toss(most: int) -> ExtensiveGame:
    """A coin for nothing or `most`, or half of that for sure; and half of one more."""
    coin = (CHANCE, (0.5, [0.0]), (0.5, [float(most)]))
    game = from_nested((0, coin, [0.0], [0.0]), 1)
    whole = np.array(
        [[0] if x == 0 else [2 * most] for x in game.payoffs[:, 0].tolist()], dtype=object
    )
    sure = np.flatnonzero(game.tree.parent[game.tree.leaves] == 0)
    whole[sure[0]], whole[sure[1]] = most, most - 1
    return replace(game, whole=whole, payoffs=frozen(whole.astype(float)))


@pytest.mark.parametrize("edge", [-1, 0])
def test_at_the_edge_of_overflow_whole_numbers_of_any_size_take_over(edge: int) -> None:
    most = MACHINE // 4 + edge  # the largest payoff is twice that, and it is taken two times
    game, kinds = toss(most), list[np.dtype[np.generic]]()
    swept = induction.backward_induction

    def watched(tree: Tree, payoffs: np.ndarray, *rest: object, **more: object) -> object:
        kinds.append(payoffs.dtype)
        return swept(tree, payoffs, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(induction, "backward_induction", watched)
        known = induction.in_whole_numbers(game)
    assert kinds[0] == (np.int64 if edge < 0 else object)
    assert known.sweep.ties[0] == 2
    assert known.sweep.values[0].tolist() == [2 * most]
    assert {len(on(road, game).equilibria) for road in ROADS} == {2}


@given(st.integers(1, 2**70), st.integers(1, 2**40))
def test_machine_numbers_only_with_a_proof(size: int, times: int) -> None:
    found = integers(np.array([size, -size], dtype=object), times)
    assert (found.dtype == np.int64) == (size * times < MACHINE)
    assert found.tolist() == [size, -size]


def large(levels: int = 15) -> ExtensiveGame:
    """About 65,000 nodes, two branches each; chance moves on every third level, and payoffs are out
    of a formula.
    """
    nodes = 2 ** (levels + 1) - 1
    places = np.arange(nodes)
    depth = np.floor(np.log2(places + 1)).astype(int)
    mover = np.where(depth == levels, -2, np.where(depth % 3 == 1, CHANCE, depth % 2))
    parent = (places - 1) // 2
    odds = np.where((places > 0) & (mover[parent] == CHANCE), np.where(places % 2, 0.37, 0.63), 1.0)
    parent[0] = -1
    starts = np.array([2**k - 1 for k in range(levels + 2)])
    sets = np.where(mover >= 0, np.cumsum(mover >= 0) - 1, -1)
    action = np.where(places > 0, 1 - places % 2, -1)
    tree = Tree.in_order(parent, mover, starts, odds, np.where(mover == -2, -1, 0), action, sets)
    payoffs = np.random.default_rng(0).standard_normal((2**levels, 2))
    names = ("a", "b")
    return ExtensiveGame(tree, frozen(payoffs), names, names, (Move("move", 0, ("left", "right")),))


def test_one_tie_of_a_large_tree_makes_no_more_than_a_few_fractions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game, made = large(), 0
    usual = solve_tree(game)
    payoffs = np.array(game.payoffs)
    payoffs[100:102] = (
        payoffs[usual.equilibria[0].endings[0][0]] + 9.0
    )  # two leaves of one mover at the end
    tied = replace(game, payoffs=frozen(payoffs))
    build = Fraction.__new__

    def counted(cls: type[Fraction], *given: object, **more: object) -> Fraction:
        nonlocal made
        made += 1
        return build(cls, *given, **more)

    monkeypatch.setattr(Fraction, "__new__", counted)
    known = induction.induct(tied)
    assert (known.sweep.ties > 1).sum() == 1
    assert known.decided
    assert made < 500
    monkeypatch.undo()
    assert told(solve_tree(tied))[:4] == told(on("whole numbers", tied))[:4]


def grid(n: int) -> NormalFormGame:
    return NormalFormGame.from_arrays(*np.random.default_rng(0).integers(0, 4, (2, n, n)))


def test_pure_equilibria_are_made_when_somebody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    build = Points._looked_at

    def counted(self: Points, which: range) -> object:
        nonlocal looked
        looked += len(which)
        return build(self, which)

    monkeypatch.setattr(Points, "_looked_at", counted)
    found = solve(grid(100), "pure").equilibria
    assert len(found) > 100
    assert looked == 0
    assert found[-1] is found[len(found) - 1]
    assert looked == 2


def test_they_compare_add_and_travel_as_a_tuple_does() -> None:
    found = solve(grid(8), "pure").equilibria
    each = tuple(found)
    assert isinstance(found, Points)
    assert found == each
    assert each == found
    assert found != each[:-1]
    assert found + each[:1] == each + each[:1]
    assert each[:1] + found == each[:1] + each
    assert found[1:3] == each[1:3]
    assert each[0] in found
    assert (hash(found), repr(found)) == (hash(each), repr(each))
    again = pickle.loads(pickle.dumps(found))
    assert [e.payoffs for e in again] == [e.payoffs for e in each]
    with pytest.raises(IndexError):
        found[len(found)]


def test_a_place_that_is_no_equilibrium_is_refused_before_anybody_looks() -> None:
    with pytest.raises(Unverified, match="could still gain 2"):
        Points(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), np.array([[0, 0]]))
