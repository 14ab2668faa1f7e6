"""Every concept in one tuple, the function that answers one by its name, and what concepts are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pkgutil import resolve_name
from typing import Any

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import Shown
from negotiate.equilibrium.solution import Finding, Solution
from negotiate.errors import UnknownConcept, UnknownPlayer, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame, needs_numbers


@dataclass(frozen=True, slots=True)
class Concept:
    """One question that a game in normal form can be asked, other than for its Nash equilibria.

    Parameters
    ----------
    name : str
        What `--concept` calls it: "correlated", "quantal-response".
    says : str
        The concept in one sentence, for people who have not met it.
    reference : str
        Where it comes from.
    module : str
        Where its `applies_to(game)` and `run(game, player)` stand, as in `Solver`.
    player : str
        Whom naming a player means, such as "the player whose payoff counts"; empty (null in JSON) where no player is
        named.
    report: str
        Where the `report(solution, look)` that tells its answer stands; empty where that is `module`.
    """

    name: str
    says: str
    reference: str
    module: str
    player: str = ""
    report: str = ""

    def applies_to(self, game: NormalFormGame) -> str | None:
        """None, or the condition that fails, as the end of a sentence that begins with the concept's name."""
        reason: str | None = resolve_name(self.module).applies_to(game)
        return reason

    def run(self, game: NormalFormGame, player: int | None) -> Solution:
        """Its answer, for the player in that place (None where none was named); only where `applies_to` gave None."""
        solution: Solution = resolve_name(self.module).run(game, player)
        return solution


CONCEPTS: tuple[Concept, ...] = (
    Concept(
        name="correlated",
        says=(
            "A mediator draws an outcome at random and tells each player only that player's own part. No player "
            "gains by disobeying."
        ),
        reference="Aumann 1974, 1987; Hart & Schmeidler 1989",
        module="negotiate.equilibrium.concepts.advice:CORRELATED",
        report="negotiate.equilibrium.reports.concepts.announcements",
        player="the player whose payoff counts; without it, the sum of all payoffs counts",
    ),
    Concept(
        name="coarse-correlated",
        says=(
            "Before an outcome is drawn at random, each player decides whether to follow the lottery. No player "
            "gains by staying out."
        ),
        reference="Moulin & Vial 1978",
        module="negotiate.equilibrium.concepts.advice:COARSE_CORRELATED",
        report="negotiate.equilibrium.reports.concepts.announcements",
        player="the player whose payoff counts; without it, the sum of all payoffs counts",
    ),
    Concept(
        name="quantal-response",
        says=(
            "In a quantal response, better options are more likely, and nobody is sure to choose best. The higher "
            "the precision, the rarer are mistakes."
        ),
        reference="McKelvey & Palfrey 1995; Turocy 2005",
        module="negotiate.equilibrium.concepts.quantal_response",
        report="negotiate.equilibrium.reports.concepts.quantal_response",
    ),
    Concept(
        name="stackelberg",
        says="The leader commits first. The follower sees the commitment and gives its best reply.",
        reference="von Stackelberg 1934; Conitzer & Sandholm 2006; von Stengel & Zamir 2010",
        module="negotiate.equilibrium.concepts.stackelberg",
        report="negotiate.equilibrium.reports.concepts.announcements",
        player="the leader; without it, each player in turn leads",
    ),
    Concept(
        name="rationalizable",
        says=("A rationalizable strategy is a best reply to some belief about players who reason in the same way."),
        reference="Bernheim 1984; Pearce 1984",
        module="negotiate.equilibrium.concepts.rationalizability",
        report="negotiate.equilibrium.reports.concepts.strategies",
    ),
    Concept(
        name="weak-dominance",
        says=(
            "Weakly dominated strategies are eliminated, round by round: another strategy, or a mixture, is never "
            "worse and sometimes better. The order of elimination can matter."
        ),
        reference="Luce & Raiffa 1957; Moulin 1979; Marx & Swinkels 1997",
        module="negotiate.equilibrium.concepts.weak_dominance",
        report="negotiate.equilibrium.reports.concepts.strategies",
    ),
    Concept(
        name="maxmin",
        says=(
            "The maxmin is the most that a player can guarantee, whatever the others do. The minmax is the lowest "
            "payoff to which the others can hold a player who knows what they do."
        ),
        reference="von Neumann 1928; von Neumann & Morgenstern 1944",
        module="negotiate.equilibrium.concepts.security_levels",
        report="negotiate.equilibrium.reports.concepts.strategies",
        player="the player whose level is wanted",
    ),
    Concept(
        name="risk-dominance",
        says=("The safer of two equilibria: the product of what the players would lose by leaving it alone is larger."),
        reference="Harsanyi & Selten 1988; Morris, Rob & Shin 1995",
        module="negotiate.equilibrium.concepts.risk_dominance",
        report="negotiate.equilibrium.reports.concepts.selection",
    ),
    Concept(
        name="potential",
        says=(
            "In a potential game, one function rises with every player's gain, as if all shared one goal. "
            "Improving moves then end at an equilibrium."
        ),
        reference="Monderer & Shapley 1996; Voorneveld & Norde 1997; Milchtaich 1996",
        module="negotiate.equilibrium.concepts.potential",
        report="negotiate.equilibrium.reports.concepts.potential",
    ),
    Concept(
        name="perfect",
        says=(
            "A (trembling-hand) perfect equilibrium survives small mistakes. No player uses a weakly dominated "
            "strategy."
        ),
        reference="Selten 1975; van Damme 1991, theorem 3.2.2",
        module="negotiate.equilibrium.concepts.perfection",
        report="negotiate.equilibrium.reports.concepts.selection",
    ),
)
"""In the order in which the documentation tells them."""

NASH = ("nash", "subgame-perfect", "sequential")
"""Concepts that the methods of solving answer, each stricter than the one before; the last two are asked of trees."""


def named(name: str) -> Concept:
    """The concept of that name.

    Raises
    ------
    UnknownConcept
        If there is none.
    """
    by_name = {concept.name: concept for concept in CONCEPTS}
    if name not in by_name:
        raise UnknownConcept(f"there is no concept `{name}`", nearest(str(name), "concepts", [*NASH, *by_name]))
    return by_name[name]


def answer(game: NormalFormGame | ExtensiveGame, concept: Concept, player: str | None) -> Solution:
    """Ask a game about one concept.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        What to ask; a tree that draws a simultaneous game is asked as that game.
    concept : Concept
        What to ask about.
    player : str or None
        The key or the name of the player that the question is about, where the concept takes one.

    Raises
    ------
    UnsuitableGame
        If the concept does not apply, or takes no player.
    UnknownPlayer
        If there is no such player.
    """
    asked = game.normal_form if isinstance(game, ExtensiveGame) else game
    if asked is None:
        hint = "use `solve` instead of `tree`: there all players move at once"
        raise UnsuitableGame(f"`{concept.name}` needs a game in normal form", hint)
    reason = needs_numbers(asked.players, asked.keys, asked.ordinal) or concept.applies_to(asked)
    if reason is not None:
        raise UnsuitableGame(f"`{concept.name}` {reason}")
    return replace(concept.run(asked, _place(asked, concept, player)), concept=concept.name)


def _place(game: NormalFormGame, concept: Concept, player: str | None) -> int | None:
    if player is None:
        return None
    if not concept.player:
        taking = ", ".join(f"`{one.name}`" for one in CONCEPTS if one.player)
        raise UnsuitableGame(f"`{concept.name}` takes no player", f"these concepts take one: {taking}")
    for place, names in enumerate(zip(game.keys, game.players, strict=True)):
        if player in names:
            return place
    raise UnknownPlayer(f"there is no player `{player}`", nearest(player, "players", game.keys, game.players))


def nearest(name: str, what: str, names: Sequence[str], others: Sequence[str] = ()) -> str:
    """The name that was meant if one is near, and all there are."""
    near = get_close_matches(name, [*names, *others], n=1)
    known = ", ".join(f"`{one}`" for one in names)
    return (f"did you mean `{near[0]}`? " if near else "") + f"the {what} are {known}"


@dataclass(frozen=True, slots=True)
class Questions(Shown):
    """The concepts that `solve` can be asked for.

    Parameters
    ----------
    concepts : tuple of Concept
        In the order of the documentation.
    misfits : Mapping[str, str]
        Concept → why it does not fit the game, as the end of a sentence that begins with its name; of those that do
        not.
    game : NormalFormGame or None
        The game; None where none was given.
    """

    concepts: tuple[Concept, ...]
    misfits: Mapping[str, str]
    game: NormalFormGame | None = None

    @property
    def default(self) -> str:
        """What is looked for where no concept is named."""
        return NASH[0]


def questions(game: NormalFormGame | None = None) -> Questions:
    """Every concept, looked at beside a game if one is given."""
    found = {one.name: one.applies_to(game) or "" for one in CONCEPTS} if game is not None else {}
    return Questions(CONCEPTS, {name: why for name, why in found.items() if why}, game)


def without_equilibria(game: NormalFormGame, finding: Finding, **said: Any) -> Solution:
    """The answer of a concept that finds something else; whoever asks names the concept."""
    return Solution(game=game, equilibria=(), concept="", finding=finding, **said)


def impossible(game: NormalFormGame) -> str | None:
    """Nothing where every combination can happen; else the end of a sentence that begins with the concept's name.

    Examples
    --------
    >>> from dataclasses import replace
    >>> game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> impossible(replace(game, feasible=np.array([[True, True], [False, True]])))
    'needs every combination of strategies to be possible, and 1 of the 4 is impossible here'
    """
    if game.feasible is None or game.feasible.all():
        return None
    count, size = int(np.count_nonzero(~game.feasible)), game.feasible.size
    verb = "is" if count == 1 else "are"
    return f"needs every combination of strategies to be possible, and {count:,} of the {size:,} {verb} impossible here"


@dataclass(frozen=True, slots=True)
class NashRange:
    """The least and the most that the Nash equilibria of a game give.

    Parameters
    ----------
    least, most : float
        Of one player's expected payoff, or of a sum of payoffs.
    complete : bool
        Whether all Nash equilibria were looked at; else those beyond these are not known.
    """

    least: float
    most: float
    complete: bool


def nash_payoffs(game: NormalFormGame) -> tuple[FloatArray, bool]:
    """What each Nash equilibrium gives to each player, and whether these are all the extreme ones.

    Returns
    -------
    payoffs : ndarray, shape (equilibria, players)
        Every equilibrium gives something between extreme ones, to each player, as it lies on a product of polytopes.
    complete : bool
        False where others may not have been found.
    """
    from negotiate.equilibrium.nash import choice  # noqa: PLC0415 - loaded for the concepts that ask for this

    found = choice.solved(game)
    payoffs = np.array([equilibrium.payoffs for equilibrium in found.equilibria], dtype=np.float64)
    return payoffs.reshape(-1, game.n_players), found.complete


def nash_range(worths: FloatArray, complete: bool) -> NashRange | None:
    """From the least to the most of what the equilibria are worth; None where none was found."""
    return NashRange(float(worths.min()), float(worths.max()), complete) if len(worths) else None
