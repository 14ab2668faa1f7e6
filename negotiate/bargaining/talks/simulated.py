"""Simulated talks: agents that concede, sent against each other many times over the packages of a
problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.kernels.talks import (
    Bluffer,
    Concession,
    Grim,
    Manner,
    Micro,
    Mind,
    Modeller,
    Random,
    TitForTat,
    lockstep,
)
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge, OutOfRange, UnsuitableGame
from negotiate.report.style import joined

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


CANDIDATES = 8
"""Packages equally good for itself among which an agent that models the others chooses."""


class UnknownTalks(UnsuitableGame):
    """No way to talk and no agent goes by what was asked for, or it does not take what was said of
    it.
    """

    exit_code = 2


@record
class Agent:
    """One way to talk.

    Parameters
    ----------
    name : str
        What `--agents` calls it.
    says : str
        What it does, as the end of a sentence that begins with the player.
    reference : str
        Authors and year.
    manner : Manner
        What the kernel makes of it.
    """

    name: str
    says: str
    reference: str
    manner: Manner


AGENTS: tuple[Agent, ...] = (
    Agent(
        "boulware",
        "asks for nearly everything until shortly before the end",
        "Faratin, Sierra and Jennings 1998; Raiffa 1982 for the name",
        Manner(Concession, 4.0),
    ),
    Agent(
        "linear",
        "concedes the same amount in every round",
        "Faratin, Sierra and Jennings 1998",
        Manner(Concession),
    ),
    Agent(
        "conceder",
        "makes most concessions early",
        "Faratin, Sierra and Jennings 1998",
        Manner(Concession, 0.25),
    ),
    Agent(
        "tit-for-tat",
        (
            "makes one small concession, then concedes as much as the other side does, and the "
            "rest "
            "when time is nearly up"
        ),
        "Faratin, Sierra and Jennings 1998; Roth, Murnighan and Schoumaker 1988 for the deadline",
        Manner(TitForTat),
    ),
    Agent(
        "grim",
        (
            "concedes as linear, and once the other side has taken a concession back only when "
            "time is "
            "nearly up"
        ),
        "Friedman 1971; Roth, Murnighan and Schoumaker 1988 for the deadline",
        Manner(Grim),
    ),
    Agent(
        "micro",
        "makes a new offer only if it has made no more different offers than the other side, and "
        "may so need as many "
        "rounds as there are deals that it would sign",
        "de Jonge 2022",
        Manner(Micro),
    ),
    Agent(
        "logroller",
        (
            "concedes as slowly as boulware, but picks the package that the other side seems to "
            "like "
            "best"
        ),
        "van Krimpen, Looije and Hajizadeh 2013",
        Manner(Modeller, 4.0),
    ),
    Agent(
        "bluffer",
        "concedes late, and refuses one option as if it were a red line until time is nearly up",
        "Schelling 1956; Muthoo 1996",
        Manner(Bluffer, 2.0),
    ),
    Agent(
        "random",
        (
            "proposes any package that it would sign, and accepts what is worth as much to it as "
            "its "
            "own last offer"
        ),
        "Gode and Sunder 1993",
        Manner(Random),
    ),
)
"""In the order in which they are told."""
RENAMED = {"modeller": "logroller"}
"""What an agent was called before."""


def agents_of(names: str | Sequence[str], players: int) -> tuple[Agent, ...]:
    """The agents by their names, separated by commas or in a sequence; a single one for everybody.

    Raises
    ------
    UnknownTalks
        If there is none of that name, or not one for each player.
    """
    known = {agent.name: agent for agent in AGENTS}
    known |= {old: known[new] for old, new in RENAMED.items()}
    asked = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    for name in asked:
        if name not in known:
            raise UnknownTalks(
                f"there is no agent `{name}`", choices(name, [agent.name for agent in AGENTS])
            )
    if len(asked) == 1:
        asked *= players
    if len(asked) != players:
        raise UnknownTalks(
            f"{len(asked)} agents are named for {players} players",
            "name one agent for all, or one for each player who signs",
        )
    return tuple(known[name] for name in asked)


def choices(word: str, known: Iterable[str]) -> str:
    """The nearest of the known names, and all there are."""
    names = list(known)
    near = get_close_matches(word, names, n=1)
    told = ", ".join(f"`{name}`" for name in names)
    return f"did you mean `{near[0]}`? Choose from {told}" if near else f"choose from {told}"


@record
class Estimate:
    """A mean over runs.

    Parameters
    ----------
    mean : float
        The average.
    spread : float
        The standard deviation of single runs.
    low, high : float
        The ends of the 95 % confidence interval of the mean.
    """

    mean: float
    spread: float
    low: float
    high: float


@record
class Reached:
    """A package that was agreed on.

    Parameters
    ----------
    package : int
        Its index.
    count : int
        In how many runs.
    payoffs : tuple of float
        What it is worth to each signer.
    on_frontier : bool
        Whether it lies on the Pareto frontier.
    """

    package: int
    count: int
    payoffs: tuple[float, ...]
    on_frontier: bool


@entity
class SimulatedTalks(Shown):
    """What came of many runs of the same talks.

    Parameters
    ----------
    players, keys, units : tuple of str
        Those who sign; units are empty where nobody says.
    agents : tuple of Agent
        Who talks for each.
    rounds, runs, seed : int
        In a round everybody makes one offer; run number i starts from child i of the seed, whatever
        the number of runs.
    packages : int
        How many packages could be signed.
    agreed : Estimate
        Share of the runs that end in a deal, with Wilson's interval.
    rounds_taken : Estimate or None
        Of the runs that end in a deal.
    payoffs : tuple of Estimate
        Of all runs, no deal included, one a signer.
    distance : Estimate or None
        From the deal to the nearest package of the frontier, where each signer's gains are counted
        from 0 (no deal) to 1 (the best package that could be signed).
    on_frontier : float
        Share of the deals that lie on it.
    opening : tuple of float
        For each signer, what it gets on average more when it makes the first offer than when it
        does not.
    reached : tuple of Reached
        The packages that were agreed on, most frequent first, up to a cap.
    different : int
        How many there are.
    disagreement : tuple of float
        What each gets without a deal.
    outcomes, endings : ndarray of int, shape (runs,)
        The package of each run, -1 for none; how many offers were made.
    problem : BargainingProblem
        The table that they talk about.
    notes : tuple of str
        What a reader has to know besides, as sentences.
    """

    players: tuple[str, ...]
    keys: tuple[str, ...]
    units: tuple[str, ...]
    agents: tuple[Agent, ...]
    rounds: int
    runs: int
    seed: int
    packages: int
    agreed: Estimate
    rounds_taken: Estimate | None
    payoffs: tuple[Estimate, ...]
    distance: Estimate | None
    on_frontier: float
    opening: tuple[float, ...]
    reached: tuple[Reached, ...]
    different: int
    disagreement: tuple[float, ...]
    outcomes: IntArray
    endings: IntArray
    problem: BargainingProblem
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The scenario's."""
        return self.problem.title

    def package(self, index: int) -> dict[str, str]:
        """Issue → option of a package that was agreed on."""
        return self.problem.package(index)

    def __repr__(self) -> str:
        return f"<SimulatedTalks: {self.runs:,} runs, {self.agreed.mean:.1%} end in a deal>"


LISTED = 1_000_000
"""Packages that agents ever choose from; of more, only the frontier is."""


class Seats(NamedTuple):
    """What lies on the table, for those who sign.

    Parameters
    ----------
    packages : ndarray of int, shape (m,)
        The packages that cross no red line and no ratifier, by their index in the problem.
    payoffs : ndarray, shape (signers, m)
        In the signers' own units.
    utilities : ndarray, shape (signers, m)
        0 without a deal, 1 the best of these packages.
    willing : ndarray of bool, shape (signers, m)
        Who gets at least as much as without a deal, of packages by which somebody gets more.
    options : ndarray of int, shape (m, issues)
        The option of each issue, by number.
    disagreement, span : ndarray, shape (signers,)
        What no deal gives, and how much more the best package does; where it gives no more, 1.
    frontier_only : bool
        Whether there were too many packages to list all.
    """

    packages: IntArray
    payoffs: FloatArray
    utilities: FloatArray
    willing: BoolArray
    options: IntArray
    disagreement: FloatArray
    span: FloatArray
    frontier_only: bool

    @property
    def hopeless(self) -> bool:
        """Whether somebody would sign none of these packages."""
        return not self.packages.size or not bool(self.willing.any(axis=1).all())


def seats(problem: BargainingProblem) -> Seats:
    """List what could be signed, the frontier alone where everything would be too much."""
    rows, whole = list(problem.seats), problem.count <= LISTED
    packages = np.flatnonzero(problem.acceptable()).astype(int) if whole else problem.frontier()
    worth = problem.payoffs_of(packages)
    gains = worth[rows] - problem.disagreement[rows, None]
    span = gains.max(axis=1, initial=0.0)
    span = np.where(span > 0, span, 1.0)
    columns = problem.options_of(packages).values() or problem.combinations(
        packages
    )  # a bare block is one issue
    signs = problem.gain_signs(worth)
    willing = ((signs >= 0) | ~problem.insisting[:, None]) & (signs > 0).any(axis=0)
    scaled, options = gains / span[:, None], np.stack(list(columns), axis=1)
    return Seats(
        packages, worth[rows], scaled, willing, options, problem.disagreement[rows], span, not whole
    )


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
    on_table, offers = seats(problem), rounds * len(chosen)
    outcomes, endings = np.full(runs, -1, dtype=int), np.full(runs, offers, dtype=int)
    manners, width = (
        [agent.manner for agent in chosen],
        CANDIDATES if _some(chosen, Modeller) else 1,
    )
    table = (on_table.utilities, on_table.willing, on_table.options)
    for numbers in [] if on_table.hopeless else _portions(on_table, chosen, runs, offers * width):
        draws = np.empty((len(numbers), offers, width))
        for number, own in zip(
            numbers.tolist(), draws, strict=True
        ):  # each run's own, from the child of the seed
            np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,))).random(out=own)
        talked = lockstep(*table, manners, draws, int(numbers[0]) % len(chosen))
        outcomes[numbers], endings[numbers] = talked.packages, talked.offers
    return _told(problem, on_table, chosen, (rounds, runs, seed), outcomes, endings)


def _check(rounds: int, runs: int, seed: int, chosen: Sequence[Agent]) -> None:
    if not 1 <= rounds <= ROUNDS or runs < 1 or seed < 0:
        raise OutOfRange(
            f"talks cannot have {rounds:,} rounds, {runs:,} runs and the seed {seed}",
            f"take 1 to {ROUNDS:,} rounds, at least one run, and a seed that is 0 or more",
        )
    modellers = sum(agent.manner.kind is Modeller for agent in chosen)
    offers = rounds * runs * (len(chosen) + (MODELLING - 1) * modellers)
    what = f"offers, each by `logroller` counted as {MODELLING}," if modellers else "offers"
    GameTooLarge.refuse(what, offers, OFFERS, "ask for fewer runs or rounds")


def _some(chosen: Sequence[Agent], kind: type[Mind]) -> bool:
    return any(agent.manner.kind is kind for agent in chosen)


def _portions(on_table: Seats, chosen: Sequence[Agent], runs: int, memory: int) -> list[IntArray]:
    """Runs that are opened by the same signer, as many at once as memory is meant for."""
    if _some(chosen, Micro):
        memory += len(chosen) ** 2 * len(on_table.packages) // 8
    if _some(chosen, Modeller):
        memory += len(chosen) ** 2 * on_table.options.shape[1] * (int(on_table.options.max()) + 3)
    size = max(1, CELLS // memory)
    every = np.arange(runs)
    opened = [every[first :: len(chosen)] for first in range(min(len(chosen), runs))]
    return [numbers[at : at + size] for numbers in opened for at in range(0, len(numbers), size)]


def _told(
    problem: BargainingProblem,
    on_table: Seats,
    chosen: tuple[Agent, ...],
    asked: tuple[int, int, int],
    outcomes: IntArray,
    endings: IntArray,
) -> SimulatedTalks:
    """Count what came of them."""
    (rounds, runs, seed), deals = asked, outcomes >= 0
    agreed = outcomes[deals]
    worth = np.repeat(on_table.disagreement[:, None], runs, axis=1)
    worth[:, deals] = on_table.payoffs[:, agreed]
    places, counts = np.unique(agreed, return_counts=True)
    away = _distances(problem, on_table, places)
    most = np.lexsort((places, -counts))[:REACHED]
    far, took = away[np.searchsorted(places, agreed)], -(-endings[deals] // len(chosen))
    found = outcomes.copy()
    found[deals] = on_table.packages[agreed]
    for array in (found, endings):
        array.setflags(write=False)
    columns = (on_table.packages[places], counts, on_table.payoffs[:, places].T, away <= NEAR)
    reached = zip(*(column[most].tolist() for column in columns), strict=True)
    return SimulatedTalks(
        players=problem.of_signers(problem.players),
        keys=problem.of_signers(problem.keys),
        units=problem.of_signers(problem.units),
        agents=chosen,
        rounds=rounds,
        runs=runs,
        seed=seed,
        packages=len(on_table.packages),
        agreed=_share(len(agreed), runs),
        rounds_taken=_estimate(took.astype(float)) if len(agreed) else None,
        payoffs=tuple(_estimate(row) for row in worth),
        distance=_estimate(far) if len(agreed) else None,
        on_frontier=float((far <= NEAR).mean()) if len(agreed) else 0.0,
        opening=_opening(worth),
        reached=tuple(
            Reached(index, count, tuple(own), best) for index, count, own, best in reached
        ),
        different=len(places),
        disagreement=tuple(on_table.disagreement.tolist()),
        outcomes=found,
        endings=endings,
        problem=problem,
        notes=(*problem.notes, *_notes(problem, on_table)),
    )


def _notes(problem: BargainingProblem, on_table: Seats) -> Iterator[str]:
    """What was left out of the table, or why there is nothing to talk about."""
    if on_table.frontier_only:
        yield (
            f"There are more than {LISTED:,} packages, so the agents proposed only those on the "
            "Pareto frontier."
        )
    elif not len(on_table.packages):
        yield "Red lines and ratifiers leave no package, so there was nothing to talk about."
    elif on_table.hopeless:
        alone = [
            problem.players[p]
            for p, own in zip(problem.seats, on_table.willing, strict=True)
            if not own.any()
        ]
        prefers = f"{joined(alone)} {'prefers' if len(alone) == 1 else 'prefer'}"
        yield (
            f"{prefers} no deal to every package that crosses no red line, so there was nothing "
            "to talk about."
        )


def _estimate(values: FloatArray) -> Estimate:
    apart = values - values[0]  # exactly nothing where all are the same
    mean = float(values[0] + apart.mean())
    spread = float(apart.std(ddof=1)) if len(values) > 1 else 0.0
    half = NORMAL * spread / len(values) ** 0.5
    return Estimate(mean, spread, mean - half, mean + half)


def _share(count: int, runs: int) -> Estimate:
    """A share with the interval of Wilson (1927), which has a width even where all runs end
    alike.
    """
    p, z2 = count / runs, NORMAL**2
    middle = (p + z2 / (2 * runs)) / (1 + z2 / runs)
    half = NORMAL / (1 + z2 / runs) * (p * (1 - p) / runs + z2 / (4 * runs * runs)) ** 0.5
    return Estimate(
        p, (p * (1 - p)) ** 0.5, max(0.0, min(middle - half, p)), min(1.0, max(middle + half, p))
    )


def _opening(worth: FloatArray) -> tuple[float, ...]:
    """What opening is worth to each; nothing where one player opens every time, or not everybody
    does.
    """
    players, runs = worth.shape
    if players < 2 or runs < players:
        return tuple(0.0 for _ in range(players))
    opener = np.arange(runs) % players
    return tuple(
        float(np.mean(row[opener == p]) - np.mean(row[opener != p])) for p, row in enumerate(worth)
    )


def _distances(problem: BargainingProblem, on_table: Seats, places: IntArray) -> FloatArray:
    """How far each of some packages is from the nearest one of the frontier, in scaled gains."""
    best = problem.frontier_of().payoffs[list(problem.seats)]
    scaled = ((best - on_table.disagreement[:, None]) / on_table.span[:, None]).T
    if not len(scaled):
        return np.zeros(len(places))
    return np.array(
        [
            np.sqrt(((scaled - point) ** 2).sum(axis=1).min())
            for point in on_table.utilities[:, places].T
        ]
    )
