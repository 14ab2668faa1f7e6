"""Strategies where nobody sees what the others do, and all see one public signal of it, maybe a
sign of a breach.

A public profile is a finite machine that everybody can follow, because it moves on signals alone.
Nobody gains by any strategy against it, in any of its states, if and only if nobody gains by one
deviation in any of them: it is then a perfect public equilibrium.

A bad signal may start a punishment of a set length: cooperate until one is seen, punish, and
return. With D for what cooperation is worth a round above punishment, q for the odds of a bad
signal while all cooperate, g for what a deviation brings at once and Δ for how much likelier it
makes the bad signal, the deviation does not pay if

    (Δ D - g q) S ≥ g,   where S = δ + δ² + … + δ^T for a punishment of T rounds.

S grows with the discount factor δ and with T, so that there is one least factor for each T and one
shortest punishment for each factor. The shortest punishment that deters is the best: punishments
start although no player has deviated.

References
----------
Abreu, D., Pearce, D. and Stacchetti, E. (1990). Toward a theory of discounted repeated games with
imperfect monitoring. Econometrica 58. Green, E. and Porter, R. (1984). Noncooperative collusion
under imperfect price information. Econometrica 52. Mailath, G. and Samuelson, L. (2006). Repeated
Games and Reputations, chapter 7. Oxford University Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, product
from math import ceil, inf, log, prod

import numpy as np
import numpy.typing as npt

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown, entity
from negotiate.errors import GameTooLarge, OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import own_moves
from negotiate.repeated.game import CriticalDiscount, Witness, reach
from negotiate.repeated.kernels.chain import endless_shares, slips
from negotiate.repeated.kernels.one_shot import TOLERANCE, all_reached, slack
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Signals, put


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
        table = np.moveaxis(
            np.tensordot(slips(table.shape[axis], rate), table, axes=(1, axis)), 0, axis
        )
    return table


def public_values(
    outputs: IntArray,
    transitions: IntArray,
    payoffs: FloatArray,
    odds: FloatArray,
    discount: FloatArray,
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
    return np.asarray(np.linalg.solve(systems, now[..., None])[..., 0], dtype=float)


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
    for player, (factor, worth) in enumerate(zip(discount, values, strict=True)):
        own = list(outputs.T[..., None])
        own[player] = np.arange(odds.shape[player])[None, :]
        later = (odds[*own] * worth[transitions][:, None]).sum(axis=-1)
        found.append((1 - factor) * tempting[player][*own] + factor * later - worth[:, None])
    return found


STATE_LIMIT = 3_000
"""Public states that are looked at."""

SIGNAL_CELLS = 4_000_000
"""Entries of a table of signals."""


@entity
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
        self,
        outputs: npt.ArrayLike,
        transitions: npt.ArrayLike,
        start: int = 0,
        names: Sequence[str] = (),
    ) -> None:
        plays, leads = np.array(outputs, dtype=int), np.array(transitions, dtype=int)
        if plays.ndim != 2 or leads.ndim != 2 or not len(plays) or len(plays) != len(leads):
            raise UnsuitableGame(
                "a public profile has one row of postures and one row of next states for each state"
            )
        if leads.size and not (leads.min() >= 0 and leads.max() < len(plays)):
            raise UnsuitableGame(
                f"a signal leads out of the profile's {len(plays)} states, 0 to {len(plays) - 1}"
            )
        if not 0 <= start < len(plays) or len(names) not in (0, len(plays)):
            raise UnsuitableGame(
                f"`start` is one of the profile's {len(plays)} states, and each has one name"
            )
        called = tuple(names) or tuple(map(str, range(len(plays))))
        put(self, outputs=plays, transitions=leads, start=int(start), names=called)


@entity
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
        Its setting has signals. Trembling hands count; there is nothing to misread in a public
        signal.
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
    possible = odds.reshape(-1, odds.shape[-1]).max(axis=0) > 0
    reached = np.flatnonzero(
        all_reached(len(outputs), profile.start, lambda new: transitions[new][:, possible])
    )
    none = slack(discount)
    relative = [
        gain[reached] / spread(game, player) - none[player] for player, gain in enumerate(gains)
    ]
    worst = int(np.argmax([one.max() for one in relative]))
    place, action = np.unravel_index(int(relative[worst].argmax()), relative[worst].shape)
    witness, state, labels = None, int(reached[place]), game.postures[worst]
    if relative[worst].max() > 0:
        witness = Witness(
            state=(profile.names[state],) * len(game.players),
            phase="",
            player=game.keys[worst],
            instead_of=labels[outputs[state, worst]],
            action=labels[action],
            gain=float(gains[worst][state, action]),
        )
    earned = values[:, profile.start]
    difference = float(np.abs(earned - _by_shares(profile, payoffs, odds, game.effective)).max())
    return PublicCertificate(game, profile, witness is None, witness, earned, values, difference)


def monitored(game: RepeatedGame) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Payoffs, temptations and the odds of signals over what players mean to do, their hands
    trembling.

    Raises
    ------
    UnsuitableGame
        If the game has no signals, or has phases or a fixed end.
    OutOfRange
        If a discount factor is 1.
    """
    signals, setting = game.setting.signals, game.setting
    if signals is None:
        raise UnsuitableGame(
            "a public profile reacts to public signals, but here all players see what the others do"
        )
    if setting.phases is not None or setting.rounds is not None:
        raise UnsuitableGame(
            "public profiles are only for games without phases and without a last round"
        )
    if max(game.effective) >= 1:
        raise OutOfRange(
            "with a discount factor of 1 no single round counts, so no deviation matters",
            "take a discount factor below 1",
        )
    noise = setting.noise or (0.0,) * len(game.players)
    payoffs, tempting = (
        trembling(table, noise, 1) for table in (game.stage.payoffs, game.temptation)
    )
    return payoffs, tempting, trembling(signals.odds, noise, 0)


def seen_through(stage: NormalFormGame, error: float) -> Signals:
    """The signals of a game in which everybody reads the same report of what each player did, which
    may be wrong.

    Parameters
    ----------
    stage : NormalFormGame
    error : float
        How likely the report of one player's act is wrong: it then names one of its other acts,
        each as likely, and of each player by itself.

    Raises
    ------
    OutOfRange
        If the error is no probability.
    GameTooLarge
        If there are too many combinations of acts to be reported.
    """
    if not 0 <= error <= 1:
        raise OutOfRange(f"`error` is a probability from 0 to 1, and not {error:g}")
    GameTooLarge.refuse(
        "odds of signals", prod(stage.shape) ** 2, SIGNAL_CELLS, "name postures to choose from"
    )
    odds = np.ones((1, 1))
    for actions in stage.shape:
        odds = (odds[:, None, :, None] * slips(actions, error)[:, None, :]).reshape(
            len(odds) * actions, -1
        )
    names = tuple(", ".join(one.label for one in cell) for cell in product(*stage.strategies))
    return Signals(names, odds.reshape(*stage.shape, -1))


def _check(game: RepeatedGame, profile: PublicProfile, signals: int) -> None:
    if profile.outputs.shape[1] != len(game.players) or profile.transitions.shape[1] != signals:
        raise UnsuitableGame(
            f"a public profile here has postures of {len(game.players)} players and next states "
            f"for {signals} signals"
        )
    if (profile.outputs < 0).any() or (profile.outputs >= np.array(game.stage.shape)).any():
        raise UnsuitableGame(
            "a public profile plays a posture that its player does not have; postures count from 0"
        )
    GameTooLarge.refuse(
        "public states", len(profile.outputs), STATE_LIMIT, "use a profile with fewer states"
    )


def spread(game: RepeatedGame, player: int) -> float:
    """How far the best and the worst of a player's payoffs lie apart; 1 where they are all
    alike.
    """
    return float(reach(game)[player]) or 1.0


def _by_shares(
    profile: PublicProfile, payoffs: FloatArray, odds: FloatArray, discounts: Sequence[float]
) -> FloatArray:
    """What each player gets by round, from how often each state is met."""
    states = len(profile.outputs)
    order = np.argsort(np.arange(states) != profile.start, kind="stable")
    chain = public_chain(profile.outputs, profile.transitions, odds)[None][:, order][:, :, order]
    now = payoffs[:, *profile.outputs[order].T]
    return np.array(
        [endless_shares(chain, d)[0] @ now[player] for player, d in enumerate(discounts)]
    )


LIKELIER = 2.0**-40
"""Odds that differ by less are the same: a few thousand roundings of numbers up to 1."""


def bad_signals(game: RepeatedGame) -> tuple[str, ...]:
    """The signals that are likelier once one player punishes while the others keep the agreement,
    whoever it is.

    Raises
    ------
    UnsuitableGame
        If there are no signals, or none that tells of a breach by anybody.
    """
    signals = game.setting.signals
    if signals is None:
        raise UnsuitableGame(
            "here all players see what the others do, so there are no public signals"
        )
    broken = [
        (*game.cooperate[:p], own, *game.cooperate[p + 1 :]) for p, own in enumerate(game.punish)
    ]
    likelier = [signals.odds[cell] > signals.odds[game.cooperate] + LIKELIER for cell in broken]
    found = tuple(
        name for name, sure in zip(signals.names, np.all(likelier, axis=0), strict=True) if sure
    )
    if not found:
        raise UnsuitableGame(
            (
                "no signal becomes likelier after a breach by each of the players, so no signal "
                "can "
                "start a punishment"
            ),
            "name the signals with `--after`",
        )
    return found


LONGEST = 1_000
"""Rounds of a punishment that has an end."""

Bounds = tuple[float, float]
"""The least and the most that S may be."""


@entity
class BestTrigger(Shown):
    """The shortest punishment that deters, at the players' own discount factors.

    Parameters
    ----------
    game : RepeatedGame
        With whose signals.
    bad : tuple of str
        The signals that start a punishment.
    periods : float
        How many rounds the punishment lasts; infinite (null in JSON) for one without end, which is
        also told where none deters.
    profile : PublicProfile
        Cooperation, and the rounds of the punishment.
    certificate : PublicCertificate
        Whether it holds, and what each player gets.
    """

    game: RepeatedGame
    bad: tuple[str, ...]
    periods: float
    profile: PublicProfile
    certificate: PublicCertificate

    def __bool__(self) -> bool:
        return self.certificate.holds

    def __repr__(self) -> str:
        told = f"{self.periods:g} rounds" if self else "no punishment deters"
        return f"<BestTrigger: {told}; after {' or '.join(self.bad)}>"


def public_trigger(
    game: RepeatedGame, bad_signals: Sequence[str | int], periods: float = inf
) -> PublicProfile:
    """Cooperate until a bad signal is seen, punish for some rounds whatever is seen, and return.

    Parameters
    ----------
    game : RepeatedGame
        Its setting has signals; its `cooperate` and `punish` are what is played.
    bad_signals : sequence of str or int
        Names or numbers of signals.
    periods : float
        A whole number of rounds; infinite for punishing for good.

    Raises
    ------
    UnsuitableGame
        If the game has no signals, or not those.
    OutOfRange
        If the number of rounds is none.
    """
    bad = _bad(game, bad_signals)
    if periods != inf and (periods != int(periods) or not 1 <= periods <= LONGEST):
        raise OutOfRange(
            f"`periods` is a whole number from 1 to {LONGEST:,} or infinite, and not {periods:g}"
        )
    after, names = [1], ["punish"]
    if periods != inf:
        after = [*range(2, int(periods) + 1), 0]
        names = [f"punish {k}" for k in range(1, int(periods) + 1)]
    transitions = np.tile([[0], *([state] for state in after)], len(bad))
    transitions[0] = bad
    return PublicProfile(
        [game.cooperate, *[game.punish] * len(after)], transitions, names=("cooperate", *names)
    )


def trigger_critical(
    game: RepeatedGame, bad_signals: Sequence[str | int], periods: float = inf
) -> CriticalDiscount:
    """For which discount factors a punishment of a set length deters.

    Parameters
    ----------
    game, bad_signals, periods
        As for `public_trigger`.

    Returns
    -------
    CriticalDiscount
        That a round may be the last counts beside the factor.
    """
    public_trigger(game, bad_signals, periods)
    stays = 1 - game.setting.ends
    by_player = []
    for low, high in _bounds(game, _bad(game, bad_signals)):
        least, most = _factor(low, periods) / stays, min(_factor(high, periods) / stays, 1.0)
        by_player.append(((least, most),) if least <= most and least < 1 and most > 0 else ())
    lows = [own[0][0] if own else inf for own in by_player]
    low, high = max(lows), min((own[0][1] for own in by_player if own), default=0.0)
    common = ((low, high),) if low <= high else ()
    return CriticalDiscount(common, tuple(by_player), lows.index(low) if common else None)


def best_trigger(game: RepeatedGame, bad_signals: Sequence[str | int]) -> BestTrigger:
    """The shortest punishment that deters at the players' own discount factors: it is worth most to
    all of them.

    Parameters
    ----------
    game, bad_signals
        As for `public_trigger`.

    Returns
    -------
    BestTrigger
        False where no punishment deters; it then tells by which deviation an endless one fails.

    Examples
    --------
    Where one report in ten is wrong, a breach is answered by three rounds of punishment, and so is
    many a wrong report:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> from negotiate.repeated.lasting.public_signals import seen_through
    >>> from negotiate.repeated.setting import Setting
    >>> dilemma = NormalFormGame.from_arrays(
    ...     [[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]]
    ... )
    >>> game = RepeatedGame(dilemma, 0.9, Setting(signals=seen_through(dilemma, 0.1)))
    >>> found = best_trigger(game, ["C, D", "D, C", "D, D"])
    >>> found.periods, found.certificate
    (3, <PublicCertificate: holds; 2.36667, 2.36667>)
    """
    bad = _bad(game, bad_signals)
    needed = [
        _rounds(low, factor)
        for (low, _), factor in zip(_bounds(game, bad), game.effective, strict=True)
    ]
    periods = max(needed) if max(needed) <= LONGEST else inf
    profile = public_trigger(game, bad_signals, periods)
    names = () if game.setting.signals is None else game.setting.signals.names
    told = tuple(compress(names, bad))
    return BestTrigger(game, told, periods, profile, public_certificate(game, profile))


def _bad(game: RepeatedGame, bad_signals: Sequence[str | int]) -> IntArray:
    """Which signals are bad, 1 for each that is, shape (signals,)."""
    if game.setting.signals is None:
        raise UnsuitableGame(
            "a punishment after a bad signal needs public signals, but here all players see what "
            "the others do"
        )
    names = game.setting.signals.names
    found = np.zeros(len(names), dtype=int)
    for one in bad_signals:
        if one not in names and one not in range(len(names)):
            raise UnsuitableGame(
                f"there is no signal `{one}`", f"the signals are {', '.join(names)}"
            )
        found[names.index(one) if isinstance(one, str) else one] = 1
    return found


def _bounds(game: RepeatedGame, bad: IntArray) -> list[Bounds]:
    """Between which bounds S has to lie for each player; a low end of infinity where no S will
    do.
    """
    payoffs, tempting, odds = monitored(game)
    found = []
    for player, (own, table) in enumerate(zip(payoffs, tempting, strict=True)):
        meets, answers = (own_moves(cell, player) for cell in (game.cooperate, game.punish))
        worth, war, none = own[game.cooperate], own[game.punish], TOLERANCE * spread(game, player)
        gain, chance = table[meets] - worth, odds[meets] @ bad
        usual = chance[game.cooperate[player]]
        lost = (chance - usual) * (worth - war) - gain * usual
        leaves = bool((table[answers] > war + none).any())
        found.append((inf, inf) if leaves else _range_of(gain, lost, none))
    return found


def _range_of(gain: FloatArray, lost: FloatArray, none: float) -> Bounds:
    """For which S no action gains: `lost` × S is at least `gain` for each of them."""
    low, high = 0.0, inf
    for now, later in zip(gain.tolist(), lost.tolist(), strict=True):
        if now > none:
            low = max(low, now / later) if later > 0 else inf
        elif later < -none:
            high = min(high, max(-now, 0) / -later)
    return low, high


def _factor(sum_of_powers: float, periods: float) -> float:
    """The discount factor at which δ + … + δ^T comes to a number; 1 where it stays below."""
    if sum_of_powers >= periods:
        return 1.0
    if periods == inf:
        return sum_of_powers / (1 + sum_of_powers)
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        below = middle * (1 - middle**periods) / (1 - middle) < sum_of_powers
        low, high = (middle, high) if below else (low, middle)
    return high


def _rounds(sum_of_powers: float, factor: float) -> float:
    """The fewest rounds T for which δ + … + δ^T comes to a number; infinite where none do."""
    if sum_of_powers <= factor:
        return 1
    left = 1 - sum_of_powers * (1 - factor) / factor if factor else 0.0
    return ceil(log(left) / log(factor) - TOLERANCE) if left > 0 else inf
