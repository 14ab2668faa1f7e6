"""What talks by offers in turn come to, as a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from negotiate.display import Shown

if TYPE_CHECKING:
    from negotiate.bargaining.problem import BargainingProblem

Over = Literal["pie", "packages", "lotteries", "curve"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one player proposes, and what comes of it.

    Parameters
    ----------
    player : int
        Who proposes.
    payoffs : tuple of float
        What each gets, from this round on.
    least : tuple of float
        The least that each other player accepts; for the proposer, what a refusal would leave it.
    packages : tuple of int
        Equally good proposals, or the packages that lots are drawn between; empty where not packages are shared.
    odds : tuple of float
        The probability of each where lots are drawn.
    accepted : bool
        Whether they agree in this round.
    """

    player: int
    payoffs: tuple[float, ...]
    least: tuple[float, ...]
    packages: tuple[int, ...] = ()
    odds: tuple[float, ...] = ()
    accepted: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class AlternatingOffers(Shown):
    """Talks in which offers are made in turn, solved.

    Parameters
    ----------
    players, keys, units : tuple of str
        Who talks, in the order in which they propose; units are empty where nobody says.
    patience : tuple of float
        What a gain of the next round is worth today.
    risk : float
        The probability that a refusal ends the talks.
    disagreement : tuple of float
        What each gets if they never agree; gains over it are what waiting makes smaller.
    over : {'pie', 'packages', 'lotteries', 'curve'}
        What is shared.
    rounds : int or None
        How many offers can be made; None where there is no last one.
    opened : tuple of tuple of Proposal
        For each player, the proposals if it opens the talks. With a last round: one a round, in order. Without: what it
        proposes in every play that is told, the best play for the first player first; empty where nothing can be agreed
        on.
    unique : bool
        Whether no other subgame-perfect play gives anybody another payoff.
    regret : float
        The most that one departure gains, as a share of the most that its player can get.
    problem : BargainingProblem or None
        The table that packages are on; None for a pie.
    notes : tuple of str
        What a reader has to know besides, as sentences.
    """

    players: tuple[str, ...]
    keys: tuple[str, ...]
    units: tuple[str, ...]
    patience: tuple[float, ...]
    risk: float
    disagreement: tuple[float, ...]
    over: Over
    rounds: int | None
    opened: tuple[tuple[Proposal, ...], ...]
    unique: bool
    regret: float
    problem: BargainingProblem | None = None
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The scenario's."""
        return "" if self.problem is None else self.problem.title

    def package(self, index: int) -> dict[str, str]:
        """Issue → option of a package that is proposed."""
        return {} if self.problem is None else self.problem.package(index)

    @property
    def payoffs(self) -> tuple[float, ...]:
        """What each gets if the first player opens; the disagreement point where nothing can be agreed on."""
        return self.opened[0][0].payoffs if self.opened[0] else self.disagreement

    @property
    def agreement(self) -> bool:
        """Whether they agree on anything, in the first round or later."""
        return any(proposal.accepted for proposal in self.opened[0])

    def __repr__(self) -> str:
        return f"<AlternatingOffers: {', '.join(f'{x:.6g}' for x in self.payoffs)}>"


@dataclass(frozen=True, slots=True)
class Setting:
    """Who shares what, for the answer's words."""

    players: tuple[str, ...]
    keys: tuple[str, ...]
    units: tuple[str, ...]
    disagreement: tuple[float, ...]
    over: Over
    problem: BargainingProblem | None = None
