"""Critical discount factors: those for which strategies hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from negotiate.errors import UnknownConcept
from negotiate.kernels.repeated.lasting.margins import SAME, Intervals, candidates, intervals, pieces, probes
from negotiate.repeated.game import Concept
from negotiate.repeated.lasting.constraints import other_plans, steps_aside
from negotiate.repeated.lasting.machine import Machine, machine

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

CONCEPTS: tuple[Concept, ...] = get_args(Concept)
"""What strategies can be asked to be."""


class CriticalDiscount(tuple[tuple[float, float], ...]):
    """For which common discount factors strategies hold, and for which of each player.

    The tuple itself is the intervals for a factor that all players share. A player's constraints mind its own factor
    alone, so with unequal factors the strategies hold where each factor lies in its player's intervals.

    Attributes
    ----------
    by_player : tuple of Intervals
        One a player.
    binding : int or None
        The player who needs the highest factor, of several the first; None where the strategies hold for no common
        factor, or however low it is.
    """

    by_player: tuple[Intervals, ...]
    binding: int | None

    def __new__(cls, intervals: Intervals, by_player: tuple[Intervals, ...], binding: int | None) -> CriticalDiscount:
        """Intervals with what there is to say beside them."""
        made = super().__new__(cls, intervals)
        made.by_player = by_player
        made.binding = binding
        return made


def critical_discount(
    game: RepeatedGame, *profile: Strategy | Automaton | str, concept: Concept = "subgame-perfect"
) -> CriticalDiscount:
    """The discount factors between 0 and 1 for which a profile of automata holds.

    Parameters
    ----------
    game : RepeatedGame
        Its own discount factors do not matter; everything else of its setting does.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.
    concept : {'subgame-perfect', 'nash'}
        Whether no step aside may pay in any joint state that any play reaches, or no other plan from the first round.

    Raises
    ------
    UnknownConcept
        If there is no such concept.
    UnsuitableGame
        If a strategy is no automaton, or actions are not seen.
    GameTooLarge
        If there are too many joint states.

    Examples
    --------
    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> game = RepeatedGame(dilemma, 0.9)
    >>> game.critical_discount("grim")
    ((0.5, 1.0),)
    >>> [(round(low, 9), high) for low, high in game.critical_discount("tit_for_tat", concept="nash")]
    [(0.666666667, 1.0)]
    >>> game.critical_discount("tit_for_tat")
    ()
    """
    if concept not in CONCEPTS:
        raise UnknownConcept(
            f"there is no concept `{concept}` here", f"choose {' or '.join(f'`{one}`' for one in CONCEPTS)}"
        )
    found = machine(game, profile)
    survives = 1 - game.setting.ends
    by_player = []
    for player in range(game.stage.n_players):
        held = _held(found, player) if concept == "subgame-perfect" else _best(found, player)
        by_player.append(tuple((low / survives, min(high / survives, 1.0)) for low, high in held if low < survives))
    common = _common(by_player)
    return CriticalDiscount(common, tuple(by_player), _binding(common, by_player))


def _held(found: Machine, player: int) -> Intervals:
    """For which of a player's factors no step aside of its pays anywhere."""
    steps, cut = steps_aside(found, player), pieces()
    tested = probes(candidates(steps(cut.nodes), cut))
    greatest = steps(np.concatenate([tested.points, tested.between])).max(axis=1)
    return intervals(tested, greatest[: len(tested.points)], greatest[len(tested.points) :])


def _best(found: Machine, player: int) -> Intervals:
    """For which of a player's factors no other plan of its pays anywhere on the path.

    The plans that gain most at a factor of 0, or at a node of a piece, are compared with the automaton at all factors;
    where another plan turns out to gain more at a factor that is tested, it joins them, until none does.
    """
    plans, cut = other_plans(found, player), pieces()
    plans.most(np.append(0.0, cut.nodes))
    while True:
        known = len(plans.partings)
        tested = probes(candidates(plans(cut.nodes), cut))
        greatest = plans.most(np.concatenate([tested.points, tested.between]))
        if len(plans.partings) == known:
            return intervals(tested, greatest[: len(tested.points)], greatest[len(tested.points) :])


def _common(by_player: list[Intervals]) -> Intervals:
    """The factors that lie in an interval of every player; ends that differ by rounding meet."""
    found = by_player[0]
    for others in by_player[1:]:
        meets = [(max(a[0], b[0]), min(a[1], b[1])) for a in found for b in others]
        found = tuple((low, max(low, high)) for low, high in meets if low <= high + SAME)
    return found


def _binding(common: Intervals, by_player: list[Intervals]) -> int | None:
    """Whose constraint the least common factor meets; of several players the first."""
    if not common or common[0][0] == 0:
        return None
    apart = [min(abs(low - common[0][0]) for low, _ in held) for held in by_player]
    return int(np.argmin(np.array(apart) > SAME))
