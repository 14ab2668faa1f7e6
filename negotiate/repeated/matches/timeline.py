"""One match round by round, and one in which a player deviates once: what follows shows what
upholds an agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown, record
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.repeated.automaton import Automaton, own_moves
from negotiate.repeated.game import MatchResult, phase_payoffs
from negotiate.repeated.kernels.chain import Rules
from negotiate.repeated.kernels.lockstep import asked
from negotiate.repeated.matches.exact import play, rules
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Rate, whole
from negotiate.repeated.strategies.registry import chosen, names_of, seated
from negotiate.repeated.strategies.strategy import Learner, Playable

LONGEST = 100_000
"""Rounds that are followed one by one."""


@record
class Misreading:
    """One move that a player misread.

    Parameters
    ----------
    round : int
        Counted from 1.
    player, whom : str
        The keys of the player who misread, and of the player whose move it was.
    seen_as : str
        The posture that was seen.
    """

    round: int
    player: str
    whom: str
    seen_as: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Timeline(Shown):
    """One simulated match.

    Parameters
    ----------
    game : RepeatedGame
        What is played.
    names : tuple of str
        What each player plays.
    postures : ndarray of int, shape (players, rounds)
        What each really did.
    intended : ndarray of int, shape (players, rounds)
        What each meant to do; it differs where a hand trembled.
    seen : ndarray of int, shape (players, players, rounds)
        `seen[i, j]`: what player i saw player j do; it differs from what j did where i misread.
    phases : ndarray of int, shape (rounds,)
        The phase of each round.
    payoffs : ndarray, shape (players, rounds)
        Of each round.
    running : ndarray, shape (players, rounds)
        The discounted sum up to and with each round.
    seed : int
        Where it was drawn from; without anything random there is only one match.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    postures: IntArray
    intended: IntArray
    seen: IntArray
    phases: IntArray
    payoffs: FloatArray
    running: FloatArray
    seed: int

    @property
    def misreadings(self) -> tuple[Misreading, ...]:
        """Every move that a player misread, round by round."""
        keys, known = self.game.keys, self.game.postures
        wrong = np.argwhere((self.seen != self.postures).transpose(2, 0, 1)).tolist()
        return tuple(
            Misreading(t + 1, keys[i], keys[j], known[j][self.seen[i, j, t]]) for t, i, j in wrong
        )


def timeline(
    game: RepeatedGame,
    *profile: Playable,
    noise: Rate = None,
    misread: Rate = None,
    rounds: int = 20,
    seed: int = 0,
) -> Timeline:
    """Play one world of a match.

    Parameters
    ----------
    game : RepeatedGame
        What is played, with what its setting says of noise, misreading and a fixed end.
    *profile : Strategy, Automaton or str
        One a player.
    noise, misread : float or sequence of float, optional
        Of all players or of each, in place of the setting's.
    rounds : int
        How many are followed, if the game does not end before.
    seed : int
        The same seed gives the same world. A longer timeline begins like a shorter one.

    Raises
    ------
    OutOfRange
        If a rate is no probability, or there is no round.
    GameTooLarge
        If more rounds are asked for than `LONGEST`.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> timeline(RepeatedGame(dilemma, 1), "tit_for_tat", "always_defect", rounds=4).postures
    array([[0, 1, 1, 1],
           [1, 1, 1, 1]])
    """
    law, wanted = rules(game, noise, misread), whole("rounds", rounds, 1)
    followed = min(wanted, game.setting.rounds or wanted)
    GameTooLarge.refuse("rounds", followed, LONGEST, "follow fewer of them")
    players = asked(seated(game, profile), game.stage.shape)
    intended, postures, seen, phases = _lived(
        players, law, followed, np.random.default_rng(whole("seed", seed, 0))
    )
    payoffs = np.ascontiguousarray(phase_payoffs(game)[phases, :, *postures].T)
    weights = np.power.outer(np.array(game.effective), np.arange(followed))
    running = np.cumsum(weights * payoffs, axis=1)
    return Timeline(
        game, names_of(game, profile), postures, intended, seen, phases, payoffs, running, seed
    )


def _lived(
    players: list[Learner], law: Rules, rounds: int, chance: np.random.Generator
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """What everybody meant, did and saw in each round, and in which phase."""
    count, shape = len(players), law.shape
    intended, postures = np.zeros((2, count, rounds), dtype=int)
    seen, phases = np.zeros((count, count, rounds), dtype=int), np.zeros(rounds, dtype=int)
    phase, memories = 0, [player.start(1) for player in players]
    for now in range(rounds):
        will, hand, eye, world = np.split(chance.random((count + 3, count)), (1, 2, count + 2))
        for p, player in enumerate(players):
            intended[p, now] = player.act(memories[p], will[0, [p]])[0]
            postures[p, now] = slipped(intended[p, now], shape[p], law.noise[p], hand[0, p])
        done = postures[:, now]
        for p, player in enumerate(players):
            seen[p, :, now] = [
                done[q] if q == p else slipped(done[q], shape[q], law.misread[p], eye[p, q])
                for q in range(count)
            ]
            memories[p] = player.see(memories[p], done[[p]], np.delete(seen[p, :, now], p)[:, None])
        phases[now] = phase
        phase = drawn(law.odds[phase, *done], world[0, 0])
    return intended, postures, seen, phases


def slipped(meant: int, actions: int, rate: float, draw: float) -> int:
    """What is done where an act was meant: at the given rate another one, each as likely."""
    if draw >= rate or actions == 1:
        return meant
    other = min(int(draw / rate * (actions - 1)), actions - 2)
    return other + (other >= meant)


def drawn(odds: FloatArray, draw: float) -> int:
    """Which of several things happens, given their odds and a number of [0, 1)."""
    climbed = np.cumsum(odds)
    return int(np.searchsorted(climbed / climbed[-1], draw, side="right"))


LAST_BREACH = 1_000
"""The last round in which a player may deviate."""

ENTRY_LIMIT = 5_000_000
"""Ways on in an automaton that counts rounds up to that one: its states once for each round, times
what is seen.
"""


def tempting(game: RepeatedGame, player: int) -> int:
    """The posture other than the agreed one that brings a player most while the others keep the
    agreement.
    """
    order = np.argsort(-game.temptation[player][own_moves(game.cooperate, player)], kind="stable")
    return int(next((one for one in order if one != game.cooperate[player]), order[0]))


def stepping_aside(automaton: Automaton, round_: int, posture: int, otherwise: int) -> Automaton:
    """The same automaton, but for one round in which it does something else.

    It sees what it did, and goes on from there as it would after a slip.

    Parameters
    ----------
    automaton : Automaton
        What is played before and after.
    round_ : int
        The round in which it steps aside, counted from 1.
    posture, otherwise : int
        What it does there; the second in states in which it would do the first anyway.

    Examples
    --------
    >>> tit_for_tat = Automaton([0, 1], [[0, 1], [0, 1]])
    >>> stepping_aside(tit_for_tat, 1, 1, 0).outputs.tolist()
    [1, 0, 0, 1]
    """
    outputs, pure = automaton.outputs, automaton.outputs.ndim == 1
    usual = outputs if pure else outputs.argmax(axis=1)
    aside = np.where(usual == posture, otherwise, posture)
    layers = [
        *[outputs] * (round_ - 1),
        aside if pure else np.eye(outputs.shape[1])[aside],
        outputs,
    ]
    leads = [
        automaton.transitions + min(layer + 1, round_) * automaton.states
        for layer in range(round_ + 1)
    ]
    names = automaton.names * (round_ + 1)
    return Automaton(np.concatenate(layers), np.concatenate(leads), automaton.start, names)


def with_breach(
    game: RepeatedGame, profile: tuple[Playable, ...], player: int, round_: int
) -> tuple[Playable, ...]:
    """A profile in which one player steps aside once, for what tempts it most.

    Raises
    ------
    UnsuitableGame
        If its strategy is no automaton, or the round is too late.
    GameTooLarge
        If it has too many states for the round.
    """
    own = seated(game, profile)[player]
    if not isinstance(own, Automaton):
        raise UnsuitableGame(
            f"`{game.keys[player]}` plays a strategy with unbounded memory, which has no states"
        )
    if not 1 <= round_ <= LAST_BREACH:
        raise UnsuitableGame(
            f"a player deviates in a round from 1 to {LAST_BREACH:,}, and not in {round_:,}"
        )
    entries = own.transitions.size * (round_ + 1)
    hint = "let the player deviate earlier, or use a strategy with fewer states"
    GameTooLarge.refuse("transitions of states, round by round,", entries, ENTRY_LIMIT, hint)
    changed = stepping_aside(own, round_, tempting(game, player), game.cooperate[player])
    usual = chosen(game, profile)
    return (*usual[:player], changed, *usual[player + 1 :])


ROUNDS = 20
"""Rounds that are followed where nobody says how many there are."""
AFTER = 10
"""Rounds that are followed after something has happened, so that its consequences are seen."""
TENS = 10
"""What the number of rounds is a multiple of."""
LOOKED = 100
"""Rounds in which something may happen for the first time."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Encounter(Shown):
    """A match.

    Parameters
    ----------
    game : RepeatedGame
        What is played.
    result : MatchResult
        What each player earns, without any breach that was asked for.
    timeline : Timeline
        One simulated match.
    breach : tuple of int, or None
        The player that deviates once in the match, and in which round, counted from 1.
    """

    game: RepeatedGame
    result: MatchResult
    timeline: Timeline
    breach: tuple[int, int] | None = None


def encounter(
    game: RepeatedGame,
    *profile: Playable,
    breach: tuple[int, int] | None = None,
    rounds: int | None = None,
    seed: int = 0,
) -> Encounter:
    """Let strategies meet, and follow one world of it.

    Parameters
    ----------
    breach : tuple of int, optional
        A player and the round in which it steps aside.
    rounds : int, optional
        How many rounds are followed. By default as many as the game has; of an endless one 20, or
        as many as it takes to see what comes of the breach, and of the first thing that goes wrong
        in the first 100 rounds.
    """
    followed = profile if breach is None else with_breach(game, profile, *breach)
    if rounds is None:
        rounds = game.setting.rounds or _window(
            timeline(game, *followed, rounds=LOOKED, seed=seed), breach
        )
    told = replace(
        timeline(game, *followed, rounds=rounds, seed=seed), names=names_of(game, profile)
    )
    return Encounter(game, play(game, *profile, seed=seed), told, breach)


def _window(found: Timeline, breach: tuple[int, int] | None) -> int:
    """How many rounds it takes to see something happen, and what comes of it."""
    trembled = (found.postures != found.intended).any(axis=0)
    misread = (found.seen != found.postures).any(axis=(0, 1))
    wrong = np.flatnonzero(trembled | misread)[:1] + 1
    until: int = max(*wrong.tolist(), 0 if breach is None else breach[1], 0) + AFTER
    return max(ROUNDS, -(-until // TENS) * TENS)
