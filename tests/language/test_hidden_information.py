"""What movers see, and what they privately are: the tree is that of a plain recursion, the
language's rules hold.
"""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.errors import ScenarioError, UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame
from tests.reference import plain_payoffs, plain_protocols
from tests.scenario_strategies import load, scenarios, signed

HEAD = """format: 1
title: T
players:
  us: {name: United States}
  china: {name: China}
parameters: {rivalry: 0, resolve: 0, hawkish: 0.4}
issues:
  tariff: {decided_by: us, options: {none: 0, high: 20}}
  plan: {decided_by: china, options: [keep, curb]}
status_quo: {tariff: none, plan: keep}
payoffs:
  us:
    plan: {by: plan, values: {curb: 10}}
    rivalry: {expr: rivalry * tariff}
  china:
    plan: {expr: -5 - resolve, when: plan == curb}
    tariff: {expr: -tariff}
red_lines:
  plan: {player: china, never: {plan: curb}}
"""
TWO_SIDED = """types:
  us:
    dealmaker: {odds: 1 - hawkish}
    containment: {odds: hawkish, set: {rivalry: 1}}
  china:
    flexible: {odds: 0.7}
    resolute: {odds: 0.3, set: {resolve: 100}}
"""
STEPS = """protocol:
  - {move: threaten, player: us, announces: tariff}
  - {move: answer, player: china, sets: plan}
  - {move: act, player: us, sets: tariff}
"""


def scenario(folder: Path, text: str, **options: Any) -> negotiate.Scenario:
    path = folder / "scenario.yaml"
    path.write_text(HEAD + text, "utf-8")
    return negotiate.load(str(path), **options)


def tree(folder: Path, text: str, **options: Any) -> ExtensiveGame:
    return scenario(folder, text, **options).in_turn()


def sets(game: ExtensiveGame, move: str) -> list[set[tuple[str, ...]]]:
    """The information sets of a move, each as the paths to its nodes."""
    number = [m.label for m in game.moves].index(move)
    found: dict[int, set[tuple[str, ...]]] = {}
    for node in np.flatnonzero(game.tree.move == number):
        path = tuple(game.action_label(v) for v in game.path(int(node))[1:])
        found.setdefault(int(game.tree.information_set[node]), set()).add(path)
    return list(found.values())


def pairs(
    game: ExtensiveGame, node: int, plain: plain_protocols.Node
) -> list[tuple[int, plain_protocols.Node]]:
    """The nodes of both trees side by side."""
    first, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    assert [game.action_label(child) for child in range(first, first + count)] == list(
        plain.children
    )
    below = zip(range(first, first + count), plain.children.values(), strict=True)
    return [(node, plain), *(pair for child, other in below for pair in pairs(game, child, other))]


def assert_same(game: ExtensiveGame, plain: plain_protocols.Node) -> None:
    shape = game.tree
    both = pairs(game, 0, plain)
    assert len(shape) == len(both)
    deciding = [(int(shape.information_set[v]), one.knows) for v, one in both if one.mover]
    assert (
        len(set(deciding)) == len({v for v, _ in deciding}) == len({knows for _, knows in deciding})
    )
    for node, one in both:
        if one.children:
            assert game.moves[int(shape.move[node])].label == one.step
            assert shape.mover[node] == (game.keys.index(one.mover) if one.mover else CHANCE)
            assert (shape.information_set[node] >= 0) == bool(one.mover)
            first = int(shape.first_child[node])
            for k, action in enumerate(one.children):
                assert shape.odds[first + k] == one.odds.get(action, 1.0)
        else:
            leaf = game.leaf_of(node)
            assert game.package(leaf) == one.package
            wanted = [
                plain_payoffs.payoff(one.scenario, player, one.package) - one.paid.get(player, 0)
                for player in one.scenario["players"]
            ]
            np.testing.assert_allclose(game.payoffs[leaf], wanted, rtol=1e-12, atol=1e-12)


@settings(max_examples=100)
@given(scenarios(agreed=False, protocol=True, hidden=True, typed=True), st.data())
def test_the_tree_and_its_information_sets_equal_a_plain_recursion(
    written: dict[str, Any], data: st.DataObject
) -> None:
    if not any(
        plain_payoffs.possible(written, package) for package in plain_payoffs.packages(written)
    ):
        written.pop("infeasible")
    if data.draw(st.booleans()):
        written.pop("types")
    written = data.draw(signed(written))
    loaded = load(written)
    try:
        plain = plain_protocols.grow(written)
    except (plain_protocols.NothingLeft, plain_protocols.ToldApart):
        with pytest.raises(UnsuitableGame):
            loaded.in_turn()
        return
    assert_same(loaded.in_turn(), plain)


@settings(max_examples=30)
@given(scenarios(agreed=False, protocol=True, hidden=True, typed=True), st.data())
def test_payoffs_of_every_ending_are_taken_apart_as_its_types_have_them(
    written: dict[str, Any], data: st.DataObject
) -> None:
    written.pop("infeasible", None)
    written = data.draw(signed(written))
    for line in written["red_lines"].values():
        line["cost"] = 2
    game = load(written).in_turn()
    assert game.takes_apart is not None
    leaves = range(len(game.payoffs))
    made = game.moves_made(leaves)
    packages = [game.package(leaf) for leaf in leaves]
    choices = {issue: [package[issue] for package in packages] for issue in game.issues}
    moves = {
        move.label: [move.actions[a] if a >= 0 else "" for a in made[:, k].tolist()]
        for k, move in enumerate(game.moves)
    }
    found = game.takes_apart(choices, moves, len(leaves))
    sums = np.stack([sum(found[key].values()) for key in game.keys], axis=1)
    np.testing.assert_allclose(sums, game.payoffs, rtol=1e-12, atol=1e-9)


@settings(max_examples=30)
@given(scenarios(agreed=False, protocol=True, hidden=True, typed=True))
def test_the_order_in_which_types_are_written_only_relabels(written: dict[str, Any]) -> None:
    written.pop("infeasible", None)
    turned = {
        **written,
        "types": {p: dict(reversed(t.items())) for p, t in reversed(written["types"].items())},
    }
    one, other = (rows_of(load(text).in_turn()) for text in (written, turned))
    assert one == other


def rows_of(game: ExtensiveGame) -> dict[frozenset[tuple[str, str]], tuple[float, ...]]:
    """What is done on the way to each ending → how likely chance makes it, and what it is worth."""
    result = {}
    for place, leaf in enumerate(game.tree.leaves):
        nodes = game.path(int(leaf))
        moves = [game.moves[int(game.tree.move[v])].label for v in nodes[:-1]]
        done = frozenset(zip(moves, map(game.action_label, nodes[1:]), strict=True))
        result[done] = (
            round(float(np.prod(game.tree.odds[nodes])), 12),
            *game.payoffs[place].tolist(),
        )
    return result


def test_the_odds_of_types_multiply(tmp_path: Path) -> None:
    game = tree(tmp_path, TWO_SIDED + STEPS)
    assert [(m.label, m.actions) for m in game.moves[:2]] == [
        ("United States is", ("dealmaker", "containment")),
        ("China is", ("flexible", "resolute")),
    ]
    assert game.types == {"us": 0, "china": 1}
    start = game.tree.level_starts
    profiles = range(start[2], start[3])
    found = {
        tuple(game.action_label(v) for v in game.path(n)[1:]): np.prod(game.tree.odds[game.path(n)])
        for n in profiles
    }
    assert found == {
        (us, china): pytest.approx(p * q)
        for (us, p), (china, q) in product(
            {"dealmaker": 0.6, "containment": 0.4}.items(),
            {"flexible": 0.7, "resolute": 0.3}.items(),
        )
    }


def test_every_player_sees_its_own_type_and_no_other(tmp_path: Path) -> None:
    game = tree(tmp_path, TWO_SIDED + STEPS)
    assert not game.perfect_information
    assert [sorted(s) for s in sets(game, "threaten")] == [
        [("dealmaker", "flexible"), ("dealmaker", "resolute")],
        [("containment", "flexible"), ("containment", "resolute")],
    ]
    assert {len(s) for s in sets(game, "answer")} == {2}
    assert len(sets(game, "answer")) == 4
    assert len(sets(game, "act")) == 2 * 2 * 2


def test_an_ending_is_worth_what_it_is_under_the_types_on_its_path(tmp_path: Path) -> None:
    game = tree(tmp_path, TWO_SIDED + STEPS)
    worth = {
        tuple(game.action_label(v) for v in game.path(int(leaf))[1:]): row
        for leaf, row in zip(game.tree.leaves, game.payoffs.tolist(), strict=True)
    }
    assert worth["dealmaker", "flexible", "none", "curb", "high"] == [10, -25]
    assert worth["containment", "flexible", "none", "curb", "high"] == [30, -25]
    assert worth["containment", "resolute", "none", "curb", "high"] == [30, -125]


def test_a_type_may_move_a_red_line(tmp_path: Path) -> None:
    types = (
        "types:\n  china:\n    soft: {odds: 0.5, set: {red_lines.plan.never: {tariff: "
        "high}}}\n    hard: {odds: 0.5}\n"
    )
    game = tree(tmp_path, types + STEPS)
    for leaf, node in enumerate(game.tree.leaves):
        soft = game.action_label(game.path(int(node))[1]) == "soft"
        package = game.package(leaf)
        assert game.crossed["plan"][leaf] == (
            package["tariff"] == "high" if soft else package["plan"] == "curb"
        )
    assert game.red_lines == {"plan": "china"}


def test_chance_may_be_kinder_to_one_type(tmp_path: Path) -> None:
    text = """types:
  us: {calm: {odds: 0.5}, hawk: {odds: 0.5, set: {hawkish: 0.9}}}
protocol:
  - {chance: congress, odds: {backs: hawkish, balks: 1 - hawkish}}
  - {move: act, player: us, sets: tariff}
"""
    game = tree(tmp_path, text)
    assert game.tree.odds[3:7].tolist() == pytest.approx([0.4, 0.6, 0.9, 0.1])


def test_a_step_may_be_made_by_one_type_only(tmp_path: Path) -> None:
    text = """types:
  us: {calm: 0.5, hawk: {odds: 0.5, set: {rivalry: 1}}}
protocol:
  - {move: act, player: us, when: rivalry > 0, sets: tariff}
  - {move: answer, player: china, sets: plan, sees: []}
"""
    game = tree(tmp_path, text)
    assert sets(game, "act") == [{("hawk",)}]
    assert sets(game, "answer") == [{("calm",), ("hawk", "none"), ("hawk", "high")}]


def test_moves_that_do_not_see_each_other_are_simultaneous(tmp_path: Path) -> None:
    steps = (
        "  - {move: act, player: us, sets: tariff}\n  - {move: answer, player: china, sets: "
        "plan, sees: []}\n"
    )
    game = tree(tmp_path, f"protocol:\n{steps}")
    at_once = tree(tmp_path, "")
    assert np.array_equal(game.tree.information_set, at_once.tree.information_set)
    assert np.array_equal(game.payoffs, at_once.payoffs)


def test_nobody_forgets_what_it_saw_when_it_moved(tmp_path: Path) -> None:
    text = """protocol:
  - {chance: mood, odds: {good: 0.5, bad: 0.5}}
  - {move: threaten, player: us, announces: tariff, when: mood == good}
  - {move: act, player: us, sets: tariff, sees: []}
"""
    assert sorted(map(sorted, sets(tree(tmp_path, text), "act"))) == [
        [("bad",)],
        [("good", "high")],
        [("good", "none")],
    ]


def test_that_somebody_is_asked_tells_it_something(tmp_path: Path) -> None:
    text = """protocol:
  - {move: threaten, player: us, announces: tariff}
  - {move: answer, player: china, sets: plan, sees: [], when: threaten == high}
"""
    assert sets(tree(tmp_path, text), "answer") == [{("high",)}]


def test_a_protocol_in_which_all_is_seen_is_as_without_sees(tmp_path: Path) -> None:
    plain = tree(tmp_path, STEPS)
    seen = tree(
        tmp_path,
        STEPS.replace("sets: plan", "sets: plan, sees: [threaten]")
        .replace("tariff}\n", "tariff, sees: [answer]}\n")
        .replace("announces: tariff, sees: [answer]", "announces: tariff, sees: []"),
    )
    assert plain.perfect_information
    assert np.array_equal(seen.tree.information_set, plain.tree.information_set)


def test_paths_that_cannot_be_told_apart_offer_the_same(tmp_path: Path) -> None:
    text = """infeasible:
  - {tariff: high, plan: curb}
protocol:
  - {move: act, player: us, sets: tariff}
  - {move: answer, player: china, sets: plan, sees: []}
"""
    with pytest.raises(UnsuitableGame) as caught:
        tree(tmp_path, text)
    assert "at the move `answer`, China cannot tell paths apart" in caught.value.message
    assert "`curb` is possible after `act: none`, but not after `act: high`" in caught.value.message
    assert "`sees`" in caught.value.hint
    assert tree(tmp_path, text.replace(", sees: []", "")).perfect_information


def test_a_commitment_leaves_the_same_actions_to_who_sees_nothing(tmp_path: Path) -> None:
    text = """protocol:
  - {move: act, player: us, choose: {raise: {tariff: high}, keep: {}}}
  - {move: answer, player: china, choose: {yield: {plan: curb}, hold: {}}, sees: []}
"""
    game = tree(tmp_path, text, fix={"plan": "keep"})
    assert sets(game, "answer") == [{("raise",), ("keep",)}]
    assert game.tree.child_count[game.tree.move == 1].tolist() == [1, 1]


def test_without_a_protocol_types_make_a_bayesian_game(tmp_path: Path) -> None:
    found = scenario(tmp_path, TWO_SIDED)
    game = found.in_turn()
    assert game.normal_form is None
    assert [m.label for m in game.moves] == ["United States is", "China is", "us", "china"]
    assert len(sets(game, "us")) == len(sets(game, "china")) == 2
    assert {len(s) for s in sets(game, "china")} == {2 * 2}
    for k, profile in enumerate(found.profiles):
        assert isinstance(profile, negotiate.Scenario)
        count = 4
        assert np.array_equal(
            game.payoffs[k * count : (k + 1) * count].T, profile.alone().payoffs.reshape(2, -1)
        )
    assert not any("private types" in note for note in game.notes)


def test_the_normal_form_goes_by_the_files_own_values_and_says_so(tmp_path: Path) -> None:
    typed, plain = alone(scenario(tmp_path, TWO_SIDED)), alone(scenario(tmp_path, ""))
    assert np.array_equal(typed.payoffs, plain.payoffs)
    (note,) = typed.notes
    assert note.startswith(
        "the private types of United States and China count only in `solve` and `tree`"
    )
    assert plain.notes == ()


def test_types_of_a_game_of_orders_are_said_to_count_in_no_command(tmp_path: Path) -> None:
    path = tmp_path / "orders.yaml"
    path.write_text(ORDERS, "utf-8")
    (note,) = [one for one in negotiate.load(str(path)).bayesian().notes if "types" in one]
    assert note.startswith(
        "the private types of city do not count here, since preferences are orders"
    )


ORDERS = """
format: 1
title: A siege
players: [marshal, city]
issues:
  guns: {decided_by: marshal, options: [silent, firing]}
  gates: {decided_by: city, options: [shut, open]}
status_quo: {guns: silent, gates: shut}
prefers:
  marshal: [gates == open, guns == silent]
  city: [guns == silent, gates == shut]
types:
  city:
    hungry: {odds: 0.5, set: {prefers.city: [guns == silent]}}
    fed: {odds: 0.5}
"""


def test_odds_are_set_by_address_and_must_still_sum_to_one(tmp_path: Path) -> None:
    game = tree(
        tmp_path,
        TWO_SIDED,
        set={"types.china.flexible": 0.2, "types.china.resolute.odds": 0.8, "hawkish": 1},
    )
    assert game.tree.odds[1:7].tolist() == [0, 1, 0.2, 0.8, 0.2, 0.8]
    with pytest.raises(ScenarioError) as caught:
        scenario(tmp_path, TWO_SIDED, set={"types.china.resolute.odds": 0.8})
    assert [(p.code, p.message) for p in caught.value.problems] == [
        ("odds-sum", "the odds of the types sum to 1.5, not to 1")
    ]


def test_a_type_may_set_a_parameter_by_its_name_or_by_its_path(tmp_path: Path) -> None:
    other = TWO_SIDED.replace("{rivalry: 1}", "{parameters.rivalry.value: 1}").replace(
        "{resolve: 100}", "{parameters.resolve: {value: 100}}"
    )
    assert np.array_equal(
        tree(tmp_path, TWO_SIDED + STEPS).payoffs, tree(tmp_path, other + STEPS).payoffs
    )


def test_what_a_type_sets_wrongly_is_told_where_it_stands(tmp_path: Path) -> None:
    text = HEAD.replace("parameters: {", "parameters: {greed: {value: 0, range: [0, 1]}, ")
    types = "types:\n  us:\n    mild: 0.5\n    harsh: {odds: 0.5, set: {greed: 2}}\n"
    path = tmp_path / "wrong.yaml"
    path.write_text(text + types, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(str(path))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("out-of-range", len((text + types).splitlines()))


def test_players_of_one_name_are_called_by_their_short_names(tmp_path: Path) -> None:
    game = tree(tmp_path, TWO_SIDED, set={"players.china.name": "United States"})
    assert [m.label for m in game.moves[:2]] == ["us is", "china is"]


@pytest.mark.parametrize(
    "change",
    [
        "issues.tariff.options.top: 50",
        "status_quo.tariff: high",
        "irreversible.plan: curb",
        "players.third: {}",
        "types.us.dealmaker.odds: 1",
    ],
)
def test_a_type_changes_no_more_than_what_is_private(tmp_path: Path, change: str) -> None:
    types = f"types:\n  us:\n    dealmaker: 0.5\n    other: {{odds: 0.5, set: {{{change}}}}}\n"
    with pytest.raises(ScenarioError) as caught:
        scenario(tmp_path, types)
    assert {p.code for p in caught.value.problems} <= {"type-changes-the-game", "no-payoff"}


def test_a_variant_may_take_the_types_away(tmp_path: Path) -> None:
    text = TWO_SIDED + STEPS + "variants:\n  known: {remove: [types.us, types.china]}\n"
    assert tree(tmp_path, text, variant="known").perfect_information
