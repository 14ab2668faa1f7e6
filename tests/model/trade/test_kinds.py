"""The door through which a scenario names a trade model, and the data behind it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from negotiate.errors import OutOfRange
from negotiate.model.trade import (
    MODEL_KINDS,
    Armington,
    armington,
    calibration,
    hat_algebra,
    read_world,
)
from negotiate.model.trade.calibration import WORLDS
from negotiate.model.trade.kinds import ARMINGTON, distinct_rows

Array = NDArray[np.float64]

LADDER = np.array([3.1, 5.6, 10.5, 21.0, 28.1, 51.1])[:, None, None]
REPLIES = np.array([8.0, 17.6, 21.8, 32.6])[:, None]
BUYS = 0.57 * np.array([0.0, 32.0, 64.0, 100.0])


def run(
    settings: Mapping[str, Any], us: Any = LADDER, cn: Any = REPLIES, buys: Any = BUYS
) -> Mapping[str, Array]:
    inputs = {"us_on_china": us, "china_on_us": cn, "china_buys": buys}
    return ARMINGTON.run("world-2017", inputs, settings)


def test_each_kind_keeps_its_own_promises() -> None:
    assert len({kind.name for kind in MODEL_KINDS}) == len(MODEL_KINDS)
    for kind in MODEL_KINDS:
        assert set(kind.needed_regions) <= set(kind.regions)
        defaults = {setting.name: setting.default for setting in kind.settings}
        for dataset in kind.datasets:
            found = kind.run(dataset, {part.name: np.zeros(2) for part in kind.inputs}, defaults)
            by_region = {
                f"{output}.{region}" for output in kind.region_outputs for region in kind.regions
            }
            assert set(found) == by_region | set(kind.outputs)
            assert {values.shape for values in found.values()} == {(2,)}


def test_runs_as_the_model_does() -> None:
    found = run({})
    change = Armington.world_2017().change(LADDER, REPLIES, BUYS)
    for region in ARMINGTON.regions:
        np.testing.assert_allclose(found[f"income.{region}"], change.income[region], atol=1e-10)
    for name in ARMINGTON.outputs:
        np.testing.assert_allclose(found[name], getattr(change, name), atol=1e-8)


def test_settings_broadcast_like_inputs() -> None:
    elasticity, loss = (
        np.array([2.5, 4.0, 5.0]).reshape(3, 1, 1, 1, 1),
        np.array([1.0, 3.0]).reshape(2, 1, 1, 1),
    )
    found = run({"elasticity": elasticity, "loss": loss, "balanced": False})
    assert {values.shape for values in found.values()} == {(3, 2, 6, 4, 4)}
    change = Armington.world_2017(5.0, balanced=False).change(LADDER, REPLIES, BUYS, loss=3.0)
    np.testing.assert_allclose(found["income.CN"][2, 1], change.income["CN"], atol=1e-10)
    np.testing.assert_allclose(found["income.US"][2, 1], change.income["US"], atol=1e-10)
    np.testing.assert_allclose(found["deficit_cut"][2, 0], change.deficit_cut, atol=1e-8)


def test_numbers_give_numbers() -> None:
    found = run({}, 21.0, 21.8, 0.0)
    assert {values.shape for values in found.values()} == {()}
    assert float(found["income.CN"]) == pytest.approx(
        float(Armington.world_2017().change(21.0, 21.8).income["CN"])
    )


def test_each_distinct_row_is_solved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[int] = []
    original = hat_algebra.solve

    def counting(
        flow: Array, wedge: Array, new_wedge: Array, *rest: Array
    ) -> hat_algebra.Equilibrium:
        answer = original(flow, wedge, new_wedge, *rest)
        solved.append(answer.wage.size // 3)
        return answer

    for module in (armington, calibration):
        monkeypatch.setattr(module, "solve", counting)
    rng = np.random.default_rng(3)
    leaves = 100_000
    us, cn = rng.choice(LADDER.ravel(), leaves), rng.choice(REPLIES.ravel(), leaves)
    found = run({"loss": rng.uniform(1, 5, leaves)}, us, cn, 0.0)
    assert found["income.US"].shape == (leaves,)
    assert sum(solved) == 24 + 1  # the ladder times the replies, and the balanced base year
    leaf = 777
    assert found["deficit_cut"][leaf] == pytest.approx(
        Armington.world_2017().change(us[leaf], cn[leaf]).deficit_cut
    )


def test_distinct_rows_put_everything_back() -> None:
    rng = np.random.default_rng(4)
    columns = [
        rng.integers(0, 3, (5, 1, 4)).astype(float),
        rng.integers(0, 2, (6, 1)).astype(float),
        np.array(7.0),
    ]
    keys, where, shape = distinct_rows(columns)
    assert shape == where.shape == (5, 6, 4)
    assert len(set(zip(*(key.tolist() for key in keys), strict=True))) == len(keys[0])
    for column, key in zip(columns, keys, strict=True):
        assert (key[where] == np.broadcast_to(column, shape)).all()


def test_no_leaves_is_no_error() -> None:
    found = run({}, np.zeros((0, 3)), 8.0, 0.0)
    assert found["income.US"].shape == (0, 3)


@pytest.mark.parametrize(
    ("inputs", "settings", "words"),
    [
        ({"us_on_china": 1.0, "china_on_us": 1.0}, {}, "needs `china_buys`"),
        (
            {"us_on_china": 1.0, "china_on_us": 1.0, "china_buys": 0.0, "quota": 1.0},
            {},
            "has no `quota`",
        ),
        (
            {"us_on_china": 1.0, "china_on_us": 1.0, "china_buys": 0.0},
            {"sigma": 1.0},
            "has no `sigma`",
        ),
        (
            {"us_on_china": 1.0, "china_on_us": 1.0, "china_buys": 0.0},
            {"elasticity": 0.0},
            "`elasticity` has to be",
        ),
        (
            {"us_on_china": -100.0, "china_on_us": 1.0, "china_buys": 0.0},
            {},
            "`us_on_china` has to be above -100 %",
        ),
        (
            {"us_on_china": [1, 2], "china_on_us": [1, 2, 3], "china_buys": 0.0},
            {},
            "shapes do not fit",
        ),
    ],
)
def test_what_does_not_fit_says_so(
    inputs: Mapping[str, Any], settings: Mapping[str, Any], words: str
) -> None:
    with pytest.raises(OutOfRange) as caught:
        ARMINGTON.run("world-2017", inputs, settings)
    assert words in caught.value.message


@pytest.mark.parametrize("name", WORLDS)
def test_shipped_data_add_up_and_every_number_has_a_source(name: str) -> None:
    world = read_world(name)
    abroad = [f"{a}.{b}" for a in world.regions for b in world.regions if a != b]
    assert {f"flow.{pair}" for pair in abroad} | {f"tariff.{pair}" for pair in abroad} <= set(
        world.evidence
    )
    for place, region in enumerate(world.regions):
        assert world.flows[place].sum() == pytest.approx(world.evidence[f"gdp.{region}"].value)
    assert {quantity.confidence for quantity in world.evidence.values()} <= {
        "H",
        "M",
        "L",
        "derived",
    }
    assert all(quantity.source for quantity in world.evidence.values())


def test_the_world_of_2017() -> None:
    world = read_world("world-2017")
    assert world.flows.round().tolist() == [
        [17934, 130, 1420],
        [506, 9975, 1757],
        [1856, 1714, 45507],
    ]
    assert (world.flows.sum(axis=0) - world.flows.sum(axis=1)).round(1).tolist() == [
        811.2,
        -419.0,
        -392.2,
    ]
    assert world.tariffs.tolist() == [[0, 8.0, 5.0], [3.1, 0, 5.0], [2.2, 8.0, 0]]
