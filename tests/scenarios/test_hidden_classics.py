"""Classics in which somebody has a private type: the same games as in the literature, with the same
equilibria.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.solution import Solution, TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from tests.famous_tree_equilibria import BEER, QUICHE, REPUTATION
from tests.famous_trees import beer_quiche, chain_store_types, kuhn_poker
from tests.tree_facts import Known

PUBLISHED: dict[str, tuple[Callable[[], ExtensiveGame], tuple[Known, ...]]] = {
    "classics/beer-quiche": (beer_quiche, (BEER, QUICHE)),
    "classics/chain-store-types": (chain_store_types, (REPUTATION,)),
}


@cache
def solved(name: str, setting: str = "", value: float = 0.0) -> Solution:
    return negotiate.solve(negotiate.load(name, set={setting: value} if setting else {}).in_turn())


def endings(game: ExtensiveGame, scale: float = 1.0) -> Counter[tuple[float, ...]]:
    """The odds by which chance leads to each ending, and what it is worth to everybody."""
    rows = []
    for leaf, node in enumerate(game.tree.leaves):
        odds = float(np.prod(game.tree.odds[game.path(int(node))]))
        rows.append(
            (round(odds, 9), *(round(float(x) / scale, 9) + 0.0 for x in game.payoffs[leaf]))
        )
    return Counter(rows)


def behaviour_at(found: TreeEquilibrium, action: str, *past: str) -> float:
    """The probability of an action where these types were dealt and these actions taken on the
    way.
    """
    game = found.game
    for node in range(1, len(game.tree)):
        way = [game.action_label(step) for step in game.path(node)[1:]]
        if way == [*past, action]:
            return float(found.probability[node])
    raise KeyError(past, action)


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_is_the_game_of_the_literature(name: str) -> None:
    build, _ = PUBLISHED[name]
    game = negotiate.load(name).in_turn()
    assert len(game.tree) == len(build().tree)
    assert endings(game) == endings(build())


@pytest.mark.parametrize("name", PUBLISHED)
def test_its_sequential_equilibria_are_those_of_the_literature(name: str) -> None:
    _, known = PUBLISHED[name]
    solution = solved(name)
    assert solution.complete
    assert {e.kind for e in solution.equilibria} == {"sequential"}
    found = sorted(e.payoffs for e in solution.equilibria)
    assert np.allclose(found, sorted(one.payoffs for one in known), atol=1e-9)


def test_in_the_chain_store_a_weak_one_fights_one_time_in_nine() -> None:
    (found,) = solved("classics/chain-store-types").equilibria
    assert behaviour_at(found, "fight", "weak", "enter") == pytest.approx(1 / 9)
    assert behaviour_at(found, "out", "weak", "enter", "fight") == pytest.approx(1 / 2)
    after_a_fight = [sorted(b.tolist()) for b in found.beliefs.values() if len(b) == 2]
    assert any(believed == pytest.approx([0.5, 0.5]) for believed in after_a_fight)


@pytest.mark.parametrize(
    ("strong", "enters"), [(0.05, True), (0.2, True), (0.24, True), (0.26, False), (0.45, False)]
)
def test_the_first_newcomer_stays_out_where_doubt_passes_b_squared(
    strong: float, enters: bool
) -> None:
    (found,) = solved("classics/chain-store-types", "strong_odds", strong).equilibria
    assert behaviour_at(found, "enter", "weak") == pytest.approx(float(enters))
    if enters:
        fights = behaviour_at(found, "fight", "weak", "enter")
        assert fights == pytest.approx(
            strong / (1 - strong), abs=1e-9
        )  # so that after a fight the odds are even


@pytest.mark.parametrize("weak", [0.55, 0.6, 0.75, 0.9])
def test_where_most_are_weak_they_bluff_until_the_bully_does_not_know(weak: float) -> None:
    (found,) = solved("classics/beer-quiche", "weak_odds", weak).equilibria
    assert behaviour_at(found, "beer", "strong") == pytest.approx(1)
    assert behaviour_at(found, "beer", "weak") == pytest.approx((1 - weak) / weak)
    assert behaviour_at(found, "fight", "weak", "beer") == pytest.approx(0.5)


def test_kuhn_poker_from_one_pack_is_kuhn_poker() -> None:
    game = negotiate.load("classics/kuhn-poker").in_turn()
    wanted, counted = endings(kuhn_poker()), endings(game, 1)
    assert len(game.tree) == 1 + 3 + 6 * 9
    assert {(round(odds, 6), *rest): n for (odds, *rest), n in counted.items()} == {
        (round(odds, 6), *rest): n for (odds, *rest), n in wanted.items()
    }


def test_kuhn_poker_has_its_value_and_one_of_kuhns_plans() -> None:
    for found in solved("classics/kuhn-poker").equilibria:
        assert found.payoffs == pytest.approx((-1 / 18, 1 / 18))
        bluff = behaviour_at(found, "bet", "jack", "king")
        assert 0 <= bluff <= 1 / 3 + 1e-9
        assert behaviour_at(found, "bet", "king", "jack") == pytest.approx(3 * bluff)
        assert behaviour_at(found, "bet", "queen", "jack") == pytest.approx(0)
        assert behaviour_at(found, "call", "queen", "jack", "check", "bet") == pytest.approx(
            bluff + 1 / 3
        )
        assert behaviour_at(found, "bet", "king", "jack", "check") == pytest.approx(1 / 3)
        assert behaviour_at(found, "call", "jack", "queen", "bet") == pytest.approx(1 / 3)
