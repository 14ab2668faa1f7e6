"""Matrices at fixed widths."""

from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.reports.matrix import best_replies, matrix, slices
from negotiate.games.normal_form import NormalFormGame
from negotiate.report import report_of
from negotiate.report.plain import tables
from negotiate.report.screen import as_text
from negotiate.report.screen.matrix import matrix_lines
from negotiate.report.style import Look
from tests.equilibrium.reports.told import drawn_matrix as drawn
from tests.report.games import chicken, mixed, pure


def lines(game, look, equilibria):
    return list(matrix_lines(matrix(game, look, equilibria), look))


def test_best_replies_stand_in_brackets_and_equilibria_are_starred() -> None:
    game = chicken()
    assert (
        drawn(game, Look(width=80), pure(game, 0, 1), pure(game, 1, 0))
        == """\
         │  Column
Row      │  swerve         straight
─────────┼──────────────────────────────
swerve   │       0     0   ★  [-1]   [1]
straight │  ★   [1]  [-1]     -10   -10
[ ] best reply   ★ equilibrium"""
    )


def test_ascii_and_forty_columns() -> None:
    game = chicken()
    text = drawn(game, Look(width=40, ascii=True), pure(game, 0, 1))
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 40
    assert text.count("*") == 2  # one cell and the legend


def test_underlining_replaces_brackets_where_it_can_be_seen() -> None:
    game = chicken()
    found = lines(game, Look(width=80, styled=True), [pure(game, 0, 1)])
    underlined = [
        line.plain[s.start : s.end] for line in found for s in line.spans if s.style == "underline"
    ]
    assert underlined == ["-1", "1", "1", "-1"]
    assert "[" not in "".join(line.plain for line in found)
    assert found[-1].plain.startswith("underlined: a best reply")


def test_a_game_too_wide_becomes_a_list() -> None:
    labels = [["a first long label", "a second long label"]] * 2
    game = NormalFormGame.from_arrays(
        [[1, 0], [0, 2]], [[1, 0], [0, 2]], labels=labels, players=["Row", "Column"]
    )
    assert (
        drawn(game, Look(width=40), pure(game, 0, 0))
        == """\
Row, then Column
a first long label
★ a first long label   [1] [1]
  a second long label   0   0
a second long label
  a first long label    0   0
  a second long label  [2] [2]
[ ] best reply   ★ equilibrium"""
    )


def test_a_large_game_shows_what_its_equilibria_use() -> None:
    table = np.zeros((9, 12))
    table[3, 4] = 5
    game = NormalFormGame.from_arrays(table, table)
    assert (
        drawn(game, Look(width=80), replace(pure(game, 3, 4), reasons=()))
        == """\
         │  player 2
player 1 │  5
─────────┼───────────
4        │  ★ [5] [5]
[ ] best reply   ★ equilibrium
… 8 more rows and 11 more columns"""
    )


def test_a_large_game_shows_the_best_alternatives_with_the_best_replies_of_the_whole_game() -> None:
    table = np.zeros((9, 12))
    table[3, 4], table[6, 4], table[3, 8], table[6, 8] = 5, 1, 2.5, -1
    game = NormalFormGame.from_arrays(table, table)
    assert (
        drawn(game, Look(width=80), pure(game, 3, 4))
        == """\
         │  player 2
player 1 │  5                9
─────────┼──────────────────────────────────
4        │  ★  [5]    [5]       [2.5]   2.5
7        │      1     [1]       -1     -1
[ ] best reply   ★ equilibrium
… 7 more rows and 10 more columns"""
    )


@pytest.mark.parametrize("width", [40, 80])
def test_equilibria_all_over_a_large_game_show_the_first_of_them(width: int) -> None:
    game = NormalFormGame.from_arrays(np.eye(11), np.eye(11))
    found = drawn(game, Look(width=width), *(pure(game, i, i) for i in range(11))).splitlines()
    assert len(found) <= 34
    assert max(map(len, found[:-1])) <= width  # the last is broken where it is shown
    drawn_stars = sum("★ [" in line or line.startswith("★") for line in found)
    assert 1 < drawn_stars <= 6
    assert f"with {11 - drawn_stars} more equilibria" in " ".join(found)


def test_whole_numbers_stay_whole_beside_others() -> None:
    game = NormalFormGame.from_arrays([[1, 2.5], [-0.25, 10]], [[0, 0], [0, 0]])
    assert (
        drawn(game, Look(width=80))
        == """\
         │  player 2
player 1 │  1              2
─────────┼──────────────────────────────
1        │     [1]    [0]      2.50  [0]
2        │     -0.25  [0]    [10]    [0]
[ ] best reply"""
    )


def test_a_mixture_keeps_all_that_it_uses_and_has_no_star() -> None:
    game = NormalFormGame.from_arrays(np.zeros((9, 9)), np.zeros((9, 9)))
    weights = [0, 0.5, 0, 0.5, 0, 0, 0, 0, 0]
    text = drawn(game, Look(width=80), mixed(game, weights, weights))
    assert [line[0] for line in text.splitlines()[3:5]] == ["2", "4"]
    assert "★" not in text
    assert "the equilibrium is mixed, so no cell has a star" in text


def test_a_mixture_beside_pure_equilibria_is_said_to_have_no_star() -> None:
    game = chicken()
    mixture = mixed(game, [0.9, 0.1], [0.9, 0.1])
    text = drawn(game, Look(width=80), pure(game, 0, 1), pure(game, 1, 0), mixture)
    assert text.endswith("[ ] best reply   ★ equilibrium   equilibrium 3 is mixed")


def test_a_large_game_without_equilibrium_says_its_size() -> None:
    game = NormalFormGame.from_arrays(np.zeros((9, 12)), np.zeros((9, 12)))
    assert (
        drawn(game, Look(width=80)) == "player 1 has 9 strategies and player 2 has 12 strategies."
    )


def test_more_than_two_players_have_no_matrix() -> None:
    game = NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))
    assert "player 3 has 2 strategies" in drawn(game, Look(width=80))


def test_red_lines_and_impossible_cells_have_their_signs() -> None:
    game = chicken()
    feasible = np.array([[True, True], [True, False]])
    crossed = {"plan": np.array([[True, False], [False, False]])}
    game = replace(game, feasible=feasible, crossed=crossed)
    text = drawn(game, Look(width=80), pure(game, 0, 1))
    assert "–" in text.splitlines()[4]
    assert "‡" in text.splitlines()[3]
    assert text.endswith(
        "[ ] best reply   ★ equilibrium   ‡ crosses a red line: plan   – impossible"
    )
    assert "#" in drawn(game, Look(width=80, ascii=True))


def test_an_impossible_cell_is_nobodys_best_reply() -> None:
    game = NormalFormGame.from_arrays([[1, 0], [9, 0]], [[1, 0], [9, 0]])
    game = replace(game, feasible=np.array([[True, True], [False, True]]))
    assert best_replies(game)[0].tolist() == [[True, True], [False, True]]


def test_ties_are_all_best_replies() -> None:
    game = NormalFormGame.from_arrays([[1, 2], [1, 2]], [[0, 0], [0, 0]])
    assert best_replies(game).all()


@pytest.mark.parametrize("width", [30, 40, 60, 80])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    labels = [
        [f"us_tariff: option number {i}" for i in range(5)],
        [f"cn_tariff: option number {i}" for i in range(4)],
    ]
    rng = np.random.default_rng(1)
    game = NormalFormGame.from_arrays(*rng.normal(scale=40, size=(2, 5, 4)), labels=labels)
    for line in lines(game, Look(width=width), [pure(game, 0, 0)])[:-2]:
        assert cell_len(line.plain) <= width, line.plain


def test_a_label_is_never_markup() -> None:
    game = NormalFormGame.from_arrays([[1]], [[1]], labels=[["[red]a\x1b[31m"], ["b\u202e"]])
    text = drawn(game, Look(width=80))
    assert "[red]a\\x1b[31m" in text
    assert "b\\u202e" in text


def test_everything_asked_for_means_no_label_is_cut() -> None:
    rows = [f"{'tariffs_on_everything_that_is_sold_' * 2}{end}" for end in ("before", "behind")]
    game = NormalFormGame.from_arrays(*np.ones((2, 2, 2)), labels=[rows, rows])
    some, whole = (drawn(game, Look(width=40, all=every)) for every in (False, True))
    assert "…" in some
    assert "…" not in whole
    letters = "".join(whole.split())
    assert all(letters.count(row) >= 1 for row in rows)
    assert max(map(len, whole.splitlines())) <= 40


def three_players() -> NormalFormGame:
    table = np.array(
        [
            [[[5, 3], [5, 3]], [[2, 0], [2, 0]]],
            [[[3, 3], [0, 0]], [[3, 3], [0, 0]]],
            [[[0, 1], [0, 1]], [[3, 4], [3, 4]]],
        ]
    )
    game = NormalFormGame.from_arrays(*table.astype(float), players=("Ann", "Bob", "Cat"))
    return replace(game, title="Three")


def test_three_players_get_a_matrix_for_each_option_of_the_third() -> None:
    text = as_text(solve(three_players()), Look(width=80))
    assert (
        text[text.index("Cat: ") :].split("\nComplete")[0]
        == """\
Cat: 1
    │  Bob
Ann │  1              2
────┼──────────────────────────────
1   │    [5] [3]  0     [5]  0   0
2   │     2  [3]  3      2   0   3

Cat: 2
    │  Bob
Ann │  1              2
────┼──────────────────────────────
1   │  ★ [3] [3] [1]    [3]  0  [1]
2   │     0  [3] [4]     0   0  [4]
[ ] best reply   each cell: Ann, Bob and Cat   ★ equilibrium"""
    )


@pytest.mark.parametrize("width", [20, 30, 44, 80])
def test_the_matrices_of_three_players_keep_to_the_screen(width: int) -> None:
    text = as_text(solve(three_players()), Look(width=width))
    assert max(map(cell_len, text.splitlines())) <= width
    assert text.count("best reply") == 1
    assert sum(line.count("★ ") for line in text.splitlines()) == 2


def test_the_matrices_of_three_players_hold_every_payoff() -> None:
    game = three_players()
    rows = [row for table in tables(report_of(game)) for row in table[1:]]
    assert len(rows) == 8
    for row in rows:
        place = tuple(int(word) - 1 for word in row[:3])
        assert [float(number) for number in row[3:6]] == game.payoffs[:, *place].tolist()


def test_only_small_games_of_three_players_are_drawn() -> None:
    assert slices(NormalFormGame.from_arrays(*np.zeros((3, 4, 4, 4))), Look()) == []
    assert len(slices(NormalFormGame.from_arrays(*np.zeros((3, 4, 4, 4))), Look(all=True))) == 4
    assert slices(NormalFormGame.from_arrays(*np.zeros((3, 7, 2, 2))), Look(all=True)) == []
    assert slices(NormalFormGame.from_arrays(*np.zeros((4, 2, 2, 2, 2))), Look(all=True)) == []
