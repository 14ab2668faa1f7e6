"""The Armington trade model: what tariffs and promised purchases do to real incomes and to trade flows.

Each region makes one good of its own from labour; buyers everywhere mix the goods with a constant elasticity of
substitution; the tariff revenue is handed back to the importer's consumers. The model is solved in changes from a base
year, so that all it needs is who sold how much to whom, the tariffs of that year, and one elasticity. Equations and
method are those of `negotiate.model.trade.hat_algebra`.

Finds the tariff that makes a buyer import a promised amount more.

A promise to buy is kept by somebody at home who would not have bought at the going price. Its cost and its gain are
those of the tariff, or of the import subsidy if that is negative, at which the bilateral flow rises by the promised
amount.

References
----------
Armington 1969, "A theory of demand for products distinguished by place of production", IMF Staff Papers 16(1).
Gros 1987, "A note on the optimal tariff, retaliation and the welfare loss from tariff wars in a framework with
intra-industry trade", Journal of International Economics 23(3-4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.arrays import FloatArray
from negotiate.display import entity
from negotiate.errors import DidNotConverge, OutOfRange
from negotiate.model.trade.calibration import (
    balance,
    check_batch,
    check_flows,
    check_regions,
    check_tariffs,
    deficits,
    not_negative,
    percent_tariffs,
    positive,
    read_world,
)
from negotiate.model.trade.hat_algebra import Equilibrium, solve

DEEPEST_SUBSIDY = 90.0  # percent of the price: beyond it a purchase is a gift, and the flow hardly rises any more
TOLERANCE = 1e-13  # of the flow, relative
STEPS = 100  # the search needs about ten


Function = Callable[[FloatArray, NDArray[np.intp]], FloatArray]  # of values (k,) and which members they belong to (k,)


def tariffs_for_purchases(
    flows: Function, tariffs: FloatArray, seller: int, buyer: int, more: FloatArray
) -> FloatArray:
    """Change the buyer's tariffs on the seller's goods so that its purchases rise by given amounts.

    Parameters
    ----------
    flows : callable
        Takes tariffs in percent, shape (k, exporter, importer), and which members of the flattened batch they are of,
        shape (k,); returns the flows in $bn, shape (k, exporter, importer).
    tariffs : array (*batch, exporter, importer)
        Percent, without the promise.
    seller, buyer : int
        Places on the axes.
    more : array (*batch,)
        $bn a year, zero or more.

    Returns
    -------
    array (*batch, exporter, importer)
        Percent; where nothing more is bought, what was given.

    Raises
    ------
    OutOfRange, DidNotConverge
        See `implied_tariff`.
    """
    answer = tariffs.reshape(-1, *tariffs.shape[-2:]).copy()
    promised = np.flatnonzero(more)

    def flow_at(tariff: FloatArray, members: NDArray[np.intp]) -> FloatArray:
        trial = answer[promised[members]]
        trial[:, seller, buyer] = tariff
        return flows(trial, promised[members])[:, seller, buyer]

    without = answer[promised, seller, buyer]
    flow = flow_at(without, np.arange(len(promised)))
    answer[promised, seller, buyer] = implied_tariff(flow_at, without, flow, more.reshape(-1)[promised])
    return answer.reshape(tariffs.shape)


def implied_tariff(flow_at: Function, tariff: FloatArray, flow: FloatArray, more: FloatArray) -> FloatArray:
    """Find the tariff at which a flow is larger by a given amount.

    Parameters
    ----------
    flow_at : callable
        Takes tariffs in percent, shape (k,), and which members they are of, shape (k,); returns the flows in $bn,
        shape (k,). Has to fall as the tariff rises.
    tariff : array (members,)
        Percent, without the promise.
    flow : array (members,)
        $bn, at that tariff.
    more : array (members,)
        $bn a year, above zero.

    Returns
    -------
    array (members,)
        Percent; negative for an import subsidy.

    Raises
    ------
    OutOfRange
        If even the deepest subsidy, `DEEPEST_SUBSIDY`, does not raise the flow that much; says how much it does.
    DidNotConverge
        If the search stops short.
    """
    everyone = np.arange(len(tariff))
    low = np.full(len(tariff), np.log1p(-DEEPEST_SUBSIDY / 100.0))
    high = np.log1p(tariff / 100.0)
    most = np.where(high > low, flow_at(_percent(low), everyone) - flow, 0.0)
    if (more > most).any():
        worst = int(np.argmax(more - most))
        raise OutOfRange(
            f"purchases of {more[worst]:g} $bn a year more are out of reach: at these tariffs an import subsidy of "
            f"{DEEPEST_SUBSIDY:g} % brings {most[worst]:.4g} $bn",
            f"promise at most {most[worst]:.4g} $bn",
        )
    target = np.log(flow + more)

    def excess(log_wedge: FloatArray, members: NDArray[np.intp]) -> FloatArray:
        found: FloatArray = np.log(flow_at(_percent(log_wedge), members)) - target[members]
        return found

    return _percent(falling_root(excess, low, high, np.log(flow + most) - target, np.log(flow) - target))


def _percent(log_wedge: FloatArray) -> FloatArray:
    """Turn the logarithm of one plus a tariff into percent."""
    tariff: FloatArray = 100.0 * np.expm1(log_wedge)
    return tariff


def falling_root(
    function: Function, low: FloatArray, high: FloatArray, at_low: FloatArray, at_high: FloatArray
) -> FloatArray:
    """Find where a falling function is zero, for every member at once.

    Parameters
    ----------
    function : callable
        Takes points, shape (k,), and which members they are of, shape (k,); returns values, shape (k,).
    low, high : array (members,)
        A bracket of each member's root.
    at_low, at_high : array (members,)
        The values there: zero or more, and zero or less.

    Returns
    -------
    array (members,)

    Raises
    ------
    DidNotConverge
        If a value stays above `TOLERANCE` while its bracket is still wide.

    Notes
    -----
    The Illinois method: regula falsi in which an end that stays twice counts half the second time. The root never
    leaves its bracket, and the error shrinks with order 1.44. Members that have arrived leave the search.

    References
    ----------
    Dowell & Jarratt 1971, "A modified regula falsi method for computing the root of an equation", BIT 11.
    """
    low, high, at_low, at_high = (np.array(part, dtype=np.float64) for part in (low, high, at_low, at_high))
    best = np.where(np.abs(at_low) < np.abs(at_high), low, high)
    error = np.minimum(np.abs(at_low), np.abs(at_high))
    side = np.zeros(len(best))
    for _ in range(STEPS):
        going = np.flatnonzero((error > TOLERANCE) & (high - low > 4.0 * np.spacing(np.abs(low) + np.abs(high))))
        if not going.size:
            return best
        a, b, value_a, value_b = low[going], high[going], at_low[going], at_high[going]
        point = np.clip((a * value_b - b * value_a) / (value_b - value_a), a, b)
        value = function(point, going)
        left = value > 0  # the root lies to the right: this point is the new low end
        closer = np.abs(value) < error[going]
        best[going] = np.where(closer, point, best[going])
        error[going] = np.where(closer, np.abs(value), error[going])
        low[going], high[going] = np.where(left, point, a), np.where(left, b, point)
        at_low[going] = np.where(left, value, np.where(side[going] < 0, value_a / 2.0, value_a))
        at_high[going] = np.where(left, np.where(side[going] > 0, value_b / 2.0, value_b), value)
        side[going] = np.where(left, 1.0, -1.0)
    raise DidNotConverge("the search for the tariff that brings the purchases", STEPS, float(error.max()), TOLERANCE)


@entity
class Counterfactual:
    """The world at other tariffs.

    Attributes
    ----------
    tariffs : array (*batch, exporter, importer)
        Percent.
    flow : array (*batch, exporter, importer)
        $bn before tariff; world income is the numeraire.
    wage : mapping of region to array (*batch,)
        Ratio to the base year's, world income being the numeraire.
    revenue : mapping of region to array (*batch,)
        Tariff revenue, $bn; negative where import subsidies outweigh it.
    income : mapping of region to array (*batch,)
        Percent change of real income from the base year, revenue included; losses times the loss multiplier.
    """

    tariffs: FloatArray
    flow: FloatArray
    wage: Mapping[str, FloatArray]
    revenue: Mapping[str, FloatArray]
    income: Mapping[str, FloatArray]


@entity
class TariffChange(Counterfactual):
    """The world after the US and China have changed their tariffs on each other.

    Attributes
    ----------
    us_exports, us_imports : array (*batch,)
        US sales to China and purchases from China, $bn before tariff.
    deficit_cut : array (*batch,)
        The bilateral US deficit of the base year less the new one, $bn.
    china_tariff : array (*batch,)
        China's tariff on US goods, percent: the one asked for, or the one that brings the promised purchases.
    """

    us_exports: FloatArray
    us_imports: FloatArray
    deficit_cut: FloatArray
    china_tariff: FloatArray


@entity
class Armington:
    """A base year and an elasticity, ready to be asked about tariffs.

    Parameters
    ----------
    regions : sequence of str
    flows : array (exporter, importer)
        $bn a year before tariff, own sales on the diagonal.
    tariffs : array (exporter, importer)
        Percent, what the importer charges on goods from the exporter; zeros on the diagonal.
    elasticity : float or array (*batch,)
        Trade elasticity, above zero: the elasticity of substitution less one. An array gives every answer these leading
        axes, broadcast against those of the tariffs.
    balanced : bool
        True takes trade imbalances out of the base year first. False keeps each region's deficit fixed in $bn, with
        world income as the numeraire; the tariff on all imports of a region in deficit then has no best size: a search
        for one runs to its end, and at some thousands of percent no equilibrium is left.

    Attributes
    ----------
    base_flow : array (*batch, exporter, importer)
        The flows that changes are measured from, $bn before tariff: `flows`, or their balanced version.

    Raises
    ------
    OutOfRange
        If the numbers do not describe a world that trades.

    Examples
    --------
    >>> world = Armington(["US", "CN"], [[90, 10], [10, 90]], [[0, 0], [0, 0]], elasticity=4, balanced=True)
    >>> change = world.change(us_on_china=20, china_on_us=0)
    >>> print(f"{change.income['US']:.3f} % {change.income['CN']:.3f} %")
    0.537 % -0.838 %
    """

    regions: tuple[str, ...]
    flows: FloatArray
    tariffs: FloatArray
    elasticity: FloatArray
    balanced: bool
    base_flow: FloatArray = field(init=False, repr=False)

    def __init__(
        self, regions: Sequence[str], flows: ArrayLike, tariffs: ArrayLike, elasticity: ArrayLike, balanced: bool
    ) -> None:
        names = check_regions(regions)
        table = check_flows(flows, names)
        rates = check_tariffs("tariffs", tariffs, names)
        if rates.ndim != 2:
            raise OutOfRange(f"`tariffs` of the base year has {rates.ndim} axes, and needs two: exporter and importer")
        epsilon = positive("elasticity", elasticity)
        base = balance(table, rates, epsilon) if balanced else table
        for name, value in zip(
            ("regions", "flows", "tariffs", "elasticity", "balanced", "base_flow"),
            (names, _fixed(table), _fixed(rates), _fixed(epsilon), bool(balanced), _fixed(base)),
            strict=True,
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def world_2017(cls, elasticity: ArrayLike = 4.0, balanced: bool = True) -> Armington:
        """Start from the US, China and the rest of the world in 2017, the shipped `data/world-2017.toml`."""
        return cls.from_world("world-2017", elasticity, balanced)

    @classmethod
    def from_world(cls, name: str, elasticity: ArrayLike = 4.0, balanced: bool = True) -> Armington:
        """Start from a shipped world by its name; `OutOfRange` if there is none."""
        world = read_world(name)
        return cls(world.regions, world.flows, world.tariffs, elasticity, balanced)

    def counterfactual(self, tariffs: ArrayLike, loss: ArrayLike | Mapping[str, ArrayLike] = 1.0) -> Counterfactual:
        """Find what the world looks like at other tariffs.

        Parameters
        ----------
        tariffs : array (*batch, exporter, importer)
            Percent, above -100; zeros on the diagonal.
        loss : float or array (*batch,), or mapping of region to such
            Multiplies the real-income changes that are losses. It is no part of the model: large models, which know
            supply chains and investment, find losses several times larger, and this says how much larger.

        Raises
        ------
        OutOfRange
            For tariffs or multipliers that mean nothing.
        DidNotConverge
            If no wages can be found.
        """
        rates = check_tariffs("tariffs", tariffs, self.regions)
        check_batch(tariffs=rates.shape[:-2], elasticity=self.elasticity.shape)
        found = self._solve(rates, self.base_flow, self.elasticity)
        batch = found.flow.shape[:-2]
        rates = np.broadcast_to(rates, batch + rates.shape[-2:])
        income = 100.0 * np.expm1(found.log_real_income)
        return Counterfactual(
            tariffs=rates,
            flow=found.flow,
            wage=self._by_region(found.wage),
            revenue=self._by_region((found.flow * rates / 100.0).sum(axis=-2)),
            income=with_losses(self._by_region(income), loss),
        )

    def change(
        self,
        us_on_china: ArrayLike,
        china_on_us: ArrayLike,
        china_buys: ArrayLike = 0.0,
        loss: ArrayLike | Mapping[str, ArrayLike] = 1.0,
    ) -> TariffChange:
        """Find what happens if the US and China set these tariffs on each other, all others staying as they are.

        Parameters
        ----------
        us_on_china, china_on_us : float or array
            Percent, above -100; they broadcast against each other, the purchases and the elasticity.
        china_buys : float or array
            $bn a year of US exports to China on top of what these tariffs bring; zero or more. China keeps such a
            promise by the tariff, or import subsidy, on US goods that brings it, and bears what that costs.
        loss : float or array, or mapping of region to such
            See `counterfactual`.

        Returns
        -------
        TariffChange
            Arrays of the broadcast shape; floats if everything was a float.

        Raises
        ------
        OutOfRange
            If the model has no region `US` or `CN`, or for numbers that mean nothing, such as purchases that no subsidy
            brings.
        """
        us, china = self._place("US"), self._place("CN")
        taxed = percent_tariffs("us_on_china", us_on_china)
        charged = percent_tariffs("china_on_us", china_on_us)
        bought = not_negative("china_buys", china_buys, "a promise to buy less is a higher `china_on_us`")
        shapes = {"us_on_china": taxed.shape, "china_on_us": charged.shape, "china_buys": bought.shape}
        shape = check_batch(**shapes, elasticity=self.elasticity.shape)
        rates = np.broadcast_to(self.tariffs, shape + self.tariffs.shape).copy()
        rates[..., china, us], rates[..., us, china] = taxed, charged
        if bought.any():
            flows_of_some = self._flows_of_some(shape)
            rates = tariffs_for_purchases(flows_of_some, rates, us, china, np.broadcast_to(bought, shape))
        world = self.counterfactual(rates, loss)
        exports, imports = world.flow[..., us, china], world.flow[..., china, us]
        base = self.base_flow[..., china, us] - self.base_flow[..., us, china]
        parts = (world.tariffs, world.flow, world.wage, world.revenue, world.income)
        bilateral = (exports, imports, base - (imports - exports), rates[..., us, china])
        return TariffChange(*parts, *(values[()] for values in bilateral))

    def _solve(self, rates: FloatArray, base: FloatArray, elasticity: FloatArray) -> Equilibrium:
        """Ask the kernel about tariffs in percent; deficits are zero, or those of the base year."""
        deficit = np.zeros(len(self.regions)) if self.balanced else deficits(base)
        return solve(base, 1.0 + self.tariffs / 100.0, 1.0 + rates / 100.0, elasticity, deficit)

    def _flows_of_some(self, shape: tuple[int, ...]) -> Callable[[FloatArray, NDArray[np.intp]], FloatArray]:
        """Return a function from tariffs (k, exporter, importer) of some members (k,) of a batch to their flows."""
        base = np.broadcast_to(self.base_flow, shape + self.tariffs.shape).reshape(-1, *self.tariffs.shape)
        elasticity = np.broadcast_to(self.elasticity, shape).reshape(-1)
        return lambda rates, members: self._solve(rates, base[members], elasticity[members]).flow

    def _place(self, region: str) -> int:
        """Find where a region stands on the axes."""
        if region not in self.regions:
            raise OutOfRange(
                f"this model has no region `{region}`, only {', '.join(f'`{name}`' for name in self.regions)}",
                "`counterfactual` takes a whole table of tariffs, for any regions",
            )
        return self.regions.index(region)

    def _by_region(self, values: FloatArray) -> Mapping[str, FloatArray]:
        """Take the last axis apart; a scalar each if there is no batch."""
        return {name: values[..., place][()] for place, name in enumerate(self.regions)}


def _fixed(array: FloatArray) -> FloatArray:
    """Copy an array and make the copy read-only."""
    copy = np.array(array, dtype=np.float64)
    copy.setflags(write=False)
    return copy


def with_losses(income: Mapping[str, FloatArray], loss: ArrayLike | Mapping[str, ArrayLike]) -> dict[str, FloatArray]:
    """Multiply the changes of real income that are below zero.

    Parameters
    ----------
    income : mapping of region to array (*batch,)
        Percent.
    loss : float or array, or mapping of region to such
        Zero or more; broadcasts against the incomes.

    Raises
    ------
    OutOfRange
        For a region that is not there, or a multiplier below zero.
    """
    by_region = loss if isinstance(loss, Mapping) else dict.fromkeys(income, loss)
    unknown = [name for name in by_region if name not in income]
    if unknown:
        raise OutOfRange(f"`loss` names the unknown region `{unknown[0]}`", f"known: {', '.join(income)}")
    scaled = dict(income)
    for region, factor in by_region.items():
        times = not_negative("loss", factor)
        check_batch(loss=times.shape, income=np.shape(income[region]))
        scaled[region] = np.where(income[region] < 0, income[region] * times, income[region])[()]
    return scaled
