"""Types that are dealt together: every lens counts them as an enumeration of its own does, and Kuhn
poker from one pack is the published game.
"""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

import negotiate
from negotiate.bargaining.mediator import mediate
from negotiate.bargaining.profiles import type_deals
from negotiate.equilibrium.bayesian import BayesianEquilibrium
from negotiate.language.text import spelled
from negotiate.model.negotiation import dealing, dealing_in_turn
from negotiate.pages import deals
from negotiate.play.talks import talks
from negotiate.report.plain import plain
from negotiate.whatif.chances import Chances
from tests.scenario_strategies import load

KUHN = "classics/kuhn-poker"
PLAYERS = ("north", "south")
KINDS = ("low", "high")
DEALS = list(product(range(2), repeat=2))


class Game:
    """A random game of two players, two types and two choices each, whose types are dealt together.

    Its numbers stand here as they stand in the file, so that nothing of the program is asked.
    """

    def __init__(self, seed: int, *, agreed: bool = False, hidden: bool = False) -> None:
        draws = random.Random(seed)
        weights = [draws.choice((0, 1, 2, 3)) for _ in DEALS]
        while not all(
            sum(w for d, w in zip(DEALS, weights, strict=True) if d[p] == k)
            for p in range(2)
            for k in range(2)
        ):
            weights = [draws.choice((0, 1, 2, 3)) for _ in DEALS]
        self.odds = {
            deal: Fraction(w, sum(weights)) for deal, w in zip(DEALS, weights, strict=True)
        }
        self.worth = {
            (deal, cell, p): draws.randint(-4, 6)
            for deal in DEALS
            for cell in DEALS
            for p in range(2)
        }
        self.agreed, self.hidden = agreed, hidden

    @property
    def file(self) -> dict[str, Any]:
        """The game as a scenario file says it."""

        def term(p: int, cell: tuple[int, int]) -> str:
            rows = (
                f"if(n == {deal[0]} and s == {deal[1]}, {self.worth[deal, cell, p]}, 0)"
                for deal in DEALS
            )
            return " + ".join(rows)

        decided = ["agreement", "agreement"] if self.agreed else PLAYERS
        issues = {
            name: {"decided_by": who, "options": ["a", "b"]}
            for name, who in zip("xy", decided, strict=True)
        }
        payoffs = {
            player: {
                "it": {
                    "by": ["x", "y"],
                    "values": {
                        one: {other: term(p, (k, j)) for j, other in enumerate("ab")}
                        for k, one in enumerate("ab")
                    },
                }
            }
            for p, player in enumerate(PLAYERS)
        }
        steps = [
            {"move": "one", "player": "north", "sets": "x"},
            {"move": "two", "player": "south", "sets": "y", "sees": []},
        ]
        return {
            "format": 1,
            "title": "Dealt together",
            "players": {"north": {}, "south": {}},
            "parameters": {"n": 0, "s": 0},
            "issues": issues,
            "status_quo": {"x": "a", "y": "a"},
            "payoffs": payoffs,
            "types": {
                player: {kind: {"set": {player[0]: k}} for k, kind in enumerate(KINDS)}
                for player in PLAYERS
            },
            "jointly": [
                {
                    "types": {"north": KINDS[deal[0]], "south": KINDS[deal[1]]},
                    "odds": f"{share.numerator} / {share.denominator}",
                }
                for deal, share in self.odds.items()
                if share
            ],
            **({"protocol": steps} if self.hidden else {}),
            **({"no_deal": {"north": 0, "south": 0}} if self.agreed else {}),
        }

    def gain(self, p: int, kind: int, done: int, plans: tuple[tuple[int, ...], ...]) -> Fraction:
        """What a choice is worth to a type, times how likely the type is."""
        total = Fraction(0)
        for deal, share in self.odds.items():
            if deal[p] == kind:
                cell = [plans[q][deal[q]] for q in range(2)]
                cell[p] = done
                total += share * self.worth[deal, (cell[0], cell[1]), p]
        return total

    def pure(self) -> set[tuple[tuple[int, ...], ...]]:
        """Every pure Bayesian equilibrium, by trying every plan."""
        plans = list(product(range(2), repeat=2))
        return {
            (one, other)
            for one in plans
            for other in plans
            if all(
                self.gain(p, kind, (one, other)[p][kind], (one, other))
                >= self.gain(p, kind, 1 - (one, other)[p][kind], (one, other))
                for p in range(2)
                for kind in range(2)
            )
        }


def pure_plans(found: Any) -> set[tuple[tuple[int, ...], ...]]:
    return {
        tuple(
            tuple("ab".index(next(iter(one.strategy))) for one in e.types if one.player == p)
            for p in range(2)
        )
        for e in found.equilibria
        if isinstance(e, BayesianEquilibrium) and e.pure
    }


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_bayesian_equilibria_are_those_of_an_enumeration(start: int) -> None:
    for seed in range(start, start + 20):
        game = Game(seed)
        found = load(game.file).solve()
        assert pure_plans(found) == game.pure(), seed
        for one in found.equilibria:
            plan = {
                (e.player, e.type): [e.strategy.get(name, 0.0) for name in "ab"] for e in one.types
            }
            for p, kind in product(range(2), range(2)):
                mine = [0.0, 0.0]
                for deal, share in game.odds.items():
                    if deal[p] == kind:
                        other = plan[1 - p, KINDS[deal[1 - p]]]
                        for done, theirs in product(range(2), range(2)):
                            cell = (done, theirs) if p == 0 else (theirs, done)
                            mine[done] += float(share) * other[theirs] * game.worth[deal, cell, p]
                got = sum(a * b for a, b in zip(plan[p, KINDS[kind]], mine, strict=True))
                assert got >= max(mine) - 1e-7, (seed, p, kind)


@pytest.mark.parametrize("start", range(0, 200, 40))
def test_nash_equilibria_of_trees_are_those_of_the_game_at_once(start: int) -> None:
    for seed in range(start, start + 40):
        game = Game(seed, hidden=True)
        scenario = load(game.file)
        tree = scenario.in_turn()
        chances = tree.tree.reach(tree.tree.odds)[tree.tree.leaves]
        assert chances.sum() == pytest.approx(4)  # two choices of two players after every deal
        found = scenario.tree(concept="nash")
        plans = {tuple(round(float(x), 6) for x in one.payoffs) for one in found.equilibria}
        for one in game.pure():
            expected = [
                sum(
                    share * game.worth[deal, (one[0][deal[0]], one[1][deal[1]]), p]
                    for deal, share in game.odds.items()
                )
                for p in range(2)
            ]
            if found.complete:
                assert tuple(round(float(x), 6) for x in expected) in plans, seed


@pytest.mark.parametrize("start", range(0, 200, 20))
@pytest.mark.parametrize("paid", [False, True])
def test_a_mediator_reaches_what_a_program_of_its_own_does(start: int, paid: bool) -> None:
    for seed in range(start, start + 20):
        game = Game(seed, agreed=True)
        file = game.file | ({"side_payments": {"north": 1, "south": 1}} if paid else {})
        found = mediate(load(file).together())
        assert found.gains.mediator == pytest.approx(best_menu(game, paid), abs=1e-6), seed
        assert found.violation <= 1e-5


def best_menu(game: Game, paid: bool) -> float:
    """The largest sum of expected gains, by one linear program that lists every constraint."""
    column = {(deal, cell): k for k, (deal, cell) in enumerate(product(DEALS, DEALS))}
    money = {deal: len(column) + k for k, deal in enumerate(DEALS)}  # what south pays north
    width = len(column) + len(money)
    cost, rows, bounds = np.zeros(width), [], []
    for (deal, cell), k in column.items():
        cost[k] = -float(game.odds[deal]) * sum(game.worth[deal, cell, p] for p in range(2))
    for p, kind, report in product(range(2), range(2), range(2)):
        row = np.zeros(width)
        for deal, share in game.odds.items():
            if deal[p] != kind:
                continue
            told = list(deal)
            told[p] = report
            for cell in DEALS:
                true = float(share) * game.worth[deal, cell, p]
                row[column[deal, cell]] -= true
                if report != kind:
                    row[column[(told[0], told[1]), cell]] += true
            if paid:
                sign = float(share) * (1 if p == 0 else -1)
                row[money[deal]] -= sign
                if report != kind:
                    row[money[told[0], told[1]]] += sign
        rows.append((row, 0.0))  # truth is worth at least a false report, and at least no deal
    for deal in DEALS:
        row = np.zeros(width)
        row[[column[deal, cell] for cell in DEALS]] = 1
        rows.append((row, 1.0))
    bounds = [(0, 1)] * len(column) + [(None, None) if paid else (0, 0)] * len(money)
    answer = linprog(cost, [row for row, _ in rows], [most for _, most in rows], bounds=bounds)
    return -float(answer.fun)


def test_deals_by_types_have_the_odds_of_the_deal() -> None:
    for seed in range(100):
        game = Game(seed, agreed=True)
        found = type_deals(load(game.file).together().private())
        exists = {
            deal: any(
                all(game.worth[deal, cell, p] >= 0 for p in range(2))
                and any(game.worth[deal, cell, p] > 0 for p in range(2))
                for cell in DEALS
            )
            for deal in DEALS
        }
        for case, deal in zip(found.cases, DEALS, strict=True):
            assert case.odds == pytest.approx(float(game.odds[deal]))
            strictly = any(all(game.worth[deal, cell, p] > 0 for p in range(2)) for cell in DEALS)
            assert strictly <= case.exists <= exists[deal]
        likely = sum(case.odds for case in found.cases if case.exists)
        assert found.chance == pytest.approx(likely)


def test_what_is_fixed_leaves_the_odds_of_what_is_left() -> None:
    for seed in range(60):
        game = Game(seed)
        for k, kind in enumerate(KINDS):
            found = load(game.file, fix={"north": kind})
            shares = [game.odds[k, j] for j in range(2)]
            assert dealing(found) == pytest.approx([float(s / sum(shares)) for s in shares])


def test_odds_in_turn_multiply_to_the_deal() -> None:
    for seed in range(100):
        scenario = load(Game(seed).file)
        first, second = dealing_in_turn(scenario)
        assert first.reshape(2, 1) * second == pytest.approx(dealing(scenario))


def test_what_if_weighs_worlds_by_the_deal() -> None:
    for seed in range(40):
        game = Game(seed)
        scenario = load(game.file)
        chances = Chances(scenario, "north")
        whole = chances.together(scenario.types, {}, 1)
        assert whole is not None
        assert whole[:, 0] == pytest.approx([float(game.odds[deal]) for deal in DEALS])
        other = chances.together({"south": scenario.types["south"]}, {}, 1)
        assert other is not None
        share = [float(sum(game.odds[k, j] for k in range(2))) for j in range(2)]
        assert other[:, 0] == pytest.approx(share)


def test_a_deck_of_three_cards_is_the_published_game() -> None:
    scenario = negotiate.load(KUHN)
    for found in (scenario.tree(), scenario.solve()):
        for one in found.equilibria:
            assert list(one.payoffs) == pytest.approx([-1 / 18, 1 / 18])
    bluff = {
        e.type: e.strategy
        for one in scenario.solve().equilibria
        for e in one.types
        if e.player == 1
    }
    assert bluff["jack"]["reply bet"] == pytest.approx(1 / 3)  # as Kuhn has it
    assert bluff["queen"]["response call"] == pytest.approx(1 / 3)


def test_a_deck_deals_no_void_hand() -> None:
    draws = random.Random(1950)
    form = talks(negotiate.load(KUHN), 2)
    hands = [tuple(form.start(draws.random())["types"].values()) for _ in range(10_000)]
    assert all(one != other for one, other in hands)
    counts = {hand: hands.count(hand) for hand in set(hands)}
    assert len(counts) == 6
    assert all(1500 < count < 1850 for count in counts.values())
    assert form.start(0.0)["types"] == {"first": "jack", "second": "queen"}


def test_cards_are_as_many_as_the_odds_say() -> None:
    page = "\n".join(plain(deals.cards(negotiate.load(KUHN))))
    assert page.count("You are jack.") == page.count("You are king.") == 4
    assert "Deal 6" in page
    assert "Deal 7" not in page
    uneven = Game(0).file
    for one, share in zip(uneven["jointly"], (0.12345678, 0.87654322), strict=False):
        one["odds"] = share
    uneven["jointly"] = uneven["jointly"][:2]
    assert "by lot" in " ".join(plain(deals.cards(load(uneven))))


def test_a_brief_says_what_is_likely_given_the_own_card() -> None:
    said = list(deals.likely(negotiate.load(KUHN), "first", "jack"))
    assert said == [("Second player", "queen with probability 0.5 or king with probability 0.5")]


def test_odds_that_are_left_out_are_equal_and_single_ones_may_agree(tmp_path: Path) -> None:
    scenario = negotiate.load(KUHN)
    assert dealing(scenario)[~np.eye(3, dtype=bool)].tolist() == pytest.approx([1 / 6] * 6)
    assert np.diag(dealing(scenario)).tolist() == [0, 0, 0]
    text = Path("scenarios/classics/kuhn-poker.yaml").read_text("utf-8")
    same = tmp_path / "kuhn.yaml"
    same.write_text(text.replace("jack: {set:", "jack: {odds: 1/3, set:"), "utf-8")
    assert dealing(negotiate.load(spelled(str(same)))).tolist() == dealing(scenario).tolist()
