"""Private types of two or three players: pure equilibria beside every plan tried, mixed ones by
what types gain.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from negotiate.equilibrium.bayesian import BayesianEquilibrium
from negotiate.equilibrium.registry import solve
from negotiate.games.extensive import BayesianGame
from tests.equilibrium.test_bayesian import bayesian_game, by_trying, pure_ones
from tests.reference import plain_information, plain_plans
from tests.truth.kinds import Kind, Verdict
from tests.truth.many_players import Generator
from tests.truth.trees import ROUNDING, not_adding_up, turned

Plans = tuple[tuple[int, ...], ...]


class Typed(NamedTuple):
    """What a solution says of a game of types: pure equilibria by type, and the odds of entering
    each node of any.
    """

    pure: tuple[Plans, ...]
    odds: tuple[tuple[float, ...], ...]
    complete: bool


def types(rng: Generator) -> BayesianGame:
    """Up to two types each, payoffs that tie, and one player in three without a choice."""
    players = int(rng.integers(2, 4))
    kinds, choices = (
        rng.integers(1, 3, players).tolist(),
        rng.integers(1, 4 if players == 2 else 3, players).tolist(),
    )
    largest = int(rng.integers(1, 6))
    table = rng.integers(-largest, largest + 1, (*kinds, *choices, players)).astype(float)
    return bayesian_game(table, [(own := rng.integers(1, 5, n)) / own.sum() for n in kinds])


def answer_of(game: BayesianGame) -> Typed:
    found = solve(game)
    odds = [
        tuple(e.probability.tolist())
        for e in found.equilibria
        if isinstance(e, BayesianEquilibrium)
    ]
    return Typed(tuple(sorted(pure_ones(found))), tuple(odds), found.complete)


def by_plans(game: BayesianGame, answer: Typed) -> Verdict:
    wanted = tuple(sorted(by_trying(game)))
    wrong = "" if answer.pure == wanted else f"pure equilibria {answer.pure}, and not {wanted}"
    for odds in answer.odds:
        if wrong := wrong or not_adding_up(game, odds):
            break
        gains = plain_information.one_shot(game, plain_plans.exactly(game, np.array(odds)))
        if (most := max(gains.values())) > ROUNDING * max(1.0, float(np.ptp(game.payoffs))):
            wrong = f"a type gains {most:.3g} by leaving {odds}"
    return Verdict(wrong, answer.complete)


def one_less(answer: Typed) -> Typed:
    return answer._replace(pure=answer.pure[1:])


def one_turned(answer: Typed) -> Typed:
    return answer._replace(odds=tuple(map(turned, answer.odds)))


KINDS = (Kind("private types", types, answer_of, by_plans, (one_less, one_turned)),)
