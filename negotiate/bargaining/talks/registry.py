"""The ways in which talks over a bargaining problem can go, in one tuple."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from negotiate.bargaining.claims import check_numbers
from negotiate.bargaining.talks.alternating import AlternatingOffers
from negotiate.bargaining.talks.offers import offers_over
from negotiate.bargaining.talks.simulated import SimulatedTalks, UnknownTalks, choices, simulated_talks
from negotiate.display import Shown

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

Answer = AlternatingOffers | SimulatedTalks


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody may say about talks; None where nothing was said."""

    rounds: int | None = None
    runs: int | None = None
    seed: int | None = None
    agents: str | Sequence[str] | None = None
    patience: Sequence[float] | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """The names of what was said."""
        names = ("rounds", "runs", "seed", "agents", "patience")
        return tuple(name for name in names if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Talk:
    """One way in which talks can go.

    Parameters
    ----------
    name : str
        What `--talks` calls it.
    says : str
        What it is, in one sentence for people who have not met it.
    reference : str
        Author and year.
    takes : tuple of str
        What may be said about it, of `rounds`, `runs`, `seed`, `agents` and `patience`.
    run : callable
        Problem and wishes → answer.
    """

    name: str
    says: str
    reference: str
    takes: tuple[str, ...]
    run: Callable[[BargainingProblem, Wishes], Answer]


@dataclass(frozen=True, slots=True)
class Ways(Shown):
    """The ways in which talks can go, for a reader who has not chosen one.

    Parameters
    ----------
    ways : tuple of Talk
        In the order in which they are told.
    """

    ways: tuple[Talk, ...]


def _offers(problem: BargainingProblem, wishes: Wishes) -> AlternatingOffers:
    return offers_over(problem, wishes.patience, rounds=wishes.rounds)


def _lotteries(problem: BargainingProblem, wishes: Wishes) -> AlternatingOffers:
    return offers_over(problem, wishes.patience, rounds=wishes.rounds, lotteries=True)


def _agents(problem: BargainingProblem, wishes: Wishes) -> SimulatedTalks:
    return simulated_talks(
        problem,
        "boulware" if wishes.agents is None else wishes.agents,
        rounds=100 if wishes.rounds is None else wishes.rounds,
        runs=1_000 if wishes.runs is None else wishes.runs,
        seed=0 if wishes.seed is None else wishes.seed,
    )


TALKS: tuple[Talk, ...] = (
    Talk(
        "offers",
        "Two sides take turns in proposing packages. Each knows what waiting costs the other.",
        "Rubinstein 1982",
        ("rounds", "patience"),
        _offers,
    ),
    Talk(
        "lotteries",
        "The same, but a side may also propose a lottery over packages.",
        "Rubinstein 1982",
        ("rounds", "patience"),
        _lotteries,
    ),
    Talk(
        "agents",
        "Simulated agents, which do not know each other's payoffs, make concessions until a deadline.",
        "Faratin, Sierra and Jennings 1998; de Jonge 2022",
        ("rounds", "runs", "seed", "agents"),
        _agents,
    ),
)
"""In the order in which they are told."""


def talks_over(
    problem: BargainingProblem,
    name: str = "",
    *,
    rounds: int | None = None,
    runs: int | None = None,
    seed: int | None = None,
    agents: str | Sequence[str] | None = None,
    patience: Sequence[float] | None = None,
) -> Answer | Ways:
    """How talks over a problem would go.

    Parameters
    ----------
    problem : BargainingProblem
        What they are about.
    name : str
        One of the `TALKS`; nothing, or "list", lists them.
    rounds, runs, seed, agents, patience : optional
        Whatever that way takes.

    Raises
    ------
    UnknownTalks
        If there is no way of that name, or it does not take what was said.
    UnsuitableGame
        If it does not fit the problem, or some payoffs are levels.
    """
    if name in ("", "list"):
        return Ways(TALKS)
    known = {talk.name: talk for talk in TALKS}
    if name not in known:
        raise UnknownTalks(f"there are no talks called `{name}`", choices(name, known))
    wishes = Wishes(rounds, runs, seed, agents, patience)
    for said in wishes.said:
        if said not in known[name].takes:
            fitting = [talk.name for talk in TALKS if said in talk.takes]
            raise UnknownTalks(
                f"`{said}` does not go with talks called `{name}`", f"it goes with {' and '.join(fitting)}"
            )
    check_numbers(problem, "the course of talks")
    return known[name].run(problem, wishes)
