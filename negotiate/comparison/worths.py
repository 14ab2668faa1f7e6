"""By how much the terms and the payoffs of two scenarios differ, and where they differ most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.comparison.prediction import Answer, Refusal
from negotiate.comparison.terms import at_leaves, moves_made
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation

Array = npt.NDArray[Any]

NEGLIGIBLE = 1e-9
"""Of the largest value on either side: what rounding may leave behind."""
LEAVES = 200_000
"""Above so many endings in a tree, terms that name a move are not compared."""


@dataclass(frozen=True, slots=True)
class WorthChange:
    """How a term, or a player's payoff as a whole, differs between the sides.

    Parameters
    ----------
    player : str
        Whose.
    term : str
        Which; empty for all of the payoff.
    first, second : float
        What it is on each side where the two differ most; NaN on a side that has no such term.
    at : Mapping[str, str]
        Issue or move → option, where they differ most; only what the term depends on.
    everywhere : bool
        Whether it differs by the same amount at every package.
    """

    player: str
    term: str
    first: float
    second: float
    at: Mapping[str, str]
    everywhere: bool = False

    @property
    def amount(self) -> float:
        """By how much the second side has more, where they differ most; a missing term counts as 0."""
        return float(np.nan_to_num(self.second) - np.nan_to_num(self.first))


@dataclass(frozen=True, slots=True)
class Worths:
    """Whatever differs in what things are worth.

    Parameters
    ----------
    terms : tuple of WorthChange
        Terms that differ, largest change first within a player.
    payoffs : tuple of WorthChange
        The payoff as a whole, for every player for whom it differs at some package; terms that name a move left out.
    refused : str
        Why packages could not be compared; empty if they could.
    """

    terms: tuple[WorthChange, ...] = ()
    payoffs: tuple[WorthChange, ...] = ()
    refused: str = ""


def worths(first: Negotiation, second: Negotiation, answers: Sequence[tuple[Answer, Answer]] = ()) -> Worths:
    """Compare what everything is worth at every package that both sides can name.

    Parameters
    ----------
    first, second : Negotiation
        The two sides; what only one of them has is held where it rests.
    answers : sequence of tuple of Prediction or Refusal, optional
        What each lens finds on both sides; terms that name a move are looked up where both are trees.
    """
    try:
        grid = _Grid.over(first, second)
        changes = [grid.changes(player) for player in first.keys if player in second.keys]
    except NegotiateError as wrong:
        return Worths(refused=wrong.message)
    found = [change for terms, _ in changes for change in terms]
    found += _with_moves(first, second, answers)
    found.sort(key=lambda change: (first.keys.index(change.player), -abs(change.amount)))
    return Worths(tuple(found), tuple(total for _, total in changes if total is not None))


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """The packages of both sides, in the options that both have."""

    first: Frame
    second: Frame
    options: Mapping[str, tuple[str, ...]]
    possible: Array | None

    @staticmethod
    def over(first: Negotiation, second: Negotiation) -> _Grid:
        options = {
            key: tuple(option for option in issue.labels if option in second.issues[key].labels)
            for key, issue in first.issues.items()
            if key in second.issues
        }
        _refuse_nothing_in_common(first, second, options)
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

        Terms that name a move are left out.
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
                found.append(self._change(player, name, np.asarray(gap), place, _at(here, place), _at(there, place)))
        return found, self._payoff(player, gaps)

    def _payoff(self, player: str, gaps: Sequence[Array]) -> WorthChange | None:
        """The change of the sum, from the changes of its terms."""
        gap = reduce(np.add, gaps, np.zeros((1,) * len(self.options)))
        place = self._most(gap, gaps)
        if place is None:
            return None
        sums = []
        for frame in (self.first, self.second):
            counted = [t.id for t in frame.negotiation.terms[player].values() if not t.needs_moves]
            sums.append(sum(_at(frame.term(player, term)[0], place) for term in counted))
        return self._change(player, "", gap, place, sums[0], sums[1])

    def _most(self, gap: Array, parts: Sequence[Array]) -> tuple[int, ...] | None:
        """Where a gap is largest, what it does not depend on being as in the status quo; None where there is none."""
        size = max((float(np.abs(part).max()) for part in parts), default=0.0)
        differs = np.abs(gap)
        if self.possible is not None:
            differs = np.where(self.possible, differs, -1.0)
        most = np.unravel_index(int(np.argmax(differs)), differs.shape)
        if differs[most] <= NEGLIGIBLE * size:
            return None
        quo = self.first.negotiation.status_quo
        rest = [
            labels.index(name) if (name := _label(self.first.negotiation, issue, quo)) in labels else 0
            for issue, labels in self.options.items()
        ]
        return tuple(int(k) if n > 1 else r for k, n, r in zip(most, differs.shape, rest, strict=True))

    def _change(
        self, player: str, term: str, gap: Array, place: tuple[int, ...], first: float, second: float
    ) -> WorthChange:
        same = bool(np.ptp(gap) <= NEGLIGIBLE * float(np.abs(gap).max()))
        at = {
            issue: labels[k]
            for (issue, labels), k, width in zip(self.options.items(), place, gap.shape, strict=True)
            if width > 1 and not same
        }
        return WorthChange(player, term, first, second, at, same)


def _label(side: Negotiation, issue: str, package: Mapping[str, int]) -> str | None:
    return side.issues[issue].options[package[issue]].id if issue in package else None


def _at(values: Array | None, place: tuple[int, ...]) -> float:
    if values is None:
        return float("nan")
    return float(values[tuple(k if n > 1 else 0 for k, n in zip(place, values.shape, strict=True))])


def _refuse_nothing_in_common(first: Negotiation, second: Negotiation, options: Mapping[str, tuple[str, ...]]) -> None:
    apart = [key for key, labels in options.items() if not labels]
    if apart or not options:
        which = f"`{apart[0]}` has no option that both sides have" if apart else "they have no issue in common"
        raise UnsuitableGame(f"no package can be named on both sides, since {which}")
    for side in (first, second):
        for key, issue in side.issues.items():
            if key not in options and side.resting(key) is None and len(issue.options) > 1:
                raise UnsuitableGame(f"only one side has `{key}`, and the file does not say where it rests")


def _frame(side: Negotiation, options: Mapping[str, tuple[str, ...]]) -> Frame:
    """The packages of one side over the options that both have; its other issues are held where they rest."""
    rest = {key: side.resting(key) or 0 for key in side.issues if key not in options}
    frame = side.grid(tuple(options), rest)
    for position, (key, labels) in enumerate(options.items(), start=1):
        shape = [1] * frame.ndim
        shape[position] = len(labels)
        own = np.array([side.issues[key].index(label) for label in labels]).reshape(shape)
        frame.choices = {**frame.choices, key: own}
    return frame


def _with_moves(first: Negotiation, second: Negotiation, answers: Sequence[tuple[Answer, Answer]]) -> list[WorthChange]:
    """The terms that name a move and differ at some ending that both trees have."""
    for here, there in answers:
        one, other = _tree(here), _tree(there)
        if one is not None and other is not None:
            return _along_moves(first, one, second, other)
    return []


def _along_moves(
    first: Negotiation, one: ExtensiveGame, second: Negotiation, other: ExtensiveGame
) -> list[WorthChange]:
    if max(len(one.payoffs), len(other.payoffs)) > LEAVES:
        return []
    ways, others = _endings(one), _endings(other)
    both = [way for way in ways if way in others]
    found = []
    for player in [player for player in first.keys if player in second.keys] if both else []:
        moving = [
            name
            for name in dict.fromkeys((*first.terms[player], *second.terms[player]))
            if any(name in side.terms[player] and side.terms[player][name].needs_moves for side in (first, second))
        ]
        if moving:
            here = at_leaves(first, one, player, [ways[way] for way in both])
            there = at_leaves(second, other, player, [others[way] for way in both])
            found += [change for name in moving if (change := _moved(player, name, here, there, both)) is not None]
    return found


def _tree(answer: Answer) -> ExtensiveGame | None:
    if isinstance(answer, Refusal) or answer.solution is None or answer.at_once:
        return None
    return answer.solution.game if isinstance(answer.solution.game, ExtensiveGame) else None


Way = tuple[tuple[str, str], ...]


def _endings(game: ExtensiveGame) -> dict[Way, int]:
    """The moves made and the actions taken on the way to each ending → its position among the leaves."""
    made = moves_made(game, np.arange(len(game.payoffs)))
    rows: list[list[int]] = made.tolist()
    return {
        tuple((game.moves[k].label, game.moves[k].actions[a]) for k, a in enumerate(row) if a >= 0): leaf
        for leaf, row in enumerate(rows)
    }


def _moved(
    player: str, term: str, first: Mapping[str, Array], second: Mapping[str, Array], ways: Sequence[Way]
) -> WorthChange | None:
    nothing = np.zeros(len(ways))
    gap = second.get(term, nothing) - first.get(term, nothing)
    most = int(np.argmax(np.abs(gap)))
    size = max(float(np.abs(side.get(term, nothing)).max()) for side in (first, second))
    if abs(float(gap[most])) <= NEGLIGIBLE * size or size == 0:
        return None
    here, there = (float(side[term][most]) if term in side else float("nan") for side in (first, second))
    return WorthChange(player, term, here, there, dict(ways[most]))
