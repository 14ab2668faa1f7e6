"""What becomes of each equilibrium where all choose at once, held against the other side's game,
and why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from negotiate.answers import Outcome, Prediction, by_player
from negotiate.arrays import FloatArray
from negotiate.comparison.causes import (
    SAME_ODDS,
    Barred,
    Closed,
    Fates,
    Leaving,
    TermShift,
    paired,
    shifted,
    unlisted,
)
from negotiate.comparison.worths import Played, Table, played_together
from negotiate.equilibrium.equilibrium import verified
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import NegotiateError
from negotiate.games.normal_form import expected_payoffs, payoff_range
from negotiate.model.negotiation import Negotiation

CELLS = 500_000_000
"""Profiles times payoffs that are looked up again on the other side; above it, what is not listed
counts as gone.
"""


DECIMALS = 6
"""Of probabilities by which equilibria of games with private types are matched."""


def fates_at_once(
    one: Negotiation, two: Negotiation, first: Prediction, second: Prediction
) -> Fates:
    """Match the equilibria of two games in which all choose at once.

    Of infinitely many equilibria only the extreme ones are listed: one that nobody gains by leaving
    on the other side either is none the less there for not being listed.
    """
    home, away = Table.of(one, first), Table.of(two, second)
    if (
        home is None or away is None
    ):  # where players have private types, an outcome is what each type plays
        return paired(
            first, second, *([_settled(o) for o in side.outcomes] for side in (first, second))
        )
    there = {outcome: carried(_played(outcome), home, away) for outcome in first.outcomes}
    found = paired(first, second, _listed(there.values(), second), range(len(second.outcomes)))
    found = unlisted(
        found,
        lambda outcome: _still(outcome, there[outcome], away, first),
        lambda outcome: _still(outcome, carried(_played(outcome), away, home), home, second),
    )
    coming: dict[Supports | None, list[Outcome]] = {}
    for fate in found.of("appears"):
        if fate.second:
            coming.setdefault(_supports(_played(fate.second)), []).append(fate.second)

    def partner(outcome: Outcome) -> Outcome | None:
        alike = coming.get(_supports(there[outcome]))
        return alike.pop(0) if alike else None

    found = shifted(found, partner)
    return replace(
        found,
        gone=None if found.lost is None else leaving(_played(found.lost), home, away),
        come=None if found.new is None else leaving(_played(found.new), away, home, flip=True),
    )


def _settled(outcome: Outcome) -> frozenset[object]:
    """What each type plays, or what is settled for sure where nobody has types."""
    types = getattr(outcome.equilibrium, "types", ())
    odds = ((one, {k: round(p, DECIMALS) for k, p in one.strategy.items()}) for one in types)
    return frozenset((one.player, one.type, *own.items()) for one, own in odds) or frozenset(
        outcome.choices.items()
    )


def _played(outcome: Outcome) -> Played:
    if not isinstance(outcome.equilibrium, Equilibrium):
        raise TypeError(
            "an outcome of a game in which all choose at once is an equilibrium in strategies"
        )
    return outcome.equilibrium.strategies


def _listed(profiles: Iterable[Played | Closed], there: Prediction) -> Iterator[int]:
    """The place of the first equilibrium with the odds of each profile, -1 for none; there may be
    thousands of them.
    """
    rows = np.array([np.concatenate(_played(outcome)) for outcome in there.outcomes])
    for profile in profiles:
        place = -1
        if len(rows) and not isinstance(profile, Closed):
            alike = np.abs(rows - np.concatenate(profile)).max(axis=1) <= SAME_ODDS
            place = int(alike.argmax()) if alike.any() else -1
        yield place


def _still(
    outcome: Outcome, profile: Played | Closed, table: Table, listed: Prediction
) -> Outcome | None:
    """The same profile as an equilibrium that the other side has and does not list."""
    if isinstance(profile, Closed) or len(listed.outcomes) * table.game.payoffs.size > CELLS:
        return None
    try:
        found = verified(table.game, profile)
    except NegotiateError:
        return None
    payoffs = by_player(table.game.keys, found.payoffs)
    return replace(
        outcome, payoffs=payoffs, choices={**table.held, **found.choices}, equilibrium=found
    )


Supports = tuple[tuple[int, ...], ...]
"""For each player, the strategies that are played at all."""


def _supports(profile: Played | Closed) -> Supports | None:
    return (
        None
        if isinstance(profile, Closed)
        else tuple(tuple(np.flatnonzero(own).tolist()) for own in profile)
    )


def carried(profile: Played, home: Table, away: Table) -> Played | Closed:
    """A profile of one table as the same profile of another, or what the other does not offer."""
    found = []
    for player, key in enumerate(away.game.keys):
        theirs = home.game.keys.index(key)
        weights = np.zeros(away.game.shape[player])
        for strategy in np.flatnonzero(profile[theirs]).tolist():
            index = counterpart(home, theirs, strategy, away, player)
            if index is None:
                own = away.game.strategies[player][0].choices
                bound = ", ".join(
                    option for issue, option in own.items() if issue in away.scenario.fixed
                )
                return Closed(key, home.game.strategies[theirs][strategy].label, bound)
            weights[index] = profile[theirs][strategy]
        found.append(weights)
    return tuple(found)


def counterpart(home: Table, theirs: int, strategy: int, away: Table, player: int) -> int | None:
    """Which strategy of a player away does what a strategy does at home; None if none does.

    An issue that only one of the two players sets must be where it rests without anybody setting
    it.
    """
    wanted, rows = home.game.strategies[theirs][strategy].choices, away.game.strategies[player]
    full = {issue: wanted.get(issue, _resting(away, issue)) for issue in rows[0].choices}
    if any(
        _resting(away, issue) != option for issue, option in wanted.items() if issue not in full
    ):
        return None
    return next(
        (i for i, row in enumerate(rows) if all(row.choices[k] == o for k, o in full.items())), None
    )


def _resting(table: Table, issue: str) -> str | None:
    """The option that an issue has while nobody sets it."""
    option = table.scenario.resting(issue) if issue in table.scenario.issues else None
    return None if option is None else table.scenario.issues[issue].options[option].id


def leaving(
    profile: Played, home: Table, away: Table, flip: bool = False
) -> Leaving | Closed | Barred | None:
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
        The player who gains most for the range of its payoffs, or what only one side allows; None
        if nobody gains.
    """
    there = carried(profile, home, away)
    if isinstance(there, Closed):
        return there
    if combo := impossible(there, away):
        return _barred(away, combo, 0, not flip)
    found = _best(there, away)
    if found is None:
        return None
    player, to = found
    theirs = home.game.keys.index(away.game.keys[player])
    back = counterpart(away, player, to, home, theirs)
    old, new = _two(profile, home, theirs, back), _two(there, away, player, to)
    gain = new[1] - new[0]
    if back is not None and (combo := impossible(_changed(profile, theirs, back), home)):
        return _barred(home, combo, theirs, flip, gain)
    before = None if back is None else home.terms(profile, theirs, back)
    after = None if back is None else away.terms(there, player, to)
    term, decisive = None, True
    if before is not None and after is not None:
        grown = {term: after.get(term, 0.0) - before.get(term, 0.0) for term in [*before, *after]}
        most = max(grown, key=lambda term: grown[term])
        here, other = before.get(most, 0.0), after.get(most, 0.0)
        term = TermShift(away.game.keys[player], most, *((other, here) if flip else (here, other)))
        decisive = gain - grown[most] <= 1e-9 * float(payoff_range(away.game.payoffs)[player])
    one, two = (new, old) if flip else (old, new)
    return Leaving(
        away.game.keys[player],
        " or ".join(
            home.game.strategies[theirs][i].label for i in np.flatnonzero(profile[theirs]).tolist()
        ),
        away.game.strategies[player][to].label,
        one[1] - one[0],
        two[1] - two[0],
        (one[0], two[0]),
        (one[1], two[1]),
        term,
        decisive,
    )


def impossible(profile: Played, table: Table) -> tuple[int, ...] | None:
    """The first combination of strategies that may be played together and that the table makes
    impossible.
    """
    feasible = table.game.feasible
    combinations = None if feasible is None else played_together(profile)
    if feasible is None or combinations is None:
        return None
    return next((combo for combo in combinations[0] if not feasible[combo]), None)


def _barred(
    table: Table, combo: tuple[int, ...], player: int, by_second: bool, gain: float = math.nan
) -> Barred:
    rows = zip(table.game.keys, table.game.strategies, combo, strict=True)
    said = [(key, strategies[i].label) for key, strategies, i in rows]
    return Barred(*said.pop(player), tuple(said), by_second, gain)


def _changed(profile: Played, player: int, to: int) -> Played:
    """The profile with one player choosing something else."""
    alone = np.zeros(len(profile[player]))
    alone[to] = 1.0
    return (*profile[:player], alone, *profile[player + 1 :])


def _best(profile: Played, table: Table) -> tuple[int, int] | None:
    """The player, and its strategy, that gain most for the range of payoffs; None if nobody
    gains.
    """
    game, open_to = table.game, [np.asarray(True)] * len(profile)
    if game.feasible is not None:
        barred = np.broadcast_to((~game.feasible).astype(float), game.payoffs.shape)
        open_to = [np.asarray(odds <= 0.0) for odds in expected_payoffs(barred, profile)]
    values, widths = (
        expected_payoffs(game.payoffs, profile),
        np.maximum(payoff_range(game.payoffs), 1e-300),
    )
    best = (1e-9, -1, -1)
    for player, (own, free, width) in enumerate(zip(values, open_to, widths, strict=True)):
        gains = np.where(free, own - own @ profile[player], -np.inf) / width
        to = int(np.argmax(gains))
        if gains[to] > best[0] + 1e-12:
            best = (float(gains[to]), player, to)
    return None if best[1] < 0 else best[1:]


def _two(profile: Played, table: Table, player: int, to: int | None) -> tuple[float, float]:
    """What the profile, and one's own change from it, are worth."""
    values: FloatArray = expected_payoffs(table.game.payoffs, profile)[player]
    return float(values @ profile[player]), math.nan if to is None else float(values[to])
