"""Games for two players beside lrsnash, or beside a plain twin in fractions: one alone, and many in
a batch.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial

import numpy as np

import negotiate
from tests.agreement import lrs
from tests.reference import plain_supports
from tests.truth.kinds import Kind, Verdict
from tests.truth.listed import Listed, Profile, false_ones, left_out, one_digit_else, one_left_out
from tests.truth.many_players import (
    Case,
    Generator,
    Shape,
    answer_of,
    beside,
    cents_beside_millions,
    irrational,
    near_ties,
    ordinary,
    printed,
    with_ties,
)

SHAPES: tuple[Shape, ...] = ((2, 2), (2, 3), (3, 2), (3, 3), (4, 3), (4, 4), (2, 5), (5, 5))
BY_THE_TWIN = 6
"""Strategies of both, above which the twin has too much to try."""


def twins(rng: Generator, shapes: tuple[Shape, ...] = SHAPES) -> Case:
    """Strategies that are worth the same in some columns, or in all."""
    case = with_ties(rng, shapes)
    payoffs = case.payoffs.copy()
    rows, columns = payoffs.shape[1:]
    payoffs[:, rows - 1] = payoffs[:, 0]
    if rng.random() < 0.5:
        payoffs[0, :, columns - 1] = payoffs[0, :, 0]
    return Case(payoffs, tuple(payoffs))


FAMILIES: dict[str, Callable[[Generator, tuple[Shape, ...]], Case]] = {
    "ordinary": ordinary,
    "with ties": with_ties,
    "cents beside 1e8": cents_beside_millions,
    "near-ties": near_ties,
    "twins": twins,
    "irrational payoffs": irrational,
}


def extreme(payoffs: np.ndarray) -> list[tuple[tuple[float, ...], ...]]:
    """Every extreme equilibrium, by lrsnash where it is here."""
    first, second = payoffs.tolist()
    pairs = (
        lrs.extreme_equilibria([(first, second)])[0]
        if shutil.which("lrsnash")
        else plain_supports.extreme_equilibria(first, second)
    )
    return [tuple(tuple(map(float, own)) for own in pair) for pair in pairs]


def drawn(draw: Callable[[Generator, tuple[Shape, ...]], Case], rng: Generator) -> Case:
    shapes = (
        SHAPES
        if shutil.which("lrsnash")
        else tuple(shape for shape in SHAPES if sum(shape) <= BY_THE_TWIN)
    )
    return draw(rng, shapes)


def judge(case: Case, answer: Listed) -> Verdict:
    wanted: list[Profile] = extreme(case.payoffs) if answer.complete else []
    wrong = false_ones(case.payoffs, answer, wanted)
    if not wrong and answer.complete:
        wrong = left_out(answer, wanted) or beside(answer, wanted)
    return Verdict(wrong, answer.complete)


def batch(rng: Generator) -> list[Case]:
    """Three games of one family and one size, as floats."""
    draw = list(FAMILIES.values())[int(rng.integers(len(FAMILIES)))]
    shape = drawn(draw, rng).payoffs.shape[1:]
    cases = [draw(rng, (shape,)) for _ in range(3)]
    if draw is not irrational and not all(printed(case.payoffs) for case in cases):
        return batch(rng)
    return [
        case._replace(given=tuple(np.asarray(own, dtype=float) for own in case.given))
        for case in cases
    ]


def answers(cases: list[Case]) -> tuple[Listed, ...]:
    found = negotiate.solve_batch(np.array([case.given for case in cases]))
    listed = []
    for k in range(len(cases)):
        profiles = tuple(
            tuple(tuple(s.tolist()) for s in e.strategies) for e in found.equilibria(k)
        )
        listed.append(Listed(profiles, bool(found.complete[k]), bool(found.exact[k]), False))
    return tuple(listed)


def judged(cases: list[Case], found: tuple[Listed, ...]) -> Verdict:
    """Each game beside the other road, and beside what `solve` says of it."""
    for case, answer in zip(cases, found, strict=True):
        alone, wrong = answer_of(case), judge(case, answer).wrong
        if not wrong and answer.complete and alone.complete:
            wrong = left_out(answer, alone.profiles) or beside(answer, alone.profiles)
        if wrong:
            return Verdict(wrong)
    return Verdict(complete=all(answer.complete for answer in found))


def in_one(spoil: Callable[[Listed], Listed], found: tuple[Listed, ...]) -> tuple[Listed, ...]:
    return (spoil(found[0]), *found[1:])


SPOIL = (one_left_out, one_digit_else)
KINDS = (
    *(
        Kind(f"two players, {name}", partial(drawn, draw), answer_of, judge, SPOIL)
        for name, draw in FAMILIES.items()
    ),
    Kind(
        "batches for two players",
        batch,
        answers,
        judged,
        tuple(partial(in_one, spoil) for spoil in SPOIL),
    ),
)
