"""The concepts of stability against a plain twin, and what always holds between them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.conflict.concepts import CONCEPTS, SANCTIONS
from negotiate.conflict.graph_model import GraphModel
from tests.conflict.conflicts import grid_model, random_grid, random_tables
from tests.reference import plain_standing as plain

WITHIN = [("R", "SEQ"), ("R", "SMR"), ("R", "SIM"), ("SEQ", "GMR"), ("SMR", "GMR")]


@st.composite
def tables(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    players, states = draw(st.integers(1, 4)), draw(st.integers(1, 7))
    return random_tables(
        rng, players, states, draw(st.sampled_from([0.15, 0.4, 0.8])), draw(st.integers(1, 7))
    )


@st.composite
def grids(draw, full):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=3)))
    shape = (*shape, 2) if len(shape) == 3 and max(shape) < 4 and draw(st.booleans()) else shape
    levels = draw(st.integers(1, 8))
    if full:
        return random_grid(rng, shape, levels), shape
    return random_grid(rng, shape, levels, missing=0.2, one_way=0.3), shape


def same(conflict, model):
    for concept in CONCEPTS:
        for sanctions in SANCTIONS:
            everybody = set(conflict.states)
            for k in conflict.moves:
                expected = {
                    s for s in conflict.states if plain.stable(conflict, k, s, concept, sanctions)
                }
                assert model.stable(str(k), concept, sanctions) == expected, (concept, sanctions, k)
                everybody &= expected
            assert model.equilibria(concept, sanctions) == everybody


@settings(max_examples=80)
@given(tables())
def test_tables_answer_as_the_definitions_do(conflict):
    same(conflict, conflict.model())


@settings(max_examples=50)
@given(grids(full=True))
def test_a_full_grid_answers_as_the_definitions_do(given_grid):
    conflict, shape = given_grid
    same(conflict, grid_model(conflict, shape, full=True))


@settings(max_examples=50)
@given(grids(full=False))
def test_missing_states_and_one_way_moves_answer_as_the_definitions_do(given_grid):
    conflict, shape = given_grid
    same(conflict, grid_model(conflict, shape, full=False))


@given(tables())
def test_some_concepts_lie_within_others(conflict):
    model = conflict.model()
    for inner, outer in WITHIN:
        for sanctions in SANCTIONS:
            for player in model.keys:
                assert model.stable(player, inner, sanctions) <= model.stable(
                    player, outer, sanctions
                )


@given(tables())
def test_more_answers_deter_more(conflict):
    model = conflict.model()
    for concept in CONCEPTS:
        for player in model.keys:
            assert model.stable(player, concept, "one-step") <= model.stable(
                player, concept, "sequence"
            )


@given(st.integers(0, 2**32), st.integers(2, 6))
def test_two_players_answer_alike_by_both_rules(seed, states):
    model = random_tables(np.random.default_rng(seed), 2, states).model()
    for concept in CONCEPTS:
        assert model.equilibria(concept, "one-step") == model.equilibria(concept, "sequence")


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_states_and_players_changes_nothing(conflict, random):
    model = conflict.model()
    states, players = list(model.states), list(model.keys)
    random.shuffle(states)
    random.shuffle(players)
    moves = {p: {s: conflict.moves[int(p)][s] for s in states} for p in players}
    rankings = {
        p: [[s for s in states if conflict.ranks[int(p)][s] == level] for level in range(9, -1, -1)]
        for p in players
    }
    shuffled = GraphModel.from_tables(
        states, moves, {p: [group for group in r if group] for p, r in rankings.items()}
    )
    for concept in CONCEPTS:
        assert shuffled.equilibria(concept) == model.equilibria(concept)


@given(grids(full=True))
def test_moves_of_a_grid_are_the_same_however_they_are_kept(given_grid):
    conflict, shape = given_grid
    full, rows = grid_model(conflict, shape, full=True), grid_model(conflict, shape, full=False)
    for concept in CONCEPTS:
        for sanctions in SANCTIONS:
            assert full.equilibria(concept, sanctions) == rows.equilibria(concept, sanctions)


@given(grids(full=True))
def test_on_a_full_grid_a_move_at_the_same_time_is_one_in_any_order(given_grid):
    """So bare tables of a grid answer as the grid itself does, which knows the players' choices."""
    conflict, shape = given_grid
    tables, grid = conflict.model(), grid_model(conflict, shape, full=True)
    for sanctions in SANCTIONS:
        assert tables.equilibria("SIM", sanctions) == grid.equilibria("SIM", sanctions)


def two_by_two(row, column):
    """A game of two players and two choices, from what each prefers, best first; row's choice is
    written first.
    """
    states = ["CC", "CD", "DC", "DD"]
    moves = {
        "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
        "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    }
    return GraphModel.from_tables(states, moves, {"row": row, "column": column})


def test_prisoners_dilemma():
    """Fang, Hipel and Kilgour (1993) treat it as their example: cooperation stands as soon as one
    looks ahead.
    """
    model = two_by_two(["DC", "CC", "DD", "CD"], ["CD", "CC", "DD", "DC"])
    assert model.equilibria("R") == {"DD"}
    for concept in ("GMR", "SMR", "SEQ"):
        assert model.equilibria(concept) == {"CC", "DD"}


def test_chicken():
    model = two_by_two(["DC", "CC", "CD", "DD"], ["CD", "CC", "DC", "DD"])
    asymmetric = {"CD", "DC"}
    assert model.equilibria("R") == model.equilibria("SEQ") == asymmetric
    assert model.equilibria("GMR") == model.equilibria("SMR") == asymmetric | {"CC"}


def test_both_rules_differ_for_three_players():
    """From `b`, second goes to `c`, and only from there can third go to `d`, which is worse for
    first than `a`.
    """
    moves = {"first": {"a": ["b"]}, "second": {"b": ["c"]}, "third": {"c": ["d"]}}
    model = GraphModel.from_tables(
        ["a", "b", "c", "d"],
        moves,
        {
            "first": ["b", "c", "a", "d"],
            "second": ["a", "b", "c", "d"],
            "third": ["a", "b", "c", "d"],
        },
    )
    assert "a" in model.stable("first", "GMR", "sequence")
    assert "a" not in model.stable("first", "GMR", "one-step")
    assert "a" not in model.stable("first", "SEQ", "sequence")


def test_nobody_moves_twice_running():
    """Second could reach `d` by two moves of its own, which is no legal answer; third can do
    nothing.
    """
    moves = {"first": {"a": ["b"]}, "second": {"b": ["c"], "c": ["d"]}, "third": {}}
    ranking = ["b", "c", "a", "d"]
    rankings = {"first": ranking, "second": ranking[::-1], "third": ranking}
    model = GraphModel.from_tables(["a", "b", "c", "d"], moves, rankings)
    assert "a" not in model.stable("first", "GMR")


def test_a_long_chain_of_answers_is_followed_to_its_end():
    """Second and third take turns down a chain, and only its last state deters first."""
    n = 400
    states = list(range(n))
    moves = {
        "first": {0: [1]},
        "second": {s: [s + 1] for s in range(1, n - 1, 2)},
        "third": {s: [s + 1] for s in range(2, n - 1, 2)},
    }
    up = [*range(n - 1, -1, -1)]
    first = [*range(1, n - 1), 0, n - 1]
    model = GraphModel.from_tables(states, moves, {"first": first, "second": up, "third": up})
    assert 0 in model.stable("first", "SEQ")
    assert 0 not in model.stable("first", "SEQ", "one-step")


@pytest.mark.parametrize("sanctions", SANCTIONS)
def test_a_single_player_stays_at_its_best(sanctions):
    model = GraphModel.from_tables([0, 1, 2], {"only": {0: [1, 2], 1: [2]}}, {"only": [2, 1, 0]})
    for concept in CONCEPTS:
        assert model.equilibria(concept, sanctions) == {2}


def test_the_room_answers_to_the_name_of_its_function():
    model = negotiate.load("classics/chicken").standing()  # by which the room is loaded
    assert negotiate.stability(model, "R").equilibria("R").tolist() == [1, 2]
