from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.kernels import logit_path
from negotiate.equilibrium.kernels.logit_path import LogitGame, Point, trace
from negotiate.errors import DidNotConverge
from negotiate.games.normal_form import unit_payoffs
from tests.reference import plain_logit
from tests.strategies import payoff_tables

TURNING = np.array([[[0.0, 0.3], [0.1, 1.0]], [[1.0, 0.0], [0.0, 0.3]]])


def points(payoffs: np.ndarray, precisions: list[float]) -> list[Point]:
    return [one for one in trace(unit_payoffs(payoffs), precisions) if isinstance(one, Point)]


def split(payoffs: np.ndarray, logs: np.ndarray) -> list[list[float]]:
    bounds = np.cumsum([0, *payoffs.shape[1:]])
    return [np.exp(logs[a:b]).tolist() for a, b in pairwise(bounds)]


@settings(max_examples=40)
@given(payoffs=payoff_tables(players=(1, 3), strategies=(1, 3)))
def test_every_point_answers_itself(payoffs: np.ndarray) -> None:
    for point in points(payoffs, [1.0, 8.0, 64.0]):
        strategies = split(payoffs, point.logs)
        again = plain_logit.answers(unit_payoffs(payoffs), strategies, point.precision)
        assert np.abs(np.concatenate(again) - np.concatenate(strategies)).max() < 1e-10


@settings(max_examples=12, deadline=None)
@given(payoffs=payoff_tables(players=(2, 3), strategies=(2, 2)))
def test_the_branch_is_the_one_that_begins_at_equal_odds(payoffs: np.ndarray) -> None:
    (point,) = points(payoffs, [2.0])
    small = plain_logit.followed(unit_payoffs(payoffs), 2.0, 4)
    assert np.abs(np.exp(point.logs) - np.concatenate(small)).max() < 1e-6


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
@example(seed=4821)  # a step of usual length went past two turns of the path
@example(seed=4861)  # so did one here
@example(seed=4879)  # and here it came back on the part before them, against the way it had come
def test_shorter_steps_follow_the_same_path(seed: int) -> None:
    payoffs = np.random.default_rng(seed).random((2, 4, 4))
    precisions = [2.0**k for k in range(8)]
    usual = points(payoffs, precisions)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(logit_path, "WANTED", 0.002)
        patched.setattr(logit_path, "ALLOWED", 0.05)
        patched.setattr(logit_path, "STRAIGHT", 0.98)
        careful = points(payoffs, precisions)
    assert [one.precision for one in usual] == [one.precision for one in careful]
    for one, other in zip(usual, careful, strict=True):
        assert np.abs(np.exp(one.logs) - np.exp(other.logs)).max() < 1e-8


@pytest.mark.parametrize("seed", [377, 1522, 2298, 4100, 5968])
def test_no_step_leads_off_the_path_to_where_probabilities_vanish(seed: int) -> None:
    payoffs = np.random.default_rng(seed).random((2, 4, 4))
    assert points(payoffs, [2.0**k for k in range(8)])[-1].precision == 128.0


def test_the_derivative_is_the_slope() -> None:
    rng = np.random.default_rng(7)
    game = LogitGame(rng.random((3, 2, 3, 2)))
    logs, step = -rng.random(7) - 0.3, 1e-6
    off, derivative = game.system(logs, 3.0)
    for k in range(7):
        moved = logs.copy()
        moved[k] += step
        assert np.abs((game.system(moved, 3.0)[0] - off) / step - derivative[:, k]).max() < 1e-4
    assert np.abs((game.system(logs, 3.0 + step)[0] - off) / step - derivative[:, -1]).max() < 1e-4


def test_a_path_that_turns_back_comes_by_a_precision_three_times() -> None:
    rng = np.random.default_rng(1)
    found = list(trace(unit_payoffs(rng.random((2, 10, 10))), [16.0, 28.0, 64.0]))
    turns = [one for one in found if not isinstance(one, Point)]
    at_28 = [one for one in found if isinstance(one, Point) and one.precision == 28.0]
    assert len(turns) == 2
    assert turns[1] < 28.0 < turns[0]
    assert len(at_28) == 3
    assert np.abs(np.exp(at_28[0].logs) - np.exp(at_28[2].logs)).max() > 0.01


def test_a_path_that_cannot_be_followed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logit_path, "STEPS", 3)
    with pytest.raises(DidNotConverge, match="path of quantal responses"):
        points(TURNING, [64.0])


def test_probabilities_below_all_floats_keep_their_logarithms() -> None:
    dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    (point,) = points(dilemma, [8192.0])
    assert point.logs[0] == pytest.approx(
        -8192 / 5, rel=1e-9
    )  # defecting gains a fifth of the range
    assert np.exp(point.logs[0]) == 0
