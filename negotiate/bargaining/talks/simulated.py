"""Simulated talks: agents that concede, sent against each other many times over the packages of a problem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.talks.agents import CANDIDATES, Agent, agents_of
from negotiate.bargaining.talks.runs import Estimate, Reached, SimulatedTalks
from negotiate.bargaining.talks.seats import LISTED, Seats, seats
from negotiate.errors import GameTooLarge, OutOfRange
from negotiate.kernels.bargaining.talks import MICRO, MODELLER, lockstep

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

OFFERS = 200_000_000
"""Offers, over all runs, that are ever made."""
MODELLING = 10
"""So many other offers take as long as one by an agent that models the others."""
ROUNDS = 1_000_000
CELLS = 20_000_000
"""Numbers held at once for talks in lockstep."""
NORMAL = 1.959963984540054
"""Standard deviations to either side that hold 95 of 100 draws of a normal distribution."""
NEAR = 1e-9
REACHED = 100
"""Packages that are told one by one."""


def simulated_talks(
    problem: BargainingProblem,
    agents: str | Sequence[str] = "boulware",
    *,
    rounds: int = 100,
    runs: int = 1_000,
    seed: int = 0,
) -> SimulatedTalks:
    """Send agents against each other.

    Parameters
    ----------
    problem : BargainingProblem
        With any number of signers, all of whom must accept.
    agents : str or sequence of str
        One name for all, or one for each signer, in their order; commas may separate them.
    rounds : int
        In each round every signer makes one offer.
    runs : int
        How often they talk; the first offer is made by each signer in turn, run by run.
    seed : int
        The same seed gives the same talks.

    Raises
    ------
    UnsuitableGame
        If there is no such agent.
    OutOfRange
        If there are no rounds or runs, or the seed is below 0.
    GameTooLarge
        If there would be more offers than are ever made.

    Examples
    --------
    >>> from negotiate.bargaining.problem import BargainingProblem
    >>> problem = BargainingProblem.from_arrays([[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1])
    >>> simulated_talks(problem, "boulware,conceder", rounds=20, runs=100)
    <SimulatedTalks: 100 runs, 100.0% end in a deal>
    """
    chosen = agents_of(agents, len(problem.seats))
    _check(rounds, runs, seed, chosen)
    on_table = seats(problem)
    outcomes = np.full(runs, -1, dtype=np.int64)
    endings = np.full(runs, rounds * len(chosen), dtype=np.int64)
    if not on_table.hopeless:
        for numbers in _portions(on_table, chosen, runs, rounds):
            draws = _draws(seed, numbers, rounds * len(chosen), chosen)
            first = int(numbers[0]) % len(chosen)
            talked = lockstep(
                on_table.utilities, on_table.willing, on_table.options, [a.manner for a in chosen], draws, first
            )
            outcomes[numbers], endings[numbers] = talked.packages, talked.offers
    return _told(problem, on_table, chosen, (rounds, runs, seed), outcomes, endings)


def _check(rounds: int, runs: int, seed: int, chosen: Sequence[Agent]) -> None:
    if not 1 <= rounds <= ROUNDS or runs < 1 or seed < 0:
        raise OutOfRange(
            f"talks cannot have {rounds:,} rounds, {runs:,} runs and the seed {seed}",
            f"take 1 to {ROUNDS:,} rounds, at least one run, and a seed that is 0 or more",
        )
    modellers = sum(agent.manner.kind == MODELLER for agent in chosen)
    offers = rounds * runs * (len(chosen) + (MODELLING - 1) * modellers)
    if offers > OFFERS:
        what = f"offers, each by `modeller` counted as {MODELLING}," if modellers else "offers"
        raise GameTooLarge(what, offers, OFFERS, "ask for fewer runs or rounds")


def _width(chosen: Sequence[Agent]) -> int:
    """Draws for each offer."""
    return CANDIDATES if any(agent.manner.kind == MODELLER for agent in chosen) else 1


def _portions(on_table: Seats, chosen: Sequence[Agent], runs: int, rounds: int) -> list[IntArray]:
    """Runs that are opened by the same signer, as many at once as memory is meant for."""
    memory = rounds * len(chosen) * _width(chosen)
    if any(agent.manner.kind == MICRO for agent in chosen):
        memory += len(chosen) ** 2 * len(on_table.packages) // 8
    if any(agent.manner.kind == MODELLER for agent in chosen):
        memory += len(chosen) ** 2 * on_table.options.shape[1] * (int(on_table.options.max()) + 3)
    size = max(1, CELLS // memory)
    every = np.arange(runs)
    opened = [every[first :: len(chosen)] for first in range(min(len(chosen), runs))]
    return [numbers[at : at + size] for numbers in opened for at in range(0, len(numbers), size)]


def _draws(seed: int, numbers: IntArray, offers: int, chosen: Sequence[Agent]) -> FloatArray:
    """Each run's own draws, from the child of the seed that has its number."""
    draws = np.empty((len(numbers), offers, _width(chosen)))
    for row, number in enumerate(numbers.tolist()):
        np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,))).random(out=draws[row])
    return draws


def _told(
    problem: BargainingProblem,
    on_table: Seats,
    chosen: tuple[Agent, ...],
    asked: tuple[int, int, int],
    outcomes: IntArray,
    endings: IntArray,
) -> SimulatedTalks:
    """Count what came of them."""
    rounds, runs, seed = asked
    deals = outcomes >= 0
    worth = np.repeat(on_table.disagreement[:, None], runs, axis=1)
    worth[:, deals] = on_table.payoffs[:, outcomes[deals]]
    places, counts = np.unique(outcomes[deals], return_counts=True)
    away = _distances(problem, on_table, places)
    order = np.lexsort((places, -counts))
    far = away[np.searchsorted(places, outcomes[deals])]
    took = -(-endings[deals] // len(chosen))
    rows = problem.seats
    found = np.where(deals, on_table.packages[outcomes] if len(on_table.packages) else -1, -1)
    return SimulatedTalks(
        players=tuple(problem.players[p] for p in rows),
        keys=tuple(problem.keys[p] for p in rows),
        units=tuple(problem.units[p] for p in rows) if problem.units else (),
        agents=chosen,
        rounds=rounds,
        runs=runs,
        seed=seed,
        packages=len(on_table.packages),
        agreed=_share(int(deals.sum()), runs),
        rounds_taken=_estimate(took.astype(np.float64)) if deals.any() else None,
        payoffs=tuple(_estimate(row) for row in worth),
        distance=_estimate(far) if deals.any() else None,
        on_frontier=float((far <= NEAR).mean()) if deals.any() else 0.0,
        opening=_opening(worth),
        reached=tuple(
            _reached(problem, on_table, int(places[k]), int(counts[k]), float(away[k])) for k in order[:REACHED]
        ),
        different=len(places),
        disagreement=tuple(on_table.disagreement.tolist()),
        outcomes=_frozen(found),
        endings=_frozen(endings),
        problem=problem,
        notes=(*problem.notes, *_notes(problem, on_table)),
    )


def _reached(problem: BargainingProblem, on_table: Seats, place: int, count: int, away: float) -> Reached:
    index = int(on_table.packages[place])
    return Reached(index, count, tuple(on_table.payoffs[:, place].tolist()), away <= NEAR)


def _frozen(found: IntArray) -> IntArray:
    found = np.ascontiguousarray(found, dtype=np.int64)
    found.setflags(write=False)
    return found


def _notes(problem: BargainingProblem, on_table: Seats) -> tuple[str, ...]:
    if on_table.frontier_only:
        return (f"There are more than {LISTED:,} packages, so the agents proposed only those on the Pareto frontier.",)
    if on_table.hopeless:
        return (_unwilling(problem, on_table),)
    return ()


def _unwilling(problem: BargainingProblem, on_table: Seats) -> str:
    """Why there is nothing to talk about."""
    if not len(on_table.packages):
        return "Red lines and ratifiers leave no package, so there was nothing to talk about."
    alone = [problem.players[p] for k, p in enumerate(problem.seats) if not on_table.willing[k].any()]
    prefers = f"{alone[0]} prefers" if len(alone) == 1 else f"{', '.join(alone[:-1])} and {alone[-1]} prefer"
    return f"{prefers} no deal to every package that crosses no red line, so there was nothing to talk about."


def _estimate(values: FloatArray) -> Estimate:
    apart = values - values[0]  # exactly nothing where all are the same
    mean = float(values[0] + apart.mean())
    spread = float(apart.std(ddof=1)) if len(values) > 1 else 0.0
    half = NORMAL * spread / len(values) ** 0.5
    return Estimate(mean, spread, mean - half, mean + half)


def _share(count: int, runs: int) -> Estimate:
    """A share with the interval of Wilson (1927), which has a width even where all runs end alike."""
    p, z2 = count / runs, NORMAL**2
    middle = (p + z2 / (2 * runs)) / (1 + z2 / runs)
    half = NORMAL / (1 + z2 / runs) * (p * (1 - p) / runs + z2 / (4 * runs * runs)) ** 0.5
    return Estimate(p, (p * (1 - p)) ** 0.5, max(0.0, min(middle - half, p)), min(1.0, max(middle + half, p)))


def _opening(worth: FloatArray) -> tuple[float, ...]:
    """What opening is worth to each."""
    players, runs = worth.shape
    if runs < players:
        return tuple(0.0 for _ in range(players))
    opener = np.arange(runs) % players
    found: list[float] = [
        float(np.mean(row[opener == p])) - float(np.mean(row[opener != p])) for p, row in enumerate(worth)
    ]
    return tuple(found)


def _distances(problem: BargainingProblem, on_table: Seats, places: IntArray) -> FloatArray:
    """How far each of some packages is from the nearest one of the frontier, in scaled gains."""
    best = problem.frontier_of().payoffs[list(problem.seats)]
    scaled = ((best - on_table.disagreement[:, None]) / on_table.span[:, None]).T
    away = np.zeros(len(places))
    for k, point in enumerate(on_table.utilities[:, places].T):
        away[k] = np.sqrt(((scaled - point) ** 2).sum(axis=1).min()) if len(scaled) else 0.0
    return away
