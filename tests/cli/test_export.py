"""A game leaves for other programs, and games of other programs are solved, drawn and looked
over.
"""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from negotiate import read
from tests.cli.shell import CHICKEN, FLAGSHIP, ask

TREE = """EFG 2 R "A threat" { "Ann" "Bob" }
p "" 1 1 "threaten" { "yes" "no" } 0
p "" 2 1 "answer" { "yield" "fight" } 0
t "" 1 "" { 2, -1 }
t "" 2 "" { -1, -2 }
t "" 0
"""
TABLE = 'NFG 1 R "A dilemma" { "Ann" "Bob" }\n{ { "C" "D" } { "C" "D" } }\n2 2  3 0  0 3  1 1\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "threat.efg").write_text(TREE, "utf-8")
    (tmp_path / "dilemma.nfg").write_text(TABLE, "utf-8")
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--plain",), ("--ascii",)])
def test_the_ending_says_what_is_written(
    folder: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "export", FLAGSHIP, "talks.efg", *options)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("talks.efg is written: the tree of 2 players, ")
    assert read(folder / "talks.efg").players == ("United States", "China")
    assert ask(capsys, "export", CHICKEN, "chicken.nfg", *options).code == 0
    assert read(folder / "chicken.nfg").shape == (2, 2)


def test_a_graph_and_an_object_for_any_program(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "export", "threat.efg", "threat.graphml").code == 0
    graph = ElementTree.parse(folder / "threat.graphml").getroot()
    assert len([e for e in graph.iter() if e.tag.endswith("}node")]) == 5
    assert ask(capsys, "export", "threat.efg", "threat.json").code == 0
    found = json.loads((folder / "threat.json").read_text("utf-8"))
    assert found["nodes"][1] == {
        "parent": 0,
        "action": "yes",
        "move": "answer",
        "mover": "Bob",
        "information_set": 1,
    }
    assert found["nodes"][4]["payoffs"] == [-1, -2]
    assert ask(capsys, "export", "dilemma.nfg", "dilemma.json").code == 0
    assert json.loads((folder / "dilemma.json").read_text("utf-8"))["payoffs"] == [
        [[2, 2], [0, 3]],
        [[3, 0], [1, 1]],
    ]


def test_without_a_file_the_game_is_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "printed.nfg").write_text(ask(capsys, "export", CHICKEN).out, "utf-8")
    assert read(folder / "printed.nfg").title == "Chicken"
    assert ask(capsys, "export", FLAGSHIP).out.startswith("EFG 2 R ")
    assert ask(capsys, "export", FLAGSHIP, "--lens", "solve").out.startswith("NFG 1 R ")
    assert ask(capsys, "export", CHICKEN, "--lens", "tree").out.startswith("EFG 2 R ")
    told = json.loads(ask(capsys, "export", CHICKEN, "--json").out)
    assert (told["file"], told["format"], told["lens"]) == (None, "nfg", "solve")
    assert told["text"].startswith("NFG 1 R")


def test_settings_change_what_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = ask(capsys, "export", FLAGSHIP).out
    assert ask(capsys, "export", FLAGSHIP, "--set", "kept=1").out != plain


def test_a_file_that_stands_there_is_replaced_only_by_force(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "threat.efg").read_text("utf-8")
    answer = ask(capsys, "export", FLAGSHIP, "threat.efg")
    assert answer.code == 2
    assert "`threat.efg` exists already" in answer.err
    assert (folder / "threat.efg").read_text("utf-8") == before
    assert ask(capsys, "export", FLAGSHIP, "threat.efg", "--force").code == 0
    assert read(folder / "threat.efg").players[0] == "United States"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ((CHICKEN, "game.txt"), 2, "`.txt` is no ending"),
        ((CHICKEN, "game"), 2, "`game` has no ending"),
        ((CHICKEN, "game.tex"), 2, ".xml for GENIUS"),
        ((CHICKEN, "game.nfg", "--lens", "tree"), 2, "`.nfg` holds no tree"),
        ((CHICKEN, "--lens", "alone"), 2, "`--lens` takes `solve`, `tree` or `stability`"),
        (("threat.efg", "game.nfg"), 4, "holds a tree"),
        (("threat.efg", "game.efg", "--set", "x=1"), 2, "`--set` goes with a scenario"),
        (("nothing.efg", "game.efg"), 2, "there is no file `nothing.efg`"),
        ((CHICKEN, "nowhere/game.nfg"), 4, "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_told(
    folder: Path,
    arguments: tuple[str, ...],
    code: int,
    says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = ask(capsys, "export", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert says in " ".join(answer.err.split())
    assert "hint:" in answer.err
    assert sorted(path.name for path in folder.iterdir()) == ["dilemma.nfg", "threat.efg"]


def test_a_file_from_elsewhere_is_solved_and_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solved = ask(capsys, "solve", "dilemma.nfg")
    assert (solved.code, solved.err) == (0, "")
    assert "Ann plays `D`. Bob plays `D`." in " ".join(solved.out.split())
    drawn = ask(capsys, "tree", "threat.efg")
    assert (drawn.code, drawn.err) == (0, "")
    assert "At `threaten`, Ann chooses `yes`" in " ".join(drawn.out.split())
    assert "D" in ask(capsys, "tree", "dilemma.nfg", "--plain").out
    assert (
        json.loads(ask(capsys, "tree", "threat.efg", "--json").out)["game"]["title"] == "A threat"
    )
    assert ask(capsys, "solve", "dilemma.nfg", "--concept").code == 0


def test_a_tree_is_not_solved_as_if_all_chose_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "solve", "threat.efg")
    assert answer.code == 4
    assert "write `negotiate tree threat.efg`" in answer.err


@pytest.mark.parametrize("command", ["show", "test", "compare"])
def test_what_means_a_scenario_says_what_a_game_is_for(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, command, "threat.efg")
    assert answer.code == 2
    assert "`threat.efg` holds a game of another program, and no scenario" in " ".join(
        answer.err.split()
    )
    assert "`solve`, `tree`, `check` and `export` take it" in " ".join(answer.err.split())


def test_check_looks_a_game_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "check", "threat.efg", "dilemma.nfg").out == "No problems.\n"
    (folder / "broken.efg").write_text(TREE.replace('t "" 2', 'x "" 2'), "utf-8")
    answer = ask(capsys, "check", "broken.efg")
    assert answer.code == 3
    assert "broken.efg:5:1: a node is expected here, not `x` [gambit-syntax]" in answer.out
    assert '    5 │ x "" 2 "" { -1, -2 }\n      │ ^\n' in answer.out
    assert ask(capsys, "tree", "broken.efg").code == 3
    assert ask(capsys, "check", "threat.efg", "--fix").code == 2
    assert ask(capsys, "check", "threat.efg", "--profile", "class").code == 2


def test_a_game_file_is_no_table(capsys):
    found = ask(capsys, "export", CHICKEN, "--csv")
    assert (found.code, found.out) == (2, "")
    assert "leave `--csv` out" in found.err
