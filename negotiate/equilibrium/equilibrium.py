"""Turns strategies that some solver found into an equilibrium, or refuses them: nothing leaves
unverified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import inf
from typing import Any, overload

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.equilibrium.certificate import Certificate
from negotiate.equilibrium.solution import Elimination, Equilibrium, Reason, Solution
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame, expected_payoffs, payoff_range

LEVEL = 1e-9
"""Of the largest size among them: what calculations in another order may change."""

TOLERANCE = 1e-9  # of a player's payoff range: what solving a small linear system may cost
ROUNDING = (
    2e-15  # of the largest payoff expected: what adding up a few hundred of that size may cost
)

DENOMINATOR = 10_000
SNAP = 1e-13  # how near a fraction must be to be taken for the probability itself

DEGENERATE = "those listed are the extreme equilibria, between which all others lie"
"""The note of a list that is complete, though there are infinitely many equilibria."""
VERIFIED = "no player gains by another strategy"
UNDECIDED = (
    "Some payoffs differ by less than the error of the formulas that made them. They may "
    "be equal or not."
)
"""The note of an answer that hangs on such payoffs, and is therefore not complete."""


def first_best(values: FloatArray) -> int:
    """The place of the largest value, the same on every machine.

    Examples
    --------
    >>> first_best(np.array([0.0, 0.3, 0.1 + 0.2]))
    1
    """
    return int(np.flatnonzero(values >= values.max() - LEVEL * np.abs(values).max())[0])


class Unverified(NegotiateError):
    """A solver returned something that is not an equilibrium; a mistake of the solver, never of the
    game.
    """


def verified(
    game: NormalFormGame,
    strategies: Sequence[FloatArray],
    vertices: Sequence[int] = (),
    values: Sequence[FloatArray] | None = None,
) -> Equilibrium:
    """Build an equilibrium after checking that nobody gains by another strategy.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    strategies : sequence of ndarray, one a player
        Probabilities over that player's strategies in this game.
    vertices : sequence of int
        A number for each strategy by which it is known to be the same as another or a different
        one, as far as known.
    values : sequence of ndarray, optional
        What each strategy gives its player against the others', where that is known better than
        floats add it up.

    Returns
    -------
    Equilibrium
        With expected payoffs, regret, what is settled for sure, and each player's best alternative.

    Raises
    ------
    Unverified
        If the strategies are no probabilities, play an impossible combination, or leave a regret
        above 1e-9 of a player's payoff range, apart from the rounding of payoffs that are all large
        and from what the payoffs themselves may be off.

    Notes
    -----
    Where combinations are impossible, a player can deviate only to strategies that are possible
    with whatever the others play.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
    >>> verified(game, [np.array([0.0, 1.0]), np.array([0.0, 1.0])]).payoffs
    (1.0, 1.0)
    """
    return all_verified(game, [strategies], [vertices], None if values is None else [values])[0]


def all_verified(
    game: NormalFormGame,
    profiles: Sequence[Sequence[FloatArray]],
    vertices: Sequence[Sequence[int]],
    values: Sequence[Sequence[FloatArray]] | None = None,
) -> list[Equilibrium]:
    """The same for several profiles of one game at once.

    Parameters
    ----------
    game, profiles, vertices, values
        As in `verified`; one of each a profile.

    Raises
    ------
    Unverified
        If one of them is no equilibrium.
    """
    if not profiles:
        return []
    if any(tuple(map(len, profile)) != game.shape for profile in profiles):
        raise Unverified("a solver's answer does not fit the game's strategies")
    played = [np.array(own, dtype=float) for own in zip(*profiles, strict=True)]
    for own in played:
        if not (
            own.min() >= 0 and np.abs(own.sum(axis=1) - 1).max() <= TOLERANCE
        ):  # what is no number fails, too
            raise Unverified("a solver's answer holds numbers that are no probabilities")
        own.setflags(write=False)
    mixed = list(zip(*played, strict=True))
    known = [expected_payoffs(game.payoffs, one) for one in mixed] if values is None else values
    worth = [np.array(own) for own in zip(*known, strict=True)]
    payoffs = [
        [float(v @ s) for v, s in zip(*pair, strict=True)]
        for pair in zip(worth, played, strict=True)
    ]
    open_to = None if game.feasible is None else _available(game, mixed)
    regret = _regret(game, worth, payoffs, open_to)
    reasons = [
        _reasons(game, p, own, v, payoffs[p], None if open_to is None else open_to[p])
        for p, (own, v) in enumerate(zip(played, worth, strict=True))
    ]
    told = zip(
        mixed, zip(*payoffs, strict=True), regret, zip(*reasons, strict=True), vertices, strict=True
    )
    return [
        Equilibrium("Nash", s, own, most, settled(game, s), why, tuple(at))
        for s, own, most, why, at in told
    ]


class Points(Sequence[Equilibrium]):
    """Pure equilibria as places in the game's table: each is made when somebody looks, and equal to
    a tuple of them.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    places : ndarray of int, shape (equilibria, players)
        What each player plays, in rising order.

    Raises
    ------
    Unverified
        As `verified` does, of all of them at once.

    Examples
    --------
    >>> coordination = NormalFormGame.from_arrays([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    >>> found = Points(coordination, np.array([[0, 0], [1, 1]]))
    >>> len(found), found[1].payoffs, found == tuple(found), found[:0]
    (2, (1.0, 1.0), True, ())
    """

    def __init__(self, game: NormalFormGame, places: IndexArray) -> None:
        self._game, self.places = game, places
        self._made: dict[int, Equilibrium] = {}
        allowed = TOLERANCE * payoff_range(game.payoffs) + (
            0.0 if game.error is None else 2 * game.error
        )
        for player, own in enumerate(game.payoffs):
            best = (own if game.feasible is None else np.where(game.feasible, own, -np.inf)).max(
                axis=player
            )
            had, most = own[tuple(places.T)], best[tuple(np.delete(places, player, axis=1).T)]
            short = most - had > allowed[player] + ROUNDING * np.maximum(np.abs(most), np.abs(had))
            if short.any():
                gain = float((most - had)[short.argmax()])
                raise Unverified(
                    f"a solver's answer is no equilibrium: a player could still gain {gain:.3g}"
                )

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, index: int) -> Equilibrium: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Equilibrium, ...]: ...

    def __getitem__(self, index: int | slice) -> Equilibrium | tuple[Equilibrium, ...]:
        which = range(len(self))[index]
        return self._looked_at(which) if isinstance(which, range) else self._looked_at([which])[0]

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, tuple | Points) and self[:] == other[:])

    def __hash__(self) -> int:
        return hash(self[:])

    def __add__(self, other: tuple[Equilibrium, ...]) -> tuple[Equilibrium, ...]:
        return self[:] + other[:]

    def __radd__(self, other: tuple[Equilibrium, ...]) -> tuple[Equilibrium, ...]:
        return other[:] + self[:]

    def __repr__(self) -> str:
        return repr(self[:])

    def _looked_at(self, which: Sequence[int]) -> tuple[Equilibrium, ...]:
        fresh = [k for k in which if k not in self._made]
        at = self.places[fresh].tolist()
        # Against what all others play for sure each strategy gives just what stands in the table;
        # there is no -0.
        values = [
            [
                own[(*here[:player], slice(None), *here[player + 1 :])] + 0.0
                for player, own in enumerate(self._game.payoffs)
            ]
            for here in at
        ]
        made = all_verified(self._game, [point(self._game.shape, here) for here in at], at, values)
        self._made.update(zip(fresh, made, strict=True))
        return tuple(self._made[k] for k in which)


def _regret(
    game: NormalFormGame,
    worth: Sequence[FloatArray],
    payoffs: Sequence[Sequence[float]],
    open_to: list[BoolArray] | None,
) -> list[float]:
    """The most that anybody gains by leaving each profile, if that is rounding."""
    best = [v.max(axis=1) for v in worth if open_to is None]
    best += [
        np.where(o, v, -np.inf).max(axis=1) for o, v in zip(open_to or (), worth, strict=False)
    ]
    gains = np.array(best) - payoffs
    regret: list[float] = (gains.max(axis=0, initial=0.0) + 0.0).tolist()
    if any(regret):
        allowed = TOLERANCE * payoff_range(game.payoffs) + (
            0.0 if game.error is None else 2 * game.error
        )
        slack = np.array([ROUNDING * np.abs(v).max(axis=1) for v in worth])
        wrong = (gains > allowed[:, None] + slack).any(axis=0)
        if wrong.any():
            most = regret[int(wrong.argmax())]
            raise Unverified(
                f"a solver's answer is no equilibrium: a player could still gain {most:.3g}"
            )
    return regret


def _available(game: NormalFormGame, profiles: Sequence[Sequence[FloatArray]]) -> list[BoolArray]:
    """Which strategies of each player are possible with everything the others play, shape
    (profiles, strategies).
    """
    impossible = np.broadcast_to(~np.asarray(game.feasible, dtype=bool), game.payoffs.shape).astype(
        float
    )
    found = [
        np.array(own) <= 0.0
        for own in zip(*(expected_payoffs(impossible, one) for one in profiles), strict=True)
    ]
    if any(
        (np.array(own)[~mask] > 0).any()
        for own, mask in zip(zip(*profiles, strict=True), found, strict=True)
    ):
        raise Unverified("a solver's answer plays an impossible combination")
    return found


def _reasons(
    game: NormalFormGame,
    player: int,
    played: FloatArray,
    values: FloatArray,
    payoffs: Sequence[float],
    open_to: BoolArray | None,
) -> list[Reason]:
    """Why a player plays what it plays in each profile, next to the first of the best that it
    leaves out.
    """
    left_out = played == 0 if open_to is None else (played == 0) & open_to
    among = np.where(left_out, values, -np.inf)
    least = among.max(axis=1) - LEVEL * np.where(left_out, np.abs(values), 0.0).max(axis=1)
    best = (among >= least[:, None]).argmax(axis=1).tolist()
    strategies = game.strategies[player]
    found = []
    for own, payoff, other, row in zip(played, payoffs, best, among, strict=True):
        chosen = " or ".join([strategies[i].label for i in own.nonzero()[0].tolist()])
        second = float(row[other])
        rest = () if second == -np.inf else (strategies[other].label, second)
        found.append(Reason(player, chosen, payoff, *rest))
    return found


def reason_of(
    game: NormalFormGame,
    player: int,
    played: FloatArray,
    payoff: float,
    values: FloatArray,
    left_out: BoolArray,
) -> Reason:
    """Why a player plays what it plays for a payoff, next to the best of what it leaves out."""
    labels = [strategy.label for strategy in game.strategies[player]]
    chosen = " or ".join(labels[i] for i in np.flatnonzero(played))
    others = np.flatnonzero(left_out)
    if not len(others):
        return Reason(player, chosen, payoff)
    best = int(others[np.argmax(values[others])])
    return Reason(player, chosen, payoff, labels[best], float(values[best]))


def settled(game: NormalFormGame, played: Sequence[FloatArray]) -> dict[str, str]:
    """Issue → option, for every issue on which all strategies in the support agree."""
    found: dict[str, set[str]] = {}
    for strategies, own in zip(game.strategies, played, strict=True):
        for i in own.nonzero()[0].tolist():
            for issue, option in strategies[i].choices.items():
                found.setdefault(issue, set()).add(option)
    return {issue: next(iter(options)) for issue, options in found.items() if len(options) == 1}


def point(shape: Sequence[int], profile: Sequence[int]) -> tuple[FloatArray, ...]:
    """The strategies that play one combination for sure."""
    strategies = tuple(np.zeros(n) for n in shape)
    for strategy, i in zip(strategies, profile, strict=True):
        strategy[i] = 1.0
    return strategies


def widened(
    game: NormalFormGame, kept: Sequence[Sequence[int]], strategies: Sequence[FloatArray]
) -> list[FloatArray]:
    """Strategies of the game left after dominance, as strategies of the game that was asked
    about.
    """
    if tuple(map(len, kept)) == game.shape:
        return [np.asarray(part, dtype=float) for part in strategies]
    wide = [np.zeros(n) for n in game.shape]
    for whole, k, part in zip(wide, kept, strategies, strict=True):
        whole[np.asarray(k, dtype=int)] = part
    return wide


def numbered(equilibria: Sequence[Equilibrium]) -> list[tuple[int, ...]]:
    """A number for each player's strategy in each of these, the same for the same strategy.

    Exact numbers are taken where all of these have them. Elsewhere two strategies are the same if
    they play the same, and no probability is off by more than solving a small linear system may
    cost, as a part of itself.
    """
    if all(equilibrium.vertices for equilibrium in equilibria):
        return [equilibrium.vertices for equilibrium in equilibria]
    players = zip(*(equilibrium.strategies for equilibrium in equilibria), strict=True)
    return list(zip(*map(alike, players), strict=True))


def alike(strategies: Sequence[FloatArray], within: float = TOLERANCE) -> list[int]:
    """A number for each of one player's strategies: the same where no weight is off by more than a
    part of itself.
    """
    known: dict[bytes, list[int]] = {}
    numbers = list[int]()
    for k, one in enumerate(strategies):
        before = known.setdefault((one > 0).tobytes(), [])
        same = next(
            (j for j in before if bool((np.abs(strategies[j] - one) <= within * one).all())), k
        )
        if same == k:
            before.append(k)
        numbers.append(same)
    return numbers


def least_apart(strategies: Sequence[FloatArray], rounding: float) -> float:
    """How near two of one player's strategies come that are not one but for rounding, as a part of
    their weights.
    """
    least, groups = inf, dict[bytes, list[FloatArray]]()
    for one in strategies:
        groups.setdefault((one > 0).tobytes(), []).append(one)
    for group in groups.values():
        rows = np.unique(group, axis=0)
        rows = rows[:, rows[0] > 0]
        for k in range(1, len(rows)):
            apart = np.abs(rows[k:] / rows[k - 1] - 1).max(axis=1)
            least = min(least, float(apart[apart > rounding].min(initial=inf)))
    return least


def mixable(equilibria: Sequence[Equilibrium]) -> bool:
    """Whether two of these differ in one player's strategy only, so that any mixture of the two is
    one more.

    That player is indifferent between the two, and whatever is a best reply to both is one to a
    mixture of them. In a game of two players whose extreme equilibria are all here, this is the
    only way to have infinitely many.
    """
    return one_apart(numbered(equilibria))


def one_apart(profiles: Iterable[tuple[int, ...]]) -> bool:
    """Whether two profiles, given by a number for each player's strategy, differ in one player's
    strategy only.
    """
    seen = set()
    for numbers in profiles:
        for player in range(len(numbers)):
            others = (player, *numbers[:player], *numbers[player + 1 :])
            if others in seen:
                return True
            seen.add(others)
    return False


def in_order(equilibria: Sequence[Equilibrium]) -> tuple[Equilibrium, ...]:
    """Pure ones first, then by the strategies used, then by their probabilities, larger first."""

    def key(equilibrium: Equilibrium) -> tuple[bool, tuple[tuple[int, ...], ...], list[float]]:
        support = equilibrium.support
        played = zip(equilibrium.strategies, support, strict=True)
        odds = [-round(p, 9) for own, places in played for p in own[list(places)].tolist()]
        return any(len(places) > 1 for places in support), support, odds

    return tuple(sorted(equilibria, key=key))


def cut_off(weights: FloatArray, least: float) -> FloatArray:
    """Weights without those that are a program's rounding, in sum 1 unless all are."""
    kept = np.where(weights > least, weights, 0.0)
    total = float(kept.sum())
    return kept / total if total > 0 else kept


def snapped(strategy: FloatArray) -> FloatArray:
    """Near fractions for floats, where they sum to 1 as probabilities must."""
    near = [Fraction(float(p)).limit_denominator(DENOMINATOR) for p in strategy]
    off = max(abs(float(f) - float(p)) for f, p in zip(near, strategy, strict=True))
    return np.array([float(f) for f in near]) if sum(near) == 1 and off <= SNAP else strategy


def nash_solution(
    game: NormalFormGame,
    equilibria: Sequence[Equilibrium],
    method: str,
    certificate: Certificate,
    *,
    notes: Sequence[str],
    eliminations: tuple[Elimination, ...] = (),
    **said: Any,
) -> Solution:
    """What a method answers: Nash equilibria in order, found after strict dominance where it took
    something away.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    equilibria : sequence of Equilibrium
        In any order, but those of `Points` in that of the strategies.
    method : str
        The method's name.
    certificate, notes, eliminations, said
        As in `Solution`; verified by regret alone, if nothing else is said.
    """
    return Solution(
        game=game,
        equilibria=equilibria if isinstance(equilibria, Points) else in_order(equilibria),
        concept="Nash",
        method=f"{method}, after strict dominance" if eliminations else method,
        certificate=certificate,
        notes=tuple(notes),
        eliminations=eliminations,
        **{"verified": VERIFIED, **said},
    )
