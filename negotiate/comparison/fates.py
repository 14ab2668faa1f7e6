"""What becomes of each outcome of one side on the other: it stays, shifts, vanishes or appears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from negotiate.comparison.causes import Closed, FateKind, OtherMoves, Parting, Why
from negotiate.comparison.paths import parting
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.comparison.profiles import Played, Table, carried, held, leaving
from negotiate.comparison.walk import Walk
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.equilibrium import verified
from negotiate.solvers.solution import Equilibrium, TreeEquilibrium

SAME_ODDS = 1e-6
CELLS = 500_000_000
"""Profiles times payoffs that are looked up again on the other side; above it, what is not listed counts as gone."""


@dataclass(frozen=True, slots=True, eq=False)
class Fate:
    """One outcome on both sides.

    Parameters
    ----------
    kind : {'stays', 'shifts', 'vanishes', 'appears'}
        It shifts where the same things are done with other probabilities.
    first, second : Outcome or None
        What it is on each side; None where it is none.
    """

    kind: FateKind
    first: Outcome | None
    second: Outcome | None


@dataclass(frozen=True, slots=True, eq=False)
class Fates:
    """Every outcome of both sides, and why one that is only on one side is not on the other.

    Parameters
    ----------
    each : tuple of Fate
        In the order of the first side, then what is new.
    gone : Leaving, Closed, Parting, OtherMoves or None
        Why the first outcome that vanishes does; None if none does, or nobody can say.
    come : Leaving, Closed, Parting, OtherMoves or None
        Why the first that appears was none before.
    """

    each: tuple[Fate, ...]
    gone: Why | None = None
    come: Why | None = None

    def of(self, kind: FateKind) -> list[Fate]:
        """The outcomes with this fate."""
        return [fate for fate in self.each if fate.kind == kind]


def fates_at_once(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates:
    """Match the equilibria of two games in which all choose at once.

    An equilibrium stays where nobody gains by leaving it on the other side either, whether or not it is listed there.
    """
    home, away = _table(one, first), _table(two, second)
    other = [e for e in second.outcomes if isinstance(e.equilibrium, Equilibrium)]
    each: list[Fate] = []
    met: set[int] = set()
    for outcome in first.outcomes:
        there = _carried(outcome, home, away)
        place = _listed(there, other)
        if place is not None:
            met.add(place)
            each.append(Fate("stays", outcome, other[place]))
        else:
            held_up = _still(there, away, outcome, len(first.outcomes))
            each.append(Fate("stays" if held_up else "vanishes", outcome, held_up))
    for place, outcome in enumerate(other):
        if place not in met:
            held_up = _still(_carried(outcome, away, home), home, outcome, len(other))
            each.append(Fate("stays" if held_up else "appears", held_up, outcome))
    return _with_reasons(_shifted(each, home, away), home, away)


def _table(scenario: Negotiation, prediction: Prediction) -> Table:
    game = None if prediction.solution is None else prediction.solution.game
    if not isinstance(game, NormalFormGame):
        raise TypeError("this prediction is not one of a game in which all choose at once")
    return Table(scenario, game, held(scenario, game))


def _carried(outcome: Outcome, home: Table, away: Table) -> Played | Closed:
    if not isinstance(outcome.equilibrium, Equilibrium):
        raise TypeError("an outcome of a game in which all choose at once is an equilibrium in strategies")
    return carried(outcome.equilibrium.strategies, home, away)


def _listed(profile: Played | Closed, outcomes: list[Outcome]) -> int | None:
    if isinstance(profile, Closed):
        return None
    for place, outcome in enumerate(outcomes):
        found = outcome.equilibrium
        if isinstance(found, Equilibrium) and all(
            np.allclose(a, b, rtol=0, atol=SAME_ODDS) for a, b in zip(profile, found.strategies, strict=True)
        ):
            return place
    return None


def _still(profile: Played | Closed, table: Table, outcome: Outcome, count: int) -> Outcome | None:
    """The same profile as an equilibrium that the other side has and does not list."""
    if isinstance(profile, Closed) or count * table.game.payoffs.size > CELLS:
        return None
    try:
        found = verified(table.game, profile)
    except NegotiateError:
        return None
    return replace(outcome, payoffs=found.payoffs, choices={**table.held, **found.choices}, equilibrium=found)


def _shifted(each: list[Fate], home: Table, away: Table) -> list[Fate]:
    """Join what vanishes and what appears where both mix the same strategies, only with other odds."""
    result = list(each)
    for gone in [fate for fate in each if fate.kind == "vanishes"]:
        for come in [fate for fate in result if fate.kind == "appears"]:
            if gone.first and come.second and _same_support(gone.first, come.second, home, away):
                result[result.index(gone)] = Fate("shifts", gone.first, come.second)
                result.remove(come)
                break
    return result


def _same_support(one: Outcome, other: Outcome, home: Table, away: Table) -> bool:
    there = _carried(one, home, away)
    if isinstance(there, Closed) or not isinstance(other.equilibrium, Equilibrium):
        return False
    found = zip(there, other.equilibrium.strategies, strict=True)
    return all(np.array_equal(np.flatnonzero(a), np.flatnonzero(b)) for a, b in found)


def _with_reasons(each: list[Fate], home: Table, away: Table) -> Fates:
    gone = next((f.first for f in each if f.kind == "vanishes"), None)
    come = next((f.second for f in each if f.kind == "appears"), None)
    whys: list[Why | None] = []
    for outcome, here, there in ((gone, home, away), (come, away, home)):
        found = None if outcome is None else outcome.equilibrium
        whys.append(
            leaving(found.strategies, here, there, flip=here is away) if isinstance(found, Equilibrium) else None
        )
    return Fates(tuple(each), *whys)


def fates_in_turn(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates | None:
    """Match the outcomes of two trees by their paths of play; None where neither side has moves."""
    if first.at_once and second.at_once:
        return None
    if first.at_once or second.at_once:
        why = OtherMoves(*(side.protocol[0].id if side.protocol else "" for side in (one, two)))
        return Fates((), why, why)
    ways = [_ways(outcome) for outcome in second.outcomes]
    each: list[Fate] = []
    met: set[int] = set()
    for outcome in first.outcomes:
        mine = _ways(outcome)
        place = next((k for k, way in enumerate(ways) if way.keys() == mine.keys() and k not in met), None)
        if place is None:
            each.append(Fate("vanishes", outcome, None))
            continue
        met.add(place)
        same = all(abs(chance - ways[place][way]) <= SAME_ODDS for way, chance in mine.items())
        each.append(Fate("stays" if same else "shifts", outcome, second.outcomes[place]))
    each += [Fate("appears", None, outcome) for k, outcome in enumerate(second.outcomes) if k not in met]
    parted = _parting(each, first, second, one, two)
    return Fates(tuple(each), parted, parted)


def fates_by_package(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates:
    """Match outcomes by what they settle, for a lens that has no nearer way."""
    left = list(second.outcomes)
    each: list[Fate] = []
    for outcome in first.outcomes:
        there = next((other for other in left if dict(other.choices) == dict(outcome.choices)), None)
        if there is not None:
            left.remove(there)
        each.append(Fate("vanishes" if there is None else "stays", outcome, there))
    return Fates((*each, *(Fate("appears", None, other) for other in left)))


Way = tuple[tuple[str, str], ...]


def _ways(outcome: Outcome) -> Mapping[Way, float]:
    """Each ending that is reached, as the moves and actions that lead there, with its probability."""
    found = outcome.equilibrium
    if not isinstance(found, TreeEquilibrium):
        raise TypeError("an outcome of a tree is an equilibrium of a tree")
    tree, game = found.game.tree, found.game
    result = {}
    for leaf, chance in found.endings:
        nodes = game.path(int(tree.leaves[leaf]))
        steps = [(game.moves[int(tree.move[a])].label, game.action_label(b)) for a, b in pairwise(nodes)]
        result[tuple(steps)] = chance
    return result


def _parting(
    each: list[Fate], first: Prediction, second: Prediction, scenario: Negotiation, other: Negotiation
) -> Parting | OtherMoves | None:
    """Where the first path that vanishes parts from the first that appears, or from the nearest one there is."""
    gone = next((f.first for f in each if f.kind == "vanishes"), None)
    come = next((f.second for f in each if f.kind == "appears"), None)
    if not first.outcomes or not second.outcomes or (gone is None and come is None):
        return None
    one = _nearest(come, first.outcomes) if gone is None else gone.equilibrium
    two = _nearest(gone, second.outcomes) if come is None else come.equilibrium
    if not isinstance(one, TreeEquilibrium) or not isinstance(two, TreeEquilibrium):
        return None
    return parting(Walk(scenario, one), Walk(other, two))


def _nearest(outcome: Outcome | None, others: Sequence[Outcome]) -> object:
    """The equilibrium among the others whose path stays longest with an outcome's."""
    if outcome is None:
        return None
    return max(others, key=lambda other: _shared(other, outcome)).equilibrium


def _shared(one: Outcome, other: Outcome) -> int:
    """How many steps two outcomes share at most, over their endings."""
    return max((_common(a, b) for a in _ways(one) for b in _ways(other)), default=0)


def _common(one: Way, other: Way) -> int:
    steps = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        steps += 1
    return steps
