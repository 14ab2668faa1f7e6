"""What is hardly meant in what a file says of playing again: what nothing leads to, and what nothing decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from negotiate.checking.files import check_file

DILEMMA: dict[str, Any] = {
    "format": 1,
    "title": "A dilemma",
    "players": {"row": {"patience": 0.6}, "column": {"patience": 0.9}},
    "matrix": {"keep": {"keep": [3, 3], "break": [0, 5]}, "break": {"keep": [5, 0], "break": [1, 1]}},
}


def codes(folder: Path, **more: Any) -> list[str]:
    path = folder / "scenario.yaml"
    path.write_text(json.dumps({**DILEMMA, **more}), "utf-8")
    return [problem.code for problem in check_file(str(path))]


def machine(**states: Any) -> dict[str, Any]:
    return {"strategies": {"mine": {"player": "row", "states": states}}}


def test_a_chain_of_states_reaches_all_of_them(tmp_path: Path) -> None:
    one = {"plays": "keep", "next": [{"when": {"column": "break"}, "to": "two"}]}
    two = {"plays": "keep", "next": [{"to": "three"}]}
    assert codes(tmp_path, repeat=machine(one=one, two=two, three={"plays": "break"})) == []
    assert codes(tmp_path, repeat=machine(one=one, two={"plays": "keep"}, three={"plays": "break"})) == [
        "state-never-reached"
    ]


def test_two_states_that_only_lead_to_each_other_are_lost(tmp_path: Path) -> None:
    away = {"plays": "keep", "next": [{"to": "back"}]}
    back = {"plays": "keep", "next": [{"to": "away"}]}
    assert codes(tmp_path, repeat=machine(one={"plays": "keep"}, away=away, back=back)) == ["state-never-reached"] * 2


def test_a_parameter_that_only_repeated_play_uses_is_used(tmp_path: Path) -> None:
    for repeat in (
        {"misread": "fog"},
        {"plays": {"row": {"strategy": "punish", "periods": "1 + 10 * fog"}}},
        {"phases": {"a": {"next": [{"to": "b", "odds": "fog"}]}, "b": {}}},
        machine(one={"plays": {"keep": "fog", "break": "1 - fog"}}),
    ):
        assert codes(tmp_path, parameters={"fog": 0.1}, repeat=repeat) == []
    assert codes(tmp_path, parameters={"fog": 0.1}, repeat={"misread": 0.1}) == ["unused-parameter"]


def test_a_variant_that_changes_only_repeated_play_changes_something(tmp_path: Path) -> None:
    for address, value in (("repeat.misread", 0.1), ("repeat.plays", "tit_for_tat"), ("repeat.rounds", 9)):
        assert codes(tmp_path, repeat={"misread": 0.02}, variants={"v": {"set": {address: value}}}) == []
    assert codes(tmp_path, repeat={"misread": 0.02}, variants={"v": {"set": {"repeat.misread": 0.02}}}) == [
        "idle-variant"
    ]


def test_a_variant_may_turn_what_only_repeated_play_or_a_phase_looks_at(tmp_path: Path) -> None:
    fog = {"parameters": {"fog": 0.1}, "variants": {"v": {"set": {"fog": 0.2}}}}
    assert codes(tmp_path, repeat={"misread": "fog"}, **fog) == []
    phases = {"a": {"next": [{"to": "b", "odds": 0.1}]}, "b": {"set": {"matrix.keep.keep.0": "3 + fog"}}}
    assert codes(tmp_path, repeat={"phases": phases}, **fog) == []
    idle = {"a": {"next": [{"to": "b", "odds": 0.1}]}, "b": {"set": {"matrix.keep.keep.0": "3 + 0 * fog"}}}
    assert codes(tmp_path, repeat={"phases": idle}, **fog) == ["idle-variant"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"simulate": "earns", "payoffs": {"row": 5.1}}, "expect-cannot-hold"),
        ({"simulate": "earns", "payoffs": {"row": 5}}, None),
        ({"simulate": "holds", "payoffs": {"row": -1}}, "expect-cannot-hold"),
        ({"simulate": "earns", "where": "1 < 2"}, "expect-cannot-fail"),
        ({"simulate": "earns", "where": "1 > 2"}, "expect-cannot-hold"),
        ({"simulate": "holds", "where": "1 < 2"}, None),
        ({"simulate": "holds", "where": "1 > 2"}, "expect-cannot-hold"),
        ({"simulate": "earns", "where": "row > 2"}, None),
        ({"simulate": "earns", "payoffs": {"row": 7}, "set": {"matrix.keep.keep.0": 7}}, None),
    ],
)
def test_an_entry_that_no_answer_decides_is_told(entry: dict[str, Any], code: str | None, tmp_path: Path) -> None:
    assert codes(tmp_path, expect=[entry]) == ([] if code is None else [code])


def test_phases_widen_what_can_be_earned(tmp_path: Path) -> None:
    phases = {"a": {"next": [{"to": "b"}]}, "b": {"set": {"matrix.keep.keep.0": 8}, "next": [{"to": "a"}]}}
    entry = {"simulate": "earns", "payoffs": {"row": 7}}
    assert codes(tmp_path, repeat={"phases": phases}, expect=[entry]) == []
    assert codes(tmp_path, expect=[entry]) == ["expect-cannot-hold"]


def test_a_mistake_of_the_game_is_told_once_and_only_where_it_is_played(tmp_path: Path) -> None:
    broken = {"plays": {"row": {"strategy": "punish", "periods": 0}}}
    deal = {"solve": {"row": "break"}, "set": {"players.row.patience": 0.5}}
    assert codes(tmp_path, repeat=broken, expect=[deal]) == ["no-repeated-game"]
    mended = {"solve": {"row": "break"}, "set": {"repeat.plays": {"row": {"strategy": "punish", "periods": 0}}}}
    assert codes(tmp_path, repeat={"plays": "grim"}, expect=[mended]) == []
    asked = {"simulate": "fails", "set": {"repeat.plays": {"row": {"strategy": "punish", "periods": 0}}}}
    assert codes(tmp_path, repeat={"plays": "grim"}, expect=[asked]) == ["no-repeated-game"]
