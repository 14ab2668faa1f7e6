"""What is found about the threats of a negotiation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from negotiate.display import Shown
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame


@dataclass(frozen=True, slots=True)
class TermGap:
    """One labelled term of the threatening player's payoff.

    Parameters
    ----------
    term : str
        Its label.
    carried_out, backed_down : float
        Its expected value after carrying out, and after backing down.
    """

    term: str
    carried_out: float
    backed_down: float

    @property
    def amount(self) -> float:
        """By how much carrying out is better in this term."""
        return self.carried_out - self.backed_down


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """One place in the tree where a threat is carried out or dropped.

    Parameters
    ----------
    node : int
        The place.
    announced : str
        What had been announced; empty for a threat that no move announces.
    after : tuple of str
        What others and chance did in between, or all that was done where nothing is announced.
    carrying_out, backing_down : str
        The best action that carries the threat out, and the best that does not.
    carried_out, backed_down : float
        What each is worth to the threatening player, given what everybody does from there on.
    cost_today : float
        What the file's own terms that look at this move take off for backing down.
    odds : float
        With what probability chance lets it come to this place after the announcement, if the players do their part.
    terms : tuple of TermGap
        The terms that differ, the largest difference first; empty where the game does not know its terms.
    """

    node: int
    announced: str
    after: tuple[str, ...]
    carrying_out: str
    backing_down: str
    carried_out: float
    backed_down: float
    cost_today: float = 0.0
    odds: float = 1.0
    terms: tuple[TermGap, ...] = ()

    @property
    def missing(self) -> float:
        """How much more backing down would have to cost for carrying out to be as good; negative where it is better."""
        return self.backed_down - self.carried_out

    @property
    def optimal(self) -> bool:
        """Whether carrying out is at least as good as backing down."""
        return self.missing <= 0

    @property
    def threshold(self) -> float:
        """The whole cost of backing down from which on carrying out is optimal."""
        return self.cost_today + self.missing


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A range of costs of backing down over which play comes to the same endings.

    Parameters
    ----------
    low, high : float
        The range, as a cost beside today's: 0 is today.
    equilibrium : TreeEquilibrium
        Play at the end of the range that is nearest to today's cost.
    payoffs : tuple of float
        What play is worth to each player anywhere in the range; not a number for the threatening player where its
        payoff changes with the cost, because play comes to backing down.
    """

    low: float
    high: float
    equilibrium: TreeEquilibrium
    payoffs: tuple[float, ...]

    @property
    def varies(self) -> bool:
        """Whether the threatening player's payoff changes with the cost."""
        return any(map(isnan, self.payoffs))


@dataclass(frozen=True, slots=True)
class Price:
    """What one announcement does to another player that does not give in to it.

    Parameters
    ----------
    announced : str
        What was announced.
    player : int
        Who answers.
    action : str
        The best answer that does not give in, as things are.
    never, today, bound : float
        What that answer is worth to the player if the threat is never carried out, as things are, and if it always is.
    """

    announced: str
    player: int
    action: str
    never: float
    today: float
    bound: float

    @property
    def cost_of_defying(self) -> float:
        """How much less that answer is worth to the player as things are than if the threat were never carried out."""
        return self.never - self.today


@dataclass(frozen=True, slots=True, eq=False)
class Threat:
    """One threat of a negotiation, and whether it is believed.

    Parameters
    ----------
    player : int
        Who threatens.
    announced_at : str
        The move that announces it; empty where none does.
    move : str
        The move that carries it out or drops it.
    issue : str
        What it is about; empty where no move announces it.
    places : tuple of FollowThrough
        Every place where it can be carried out.
    stages : tuple of Stage
        From the lowest cost of backing down to the highest; one of them holds 0, which is today.
    today, bound, never : TreeEquilibrium
        Play as things are, with the threat always carried out, and with nobody able to carry it out.
    prices : tuple of Price
        For each announcement and each player that answers it.
    parameter : str
        The parameter that is the cost of backing down; empty where the file has none.
    complete : bool
        False where there are more stages than were followed.
    """

    player: int
    announced_at: str
    move: str
    issue: str
    places: tuple[FollowThrough, ...]
    stages: tuple[Stage, ...]
    today: TreeEquilibrium
    bound: TreeEquilibrium
    never: TreeEquilibrium
    prices: tuple[Price, ...] = ()
    parameter: str = ""
    complete: bool = True

    @property
    def worth_of_binding(self) -> tuple[float, ...]:
        """What each player gains if announcements bind their maker."""
        return tuple(b - t for b, t in zip(self.bound.payoffs, self.today.payoffs, strict=True))

    @property
    def cost_today(self) -> float | None:
        """What backing down costs today, where that is the same everywhere."""
        found = {round(place.cost_today, 9) for place in self.places}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The threats of one tree.

    Parameters
    ----------
    types : Mapping[str, str]
        Player → its private type, which everybody knows here; empty where there are no types.
    game : ExtensiveGame
        The tree.
    threats : tuple of Threat
        Those that moves announce; where there are none, the actions to which a player would do well to commit.
    announced : bool
        Whether moves announce the threats.
    cut : int
        How many threats that no move announces are left out.
    tied : bool
        Whether some mover has several best actions.
    """

    types: Mapping[str, str]
    game: ExtensiveGame
    threats: tuple[Threat, ...]
    announced: bool
    cut: int = 0
    tied: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Credibility(Shown):
    """Whether the threats of a negotiation are credible.

    Parameters
    ----------
    title : str
        The negotiation's.
    cases : tuple of Case
        One for each way in which private types can be dealt; one where there are no types.
    """

    title: str
    cases: tuple[Case, ...]

    def __repr__(self) -> str:
        return f"<Credibility {self.title or 'untitled'!r}: {sum(len(case.threats) for case in self.cases)} threats>"
