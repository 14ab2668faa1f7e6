"""The flagship where neither knows whom it faces: some tariff war happens although a dealmaker
alone has a deal.
"""

from __future__ import annotations

from functools import cache

import pytest

import negotiate
from negotiate.equilibrium.solution import Solution, TreeEquilibrium

NAME = "us-china/beijing-2018"
DROPPED = "us_drops_mic2025"
"""Without the demand, with which nothing can be signed."""
PRIORS = (0.02, 0.1, 0.2, 0.24, 0.25, 0.4, 0.7, 0.98)
"""How likely China holds containment, on both sides of where it stops giving way."""


@cache
def hidden(suspicion: float, resolve: float = 0.3) -> Solution:
    settings = {"suspicion": suspicion, "resolve": resolve}
    return negotiate.solve(negotiate.load(NAME, variant="hidden", set=settings).in_turn())


def odds_of(found: TreeEquilibrium, issue: str, *options: str) -> float:
    return sum(odds for leaf, odds in found.endings if found.game.package(leaf)[issue] in options)


def war(found: TreeEquilibrium) -> float:
    """How likely the tariffs of January 2018 do not stay."""
    return 1 - odds_of(found, "us_tariff", "before")


@cache
def most_suspicion() -> float:
    """Up to where a flexible China gives way to a threat that both kinds make.

    Against retaliation, which costs it the same whoever threatens; a dealmaker signs what is
    conceded, and containment walks away from it.
    """
    game = negotiate.load(NAME, variant=DROPPED).in_turn()
    worth = {
        tuple(game.action_label(v) for v in game.path(int(node))[1:]): game.payoffs[k, 1]
        for k, node in enumerate(game.tree.leaves)
    }
    signed, left = (
        worth["all_threats", "concede", *rest] for rest in (("sign",), ("walk_away", "withdraw"))
    )
    struck = ("all_threats", "retaliate")
    fought = 0.7 * worth[*struck, "backs", "carry_out"] + 0.3 * worth[*struck, "balks"]
    return float((signed - fought) / (signed - left))


def test_a_dealmaker_that_is_known_has_a_deal_and_containment_none() -> None:
    (deal,) = negotiate.solve(negotiate.load(NAME, variant=DROPPED).in_turn()).equilibria
    assert deal.moves == {"threaten": "all_threats", "answer": "concede", "settle": "sign"}
    assert war(deal) == 0
    (none,) = negotiate.solve(
        negotiate.load(NAME, variant=DROPPED, set={"rivalry": 1}).in_turn()
    ).equilibria
    assert odds_of(none, "purchases", "0") == pytest.approx(1)
    assert war(none) == pytest.approx(0.7)


@pytest.mark.parametrize("suspicion", PRIORS)
def test_where_the_two_cannot_be_told_apart_some_tariff_war_happens(suspicion: float) -> None:
    solution = hidden(suspicion)
    assert solution.complete
    assert solution.equilibria
    for found in solution.equilibria:
        assert war(found) >= suspicion * 0.7 - 1e-9, "containment has no deal, whatever China does"


@pytest.mark.parametrize("suspicion", PRIORS)
def test_a_dealmaker_loses_its_deal_where_china_suspects_too_much(suspicion: float) -> None:
    most = max(odds_of(found, "purchases", "64") for found in hidden(suspicion).equilibria)
    assert most == pytest.approx((1 - suspicion) * 0.7 if suspicion < most_suspicion() else 0)


def test_china_stops_giving_way_between_two_of_the_priors() -> None:
    assert 0.24 < most_suspicion() < 0.25


def test_who_threatens_is_believed_to_want_containment_where_dealmakers_do_not() -> None:
    (found,) = hidden(0.4).equilibria
    game = found.game
    answers = [
        found.beliefs[int(s)]
        for s, node in {int(game.tree.information_set[v]): v for v in range(len(game.tree))}.items()
        if s >= 0 and game.moves[int(game.tree.move[node])].label == "answer"
    ]
    assert len(answers) == 2  # one for each kind of China
    assert all(believed.tolist() == pytest.approx([0, 1]) for believed in answers)


@pytest.mark.parametrize(
    ("resolve", "threatens"), [(0.3, True), (0.5, True), (0.55, False), (0.9, False)]
)
def test_a_dealmaker_threatens_only_a_china_that_may_give_way(
    resolve: float, threatens: bool
) -> None:
    """It wins 7.32 if China gives way and loses 6.91 on average if not: at odds of 0.51 it is
    even.
    """
    found = hidden(0.1, resolve).equilibria
    assert any(odds_of(e, "purchases", "64") > 0 for e in found) is threatens


def test_it_is_small_enough_for_one_screen_and_a_second() -> None:
    game = negotiate.load(NAME, variant="hidden").in_turn()
    assert len(game.tree) < 100
    assert dict(game.types) == {"us": 0, "china": 1}
