"""`negotiate schema --answer`: what an answer looks like to a program that reads it."""

import json

import pytest
from jsonschema import Draft202012Validator

from negotiate.cli.arguments import Schema
from negotiate.cli.schema import answer as print_schema
from tests.cli.shell import ask


def schema_of(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    answer = ask(capsys, "schema", "--answer", name)
    assert (answer.code, answer.err) == (0, "")
    found: dict[str, object] = json.loads(answer.out)
    return found


def test_an_answer_has_the_form_that_its_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    schema = schema_of("deal", capsys)
    found = json.loads(ask(capsys, "deal", "classics/orange", "--json").out)
    assert schema["title"] == found["schema"]
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    assert (
        list(Draft202012Validator(schema).iter_errors({**found, "schema": "something else"})) != []
    )


def test_the_name_may_be_that_of_the_answer_itself(capsys: pytest.CaptureFixture[str]) -> None:
    whole = str(schema_of("stability", capsys)["title"])
    assert whole.startswith("negotiate/stability/")
    assert schema_of(whole, capsys) == schema_of("stability", capsys)


@pytest.mark.parametrize("form", [["--answer"], ["--answer="], ["--answer", " "]], ids=" ".join)
def test_without_a_name_all_are_listed_and_each_has_a_schema(
    form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    listed = ask(capsys, "schema", *form)
    assert (listed.code, listed.err) == (0, "")
    names = listed.out.splitlines()
    assert names == sorted(set(names))
    assert {"deal", "scenario", "solution", "stability"} <= {name.split("/")[1] for name in names}
    for name in names if form == ["--answer"] else ():
        print_schema(Schema(answer=name))  # as the command does, without a command line for each
        schema = json.loads(capsys.readouterr().out)
        Draft202012Validator.check_schema(schema)
        assert schema["title"] == name


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (
            ["--answer", "dael"],
            "there is no answer `dael`",
            "did you mean `deal`? The answers are `alternating-offers`",
        ),
        (
            ["--answer", "negotiate/deal/1"],
            "there is no answer `negotiate/deal/1`",
            "did you mean `negotiate/deal/",
        ),
        (
            ["--answer", "xyzzy"],
            "there is no answer `xyzzy`",
            "the answers are `alternating-offers`",
        ),
        (
            ["classics/chicken", "--answer", "deal"],
            "`FILE` does not go with `--answer`",
            "leave `FILE` out",
        ),
        (
            ["--answer", "deal", "--write"],
            "`--write` does not go with `--answer`",
            "leave `--write` out",
        ),
    ],
)
def test_a_name_that_is_none_is_told_with_the_nearest_and_all(
    arguments: list[str], said: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, "schema", *arguments)
    assert (answer.code, answer.out) == (2, "")
    wrong, _, advice = " ".join(answer.err.split()).partition(" hint: ")
    assert said in wrong
    assert advice.startswith(hint)
