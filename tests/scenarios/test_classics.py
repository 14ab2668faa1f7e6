"""The shipped classics against what the literature says of them.

`FACTS` holds payoffs and equilibria as they are printed in textbooks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.alone import alone as game_of
from negotiate.language.library import shipped

Odds = dict[str, dict[str, Fraction]]
Values = tuple[Fraction, ...]

HALF = Fraction(1, 2)
CLASSICS = tuple(
    name.removeprefix("classics/") for name in shipped() if name.startswith("classics/")
)


@dataclass(frozen=True)
class Fact:
    """One equilibrium: issue → option → probability, and a payoff a player."""

    odds: Odds
    payoffs: Values


def pure(*payoffs: int, **choices: str) -> Fact:
    """Everybody is sure of what to do."""
    return Fact(
        {issue: {option: Fraction(1)} for issue, option in choices.items()},
        tuple(map(Fraction, payoffs)),
    )


def mixed(payoffs: Values, **odds: dict[str, Fraction]) -> Fact:
    """Somebody is not."""
    return Fact(odds, payoffs)


def two(first: str, probability: Fraction, second: str) -> dict[str, Fraction]:
    """Two options, the first with this probability."""
    return {first: probability, second: 1 - probability}


SURE = Fraction(1)

MATRICES = {
    "prisoners-dilemma": ((3, 3), (0, 5), (5, 0), (1, 1)),
    "iterated-dilemma": ((3, 3), (0, 5), (5, 0), (1, 1)),
    "chicken": ((0, 0), (-1, 1), (1, -1), (-10, -10)),
    "repeated-chicken": ((0, 0), (-1, 1), (1, -1), (-10, -10)),
    "hawk-dove": ((-1, -1), (2, 0), (0, 2), (1, 1)),
    "stag-hunt": ((4, 4), (0, 3), (3, 0), (3, 3)),
    "battle-of-the-sexes": ((3, 2), (0, 0), (0, 0), (2, 3)),
    "matching-pennies": ((1, -1), (-1, 1), (-1, 1), (1, -1)),
    "deadlock": ((1, 1), (0, 3), (3, 0), (2, 2)),
    "entry-deterrence": ((0, 2), (0, 2), (1, 1), (-1, -1)),
    "cuba-chicken": ((3, 3), (2, 4), (4, 2), (1, 1)),
    "cuba-brams": ((3, 3), (1, 4), (2, 2), (4, 1)),
    "trade-war-538": ((15, 15), (5, 25), (25, 5), (10, 10)),
    "trade-war-mankiw": ((25, 25), (10, 30), (30, 10), (20, 20)),
}
"""Row by row, each cell (first player, second player)."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "prisoners-dilemma": (pure(1, 1, row="defect", column="defect"),),
    "iterated-dilemma": (pure(1, 1, row="defect", column="defect"),),
    "repeated-chicken": (
        pure(-1, 1, red="swerve", blue="straight"),
        pure(1, -1, red="straight", blue="swerve"),
        mixed(
            (Fraction(-1, 10), Fraction(-1, 10)),
            red=two("swerve", Fraction(9, 10), "straight"),
            blue=two("swerve", Fraction(9, 10), "straight"),
        ),
    ),
    # Outputs are whole numbers, so that beside (8, 8) two more are equilibria.
    "cournot-duopoly": (
        pure(64, 64, first_output="8", second_output="8"),
        pure(56, 72, first_output="7", second_output="9"),
        pure(72, 56, first_output="9", second_output="7"),
    ),
    "repeated-entry": (mixed((HALF, Fraction(0)), entry={"enter": SURE}, prices={"high": SURE}),),
    "linear-tariffs": (
        mixed((Fraction(-75, 7),) * 2, home_tariff={"5": SURE}, abroad_tariff={"5": SURE}),
    ),
    "chicken": (
        pure(-1, 1, row="swerve", column="straight"),
        pure(1, -1, row="straight", column="swerve"),
        mixed(
            (Fraction(-1, 10), Fraction(-1, 10)),
            row=two("swerve", Fraction(9, 10), "straight"),
            column=two("swerve", Fraction(9, 10), "straight"),
        ),
    ),
    "hawk-dove": (
        pure(2, 0, row="hawk", column="dove"),
        pure(0, 2, row="dove", column="hawk"),
        mixed((HALF, HALF), row=two("hawk", HALF, "dove"), column=two("hawk", HALF, "dove")),
    ),
    "stag-hunt": (
        pure(4, 4, row="stag", column="stag"),
        pure(3, 3, row="hare", column="hare"),
        mixed(
            (Fraction(3), Fraction(3)),
            row=two("stag", Fraction(3, 4), "hare"),
            column=two("stag", Fraction(3, 4), "hare"),
        ),
    ),
    "battle-of-the-sexes": (
        pure(3, 2, row="ballet", column="ballet"),
        pure(2, 3, row="fight", column="fight"),
        mixed(
            (Fraction(6, 5), Fraction(6, 5)),
            row=two("ballet", Fraction(3, 5), "fight"),
            column=two("ballet", Fraction(2, 5), "fight"),
        ),
    ),
    "matching-pennies": (
        mixed(
            (Fraction(0), Fraction(0)),
            row=two("heads", HALF, "tails"),
            column=two("heads", HALF, "tails"),
        ),
    ),
    "deadlock": (pure(2, 2, row="arm", column="arm"),),
    "entry-deterrence": (
        pure(1, 1, entry="enter", response="accommodate"),
        pure(0, 2, entry="out", response="fight"),
        mixed(
            (Fraction(0), Fraction(2)),
            entry={"out": SURE},
            response=two("fight", HALF, "accommodate"),
        ),
    ),
    # What the responder would refuse is an option of its own, so "disagreement after offer 0" comes
    # twice.
    "ultimatum": (
        *(pure(10 - k, k, offer=str(k), least=str(k)) for k in range(11)),
        pure(0, 0, offer="0", least="10"),
        pure(0, 0, offer="0", least="never"),
    ),
    "nash-demand": (
        *(pure(k, 10 - k, a=str(k), b=str(10 - k)) for k in range(11)),
        pure(0, 0, a="10", b="10"),
    ),
    # Off the path the second player may do several things, of which these are the extreme ones.
    "centipede": tuple(
        mixed((Fraction(1), Fraction(0)), first_plan={"take_at_1": SURE}, second_plan=later)
        for later in (
            {"take_at_2": SURE},
            {"take_at_2": Fraction(2, 3), "take_at_4": Fraction(1, 3)},
            {"take_at_2": Fraction(2, 3), "take_at_4": Fraction(1, 6), "pass": Fraction(1, 6)},
            {"take_at_2": Fraction(3, 4), "pass": Fraction(1, 4)},
        )
    ),
    "travellers-dilemma": (pure(2, 2, a="2", b="2"),),
    "cuba-chicken": (
        pure(2, 4, us="blockade", ussr="maintain"),
        pure(4, 2, us="strike", ussr="withdraw"),
        mixed(
            (Fraction(5, 2), Fraction(5, 2)),
            us=two("blockade", HALF, "strike"),
            ussr=two("withdraw", HALF, "maintain"),
        ),
    ),
    "cuba-brams": (
        mixed(
            (Fraction(5, 2), Fraction(5, 2)),
            us=two("blockade", HALF, "strike"),
            ussr=two("withdraw", Fraction(3, 4), "maintain"),
        ),
    ),
    # With the types that the file itself names: a strong stranger, a weak store, a jack against a
    # king.
    "beer-quiche": (pure(3, 1, breakfast="beer", duel="retreat"),),
    "chain-store-types": (
        pure(0, 0, 4, entry_1="out", response_1="fight", entry_2="out", response_2="fight"),
        mixed(
            (HALF, HALF, Fraction(0)),
            entry_1={"enter": SURE},
            response_1={"let_in": SURE},
            entry_2={"enter": SURE},
            response_2={"let_in": SURE},
        ),
    ),
    "kuhn-poker": (
        mixed(
            (Fraction(-1), Fraction(1)),
            opening={"check": SURE},
            last={"fold": SURE},
            reply={"bet": SURE},
            response={"call": SURE},
        ),
    ),
    "trade-war-538": (pure(10, 10, home="tariff", abroad="tariff"),),
    # What takes both to decide nobody sets alone, and without a word it stays as it is.
    "rubinstein": (pure(0, 0),),
    "orange": (mixed((HALF, HALF)),),
    "used-car": (pure(0, 0),),
    "discrete-bargaining": (pure(1, 1),),
    "trade-war-mankiw": (pure(20, 20, us="high", mexico="high"),),
}

ABRIDGED = {"nash-demand", "ultimatum", "chain-store-types", "kuhn-poker"}
"""Of these the literature names the pure equilibria, or the table leaves out what the game is
about; others mix.
"""

HIDDEN, UNMOVED = {"beer-quiche", "chain-store-types", "kuhn-poker", "used-car"}, {"used-car"}
"""Somebody has a private type; what the literature says of these stands in `test_hidden_classics.py`. Of these
some have no moves, but a mediator: see `bargaining/test_mediator.py`."""

ENDINGS: dict[str, tuple[tuple[dict[str, str], tuple[int, int]], ...]] = {
    "entry-deterrence": (({"approach": "enter", "answer": "accommodate"}, (1, 1)),),
    "ultimatum": (
        ({"propose": "0", "reply": "accept"}, (10, 0)),
        ({"propose": "1", "reply": "accept"}, (9, 1)),
    ),
    "centipede": (({"round_1": "take"}, (1, 0)),),
}
"""Subgame-perfect outcomes, for the games with moves."""

LEAVES = {
    "entry-deterrence": ((0, 2), (1, 1), (-1, -1)),
    "ultimatum": tuple(leaf for k in range(11) for leaf in ((10 - k, k), (0, 0))),
    "centipede": ((1, 0), (0, 2), (3, 1), (2, 4), (4, 3)),
}
"""What the endings are worth, the earliest first."""


@cache
def alone(name: str) -> negotiate.Solution:
    return negotiate.solve(game_of(negotiate.load(f"classics/{name}")))


def odds_of(
    equilibrium: negotiate.Equilibrium, game: negotiate.NormalFormGame
) -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weights, strategies in zip(equilibrium.strategies, game.strategies, strict=True):
        for weight, strategy in zip(weights, strategies, strict=True):
            for issue, option in strategy.choices.items():
                found[issue][option] += float(weight)
    return found


def is_fact(fact: Fact, equilibrium: negotiate.Equilibrium, game: negotiate.NormalFormGame) -> bool:
    found = odds_of(equilibrium, game)
    same_odds = set(found) == set(fact.odds) and all(
        abs(probability - fact.odds[issue].get(option, 0)) < 1e-9
        for issue, options in found.items()
        for option, probability in options.items()
    )
    return same_odds and np.allclose(
        equilibrium.payoffs, [float(x) for x in fact.payoffs], rtol=0, atol=1e-9
    )


def test_every_classic_is_in_every_table() -> None:
    assert set(FACTS) == set(CLASSICS)


@pytest.mark.parametrize("name", MATRICES)
def test_payoffs_are_exact(name: str) -> None:
    game = game_of(negotiate.load(f"classics/{name}"))
    assert game.shape == (2, 2)
    assert game.payoffs.reshape(2, 4).T.tolist() == [list(cell) for cell in MATRICES[name]]


def test_demands_are_met_if_they_fit() -> None:
    payoffs = game_of(negotiate.load("classics/nash-demand")).payoffs
    expected = [
        [[a if a + b <= 10 else 0, b if a + b <= 10 else 0] for b in range(11)] for a in range(11)
    ]
    assert np.array_equal(payoffs, np.moveaxis(np.array(expected), -1, 0))


def test_travellers_are_paid_the_lower_claim() -> None:
    payoffs = game_of(negotiate.load("classics/travellers-dilemma")).payoffs
    claims = range(2, 101)
    expected = [
        [[min(a, b) + 2 * np.sign(b - a), min(a, b) + 2 * np.sign(a - b)] for b in claims]
        for a in claims
    ]
    assert np.array_equal(payoffs, np.moveaxis(np.array(expected), -1, 0))


@pytest.mark.parametrize("name", CLASSICS)
def test_equilibria_are_those_of_the_literature(name: str) -> None:
    solution = alone(name)
    assert isinstance(solution.game, negotiate.NormalFormGame)
    if name not in ABRIDGED:
        assert len(solution.equilibria) == len(FACTS[name])
    for fact in FACTS[name]:
        same = [e for e in solution.equilibria if is_fact(fact, e, solution.game)]
        assert len(same) == 1, fact
    assert solution.complete


@pytest.mark.parametrize("name", CLASSICS)
def test_a_game_with_moves_has_its_endings(name: str) -> None:
    scenario = negotiate.load(f"classics/{name}")
    assert bool(scenario.protocol) is (name in ENDINGS or name in HIDDEN - UNMOVED)
    assert bool(scenario.types) is (name in HIDDEN)
    if name not in ENDINGS:
        return
    game = scenario.in_turn()
    solution = negotiate.solve(game)
    found = [(dict(e.moves), e.payoffs) for e in solution.equilibria]
    assert len(found) == len(ENDINGS[name])
    assert all(ending in found for ending in ENDINGS[name])
    assert Counter(map(tuple, game.payoffs.tolist())) == Counter(LEAVES[name])


@pytest.mark.parametrize("name", sorted(set(CLASSICS) - set(ENDINGS) - HIDDEN))
def test_the_tree_of_a_simultaneous_game_has_the_same_equilibria(name: str) -> None:
    solution = negotiate.solve(negotiate.load(f"classics/{name}").in_turn())
    assert [e.payoffs for e in solution.equilibria] == [e.payoffs for e in alone(name).equilibria]


def test_a_classic_says_who_made_it_and_where_it_comes_from() -> None:
    for name in CLASSICS:
        scenario = negotiate.load(f"classics/{name}")
        assert scenario.about.summary, name
        assert scenario.about.authors, name
        assert scenario.about.license == "CC-BY-4.0", name
        assert scenario.about.minutes, name
        assert all(source.title for source in scenario.sources.values()), name
        assert scenario.sources, name
        assert "public" in scenario.briefs, name
