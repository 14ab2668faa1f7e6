"""A game in normal form: everybody chooses one strategy at the same time.

Payoffs are one array of shape `(players, *strategies)`; labels say in the scenario's words what
each strategy does. Impossible combinations are a boolean mask beside the payoffs, never an infinite
payoff. Where the file only ranks outcomes payoffs are levels, and what counts them means nothing.

A mixed profile is one array `(*batch, strategies of p)` a player; what it gives, and the regret of
each player, is worked out for a batch of games `(*batch, players, *strategies)` at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from negotiate.arrays import SMALLEST, BoolArray, FloatArray
from negotiate.display import Shown, entity, record
from negotiate.errors import UnsuitableGame
from negotiate.games.exactness import (
    WHOLE,
    Exact,
    Exactly,
    comparable,
    exactly,
    floats,
    narrow,
    over_one_unit,
    ranked,
)
from negotiate.report.style import joined, the


def expected_payoffs(
    payoffs: FloatArray, strategies: Sequence[FloatArray]
) -> tuple[FloatArray, ...]:
    """Contract, for each player, the payoffs with what everybody else plays.

    Parameters
    ----------
    payoffs : ndarray, shape (*batch, players, *strategies)
        In any unit.
    strategies : sequence of ndarray, each of shape (*batch, strategies of that player)
        Probabilities; a player's own are not used for that player's entry.

    Returns
    -------
    tuple of ndarray, each of shape (*batch, strategies of that player)
        What each pure strategy gives its player against the rest.

    Notes
    -----
    One matrix product a player, largest axis index first: the cost is that of reading the payoffs
    once for each player.

    Examples
    --------
    >>> pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> half = np.array([0.5, 0.5])
    >>> [values.tolist() for values in expected_payoffs(pennies, [half, half])]
    [[0.0, 0.0], [0.0, 0.0]]
    """
    if payoffs.ndim == 3 and len(strategies) == 2 and strategies[0].ndim == strategies[1].ndim == 1:
        return payoffs[0] @ strategies[1], payoffs[1].T @ strategies[0]
    return tuple(
        _against_the_rest(payoffs, strategies, player) for player in range(len(strategies))
    )


def _against_the_rest(
    payoffs: FloatArray, strategies: Sequence[FloatArray], player: int
) -> FloatArray:
    n_players = len(strategies)
    table = np.moveaxis(payoffs, payoffs.ndim - 1 - n_players, 0)[player]
    batch = table.ndim - n_players
    for other in reversed(range(n_players)):
        if other == player:
            continue
        # Axes after `other` are gone, save perhaps the player's own, which then stands last.
        table = np.moveaxis(table, batch + other, -1)
        weights = strategies[other]
        if weights.ndim == 1:
            table = table @ weights
            continue
        between = (1,) * (table.ndim - 1 - batch)
        weights = weights.reshape(*weights.shape[:-1], *between, weights.shape[-1])
        table = (table * weights).sum(axis=-1)
    return np.asarray(table, dtype=np.float64)


def profile_payoffs(payoffs: FloatArray, strategies: Sequence[FloatArray]) -> FloatArray:
    """What each player expects from the profile, shape (*batch, players)."""
    values = expected_payoffs(payoffs, strategies)
    own = [(v * s).sum(axis=-1) for v, s in zip(values, strategies, strict=True)]
    return np.asarray(np.stack(own, axis=-1), dtype=np.float64)


def regret(payoffs: FloatArray, strategies: Sequence[FloatArray]) -> FloatArray:
    """Say how much each player would gain by the best strategy instead of the one played.

    Parameters
    ----------
    payoffs, strategies
        As in `expected_payoffs`.

    Returns
    -------
    ndarray, shape (*batch, players)
        Not negative, in the player's payoff unit; all zero exactly at a Nash equilibrium.

    Examples
    --------
    >>> dilemma = np.array([[[3.0, 0.0], [5.0, 1.0]], [[3.0, 5.0], [0.0, 1.0]]])
    >>> cooperate = np.array([1.0, 0.0])
    >>> regret(dilemma, [cooperate, cooperate]).tolist()
    [2.0, 2.0]
    """
    values = expected_payoffs(payoffs, strategies)
    gains = [v.max(axis=-1) - (v * s).sum(axis=-1) for v, s in zip(values, strategies, strict=True)]
    return np.asarray(np.maximum(np.stack(gains, axis=-1), 0.0), dtype=np.float64)


def payoff_range(payoffs: FloatArray, n_players: int | None = None) -> FloatArray:
    """The distance between each player's best and worst payoff, shape (*batch, players).

    Parameters
    ----------
    payoffs : ndarray, shape (*batch, players, *strategies)
        In any unit.
    n_players : int, optional
        Tells batch axes from strategies' axes; by default there are no batch axes.
    """
    n = payoffs.ndim - 1 if n_players is None else n_players
    axes = tuple(range(payoffs.ndim - n, payoffs.ndim))
    return np.asarray(payoffs.max(axis=axes) - payoffs.min(axis=axes), dtype=np.float64)


def unit_payoffs(payoffs: FloatArray) -> FloatArray:
    """Each player's payoffs shifted and divided to run from 0 to 1; a player to whom all is one
    gets 0 throughout.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit; the tolerances of this package are meant for the result.

    Examples
    --------
    >>> unit_payoffs(np.array([[5.0, 7.0, 9.0]])).tolist()
    [[0.0, 0.5, 1.0]]
    """
    axes = tuple(range(1, payoffs.ndim))
    lowest = payoffs.min(axis=axes, keepdims=True)
    width = payoffs.max(axis=axes, keepdims=True) - lowest
    return np.asarray((payoffs - lowest) / np.where(width > 0, width, 1.0), dtype=np.float64)


Column = Sequence[str]
"""One word an outcome: the option of an issue, or the action of a move; empty where the move is not
made.
"""
TakesApart = Callable[
    [Mapping[str, Column], Mapping[str, Column] | None, int], Mapping[str, Mapping[str, FloatArray]]
]
"""From issues' columns, moves' columns and how many outcomes they tell of: player → term → its
value at each outcome.

The terms of a player add up to its payoff.
"""

IDLE = "nothing to decide"
"""The one strategy of a player who decides nothing alone."""
OFFSET = (
    100.0  # of the range: payoffs farther from zero lose digits when the worst one is subtracted
)
LARGEST = 1e100
"""The largest payoff, of either sign, of which differences and products are still sure to be
numbers.
"""
BEYOND = f"a payoff is beyond {LARGEST:.0e}, where sums of payoffs lose their meaning"
SHOWN = 60  # letters of what somebody passed


@record
class Strategy:
    """One choice for everything a player decides.

    Parameters
    ----------
    label : str
        The strategy in a few words, unique among its player's strategies.
    choices : Mapping[str, str]
        Issue → option; empty for a game built from bare arrays.
    silent : tuple of str
        The issues of which the label says nothing, because they stay as they are.
    """

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    silent: tuple[str, ...] = field(default=(), repr=False)

    @property
    def named(self) -> dict[str, str]:
        """The choices of which the label speaks."""
        return {issue: option for issue, option in self.choices.items() if issue not in self.silent}


@entity
class NormalFormGame(Shown):
    """Payoffs for every combination of strategies, with the names of players and strategies.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        Read-only; `payoffs[p, i, j, …]` is what player `p` gets when the first player plays `i`,
        the second `j`, …
    players : tuple of str
        Names for people; `keys` are the short names that a scenario uses.
    title : str
        What the game is called, with what was changed for this look at the file; empty where it has
        no name.
    units : tuple of str
        The unit of each player's payoffs, an empty text where the file names none; empty for a game
        without units.
    strategies : tuple of tuple of Strategy
        One tuple a player, in the order of the array's axes.
    feasible : ndarray of bool, shape (*strategies), or None
        Which combinations can happen at all; None means all of them.
    crossed : Mapping[str, ndarray of bool]
        Red line → the combinations that cross it. Nobody signs in this game, so they are marked,
        not forbidden.
    red_lines : Mapping[str, str]
        Red line → the key of the player whose it is, for every line in `crossed`.
    kept : Mapping[str, str]
        Issues that nobody can set alone → the option they keep.
    notes : tuple of str
        What a reader should know of how the game was made from the file, one sentence each.
    takes_apart : callable or None
        Takes payoffs apart into the labelled terms that they consist of; None for a game from bare
        arrays.
    ordinal : tuple of str
        The keys of players whose payoffs are levels: they say which of two outcomes is better, and
        not by how much.
    option_names : Mapping[str, Mapping[str, str]]
        Issue → option → its name for people, for options whose name says more than their key.
    whole : ndarray of whole numbers, the shape of `payoffs`, or None
        The payoffs exactly, each player's in a unit and from a zero of its own, where somebody
        knows them better than floats hold them; ties are then decided on these.
    error : ndarray, shape (players,), or None
        How far each payoff may be from what is meant, 0 for those that are as written; None where
        nobody has told. See `exactly`.
    """

    payoffs: FloatArray
    players: tuple[str, ...]
    strategies: tuple[tuple[Strategy, ...], ...]
    keys: tuple[str, ...]
    title: str = ""
    units: tuple[str, ...] = ()
    feasible: BoolArray | None = None
    crossed: Mapping[str, BoolArray] = field(default_factory=dict)
    red_lines: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    takes_apart: TakesApart | None = None
    ordinal: tuple[str, ...] = ()
    option_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    whole: Exact | None = None
    error: FloatArray | None = None

    @classmethod
    def from_arrays(
        cls,
        *payoffs: npt.ArrayLike,
        labels: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
        title: str = "",
    ) -> NormalFormGame:
        """Build a game from one payoff array a player.

        Parameters
        ----------
        *payoffs : array_like, each of shape (strategies of player 1, strategies of player 2, …)
            As many arrays as there are players, all of one shape with one axis a player. Fractions,
            decimals and whole numbers of any size are kept exactly.
        labels : sequence of sequence of str, optional
            The strategies' names, one sequence a player.
        players : sequence of str, optional
            The players' names; "player 1", "player 2", … by default.

        Raises
        ------
        UnsuitableGame
            If shapes disagree, a number is not finite, or labels do not fit the shape.

        Examples
        --------
        >>> game = NormalFormGame.from_arrays(
        ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
        ... )
        >>> game.shape
        (2, 2)
        """
        table = _stack(payoffs)
        shape = table.shape[1:]
        names = _names(players, len(shape))
        if labels is None:
            strategies = tuple(_numbered(n) for n in shape)
        else:
            strategies = tuple(
                tuple(Strategy(label) for label in row) for row in _labels(labels, shape)
            )
        whole = _exact(payoffs)
        return cls(
            payoffs=table,
            players=names,
            strategies=strategies,
            keys=names,
            title=str(title),
            whole=whole,
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(len(row) for row in self.strategies)

    @property
    def n_players(self) -> int:
        """How many players there are."""
        return len(self.players)

    def profiles(self) -> Iterator[tuple[int, ...]]:
        """Every combination of strategies, the last player's changing fastest."""
        return product(*(range(n) for n in self.shape))

    def exactly(self) -> Exactly:
        """The payoffs as whole numbers on which ties are decided, and how far these may be off.

        Examples
        --------
        >>> NormalFormGame.from_arrays(
        ...     [[0.1, 0.25, 0]], [[1e8, 1e-8, 0]]
        ... ).exactly().payoffs.tolist()
        [[[10, 25, 0]], [[10000000000000000, 1, 0]]]
        """
        if self.whole is not None:
            return Exactly(narrow(self.whole), np.zeros(self.n_players), True, False)
        return exactly(self.payoffs, self.error)

    def comparable(self) -> tuple[FloatArray, FloatArray]:
        """Numbers that compare as the payoffs do, and how much one must be above another to be
        better for sure.
        """
        if self.whole is not None:
            return ranked(self.whole), np.zeros(self.n_players)
        return comparable(self.payoffs, self.error)

    def unit(self) -> FloatArray:
        """Each player's payoffs from 0 to 1, with all the digits that floats hold of their
        differences.
        """
        if self.whole is not None:
            return unit_payoffs(np.array([floats(own) for own in self.whole]))
        flat = self.payoffs.reshape(self.n_players, -1)
        near_zero = np.abs(flat).max(axis=1) <= OFFSET * (flat.max(axis=1) - flat.min(axis=1))
        return unit_payoffs(
            self.payoffs if near_zero.all() else comparable(self.payoffs, self.error)[0]
        )

    def restrict(self, keep: Sequence[Sequence[int]]) -> NormalFormGame:
        """The game in which each player has only the strategies listed, in that order."""
        grid = np.ix_(*(np.asarray(k, dtype=int) for k in keep))
        return replace(
            self,
            payoffs=frozen([table[grid] for table in self.payoffs]),
            whole=None if self.whole is None else np.array([table[grid] for table in self.whole]),
            strategies=tuple(
                tuple(row[i] for i in k) for row, k in zip(self.strategies, keep, strict=True)
            ),
            feasible=None if self.feasible is None else self.feasible[grid],
            crossed={name: mask[grid] for name, mask in self.crossed.items()},
        )

    def with_all_feasible(self) -> NormalFormGame:
        """The same game without its mask, for a game in which every combination can happen."""
        return replace(self, feasible=None)

    def __repr__(self) -> str:
        size = " × ".join(str(n) for n in self.shape)
        return (
            f"<NormalFormGame {self.title or 'untitled'!r}: {', '.join(self.players)}; {size} "
            "strategies>"
        )


def frozen(array: npt.ArrayLike) -> FloatArray:
    """A read-only float64 copy."""
    copy = np.array(array, dtype=float)
    copy.setflags(write=False)
    return copy


def _stack(payoffs: Sequence[npt.ArrayLike]) -> FloatArray:
    try:
        if any(np.iscomplexobj(table) for table in payoffs):
            raise TypeError
        tables = [np.asarray(table, dtype=float) for table in payoffs]
    except OverflowError:  # of a whole number that no float can hold
        raise UnsuitableGame(BEYOND) from None
    except (TypeError, ValueError):
        raise UnsuitableGame(
            "a payoff array holds something that is not a number, or its rows differ in length"
        ) from None
    if not tables:
        raise UnsuitableGame("a game needs at least one payoff array", "pass one array a player")
    shapes = {table.shape for table in tables}
    if len(shapes) > 1 or tables[0].ndim != len(tables):
        found = ", ".join(str(table.shape) for table in tables)
        raise UnsuitableGame(
            f"{len(tables)} payoff arrays of shapes {found}: a game of {len(tables)} players needs "
            f"{len(tables)} "
            f"arrays of one shape with {len(tables)} axes"
        )
    if 0 in tables[0].shape:
        raise UnsuitableGame("every player needs at least one strategy")
    ends = [(float(table.min()), float(table.max())) for table in tables]
    if not np.isfinite(ends).all():
        raise UnsuitableGame(
            "every payoff must be a finite number",
            "an impossible combination is not an infinite payoff",
        )
    if any(max(high, -low) > LARGEST for low, high in ends):
        raise UnsuitableGame(BEYOND)
    if any(0 < high - low < SMALLEST for low, high in ends):
        raise UnsuitableGame(
            f"a player's payoffs differ by less than {SMALLEST:.0e}, where numbers lose their "
            "digits"
        )
    table = np.stack(tables)
    table.setflags(write=False)
    return table


def _exact(payoffs: Sequence[npt.ArrayLike]) -> Exact | None:
    """What was given as whole numbers, where that holds more than floats do."""
    tables = [np.asarray(table) for table in payoffs]
    if all(
        t.dtype.kind == "f" or (t.dtype.kind in "biu" and float(np.abs(t).max()) < WHOLE)
        for t in tables
    ):
        return None
    if any(
        not isinstance(x, (int, float, Fraction, Decimal))
        for table in tables
        for x in table.ravel().tolist()
    ):
        return None
    return np.array([over_one_unit(table)[0] for table in tables])


def _names(players: Sequence[str] | None, count: int) -> tuple[str, ...]:
    if players is None:
        return tuple(f"player {p + 1}" for p in range(count))
    names = words(players, "players")
    if len(names) != count or len(set(names)) != count:
        raise UnsuitableGame(f"{count} different players' names are needed, not {list(names)}")
    return names


def as_given(value: object) -> str:
    """What somebody passed, as Python writes it, in a few words."""
    try:
        text = repr(value)
    except ValueError:  # Python writes out no whole number of more than 4,300 digits
        return "a number of thousands of digits"
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def words(given: object, what: str) -> tuple[str, ...]:
    """Names that somebody passed as `what`."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise UnsuitableGame(f"`{what}` takes a list of names, not {as_given(given)}")
    try:
        return tuple(str(word) for word in given)
    except ValueError:
        raise UnsuitableGame(f"`{what}` takes names, not {as_given(given)}") from None


@lru_cache(maxsize=64)
def _numbered(count: int) -> tuple[Strategy, ...]:
    """Strategies without names, the same ones for every game of a size: most of such a game's
    building is this.
    """
    return tuple(Strategy(str(i + 1)) for i in range(count))


def _labels(labels: Sequence[Sequence[str]], shape: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    if not isinstance(labels, Sequence):
        raise UnsuitableGame(f"`labels` takes one list of names a player, not {as_given(labels)}")
    rows = tuple(words(row, "labels") for row in labels)
    sizes = tuple(len(row) for row in rows)
    if sizes != shape:
        raise UnsuitableGame(f"labels for {sizes} strategies do not fit payoffs of shape {shape}")
    for row in rows:
        if len(set(row)) != len(row):
            raise UnsuitableGame(f"a player's strategies need different labels, not {list(row)}")
    return rows


def without_numbers(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str:
    """The names of the players whose payoffs are levels, as a sentence lists them; empty where
    nobody's are.

    Examples
    --------
    >>> without_numbers(["Row", "Column"], ["row", "column"], ["row", "column"])
    'Row and Column'
    """
    return joined([the(name) for name, key in zip(players, keys, strict=True) if key in ordinal])


def levels_note(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str:
    """What the numbers of those players mean whose payoffs are levels.

    Examples
    --------
    >>> levels_note(["Row", "Column"], ["row", "column"], ["column"])
    'the payoffs of Column are levels: a higher level is better, and nobody knows by how much'
    """
    who = without_numbers(players, keys, ordinal)
    return (
        f"the payoffs of {who} are levels: a higher level is better, and nobody knows by how much"
    )


def needs_numbers(
    players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]
) -> str | None:
    """Why something that counts payoffs cannot be asked, as the end of a sentence; None where it
    can.

    Examples
    --------
    >>> needs_numbers(["Row", "Column"], ["row", "column"], ["row"])
    'needs payoffs in numbers, but the file only ranks the outcomes for Row'
    """
    who = without_numbers(players, keys, ordinal)
    said = f"needs payoffs in numbers, but the file only ranks the outcomes for {who}"
    return said if who else None
