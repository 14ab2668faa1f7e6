"""Deals that depend on an event: each issue is settled outcome by outcome, before anybody knows which comes.

Where the players hold different odds such a deal is a bet, from which each side expects to gain. Where one side minds
risk more than the other it is insurance. Where the best option differs by outcome it lets the deal adapt.

References
----------
Raiffa (1982), "The Art and Science of Negotiation". Lax and Sebenius (1986), "The Manager as Negotiator": contingent
agreements dovetail differences in forecasts and in aversion to risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.deal import Deal, deal
from negotiate.bargaining.landmarks import on_table
from negotiate.bargaining.packages import Across, Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.together import Chosen, Packages, together
from negotiate.display import Shown, record
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.model.chance import Event
from negotiate.model.expressions import Number, certainty_equivalent
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, number

ROUNDING = 1e-9
"""A sum of gains that is larger by no more than this share is not larger."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ContingentDeal(Shown):
    """What players could sign if the deal may depend on an event, beside what they could sign if not.

    Parameters
    ----------
    event : Event
        The event.
    plain, deal : Deal
        Without and with terms that depend on it; a package of the latter has an option of each issue for each outcome.
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

        Gains are in the common money of `side_payments`, or each in its own unit where there is none.
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
    if problem.money:  # who gains may pay who loses, so that nobody refuses a package for what it gains by it
        problem = problem.without(*(claim.name for claim in problem.claims if claim.kind == "no deal"))
    frontier = problem.frontier_of()
    if not len(frontier.packages):
        return 0.0
    seats = list(problem.seats)
    worth = np.array(problem.money or [1.0] * len(problem.players))
    gains = frontier.payoffs[seats] - problem.disagreement[seats, None]
    return max(0.0, float((worth[seats] @ gains).max()))


def contingent(
    negotiation: Negotiation, name: str, no_deal: Chosen | None = None, signers: Sequence[str] | None = None
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
    if not name and len(negotiation.events) == 1:
        name = next(iter(negotiation.events))
    event = negotiation.events.get(name)
    if event is None:
        known = ", ".join(f"`{one}`" for one in negotiation.events)
        said = f"there is no event `{name}`" if name else "no event is named"
        raise UnsuitableGame(said, f"there is {known}" if known else "`chance` names events")
    if event.settled:
        sure = next(iter(event.odds.values()))
        label = next(name for name, one in zip(event.labels, sure, strict=True) if one == Number(1.0))
        raise UnsuitableGame(f"`{name}` is sure to be `{label}`", "leave its `--fix` out, or give other outcomes odds")
    if event.after:
        raise UnsuitableGame(f"the odds of `{name}` depend on `{event.after[0]}`", "ask about that event")
    if problem.ordinal:
        raise UnsuitableGame("what is expected of an event needs payoffs with numbers", "write `payoffs`")
    axes = tuple(issue for block in problem.blocks for issue in block.issues)
    decided = negotiation.scope.of(one for odds in event.odds.values() for one in odds).issues
    named = {issue for issue in axes if name in negotiation.issues[issue].contingent_on}
    shared = tuple(issue for issue in axes if issue in decided or (named and issue not in named))
    frame = negotiation.grid(shared, _held(negotiation, problem))
    aversion = {player: number(negotiation, one) for player, one in negotiation.risk.items()}
    aversion = {player: value for player, value in aversion.items() if value > 0}
    odds = {player: tuple(float(one.flat[0]) for one in frame.odds(name, player)) for player in negotiation.keys}
    table = _Table(negotiation, event, problem, axes, shared)
    blocks, across = table.joint(frame, aversion) if shared or aversion else table.apart(odds)
    found = deal(table.contingent(blocks, across))
    free = decided.isdisjoint(axes)
    return ContingentDeal(event, deal(problem), found, odds if free else {}, aversion)


def _held(negotiation: Negotiation, problem: BargainingProblem) -> dict[str, int]:
    """The issues that a deal leaves as they are."""
    return {issue: negotiation.issues[issue].index(option) for issue, option in problem.fixed.items()}


@record
class _Table:
    """Lays out packages that have an option of each issue for each outcome.

    Parameters
    ----------
    negotiation, event, problem
        What is negotiated, the event, and the table without it.
    axes : tuple of str
        The issues of a deal.
    shared : tuple of str
        Those that a deal settles once for all outcomes: on which the odds depend, and which the file does not name as
        contingent where it names some.
    """

    negotiation: Negotiation
    event: Event
    problem: BargainingProblem
    axes: tuple[str, ...]
    shared: tuple[str, ...]

    def _packages(self, place: int) -> Packages:
        """What a deal can do once the event has come out so."""
        known = {**self.negotiation.events, self.event.id: self.event.fixed(place)}
        seats = zip(self.negotiation.keys, self.problem.signers, strict=True)
        signers = tuple(player for player, signs in seats if signs)
        return Packages(
            replace(self.negotiation, events=known), self.axes, _held(self.negotiation, self.problem), signers
        )

    def _key(self, issue: str, place: int) -> str:
        return issue if issue in self.shared else f"{issue}.{self.event.labels[place]}"

    def apart(self, odds: Mapping[str, Sequence[float]]) -> tuple[tuple[Block, ...], tuple[Across, ...]]:
        """Blocks for each outcome: what is expected adds up over outcomes where nobody minds risk."""
        found: list[Block] = []
        limits: list[Across] = []
        for place in range(len(self.event.outcomes)):
            blocks, across = self._packages(place).blocks()
            weight = np.array([odds[player][place] for player in self.negotiation.keys])
            found += [
                Block(
                    weight[:, None] * block.payoffs,
                    block.possible,
                    {claim: mask & (weight[self._owner(claim)] > 0) for claim, mask in block.crossed.items()},
                    tuple(self._key(issue, place) for issue in block.issues),
                    block.options,
                    {claim: weight[self._owner(claim)] * cost for claim, cost in block.costs.items()},
                )
                for block in blocks
            ]
            limits += [
                Across(one.name, partial(self._holds, one, place))
                for one in across
                if not one.name or weight[self._owner(one.name)] > 0
            ]
        return tuple(found), tuple(limits)

    def _owner(self, claim: str) -> int:
        return next(one.player for one in self.problem.claims if one.name == claim)

    def _holds(self, limit: Across, place: int, options: Mapping[str, IntArray]) -> BoolArray:
        return limit.crossed({issue: options[self._key(issue, place)] for issue in self.axes})

    def joint(self, frame: Frame, aversion: Mapping[str, float]) -> tuple[tuple[Block, ...], tuple[Across, ...]]:
        """One block of all packages: where somebody minds risk, or odds depend on the deal, outcomes do not add up."""
        negotiation, places = self.negotiation, range(len(self.event.outcomes))
        parted = [issue for issue in self.axes if issue not in self.shared]
        sizes = {issue: len(negotiation.issues[issue].options) for issue in self.axes}
        count = prod(sizes[issue] for issue in self.shared) * prod(sizes[issue] for issue in parted) ** len(places)
        most = self._packages(0).most
        what = "packages with an option for every outcome"
        GameTooLarge.refuse(what, count, most, "commit some issues with --fix")
        axes = [*((issue, 0) for issue in self.shared), *((issue, place) for place in places for issue in parted)]
        shape = tuple(sizes[issue] for issue, _ in axes)
        odds = np.array(
            [
                [self._spread(np.broadcast_to(one[0], shape[: len(self.shared)]), self.shared, axes, 0) for one in own]
                for own in (frame.odds(self.event.id, player) for player in negotiation.keys)
            ],
            dtype=object,
        )
        whole = [self._packages(place).whole() for place in places]
        laid = [[self._spread(row, self.axes, axes, k) for row in one.payoffs] for k, one in enumerate(whole)]
        payoffs = [
            _equivalent([(odds[p, k], laid[k][p]) for k in places], aversion.get(player, 0.0), shape)
            for p, player in enumerate(negotiation.keys)
        ]
        possible = np.ones(shape, dtype=bool)
        crossed: dict[str, BoolArray] = {}
        costs: dict[str, FloatArray] = {}
        for k, one in enumerate(whole):
            possible &= self._spread(one.possible, self.axes, axes, k)
            for claim, mask in one.crossed.items():
                held = odds[self._owner(claim), k] > 0
                crossed[claim] = crossed.get(claim, np.zeros(shape, dtype=bool)) | (
                    held & self._spread(mask, self.axes, axes, k)
                )
            for claim, cost in one.costs.items():
                likely = odds[self._owner(claim), k] * self._spread(cost, self.axes, axes, k)
                costs[claim] = costs.get(claim, np.zeros(shape)) + likely
        block = Block(
            np.stack([row.ravel() for row in payoffs]),
            possible.ravel(),
            {claim: mask.ravel() for claim, mask in crossed.items()},
            tuple(self._key(issue, place) for issue, place in axes),
            tuple(negotiation.issues[issue].labels for issue, _ in axes),
            {claim: cost.ravel() for claim, cost in costs.items()},
        )
        return (block,), ()

    def _spread(
        self, values: np.ndarray, issues: Sequence[str], axes: Sequence[tuple[str, int]], place: int
    ) -> np.ndarray:
        """Values over some issues in one outcome, laid out over all axes of the contingent packages."""
        order = [issue for issue, own in axes if issue in issues and (own == place or issue in self.shared)]
        sizes = {issue: len(self.negotiation.issues[issue].options) for issue in issues}
        table = values.reshape([sizes[issue] for issue in issues]).transpose([issues.index(issue) for issue in order])
        return table.reshape([sizes[i] if i in order and (own == place or i in self.shared) else 1 for i, own in axes])

    def contingent(self, blocks: tuple[Block, ...], across: tuple[Across, ...]) -> BargainingProblem:
        """The bargaining problem over these packages; everything else is as it is without the event."""
        names = dict(self.problem.issue_names)
        options = dict(self.problem.option_names)
        for issue in self.axes:
            for place, label in enumerate(self.event.labels) if issue not in self.shared else ():
                key = self._key(issue, place)
                names[key] = f"{names.get(issue, issue)} if {self.event.name} is {label}"
                options[key] = options.get(issue, {})
        base = replace(self.problem, blocks=blocks, across=across, issue_names=names, option_names=options)
        base = replace(base, takes_apart=None, landmarks=(), status_quo=None)
        quo = None if self.problem.status_quo is None else self._landmark(base, self.problem.status_quo)
        marks = (self._landmark(base, mark) for mark in self.problem.landmarks)
        return replace(base, landmarks=tuple(filter(None, marks)), status_quo=quo)

    def _landmark(self, problem: BargainingProblem, mark: Landmark) -> Landmark | None:
        """A package that is the same whatever comes."""
        if mark.package < 0:
            return mark
        places = range(len(self.event.outcomes))
        names = {self._key(issue, k): mark.choices[issue] for issue in self.axes for k in places}
        return on_table(problem, mark.label, problem.index(names), {**mark.choices, **names})


def _equivalent(cases: Sequence[tuple[np.ndarray, np.ndarray]], aversion: float, shape: tuple[int, ...]) -> FloatArray:
    """What likely payoffs are worth together to a player with some aversion to risk."""
    own = [(np.asarray(weight, dtype=float), value) for weight, value in cases]
    expected = sum(weight * value for weight, value in own)
    worth = certainty_equivalent(own, np.asarray(expected), aversion) if aversion else expected
    return np.array(np.broadcast_to(worth, shape), dtype=float)
