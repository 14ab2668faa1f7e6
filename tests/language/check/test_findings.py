"""Mistakes as text."""

import io

import pytest
from rich.cells import cell_len

from negotiate.errors import Problem
from negotiate.language.reports.findings import Findings, report
from negotiate.report.screen import screen, show
from negotiate.report.screen.problems import message
from negotiate.report.style import Look


def problem(**changes) -> Problem:
    usual = {
        "path": "talks.yaml",
        "line": 12,
        "column": 20,
        "code": "unknown-option",
        "message": "`tradewar` is not an option of `us_tariff`",
        "hint": "did you mean `trade_war`?",
        "excerpt": "    us: {us_tariff: tradewar}",
        "width": 8,
    }
    return Problem(**(usual | changes))


def text(*found: Problem, width: int = 80, **look) -> str:
    stream, seen = io.StringIO(), Look(width=width, **look)
    show(screen(report(Findings(found, ()), seen), seen), seen, file=stream)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def test_place_message_line_caret_hint_and_count() -> None:
    assert (
        text(problem(column=21))
        == """\
talks.yaml:12:21: `tradewar` is not an option of `us_tariff` [unknown-option]
   12 │     us: {us_tariff: tradewar}
      │                     ^^^^^^^^

hint: did you mean `trade_war`?

1 error."""
    )


def test_without_excerpt_or_hint_there_is_one_line() -> None:
    assert text(problem(excerpt="", hint="")).splitlines()[1:] == ["", "1 error."]


def test_ascii() -> None:
    assert text(problem(), ascii=True).isascii()


def test_the_count_tells_errors_from_warnings_and_files() -> None:
    found = [problem(), problem(path="b.yaml", severity="warning"), problem()]
    assert text(*found).endswith("2 errors and 1 warning in 2 files.")
    assert "b.yaml:12:20: warning: " in text(*found)
    assert text() == "No problems."


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("column", [1, 60, 300, 390])
def test_a_long_line_is_cut_round_its_caret(width: int, column: int) -> None:
    source = "".join(f"{i:04d}," for i in range(80))
    shown = text(problem(excerpt=source, column=column, width=4), width=width).splitlines()
    assert max(map(cell_len, shown[1:3])) <= width
    caret = shown[2].index("^")
    marked = source[column - 1 : column + 3]
    assert shown[1][caret : caret + len(marked)] == marked


def test_tabs_and_wide_letters_keep_the_caret_below_its_word() -> None:
    shown = text(problem(excerpt="\t中国: x", column=6, width=1)).splitlines()
    assert cell_len(shown[1][: shown[1].index("x")]) == shown[2].index("^")


def test_a_column_behind_the_end_still_has_a_caret() -> None:
    assert text(problem(excerpt="a: b", column=99)).splitlines()[2].rstrip().endswith("^")


def test_a_file_is_never_markup() -> None:
    evil = "[red]x[/]\x1b[31m\u202e"
    shown = text(problem(path=evil, message=evil, hint=evil, excerpt=evil, code=evil), width=200)
    assert shown.count("[red]x[/]\\x1b[31m\\u202e") == 5
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_message_stays_on_one_line_in_a_narrow_pipe() -> None:
    assert (
        text(problem(message="word " * 30), width=40).splitlines()[0].endswith("[unknown-option]")
    )


def test_an_error_without_a_place_says_what_to_do() -> None:
    stream = io.StringIO()
    show(message("there is no `x[/]\x1b`", "try `y`", Look(width=40)), Look(width=40), file=stream)
    assert stream.getvalue() == "error: there is no `x[/]\\x1b`\n\nhint: try `y`\n"
