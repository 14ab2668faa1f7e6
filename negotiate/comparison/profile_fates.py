"""What becomes of each equilibrium of a game in which all choose at once, held against the other side's game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.comparison.causes import Closed, Why
from negotiate.comparison.fates import SAME_ODDS, Fate, Fates
from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.comparison.profiles import Played, Table, carried, held, leaving
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.negotiation import Negotiation
from negotiate.solvers.equilibrium import verified
from negotiate.solvers.solution import Equilibrium

Mixed = tuple[tuple[int, ...], ...]
"""For each player, the strategies that are played at all."""
CELLS = 500_000_000
"""Profiles times payoffs that are looked up again on the other side; above it, what is not listed counts as gone."""


def fates_at_once(one: Negotiation, two: Negotiation, first: Prediction, second: Prediction) -> Fates:
    """Match the equilibria of two games in which all choose at once.

    Of infinitely many equilibria only the extreme ones are listed: one that nobody gains by leaving on the other side
    either is none the less there for not being listed.
    """
    home, away = _table(one, first), _table(two, second)
    other = [e for e in second.outcomes if isinstance(e.equilibrium, Equilibrium)]
    rows = _side_by_side([e.equilibrium for e in other if isinstance(e.equilibrium, Equilibrium)])
    each: list[Fate] = []
    met: set[int] = set()
    for outcome in first.outcomes:
        there = _carried(outcome, home, away)
        place = _listed(there, rows)
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


def _side_by_side(equilibria: Sequence[Equilibrium]) -> FloatArray:
    """One row an equilibrium: the odds of every strategy, player after player."""
    return np.array([np.concatenate(equilibrium.strategies) for equilibrium in equilibria])


def _listed(profile: Played | Closed, rows: FloatArray) -> int | None:
    """The place of the first equilibrium with the odds of a profile; there may be thousands of them to look through."""
    if isinstance(profile, Closed) or not len(rows):
        return None
    alike = np.abs(rows - np.concatenate(profile)).max(axis=1) <= SAME_ODDS
    return int(alike.argmax()) if alike.any() else None


def _still(profile: Played | Closed, table: Table, outcome: Outcome, count: int) -> Outcome | None:
    """The same profile as an equilibrium that the other side has and does not list."""
    if isinstance(profile, Closed) or count * table.game.payoffs.size > CELLS:
        return None
    try:
        found = verified(table.game, profile)
    except NegotiateError:
        return None
    payoffs = by_player(table.game.keys, found.payoffs)
    return replace(outcome, payoffs=payoffs, choices={**table.held, **found.choices}, equilibrium=found)


def _shifted(each: list[Fate], home: Table, away: Table) -> list[Fate]:
    """Join what vanishes and what appears where both mix the same strategies, only with other odds."""
    coming: dict[Mixed, list[int]] = {}
    for place, come in enumerate(each):
        if come.kind == "appears" and come.second and isinstance(come.second.equilibrium, Equilibrium):
            coming.setdefault(_mixed(come.second.equilibrium.strategies), []).append(place)
    shifts: dict[int, Fate] = {}
    joined: set[int] = set()
    for place, gone in enumerate(each):
        if gone.kind != "vanishes" or gone.first is None:
            continue
        there = _carried(gone.first, home, away)
        if not isinstance(there, Closed) and (meant := coming.get(_mixed(there))):
            joined.add(meant[0])
            shifts[place] = Fate("shifts", gone.first, each[meant.pop(0)].second)
    return [shifts.get(place, fate) for place, fate in enumerate(each) if place not in joined]


def _mixed(profile: Played) -> Mixed:
    """Which strategies of each player are played at all."""
    return tuple(tuple(np.flatnonzero(strategy).tolist()) for strategy in profile)


def _with_reasons(each: list[Fate], home: Table, away: Table) -> Fates:
    gone = next((f.first for f in each if f.kind == "vanishes"), None)
    come = next((f.second for f in each if f.kind == "appears"), None)
    whys: list[Why | None] = []
    for outcome, here, there in ((gone, home, away), (come, away, home)):
        found = None if outcome is None else outcome.equilibrium
        whys.append(
            leaving(found.strategies, here, there, flip=here is away) if isinstance(found, Equilibrium) else None
        )
    return Fates(tuple(each), whys[0], whys[1])
