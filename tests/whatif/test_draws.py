"""Draws of what is uncertain: known shares of random games, and the same draws whoever works them
out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.whatif.engine import BLOCK, Engine
from negotiate.whatif.points import SAMPLINGS, Axis, Draws, axis_of, even
from negotiate.whatif.sweep import Sweep, whatif


def random_game(folder: Path, size: int) -> negotiate.Scenario:
    """A game whose payoffs are parameters, each drawn alike."""
    names = [f"{player}{i}{j}" for player in "ab" for i in range(size) for j in range(size)]
    rows = [", ".join(f"c{j}: [a{i}{j}, b{i}{j}]" for j in range(size)) for i in range(size)]
    text = ["format: 1", "title: Random", "players: [row, column]", "parameters:"]
    text += [f"  {name}: {{value: {k}, range: [0, 1000]}}" for k, name in enumerate(names)]
    text += ["matrix:", *(f"  r{i}: {{{row}}}" for i, row in enumerate(rows))]
    path = folder / "random.yaml"
    path.write_text("\n".join(text) + "\n", "utf-8")
    return negotiate.load(str(path))


def drawn(one: negotiate.Scenario, draws: int, **more: object) -> Sweep:
    found = whatif(one, draws=draws, **more)
    assert isinstance(found, Sweep)
    return found


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_random_games_have_no_one_or_two_pure_equilibria_as_often_as_they_must(
    tmp_path: Path, sampling: str
) -> None:
    """One in eight, three in four, one in eight: Goldberg, Goldman and Newman (1968) for two
    strategies each.
    """
    count = 20_000
    found = drawn(random_game(tmp_path, 2), count, watch=["equilibria"], sampling=sampling)
    pure = [
        sum(" or " not in one for one in str(told).split(" | "))
        for told in found.indicators["equilibria"]
    ]
    shares = np.bincount(pure, minlength=3) / count
    error = 4 * np.sqrt(np.array([7, 12, 7]) / 64 / count)  # four standard errors
    assert (np.abs(shares - [1 / 8, 3 / 4, 1 / 8]) < error).all()
    assert sum(one.share for one in found.shares) == pytest.approx(1)


def test_draws_follow_from_seed_and_place_alone(tmp_path: Path) -> None:
    one = random_game(tmp_path, 2)
    axes = tuple(Axis(name, (), distribution=even(0, 1000)) for name in one.parameters)
    for sampling in SAMPLINGS:
        points = Draws(axes, BLOCK + 100, 3, sampling)
        engine = Engine(one, ("equilibria",))
        blocks = list(engine.blocks(points))
        again = [engine.block(points, places) for places in reversed(engine.starts(points))]
        for first, second in zip(blocks, reversed(again), strict=True):
            assert first.answers == second.answers
            assert all((first.points[name] == second.points[name]).all() for name in first.points)
        other = next(Engine(one, ("equilibria",)).blocks(Draws(axes, BLOCK, 4, sampling)))
        assert (other.points["a00"] != blocks[0].points["a00"]).any()


def test_a_latin_hypercube_has_one_draw_in_every_slice(tmp_path: Path) -> None:
    points = Draws(
        (Axis("t", (), distribution=even(0, 1)), Axis("u", (), distribution=even(0, 1))), 50
    )
    for column in points.columns(0, 50).values():
        assert sorted(np.floor(np.asarray(column) * 50).astype(int).tolist()) == list(range(50))


def test_correlated_draws_have_the_correlation_of_their_scores() -> None:
    axes = (Axis("t", (), distribution=even(0, 1)), Axis("u", (), distribution=even(0, 1)))
    wanted = np.array([[1, 0.8], [0.8, 1]])
    found = Draws(axes, 20_000, 1, "sobol", wanted).columns(0, 20_000)
    ranks = np.corrcoef(np.asarray(found["t"]), np.asarray(found["u"]))[0, 1]
    assert ranks == pytest.approx(
        6 / np.pi * np.arcsin(0.8 / 2), abs=0.01
    )  # of ranks, for normal scores


def test_values_that_are_listed_are_drawn_alike(tmp_path: Path) -> None:
    found = drawn(random_game(tmp_path, 2), 4000, vary={"a00": "1,2,3,1000"}, watch=["equilibria"])
    values, counts = np.unique(np.array(found.axes[0].values), return_counts=True)
    assert values.tolist() == [1, 2, 3, 1000]
    assert (counts == 1000).all()
    assert found.points[7] == (found.axes[0].values[7],)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("normal(1)", "no distribution"),
        ("gauss(1, 2)", "no distribution"),
        ("normal(a, 2)", "no distribution"),
        ("normal(6, -1)", "contradict"),
        ("triangular(0, 9, 6)", "contradict"),
        ("lognormal(-1, 2)", "contradict"),
        ("uniform(1e308, -1e308)", "contradict"),
        ("5:1", "LOW below HIGH"),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(UnsuitableGame, match=said):
        axis_of(random_game(tmp_path, 2), "a00", written, drawn=True)


def test_too_many_draws_are_refused_before_the_first(tmp_path: Path) -> None:
    with pytest.raises(GameTooLarge, match="points"):
        whatif(random_game(tmp_path, 2), draws=10**13)


def test_a_file_without_ranges_says_what_to_write(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text("format: 1\ntitle: Plain\nmatrix: {a: {c: [1, 1], d: [0, 0]}}\n", "utf-8")
    with pytest.raises(UnsuitableGame, match="uncertain"):
        whatif(negotiate.load(str(path)), draws=10)


def test_the_file_says_what_is_uncertain_and_what_moves_together(tmp_path: Path) -> None:
    text = """
format: 1
title: Uncertain
players: [a, b]
parameters:
  t: {value: 1, distribution: {normal: {mean: 2, sd: 3}}}
  u: {value: 1, distribution: {discrete: {1: 0.25, 5: 0.75}}}
  v: {value: 1, range: [0, 9]}
correlations: {t: {u: 1}}
issues: {x: {options: [stay, go], decided_by: a}, y: {options: [stay, go], decided_by: b}}
payoffs: {a: {own: {expr: t + u + v, when: x == go}}, b: {own: {amount: 1, when: y == go}}}
"""
    path = tmp_path / "file.yaml"
    path.write_text(text, "utf-8")
    found = drawn(negotiate.load(str(path)), 4000, watch=["equilibria"])
    assert [axis.name for axis in found.axes] == [
        "t",
        "u",
    ]  # a range alone says nothing where others say more
    t, u = (np.array(axis.values, dtype=float) for axis in found.axes)
    assert (t.mean(), t.std()) == pytest.approx((2, 3), abs=0.2)
    assert (u == 5).mean() == pytest.approx(0.75, abs=0.03)
    assert (
        (t > np.quantile(t, 1 - (u == 5).mean())) == (u == 5)
    ).mean() > 0.99  # they rise together
