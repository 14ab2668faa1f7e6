"""Concepts of games in which the players move in turn, step by step: the steps of `tree`, told node
by node.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from negotiate.comparison.threats import Credibility, threats
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.reports import gains, minds_risk, mixture, places
from negotiate.equilibrium.reports.solution import describe_one
from negotiate.equilibrium.reports.tree import tree
from negotiate.equilibrium.solution import Solution, TreeEquilibrium
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, ExtensiveGame
from negotiate.games.level_sweep import one_shot_gains
from negotiate.report.blocks import Block, Column, Note, Sentence, Table
from negotiate.report.style import Look, contrast, counted, safe, the

if TYPE_CHECKING:
    from negotiate.scenario import Scenario

SHOWN = 12
"""Points of a tree that are folded one by one; of more, those on the path of play and beside it
come first.
"""
SMALL = 24
"""In a larger tree nobody looks for a Nash equilibrium that rests on an empty threat."""
SURE = 1e-9
"""A smaller probability is rounding."""


def _tree(scenario: Scenario) -> ExtensiveGame:
    """The tree of a scenario in which players move in turn.

    Raises
    ------
    UnsuitableGame
        If all move at once.
    """
    game = scenario.in_turn()
    if game.normal_form is not None:
        raise UnsuitableGame("all players choose at once here")
    return game


def _equilibria(found: Solution) -> list[TreeEquilibrium]:
    return [one for one in found.equilibria if isinstance(one, TreeEquilibrium)]


def _game(found: Solution) -> ExtensiveGame:
    if not isinstance(found.game, ExtensiveGame):
        raise TypeError("this is told of games in which players move in turn")
    return found.game


# Backward induction -------------------------------------------------------------------------------


def folding(scenario: Scenario) -> Solution:
    """The subgame-perfect equilibria of a tree in which each mover knows all that happened.

    Raises
    ------
    UnsuitableGame
        If some mover does not.
    """
    game = _tree(scenario)
    if not game.perfect_information:
        raise UnsuitableGame("some player here moves without knowing all that happened before")
    return solve(game)


def folding_steps(found: Solution, look: Look) -> Iterator[Block]:
    """Each point of the tree from the last to the first: what its mover compares, and what the
    point is worth.
    """
    game, one = _game(found), _equilibria(found)[0]
    worth = game.worth(one.probability)
    yield Sentence(
        "Start at the last points of the tree. Each mover takes the branch that gives it most."
    )
    points = np.flatnonzero(game.tree.child_count)
    near = one.reach[np.maximum(game.tree.parent, 0)] > 0
    told = points if look.all or len(points) <= SHOWN else points[near[points]]
    told = told if look.all else told[:SHOWN]
    for node in told[::-1].tolist():
        yield Sentence(_folded(game, one, worth, node, places(found)))
    if (left := len(points) - len(told)) > 0:
        yield Note(
            f"{counted(left, 'other point')} {'is' if left == 1 else 'are'} folded in the same way."
        )
    yield Sentence(f"At the beginning this gives {gains(game, worth[0], places(found))}.")
    yield tree(game, look, one, places(found))


def _folded(
    game: ExtensiveGame, one: TreeEquilibrium, worth: np.ndarray, node: int, digits: list[int]
) -> str:
    """One point: who moves, what is chosen, and what the best other branch would give."""
    where = _where(game, node)
    children, mover = game.tree.children(node), int(game.tree.mover[node])
    if mover == CHANCE:
        worth_it = "This is worth" if minds_risk(game) else "On average this gives"
        return f"{where}, chance decides. {worth_it} {gains(game, worth[node], digits)}."
    own = worth[children, mover]
    taken = int(np.argmax(one.probability[children]))
    rest = [k for k in range(len(children)) if k != taken]
    chosen = (
        f"{where}, {the(game.players[mover])} chooses "
        f"`{safe(game.action_label(int(children[taken])), True)}`"
    )
    if not rest:
        return f"{chosen}, the only branch."
    other = max(rest, key=lambda k: float(own[k]))
    action = safe(game.action_label(int(children[other])), True)
    more, less = contrast(float(own[taken]), float(own[other]), digits[mover])
    if more == less:
        return f"{chosen}, which is as good as `{action}`."
    if game.keys[mover] in game.ordinal:
        return f"{chosen}, which it ranks above `{action}`."
    return f"{chosen}: {more} beats {less} from `{action}`."


def _where(game: ExtensiveGame, node: int) -> str:
    """A point of a tree by the way that leads to it."""
    way = " → ".join(safe(step, True) for step in game.actions_to(node))
    return f"After `{way}`" if way else "At the beginning"


def perfection(scenario: Scenario) -> Solution:
    """The subgame-perfect equilibria, by whatever method suits the tree."""
    game = _tree(scenario)
    found = solve(game) if game.perfect_information else solve(game, concept="subgame-perfect")
    if not _equilibria(found):
        raise UnsuitableGame("no subgame-perfect equilibrium was found here")
    return found


def perfection_steps(found: Solution, look: Look) -> Iterator[Block]:
    """A Nash equilibrium that fails off the path, where there is one; then one that holds
    everywhere.
    """
    game = _game(found)
    for text in _failing(game, places(found)):
        yield Sentence(text)
    yield Sentence(
        "In a subgame-perfect equilibrium no player gains by changing, at any point of the tree."
    )
    yield from describe_one(found, _equilibria(found)[0], places(found))
    yield tree(game, look, _equilibria(found)[0], places(found))


def _failing(game: ExtensiveGame, digits: list[int]) -> Iterator[str]:
    """A Nash equilibrium, and the point at which its mover would rather do something else."""
    if len(game.tree) > SMALL or not game.perfect_information:
        return
    for one in _equilibria(solve(game, concept="nash")):
        worth = game.worth(one.probability)
        failing = one_shot_gains(game.tree, worth)
        node = int(failing.argmax())
        if failing[node] <= SURE * max(1.0, float(np.abs(game.payoffs).max())):
            continue
        mover, children = int(game.tree.mover[node]), game.tree.children(node)
        own = worth[children, mover]
        planned, better = int(np.argmax(one.probability[children])), int(own.argmax())
        more, less = contrast(float(own[better]), float(worth[node, mover]), digits[mover])
        plan, instead = (safe(game.action_label(int(children[k])), True) for k in (planned, better))
        yield f"One Nash equilibrium gives {gains(game, one.payoffs, digits)}."
        yield (
            f"{_where(game, node)}, {the(game.players[mover])} plans `{plan}`. But if play came "
            "there, "
            f"`{instead}` would give {more} instead of {less}. The plan is an empty threat, so "
            "this equilibrium is "
            "not subgame-perfect."
        )
        return


# Threats ------------------------------------------------------------------------------------------


def audience(scenario: Scenario) -> Credibility:
    """The threats, where the file says what backing down costs.

    Raises
    ------
    UnsuitableGame
        If it does not.
    """
    found = threats(scenario)
    if not any(one.parameter for case in found.cases for one in case.threats):
        raise UnsuitableGame("no parameter of this file is the cost of backing down")
    return found


# What the others do not know ----------------------------------------------------------------------


def believed(scenario: Scenario) -> Solution:
    """The equilibria with beliefs.

    Raises
    ------
    UnsuitableGame
        If every mover knows where it stands, or none was found.
    """
    game = _tree(scenario)
    if game.perfect_information:
        raise UnsuitableGame("every player here knows all that happened before")
    found = solve(game)
    if not _equilibria(found):
        raise UnsuitableGame("no equilibrium was found here within the limits")
    return found


OTHERWISE = {
    "signalling": "the players who know something do not act first here",
    "screening": "nobody acts before the players who know something here",
    "pooling": "in no equilibrium that was found here do all types do the same",
    "separating": "in no equilibrium that was found here does each type act in its own way",
}
"""What is asked of an equilibrium → what is said where no equilibrium has it."""


def types(scenario: Scenario, kind: str) -> Solution:
    """The equilibria of a tree with private types, one of which at least is of a kind.

    Raises
    ------
    UnsuitableGame
        If there is no type, or no such equilibrium.
    """
    if not _tree(scenario).types:
        raise UnsuitableGame("no player here has a private type")
    found = believed(scenario)
    if not _of_kind(found, kind):
        raise UnsuitableGame(OTHERWISE[kind])
    return found


def _of_kind(found: Solution, kind: str) -> list[tuple[TreeEquilibrium, str]]:
    """Equilibria, each with a player whose types do what the kind says."""
    return [
        (one, key)
        for one in _equilibria(found)
        for key in _game(found).types
        if kind in (_kind(types_play(one, key)), _role(one, key))
    ]


MEANS = {
    "pooling": "All types act alike, so the others learn nothing. The equilibrium pools.",
    "separating": (
        "Each type acts in its own way, so the others learn the type. The equilibrium separates."
    ),
    "semi-separating": "Types act alike in part, so the others learn something, but not all.",
    "": "Some type never moves on the path of play.",
}


def types_steps(found: Solution, look: Look, kind: str) -> Iterator[Block]:
    """What each type does in one such equilibrium, what that tells the others, and what they make
    of it.
    """
    game = _game(found)
    one, key = _of_kind(found, kind)[0]
    owner, dealt = game.keys.index(key), game.moves[game.types[key]]
    played = types_play(one, key)
    rows = tuple(
        (safe(name, True), mixture([safe(a, True) for a in done], list(done.values()), True) or "–")
        for name, done in played.items()
    )
    first = the(game.players[owner], True)
    order = (
        "acts first"
        if _role(one, key) == "signalling"
        else "acts after the others have made their choice"
    )
    yield Sentence(
        f"{first} knows its own type: {' or '.join(f'`{safe(a, True)}`' for a in dealt.actions)}. "
        f"{first} {order}."
    )
    yield Table((Column("Type", key="type"), Column("Plays", key="plays")), rows)
    yield Sentence(MEANS[_kind(played)])
    yield from describe_one(found, one, places(found))
    yield tree(game, look, one, places(found))


def types_play(one: TreeEquilibrium, key: str) -> dict[str, dict[str, float]]:
    """Type of a player → what it does when it first moves on the path of play, with probabilities;
    by labels.
    """
    game, found = one.game, dict[str, dict[str, float]]()
    move, owner = game.types[key], game.keys.index(key)
    for node in np.flatnonzero(game.tree.move == move).tolist():
        for child in game.tree.children(node).tolist():
            done = found.setdefault(game.action_label(child), {})
            waiting = [(child, float(one.reach[child]))]
            while waiting:
                here, weight = waiting.pop()
                below = game.tree.children(here).tolist() if weight > 0 else []
                for after in below:
                    share = weight * float(one.probability[after])
                    if int(game.tree.mover[here]) != owner:
                        waiting.append((after, share))
                    elif share > SURE:
                        label = game.action_label(after)
                        done[label] = done.get(label, 0.0) + share
    return {
        name: {a: p / sum(done.values()) for a, p in done.items()} for name, done in found.items()
    }


def _kind(played: Mapping[str, Mapping[str, float]]) -> str:
    """Whether types do the same, each something of its own, or neither; empty where some type never
    moves.
    """
    sets = [frozenset(done) for done in played.values()]
    if len(sets) < 2 or not all(sets):
        return ""
    first, *rest = played.values()
    if all(
        set(done) == set(first) and all(abs(done[a] - first[a]) < SURE for a in first)
        for done in rest
    ):
        return "pooling"
    apart = all(not (one & other) for k, one in enumerate(sets) for other in sets[:k])
    return "separating" if apart else "semi-separating"


def _role(one: TreeEquilibrium, key: str) -> str:
    """Whether a player with types is the first to move on the path of play, or others move
    before.
    """
    game = one.game
    movers = game.tree.mover[np.flatnonzero((one.reach > SURE) & (game.tree.mover >= 0))]
    if not len(movers):
        return ""
    return "signalling" if int(movers[0]) == game.keys.index(key) else "screening"
