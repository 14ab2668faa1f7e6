"""Games in normal form in files as other programs and people write them."""

from pathlib import Path

import pytest

from negotiate import NormalFormGame, read
from negotiate.errors import GameTooLarge, ScenarioError


def game(folder: Path, text: str) -> NormalFormGame:
    path = folder / "game.nfg"
    path.write_text(text, "utf-8")
    found = read(path)
    assert isinstance(found, NormalFormGame)
    return found


SELTEN = 'NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" } '
"""The example of the format's description, in both its versions."""


BODIES = {
    "payoffs": "{ 3 2 }\n1 1 0 2 0 2 1 1 0 3 2 0",
    "outcomes": """{ { "1" "2" "3" } { "1" "2" } }
        { { "" 1, 1 } { "" 0, 2 } { "" 0, 2 } { "" 1, 1 } { "" 0, 3 } { "" 2, 0 } }
        1 2 3 4 5 6""",
    "shared outcomes": """{ { "1" "2" "3" } { "" "" } } "a comment"
        { { "a" 1 1 } { 0 2 } { "b" 0/5 +3 } { "" 2e0, 0.0 } }
        1 2 2 1 3 4""",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_first_player_s_strategy_changes_fastest(tmp_path: Path, body: str) -> None:
    found = game(tmp_path, SELTEN + body)
    assert found.payoffs.tolist() == [[[1, 1], [0, 0], [0, 2]], [[1, 1], [2, 3], [2, 0]]]
    assert [[s.label for s in row] for row in found.strategies] == [["1", "2", "3"], ["1", "2"]]


def test_three_players(tmp_path: Path) -> None:
    numbers = " ".join(
        f"{100 * i + 10 * j + k} {i} {-k}" for k in (1, 2) for j in (1, 2, 3) for i in (1, 2)
    )
    found = game(tmp_path, f'NFG 1 R "" {{ "a" "b" "c" }} {{ 2 3 2 }} "comment" {numbers}')
    assert found.shape == (2, 3, 2)
    assert found.payoffs[:, 1, 2, 0].tolist() == [231, 2, -1]


def test_outcome_0_pays_nothing(tmp_path: Path) -> None:
    found = game(tmp_path, 'NFG 1 R "" { "a" } { { "x" "y" } } { { "win" 1/3 } } 0 1')
    assert found.payoffs.tolist() == [[0, 1 / 3]]


def test_numbers_are_the_nearest_floats(tmp_path: Path) -> None:
    found = game(tmp_path, 'NFG 1 D "" { "a" } { 6 } 0.1 1/10 -2/3 .5 5. 1E-3')
    assert found.payoffs.ravel().tolist() == [0.1, 0.1, -2 / 3, 0.5, 5, 0.001]


def test_strategies_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = game(tmp_path, 'NFG 1 R "" { "a" } { { "x" "x" "x (2)" "" } } 1 2 3 4')
    assert [s.label for s in found.strategies[0]] == ["x", "x (3)", "x (2)", "4"]


@pytest.mark.parametrize("sizes", ["10000 10000", "999999999999 1", "100 100 100"])
def test_a_table_too_large_is_refused_before_it_is_read(tmp_path: Path, sizes: str) -> None:
    names = " ".join(f'"{k}"' for k, _ in enumerate(sizes.split()))
    with (
        pytest.raises(GameTooLarge)
        if "100 100" not in sizes
        else pytest.raises(ScenarioError, match="cut-off")
    ):
        game(tmp_path, f'NFG 1 R "" {{ {names} }} {{ {sizes} }} 1 2 3')


def test_too_many_players_for_a_table(tmp_path: Path) -> None:
    names = " ".join(f'"{k}"' for k in range(26))
    with pytest.raises(GameTooLarge, match="26 players"):
        game(tmp_path, f'NFG 1 R "" {{ {names} }} {{ {"1 " * 26} }} 1')


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ('NFG 2 R "" { "a" } { 1 } 1', "gambit-syntax", 5),
        ('NFG 1 X "" { "a" } { 1 } 1', "gambit-syntax", 7),
        ('NFG 1 R { "a" } { 1 } 1', "gambit-syntax", 9),
        ('NFG 1 R "" { } { 1 } 1', "gambit-count", 14),
        ('NFG 1 R "" { "a" } { } 1', "gambit-count", 22),
        ('NFG 1 R "" { "a" } { 1 1 } 1', "gambit-count", 24),
        ('NFG 1 R "" { "a" } { { } } 1', "gambit-count", 24),
        ('NFG 1 R "" { "a" } { 0 } 1', "gambit-count", 22),
        ('NFG 1 R "" { "a" } { 1.5 } 1', "gambit-number", 22),
        ('NFG 1 R "" { "a" } { 1 } 1/0', "gambit-number", 26),
        ('NFG 1 R "" { "a" } { 1 } inf', "gambit-number", 26),
        ('NFG 1 R "" { "a" } { 1 } 1_0', "gambit-number", 26),
        ('NFG 1 R "" { "a" } { 1 } \u0661', "gambit-number", 26),
        ('NFG 1 R "" { "a" } { 1 } }', "gambit-syntax", 26),
        ('NFG 1 R "" { "a" } { 1 } { { "" 1 2 } } 1', "gambit-count", 35),
        ('NFG 1 R "" { "a" } { 1 } { { "" } } 1', "gambit-count", 33),
        ('NFG 1 R "" { "a" } { 1 } { { "" 1 } } 2', "gambit-unknown", 39),
        ('NFG 1 R "" { "a" } { 1 } { { "" 1 } } -1', "gambit-number", 39),
        ('NFG 1 R "" { "a" } { 2 } { { "" 1 } } 1', "gambit-cut-off", 40),
        ('NFG 1 R "" { "a" } { 1 } "no end', "gambit-cut-off", 26),
        ('NFG 1 R "" { "a" "a" } { 1 1 } 1 1', "gambit-player-twice", 18),
        (f'NFG 1 R "" {{ "{"a" * 1001}" }} {{ 1 }} 1', "gambit-syntax", 14),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, text: str, code: str, at: int) -> None:
    with pytest.raises(ScenarioError) as caught:
        game(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == (code, 1, at)
    assert problem.hint
