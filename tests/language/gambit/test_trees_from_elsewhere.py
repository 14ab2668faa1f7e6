"""Game trees in files as other programs and people write them."""

import os
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate import ExtensiveGame, read
from negotiate.errors import GameTooLarge, ScenarioError, ScenarioNotFound
from negotiate.games.extensive import CHANCE, LEAF
from negotiate.language.gambit import source, tree


def game(folder: Path, text: str) -> ExtensiveGame:
    path = folder / "game.efg"
    path.write_text(text, "utf-8")
    found = read(path)
    assert isinstance(found, ExtensiveGame)
    return found


STAGES = """
EFG 2 R "Two \\"stages\\"" { "Ann" "Bob" } "outcomes come up on the way"
c "" 1 "(0,1)" { "rain" 1/3, "sun" 2/3 } 0
p "" 1 1 "(1,1)" { "H" "L" } 1 "first" { 0.1, 1/3 }
t "" 2 "second" { .2 1e-1 }
t "" 0
p "" 1 1 "(1,1)" { "H" "L" } 1
p "" 2 1 0
""".replace('p "" 2 1 0', 'p "" 2 1 "" { "" "" } 2')


def test_outcomes_on_the_way_are_added_exactly(tmp_path: Path) -> None:
    found = game(tmp_path, STAGES + 't "" 2\nt "" 0\nt "" 3 "" { -1, -1 }\n')
    assert found.title == 'Two "stages"'
    assert found.players == ("Ann", "Bob")
    by_path = {
        tuple(found.action_label(v) for v in found.path(int(leaf))[1:]): tuple(found.payoffs[k])
        for k, leaf in enumerate(found.tree.leaves)
    }
    assert by_path == {
        ("rain", "H"): (0.3, 13 / 30),
        ("rain", "L"): (0.1, 1 / 3),
        ("sun", "H", "1"): (0.5, 16 / 30),
        ("sun", "H", "2"): (0.3, 13 / 30),
        ("sun", "L"): (-0.9, -2 / 3),
    }
    assert found.tree.odds[1:3].tolist() == [1 / 3, 2 / 3]
    assert found.tree.information_set[1] == found.tree.information_set[2]


def test_a_set_is_described_once_and_known_by_its_number_afterwards(tmp_path: Path) -> None:
    text = (
        'EFG 2 R "" { "Ann" "Bob" } p "" 1 9 "a" { "l" "r" } 0 p "" 2 9 "b" { "l" "r" } 0 t "" '
        '0 t "" 0 p "" 2 9 0'
    )
    found = game(tmp_path, f'{text} t "" 4 {{ 1 2 }} t "" 4')
    assert [(move.label, move.mover, move.actions) for move in found.moves] == [
        ("a", 0, ("l", "r")),
        ("b", 1, ("l", "r")),
    ]
    assert found.tree.information_set.tolist() == [0, 1, 1, -1, -1, -1, -1]
    assert found.payoffs.tolist() == [[0, 0], [0, 0], [1, 2], [1, 2]]


def test_sets_of_one_name_are_one_move_unless_it_is_made_twice_on_a_path(tmp_path: Path) -> None:
    head = 'EFG 2 R "" { "Ann" "Bob" } p "" 1 1 "ask" { "l" "r" } 0 '
    ending = 't "" 0 ' * 2
    apart = game(
        tmp_path,
        f'{head} p "" 2 1 "say" {{ "x" "y" }} 0 {ending} p "" 2 2 "say" {{ "y" "z" }} 0 {ending}',
    )
    assert [(move.label, move.actions) for move in apart.moves] == [
        ("ask", ("l", "r")),
        ("say", ("x", "y", "z")),
    ]
    assert [apart.action_label(v) for v in range(3, 7)] == ["x", "y", "y", "z"]
    twice = game(tmp_path, f'{head} p "" 1 2 "ask" {{ "x" "y" }} 0 {ending} t "" 0')
    assert [move.label for move in twice.moves] == ["ask", "ask 2"]


def test_what_has_no_name_is_numbered_and_what_has_the_same_one_is_told_apart(
    tmp_path: Path,
) -> None:
    found = game(
        tmp_path,
        'EFG 2 R "" { "" "Bob" } c "" 1 "" { "1/2" 1/2 "1/2" 1/2 } 0 p "" 1 1 "" { "a" "" } 0 '
        + 't "" 0 ' * 3,
    )
    assert found.players == ("player 1", "Bob")
    assert [(move.label, move.actions) for move in found.moves] == [
        ("move 1", ("1/2", "1/2 (2)")),
        ("move 2", ("a", "2")),
    ]


def test_the_same_number_is_another_set_for_another_player(tmp_path: Path) -> None:
    found = game(
        tmp_path,
        'EFG 2 R "" { "a" "b" } p "" 1 1 "" { "x" } 0 p "" 2 1 "" { "y" "z" } 0 t "" 0 t "" 0',
    )
    assert found.tree.information_set.tolist() == [0, 1, -1, -1]
    assert found.perfect_information


def test_an_absent_minded_driver_is_read(tmp_path: Path) -> None:
    text = (
        'EFG 2 R "" { "driver" } p "" 1 1 "" { "on" "off" } 0 p "" 1 1 0 t "" 1 { 1 } t "" 2 { '
        '4 } t "" 0'
    )
    found = game(tmp_path, text)
    assert found.tree.information_set.tolist() == [0, 0, -1, -1, -1]
    assert found.payoffs.ravel().tolist() == [0, 1, 4]


def test_one_ending_is_a_tree(tmp_path: Path) -> None:
    found = game(tmp_path, 'EFG 2 R "" { "Ann" }\nt "" 1 "" { 7 }')
    assert found.tree.mover.tolist() == [LEAF]
    assert found.payoffs.tolist() == [[7]]
    assert found.moves == ()


def test_a_tree_as_deep_as_a_file_is_long_is_read_without_recursion(tmp_path: Path) -> None:
    depth = 20_000
    lines = [f'p "" 1 {k} "" {{ "on" "off" }} 1' for k in range(2, depth + 1)]
    first = 'p "" 1 1 "" { "on" "off" } 1 "" { 1 }'
    found = game(
        tmp_path, "\n".join(['EFG 2 R "" { "Ann" }', first, *lines, *['t "" 0'] * (depth + 1)])
    )
    assert len(found.tree.level_starts) == depth + 2
    assert found.payoffs[-1].tolist() == [depth]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "game.efg"
    path.write_bytes(b"\xef\xbb\xbf" + STAGES.replace("\n", "\r\n").encode())
    with pytest.raises(ScenarioError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert problem.code == "gambit-cut-off"
    assert (problem.line, problem.message.rpartition(": ")[2]) == (
        8,
        "3 branches have nothing below",
    )


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'EFG 2 R "\xff"', "0xff"),
        ("EFG".encode("utf-16"), "UTF-16"),
        (b"", "NFG"),
        (b"\0\1", "NFG"),
    ],
)
def test_bytes_that_are_no_such_text_are_told(tmp_path: Path, raw: bytes, says: str) -> None:
    path = tmp_path / "game.efg"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert says in caught.value.problems[0].message


def test_a_tree_of_too_many_nodes_is_counted_and_refused_before_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "NODE_LIMIT", 50)
    text = 'EFG 2 R "c p t" { "Ann" } ' + 'p "t" 1 1 "c" { "p" } 0\n' * 99 + 't "" 0'
    with pytest.raises(GameTooLarge) as caught:
        game(tmp_path, text)
    assert (caught.value.what, caught.value.count, caught.value.limit) == ("nodes", 100, 50)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "SIZE_LIMIT", 40)
    with pytest.raises(GameTooLarge) as caught:
        game(tmp_path, 'EFG 2 R "" { "Ann" } t "" 0' + " " * 40)
    assert caught.value.limit == 40
    assert "bytes" in caught.value.what


def test_a_number_of_a_thousand_digits_is_no_burden_and_a_tiny_one_is_refused(
    tmp_path: Path,
) -> None:
    tree = (
        'EFG 2 R "" {{ "Ann" }} p "" 1 1 "" {{ "a" "b" }} 0 t "" 2 "" {{ {} }} t "" 3 "" {{ {}5 }}'
    )
    found = game(tmp_path, tree.format(f"{'7' * 490}/{'7' * 491}", "0" * 900))
    assert found.payoffs.ravel().tolist() == pytest.approx([0.1, 5])
    for tiny in ("1e-999999999", f"1/{'7' * 900}", "5e-324"):
        with pytest.raises(ScenarioError, match="nearer to 0 than 1e-290"):
            game(tmp_path, tree.format(tiny, ""))


def test_payoffs_on_the_way_may_not_add_up_beyond_measure(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="gambit-number"):
        game(tmp_path, 'EFG 2 R "" { "Ann" } p "" 1 1 "" { "a" } 1 "" { 1e100 } t "" 1')


def test_chance_keeps_what_cannot_happen(tmp_path: Path) -> None:
    found = game(tmp_path, 'EFG 2 R "" { "Ann" } c "" 1 "" { "a" 0 "b" 1.0 } 0 t "" 0 t "" 0')
    assert found.tree.mover[0] == CHANCE
    assert found.tree.odds.tolist() == [1, 0, 1]


def test_a_scenario_is_no_game_and_a_game_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioNotFound, match="is a scenario") as caught:
        read(tmp_path / "talks.yaml")
    assert caught.value.exit_code == 2
    with pytest.raises(ScenarioNotFound, match="no scenario"):
        negotiate.load(str(tmp_path / "talks.efg"))
    with pytest.raises(ScenarioNotFound, match="there is no file"):
        read(tmp_path / "talks.efg")


def test_the_arrays_of_a_tree_cannot_be_written_to(tmp_path: Path) -> None:
    found = game(tmp_path, 'EFG 2 R "" { "Ann" } t "" 1 "" { 1 }')
    with pytest.raises(ValueError, match="read-only"):
        found.payoffs[0, 0] = 2
    assert found.payoffs.dtype == np.float64


def test_what_is_no_file_is_told_for_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "folder.efg").mkdir()
    with pytest.raises(ScenarioNotFound, match=r"`.*folder\.efg` is a folder"):
        read(tmp_path / "folder.efg")
    with pytest.raises(ScenarioNotFound, match="there is no file"):
        read(tmp_path / "nothing.efg")
    if os.name != "nt":
        os.mkfifo(tmp_path / "pipe.efg")
        with pytest.raises(ScenarioNotFound, match=r"`.*pipe\.efg` is neither a file nor a folder"):
            read(tmp_path / "pipe.efg")


def test_an_action_whose_name_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as wrong:
        game(tmp_path, 'EFG 2 R "" { "Ann" }\np "" 1 1 "" { "on\n" "off" } 0\n')
    assert "the name of an action is not closed" in wrong.value.problems[0].message
