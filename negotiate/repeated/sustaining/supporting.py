"""A machine that supports a chosen payoff: what all play in each state, and where it and a breach of it lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.display import Shown
from negotiate.errors import DidNotConverge, OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.sustaining.grounds import everything, left_aside, numbers
from negotiate.repeated.sustaining.machine import LEFT, margins_of, supporting_machine, worth_of
from negotiate.repeated.sustaining.payoff_set import AGREED, equilibria, played

if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiate.repeated.game import RepeatedGame

UNNAMED = {LEFT: "a player has walked away", AGREED: "the agreement, with what the players decide together"}
"""What is said of a state in which no option of any player is named."""
SHARP = 1e-8
"""How far the set of equilibrium payoffs may reach beyond the true one, where discount factors differ."""
LOOSE = 1e-6
"""Of a player's range of payoffs: less than this is rounding, where discount factors are just enough."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Supporting(Shown):
    """A subgame-perfect equilibrium whose payoff is the chosen point, as one machine that all players watch.

    Parameters
    ----------
    game : RepeatedGame
        What is played again.
    stage : NormalFormGame
        In which the actions of `profiles` are counted: everything that players can do.
    point : ndarray, shape (players,)
        What each gets by round.
    start : ndarray, shape (states,)
        With which probability a public lottery picks each first state; a single 1 where there is nothing to draw.
    profiles : ndarray of int, shape (states, players)
        What each plays in each state; a row of -1 once a player has walked away, and of -2 for the agreement with
        what it sets together.
    leads : ndarray, shape (states, states)
        With which probability each state follows where no player deviates.
    punishing : tuple of int
        To which state a breach by each player alone leads.
    values : ndarray, shape (states, players)
        What each state is worth by round, from then on.
    margins : ndarray, shape (states, players)
        What each player would lose by its best deviation there; none is below 0.
    notes : tuple of str
        What the answer leaves aside.
    """

    game: RepeatedGame
    stage: NormalFormGame
    point: FloatArray
    start: FloatArray
    profiles: IntArray
    leads: FloatArray
    punishing: tuple[int, ...]
    values: FloatArray
    margins: FloatArray
    notes: tuple[str, ...] = ()

    @property
    def plays(self) -> tuple[tuple[str, ...] | str, ...]:
        """What each player does in each state, or in one text what is no combination of options."""
        return tuple(self._played(row) for row in self.profiles.tolist())

    def _played(self, row: list[int]) -> tuple[str, ...] | str:
        if row[0] in UNNAMED:
            return UNNAMED[row[0]]
        return tuple(own[k].label for own, k in zip(self.stage.strategies, row, strict=True))

    @property
    def drawn(self) -> bool:
        """Whether a public lottery is needed anywhere."""
        return bool(((self.leads > 0) & (self.leads < 1)).any() or self.start.max() < 1)

    def automata(self) -> tuple[Automaton, ...]:
        """The machine as one automaton a player, each with all of its states.

        Raises
        ------
        UnsuitableGame
            If a lottery is drawn, or the machine walks away or leaves the postures of the game.
        """
        if self.drawn:
            raise UnsuitableGame("an equilibrium with a public lottery is not a profile of automata")
        if (self.profiles < 0).any() or self.stage is not self.game.stage:
            raise UnsuitableGame("the equilibrium uses options that are not postures of the game")
        follows = np.stack([self._seen(state) for state in range(len(self.profiles))])
        first = int(self.start.argmax())
        seats = range(self.profiles.shape[1])
        return tuple(Automaton(self.profiles[:, p], np.moveaxis(follows, 1 + p, 1), first) for p in seats)

    def _seen(self, state: int) -> IntArray:
        """Where each combination of actions leads from a state: a breach by several at once is overlooked."""
        found = np.full(self.stage.shape, int(self.leads[state].argmax()))
        for player, after in enumerate(self.punishing):
            place: list[int | slice] = [int(action) for action in self.profiles[state]]
            place[player] = slice(None)
            found[tuple(place)] = after
        found[tuple(self.profiles[state])] = int(self.leads[state].argmax())
        return found


def supporting(game: RepeatedGame, point: Sequence[float]) -> Supporting:
    """A machine that supports a point of the set of equilibrium payoffs.

    What it plays on the path is as simple as can be: one combination for ever if one gives the point, else a corner of
    the set, else a lottery over corners. A breach leads to the corner that is worst for the deviator. Every state
    is checked: nobody gains by one deviation.

    Parameters
    ----------
    game : RepeatedGame
        Of two players.
    point : sequence of float
        What each player is to get by round. With unequal discount factors the machine may give a little less or more.

    Raises
    ------
    OutOfRange
        If no equilibrium in pure actions gives this, or it is not one number of each player.
    UnsuitableGame
        Where there is no such set (see `payoff_set`), or a discount factor is 1.
    DidNotConverge
        If the machine that was found does not hold, which can happen where discount factors differ and are just enough.

    References
    ----------
    Abreu, D., Pearce, D. and Stacchetti, E. (1990). Toward a Theory of Discounted Repeated Games with Imperfect
    Monitoring. Econometrica 58: what follows a corner is again in the set.

    Examples
    --------
    >>> from negotiate import NormalFormGame
    >>> from negotiate.repeated.game import RepeatedGame
    >>> dilemma = RepeatedGame(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.5)
    >>> supporting(dilemma, (3, 3)).profiles.tolist()
    [[1, 1], [0, 0]]
    """
    basis, target = played(game), numbers(game, "point", point)
    machine = supporting_machine(game, basis, equilibria(game, basis, SHARP), target)
    if machine is None:
        raise _given_by_none(game, target)
    values = worth_of(game, machine)
    margins = margins_of(game, machine, values)
    if (margins < -LOOSE * basis.width).any():
        raise DidNotConverge("the automaton that supports a payoff", 1, float(-margins.min()), LOOSE)
    return Supporting(
        game=game,
        stage=everything(game),
        point=machine.start @ values,
        start=machine.start,
        profiles=machine.profiles,
        leads=machine.leads,
        punishing=machine.punishing,
        values=values,
        margins=margins,
        notes=left_aside(game),
    )


def _given_by_none(game: RepeatedGame, point: FloatArray) -> OutOfRange:
    """What is said of a point that no equilibrium gives."""
    hint = "choose a point of the game's payoff set"
    if game.effective[0] != game.effective[1]:
        hint += (
            "; as the discount factors differ, its corners may lie a little too far out, so take a point further inside"
        )
    return OutOfRange(f"no equilibrium gives ({', '.join(f'{x:g}' for x in point)})", hint)
