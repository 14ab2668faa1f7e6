"""Whether anybody believes a threat: is it carried out, at what cost of backing down, what is a
commitment worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, product

import numpy as np

from negotiate.comparison.pledges import (
    FollowThrough,
    Pledge,
    Stage,
    announced,
    follow_through,
    play,
    spoken,
    stages,
    swept,
    unspoken,
)
from negotiate.display import Shown, entity, record
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.in_turn import in_turn
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import needs_numbers
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Operation, ParameterValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Term


@record
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
        What that answer is worth to the player if the threat is never carried out, as things are,
        and if it always is.
    """

    announced: str
    player: int
    action: str
    never: float
    today: float
    bound: float

    @property
    def cost_of_defying(self) -> float:
        """How much less that answer is worth to the player as things are than if the threat were
        never carried out.
        """
        return self.never - self.today


@entity
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
        Play as things are, with the threat always carried out, and with nobody able to carry it
        out.
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


@entity
class Case:
    """The threats of one tree.

    Parameters
    ----------
    types : Mapping[str, str]
        Player → its private type, which everybody knows here; empty where there are no types.
    game : ExtensiveGame
        The tree.
    threats : tuple of Threat
        Those that moves announce; where there are none, the actions to which a player would do well
        to commit.
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


@entity
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
        return (
            f"<Credibility {self.title or 'untitled'!r}: "
            f"{sum(len(case.threats) for case in self.cases)} threats>"
        )


PLACES = 2_000
"""Places of one threat that are looked at."""
PROMISES = 3_000
"""Actions that are tried as threats where nothing is announced."""
SHOWN = 3
"""Threats that nobody announces, of those that would pay, which are told."""
GAIN = 1e-9
"""Of the payoff range: a commitment that gains less is worth nothing."""
BESIDE = 1e-6
"""How far beside a threshold the tree is solved again, of the threatening player's payoff range."""


def threats(subject: Negotiation | ExtensiveGame) -> Credibility:
    """Say of every threat whether carrying it out is optimal, at what cost of backing down, and
    what binding is worth.

    Parameters
    ----------
    subject : Scenario or ExtensiveGame
        A scenario with a protocol, or a tree. Where a move announces an issue and a later move of
        the same player may set it `as_announced`, that is the threat. Where nothing is announced,
        every action that somebody would do well to bind itself to counts as one.

    Returns
    -------
    Credibility
        One case, or one for each way in which private types can be dealt, as if they were known to
        all.

    Raises
    ------
    UnsuitableGame
        If there are no moves in turn, some mover does not know what happened before, or payoffs are
        levels.
    GameTooLarge
        If there are too many places to look at.
    """
    if isinstance(subject, ExtensiveGame):
        names = subject.players
    else:
        names = tuple(player.name for player in subject.players.values())
    reason = needs_numbers(names, subject.keys, subject.ordinal)
    if reason is not None:
        raise UnsuitableGame(
            f"the cost of backing down {reason}", "`negotiate tree` needs no numbers"
        )
    if isinstance(subject, ExtensiveGame):
        return Credibility(subject.title, (_case(None, subject, {}),))
    dealt = product(
        *([(player, kind.id) for kind in types] for player, types in subject.types.items())
    )
    cases = zip(subject.profiles or (subject,), map(dict, dealt), strict=True)
    return Credibility(
        subject.heading, tuple(_case(one, in_turn(one), types) for one, types in cases)
    )


def _case(negotiation: Negotiation | None, game: ExtensiveGame, types: dict[str, str]) -> Case:
    if game.normal_form is not None:
        raise UnsuitableGame(
            "the players do not move in turn here, so there are no threats",
            "`solve --concept stackelberg` finds what a commitment would be worth",
        )
    if game.views is not None:
        said = "credible threats need odds that all players hold alike, and nobody who minds risk"
        raise UnsuitableGame(
            said,
            "`negotiate tree` finds equilibria; or take the draws of events out of the protocol",
        )
    if not game.perfect_information:
        said = (
            "credible threats need perfect information: at every move, the player must know all "
            "earlier moves"
        )
        raise UnsuitableGame(said, "`negotiate tree` finds equilibria with beliefs")
    sweep, _ = swept(game)
    tied = bool((sweep.ties > 1).any())
    found = [] if negotiation is None else list(announced(negotiation, game))
    if found and negotiation is not None:
        return Case(types, game, tuple(_threat(one, negotiation) for one in found), True, tied=tied)
    tried = int((game.tree.child_count * (game.tree.mover >= 0)).sum())
    hint = "let a move of the protocol announce the threat"
    GameTooLarge.refuse("actions that might be threats", tried, PROMISES, hint)
    paying = []
    for pledge in unspoken(game, sweep.chosen):
        bound, _ = swept(pledge.never(pledge.dropped), game)
        worth = float(bound.values[0, pledge.player] - sweep.values[0, pledge.player])
        if worth > GAIN * pledge.range:
            paying.append((worth, pledge))
    paying.sort(key=lambda pair: -pair[0])
    told = tuple(_threat(pledge, None) for _, pledge in islice(paying, SHOWN))
    return Case(types, game, told, False, len(paying) - len(told), tied)


def _threat(pledge: Pledge, negotiation: Negotiation | None) -> Threat:
    game = pledge.game
    GameTooLarge.refuse(
        "places where the threat is carried out", len(pledge.nodes), PLACES, "shorten the protocol"
    )
    _, probability = swept(game)
    values = values_under(game.tree, game.payoffs, probability)
    move = game.moves[pledge.acting].label
    looking = [] if negotiation is None else _looking(negotiation, game.keys[pledge.player], move)
    terms = [term.id for term in looking]
    places = tuple(
        follow_through(pledge, node, values, probability, terms) for node in pledge.nodes.tolist()
    )
    check_thresholds(pledge, places)
    ranges, complete = stages(pledge)
    today = play(game)
    bound, never = (play(pledge.never(leaves), game) for leaves in (pledge.dropped, pledge.kept))
    return Threat(
        pledge.player,
        game.moves[pledge.speaking].label if pledge.speaking >= 0 else "",
        move,
        pledge.issue,
        places,
        ranges,
        today,
        bound,
        never,
        _prices(pledge, [never, today, bound]) if pledge.speaking >= 0 else (),
        _parameter(looking),
        complete,
    )


def check_thresholds(pledge: Pledge, places: Sequence[FollowThrough]) -> None:
    """Solve the tree with each place's own cost of backing down, a little less and a little more.

    A move is made once on a path at most, so that what is taken off at one place changes nothing at
    another.

    Raises
    ------
    Unverified
        If a threat is carried out below its threshold, or dropped above it.
    """
    tree = pledge.game.tree
    step = BESIDE * (pledge.range or max(float(np.abs(pledge.game.payoffs).max()), 1.0))
    for sign in (-1.0, 1.0):
        costs = np.zeros(len(tree))
        for place in places:
            children = tree.children(place.node)
            costs[children[~pledge.carrying[children]]] = place.missing + sign * step
        for here, above in tree.downwards():
            costs[here] += costs[above]
        sweep, _ = swept(pledge.less(costs[tree.leaves]), pledge.game)
        done = pledge.carrying[sweep.chosen[[place.node for place in places]]]
        if (done != (sign > 0)).any():
            raise Unverified(
                "a threat is not carried out from the cost on that was found, or below it already"
            )


def _looking(negotiation: Negotiation, player: str, move: str) -> list[Term]:
    """The terms of a player that look at one move."""
    return [
        term
        for term in negotiation.terms[player].values()
        for found in [[*term.value.walk(), *(term.when.walk() if term.when else ())]]
        if any(
            isinstance(node, ChoiceIsOneOf | ChoiceNumber) and node.of_move and node.name == move
            for node in found
        )
    ]


def _parameter(looking: Sequence[Term]) -> str:
    """The parameter that one such term takes off as it is; empty if there is none."""
    if len(looking) != 1:
        return ""
    value = looking[0].value
    if (
        isinstance(value, Operation)
        and value.name == "negative"
        and isinstance(value.arguments[0], ParameterValue)
    ):
        return value.arguments[0].name
    return ""


def _prices(pledge: Pledge, ways: Sequence[TreeEquilibrium]) -> tuple[Price, ...]:
    """What each announcement does to whoever answers it next without giving in."""
    game, tree = pledge.game, pledge.game.tree
    worth = [values_under(tree, game.payoffs, way.probability) for way in ways]
    leads = np.zeros(len(tree), dtype=bool)  # to a place of the threat
    for node in pledge.nodes.tolist():
        leads[game.path(node)] = True
    answered = (
        leads
        & (tree.mover >= 0)
        & (spoken(game, pledge.speaking) >= 0)
        & (tree.mover != pledge.player)
    )
    found = []
    for node in np.flatnonzero(answered & (tree.move[tree.parent] == pledge.speaking)).tolist():
        player, children = int(tree.mover[node]), tree.children(node)
        defying = children[leads[children]]
        action = int(defying[np.argmax(worth[1][defying, player])])
        best = (float(table[defying, player].max()) for table in worth)
        found.append(Price(game.action_label(node), player, game.action_label(action), *best))
    return tuple(found)
