"""Talks as they happen: offers in turn, votes on a proposal, hidden values, threats of war, and
agents that concede.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from negotiate.bargaining.table import check_numbers
from negotiate.bargaining.talks.alternating import AlternatingOffers
from negotiate.bargaining.talks.crises import bargaining_range, bluff
from negotiate.bargaining.talks.double_auction import double_auction
from negotiate.bargaining.talks.legislature import legislature
from negotiate.bargaining.talks.offers import alternating_offers, offers_over
from negotiate.bargaining.talks.simulated import (
    AGENTS,
    SimulatedTalks,
    UnknownTalks,
    choices,
    simulated_talks,
)
from negotiate.display import Shown, record

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

__all__ = [
    "AGENTS",
    "TALKS",
    "alternating_offers",
    "bargaining_range",
    "bluff",
    "double_auction",
    "legislature",
    "offers_over",
    "simulated_talks",
    "talks_over",
]

Answer = AlternatingOffers | SimulatedTalks


@record
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
        From a problem, and by name what was said, to the answer.
    """

    name: str
    says: str
    reference: str
    takes: tuple[str, ...]
    run: Callable[..., Answer]


@record
class Ways(Shown):
    """The ways in which talks can go, for a reader who has not chosen one.

    Parameters
    ----------
    ways : tuple of Talk
        In the order in which they are told.
    """

    ways: tuple[Talk, ...]


TALKS: tuple[Talk, ...] = (
    Talk(
        "offers",
        "Two sides take turns in proposing packages. Each knows what waiting costs the other.",
        "Rubinstein 1982",
        ("rounds", "patience"),
        offers_over,
    ),
    Talk(
        "lotteries",
        "The same, but a side may also propose a lottery over packages.",
        "Rubinstein 1982",
        ("rounds", "patience"),
        partial(offers_over, lotteries=True),
    ),
    Talk(
        "agents",
        (
            "Simulated agents, which do not know each other's payoffs, make concessions until a "
            "deadline."
        ),
        "Faratin, Sierra and Jennings 1998; de Jonge 2022",
        ("rounds", "runs", "seed", "agents"),
        simulated_talks,
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
    asked = {"rounds": rounds, "runs": runs, "seed": seed, "agents": agents, "patience": patience}
    said = {option: value for option, value in asked.items() if value is not None}
    for option in said:
        if option not in known[name].takes:
            fitting = [talk.name for talk in TALKS if option in talk.takes]
            raise UnknownTalks(
                f"`{option}` does not go with talks called `{name}`",
                f"it goes with {' and '.join(fitting)}",
            )
    check_numbers(problem, "the course of talks")
    return known[name].run(problem, **said)
