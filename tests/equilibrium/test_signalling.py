"""Signalling games: all equilibria against a plain search, planted ones in larger games, and what
books say.
"""

from __future__ import annotations

import time
from math import prod
from typing import Any

import numpy as np
import pytest

from negotiate.equilibrium.registry import REFINEMENTS, solve
from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees import signalling, signalling_search
from negotiate.equilibrium.trees.refinements import JUDGES
from negotiate.equilibrium.trees.sequential_equilibrium import SequentialEquilibrium
from negotiate.equilibrium.trees.signalling import Signalling
from negotiate.errors import UnknownConcept, UnsuitableGame
from negotiate.games.extensive import ExtensiveGame
from tests.famous_trees import beer_quiche, chain_store_types, kuhn_poker, seltens_horse
from tests.reference import plain_signalling as plain
from tests.reference.intuitive_criterion import fails as fails_intuitively
from tests.reference.intuitive_criterion import fails_d1
from tests.truth.kinds import Verdict
from tests.truth.signalling import answer_of, by_plant, by_trying, drawn, planted, small
from tests.walks import EVERY_PAIR

Game = ExtensiveGame


def random_game(seed: int) -> plain.Game:
    return small(np.random.default_rng(seed))


def ends(solution: Solution) -> list[np.ndarray]:
    return [e.reach[e.game.tree.leaves] for e in solution.equilibria]


def test_random_games_have_the_equilibria_of_a_plain_search() -> None:
    """All 300 take minutes, most of it in the plain search of the largest ones."""
    drawings = [random_game(seed) for seed in range(300)]
    some = (
        drawings
        if EVERY_PAIR
        else [game for game in drawings if prod(map(len, game.sizes)) < 18][:60]
    )
    found = [by_trying(game, answer_of(game)) for game in some]
    assert all(one.complete and not one.wrong for one in found), found


@pytest.mark.parametrize("seed", range(40))
def test_refinements_strike_what_a_plain_look_strikes(seed: int) -> None:
    tree = drawn(random_game(seed))
    for criterion, fails in (("intuitive", fails_intuitively), ("d1", fails_d1)):
        solution = solve(tree, refine=criterion)
        assert isinstance(solution.finding, Signalling)
        failed = {one.equilibrium for one in solution.finding.failures}
        assert failed == {k for k, e in enumerate(solution.equilibria) if fails(tree, e)}
        assert failed == set(range(solution.finding.survivors, len(solution.equilibria)))


def test_whatever_survives_d1_survives_the_intuitive_criterion() -> None:
    for seed in range(100, 140):
        tree = drawn(random_game(seed))
        left = [
            {tuple(point.round(9)) for point in ends(found)[: found.finding.survivors]}
            for found in (solve(tree, refine="d1"), solve(tree, refine="intuitive"))
            if isinstance(found.finding, Signalling)
        ]
        assert left[0] <= left[1]


@pytest.mark.parametrize("seed", range(6))
def test_larger_games_hold_the_equilibria_that_were_planted(seed: int) -> None:
    game, begun = planted(np.random.default_rng(seed)), time.process_time()
    answer = answer_of(game)
    assert time.process_time() - begun < 10
    assert by_plant(game, answer) == Verdict()
    assert solve(drawn(game)).method == "signalling"


# What books say -----------------------------------------------------------------------------------


def schooling(
    worth: dict[str, int], costs: dict[str, float], years: int, wages: list[float], odds: list[int]
) -> Game:
    """Workers buy schooling, and an employer pays the wage that is nearest to what it expects them
    to be worth.
    """
    names = list(worth)
    table = [
        [
            [(wage - costs[name] * year, -((wage - worth[name]) ** 2)) for wage in wages]
            for year in range(years)
        ]
        for name in names
    ]
    return drawn_by_name(
        names,
        [f"{year} years" for year in range(years)],
        [f"wage {w:g}" for w in wages],
        odds,
        table,
    )


def drawn_by_name(
    names: list[str], messages: list[str], answers: list[str], odds: list[int], table: Any
) -> Game:
    heard = {
        f"{name}, {message}": {
            "player": "receiver",
            "set": f"after {message}",
            "actions": dict(zip(answers, table[t][m], strict=True)),
        }
        for t, name in enumerate(names)
        for m, message in enumerate(messages)
    }
    said = {
        name: {"player": "sender", "actions": {m: f"{name}, {m}" for m in messages}}
        for name in names
    }
    chance = {name: (often / sum(odds), name) for name, often in zip(names, odds, strict=True)}
    return ExtensiveGame.from_nodes(
        {"type": {"chance": chance}, **said, **heard}, players=("sender", "receiver")
    )


def survivors(game: Game, criterion: str) -> list[dict[str, str]]:
    solution = solve(game, refine=criterion)
    assert solution.complete
    assert isinstance(solution.finding, Signalling)
    return [e.moves for e in solution.equilibria[: solution.finding.survivors]]


def kinds(game: Game) -> list[tuple[str, tuple[str, ...]]]:
    found = solve(game)
    assert found.complete
    assert isinstance(found.finding, Signalling)
    return list(zip(found.finding.kinds, found.finding.sent, strict=True))


# One year of schooling costs a worker of low worth more than two years cost another; two years are
# not worth it then.
SPENCE = schooling(
    {"low": 1, "high": 2}, {"low": 0.6, "high": 0.2}, 4, [1, 1.25, 1.5, 1.75, 2], [1, 1]
)


def test_spence_has_pooling_and_separating_equilibria() -> None:
    told = kinds(SPENCE)
    assert {sent for kind, sent in told if kind == "pooling"} == {("0 years",)}
    assert {sent for kind, sent in told if kind == "separating"} == {
        ("0 years", "2 years"),
        ("0 years", "3 years"),
    }


@pytest.mark.parametrize("criterion", ["intuitive", "d1"])
def test_of_spences_equilibria_with_two_types_the_least_costly_separation_survives(
    criterion: str,
) -> None:
    (only,) = survivors(SPENCE, criterion)
    assert only == {
        "low": "0 years",
        "high": "2 years",
        "after 0 years": "wage 1",
        "after 2 years": "wage 2",
    }


def test_with_three_types_d1_strikes_more_than_the_intuitive_criterion() -> None:
    """Cho & Kreps 1987: with more than two types the intuitive criterion does not single out one
    separation.
    """
    costs = {"low": 1.1, "mid": 0.55, "high": 0.3}
    game = schooling({"low": 1, "mid": 2, "high": 3}, costs, 5, [1, 1.5, 2, 2.5, 3], [1, 1, 1])
    by_d1, by_intuition = survivors(game, "d1"), survivors(game, "intuitive")
    assert len(by_d1) < len(by_intuition)
    riley = {"low": "0 years", "mid": "1 years", "high": "3 years"}
    assert any(riley.items() <= one.items() for one in by_d1)


def test_beer_survives_and_quiche_does_not() -> None:
    """Cho & Kreps 1987: weak ones cannot gain by beer, so whoever drinks it must be strong."""
    for criterion in ("intuitive", "d1"):
        solution = solve(beer_quiche(), refine=criterion)
        np.testing.assert_allclose(
            [e.payoffs for e in solution.equilibria], [(2.9, 0.9), (2.1, 0.9)]
        )
        assert isinstance(solution.finding, Signalling)
        (failure,) = solution.finding.failures
        assert (failure.equilibrium, failure.message, failure.receiver) == (1, "beer", 1)
        assert (failure.struck, failure.left, failure.gains) == (
            ("weak",),
            ("strong",),
            ("strong",),
        )


def limit_pricing(low: int, high: int) -> Game:
    """An incumbent sets a price, from which a newcomer infers its costs; demand is 10 less the
    price.

    Milgrom & Roberts 1982 with costs of 2 or 4, and prices from the dearer one's own, 7, over the
    cheaper one's, 6.
    """
    costs, alone, shared = {"low": 2, "high": 4}, {"low": 16, "high": 9}, {"low": 6, "high": 2}
    prices = [7, 6, 5, 4]
    table = [
        [
            [
                ((p - c) * (10 - p) + shared[name], 1 if name == "high" else -1),
                ((p - c) * (10 - p) + alone[name], 0),
            ]
            for p in prices
        ]
        for name, c in costs.items()
    ]
    return drawn_by_name(
        list(costs), [f"price {p}" for p in prices], ["enter", "stay out"], [low, high], table
    )


def test_a_limit_price_separates_where_newcomers_enter_for_want_of_news() -> None:
    entered = limit_pricing(low=2, high=3)
    assert [kind for kind, _ in kinds(entered)].count("pooling") == 0
    (only,) = survivors(entered, "intuitive")
    assert only == {
        "low": "price 4",
        "high": "price 7",
        "after price 4": "stay out",
        "after price 7": "enter",
    }
    deterred = {sent for kind, sent in kinds(limit_pricing(low=3, high=2)) if kind == "pooling"}
    assert deterred == {("price 7",), ("price 6",), ("price 5",)}


# Beliefs, and what is no such game ----------------------------------------------------------------


def test_all_beliefs_that_uphold_an_outcome_are_told() -> None:
    """Both extreme answers deter, the one in the middle does not: a belief near either end upholds
    the outcome.
    """
    middle = [[(3, 0), (3, 0), (3, 0)], [(0, 4), (9, 3), (0, 0)]]
    game = drawn(plain.Game([1, 1], [middle, [[(3, 0)] * 3, [(0, 0), (9, 3), (0, 4)]]]))
    safe = [e for e in solve(game).equilibria if e.payoffs == (3.0, 0.0)]
    told = [e.upheld for e in safe if isinstance(e, SequentialEquilibrium)]
    assert told
    for upheld in told:
        ((low, high),) = upheld.values()
        np.testing.assert_allclose(low[:, 0], [0, 0.25])
        np.testing.assert_allclose(high[:, 0], [0.75, 1])


@pytest.mark.parametrize(
    "game", [chain_store_types(), seltens_horse(), kuhn_poker()], ids=lambda game: game.title
)
def test_other_trees_are_no_signalling_games(game: Game) -> None:
    with pytest.raises(UnsuitableGame, match="needs a signalling game"):
        solve(game, refine="d1")


def test_types_may_lack_a_message_and_a_message_may_end_the_game() -> None:
    game = ExtensiveGame.from_nodes(
        {
            "type": {"chance": {"able": (0.5, "able"), "idle": (0.5, "idle")}},
            "able": {
                "player": "S",
                "actions": {"test": "able, test", "talk": "able, talk", "leave": (0, 0)},
            },
            "idle": {"player": "S", "actions": {"talk": "idle, talk", "leave": (0, 0)}},
            "able, test": {
                "player": "R",
                "set": "test",
                "actions": {"trust": (2, 1), "doubt": (-1, 0)},
            },
            "able, talk": {
                "player": "R",
                "set": "talk",
                "actions": {"trust": (3, 1), "doubt": (-1, 0)},
            },
            "idle, talk": {
                "player": "R",
                "set": "talk",
                "actions": {"trust": (3, -2), "doubt": (-1, 0)},
            },
        }
    )
    mine, other = signalling.run(game), solve(game, "assessments")
    assert mine.complete
    assert {e.payoffs for e in mine.equilibria} == {e.payoffs for e in other.equilibria}
    assert solve(game).method == "signalling"


def test_what_cannot_be_refined_is_said() -> None:
    with pytest.raises(UnknownConcept, match="no refinement `d2`"):
        solve(beer_quiche(), refine="d2")
    with pytest.raises(UnsuitableGame, match="chooses among all sequential"):
        solve(beer_quiche(), "subgames", refine="d1")
    assert tuple(JUDGES) == REFINEMENTS


def test_a_search_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signalling_search, "OUTCOMES", 2)
    solution = signalling.run(SPENCE)
    assert not solution.complete
    assert solution.certificate.limits
