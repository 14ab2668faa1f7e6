"""Choices that no beliefs can change are folded, and nothing is lost or won by it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import negotiate
from negotiate.cli.app import run
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.trees import agent_quantal_response, assessments, signalling
from negotiate.equilibrium.trees.folding import SAME, fold
from negotiate.equilibrium.trees.sequential_equilibrium import SequentialEquilibrium
from negotiate.games.extensive import ExtensiveGame
from tests.equilibrium.one_secret import one_secret
from tests.famous_trees import beer_quiche, chain_store_types
from tests.strategies import hidden_trees

WORK = 300


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "one-secret.yaml"
    path.write_text(one_secret())
    return path


def test_one_secret_beside_plain_choices_leaves_one_sequential_equilibrium(file: Path) -> None:
    game = negotiate.load(file).in_turn()
    assert len(game.tree) == 177
    folded = fold(game)
    assert folded is not None
    assert (
        len(folded.game.tree) == 25
    )  # China's answer to the smallest threat hangs on no beliefs either
    found = solve(game)
    assert found.complete
    assert found.concept == "sequential"
    (one,) = found.equilibria
    assert isinstance(one, SequentialEquilibrium)
    # China is as well off with o0 as with o1 if 7 in 16 of those who threaten t2 are hawks.
    assert one.payoffs == pytest.approx((1.45, -0.9))
    labels = [game.action_labels(node) for node in range(1, 3)]
    assert labels == [["t0", "t1", "t2"]] * 2
    assert one.probability[3:9] == pytest.approx([22 / 49, 0, 27 / 49, 0, 0, 1])


def test_compare_and_test_stay_with_that_equilibrium(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(file.read_text() + "expect:\n  - {tree: {harbour: open}, in: every}\n")
    assert run(["test", str(file)]) == 0
    assert run(["compare", str(file), "--json"]) == 0
    assert '"concept": "sequential"' in capsys.readouterr().out


def test_where_beliefs_are_too_many_one_equilibrium_is_followed_to(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assessments, "LARGEST_WORK", 1)
    monkeypatch.setattr(signalling, "TYPES", 1)
    game = negotiate.load(file).in_turn()
    found = solve(game)
    assert found.concept == "sequential"
    assert found.method == "agent-quantal-limit"
    assert "following quantal responses" in found.chosen
    assert any("there may be others" in note for note in found.notes)
    (one,) = found.equilibria
    assert isinstance(one, SequentialEquilibrium)
    assert one.payoffs == pytest.approx((1.45, -0.9))
    assert not found.complete
    assert len(one.probability) == len(game.tree)
    assert isinstance(found.finding, agent_quantal_response.AgentPath)
    assert found.finding.limit is one


def test_where_beliefs_matter_nothing_is_folded() -> None:
    assert fold(beer_quiche()) is None


def test_a_choice_is_folded_though_its_mover_cannot_tell_nodes_apart() -> None:
    game = chain_store_types()  # a strong store fights, and a weak one lets the second newcomer in
    folded = fold(game)
    assert folded is not None
    assert len(folded.game.tree) < len(game.tree)


def outcomes(equilibria) -> list[np.ndarray]:
    return [e.reach[e.game.tree.leaves] for e in equilibria]


@given(hidden_trees())
@settings(max_examples=40)
def test_what_is_left_has_the_sequential_equilibria_of_the_whole(game: ExtensiveGame) -> None:
    folded = None if game.perfect_information else fold(game)
    if folded is None or assessments.applies_to(game) or assessments.amount_of_work(game) > WORK:
        return
    whole, back = assessments.run(game), folded.unfolded(assessments.run(folded.game))
    if folded.tied.any():
        assert SAME in back.notes
        return
    assert back.complete or not whole.complete  # what is left may be settled where the whole is not
    if whole.complete:
        mine, theirs = outcomes(back.equilibria), outcomes(whole.equilibria)
        assert all(any(np.abs(a - b).max() < 1e-6 for b in theirs) for a in mine)
        assert all(any(np.abs(a - b).max() < 1e-6 for b in mine) for a in theirs)


@given(hidden_trees())
@settings(max_examples=40)
def test_what_a_path_leads_to_passes_the_checks_on_the_whole_tree(game: ExtensiveGame) -> None:
    folded = None if game.perfect_information else fold(game)
    if folded is None or agent_quantal_response.unfit(folded.game):
        return
    found = folded.unfolded(agent_quantal_response.LIMIT.run(folded.game))
    assert all(e.game is game and e.regret < 1e-9 for e in found.equilibria)


def test_odds_of_zero_are_rarer_than_any_slip() -> None:
    game = ExtensiveGame.from_nodes(
        {
            "coin": {"chance": {"heads": (1.0, "h"), "tails": (0.0, "t")}},
            "h": {"player": "Ann", "actions": {"stop": (1, 1), "go": "b"}},
            "t": {"player": "Ann", "actions": {"stop": (1, 1), "go": "c"}},
            "b": {"player": "Bob", "set": "asked", "actions": {"yes": "bd", "no": (0, 0)}},
            "c": {"player": "Bob", "set": "asked", "actions": {"yes": "cd", "no": (0, 3)}},
            "bd": {"player": "Ann", "set": "last b", "actions": {"x": (2, 1), "y": (0, 0)}},
            "cd": {"player": "Ann", "set": "last c", "actions": {"x": (2, 2), "y": (0, 0)}},
        }
    )
    folded = fold(game)
    assert folded is not None
    (one,) = solve(game).equilibria
    assert one.payoffs == (2.0, 1.0)
