"""`solve --concept`: the way of any concept from the command line to the screen, plain lines and
JSON.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from negotiate.equilibrium.registry import CONCEPTS
from tests.cli.shell import CHICKEN, ask, game
from tests.equilibrium.reports.taught import CONCEPT, NAME, teach

THREE = """\
format: 1
title: Three
players: [a, b, c]
issues:
  x: {decided_by: a, options: [one, two]}
  y: {decided_by: b, options: [one, two]}
  z: {decided_by: c, options: [one, two]}
status_quo: {x: one, y: one, z: one}
payoffs:
  a: {gain: {by: x, values: {two: 1}}}
  b: {gain: {by: y, values: {two: 1}}}
  c: {gain: {by: z, values: {two: 1}}}
"""


@pytest.fixture(autouse=True)
def _taught(monkeypatch: pytest.MonkeyPatch) -> None:
    teach(monkeypatch)


def test_the_pieces_stand_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "solve", CHICKEN, "--concept", NAME)
    assert answer.out.splitlines() == [
        "Chicken",
        "2 wishes.",
        "Red would like 1.",
        "Blue would like 1.",
        "One sentence more.",
        "A little.",
        "",
        "player  most",
        "row        1",
        "column     1",
        "Payoffs in points.",
        "Checked.",
        "`--all` adds details.",
    ]


def test_all_folds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "solve", CHICKEN, "--concept", NAME, "--all").out.splitlines()
    assert said.count("One sentence more.") == 3
    assert said[-2:] == [
        "Checked.",
        "Method: a look; in whole numbers; exact; checked: a second look.",
    ]
    assert "Wishes cost nothing." in said


@pytest.mark.parametrize("player", ["column", "Blue"], ids=["by key", "by name"])
def test_a_player_by_key_and_by_name(player: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "solve", CHICKEN, "--concept", NAME, "--player", player).out
    assert "Blue would like 1." in said
    assert "Red would like" not in said


def test_plain_says_the_sentences_then_the_rows(capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "solve", CHICKEN, "--concept", NAME, "--plain").out.splitlines()
    assert said[:3] == ["Chicken", "2 wishes.", "Red would like 1."]
    assert said.count("One sentence more.") == 1
    assert said[-4:] == ["", "player\tmost", "row\t1", "column\t1"]
    assert "Payoffs in points." in said


def test_json_holds_the_finding_and_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(
        ask(capsys, "solve", CHICKEN, "--concept", NAME, "--player", "row", "--json").out
    )
    assert found["finding"] == {"most": [1.0, 1.0], "player": "row"}
    assert (found["concept"], found["equilibria"], found["scenario"]["player"]) == (NAME, [], "row")


def test_nash_is_what_is_asked_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        ask(capsys, "solve", CHICKEN).out == ask(capsys, "solve", CHICKEN, "--concept", "nash").out
    )
    assert json.loads(ask(capsys, "solve", CHICKEN, "--json").out)["finding"] is None


@pytest.mark.parametrize(
    ("given", "code", "said", "hint"),
    [
        (
            ["--concept", "dearest"],
            2,
            "there is no concept `dearest`",
            "did you mean `dearest-wish`?",
        ),
        (["--concept", "zzz"], 2, "there is no concept `zzz`", "the concepts are `nash`"),
        (
            ["--concept", NAME, "--player", "colum"],
            2,
            "there is no player `colum`",
            "did you mean `column`?",
        ),
        (
            ["--concept", NAME, "--player", "zzz"],
            2,
            "there is no player `zzz`",
            "the players are `row`, `column`",
        ),
        (
            ["--player", "row"],
            2,
            "`--player` does not go with the concept `nash`",
            "`negotiate solve --concept` lists",
        ),
        (
            ["--concept", NAME, "--method", "pure"],
            2,
            f"`--method` does not go with `--concept {NAME}`",
            "leave `--method` out",
        ),
        (
            ["--concept", "subgame-perfect"],
            4,
            "not solved for subgame-perfect equilibria",
            "finds Nash equilibria",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_said(
    given: list[str], code: int, said: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "solve", CHICKEN, *given)
    assert (answer.code, answer.out) == (code, "")
    wrong, _, advice = " ".join(answer.err.split()).partition(" hint: ")
    assert said in wrong
    assert hint in advice


def test_a_player_for_a_concept_that_asks_about_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("negotiate.equilibrium.registry.CONCEPTS", (replace(CONCEPT, player=""),))
    answer = ask(capsys, "solve", CHICKEN, "--concept", NAME, "--player", "row")
    assert (answer.code, answer.out) == (2, "")
    assert f"`--player` does not go with `--concept {NAME}`" in answer.err


def test_a_game_that_it_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "three.yaml").write_text(THREE, encoding="utf-8")
    answer = ask(capsys, "solve", str(tmp_path / "three.yaml"), "--concept", NAME)
    assert (answer.code, answer.out) == (4, "")
    assert f"`{NAME}` needs two players" in answer.err


@pytest.mark.parametrize(
    "more", [[], ["--plain"], ["--ascii"]], ids=lambda more: " ".join(more) or "screen"
)
def test_without_a_name_they_are_listed(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "solve", "--concept", *more)
    assert (answer.code, answer.err) == (0, "")
    for words in ("nash", NAME, "if everybody did as it likes", "who wishes"):
        assert words in answer.out
    assert "needs two players" not in answer.out


def test_the_list_for_a_game_says_what_does_not_fit_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "three.yaml").write_text(THREE, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(game(), encoding="utf-8")
    reason = f"`{NAME}` needs two players"
    for more in ([], ["--plain"], ["--json"]):
        bare = reason.removeprefix(f"`{NAME}` ")
        assert bare in ask(capsys, "solve", str(tmp_path / "three.yaml"), "--concept", *more).out
        assert bare not in ask(capsys, "solve", str(tmp_path / "two.yaml"), "--concept", *more).out


def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, "solve", "--concept", "--json").out)
    assert (found["schema"], found["default"]) == ("negotiate/concepts/3", "nash")
    assert [(one["name"], one["player"]) for one in found["concepts"]] == [(NAME, "who wishes")]
    assert found["misfits"] == {}


@pytest.mark.parametrize("width", ["40", "80"])
def test_the_list_fits(
    width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("negotiate.equilibrium.registry.CONCEPTS", CONCEPTS)
    monkeypatch.setenv("COLUMNS", width)
    said = ask(capsys, "solve", "--concept").out
    assert max(map(len, said.splitlines())) <= int(width)
    assert all(concept.name in said for concept in CONCEPTS)
