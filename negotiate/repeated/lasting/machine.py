"""Automata in a repeated game as one machine: its joint states, where play leads, and what a step aside gains there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.game import RepeatedGame
from negotiate.repeated.kernels.chain import slips
from negotiate.repeated.kernels.margins import ROUNDING, TOLERANCE
from negotiate.repeated.kernels.one_shot import (
    NEVER,
    Facing,
    Joint,
    backward,
    facing,
    joint_states,
    reached_by,
    reached_ever,
    stepping,
    stepping_at,
    values,
    with_exit,
)
from negotiate.repeated.strategies.registry import names_of, seated
from negotiate.repeated.strategies.strategy import Playable


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A game's payoffs, each player's from 0 for its worst to 1 for its best, so that no unit matters.

    Parameters
    ----------
    low, span : ndarray, shape (players,)
        A payoff is low + span × what stands here.
    payoffs, tempting : ndarray, shape (phases, players, *actions)
    odds : ndarray, shape (phases, *actions, phases)
    outside : tuple of float
        What walking away brings each player by round; empty where nobody can.
    """

    low: FloatArray
    span: FloatArray
    payoffs: FloatArray
    tempting: FloatArray
    odds: FloatArray
    outside: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Machine:
    """A profile of automata in its game.

    Parameters
    ----------
    names : tuple of str
        What each player plays.
    automata, seats : tuple
        One a player.
    slips : tuple of ndarray, shape (actions, actions)
        How likely each player does one action where it means another.
    joint : Joint
        Its states; `faced`, `rewards` and `moves` have one more at the end where players can walk away.
    faced : tuple of Facing
        One a player.
    rewards : tuple of ndarray, shape (states,)
        What a round in each state is worth, by player.
    moves : ndarray, shape (states, states)
        How likely each state follows.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    automata: tuple[Automaton, ...]
    seats: tuple[Seated, ...]
    unit: Unit
    slips: tuple[FloatArray, ...]
    joint: Joint
    faced: tuple[Facing, ...]
    rewards: tuple[FloatArray, ...]
    moves: FloatArray

    def meant(self, player: int) -> FloatArray:
        """What a player's automaton means to do in each joint state, shape (states, own actions)."""
        return self.seats[player].outputs[self.joint.states[:, 1 + player]]

    def alone(self, player: int) -> tuple[Joint, Facing]:
        """What a player faces who is bound to no automaton: the phase and the states of all others."""
        own = np.ones((1, self.game.stage.shape[player]))
        free = Seated(own, np.zeros((1, *self.game.stage.shape), dtype=np.int64), 0)
        seats = [free if p == player else seat for p, seat in enumerate(self.seats)]
        joint = _joint(seats, self.unit)
        return joint, _faced(joint, seats, self.slips, self.unit, player)


def machine(game: RepeatedGame, profile: Sequence[Playable]) -> Machine:
    """The machine of a profile.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton, or actions are not seen.
    GameTooLarge
        If there are too many joint states.
    """
    if game.setting.signals is not None:
        raise UnsuitableGame(
            "strategies that react to what the others do cannot be certified where only signals are seen",
            "`negotiate.repeated.lasting.public_signals` certifies strategies that react to signals",
        )
    names, taken = names_of(game, tuple(profile)), seated(game, tuple(profile))
    automata = tuple(one for one in taken if isinstance(one, Automaton))
    if len(automata) < len(taken):
        learner = next(name for name, one in zip(names, taken, strict=True) if not isinstance(one, Automaton))
        raise UnsuitableGame(
            f"`{learner}` has unbounded memory, and only strategies with finitely many states can be certified",
            f"`--match` shows what `{learner}` earns",
        )
    seats = tuple(one.seated(player, game.stage.shape) for player, one in enumerate(automata))
    unit, slips = unit_of(game), slips_of(game)
    joint = _joint(seats, unit)
    faced = tuple(_faced(joint, seats, slips, unit, player) for player in range(game.stage.n_players))
    meant = [_padded(seat.outputs[joint.states[:, 1 + p]], bool(unit.outside)) for p, seat in enumerate(seats)]
    rewards = tuple((one.usual * own).sum(axis=1) for one, own in zip(faced, meant, strict=True))
    moves = np.einsum("sa,sat->st", meant[0], faced[0].later)
    return Machine(game, names, automata, seats, unit, slips, joint, faced, rewards, moves)


def unit_of(game: RepeatedGame) -> Unit:
    """The payoffs of a game from 0 to 1, phase by phase."""
    phases, outside = game.setting.phases, game.setting.outside
    payoffs = game.stage.payoffs[None] if phases is None else phases.payoffs
    tempting = game.temptation[None] if phases is None else phases.tempting
    odds = np.ones((1, *game.stage.shape, 1)) if phases is None else phases.odds
    each = np.moveaxis(np.stack([payoffs, tempting]), 2, 0).reshape(game.stage.n_players, -1)
    if outside:
        each = np.column_stack([each, outside])
    low = each.min(axis=1)
    span = each.max(axis=1) - low
    span[span == 0] = 1.0
    axes = (-1, *(1,) * game.stage.n_players)
    scaled = [(table - low.reshape(axes)) / span.reshape(axes) for table in (payoffs, tempting)]
    return Unit(low, span, scaled[0], scaled[1], odds, tuple((np.array(outside) - low) / span) if outside else ())


def slips_of(game: RepeatedGame) -> tuple[FloatArray, ...]:
    """How likely each player does each action where it means another."""
    noise = game.setting.noise or (0.0,) * game.stage.n_players
    return tuple(slips(n, rate) for rate, n in zip(noise, game.stage.shape, strict=True))


def _joint(seats: Sequence[Seated], unit: Unit) -> Joint:
    return joint_states([seat.transitions for seat in seats], [seat.start for seat in seats], unit.odds)


def _faced(joint: Joint, seats: Sequence[Seated], slips: Sequence[FloatArray], unit: Unit, player: int) -> Facing:
    outputs = [seat.outputs for seat in seats]
    found = facing(joint, outputs, slips, unit.payoffs[:, player], unit.tempting[:, player], player)
    return with_exit(found, unit.outside[player]) if unit.outside else found


def _padded(meant: FloatArray, leaving: bool) -> FloatArray:
    """With the action to walk away, which automata never take, and the state in which all is over."""
    if not leaving:
        return meant
    found = np.pad(meant, ((0, 1), (0, 1)))
    found[-1, -1] = 1
    return found


def on_path(found: Machine) -> BoolArray:
    """Which joint states play leads to in each round, shape (rounds, states); one row for all without an end.

    Whatever hands that tremble may do is on the path.
    """
    rounds, kept = found.game.setting.rounds, followed(found) < NEVER
    return reached_ever(found.joint, kept)[None] if rounds is None else reached_by(found.joint, rounds, kept)


def minded(found: Machine, player: int) -> BoolArray:
    """What of the path a player minds: all of it, or the first round alone if it has no patience."""
    path = on_path(found)
    if not found.game.effective[player]:
        path[1:], path[:, 1:] = False, False
    return path


def alone_states(found: Machine, player: int, alone: Joint) -> IntArray:
    """For each joint state, which state of what the player faces alone it is part of."""
    kept = np.delete(found.joint.states, 1 + player, axis=1)
    place = {tuple(row): number for number, row in enumerate(np.delete(alone.states, 1 + player, axis=1).tolist())}
    return np.array([place[tuple(row)] for row in kept.tolist()], dtype=np.int64)


def intended(found: Machine, state: int) -> tuple[str, ...]:
    """What each player's automaton plays in a joint state, the labels of all that it draws lots over."""
    played = [found.meant(player)[state] > 0 for player in range(len(found.seats))]
    labels = [[one.label for one in own] for own in found.game.stage.strategies]
    return tuple(
        " or ".join(label for label, meant in zip(of, row, strict=False) if meant)
        for of, row in zip(labels, played, strict=True)
    )


def strayed(found: Machine) -> IntArray:
    """How many players do what they do not mean to, by joint state and combination of actions."""
    return _counted(found.joint, [found.meant(p) == 0 for p in range(len(found.seats))])


def followed(found: Machine) -> IntArray:
    """The same, where what nobody's hand would do is not allowed."""
    never = [found.meant(p) @ found.slips[p] == 0 for p in range(len(found.seats))]
    return np.where(_counted(found.joint, never) > 0, NEVER, strayed(found))


def _counted(joint: Joint, marks: list[BoolArray]) -> IntArray:
    found = np.zeros((len(joint.states),) + (1,) * len(marks), dtype=np.int64)
    for player, marked in enumerate(marks):
        axes = [len(joint.states)] + [1] * len(marks)
        axes[1 + player] = marked.shape[1]
        found = found + marked.reshape(axes)
    return found


ROUNDS_LIMIT = 5_000_000
"""Entries of the table over rounds, joint states and a player's actions: a few seconds, and 300 MB."""

ROUND_COSTS = 100
"""A round costs as much time as so many of these entries, however few it has."""

CHECKED = 100_000_000
"""Multiplications spent on adding payoffs up round by round."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """What everybody gets, and gains, in each round and joint state; one row stands for all rounds without an end.

    Parameters
    ----------
    worth : ndarray, shape (players, rounds, states)
        By round, in a unit in which a player's payoffs range over 1.
    gains : tuple of ndarray, shape (rounds, states, own actions)
        What each action gains over the automaton's own play, one array a player.
    reached : ndarray of bool, shape (rounds, states)
        Where some play leads.
    slack : tuple of float
        Gains that are none, by player.
    """

    worth: FloatArray
    gains: tuple[FloatArray, ...]
    reached: BoolArray
    slack: tuple[float, ...]


def weight(discount: float, rounds: int | None) -> float:
    """How many rounds of today all rounds together count for.

    Raises
    ------
    UnsuitableGame
        If they count without bound.
    """
    if rounds is not None:
        return float(rounds) if discount == 1 else (1 - discount**rounds) / (1 - discount)
    if discount == 1:
        raise UnsuitableGame(
            "with a discount factor of 1 and no last round, one deviation costs nothing, so nothing can be certified",
            "take a discount factor just below 1 (`--patience 0.99`), a chance that each round is the last, or a fixed "
            "number of rounds",
        )
    return 1 / (1 - discount)


def one_step(found: Machine) -> Steps:
    """Every step aside from a profile of automata.

    Raises
    ------
    UnsuitableGame
        If a discount factor is 1 and the rounds have no end.
    GameTooLarge
        If there are too many rounds.
    """
    rounds, factors = found.game.setting.rounds, found.game.effective
    slack = tuple(TOLERANCE / weight(factor, rounds) + ROUNDING for factor in factors)
    states = len(found.joint.states)
    if rounds is None:
        reached = np.ones((1, states), dtype=bool)
        each = [_endless(found, player, factor) for player, factor in enumerate(factors)]
    else:
        fits(found, rounds)
        reached = reached_by(found.joint, rounds)
        each = [_ending(found, player, factor, rounds) for player, factor in enumerate(factors)]
    worth = np.stack([one[0][:, :states] for one in each])
    return Steps(worth, tuple(one[1][:, :states] for one in each), reached, slack)


def fits(found: Machine, rounds: int) -> None:
    """Refuse more rounds than can be laid out."""
    size = ROUND_COSTS + max(one.best.size for one in found.faced)
    if rounds * size > ROUNDS_LIMIT:
        hint = "ask for fewer rounds, or for a chance that each is the last"
        raise GameTooLarge("rounds to look back through", rounds, ROUNDS_LIMIT // size, hint)


def _endless(found: Machine, player: int, factor: float) -> tuple[FloatArray, FloatArray]:
    discounts = np.array([factor])
    worth = values(found.rewards[player], found.moves, discounts)
    return worth, stepping(found.faced[player], worth, discounts) - worth[..., None]


def _ending(found: Machine, player: int, factor: float, rounds: int) -> tuple[FloatArray, FloatArray]:
    discounts = np.array([factor])
    sums = backward(found.rewards[player], found.moves, discounts, rounds)
    gains = stepping_at(found.faced[player], sums, discounts)[0] - sums[0, :-1, :, None]
    whole = weight(factor, rounds)
    return sums[0, :-1] / whole, gains / whole


def added_up(found: Machine, steps: Steps) -> float:
    """How far the worth of the start is from the payoffs of the path, followed forwards and added up round by round.

    What is left after as many rounds as are followed is taken from `steps`.
    """
    states = len(found.joint.states)
    moves, rounds = found.moves[:states, :states], found.game.setting.rounds
    most = max(16, CHECKED // states**2)
    off = 0.0
    for player, factor in enumerate(found.game.effective):
        share = 1 / weight(factor, rounds)
        count = min(most, 2_000 if rounds is None else rounds)
        total, odds, counts = 0.0, np.eye(1, states)[0], share
        for _ in range(count):
            total += counts * float(odds @ found.rewards[player][:states])
            odds, counts = odds @ moves, counts * factor
            if counts < ROUNDING * share:
                break
        if rounds is None or count < rounds:
            rest = steps.worth[player][0 if rounds is None else count]
            total += counts / share * float(odds @ rest)
        off = max(off, abs(total - float(steps.worth[player, 0, 0])))
    return off
