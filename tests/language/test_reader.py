"""The traps of YAML are closed: what is written is what is read, or it is refused."""

from pathlib import Path

import pytest

import negotiate
from negotiate.errors import ScenarioError
from negotiate.language.text import plain
from negotiate.language.text.reader import read_text
from negotiate.problems import Problems

SCENARIO = """format: 1
title: {title}
players: [a, b]
issues:
  x: {{decided_by: a, options: {options}}}
  y: {{decided_by: b, options: [left, right]}}
payoffs:
  a: {{worth: {{by: x, values: {values}}}}}
  b: {{worth: {{by: y, values: {{left: 1, right: 0}}}}}}
"""


def read(text: str) -> object:
    problems = Problems()
    node = read_text(text, "text", problems)
    assert problems.found == []
    assert node is not None
    return plain(node)


def refused(text: str) -> list[tuple[int, int, str]]:
    problems = Problems()
    read_text(text, "text", problems)
    return [(p.line, p.column, p.code) for p in problems.found]


def load(
    folder: Path, title: str = "T", options: str = "[p, q]", values: str = "{p: 1, q: 2}"
) -> negotiate.Scenario:
    path = folder / "scenario.yaml"
    path.write_text(SCENARIO.format(title=title, options=options, values=values), "utf-8")
    return negotiate.load(str(path))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[
            (word, word)
            for word in (
                "no",
                "NO",
                "No",
                "yes",
                "on",
                "off",
                "y",
                "n",
                "True",
                "FALSE",
                "12:30",
                "2018-05-03",
            )
        ],
        *[
            (word, word)
            for word in ("0x1F", "0o17", "1_000", "1,000", "+", ".", "1e", "e3", "1.2.3")
        ],
        *[
            ("1e3", 1000),
            ("1E3", 1000),
            ("1.5e-3", 0.0015),
            (".5", 0.5),
            ("5.", 5),
            ("-0", 0),
            ("+7", 7),
        ],
        *[
            ("true", True),
            ("false", False),
            ("null", None),
            ("~", None),
            ("", None),
            ("'no'", "no"),
            ("'014'", "014"),
        ],
        *[("'12'", "12"), ('"a\\tb"', "a\tb"), ("a # b", "a"), ("a#b", "a#b")],
    ],
)
def test_what_is_written_is_what_is_read(written: str, value: object) -> None:
    found = read(f"key: {written}")
    assert found == {"key": value}
    assert type(found["key"]) is type(value) or isinstance(value, int)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[("014", "leading-zero"), ("-007", "leading-zero"), ("00", "leading-zero")],
        *[
            (".nan", "not-finite"),
            (".NaN", "not-finite"),
            ("-.inf", "not-finite"),
            ("+.INF", "not-finite"),
        ],
        *[
            ("1" * 16, "number-too-large"),
            ("9" * 4301, "number-too-large"),
            ("1e16", "number-too-large"),
        ],
        *[
            ("1e-999", "number-too-small"),
            ("-1e-400", "number-too-small"),
            ("9e-291", "number-too-small"),
        ],
        *[("1e999", "number-too-large"), ("0." + "1" * 500, "number-too-large")],
        *[
            ("!!int 3", "tag"),
            ("!!python/name:os.system", "tag"),
            ("! x", "tag"),
            ("!!binary aGk=", "tag"),
        ],
        *[("*nothing", "alias"), ("&a *a", "alias")],
    ],
)
def test_what_could_mean_something_else_is_refused_at_its_place(written: str, code: str) -> None:
    assert refused(f"key: {written}")[0] in [(1, 6, code), (1, 9, code)]


def test_numbers_as_keys_are_spelt_as_numbers_elsewhere() -> None:
    assert read("{3.10: a, 1e3: b, -5: c, 2018: d, no: e, 12:30: f}") == {
        "3.1": "a",
        "1000": "b",
        "-5": "c",
        "2018": "d",
        "no": "e",
        "12:30": "f",
    }
    assert refused("{1.0: a, 1: b}") == [(1, 10, "duplicate-key")]


def test_every_duplicate_is_told_and_the_first_one_stays() -> None:
    assert refused("a: 1\nb: 2\na: 3\nb: 4\n") == [(3, 1, "duplicate-key"), (4, 1, "duplicate-key")]


def test_aliases_are_read_where_they_are_small() -> None:
    assert read("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n") == {
        "a": {"b": 1},
        "c": {"b": 1},
        "d": [{"b": 1}] * 2,
    }


def test_a_byte_order_mark_and_other_line_ends(tmp_path: Path) -> None:
    text = SCENARIO.format(title="T", options="[p, q]", values="{p: 1, q: 2}")
    path = tmp_path / "scenario.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert list(negotiate.load(str(path)).issues) == ["x", "y"]


def test_options_called_no_and_norway(tmp_path: Path) -> None:
    scenario = load(
        tmp_path,
        options="[no, NO, 12:30, true, 1e3]".replace("12:30", "yes"),
        values="{no: 1, NO: 2, yes: 3, true: 4, 1000: 5}",
    )
    assert scenario.issues["x"].labels == ("no", "NO", "yes", "true", "1000")
    assert scenario.payoffs()[0, 0, :, 0].tolist() == [1, 2, 3, 4, 5]


def test_a_time_is_text_and_so_no_option_name(tmp_path: Path) -> None:
    assert load(tmp_path, title="12:30").about.title == "12:30"
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, options="[12:30, q]")
    assert "`12:30` cannot be a name" in caught.value.problems[0].message


def test_a_number_in_thousands_has_its_worth(tmp_path: Path) -> None:
    scenario = load(tmp_path, options="{p: 1e3, q: 2}", values="{p: 1e3, q: 1.5}")
    assert scenario.issues["x"].numbers.tolist() == [1000, 2]
    assert scenario.payoffs()[0, 0, 0, 0] == 1000


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("[red]bold[/red]", "[red]bold[/red]"),
        ("a\\u202eb", "a\u202eb"),
        ("\\e[31mred", "\x1b[31mred"),
        ("\\0", "\0"),
        ("<script>", "<script>"),
    ],
)
def test_titles_are_text_and_nothing_else(tmp_path: Path, written: str, title: str) -> None:
    assert load(tmp_path, title=f'"{written}"').about.title == title


def test_a_decimal_of_many_digits_is_not_called_large() -> None:
    problems = Problems()
    read_text(f"x: 0.{'1' * 500}", "text", problems)
    assert [(one.message, one.hint) for one in problems.found] == [
        ("a number has at most 400 digits", "round it")
    ]


@pytest.mark.parametrize("text", ["", "\n", "# words\n", "---\n", "--- \n...\n", "null", "~"])
def test_a_file_that_says_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        negotiate.load(str(path))
    assert {p.code for p in caught.value.problems} <= {"empty-file", "not-a-mapping"}


def test_a_thousand_mistakes_are_told_in_a_moment() -> None:
    assert len(refused("a: [" + "014, " * 50_000 + "]")) == 50_000
