"""Pure equilibria, strict dominance and what is rationalizable, beside loops over fractions."""

from __future__ import annotations

from itertools import product

import numpy as np

from negotiate.equilibrium.concepts.rationalizability import Rationalizable
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_dominance, plain_pure
from tests.truth.kinds import Kind, Verdict, all_of
from tests.truth.many_players import (
    Case,
    Generator,
    Shape,
    cents_beside_millions,
    near_ties,
    ordinary,
    with_ties,
)

SHAPES: tuple[Shape, ...] = (
    (2, 2),
    (3, 3),
    (4, 3),
    (4, 4),
    (2, 2, 2),
    (3, 2, 2),
    (3, 3, 2),
    (2, 2, 2, 2),
)
Kept = tuple[tuple[int, ...], ...]


def table(rng: Generator) -> Case:
    draw = (ordinary, with_ties, with_ties, cents_beside_millions, near_ties)[int(rng.integers(5))]
    return draw(rng, SHAPES)


def pure(case: Case) -> tuple[tuple[int, ...], ...]:
    found = solve(NormalFormGame.from_arrays(*case.given), "pure")
    return tuple(sorted(tuple(s[0] for s in e.support) for e in found.equilibria))


def pure_by_loops(case: Case, found: tuple[tuple[int, ...], ...]) -> Verdict:
    return all_of(
        [(found, tuple(sorted(plain_pure.pure_equilibria(case.payoffs))), "pure equilibria")]
    )


def undominated(case: Case) -> tuple[Kept, Kept]:
    """What iterated dominance leaves, and what is rationalizable where others may act in
    concert.
    """
    game = NormalFormGame.from_arrays(*case.given)
    finding = solve(game, concept="rationalizable").finding
    assert isinstance(finding, Rationalizable)
    left = reduce(game).kept
    return tuple(tuple(own) for own in left), tuple(tuple(own) for own in finding.kept)


def one_at_a_time(payoffs: np.ndarray) -> Kept:
    """What is left when strategies that some mixture dominates go one after the other."""
    kept = [list(range(n)) for n in payoffs.shape[1:]]
    while (worse := _dominated(payoffs, kept)) is not None:
        kept[worse[0]].remove(worse[1])
    return tuple(tuple(own) for own in kept)


def _dominated(payoffs: np.ndarray, kept: list[list[int]]) -> tuple[int, int] | None:
    for player, own in enumerate(kept):
        rest = list(product(*(left for p, left in enumerate(kept) if p != player)))
        rows = [
            [payoffs[(player, *others[:player], i, *others[player:])] for others in rest]
            for i in own
        ]
        for place, strategy in enumerate(own):
            if plain_dominance.dominated(rows, place):
                return player, strategy
    return None


def by_values(case: Case, found: tuple[Kept, Kept]) -> Verdict:
    wanted = one_at_a_time(case.payoffs)
    return all_of([(found[0], wanted, "left by dominance"), (found[1], wanted, "rationalizable")])


def one_more_gone(found: tuple[Kept, Kept]) -> tuple[Kept, Kept]:
    return ((found[0][0][1:], *found[0][1:]), found[1])


def one_back(found: tuple[Kept, Kept]) -> tuple[Kept, Kept]:
    return found[0], (tuple(range(len(found[1][0]) + 1)), *found[1][1:])


KINDS = (
    Kind(
        "pure equilibria",
        table,
        pure,
        pure_by_loops,
        (lambda found: found[:-1], lambda found: (*found, (0, 0))),
    ),
    Kind(
        "strict dominance and rationalizable strategies",
        table,
        undominated,
        by_values,
        (one_more_gone, one_back),
    ),
)
