"""Best replies and one-shot gains with hidden information, against a plain twin that tries every
plan.
"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.kernels.sequence_form import (
    beliefs_of,
    best_responses,
    one_shot,
    reach_without,
)
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import (
    InformationSets,
    added_up,
    entering,
    in_slots,
    information_sets,
)
from negotiate.games.level_sweep import one_shot_gains, values_under
from tests.reference import plain_information
from tests.strategies import hidden_trees, trees

ENOUGH = 200  # plans that the twin tries


def some_behaviour(sets: InformationSets, seed: int, draws: tuple[int, ...] = ()) -> np.ndarray:
    """Behaviour in eighths, with zeros among them."""
    rng = np.random.default_rng(seed)
    behaviour = np.zeros((*draws, sets.slots))
    for first, count in zip(sets.first, sets.count, strict=True):
        behaviour[..., first : first + count] = (
            rng.multinomial(8, np.full(count, 1 / count), draws or None) / 8
        )
    return behaviour


def spelt(sets: InformationSets, behaviour: np.ndarray) -> plain_information.Behaviour:
    runs = zip(sets.label, sets.first, sets.count, strict=True)
    return {int(s): [Fraction(float(x)) for x in behaviour[f : f + n]] for s, f, n in runs}


@settings(max_examples=60)
@given(hidden_trees(levels=3), st.integers(0, 1000))
def test_everything_equals_the_plain_twin(game: ExtensiveGame, seed: int) -> None:
    assume(max(plain_information.number_of_plans(game, p) for p in range(game.n_players)) <= ENOUGH)
    sets = information_sets(game.tree)
    behaviour = some_behaviour(sets, seed)
    probability = entering(game.tree, sets, behaviour)
    plain = spelt(sets, behaviour)
    found = best_responses(game.tree, game.payoffs, probability)
    np.testing.assert_allclose(
        found.payoffs, [float(u) for u in plain_information.value(game, plain)], atol=1e-12
    )
    wanted = [float(plain_information.best(game, plain, p)) for p in range(game.n_players)]
    np.testing.assert_allclose(found.best, wanted, atol=1e-12)
    reach = reach_without(game.tree, probability, game.n_players)
    for player in range(game.n_players):
        for node in range(len(game.tree)):
            assert reach[player, node] == pytest.approx(
                float(plain_information.reach(game, plain, node, player))
            )
    shot = one_shot(game.tree, sets, game.payoffs, probability)
    twin = plain_information.one_shot(game, plain)
    np.testing.assert_allclose(shot.gains, [twin[int(s)] for s in sets.label], atol=1e-12)


@settings(max_examples=60)
@given(hidden_trees(), st.integers(0, 1000))
def test_the_reply_gets_what_the_best_reply_is_said_to_get(game: ExtensiveGame, seed: int) -> None:
    sets = information_sets(game.tree)
    probability = entering(game.tree, sets, some_behaviour(sets, seed))
    found = best_responses(game.tree, game.payoffs, probability)
    assert (found.regret >= -1e-12).all()
    above = np.where(game.tree.parent >= 0, game.tree.mover[np.maximum(game.tree.parent, 0)], -1)
    for player in range(game.n_players):
        deviating = np.where(above == player, found.reply, probability)
        worth = values_under(game.tree, game.payoffs, deviating)[0]
        assert worth[player] == pytest.approx(found.best[player], abs=1e-12)
        after = best_responses(game.tree, game.payoffs, deviating)
        assert after.regret[player] == pytest.approx(0.0, abs=1e-12)


@settings(max_examples=40)
@given(hidden_trees(), st.integers(0, 1000))
def test_draws_in_one_call_are_each_draw_alone(game: ExtensiveGame, seed: int) -> None:
    sets = information_sets(game.tree)
    behaviour = some_behaviour(sets, seed, (2, 3))
    payoffs = np.random.default_rng(seed).integers(-3, 4, (3, *game.payoffs.shape)).astype(float)
    probability = entering(game.tree, sets, behaviour)
    found = best_responses(game.tree, payoffs, probability)
    assert np.array_equal(in_slots(sets, probability), behaviour)
    for i in range(2):
        for j in range(3):
            alone = best_responses(game.tree, payoffs[j], probability[i, j])
            np.testing.assert_allclose(found.best[i, j], alone.best, atol=1e-12)
            np.testing.assert_allclose(found.payoffs[i, j], alone.payoffs, atol=1e-12)
            assert np.array_equal(found.reply[i, j], alone.reply)


@given(hidden_trees(), st.integers(0, 1000))
def test_beliefs_are_bayes_rule_and_reweigh_the_gains(game: ExtensiveGame, seed: int) -> None:
    sets = information_sets(game.tree)
    probability = entering(game.tree, sets, some_behaviour(sets, seed))
    believed = beliefs_of(game.tree, sets, probability, game.n_players)
    reach = np.array(probability)
    for start, stop in zip(game.tree.level_starts[1:-1], game.tree.level_starts[2:], strict=True):
        reach[start:stop] *= reach[game.tree.parent[start:stop]]
    own = np.flatnonzero(sets.at >= 0)
    total = added_up(reach[own], sets.at[own], len(sets.label))[sets.at[own]]
    come = total > 0
    np.testing.assert_allclose(believed[own][come], reach[own][come] / total[come], atol=1e-12)
    sums = added_up(believed[own], sets.at[own], len(sets.label))
    assert np.isin(np.round(sums, 12), [0.0, 1.0]).all()
    given_there = one_shot(game.tree, sets, game.payoffs, probability, believed).gains
    without = reach_without(game.tree, probability, game.n_players)[game.tree.mover[own], own]
    weight = added_up(without, sets.at[own], len(sets.label))
    np.testing.assert_allclose(
        given_there * weight, one_shot(game.tree, sets, game.payoffs, probability).gains, atol=1e-12
    )


@given(trees(), st.integers(0, 1000))
def test_where_everybody_knows_all_gains_are_those_of_the_level_sweep(
    game: ExtensiveGame, seed: int
) -> None:
    sets = information_sets(game.tree)
    probability = entering(game.tree, sets, some_behaviour(sets, seed))
    certain = (sets.at >= 0).astype(float)
    gains = one_shot(game.tree, sets, game.payoffs, probability, certain).gains
    plain = one_shot_gains(game.tree, values_under(game.tree, game.payoffs, probability))
    np.testing.assert_allclose(
        gains, plain[sets.at >= 0][np.argsort(sets.at[sets.at >= 0])], atol=1e-12
    )
