"""Sampled worlds and the chain worked out exactly are two roads to the same payoffs."""

import numpy as np
import pytest

from negotiate.repeated.kernels.lockstep import Asked
from tests.repeated.matches.encounters import encounter
from tests.repeated.matches.sampling import sampled

SHAPES = [(2, 2), (2, 3), (4, 3), (4, 4), (2, 2, 2), (3, 1)]


def asked(game, machines):
    """The same automata as players that are asked round by round."""
    return [
        Asked(one.seated(player, game.stage.shape), player) for player, one in enumerate(machines)
    ]


@pytest.mark.parametrize("by_table", [True, False])
@pytest.mark.parametrize("phases", [1, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_endless_matches_agree(shape, phases, by_table):
    rng = np.random.default_rng([*shape, phases])
    game, machines, noise, misread = encounter(rng, shape, phases=phases)
    exact = game.play(*machines, noise=noise, misread=misread).payoffs
    players = machines if by_table else asked(game, machines)
    found = sampled(game, players, noise, misread, None, seed=phases, worlds=4_000)
    assert (abs(found.payoffs - exact) <= 4 * found.errors).all()
    assert (found.errors > 0).any()


@pytest.mark.parametrize("by_table", [True, False])
@pytest.mark.parametrize("discount", [1.0, 0.8])
@pytest.mark.parametrize("shape", SHAPES)
def test_matches_with_a_fixed_end_agree(shape, discount, by_table):
    rng = np.random.default_rng([*shape, round(10 * discount)])
    game, machines, noise, misread = encounter(rng, shape, phases=2, discount=discount)
    noise, misread = (0.0, *noise[1:]), (*misread[:-1], 0.0)
    exact = game.play(*machines, noise=noise, misread=misread, rounds=7).payoffs
    players = machines if by_table else asked(game, machines)
    found = sampled(game, players, noise, misread, 7, seed=1, worlds=4_000)
    assert (abs(found.payoffs - exact) <= 4 * found.errors).all()


def test_what_is_rare_is_drawn_as_rarely_as_it_should_be():
    rng = np.random.default_rng(5)
    game, machines, _, _ = encounter(rng, (2, 2), discount=1.0)
    exact = game.play(*machines, noise=1e-3, misread=1e-3, rounds=50).payoffs
    found = sampled(game, machines, (1e-3, 1e-3), (1e-3, 1e-3), 50, worlds=100_000)
    assert (abs(found.payoffs - exact) <= 4 * found.errors).all()
    assert (found.errors < 2e-3 * np.ptp(game.stage.payoffs)).all()


def test_automata_with_a_large_table_are_asked_one_by_one():
    rng = np.random.default_rng(6)
    game, machines, noise, misread = encounter(rng, (12, 12))
    exact = game.play(*machines, noise=noise, misread=misread).payoffs
    found = sampled(game, machines, noise, misread, None, worlds=4_000)
    assert (abs(found.payoffs - exact) <= 4 * found.errors).all()
