"""Points over packages beside every package in fractions, and votes beside every coalition and
every order.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from negotiate import BargainingProblem
from negotiate.bargaining.voting.game import VotingGame, power
from tests.reference import plain_points, plain_votes
from tests.truth.kinds import Kind, Verdict, all_of
from tests.truth.many_players import Generator

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "raiffa", "maschler_perles")
UNITS = (Fraction(1), Fraction(1, 10), Fraction(1, 100), Fraction(3, 10))


class Packages(NamedTuple):
    """Payoffs by package and player, what each gets without a deal, and which packages may be
    signed.
    """

    worth: list[list[Fraction]]
    apart: list[Fraction]
    acceptable: list[bool]
    powers: list[int]


def packages(rng: Generator) -> Packages:
    """A few packages that tie in some way, one in four beside a hundred million."""
    players, count = int(rng.integers(2, 5)), int(rng.integers(1, 10))
    unit, far = UNITS[int(rng.integers(len(UNITS)))], 10**8 if rng.random() < 0.25 else 0
    worth = [
        [Fraction(x) * unit + far for x in row]
        for row in rng.integers(-4, 7, (count, players)).tolist()
    ]
    apart = [Fraction(x) * unit + far for x in rng.integers(-4, 3, players).tolist()]
    return Packages(
        worth, apart, (rng.random(count) < 0.8).tolist(), rng.integers(1, 4, players).tolist()
    )


def points(case: Packages) -> dict[str, tuple[int, ...]]:
    payoffs = np.array([[float(x) for x in row] for row in case.worth]).T
    problem = BargainingProblem.from_arrays(
        payoffs, [float(x) for x in case.apart], np.array(case.acceptable)
    )
    found = {"zone": tuple(problem.zone().tolist()), "frontier": tuple(problem.frontier().tolist())}
    for rule in RULES:
        if rule != "maschler_perles" or len(case.apart) == 2:
            found[rule] = tuple(getattr(problem, rule)().packages)
    return found | {"weighted nash": tuple(problem.nash(weights=case.powers).packages)}


def by_trying(case: Packages, found: dict[str, tuple[int, ...]]) -> Verdict:
    gains = [[x - d for x, d in zip(row, case.apart, strict=True)] for row in case.worth]
    args = gains, case.acceptable
    equal = [1] * len(case.apart)
    wanted = {
        "zone": plain_points.zone(*args),
        "frontier": plain_points.frontier(*args),
        "nash": plain_points.nash(*args, equal),
        "weighted nash": plain_points.nash(*args, case.powers),
    }
    wanted |= {rule: getattr(plain_points, rule)(*args) for rule in RULES[1:] if rule in found}
    return all_of((found[name], tuple(those), name) for name, those in wanted.items())


def other_package(found: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return found | {"egalitarian": tuple(k + 1 for k in found["egalitarian"]) or (0,)}


def shorter_frontier(found: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return found | {"frontier": found["frontier"][:-1]}


class Power(NamedTuple):
    """What is said of a body of voters."""

    shapley_shubik: tuple[Fraction, ...]
    banzhaf: tuple[Fraction, ...]
    minimal: tuple[tuple[int, ...], ...]
    vetoes: tuple[int, ...]
    dummies: tuple[int, ...]
    dictator: int | None


def body(rng: Generator) -> tuple[int, list[int]]:
    """A quota and votes, in ones or in billions."""
    votes = [int(rng.integers(1, 10)), *rng.integers(0, 10, int(rng.integers(0, 6))).tolist()]
    unit = 10 ** int(rng.choice([0, 0, 9]))
    return unit * int(rng.integers(1, sum(votes) + 1)), [unit * v for v in votes]


def powers(case: tuple[int, list[int]]) -> Power:
    game = VotingGame(case[0], tuple(case[1]))
    found, minimal = power(game), game.minimal_winning().members
    return Power(
        found.shapley_shubik,
        found.banzhaf_absolute,
        tuple(sorted(minimal)),
        game.vetoes,
        found.dummies,
        game.dictator,
    )


def by_coalitions(case: tuple[int, list[int]], found: Power) -> Verdict:
    quota, votes = case
    worth = plain_votes.voting_worth(quota, votes)
    minimal = plain_votes.minimal_winning(quota, votes)
    members = range(len(votes))
    wanted = Power(
        tuple(plain_votes.shapley(worth, len(votes))),
        tuple(plain_votes.banzhaf(worth, len(votes))),
        tuple(sorted(minimal)),
        tuple(i for i in members if all(i in one for one in minimal)),
        tuple(i for i in members if not any(i in one for one in minimal)),
        next((i for i in members if minimal == {(i,)}), None),
    )
    return all_of(zip(found, wanted, Power._fields, strict=True))


KINDS = (
    Kind(
        "points and frontiers over packages",
        packages,
        points,
        by_trying,
        (other_package, shorter_frontier),
    ),
    Kind(
        "weighted voting",
        body,
        powers,
        by_coalitions,
        (
            lambda found: found._replace(minimal=found.minimal[:-1]),
            lambda found: found._replace(banzhaf=(found.banzhaf[0] / 2, *found.banzhaf[1:])),
        ),
    ),
)
