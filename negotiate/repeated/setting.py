"""Under which conditions a stage game is played again: what is seen, when it ends, who may leave, what changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """Stage games that follow upon each other: what is played in one phase decides which phase comes next.

    Parameters
    ----------
    names : tuple of str
        The first is where play starts.
    payoffs : ndarray, shape (phases, players, *actions)
        What each combination of actions is worth in each phase.
    odds : ndarray, shape (phases, *actions, phases)
        With which probability each phase follows.
    tempting : ndarray, shape (phases, players, *actions)
        See `RepeatedGame.tempting`.
    """

    names: tuple[str, ...]
    payoffs: FloatArray
    odds: FloatArray
    tempting: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Public signals: nobody sees what the others do, and all see the same sign of it.

    Parameters
    ----------
    names : tuple of str
        What can be seen.
    odds : ndarray, shape (*actions, signals)
        With which probability each signal follows a combination of actions.
    """

    names: tuple[str, ...]
    odds: FloatArray


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything about a repeated game beside its stage game and how patient the players are.

    Parameters
    ----------
    noise : tuple of float
        For each player, how likely its hand trembles in a round: it then plays one of its other actions, each as
        likely, and everybody, itself included, sees what it really did. Empty for never.
    misread : tuple of float
        For each player, how likely it misreads what one other player did in a round: it then sees one of that
        player's other actions, each as likely. Nobody else knows. Empty for never.
    rounds : int or None
        How many rounds there are, known to all; None for a game without a fixed end.
    ends : float
        How likely each round is the last, if there is no fixed end. It counts like impatience: a round later is worth
        patience × (1 - ends).
    outside : tuple of float
        What each player gets in every round once somebody has walked away for good; empty where nobody can.
    phases : Phases or None
        None where every round has the same payoffs.
    signals : Signals or None
        None where actions are seen.
    period : str
        What a round is: "a year".
    """

    noise: tuple[float, ...] = ()
    misread: tuple[float, ...] = ()
    rounds: int | None = None
    ends: float = 0.0
    outside: tuple[float, ...] = ()
    phases: Phases | None = None
    signals: Signals | None = None
    period: str = "a round"
