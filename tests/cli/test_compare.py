"""`negotiate compare` as it is typed: which side is which, what leaves in each form, and slips."""

import json
from pathlib import Path

import pytest

from tests.cli.shell import CHICKEN, FLAGSHIP, ask, ask_in_forms, game
from tests.cli.test_output import BOXES
from tests.cli.test_safety import HIDDEN, NASTY

FORMS = [
    [FLAGSHIP],
    [CHICKEN],
    [FLAGSHIP, "--variant", "containment"],
    [FLAGSHIP, "--variant", "promises_kept", "--variant", "larger_threat"],
    [CHICKEN, "--fix", "row=straight"],
    [CHICKEN, "classics/hawk-dove"],
    [CHICKEN, CHICKEN],
]


def compared(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    answer = ask(capsys, "compare", *arguments, "--json")
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


@pytest.mark.parametrize("arguments", FORMS, ids=" ".join)
def test_an_answer_is_no_failure_in_any_form(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    drawn, found, *others = ask_in_forms(
        capsys, ("as_json", "plain", "csv", "markdown"), "compare", *arguments
    )
    schema = f"negotiate/{'lens-comparison' if len(arguments) == 1 else 'comparison'}/3"
    assert json.loads(found.out)["schema"] == schema
    assert [(said.code, said.err) for said in (drawn, found, *others)] == [(0, "")] * 5
    assert not BOXES & set("".join(said.out for said in others))


@pytest.mark.parametrize("arguments", FORMS, ids=" ".join)
def test_it_is_read_on_a_poor_terminal(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(capsys, "compare", *arguments, "--ascii", "--all").out.isascii()
    monkeypatch.setenv("COLUMNS", "40")
    narrow = ask(capsys, "compare", *arguments).out
    assert [line for line in narrow.splitlines() if len(line) > 40 and " " in line.strip()] == []


@pytest.mark.parametrize(
    ("arguments", "first", "second"),
    [
        (["--variant", "containment"], (None, {}), ("containment", {})),
        (
            ["--variant", "containment", "--variant", "promises_kept"],
            ("containment", {}),
            ("promises_kept", {}),
        ),
        (["--set", "kept=1"], (None, {}), (None, {"kept": 1})),
        ([FLAGSHIP, "--set", "kept=1"], (None, {}), (None, {"kept": 1})),
        (
            [FLAGSHIP, "--variant", "containment", "--set", "kept=1"],
            (None, {}),
            ("containment", {"kept": 1}),
        ),
    ],
)
def test_which_side_a_change_falls_on(
    arguments: list[str], first: tuple, second: tuple, capsys: pytest.CaptureFixture[str]
) -> None:
    found = compared(capsys, FLAGSHIP, *arguments)
    sides = [found["scenario"][side] for side in ("first", "second")]
    assert [(side["variant"], side["set"]) for side in sides] == [first, second]
    assert [side["scenario"] for side in sides] == [FLAGSHIP, FLAGSHIP]


def test_a_reason_leaves_as_json_with_all_that_is_below_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lens = compared(
        capsys, FLAGSHIP, "--variant", "us_drops_mic2025", "--variant", "nobody_believes"
    )["lenses"][1]
    fates = lens["fates"]
    assert [fate["kind"] for fate in fates["each"]] == ["vanishes", "appears"]
    assert lens["places"] == [[0, None], [None, 0]]
    assert fates["each"][0]["second"] is None
    cause = fates["gone"]["cause"]
    assert cause["kind"] == "LaterAnswer"
    assert cause["parting"]["cause"] == {
        "kind": "OddsShift",
        "move": "congress",
        "action": "backs",
        "first": 0.7,
        "second": 0.0,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([FLAGSHIP, "containment"], 2, "write `--variant containment`"),
        ([FLAGSHIP, "--variant", "containmnt"], 2, "did you mean `containment`?"),
        ([FLAGSHIP, "classics/chickn"], 2, "did you mean `classics/chicken`?"),
        ([FLAGSHIP, "--set", "kepd=1"], 2, "did you mean `kept`?"),
        ([FLAGSHIP, "--fix", "us_tarif=double"], 2, "us_tariff"),
        (
            [FLAGSHIP, *["--variant", "containment"] * 3],
            2,
            "given 3 times, and there are two sides",
        ),
        ([], 2, "SCENARIO"),
    ],
)
def test_a_slip_gets_the_nearest_name(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "compare", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert words in " ".join(answer.err.replace("│", " ").split())


def test_the_help_says_which_side_is_which(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "compare", "--help").out
    for words in ("SCENARIO alone", "--variant X --variant Y", "change the second side only"):
        assert words in said
    assert "\\b" not in said


def test_files_in_a_folder_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "mine.yaml", tmp_path / "yours.yaml"
    one.write_text(game(), "utf-8")
    other.write_text(game().replace("two: 1", "two: -1"), "utf-8")
    said = " ".join(ask(capsys, "compare", str(one), str(other)).out.split())
    assert "In yours, a prefers `one` to `two`, by 1. In mine, a prefers `two`, by 1." in said
    assert "a: gain 1 -1 x two" in said


@pytest.mark.parametrize(
    "form", [[], ["--plain"], ["--json"], ["--ascii"]], ids=["drawn", "plain", "json", "ascii"]
)
@pytest.mark.parametrize("more", [[], ["--variant", "other"]], ids=["lenses", "sides"])
def test_nothing_hidden_is_obeyed(
    form: list[str], more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nasty.yaml"
    path.write_text(NASTY, "utf-8")
    answer = ask(capsys, "compare", str(path), *more, *form, "--all")
    assert answer.code == 0
    assert not [sign for sign in HIDDEN if sign in answer.out + answer.err]


def test_an_empty_second_name_is_refused_like_an_empty_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = ask(capsys, "compare", ""), ask(capsys, "compare", CHICKEN, "")
    assert (second.code, second.out, second.err) == (first.code, "", first.err)
    assert second.code


@pytest.mark.parametrize("form", [[], ["--plain"], ["--json"]])
@pytest.mark.parametrize("more", [[], ["--set", "payoffs.ada.gain.high=2"]])
def test_no_answer_through_any_lens_is_no_success(
    form: list[str], more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issues = {
        f"i{k}": {"decided_by": "ada", "options": [f"o{n}" for n in range(12)]} for k in range(6)
    }
    large = {
        "format": 1,
        "title": "Large",
        "players": ["ada", "bo"],
        "issues": {**issues, "x": {"decided_by": "bo", "options": ["low", "high"]}},
        "status_quo": {**dict.fromkeys(issues, "o0"), "x": "low"},
        "payoffs": {
            "ada": {"gain": {"by": "x", "values": {"high": 1}}},
            "bo": {"gain": {"amount": 1}},
        },
    }
    (tmp_path / "large.yaml").write_text(json.dumps(large), "utf-8")
    found = ask(capsys, "compare", str(tmp_path / "large.yaml"), *more, *form)
    assert found.code == 4
    assert "no analysis gives an answer" in found.err
    assert found.out
