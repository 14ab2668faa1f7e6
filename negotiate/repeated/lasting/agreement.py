"""What upholds an agreement: who is tempted, which discount factors it needs, and which answer to a
breach.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown, entity
from negotiate.errors import UnsuitableGame
from negotiate.repeated.game import (
    Certificate,
    CriticalDiscount,
    MatchResult,
    most_by_own_moves,
    reach,
    worth_of,
)
from negotiate.repeated.kernels.one_shot import TOLERANCE
from negotiate.repeated.matches.timeline import Timeline, timeline, with_breach
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import names_of
from negotiate.repeated.strategies.strategy import Playable
from negotiate.repeated.sustaining.holding import Holding, breaking, holding
from negotiate.repeated.sustaining.sustainable import everything

Cell = tuple[int, ...]
"""A posture of each player."""


@entity
class Upholding:
    """One way to uphold the agreement.

    Parameters
    ----------
    names : tuple of str
        What each player plays.
    certificate : Certificate
        Whether it holds at the players' own discount factors.
    critical, nash : CriticalDiscount
        For which discount factors it is a subgame-perfect equilibrium, and for which a Nash
        equilibrium.
    earns : tuple of float
        What each player gets by round, misreading counted.
    """

    names: tuple[str, ...]
    certificate: Certificate
    critical: CriticalDiscount
    nash: CriticalDiscount
    earns: tuple[float, ...]


@entity
class Lasting(Shown):
    """Whether an agreement enforces itself.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    agreement : tuple of int
        The posture of each player while the agreement is kept.
    worth : ndarray, shape (players,)
        What a round of it is worth.
    temptation : ndarray, shape (players,)
        The most that each player could get in the round in which it breaks the agreement.
    fallback : tuple of int
        The postures that punish.
    fallback_worth : ndarray, shape (players,)
        What a round of them is worth.
    fallback_stable : bool
        Whether nobody would leave the fallback in a single round.
    asked : Upholding
        What the players play, as the file or the user says.
    others : tuple of Upholding
        Other well-known ways to uphold it.
    clean, noisy : MatchResult
        What the asked strategies earn where all is seen and done rightly, and with the setting's
        noise.
    followed : Timeline
        One simulated match of the asked strategies in which one player breaks the agreement once.
    breach : tuple of int
        The player who breaks the agreement in that match, and the round, counted from 1.
    holding : Holding or None
        What would be enough in place of higher discount factors, if a breach is answered by the
        fallback for good. None where a player would leave the fallback in a single round, so that
        it is no threat, and where there is an end or are phases.
    opposed : bool
        Whether what one of two players gains the other loses, whatever they do.
    notes : tuple of str
        What a reader must know of how this game came about.
    """

    game: RepeatedGame
    agreement: tuple[int, ...]
    worth: FloatArray
    temptation: FloatArray
    fallback: tuple[int, ...]
    fallback_worth: FloatArray
    fallback_stable: bool
    asked: Upholding
    others: tuple[Upholding, ...]
    clean: MatchResult
    noisy: MatchResult
    followed: Timeline
    breach: tuple[int, int]
    holding: Holding | None = None
    opposed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether what is asked about is a subgame-perfect equilibrium at the players' own discount
        factors.
        """
        return self.asked.certificate.subgame_perfect

    def __repr__(self) -> str:
        return f"<Lasting {self.game.title or 'untitled'!r}: {self.asked.certificate!r}>"


WELL_KNOWN = ("grim", "tit_for_tat", "win_stay_lose_shift", "punish", "stick_and_carrot")
"""Ways to uphold an agreement that are told of beside the one that is asked about."""
BREACH = 3
"""The round in which a player breaks the agreement, to show what follows."""
NEAR = 1e-9
"""Of the size of payoffs: differences below it are none."""


def simulate(game: RepeatedGame, *profile: Playable) -> Lasting:
    """Whether an agreement enforces itself, and what would make it.

    Parameters
    ----------
    game : RepeatedGame
        Its `cooperate` is the agreement and its `punish` the fallback.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.

    Raises
    ------
    UnsuitableGame
        If this is no repeated game, a strategy has unbounded memory, or a discount factor is 1.

    Examples
    --------
    >>> import negotiate
    >>> found = simulate(negotiate.load("classics/prisoners-dilemma").again())
    >>> bool(found.asked.certificate), [round(low, 6) for low, high in found.asked.critical]
    (True, [0.5])
    """
    if not isinstance(game, RepeatedGame):
        said = f"`simulate` takes a repeated game, and this is of type `{type(game).__name__}`"  # type: ignore[unreachable]  # nobody has to check types
        raise UnsuitableGame(said, "`scenario.again()` makes one")
    names = names_of(game, profile)
    clean = game.play(
        *profile, noise=0.0, misread=0.0
    )  # first of all, as it refuses at once what is too large
    asked = _upholding(game, profile)
    kept, broken = (worth_of(game, cell) for cell in (game.cooperate, game.punish))
    noisy = any(game.setting.noise) or any(game.setting.misread)
    free = next((player for player, count in enumerate(game.stage.shape) if count > 1), 0)
    breach = (free if asked.critical.binding is None else asked.critical.binding, BREACH)
    stable = bool((most_by_own_moves(game, game.punish) <= broken + slack(game)).all())
    return Lasting(
        game=game,
        agreement=game.cooperate,
        worth=kept,
        temptation=by_breaking(game, game.cooperate, kept),
        fallback=game.punish,
        fallback_worth=broken,
        fallback_stable=stable,
        asked=asked,
        others=tuple(_others(game, names)),
        clean=clean,
        noisy=game.play(*profile) if noisy else clean,
        followed=timeline(game, *with_breach(game, profile, *breach)),
        breach=breach,
        holding=_holding(game, broken) if stable else None,
        opposed=opposed(game),
        notes=game.notes,
    )


def by_breaking(game: RepeatedGame, cell: Cell, kept: FloatArray) -> FloatArray:
    """The best round that each player can have by not doing its part, shape (players,)."""
    here: tuple[int | slice, ...] = (slice(None), *cell)
    seen, unseen = (table[here] for table in breaking(game))
    return np.where(unseen > kept + slack(game), np.maximum(seen, unseen), seen)


def slack(game: RepeatedGame) -> FloatArray:
    """Differences that rounding explains, for each player's payoffs, shape (players,)."""
    return TOLERANCE * reach(game)


def opposed(game: RepeatedGame) -> bool:
    """Whether two players, who both decide something, gain as the other loses, in one proportion,
    whatever they do.
    """
    if len(game.keys) != 2 or 1 in everything(game).shape or game.setting.phases is not None:
        return False
    table = np.concatenate(
        [one.payoffs.reshape(2, -1) for one in (game.stage, everything(game))], axis=1
    )
    reach = np.ptp(table, axis=1, keepdims=True)
    if not reach.all():
        return False
    shares = (table - table.min(axis=1, keepdims=True)) / reach
    return bool((np.abs(shares.sum(axis=0) - 1) <= NEAR).all())


def _holding(game: RepeatedGame, floor: FloatArray) -> Holding | None:
    """What it takes to hold the agreement if a breach ends it for good; who can walk away has no
    less than that.
    """
    if game.setting.rounds is not None or game.setting.phases is not None:
        return None
    return holding(game, floor=np.maximum(floor, game.setting.outside or floor).tolist())


def _upholding(game: RepeatedGame, profile: tuple[Playable, ...]) -> Upholding:
    nash = game.critical_discount(
        *profile, concept="nash"
    )  # first of all, as it refuses at once too many rounds
    critical, certificate = game.critical_discount(*profile), game.certify(*profile)
    earns = (
        tuple(game.play(*profile).payoffs.tolist())
        if any(game.setting.misread)
        else certificate.payoffs
    )
    return Upholding(certificate.names, certificate, critical, nash, earns)


def _others(game: RepeatedGame, asked: tuple[str, ...]) -> Iterator[Upholding]:
    """The well-known ways that everybody here can take, without the one that is asked about."""
    for name in WELL_KNOWN:
        if any(other != name for other in asked):
            try:
                yield _upholding(game, (name,))
            except UnsuitableGame:
                continue
