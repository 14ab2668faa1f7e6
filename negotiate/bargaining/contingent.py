"""Deals that depend on an event: each issue is settled outcome by outcome, before anybody knows
which comes.

Where the players hold different odds such a deal is a bet, from which each side expects to gain.
Where one side minds risk more than the other it is insurance. Where the best option differs by
outcome it lets the deal adapt.

References
----------
Raiffa (1982), "The Art and Science of Negotiation". Lax and Sebenius (1986), "The Manager as
Negotiator": contingent agreements dovetail differences in forecasts and in aversion to risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.deal import Deal, deal
from negotiate.bargaining.landmarks import on_table
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.together import Chosen, Packages, together
from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.model.by_outcome import ByOutcome, decided
from negotiate.model.chance import Event
from negotiate.model.expressions import Number
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import number

ROUNDING = 1e-9
"""A sum of gains that is larger by no more than this share is not larger."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ContingentDeal(Shown):
    """What players could sign if the deal may depend on an event, beside what they could sign if
    not.

    Parameters
    ----------
    event : Event
        The event.
    plain, deal : Deal
        Without and with terms that depend on it; a package of the latter has an option of each
        issue for each outcome.
    odds : Mapping[str, tuple of float]
        Player → how likely it holds each outcome; empty where that depends on the deal itself.
    aversion : Mapping[str, float]
        Player → its aversion to risk; only players with some.
    """

    event: Event
    plain: Deal
    deal: Deal
    odds: Mapping[str, tuple[float, ...]]
    aversion: Mapping[str, float]

    @property
    def joint(self) -> tuple[float, float]:
        """The largest sum of gains over no deal, without and with terms that depend on the event.

        Gains are in the common money of `side_payments`, or each in its own unit where there is
        none.
        """
        before, after = (_joint_gain(found.pictured.problem) for found in (self.plain, self.deal))
        return before, after if after - before > ROUNDING * max(1.0, abs(after)) else before

    @property
    def adds(self) -> float:
        """By how much that raises the largest sum of gains."""
        before, after = self.joint
        return after - before


def _joint_gain(problem: BargainingProblem) -> float:
    """The largest sum of gains of those who sign; 0 where there is no deal."""
    if (
        problem.money
    ):  # who gains may pay who loses, so that nobody refuses a package for what it gains by it
        problem = problem.without(
            *(claim.name for claim in problem.claims if claim.kind == "no deal")
        )
    frontier = problem.frontier_of()
    if not len(frontier.packages):
        return 0.0
    seats = list(problem.seats)
    worth = np.array(problem.money or [1.0] * len(problem.players))
    gains = frontier.payoffs[seats] - problem.disagreement[seats, None]
    return max(0.0, float((worth[seats] @ gains).max()))


def contingent(
    negotiation: Negotiation,
    name: str,
    no_deal: Chosen | None = None,
    signers: Sequence[str] | None = None,
) -> ContingentDeal:
    """What players could sign if the deal may depend on an event.

    Parameters
    ----------
    negotiation : Negotiation
        Where the event is.
    name : str
        The event; empty for the only one.
    no_deal, signers : optional
        As in `together`.

    Raises
    ------
    UnsuitableGame
        If there is no such event, some payoffs are levels, or its odds depend on other events.
    GameTooLarge
        If there are too many packages of which each has an option for every outcome.
    """
    problem = together(negotiation, no_deal, signers)
    event = _event(negotiation, name)
    if problem.ordinal:
        raise UnsuitableGame(
            "what is expected of an event needs payoffs with numbers", "write `payoffs`"
        )
    axes = [issue for block in problem.blocks for issue in block.issues]
    shared = decided(negotiation, event)
    named = [key for key in axes if event.id in negotiation.issues[key].contingent_on]
    parted = tuple(key for key in named or axes if key not in shared)
    table = ByOutcome(negotiation, event, parted, problem.of_signers(problem.keys))
    odds = (
        {}
        if shared.intersection(axes)
        else {player: _odds(negotiation, event, player) for player in problem.keys}
    )
    aversion = {player: number(negotiation, one) for player, one in negotiation.risk.items()}
    aversion = {player: value for player, value in aversion.items() if value > 0}
    return ContingentDeal(event, deal(problem), deal(_laid_out(problem, table)), odds, aversion)


def _event(negotiation: Negotiation, name: str) -> Event:
    """The event that is meant."""
    if not name and len(negotiation.events) == 1:
        name = next(iter(negotiation.events))
    event = negotiation.events.get(name)
    if event is None:
        known = ", ".join(f"`{one}`" for one in negotiation.events)
        said = f"there is no event `{name}`" if name else "no event is named"
        raise UnsuitableGame(said, f"there is {known}" if known else "`chance` names events")
    if event.settled:
        sure = next(iter(event.odds.values()))
        label = next(
            name for name, one in zip(event.labels, sure, strict=True) if one == Number(1.0)
        )
        raise UnsuitableGame(
            f"`{name}` is sure to be `{label}`",
            "leave its `--fix` out, or give other outcomes odds",
        )
    if event.after:
        raise UnsuitableGame(
            f"the odds of `{name}` depend on `{event.after[0]}`", "ask about that event"
        )
    return event


def _odds(negotiation: Negotiation, event: Event, player: str) -> tuple[float, ...]:
    frame = negotiation.grid(
        (), {key: negotiation.status_quo.get(key, 0) for key in negotiation.issues}
    )
    return tuple(float(one.flat[0]) for one in frame.odds(event.id, player))


def _laid_out(problem: BargainingProblem, table: ByOutcome) -> BargainingProblem:
    """The problem over packages with an option for each outcome; everything else is as it is
    without the event.
    """
    parted = table.negotiation()
    held = {
        issue: table.plain.issues[issue].index(option) for issue, option in problem.fixed.items()
    }
    keys = tuple(key for key in parted.issues if key not in held)
    blocks, across = Packages(parted, keys, held, table.signers).blocks()
    names = {key: issue.name for key, issue in parted.issues.items()}
    options = {
        key: {one.id: issue.name_of(one) for one in issue.options}
        for key, issue in parted.issues.items()
    }
    base = replace(
        problem, blocks=blocks, across=across, takes_apart=None, landmarks=(), status_quo=None
    )
    base = replace(
        base,
        issue_names={**problem.issue_names, **names},
        option_names={**problem.option_names, **options},
    )
    quo = None if problem.status_quo is None else _landmark(base, table, problem.status_quo)
    marks = (_landmark(base, table, mark) for mark in problem.landmarks)
    return replace(base, landmarks=tuple(filter(None, marks)), status_quo=quo)


def _landmark(problem: BargainingProblem, table: ByOutcome, mark: Landmark) -> Landmark | None:
    """A package that is the same whatever comes."""
    if mark.package < 0:
        return mark
    names = {**mark.choices, **table.each(mark.choices)}
    return on_table(
        problem, mark.label, problem.index({key: names[key] for key in problem.issues}), names
    )
