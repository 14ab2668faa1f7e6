"""Logit quantal response: better options are likelier, the more so the more precisely everybody
weighs them.

Precision is counted per payoff range: at precision λ, an option worth a share d of its player's
payoff range more than another is exp(λ d) times as likely. Players with payoffs in different units
so compare, and no unit changes the answer. The Nash equilibrium that the responses come close to is
found by solving the indifference conditions nearby.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.display import entity
from negotiate.equilibrium.certificate import FLOATS, Certificate
from negotiate.equilibrium.concepts.beside_nash import impossible
from negotiate.equilibrium.equilibrium import Unverified, reason_of, verified
from negotiate.equilibrium.kernels.logit_path import LogitGame, Point, trace
from negotiate.equilibrium.solution import Equilibrium, Finding, Reason, Solution
from negotiate.errors import DidNotConverge, GameTooLarge
from negotiate.games.normal_form import NormalFormGame, expected_payoffs, frozen, unit_payoffs

THRESHOLDS = (
    0.3,
    1e-1,
    1e-2,
    1e-3,
    1e-4,
    1e-6,
)  # of the likeliest: less likely strategies go in the limit
CORRECTIONS = (
    8  # Newton's method doubles the digits each time, and two players' conditions are linear
)
MOST = 80  # strategies of all players that may be likely: with more, a limit is not looked for
NEAR = 0.2  # a solution farther away in some probability is another equilibrium
ROUNDING = 1e-12
ADDING = 2e-15  # of the largest payoff met: what adding up may cost
STAKE = 1e-9  # of what is at stake in the limit: a smaller gain is rounding

PRECISIONS = tuple(2.0**k for k in range(13))
"""From 1 to 4,096 by doubling; the path begins at 0, and ends sooner where its limit is clear."""

LARGEST_OUTCOMES = 20_000  # combinations: seconds
LARGEST_STRATEGIES = 400  # of all players together: one linear system a step
TOLERANCE = 1e-10  # how far a probability may lie from the answer to the others' probabilities
LIMIT_FROM = 16.0  # precision from which a limit is looked for
AGREE = 1e-6  # two guesses of the limit, at one precision and twice that, that are the same
NEARER = 0.75  # how much nearer the path must have come to it when precision doubled
TURNS = 6  # that a note names
ARRIVED = 0.01  # how near in every probability the path must come before it is broken off

VERIFIED = "each probability answers the others' probabilities, to 1e-10"
UNIT = (
    "precision is per payoff range: at precision 10, an option that is better by a tenth of the "
    "player's range is 2.7 "
    "(e) times as likely"
)


def nash_nearby(game: NormalFormGame, table: LogitGame, odds: FloatArray) -> Equilibrium | None:
    """The equilibrium on the likely strategies that is nearest to a quantal response; None where
    none passes the check.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    table : LogitGame
        The same game on the unit range.
    odds : ndarray, shape (strategies of all players,)
        The probabilities of a quantal response, player after player.
    """
    tried: set[bytes] = set()
    likeliest = np.maximum.reduceat(odds, table.starts)[table.owner]
    for threshold in THRESHOLDS:
        used = odds > threshold * likeliest
        if int(used.sum()) > MOST:
            return None
        if used.tobytes() in tried:
            continue
        tried.add(used.tobytes())
        found = _indifferent(table, np.where(used, odds, 0.0), used)
        if found is None or np.abs(found - odds).max() > NEAR:
            continue
        try:
            limit = verified(game, [found[a:b] for a, b in pairwise(table.bounds)])
        except Unverified:
            continue
        if _stands_where_it_is_played(game, limit):
            return limit
    return None


def _stands_where_it_is_played(game: NormalFormGame, limit: Equilibrium) -> bool:
    """Whether nobody gains, measured by what is at stake against what the others really play.

    A payoff that is huge, but only against something that nobody plays in the limit, would hide
    what matters there.
    """
    values = expected_payoffs(game.payoffs, limit.strategies)
    for player, (worth, own) in enumerate(zip(values, limit.strategies, strict=True)):
        faced = [
            np.arange(m) if p == player else np.flatnonzero(limit.strategies[p])
            for p, m in enumerate(game.shape)
        ]
        at_stake = game.payoffs[player][np.ix_(*faced)]
        slack = STAKE * float(np.ptp(at_stake)) + ADDING * float(np.abs(at_stake).max())
        if float(worth.max() - worth @ own) > slack:
            return False
    return True


def _indifferent(table: LogitGame, odds: FloatArray, used: BoolArray) -> FloatArray | None:
    """Newton's method for equal worth of all strategies used; the nearest solution where there are
    many.
    """
    players = len(table.shape)
    places = np.flatnonzero(used)
    member = (table.owner[places][:, None] == np.arange(players)).astype(float)
    odds = odds / np.add.reduceat(odds, table.starts)[table.owner]
    for _ in range(CORRECTIONS):
        worth, tables = table.values(odds)
        level = (member.T @ worth[places]) / member.sum(axis=0)
        off = np.concatenate([member @ level - worth[places], 1.0 - member.T @ odds[places]])
        slope = tables[np.ix_(places, places)]
        system = np.block([[slope, -member], [member.T, np.zeros((players, players))]])
        move = np.linalg.lstsq(system, off)[0][: len(places)]
        odds[places] += move
        if np.abs(move).max() < ROUNDING:
            break
    if (odds[places] < 0).any():
        return None
    return odds / np.add.reduceat(odds, table.starts)[table.owner]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class QuantalResponse(Equilibrium):
    """Probabilities with which every player answers everybody else's, at one precision.

    Parameters
    ----------
    precision : float
        Per payoff range of each player; 0 is choice at random, infinity never a mistake.
    residual : float
        How far a probability lies from the answer to the others' probabilities, at most.
    losses : tuple of float
        What each player gives up on average by not choosing best; `regret` is the largest of them.
    """

    precision: float = 0.0
    residual: float = 0.0
    losses: tuple[float, ...] = ()


@entity
class QuantalPath(Finding):
    """Where the quantal responses lead.

    Parameters
    ----------
    limit : Equilibrium or None
        The Nash equilibrium that they approach; None where none is near the last of them.
    distance : float
        How far the last of them is from it in any probability; NaN where there is no limit.
    settled : bool
        Whether two guesses at the limit agree, the path having come nearer to it in between; else
        it is only near.
    turns : tuple of float
        The precisions at which the path turns back, up to the accuracy of one step.
    """

    limit: Equilibrium | None
    distance: float
    settled: bool
    turns: tuple[float, ...]


BRANCH = "only the branch from random choice was followed"
NOWHERE = QuantalPath(None, float("nan"), False, ())

applies_to = impossible


def run(game: NormalFormGame, player: int | None) -> Solution:
    """Its answer; see `Concept.run`."""
    size, strategies = prod(game.shape), sum(game.shape)
    GameTooLarge.refuse(
        "combinations of strategies", size, LARGEST_OUTCOMES, "leave out strategies, or merge some"
    )
    GameTooLarge.refuse(
        "strategies", strategies, LARGEST_STRATEGIES, "leave out strategies, or merge some"
    )
    found, finding, notes = _followed(game)
    return Solution(
        game=game,
        equilibria=tuple(found),
        concept="quantal response",
        method="homotopy along the principal branch",
        certificate=Certificate(FLOATS, rounded=True, limits=(BRANCH,)),
        verified=VERIFIED,
        notes=(UNIT, *notes, *turned(finding.turns)),
        finding=finding,
    )


def _followed(game: NormalFormGame) -> tuple[list[QuantalResponse], QuantalPath, list[str]]:
    """The path until its limit is clear, or to the highest precision."""
    unit = unit_payoffs(game.payoffs)
    table = LogitGame(unit)
    equal = np.repeat([1.0 / n for n in game.shape], game.shape)
    found, turns, notes = [verified_response(game, unit, equal, 0.0)], list[float](), list[str]()
    guesses, earlier = list[QuantalPath](), Point(0.0, np.log(equal))
    try:
        for point in trace(unit, PRECISIONS):
            if not isinstance(point, Point):
                turns.append(point)
                continue
            found.append(verified_response(game, unit, np.exp(point.logs), point.precision))
            before, guesses = guesses, _guesses(game, table, earlier, point)
            earlier = point
            for one in (
                now for then, now in zip(before, guesses, strict=False) if _clear(then, now)
            ):
                return found, replace(one, settled=True, turns=tuple(turns)), notes
    except DidNotConverge as error:
        notes.append(
            f"the path could not be followed beyond precision {found[-1].precision:g}: {error}"
        )
    near = [guess for guess in guesses if guess.distance < ARRIVED]
    nearest = min(near, key=lambda guess: guess.distance, default=NOWHERE)
    return found, replace(nearest, turns=tuple(turns)), notes


def _guesses(
    game: NormalFormGame, table: LogitGame, earlier: Point, point: Point
) -> list[QuantalPath]:
    """Where the path seems to lead: from where it is, and from how its last doubling of precision
    moved it.
    """
    if not (point.precision >= LIMIT_FROM and point.precision == 2 * earlier.precision):
        return []
    odds = np.exp(point.logs)
    # Where what is left falls with one over the precision, it halves from the earlier to the later
    # point.
    found = [
        nash_nearby(game, table, start)
        for start in (odds, np.maximum(2 * odds - np.exp(earlier.logs), 0.0))
    ]
    return [
        NOWHERE
        if limit is None
        else QuantalPath(
            limit, float(np.abs(np.concatenate(limit.strategies) - odds).max()), False, ()
        )
        for limit in found
    ]


def _clear(before: QuantalPath, now: QuantalPath) -> bool:
    """Whether two guesses in a row are the same equilibrium, and the path has come nearer to it."""
    if before.limit is None or now.limit is None:
        return False
    moved = max(
        float(np.abs(a - b).max())
        for a, b in zip(now.limit.strategies, before.limit.strategies, strict=True)
    )
    return (
        moved < AGREE
        and now.distance <= max(NEARER * before.distance, AGREE)
        and now.distance < ARRIVED
    )


def verified_response(
    game: NormalFormGame, unit: FloatArray, odds: FloatArray, precision: float
) -> QuantalResponse:
    """Build a quantal response after checking that each player's probabilities answer the others'.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    unit : ndarray, shape (players, *strategies)
        Its payoffs on the unit range.
    odds : ndarray, shape (strategies of all players,)
        Probabilities, player after player.
    precision : float
        Per payoff range.

    Raises
    ------
    Unverified
        If a probability is farther than 1e-10 from what the logit rule makes of the expected
        payoffs.
    """
    bounds = np.cumsum([0, *game.shape])
    played = [odds[a:b] / odds[a:b].sum() for a, b in pairwise(bounds)]
    answers = []
    for worth in expected_payoffs(unit, played):
        weights = np.exp(precision * (worth - worth.max()))
        answers.append(weights / weights.sum())
    residual = max(float(np.abs(a - p).max()) for a, p in zip(answers, played, strict=True))
    if not residual <= TOLERANCE:
        raise Unverified(
            f"a solver's answer is no quantal response: a probability is off by {residual:.3g}"
        )
    values = expected_payoffs(game.payoffs, played)
    payoffs = tuple(float(v @ s) for v, s in zip(values, played, strict=True))
    losses = tuple(max(float(v.max()) - own, 0.0) for v, own in zip(values, payoffs, strict=True))
    reasons = tuple(_reason(game, p, played[p], values[p]) for p in range(game.n_players))
    strategies = tuple(frozen(s) for s in played)
    return QuantalResponse(
        "quantal response",
        strategies,
        payoffs,
        max(losses),
        {},
        reasons,
        (),
        precision,
        residual,
        losses,
    )


def _reason(game: NormalFormGame, player: int, odds: FloatArray, values: FloatArray) -> Reason:
    """What the likeliest option is worth, and the likeliest of the others."""
    order, places = np.argsort(-odds, kind="stable"), np.arange(len(odds))
    first = int(order[0])
    return reason_of(
        game, player, places == first, float(values[first]), values, np.isin(places, order[1:2])
    )


def turned(turns: Sequence[float]) -> list[str]:
    """A note on where a path turns back, if it does."""
    if not turns:
        return []
    where = ", ".join(f"{turn:.3g}" for turn in turns[:TURNS])
    more = f" and {len(turns) - TURNS} times more" if len(turns) > TURNS else ""
    return [
        (
            f"the path turns back at precision {where}{more}, so some precisions have several "
            "points "
            "on it"
        )
    ]
