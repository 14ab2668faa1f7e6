"""Quantal responses of information sets, and the sequential equilibria that they lead to."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Unverified
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.trees.agent_quantal_response import (
    AgentPath,
    AgentResponse,
    verified_response,
)
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from tests.famous_tree_equilibria import FAMOUS_TREES, kuhn_known
from tests.famous_trees import beer_quiche, kuhn_poker, seltens_horse
from tests.reference import plain_assessments
from tests.strategies import hidden_trees, normal_form, trees
from tests.tree_facts import FamousTree, set_called


@pytest.mark.parametrize("famous", FAMOUS_TREES, ids=lambda t: t.name)
def test_the_limit_is_an_equilibrium_that_books_give(famous: FamousTree) -> None:
    solution = solve(famous.build(), "agent-quantal-limit")
    (limit,) = solution.equilibria
    assert not solution.complete
    known = famous.of("sequential")
    if famous.name == "Kuhn poker":
        known = (kuhn_known(float(limit.behaviour[set_called(limit.game, "open with jack")][1])),)
    assert any(one.covers(limit) for one in known)


def test_kuhn_poker_is_worth_an_eighteenth_to_the_second() -> None:
    (limit,) = solve(kuhn_poker(), "agent-quantal-limit").equilibria
    assert limit.payoffs == pytest.approx((-1 / 18, 1 / 18), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(hidden_trees(levels=3))
def test_every_point_is_one_of_answers(game: ExtensiveGame) -> None:
    assume((game.tree.mover >= 0).any() and (game.tree.odds > 0).all())
    spread = np.ptp(game.payoffs, axis=0)
    unit = game.payoffs / np.where(spread > 0, spread, 1.0)
    for e in solve(game, "agent-quantal-response").equilibria:
        assert isinstance(e, AgentResponse)
        if e.precision > 64:
            continue
        behaviour = {label: own.tolist() for label, own in e.behaviour.items()}
        scaled = ExtensiveGame(game.tree, unit, game.players, game.keys, game.moves)
        answers = plain_assessments.logit_answers(scaled, behaviour, e.precision)
        for label, own in e.behaviour.items():
            np.testing.assert_allclose(answers[label], own, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(trees(levels=3, largest=20), st.sampled_from([1e-6, 1.0, 1e6]))
def test_perfect_information_leads_to_backward_induction_in_any_unit(
    game: ExtensiveGame, size: float
) -> None:
    assume((game.tree.mover >= 0).any())
    wanted = solve(game, "backward-induction")
    assume(not wanted.continuum)
    scaled = ExtensiveGame(game.tree, game.payoffs * size, game.players, game.keys, game.moves)
    found = solve(scaled, "agent-quantal-limit").equilibria
    assume(found)  # where the best is better by very little, nothing is in sight
    np.testing.assert_allclose(found[0].reach, wanted.equilibria[0].reach, atol=1e-9)


def test_beliefs_at_each_point_are_those_of_bayes() -> None:
    game = beer_quiche()
    solution = solve(game, concept="quantal-response")
    assert solution.method == "agent-quantal-response"
    assert isinstance(solution.finding, AgentPath)
    assert solution.finding.settled
    after = set_called(game, "after quiche")
    for e in solution.equilibria[:6]:
        weak, strong = (e.behaviour[set_called(game, kind)][1] for kind in ("weak", "strong"))
        bayes = 0.1 * weak / (0.1 * weak + 0.9 * strong)
        np.testing.assert_allclose(e.beliefs[after], [bayes, 1 - bayes], atol=1e-9)


def test_what_is_no_answer_is_refused() -> None:
    game = seltens_horse()
    equal = np.log(np.full(6, 0.5))
    assert verified_response(game, equal, 0.0).payoffs == pytest.approx((1.5, 1.25, 0.875))
    with pytest.raises(Unverified, match="no quantal response"):
        verified_response(game, equal, 1.0)


def test_what_it_does_not_fit_is_said() -> None:
    with pytest.raises(UnsuitableGame, match="needs a game tree"):
        solve(normal_form(np.zeros((2, 2, 2))), "agent-quantal-response")
