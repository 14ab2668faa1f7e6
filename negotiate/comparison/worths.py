"""By how much terms and payoffs of two scenarios differ, and which term moves a payoff from one result to another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.comparison.causes import Fates
from negotiate.comparison.prediction import Answer, Outcome, Prediction, leveled
from negotiate.comparison.profiles import Table, expected_terms, held
from negotiate.comparison.terms import NEGLIGIBLE, WorthChange, at_leaves, only_one_has, value_at, with_moves
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import AXIS_LIMIT, PACKAGE_LIMIT, Negotiation
from negotiate.model.payoffs import Frame
from negotiate.model.preferences import TERM

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem


@dataclass(frozen=True, slots=True)
class Worths:
    """Whatever differs in what things are worth.

    Parameters
    ----------
    terms : tuple of WorthChange
        Terms that only one side has, and terms that differ; largest change first within a player.
    payoffs : tuple of WorthChange
        The payoff as a whole, for every player for whom it differs at some package; terms that name a move left out.
    refused : str
        Why packages could not be compared; empty if they could.
    """

    terms: tuple[WorthChange, ...] = ()
    payoffs: tuple[WorthChange, ...] = ()
    refused: str = ""


def worths(first: Negotiation, second: Negotiation, answers: Sequence[tuple[Answer, Answer]] = ()) -> Worths:
    """Compare what everything is worth at every package that both sides can name, and whatever only one side has.

    Parameters
    ----------
    first, second : Negotiation
        The two sides; an issue that only one of them has takes all its options there, and does nothing on the other.
        Of players whose payoffs are levels on some side neither these nor the whole are: what differs is the order.
    answers : sequence of tuple of Prediction or Refusal, optional
        What each lens finds on both sides; terms that name a move are looked up where both are trees.
    """
    refused, totals = "", []
    apart = [*only_one_has(first, second), *with_moves(first, second, answers)]
    found = [one for one in apart if one.term != TERM or one.player not in leveled(first, second)]
    try:
        grid = _Grid.over(first, second)
        known = [key for key in first.keys if key in second.keys and key not in leveled(first, second)]
        changes = [grid.changes(player) for player in known]
        found += [change for terms, _ in changes for change in terms]
        totals = [total for _, total in changes if total is not None]
    except NegotiateError as wrong:
        refused = wrong.message
    told = {(change.player, change.term): change for change in found}  # what moves make of a term comes later
    in_order = sorted(told.values(), key=lambda change: (first.keys.index(change.player), -abs(change.amount)))
    return Worths(tuple(in_order), tuple(totals), refused)


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """The packages of both sides, in the options that both have."""

    first: Frame
    second: Frame
    options: Mapping[str, tuple[str, ...]]
    possible: AnyArray | None

    @staticmethod
    def over(first: Negotiation, second: Negotiation) -> _Grid:
        options = {
            key: tuple(option for option in issue.labels if option in second.issues[key].places)
            for key, issue in first.issues.items()
            if key in second.issues
        }
        _refuse_nothing_in_common(first, second, options)
        options = _with_own_issues(first, second, options)
        frames = [_frame(side, options) for side in (first, second)]
        shape = tuple(len(labels) for labels in options.values())
        masks = [
            mask
            for side, frame in zip((first, second), frames, strict=True)
            if (mask := side.feasible(frame, shape)) is not None
        ]
        possible = reduce(np.logical_and, masks) if masks else None
        return _Grid(frames[0], frames[1], options, possible)

    def changes(self, player: str) -> tuple[list[WorthChange], WorthChange | None]:
        """The terms of a player that differ at some package, and the payoff as a whole if it does.

        Terms that name a move are left out; those that only one side has count for the payoff alone.
        """
        one, other = self.first.negotiation.terms[player], self.second.negotiation.terms[player]
        found, gaps = [], []
        for name in dict.fromkeys((*one, *other)):
            sides = [terms.get(name) for terms in (one, other)]
            if any(side is not None and side.needs_moves for side in sides):
                continue
            here, there = (
                None if side is None else frame.term(player, name)[0]
                for side, frame in zip(sides, (self.first, self.second), strict=True)
            )
            gap = (0.0 if there is None else there) - (0.0 if here is None else here)
            place = self._most(np.asarray(gap), [part for part in (here, there) if part is not None])
            if place is not None:
                gaps.append(np.asarray(gap))
                if here is not None and there is not None:
                    found.append(
                        self._change(player, name, gaps[-1], place, value_at(here, place), value_at(there, place))
                    )
        return found, self._payoff(player, gaps)

    def _payoff(self, player: str, gaps: Sequence[AnyArray]) -> WorthChange | None:
        """The change of the sum, from the changes of its terms."""
        gap = reduce(np.add, gaps, np.zeros((1,) * len(self.options)))
        place = self._most(gap, gaps)
        if place is None:
            return None
        sums = []
        for frame in (self.first, self.second):
            counted = [t.id for t in frame.negotiation.terms[player].values() if not t.needs_moves]
            sums.append(sum(value_at(frame.term(player, term)[0], place) for term in counted))
        return self._change(player, "", gap, place, sums[0], sums[1])

    def _most(self, gap: AnyArray, parts: Sequence[AnyArray]) -> tuple[int, ...] | None:
        """Where a gap is largest, what it does not depend on being as in the status quo; None where there is none."""
        size = max((float(np.abs(part).max()) for part in parts), default=0.0)
        differs = np.abs(gap)
        if self.possible is not None:
            differs = np.where(self.possible, differs, -1.0)
        most = np.unravel_index(int(np.argmax(differs)), differs.shape)
        if differs[most] <= NEGLIGIBLE * size:
            return None
        rest = [self._resting(issue, labels) for issue, labels in self.options.items()]
        return tuple(int(k) if n > 1 else r for k, n, r in zip(most, differs.shape, rest, strict=True))

    def _resting(self, issue: str, labels: Sequence[str]) -> int:
        """Where an issue stands in the status quo, the first side's if it has the issue; else its first option."""
        side = (self.first if issue in self.first.negotiation.issues else self.second).negotiation
        if issue not in side.status_quo:
            return 0
        name = side.issues[issue].labels[side.status_quo[issue]]
        return labels.index(name) if name in labels else 0

    def _change(
        self, player: str, term: str, gap: AnyArray, place: tuple[int, ...], first: float, second: float
    ) -> WorthChange:
        same = bool(np.ptp(gap) <= NEGLIGIBLE * float(np.abs(gap).max()))
        at = {
            issue: labels[k]
            for (issue, labels), k, width in zip(self.options.items(), place, gap.shape, strict=True)
            if width > 1 and not same
        }
        return WorthChange(player, term, first, second, at, same)


def _refuse_nothing_in_common(first: Negotiation, second: Negotiation, options: Mapping[str, tuple[str, ...]]) -> None:
    apart = [key for key, labels in options.items() if not labels]
    if apart or not options:
        which = f"`{apart[0]}` has no option that both sides have" if apart else "they have no issue in common"
        raise UnsuitableGame(f"no package can be named on both sides, since {which}")


def _with_own_issues(
    first: Negotiation, second: Negotiation, options: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The common options, and all options of the issues that only one side has, as far as the limits allow.

    Raises
    ------
    UnsuitableGame
        If an issue that has to be held at an option rests nowhere.
    """
    result = dict(options)
    for side in (first, second):
        for key, issue in side.issues.items():
            if key in options:
                continue
            if prod(map(len, result.values())) * len(issue.options) <= PACKAGE_LIMIT and len(result) < AXIS_LIMIT:
                result[key] = issue.labels
            elif side.resting(key) is None:
                raise UnsuitableGame(f"only one side has `{key}`, and the file does not say where it rests")
    return result


def _frame(side: Negotiation, options: Mapping[str, tuple[str, ...]]) -> Frame:
    """The packages of one side over these options, an axis an issue; its other issues are held where they rest."""
    rest = {key: side.resting(key) or 0 for key in side.issues if key not in options}
    side.grid([key for key in options if key in side.issues], rest)  # refuses more packages than can be laid out
    ndim = len(options) + 1
    choices = {key: np.full((1,) * ndim, option) for key, option in rest.items()}
    for position, (key, labels) in enumerate(options.items(), start=1):
        if key in side.issues:
            shape = [1] * ndim
            shape[position] = len(labels)
            choices[key] = np.array([side.issues[key].index(label) for label in labels]).reshape(shape)
    return Frame(side, choices, ndim)


Pair = tuple[Outcome, Outcome]


def moved_by(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction, fates: Fates
) -> tuple[WorthChange, ...]:
    """The term that moves each player's payoff most, in the outcome in which that payoff moves most.

    Looked at are the outcomes that stay, or else the one that takes the place of the only other one.

    Returns
    -------
    tuple of WorthChange
        One for every player whose payoff moves and whose outcome can be taken apart: what the term is at the outcome
        of each side, NaN on a side that has no such term.
    """
    found = []
    for player in [key for key in first.keys if key not in leveled(one, two)]:
        both = [(one.payoffs[player], other.payoffs[player], one, other) for one, other in _pairs(fates)]
        if not both:
            continue
        worth, new, here, there = max(both, key=lambda pair: abs(pair[1] - pair[0]))
        if math.isclose(worth, new, rel_tol=1e-9, abs_tol=1e-9):
            continue
        before, after = _terms(one, first, here, player), _terms(two, second, there, player)
        if before is not None and after is not None:
            found.append(_most(player, before, after))
    return tuple(found)


def _pairs(fates: Fates) -> Sequence[Pair]:
    stay = [(fate.first, fate.second) for fate in fates.lasting if fate.first and fate.second]
    gone, come = fates.of("vanishes"), fates.of("appears")
    if not stay and len(gone) == len(come) == 1 and gone[0].first and come[0].second:
        return [(gone[0].first, come[0].second)]
    return stay


def _terms(scenario: Negotiation, prediction: Prediction, outcome: Outcome, player: str) -> dict[str, float] | None:
    """What a player expects from each of its terms; None where the outcome cannot be taken apart."""
    found = outcome.equilibrium
    if prediction.tables:
        return _of_deal(prediction.tables[0], outcome, player)
    game = None if prediction.solution is None else prediction.solution.game
    if isinstance(found, Equilibrium) and isinstance(game, NormalFormGame):
        return expected_terms(found.strategies, Table(scenario, game, held(scenario, game)), player)
    if isinstance(found, TreeEquilibrium) and not prediction.at_once:
        leaves, weights = zip(*found.endings, strict=True)
        values = at_leaves(scenario, found.game, player, leaves)
        return {term: float(np.array(weights) @ value) for term, value in values.items()}
    return None


def _of_deal(table: BargainingProblem, outcome: Outcome, player: str) -> dict[str, float] | None:
    """What a deal is worth to a player, term by term; None where its payoffs have no terms."""
    if table.takes_apart is None:
        return None
    found = table.takes_apart({issue: [option] for issue, option in outcome.choices.items()}, None, 1)
    return {term: float(np.asarray(value)[0]) for term, value in found.get(player, {}).items()} or None


def _most(player: str, before: dict[str, float], after: dict[str, float]) -> WorthChange:
    """The term that moves most, and of equals one that only one side has."""
    gaps = {term: abs(after.get(term, 0.0) - before.get(term, 0.0)) for term in [*before, *after]}
    largest = max(gaps.values())
    near = [term for term, gap in gaps.items() if gap >= largest * (1 - NEGLIGIBLE)]
    term = next((term for term in near if (term in before) != (term in after)), near[0])
    return WorthChange(player, term, before.get(term, math.nan), after.get(term, math.nan), {})
