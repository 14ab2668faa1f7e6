"""Infinitely many equilibria on a screen: what is said of them, their marks, and who speaks for
them.
"""

from dataclasses import replace

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.certificate import Certificate
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Component, Solution
from negotiate.games.extensive import simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.equilibrium.reports.told import plain
from tests.report.games import PARTLY, answer, mixed, pure

ALONE = Component((0,), ((0,),), {})


def line() -> Solution:
    """One equilibrium alone, and two that are the ends of a line: if Column plays `right`, Row does
    not care.
    """
    game = NormalFormGame.from_arrays(
        [[3, 1], [0, 1]],
        [[2, 1], [0, 5]],
        labels=[["up", "down"], ["left", "right"]],
        players=["Row", "Column"],
    )
    between = mixed(game, [0.5, 0.5], [0, 1])
    end = mixed(game, [5 / 6, 1 / 6], [0, 1])
    speakers = {
        "Pareto-best": pure(game, 1, 1),
        "most mixed": between,
        "risk-dominant": pure(game, 1, 1),
    }
    hanging = Component((1, 2), ((1, 2),), speakers)
    sol = answer(game, pure(game, 0, 0), pure(game, 1, 1), end)
    return replace(sol, continuum=True, components=(ALONE, hanging))


def many(*pieces: tuple[int, ...], count: int = 6) -> Solution:
    game = NormalFormGame.from_arrays(np.zeros((count, 2)), np.tile([1, 0], (count, 1)))
    members = tuple(sorted({member for piece in pieces for member in piece}))
    sol = answer(game, *(pure(game, i, 0) for i in range(count)))
    return replace(sol, continuum=True, components=(Component(members, pieces, {}),))


def running(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (
            [(1, 2)],
            (
                "Equilibria 2 and 3 are the ends of a line: everything between them is an "
                "equilibrium "
                "too."
            ),
        ),
        (
            [(0, 2, 5)],
            (
                "Equilibria 1, 3 and 6 are the corners of a region: everything between them is an "
                "equilibrium"
            ),
        ),
        ([(0, 1, 2, 3)], "Equilibria 1 to 4 are the corners of a region:"),
        (
            [(0, 1), (1, 2, 3)],
            (
                "Equilibria 1 to 4 form one group: everything between 1 and 2 and everything "
                "between 2 "
                "to 4 is"
            ),
        ),
        (
            [(0, 1), (1, 2), (2, 3), (3, 5)],
            "Equilibria 1 to 4 and 6 form one group of 4 pieces: everything within a piece is",
        ),
    ],
    ids=["a line", "a region", "in a row", "two pieces", "many pieces"],
)
def test_what_is_said(pieces: list[tuple[int, ...]], said: str) -> None:
    sol = many(*pieces)
    assert said in running(as_text(sol, Look(width=80)))
    assert said in "\n".join(plain(sol))


def test_the_marks_stand_beside_those_that_hang_together() -> None:
    text = as_text(line(), Look(width=80))
    assert "\n1  ★     up " in text
    assert "\n2  ★  a  down" in text
    assert "\n3     a  5/6 up + 1/6 down" in text


def test_one_in_two_pieces_has_two_letters() -> None:
    text = as_text(many((0, 1), (1, 2)), Look(width=80))
    assert "\n2  ★  ab  2" in text
    assert "\n3  ★  b   3" in text
    assert "\n4  ★      4" in text
    assert "Everything between equilibria with the same letter is an equilibrium too." in text


def test_isolated_equilibria_bring_nothing() -> None:
    sol = line()
    alone = tuple(
        Component((i,), ((i,),), {"Pareto-best": e}) for i, e in enumerate(sol.equilibria)
    )
    bare = replace(sol, continuum=False, components=())
    for look in (Look(width=80), Look(width=80, all=True)):
        assert as_text(replace(bare, components=alone), look) == as_text(bare, look)
    assert plain(replace(bare, components=alone), everything=True) == plain(bare, everything=True)


def test_those_who_speak_for_all_are_there_on_request() -> None:
    sol = line()
    assert "most mixed" not in as_text(sol, Look(width=80))
    text = running(as_text(sol, Look(width=80, all=True)))
    assert "Of equilibria 2 and 3, the Pareto-best and risk-dominant one is equilibrium 2." in text
    which = "the most mixed one is 1/2 up + 1/2 down | right, which gives 1 to Row and 3 to Column."
    assert f"Of equilibria 2 and 3, {which}" in text
    assert "A number before a strategy is its probability." in text
    assert "It is the mean" not in text  # these numbers are none
    entry = running(
        as_text(
            solve(negotiate.load("classics/entry-deterrence").alone()), Look(width=80, all=True)
        )
    )
    which = "out | 1/4 accommodate + 3/4 fight, which gives 0 to Newcomer and 2 to Incumbent."
    assert (
        f"{which} It is the mean of equilibria 1 and 3. A number before a strategy is its "
        "probability."
    ) in entry


def test_the_headline_says_where_the_mixtures_lie() -> None:
    said = "There are three Nash equilibria. Mixtures between some of them are equilibria too."
    assert said in running(as_text(replace(line(), components=())))
    told = running(as_text(line()))
    assert "Equilibria 2 and 3 are the ends of a line" in told
    assert "Mixtures between" not in told
    assert (
        "There are 12 Nash equilibria. Mixtures between some of them are equilibria too."
        in running(as_text(many((0, 1, 2, 3, 4, 5), count=12)))
    )


def test_of_many_groups_the_first_are_told() -> None:
    for count, told in ((10, 3), (12, 0)):  # of a crowd none is told
        groups = tuple(Component((i, i + 1), ((i, i + 1),), {}) for i in range(0, count, 2))
        sol = replace(many((0, 1), count=count), components=groups)
        assert running(as_text(sol, Look(width=80))).count("are the ends of a line") == told
        assert (
            running(as_text(sol, Look(width=80, all=True))).count("are the ends of a line")
            == count // 2
        )


@pytest.mark.parametrize("pieces", [1, 40, 400])
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_it_fits_however_many_there_are(pieces: int, width: int, ascii_only: bool) -> None:
    sol = many(*((i, i + 1) for i in range(pieces)), count=pieces + 1)
    text = as_text(sol, Look(width=width, ascii=ascii_only))
    assert max(map(len, text.splitlines())) <= width
    assert len(text.splitlines()) <= 60
    assert text.isascii() or not ascii_only


def test_plain_lists_the_pieces() -> None:
    said = plain(line())
    at = next(
        place for place, words in enumerate(said) if words.startswith("equilibrium\tmark\tgroup\t")
    )
    assert [row.split("\t")[2] for row in said[at + 1 : at + 4]] == ["", "a", "a"]


def test_of_a_crowd_it_is_said_how_many_are_pure() -> None:
    game = many((0, 1), count=12).game
    mixtures = [mixed(game, *([[1 / 12] * 12, [1, 0]])) for _ in range(6)]
    sol = answer(game, *(pure(game, i, 0) for i in range(6)), *mixtures)
    assert "There are 12 Nash equilibria, six of them pure." in as_text(sol)
    assert "12 Nash equilibria were found, six of them pure. There may be more." in as_text(
        replace(sol, certificate=PARTLY)
    )
    assert "of them pure" not in as_text(line())


def test_large_pieces_are_counted_and_not_listed() -> None:
    said = running(as_text(many(tuple(range(20)), tuple(range(15, 40)), count=40), Look(all=True)))
    assert "Equilibria 1 to 40 form one group of 2 pieces: everything within a piece" in said


def test_regret_is_told_of_what_promises_none() -> None:
    sol = line()
    whole = Look(width=80, all=True)
    assert "; regret 0." in running(as_text(sol, whole))
    erring = tuple(replace(e, kind="quantal response", regret=2.5) for e in sol.profiles)
    assert "; regret 0." not in running(as_text(replace(sol, equilibria=erring), whole))
    assert "largest regret" not in running(as_text(replace(sol, equilibria=erring), whole))


def test_why_a_method_was_chosen_stands_beside_it() -> None:
    whole = Look(width=80, all=True)
    sol = replace(line(), method="extreme-points", chosen="the game is small")
    assert (
        "Method: extreme-points (the game is small); complete; in whole numbers; exact;"
        in running(as_text(sol, whole))
    )
    assert "Method: extreme-points; complete; in whole numbers; exact;" in running(
        as_text(replace(sol, chosen=""), whole)
    )
    assert "numbers rounded" in running(
        as_text(replace(sol, certificate=Certificate("whole numbers", rounded=True)))
    )


def test_a_tree_in_which_all_move_at_once_is_told_as_its_table() -> None:
    game = NormalFormGame.from_arrays(
        [[0, 0], [1, -1]], [[2, 2], [1, -1]], labels=[["out", "enter"], ["yield", "fight"]]
    )
    alone, drawn = solve(game), solve(simultaneous_tree(game))
    assert [c.pieces for c in drawn.components] == [c.pieces for c in alone.components]
    for look in (Look(width=80), Look(width=80, all=True)):
        said = running(as_text(drawn, look))
        assert "are the ends of a line: everything between them is an equilibrium too." in said
        assert ("most mixed one is out | 1/4 yield + 3/4 fight" in said) is look.all
    assert [c["pieces"] for c in json_of(drawn)["components"]] == [[[0, 2]], [[1]]]
