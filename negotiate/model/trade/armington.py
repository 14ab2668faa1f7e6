"""The Armington trade model: what tariffs and promised purchases do to real incomes and to trade
flows.

Each region makes one good of its own from labour; buyers everywhere mix the goods with a constant
elasticity of substitution; the tariff revenue is handed back to the importer's consumers. The model
is solved in changes from a base year, so that all it needs is who sold how much to whom, the
tariffs of that year, and one elasticity. Equations and method are those of
`negotiate.model.trade.hat_algebra`.

A promise to buy is kept by somebody at home who would not have bought at the going price. Its cost
and its gain are those of the tariff, or of the import subsidy if that is negative, at which the
bilateral flow rises by the promised amount.

References
----------
Armington 1969, "A theory of demand for products distinguished by place of production", IMF Staff
Papers 16(1). Gros 1987, "A note on the optimal tariff, retaliation and the welfare loss from tariff
wars in a framework with intra-industry trade", Journal of International Economics 23(3-4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

import numpy as np
from numpy.typing import ArrayLike

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
from negotiate.model.trade.hat_algebra import solve, wedge_for_more

DEEPEST_SUBSIDY = (
    90.0  # percent of the price: beyond it a purchase is a gift, and the flow hardly rises any more
)


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
        Percent change of real income from the base year, revenue included; losses times the loss
        multiplier.
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
        China's tariff on US goods, percent: the one asked for, or the one that brings the promised
        purchases.
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
        Trade elasticity, above zero: the elasticity of substitution less one. An array gives every
        answer these leading axes, broadcast against those of the tariffs.
    balanced : bool
        True takes trade imbalances out of the base year first. False keeps each region's deficit
        fixed in $bn, with world income as the numeraire; the tariff on all imports of a region in
        deficit then has no best size: a search for one runs to its end, and at some thousands of
        percent no equilibrium is left.

    Attributes
    ----------
    base_flow : array (*batch, exporter, importer)
        The flows that changes are measured from, $bn before tariff: `flows`, or their balanced
        version.

    Raises
    ------
    OutOfRange
        If the numbers do not describe a world that trades.

    Examples
    --------
    >>> world = Armington(
    ...     ["US", "CN"], [[90, 10], [10, 90]], [[0, 0], [0, 0]], elasticity=4, balanced=True
    ... )
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
        self,
        regions: Sequence[str],
        flows: ArrayLike,
        tariffs: ArrayLike,
        elasticity: ArrayLike,
        balanced: bool,
    ) -> None:
        names = check_regions(regions)
        table = check_flows(flows, names)
        rates = check_tariffs("tariffs", tariffs, names)
        if rates.ndim != 2:
            raise OutOfRange(
                f"`tariffs` of the base year has {rates.ndim} axes, and needs two: exporter and "
                "importer"
            )
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
        """Start from the US, China and the rest of the world in 2017, the shipped
        `data/world-2017.toml`.
        """
        return cls.from_world("world-2017", elasticity, balanced)

    @classmethod
    def from_world(cls, name: str, elasticity: ArrayLike = 4.0, balanced: bool = True) -> Armington:
        """Start from a shipped world by its name; `OutOfRange` if there is none."""
        world = read_world(name)
        return cls(world.regions, world.flows, world.tariffs, elasticity, balanced)

    def counterfactual(
        self, tariffs: ArrayLike, loss: ArrayLike | Mapping[str, ArrayLike] = 1.0
    ) -> Counterfactual:
        """Find what the world looks like at other tariffs.

        Parameters
        ----------
        tariffs : array (*batch, exporter, importer)
            Percent, above -100; zeros on the diagonal.
        loss : float or array (*batch,), or mapping of region to such
            Multiplies the real-income changes that are losses. It is no part of the model: large
            models, which know supply chains and investment, find losses several times larger, and
            this says how much larger.

        Raises
        ------
        OutOfRange
            For tariffs or multipliers that mean nothing.
        DidNotConverge
            If no wages can be found.
        """
        rates = check_tariffs("tariffs", tariffs, self.regions)
        check_batch(tariffs=rates.shape[:-2], elasticity=self.elasticity.shape)
        found = solve(*self._given(rates, self.base_flow, self.elasticity))
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
        """Find what happens if the US and China set these tariffs on each other, all others staying
        as they are.

        Parameters
        ----------
        us_on_china, china_on_us : float or array
            Percent, above -100; they broadcast against each other, the purchases and the
            elasticity.
        china_buys : float or array
            $bn a year of US exports to China on top of what these tariffs bring; zero or more.
            China keeps such a promise by the tariff, or import subsidy, on US goods that brings
            it, and bears what that costs.
        loss : float or array, or mapping of region to such
            See `counterfactual`.

        Returns
        -------
        TariffChange
            Arrays of the broadcast shape; floats if everything was a float.

        Raises
        ------
        OutOfRange
            If the model has no region `US` or `CN`, or for numbers that mean nothing, such as
            purchases that no subsidy brings.
        """
        us, china = self._place("US"), self._place("CN")
        taxed = percent_tariffs("us_on_china", us_on_china)
        charged = percent_tariffs("china_on_us", china_on_us)
        bought = not_negative(
            "china_buys", china_buys, "a promise to buy less is a higher `china_on_us`"
        )
        shapes = {
            "us_on_china": taxed.shape,
            "china_on_us": charged.shape,
            "china_buys": bought.shape,
        }
        shape = check_batch(**shapes, elasticity=self.elasticity.shape)
        rates = np.broadcast_to(self.tariffs, shape + self.tariffs.shape).copy()
        rates[..., china, us], rates[..., us, china] = taxed, charged
        if bought.any():
            rates[..., us, china] = self._for_purchases(
                rates, np.broadcast_to(bought, shape), (us, china)
            )
        world = self.counterfactual(rates, loss)
        exports, imports = world.flow[..., us, china], world.flow[..., china, us]
        base = self.base_flow[..., china, us] - self.base_flow[..., us, china]
        parts = (world.tariffs, world.flow, world.wage, world.revenue, world.income)
        bilateral = (exports, imports, base - (imports - exports), rates[..., us, china])
        return TariffChange(*parts, *(values[()] for values in bilateral))

    def _given(
        self, rates: FloatArray, base: FloatArray, elasticity: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """What the kernel takes for tariffs in percent; deficits are zero, or those of the base
        year.
        """
        deficit = np.zeros(len(self.regions)) if self.balanced else deficits(base)
        return base, 1.0 + self.tariffs / 100.0, 1.0 + rates / 100.0, elasticity, deficit

    def _for_purchases(
        self, rates: FloatArray, bought: FloatArray, pair: tuple[int, int]
    ) -> FloatArray:
        """The tariff on a flow at which it is larger by what is bought, percent, shape (*batch,).

        Raises
        ------
        OutOfRange
            If even the deepest subsidy, `DEEPEST_SUBSIDY`, does not raise the flow that much; says
            how much it does.
        """
        place = (..., *pair)
        found = rates[place].copy()
        promised = bought > 0
        more, without = bought[promised], rates[promised]
        base = np.broadcast_to(self.base_flow, rates.shape)[promised]
        elasticity = np.broadcast_to(self.elasticity, bought.shape)[promised]
        wrong: DidNotConverge | None = None
        try:
            tariff = 100.0 * (
                wedge_for_more(*self._given(without, base, elasticity), more, pair) - 1.0
            )
        except DidNotConverge as error:
            wrong, tariff = error, np.full(len(more), -np.inf)
        if (tariff < -DEEPEST_SUBSIDY).any():
            deepest = without.copy()
            deepest[place] = np.minimum(deepest[place], -DEEPEST_SUBSIDY)
            flow, most = (
                solve(*self._given(one, base, elasticity)).flow[place] for one in (without, deepest)
            )
            most -= flow
            worst = int(np.argmax(more - most))
            if more[worst] > most[worst]:
                raise OutOfRange(
                    f"purchases of {more[worst]:g} $bn a year more are out of reach: at these "
                    "tariffs an import "
                    f"subsidy of {DEEPEST_SUBSIDY:g} % brings {most[worst]:.4g} $bn",
                    f"promise at most {most[worst]:.4g} $bn",
                )
        if wrong is not None:
            raise wrong
        found[promised] = tariff
        return found

    def _place(self, region: str) -> int:
        """Find where a region stands on the axes."""
        if region not in self.regions:
            raise OutOfRange(
                (
                    f"this model has no region `{region}`, only "
                    f"{', '.join(f'`{name}`' for name in self.regions)}"
                ),
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


def with_losses(
    income: Mapping[str, FloatArray], loss: ArrayLike | Mapping[str, ArrayLike]
) -> dict[str, FloatArray]:
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
        raise OutOfRange(
            f"`loss` names the unknown region `{unknown[0]}`", f"known: {', '.join(income)}"
        )
    scaled = dict(income)
    for region, factor in by_region.items():
        times = not_negative("loss", factor)
        check_batch(loss=times.shape, income=np.shape(income[region]))
        scaled[region] = np.where(income[region] < 0, income[region] * times, income[region])[()]
    return scaled
