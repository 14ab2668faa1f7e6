"""The trade model against exact results, against its plain twin, and against laws that hold in
every world.
"""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from negotiate.errors import DidNotConverge, OutOfRange
from negotiate.model.trade import Armington
from tests.reference import armington as twin

Array = NDArray[np.float64]


def two_regions(own: float, partner: float, trade: float, elasticity: float) -> Armington:
    return Armington(
        ("US", "CN"), [[own, trade], [trade, partner]], np.zeros((2, 2)), elasticity, True
    )


def own_share(flow: Array, region: int) -> Array:
    """The share of a region's budget before tariff that stays at home."""
    share: Array = flow[..., region, region] / flow[..., :, region].sum(axis=-1)
    return share


def slope(function: Callable[[Array], Array], at: float, step: float = 0.5) -> float:
    values = function(at + step * np.array([-2.0, -1.0, 1.0, 2.0]))
    return float((values @ np.array([1.0, -8.0, 8.0, -1.0])) / (12.0 * step))


@st.composite
def worlds(draw: st.DrawFn, balanced: bool | None = None) -> tuple[Armington, Array]:
    """A world in which regions trade a part of what they make, and a table of other tariffs."""
    count = draw(st.integers(2, 4))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    abroad = 1.0 - np.eye(count)
    flows = seed.uniform(1, 10, (count, count)) * abroad + np.diag(seed.uniform(100, 1000, count))
    base, new = seed.uniform(-20, 60, (2, count, count)) * abroad
    elasticity = draw(st.floats(0.5, 10))
    names = [f"region {place}" for place in range(count)]
    return Armington(
        names, flows, base, elasticity, draw(st.booleans()) if balanced is None else balanced
    ), new


@pytest.mark.parametrize("elasticity", [1.5, 4.0, 8.0])
@pytest.mark.parametrize(("own", "partner"), [(80.0, 90.0), (30.0, 500.0), (500.0, 30.0)])
def test_optimal_tariff_against_a_passive_partner(
    own: float, partner: float, elasticity: float
) -> None:
    # Gros 1987: t* = 1 / (elasticity * the partner's own share, at the equilibrium with the tariff)
    world = two_regions(own, partner, 10.0, elasticity)
    tariff = 100.0 / elasticity
    for _ in range(200):
        tariff = float(100.0 / (elasticity * own_share(world.change(tariff, 0.0).flow, 1)))
    assert tariff > 100.0 / elasticity
    assert abs(slope(lambda t: world.change(t, 0.0).income["US"], tariff)) < 1e-8
    around = world.change(tariff + np.linspace(-20, 20, 401), 0.0).income["US"]
    assert np.argmax(around) == 200


def test_optimal_tariff_of_a_small_country() -> None:
    world = two_regions(1e-3, 1e4, 1e-4, 4.0)
    assert abs(slope(lambda t: world.change(t, 0.0).income["US"], 25.0)) < 1e-8


@pytest.mark.parametrize("elasticity", [2.5, 4.0])
def test_nash_tariffs_obey_both_first_order_conditions(elasticity: float) -> None:
    world = two_regions(80.0, 200.0, 10.0, elasticity)
    us, cn = 50.0, 50.0
    for _ in range(300):
        flow = world.change(us, cn).flow
        us, cn = (float(100.0 / (elasticity * own_share(flow, partner))) for partner in (1, 0))
    assert abs(slope(lambda t: world.change(t, cn).income["US"], us)) < 1e-8
    assert abs(slope(lambda t: world.change(us, t).income["CN"], cn)) < 1e-8


def test_nash_tariffs_are_a_fixed_point_of_best_replies_on_a_fine_grid() -> None:
    world = Armington.world_2017()
    grid = np.arange(0.0, 100.0, 0.05)
    us, cn = 3.1, 8.0
    for _ in range(20):
        before = us, cn
        us = float(grid[np.argmax(world.change(grid, cn).income["US"])])
        cn = float(grid[np.argmax(world.change(us, grid).income["CN"])])
        if before == (us, cn):
            break
    assert before == (us, cn)
    finer = np.arange(-2.0, 2.0, 0.001)
    assert abs(finer[np.argmax(world.change(us + finer, cn).income["US"])]) <= 0.026
    assert abs(finer[np.argmax(world.change(us, cn + finer).income["CN"])]) <= 0.026


@pytest.mark.parametrize("elasticity", [2.5, 4.0, 10.0])
def test_autarky(elasticity: float) -> None:
    flows = Armington.world_2017().flows
    world = Armington(("US", "CN", "RoW"), flows, np.zeros((3, 3)), elasticity, True)
    closed = world.counterfactual(1e6 * (1.0 - np.eye(3)))
    own = np.array([own_share(world.base_flow, place) for place in range(3)])
    expected = 100.0 * (own ** (1.0 / elasticity) - 1.0)
    np.testing.assert_allclose(list(closed.income.values()), expected, atol=1e-8)


@pytest.mark.parametrize("balanced", [True, False])
def test_no_change_changes_nothing(balanced: bool) -> None:
    world = Armington.world_2017(balanced=balanced)
    same = world.change(3.1, 8.0)
    np.testing.assert_allclose(list(same.income.values()), 0.0, atol=1e-11)
    np.testing.assert_allclose(same.flow, world.base_flow, rtol=1e-12)
    assert abs(same.deficit_cut) < 1e-9


@given(worlds())
@settings(max_examples=25)
def test_agrees_with_its_plain_twin(case: tuple[Armington, Array]) -> None:
    world, tariffs = case
    flows, rates = world.flows.tolist(), world.tariffs.tolist()
    if world.balanced:
        flows = twin.balanced(flows, rates, float(world.elasticity))
    gaps = (
        (world.flows.sum(0) - world.flows.sum(1)).tolist()
        if not world.balanced
        else [0.0] * len(flows)
    )
    flow, income = twin.equilibrium(flows, rates, tariffs.tolist(), float(world.elasticity), gaps)
    found = world.counterfactual(tariffs)
    np.testing.assert_allclose(found.flow, flow, rtol=1e-9)
    np.testing.assert_allclose(list(found.income.values()), income, atol=1e-8)


@given(worlds())
@settings(max_examples=50)
def test_markets_clear_and_budgets_hold(case: tuple[Armington, Array]) -> None:
    world, tariffs = case
    found = world.counterfactual(tariffs)
    gap = 0.0 if world.balanced else world.flows.sum(axis=0) - world.flows.sum(axis=1)
    wage, revenue = (np.array(list(part.values())) for part in (found.wage, found.revenue))
    earned = wage * world.base_flow.sum(axis=1)
    np.testing.assert_allclose(found.flow.sum(axis=1), earned, rtol=1e-10)
    np.testing.assert_allclose(
        (found.flow * (1 + tariffs / 100)).sum(axis=0), earned + revenue + gap, rtol=1e-10
    )
    np.testing.assert_allclose(found.flow.sum(), world.base_flow.sum(), rtol=1e-12)


@given(worlds(), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_relabelling_permutes_and_scaling_changes_nothing(
    case: tuple[Armington, Array], seed: int
) -> None:
    world, tariffs = case
    order = np.random.default_rng(seed).permutation(len(world.regions))
    names = [world.regions[place] for place in order]
    square = np.ix_(order, order)
    flows, rates = 1000.0 * world.flows[square], world.tariffs[square]
    other = Armington(names, flows, rates, world.elasticity, world.balanced).counterfactual(
        tariffs[square]
    )
    found = world.counterfactual(tariffs)
    for region in world.regions:
        assert other.income[region] == pytest.approx(found.income[region], abs=1e-8)
    np.testing.assert_allclose(other.flow, 1000.0 * found.flow[square], rtol=1e-9)


def test_a_batch_equals_its_members() -> None:
    rng = np.random.default_rng(1)
    us, cn = rng.uniform(-20, 120, (7, 1)), rng.uniform(-20, 120, 5)
    elasticity = rng.uniform(1, 8, (3, 1, 1))
    batch = Armington.world_2017(elasticity).change(us, cn)
    assert batch.flow.shape == (3, 7, 5, 3, 3)
    assert batch.deficit_cut.shape == batch.income["US"].shape == (3, 7, 5)
    for draw, i, j in [(0, 0, 0), (1, 6, 2), (2, 3, 4)]:
        single = Armington.world_2017(float(elasticity[draw, 0, 0])).change(
            float(us[i, 0]), float(cn[j])
        )
        assert isinstance(single.income["US"], float)
        assert isinstance(single.deficit_cut, float)
        for region, income in batch.income.items():
            assert income[draw, i, j] == pytest.approx(single.income[region], abs=1e-9)
        assert batch.deficit_cut[draw, i, j] == pytest.approx(single.deficit_cut, abs=1e-8)


def test_a_batch_longer_than_a_chunk() -> None:
    tariffs = np.tile([0.0, 20.0, 60.0], 20_000)
    income = Armington.world_2017().change(tariffs, 8.0).income["CN"].reshape(-1, 3)
    assert (income == income[0]).all()


@pytest.mark.parametrize("balanced", [True, False])
def test_tariffs_towards_autarky(balanced: bool) -> None:
    world = Armington.world_2017(balanced=balanced)
    change = world.change(np.logspace(0, 6, 25), np.logspace(0, 6, 25)[:, None])
    assert np.isfinite(change.flow).all()
    assert change.us_imports[-1, -1] < 1e-12
    np.testing.assert_allclose(change.flow.sum(axis=(-2, -1)), world.flows.sum(), rtol=1e-10)


def test_one_region_leaves_the_world() -> None:
    world = Armington.world_2017()
    wall = world.tariffs.copy()
    wall[0, 1:] = wall[1:, 0] = 1e6  # the other two go on trading
    found = world.counterfactual(wall)
    imbalance = (found.flow.sum(axis=0) - found.flow.sum(axis=1)) / (found.flow[0, 1:].sum())
    assert abs(imbalance[0]) < 1e-9
    assert found.income["US"] < 0


@pytest.mark.parametrize("elasticity", [0.1, 1.0, 20.0, 50.0])
def test_nearly_free_trade_in_a_world_without_borders(elasticity: float) -> None:
    rng = np.random.default_rng(2)
    open_world = Armington(
        list("abcd"), rng.uniform(50, 150, (4, 4)), 1e-6 * (1 - np.eye(4)), elasticity, True
    )
    found = open_world.counterfactual(np.zeros((4, 4)))
    np.testing.assert_allclose(list(found.income.values()), 0.0, atol=1e-6)


def test_losses_can_be_multiplied() -> None:
    world = Armington.world_2017()
    plain, doubled = world.change(21.0, 21.8), world.change(21.0, 21.8, loss=[1.0, 2.0])
    np.testing.assert_allclose(
        doubled.income["CN"], plain.income["CN"] * np.array([1.0, 2.0]), rtol=1e-14
    )
    np.testing.assert_allclose(
        doubled.income["RoW"], plain.income["RoW"], rtol=1e-14
    )  # a gain stays what it is
    only = world.change(21.0, 21.8, loss={"CN": 3.0})
    assert only.income["CN"] == pytest.approx(3.0 * plain.income["CN"])
    assert only.income["US"] == plain.income["US"]


def test_a_fixed_deficit_stays_and_the_bilateral_one_moves() -> None:
    change = Armington.world_2017(balanced=False).change(21.0, 21.8)
    assert change.flow[:, 0].sum() - change.flow[0].sum() == pytest.approx(811.2, abs=1e-6)
    assert 375.2 - change.deficit_cut == pytest.approx(
        change.us_imports - change.us_exports, abs=1e-6
    )


def test_with_a_fixed_deficit_a_uniform_tariff_has_no_best_size() -> None:
    world = Armington.world_2017(balanced=False)
    levels = np.array([37.0, 100.0, 200.0, 400.0, 800.0])
    tables = np.broadcast_to(world.tariffs, (5, 3, 3)).copy()
    tables[:, 1:, 0] = levels[:, None]
    income = world.counterfactual(tables).income["US"]
    assert income[1] < income[0] < income[2] < income[3] < income[4]
    tables[0, 1:, 0] = 1e6  # the others' income could no longer carry their surplus
    with pytest.raises(DidNotConverge):
        world.counterfactual(tables)


WORLD = (("US", "CN"), [[90, 10], [10, 90]], [[0, 0], [0, 0]])


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Armington.world_2017(elasticity=0.0), "`elasticity` has to be above 0, and is 0"),
        (lambda: Armington.world_2017(elasticity=[4.0, np.nan]), "`elasticity` has to be finite"),
        (lambda: Armington.from_world("world-1913"), "no trade data called `world-1913`"),
        (lambda: Armington.world_2017().change(-100.0, 0.0), "above -100 %, and is -100 %"),
        (lambda: Armington.world_2017().change(np.inf, 0.0), "`us_on_china` has to be finite"),
        (lambda: Armington.world_2017().change("high", 0.0), "has to be a number"),
        (lambda: Armington.world_2017().change([1.0, 2.0], [1.0, 2.0, 3.0]), "shapes do not fit"),
        (lambda: Armington.world_2017().change(1.0, 1.0, loss=-1.0), "`loss` must not be below 0"),
        (lambda: Armington.world_2017().change(1.0, 1.0, loss={"EU": 2.0}), "unknown region `EU`"),
        (
            lambda: Armington.world_2017().counterfactual(np.zeros((2, 2))),
            "its last two axes have to be (3, 3)",
        ),
        (lambda: Armington.world_2017().counterfactual(np.ones((3, 3))), "a tariff on own sales"),
        (lambda: Armington(("A", "B"), *WORLD[1:], 4.0, True).change(1.0, 1.0), "no region `US`"),
        (lambda: Armington(("US", "US"), *WORLD[1:], 4.0, True), "two or more different names"),
        (
            lambda: Armington(*WORLD[:2], np.zeros((3, 3)), 4.0, True),
            "`tariffs` has the shape (3, 3)",
        ),
        (
            lambda: Armington(("US", "CN"), [[9, -1], [1, 9]], WORLD[2], 4.0, True),
            "`flows` must not be below 0",
        ),
        (
            lambda: Armington(("US", "CN"), [[9, 0], [1, 9]], WORLD[2], 4.0, True),
            "no chain of sales from `US` to `CN`",
        ),
        (lambda: Armington(("US", "CN"), [[9, 1], [1]], WORLD[2], 4.0, True), "has to be a number"),
    ],
)
def test_what_has_no_answer_says_so(build: Callable[[], object], words: str) -> None:
    with pytest.raises(OutOfRange) as caught:
        build()
    assert words in caught.value.message


def test_tariffs_beyond_floating_point() -> None:
    with pytest.raises(DidNotConverge, match="equilibrium did not converge"):
        Armington.world_2017().counterfactual(1e300 * (1.0 - np.eye(3)))
