"""Whole answers: on a screen, as plain lines, as HTML."""

import io
from dataclasses import replace

import numpy as np
import pytest

import negotiate
from negotiate.conflict.stability import stability
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import NOT_LOOKED_FOR, Elimination
from negotiate.equilibrium.trees.simultaneous import carried
from negotiate.games.extensive import simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from negotiate.report import report_of
from negotiate.report.json import json_of
from negotiate.report.screen import as_html, as_text, picture, show
from negotiate.report.style import Look
from tests.equilibrium.reports.told import plain
from tests.report.games import answer, chicken, induced, mixed, pennies_tree, pure, solved, talks

EVIL = "[bold red]x[/]\x1b[31m\u202e<b>&"


def shown(sol, look: Look) -> str:
    stream = io.StringIO()
    show(picture(sol, look), look, file=stream)
    return stream.getvalue()


def test_the_sentence_comes_first_and_the_method_last() -> None:
    lines = as_text(solved(talks()), Look(width=80)).splitlines()
    assert lines[:2] == [
        "America First meets China, Inc.",
        "There is one subgame-perfect equilibrium.",
    ]
    assert "Complete; checked." in lines
    whole = as_text(solved(talks()), Look(width=80, all=True))
    assert "Method: backward-induction; complete; in whole numbers; exact; checked: no" in whole
    assert "Payoffs in basis points of yearly national income." in lines
    assert len(lines) <= 40


def test_time_is_not_printed() -> None:
    sol = solved(talks())
    assert as_text(sol) == as_text(replace(sol, seconds=9.9))


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_line_fits(width: int, ascii_only: bool) -> None:
    game = chicken()
    mix = mixed(game, [0.9, 0.1], [0.9, 0.1])
    for sol in (solved(talks()), answer(game, pure(game, 0, 1), pure(game, 1, 0), mix)):
        text = as_text(sol, Look(width=width, ascii=ascii_only))
        assert max(map(len, text.splitlines())) <= width
        assert text.isascii() or not ascii_only


def test_an_ascii_stream_gets_ascii_pictures_and_no_exception() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    sol = solved(replace(talks(), title="Müller"))
    show(picture(sol), Look(width=80), file=stream)
    stream.flush()
    assert raw.getvalue().splitlines()[0] == b"M?ller"
    assert b"+=> all_threats" in raw.getvalue()


def test_a_pipe_gets_no_escapes() -> None:
    assert "\x1b" not in shown(solved(talks()), Look(width=80))


def test_no_color_keeps_the_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    game = chicken()
    sol = answer(game, pure(game, 0, 1))
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "underlined: a best reply" in shown(sol, Look(width=80))
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(sol, Look(width=80))
    assert "\x1b[3" not in text
    assert "[-1]" in text


def test_columns_decides_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, as_text(solved(talks())).splitlines())) <= 40


@pytest.mark.parametrize("size", ["0", "-1", "99999", "wide"])
def test_a_width_that_no_screen_has_is_not_minded(
    size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    usual = str(chicken())
    monkeypatch.setenv("COLUMNS", size)
    assert str(chicken()) == usual != ""


def test_several_equilibria_of_a_tree_are_listed_and_one_is_shown() -> None:
    game = talks()
    sol = solved(game, induced(game), replace(induced(game), payoffs=(7.0, 7.0)))
    first, second = as_text(sol, Look(width=80)), as_text(sol, Look(width=80, equilibrium=2))
    assert "The tree shows equilibrium 1 of 2. `--equilibrium 2` shows another." in first
    assert "The tree shows equilibrium 2 of 2. `--equilibrium 1` shows another." in second
    assert "\n1. At `threaten`, " in first
    assert "\n2. At `threaten`, " in second
    assert "\n1  ▶  all_threats → concede" in first
    assert "\n2     all_threats → concede" in first
    assert "\n1     all_threats → concede" in second
    assert "\n2  ▶  all_threats → concede" in second


def test_many_equilibria_are_summarised_and_all_are_there_on_request() -> None:
    game = NormalFormGame.from_arrays(np.diag([*range(1, 41)]), np.eye(40))
    sol = answer(game, *(pure(game, i, i) for i in range(40)))
    text = as_text(sol)
    assert len(text.splitlines()) <= 40
    assert "There are 40 Nash equilibria." in text
    assert "Player 1 gets between 1 and 40. Player 2 gets 1." in text
    assert "… 35 more equilibria" in text
    assert "40  ★" in as_text(sol, Look(all=True))
    assert "40. Player 1 plays `40`" in as_text(sol, Look(all=True))


def test_what_many_equilibria_share_is_said() -> None:
    game = NormalFormGame.from_arrays(
        np.ones((12, 3)), np.tile([1, 0, 0], (12, 1)), players=["Row", "Column"]
    )
    said = " ".join(as_text(answer(game, *(pure(game, i, 0) for i in range(11)))).split())
    assert "In every equilibrium, Column plays `1`." in said
    assert "In no equilibrium does Row play `12`." in said


def test_whole_numbers_stay_whole_beside_a_mixture() -> None:
    game = chicken()
    text = as_text(
        answer(game, pure(game, 0, 1), mixed(game, [0.9, 0.1], [0.9, 0.1])), Look(width=80)
    )
    rows = [line for line in text.splitlines() if line[:4] in ("1  ★", "2   ")]
    assert [row.split()[-2:] for row in rows] == [["-1", "1"], ["-0.1", "-0.1"]]
    assert len({row.index("-", 50) for row in rows}) == 1


def test_the_trace_of_dominance_is_shown_on_request() -> None:
    game = chicken()
    trace = (Elimination(1, 0, 1, (0,)), Elimination(2, 1, 0, (0, 1), (0.25, 0.75)))
    sol = replace(answer(game, pure(game, 0, 1)), eliminations=trace)
    assert "Round" not in as_text(sol)
    text = as_text(sol, Look(all=True))
    rows = [line.split() for line in text.splitlines()]
    assert ["1", "Row", "`straight`", "`swerve`"] in rows
    assert ["2", "Column", "`swerve`", "1/4", "`swerve`", "+", "3/4", "`straight`"] in rows


def test_plain_lines_hold_the_trace() -> None:
    game = chicken()
    sol = replace(answer(game, pure(game, 0, 1)), eliminations=(Elimination(1, 0, 1, (0,)),))
    assert "Round\tPlayer\tStrategy\tDominated by" in plain(sol)
    assert "1\tRow\t`straight`\t`swerve`" in plain(sol)


def test_where_many_fall_for_one_people_read_the_first_and_plain_lines_hold_all() -> None:
    game = NormalFormGame.from_arrays(np.zeros((6, 2)), np.zeros((6, 2)))
    sol = replace(
        answer(game, pure(game, 5, 0)),
        eliminations=tuple(Elimination(1, 0, i, (5,)) for i in range(5)),
    )
    assert "`1`, `2`, `3` and 2 more" in as_text(sol, Look(all=True))
    assert "1\tplayer 1\t`1`, `2`, `3`, `4` and `5`\t`6`" in plain(sol)


@pytest.mark.parametrize("view", ["alone", "in_turn", "standing"])
def test_where_all_is_agreed_the_reader_is_sent_to_deal(view: str) -> None:
    game = getattr(negotiate.load("peace/camp-david-1978"), view)()
    found = stability(game) if view == "standing" else solve(game)
    said = " ".join(as_text(found, Look(width=80)).split())
    assert (
        "no player decides anything alone. `negotiate deal` finds what the players could sign."
        in said.replace("No player", "no player")
    )


def test_a_tree_of_all_at_once_explains_the_first_three_and_the_one_drawn() -> None:
    game = NormalFormGame.from_arrays(np.eye(5), np.eye(5))
    tree = simultaneous_tree(game)
    sol = solved(tree, *(carried(tree, pure(game, i, i)) for i in range(5)))
    for chosen, told in ((1, "123"), (5, "1235")):
        lines = as_text(sol, Look(width=80, equilibrium=chosen)).splitlines()
        assert "".join(line[0] for line in lines if line[1:9] == ". Player") == told


def test_no_equilibrium_is_an_answer() -> None:
    text = as_text(answer(chicken(), complete=False, notes=(NOT_LOOKED_FOR,)))
    assert "There is no equilibrium in pure strategies" in text
    assert "hecked" not in text
    assert "hecked" not in " ".join(plain(answer(chicken(), complete=False)))
    assert json_of(answer(chicken(), complete=False))["verified"] is None
    assert "The search was not complete." in text
    assert "★" not in text


def test_plain_lines_are_sentences_then_tables() -> None:
    game = chicken()
    lines = plain(answer(game, pure(game, 0, 1), mixed(game, [0.9, 0.1], [0.9, 0.1])))
    assert lines[:2] == ["Chicken", "There are two Nash equilibria."]
    gap = lines.index("")
    assert lines[gap + 1] == "Row\tColumn\tpayoff Row\tpayoff Column\tmarks"
    assert lines[gap + 3] == "swerve\tstraight\t-1\t1\t★"
    assert "equilibrium\tmark\tplayed Row\tplayed Column\tpayoff Row\tpayoff Column" in lines
    assert "1\tpure\tswerve\tstraight\t-1\t1" in lines
    assert any(line.startswith("2\t\t9/10 swerve + 1/10 straight\t9/10 swerve") for line in lines)
    assert not set("│─┃▶") & set("".join(lines))


def test_plain_lists_the_branches_of_a_tree() -> None:
    assert "all_threats → concede\t\t4.9\t-4.6\t\tpath" in plain(solved(talks()))


def test_names_are_never_markup_anywhere() -> None:
    game = replace(chicken([EVIL, "B"]), title=EVIL, notes=(EVIL,), units=(EVIL, "u"))
    sol = answer(game, pure(game, 0, 1))
    for text in (as_text(sol), "\n".join(plain(sol)), as_text(game)):
        assert "[bold red]x[/]\\x1b[31m\\u202e" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    html = as_html(sol)
    assert "<b>" not in html
    assert "&lt;b&gt;&amp;" in html
    assert "\u202e" not in html


def test_html_stands_alone_and_keeps_its_marks() -> None:
    html = as_html(solved(talks()))
    assert html.startswith("<div")
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    assert '<b class="path">' in html
    assert "▶ " in html


def test_everything_that_shows_itself_is_listed() -> None:
    game = chicken()
    for thing in (game, talks(), pennies_tree(), answer(game, pure(game, 0, 1))):
        assert report_of(thing).blocks
        assert str(thing) == as_text(thing)
        assert thing._repr_html_() == as_html(thing)


def test_a_stranger_is_refused() -> None:
    with pytest.raises(TypeError, match="no line of REPORTS tells a dict"):
        picture({})


def test_no_line_ends_in_a_space() -> None:
    game = chicken()
    sol = answer(game, pure(game, 0, 1), mixed(game, [0.9, 0.1], [0.9, 0.1]))
    for width in (40, 80):
        for line in (
            shown(sol, Look(width=width)).splitlines()
            + shown(solved(talks()), Look(width=width)).splitlines()
        ):
            assert line == line.rstrip()


def test_a_heading_loses_no_letter_while_the_column_beside_it_has_room() -> None:
    found = solve(negotiate.load("classics/entry-deterrence").alone())
    lines = as_text(found, Look(width=40)).splitlines()
    assert "incumbent" in " ".join(lines)
    assert "…" not in "".join(lines)
    assert max(map(len, lines)) <= 40
