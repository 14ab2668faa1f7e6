"""Automata in a repeated game as one machine: its joint states, and what each player faces in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import UnsuitableGame
from negotiate.kernels.repeated.lasting.joint import Joint, joint_states
from negotiate.kernels.repeated.lasting.one_shot import Facing, facing, with_exit
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.strategies.registry import names_of, seated

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


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


def machine(game: RepeatedGame, profile: Sequence[Strategy | Automaton | str]) -> Machine:
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
            "`negotiate.repeated.lasting.public` certifies strategies that react to signals",
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
    return tuple(
        np.eye(n) if n == 1 else (1 - rate) * np.eye(n) + rate / (n - 1) * (1 - np.eye(n))
        for rate, n in zip(noise, game.stage.shape, strict=True)
    )


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
