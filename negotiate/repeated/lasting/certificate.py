"""Whether strategies hold against each other: no player gains by one deviation, on the path or off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negotiate.display import Shown
from negotiate.repeated.lasting.machine import machine
from negotiate.repeated.lasting.one_step import added_up, one_step
from negotiate.repeated.lasting.renegotiation import Renegotiation, renegotiation
from negotiate.repeated.lasting.replies import answer
from negotiate.repeated.lasting.witness import Witness, first_step, greatest

if TYPE_CHECKING:
    from negotiate.repeated.automaton import Automaton
    from negotiate.repeated.game import RepeatedGame
    from negotiate.repeated.strategies.strategy import Strategy

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
