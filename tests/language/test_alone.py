"""The game of what each side would do alone, for any number of players."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import negotiate
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.normal_form import IDLE
from tests.reference import plain_payoffs as plain
from tests.scenario_strategies import load, scenarios


def deciders(part: dict[str, Any], players: list[str]) -> list[str]:
    said = part["decided_by"]
    return players if said == "agreement" else said if isinstance(said, list) else [said]


@settings(max_examples=120)
@given(scenarios())
def test_the_game_holds_every_package_that_players_can_bring_about(
    scenario: dict[str, Any],
) -> None:
    players = scenario["players"]
    if not any(plain.possible(scenario, package) for package in plain.packages(scenario)):
        scenario.pop("infeasible")
    loaded = load(scenario)
    own = {
        p: [k for k, part in scenario["issues"].items() if deciders(part, players) == [p]]
        for p in players
    }
    kept = {
        k: scenario["status_quo"][k]
        for k in scenario["issues"]
        if not any(k in issues for issues in own.values())
    }
    rows = []
    for p in players:
        options = product(*(list(scenario["issues"][k]["options"]) for k in own[p]))
        rows.append([dict(zip(own[p], row, strict=True)) for row in options])
    wanted = {}
    for combination in product(*rows):
        package = {**kept, **{k: v for choice in combination for k, v in choice.items()}}
        if plain.possible(scenario, package):
            wanted[tuple(sorted(package.items()))] = [
                plain.payoff(scenario, p, package) for p in players
            ]
    if not wanted:
        with pytest.raises(UnsuitableGame):
            loaded.alone()
        return
    game = loaded.alone()
    assert game.kept == kept
    found = {}
    for profile in game.profiles():
        if game.feasible is None or game.feasible[profile]:
            chosen = [game.strategies[p][i].choices for p, i in enumerate(profile)]
            package = {**kept, **{k: v for choice in chosen for k, v in choice.items()}}
            found[tuple(sorted(package.items()))] = game.payoffs[(slice(None), *profile)]
    assert found.keys() == wanted.keys()
    for key, row in wanted.items():
        np.testing.assert_allclose(found[key], row, rtol=1e-12, atol=1e-12)
    for p, row in enumerate(game.strategies):
        assert len({strategy.label for strategy in row}) == len(row), p


HEAD = """format: 1
title: T
players: [norway, uk, iceland]
issues:
  quota: {decided_by: norway, options: {low: 1, high: 3}}
  fee: {decided_by: norway, options: [none, some]}
  shared: {decided_by: [norway, uk], options: [closed, open]}
  treaty: {decided_by: agreement, options: [old, new]}
status_quo: {quota: low, fee: none, shared: closed, treaty: old}
payoffs:
  norway: {a: {expr: quota}, b: {by: treaty, values: {new: 5}}}
  uk: {a: {by: shared, values: {open: 3}}}
  iceland: {a: {amount: 1}}
"""


def write(folder: Path, text: str, **options: Any) -> negotiate.Scenario:
    path = folder / "scenario.yaml"
    path.write_text(text, "utf-8")
    return negotiate.load(str(path), **options)


def test_nobody_sets_alone_what_needs_several(tmp_path: Path) -> None:
    game = write(tmp_path, HEAD).alone()
    assert game.shape == (4, 1, 1)
    assert game.kept == {"shared": "closed", "treaty": "old"}
    assert [row[0].label for row in game.strategies] == ["status quo", IDLE, IDLE]


def test_without_a_deal_what_needs_several_stands_where_no_deal_says(tmp_path: Path) -> None:
    game = write(
        tmp_path, HEAD + "no_deal: {treaty: new, quota: low, fee: none, shared: open}\n"
    ).alone()
    assert game.kept == {"shared": "open", "treaty": "new"}
    assert game.payoffs[0].max() == 8


def test_a_commitment_from_outside_also_holds_what_needs_several(tmp_path: Path) -> None:
    game = write(tmp_path, HEAD, fix={"treaty": "new", "fee": "some"}).alone()
    assert game.shape == (2, 1, 1)
    assert game.payoffs[0].ravel().tolist() == [6, 8]
    assert all(strategy.choices["fee"] == "some" for strategy in game.strategies[0])


def test_strategies_without_a_possible_combination_are_out(tmp_path: Path) -> None:
    game = write(tmp_path, HEAD + "infeasible:\n  - {quota: high, fee: none}\n").alone()
    assert game.shape == (3, 1, 1)
    assert game.feasible is None


def test_red_lines_are_marked_and_nothing_is_forbidden(tmp_path: Path) -> None:
    game = write(
        tmp_path, HEAD + "red_lines:\n  line: {player: uk, never: {quota: high}}\n"
    ).alone()
    assert game.crossed["line"].ravel().tolist() == [False, False, True, True]
    assert game.feasible is None


def test_more_packages_than_fit_are_refused_before_they_are_laid_out(tmp_path: Path) -> None:
    issues = "".join(f"  x{i}: {{decided_by: norway, options: [a, b, c, d]}}\n" for i in range(40))
    quo = ", ".join(f"x{i}: a" for i in range(40))
    text = HEAD.replace("issues:\n", "issues:\n" + issues).replace(
        "status_quo: {", f"status_quo: {{{quo}, "
    )
    with pytest.raises(GameTooLarge) as caught:
        write(tmp_path, text).alone()
    assert caught.value.count == 4**41


@pytest.mark.parametrize("count", [5, 59, 70, 300])
def test_many_issues_of_one_option_each(tmp_path: Path, count: int) -> None:
    issues = "".join(f"  x{i}: {{decided_by: uk, options: [a]}}\n" for i in range(count))
    quo = ", ".join(f"x{i}: a" for i in range(count))
    text = HEAD.replace("issues:\n", "issues:\n" + issues).replace(
        "status_quo: {", f"status_quo: {{{quo}, "
    )
    game = write(tmp_path, text).alone()
    assert game.shape == (4, 1, 1)
    assert len(game.strategies[1][0].choices) == count


def test_many_players(tmp_path: Path) -> None:
    names = [f"p{i}" for i in range(70)]
    payoffs = "".join(f"  {name}: {{a: {{amount: 1}}}}\n" for name in names)
    head = f"format: 1\ntitle: T\nplayers: [{', '.join(names)}]\n"
    text = head + "issues:\n  x: {decided_by: p0, options: [a, b]}\npayoffs:\n"
    scenario = write(tmp_path, text + payoffs)
    with pytest.raises(GameTooLarge):
        scenario.alone()
    with pytest.raises(GameTooLarge):
        scenario.in_turn()
