"""Strategies where nobody sees what the others do, and all see one public signal of it, maybe a sign of a breach.

A public profile is a finite machine that everybody can follow, because it moves on signals alone. Nobody gains by any
strategy against it, in any of its states, if and only if nobody gains by one deviation in any of them: it is then a
perfect public equilibrium.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990). Toward a theory of discounted repeated games with imperfect
monitoring. Econometrica 58.
Mailath, G. and Samuelson, L. (2006). Repeated Games and Reputations, chapter 7. Oxford University Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.errors import GameTooLarge, OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.game import RepeatedGame, Witness
from negotiate.repeated.kernels.chain import endless_shares, slips
from negotiate.repeated.kernels.margins import slack
from negotiate.repeated.setting import Signals


def trembling(table: FloatArray, noise: Sequence[float], first: int) -> FloatArray:
    """What a table over what is done says of what is meant, if hands tremble.

    Parameters
    ----------
    table : ndarray, with one axis of actions a player from axis `first` on
    noise : sequence of float
        One a player.
    """
    for player, rate in enumerate(noise):
        axis = first + player
        table = np.moveaxis(np.tensordot(slips(table.shape[axis], rate), table, axes=(1, axis)), 0, axis)
    return table


def public_values(
    outputs: IntArray, transitions: IntArray, payoffs: FloatArray, odds: FloatArray, discount: FloatArray
) -> FloatArray:
    """What each player gets by round from each public state on, shape (players, states).

    Parameters
    ----------
    outputs : ndarray of int, shape (states, players)
        What each player means to do.
    transitions : ndarray of int, shape (states, signals)
    payoffs : ndarray, shape (players, *actions)
    odds : ndarray, shape (*actions, signals)
    discount : ndarray, shape (players,)
        Each below 1.
    """
    moves = public_chain(outputs, transitions, odds)
    now = (1 - discount[:, None]) * payoffs[:, *outputs.T]
    systems = np.eye(len(moves)) - discount[:, None, None] * moves
    return np.asarray(np.linalg.solve(systems, now[..., None])[..., 0], dtype=np.float64)


def public_chain(outputs: IntArray, transitions: IntArray, odds: FloatArray) -> FloatArray:
    """How likely each public state follows each, shape (states, states)."""
    states = len(outputs)
    moves = np.zeros((states, states))
    np.add.at(moves, (np.arange(states)[:, None], transitions), odds[*outputs.T])
    return moves


def public_gains(
    outputs: IntArray,
    transitions: IntArray,
    tempting: FloatArray,
    odds: FloatArray,
    discount: FloatArray,
    values: FloatArray,
) -> list[FloatArray]:
    """What each action gains in each public state if its player returns to the profile afterwards.

    Parameters
    ----------
    tempting : ndarray, shape (players, *actions)
        What a player gets in the round of its deviation.
    values : ndarray, shape (players, states)
        See `public_values`.

    Returns
    -------
    list of ndarray, shape (states, own actions)
        One a player, by round.
    """
    found = []
    for player, factor in enumerate(discount):
        own = [
            np.arange(odds.shape[player])[None, :] if p == player else outputs[:, p, None] for p in range(len(values))
        ]
        later = (odds[*own] * values[player][transitions][:, None]).sum(axis=-1)
        total = (1 - factor) * tempting[player][*own] + factor * later
        found.append(total - values[player][:, None])
    return found


STATE_LIMIT = 3_000
"""Public states that are looked at."""

SIGNAL_CELLS = 4_000_000
"""Entries of a table of signals."""


@dataclass(frozen=True, slots=True, eq=False)
class PublicProfile:
    """What all players do in each public state, and where each signal leads.

    Parameters
    ----------
    outputs : array_like of int, shape (states, players)
        The posture of each player in each state.
    transitions : array_like of int, shape (states, signals)
        For each state, the next state that each signal leads to.
    start : int
        The state of the first round.
    names : sequence of str
        What each state is called; "0", "1", … by default.

    Raises
    ------
    UnsuitableGame
        If the arrays do not fit each other, or lead out of the states.
    """

    outputs: IntArray
    transitions: IntArray
    start: int
    names: tuple[str, ...]

    def __init__(
        self, outputs: npt.ArrayLike, transitions: npt.ArrayLike, start: int = 0, names: Sequence[str] = ()
    ) -> None:
        plays, leads = np.array(outputs, dtype=np.int64), np.array(transitions, dtype=np.int64)
        if plays.ndim != 2 or leads.ndim != 2 or not len(plays) or len(plays) != len(leads):
            raise UnsuitableGame("a public profile has one row of postures and one row of next states for each state")
        if leads.size and not (leads.min() >= 0 and leads.max() < len(plays)):
            raise UnsuitableGame(f"a signal leads out of the profile's {len(plays)} states, 0 to {len(plays) - 1}")
        if not 0 <= start < len(plays) or len(names) not in (0, len(plays)):
            raise UnsuitableGame(f"`start` is one of the profile's {len(plays)} states, and each has one name")
        object.__setattr__(self, "outputs", plays)
        object.__setattr__(self, "transitions", leads)
        object.__setattr__(self, "start", int(start))
        object.__setattr__(self, "names", tuple(names) or tuple(map(str, range(len(plays)))))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PublicCertificate:
    """Whether a public profile is an equilibrium.

    Parameters
    ----------
    game : RepeatedGame
        At whose discount factors, and with whose signals.
    profile : PublicProfile
        What is tested.
    holds : bool
        Whether no player gains by a deviation in any state that some signals lead to.
    witness : Witness or None
        The deviation that pays most; None where none pays.
    payoffs : ndarray, shape (players,)
        What each gets by round from the start.
    values : ndarray, shape (players, states)
        What each gets by round from each state on.
    difference : float
        How far `payoffs` are from how often each state is met times what it pays.
    """

    game: RepeatedGame
    profile: PublicProfile
    holds: bool
    witness: Witness | None
    payoffs: FloatArray
    values: FloatArray
    difference: float

    def __bool__(self) -> bool:
        return self.holds

    def __repr__(self) -> str:
        earned = ", ".join(f"{value:g}" for value in self.payoffs)
        return f"<PublicCertificate: {'holds' if self.holds else 'does not hold'}; {earned}>"


def public_certificate(game: RepeatedGame, profile: PublicProfile) -> PublicCertificate:
    """Test a public profile: nobody gains by one deviation in any of its states.

    Parameters
    ----------
    game : RepeatedGame
        Its setting has signals. Trembling hands count; there is nothing to misread in a public signal.
    profile : PublicProfile

    Raises
    ------
    UnsuitableGame
        If the game has no signals, has phases or a fixed end, or the profile does not fit it.
    OutOfRange
        If a discount factor is 1.
    GameTooLarge
        If the profile has more states than `STATE_LIMIT`.
    """
    outputs, transitions, discount = profile.outputs, profile.transitions, np.array(game.effective)
    payoffs, tempting, odds = monitored(game)
    _check(game, profile, odds.shape[-1])
    values = public_values(outputs, transitions, payoffs, odds, discount)
    gains = public_gains(outputs, transitions, tempting, odds, discount, values)
    reached = _reached(profile, odds)
    relative = [gain[reached] / spread(game, player) - slack(discount)[player] for player, gain in enumerate(gains)]
    worst = max(range(len(gains)), key=lambda player: float(relative[player].max()))
    place, action = np.unravel_index(int(relative[worst].argmax()), relative[worst].shape)
    holds = bool(relative[worst].max() <= 0)
    state, witness = int(reached[place]), None
    if not holds:
        witness = _witness(game, profile, worst, state, int(action), float(gains[worst][state, action]))
    earned = values[:, profile.start]
    other = _by_shares(profile, payoffs, odds, game.effective)
    return PublicCertificate(game, profile, holds, witness, earned, values, float(np.abs(earned - other).max()))


def monitored(game: RepeatedGame) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Payoffs, temptations and the odds of signals over what players mean to do, their hands trembling.

    Raises
    ------
    UnsuitableGame
        If the game has no signals, or has phases or a fixed end.
    OutOfRange
        If a discount factor is 1.
    """
    signals, setting = game.setting.signals, game.setting
    if signals is None:
        raise UnsuitableGame("a public profile reacts to public signals, but here all players see what the others do")
    if setting.phases is not None or setting.rounds is not None:
        raise UnsuitableGame("public profiles are only for games without phases and without a last round")
    if max(game.effective) >= 1:
        raise OutOfRange(
            "with a discount factor of 1 no single round counts, so no deviation matters",
            "take a discount factor below 1",
        )
    noise = setting.noise or (0.0,) * len(game.players)
    return (
        trembling(game.stage.payoffs, noise, 1),
        trembling(game.temptation, noise, 1),
        trembling(signals.odds, noise, 0),
    )


def seen_through(stage: NormalFormGame, error: float) -> Signals:
    """The signals of a game in which everybody reads the same report of what each player did, which may be wrong.

    Parameters
    ----------
    stage : NormalFormGame
    error : float
        How likely the report of one player's act is wrong: it then names one of its other acts, each as likely, and
        of each player by itself.

    Raises
    ------
    OutOfRange
        If the error is no probability.
    GameTooLarge
        If there are too many combinations of acts to be reported.
    """
    if not 0 <= error <= 1:
        raise OutOfRange(f"`error` is a probability from 0 to 1, and not {error:g}")
    if prod(stage.shape) ** 2 > SIGNAL_CELLS:
        raise GameTooLarge("odds of signals", prod(stage.shape) ** 2, SIGNAL_CELLS, "name postures to choose from")
    odds = np.ones((1, 1))
    for actions in stage.shape:
        odds = (odds[:, None, :, None] * slips(actions, error)[:, None, :]).reshape(len(odds) * actions, -1)
    labels = [[one.label for one in own] for own in stage.strategies]
    return Signals(tuple(", ".join(one) for one in product(*labels)), odds.reshape(*stage.shape, -1))


def _check(game: RepeatedGame, profile: PublicProfile, signals: int) -> None:
    if profile.outputs.shape[1] != len(game.players) or profile.transitions.shape[1] != signals:
        raise UnsuitableGame(
            f"a public profile here has postures of {len(game.players)} players and next states for {signals} signals"
        )
    if (profile.outputs < 0).any() or (profile.outputs >= np.array(game.stage.shape)).any():
        raise UnsuitableGame("a public profile plays a posture that its player does not have; postures count from 0")
    if len(profile.outputs) > STATE_LIMIT:
        raise GameTooLarge("public states", len(profile.outputs), STATE_LIMIT, "use a profile with fewer states")


def _reached(profile: PublicProfile, odds: FloatArray) -> IntArray:
    """The states that signals lead to which some acts can bring about."""
    possible = odds.reshape(-1, odds.shape[-1]).max(axis=0) > 0
    found = np.zeros(len(profile.outputs), dtype=bool)
    found[profile.start], new = True, np.array([profile.start])
    while len(new):
        after = np.unique(profile.transitions[new][:, possible])
        new = after[~found[after]]
        found[new] = True
    return np.flatnonzero(found)


def spread(game: RepeatedGame, player: int) -> float:
    """How far the best and the worst of a player's payoffs lie apart; 1 where they are all alike."""
    return float(np.ptp(np.stack([game.stage.payoffs[player], game.temptation[player]]))) or 1.0


def _witness(game: RepeatedGame, profile: PublicProfile, player: int, state: int, action: int, gain: float) -> Witness:
    labels = game.stage.strategies[player]
    return Witness(
        state=(profile.names[state],) * len(game.players),
        phase="",
        player=game.keys[player],
        instead_of=labels[profile.outputs[state, player]].label,
        action=labels[action].label,
        gain=gain,
    )


def _by_shares(profile: PublicProfile, payoffs: FloatArray, odds: FloatArray, discounts: Sequence[float]) -> FloatArray:
    """What each player gets by round, from how often each state is met."""
    states = len(profile.outputs)
    order = np.argsort(np.arange(states) != profile.start, kind="stable")
    chain = public_chain(profile.outputs, profile.transitions, odds)[None][:, order][:, :, order]
    now = payoffs[:, *profile.outputs[order].T]
    return np.array([endless_shares(chain, d)[0] @ now[player] for player, d in enumerate(discounts)])


LIKELIER = 2.0**-40
"""Odds that differ by less are the same: a few thousand roundings of numbers up to 1."""


def bad_signals(game: RepeatedGame) -> tuple[str, ...]:
    """The signals that are likelier once one player punishes while the others keep the agreement, whoever it is.

    Raises
    ------
    UnsuitableGame
        If there are no signals, or none that tells of a breach by anybody.
    """
    signals = game.setting.signals
    if signals is None:
        raise UnsuitableGame("here all players see what the others do, so there are no public signals")
    usual = signals.odds[game.cooperate]
    likelier = [signals.odds[_broken(game, p)] > usual + LIKELIER for p in range(game.stage.n_players)]
    found = tuple(name for k, name in enumerate(signals.names) if all(one[k] for one in likelier))
    if not found:
        raise UnsuitableGame(
            "no signal becomes likelier after a breach by each of the players, so no signal can start a punishment",
            "name the signals with `--after`",
        )
    return found


def _broken(game: RepeatedGame, player: int) -> tuple[int, ...]:
    """The agreement, but for one player who punishes."""
    return (*game.cooperate[:player], game.punish[player], *game.cooperate[player + 1 :])
