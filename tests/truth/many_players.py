"""Games for three and four players: ordinary ones, and families built to hurt whoever compares with
a tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_supports, plain_three_players
from tests.reference.plain_three_players import lead, tied
from tests.truth.kinds import Kind, Verdict
from tests.truth.listed import (
    Listed,
    between,
    false_ones,
    left_out,
    listed,
    one_digit_else,
    one_left_out,
    worths,
)

Generator = np.random.Generator
Shape = tuple[int, ...]
TWOS = (2, 2, 2)
SHAPES: tuple[Shape, ...] = (TWOS, TWOS, (3, 2, 2), (3, 3, 2), (3, 3, 3), (2, 2, 2, 2))
ROOTS = (2**0.5, 3**0.5, 5**0.5)


class Case(NamedTuple):
    """A game.

    Attributes
    ----------
    payoffs : ndarray of Fraction, shape (players, *strategies)
        The game as it is meant, up to a unit and a zero of each player's own.
    given : tuple of ndarray
        The same as it is handed over.
    known : list of profile
        Equilibria that it has.
    all_known : bool
        Whether these are all extreme ones.
    odd : bool
        Whether the game was drawn so widely that its equilibria are odd in number (Wilson 1971).
    """

    payoffs: np.ndarray
    given: Sequence[np.ndarray]
    known: Sequence[Sequence[Sequence[Any]]] = ()
    all_known: bool = False
    odd: bool = False


def fractions(numbers: Any) -> np.ndarray:
    table = np.asarray(numbers, dtype=object)
    return np.array([Fraction(x) for x in table.ravel().tolist()], dtype=object).reshape(
        table.shape
    )


def chosen(rng: Generator, values: Sequence[Any], shape: Shape) -> np.ndarray:
    """Fractions drawn from a few."""
    return fractions(
        [values[k] for k in rng.integers(0, len(values), int(np.prod(shape)))]
    ).reshape(shape)


def whole(rng: Generator, low: int, high: int, shape: Shape) -> np.ndarray:
    return fractions(rng.integers(low, high + 1, shape).tolist())


def some_shape(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Shape:
    return shapes[int(rng.integers(len(shapes)))]


def small(rng: Generator, first: int = 5, last: int = 12) -> Fraction:
    return Fraction(1, 10 ** int(rng.integers(first, last + 1)))


def handed(rng: Generator, payoffs: np.ndarray) -> tuple[np.ndarray, ...]:
    """As floats where these print as what is meant, every second time; else as fractions."""
    return tuple(payoffs.astype(float) if printed(payoffs) and rng.random() < 0.5 else payoffs)


def printed(payoffs: np.ndarray) -> bool:
    """Whether floats hold these numbers: they print as no others, and fifteen digits are enough."""
    numbers = payoffs.astype(float).ravel().tolist()
    return all(
        Fraction(f"{x:.15g}") == y for x, y in zip(numbers, payoffs.ravel().tolist(), strict=True)
    )


def told(rng: Generator, payoffs: np.ndarray, **more: Any) -> Case:
    return Case(payoffs, handed(rng, payoffs), **more)


def sized(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Shape:
    """The shape of payoffs."""
    shape = some_shape(rng, shapes)
    return len(shape), *shape


def ordinary(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Case:
    return told(rng, whole(rng, -(10**6), 10**6, sized(rng, shapes)) / 1000, odd=True)


def with_ties(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Case:
    largest = int(rng.integers(1, 5))
    return told(rng, whole(rng, -largest, largest, sized(rng, shapes)))


def cents_beside_millions(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Case:
    shape = sized(rng, shapes)
    values = [0, 1, 5, 30_000_000, -100_000_000]
    return told(
        rng, chosen(rng, values, shape) + chosen(rng, [Fraction(k, 100) for k in (0, 1, 5)], shape)
    )


def near_ties(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Case:
    shape, tiny = sized(rng, shapes), small(rng)
    large = 10 ** int(rng.integers(0, 9)) if rng.random() < 0.4 else 1
    return told(rng, large * whole(rng, -2, 2, shape) + tiny * whole(rng, -1, 1, shape))


def bilateral(rng: Generator) -> Case:
    """Everybody plays a game with everybody else, and payoffs add up (Janovskaja 1968)."""
    shape = some_shape(rng)
    payoffs = fractions(np.zeros((len(shape), *shape), dtype=int))
    for player, other in product(range(len(shape)), repeat=2):
        if player != other:
            table = whole(rng, -3, 3, (shape[player], shape[other]))
            for cell in np.ndindex(*shape):
                payoffs[(player, *cell)] += table[cell[player], cell[other]]
    return told(rng, payoffs)


def irrational(rng: Generator, shapes: Sequence[Shape] = SHAPES) -> Case:
    """Each player's payoffs times a root and beside another, in which whole numbers tie."""
    shape = sized(rng, shapes)
    payoffs = whole(rng, -3, 3, shape)
    given = [
        own.astype(float) * root + rng.choice([0.0, *ROOTS])
        for own, root in zip(payoffs, [*ROOTS, 7**0.5], strict=False)
    ]
    return Case(payoffs, given)


def planted(rng: Generator) -> Case:
    """One equilibrium is known, mixed as it comes: payoffs of one cell make what it plays equally
    good, and best.
    """
    shape = some_shape(rng)
    scale, tiny = [(3, Fraction(0)), (20, small(rng)), (10**8, Fraction(1, 100))][
        int(rng.integers(3))
    ]
    payoffs = whole(rng, -scale, scale, (len(shape), *shape)) + tiny * whole(
        rng, -1, 1, (len(shape), *shape)
    )
    profile = [mixture(rng, n) for n in shape]
    cell = [next(i for i, p in enumerate(own) if p) for own in profile]
    for player, own in enumerate(profile):
        weight = Fraction(1)
        for other, k in enumerate(cell):
            weight *= profile[other][k] if other != player else 1
        worth = worths(payoffs, player, profile)
        for k, p in enumerate(own):
            if p:
                payoffs[(player, *cell[:player], k, *cell[player + 1 :])] += (
                    max(worth) - worth[k]
                ) / weight
    return told(rng, payoffs, known=[profile])


def mixture(rng: Generator, n: int) -> list[Fraction]:
    played = rng.choice(n, int(rng.integers(1, n + 1)), replace=False).tolist()
    weights = [int(rng.integers(1, 9)) if k in played else 0 for k in range(n)]
    return [Fraction(w, sum(weights)) for w in weights]


def embedded(rng: Generator) -> Case:
    """Two players' game beside a third who minds nothing, cannot choose, or has one best
    strategy.
    """
    rows, columns, idle = (
        int(rng.integers(2, 4)),
        int(rng.integers(2, 4)),
        int(rng.integers(1, 4)),
    )
    two = whole(rng, -3, 3, (2, rows, columns)) + small(rng, 2, 11) * whole(
        rng, 0, 1, (2, rows, columns)
    )
    if rng.random() < 0.4:
        two = two + 10**8 * whole(rng, 0, 1, (2, rows, columns))
    pairs = plain_supports.extreme_equilibria(*two.tolist())
    minds = rng.random() < 0.5
    own = fractions([0] + [-small(rng, 9, 9) if minds else 0] * (idle - 1))
    third = [0] if minds else range(idle)
    known = [(x, y, [Fraction(int(k == i)) for k in range(idle)]) for x, y in pairs for i in third]
    shape = (rows, columns, idle)
    payoffs = np.stack(
        [*(np.broadcast_to(t[:, :, None], shape) for t in two), np.broadcast_to(own, shape)]
    )
    seats = rng.permutation(3).tolist()
    turned = payoffs[seats].transpose(0, *(1 + seat for seat in seats))
    return told(rng, turned, known=[[one[seat] for seat in seats] for one in known], all_known=True)


def answer_of(case: Case) -> Listed:
    return listed(solve(NormalFormGame.from_arrays(*case.given)))


def judge(case: Case, answer: Listed) -> Verdict:
    wrong = false_ones(case.payoffs, answer) or left_out(
        answer, [] if answer.continuum else case.known
    )
    if not wrong and answer.complete:
        if case.all_known:
            wrong = left_out(answer, case.known) or beside(answer, case.known)
        if case.payoffs.shape == (3, *TWOS):
            wrong = wrong or by_equations(case.payoffs, answer)
        if case.odd and not answer.continuum and len(answer.profiles) % 2 == 0:
            wrong = wrong or f"{len(answer.profiles)} equilibria, which is no odd number"
    return Verdict(wrong, answer.complete)


def beside(answer: Listed, wanted: Sequence[Any]) -> str:
    """Something that is listed beside all that is wanted."""
    return left_out(Listed(tuple(wanted), True, True, False), answer.profiles).replace(
        "left out", "no extreme one"
    )


def by_equations(payoffs: np.ndarray, answer: Listed) -> str:
    """What is wrong with a list that is said to be complete, of three players with two strategies
    each.
    """
    known = plain_three_players.found(payoffs.tolist())
    corners = [tuple((x, 1 - x) for x in corner) for corner in known.corners]
    wrong = left_out(answer, corners) or ("" if known.open else beside(answer, corners))
    if not wrong and known.open:
        firsts = [[own[0] for own in profile] for profile in answer.profiles]
        for point in on_curves(payoffs.tolist(), np.random.default_rng(0)):
            if not between(point, firsts):
                return f"the equilibrium {point} lies between none of those listed"
    return wrong


def on_curves(
    payoffs: plain_three_players.Table, rng: Generator, tries: int = 60
) -> Iterator[list[float]]:
    """Some equilibria of supports with infinitely many: one player's odds at random, the others' as
    these have it.
    """
    for _ in range(tries):
        free = int(rng.integers(3))
        one, two = (k for k in range(3) if k != free)
        odds = [Fraction(0)] * 3
        odds[free] = Fraction(int(rng.integers(0, 13)), 12)
        for player, other in ((one, two), (two, one)):
            ends = tied(payoffs, player, other, odds)
            sure = Fraction(int(rng.integers(2)))
            odds[other] = (
                sure
                if ends is None
                else ends[0] + (ends[1] - ends[0]) * Fraction(int(rng.integers(13)), 12)
            )
        leads = [lead(payoffs, player, odds) for player in range(3)]
        if all(
            ahead == 0 if 0 < p < 1 else ahead * (2 * p - 1) >= 0
            for ahead, p in zip(leads, odds, strict=True)
        ):
            yield [float(p) for p in odds]


FAMILIES: dict[str, Callable[[Generator], Case]] = {
    "ordinary": ordinary,
    "with ties": with_ties,
    "cents beside 1e8": cents_beside_millions,
    "near-ties": near_ties,
    "bilateral": bilateral,
    "irrational payoffs": irrational,
    "planted": planted,
    "two beside an idle third": embedded,
}
KINDS = tuple(
    Kind(f"three or four players, {name}", draw, answer_of, judge, (one_left_out, one_digit_else))
    for name, draw in FAMILIES.items()
)
