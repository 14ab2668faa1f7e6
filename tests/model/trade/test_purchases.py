"""Promised purchases: the amount arrives, nothing promised changes nothing, and too much is
refused.
"""

import numpy as np
import pytest

from negotiate.errors import OutOfRange
from negotiate.model.trade import Armington, hat_algebra
from tests.reference import armington as twin

US_TARIFFS = np.array([3.1, 10.5, 51.1])
PROMISES = 0.57 * np.array([0.0, 32.0, 64.0, 100.0])


@pytest.mark.parametrize("balanced", [True, False])
@pytest.mark.parametrize("elasticity", [1.0, 2.5, 4.0, 8.0])
def test_the_flow_rises_by_exactly_what_was_promised(elasticity: float, balanced: bool) -> None:
    world = Armington.world_2017(elasticity, balanced)
    cn = np.array([8.0, 32.6])[:, None, None]
    with_promise = world.change(US_TARIFFS[:, None], cn, PROMISES)
    without = world.change(US_TARIFFS[:, None], cn)
    np.testing.assert_allclose(
        with_promise.us_exports - without.us_exports,
        np.broadcast_to(PROMISES, (2, 3, 4)),
        atol=1e-8,
    )
    assert (np.diff(with_promise.china_tariff, axis=-1) < 0).all()
    assert (np.diff(with_promise.income["US"], axis=-1) > 0).all()
    assert (np.diff(with_promise.deficit_cut, axis=-1) > 0).all()


def test_no_purchase_gives_exactly_the_answer_without_it() -> None:
    world = Armington.world_2017()
    without = world.change(US_TARIFFS, 8.0)
    for promise in (0.0, np.zeros(3)):
        nothing = world.change(US_TARIFFS, 8.0, promise)
        assert (nothing.flow == without.flow).all()
    beside_others = world.change(US_TARIFFS[:, None], 8.0, PROMISES)
    assert (beside_others.flow[:, 0] == without.flow).all()
    assert (beside_others.china_tariff[:, 0] == 8.0).all()
    for region, income in without.income.items():
        assert (beside_others.income[region][:, 0] == income).all()


def test_income_is_that_of_the_implied_tariff() -> None:
    world = Armington.world_2017()
    promised = world.change(21.0, 8.0, 57.0)
    spelled_out = world.change(21.0, promised.china_tariff)
    assert promised.income == spelled_out.income
    assert promised.revenue["CN"] == spelled_out.revenue["CN"]


def test_a_large_promise_takes_an_import_subsidy() -> None:
    world = Armington.world_2017()
    promised = world.change(3.1, 8.0, 300.0)
    assert promised.china_tariff < 0
    assert promised.income["CN"] < 0 < promised.income["US"]


def test_agrees_with_bisection_on_the_plain_twin() -> None:
    world = Armington.world_2017()
    base = twin.balanced(world.flows.tolist(), world.tariffs.tolist(), 4.0)
    tariffs = world.tariffs.copy()
    tariffs[1, 0], tariffs[0, 1] = 21.0, 21.8
    expected = twin.tariff_for_purchases(
        base, world.tariffs.tolist(), tariffs.tolist(), 4.0, [0.0] * 3, 0, 1, 57.0
    )
    assert world.change(21.0, 21.8, 57.0).china_tariff == pytest.approx(expected, abs=1e-8)


def test_each_draw_may_have_its_own_elasticity() -> None:
    elasticity = np.array([2.5, 4.0, 5.0])[:, None]
    batch = Armington.world_2017(elasticity).change(21.0, 21.8, PROMISES)
    for draw, value in enumerate(elasticity[:, 0]):
        single = Armington.world_2017(float(value)).change(21.0, 21.8, PROMISES)
        np.testing.assert_allclose(batch.china_tariff[draw], single.china_tariff, atol=1e-8)
        np.testing.assert_allclose(batch.income["CN"][draw], single.income["CN"], atol=1e-9)


def test_two_regions_built_by_hand() -> None:
    world = Armington(("CN", "US"), [[90, 12], [8, 190]], [[0, 3], [8, 0]], 4.0, False)
    more = world.change(3.0, 8.0, 1.5)
    assert more.us_exports == pytest.approx(9.5, abs=1e-9)
    assert more.us_imports == pytest.approx(13.5, abs=1e-9)  # the deficit is fixed


def test_a_promise_to_buy_less_is_refused() -> None:
    with pytest.raises(OutOfRange, match="`china_buys` must not be below 0, and is -5"):
        Armington.world_2017().change(3.1, 8.0, [-5.0, 5.0])


@pytest.mark.parametrize("tariff", [8.0, -95.0])
def test_more_than_can_be_bought_is_refused_with_the_most_that_can(tariff: float) -> None:
    world = Armington.world_2017()
    with pytest.raises(OutOfRange, match=r"\$bn a year more are out of reach") as caught:
        world.change(3.1, tariff, [1.0, 20_000.0])
    if tariff > 0:
        most = float(caught.value.hint.split()[-2])
        assert world.change(3.1, tariff, 0.999 * most).us_exports > most


def test_a_promise_is_one_more_equation_and_no_search_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, steps, step = Armington.world_2017(), [], hat_algebra._newton_step

    def counted(*given):
        steps.append(given)
        return step(*given)

    monkeypatch.setattr(hat_algebra, "_newton_step", counted)
    world.change(21.0, 21.8)
    without = len(steps)
    world.change(21.0, 21.8, 57.0)
    assert len(steps) - without <= 5 * without  # a search asks a dozen times for all wages


def test_a_promise_far_from_where_wages_are_is_kept_too() -> None:
    world = Armington(("US", "CN"), [[82, 19], [6, 99]], [[0, 10], [10, 0]], 14.0, False)
    more = world.change(74.0, 76.0, 63.0).us_exports - world.change(74.0, 76.0).us_exports
    assert more == pytest.approx(63.0, abs=1e-9)
