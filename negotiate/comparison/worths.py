"""What payoffs are made of: terms at packages, endings and profiles, and by how much these
differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from math import nan, prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from negotiate.answers import Answer, Outcome, Prediction, held
from negotiate.arrays import AnyArray, FloatArray
from negotiate.comparison.levels import leveled
from negotiate.display import entity, record
from negotiate.equilibrium.solution import Equilibrium, TreeEquilibrium, parts
from negotiate.errors import GameTooLarge, NegotiateError, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame, Tree
from negotiate.games.normal_form import NormalFormGame
from negotiate.model import TERM
from negotiate.model.negotiation import AXIS_LIMIT, PACKAGE_LIMIT, Negotiation
from negotiate.model.payoffs import Frame, taken_apart

if TYPE_CHECKING:
    from negotiate.comparison.causes import Fates

NEGLIGIBLE = 1e-9
"""Of the largest value on either side: what rounding may leave behind."""


@record
class WorthChange:
    """How a term, or a player's payoff as a whole, differs between the sides.

    Parameters
    ----------
    player : str
        Whose.
    term : str
        Which; empty for all of the payoff.
    first, second : float
        What it is on each side where the two differ most, or where it is largest if only one side
        has it; NaN on a side that has no such term.
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
    def of_one_side(self) -> bool:
        """Whether only one side has the term."""
        return math.isnan(self.first) or math.isnan(self.second)

    @property
    def amount(self) -> float:
        """By how much the second side has more, where they differ most; a missing term counts
        as 0.
        """
        return float(np.nan_to_num(self.second) - np.nan_to_num(self.first))


@record
class Worths:
    """Whatever differs in what things are worth.

    Parameters
    ----------
    terms : tuple of WorthChange
        Terms that only one side has, and terms that differ; largest change first within a player.
    payoffs : tuple of WorthChange
        The payoff as a whole, for every player for whom it differs at some package; terms that name
        a move left out.
    refused : str
        Why packages could not be compared; empty if they could.
    """

    terms: tuple[WorthChange, ...] = ()
    payoffs: tuple[WorthChange, ...] = ()
    refused: str = ""


def worths(
    first: Negotiation, second: Negotiation, answers: Sequence[tuple[Answer, Answer]] = ()
) -> Worths:
    """Compare what everything is worth at every package that both sides can name, and whatever only
    one side has.

    Parameters
    ----------
    first, second : Negotiation
        The two sides; an issue that only one of them has takes all its options there, and does
        nothing on the other. Of players whose payoffs are levels on some side neither these nor the
        whole are: what differs is the order.
    answers : sequence of tuple of Prediction or Refusal, optional
        What each lens finds on both sides; terms that name a move are looked up where both are
        trees.
    """
    refused, totals, levels = "", [], leveled(first, second)
    found = [*_of_one_side(first, second), *_at_endings((first, second), answers)]
    found = [one for one in found if one.term != TERM or one.player not in levels]
    try:
        both = _Both.of(first, second)
        for player in _players(first, second):
            if player not in levels:
                terms, total = both.changes(player)
                found += terms
                totals += total
    except NegotiateError as wrong:
        refused, totals = wrong.message, []
    told = {
        (change.player, change.term): change for change in found
    }  # what moves make of a term comes later
    in_order = sorted(
        told.values(), key=lambda change: (first.keys.index(change.player), -abs(change.amount))
    )
    return Worths(tuple(in_order), tuple(totals), refused)


def _players(first: Negotiation, second: Negotiation) -> list[str]:
    return [player for player in first.keys if player in second.keys]


@entity
class _Packages:
    """Packages over these options, and which of them can be; None where all can."""

    options: Mapping[str, tuple[str, ...]]
    possible: AnyArray | None

    def most(self, values: AnyArray) -> tuple[tuple[int, ...], float]:
        """Where values are largest, of either sign, and how large; -1 where nothing can be."""
        size = (
            np.abs(values)
            if self.possible is None
            else np.where(self.possible, np.abs(values), -1.0)
        )
        place = np.unravel_index(int(size.argmax()), size.shape)
        return tuple(map(int, place)), float(size[place])

    def change(
        self,
        player: str,
        term: str,
        gap: AnyArray,
        place: Sequence[int],
        worth: tuple[float, float],
    ) -> WorthChange:
        """A change that differs as much as `gap` says, told for one place."""
        same = bool(np.ptp(gap) <= NEGLIGIBLE * max(float(np.abs(gap).max()), 1e-300))
        told = zip(self.options.items(), place, gap.shape, strict=True)
        at = {issue: labels[k] for (issue, labels), k, width in told if width > 1 and not same}
        return WorthChange(player, term, *worth, at, same)


def _value_at(values: AnyArray, place: Sequence[int]) -> float:
    """The value at one place of an array whose axes may have length 1."""
    return float(values[tuple(k if n > 1 else 0 for k, n in zip(place, values.shape, strict=True))])


def _of_one_side(first: Negotiation, second: Negotiation) -> Iterator[WorthChange]:
    """Every term that stands on one side only, where it is largest at the packages of that side.

    Terms that name a move are left out; of a side with too many packages, only where it rests is
    looked at.
    """
    for place, (side, other) in enumerate(((first, second), (second, first))):
        own = [
            (player, name)
            for player in _players(first, second)
            for name, term in side.terms[player].items()
            if name not in other.terms[player] and not term.needs_moves
        ]
        if not own:
            continue
        options = {key: issue.labels for key, issue in side.issues.items()}
        try:
            frame = side.grid(tuple(options), {})
            packages = _Packages(options, side.feasible(frame, tuple(map(len, options.values()))))
        except GameTooLarge:
            frame = side.grid((), {key: side.resting(key) or 0 for key in options})
            packages = _Packages({}, None)
        for player, name in own:
            values = np.asarray(frame.term(player, name)[0], dtype=float)
            most, _ = packages.most(values)
            value = _value_at(values, most)
            yield packages.change(
                player, name, values, most, (nan, value) if place else (value, nan)
            )


@entity
class _Both(_Packages):
    """The packages of both sides, in the options that both have."""

    frames: tuple[Frame, ...]

    @classmethod
    def of(cls, first: Negotiation, second: Negotiation) -> _Both:
        """Lay out the common options, and all options of issues that only one side has, as far as
        the limits allow.

        Raises
        ------
        UnsuitableGame
            If no package can be named on both sides, or an issue that has to be held at an option
            rests nowhere.
        """
        options = {
            key: tuple(option for option in issue.labels if option in second.issues[key].places)
            for key, issue in first.issues.items()
            if key in second.issues
        }
        apart = next((key for key, labels in options.items() if not labels), "")
        if apart or not options:
            which = (
                f"`{apart}` has no option that both sides have"
                if apart
                else "they have no issue in common"
            )
            raise UnsuitableGame(f"no package can be named on both sides, since {which}")
        for side, other in ((first, second), (second, first)):
            for key, issue in side.issues.items():
                if key in other.issues:
                    continue
                if (
                    prod(map(len, options.values())) * len(issue.options) <= PACKAGE_LIMIT
                    and len(options) < AXIS_LIMIT
                ):
                    options[key] = issue.labels
                elif side.resting(key) is None:
                    raise UnsuitableGame(
                        f"only one side has `{key}`, and the file does not say where it rests"
                    )
        frames = tuple(_frame(side, options) for side in (first, second))
        shape = tuple(map(len, options.values()))
        masks = [
            side.feasible(frame, shape) for side, frame in zip((first, second), frames, strict=True)
        ]
        known = [mask for mask in masks if mask is not None]
        return cls(options, reduce(np.logical_and, known) if known else None, frames)

    def changes(self, player: str) -> tuple[list[WorthChange], list[WorthChange]]:
        """The terms of a player that differ at some package, and the payoff as a whole if it does.

        Terms that name a move are left out; those that only one side has count for the payoff
        alone.
        """
        sides = [frame.negotiation.terms[player] for frame in self.frames]
        gaps, found, nothing = [], [], np.zeros((1,) * len(self.options))
        for name in dict.fromkeys((*sides[0], *sides[1])):
            if any(side[name].needs_moves for side in sides if name in side):
                continue
            having = [name in side for side in sides]
            parts = [
                f.term(player, name)[0] if has else nothing
                for f, has in zip(self.frames, having, strict=True)
            ]
            gap = np.asarray(parts[1] - parts[0])
            place = self._differs(gap, parts)
            if place is not None:
                gaps.append(gap)
                if all(having):
                    worth = _value_at(parts[0], place), _value_at(parts[1], place)
                    found.append(self.change(player, name, gap, place, worth))
        gap = reduce(np.add, gaps, nothing)
        place = self._differs(gap, gaps)
        if place is None:
            return found, []
        one, other = (
            sum(
                _value_at(frame.term(player, t.id)[0], place)
                for t in side.values()
                if not t.needs_moves
            )
            for frame, side in zip(self.frames, sides, strict=True)
        )
        return found, [self.change(player, "", gap, place, (one, other))]

    def _differs(self, gap: AnyArray, parts: Sequence[AnyArray]) -> tuple[int, ...] | None:
        """Where a gap is largest, what it does not depend on being as in the status quo; None where
        there is none.
        """
        most, amount = self.most(gap)
        if amount <= NEGLIGIBLE * max((float(np.abs(part).max()) for part in parts), default=0.0):
            return None
        widths = gap.shape if self.possible is None else self.possible.shape
        told = zip(self.options, most, widths, strict=True)
        return tuple(k if width > 1 else self._resting(issue) for issue, k, width in told)

    def _resting(self, issue: str) -> int:
        """Where an issue stands in the status quo, the first side's if it has the issue; else its
        first option.
        """
        side = next(frame.negotiation for frame in self.frames if issue in frame.negotiation.issues)
        labels, place = self.options[issue], side.status_quo.get(issue)
        name = "" if place is None else side.issues[issue].labels[place]
        return labels.index(name) if name in labels else 0


def _frame(side: Negotiation, options: Mapping[str, tuple[str, ...]]) -> Frame:
    """The packages of one side over these options, an axis an issue; its other issues are held
    where they rest.
    """
    rest = {key: side.resting(key) or 0 for key in side.issues if key not in options}
    side.grid(
        [key for key in options if key in side.issues], rest
    )  # refuses more packages than can be laid out
    ndim = len(options) + 1
    choices = {key: np.full((1,) * ndim, option) for key, option in rest.items()}
    for axis, (key, labels) in enumerate(options.items(), start=1):
        if key in side.issues:
            places = np.array([side.issues[key].index(label) for label in labels])
            choices[key] = np.expand_dims(places, [k for k in range(ndim) if k != axis])
    return Frame(side, choices, ndim)


LEAVES = 200_000
"""Above so many endings in a tree, terms that name a move are not compared."""
Way = tuple[tuple[str, str], ...]


def _at_endings(
    sides: tuple[Negotiation, Negotiation], answers: Sequence[tuple[Answer, Answer]]
) -> Iterator[WorthChange]:
    """The terms that name a move: those that one tree alone has, and those that differ at an ending
    that both have.
    """
    trees = next(
        (pair for answer in answers if any(pair := [_tree(one) for one in answer])), [None, None]
    )
    endings = [_endings(tree) if tree else {} for tree in trees]
    for having in ((0,), (1,), (0, 1)):
        ways = [way for way in endings[having[0]] if all(way in endings[k] for k in having)]
        for player in _players(*sides) if ways else ():
            terms = [side.terms[player] for side in sides]
            names = [
                name
                for name in terms[having[0]]
                if tuple(k for k in (0, 1) if name in terms[k]) == having
                and any(terms[k][name].needs_moves for k in having)
            ]
            values = [
                at_leaves(sides[k], tree, player, [endings[k][way] for way in ways])
                if names and k in having and tree
                else {}
                for k, tree in enumerate(trees)
            ]
            for name in names:
                found = [value.get(name, np.zeros(len(ways))) for value in values]
                gaps = np.abs(found[1] - found[0])
                most = int(gaps.argmax())
                if len(having) == 1 or gaps[most] > NEGLIGIBLE * max(
                    float(np.abs(side).max()) for side in found
                ):
                    here, there = (float(found[k][most]) if k in having else nan for k in (0, 1))
                    yield WorthChange(player, name, here, there, dict(ways[most]))


def _tree(answer: Answer) -> ExtensiveGame | None:
    """The tree that an answer is about, if it is not too large."""
    if not isinstance(answer, Prediction) or answer.solution is None or answer.at_once:
        return None
    game = answer.solution.game
    return game if isinstance(game, ExtensiveGame) and len(game.payoffs) <= LEAVES else None


def _endings(game: ExtensiveGame) -> dict[Way, int]:
    """The moves made and the actions taken on the way to each ending → its position among the
    leaves.
    """
    made = game.moves_made(np.arange(len(game.payoffs))).tolist()
    return {
        tuple(
            (move.label, move.actions[a]) for move, a in zip(game.moves, row, strict=True) if a >= 0
        ): leaf
        for leaf, row in enumerate(made)
    }


def at_leaves(
    scenario: Negotiation, game: ExtensiveGame, player: str, leaves: ArrayLike
) -> dict[str, FloatArray]:
    """Each term of a player at some leaves of the scenario's own tree (positions among the
    leaves).
    """
    where = np.asarray(leaves, dtype=int)
    choices = dict(zip(scenario.issues, game.outcomes[where].T, strict=True))
    made = game.moves_made(where).T[len(game.types) :]  # the deals of types come first
    moves = dict(zip((step.id for step in scenario.protocol), made, strict=False))
    return taken_apart(scenario, (player,), choices, moves, len(where))[player]


def endings(tree: Tree, probability: FloatArray, node: int) -> Iterator[tuple[int, float]]:
    """The ending nodes that play reaches from a node on, with their probabilities."""
    waiting = [(node, 1.0)]
    while waiting:
        here, chance = waiting.pop()
        children = tree.children(here).tolist()
        if not children:
            yield here, chance
        waiting += [
            (child, chance * float(probability[child]))
            for child in children
            if probability[child] > 0
        ]


Played = tuple[FloatArray, ...]
"""The odds of each player's strategies."""
COMBINATIONS = 5_000
"""Above so many combinations of what is mixed, payoffs are not taken apart into terms."""


@entity
class Table:
    """A game in which all choose at once, with the scenario that it comes from and the issues that
    nobody sets.
    """

    scenario: Negotiation
    game: NormalFormGame
    held: Mapping[str, str]

    @classmethod
    def of(cls, scenario: Negotiation, prediction: Prediction) -> Table | None:
        """The game that a prediction is about; None if it is not of this kind."""
        game = None if prediction.solution is None else prediction.solution.game
        return (
            cls(scenario, game, held(scenario, game)) if isinstance(game, NormalFormGame) else None
        )

    def terms(self, profile: Played, player: int, to: int | None = None) -> dict[str, float] | None:
        """What a player expects from each of its terms, or what each adds to its gain by a change;
        None for too much.

        They add up to its payoff, or to the gain by playing `to` alone.
        """
        combinations = played_together(profile)
        if combinations is None:
            return None
        stay, weights = combinations
        leave = (
            [] if to is None else [(*combo[:player], to, *combo[player + 1 :]) for combo in stay]
        )
        packages = [
            {**self.held}
            | {
                k: o
                for row, i in zip(self.game.strategies, combo, strict=True)
                for k, o in row[i].choices.items()
            }
            for combo in (*stay, *leave)
        ]
        choices = {
            key: np.array([issue.index(package[key]) for package in packages], dtype=int)
            for key, issue in self.scenario.issues.items()
        }
        key = self.game.keys[player]
        values = taken_apart(self.scenario, (key,), choices, None, len(packages))[key]
        cut = len(stay)
        return {t: float(weights @ (v[cut:] - v[:cut] if leave else v)) for t, v in values.items()}


def played_together(profile: Played) -> tuple[list[tuple[int, ...]], FloatArray] | None:
    """The combinations that may be played, with their probabilities; None where there are too
    many.
    """
    supports = [np.flatnonzero(weights).tolist() for weights in profile]
    if prod(map(len, supports)) > COMBINATIONS:
        return None
    found = list(product(*supports))
    return found, np.array(
        [prod(float(own[i]) for own, i in zip(profile, combo, strict=True)) for combo in found]
    )


def moved_by(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction, fates: Fates
) -> tuple[WorthChange, ...]:
    """The terms that move each player's payoff, in the outcome in which that payoff moves most.

    Looked at are the outcomes that stay, or else the one that takes the place of the only other
    one.

    Returns
    -------
    tuple of WorthChange
        For every player whose payoff moves and whose outcome can be taken apart: what each term
        that moves is at the outcome of each side, NaN on a side that has no such term; the one that
        moves most first.
    """
    pairs, single = fates.pairs, len(fates.of("vanishes")) == len(fates.of("appears")) == 1
    if not pairs and single and fates.lost and fates.new:
        pairs = [(fates.lost, fates.new)]
    found = []
    for player in [key for key in first.keys if pairs and key not in leveled(one, two)]:
        old, new = max(
            pairs, key=lambda pair: abs(pair[1].payoffs[player] - pair[0].payoffs[player])
        )
        if math.isclose(old.payoffs[player], new.payoffs[player], rel_tol=1e-9, abs_tol=1e-9):
            continue
        before, after = _terms(one, first, old, player), _terms(two, second, new, player)
        if before is not None and after is not None:
            found += _changed(player, before, after)
    return tuple(found)


def _terms(
    scenario: Negotiation, prediction: Prediction, outcome: Outcome, player: str
) -> dict[str, float] | None:
    """What a player expects from each of its terms; None where the outcome cannot be taken
    apart.
    """
    found = outcome.equilibrium
    if prediction.tables:
        takes_apart = prediction.tables[0].takes_apart
        terms = (
            takes_apart({k: [o] for k, o in outcome.choices.items()}, None, 1)
            if takes_apart
            else {}
        )
        return {
            term: float(np.asarray(value)[0]) for term, value in terms.get(player, {}).items()
        } or None
    if isinstance(found, Equilibrium) and (table := Table.of(scenario, prediction)):
        return table.terms(found.strategies, table.game.keys.index(player))
    if isinstance(found, TreeEquilibrium) and not prediction.at_once:
        if (
            scenario.types or found.game.views is not None
        ):  # under the types dealt on the path, and by own odds
            return dict(parts(found.game, (found,))[0].get(player, {})) or None
        leaves, weights = zip(*found.endings, strict=True)
        values = at_leaves(scenario, found.game, player, leaves)
        return {term: float(np.array(weights) @ value) for term, value in values.items()}
    return None


REST, NAMED = 0.1, 3
"""The part of all that terms move which is not told, and how many terms are told at most."""


def main_terms(moved: Sequence[WorthChange]) -> tuple[Sequence[WorthChange], bool]:
    """The first of some terms, as many as move nearly all or are told at most, and whether they
    move nearly all.
    """
    gaps = [abs(one.amount) for one in moved]
    left = [sum(gaps[place:]) > REST * sum(gaps) for place in range(len(gaps) + 1)]
    told = moved[: min(left.index(False), NAMED)]
    return told, not left[len(told)]


def _changed(player: str, before: dict[str, float], after: dict[str, float]) -> list[WorthChange]:
    """The terms that move, the one that moves most first, and of equals one that only one side
    has.
    """
    gaps = {term: abs(after.get(term, 0.0) - before.get(term, 0.0)) for term in [*before, *after]}
    most = max(gaps.values(), default=0.0)
    order = sorted(
        gaps,
        key=lambda term: (-round(gaps[term] / (most or 1), 9), (term in before) == (term in after)),
    )
    moving = [term for term in order if gaps[term] > most * NEGLIGIBLE]
    return [
        WorthChange(player, term, before.get(term, nan), after.get(term, nan), {})
        for term in moving
    ]
