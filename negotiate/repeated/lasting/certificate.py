"""Whether strategies hold against each other: no player gains by one deviation, on the path or off it.

Whether players would rather forget a punishment than carry it out.

References
----------
Farrell, J., and E. Maskin (1989). Renegotiation in Repeated Games. Games and Economic Behavior 1. A profile is weakly
renegotiation-proof if none of its continuations is better for everybody than another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.repeated.kernels.margins import TOLERANCE
from negotiate.repeated.lasting.best_reply import Witness, answer, first_step, greatest
from negotiate.repeated.lasting.machine import Machine, Steps, added_up, intended, machine, one_step

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Renegotiation:
    """A punishment that all players would rather end, and how they would rather go on.

    Parameters
    ----------
    phase : str
        In which phase of the stage game; empty where there is one only.
    postures, onward : tuple of str
        What each player would play next, and what it would play if they ended the punishment.
    worth, instead : tuple of float
        What each player gets by round from there on, and what it would get otherwise.
    start : bool
        Whether to go on otherwise is to start again.
    """

    phase: str
    postures: tuple[str, ...]
    worth: tuple[float, ...]
    start: bool
    onward: tuple[str, ...]
    instead: tuple[float, ...]


def skipped(found: Machine, steps: Steps) -> tuple[int, int] | None:
    """Two joint states of one phase, the first worse for everybody than the second; None where there are none.

    Of several pairs the one that is worst for who loses least by it.
    """
    worth, phases = steps.worth[:, 0], found.joint.states[:, 0]
    worst: tuple[float, int, int] = (0.0, -1, -1)
    for phase in np.unique(phases):
        rows = np.flatnonzero(phases == phase)
        for row in rows.tolist():
            ahead = (worth[:, rows] - worth[:, [row]]).min(axis=0)
            best = int(np.flatnonzero(ahead >= ahead.max() - TOLERANCE)[0])
            if ahead[best] > worst[0] + TOLERANCE:
                worst = (float(ahead[best]), row, int(rows[best]))
    return None if worst[1] < 0 else worst[1:]


def renegotiation(found: Machine, steps: Steps) -> Renegotiation | None:
    """What everybody would rather forget; None where there is nothing of the kind."""
    pair = skipped(found, steps)
    if pair is None:
        return None
    worse, better = pair
    phases = found.game.setting.phases
    return Renegotiation(
        phase="" if phases is None else phases.names[int(found.joint.states[worse, 0])],
        postures=intended(found, worse),
        worth=_worth(found, steps, worse),
        start=better == 0,
        onward=intended(found, better),
        instead=_worth(found, steps, better),
    )


def _worth(found: Machine, steps: Steps, state: int) -> tuple[float, ...]:
    """What each gets by round from a joint state on; what rounding leaves of nothing is nothing."""
    worth: FloatArray = found.unit.low + found.unit.span * steps.worth[:, 0, state]
    return tuple(np.where(np.abs(worth) <= TOLERANCE * found.unit.span, 0.0, worth).tolist())


__all__ = ["Certificate", "Renegotiation", "Witness", "certify"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Certificate(Shown):
    """Whether strategies are an equilibrium of a repeated game.

    Parameters
    ----------
    game : RepeatedGame
        At whose discount factors.
    names : tuple of str
        What each player plays.
    nash : bool
        Whether no player gains by any other strategy, as long as the others keep to theirs. A late gain counts as it
        does then, however little it is worth seen from the first round.
    subgame_perfect : bool
        Whether no player gains by one deviation in any joint state that some sequence of actions reaches.
    witness : Witness or None
        The deviation that pays most in any state; None where none pays.
    nash_witness : Witness or None
        Where the best reply that gains most first leaves its automaton; None where no player gains. The gain is counted
        from there on.
    payoffs : tuple of float
        What each player gets by round.
    best_replies : tuple of float
        What each player would get by its best reply; the difference is how far it can be exploited.
    states : int
        How many joint states were looked at.
    renegotiation : Renegotiation or None
        A punishment that all players would rather end; None where every punishment leaves some player no worse off than
        what came before, or there is a fixed end.
    difference : float
        How far the payoffs, worked out by one linear solve, are from those added up round by round; a share of the
        player's range of payoffs.
    notes : tuple of str
        What a reader must know of the test, one sentence each.
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
    renegotiation: Renegotiation | None = None
    difference: float = 0.0
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.subgame_perfect

    def __repr__(self) -> str:
        verdict = "subgame perfect" if self.subgame_perfect else "Nash" if self.nash else "no equilibrium"
        return f"<Certificate of {' against '.join(self.names)}: {verdict}>"


def certify(game: RepeatedGame, *profile: Strategy | Automaton | str) -> Certificate:
    """Test a profile of automata.

    Parameters
    ----------
    game : RepeatedGame
        With its phases, trembling hands, fixed end and outside option. Where players misread each other it is tested
        as if they did not, and a note says so: nobody knows then in which state the others are.
    *profile : Strategy, Automaton or str
        One a player, or one for all; by default what the file says, else grim.

    Raises
    ------
    UnsuitableGame
        If a strategy is no automaton, actions are not seen, or a discount factor is 1 and there is no end.
    GameTooLarge
        If there are too many joint states.

    References
    ----------
    Mailath, G. J., and L. Samuelson (2006). Repeated Games and Reputations. Oxford University Press. Proposition 2.4.1.

    Examples
    --------
    Two who overlook their own slips would feud after one, and so one of them would rather let it pass:

    >>> from negotiate import NormalFormGame, RepeatedGame
    >>> dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]], labels=[["C", "D"], ["C", "D"]])
    >>> game = RepeatedGame(dilemma, 0.75)
    >>> game.certify("grim").subgame_perfect
    True
    >>> found = game.certify("grudger")
    >>> found.nash, found.subgame_perfect
    (True, False)
    >>> found.witness.state, found.witness.instead_of, found.witness.action, found.witness.path
    (('calm', 'war'), 'C', 'D', (('D', 'C'),))
    """
    found = machine(game, profile)
    steps = one_step(found)
    answers = [answer(found, steps, player) for player in range(len(found.seats))]
    witness, nash_witness = greatest(found, steps), first_step(found, steps, answers)
    low, span = found.unit.low, found.unit.span
    return Certificate(
        game=game,
        names=found.names,
        nash=nash_witness is None,
        subgame_perfect=witness is None,
        witness=witness,
        nash_witness=nash_witness,
        payoffs=tuple((low + span * steps.worth[:, 0, 0]).tolist()),
        best_replies=tuple((low + span * np.array([one.worth[0, 0] for one in answers])).tolist()),
        states=len(found.joint.states),
        renegotiation=renegotiation(found, steps) if game.setting.rounds is None else None,
        difference=added_up(found, steps),
        notes=_notes(game),
    )


def _notes(game: RepeatedGame) -> tuple[str, ...]:
    if not any(game.setting.misread):
        return ()
    why = "a player who misreads another does not know the other's state"
    return (f"the test assumes that no player misreads another, because {why}",)
