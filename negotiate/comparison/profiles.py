"""What becomes of each equilibrium where all choose at once, held against the other side's game, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.comparison.causes import SAME_ODDS, Barred, Closed, Fate, Fates, Leaving, TermShift, Why
from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.comparison.terms import at_profiles
from negotiate.equilibrium.equilibrium import verified
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import NormalFormGame
from negotiate.games.regret import expected_payoffs, payoff_range
from negotiate.model.negotiation import Negotiation

COMBINATIONS = 5_000
"""Above so many combinations of what is mixed, a gain is not taken apart into terms."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A game in which all choose at once, with the scenario that it comes from and the issues that nobody sets."""

    scenario: Negotiation
    game: NormalFormGame
    held: Mapping[str, str]

    def index_of(self, player: int, other: Table, theirs: int, strategy: int) -> int | None:
        """Which strategy here does what a strategy of another table does there; None if none does.

        An issue that only one of the two players sets must be where it rests without anybody setting it.
        """
        wanted = other.game.strategies[theirs][strategy].choices
        mine = self.game.strategies[player][0].choices
        if any(other.rest(issue) != option for issue, option in wanted.items() if issue not in mine):
            return None
        full = {issue: wanted.get(issue, self.rest(issue)) for issue in mine}
        rows = self.game.strategies[player]
        return next((i for i, row in enumerate(rows) if all(row.choices[k] == o for k, o in full.items())), None)

    def rest(self, issue: str) -> str | None:
        """The option that an issue has while nobody sets it."""
        option = self.scenario.resting(issue) if issue in self.scenario.issues else None
        return None if option is None else self.scenario.issues[issue].options[option].id


def held(scenario: Negotiation, game: NormalFormGame) -> dict[str, str]:
    """Issue → the option that it keeps, for every issue that no player of the game sets."""
    committed = {issue: scenario.issues[issue].options[option].id for issue, option in scenario.fixed.items()}
    set_alone = {issue for row in game.strategies for issue in row[0].choices}
    lone = {key: issue.labels[0] for key, issue in scenario.issues.items() if len(issue.options) == 1}
    return {key: option for key, option in {**lone, **committed, **game.kept}.items() if key not in set_alone}


Played = tuple[FloatArray, ...]


def carried(profile: Played, home: Table, away: Table) -> Played | Closed:
    """A profile of one table as the same profile of another, or what the other does not offer."""
    found = []
    for player, key in enumerate(away.game.keys):
        theirs = home.game.keys.index(key)
        weights = np.zeros(away.game.shape[player])
        for strategy in np.flatnonzero(profile[theirs]):
            index = away.index_of(player, home, theirs, int(strategy))
            if index is None:
                return Closed(key, home.game.strategies[theirs][int(strategy)].label, _bound(away, player))
            weights[index] = profile[theirs][strategy]
        found.append(weights)
    return tuple(found)


def _bound(table: Table, player: int) -> str:
    """What a player is committed to from outside."""
    own = table.game.strategies[player][0].choices
    return ", ".join(option for issue, option in own.items() if issue in table.scenario.fixed)


def leaving(profile: Played, home: Table, away: Table, flip: bool = False) -> Leaving | Closed | Barred | None:
    """Who gains by leaving, away from home, a profile that nobody leaves at home.

    Parameters
    ----------
    profile : tuple of ndarray
        An equilibrium at home.
    home, away : Table
        Of the same players.
    flip : bool
        Whether home is the second side of the comparison.

    Returns
    -------
    Leaving, Closed, Barred or None
        The player who gains most for the range of its payoffs, or what only one side allows; None if nobody gains.
    """
    there = carried(profile, home, away)
    if isinstance(there, Closed):
        return there
    combo = impossible(there, away)
    if combo is not None:
        return _barred(away, combo, 0, not flip)
    found = _best(there, away)
    if found is None:
        return None
    player, to = found
    key = away.game.keys[player]
    theirs = home.game.keys.index(key)
    back = home.index_of(theirs, away, player, to)
    stay, leave = [_two(profile, home, theirs, back), _two(there, away, player, to)][:: -1 if flip else 1]
    shift = None if back is None else _shift(profile, home, theirs, back, there, away, player, to)
    width = float(payoff_range(away.game.payoffs)[player])
    gain = float(np.diff(_two(there, away, player, to))[0])
    combo = None if back is None else impossible(_changed(profile, theirs, back), home)
    if combo is not None:
        return _barred(home, combo, theirs, flip, gain)
    return Leaving(
        key,
        " or ".join(home.game.strategies[theirs][int(i)].label for i in np.flatnonzero(profile[theirs])),
        away.game.strategies[player][to].label,
        stay[1] - stay[0],
        leave[1] - leave[0],
        (stay[0], leave[0]),
        (stay[1], leave[1]),
        TermShift(shift.player, shift.term, shift.second, shift.first) if shift and flip else shift,
        shift is None or gain - (shift.second - shift.first) <= 1e-9 * width,
    )


def impossible(profile: Played, table: Table) -> tuple[int, ...] | None:
    """The first combination of strategies that may be played together and that the table makes impossible."""
    mixed = None if table.game.feasible is None else _combinations(profile)
    if mixed is None or table.game.feasible is None:
        return None
    return next((combo for combo in mixed[0] if not table.game.feasible[combo]), None)


def _barred(table: Table, combo: tuple[int, ...], player: int, by_second: bool, gain: float = math.nan) -> Barred:
    rows = zip(table.game.keys, table.game.strategies, combo, strict=True)
    said = [(key, strategies[i].label) for key, strategies, i in rows]
    return Barred(*said[player], tuple(said[:player] + said[player + 1 :]), by_second, gain)


def _changed(profile: Played, player: int, to: int) -> Played:
    """The profile with one player choosing something else."""
    alone = np.zeros(len(profile[player]))
    alone[to] = 1.0
    return (*profile[:player], alone, *profile[player + 1 :])


def _best(profile: Played, table: Table) -> tuple[int, int] | None:
    """The player, and its strategy, that gain most; None if nobody gains more than rounding."""
    values = expected_payoffs(table.game.payoffs, profile)
    widths = np.maximum(payoff_range(table.game.payoffs), 1e-300)
    best: tuple[float, int, int] = (1e-9, -1, -1)
    for player, (own, width) in enumerate(zip(values, widths, strict=True)):
        gains = np.where(_open_to(profile, table.game)[player], own - own @ profile[player], -np.inf) / width
        to = int(np.argmax(gains))
        if gains[to] > best[0] + 1e-12:
            best = (float(gains[to]), player, to)
    return None if best[1] < 0 else best[1:]


def _open_to(profile: Played, game: NormalFormGame) -> Sequence[BoolArray]:
    """Which strategies of each player are possible with whatever the others play."""
    if game.feasible is None:
        return [np.ones(n, dtype=np.bool_) for n in game.shape]
    impossible = np.broadcast_to((~game.feasible).astype(np.float64), game.payoffs.shape)
    return [np.asarray(v <= 0.0) for v in expected_payoffs(impossible, profile)]


def _two(profile: Played, table: Table, player: int, to: int | None) -> tuple[float, float]:
    """What the profile, and one's own change from it, are worth."""
    values = expected_payoffs(table.game.payoffs, profile)[player]
    return float(values @ profile[player]), float("nan") if to is None else float(values[to])


def _shift(
    profile: Played, home: Table, theirs: int, back: int, there: Played, away: Table, player: int, to: int
) -> TermShift | None:
    """The term whose part in the gain grew most from home to away."""
    before = gain_by_term(profile, home, theirs, back)
    after = gain_by_term(there, away, player, to)
    if before is None or after is None:
        return None
    grown = {term: after.get(term, 0.0) - before.get(term, 0.0) for term in [*before, *after]}
    most = max(grown, key=lambda term: grown[term])
    return TermShift(away.game.keys[player], most, before.get(most, 0.0), after.get(most, 0.0))


def gain_by_term(profile: Played, table: Table, player: int, to: int) -> dict[str, float] | None:
    """What each term adds to a player's gain by a change alone; None where too much is mixed.

    The terms add up to the gain.
    """
    mixed = _combinations(profile)
    if mixed is None:
        return None
    stay, weights = mixed
    leave = [(*combo[:player], to, *combo[player + 1 :]) for combo in stay]
    values = at_profiles(table.scenario, table.game, table.held, table.game.keys[player], [*stay, *leave])
    return {term: float(weights @ (v[len(stay) :] - v[: len(stay)])) for term, v in values.items()}


def expected_terms(profile: Played, table: Table, player: str) -> dict[str, float] | None:
    """What a player expects from each of its terms; None where too much is mixed. They add up to its payoff."""
    mixed = _combinations(profile)
    if mixed is None:
        return None
    values = at_profiles(table.scenario, table.game, table.held, player, mixed[0])
    return {term: float(mixed[1] @ value) for term, value in values.items()}


def _combinations(profile: Played) -> tuple[list[tuple[int, ...]], FloatArray] | None:
    """What may be played together, with its probability; None where that is too much."""
    supports = [np.flatnonzero(weights) for weights in profile]
    if prod(len(support) for support in supports) > COMBINATIONS:
        return None
    found: list[tuple[int, ...]] = list(product(*(map(int, support) for support in supports)))
    return found, np.array([prod(float(profile[p][i]) for p, i in enumerate(combo)) for combo in found])


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
