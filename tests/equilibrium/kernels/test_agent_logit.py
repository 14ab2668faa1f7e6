"""Logit answers of information sets against a walk over the tree, and their derivatives against
differences.
"""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from negotiate.equilibrium.kernels.logit_path import Point, follow
from negotiate.equilibrium.trees.agent_quantal_response import AgentLogit
from negotiate.games.extensive import ExtensiveGame
from tests.famous_trees import beer_quiche, seltens_horse
from tests.reference import plain_assessments
from tests.strategies import hidden_trees


def agents(game: ExtensiveGame) -> AgentLogit:
    return AgentLogit(game.tree, game.payoffs)


def some_logs(table: AgentLogit, seed: int) -> np.ndarray:
    weights = np.random.default_rng(seed).uniform(0.2, 1.0, table.total)
    return np.log(weights / np.add.reduceat(weights, table.starts)[table.owner])


@given(hidden_trees(), st.integers(0, 1000), st.floats(0.0, 5.0))
def test_answers_are_those_of_a_walk(game: ExtensiveGame, seed: int, precision: float) -> None:
    assume((game.tree.odds > 0).all() and (game.tree.mover >= 0).any())
    table = agents(game)
    logs = some_logs(table, seed)
    odds = [part.tolist() for part in np.split(np.exp(logs), table.starts[1:])]
    behaviour = dict(zip(table.sets.label.tolist(), odds, strict=True))
    answers = plain_assessments.logit_answers(game, behaviour, precision)
    wanted = np.concatenate([answers[label] for label in table.sets.label.tolist()])
    off, _ = table.system(logs, precision)
    np.testing.assert_allclose(np.exp(logs - off), wanted, atol=1e-9)


@given(hidden_trees(), st.integers(0, 1000))
def test_derivatives_are_those_of_differences(game: ExtensiveGame, seed: int) -> None:
    assume((game.tree.mover >= 0).any())
    table = agents(game)
    logs, precision, step = some_logs(table, seed), 1.7, 1e-5
    _, derivative = table.system(logs, precision)
    for k in range(table.total):
        ahead, behind = logs.copy(), logs.copy()
        ahead[k] += step
        behind[k] -= step
        slope = (table.system(ahead, precision)[0] - table.system(behind, precision)[0]) / (
            2 * step
        )
        np.testing.assert_allclose(derivative[:, k], slope, atol=3e-6)
    slope = (table.system(logs, precision + step)[0] - table.system(logs, precision - step)[0]) / (
        2 * step
    )
    np.testing.assert_allclose(derivative[:, -1], slope, atol=3e-6)


@pytest.mark.parametrize("game", [beer_quiche(), seltens_horse()], ids=lambda g: g.title)
def test_the_path_is_one_of_answers(game: ExtensiveGame) -> None:
    unit = (game.payoffs - game.payoffs.min(axis=0)) / np.ptp(game.payoffs, axis=0)
    table = AgentLogit(game.tree, unit)
    points = [one for one in follow(table, [0.5, 8.0, 4096.0]) if isinstance(one, Point)]
    assert [one.precision for one in points] == [0.5, 8.0, 4096.0]
    for precision, logs in points:
        off, _ = table.system(logs, precision)
        assert np.abs(off * np.exp(logs)).max() < 1e-9
        np.testing.assert_allclose(np.add.reduceat(np.exp(logs), table.starts), 1.0, atol=1e-9)
