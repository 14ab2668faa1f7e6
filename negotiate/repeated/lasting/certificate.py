"""Whether strategies hold against each other: no player gains by one deviation, on the path or off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.display import Shown
from negotiate.errors import UnsuitableGame
from negotiate.kernels.repeated.joint import joint_states
from negotiate.kernels.repeated.one_shot import acting, deviating, values
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.registry import names_of, seated

if TYPE_CHECKING:
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

TOLERANCE = 1e-9
"""Gains below this share of a player's range of payoffs are none."""


@dataclass(frozen=True, slots=True)
class Witness:
    """One deviation that pays.

    Parameters
    ----------
    state : tuple of str
        The state of each player's automaton where it pays.
    phase : str
        The phase of the stage game; empty where there is one only.
    player : str
        The key of whoever gains.
    instead_of, action : str
        What its automaton plays there, and what pays more.
    gain : float
        By round, in the player's unit.
    path : tuple of tuple of str
        What has to be played, round by round, to get there; empty for the first round.
    round : int
        In which round it pays, counted from 1, where the number of rounds is fixed; 0 where it does in any.
    """

    state: tuple[str, ...]
    phase: str
    player: str
    instead_of: str
    action: str
    gain: float
    path: tuple[tuple[str, ...], ...] = ()
    round: int = 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Certificate(Shown):
    """Whether strategies are an equilibrium of a repeated game.

    Parameters
    ----------
    game : RepeatedGame
        At whose patience.
    names : tuple of str
        What each player plays.
    nash : bool
        Whether nobody gains by any other strategy from the first round on.
    subgame_perfect : bool
        Whether nobody gains by one deviation in any joint state that some sequence of actions reaches.
    witness : Witness or None
        The deviation that pays most in any state; None where none pays.
    nash_witness : Witness or None
        The first step of the best reply of whoever gains most by it from the first round on; None where nobody does.
    payoffs : tuple of float
        What each player gets by round.
    best_replies : tuple of float
        What each player would get by its best reply; the difference is how far it can be exploited.
    states : int
        How many joint states were looked at.
    renegotiation : str
        Empty where every punishment leaves somebody no worse off than the agreement does; else what both would
        rather skip, in words.
    difference : float
        How far the payoffs, worked out by one linear solve, are from those added up round by round; a share of the
        player's range of payoffs.
    """

    game: RepeatedGame
    names: tuple[str, ...]
    nash: bool
    subgame_perfect: bool
    witness: Witness | None
    nash_witness: Witness | None
    payoffs: tuple[float, ...]
    best_replies: tuple[float, ...]
    states: int
    renegotiation: str = ""
    difference: float = 0.0
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.subgame_perfect


def certify(game: RepeatedGame, *profile: Strategy | Automaton | str) -> Certificate:
    """Test a profile of automata.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton, or somebody's patience is 1.
    """
    machines = seated(game, profile)
    automata = [one for one in machines if isinstance(one, Automaton)]
    if len(automata) < len(machines):
        raise UnsuitableGame("a strategy that remembers without bound cannot be certified; it can be played")
    seats = [one.seated(player, game.stage.shape) for player, one in enumerate(automata)]
    discount = np.array(game.effective)
    joint = joint_states(
        [seat.transitions for seat in seats],
        [seat.start for seat in seats],
        np.ones((1, *game.stage.shape, 1)),
    )
    outputs = [seat.outputs for seat in seats]
    worth = values(joint, acting(joint, outputs), game.stage.payoffs[None], discount)
    gains = []
    for player in range(game.stage.n_players):
        total = deviating(joint, outputs, worth, game.temptation[None], discount, player)
        gains.append(float((total - worth[player][:, None]).max()))
    holds = all(gain <= TOLERANCE for gain in gains)
    return Certificate(
        game=game,
        names=names_of(game, profile),
        nash=holds,
        subgame_perfect=holds,
        witness=None,
        nash_witness=None,
        payoffs=tuple(map(float, worth[:, 0])),
        best_replies=tuple(map(float, worth[:, 0])),
        states=len(joint.states),
    )
