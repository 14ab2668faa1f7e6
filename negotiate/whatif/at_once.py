"""The answers at many draws of parameters at once: payoffs are arrays with a draw a row, and games
are solved in batch.

An issue that no payoff couples with another is decided by itself: whoever decides it takes an
option that is best for it, and the others drop out before the game is laid out. What is left is
small, and games of which the same is left are solved together. Packages that could be signed are
all looked at, in every draw.

Only what is arithmetic in every draw is done here; `fits` says whether a scenario is. The rest is
answered one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from negotiate.arrays import AnyArray, BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.batch import EquilibriumArrays, solve_batch, surviving
from negotiate.equilibrium.nash.extreme_points import too_large
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.games.exactness import margins
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.coupling import coupled, pieces
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, Reach, add_up
from negotiate.whatif.answers import (
    NO_DEAL,
    PROFILES,
    TODAY,
    TOGETHER,
    Hard,
    Played,
    differing,
    listed,
    profile_name,
    strategy_names,
)
from negotiate.whatif.indicators import Value, columns, unanswered

PACKAGES = 5_000
"""Packages of one draw, at most."""
NUMBERS = 4_000_000
"""Payoffs that are laid out at once, about; 32 MB."""
SMALL = 3
"""Strategies a player up to which a game is solved sooner than thinned."""
TIE = 1e-11
"""Of the range of a player's payoffs: a smaller difference is rounding."""


@dataclass(frozen=True, eq=False)
class AtOnce:
    """One scenario, whose parameters vary.

    Parameters
    ----------
    negotiation : Negotiation
        With the numbers that do not vary.
    watch : tuple of str
        The indicators.
    profiles : bool
        Whether `PROFILES` is asked for, too.
    """

    negotiation: Negotiation
    watch: tuple[str, ...]
    profiles: bool = False

    def fits(self, names: Sequence[str]) -> bool:
        """Whether these parameters can vary together here."""
        one = self.negotiation
        every = all(name in one.parameters for name in names)
        plain = not (
            one.is_ordinal or (one.types and "equilibria" in self.watch)
        ) and self._possible(names)
        signed = tuple(one.signers) in ((), (one.keys,)) or {*map(frozenset, one.signers)} == {
            frozenset(one.keys)
        }
        if not (every and plain and signed and len(one.players) == 2 and {*self.watch} <= AT_ONCE):
            return False
        sized = prod(len(one.issues[issue].options) for issue in self._deal_axes) <= PACKAGES
        known = {*self._deal_axes, *one.status_quo, *one.fixed}
        return sized and all(
            key in known or len(issue.options) == 1 for key, issue in one.issues.items()
        )

    def _possible(self, names: Sequence[str]) -> bool:
        """Whether what is impossible stays so while these vary, and leaves each side whole
        strategies alone.
        """
        one = self.negotiation
        if one.infeasible and not self._limits.parameters.isdisjoint(names):
            return False
        return (
            not one.infeasible
            or not ("equilibria" in self.watch or one.no_deal == "equilibrium")
            or self._full
        )

    @cached_property
    def _limits(self) -> Reach:
        """What the conditions look at that rule combinations out."""
        return self.negotiation.scope.of(self.negotiation.infeasible)

    @cached_property
    def _full(self) -> bool:
        """Whether all combinations of the strategies that are left can happen."""
        try:
            return alone(self.negotiation).feasible is None
        except NegotiateError:
            return False

    @cached_property
    def packages(self) -> int:
        """How many packages one draw has."""
        return max(prod(len(issue.options) for issue in self.negotiation.issues.values()), 1)

    @cached_property
    def size(self) -> int:
        """The same, and how many combinations of strategies there are."""
        return self.packages + prod(len(rows) for rows in self._rows)

    @cached_property
    def _own(self) -> tuple[list[str], ...]:
        """Each player's issues, in the order of its strategies."""
        one = self.negotiation
        return tuple(
            [
                key
                for key, issue in one.issues.items()
                if issue.deciders == (player,) and key not in one.fixed
            ]
            for player in one.keys
        )

    @cached_property
    def _deal_axes(self) -> tuple[str, ...]:
        one = self.negotiation
        return tuple(
            key
            for key, issue in one.issues.items()
            if key in one.on_table and key not in one.fixed and issue.options[1:]
        )

    @cached_property
    def _apart(self) -> tuple[list[tuple[str, ...]], ...]:
        """Each player's groups of issues that no payoff couples with any other."""
        one = self.negotiation
        decided = [issue for own in self._own for issue in own]
        looks = [
            one.scope.of([piece.value, one.terms[piece.player][piece.term].when]).issues
            for piece in pieces(one)
        ]
        groups = coupled(decided, [issues & {*decided} for issues in looks])
        free = [group for group in groups if self._limits.issues.isdisjoint(group)]
        return tuple([group for group in free if {*group} <= {*own}] for own in self._own)

    @cached_property
    def _rows(self) -> tuple[IndexArray, ...]:
        """Each player's strategies: the option of each of its issues, shape (strategies,
        issues).
        """
        issues = self.negotiation.issues
        if self._limits.issues.isdisjoint(issue for own in self._own for issue in own):
            sizes = [[len(issues[issue].options) for issue in own] for own in self._own]
            return tuple(np.indices(size).reshape(len(size), prod(size)).T for size in sizes)
        pairs = zip(self._own, alone(self.negotiation).strategies, strict=True)
        rows = [
            [[issues[i].index(one.choices[i]) for i in own] for one in strategies]
            for own, strategies in pairs
        ]
        return tuple(np.array(row, dtype=np.intp).reshape(len(row), -1) for row in rows)

    @cached_property
    def _names(self) -> list[list[str]]:
        return strategy_names(self.negotiation, alone(self.negotiation))

    @cached_property
    def _resting(self) -> dict[str, int]:
        return {issue: self.negotiation.resting(issue) or 0 for issue in self.negotiation.issues}

    def answers(self, draws: Mapping[str, FloatArray]) -> dict[str, list[Any]]:
        """What is watched, column by column, in each draw.

        Parameters
        ----------
        draws : Mapping[str, ndarray, shape (draws,)]
            Parameter → its values.

        Raises
        ------
        OutOfRange
            If a payoff is not a finite number in some draw.
        Hard
            If some of several draws have games that take long.
        """
        count = len(next(iter(draws.values())))
        step = max(NUMBERS // self.packages, 1)
        found: dict[str, list[Any]] = {}
        for start in range(0, count, step):
            part = {name: values[start : start + step] for name, values in draws.items()}
            for name, values in self._chunk(part).items():
                found.setdefault(name, []).extend(values)
        more = [PROFILES] if self.profiles else []
        return {name: found[name] for name in [*columns(self.watch, self.negotiation), *more]}

    def _chunk(self, draws: Mapping[str, FloatArray]) -> dict[str, list[Any]]:
        count = len(next(iter(draws.values())))
        found: dict[str, list[Any]] = (
            {PROFILES: [[] for _ in range(count)]} if self.profiles else {}
        )
        by_talks = self.negotiation.no_deal == "equilibrium"
        apart = None
        if self._unplayed:
            missing = unanswered(columns(("equilibria",), self.negotiation), self._unplayed)
            found |= {name: [value] * count for name, value in missing.items()}
        elif "equilibria" in self.watch or (by_talks and TOGETHER & {*self.watch}):
            found["equilibria"], apart = self._equilibria(draws, count, found.get(PROFILES))
        if TOGETHER & {*self.watch}:
            found |= self._deals(draws, count, apart if by_talks else None)
        return found

    @cached_property
    def _unplayed(self) -> str:
        """Why nobody can play it without talks, where what no deal brings needs no such game; empty
        where it can be played, or nobody asks.
        """
        if not self.negotiation.alternatives or "equilibria" not in self.watch:
            return ""
        try:
            alone(self.negotiation)
        except UnsuitableGame as wrong:
            return wrong.message
        return ""

    # What happens if nobody talks.

    def _equilibria(
        self, draws: Mapping[str, FloatArray], count: int, profiles: list[list[Played]] | None
    ) -> tuple[list[Value], FloatArray]:
        """The equilibria of each draw in words, and what the first of them is worth, shape (draws,
        2).

        Each equilibrium is added to `profiles`, draw by draw, where there is such a list.
        """
        words = np.empty(count, dtype=object)
        worth = np.empty((count, 2))
        said: dict[str, str] = {}
        every = list(self._games(draws, count))
        hard = [some for some, _, games in every if too_large(*games.shape[2:])]
        if hard and count > 1:
            raise Hard(np.concatenate(hard))
        for some, left, games in every:
            solved = _solved(games)
            sides = (solved.row, solved.column)
            names = [[self._names[p][k] for k in own.tolist()] for p, own in enumerate(left)]
            order = _in_order(solved.game, sides)
            starts = np.searchsorted(
                solved.game, np.arange(len(some))
            )  # the order keeps each game's together
            worth[some] = solved.payoffs[order[starts]]
            for draws_of, own in _named_profiles(starts, [side[order] for side in sides], names):
                words[some[draws_of]] = said.setdefault(own, own)  # one text, however many draws
            if profiles is not None:
                for game, own_part in _played(solved, order, self.negotiation.keys, names):
                    profiles[some[game]].append(own_part)
        return words.tolist(), worth

    def _games(
        self, draws: Mapping[str, FloatArray], count: int
    ) -> Iterator[tuple[IndexArray, list[IndexArray], FloatArray]]:
        """Draws whose games have the same strategies left, which these are of each player, and the
        games.
        """
        for some, kept in self._alike(draws, count):
            payoffs = self._payoffs(
                {name: values[some] for name, values in draws.items()}, kept, len(some)
            )
            for few, left, games in _undominated(payoffs):
                yield (
                    some[few],
                    [own[own_left] for own, own_left in zip(kept, left, strict=True)],
                    games,
                )

    def _alike(
        self, draws: Mapping[str, FloatArray], count: int
    ) -> Iterator[tuple[IndexArray, list[IndexArray]]]:
        """The draws in which the same strategies are left once each issue that stands apart is
        decided.
        """
        marks: list[BoolArray] = []
        places: list[tuple[int, tuple[str, ...]]] = []
        for player, groups in enumerate(self._apart):
            for group in groups:
                marks.append(self._best(draws, player, group, count))
                places.append((player, group))
        first, which = _alike(np.concatenate([np.ones((count, 1), dtype=bool), *marks], axis=1))
        for number, draw in enumerate(first.tolist()):
            keep = [np.ones(len(rows), dtype=bool) for rows in self._rows]
            for (player, group), mark in zip(places, marks, strict=True):
                at = [self._own[player].index(issue) for issue in group]
                sizes = [len(self.negotiation.issues[issue].options) for issue in group]
                keep[player] &= mark[draw][
                    np.ravel_multi_index(tuple(self._rows[player][:, at].T), tuple(sizes))
                ]
            yield np.flatnonzero(which == number), [np.flatnonzero(own) for own in keep]

    def _best(
        self, draws: Mapping[str, FloatArray], player: int, group: tuple[str, ...], count: int
    ) -> BoolArray:
        """Which combinations of a group's options may be best for whoever decides it, shape (draws,
        combinations).
        """
        one, key = self.negotiation, self.negotiation.keys[player]
        frame = one.grid(
            group, {issue: k for issue, k in self._resting.items() if issue not in group}, draws
        )
        shape = tuple(len(one.issues[issue].options) for issue in group)
        worth = add_up(frame, (key,), shape, with_moves=False)[:, 0].reshape(-1, prod(shape))
        top = worth.max(axis=1, keepdims=True)
        slack = TIE * np.abs(worth).max(axis=1, keepdims=True)
        return np.broadcast_to(worth >= top - slack, (count, prod(shape)))

    def _payoffs(
        self, draws: Mapping[str, FloatArray], kept: list[IndexArray], count: int
    ) -> FloatArray:
        """The game of what is left, shape (draws, 2, rows, columns)."""
        choices: dict[str, AnyArray] = {
            issue: np.full((1, 1, 1), k) for issue, k in self._resting.items()
        }
        for player, (own, rows) in enumerate(zip(self._own, self._rows, strict=True)):
            shape = [1, 1, 1]
            shape[player + 1] = len(kept[player])
            for place, issue in enumerate(own):
                choices[issue] = rows[kept[player], place].reshape(shape)
        frame = Frame(self.negotiation, choices, 3, draws=draws)
        found = add_up(frame, self.negotiation.keys, (len(kept[0]), len(kept[1])), with_moves=False)
        return np.broadcast_to(found, (count, *found.shape[1:]))

    # What both would sign.

    def gains(self, draws: Mapping[str, FloatArray], count: int) -> tuple[FloatArray, BoolArray]:
        """What each package adds to no deal, shape (draws, 2, packages), and which may be
        signed.
        """
        flat, open_ = self._signed(draws, count)
        by_talks = self.negotiation.no_deal == "equilibrium"
        try:
            apart = self._equilibria(draws, count, None)[1] if by_talks else self._named(draws)
        except Hard:
            raise UnsuitableGame("these games take long") from None
        return flat - np.broadcast_to(apart, (count, 2))[:, :, None], open_

    def _signed(self, draws: Mapping[str, FloatArray], count: int) -> tuple[FloatArray, BoolArray]:
        """What each package is worth to each player who signs it, and which may be signed."""
        one, axes = self.negotiation, self._deal_axes
        shape = tuple(len(one.issues[issue].options) for issue in axes)
        held = {**one.status_quo, **one.fixed}
        frame = one.grid(
            axes, {issue: held.get(issue, 0) for issue in one.issues if issue not in axes}, draws
        )
        payoffs = add_up(frame, one.keys, shape, with_moves=False)
        allowed: BoolArray = np.ones((1, *shape), dtype=bool)
        for condition in (*(refusal.crossed for refusal in one.refusals()), *one.infeasible):
            allowed = allowed & ~np.asarray(condition.evaluate(frame), dtype=bool)
        totals = [payoffs[:, p] for p in range(2)]
        for line in one.red_lines.values():
            if line.cost is not None:
                place = one.keys.index(line.player)
                totals[place] = totals[place] - np.where(
                    line.crossed.evaluate(frame), line.cost.evaluate(frame), 0.0
                )
        flat = np.stack(
            [np.broadcast_to(own, (count, *shape)).reshape(count, -1) for own in totals], axis=1
        )
        return flat, np.broadcast_to(allowed, (count, *shape)).reshape(count, -1)

    def _deals(
        self, draws: Mapping[str, FloatArray], count: int, apart: FloatArray | None
    ) -> dict[str, list[Value]]:
        one, axes = self.negotiation, self._deal_axes
        shape = tuple(len(one.issues[issue].options) for issue in axes)
        flat, open_ = self._signed(draws, count)
        if apart is None:
            apart = np.broadcast_to(self._named(draws), (count, 2))
        gains = flat - apart[:, :, None]
        size = np.maximum(np.abs(flat).max(axis=2), np.abs(apart))
        gains[np.abs(gains) <= TIE * size[:, :, None]] = 0.0
        zone: BoolArray = np.asarray(
            open_ & (gains >= 0).all(axis=1) & (gains > 0).any(axis=1), dtype=bool
        )
        best, outcome = _nash(gains, zone)
        exists: BoolArray = np.asarray(zone.any(axis=1), dtype=bool)
        worth = np.where(
            exists[:, None],
            np.take_along_axis(flat, outcome[:, None, None], axis=2)[:, :, 0],
            apart,
        )
        found: dict[str, list[Value]] = {
            "deal": ["deal" if one_of else NO_DEAL for one_of in exists.tolist()],
            "zone": zone.sum(axis=1).astype(float).tolist(),
            "nash": self._packages(best, exists, axes, shape),
        }
        for p, key in enumerate(one.keys):
            found[f"no_deal.{key}"] = apart[:, p].tolist()
            found[f"outcome.{key}"] = worth[:, p].tolist()
        return found

    def _named(self, draws: Mapping[str, FloatArray]) -> FloatArray:
        """What the package is worth that comes about without a deal, shape (draws or 1, 2)."""
        one = self.negotiation
        if one.no_deal == "numbers":
            frame = Frame(one, {}, 0, draws=draws)
            own = [one.alternatives[key].evaluate(frame) for key in one.keys]
            return np.stack([np.ravel(each) for each in np.broadcast_arrays(*own)], axis=-1)
        package = one.no_deal if isinstance(one.no_deal, Mapping) else {}
        held = {**one.status_quo, **package, **one.fixed}
        return add_up(one.grid((), held, draws), one.keys, (), with_moves=False)

    def _packages(
        self, best: BoolArray, exists: BoolArray, axes: tuple[str, ...], shape: tuple[int, ...]
    ) -> list[Value]:
        """The packages that are marked in each draw, in words."""
        one = self.negotiation
        first, which = _alike(best)
        words = []
        for draw in first.tolist():
            marked = np.flatnonzero(best[draw])
            options = (
                zip(*(part.tolist() for part in np.unravel_index(marked, shape)), strict=True)
                if axes
                else [()]
            )
            named = (
                differing(dict(zip(axes, row, strict=True)), one.status_quo, one) for row in options
            )
            words.append(listed(sorted(named)))
        return [
            words[k] if there else NO_DEAL
            for k, there in zip(which.tolist(), exists.tolist(), strict=True)
        ]


AT_ONCE = {"equilibria", *TOGETHER}


def _nash(gains: FloatArray, zone: BoolArray) -> tuple[BoolArray, IndexArray]:
    """The packages of the Nash bargaining solution in each draw, and the first of them.

    Parameters
    ----------
    gains : ndarray, shape (draws, players, packages)
        Over no deal; what rounding leaves is 0.
    zone : ndarray of bool, shape (draws, packages)
        What all would sign.

    Notes
    -----
    As many players gain as can, and the product is that of those who gain; see
    `bargaining.points.nash`.
    """
    gaining = (gains > 0) & zone[:, None]
    able = gaining.any(axis=2)
    count = gaining.sum(axis=1)
    most = count.max(axis=1)
    unit = np.where(gaining, gains, 0.0).max(axis=2)
    unit = np.where((most < able.sum(axis=1))[:, None] & (unit > 0), unit, 1.0)
    logs = np.log(np.where(gaining, gains / unit[:, :, None], 1.0)).sum(axis=1)
    measure = np.where(zone & (count == most[:, None]), logs, -np.inf)
    top = measure.max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        best = zone & (measure >= top - TIE * np.maximum(1.0, np.abs(top)))
    return best, best.argmax(axis=1)


def _undominated(
    payoffs: FloatArray,
) -> Iterator[tuple[IndexArray, tuple[IndexArray, IndexArray], FloatArray]]:
    """Games without their strictly dominated strategies: which of them, what is left of each side,
    and the payoffs.
    """
    sizes = payoffs.shape[2:]
    if max(sizes) <= SMALL:
        yield np.arange(len(payoffs)), (np.arange(sizes[0]), np.arange(sizes[1])), payoffs
        return
    stay = surviving(payoffs, margins(payoffs, 2))
    first, which = _alike(np.concatenate(stay, axis=1))
    for number, game in enumerate(first.tolist()):
        some = np.flatnonzero(which == number)
        rows, columns = (np.flatnonzero(mask[game]) for mask in stay)
        yield (
            some,
            (rows, columns),
            np.ascontiguousarray(payoffs[some][:, :, rows[:, None], columns]),
        )


def _solved(games: FloatArray) -> EquilibriumArrays:
    """Every extreme equilibrium of some games of one shape; of one that is large, what `solve`
    finds of it.
    """
    if games.shape[2:] == (1, 1):
        ones = np.ones((len(games), 1))
        return EquilibriumArrays(np.arange(len(games)), ones, ones, games[:, :, 0, 0])
    if not too_large(*games.shape[2:]):
        return solve_batch(games).arrays
    found = [
        one
        for one in solve(NormalFormGame.from_arrays(*games[0])).profiles
        if isinstance(one, Equilibrium)
    ]
    if not found:
        raise UnsuitableGame("no equilibrium was found")
    row, column = (np.array([one.strategies[p] for one in found]) for p in range(2))
    return EquilibriumArrays(
        np.zeros(len(found), dtype=np.intp), row, column, np.array([one.payoffs for one in found])
    )


def _named_profiles(
    starts: IndexArray, sides: Sequence[FloatArray], names: list[list[str]]
) -> Iterator[tuple[IndexArray, str]]:
    """Games with the same equilibria, and these in words; equilibria are in order, each game's from
    its start on.
    """
    row, column = (side > 0 for side in sides)
    first, pattern = _alike(np.concatenate([row, column], axis=1))
    supports = (
        [tuple(np.flatnonzero(side[place]).tolist()) for side in (row, column)]
        for place in first.tolist()
    )
    told = [profile_name(names, tuple(support)) for support in supports]
    counts = np.diff(np.append(starts, len(row)))
    for count in np.unique(counts).tolist():
        some = np.flatnonzero(counts == count)
        lists = pattern[starts[some][:, None] + np.arange(count)]
        kinds, which = _alike(lists)
        ends = np.cumsum(np.bincount(which))[:-1]
        for own, kind in zip(
            np.split(some[np.argsort(which, kind="stable")], ends), kinds.tolist(), strict=True
        ):
            yield own, listed([told[k] for k in lists[kind].tolist()])


def _played(
    solved: EquilibriumArrays, order: IndexArray, keys: Sequence[str], names: list[list[str]]
) -> Iterator[tuple[int, Played]]:
    """Which game, and what a player plays in an equilibrium of it: equilibria in order, and players
    within each.
    """
    game = solved.game[order]
    number = np.arange(1, len(order) + 1) - np.searchsorted(game, game)
    found = [np.nonzero(side[order] > 0) for side in (solved.row, solved.column)]
    places = np.argsort(np.concatenate([which for which, _ in found]), kind="stable")
    columns_of: list[list[Any]] = [[], [], [], [], [], []]
    for player, (side, (which, own)) in enumerate(
        zip((solved.row, solved.column), found, strict=True)
    ):
        odds = side[order][which, own]
        parts = (game[which], number[which], odds, solved.payoffs[order[which], player])
        for column, part in zip((0, 1, 4, 5), parts, strict=True):
            columns_of[column] += part.tolist()
        columns_of[2] += [keys[player]] * len(own)
        columns_of[3] += [names[player][k] or TODAY for k in own.tolist()]
    rows = list(zip(*columns_of, strict=True))
    for place in places.tolist():
        yield rows[place][0], rows[place][1:]


def _alike(rows: AnyArray) -> tuple[IndexArray, IndexArray]:
    """The first of each kind among rows of marks or of small numbers, and the kind of each row."""
    packed = (
        np.packbits(rows, axis=1) if rows.dtype == bool else rows.astype(np.uint32).view(np.uint8)
    )
    count, size = packed.shape
    wide = np.zeros((count, -(-size // 8) * 8), dtype=np.uint8)
    wide[:, :size] = packed
    words = wide.view(
        np.uint64
    )  # a few numbers a row, which are sorted far sooner than rows of bytes
    order = np.lexsort(words.T)
    new = np.ones(count, dtype=bool)
    new[1:] = (words[order[1:]] != words[order[:-1]]).any(axis=1)
    which = np.empty(count, dtype=np.intp)
    which[order] = np.cumsum(new) - 1
    return order[new], which


def _in_order(game: IndexArray, sides: tuple[FloatArray, FloatArray]) -> IndexArray:
    """The equilibria game by game, each game's as `solve` has them: pure ones first, then by
    strategies and odds.
    """
    order = np.argsort(game, kind="stable")
    several = order[(np.bincount(game) > 1)[game[order]]]
    if not len(several):
        return order
    played = [side[several] > 0 for side in sides]
    mixed = np.any([side.sum(axis=1) > 1 for side in played], axis=0)
    keys = [game[several], mixed]
    for side in (
        played
    ):  # a set of strategies by its members in order, and before a larger one that begins alike
        count = side.shape[1]
        members = np.argsort(~side, axis=1, kind="stable") + 1
        members[np.arange(count) >= side.sum(axis=1, keepdims=True)] = 0
        keys += [*members.T]
    keys += [-np.round(odds, 9) for side in sides for odds in side[several].T]
    order[(np.bincount(game) > 1)[game[order]]] = several[np.lexsort(keys[::-1])]
    return order
