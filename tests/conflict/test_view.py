"""What a scenario looks like as states and moves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import negotiate
from negotiate.conflict import view
from negotiate.conflict.graph import AxisMoves
from negotiate.conflict.questions.evolution import evolution
from negotiate.conflict.stability import not_undone, stability
from negotiate.conflict.states import place_of, state_name
from negotiate.conflict.view import ranks_of
from negotiate.equilibrium.alone import alone
from negotiate.errors import GameTooLarge, NegotiateError, OutOfRange, UnsuitableGame
from negotiate.report.style import in_words
from tests.conflict.conflicts import grid_model, random_grid
from tests.playable import DEALS_ONLY, assert_no_game, playable
from tests.reference import plain_standing

FILE = """
format: 1
title: A wall and a road
players:
  builder: {name: Builder}
  walker: {name: Walker}
issues:
  wall: {decided_by: builder, options: [none, low, high]}
  gate: {decided_by: builder, options: [open, shut]}
  road: {decided_by: walker, options: [left, right]}
  toll: {decided_by: [builder, walker], options: [free, paid]}
status_quo: {wall: none, gate: open, road: left, toll: free}
no_deal: status_quo
irreversible: {wall: [high]}
infeasible:
  - wall == none and gate == shut
happened:
  spring: {wall: high, gate: shut, road: right}
  summer: {toll: paid}
payoffs:
  builder:
    cost: {by: wall, values: {none: 0, low: 1, high: -1}}
    walkers: {expr: "if(road == right, 0.1 + 0.2, 0.3)"}
  walker:
    way: {expr: "if(road == left and wall == none, 2, 1)"}
"""


@pytest.fixture
def scenario(tmp_path):
    path = tmp_path / "wall.yaml"
    path.write_text(FILE.strip() + "\n")
    return negotiate.load(str(path))


def states_of(model):
    return [tuple(choices.values()) for choices in model.choices]


def test_states_are_the_possible_combinations_of_what_players_decide_alone(scenario):
    model = scenario.standing()
    assert model.choices.issues == ("wall", "gate", "road")
    assert ("none", "shut", "left") not in states_of(model)
    assert len(model.states) == len(set(model.states)) == 3 * 2 * 2 - 2
    assert model.kept == {"toll": "free"}
    assert model.decides == (("wall", "gate"), ("road",))
    assert model.states[0] == "none, open, left"


def test_moves_change_ones_own_issues_and_what_is_irreversible_stays(scenario):
    model = scenario.standing()
    for start, here in enumerate(model.choices):
        expected = [
            end
            for end, there in enumerate(model.choices)
            if end != start
            and there["road"] == here["road"]
            and (here["wall"] != "high" or there["wall"] == "high")
        ]
        assert model.moves[0].from_state(start).tolist() == expected
        other = [
            end
            for end, there in enumerate(model.choices)
            if end != start and (there["wall"], there["gate"]) == (here["wall"], here["gate"])
        ]
        assert model.moves[1].from_state(start).tolist() == other


def test_ranks_follow_payoffs_with_ties_whatever_rounding_made_of_them(scenario):
    model = scenario.standing()
    by_road = [
        model.index({"wall": "low", "gate": "open", "road": road}) for road in ("left", "right")
    ]
    assert model.ranks[0][by_road[0]] == model.ranks[0][by_road[1]]
    worth = [scenario.package_payoffs(_package(scenario, choices)) for choices in model.choices]
    for rank, player in zip(model.ranks, model.keys, strict=True):
        for s, one in enumerate(worth):
            for t, other in enumerate(worth):
                if one[player] > other[player] + 1e-9:
                    assert rank[s] > rank[t]


def _package(scenario, choices):
    return {issue: scenario.issues[issue].index(option) for issue, option in choices.items()}


def test_the_status_quo_and_what_happened_are_known(scenario):
    model = scenario.standing()
    assert model.choices[model.status_quo] == {"wall": "none", "gate": "open", "road": "left"}
    assert model.choices[model.happened["spring"]] == {
        "wall": "high",
        "gate": "shut",
        "road": "right",
    }
    assert "summer" not in model.happened
    assert any(
        note.startswith("the real outcome, Summer, is not among these states")
        for note in model.notes
    )
    assert model.nowhere["summer"] == 'no player alone can choose "toll: paid"'


def test_an_impossible_status_quo_is_told(scenario):
    fixed = negotiate.load(scenario.path, fix={"gate": "shut"})
    with_gate = fixed.standing()
    assert with_gate.choices.issues == ("wall", "road")
    assert with_gate.status_quo == -1
    assert any("today is not among these states" in note for note in with_gate.notes)


def test_a_status_quo_that_nobody_can_restore_alone_is_no_state(scenario, tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(FILE.strip().replace("no_deal: status_quo", "no_deal: {toll: paid}") + "\n")
    for found, why in (
        (negotiate.load(str(path)), '"toll" is "free" today, but "paid" without a deal'),
        (negotiate.load(scenario.path, fix={"wall": "low"}), '"wall" is fixed at "low"'),
        (negotiate.load(scenario.path, fix={"toll": "paid"}), '"toll" is fixed at "paid"'),
    ):
        model = found.standing()
        assert model.status_quo == -1
        assert model.nowhere["status_quo"] == why
        assert f"today is not among these states, because {why}" in model.notes
        with pytest.raises(UnsuitableGame, match="today is not among these states") as told:
            place_of(model, "status quo")
        assert why in told.value.message
        with pytest.raises(UnsuitableGame, match="today is not among these states"):
            evolution(model)
        for state, choices in enumerate(model.choices):
            assert state_name(model, state) == ", ".join(f"{i} {o}" for i, o in choices.items())
    assert "status_quo" not in scenario.standing().nowhere
    kept = negotiate.load(scenario.path, fix={"road": "left"}).standing()
    assert kept.choices[kept.status_quo] == {"wall": "none", "gate": "open"}


def test_what_nobody_decides_alone_is_told(scenario):
    assert 'only an agreement can change "toll: free"' in scenario.standing().notes
    fixed = negotiate.load(scenario.path, fix={"toll": "free"}).standing()
    assert not any("only an agreement" in note for note in fixed.notes)


def test_a_state_is_found_by_its_name_its_options_and_its_number(scenario):
    model = scenario.standing()
    for number, name in enumerate(model.states):
        assert (
            model.index(name)
            == model.index(model.choices[number])
            == model.number(number)
            == number
        )
    assert model.index({"road": "right"}) == model.index(
        {"wall": "none", "gate": "open", "road": "right"}
    )
    with pytest.raises(UnsuitableGame, match="no state has wall=none, gate=shut") as refused:
        model.index({"wall": "none", "gate": "shut"})
    assert "impossible" in refused.value.hint
    with pytest.raises(UnsuitableGame, match="`tall` is no option of `wall` here"):
        model.index({"wall": "tall"})
    with pytest.raises(UnsuitableGame, match="`toll` is no issue that the states differ in"):
        model.index({"toll": "free"})


def test_states_that_are_stable_and_no_equilibrium_are_explained(scenario):
    model = scenario.standing()
    pure = {
        model.index(_own(model, e)) for e in negotiate.solve(alone(scenario), "pure").equilibria
    }
    more = not_undone(model).tolist()
    assert more
    assert set(more) == set(model.standing("R").tolist()) - pure
    (note,) = [note for note in stability(model).notes if "cannot be undone" in note]
    assert note.startswith(
        f"{in_words(len(more))} states are stable by R, but `solve` does not count them"
    )


def test_how_many_stable_states_are_no_equilibria_is_said():
    counts = set()
    for seed in range(40):
        conflict = random_grid(np.random.default_rng(seed), (2, 3), one_way=0.5)
        count = sum(
            any(
                ranks[other] > ranks[state]
                for k, ranks in conflict.ranks.items()
                for other in conflict.states
                if state[:k] + state[k + 1 :] == other[:k] + other[k + 1 :]
            )
            for state in plain_standing.equilibria(conflict, "R", "sequence")
        )
        notes = stability(grid_model(conflict, (2, 3), full=False), "R").notes
        said = [note.partition(" stable")[0] for note in notes if "cannot be undone" in note]
        assert said == {0: [], 1: ["One state is"]}.get(count, [f"{in_words(count)} states are"])
        counts.add(count)
    assert counts >= {0, 1, 2, 3}


def _own(model, equilibrium):
    return {issue: equilibrium.choices[issue] for issue in model.choices.issues}


@pytest.mark.parametrize("name", playable())
def test_nash_stable_states_contain_every_pure_equilibrium(name):
    scenario = negotiate.load(name)
    try:
        model, game = scenario.standing(), alone(scenario)
    except NegotiateError as refused:
        pytest.fail(f"{name} is a shipped scenario: {refused.message}")
    solution = negotiate.solve(game, "pure")
    pure = {model.index(_own(model, e)) for e in solution.equilibria}
    stable = set(model.standing("R").tolist())
    assert pure <= stable
    assert sorted(stable - pure) == not_undone(model).tolist()
    if model.shape:
        assert pure == stable


@pytest.mark.parametrize("name", DEALS_ONLY)
def test_a_file_that_leaves_its_issues_open_has_no_states(name):
    assert_no_game(name)


def test_a_full_grid_keeps_no_list_of_moves():
    model = negotiate.load("classics/travellers-dilemma").standing()
    assert model.shape == (99, 99)
    assert all(isinstance(moves, AxisMoves) for moves in model.moves)
    for axis, moves in enumerate(model.moves):
        for state in (0, 57, 98, 99, 5000, 9800):
            cell = list(np.unravel_index(state, model.shape))
            expected = []
            for choice in range(99):
                there = [*cell[:axis], choice, *cell[axis + 1 :]]
                expected.append(int(np.ravel_multi_index(there, model.shape)))
            expected.remove(state)
            assert moves.from_state(state).tolist() == sorted(expected)
            assert moves.targets[moves.starts[state] : moves.starts[state + 1]].tolist() == sorted(
                expected
            )
        assert moves.count == len(moves.targets)


def test_what_takes_too_much_memory_is_refused_before_it_is_taken(scenario, monkeypatch):
    monkeypatch.setattr("negotiate.conflict.graph.MEMORY_LIMIT", 1000)
    with pytest.raises(GameTooLarge, match="megabytes for states and moves"):
        scenario.standing()


def test_ranks_of_thirds_and_of_large_numbers():
    thirds = np.array([[1 / 3, 2 / 3, 1 - 2 / 3, 5.0], [1e15, 1e15 + 2, 1e15, -1e15]])
    assert ranks_of(thirds).tolist() == [[0, 1, 0, 2], [1, 2, 1, 0]]
    with pytest.raises(OutOfRange):
        ranks_of(np.array([[np.inf, 0.0]]))


@given(
    st.lists(st.integers(-50, 50), min_size=1, max_size=12),
    st.sampled_from([1.0, 0.1, 7.0, 1 / 3, 1e-9, 1e9]),
    st.sampled_from([0.0, 1.0, -12.5, 1 / 7]),
)
def test_scale_and_zero_of_payoffs_change_no_rank(payoffs, factor, shift):
    levels = sorted(set(payoffs))
    found = ranks_of(np.array([payoffs], dtype=float) * factor + shift * factor)
    assert found.tolist() == [[levels.index(p) for p in payoffs]]


def test_nothing_but_one_state_where_nobody_decides_alone():
    model = negotiate.load("classics/orange").standing()
    assert list(model.states) == ["nothing to decide"]
    assert model.equilibria("R") == {"nothing to decide"}


def test_the_view_is_a_method(scenario):
    assert list(scenario.standing().states) == list(view.standing(scenario).states)


@pytest.mark.parametrize(
    "name", ["classics/chicken", "us-china/beijing-2018", "conflicts/elmira-1991"]
)
def test_a_state_is_found_by_the_name_that_answers_give_it(name):
    model = negotiate.load(name).standing()
    for state in range(0, len(model.states), 1 + len(model.states) // 40):
        assert place_of(model, state_name(model, state)) == state
    for label, state in model.happened.items():
        assert place_of(model, label.replace("_", " ")) == state


def test_ranks_tell_payoffs_apart_beside_any_penalty() -> None:
    assert ranks_of(np.array([[0, 0.25, -1e14, 0.75], [1e-320, 0, 2e-320, 1]])).tolist() == [
        [1, 2, 0, 3],
        [1, 0, 2, 3],
    ]
