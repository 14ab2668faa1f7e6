"""A move that signs is bound by the red lines and ratifiers of who signs, as a deal is."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.registry import solve
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from tests.equilibrium.reports.told import plain
from tests.language.test_file_schema import validator

TALKS = """format: 1
title: Talks
players: {us: {name: The US}, china: {name: China}}
parameters: {price: {value: 3, range: [0, 9]}}
issues:
  tariff: {decided_by: us, options: {none: 0, high: 20}}
  plan: {decided_by: china, options: [keep, curb]}
status_quo: {tariff: none, plan: keep}
no_deal: status_quo
payoffs:
  us: {plan: {by: plan, values: {curb: 10}}, tariff: {expr: tariff / 10}}
  china: {plan: {by: plan, values: {curb: -5}}, tariff: {expr: -tariff}}
red_lines:
  demand: {player: us, insists: {plan: curb}}
  face: {player: china, never: {plan: curb}, cost: price}
protocol:
  - {move: offer, player: china, choose: {give: {plan: curb}, hold: {}}}
  - {move: settle, player: us, choose: {sign: {signs: [us, china]}, fight: {tariff: high}}}
"""


def game_of(folder: Path, old: str = "", new: str = "", **options: Any) -> ExtensiveGame:
    path = folder / "talks.yaml"
    assert old in TALKS
    path.write_text(TALKS.replace(old, new), "utf-8")
    return negotiate.load(str(path), **options).in_turn()


def endings(game: ExtensiveGame) -> dict[tuple[str, ...], tuple[float, ...]]:
    paths = [
        tuple(game.action_label(v) for v in game.path(int(leaf))[1:]) for leaf in game.tree.leaves
    ]
    return dict(zip(paths, map(tuple, game.payoffs.tolist()), strict=True))


def test_a_hard_line_takes_the_signature_away_and_a_soft_one_has_its_price(tmp_path: Path) -> None:
    assert endings(game_of(tmp_path)) == {
        ("give", "sign"): (10, -5 - 3),
        ("give", "fight"): (12, -25),
        ("hold", "fight"): (2, -20),
    }


def test_only_who_signs_is_bound(tmp_path: Path) -> None:
    found = endings(game_of(tmp_path, "signs: [us, china]", "signs: [china]"))
    assert found["hold", "sign"] == (0, 0)
    found = endings(game_of(tmp_path, "signs: [us, china]", "signs: [us]"))
    assert found["give", "sign"] == (10, -5)


def test_without_signs_nobody_is_bound(tmp_path: Path) -> None:
    found = endings(game_of(tmp_path, "sign: {signs: [us, china]}", "sign: {}"))
    assert found["hold", "sign"] == (0, 0)
    assert found["give", "sign"] == (10, -5)


def test_what_is_signed_is_what_holds_after_the_action_and_not_what_comes_later(
    tmp_path: Path,
) -> None:
    undone = (
        "fight: {tariff: high}}}\n  - {move: renege, player: china, when: settle == sign, "
        "choose: {undo: {plan: keep}}}"
    )
    found = endings(game_of(tmp_path, "fight: {tariff: high}}}", undone))
    assert found["give", "sign", "undo"] == (0, -3)
    assert ("hold", "sign", "undo") not in found


def test_an_action_may_set_what_it_signs(tmp_path: Path) -> None:
    curbs = "choose: {give: {plan: curb, signs: [us]}, refuse: {plan: keep, signs: [us]}, hold: {}}"
    found = endings(game_of(tmp_path, "choose: {give: {plan: curb}, hold: {}}", curbs))
    assert {path[0] for path in found} == {"give", "hold"}


def test_a_ratifier_binds_as_in_a_deal(tmp_path: Path) -> None:
    body = "red_lines:\n  demand: {player: us, insists: {plan: curb}}"
    congress = "ratifiers:\n  congress: {player: us, accepts: {plan: curb}}\nred_lines:"
    found = game_of(tmp_path, body, congress)
    assert ("hold", "sign") not in endings(found)
    assert [(one.kind, one.name) for one in found.unsigned] == [("ratifier", "congress")]


def test_an_issue_may_be_called_signs_and_is_set_by_its_option(tmp_path: Path) -> None:
    path = tmp_path / "talks.yaml"
    named = TALKS.replace("plan", "signs").replace("sign: {signs: [us, china]}", "sign: {}")
    path.write_text(named, "utf-8")
    assert endings(negotiate.load(str(path)).in_turn())["give", "sign"] == (10, -5)


def test_where_nothing_is_left_to_do_the_move_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        UnsuitableGame, match="at the move `settle` nothing is left to do"
    ) as caught:
        game_of(tmp_path, ", fight: {tariff: high}", "")
    assert caught.value.where == ("protocol", 1, "move")
    assert "red line" in caught.value.hint


def test_a_commitment_counts_before_the_signature(tmp_path: Path) -> None:
    assert ("hold", "sign") not in endings(game_of(tmp_path, fix={"plan": "keep"}))


def test_types_are_bound_by_their_own_lines(tmp_path: Path) -> None:
    easy = "easy: {odds: 0.5, set: {red_lines.demand: {player: us, never: {tariff: high}}}}"
    found = endings(
        game_of(
            tmp_path, "protocol:", f"types:\n  us:\n    firm: {{odds: 0.5}}\n    {easy}\nprotocol:"
        )
    )
    assert ("easy", "hold", "sign") in found
    assert ("firm", "hold", "sign") not in found
    assert found["firm", "give", "sign"] == found["easy", "give", "sign"] == (10, -5 - 3)


def test_the_price_is_told_among_the_terms(tmp_path: Path) -> None:
    game = game_of(tmp_path)
    assert game.takes_apart is not None
    found = game.takes_apart(
        {"tariff": ["none"], "plan": ["curb"]}, {"offer": ["give"], "settle": ["sign"]}, 1
    )
    assert {key: float(np.sum(value)) for key, value in found["china"].items()} == {
        "plan": -5,
        "tariff": 0,
        "face": -3,
    }


def test_the_page_says_who_forbids_the_signature(tmp_path: Path) -> None:
    found = solve(game_of(tmp_path))
    said = (
        "At `settle`, after `hold`, `sign` is not possible where the red line `demand` of the "
        "US forbids the deal."
    )
    assert said in " ".join(as_text(found, None).split())
    assert said in plain(found)
    unsigned = {
        "move": "settle",
        "action": "sign",
        "kind": "red line",
        "name": "demand",
        "player": "us",
    }
    assert json_of(found)["game"]["unsigned"] == [unsigned]


@pytest.mark.parametrize(
    ("signs", "good"), [(["us", "china"], True), (["eu"], False), ([], False), ("us", False)]
)
def test_an_editor_is_offered_the_players(signs: Any, good: bool) -> None:
    scenario = {
        "format": 1,
        "title": "T",
        "players": ["us", "china"],
        "issues": {"plan": {"decided_by": "us", "options": ["keep", "curb"]}},
        "payoffs": {"us": {"t": {"amount": 1}}, "china": {"t": {"amount": 1}}},
        "protocol": [
            {"move": "settle", "player": "us", "choose": {"sign": {"plan": "curb", "signs": signs}}}
        ],
    }
    assert validator(scenario).is_valid(scenario) == good
