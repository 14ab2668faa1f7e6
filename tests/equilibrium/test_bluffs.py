"""Who bluffs in a tree with hidden information."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.equilibrium.bluffs import TypeBluff, bluffs
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame
from tests.famous_trees import beer_quiche, chain_store_types, kuhn_poker, spence
from tests.reference.plain_bluffs import plain_bluffs
from tests.report.games import behaving
from tests.strategies import hidden_trees, trees


def played(game: ExtensiveGame, seed: int, pure: bool) -> TreeEquilibrium:
    """Some behaviour in a tree; nothing here minds whether it is an equilibrium."""
    rng, tree = np.random.default_rng(seed), game.tree
    probability = np.array(tree.odds)
    for label in np.unique(tree.information_set[tree.information_set >= 0]):
        nodes = np.flatnonzero(tree.information_set == label)
        count = int(tree.child_count[nodes[0]])
        weights = np.eye(count)[rng.integers(count)] if pure else rng.dirichlet(np.ones(count))
        probability[tree.first_child[nodes, None] + np.arange(count)] = weights
    return TreeEquilibrium("any", game, probability, (0.0,) * game.n_players, 0.0, {})


@st.composite
def signals(draw: st.DrawFn) -> ExtensiveGame:
    """Some types that speak, a listener who may be told what it should do, and then luck or a
    second word.
    """
    kinds = [f"type {k}" for k in range(draw(st.integers(2, 3)))]
    heard = draw(st.booleans())
    numbers = st.integers(-3, 3)
    nodes: dict[str, dict] = {"type": {"chance": {kind: (1 / len(kinds), kind) for kind in kinds}}}
    for kind in kinds:
        nodes[kind] = {
            "player": "Ann",
            "actions": {word: f"{kind}, {word}" for word in ("yes", "no")},
        }
        for word in ("yes", "no"):
            said, last, luck = f"{kind}, {word}", f"{kind}, {word}, wait", f"{kind}, {word}, dare"
            ends = {"left": (draw(numbers), draw(numbers)), "right": luck}
            nodes[luck] = {
                "chance": {
                    side: (0.5, (draw(numbers), draw(numbers))) for side in ("heads", "tails")
                }
            }
            label = word if heard else said
            nodes[said] = {"player": "Bob", "set": label, "actions": {**ends, "wait": last}}
            nodes[last] = {
                "player": "Ann",
                "actions": {move: (draw(numbers), draw(numbers)) for move in "ab"},
            }
    return ExtensiveGame.from_nodes(nodes)


@given(st.one_of(signals(), hidden_trees(levels=5)), st.integers(0, 99), st.booleans())
def test_they_are_what_a_walk_from_node_to_node_finds(
    game: ExtensiveGame, seed: int, pure: bool
) -> None:
    equilibrium = played(game, seed, pure)
    found = [
        (b.at, b.action, b.payoff, b.known, b.honest, frozenset(b.like))
        for b in bluffs(equilibrium)
    ]
    expected = plain_bluffs(equilibrium)
    assert [(at, action, honest, like) for at, action, _, _, honest, like in found] == [
        (at, action, honest, like) for at, action, _, _, honest, like in expected
    ]
    assert [numbers[2:4] for numbers in found] == [
        pytest.approx(numbers[2:4]) for numbers in expected
    ]


@given(
    signals(), st.integers(0, 99), st.sampled_from([(0.5, 3.0), (1000.0, -7.0), (2.0**-20, 0.0)])
)
def test_another_scale_of_payoffs_changes_nothing(
    game: ExtensiveGame, seed: int, scale: tuple[float, float]
) -> None:
    factor, offset = scale
    moved = replace(game, payoffs=game.payoffs * factor + offset)
    before, after = bluffs(played(game, seed, True)), bluffs(played(moved, seed, True))
    assert [(b.at, b.action, b.like, b.honest) for b in before] == [
        (b.at, b.action, b.like, b.honest) for b in after
    ]


@given(trees(), st.integers(0, 99))
def test_nobody_bluffs_where_all_is_seen(game: ExtensiveGame, seed: int) -> None:
    assert bluffs(played(game, seed, False)) == ()


def test_a_weak_one_that_orders_beer_bluffs_and_a_strong_one_does_not() -> None:
    always = {"weak": "beer", "strong": "beer", "after beer": "retreat", "after quiche": "fight"}
    assert bluffs(behaving(beer_quiche(), always)) == (
        TypeBluff(0, 0, "beer", 1.0, (1,), 2.0, 0.0, "quiche"),
    )


def test_whoever_hides_behind_what_it_likes_does_not_bluff() -> None:
    """All eat quiche: the weak one would do so if it were known, and the strong one is not better
    off for it.
    """
    always = {
        "weak": "quiche",
        "strong": "quiche",
        "after beer": "fight",
        "after quiche": "retreat",
    }
    assert bluffs(behaving(beer_quiche(), always)) == ()


def test_types_that_do_different_things_do_not_bluff() -> None:
    apart = {"low": "none", "high": "school", "after none": "clerk", "after school": "manager"}
    assert bluffs(behaving(spence(), apart)) == ()


def test_a_reputation_is_a_bluff_now_and_then() -> None:
    game = chain_store_types()
    mixing = {
        "first entry": "enter",
        "weak: first answer": {"fight": 1 / 9, "let in": 8 / 9},
        "strong: first answer": "fight",
        "second entry after out": "enter",
        "second entry after let in": "enter",
        "second entry after fight": {"out": 0.5, "enter": 0.5},
        **{f"weak: second answer after {past}": "let in" for past in ("out", "let in", "fight")},
        **{f"strong: second answer after {past}": "fight" for past in ("out", "let in", "fight")},
    }
    (bluff,) = bluffs(behaving(game, mixing))
    assert (game.players[bluff.player], bluff.action, bluff.honest) == ("store", "fight", "let in")
    assert (bluff.probability, bluff.payoff, bluff.known) == pytest.approx((1 / 9, 0, -1))


def test_in_poker_the_jack_bluffs_and_the_king_does_not() -> None:
    """Kuhn 1950, the equilibrium in which the first player bluffs most."""
    third = 1 / 3
    mixing = {
        "open with jack": {"check": 2 * third, "bet": third},
        "open with queen": "check",
        "open with king": "bet",
        "checked, then a bet, with jack": "fold",
        "checked, then a bet, with queen": {"fold": third, "call": 2 * third},
        "checked, then a bet, with king": "call",
        "after a check with jack": {"check": 2 * third, "bet": third},
        "after a check with queen": "check",
        "after a check with king": "bet",
        "after a bet with jack": "fold",
        "after a bet with queen": {"fold": 2 * third, "call": third},
        "after a bet with king": "call",
    }
    game = kuhn_poker()
    found = bluffs(behaving(game, mixing))
    moves = {
        int(s): game.moves[int(m)].label
        for s, m in zip(game.tree.information_set, game.tree.move, strict=True)
    }
    assert [(moves[bluff.at], bluff.action) for bluff in found] == [
        ("open with jack", "bet"),
        ("after a check with jack", "bet"),
    ]
