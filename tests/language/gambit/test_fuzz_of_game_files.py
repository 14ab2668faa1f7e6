"""Game files from strangers: whatever stands in them, a game comes out or a mistake at a place that
is there.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiate import ExtensiveGame, NormalFormGame, read
from negotiate.errors import GameTooLarge, ScenarioError, UnsuitableGame
from negotiate.exports.gambit import efg
from negotiate.problems import all_rules
from tests import famous_trees

TABLE = """NFG 1 R "A \\"table\\"" { "Ann" "Bob" }
{ { "up" "down" } { "left" "right" } }
"a comment"
{ { "one" 1, -1/3 } { "" 2e1 0.5 } }
0 1 2 1
"""
ROW = 'NFG 1 R "" { "Ann" "Bob" } { 2 1 }\n1 2 3 4\n'
SOUND = [TABLE, ROW, efg(famous_trees.seltens_horse()), efg(famous_trees.beer_quiche())]
WORDS = [
    "{",
    "}",
    '"',
    "\\",
    "-1",
    "0",
    "1/0",
    "1e999",
    "9" * 30,
    "c",
    "p",
    "t",
    "EFG",
    "NFG",
    ",",
    "\n",
    "\0",
    '""',
    "1/3",
    "é",
    " ",
]


def outcome(path: Path, raw: bytes) -> str:
    """Read, and see that what comes out holds together; the code of the mistake, or nothing."""
    path.write_bytes(raw)
    try:
        found = read(path)
    except ScenarioError as wrong:
        (problem,) = wrong.problems
        lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert problem.code in all_rules()
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.hint
        return problem.code
    except (GameTooLarge, UnsuitableGame):
        return "refused"
    assert isinstance(found, NormalFormGame | ExtensiveGame)
    assert len(set(found.players)) == found.n_players
    if isinstance(found, ExtensiveGame):
        assert len(found.payoffs) == len(found.tree.leaves)
        assert (found.tree.parent[1:] < range(1, len(found.tree))).all()
        for move in found.moves:
            assert len(set(move.actions)) == len(move.actions)
    return ""


def mutated(text: str, dice: random.Random) -> str:
    for _ in range(dice.randint(1, 3)):
        at, to = sorted(dice.choices(range(len(text) + 1), k=2))
        match dice.randrange(5):
            case 0:
                text = text[:at] + dice.choice(WORDS) + text[at:]
            case 1:
                text = text[:at] + text[min(to, at + 12) :]
            case 2:
                text = text[:at] + text[at : at + 40] + text[at:]
            case 3:
                text = text[:at]
            case 4:
                words = text.split(" ")
                words[dice.randrange(len(words))] = dice.choice(WORDS)
                text = " ".join(words)
    return text


def test_no_mutation_of_a_sound_file_escapes(tmp_path: Path) -> None:
    dice = random.Random(5)
    codes = [
        outcome(tmp_path / "game", mutated(dice.choice(SOUND), dice).encode()) for _ in range(700)
    ]
    wanted = {code for code in all_rules() if code.startswith("gambit-")} - {"gambit-player-twice"}
    assert wanted <= set(codes)
    assert "" in codes


@pytest.mark.parametrize("text", SOUND)
def test_no_beginning_of_a_file_is_taken_for_a_whole_one(tmp_path: Path, text: str) -> None:
    whole = text.rstrip()
    assert outcome(tmp_path / "game", whole.encode()) == ""
    for end in cuts(len(whole)):
        found = outcome(tmp_path / "game", whole[:end].encode())
        last = whole[end - 1 :]
        assert found or not (last[:1].isspace() or last[:1] in '"{}'), whole[:end][-40:]


def cuts(length: int) -> Iterator[int]:
    return iter(range(1, length, max(1, length // 120)))


@given(
    st.binary(max_size=60)
    | st.text(st.sampled_from('"{}\\ cpt0123456789-/.e,\n'), max_size=80).map(str.encode),
    st.sampled_from([b"", b"NFG 1 R ", b'EFG 2 R "" { "a" } ']),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes(tmp_path: Path, raw: bytes, head: bytes) -> None:
    outcome(tmp_path / "game", head + raw)
