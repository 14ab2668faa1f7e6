"""What is written for GENIUS comes back: the same packages, payoffs up to the scale that is told,
the same deals.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import BargainingProblem, load, read_genius, write
from negotiate.bargaining.packages import Block
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.exports.genius import genius_files
from negotiate.games.normal_form import NormalFormGame

LABELS = (
    st.text(min_size=1, max_size=5)
    .map(lambda t: " ".join(t.split()))
    .filter(lambda t: t and t.isprintable())
)
NUMBERS = st.integers(-50, 50) | st.integers(-5_000, 5_000).map(lambda k: k / 100)


@st.composite
def additive(draw: st.DrawFn) -> BargainingProblem:
    """A problem of one block an issue, or of two issues whose payoffs are a sum in one block."""
    players = draw(st.integers(2, 3))
    names = draw(st.lists(LABELS, min_size=1, max_size=3, unique=True))
    blocks = []
    for name in names:
        options = tuple(draw(st.lists(LABELS, min_size=1, max_size=4, unique=True)))
        column = st.lists(NUMBERS, min_size=len(options), max_size=len(options))
        payoffs = np.array([draw(column) for _ in range(players)], dtype=float)
        blocks.append(Block(payoffs, np.ones(len(options), dtype=bool), {}, (name,), (options,)))
    if len(blocks) > 1 and draw(st.booleans()):
        one, other = blocks[:2]
        both = (one.payoffs[:, :, None] + other.payoffs[:, None, :]).reshape(players, -1)
        blocks[:2] = [
            Block(
                both,
                np.ones(both.shape[1], dtype=bool),
                {},
                one.issues + other.issues,
                one.options + other.options,
            )
        ]
    bare = BargainingProblem.from_arrays(
        np.zeros((players, 1)), [draw(NUMBERS) for _ in range(players)]
    )
    return replace(bare, blocks=tuple(blocks), title="Talks")


def back(problem: BargainingProblem) -> BargainingProblem:
    with tempfile.TemporaryDirectory() as folder:
        return read_genius(write(problem, Path(folder, "talks.xml")))


@given(additive())
def test_packages_are_the_same_and_payoffs_up_to_the_scale_that_is_told(
    problem: BargainingProblem,
) -> None:
    found = back(problem)
    assert (found.players, found.count, found.title) == (
        problem.players,
        problem.count,
        problem.title,
    )
    assert [found.package(k) for k in range(found.count)] == [
        problem.package(k) for k in range(problem.count)
    ]
    for player, said in enumerate(genius_files(problem).told[: len(problem.players)]):
        scale = re.fullmatch(
            r"For .*, utility 0 stands for a payoff of (\S+) and 1 for (\S+)\.", said
        )
        assert scale is not None
        low, high = float(scale[1]), float(scale[2])
        assert low + (high - low) * found.payoffs[player] == pytest.approx(
            problem.payoffs[player], abs=1e-6
        )
        assert low + (high - low) * found.disagreement[player] == pytest.approx(
            problem.disagreement[player], abs=1e-6
        )


@given(additive())
def test_evaluations_and_weights_are_those_of_a_file_that_needs_no_dividing(
    problem: BargainingProblem,
) -> None:
    *profiles, (name, domain) = genius_files(problem, "talks.xml").texts
    assert name == "talks.xml"
    assert ElementTree.fromstring(domain).tag == "negotiation_template"
    for _, text in profiles:
        root = ElementTree.fromstring(text)
        assert sum(float(w.attrib["value"]) for w in root.iter("weight")) == pytest.approx(1)
        for issue in root.iter("issue"):
            values = [float(item.attrib["evaluation"]) for item in issue.iter("item")]
            assert min(values) == 0
            assert max(values) in (0, 1)


def test_the_flagship_keeps_its_deals_without_its_red_lines(tmp_path: Path) -> None:
    problem = load("us-china/beijing-2018").together()
    found = read_genius(write(problem, tmp_path / "talks.xml"))
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "talks-china.xml",
        "talks-us.xml",
        "talks.xml",
    ]
    assert found.players == problem.players
    free = problem.without(*problem.standing)
    assert found.nash().packages == free.nash().packages
    assert found.kalai_smorodinsky().packages == free.kalai_smorodinsky().packages
    assert set(free.frontier().tolist()) <= set(found.frontier().tolist())
    assert "`plan` of China" in (tmp_path / "talks.xml").read_text("utf-8")


def test_what_the_files_cannot_hold_is_told() -> None:
    worse = BargainingProblem.from_arrays(
        [[1, 2], [2, 1]], [0, 3], [True, False], players=["Ann", "Bob"]
    )
    told = " ".join(genius_files(worse).told)
    assert "reservation value of Ann is -1, below 0" in told
    assert "reservation value of Bob is 2, above 1" in told
    assert "red lines" in told
    one = Block(
        np.array([[1.0, 2, 3], [3, 2, 1]]),
        np.array([True, False, True]),
        {},
        ("a",),
        (("x", "y", "z"),),
    )
    files = genius_files(
        replace(worse, blocks=(one,), signers=(True, False), fixed={"b": "no"}, claims=())
    )
    assert "`a` is written without what cannot happen: y." in files.told
    assert "No file is written for who does not sign: Bob." in files.told
    assert "Issues that no deal sets are left out: b no." in files.told
    assert [name for name, _ in files.texts] == ["domain-Ann.xml", "domain.xml"]


def test_what_is_no_sum_over_issues_is_refused() -> None:
    options = (("x", "y"), ("u", "v"))
    bare = BargainingProblem.from_arrays([[0], [0]], [0, 0])
    block = Block(
        np.array([[0.0, 1, 1, 0], [0, 0, 1, 1]]), np.ones(4, dtype=bool), {}, ("a", "b"), options
    )
    with pytest.raises(UnsuitableGame, match="`a`, `b` hang together"):
        genius_files(replace(bare, blocks=(block,)))
    some = Block(np.zeros((2, 4)), np.array([True, True, True, False]), {}, ("a", "b"), options)
    with pytest.raises(UnsuitableGame, match="cannot happen"):
        genius_files(replace(bare, blocks=(some,)))
    with pytest.raises(UnsuitableGame, match="nothing is to be decided"):
        genius_files(replace(bare, curve=True))


def test_nothing_is_written_over_what_stands_there(tmp_path: Path) -> None:
    problem = BargainingProblem.from_arrays([[1, 2], [2, 1]], [0, 0], players=["us", "them"])
    (tmp_path / "talks-them.xml").write_text("mine", "utf-8")
    with pytest.raises(FileRefused, match=r"talks-them\.xml"):
        write(problem, tmp_path / "talks.xml")
    assert [file.name for file in tmp_path.iterdir()] == ["talks-them.xml"]
    write(problem, tmp_path / "talks.xml", force=True)
    assert read_genius(tmp_path / "talks.xml").players == ("us", "them")


def test_names_that_no_file_or_attribute_can_have(tmp_path: Path) -> None:
    names = ['A/"B" & <C>', "a b", "A b", "../.."]
    problem = BargainingProblem.from_arrays(np.eye(4), np.zeros(4), players=names)
    found = read_genius(write(replace(problem, title="x -- y --> z"), tmp_path / "t.xml"))
    assert found.players == tuple(names)
    assert found.title == "x -- y --> z"
    assert len(list(tmp_path.iterdir())) == 5


def test_a_problem_goes_into_xml_and_a_game_does_not(tmp_path: Path) -> None:
    problem = BargainingProblem.from_arrays([[1, 2], [2, 1]], [0, 0])
    for name in ("talks.nfg", "talks"):
        with pytest.raises(FileRefused) as wrong:
            write(problem, tmp_path / name)
        assert ".xml" in wrong.value.hint
    with pytest.raises(FileRefused):
        write(NormalFormGame.from_arrays([[1]], [[1]]), tmp_path / "game.xml")


@pytest.mark.parametrize(
    ("payoffs", "said"),
    [
        ([[1e16], [0]], "utility 0 stands for a payoff of 1e+16 and 1 for 1 more."),
        ([[0], [3]], "utility 0 stands for a payoff of 0 and 1 for 1."),
    ],
)
def test_a_payoff_that_is_the_same_everywhere(
    payoffs: list[list[float]], said: str, tmp_path: Path
) -> None:
    problem = BargainingProblem.from_arrays(payoffs, [0, 0])
    assert genius_files(problem).told[0].endswith(said)
    assert read_genius(write(problem, tmp_path / "talks.xml")).payoffs.tolist() == [[0], [0]]


def test_a_payoff_that_dwarfs_what_it_spans_is_told_with_what_it_spans() -> None:
    blocks = tuple(
        Block(
            np.array([own, [0.0] * len(own)]), np.ones(len(own), dtype=bool), {}, (name,), (labels,)
        )
        for name, own, labels in (("a", [1e16], ("x",)), ("b", [0.0, 0.25], ("y", "z")))
    )
    problem = replace(BargainingProblem.from_arrays([[0], [0]], [0, 0]), blocks=blocks)
    assert (
        genius_files(problem)
        .told[0]
        .endswith("utility 0 stands for a payoff of 1e+16 and 1 for 0.25 more.")
    )
