"""The strip of a match: cells are the postures of the rounds, whatever the width."""

import re
from dataclasses import replace

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.matches.timeline import Timeline, timeline
from negotiate.repeated.reports.match import posture_signs, strip
from negotiate.report.screen.plot import plot_lines
from negotiate.report.style import Look
from tests.repeated.reports.sampled import dilemma, drawn


def lines(found, width=80, title=""):
    return [text.plain for text in plot_lines(strip(found, title), Look(width=width, ascii=True))]


def cells(drawn, key):
    """All cells of a player, over however many stretches."""
    return "".join(line[len(key) :].strip() for line in drawn if line.startswith(key))


def made(postures, intended=None, seen=None, game=None):
    game = game or dilemma()
    did = np.array(postures)
    n, rounds = did.shape
    truth = np.broadcast_to(did, (n, n, rounds))
    return Timeline(
        game=game,
        names=("x",) * n,
        postures=did,
        intended=did if intended is None else np.array(intended),
        seen=truth if seen is None else np.array(seen),
        phases=np.zeros(rounds, dtype=np.int64),
        payoffs=np.zeros((n, rounds)),
        running=np.zeros((n, rounds)),
        seed=0,
    )


def test_each_cell_is_what_was_done():
    drawn = lines(made([[0, 1, 1, 0], [0, 0, 1, 1]]))
    assert cells(drawn, "Ann") == "-##-"
    assert cells(drawn, "Bob") == "--##"
    assert drawn[-1] == "- keep; # break"


def test_a_long_match_is_folded_and_loses_no_round():
    did = np.random.default_rng(0).integers(2, size=(2, 97))
    for width in (24, 40, 80):
        drawn = lines(made(did), width)
        assert max(map(len, drawn)) <= width
        for player, key in enumerate(("Ann", "Bob")):
            assert cells(drawn, key) == "".join("-#"[k] for k in did[player])


def test_the_ruler_counts_rounds():
    drawn = lines(made(np.zeros((2, 35), dtype=int)), 80)
    ruler = next(line for line in drawn if line.startswith("round"))
    row = next(line for line in drawn if line.startswith("Ann"))
    start = row.index("-")
    for number in (10, 20, 30):
        assert ruler[start : start + number].endswith(str(number))


def test_what_goes_wrong_stands_under_the_row_of_whose_it_is():
    """Ann's hand trembles in round 2; Bob misreads Ann in round 3, and slips in both ways in round
    4.
    """
    did, meant = np.array([[0, 1, 0, 0], [0, 0, 0, 1]]), np.zeros((2, 4), dtype=int)
    seen = np.stack([did, did])
    seen[1, 0, 2:] = 1
    drawn = lines(made(did, meant, seen))
    place = {line.split()[0]: k for k, line in enumerate(drawn)}
    start = drawn[place["Ann"]].index("-#--")
    assert drawn[place["Ann"] + 1][start:] == " !"
    assert drawn[place["Bob"] + 1][start:] == "  ?&"
    assert "! trembled, ? misread another's move, & trembled and misread" in " ".join(drawn[-2:])
    assert len(lines(made([[0], [0]]))) == 4


def test_phases_have_a_line_of_their_own():
    found = replace(made([[0, 0], [0, 0]]), phases=np.array([0, 1]))
    assert any(re.fullmatch("phase +ab", line) for line in lines(found))


def test_more_postures_than_two_are_told_apart():
    stage = NormalFormGame.from_arrays(np.zeros((4, 2)), np.zeros((4, 2)))
    game = RepeatedGame(stage, 0.9)
    assert posture_signs(game, 0) == ["·", "1", "2", "█"]
    moved = replace(game, cooperate=(1, 0), punish=(2, 1))
    assert posture_signs(moved, 0) == ["1", "·", "█", "2"]


def test_what_has_been_earned_ends_with_the_last_round():
    found = timeline(dilemma(), "grim", rounds=13)
    heads = next(
        line for line in drawn(found).splitlines() if line.startswith("Earned up to round")
    ).split()[4:]
    assert (heads[0], heads[-1]) == ("1", "13")
    rows = [
        line
        for line in drawn(found, all=True).splitlines()
        if re.match(r" +\d+  (keep|break) ", line)
    ]
    assert [int(row.split()[0]) for row in rows] == [*range(1, 14)]
    assert [float(x) for x in rows[-1].split()[-2:]] == pytest.approx(
        found.running[:, -1], abs=0.05
    )
