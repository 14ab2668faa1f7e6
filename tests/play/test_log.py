"""The log is the game: no acknowledged move is lost, the same moves give the same game, and nothing
else is a log.
"""

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiate import load
from negotiate.errors import (
    FileRefused,
    IllegalAction,
    NegotiateError,
    ScenarioError,
    UnsuitableGame,
)
from negotiate.journal import TAIL, line_of
from negotiate.play.events import Events
from negotiate.play.lines import Question, typed
from negotiate.play.opponents import opponent
from negotiate.play.table import Table, new_table, replayed, resumed
from tests.play.crowd import CROWD

GAMES = {
    "deal": "us-china/beijing-2018-class",
    "simulate": "classics/prisoners-dilemma",
    "solve": "classics/chicken",
    "tree": "classics/kuhn-poker",
}
LIMITS = settings(max_examples=90, suppress_health_check=[HealthCheck.function_scoped_fixture])


def random_game(lens: str, path: Path | None = None, seed: int = 0) -> Table:
    table = new_table(load(GAMES[lens]), lens=lens, seed=seed, path=path)
    minds = {seat: opponent("random", table).sit(table, seat) for seat in table.form.seats}
    while not table.ended:
        seat = table.to_move[-1]
        if table.count % 5 == 0:
            table.do(seat, {"say": f"“{seat}” has moved {table.count} times\n\x1b[2J\ud800"})
        table.do(seat, minds[seat].move(table))
    return table


def standing(table: Table) -> str:
    payoffs = table.form.payoffs(table.state)
    return json.dumps(
        [
            table.state,
            None if payoffs is None else payoffs.tolist(),
            list(table.events),
            table.result(),
        ]
    )


# --------------------------------------------------------------------------------------------------
# the same game again


@pytest.mark.parametrize("lens", GAMES)
def test_a_log_gives_the_same_game_byte_for_byte(lens: str, tmp_path: Path) -> None:
    for seed in range(4):
        path = tmp_path / f"{seed}.jsonl"
        table = random_game(lens, path, seed)
        assert (
            standing(replayed(path)) == standing(table) == standing(random_game(lens, None, seed))
        )
        table.close()
        half = table.count // 2
        early = replayed(path, half)
        assert early.count == half
        assert list(early.events) == list(table.events)[:half]


def test_a_changed_scenario_says_so(tmp_path: Path) -> None:
    file, path = tmp_path / "game.yaml", tmp_path / "game.jsonl"
    file.write_text(CROWD, encoding="utf-8")
    new_table(load(str(file)), path=path).close()
    file.write_text(f"# another comment\n{CROWD}", encoding="utf-8")
    assert replayed(path).count == 1
    file.write_text(CROWD.replace("low: 3", "low: 4"), encoding="utf-8")
    with pytest.raises(UnsuitableGame, match="has changed since this game was played") as refused:
        replayed(path)
    assert refused.value.hint == "put back the scenario as it was, or play a new game"


def test_nobody_else_writes_into_a_game_that_is_played(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="the system locks no files")
    path = tmp_path / "game.jsonl"
    table = new_table(load(GAMES["deal"]), path=path)
    with pytest.raises(FileRefused, match="another program writes to"):
        resumed(path)
    with pytest.raises(FileRefused, match="holds a game already"):
        new_table(load(GAMES["deal"]), path=path)
    table.close()
    again = resumed(path)
    assert again.count == table.count
    again.close()


#
# crashes

KILLED = """
import os, random, signal, sys
from pathlib import Path
from negotiate import load
from negotiate.play.table import new_table, resumed

path, kills = Path(sys.argv[1]), int(sys.argv[2])
rng = random.Random(7)
table = new_table(load("classics/prisoners-dilemma"), lens="simulate", rounds=10_000, path=path)
table.close()
acknowledged = table.count
for _ in range(kills):
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        table = resumed(path)
        while True:
            seat = table.to_move[0]
            event = table.do(seat, {"choose": table.form.labels(seat)[table.count % 2]})
            os.write(theirs, event["event"].to_bytes(4, "big"))
    os.close(theirs)
    heard = b"".join(os.read(ours, 4) for _ in range(rng.randrange(1, 40)))
    for _ in range(rng.randrange(20_000)):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(ours, 4096):
        heard += more
    os.close(ours)
    last = int.from_bytes(heard[-4:], "big")
    assert last > acknowledged
    acknowledged = last
    again = resumed(path)
    assert again.count in (last, last + 1), (again.count, last)
    again.close()
print(acknowledged)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_no_acknowledged_move_is_lost_by_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), "15"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert replayed(path).count >= int(done.stdout) > 15


def test_a_line_that_was_cut_off_is_no_event(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = random_game("solve", path)
    table.close()
    whole = path.read_bytes()
    before = whole[: whole.rindex(b"\n", 0, -1) + 1]
    for cut in range(len(before), len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert replayed(path).count == table.count - 1
    again = resumed(path)
    assert path.read_bytes() == before
    last = table.events.last
    assert last is not None
    again.do(last["seat"], last["move"])
    again.close()
    assert path.read_bytes() == whole


# ------------------------------------------------------------------------------------------------
# what is no log at all


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    folder = tmp_path_factory.mktemp("logs")
    for lens in GAMES:
        random_game(lens, folder / lens).close()
    return {lens: (folder / lens).read_bytes().splitlines(keepends=True) for lens in GAMES}


def unchecked(lines: list[bytes]) -> list[bytes]:
    """The same lines as an older version wrote them, without checks."""
    return [line[:-TAIL] + b"}\n" for line in lines]


def mistake(work: Callable[[], object]) -> NegotiateError | None:
    try:
        work()
    except NegotiateError as wrong:
        return wrong
    return None


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just(10**400),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def flipped(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    whole = bytearray(b"".join(lines))
    for _ in range(draw(st.integers(1, 3))):
        whole[draw(st.integers(0, len(whole) - 1))] = draw(st.integers(0, 255))
    return bytes(whole)


def cut(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    whole = b"".join(lines)
    begin = draw(st.integers(0, len(whole)))
    return whole[:begin] + whole[draw(st.integers(begin, len(whole))) :]


def shuffled(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    return b"".join(draw(st.lists(st.sampled_from(lines), max_size=len(lines))))


def another_value(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    made, number = list(lines), draw(st.integers(0, len(lines) - 1))
    entry = json.loads(unchecked(made)[number])
    inner = entry
    while True:
        key = draw(st.sampled_from(sorted(inner)))
        if not isinstance(inner[key], dict) or not inner[key] or draw(st.booleans()):
            break
        inner = inner[key]
    inner[key] = draw(ODD)
    made[number] = line_of(entry)
    return b"".join(made if draw(st.booleans()) else unchecked(made))


def nested(draw: st.DrawFn, lines: list[bytes]) -> bytes:
    made = list(lines)
    sign = draw(st.sampled_from([b"[", b'{"a":']))
    made[draw(st.integers(0, len(lines) - 1))] = sign * draw(st.integers(900, 200_000)) + b"\n"
    return b"".join(made)


@pytest.mark.parametrize("spoil", [flipped, cut, shuffled, another_value, nested])
@LIMITS
@given(data=st.data())
def test_a_spoilt_log_is_refused_at_its_line(
    spoil: Callable[[st.DrawFn, list[bytes]], bytes],
    logs: dict[str, list[bytes]],
    tmp_path: Path,
    data: st.DataObject,
) -> None:
    lens = data.draw(st.sampled_from(sorted(GAMES)))
    path = tmp_path / "spoilt.jsonl"
    path.write_bytes(spoil(data.draw, logs[lens]))
    wrong = mistake(lambda: replayed(path))
    if isinstance(wrong, ScenarioError):
        found = wrong.problems[0]
        assert found.path == str(path) or found.path.startswith(
            "--"
        )  # what the first line says was set or fixed
        assert 1 <= found.line <= len(path.read_bytes().splitlines()) + 1
    elif wrong is None:
        assert replayed(path).count < len(logs[lens])


def test_what_is_not_a_log_is_refused(tmp_path: Path) -> None:
    for text in ("", "\n", "[]\n", "{}\n", '{"made": "negotiate/play/1"}\n', "x" * 3_000_000):
        path = tmp_path / "odd.jsonl"
        path.write_text(text)
        with pytest.raises(ScenarioError) as refused:
            replayed(path)
        assert refused.value.problems[0].line == 1
    for odd in (tmp_path, tmp_path / "nowhere", Path("a\0b")):
        with pytest.raises(NegotiateError, match=r"there is no game|cannot be"):
            replayed(odd)


@pytest.mark.parametrize(
    "text", [b"one line of a shopping list", b'{"a": 1}', b'{"made": "negotiate/play/1", "ti']
)
def test_a_file_that_is_no_log_stays_as_it_is(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(text)
    with pytest.raises(ScenarioError, match="not even its first line is whole"):
        resumed(path)
    assert path.read_bytes() == text


def test_a_last_line_that_only_lacks_its_end_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    random_game("solve", path).close()
    made = path.read_bytes()
    path.write_bytes(made.removesuffix(b"\n"))
    assert standing(replayed(path)) == standing(random_game("solve"))
    resumed(path).close()
    assert path.read_bytes() == made


def test_a_move_that_stands_alone_says_true() -> None:
    table = new_table(load(GAMES["deal"]))
    for said in (False, None, 1, "no", {"price": "low"}):
        with pytest.raises(IllegalAction, match="`walk` stands alone"):
            table.do("us", {"walk": said})
    assert not table.ended


def test_a_value_of_another_type_is_not_taken(logs: dict[str, list[bytes]], tmp_path: Path) -> None:
    """Python holds 1 and true for equal; a log does not."""
    path = tmp_path / "game.jsonl"
    path.write_bytes(
        b"".join(unchecked(logs["simulate"])).replace(b'"round": 1,', b'"round": true,')
    )
    assert json.dumps(list(replayed(path).events)).count("true") == 0


#
# typed anything


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {lens: new_table(load(name), lens=lens) for lens, name in GAMES.items()}


WORDS = st.sampled_from(
    [
        "offer",
        "accept",
        "reject",
        "walk",
        "choose",
        "order",
        "say",
        "worth",
        "hint",
        "brief",
        "=",
        ",",
        ",",
        "1",
        "99",
        "mic2025",
        "curb",
        "keep",
    ]
)


@LIMITS
@given(
    lens=st.sampled_from(sorted(GAMES)),
    line=st.text() | st.lists(WORDS | st.text(max_size=5)).map(" ".join),
)
def test_whatever_is_typed_is_a_move_a_question_or_a_mistake(
    lens: str, line: str, tables: dict[str, Table]
) -> None:
    table = tables[lens]
    seat, before = table.to_move[0], json.dumps(table.state)

    def tried() -> None:
        found = typed(table, seat, line)
        if not isinstance(found, Question):
            table.tried(seat, found)

    wrong = mistake(tried)
    assert wrong is None or (isinstance(wrong, IllegalAction) and wrong.message and wrong.hint)
    assert json.dumps(table.state) == before


#
# long games

EVENTS = 20_000


def long_log(path: Path, events: int = EVENTS) -> Path:
    """Five sign; whoever offers is followed by two who accept, one who says so and one who
    refuses.
    """
    source = path.with_suffix(".yaml")
    source.write_text(CROWD, encoding="utf-8")
    table = new_table(load(str(source)), rounds=10_000)

    def moves() -> Iterator[dict[str, object]]:
        for number in range(events):
            offer = {"price": ("low", "high")[number % 2]}
            yield from (
                {"offer": offer},
                {"accept": True},
                {"say": f"{number}"},
                {"accept": True},
                {"reject": True},
            )

    with path.open("wb") as file:
        file.write(line_of(table.header) + b"".join(map(line_of, table.events)))
        for move, _ in zip(moves(), range(events - 1), strict=False):
            file.write(line_of(table.do(table.to_move[0], move)))
            table.events = Events()
    return path


def test_a_long_game_is_played_again_in_little_memory(tmp_path: Path) -> None:
    path = long_log(tmp_path / "long.jsonl")
    replayed(path, 1)
    gc.collect()
    tracemalloc.start()
    try:
        table = replayed(path, keep=False)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert table.count == EVENTS
    assert most < 2_000_000 < path.stat().st_size


def test_an_offer_is_told_whole_even_where_it_repeats_the_one_on_the_table() -> None:
    from negotiate.play.views import told

    table = new_table(load("us-china/beijing-2018", variant="us_drops_mic2025"))
    first = table.do("us", {"offer": {"purchases": "64"}})
    again = table.do("china", {"offer": {}})
    assert first["move"]["offer"] == again["move"]["offer"]
    assert (
        told(table, again).partition(" offers: ")[2] == told(table, first).partition(" offers: ")[2]
    )


def test_a_broken_last_line_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(load("classics/chicken"), path=path)
    table.do("row", {"choose": "swerve"})
    table.close()
    path.write_bytes(path.read_bytes() + b'{"event": 3, "ki\n')
    with pytest.raises(ScenarioError) as found:
        replayed(path)
    assert "delete this line" in found.value.problems[0].hint
