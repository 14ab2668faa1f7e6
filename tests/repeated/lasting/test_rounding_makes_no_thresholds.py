"""Margins that are nothing, up to rounding, neither break an agreement nor cut its patience into
pieces.
"""

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.setting import Phases, Setting

CONCEPTS = ("nash", "subgame-perfect")


def indifferent(seed: int) -> RepeatedGame:
    """Payoffs and phases do not mind what is played: a toss leads to one of three ways to end, and
    each lasts.
    """
    rng = np.random.default_rng(seed)
    odds = np.zeros((5, 5))
    odds[0, 1:] = rng.dirichlet(np.ones(4))
    odds[1, 1] = odds[2, 2] = 1
    odds[3, 3:], odds[4, 3:] = (0.3, 0.7), (0.9, 0.1)
    worth = rng.integers(0, 10, (5, 2)).astype(float)
    payoffs = np.broadcast_to(worth[:, :, None, None], (5, 2, 3, 3))
    phases = Phases(
        tuple("abcde"), payoffs, np.broadcast_to(odds[:, None, None, :], (5, 3, 3, 5)), payoffs
    )
    return RepeatedGame(NormalFormGame.from_arrays(*payoffs[0]), 0.9, Setting(phases=phases))


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("seed", range(4))
def test_where_nothing_matters_everything_holds_at_any_patience(seed: int, concept: str) -> None:
    for name in ("grit", "tit_for_tat", "grim"):
        found = indifferent(seed).critical_discount(name, concept=concept)
        assert (found, *found.by_player) == (((0.0, 1.0),),) * 3


@pytest.mark.parametrize("concept", CONCEPTS)
def test_where_only_the_first_phase_matters_there_is_one_threshold(concept: str) -> None:
    """A dilemma leads to the lasting phases with odds that a breach makes worse: one step
    decides.
    """
    game = indifferent(0)
    before = game.setting.phases
    assert before is not None
    payoffs, odds = before.payoffs.copy(), before.odds.copy()
    payoffs[:, :] = np.array([5.0, 6.0, 2.0, 1.0, 1.0])[:, None, None, None]
    payoffs[0] = [[[5, 5, 5], [6, 6, 6], [6, 6, 6]], [[5, 6, 6], [5, 6, 6], [5, 6, 6]]]
    odds[0] = [0, 0, 1, 0, 0]
    odds[0, 0, 0] = [0, 0.5, 0.5, 0, 0]
    phases = Phases(before.names, payoffs, odds, payoffs)
    found = RepeatedGame(NormalFormGame.from_arrays(*payoffs[0]), 0.9, Setting(phases=phases))
    critical = found.critical_discount("grim", concept=concept)
    assert list(critical) == [(pytest.approx(1 / 3), 1.0)], "1 - d is gained and d * (4 - 2) lost"
