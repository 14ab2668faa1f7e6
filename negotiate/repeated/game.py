"""A stage game that is played again and again, as data, and the records in which it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray
from negotiate.display import Given, Shown, entity, record
from negotiate.errors import OutOfRange, UnknownPlayer, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton, Seated, own_moves
from negotiate.repeated.setting import (
    Phases,
    Setting,
    is_number,
    numbers_of,
    put,
    table,
    tempts,
    whole,
)

if TYPE_CHECKING:
    from negotiate.repeated.strategies.strategy import Learner, Strategy

Concept = Literal["subgame-perfect", "nash"]
Intervals = tuple[tuple[float, float], ...]


NOTHING = 1e-9
"""Of a player's range of payoffs: what lies nearer to 0 than this is 0."""


@entity
class Supergame:
    """A stage game, and how much each player values the next round beside this one.

    Parameters
    ----------
    stage : NormalFormGame
        Its strategies are the postures that a player can take in a round.
    discount : float or sequence of float
        The discount factor, from 0 to 1, of all players or of each. 1 stands for the long-run
        average.
    setting : Setting
        Noise, misreading, the end, walking away, phases.
    cooperate, punish : tuple of int
        For each player, the posture that keeps an agreement and the one that punishes; the first
        and the last by default.
    tempting : ndarray, shape (players, *postures), or None
        The most that a player can get in a round while the others take their postures and see it
        take its own. It is more than the payoff where a posture stands for several choices; None
        where each is just one.
    whole : NormalFormGame or None
        The stage game with everything that players can do, where `stage` has only their postures.
    named : Mapping[str, Automaton]
        Strategies that the scenario's own file describes.
    seats : Mapping[str, int]
        For which player the file has written each of them; one that is left out is for all.
    profile : tuple
        What the scenario says that each player plays; empty where it does not.
    notes : tuple of str
        What a reader must know of how this game came about.
    assumed : tuple of str
        Those of the notes that say what is assumed where the file is silent.

    Raises
    ------
    OutOfRange
        If a discount factor is not between 0 and 1, or a player has no such posture.
    UnsuitableGame
        If there is no stage game, it is ordinal or has impossible combinations, or anything else
        does not fit it.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> dilemma = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
    >>> game = Supergame(dilemma, 0.9)
    >>> game.discount
    (0.9, 0.9)
    """

    stage: NormalFormGame
    discount: Given[float | Sequence[float], tuple[float, ...]]
    setting: Setting = field(default_factory=Setting)
    cooperate: tuple[int, ...] = ()
    punish: tuple[int, ...] = ()
    tempting: FloatArray | None = None
    whole: NormalFormGame | None = None
    named: Mapping[str, Automaton] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    profile: tuple[Strategy | Automaton, ...] = ()
    notes: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.stage, NormalFormGame):
            raise UnsuitableGame(
                (
                    "the game of one round is a `NormalFormGame`, and not a "
                    f"{type(self.stage).__name__}"
                ),
                "make it first: `RepeatedGame(NormalFormGame.from_arrays(rows, columns), 0.9)`",
            )
        if not isinstance(self.setting, Setting):
            raise UnsuitableGame(
                (
                    "the setting of a repeated game is a `Setting`, and not a "
                    f"{type(self.setting).__name__}"
                ),
                "such as `Setting(noise=0.02)`",
            )
        shape, players = self.stage.shape, self.stage.n_players
        given = numbers_of("a discount factor", self.discount, "`0.9`, or `(0.9, 0.95)`")
        given = (given,) * players if isinstance(given, float) else given
        if len(given) != players:
            raise UnsuitableGame(f"{len(given)} discount factors were given for {players} players")
        for factor in given:
            if not 0 <= factor <= 1:
                raise OutOfRange(f"a discount factor is a number from 0 to 1, and not {factor}")
        refuse_levels(self.stage)
        if self.stage.feasible is not None:
            raise UnsuitableGame(
                "in a repeated game every combination of postures must be possible"
            )
        put(
            self,
            discount=given,
            setting=self.setting.seated(shape),
            cooperate=_postures("cooperate", self.cooperate, (0,) * players, shape),
            punish=_postures("punish", self.punish, tuple(n - 1 for n in shape), shape),
        )
        if self.tempting is not None:
            put(self, tempting=table("what tempts", self.tempting))
            tempts("what tempts", self.temptation, self.stage.payoffs)
        if self.profile and len(self.profile) != players:
            said = (
                f"`profile` has {len(self.profile)} "
                f"strateg{'ies' if len(self.profile) > 1 else 'y'}"
            )
            raise UnsuitableGame(f"{said} for {players} players", "give one strategy a player")

    @property
    def players(self) -> tuple[str, ...]:
        """The players' names."""
        return self.stage.players

    @property
    def keys(self) -> tuple[str, ...]:
        """The players' short names."""
        return self.stage.keys

    @property
    def units(self) -> tuple[str, ...]:
        """What each player's payoffs are counted in."""
        return self.stage.units

    @property
    def postures(self) -> tuple[tuple[str, ...], ...]:
        """What the postures of each player are called."""
        return tuple(tuple(one.label for one in own) for own in self.stage.strategies)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.stage.title

    @property
    def effective(self) -> tuple[float, ...]:
        """What a round later is worth: the discount factor times the chance that there is one."""
        return tuple(factor * (1 - self.setting.ends) for factor in self.discount)

    @property
    def temptation(self) -> FloatArray:
        """The most that each player can get in a round while seen in a posture, shape (players,
        *postures).
        """
        return self.stage.payoffs if self.tempting is None else self.tempting

    def seat(self, player: int | str) -> int:
        """The number of a player, given as a number, a short name or a name.

        Raises
        ------
        UnknownPlayer
            If there is none.
        """
        known = (*map(str, range(self.stage.n_players)), *self.keys, *self.players)
        if isinstance(player, bool) or str(player) not in known:
            raise UnknownPlayer(
                f"there is no player `{player}`", f"the players are {', '.join(self.keys)}"
            )
        return known.index(str(player)) % self.stage.n_players


def _postures(
    what: str, given: object, default: tuple[int, ...], shape: tuple[int, ...]
) -> tuple[int, ...]:
    """One posture a player.

    Raises
    ------
    OutOfRange
        If a player has no such posture.
    UnsuitableGame
        If there is not one a player.
    """
    chosen = np.atleast_1d(np.asarray(given, dtype=np.object_)).tolist() or default
    if len(chosen) != len(shape):
        raise UnsuitableGame(
            f"`{what}` has {len(chosen)} postures for {len(shape)} players",
            "give one posture a player",
        )
    return tuple(whole(what, one, 0, count - 1) for one, count in zip(chosen, shape, strict=True))


def refuse_levels(stage: NormalFormGame) -> None:
    """Refuse a stage game that only orders its outcomes.

    Raises
    ------
    UnsuitableGame
        If it does.
    """
    if stage.ordinal:
        said = "a repeated game adds payoffs up, and this file only ranks outcomes"
        raise UnsuitableGame(said, "`negotiate stability` needs no numbers")


def by_place(
    given: tuple[Any, ...], named: Mapping[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Strategies, and what follows the last of them from the first number on, each by the name of
    its place.

    Raises
    ------
    UnsuitableGame
        If more follows than there are names, or something is given by its place and by its name.
    """
    count = next((k for k, one in enumerate(given) if k and is_number(one)), len(given))
    more = given[count:]
    if len(more) > len(named):
        raise UnsuitableGame(
            f"{len(more)} values follow the strategies, and only {', '.join(named)} may"
        )
    placed = dict(zip(named, more, strict=False))
    for name in placed:
        if named[name] is not None:
            raise UnsuitableGame(
                f"`{name}` is given twice, after the strategies and by its name",
                "give the value once",
            )
    return given[:count], {**named, **placed}


def in_phases(game: Supergame) -> Phases:
    """The stage games by phase; one phase without a name where every round has the same payoffs."""
    stage, phases = game.stage, game.setting.phases
    return phases or Phases(
        ("",), stage.payoffs[None], np.ones((1, *stage.shape, 1)), game.temptation[None]
    )


def phase_payoffs(game: Supergame) -> FloatArray:
    """What each combination of postures is worth in each phase, shape (phases, players,
    *postures).
    """
    return in_phases(game).payoffs


def in_seats(game: Supergame, machines: Sequence[Automaton | Learner]) -> list[Seated]:
    """The automata among the strategies of all players, each in its seat."""
    shape = game.stage.shape
    return [
        one.seated(player, shape)
        for player, one in enumerate(machines)
        if isinstance(one, Automaton)
    ]


def worth_of(game: Supergame, cell: Sequence[int]) -> FloatArray:
    """What a round of some postures is worth, shape (players,)."""
    return np.array([table[tuple(cell)] for table in game.stage.payoffs])


def most_by_own_moves(game: Supergame, cell: Sequence[int]) -> FloatArray:
    """The most that each player can get in a round while the others take their postures, shape
    (players,).
    """
    return np.array(
        [table[own_moves(cell, player)].max() for player, table in enumerate(game.temptation)]
    )


def reach(game: Supergame) -> FloatArray:
    """How far the best and the worst that each player can get in a round lie apart, shape
    (players,).
    """
    tables = (
        table.reshape(game.stage.n_players, -1) for table in (game.temptation, game.stage.payoffs)
    )
    most, least = (
        extreme(table, axis=1) for extreme, table in zip((np.max, np.min), tables, strict=True)
    )
    return np.asarray(most - least)


def without_rounding(game: Supergame, values: npt.ArrayLike) -> FloatArray:
    """Payoffs in which what is only rounding is 0.

    Parameters
    ----------
    values : array_like, shape (..., players)
        What each player gets; what is no number stays so.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> dilemma = Supergame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.9)
    >>> without_rounding(dilemma, [7e-15, 3.0]).tolist()
    [0.0, 3.0]
    """
    found = np.asarray(values, dtype=float)
    return np.stack(
        [of_player(game, p, found[..., p]) for p in range(game.stage.n_players)], axis=-1
    )


def of_player(game: Supergame, player: int, values: npt.ArrayLike) -> FloatArray:
    """The same for payoffs of one player, in any shape."""
    table, found = game.temptation[player], np.asarray(values, dtype=float)
    reach = max(float(np.ptp(table)), float(np.abs(table).max()))
    return np.where(np.abs(found) <= NOTHING * reach, 0.0, found)


@entity
class MatchResult(Shown):
    """What each player earns in a match.

    Parameters
    ----------
    game : Supergame
        What was played.
    names : tuple of str
        What each player played.
    payoffs : ndarray, shape (players,)
        By round: the discounted sum times 1 - discount factor; with a factor of 1 the mean.
    totals : ndarray, shape (players,)
        The discounted sum; of endless play with a factor of 1 there is none, and it is not a
        number.
    exact : bool
        Whether the payoffs are exact; else they are means of simulated matches.
    interval : ndarray, shape (players, 2), or None
        The 95 % confidence interval of each payoff, where matches are simulated.
    rounds : int or None
        How many were played; None for an endless match.
    worlds, seed : int
        How many matches were simulated, and from which seed; 0 where the payoffs are exact.
    noise, misread : tuple of float
        As in `Setting`, one a player.
    """

    game: Supergame
    names: tuple[str, ...]
    payoffs: FloatArray
    totals: FloatArray
    exact: bool
    interval: FloatArray | None
    rounds: int | None
    worlds: int
    seed: int
    noise: tuple[float, ...]
    misread: tuple[float, ...]

    def __repr__(self) -> str:
        earned = ", ".join(f"{value:g}" for value in self.payoffs)
        return (
            f"<MatchResult {' against '.join(self.names)}: "
            f"{earned}{'' if self.exact else ' (sampled)'}>"
        )


@record
class Witness:
    """One deviation that pays.

    Parameters
    ----------
    state : tuple of str
        The state of each player's automaton where it pays.
    phase : str
        The phase of the stage game; empty where there is one only.
    player : str
        The key of the player who gains.
    instead_of, action : str
        What its automaton plays there, and what pays more; `walk away` for leaving the game.
    gain : float
        By round from there on, in the player's unit.
    path : tuple of tuple of str
        What has to be played, round by round, to get there; empty for the first round.
    round : int
        In which round it pays, counted from 1, where the number of rounds is fixed; 0 where it pays
        in any round.
    seen_as : str
        The posture that the others see, where the action only looks like that posture; else empty.
    """

    state: tuple[str, ...]
    phase: str
    player: str
    instead_of: str
    action: str
    gain: float
    path: tuple[tuple[str, ...], ...] = ()
    round: int = 0
    seen_as: str = ""


@record
class Renegotiation:
    """A punishment that all players would rather end, and how they would rather go on.

    Parameters
    ----------
    phase : str
        In which phase of the stage game; empty where there is one only.
    postures, onward : tuple of str
        What each player would play next, and what it would play if they ended the punishment.
    worth, instead : tuple of float
        What each player gets by round from there on, and what it would get otherwise.
    start : bool
        Whether to go on otherwise is to start again.
    """

    phase: str
    postures: tuple[str, ...]
    worth: tuple[float, ...]
    start: bool
    onward: tuple[str, ...]
    instead: tuple[float, ...]


@entity
class Certificate(Shown):
    """Whether strategies are an equilibrium of a repeated game.

    Parameters
    ----------
    game : Supergame
        At whose discount factors.
    names : tuple of str
        What each player plays.
    nash : bool
        Whether no player gains by any other strategy, as long as the others keep to theirs. A late
        gain counts as it does then, however little it is worth seen from the first round.
    subgame_perfect : bool
        Whether no player gains by one deviation in any joint state that some sequence of actions
        reaches.
    witness : Witness or None
        The deviation that pays most in any state; None where none pays.
    nash_witness : Witness or None
        Where the best reply that gains most first leaves its automaton; None where no player gains.
        The gain is counted from there on.
    payoffs : tuple of float
        What each player gets by round.
    best_replies : tuple of float
        What each player would get by its best reply; the difference is how far it can be exploited.
    states : int
        How many joint states were looked at.
    renegotiation : Renegotiation or None
        A punishment that all players would rather end; None where every punishment leaves some
        player no worse off than what came before, or there is a fixed end.
    difference : float
        How far the payoffs, worked out by one linear solve, are from those added up round by round;
        a share of the player's range of payoffs.
    notes : tuple of str
        What a reader must know of the test, one sentence each.
    """

    game: Supergame
    names: tuple[str, ...]
    nash: bool
    subgame_perfect: bool
    witness: Witness | None
    nash_witness: Witness | None
    payoffs: tuple[float, ...]
    best_replies: tuple[float, ...]
    states: int
    renegotiation: Renegotiation | None = None
    difference: float = 0.0
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.subgame_perfect

    def __repr__(self) -> str:
        verdict = (
            "subgame perfect" if self.subgame_perfect else "Nash" if self.nash else "no equilibrium"
        )
        return f"<Certificate of {' against '.join(self.names)}: {verdict}>"


class CriticalDiscount(tuple[tuple[float, float], ...]):
    """For which common discount factors strategies hold, and for which of each player.

    The tuple itself is the intervals for a factor that all players share. A player's constraints
    mind its own factor alone, so with unequal factors the strategies hold where each factor lies in
    its player's intervals.

    Attributes
    ----------
    by_player : tuple of Intervals
        One a player.
    binding : int or None
        The player who needs the highest factor, of several the first; None where the strategies
        hold for no common factor, or however low it is.
    """

    by_player: tuple[Intervals, ...]
    binding: int | None

    def __new__(
        cls, intervals: Intervals, by_player: tuple[Intervals, ...], binding: int | None
    ) -> CriticalDiscount:
        """Intervals with what there is to say beside them."""
        made = super().__new__(cls, intervals)
        made.by_player = by_player
        made.binding = binding
        return made

    def __getnewargs__(self) -> tuple[Intervals, tuple[Intervals, ...], int | None]:
        """What a copy is made of."""
        return tuple(self), self.by_player, self.binding
