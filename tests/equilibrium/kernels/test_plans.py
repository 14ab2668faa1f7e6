import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from negotiate.equilibrium.kernels.sequence_form import plan_of, sequences
from negotiate.equilibrium.trees.reduced_normal_form import (
    count_plans,
    plan_actions,
    plan_payoffs,
    plans,
)
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import owners, subgame_roots, walk_order
from tests.reference.plain_information import number_of_plans
from tests.reference.plain_plans import begins_subgame, below, reduced
from tests.strategies import hidden_trees


@given(hidden_trees())
def test_every_plan_is_listed_once_without_what_it_rules_out(game: ExtensiveGame) -> None:
    for player in range(game.n_players):
        seqs = sequences(game.tree, player)
        if number_of_plans(game, player) > 500 or count_plans(seqs) > 500:
            continue
        rows = plans(seqs)
        told = [
            frozenset(
                (int(seqs.information_set[place]), action)
                for place, action in plan_actions(seqs, row)
            )
            for row in rows
        ]
        assert len(rows) == len(set(told)) == count_plans(seqs)
        assert set(told) == reduced(game, player)


@given(hidden_trees(players=(1, 2)), st.integers(0, 2**32 - 1))
def test_payoffs_of_plans_are_those_of_their_sequences(game: ExtensiveGame, seed: int) -> None:
    rng = np.random.default_rng(seed)
    players = [sequences(game.tree, player) for player in range(game.n_players)]
    if max(map(count_plans, players)) > 200:
        return
    listed = [(seqs, plans(seqs)) for seqs in players]
    draws = rng.normal(size=(2, *np.shape(game.payoffs)))
    table = plan_payoffs(game.tree, draws, listed)
    assert table.shape == (2, game.n_players, *(len(rows) for _, rows in listed))
    row = [rows[rng.integers(len(rows))] for _, rows in listed]
    picked = tuple(
        int(np.flatnonzero((rows == one).all(axis=1))[0])
        for one, (_, rows) in zip(row, listed, strict=True)
    )
    reach = np.ones(len(game.tree))
    for node in range(1, len(game.tree)):
        reach[node] = reach[game.tree.parent[node]] * game.tree.odds[node]
    leaves = game.tree.leaves
    for one, seqs in zip(row, players, strict=True):
        assert np.array_equal(plan_of(seqs, one.astype(float)), one)
        reach[leaves] *= one[seqs.at[leaves]]
    for draw, found in zip(draws, table, strict=True):
        assert np.allclose(found[(slice(None), *picked)], reach[leaves] @ draw)
    whole = plan_payoffs(game.tree, draws[0], listed)
    assert np.array_equal(whole, table[0])


@given(hidden_trees())
def test_subgames_begin_where_nobody_takes_a_node_for_one_outside(game: ExtensiveGame) -> None:
    roots = subgame_roots(game.tree)
    assert roots.tolist() == [begins_subgame(game, v) for v in range(len(game.tree))]
    number, size = walk_order(game.tree)
    owner = owners(game.tree, roots)
    for node in range(len(game.tree)):
        here = below(game, node)
        assert {int(n) for n in number[list(here)]} == set(
            range(int(number[node]), int(number[node] + size[node]))
        )
        nearest = next((v for v in game.path(node)[::-1] if roots[v]), 0)
        assert owner[node] == nearest


def test_a_deep_tree_needs_no_recursion() -> None:
    deep = ExtensiveGame.from_nodes(
        {
            f"n{k}": {
                "player": "Ann",
                "actions": {"stop": (k,), "go": f"n{k + 1}" if k < 2999 else (0,)},
            }
            for k in range(3000)
        }
    )
    assert subgame_roots(deep.tree).sum() == 3000
    assert count_plans(sequences(deep.tree, 0)) == 3001
