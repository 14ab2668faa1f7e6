"""Trees with secrets that are too large to list beliefs: one sequential equilibrium is found all
the same.
"""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.kernels.logit_path import Point, Responses, climb, follow
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.reports.solution import headline
from negotiate.equilibrium.trees import agent_quantal_response, assessments, sequence_form
from negotiate.equilibrium.trees import signalling as signalling_method
from negotiate.equilibrium.trees.agent_quantal_response import AgentLogit, AgentMethod
from negotiate.equilibrium.trees.folding import fold
from negotiate.equilibrium.trees.sequential_equilibrium import SequentialEquilibrium, smallest
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import information_sets
from negotiate.games.normal_form import unit_payoffs
from tests.equilibrium.one_secret import one_secret
from tests.famous_trees import beer_quiche, chain_store_types, leduc_poker


def signalling(types: int, messages: int, answers: int, seed: int) -> ExtensiveGame:
    """A random signaling game."""
    rng = np.random.default_rng(seed)
    odds, payoffs = (
        rng.dirichlet(np.full(types, 3.0)),
        rng.normal(size=(types, messages, answers, 2)).round(3),
    )
    nodes = {"type": {"chance": {f"t{t}": (float(odds[t]), f"t{t}") for t in range(types)}}}
    for t in range(types):
        nodes[f"t{t}"] = {
            "player": "Ann",
            "actions": {f"m{m}": f"t{t}m{m}" for m in range(messages)},
        }
        for m in range(messages):
            own = {f"a{a}": tuple(payoffs[t, m, a].tolist()) for a in range(answers)}
            nodes[f"t{t}m{m}"] = {"player": "Bob", "set": f"m{m}", "actions": own}
    return ExtensiveGame.from_nodes(nodes)


def bargaining(path: Path, threats: int, offers: int) -> ExtensiveGame:
    """The talks with one secret, with many threats and offers that give ever more."""
    rng = np.random.default_rng(0)
    given, cost = (
        np.linspace(0, 6, offers) + rng.normal(0, 0.3, offers),
        np.linspace(0, 3.5, offers),
    )
    left = np.clip(np.linspace(1, 0.1, offers) + rng.normal(0, 0.1, offers), 0.05, 1)
    rows = zip(
        given.round(2).tolist(), (-cost).round(2).tolist(), left.round(2).tolist(), strict=True
    )
    path.write_text(one_secret(tuple(np.linspace(0.3, 3, threats).round(2).tolist()), tuple(rows)))
    return negotiate.load(path).in_turn()


def test_talks_with_ten_threats_are_a_signalling_game_once_they_are_folded(tmp_path: Path) -> None:
    """What a limit of quantal responses finds in the same tree is one of its outcomes."""
    game = bargaining(tmp_path / "talks.yaml", 10, 12)
    assert information_sets(game.tree).slots > 1_000
    found = solve(game)
    assert (found.concept, found.method, found.complete) == ("sequential", "signalling", True)
    assert len(found.equilibria) == 3
    near = solve(fold(game).game, "agent-quantal-limit").equilibria[0]  # type: ignore[union-attr]  # it folds
    assert (
        min(np.abs(np.subtract(one.payoffs, near.payoffs)).max() for one in found.equilibria) < 1e-6
    )


@pytest.mark.parametrize(("threats", "offers", "actions"), [(16, 20, 2_000), (20, 30, 5_000)])
def test_talks_with_a_secret_have_a_sequential_equilibrium(
    tmp_path: Path, threats: int, offers: int, actions: int
) -> None:
    game = bargaining(tmp_path / "talks.yaml", threats, offers)
    assert information_sets(game.tree).slots > actions
    found = solve(game)
    assert found.concept == "sequential"
    assert found.method == "agent-quantal-limit"
    assert "following quantal responses" in found.chosen
    (one,) = found.equilibria
    assert isinstance(one, SequentialEquilibrium)
    assert not found.complete


@pytest.mark.parametrize("seed", [3, 5])
def test_random_signaling_games_have_a_sequential_equilibrium(seed: int) -> None:
    game = signalling(5, 12, 8, seed)
    assert information_sets(game.tree).slots > agent_quantal_response.FOLLOWED
    found = solve(game)
    assert found.concept == "sequential"
    assert [type(one) for one in found.equilibria] == [SequentialEquilibrium]


def test_beyond_two_thousand_actions_that_nothing_folds(tmp_path: Path) -> None:
    game = bargaining(tmp_path / "talks.yaml", 55, 50)
    folded = fold(game)
    assert folded is not None
    assert information_sets(folded.game.tree).slots > 2_000
    assert solve(game).concept == "sequential"


def test_a_path_whose_turns_are_skipped_is_one_of_responses() -> None:
    game = signalling(3, 10, 5, 0)
    unit = unit_payoffs(game.payoffs.T).T
    skipping = list(climb(AgentLogit(game.tree, unit), (1.0, 2.0, 4.0, 8.0)))
    staying = [
        point
        for point in follow(AgentLogit(game.tree, unit), (1.0, 2.0, 4.0, 8.0))
        if isinstance(point, Point)
    ]
    assert [one.precision for one in skipping] == [1.0, 2.0, 4.0, 8.0]
    for one, other in zip(skipping, staying, strict=True):  # no turn so early
        np.testing.assert_allclose(one.logs, other.logs, atol=1e-8)


def test_sparse_moves_lead_where_others_do(monkeypatch: pytest.MonkeyPatch) -> None:
    game = signalling(3, 4, 3, 2)
    table = AgentLogit(game.tree, unit_payoffs(game.payoffs.T).T)
    (point,) = climb(table, (4.0,))
    at, row = np.append(point.logs, point.precision), np.arange(table.total + 1) == table.total
    written = Responses.moves(table, at, row)
    monkeypatch.setattr(agent_quantal_response, "DENSE", 0)
    np.testing.assert_allclose(table.moves(at, row), written, atol=1e-8)


def test_the_smallest_solution_is_that_of_least_squares() -> None:
    from scipy.sparse import csr_array

    rng = np.random.default_rng(0)
    rows = rng.integers(-1, 2, (4, 9)).astype(float)
    rows = np.vstack([rows, rows[0] + rows[1]])  # which says nothing new
    wanted = rows @ rng.normal(size=9)
    np.testing.assert_allclose(
        smallest(csr_array(rows), wanted), np.linalg.lstsq(rows, wanted)[0], atol=1e-7
    )


def test_what_does_not_pass_on_the_whole_tree_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    game, run = chain_store_types(), AgentMethod.run
    assert fold(game) is not None
    monkeypatch.setattr("negotiate.equilibrium.trees.folding.trembles", lambda *_: None)
    found = solve(game, concept="sequential")
    assert not found.equilibria
    assert not found.complete
    assert run(agent_quantal_response.LIMIT, beer_quiche()).equilibria


def test_leduc_poker_has_its_value_at_once() -> None:
    game = leduc_poker()
    assert len(game.tree) == 9_457
    begun = time.process_time()
    found = solve(game)
    assert time.process_time() - begun < 5
    assert found.method == "sequence-linear-program"
    assert found.equilibria[0].payoffs == pytest.approx((-0.0856064, 0.0856064), abs=1e-6)
    assert not found.complete
    assert headline(found) == (
        "One Nash equilibrium was found, and there may be others. Each gives the same: -0.09 to "
        "first and 0.09 to "
        "second. Beliefs and empty threats were not looked at. `--concept sequential` searches "
        "further."
    )


def test_a_large_tree_that_is_not_zero_sum_ends_with_what_searches_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Work is counted, so that the same is given up on every machine."""
    monkeypatch.setattr(sequence_form, "HURRIED", 1e7)
    monkeypatch.setattr(agent_quantal_response, "HURRIED", 1e7)
    game = leduc_poker()
    rake = (
        game.payoffs
        - 0.05 * np.abs(game.payoffs)
        + np.random.default_rng(0).normal(0, 1e-3, game.payoffs.shape)
    )
    found = solve(replace(game, payoffs=rake, whole=None))
    assert not found.equilibria
    assert headline(found) == (
        "No answer with beliefs was found within the limits. `--concept sequential` searches "
        "further. "
        "`--concept nash` looks longer for one without beliefs."
    )


def test_only_who_names_no_method_is_hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signalling_method, "HURRIED", 5)
    monkeypatch.setattr(assessments, "HURRIED", 5)
    assert not solve(beer_quiche()).complete
    assert solve(beer_quiche(), "assessments").complete
    assert solve(beer_quiche(), concept="sequential").complete
