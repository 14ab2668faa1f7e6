"""Finds the threats of a negotiation and says of each whether anybody needs to believe it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.comparison.threats.follow_through import follow_through, stages
from negotiate.comparison.threats.places import (
    Pledge,
    announced,
    dropped,
    kept,
    play,
    spoken,
    swept,
    taken_off,
    unspoken,
    width,
)
from negotiate.comparison.threats.result import Case, Credibility, FollowThrough, Price, Threat
from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.in_turn import in_turn
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.equilibrium.trees.backward_induction import TIE
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.normal_form import needs_numbers
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Operation, ParameterValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.terms import Term

BESIDE = 1e-6
"""How far beside a threshold the tree is solved again, of the threatening player's payoff range."""


def check_thresholds(game: ExtensiveGame, pledge: Pledge, places: Sequence[FollowThrough]) -> None:
    """Solve the tree with each place's own cost of backing down, a little less and a little more.

    A move is made once on a path at most, so that what is taken off at one place changes nothing at another.

    Raises
    ------
    Unverified
        If a threat is carried out below its threshold, or dropped above it.
    """
    tree, player = game.tree, pledge.player
    step = BESIDE * max(float(width(game)[player]), 1e-300)
    for sign in (-1.0, 1.0):
        costs = np.zeros(len(tree))
        for place in places:
            first, count = int(tree.first_child[place.node]), int(tree.child_count[place.node])
            children = np.arange(first, first + count)
            costs[children[~pledge.carrying[children]]] = place.missing + sign * step
        for start, stop in zip(tree.level_starts[1:-1], tree.level_starts[2:], strict=True):
            costs[start:stop] += costs[tree.parent[start:stop]]
        amounts = costs[tree.mover == LEAF]
        sweep, _ = swept(taken_off(game, player, amounts), TIE * width(game))
        done = pledge.carrying[sweep.chosen[[place.node for place in places]]]
        if (done != (sign > 0)).any():
            raise Unverified("a threat is not carried out from the cost on that was found, or below it already")


PLACES = 2_000
"""Places of one threat that are looked at."""
PROMISES = 3_000
"""Actions that are tried as threats where nothing is announced."""
SHOWN = 3
"""Threats that nobody announces, of those that would pay, which are told."""
GAIN = 1e-9
"""Of the payoff range: a commitment that gains less is worth nothing."""


def threats(subject: Negotiation | ExtensiveGame) -> Credibility:
    """Say of every threat whether carrying it out is optimal, at what cost of backing down, and what binding is worth.

    Parameters
    ----------
    subject : Scenario or ExtensiveGame
        A scenario with a protocol, or a tree. Where a move announces an issue and a later move of the same player may
        set it `as_announced`, that is the threat. Where nothing is announced, every action that somebody would do well
        to bind itself to counts as one.

    Returns
    -------
    Credibility
        One case, or one for each way in which private types can be dealt, as if they were known to all.

    Raises
    ------
    UnsuitableGame
        If there are no moves in turn, some mover does not know what happened before, or payoffs are levels.
    GameTooLarge
        If there are too many places to look at.
    """
    _check_numbers(subject)
    if isinstance(subject, ExtensiveGame):
        return Credibility(subject.title, (_case(None, subject, {}),))
    profiles = subject.profiles or (subject,)
    cases = []
    for profile, types in zip(profiles, _dealt(subject), strict=True):
        cases.append(_case(profile, in_turn(profile), types))
    return Credibility(subject.heading, tuple(cases))


def _check_numbers(subject: Negotiation | ExtensiveGame) -> None:
    """Refuse to price what was threatened where payoffs are levels.

    Raises
    ------
    UnsuitableGame
        If those of some player are.
    """
    if isinstance(subject, ExtensiveGame):
        reason = needs_numbers(subject.players, subject.keys, subject.ordinal)
    else:
        names = [player.name for player in subject.players.values()]
        reason = needs_numbers(names, subject.keys, subject.ordinal)
    if reason is not None:
        raise UnsuitableGame(f"the cost of backing down {reason}", "`negotiate tree` needs no numbers")


def _dealt(negotiation: Negotiation) -> list[dict[str, str]]:
    """Player → type, for each way to deal the types; the last player's vary fastest."""
    dealt: list[dict[str, str]] = [{}]
    for player, types in negotiation.types.items():
        dealt = [{**one, player: kind.id} for one in dealt for kind in types]
    return dealt


def _case(negotiation: Negotiation | None, game: ExtensiveGame, types: dict[str, str]) -> Case:
    if game.normal_form is not None:
        raise UnsuitableGame(
            "the players do not move in turn here, so there are no threats",
            "`solve --concept stackelberg` finds what a commitment would be worth",
        )
    if not game.perfect_information:
        said = "credible threats need perfect information: at every move, the player must know all earlier moves"
        raise UnsuitableGame(said, "`negotiate tree` finds equilibria with beliefs")
    found = [] if negotiation is None else announced(negotiation, game)
    if found and negotiation is not None:
        tied = bool((swept(game, TIE * width(game))[0].ties > 1).any())
        return Case(types, game, tuple(_threat(game, one, negotiation) for one in found), True, tied=tied)
    return _unannounced(game, types)


def _unannounced(game: ExtensiveGame, types: dict[str, str]) -> Case:
    """The actions that somebody would do well to bind itself to, the most useful first."""
    tolerance = TIE * width(game)
    sweep, _ = swept(game, tolerance)
    tried = int((game.tree.child_count * (game.tree.mover >= 0)).sum())
    if tried > PROMISES:
        raise GameTooLarge(
            "actions that might be threats", tried, PROMISES, "let a move of the protocol announce the threat"
        )
    paying = []
    for pledge in unspoken(game, sweep.chosen):
        bound, _ = swept(_without_dropping(game, pledge), tolerance)
        worth = float(bound.values[0, pledge.player] - sweep.values[0, pledge.player])
        if worth > GAIN * width(game)[pledge.player]:
            paying.append((worth, pledge))
    paying.sort(key=lambda pair: -pair[0])
    told, cut = tuple(_threat(game, one, None) for _, one in paying[:SHOWN]), max(0, len(paying) - SHOWN)
    return Case(types, game, told, False, cut, bool((sweep.ties > 1).any()))


def _threat(game: ExtensiveGame, pledge: Pledge, negotiation: Negotiation | None) -> Threat:
    if len(pledge.nodes) > PLACES:
        raise GameTooLarge("places where the threat is carried out", len(pledge.nodes), PLACES, "shorten the protocol")
    _, probability = swept(game, TIE * width(game))
    values = values_under(game.tree, game.payoffs, probability)
    move = game.moves[pledge.acting].label
    looking = [] if negotiation is None else _looking(negotiation, game.keys[pledge.player], move)
    places = tuple(
        follow_through(game, pledge, int(node), values, probability, [term.id for term in looking])
        for node in pledge.nodes
    )
    check_thresholds(game, pledge, places)
    ranges, complete = stages(game, pledge)
    today, bound, never = play(game), _bound(game, pledge), _never(game, pledge)
    prices = _prices(game, pledge, [never, today, bound]) if pledge.speaking >= 0 else ()
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
        prices,
        _parameter(looking),
        complete,
    )


def _bound(game: ExtensiveGame, pledge: Pledge) -> TreeEquilibrium:
    """Play where the threat is always carried out."""
    return play(_without_dropping(game, pledge), TIE * width(game))


def _without_dropping(game: ExtensiveGame, pledge: Pledge) -> ExtensiveGame:
    """The game in which dropping the threat is worse for its maker than anything."""
    worst = 4 * width(game)[pledge.player] or np.float64(1)
    return taken_off(game, pledge.player, worst * dropped(game, pledge))


def _never(game: ExtensiveGame, pledge: Pledge) -> TreeEquilibrium:
    """Play where the threat cannot be carried out."""
    worst = 4 * width(game)[pledge.player] or np.float64(1)
    return play(taken_off(game, pledge.player, worst * kept(game, pledge)), TIE * width(game))


def _looking(negotiation: Negotiation, player: str, move: str) -> list[Term]:
    """The terms of a player that look at one move."""
    return [
        term
        for term in negotiation.terms[player].values()
        for found in [[*term.value.walk(), *(term.when.walk() if term.when else ())]]
        if any(isinstance(node, ChoiceIsOneOf | ChoiceNumber) and node.of_move and node.name == move for node in found)
    ]


def _parameter(looking: Sequence[Term]) -> str:
    """The parameter that one such term takes off as it is; empty if there is none."""
    if len(looking) != 1:
        return ""
    value = looking[0].value
    if isinstance(value, Operation) and value.name == "negative" and isinstance(value.arguments[0], ParameterValue):
        return value.arguments[0].name
    return ""


def _prices(game: ExtensiveGame, pledge: Pledge, ways: Sequence[TreeEquilibrium]) -> tuple[Price, ...]:
    """What each announcement does to whoever answers it next without giving in."""
    tree = game.tree
    worth = [values_under(tree, game.payoffs, way.probability) for way in ways]
    leading = _leading(game, pledge)
    said = spoken(game, pledge.speaking)
    found = []
    for node in np.flatnonzero((tree.move >= 0) & (said >= 0) & (tree.mover >= 0)).tolist():
        above = int(tree.parent[node])
        if tree.move[above] != pledge.speaking or tree.mover[node] == pledge.player or not leading[node]:
            continue
        player, first = int(tree.mover[node]), int(tree.first_child[node])
        defying = [c for c in range(first, first + int(tree.child_count[node])) if leading[c]]
        best = [max(float(table[c, player]) for c in defying) for table in worth]
        action = max(defying, key=lambda c: float(worth[1][c, player]))
        found.append(Price(game.action_label(node), player, game.action_label(action), *best))
    return tuple(found)


def _leading(game: ExtensiveGame, pledge: Pledge) -> BoolArray:
    """The nodes from which a place of the threat can still be reached, with the places themselves."""
    leads = np.zeros(len(game.tree), dtype=np.bool_)
    for node in pledge.nodes.tolist():
        leads[game.path(node)] = True
    return leads
