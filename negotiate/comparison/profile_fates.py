"""What becomes of each equilibrium of a game in which all choose at once, held against the other side's game."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from negotiate.comparison.causes import Closed, Why
from negotiate.comparison.fates import SAME_ODDS, Fate, Fates
from negotiate.comparison.prediction import Outcome, Prediction
from negotiate.comparison.profiles import Played, Table, carried, held, leaving
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.equilibrium import verified
from negotiate.solvers.solution import Equilibrium

CELLS = 500_000_000
"""Profiles times payoffs that are looked up again on the other side; above it, what is not listed counts as gone."""


def fates_at_once(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates:
    """Match the equilibria of two games in which all choose at once.

    Of infinitely many equilibria only the extreme ones are listed: one that nobody gains by leaving on the other side
    either is none the less there for not being listed.
    """
    home, away = _table(one, first), _table(two, second)
    other = [e for e in second.outcomes if isinstance(e.equilibrium, Equilibrium)]
    each: list[Fate] = []
    met: set[int] = set()
    for outcome in first.outcomes:
        there = _carried(outcome, home, away)
        place = _listed(there, other)
        if place is not None and place not in met:
            met.add(place)
            each.append(Fate("stays", outcome, other[place]))
        else:
            held_up = _still(there, away, outcome, len(first.outcomes))
            each.append(Fate("blends" if held_up else "vanishes", outcome, held_up))
    for place, outcome in enumerate(other):
        if place not in met:
            held_up = _still(_carried(outcome, away, home), home, outcome, len(other))
            each.append(Fate("emerges" if held_up else "appears", held_up, outcome))
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
