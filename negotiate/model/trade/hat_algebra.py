"""Solves the Armington trade model in changes from a base year ("exact hat algebra"), for a whole
batch at once.

Regions sell to each other and to themselves. With sigma = elasticity + 1, the spending of buyer n
before tariff goes to seller i in proportion to ``flow[i, n] * wage[i]**-elasticity * (new_wedge /
wedge)[i, n]**-sigma``, which is the usual share formula after the tariff revenue, handed back to
consumers, has been solved out. Buyer n has ``wage[n] * income[n] + deficit[n]`` to spend before
tariff. What is left to find is one wage a region, such that every region's exports pay for its
imports, apart from its fixed deficit; world income is the numeraire.

Balanced trade is written ``log exports - log imports``, which is close to linear in log wages and
keeps its slope however little is traded, so that Newton's method takes a handful of steps from free
trade to the edge of autarky. A tariff that is to bring a flow about is one more unknown, and the
logarithm of that flow one more equation.

Inside, the batch is the last axis, so that each step of the arithmetic runs along it.

References
----------
Dekle, Eaton & Kortum 2008, "Global rebalancing with gravity", IMF Staff Papers 55(3). Costinot &
Rodriguez-Clare 2014, "Trade theory with numbers", Handbook of International Economics 4, sections 2
and 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from negotiate.arrays import FloatArray
from negotiate.errors import DidNotConverge

# largest |log exports - log imports|; about a hundred roundings of the logarithms involved
TOLERANCE = 1e-12
STEPS = 200  # Newton needs 3-6; the rest is room for halved steps at extreme tariffs
LONGEST_STEP = 5.0  # in log wages: one step never multiplies a wage by more than e**5
STARTS = (
    8  # from which a free wedge is looked for; one is enough but where deficits are fixed and large
)
FARTHEST = 4.0  # how far from the given wedge that is, as a logarithm
CHUNK_CELLS = 1 << 15  # flows solved side by side: small enough for a processor's cache
TAILS = (2, 2, 2, 0, 1, 0)  # how many axes of each argument are no batch
IGNORED: dict[str, Any] = {
    "divide": "ignore",
    "invalid": "ignore",
    "over": "ignore",
}  # such steps are halved


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
    """What the wages depend on; the last axis of each array is the batch, or has length one."""

    log_pull: FloatArray  # (exporter, importer, batch): log flow - sigma log(new wedge / wedge)
    income: FloatArray  # (region, batch)
    deficit: FloatArray  # (region, batch)
    elasticity: FloatArray  # (batch,)
    # (batch,): the logarithm of the flow that a free wedge brings about; none if there is no such
    wanted: FloatArray

    def keep(self, members: NDArray[np.bool_]) -> _World:
        """Take the world of some members only."""
        return _World(*(part if part.shape[-1] < 2 else part[..., members] for part in self))


def solve(
    flow: FloatArray,
    wedge: FloatArray,
    new_wedge: FloatArray,
    elasticity: FloatArray,
    deficit: FloatArray,
) -> Equilibrium:
    """Find the equilibrium at new tariffs for every member of the batch.

    Every argument may carry leading batch axes, which broadcast against each other. The arguments
    are trusted: finite numbers, positive wedges and elasticities, and every region in some chain of
    trade with every other.

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
        If a member does not reach `TOLERANCE`: tariffs beyond the range of floating-point numbers,
        or fixed deficits that no wages can carry.

    Notes
    -----
    Damped Newton on log wages. Members that have converged leave the iteration. A member of three
    regions costs a few microseconds; the working memory is that of one chunk.
    """
    batch, members, parts = _laid_out(flow, wedge, new_wedge, elasticity, deficit)
    regions = flow.shape[-1]
    answer = Equilibrium(
        np.empty((members, regions)),
        np.empty((members, regions, regions)),
        np.empty((members, regions)),
    )
    for chunk in _chunks(members, regions):
        _solve_chunk(answer, chunk, *_of_chunk(parts, chunk))
    return Equilibrium(*(part.reshape(batch + part.shape[1:]) for part in answer))


def wedge_for_more(
    flow: FloatArray,
    wedge: FloatArray,
    new_wedge: FloatArray,
    elasticity: FloatArray,
    deficit: FloatArray,
    more: FloatArray,
    pair: tuple[int, int],
) -> FloatArray:
    """Find at which wedge an exporter sells more to an importer, everything else as new.

    Parameters
    ----------
    flow, wedge, new_wedge, elasticity, deficit
        As `solve` takes them.
    more : array (*batch,)
        By how much the flow is to rise over what the new wedges bring; above zero, in the unit of
        the flows.
    pair : (int, int)
        The exporter and the importer.

    Returns
    -------
    array (*batch,)
        In place of the new wedge of that pair.

    Raises
    ------
    DidNotConverge
        As `solve` does, or if no wedge brings as much.
    """
    batch, members, parts = _laid_out(flow, wedge, new_wedge, elasticity, deficit, more)
    answer = np.empty(members)
    for chunk in _chunks(members, flow.shape[-1]):
        *given, asked = _of_chunk(parts, chunk)
        with np.errstate(**IGNORED):
            found = _free_wedge(_world(*given), asked, pair, chunk.stop - chunk.start)
        answer[chunk] = given[2][pair] * np.exp(found)
    return answer.reshape(batch)


def _free_wedge(world: _World, more: FloatArray, pair: tuple[int, int], members: int) -> FloatArray:
    """The logarithm of what a wedge is multiplied by to bring more about, shape (members,).

    The search starts from the wedge that is given. Where that is too far away, it starts again
    nearer by: from the middle of what is known to bring too little and too much.
    """
    high = np.zeros(members)
    low, change, wanted, left = high - FARTHEST, high, np.empty(0), STARTS
    while True:
        there = world._replace(log_pull=world.log_pull + np.zeros(members))
        there.log_pull[pair] -= (world.elasticity + 1.0) * change
        log_wage = _unknowns(there, np.zeros((len(world.income), members)))
        bought = _flows(log_wage, there)[0][pair]
        wanted = wanted if wanted.size else np.log(bought + more)
        try:
            found = _unknowns(
                world._replace(wanted=wanted), np.concatenate([log_wage, change[None]]), pair
            )
            return np.asarray(found[-1], dtype=np.float64)
        except DidNotConverge:
            left -= 1
            if not left:
                raise
        enough = np.log(bought) > wanted
        low, high = np.where(enough, change, low), np.where(enough, high, change)
        change = (low + high) / 2.0


def _chunks(members: int, regions: int) -> Iterator[slice]:
    """Members that are solved side by side."""
    size = max(1, CHUNK_CELLS // regions**2)
    for start in range(0, members, size):
        yield slice(start, min(start + size, members))


def _of_chunk(parts: list[FloatArray], chunk: slice) -> list[FloatArray]:
    """The members of a chunk; what does not vary is the same for all."""
    return [part if part.shape[-1] == 1 else part[..., chunk] for part in parts]


def _laid_out(*parts: FloatArray) -> tuple[tuple[int, ...], int, list[FloatArray]]:
    """The batch of some arguments, its size, and each argument with its batch as one last axis."""
    batch = np.broadcast_shapes(
        *(part.shape[: part.ndim - tail] for part, tail in zip(parts, TAILS, strict=False))
    )
    flat = [_flattened(part, tail, batch) for part, tail in zip(parts, TAILS, strict=False)]
    return batch, int(np.prod(batch)), flat


def _flattened(part: FloatArray, tail: int, batch: tuple[int, ...]) -> FloatArray:
    """Make all batch axes one, the last; what does not vary keeps a batch axis of length one and is
    not copied.
    """
    kernel = part.shape[part.ndim - tail :]
    if part.size == int(np.prod(kernel)):
        return part.reshape((*kernel, 1))
    flat = np.broadcast_to(part, batch + kernel).reshape((-1, *kernel))
    return np.ascontiguousarray(np.moveaxis(flat, 0, -1))


def _world(
    flow: FloatArray,
    wedge: FloatArray,
    new_wedge: FloatArray,
    elasticity: FloatArray,
    deficit: FloatArray,
) -> _World:
    """What the wages depend on, where no flow is wanted."""
    # The logarithm of a flow of zero is minus infinity, which keeps it zero.
    log_pull = np.log(flow) - (elasticity + 1.0) * (np.log(new_wedge) - np.log(wedge))
    return _World(log_pull, flow.sum(axis=1), deficit, elasticity, np.empty(0))


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
    with np.errstate(**IGNORED):
        world = _world(flow, wedge, new_wedge, elasticity, deficit)
        log_wage = _unknowns(world, np.zeros((len(flow), chunk.stop - chunk.start)))
        new_flow = _flows(log_wage, world)[0]
    base = flow * wedge
    base_spending = base.sum(axis=0)
    power = -elasticity * (log_wage[:, None] + np.log(new_wedge) - np.log(wedge))
    highest = power.max(axis=0)  # taken out of the sum, against overflow
    log_sum = highest + np.log((base / base_spending * np.exp(power - highest)).sum(axis=0))
    spending = (new_flow * new_wedge).sum(axis=0)
    answer.wage[chunk] = np.exp(log_wage).T
    answer.flow[chunk] = np.moveaxis(new_flow, -1, 0)
    answer.log_real_income[chunk] = (np.log(spending / base_spending) + log_sum / elasticity).T


def _unknowns(world: _World, start: FloatArray, pair: tuple[int, int] = (0, 0)) -> FloatArray:
    """Newton on log wages, and on the logarithm of a free wedge where a flow is wanted, shape
    (unknowns, batch).

    A step that does not bring trade closer to balance is halved and tried again.
    """
    answer = np.empty(start.shape)
    member = np.arange(start.shape[-1])
    at, step = start, np.zeros(start.shape)
    damping, error = np.ones(len(member)), np.full(len(member), np.inf)
    for _ in range(STEPS):
        trial = _at_world_income(at + damping * step, world.income)
        flow, share, budget = _flows(trial, world, pair)
        residual, row = _imbalance(flow, world, pair)
        size = np.abs(residual).max(axis=0)
        better = size < error  # false where the size is not a number
        if better.all():
            at, error, damping = trial, size, np.ones(len(member))
        else:
            at, error, damping = (
                np.where(better, trial, at),
                np.where(better, size, error),
                damping / 2.0,
            )
            damping[better] = 1.0
        going = error > TOLERANCE
        if not going.all():
            answer[:, member[~going]] = at[:, ~going]
            if not going.any():
                return answer
            world, member, row = world.keep(going), member[going], row[going]
            error, damping, better = error[going], damping[going], better[going]
            at, step, trial, residual = (
                at[:, going],
                step[:, going],
                trial[:, going],
                residual[:, going],
            )
            flow, share, budget = flow[..., going], share[..., going], budget[:, going]
        slope = _slope(flow, share, budget, trial, row, world, pair)
        following = _newton_step(slope, residual, row)
        step = following if better.all() else np.where(better, following, step)
    raise DidNotConverge("the trade model's equilibrium", STEPS, float(error.max()), TOLERANCE)


def _at_world_income(unknowns: FloatArray, income: FloatArray) -> FloatArray:
    """Scale wages so that world income is the base year's; the highest wage is taken out first,
    against overflow.
    """
    regions = len(income)
    log_wage = unknowns[:regions] - unknowns[:regions].max(axis=0)
    log_wage -= np.log((np.exp(log_wage) * income).sum(axis=0) / income.sum(axis=0))
    return np.concatenate([log_wage, unknowns[regions:]])


def _flows(
    unknowns: FloatArray, world: _World, pair: tuple[int, int] = (0, 0)
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Flows before tariff, shares of the buyer's budget before tariff, and that budget; not a
    number below zero.
    """
    log_wage = unknowns[: len(world.income)]
    log_pull = world.log_pull - (world.elasticity * log_wage)[:, None]
    if world.wanted.size:
        log_pull[pair] -= (world.elasticity + 1.0) * unknowns[-1]
    pull = np.exp(log_pull - log_pull.max(axis=0))
    share = pull / pull.sum(axis=0)
    budget = np.exp(log_wage) * world.income + world.deficit
    budget = np.where(budget > 0, budget, np.nan)
    return share * budget, share, budget


def _imbalance(
    flow: FloatArray, world: _World, pair: tuple[int, int]
) -> tuple[FloatArray, NDArray[np.intp]]:
    """What is to be zero, and the region that trades most.

    That is log exports less log imports of each region, and how far a flow is from what is wanted.
    """
    _, exports, imports = _abroad(flow, world.deficit)
    residual = np.log(exports) - np.log(imports)
    if world.wanted.size:
        residual = np.concatenate([residual, np.log(flow[pair])[None] - world.wanted])
    return residual, np.argmax(exports, axis=0)


def _abroad(flow: FloatArray, deficit: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Flows without own sales, and the sums of exports and imports.

    A deficit counts beside exports, a surplus beside imports.
    """
    foreign = flow.copy()
    np.einsum("iik->ik", foreign)[...] = 0.0
    return (
        foreign,
        foreign.sum(axis=1) + np.maximum(deficit, 0.0),
        foreign.sum(axis=0) + np.maximum(-deficit, 0.0),
    )


def _slope(
    flow: FloatArray,
    share: FloatArray,
    budget: FloatArray,
    unknowns: FloatArray,
    row: NDArray[np.intp],
    world: _World,
    pair: tuple[int, int],
) -> FloatArray:
    """Differentiate what is to be zero; the row of the largest trader is replaced by the numeraire.

    By Walras's law one region's balance follows from the others'. Leaving out the one that trades
    most keeps the system well conditioned when some region trades next to nothing.
    """
    regions, elasticity = len(world.income), world.elasticity
    foreign, exports, imports = _abroad(flow, world.deficit)
    earning = np.exp(unknowns[:regions]) * world.income
    earned = earning / budget
    slope = np.empty((len(unknowns), len(unknowns), len(row)))
    by_wage = slope[:regions, :regions]
    np.multiply(np.einsum("ibk,jbk->ijk", foreign, share), elasticity, out=by_wage)
    by_wage += foreign * earned
    by_wage /= exports[:, None]
    bought, of_buyer = foreign.sum(axis=0), share.swapaxes(0, 1)
    by_wage -= elasticity * (of_buyer * bought[:, None] - foreign.swapaxes(0, 1)) / imports[:, None]
    own = elasticity * foreign.sum(axis=1) / exports + earned * bought / imports
    np.einsum("iik->ik", by_wage)[...] -= own
    if world.wanted.size:
        seller, buyer = pair
        change = (
            (elasticity + 1.0) * foreign[:, buyer] * share[pair]
        )  # of what the buyer buys, by the free wedge
        change[seller] -= (elasticity + 1.0) * foreign[pair]
        slope[:regions, -1] = change / exports
        slope[buyer, -1] = -change.sum(axis=0) / imports[buyer]
        slope[-1, :regions] = elasticity * share[:, buyer]
        slope[-1, seller] -= elasticity
        slope[-1, buyer] += earned[buyer]
        slope[-1, -1] = (elasticity + 1.0) * (share[pair] - 1.0)
    slope[row, :, np.arange(len(row))] = 0.0
    slope[row, :regions, np.arange(len(row))] = (earning / world.income.sum(axis=0)).T
    return slope


def _newton_step(slope: FloatArray, residual: FloatArray, row: NDArray[np.intp]) -> FloatArray:
    """Take the Newton step, no longer than `LONGEST_STEP`; none where the numbers have left the
    range of floats.
    """
    goal = -residual
    goal[row, np.arange(len(row))] = 0.0
    sound: NDArray[np.bool_] = np.isfinite(slope.sum(axis=(0, 1)) + goal.sum(axis=0))
    if not sound.all():
        slope = np.where(sound, slope, np.eye(len(slope))[..., None])
        goal = np.where(sound, goal, 0.0)
    try:
        step = np.linalg.solve(np.moveaxis(slope, -1, 0), goal.T[..., None])[..., 0]
    except np.linalg.LinAlgError as singular:
        worst = float(np.abs(residual).max())
        raise DidNotConverge(
            "the trade model's equilibrium (regions cut off)", 0, worst, TOLERANCE
        ) from singular
    shorter = LONGEST_STEP / np.maximum(np.abs(step).max(axis=1), LONGEST_STEP)
    return np.asarray(step.T * shorter, dtype=np.float64)
