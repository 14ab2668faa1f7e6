"""Sequences, plans and payoffs by sequences: against the tree itself, and draws at once against
each alone.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.equilibrium.kernels.sequence_form import (
    Sequences,
    behaviour_of,
    pair_payoffs,
    plan_of,
    rounds,
    sequences,
)
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.level_sweep import values_under
from tests.strategies import hidden_trees

PAIRS = hidden_trees(players=(2, 2))


def history(game: ExtensiveGame, node: int, player: int) -> tuple[tuple[int, int], ...]:
    """What the player has done on the way: at which sets, and which actions."""
    tree, steps = game.tree, []
    while node:
        above = int(tree.parent[node])
        if tree.mover[above] == player:
            steps.append((int(tree.information_set[above]), node - int(tree.first_child[above])))
        node = above
    return tuple(steps[::-1])


def some_behaviour(
    seqs: Sequences, rng: np.random.Generator, draws: tuple[int, ...] = ()
) -> np.ndarray:
    """Behaviour with zeros among it."""
    behaviour = np.ones((*draws, seqs.total))
    for first, count in zip(seqs.first, seqs.count, strict=True):
        behaviour[..., first : first + count] = (
            rng.multinomial(3, np.full(count, 1 / count), draws or None) / 3
        )
    return behaviour


def in_tree(
    game: ExtensiveGame, pair: tuple[Sequences, Sequences], behaviour: tuple[np.ndarray, ...]
) -> np.ndarray:
    above = np.where(game.tree.parent >= 0, game.tree.mover[np.maximum(game.tree.parent, 0)], -1)
    probability = np.array(game.tree.odds)
    for player, (seqs, own) in enumerate(zip(pair, behaviour, strict=True)):
        probability[above == player] = own[seqs.at[above == player]]
    return probability


@given(hidden_trees())
def test_a_sequence_is_what_its_player_has_done(game: ExtensiveGame) -> None:
    for player in range(game.n_players):
        seqs = sequences(game.tree, player)
        assert not len(seqs.forgets)
        done = [history(game, node, player) for node in range(len(game.tree))]
        pairs = set(zip(done, seqs.at.tolist(), strict=True))
        assert len(pairs) == len(set(done)) == len(set(seqs.at.tolist()))  # one number a history
        for place, label in enumerate(seqs.information_set.tolist()):
            nodes = np.flatnonzero(game.tree.information_set == label)
            assert set(seqs.at[nodes]) == {seqs.before[place]}
            assert seqs.depth[place] == len(done[nodes[0]])
            assert seqs.count[place] == game.tree.child_count[nodes[0]]
            children = game.tree.first_child[nodes[0]] + np.arange(seqs.count[place])
            assert np.array_equal(
                seqs.at[children], seqs.first[place] + np.arange(seqs.count[place])
            )
        assert sorted(np.concatenate([[0], *(r.columns for r in rounds(seqs))])) == list(
            range(seqs.total)
        )


@given(PAIRS, st.integers(0, 1000))
def test_plans_and_behaviour_are_the_same_but_where_the_plan_never_comes(
    game: ExtensiveGame, seed: int
) -> None:
    seqs = sequences(game.tree, 0)
    behaviour = some_behaviour(seqs, np.random.default_rng(seed))
    plan = plan_of(seqs, behaviour)
    for place in range(len(seqs.first)):
        run = slice(seqs.first[place], seqs.first[place] + seqs.count[place])
        assert plan[run].sum() == pytest.approx(plan[seqs.before[place]], abs=1e-12)
        back = behaviour_of(seqs, plan)[run]
        come = plan[seqs.before[place]] > 0
        np.testing.assert_allclose(
            back, behaviour[run] if come else 1 / seqs.count[place], atol=1e-12
        )


@given(PAIRS, st.integers(0, 1000))
def test_plans_get_what_behaviour_gets_in_the_tree(game: ExtensiveGame, seed: int) -> None:
    pair = sequences(game.tree, 0), sequences(game.tree, 1)
    rng = np.random.default_rng(seed)
    behaviour = some_behaviour(pair[0], rng), some_behaviour(pair[1], rng)
    x, y = (plan_of(seqs, own) for seqs, own in zip(pair, behaviour, strict=True))
    cells = pair_payoffs(game.tree, game.payoffs, pair)
    wanted = values_under(game.tree, game.payoffs, in_tree(game, pair, behaviour))[0]
    np.testing.assert_allclose(
        (x[cells.rows] * y[cells.columns] * cells.values).sum(axis=-1), wanted, atol=1e-12
    )
    assert len(set(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True))) == len(
        cells.rows
    )


def test_a_player_who_forgets_is_told() -> None:
    game = ExtensiveGame.from_nodes(
        {
            "first": {"player": "Ann", "actions": {"left": "l", "right": "r"}},
            "l": {"player": "Ann", "set": "second", "actions": {"stop": (0,), "go": (1,)}},
            "r": {"player": "Ann", "set": "second", "actions": {"stop": (1,), "go": (0,)}},
        }
    )
    assert sequences(game.tree, 0).forgets.tolist() == [game.tree.information_set[1]]


@pytest.mark.parametrize("seed", range(3))
def test_a_small_plan_by_hand(seed: int) -> None:
    game = ExtensiveGame.from_nodes(
        {
            "first": {"player": "Ann", "actions": {"stop": (0,), "go": "second", "leave": (1,)}},
            "second": {"player": "Ann", "actions": {"stop": (1,), "go": (2,)}},
        }
    )
    p, q, r = np.random.default_rng(seed).dirichlet([1, 1, 1])
    seqs = sequences(game.tree, 0)
    assert plan_of(seqs, np.array([1, p, q, r, 0.25, 0.75])) == pytest.approx(
        [1, p, q, r, q / 4, 3 * q / 4]
    )
