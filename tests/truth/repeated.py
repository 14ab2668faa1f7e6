"""Repeated play beside rounds one by one, Axelrod's own matches, and births and deaths in
fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from negotiate import Automaton, NormalFormGame, RepeatedGame
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.tournament import tournament
from tests.reference import match_twin, plain_moran
from tests.repeated.matches.random_matches import automaton, game, twin
from tests.truth.kinds import Kind, Verdict, near
from tests.truth.many_players import Generator

POOL = {
    "always_cooperate": "Cooperator",
    "always_defect": "Defector",
    "alternate": "Alternator",
    "grudger": "Grudger",
    "soft_grudger": "SoftGrudger",
    "tit_for_tat": "TitForTat",
    "suspicious_tit_for_tat": "SuspiciousTitForTat",
    "tit_for_two_tats": "TitFor2Tats",
    "two_tits_for_tat": "TwoTitsForTat",
    "contrite_tit_for_tat": "ContriteTitForTat",
    "reactive:p=0,q=1": "AntiTitForTat",
    "win_stay_lose_shift": "WinStayLoseShift",
}
"""What ours are called → Axelrod's of the same idea, none of them chancy."""
SHAPES = ((2, 2), (2, 3), (3, 2), (2, 2, 2))


class Dilemma(NamedTuple):
    """A prisoner's dilemma in whole numbers, from the payoff of a fool to that of temptation."""

    s: int
    p: int
    r: int
    t: int

    def stage(self) -> NormalFormGame:
        table = np.array([[self.r, self.s], [self.t, self.p]], dtype=float)
        return NormalFormGame.from_arrays(table, table.T)


def dilemma(rng: Generator) -> Dilemma:
    while True:
        one = Dilemma(*np.sort(rng.choice(40, 4, replace=False)).tolist())
        if 2 * one.r > one.t + one.s:  # it pays to take no turns
            return one


def tournaments(rng: Generator) -> tuple[Dilemma, list[str], int]:
    pool = rng.choice(list(POOL), 3, replace=False).tolist()
    return dilemma(rng), pool, int(rng.integers(1, 60))


def totals(case: tuple[Dilemma, list[str], int]) -> Any:
    one, pool, rounds = case
    return (rounds * tournament(RepeatedGame(one.stage(), 1), pool, rounds=rounds).payoffs).tolist()


def by_axelrod(case: tuple[Dilemma, list[str], int], found: Any) -> Verdict:
    import axelrod

    (s, p, r, t), pool, rounds = case
    for i, one in enumerate(pool):
        for j, other in enumerate(pool):
            players = [getattr(axelrod, POOL[name])() for name in (one, other)]
            match = axelrod.Match(players, turns=rounds, game=axelrod.Game(r=r, s=s, t=t, p=p))
            match.play()
            if not near([found[0][i][j], found[1][i][j]], match.final_score()):
                return Verdict(
                    f"{one} and {other} earn {found[0][i][j], found[1][i][j]}, not "
                    f"{match.final_score()}"
                )
    return Verdict()


def meetings(rng: Generator) -> Any:
    """Automata that mix, hands that tremble and eyes that err, for some rounds or without end."""
    shape = SHAPES[int(rng.integers(len(SHAPES)))]
    discounts = tuple(rng.choice([0.0, 0.3, 0.7, 0.9], len(shape)).tolist())
    machines = [
        automaton(rng, shape, player, int(rng.integers(1, 4))) for player in range(len(shape))
    ]
    noise, misread = (tuple(rng.choice([0.0, 0.05, 0.4], len(shape)).tolist()) for _ in range(2))
    phases = int(rng.integers(1, 3)) if len(shape) == 2 else 1
    rounds = None if rng.random() < 0.5 else int(rng.integers(1, 30))
    return game(rng, shape, discounts, phases=phases), machines, noise, misread, discounts, rounds


def earned(case: Any) -> tuple[float, ...]:
    repeated, machines, noise, misread, _, rounds = case
    return tuple(repeated.play(*machines, noise=noise, misread=misread, rounds=rounds).payoffs)


def by_rounds(case: Any, found: tuple[float, ...]) -> Verdict:
    repeated, machines, noise, misread, discounts, rounds = case
    wanted = match_twin.payoffs(twin(repeated, machines, noise, misread), discounts, rounds)
    return Verdict("" if near(found, wanted) else f"payoffs {found}, and not {wanted}")


def populations(rng: Generator) -> tuple[list[list[int]], tuple[int, ...]]:
    """What two or three kinds earn from one another, and how many there are of each."""
    kinds = int(rng.integers(2, 4))
    start = rng.integers(1, 5 if kinds == 2 else 3, kinds)
    return rng.integers(1, 30, (kinds, kinds)).tolist(), tuple(start.tolist())


def takeovers(case: tuple[list[list[int]], tuple[int, ...]]) -> tuple[float, ...]:
    table, start = np.array(case[0], dtype=float), list(case[1])
    stage = NormalFormGame.from_arrays(table, table.T)
    met = tournament(
        RepeatedGame(stage, 1),
        [Automaton([k], np.zeros((1, *table.shape), dtype=int)) for k in range(len(table))],
        rounds=1,
    )
    found = evolution(met, "moran", population=sum(start), start=start).takeover
    assert found is not None
    return tuple(found.fixation.tolist())


def by_births(case: tuple[list[list[int]], tuple[int, ...]], found: tuple[float, ...]) -> Verdict:
    payoffs = [[Fraction(x) for x in row] for row in case[0]]
    wanted = [float(x) for x in plain_moran.takeovers(case[1], payoffs, lambda worth: worth)]
    return Verdict("" if near(found, wanted) else f"takeovers {found}, and not {wanted}")


def thresholds(one: Dilemma) -> tuple[tuple[float, float], ...]:
    found = RepeatedGame(one.stage(), 0.5).critical_discount("grim")
    return tuple((low, high) for low, high in found)


def by_formula(one: Dilemma, found: tuple[tuple[float, float], ...]) -> Verdict:
    """Friedman 1971: grim holds from (t - r) / (t - p) on."""
    wanted = (((one.t - one.r) / (one.t - one.p), 1.0),)
    return Verdict("" if near(found, wanted, 1e-8) else f"grim holds in {found}, and not {wanted}")


def a_little_more(found: Any) -> Any:
    return (np.asarray(found) * (1 + 1e-6)).tolist()


def other_way_round(found: Any) -> Any:
    return np.asarray(found)[::-1].tolist()


SPOIL: tuple[Callable[[Any], Any], ...] = (a_little_more, other_way_round)
KINDS = (
    Kind("tournaments", tournaments, totals, by_axelrod, SPOIL, ("axelrod",)),
    Kind("matches with slips", meetings, earned, by_rounds, SPOIL),
    Kind("takeovers of populations", populations, takeovers, by_births, SPOIL),
    Kind(
        "patience that cooperation needs",
        dilemma,
        thresholds,
        by_formula,
        (a_little_more, lambda found: ()),
    ),
)
