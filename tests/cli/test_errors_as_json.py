"""With `--json` an error is one JSON object too, with the same exit code; people read it on
standard error as ever.
"""

import json
from pathlib import Path

import jsonschema
import pytest

from negotiate.cli.arguments import Form
from negotiate.cli.forms import Answer, tell
from negotiate.cli.messages import Failure
from negotiate.cli.names import Names
from negotiate.errors import UnsuitableGame
from negotiate.report.schema import schema_of
from tests.cli.shell import ask

BROKEN = (
    "format: 1\ntitle: x\nmatrix:\n  a: {c: [1, 2], d: [1, nothing]}\n  b: {c: [1, 2], d: "
    "[worse, 1]}\n"
)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["solve", "nobody-knows-it"], 2, "called `nobody-knows-it`"),
        (["deal", "classics/chicken", "--no-such"], 2, "has no option `--no-such`"),
        (["solve", "classics/chicken", "--method", "sequence-form"], 4, "`sequence-form`"),
        (["solve", "broken.yaml"], 3, "2 problems in `broken.yaml`"),
        (["solve", "classics/chicken", "--set", "nothing=1"], 2, "1 problem in `--set nothing=1`"),
    ],
)
def test_an_error_is_an_object(
    given: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text(BROKEN, "utf-8")
    plainly, asked = ask(capsys, *given), ask(capsys, *given, "--json")
    assert (plainly.code, plainly.out) == (code, "")
    assert (asked.code, asked.err) == (code, plainly.err)
    told = json.loads(asked.out)
    jsonschema.validate(told, schema_of(Failure))
    assert (told["schema"], told["code"]) == ("negotiate/error/1", code)
    assert said in told["message"]
    assert bool(told["hint"]) is not bool(told["problems"])


def test_the_mistakes_of_a_file_have_their_places_and_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, "utf-8")
    problems = json.loads(ask(capsys, "tree", str(path), "--json").out)["problems"]
    assert [(one["line"], one["column"], one["code"]) for one in problems] == [
        (4, 25, "unknown-name"),
        (5, 22, "unknown-name"),
    ]
    assert all(one["path"] == str(path) and one["message"] and one["hint"] for one in problems)
    checked = json.loads(ask(capsys, "check", str(path), "--json").out)
    assert checked["problems"] == problems


def test_an_answer_that_holds_its_error_is_the_only_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = Answer(Names("--method", {}), error=UnsuitableGame("nothing gives an answer"))
    assert tell(answer, Form(as_json=True)) == 4
    found = capsys.readouterr()
    assert json.loads(found.out)["schema"] == "negotiate/names/2"
    assert "error: nothing gives an answer" in found.err
