"""Solves the Armington trade model in changes from a base year ("exact hat algebra"), for a whole batch at once.

Regions sell to each other and to themselves. With sigma = elasticity + 1, the spending of buyer n before tariff goes to
seller i in proportion to ``flow[i, n] * wage[i]**-elasticity * (new_wedge / wedge)[i, n]**-sigma``, which is the usual
share formula after the tariff revenue, handed back to consumers, has been solved out. Buyer n has
``wage[n] * income[n] + deficit[n]`` to spend before tariff. What is left to find is one wage a region, such that every
region's exports pay for its imports, apart from its fixed deficit; world income is the numeraire.

Balanced trade is written ``log exports - log imports``, which is close to linear in log wages and keeps its slope
however little is traded, so that Newton's method takes a handful of steps from free trade to the edge of autarky.

References
----------
Dekle, Eaton & Kortum 2008, "Global rebalancing with gravity", IMF Staff Papers 55(3).
Costinot & Rodriguez-Clare 2014, "Trade theory with numbers", Handbook of International Economics 4, sections 2 and 4.
"""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray
from negotiate.errors import DidNotConverge

TOLERANCE = 1e-12  # largest |log exports - log imports|; about a hundred roundings of the logarithms involved
STEPS = 200  # Newton needs 3-6; the rest is room for halved steps at extreme tariffs
LONGEST_STEP = 5.0  # in log wages: one step never multiplies a wage by more than e**5
CHUNK_CELLS = 1 << 17  # flows solved side by side: small enough for a processor's cache


class Equilibrium(NamedTuple):
    """New equilibria, one a member of the batch.

    Attributes
    ----------
    wage : array (*batch, region)
        Ratio to the base year; world income is the numeraire.
    flow : array (*batch, exporter, importer)
        Before tariff, in the unit of the base flows.
    log_real_income : array (*batch, region)
        Logarithm of the ratio of real spending to the base year's.
    """

    wage: FloatArray
    flow: FloatArray
    log_real_income: FloatArray


class _World(NamedTuple):
    """What the wages depend on; the first axis of each array is the batch, or has length one."""

    log_pull: FloatArray  # (batch, exporter, importer): log flow - sigma log(new wedge / wedge)
    income: FloatArray  # (batch, region)
    deficit: FloatArray  # (batch, region)
    elasticity: FloatArray  # (batch,)

    def keep(self, members: NDArray[np.bool_]) -> _World:
        """Take the world of some members only."""
        return _World(*(part if len(part) == 1 else part[members] for part in self))


def solve(
    flow: FloatArray, wedge: FloatArray, new_wedge: FloatArray, elasticity: FloatArray, deficit: FloatArray
) -> Equilibrium:
    """Find the equilibrium at new tariffs for every member of the batch.

    Every argument may carry leading batch axes, which broadcast against each other. The arguments are trusted: finite
    numbers, positive wedges and elasticities, and every region in some chain of trade with every other.

    Parameters
    ----------
    flow : array (*batch, exporter, importer)
        Base year, before tariff, own sales on the diagonal.
    wedge, new_wedge : array (*batch, exporter, importer)
        One plus the tariff that the importer charges, as a ratio: in the base year, and now.
    elasticity : array (*batch,)
        Trade elasticity, the elasticity of substitution less one.
    deficit : array (*batch, region)
        Imports less exports before tariff, held fixed; zeros for balanced trade.

    Returns
    -------
    Equilibrium
        Arrays of the broadcast batch shape.

    Raises
    ------
    DidNotConverge
        If a member does not reach `TOLERANCE`: tariffs beyond the range of floating-point numbers, or fixed deficits
        that no wages can carry.

    Notes
    -----
    Damped Newton on log wages. Members that have converged leave the iteration. A member of three regions costs a few
    microseconds; the working memory is that of one chunk.
    """
    regions = flow.shape[-1]
    tails = (2, 2, 2, 0, 1)
    parts = (flow, wedge, new_wedge, elasticity, deficit)
    batch = np.broadcast_shapes(*(part.shape[: part.ndim - tail] for part, tail in zip(parts, tails, strict=True)))
    flat = [_flattened(part, tail, batch) for part, tail in zip(parts, tails, strict=True)]
    members = int(np.prod(batch))
    answer = Equilibrium(
        np.empty((members, regions)), np.empty((members, regions, regions)), np.empty((members, regions))
    )
    size = max(1, CHUNK_CELLS // regions**2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # such steps are halved, see `_log_wages`
        for start in range(0, members, size):
            chunk = slice(start, min(start + size, members))
            _solve_chunk(answer, chunk, *(part if len(part) == 1 else part[chunk] for part in flat))
    return Equilibrium(*(part.reshape(batch + part.shape[1:]) for part in answer))


def _flattened(part: FloatArray, tail: int, batch: tuple[int, ...]) -> FloatArray:
    """Make all batch axes one; what does not vary keeps a batch axis of length one and is not copied."""
    kernel = part.shape[part.ndim - tail :]
    if part.size == int(np.prod(kernel)):
        return part.reshape((1, *kernel))
    return np.broadcast_to(part, batch + kernel).reshape((-1, *kernel))


def _solve_chunk(
    answer: Equilibrium,
    chunk: slice,
    flow: FloatArray,
    wedge: FloatArray,
    new_wedge: FloatArray,
    elasticity: FloatArray,
    deficit: FloatArray,
) -> None:
    """Write the answers of one chunk into their place."""
    ratio = np.log(new_wedge) - np.log(wedge)
    # The logarithm of a flow of zero is minus infinity, which keeps it zero.
    log_pull = np.log(flow) - (elasticity + 1.0)[:, None, None] * ratio
    world = _World(log_pull, _sum(flow, -1), deficit, elasticity)
    log_wage = _log_wages(world, chunk.stop - chunk.start)
    new_flow = _flows(log_wage, world)[0]
    spending = _sum(new_flow * new_wedge, -2)
    base = flow * wedge
    base_spending = _sum(base, -2)
    share = base / base_spending[:, None, :]
    power = -elasticity[:, None, None] * (log_wage[:, :, None] + ratio)
    highest = _largest(power, -2)  # taken out of the sum, against overflow
    log_sum = highest + np.log(_sum(share * np.exp(power - highest[:, None, :]), -2))
    log_price = -log_sum / elasticity[:, None]
    answer.wage[chunk] = np.exp(log_wage)
    answer.flow[chunk] = new_flow
    answer.log_real_income[chunk] = np.log(spending / base_spending) - log_price


def _log_wages(world: _World, members: int) -> FloatArray:
    """Newton on log wages; a step that does not bring trade closer to balance is halved and tried again."""
    regions = world.income.shape[-1]
    answer = np.empty((members, regions))
    member = np.arange(members)
    log_wage, step = np.zeros((2, members, regions))
    damping, error = np.ones(members), np.full(members, np.inf)
    for _ in range(STEPS):
        trial = _at_world_income(log_wage + damping[:, None] * step, world.income)
        flow, share, budget = _flows(trial, world)
        residual, row = _imbalance(flow, world.deficit)
        size = _largest(np.abs(residual), -1)
        better = size < error  # false where the size is not a number
        log_wage = np.where(better[:, None], trial, log_wage)
        error = np.where(better, size, error)
        damping = np.where(better, 1.0, damping / 2.0)
        going = error > TOLERANCE
        answer[member[~going]] = log_wage[~going]
        if not going.any():
            return answer
        world, member, log_wage, error = world.keep(going), member[going], log_wage[going], error[going]
        damping, better, trial = damping[going], better[going], trial[going]
        slope = _slope(flow[going], share[going], budget[going], trial, row[going], world)
        step = np.where(better[:, None], _newton_step(slope, residual[going], row[going]), step[going])
    raise DidNotConverge("the trade model's equilibrium", STEPS, float(error.max()), TOLERANCE)


def _at_world_income(log_wage: FloatArray, income: FloatArray) -> FloatArray:
    """Scale wages so that world income is the base year's; the highest wage is taken out first, against overflow."""
    log_wage = log_wage - _largest(log_wage, -1)[:, None]
    world = _sum(np.exp(log_wage) * income, -1) / _sum(income, -1)
    scaled: FloatArray = log_wage - np.log(world)[:, None]
    return scaled


def _flows(log_wage: FloatArray, world: _World) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Flows before tariff, shares of the buyer's budget before tariff, and that budget; not a number below zero."""
    log_pull = world.log_pull - (world.elasticity[:, None] * log_wage)[:, :, None]
    pull = np.exp(log_pull - _largest(log_pull, -2)[:, None])
    share = pull / _sum(pull, -2)[:, None]
    budget = np.exp(log_wage) * world.income + world.deficit
    budget = np.where(budget > 0, budget, np.nan)
    return share * budget[:, None, :], share, budget


def _imbalance(flow: FloatArray, deficit: FloatArray) -> tuple[FloatArray, NDArray[np.intp]]:
    """Log exports less log imports of each region, and the region that trades most."""
    exports, imports = _abroad(flow, deficit)
    return np.log(exports) - np.log(imports), np.argmax(exports, axis=-1)


def _abroad(flow: FloatArray, deficit: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sum exports and imports without own sales; a deficit counts beside exports, a surplus beside imports."""
    foreign = flow * (1.0 - np.eye(flow.shape[-1]))
    return _sum(foreign, -1) + np.maximum(deficit, 0.0), _sum(foreign, -2) + np.maximum(-deficit, 0.0)


def _slope(
    flow: FloatArray, share: FloatArray, budget: FloatArray, log_wage: FloatArray, row: NDArray[np.intp], world: _World
) -> FloatArray:
    """Differentiate the imbalances by log wages; the row of the largest trader is replaced by the numeraire.

    By Walras's law one region's balance follows from the others'. Leaving out the one that trades most keeps the system
    well conditioned when some region trades next to nothing.
    """
    same = np.eye(flow.shape[-1])
    exports, imports = _abroad(flow, world.deficit)
    foreign = flow * (1.0 - same)
    elasticity = world.elasticity[:, None, None]
    earned = (np.exp(log_wage) * world.income / budget)[:, None, :]
    sold = elasticity * (foreign @ share.swapaxes(-1, -2) - same * _sum(foreign, -1)[:, :, None]) + foreign * earned
    by_buyer, of_buyer = foreign.swapaxes(-1, -2), share.swapaxes(-1, -2)
    bought = (elasticity * of_buyer + same * earned) * _sum(foreign, -2)[:, :, None] - elasticity * by_buyer
    slope: FloatArray = sold / exports[:, :, None] - bought / imports[:, :, None]
    slope[np.arange(len(row)), row] = np.exp(log_wage) * world.income / _sum(world.income, -1)[:, None]
    return slope


def _newton_step(slope: FloatArray, residual: FloatArray, row: NDArray[np.intp]) -> FloatArray:
    """Take the Newton step, no longer than `LONGEST_STEP`; none where the numbers have left the range of floats."""
    goal = -residual
    goal[np.arange(len(row)), row] = 0.0
    sound: NDArray[np.bool_] = np.isfinite(_sum(_sum(slope, -1), -1) + _sum(goal, -1))
    slope = np.where(sound[:, None, None], slope, np.eye(slope.shape[-1]))
    goal = np.where(sound[:, None], goal, 0.0)
    try:
        step = np.linalg.solve(slope, goal[..., None])[..., 0]
    except np.linalg.LinAlgError as singular:
        worst = float(np.abs(residual).max())
        raise DidNotConverge("the trade model's equilibrium (regions cut off)", 0, worst, TOLERANCE) from singular
    longest = _largest(np.abs(step), -1)[:, None]
    return np.asarray(step * np.minimum(1.0, LONGEST_STEP / np.maximum(longest, LONGEST_STEP)), dtype=np.float64)


def _sum(parts: FloatArray, axis: int) -> FloatArray:
    """A sum along one of the last two axes, region by region: NumPy is slow along many short axes."""
    return np.asarray(reduce(np.add, _along(parts, axis)), dtype=np.float64)


def _largest(parts: FloatArray, axis: int) -> FloatArray:
    """The largest along one of the last two axes, in the same way."""
    return np.asarray(reduce(np.maximum, _along(parts, axis)), dtype=np.float64)


def _along(parts: FloatArray, axis: int) -> list[FloatArray]:
    """What stands at each place of one of the last two axes."""
    return [parts[..., k] if axis == -1 else parts[..., k, :] for k in range(parts.shape[axis])]
