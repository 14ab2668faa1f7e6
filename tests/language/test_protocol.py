"""The tree of a protocol is the one that a plain recursion grows, and its rules are those of the
language.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.equilibrium import in_turn
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from tests.reference import plain_payoffs, plain_protocols
from tests.scenario_strategies import load, scenarios, signed

HEAD = """format: 1
title: T
players: [us, china]
parameters: {trust: 0.7}
issues:
  tariff: {decided_by: us, options: {none: 0, low: 5, high: 20}}
  plan: {decided_by: china, options: [keep, curb]}
status_quo: {tariff: none, plan: keep}
payoffs:
  us:
    plan: {by: plan, values: {curb: 10}}
    tariff: {expr: tariff / 10}
  china:
    plan: {by: plan, values: {curb: -5}}
    tariff: {expr: -tariff}
"""


def tree(folder: Path, text: str, **options: Any) -> ExtensiveGame:
    path = folder / "scenario.yaml"
    path.write_text(HEAD + text, "utf-8")
    return negotiate.load(str(path), **options).in_turn()


def endings(game: ExtensiveGame) -> list[tuple[str, ...]]:
    """The actions on the way to each leaf."""
    return [
        tuple(game.action_label(v) for v in game.path(int(leaf))[1:]) for leaf in game.tree.leaves
    ]


def packages(game: ExtensiveGame) -> list[tuple[str, ...]]:
    return [tuple(game.package(leaf).values()) for leaf in range(len(game.payoffs))]


def compare(
    game: ExtensiveGame, node: int, plain: plain_protocols.Node, scenario: dict[str, Any]
) -> None:
    """The subtree below a node is the one that the recursion grew."""
    shape = game.tree
    if not plain.children:
        assert shape.mover[node] == LEAF
        leaf = game.leaf_of(node)
        assert game.package(leaf) == plain.package
        wanted = [
            plain_payoffs.payoff(scenario, player, plain.package) - plain.paid.get(player, 0)
            for player in scenario["players"]
        ]
        np.testing.assert_allclose(game.payoffs[leaf], wanted, rtol=1e-12, atol=1e-12)
        return
    move = game.moves[int(shape.move[node])]
    assert move.label == plain.step
    assert shape.mover[node] == (game.keys.index(plain.mover) if plain.mover else CHANCE)
    children = range(shape.first_child[node], shape.first_child[node] + shape.child_count[node])
    assert [game.action_label(child) for child in children] == list(plain.children)
    for child, (action, below) in zip(children, plain.children.items(), strict=True):
        assert shape.parent[child] == node
        assert shape.odds[child] == plain.odds.get(action, 1.0)
        compare(game, child, below, scenario)


@settings(max_examples=60)
@given(scenarios(agreed=False, protocol=True), st.data())
def test_the_tree_equals_a_plain_recursion(scenario: dict[str, Any], data: st.DataObject) -> None:
    if not any(
        plain_payoffs.possible(scenario, package) for package in plain_payoffs.packages(scenario)
    ):
        scenario.pop("infeasible")
    scenario = data.draw(signed(scenario))
    issue = data.draw(st.sampled_from(sorted(scenario["issues"])))
    options = list(scenario["issues"][issue]["options"])
    if data.draw(st.booleans()):
        scenario["irreversible"] = {issue: [data.draw(st.sampled_from(options))]}
    fixed = (
        {issue: data.draw(st.sampled_from(options))} if data.draw(st.integers(0, 3)) == 0 else {}
    )
    loaded = load(scenario, fix=fixed)
    try:
        plain = plain_protocols.grow(scenario, fixed)
    except plain_protocols.NothingLeft:
        with pytest.raises(UnsuitableGame):
            loaded.in_turn()
        return
    game = loaded.in_turn()
    assert len(game.tree) == plain.size()
    compare(game, 0, plain, scenario)


def test_an_announcement_binds_nobody_until_it_is_carried_out(tmp_path: Path) -> None:
    game = tree(
        tmp_path,
        """protocol:
  - {move: threaten, player: us, announces: tariff, options: [low, high]}
  - {move: answer, player: china, choose: {yield: {plan: curb}, hold: {}}}
  - {move: act, player: us, when: answer != yield, choose: {carry_out: {tariff: threaten}, back_down: {}}}
""",
    )
    found = dict(zip(endings(game), packages(game), strict=True))
    assert found == {
        ("low", "yield"): ("none", "curb"),
        ("high", "yield"): ("none", "curb"),
        ("low", "hold", "carry_out"): ("low", "keep"),
        ("low", "hold", "back_down"): ("none", "keep"),
        ("high", "hold", "carry_out"): ("high", "keep"),
        ("high", "hold", "back_down"): ("none", "keep"),
    }


def test_what_was_announced_can_be_asked_for_by_name_and_by_number(tmp_path: Path) -> None:
    game = tree(
        tmp_path,
        """protocol:
  - {move: threaten, player: us, announces: tariff}
  - {move: answer, player: china, when: threaten > 4 and threaten != high, choose: {yield: {plan: curb}, hold: {}}}
""",
    )
    assert endings(game) == [("none",), ("high",), ("low", "yield"), ("low", "hold")]


def test_carrying_out_what_was_never_announced_changes_nothing(tmp_path: Path) -> None:
    game = tree(
        tmp_path,
        """protocol:
  - {move: open, player: us, choose: {talk: {}, wait: {}}}
  - {move: threaten, player: us, announces: tariff, options: [high], when: open == talk}
  - {move: act, player: us, choose: {carry_out: {tariff: threaten}}}
""",
    )
    found = dict(zip(endings(game), packages(game), strict=True))
    assert found == {
        ("wait", "carry_out"): ("none", "keep"),
        ("talk", "high", "carry_out"): ("high", "keep"),
    }


def test_chance_has_odds_from_parameters_and_sets_what_it_does(tmp_path: Path) -> None:
    text = (
        "protocol:\n  - {chance: mood, odds: {good: trust, bad: 1 - trust}, does: {good: {plan: "
        "curb}}}\n"
    )
    game = tree(tmp_path, text, set={"trust": 0.25})
    assert game.tree.odds.tolist() == [1, 0.25, 0.75]
    assert packages(game) == [("none", "curb"), ("none", "keep")]


def test_one_way_moves_cannot_be_taken_back(tmp_path: Path) -> None:
    steps = "".join(f"  - {{move: m{i}, player: china, sets: plan}}\n" for i in range(3))
    game = tree(tmp_path, f"irreversible: {{plan: curb}}\nprotocol:\n{steps}")
    assert set(endings(game)) == {
        ("curb", "curb", "curb"),
        ("keep", "curb", "curb"),
        ("keep", "keep", "curb"),
        ("keep", "keep", "keep"),
    }


def test_impossible_combinations_are_no_choice(tmp_path: Path) -> None:
    text = """infeasible:
  - {tariff: high, plan: curb}
protocol:
  - {move: first, player: us, sets: tariff}
  - {move: second, player: china, sets: plan}
"""
    assert ("high", "curb") not in packages(tree(tmp_path, text))
    assert len(packages(tree(tmp_path, text))) == 5


def test_a_commitment_takes_the_other_actions_away(tmp_path: Path) -> None:
    text = (
        "protocol:\n  - {move: first, player: us, sets: tariff}\n  - {move: second, player: "
        "china, sets: plan}\n"
    )
    assert endings(tree(tmp_path, text, fix={"tariff": "high"})) == [
        ("high", "keep"),
        ("high", "curb"),
    ]


def test_a_mover_with_nothing_left_is_told_by_name(tmp_path: Path) -> None:
    text = "protocol:\n  - {move: first, player: us, choose: {go: {tariff: low}}}\n"
    with pytest.raises(UnsuitableGame, match="`first`"):
        tree(tmp_path, text, fix={"tariff": "high"})


def test_chance_cannot_do_the_impossible(tmp_path: Path) -> None:
    text = (
        "infeasible:\n  - plan == curb\nprotocol:\n  - {chance: mood, odds: {good: 1}, does: "
        "{good: {plan: curb}}}\n"
    )
    with pytest.raises(UnsuitableGame):
        tree(tmp_path, text)


def test_an_ending_that_leaves_an_issue_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    text = HEAD.replace("status_quo: {tariff: none, plan: keep}\n", "").replace(
        "{curb: 10}", "{keep: 0, curb: 10}"
    )
    text = text.replace("{curb: -5}", "{keep: 0, curb: -5}")
    path.write_text(text + "protocol:\n  - {move: first, player: us, sets: tariff}\n", "utf-8")
    with pytest.raises(UnsuitableGame, match="`plan`"):
        negotiate.load(str(path)).in_turn()


def test_a_term_that_names_a_move_counts_in_the_tree_only(tmp_path: Path) -> None:
    text = HEAD.replace(
        "    tariff: {expr: tariff / 10}\n",
        "    tariff: {expr: tariff / 10}\n    shame: {amount: -100, when: act == back_down}\n"
        "    twice: {expr: 2 * us.shame}\n",
    )
    text += (
        "protocol:\n  - {move: act, player: us, choose: {carry_out: {tariff: high}, back_down: "
        "{}}}\n"
    )
    path = tmp_path / "scenario.yaml"
    path.write_text(text, "utf-8")
    scenario = negotiate.load(str(path))
    assert scenario.in_turn().payoffs[:, 0].tolist() == [2, -300]
    game = scenario.alone()
    assert game.payoffs[0].min() == 0
    assert "us.shame" in game.notes[0]
    assert "us.twice" in game.notes[0]


def test_a_tree_that_would_be_too_large_is_refused_before_it_is_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_turn, "NODE_LIMIT", 1000)
    text = "protocol:\n" + "".join(
        f"  - {{move: m{i}, player: us, sets: tariff}}\n" for i in range(30)
    )
    with pytest.raises(GameTooLarge) as caught:
        tree(tmp_path, text)
    assert caught.value.count > 1000


def test_infeasible_may_ask_for_a_payoff(tmp_path: Path) -> None:
    text = """infeasible:
  - china.tariff < -10
protocol:
  - {move: first, player: us, sets: tariff}
"""
    assert endings(tree(tmp_path, text)) == [("none",), ("low",)]
