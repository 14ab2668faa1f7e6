"""Binds how uncertain a number is, and which numbers move together; whatever contradicts itself is
noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.language.binding import Binder, check_odds
from negotiate.language.shape import numeric
from negotiate.language.text import TOP, Spot, number_meant, place_of, resolve, shares, spelled
from negotiate.model.distributions import Distribution, matrix_of
from negotiate.report.style import joined

if TYPE_CHECKING:
    from negotiate.language.shape.parts import DistributionPart

MOST = 200
"""Parameters among which correlations are looked at."""
SLACK = 1e-9
"""What rounding may take from an eigenvalue that is 0."""
Pair = tuple[str, str]


def bind_distribution(binder: Binder, part: DistributionPart, path: Spot) -> Distribution:
    """How uncertain a number is."""
    kind = next(key for key in type(part).model_fields if getattr(part, key) is not None)
    path, found = path / kind, getattr(part, kind)
    if kind == "discrete":
        return _discrete(binder, found, path)
    numbers: dict[str, float] = dict(found)
    low, high = numbers.get("low"), numbers.get("high")
    if _misread(binder, path, numbers):
        return Distribution(kind, numbers)
    if low is not None and high is not None and low >= high:
        message = f"`low` is {spelled(low)}, which is not below `high`, {spelled(high)}"
        binder.wrong(
            path / "low",
            "range-backwards",
            message,
            "write the least as `low` and the most as `high`",
        )
    elif low is not None and high is not None and not low <= numbers.get("mode", low) <= high:
        message = f"`mode` is {spelled(numbers['mode'])}, outside {spelled(low)} to {spelled(high)}"
        binder.wrong(
            path / "mode", "out-of-range", message, "the likeliest value lies from `low` to `high`"
        )
    return Distribution(kind, numbers)


def _discrete(binder: Binder, written: Mapping[str, float], path: Spot) -> Distribution:
    """A few values with their probabilities."""
    seen: dict[float, str] = {}
    for name in written:
        place = place_of(binder.root, path / name, key=True)
        value = resolve(name, place, binder.problems)
        if not numeric(value):
            message = f"a value of the number is expected here, not `{name}`"
            binder.wrong(
                place,
                "number-expected",
                message,
                number_meant(name) or "write it as `value: probability`",
            )
        elif float(value) in seen:
            binder.wrong(
                place, "listed-twice", f"`{name}` is the same number as `{seen[float(value)]}`"
            )
        else:
            seen[float(value)] = name
    odds = list(written.values())
    if not _misread(binder, path, written):
        check_odds(
            place_of(binder.root, path, key=True),
            odds,
            binder.problems,
            "these probabilities",
            shares(odds),
        )
    return Distribution("discrete", dict(written))


def _misread(binder: Binder, path: Spot, keys: Iterable[str]) -> bool:
    """Whether reading noted a mistake in one of these numbers, and went on with another number in
    its place.
    """
    told = {(problem.line, problem.column) for problem in binder.problems.found}
    return any(
        (place.line, place.column) in told
        for place in (place_of(binder.root, path / key) for key in keys)
    )


def bind_correlations(binder: Binder) -> dict[str, dict[str, float]]:
    """Parameter → parameter → correlation, each pair once."""
    whole = TOP / "correlations"
    parts = binder.document.parameters
    result: dict[str, dict[str, float]] = {}
    seen: dict[frozenset[str], Pair] = {}
    for one, others, path in binder.entries(
        binder.document.correlations, parts, "parameter", whole
    ):
        for other, correlation, here in binder.entries(others, parts, "parameter", path):
            pair = frozenset((one, other))
            if one == other:
                message = f"`{one}` is correlated with itself here"
                binder.wrong_key(
                    here, "correlation-twice", message, "name two parameters, or take the line away"
                )
            elif pair in seen:
                message = f"`{one}` with `{other}` stands here a second time"
                hint = (
                    f"keep one of the two: `{seen[pair][0]}: {{{seen[pair][1]}: …}}` says the same"
                )
                binder.wrong_key(here, "correlation-twice", message, hint)
            else:
                seen[pair] = one, other
                result.setdefault(one, {})[other] = correlation
    names = list(dict.fromkeys(name for pair in seen.values() for name in pair))
    for name in names:
        if parts[name].range is None and parts[name].distribution is None:
            one, other = next(pair for pair in seen.values() if name in pair)
            where = whole / one / other if name == other else whole / one
            message = f"`{name}` has neither a `distribution` nor a `range`, so it cannot vary"
            binder.wrong_key(where, "correlation-of-a-constant", message)
    if len(names) > MOST:
        message = f"{len(names):,} parameters are correlated here; at most {MOST} can be"
        binder.wrong_key(whole, "too-many-entries", message)
    elif not binder.problems.errors():
        _check_together(binder, result, names)
    return result


def _check_together(
    binder: Binder, found: Mapping[str, Mapping[str, float]], names: list[str]
) -> None:
    """Note correlations that no numbers can have together: three that contradict each other, else
    the worst pair.
    """
    matrix = matrix_of(found, names)
    if len(names) < 3 or np.linalg.eigvalsh(matrix)[0] >= -SLACK:
        return
    three = _worst_three(matrix)
    inside = list(three or range(len(names)))
    part = matrix[np.ix_(inside, inside)]
    at = {names[k]: place for place, k in enumerate(inside)}
    pairs = [(one, other) for one in found for other in found[one] if one in at and other in at]
    weights = np.linalg.eigh(part)[1][:, 0]
    worst = max(reversed(pairs), key=lambda pair: _share(part, weights, at[pair[0]], at[pair[1]]))
    told = [f"`{one}` with `{other}` {spelled(found[one][other])}" for one, other in pairs]
    silent = (
        [pair for pair in combinations(at, 2) if not {pair, pair[::-1]} & {*pairs}] if three else []
    )
    told += [f"`{one}` with `{other}` 0 (not named)" for one, other in silent]
    if three:
        message = f"no three numbers can move together like this: {joined(told)}"
    else:
        value = spelled(found[worst[0]][worst[1]])
        message = (
            f"no numbers can move together like this; `{worst[0]}` with `{worst[1]}`, "
            f"{value}, is most at fault"
        )
    free = silent[0] if silent else worst
    ends = _possible(part, at[free[0]], at[free[1]])
    hint = "bring these correlations nearer to 0, or name the pairs that are missing"
    if ends:
        hint = f"with the others as they are, `{free[0]}` with `{free[1]}` {ends}"
    binder.wrong(
        TOP / "correlations" / worst[0] / worst[1], "correlations-contradict", message, hint
    )


def _worst_three(matrix: FloatArray) -> tuple[int, int, int] | None:
    """The three whose correlations contradict each other most; None where no three do.

    Three correlations a, b and c are possible where 1 + 2abc - a^2 - b^2 - c^2, their determinant,
    is not below 0.
    """
    worst, found = -SLACK, None
    for k, row in enumerate(matrix):
        one, other = row[:, None], row[None, :]
        determinants = 1 + 2 * one * other * matrix - one**2 - other**2 - matrix**2
        determinants[: k + 1] = determinants[:, : k + 1] = np.inf
        np.fill_diagonal(determinants, np.inf)
        least = int(determinants.argmin())
        if determinants.flat[least] < worst:
            worst, found = (
                float(determinants.flat[least]),
                (k, least // len(matrix), least % len(matrix)),
            )
    return found


def _share(matrix: FloatArray, weights: FloatArray, one: int, other: int) -> float:
    """How much a pair adds to what is below 0."""
    return round(-float(matrix[one, other] * weights[one] * weights[other]), 9)


def _possible(matrix: FloatArray, one: int, other: int) -> str:
    """In words, between which ends one correlation is possible with all others; empty where it is
    nowhere.
    """
    rest = [k for k in range(len(matrix)) if k not in (one, other)]
    if any(
        np.linalg.eigvalsh(matrix[np.ix_([*rest, k], [*rest, k])])[0] < -SLACK for k in (one, other)
    ):
        return ""
    inverse = np.linalg.pinv(matrix[np.ix_(rest, rest)], hermitian=True)
    a, b = matrix[one, rest], matrix[other, rest]
    middle = float(a @ inverse @ b)
    reach = sqrt(max(1 - float(a @ inverse @ a), 0.0) * max(1 - float(b @ inverse @ b), 0.0))
    for digits in (2, 4, 6):
        low, high = (
            np.ceil((middle - reach) * 10**digits - 1e-6),
            np.floor((middle + reach) * 10**digits + 1e-6),
        )
        if low < high:
            return f"lies between {low / 10**digits + 0:.6g} and {high / 10**digits + 0:.6g}"
    return f"is {middle:.6g}"
