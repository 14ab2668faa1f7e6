"""Scenario files from strangers: whatever stands in them, the reader ends with a scenario or with
located mistakes.

The shipped scenarios are mutated by bytes, by words and by lines. Only `ScenarioError` (and
`ScenarioNotFound`) leaves `load`; a scenario that loads is looked at alone and in turn, and there
only `NegotiateError` may come out.
"""

import random
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.cli.app import UNFORESEEN, run
from negotiate.equilibrium import in_turn
from negotiate.equilibrium.alone import alone
from negotiate.errors import NegotiateError, ScenarioError, ScenarioNotFound
from negotiate.problems import all_rules
from tests.fuzzing.lines import ALL, case
from tests.fuzzing.running import write, wrong_with

ROOT = Path(__file__).parents[1]
SHIPPED = [p.read_text("utf-8") for p in sorted((ROOT / "scenarios").rglob("*.yaml"))]
BROKEN = [
    p.read_text("utf-8")
    for p in sorted((ROOT / "tests" / "broken").glob("*.yaml"))
    if p.stat().st_size < 2_000
]
SMALL = [text for text in SHIPPED if len(text) < 4_000]
SECONDS = 8.0
MUTATIONS = 4_000
CASES = 3
"""Drawn cases of each command."""
WORDS = [
    *(
        "no",
        "true",
        "~",
        "''",
        "{}",
        "[]",
        "0",
        "-1",
        "014",
        "1e3",
        ".nan",
        "1e15",
        "0.5",
        "12:30",
        "&a",
        "*a",
        "!!set",
    ),
    *(
        "- ",
        ": ",
        "# ",
        "|",
        ">",
        "? ",
        "%",
        "\t",
        "\n",
        "---",
        "<<: *a",
        "{a: b}",
        "[x, y]",
        "\u202e",
        "é",
        "\x85",
    ),
    *(
        "and",
        "or",
        "not",
        "in",
        "(",
        ")",
        "**",
        "/ 0",
        "sqrt(-1)",
        "log(0)",
        "exp(700)",
        "if(1 < 2, 3, 4)",
        "== 1",
    ),
    *(
        "agreement",
        "equilibrium",
        "status_quo",
        "extends",
        "matrix",
        "protocol",
        "infeasible",
        "irreversible",
        "when",
    ),
    *(
        "odds",
        "chance",
        "choose",
        "announces",
        "sets",
        "variants",
        "expect",
        "red_lines",
        "never",
        "cost",
        "from",
        "by",
    ),
    *(
        "ratifiers",
        "accepts",
        "votes",
        "needs",
        "side_payments",
        "deal",
        "because",
        "point",
        "exists",
        "everything",
    ),
]
"""What mutations put in."""


@pytest.fixture(autouse=True)
def _small_games(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_turn, "NODE_LIMIT", 20_000)
    monkeypatch.setattr("negotiate.model.negotiation.PACKAGE_LIMIT", 20_000)


def survive(path: Path, content: bytes) -> bool:
    """Read a file and look at it; whether it loaded."""
    path.write_bytes(content)
    try:
        scenario = negotiate.load(str(path))
    except ScenarioError as error:
        check(error)
        return False
    for look in (alone, negotiate.Scenario.in_turn):
        try:
            look(scenario)
        except NegotiateError:
            continue
    return True


def check(error: ScenarioError) -> None:
    """Every problem says where it is and what it is."""
    assert error.problems
    for problem in error.problems:
        assert min(problem.line, problem.column, problem.width) >= 1
        assert problem.message
        assert problem.hint
        assert problem.code in all_rules()


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def mutated(chance: random.Random, text: str) -> bytes:
    """One to three small changes of a text."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if not text:
            break
        kind = chance.randrange(6)
        if kind == 0:
            raw = bytearray(text.encode("utf-8", "surrogateescape"))
            for _ in range(chance.randrange(1, 4)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            text = raw.decode("utf-8", "surrogateescape")
        elif kind in (1, 2):
            parts = tokens(text) or [""]
            parts[chance.randrange(len(parts))] = chance.choice(
                [chance.choice(WORDS), chance.choice(parts), ""]
            )
            text = "".join(parts)
        elif kind == 3:
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(WORDS) + text[at:]
        else:
            lines = text.splitlines(keepends=True) or [""]
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[at : at + 1] = chance.choice(
                [[], [lines[at], lines[other]], [lines[other]], [" " + lines[at]]]
            )
            text = "".join(lines)
    return text.encode("utf-8", "surrogateescape")


def seeds(count: int, seconds: float) -> Iterator[int]:
    end = time.monotonic() + seconds
    for seed in range(count):
        if time.monotonic() > end:
            return
        yield seed


def test_mutations_of_the_shipped_scenarios(tmp_path: Path) -> None:
    loaded = done = 0
    for seed in seeds(MUTATIONS, SECONDS):
        chance = random.Random(seed)
        content = mutated(chance, chance.choice(chance.choice([SHIPPED, SHIPPED, BROKEN])))
        try:
            loaded += survive(tmp_path / "mutant.yaml", content)
        except Exception as error:  # the seed is what a failure needs to be looked at again
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error
        done += 1
    assert done > 20
    assert loaded < done


def test_no_command_ends_in_a_fault_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mutant.yaml"
    for seed in seeds(MUTATIONS, SECONDS / 2):
        chance = random.Random(seed)
        path.write_bytes(mutated(chance, chance.choice(SMALL)))
        command = chance.choice(
            ("check", "show", "solve", "tree", "deal", "stability", "simulate", "test")
        )
        form = chance.choice(([], ["--plain"], ["--json"]))
        code = run([command, str(path), *form])
        assert code != UNFORESEEN, f"seed {seed}: {capsys.readouterr().err}"


def test_every_command_answers_whatever_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few drawn cases of each command; `python -m tests.fuzzing` draws others for as long as one
    likes.
    """
    monkeypatch.setenv("NEGOTIATE_REPORT", "all")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for name in (f"light.{k}/{command}" for command in ALL for k in range(CASES)):
            one, folder = case(*name.split("/")), tmp_path / name
            write(one, folder)
            monkeypatch.chdir(folder)
            for step in one.steps:
                assert not wrong_with(step, taken.getsockname()[1]), name


@settings(
    max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    survive(tmp_path / "bytes.yaml", content)


STARTS = [
    "title",
    "format: 1\n",
    "players: [a, b]\n",
    "issues:\n",
    "payoffs:\n",
    "  ",
    "a",
    "b",
    ",",
]
PIECES = st.sampled_from([*WORDS, *STARTS])


@settings(
    max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_words_of_the_language(tmp_path: Path, content: str) -> None:
    survive(tmp_path / "words.yaml", content.encode("utf-8", "surrogatepass"))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
ADDRESSES = st.sampled_from(
    [
        "matrix",
        "matrix.cooperate",
        "matrix.cooperate.defect",
        "matrix.cooperate.defect.0",
        "title",
        "players",
        "players.0",
        "expect",
        "expect.0.solve.row",
        "format",
        "issues",
        "status_quo",
        "x",
        "",
        ".",
        "players.row.patience",
        "matrix.x.y",
    ]
)


@settings(max_examples=200, derandomize=True)
@given(st.dictionaries(ADDRESSES, VALUES, max_size=3))
def test_any_setting_from_outside(changes: dict[str, object]) -> None:
    try:
        scenario = negotiate.load("classics/prisoners-dilemma", set=changes)
    except ScenarioError as error:
        check(error)
        return
    alone(scenario)
    scenario.in_turn()


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/", "\0", "a\0b", "x" * 5_000, "/dev/null", "~", "classics", "CON", "a/../b"],
)
def test_names_of_nothing(name: str) -> None:
    with pytest.raises(ScenarioNotFound):
        negotiate.load(name)
