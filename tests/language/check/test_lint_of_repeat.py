"""What is hardly meant in what a file says of playing again: what nothing leads to, and what
nothing decides.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from negotiate.errors import Problem
from negotiate.language.check.files import check_file

DILEMMA: dict[str, Any] = {
    "format": 1,
    "title": "A dilemma",
    "players": {"row": {"patience": 0.6}, "column": {"patience": 0.9}},
    "matrix": {
        "keep": {"keep": [3, 3], "break": [0, 5]},
        "break": {"keep": [5, 0], "break": [1, 1]},
    },
}


def told(folder: Path, **more: Any) -> list[Problem]:
    path = folder / "scenario.yaml"
    path.write_text(json.dumps({**DILEMMA, **more}, indent=1), "utf-8")
    return list(check_file(str(path)))


def codes(folder: Path, **more: Any) -> list[str]:
    return [problem.code for problem in told(folder, **more)]


def machine(**states: Any) -> dict[str, Any]:
    return {"strategies": {"mine": {"player": "row", "states": states}}}


def test_a_chain_of_states_reaches_all_of_them(tmp_path: Path) -> None:
    one = {"plays": "keep", "next": [{"when": {"column": "break"}, "to": "two"}]}
    two = {"plays": "keep", "next": [{"to": "three"}]}
    assert codes(tmp_path, repeat=machine(one=one, two=two, three={"plays": "break"})) == []
    assert codes(
        tmp_path, repeat=machine(one=one, two={"plays": "keep"}, three={"plays": "break"})
    ) == ["state-never-reached"]


def test_two_states_that_only_lead_to_each_other_are_lost(tmp_path: Path) -> None:
    away = {"plays": "keep", "next": [{"to": "back"}]}
    back = {"plays": "keep", "next": [{"to": "away"}]}
    assert (
        codes(tmp_path, repeat=machine(one={"plays": "keep"}, away=away, back=back))
        == ["state-never-reached"] * 2
    )


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
    for address, value in (
        ("repeat.misread", 0.1),
        ("repeat.plays", "tit_for_tat"),
        ("repeat.rounds", 9),
    ):
        assert (
            codes(tmp_path, repeat={"misread": 0.02}, variants={"v": {"set": {address: value}}})
            == []
        )
    assert codes(
        tmp_path, repeat={"misread": 0.02}, variants={"v": {"set": {"repeat.misread": 0.02}}}
    ) == ["idle-variant"]


def test_a_variant_may_turn_what_only_repeated_play_or_a_phase_looks_at(tmp_path: Path) -> None:
    fog = {"parameters": {"fog": 0.1}, "variants": {"v": {"set": {"fog": 0.2}}}}
    assert codes(tmp_path, repeat={"misread": "fog"}, **fog) == []
    phases = {
        "a": {"next": [{"to": "b", "odds": 0.1}]},
        "b": {"set": {"matrix.keep.keep.0": "3 + fog"}},
    }
    assert codes(tmp_path, repeat={"phases": phases}, **fog) == []
    idle = {
        "a": {"next": [{"to": "b", "odds": 0.1}]},
        "b": {"set": {"matrix.keep.keep.0": "3 + 0 * fog"}},
    }
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
def test_an_entry_that_no_answer_decides_is_told(
    entry: dict[str, Any], code: str | None, tmp_path: Path
) -> None:
    assert codes(tmp_path, expect=[entry]) == ([] if code is None else [code])


def test_phases_widen_what_can_be_earned(tmp_path: Path) -> None:
    phases = {
        "a": {"next": [{"to": "b"}]},
        "b": {"set": {"matrix.keep.keep.0": 8}, "next": [{"to": "a"}]},
    }
    entry = {"simulate": "earns", "payoffs": {"row": 7}}
    assert codes(tmp_path, repeat={"phases": phases}, expect=[entry]) == []
    assert codes(tmp_path, expect=[entry]) == ["expect-cannot-hold"]


def test_a_mistake_of_the_game_is_told_once_and_only_where_it_is_played(tmp_path: Path) -> None:
    broken = {"plays": {"row": {"strategy": "punish", "periods": 0}}}
    deal = {"solve": {"row": "break"}, "set": {"players.row.patience": 0.5}}
    assert codes(tmp_path, repeat=broken, expect=[deal]) == ["no-repeated-game"]
    mended = {
        "solve": {"row": "break"},
        "set": {"repeat.plays": {"row": {"strategy": "punish", "periods": 0}}},
    }
    assert codes(tmp_path, repeat={"plays": "grim"}, expect=[mended]) == []
    asked = {
        "simulate": "fails",
        "set": {"repeat.plays": {"row": {"strategy": "punish", "periods": 0}}},
    }
    assert codes(tmp_path, repeat={"plays": "grim"}, expect=[asked]) == ["no-repeated-game"]


FURY = {"to": "b", "odds": 0.5}


def phases(*after_the_first: dict[str, Any], **set_in_the_second: Any) -> dict[str, Any]:
    change = set_in_the_second or {"matrix.keep.keep.0": 2}
    return {
        "phases": {
            "a": {"next": list(after_the_first)},
            "b": {"set": change, "next": [{"to": "a"}]},
        }
    }


class TestEntriesThatNeverCount:
    def test_those_of_a_state_after_one_without_a_condition(self, tmp_path: Path) -> None:
        sees = {"when": {"column": "break"}, "to": "two"}
        for ways, found in (
            ([sees, {"to": "one"}], []),
            ([{"to": "one"}, sees], ["idle-next"]),
            ([{"to": "two"}], []),
        ):
            repeat = machine(one={"plays": "keep", "next": ways}, two={"plays": "break"})
            assert codes(tmp_path, repeat=repeat) == found

    def test_those_of_a_phase_after_one_that_takes_the_rest(self, tmp_path: Path) -> None:
        meeting = {"when": "row == break", "to": "b"}
        for entries, found in (
            ([FURY, meeting], []),
            ([meeting, {"to": "b"}], []),
            ([{"to": "b"}, meeting], 1),
        ):
            assert codes(tmp_path, repeat=phases(*entries)) == (["idle-next"] if found else [])

    def test_those_of_signals_after_one_that_takes_the_rest(self, tmp_path: Path) -> None:
        smoke = {"when": "row == break"}
        assert codes(tmp_path, repeat={"signals": {"smoke": smoke, "clear": None}}) == []
        (problem,) = told(tmp_path, repeat={"signals": {"clear": None, "smoke": smoke}})
        assert (problem.code, '"smoke"' in problem.excerpt) == ("idle-next", True)

    @pytest.mark.parametrize(
        ("when", "holds"),
        [
            ("1/0 > 1", "always"),
            ("1 > 2", "never"),
            ("row == break", None),
            ("fury > 1", None),
            ("fury * 0 > 1", None),
        ],
    )
    def test_conditions_that_look_at_nothing(
        self, when: str, holds: str | None, tmp_path: Path
    ) -> None:
        found = told(
            tmp_path,
            parameters={"fury": 2},
            repeat={**phases({**FURY, "when": when}), "misread": "fury / 9"},
        )
        assert [(p.code, p.message) for p in found] == (
            [("idle-next", f"this looks at nothing, and {holds} holds")] if holds else []
        )


OTHERS = {"plays": {"row": "grim", "column": "grim"}}


class TestStrategiesThatNobodyPlays:
    def test_where_the_file_says_what_everybody_plays(self, tmp_path: Path) -> None:
        mine = machine(one={"plays": "keep"})
        assert codes(tmp_path, repeat=mine) == []
        assert codes(tmp_path, repeat={**mine, "plays": {"row": "mine", "column": "grim"}}) == []
        assert codes(tmp_path, repeat={**mine, **OTHERS}) == ["unplayed-strategy"]

    def test_a_variant_or_an_expectation_may_play_it(self, tmp_path: Path) -> None:
        repeat = {**machine(one={"plays": "keep"}), **OTHERS}
        assert (
            codes(tmp_path, repeat=repeat, variants={"v": {"set": {"repeat.plays.row": "mine"}}})
            == []
        )
        assert (
            codes(tmp_path, repeat=repeat, expect=[{"simulate": "fails", "plays": {"row": "mine"}}])
            == []
        )

    def test_a_name_of_the_programs_is_taken(self, tmp_path: Path) -> None:
        own = {"player": "row", "states": {"one": {"plays": "keep"}}}
        repeat = {"strategies": {"grim": own}, "plays": {"row": "grim", "column": "tit_for_tat"}}
        assert codes(tmp_path, repeat=repeat) == ["strategy-hides-another"]


def test_one_phase_alone_changes_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path, repeat={"phases": {"a": {}}}) == ["lone-phase"]
    assert codes(tmp_path, repeat=phases(FURY)) == []


class TestPlaces:
    """What the game alone can tell stands where the file says it, and not at `repeat`."""

    @pytest.mark.parametrize(
        ("repeat", "line"),
        [
            ({"plays": {"row": {"strategy": "punish", "periods": 0}}}, '"periods": 0'),
            ({"plays": {"strategy": "soft_grudger", "periods": 3, "peace": 0}}, '"peace": 0'),
            (
                {"plays": {"column": {"strategy": "always", "posture": 3}, "row": "grim"}},
                '"posture": 3',
            ),
            ({"signals": {"smoke": 0.5, "clear": 0.3}}, '"signals": {'),
            (
                phases(
                    {**FURY, "when": "row == break"},
                    {"when": "row == break", "to": "b", "odds": 0.9},
                ),
                '"next": [',
            ),
        ],
    )
    def test_at_the_parameter_the_phase_or_the_signals(
        self, repeat: dict[str, Any], line: str, tmp_path: Path
    ) -> None:
        (problem,) = told(tmp_path, repeat=repeat)
        assert problem.code == "no-repeated-game"
        assert problem.excerpt.strip().rstrip(",") == line

    def test_at_the_player_where_parameters_are_wrong_together_alone(self, tmp_path: Path) -> None:
        (problem,) = told(
            tmp_path,
            matrix={"keep": {"keep": [3, 3]}, "break": {"keep": [5, 0]}},
            repeat={"plays": {"column": "extort"}},
        )
        assert problem.code == "no-repeated-game"
        assert '"extort"' in problem.excerpt


class TestPhasesSayWhatOutcomesAreWorth:
    @pytest.mark.parametrize(
        "setting", [{"fury": 3}, {"matrix.keep.keep.0": 2}, {"parameters.fury": 3}]
    )
    def test_by_parameters_and_payoffs(self, setting: dict[str, Any], tmp_path: Path) -> None:
        matrix = {
            "keep": {"keep": ["fury", 3], "break": [0, 5]},
            "break": {"keep": [5, 0], "break": [1, 1]},
        }
        assert (
            codes(tmp_path, parameters={"fury": 3}, matrix=matrix, repeat=phases(FURY, **setting))
            == []
        )

    @pytest.mark.parametrize(
        "address",
        [
            "players.row.patience",
            "title",
            "repeat.misread",
            "side_payments.row",
            "status_quo.row",
            "players.row.name",
        ],
    )
    def test_by_nothing_else(self, address: str, tmp_path: Path) -> None:
        setting = {
            "matrix.keep.keep.0": 2,
            address: "break" if address == "status_quo.row" else 0.5,
        }
        quo = {"row": "keep", "column": "keep"}
        (problem,) = told(tmp_path, status_quo=quo, repeat=phases(FURY, **setting))
        assert problem.code == "phase-changes-the-game"
        assert f'"{address}"' in problem.excerpt
