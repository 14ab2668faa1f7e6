"""What becomes of the equilibria of a game in which all choose at once, when something changes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.comparison.causes import Barred, Closed, Leaving, TermShift
from negotiate.comparison.terms import at_profiles
from negotiate.games.normal_form import NormalFormGame
from negotiate.kernels.regret import expected_payoffs, payoff_range
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
