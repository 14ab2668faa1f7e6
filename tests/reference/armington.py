"""A plain twin of the trade model: one world at a time, loops, textbook formulas, a fixed point
instead of Newton.

Tables are lists of rows, an exporter each; tariffs are in percent.
"""

import math

Table = list[list[float]]


def equilibrium(
    flows: Table, base_tariffs: Table, tariffs: Table, elasticity: float, deficits: list[float]
) -> tuple[Table, list[float]]:
    """Flows before tariff and percent changes of real income, at other tariffs."""
    regions = range(len(flows))
    output = [sum(flows[i]) for i in regions]
    base_spending = [
        sum(flows[i][n] * (1 + base_tariffs[i][n] / 100) for i in regions) for n in regions
    ]
    base_share = [
        [flows[i][n] * (1 + base_tariffs[i][n] / 100) / base_spending[n] for n in regions]
        for i in regions
    ]
    wage = [1.0 for _ in regions]
    for _ in range(20_000):
        new_flows, spending, price = at_wages(
            wage, output, base_share, base_tariffs, tariffs, elasticity, deficits
        )
        gaps = []
        for i in regions:
            exports = sum(new_flows[i][n] for n in regions if n != i) + max(deficits[i], 0.0)
            imports = sum(new_flows[k][i] for k in regions if k != i) + max(-deficits[i], 0.0)
            gaps.append(exports / imports)
        if max(abs(math.log(gap)) for gap in gaps) < 1e-13:
            break
        wage = [
            wage[i] * gaps[i] ** (0.5 / (1 + 2 * elasticity)) for i in regions
        ]  # half way to each one's balance
        world = sum(wage[i] * output[i] for i in regions) / sum(output)
        wage = [value / world for value in wage]
    else:
        raise ArithmeticError("the fixed point was not reached")
    income = [100 * (spending[n] / base_spending[n] / price[n] - 1) for n in regions]
    return new_flows, income


def at_wages(
    wage: list[float],
    output: list[float],
    base_share: Table,
    base_tariffs: Table,
    tariffs: Table,
    elasticity: float,
    deficits: list[float],
) -> tuple[Table, list[float], list[float]]:
    """Flows before tariff, spending with tariff, and price indices, at given wages."""
    regions = range(len(wage))
    flows = [[0.0 for _ in regions] for _ in regions]
    spending, price = [], []
    for n in regions:
        weight = []
        for i in regions:
            cost = wage[i] * (1 + tariffs[i][n] / 100) / (1 + base_tariffs[i][n] / 100)
            weight.append(base_share[i][n] * cost**-elasticity)
        price.append(sum(weight) ** (-1 / elasticity))
        share = [value / sum(weight) for value in weight]
        revenue_rate = sum(share[i] * tariffs[i][n] / (100 + tariffs[i][n]) for i in regions)
        spending.append((wage[n] * output[n] + deficits[n]) / (1 - revenue_rate))
        for i in regions:
            flows[i][n] = share[i] * spending[n] / (1 + tariffs[i][n] / 100)
    return flows, spending, price


def balanced(flows: Table, tariffs: Table, elasticity: float) -> Table:
    """The base year without trade imbalances."""
    return equilibrium(flows, tariffs, tariffs, elasticity, [0.0 for _ in flows])[0]


def tariff_for_purchases(
    flows: Table,
    base_tariffs: Table,
    tariffs: Table,
    elasticity: float,
    deficits: list[float],
    seller: int,
    buyer: int,
    more: float,
) -> float:
    """The buyer's tariff at which it buys so much more than at the given tariffs, by bisection."""

    def flow_at(tariff: float) -> float:
        trial = [list(row) for row in tariffs]
        trial[seller][buyer] = tariff
        return equilibrium(flows, base_tariffs, trial, elasticity, deficits)[0][seller][buyer]

    target = flow_at(tariffs[seller][buyer]) + more
    low, high = -80.0, tariffs[seller][buyer]
    while high - low > 1e-10:
        middle = (low + high) / 2
        if flow_at(middle) > target:
            low = middle
        else:
            high = middle
    return (low + high) / 2
