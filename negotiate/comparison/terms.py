"""A player's payoff taken apart into its terms, and how terms differ that one side alone has or that name a move."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import AnyArray, FloatArray
from negotiate.comparison.prediction import Answer, Refusal
from negotiate.errors import GameTooLarge
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, taken_apart

NEGLIGIBLE = 1e-9
"""Of the largest value on either side: what rounding may leave behind."""


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
        What it is on each side where the two differ most, or where it is largest if only one side has it; NaN on a
        side that has no such term.
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
        """By how much the second side has more, where they differ most; a missing term counts as 0."""
        return float(np.nan_to_num(self.second) - np.nan_to_num(self.first))


def value_at(values: AnyArray | None, place: tuple[int, ...]) -> float:
    """The value at one place of an array whose axes may have length 1; NaN where there is no array."""
    if values is None:
        return float("nan")
    return float(values[tuple(k if n > 1 else 0 for k, n in zip(place, values.shape, strict=True))])


def at_leaves(scenario: Negotiation, game: ExtensiveGame, player: str, leaves: Sequence[int]) -> dict[str, FloatArray]:
    """Each term of a player at some leaves of the scenario's own tree (positions among the leaves)."""
    where = np.asarray(leaves, dtype=np.intp)
    choices = {issue: game.outcomes[where, k] for k, issue in enumerate(scenario.issues)}
    made = game.moves_made(where)
    moves = {step.id: made[:, k] for k, step in enumerate(scenario.protocol)}
    return taken_apart(scenario, (player,), choices, moves, len(where))[player]


def at_profiles(
    scenario: Negotiation,
    game: NormalFormGame,
    held: Mapping[str, str],
    player: str,
    profiles: Sequence[Sequence[int]],
) -> dict[str, FloatArray]:
    """Each term of a player at some combinations of strategies of the scenario's own game."""
    packages = [
        {**held, **{k: o for row, i in zip(game.strategies, profile, strict=True) for k, o in row[i].choices.items()}}
        for profile in profiles
    ]
    choices = {
        key: np.array([issue.index(package[key]) for package in packages], dtype=np.intp)
        for key, issue in scenario.issues.items()
    }
    return taken_apart(scenario, (player,), choices, None, len(packages))[player]


LEAVES = 200_000
"""Above so many endings in a tree, terms that name a move are not compared."""


def with_moves(first: Negotiation, second: Negotiation, answers: Sequence[tuple[Answer, Answer]]) -> list[WorthChange]:
    """The terms that name a move: all that one tree alone has, and those that differ at an ending that both have."""
    trees = next((pair for here, there in answers if any(pair := (_tree(here), _tree(there)))), (None, None))
    one, other = trees
    found: list[WorthChange] = []
    if one is not None:
        found += _of_one(first, one, second, False)
    if other is not None:
        found += _of_one(second, other, first, True)
    if one is not None and other is not None:
        found += _of_both(first, one, second, other)
    return found


def _of_one(side: Negotiation, game: ExtensiveGame, other: Negotiation, second_has: bool) -> list[WorthChange]:
    """The terms that the other side has not, each where it is largest in its own tree."""
    found = []
    for player in [player for player in side.keys if player in other.keys]:
        own = [k for k, term in side.terms[player].items() if term.needs_moves and k not in other.terms[player]]
        if own:
            ways = list(_endings(game))
            values = at_leaves(side, game, player, range(len(ways)))
            sides = ({}, values) if second_has else (values, {})
            found += [_moved(player, name, *sides, ways) for name in own]
    return found


def _of_both(first: Negotiation, one: ExtensiveGame, second: Negotiation, other: ExtensiveGame) -> list[WorthChange]:
    """The terms of both sides that differ at some ending that both trees have."""
    ways, others = _endings(one), _endings(other)
    both = [way for way in ways if way in others]
    found = []
    for player in [player for player in first.keys if player in second.keys] if both else []:
        terms = (first.terms[player], second.terms[player])
        moving = [k for k in terms[0] if k in terms[1] and any(side[k].needs_moves for side in terms)]
        if moving:
            here = at_leaves(first, one, player, [ways[way] for way in both])
            there = at_leaves(second, other, player, [others[way] for way in both])
            found += [_moved(player, name, here, there, both) for name in moving if _differs(here[name], there[name])]
    return found


def _tree(answer: Answer) -> ExtensiveGame | None:
    if isinstance(answer, Refusal) or answer.solution is None or answer.at_once:
        return None
    game = answer.solution.game
    return game if isinstance(game, ExtensiveGame) and len(game.payoffs) <= LEAVES else None


Way = tuple[tuple[str, str], ...]


def _endings(game: ExtensiveGame) -> dict[Way, int]:
    """The moves made and the actions taken on the way to each ending → its position among the leaves."""
    made = game.moves_made(np.arange(len(game.payoffs)))
    rows: list[list[int]] = made.tolist()
    return {
        tuple((game.moves[k].label, game.moves[k].actions[a]) for k, a in enumerate(row) if a >= 0): leaf
        for leaf, row in enumerate(rows)
    }


def _differs(here: AnyArray, there: AnyArray) -> bool:
    size = max(float(np.abs(side).max()) for side in (here, there))
    return float(np.abs(there - here).max()) > NEGLIGIBLE * size


def _moved(
    player: str, term: str, first: Mapping[str, AnyArray], second: Mapping[str, AnyArray], ways: Sequence[Way]
) -> WorthChange:
    nothing = np.zeros(len(ways))
    most = int(np.argmax(np.abs(second.get(term, nothing) - first.get(term, nothing))))
    here, there = (float(side[term][most]) if term in side else float("nan") for side in (first, second))
    return WorthChange(player, term, here, there, dict(ways[most]))


def only_one_has(first: Negotiation, second: Negotiation) -> list[WorthChange]:
    """Every term that stands on one side only, with its largest value at the packages of that side.

    Terms that name a move are left out; of a side with too many packages, only where it rests is looked at.
    """
    found = []
    for side, other, second_has in ((first, second, False), (second, first, True)):
        own = [
            (player, term)
            for player in first.keys
            if player in second.keys
            for term, counted in side.terms[player].items()
            if term not in other.terms[player] and not counted.needs_moves
        ]
        grid = _Own.of(side) if own else None
        found += [grid.largest(player, term, second_has) for player, term in own if grid is not None]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """The packages of one side alone, and which of them can be."""

    frame: Frame
    issues: tuple[str, ...]
    possible: AnyArray | None

    @staticmethod
    def of(side: Negotiation) -> _Own:
        issues = tuple(side.issues)
        try:
            frame = side.grid(issues, {})
        except GameTooLarge:
            issues, rest = (), {key: side.resting(key) or 0 for key in side.issues}
            return _Own(side.grid((), rest), (), None)
        return _Own(frame, issues, side.feasible(frame, tuple(len(side.issues[key].options) for key in issues)))

    def largest(self, player: str, term: str, second_has: bool) -> WorthChange:
        values = np.asarray(self.frame.term(player, term)[0], dtype=float)
        size = np.abs(values) if self.possible is None else np.where(self.possible, np.abs(values), -1.0)
        most = np.unravel_index(int(np.argmax(size)), size.shape)
        value = value_at(values, tuple(int(k) for k in most))
        same = bool(np.ptp(values) <= NEGLIGIBLE * max(float(np.abs(values).max()), 1e-300))
        at = {
            issue: self.frame.negotiation.issues[issue].labels[int(k)]
            for issue, k, width in zip(self.issues, most, values.shape, strict=True)
            if width > 1 and not same
        }
        nothing = float("nan")
        return WorthChange(player, term, *((nothing, value) if second_has else (value, nothing)), at, same)
