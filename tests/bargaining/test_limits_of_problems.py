"""Problems at the edge of what is worked out: numbers of packages, sizes of payoffs, and what is no
package at all.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate import BargainingProblem, deal
from negotiate.bargaining.frontier import zone_count
from negotiate.bargaining.talks.simulated import MODELLING, OFFERS, simulated_talks
from negotiate.errors import GameTooLarge, NegotiateError, UnsuitableGame, shortly

BARE = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
ISSUE = BargainingProblem.from_arrays(np.arange(20.0).reshape(2, 10), [0, 0])


@pytest.mark.parametrize("issues", [19, 63, 300])
def test_more_packages_than_have_a_number_are_refused_when_a_problem_is_built(issues: int) -> None:
    with pytest.raises(GameTooLarge) as wrong:
        replace(ISSUE, blocks=ISSUE.blocks * issues)
    assert wrong.value.count == 10**issues
    assert "1,000,000,000,000,000,000" in wrong.value.message
    assert len(wrong.value.message) < 100
    assert wrong.value.hint
    assert replace(ISSUE, blocks=ISSUE.blocks * 18).count == 10**18


def test_very_large_numbers_are_told_by_their_power_of_ten() -> None:
    assert (shortly(10**20), shortly(10**300), shortly(-(10**5000))) == (
        "100,000,000,000,000,000,000",
        "about 10**300",
        "about -10**5000",
    )


def test_without_a_red_line_no_price_is_worked_out_however_many_packages_there_are() -> None:
    rng = np.random.default_rng(1)
    block = ISSUE.blocks[0]
    blocks = tuple(replace(block, payoffs=rng.random((2, 10))) for _ in range(18))
    many = replace(ISSUE, blocks=blocks)
    found = many.red_line_prices()
    assert (len(found), found.today.size, found.complete) == (0, -1, True)
    assert not {"frontier_of", "in_steps", "gains"} & {work.__name__ for work, *_ in many.cache}
    assert "there is nothing to price" in str(found)


def test_counting_a_zone_of_too_many_packages_ends() -> None:
    rng = np.random.default_rng(2)
    three = BargainingProblem.from_arrays(rng.random((3, 2)), [29.5, 29.5, 29.5])
    blocks = tuple(replace(three.blocks[0], payoffs=rng.random((3, 2))) for _ in range(59))
    begun = time.process_time()
    found = zone_count(replace(three, blocks=blocks), work=1_000_000)
    assert time.process_time() - begun < 10
    assert found == -1


def test_what_everybody_signs_anyway_is_counted_at_once() -> None:
    blocks = tuple(
        replace(ISSUE.blocks[0], payoffs=np.random.default_rng(k).random((2, 10)) + 1)
        for k in range(18)
    )
    assert zone_count(replace(ISSUE, blocks=blocks)) == 10**18


SAMPLES = ([[1, 0], [0, 1]], [[1, 1, 0, 0], [0, 0, 1, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]])


@pytest.mark.parametrize("samples", SAMPLES)
def test_a_curve_has_no_red_line_to_price(samples: list[list[float]]) -> None:
    curve = BargainingProblem.from_curve(samples, [0] * len(samples))
    found = curve.red_line_prices()
    assert len(found) == 0
    np.testing.assert_allclose(found.today.payoffs, np.mean(curve.nash().tied, axis=0))


@pytest.mark.parametrize("size", [1e17, 1e90, 1e99])
def test_large_payoffs_are_compared_without_a_warning(size: float) -> None:
    large = BargainingProblem.from_arrays(np.array([[1.0, 2, 3], [3, 2, 1]]) * size, [0, 0])
    assert large.nash().packages == (1,)
    assert large.frontier().tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    "name", ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "raiffa"]
)
@pytest.mark.parametrize("seed", [83, 160, 167, 228, 279])
def test_a_lottery_is_found_where_some_signer_cannot_gain(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    signers, packages = int(rng.integers(3, 5)), int(rng.integers(1, 8))
    step = rng.choice([7, 3, 11, 0.37, 1e-9, 1e6, np.pi])
    problem = BargainingProblem.from_arrays(
        rng.integers(-4, 6, (signers, packages)) / step, rng.integers(-4, 4, signers) / step
    )
    found = getattr(problem, name)(lotteries=True)
    assert (found.payoffs >= problem.disagreement - 1e-9 * np.abs(problem.disagreement).max()).all()


@pytest.mark.parametrize("name", ["egalitarian", "utilitarian"])
def test_the_unit_of_whoever_gains_nothing_counts_for_nothing(name: str) -> None:
    problem = BargainingProblem.from_arrays([[2 / 7], [0], [0]], [2 / 7, 0, -3 / 7])
    found = getattr(problem, name)(lotteries=True)
    assert (found.packages, found.odds) == ((0,), (1.0,))


def test_a_player_without_weight_is_left_out_over_packages_and_over_lotteries_alike() -> None:
    for lotteries in (False, True):
        for weights, best in (([1, 0], 0), ([0, 1], 3)):
            found = BARE.nash(weights, lotteries)
            assert found.packages == (best,)
            assert found.note == f"player {2 if weights[0] else 1} has no weight and is left out"
    three = BargainingProblem.from_arrays([[5, 5, 2], [1, 0, 9], [0, 9, 9]], [0, 0, 0])
    for lotteries in (False, True):
        assert set(three.nash([1, 0, 0], lotteries).packages) <= {0, 1}
    assert three.nash([1, 0, 0]).packages == (0, 1)


def test_offers_of_a_logroller_count_as_many() -> None:
    rounds, runs = 100_000, OFFERS // 2 // 100_000
    with pytest.raises(GameTooLarge) as wrong:
        simulated_talks(BARE, "logroller", rounds=rounds, runs=runs)
    assert wrong.value.count == rounds * runs * 2 * MODELLING
    assert "counted as 10" in wrong.value.message


REFUSED = (
    lambda: BargainingProblem.from_arrays([[1, 2], [1, 2]], [0, 0], [[True], [True, False]]),
    lambda: BARE.nash("ab"),
    lambda: BARE.nash({"a": 1}),
    lambda: BARE.nash({"a": 1}, lotteries=True),
    *(
        lambda given=given: BARE.landmark(given)
        for given in (None, [], float("nan"), 1.5, True, {}, {"a": "b"})
    ),
    *(lambda given=given: BARE.under(given) for given in (7, -1, 10**5_000, "a", True, 0.0, None)),
    *(
        lambda given=given: BARE.package(given)
        for given in ("a", 1.5, None, True, 10**30, [1, [2]])
    ),
    lambda: negotiate.load("classics/chicken").together(no_deal=10**5_000),
    lambda: BargainingProblem.from_curve(lambda t: (1,), [0, 0]),
    lambda: BargainingProblem.from_curve(lambda t: t, [0, 0]),
)


@pytest.mark.parametrize("asked", REFUSED)
def test_what_makes_no_sense_is_refused_with_what_to_do(asked: Any) -> None:
    with pytest.raises(UnsuitableGame) as wrong:
        asked()
    assert isinstance(wrong.value, NegotiateError)
    assert wrong.value.hint


def test_a_curve_of_too_few_payoffs_is_told_in_its_own_words() -> None:
    with pytest.raises(
        UnsuitableGame, match="gives 1 payoffs at each place, and `disagreement` has 2"
    ):
        BargainingProblem.from_curve(lambda t: (1,), [0, 0])


def test_a_lottery_that_all_would_sign_is_a_deal_though_no_package_is() -> None:
    problem = BargainingProblem.from_arrays([[4, -1], [-1, 4]], [0, 0])
    alone, drawn = deal(problem), deal(problem, lotteries=True)
    assert (alone.exists, drawn.exists) == (False, True)
    assert "There is no deal" in str(alone)
    assert "There is no deal" not in str(drawn)
    assert "but a lottery over them would" in " ".join(str(drawn).split())


def test_under_several_no_deal_points_a_lottery_counts_as_a_deal() -> None:
    problem = BargainingProblem.from_arrays([[4, -1], [-1, 4]], [0, 0])
    several = replace(
        problem,
        no_deals=(*problem.no_deals, replace(problem.no_deals[0], payoffs=np.array([3.0, 3.0]))),
        named=False,
    )
    found = deal(several, lotteries=True)
    assert [case.exists for case in found.cases] == [True, False]
    assert "There is a deal under one of the 2 no-deal points." in " ".join(str(found).split())
