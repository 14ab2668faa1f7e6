"""Games whose payoffs are levels: only their order may count, and what needs more is refused with
its reason.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium.registry import CONCEPTS, SOLVERS
from negotiate.equilibrium.solution import NO_NUMBERS
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, simultaneous_tree
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.report.screen import as_text
from tests.strategies import payoff_tables, trees

STEPS = st.lists(st.integers(1, 1000), min_size=9, max_size=9)
"""By how much each level lies above the one before it, so that any rising numbers come up."""


def risen(payoffs: np.ndarray, steps: list[int]) -> np.ndarray:
    """The same levels with other distances between them."""
    return np.cumsum(steps)[(payoffs + 4).astype(int)].astype(float)


def without_numbers(payoffs: np.ndarray) -> NormalFormGame:
    game = NormalFormGame.from_arrays(*payoffs)
    return replace(game, ordinal=game.keys)


@given(payoff_tables(), st.lists(STEPS, min_size=3, max_size=3))
def test_rising_transformations_of_levels_change_no_answer_where_all_move_at_once(payoffs, steps):
    one = negotiate.solve(without_numbers(payoffs))
    other = negotiate.solve(
        without_numbers(np.array([risen(row, s) for row, s in zip(payoffs, steps, strict=False)]))
    )
    assert [e.support for e in one.equilibria] == [e.support for e in other.equilibria]
    assert (one.eliminations, one.notes, one.method) == (
        other.eliminations,
        other.notes,
        other.method,
    )
    assert all(e.pure for e in one.equilibria)
    assert NO_NUMBERS in one.notes
    assert one.complete
    pure = negotiate.solve(NormalFormGame.from_arrays(*payoffs), "pure")
    assert {e.support for e in one.equilibria} == {e.support for e in pure.equilibria}


@given(trees(chance=False, levels=3), st.lists(STEPS, min_size=3, max_size=3))
def test_rising_transformations_of_levels_change_no_answer_of_a_tree(game, steps):
    levels = replace(game, ordinal=game.keys)
    columns = [risen(column, s) for column, s in zip(np.array(game.payoffs).T, steps, strict=False)]
    other = replace(levels, payoffs=frozen(np.array(columns).T))
    one, other = negotiate.solve(levels), negotiate.solve(other)
    assert [e.endings for e in one.equilibria] == [e.endings for e in other.equilibria]
    assert [e.probability.tolist() for e in one.equilibria] == [
        e.probability.tolist() for e in other.equilibria
    ]
    assert one.concept == "subgame-perfect"


def test_mixtures_dominate_nothing_where_nobody_knows_by_how_much():
    rows, columns = [[3, 0], [0, 3], [1, 1]], [[0, 1], [1, 0], [0, 0]]
    assert negotiate.solve(NormalFormGame.from_arrays(rows, columns)).eliminations
    assert not negotiate.solve(without_numbers(np.array([rows, columns], dtype=float))).eliminations


def test_what_needs_numbers_says_so():
    game = without_numbers(np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], dtype=float))
    refused = 0
    for solver in SOLVERS:
        if solver.applies_to(game) is None and not solver.ordinal:
            refused += 1
            with pytest.raises(UnsuitableGame, match="only ranks the outcomes") as wrong:
                negotiate.solve(game, solver.name)
            assert "`pure`" in wrong.value.hint
    assert refused > 5
    for concept in CONCEPTS:
        with pytest.raises(UnsuitableGame, match="only ranks the outcomes"):
            negotiate.solve(game, concept=concept.name)
    tree = simultaneous_tree(game)
    assert negotiate.solve(tree).equilibria[0].payoffs == (1.0, 1.0)
    with pytest.raises(UnsuitableGame, match="sequential"):
        negotiate.solve(tree, concept="sequential")


def test_trees_in_which_chance_moves_or_somebody_is_in_the_dark_are_refused():
    coin = {
        "coin": {"chance": {"heads": (0.5, "ann"), "tails": (0.5, (0, 0))}},
        "ann": {"player": "Ann", "actions": {"left": (1, 0), "right": (0, 1)}},
    }
    game = ExtensiveGame.from_nodes(coin, players=["Ann", "Bob"])
    with pytest.raises(UnsuitableGame, match="because chance moves"):
        negotiate.solve(replace(game, ordinal=game.keys))
    dark = {
        "ann": {"player": "Ann", "actions": {"left": "one", "right": "two"}},
        "one": {"player": "Bob", "set": "bob", "actions": {"up": (1, 0), "down": (0, 1)}},
        "two": {"player": "Bob", "set": "bob", "actions": {"up": (0, 1), "down": (1, 0)}},
    }
    game = ExtensiveGame.from_nodes(dark, players=["Ann", "Bob"])
    with pytest.raises(UnsuitableGame, match="moves without knowing all that happened"):
        negotiate.solve(replace(game, ordinal=game.keys))
    with pytest.raises(UnsuitableGame, match="backing down"):
        negotiate.threats(replace(game, ordinal=("Ann",)))


def test_sentences_compare_levels_and_do_not_subtract_them():
    game = without_numbers(np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], dtype=float))
    told = " ".join(as_text(negotiate.solve(game)).split())
    assert "in pure strategies" in told
    assert "player 1 would be worse off" in told
    assert "instead of" not in told
    matching = without_numbers(np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], dtype=float))
    assert "There is no equilibrium in pure strategies" in as_text(negotiate.solve(matching))
