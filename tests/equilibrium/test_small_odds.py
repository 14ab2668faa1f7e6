"""Odds of 1e-160 are answered like any others; where nothing is left of them they are refused, with
their place.
"""

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.registry import TREES, solve
from negotiate.equilibrium.trees.sequential_equilibrium import consistent
from negotiate.errors import OutOfRange
from negotiate.games.extensive import ExtensiveGame
from tests.famous_trees import beer_quiche


@pytest.mark.parametrize("odds", [1e-20, 1e-160, 1e-280])
def test_beer_and_quiche_with_hardly_any_weak_type(odds: float) -> None:
    game = negotiate.load("classics/beer-quiche", set={"weak_odds": odds}).in_turn()
    found = solve(game)
    assert (found.method, len(found.equilibria), found.complete) == ("signalling", 2, True)
    assert {e.payoffs for e in solve(game, "assessments").equilibria} == {
        e.payoffs for e in found.equilibria
    }
    for criterion in ("intuitive", "d1"):
        assert len(solve(game, refine=criterion).equilibria) == 2


@pytest.mark.parametrize("odds", [1e-20, 1e-160])
def test_beliefs_of_bayes_are_held_to_small_odds(odds: float) -> None:
    game = beer_quiche(weak=odds)
    (first, *_) = solve(game, "assessments").equilibria
    turned = {place: own[::-1] for place, own in first.beliefs.items()}
    assert consistent(game, first.probability, first.beliefs)
    assert not consistent(game, first.probability, turned)


def rare(first: float, second: float) -> ExtensiveGame:
    """Chance draws twice, and whoever answers a message does not know what was drawn."""
    nodes = {
        "weather": {"chance": {"storm": (first, "sea"), "calm": (1 - first, "calm")}},
        "sea": {"chance": {"wave": (second, "wave"), "swell": (1 - second, "swell")}},
    }
    for k, state in enumerate(("calm", "wave", "swell")):
        answers = {"stay": (k, 0), "sail": (0, 1 - k)}
        nodes[state] = {
            "player": "Pilot",
            "actions": {m: f"{m} {state}" for m in ("warn", "wave on")},
        }
        nodes |= {
            f"{m} {state}": {"player": "Captain", "set": m, "actions": answers}
            for m in ("warn", "wave on")
        }
    return ExtensiveGame.from_nodes(nodes, players=["Pilot", "Captain"])


def test_odds_that_multiply_to_nothing_are_refused_with_their_place() -> None:
    assert solve(rare(1e-140, 1e-140)).equilibria
    assert solve(rare(0.0, 1e-280)).equilibria  # what never happens is no small number
    told = "chance leads to `storm`, `wave` with odds of about 1e-320, nearer to 0 than 1e-290"
    for method in (None, *(one.name for one in TREES if one.unfit(rare(0.5, 0.5)) is None)):
        with pytest.raises(OutOfRange, match=told):
            solve(rare(1e-160, 1e-160), method)


def test_where_all_is_seen_no_odds_are_too_small() -> None:
    nodes = {
        "weather": {"chance": {"storm": (1e-200, "sea"), "calm": (1 - 1e-200, (1,))}},
        "sea": {"chance": {"wave": (1e-200, "wave"), "swell": (1 - 1e-200, (2,))}},
        "wave": {"player": "Ann", "actions": {"stay": (3,), "sail": (4,)}},
    }
    (one,) = solve(ExtensiveGame.from_nodes(nodes)).equilibria
    assert one.probability[-2:].tolist() == [0.0, 1.0]
    assert np.isclose(one.payoffs[0], 1.0)
