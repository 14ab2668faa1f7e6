"""Punishments of a set length that a bad signal starts: cooperate until one is seen, punish, and return.

With D for what cooperation is worth a round above punishment, q for the odds of a bad signal while all cooperate, g
for what a deviation brings at once and Δ for how much likelier it makes the bad signal, the deviation does not pay if

    (Δ D - g q) S ≥ g,   where S = δ + δ² + … + δ^T for a punishment of T rounds.

S grows with the discount factor δ and with T, so that there is one least factor for each T and one shortest punishment
for each factor. The shortest punishment that deters is the best: punishments start although no player has deviated.

References
----------
Green, E. and Porter, R. (1984). Noncooperative collusion under imperfect price information. Econometrica 52.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, log

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.repeated.game import CriticalDiscount, RepeatedGame
from negotiate.repeated.kernels.margins import TOLERANCE
from negotiate.repeated.lasting.public_signals import (
    PublicCertificate,
    PublicProfile,
    monitored,
    public_certificate,
    spread,
)

LONGEST = 1_000
"""Rounds of a punishment that has an end."""

Bounds = tuple[float, float]
"""The least and the most that S may be."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BestTrigger(Shown):
    """The shortest punishment that deters, at the players' own discount factors.

    Parameters
    ----------
    game : RepeatedGame
        With whose signals.
    bad : tuple of str
        The signals that start a punishment.
    periods : float
        How many rounds the punishment lasts; infinite (null in JSON) for one without end, which is also told where none
        deters.
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


def public_trigger(game: RepeatedGame, bad_signals: Sequence[str | int], periods: float = inf) -> PublicProfile:
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
        raise OutOfRange(f"`periods` is a whole number from 1 to {LONGEST:,} or infinite, and not {periods:g}")
    wars = 1 if periods == inf else int(periods)
    after = np.array([1, *range(2, wars + 1), 1 if periods == inf else 0])
    transitions = np.repeat(after[:, None], len(bad), axis=1)
    transitions[0] = bad
    names = ("cooperate", *(("punish",) if periods == inf else [f"punish {k}" for k in range(1, wars + 1)]))
    return PublicProfile([game.cooperate, *[game.punish] * wars], transitions, names=names)


def trigger_critical(game: RepeatedGame, bad_signals: Sequence[str | int], periods: float = inf) -> CriticalDiscount:
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
    """The shortest punishment that deters at the players' own discount factors: it is worth most to all of them.

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
    Where one report in ten is wrong, a breach is answered by three rounds of punishment, and so is many a wrong report:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> from negotiate.repeated.lasting.public_signals import seen_through
    >>> from negotiate.repeated.setting import Setting
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]])
    >>> game = RepeatedGame(dilemma, 0.9, Setting(signals=seen_through(dilemma, 0.1)))
    >>> found = best_trigger(game, ["C, D", "D, C", "D, D"])
    >>> found.periods, found.certificate
    (3, <PublicCertificate: holds; 2.36667, 2.36667>)
    """
    bad = _bad(game, bad_signals)
    needed = [_rounds(low, factor) for (low, _), factor in zip(_bounds(game, bad), game.effective, strict=True)]
    periods = max(needed) if max(needed) <= LONGEST else inf
    profile = public_trigger(game, bad_signals, periods)
    names = () if game.setting.signals is None else game.setting.signals.names
    told = tuple(name for name, one in zip(names, bad, strict=True) if one)
    return BestTrigger(game, told, periods, profile, public_certificate(game, profile))


def _bad(game: RepeatedGame, bad_signals: Sequence[str | int]) -> IntArray:
    """Which signals are bad, 1 for each that is, shape (signals,)."""
    if game.setting.signals is None:
        raise UnsuitableGame(
            "a punishment after a bad signal needs public signals, but here all players see what the others do"
        )
    names = game.setting.signals.names
    known: dict[str | int, int] = {
        **{number: number for number in range(len(names))},
        **{n: i for i, n in enumerate(names)},
    }
    for one in bad_signals:
        if one not in known:
            raise UnsuitableGame(f"there is no signal `{one}`", f"the signals are {', '.join(names)}")
    found = np.zeros(len(names), dtype=np.int64)
    found[[known[one] for one in bad_signals]] = 1
    return found


def _bounds(game: RepeatedGame, bad: IntArray) -> list[Bounds]:
    """Between which bounds S has to lie for each player; a low end of infinity where no S will do."""
    payoffs, tempting, odds = monitored(game)
    found = []
    for player in range(len(game.players)):
        meets = [slice(None) if p == player else c for p, c in enumerate(game.cooperate)]
        answers = [slice(None) if p == player else c for p, c in enumerate(game.punish)]
        worth, war = payoffs[player][game.cooperate], payoffs[player][game.punish]
        none = TOLERANCE * spread(game, player)
        gain = tempting[player][*meets] - worth
        chance = odds[*meets] @ bad
        usual = chance[game.cooperate[player]]
        lost = (chance - usual) * (worth - war) - gain * usual
        leaves = bool((tempting[player][*answers] > war + none).any())
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
