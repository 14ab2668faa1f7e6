"""Correlated and coarse correlated equilibrium: lotteries over outcomes that nobody gains by
disregarding alone.

The lottery draws one combination of strategies and tells each player its own part of it. In a
correlated equilibrium nobody gains by disobeying what it is told; in a coarse one nobody gains by
staying out before anything is told. Of either kind the best and the worst for a player, or for all
together, are found and verified.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from math import prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.display import record
from negotiate.equilibrium.certificate import BOUNDED, WHOLE_NUMBERS, Certificate
from negotiate.equilibrium.concepts.beside_nash import (
    NashRange,
    impossible,
    nash_payoffs,
    nash_range,
)
from negotiate.equilibrium.concepts.programs import (
    BLURRED,
    ENTRIES,
    LARGEST,
    Best,
    NoLottery,
    best,
    best_exactly,
    fine,
    obedience,
    participation,
)
from negotiate.equilibrium.equilibrium import TOLERANCE, UNDECIDED, Unverified, settled
from negotiate.equilibrium.kernels.dominance import own_rows
from negotiate.equilibrium.nash.dominance import Reduced, nothing_taken, reduce
from negotiate.equilibrium.solution import CorrelatedEquilibrium, Finding, Reason, Solution
from negotiate.errors import GameTooLarge
from negotiate.games.exactness import (
    Exact,
    Exactly,
    as_fraction,
    big_integers,
    over_one_unit,
    rounding,
)
from negotiate.games.normal_form import NormalFormGame, frozen, payoff_range, unit_payoffs

OPTIMAL = 1e-8  # of the objective's range: how far the value may lie from the bound that proves it
VERIFIED = "every incentive constraint, by plain arithmetic"
PROVEN = ", and prices that prove no lottery to be better"
OTHERS = (
    "other lotteries reach the same value; of these, the one shown is kindest to the "
    "worst-off player, then most even"
)
UNPROVEN = "whether some lottery is better was left open by rounding"
UNHEARD = "what the lottery says"
NOT_LOOKED = "whether other lotteries reach the same value was not looked at"


def disobedience(payoffs: FloatArray, lottery: FloatArray, player: int) -> FloatArray:
    """What a player gains on average by playing one strategy whenever it is told another.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *strategies)
        In any unit.
    lottery : ndarray, shape (*strategies)
        The probability of each combination.
    player : int
        Whose gains are asked about.

    Returns
    -------
    ndarray, shape (strategies told, strategies played)
        Each gain counts with the probability of being told so; the diagonal is zero. No entry is
        positive exactly where the player does best to obey all advice: at a correlated equilibrium.

    References
    ----------
    Aumann 1987, "Correlated equilibrium as an expression of Bayesian rationality", Econometrica 55.

    Examples
    --------
    >>> chicken = np.array([[[6.0, 2.0], [7.0, 0.0]], [[6.0, 7.0], [2.0, 0.0]]])
    >>> third = np.array([[1.0, 1.0], [1.0, 0.0]]) / 3
    >>> disobedience(chicken, third, 0).round(9).tolist()
    [[0.0, -0.333333333], [-0.333333333, 0.0]]
    """
    told, worth = own_rows(lottery, player), own_rows(payoffs[player], player)
    given = told @ worth.T
    return given - np.diag(given)[:, None]


def refusal(payoffs: FloatArray, lottery: FloatArray, player: int) -> FloatArray:
    """What a player gains on average by settling on one strategy before it is told anything.

    Parameters
    ----------
    payoffs, lottery, player
        As in `disobedience`.

    Returns
    -------
    ndarray, shape (strategies,)
        No entry is positive exactly where the player does best to follow unseen: at a coarse
        correlated equilibrium.

    References
    ----------
    Moulin & Vial 1978, "Strategically zero-sum games: the class of games whose completely mixed
    equilibria cannot be improved upon", International Journal of Game Theory 7.

    Examples
    --------
    >>> chicken = np.array([[[6.0, 2.0], [7.0, 0.0]], [[6.0, 7.0], [2.0, 0.0]]])
    >>> refusal(chicken, np.array([[1.0, 1.0], [1.0, 0.0]]) / 3, 0).round(9).tolist()
    [-0.333333333, -0.333333333]
    """
    others = lottery.sum(axis=player).ravel()
    follows = float((payoffs[player] * lottery).sum())
    return np.asarray(own_rows(payoffs[player], player) @ others - follows, dtype=float)


@record
class Advised(Finding):
    """What the best and the worst lottery were chosen for, and what bounds them.

    Parameters
    ----------
    player : int or None
        Whose payoff was to be best; None for the sum of all players' payoffs.
    values : tuple of float
        Of the best and the worst equilibrium, in the unit of the payoffs.
    bounds : tuple of float
        What no lottery can exceed, and what none can fall below: equal to `values` up to rounding.
    sole : tuple of bool
        Whether it is known that no other lottery reaches the value.
    nash : NashRange or None
        The same objective at the Nash equilibria; None where none was found.
    """

    player: int | None
    values: tuple[float, float]
    bounds: tuple[float, float]
    sole: tuple[bool, bool]
    nash: NashRange | None


@record
class Advice:
    """What one kind of correlated equilibrium asks for.

    Parameters
    ----------
    kind : str
        "correlated" or "coarse correlated".
    reduces : bool
        Whether strictly dominated strategies are never played, so that they may go first.
    size : callable
        Shape of a game → how many entries its constraints have.
    constraints : callable
        Payoffs on the unit range or in whole numbers → the constraints, in the same numbers.
    largest : int
        How many entries may be solved for: some seconds as a rule.
    """

    kind: str
    reduces: bool
    size: Callable[[tuple[int, ...]], int]
    constraints: Callable[[Exact], Exact]
    largest: int = LARGEST

    def applies_to(self, game: NormalFormGame) -> str | None:
        """Why it does not suit a game; see `Concept.applies_to`."""
        return impossible(game)

    def run(self, game: NormalFormGame, player: int | None) -> Solution:
        """The best and the worst equilibrium for a player, or for the sum of all payoffs.

        Raises
        ------
        GameTooLarge
            If the constraints have more than `largest` entries, counted before any is made.
        Unverified
            If an incentive constraint fails in the game that was asked about.
        """
        return _solution(game, player, self)


CORRELATED = Advice(
    kind="correlated",
    reduces=True,
    size=lambda shape: prod(shape) * sum(n - 1 for n in shape),
    constraints=obedience,
)
COARSE_CORRELATED = Advice(
    kind="coarse correlated",
    reduces=False,  # a strictly dominated strategy may be part of a lottery that is accepted unseen
    size=lambda shape: prod(shape) * sum(shape),
    constraints=participation,
    largest=250_000,  # few constraints with many entries each, so that so many take some seconds
)


def _solution(game: NormalFormGame, player: int | None, advice: Advice) -> Solution:
    left = reduce(game) if advice.reduces else nothing_taken(game)
    entries = advice.size(left.game.shape)
    GameTooLarge.refuse(
        "entries of the incentive constraints",
        entries,
        advice.largest,
        "leave out strategies, or merge some",
    )
    objective = _objective(game.payoffs, player)
    numbers = left.game.exactly()
    wide = fine(game.exactly())
    exactly = wide and entries <= ENTRIES
    if exactly:
        found, values = _bests_exactly(game, left, numbers, player, advice)
    else:
        found = [_best(left, objective, player, sign, advice) for sign in (1.0, -1.0)]
    equilibria = _told_once(game, player, found, advice, 0.0 if exactly else TOLERANCE)
    if not exactly:
        values = [_expected(objective, e.distribution) for e in equilibria]
    worths, complete = nash_payoffs(game)
    nash = nash_range(worths.sum(axis=1) if player is None else worths[:, player], complete)
    bounds = (_unscaled(objective, found[0].bound), -_unscaled(-objective, found[1].bound))
    finding = Advised(player, (values[0], values[-1]), bounds, (found[0].sole, found[1].sole), nash)
    road = "whole numbers" if exactly else "HiGHS"
    notes = _notes(game, finding, all(one.looked for one in found))
    limits = {
        BLURRED: wide and not exactly,
        UNDECIDED: numbers.undecided,
        UNPROVEN: not _proven(finding, objective),
    }
    left_open = tuple(limit for limit, met in limits.items() if met)
    pure = all(equilibrium.pure for equilibrium in equilibria)
    certificate = Certificate(
        WHOLE_NUMBERS if exactly else BOUNDED, not (exactly or pure), left_open
    )
    notes += left_open
    return Solution(
        game=game,
        equilibria=equilibria,
        concept=advice.kind,
        method=f"linear program ({road})"
        + (", after strict dominance" if left.eliminations else ""),
        certificate=certificate,
        verified=VERIFIED + ("" if left_open else PROVEN),
        notes=tuple(notes),
        eliminations=left.eliminations,
        finding=finding,
    )


def _objective(payoffs: FloatArray, player: int | None) -> FloatArray:
    return np.asarray(payoffs.sum(axis=0) if player is None else payoffs[player], dtype=float)


def _bests_exactly(
    game: NormalFormGame, left: Reduced, numbers: Exactly, player: int | None, advice: Advice
) -> tuple[list[Best], list[float]]:
    """The best lottery and the worst, worked out in whole numbers, and what the objective comes to
    in them.
    """
    fractions = np.vectorize(as_fraction, otypes=[object])(game.payoffs)
    objective = fractions.sum(axis=0) if player is None else fractions[player]
    goal, unit = over_one_unit(objective)
    grid, high = np.ix_(*(np.asarray(k, dtype=int) for k in left.kept)), int(goal.max())
    rows, found, values = (
        advice.constraints(big_integers(numbers.payoffs)),
        list[Best](),
        list[float](),
    )
    for sign, wanted in ((1, goal), (-1, high - goal)):
        optimum = best_exactly(rows, wanted[grid].ravel())
        if optimum is None:
            raise NoLottery("every game has a correlated equilibrium, and none was found")
        lottery = np.zeros(goal.shape)
        lottery[grid] = np.array([float(w) for w in optimum.weights]).reshape(left.game.shape)
        found.append(Best(lottery, float(optimum.value / max(high, 1)), optimum.sole, optimum.sole))
        values.append(
            float((objective.min() if sign == 1 else objective.max()) + sign * optimum.value / unit)
        )
    return found, values


def _best(
    left: Reduced, objective: FloatArray, player: int | None, sign: float, advice: Advice
) -> Best:
    """The best lottery (the worst for a sign of -1) over the outcomes of the game that was asked
    about.
    """
    grid = np.ix_(*(np.asarray(k, dtype=int) for k in left.kept))
    goal = unit_payoffs(sign * objective[None])[0][grid].ravel()
    scaled = left.game.unit()
    others = [p for p in range(len(scaled)) if p != player] or [0]
    found = best(advice.constraints(scaled), goal, scaled[others].reshape(len(others), -1))
    whole = np.zeros(objective.shape)
    whole[grid] = found.lottery.reshape(left.game.shape)
    return replace(found, lottery=whole)


def _expected(objective: FloatArray, lottery: FloatArray) -> float:
    """What the objective comes to; what all outcomes have in common is left out of the sum, which
    keeps its digits.
    """
    low, width = float(objective.min()), float(np.ptp(objective))
    common = low if low > width else 0.0
    return common + math.fsum(((objective - common) * lottery).ravel().tolist())


def _unscaled(objective: FloatArray, value: float) -> float:
    lowest = float(objective.min())
    return lowest + value * (float(objective.max()) - lowest) + 0.0


def _told_once(
    game: NormalFormGame, player: int | None, found: list[Best], advice: Advice, tolerance: float
) -> tuple[CorrelatedEquilibrium, ...]:
    """The best and the worst, as one where there is no difference."""
    whose = "all together" if player is None else game.players[player]
    alike = np.abs(found[0].lottery - found[1].lottery).max() <= tolerance
    said = ["best and worst"] if alike else ["best", "worst"]
    return tuple(
        verified_advice(game, one.lottery, advice.kind, f"{extreme} for {whose}")
        for one, extreme in zip(found, said, strict=False)
    )


def _proven(finding: Advised, objective: FloatArray) -> bool:
    width = float(objective.max() - objective.min())
    return all(
        abs(v - b) <= OPTIMAL * width for v, b in zip(finding.values, finding.bounds, strict=True)
    )


def _notes(game: NormalFormGame, finding: Advised, looked: bool) -> list[str]:
    notes = []
    if finding.player is None and len(set(filter(None, game.units))) > 1:
        notes.append(
            "the sum adds payoffs in different units, so it means little: name one player instead"
        )
    if not all(finding.sole):
        notes.append(OTHERS if looked else NOT_LOOKED)
    return notes


def verified_advice(
    game: NormalFormGame, lottery: FloatArray, kind: str, purpose: str
) -> CorrelatedEquilibrium:
    """Build an equilibrium after checking that nobody gains by disregarding the advice.

    Parameters
    ----------
    game : NormalFormGame
        The game that was asked about.
    lottery : ndarray, shape (*strategies)
        The probability of each combination.
    kind : {'correlated', 'coarse correlated'}
        Whether advice may be disobeyed once heard, or only refused unheard.
    purpose : str
        Of which objective it is the best or the worst.

    Raises
    ------
    Unverified
        If this is no lottery, or a player gains more than 1e-9 of its payoff range and what adding
        up may cost.

    Examples
    --------
    >>> game = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> verified_advice(game, np.array([[0.5, 0.25], [0.25, 0.0]]), "correlated", "").payoffs
    (5.25, 5.25)
    """
    if lottery.shape != game.shape or not (
        (lottery >= 0).all() and abs(lottery.sum() - 1.0) <= TOLERANCE
    ):
        raise Unverified("a solver's answer is no lottery over the game's outcomes")
    regrets = [_regret(game.payoffs, lottery, p, kind) for p in range(game.n_players)]
    allowed = TOLERANCE * payoff_range(game.payoffs) + rounding(game.payoffs[None])[0]
    if any(gain > most for gain, most in zip(regrets, allowed.tolist(), strict=True)):
        raise Unverified(
            f"a solver's answer is no {kind} equilibrium: a player could gain {max(regrets):.3g}"
        )
    payoffs = tuple(float((table * lottery).sum()) for table in game.payoffs)
    reasons = tuple(_reason(game, lottery, p, kind, payoffs[p]) for p in range(game.n_players))
    told = [lottery.sum(axis=_others(game, player)) for player in range(game.n_players)]
    choices = settled(game, told)
    return CorrelatedEquilibrium(
        kind, frozen(lottery), payoffs, max(regrets), choices, purpose, reasons
    )


def _others(game: NormalFormGame, player: int) -> tuple[int, ...]:
    return tuple(p for p in range(game.n_players) if p != player)


def _regret(payoffs: FloatArray, lottery: FloatArray, player: int, kind: str) -> float:
    if kind == "correlated":
        return float(np.maximum(disobedience(payoffs, lottery, player).max(axis=1), 0.0).sum())
    return max(float(refusal(payoffs, lottery, player).max()), 0.0)


def _reason(
    game: NormalFormGame, lottery: FloatArray, player: int, kind: str, payoff: float
) -> Reason:
    """The advice that a player comes nearest to disobeying, or the strategy it comes nearest to
    settling on.
    """
    labels = [strategy.label for strategy in game.strategies[player]]
    axes = _others(game, player)
    told = lottery.sum(axis=axes)
    if len(labels) == 1:
        return Reason(player, labels[0], payoff)
    if kind != "correlated":
        gains = np.where(told >= 1.0 - TOLERANCE, -np.inf, refusal(game.payoffs, lottery, player))
        other = int(np.argmax(gains))
        return Reason(player, UNHEARD, payoff, labels[other], payoff + float(gains[other]))
    gains = disobedience(game.payoffs, lottery, player)[told > 0] / told[told > 0][:, None]
    heard = np.flatnonzero(told)
    gains[np.arange(len(heard)), heard] = -np.inf
    place, other = divmod(int(np.argmax(gains)), len(labels))
    advised = int(heard[place])
    obeyed = float((game.payoffs[player] * lottery).sum(axis=axes)[advised] / told[advised])
    return Reason(
        player, labels[advised], obeyed, labels[other], obeyed + float(gains[place, other])
    )
