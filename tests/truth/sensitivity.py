"""Sensitivity indices of formulas beside what SALib says of the same draws, and beside the
formula's own.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import negotiate
from negotiate.whatif.indices import LEVELS, METHODS, ElementaryEffects, SobolIndices, indices
from tests.truth.kinds import Kind, Verdict, near
from tests.truth.many_players import Generator

DRAWS = {"sobol": 1024, "morris": 40}
"""Repetitions of each design."""
FILE = """
format: 1
title: A formula
players: [a, b]
parameters: {{{parameters}}}
issues:
  pact: {{options: [none, signed], decided_by: agreement}}
status_quo: {{pact: none}}
no_deal: status_quo
payoffs:
  a:
    worth: {{expr: '{formula}'}}
    gain: {{amount: 1, when: pact == signed}}
  b: {{gain: {{amount: 1, when: pact == signed}}}}
"""
Case = tuple[list[int], list[int], str, int]
"""What each number counts, what each counts times the next, which indices, and the seed of the
draws.
"""


def formula(rng: Generator) -> Case:
    size = int(rng.integers(2, 5))
    own, pairs = rng.integers(1, 6, size).tolist(), rng.integers(-4, 5, size - 1).tolist()
    return own, pairs, METHODS[int(rng.integers(2))], int(rng.integers(1, 1000))


def measured(case: Case) -> Any:
    own, pairs, method, seed = case
    names = [f"x{k}" for k in range(len(own))]
    text = [f"{a} * {x}" for a, x in zip(own, names, strict=True)]
    text += [f"{b} * {names[k]} * {names[k + 1]}" for k, b in enumerate(pairs)]
    parameters = ", ".join(f"{name}: {{value: 0.5, range: [0, 1]}}" for name in names)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "formula.yaml"
        path.write_text(FILE.format(parameters=parameters, formula=" + ".join(text)), "utf-8")
        scenario = negotiate.load(str(path))
    each = len(own) + (2 if method == "sobol" else 1)
    found = indices(
        scenario, watch=["no_deal"], method=method, draws=DRAWS[method] * each, seed=seed
    )  # type: ignore[arg-type]  # one of METHODS
    one = found.indicators["no_deal.a"]
    assert isinstance(one, SobolIndices | ElementaryEffects)
    return [one.total, one.first] if isinstance(one, SobolIndices) else [one.mu_star, one.sigma]


def by_salib(case: Case, found: Any) -> Verdict:
    from SALib.analyze import morris, sobol
    from SALib.sample import morris as steps
    from SALib.sample import sobol as draws

    own, _, method, seed = case
    problem = {
        "num_vars": len(own),
        "names": [f"x{k}" for k in range(len(own))],
        "bounds": [[0.0, 1.0]] * len(own),
    }
    if method == "sobol":
        at = draws.sample(problem, DRAWS[method], calc_second_order=False, seed=seed)
        told = sobol.analyze(problem, worth(case, at), calc_second_order=False, seed=seed)
        wanted = [told["ST"], told["S1"]]
    else:
        at = steps.sample(problem, DRAWS[method], num_levels=LEVELS, seed=seed)
        told = morris.analyze(
            problem, at, worth(case, at), num_levels=LEVELS, scaled=False, seed=seed
        )
        wanted = [told["mu_star"], told["sigma"]]
    if not near(found, wanted, 1e-7):
        return Verdict(f"{method} {found}, and SALib says {wanted}")
    if method == "sobol" and not near(found[1], shares(case), 0.15):
        return Verdict(f"first indices {found[1]}, and the formula has {shares(case)}")
    return Verdict()


def worth(case: Case, at: np.ndarray) -> np.ndarray:
    own, pairs = np.array(case[0]), np.array(case[1])
    return at @ own + (at[:, :-1] * at[:, 1:]) @ pairs


def shares(case: Case) -> list[float]:
    """What part each number has by itself: its slope where the others are at their mean, and
    products of two.
    """
    slopes = np.array(case[0], dtype=float)
    slopes[:-1] += np.array(case[1]) / 2
    slopes[1:] += np.array(case[1]) / 2
    parts = slopes**2 / 12
    return list(parts / (parts.sum() + sum(b * b for b in case[1]) / 144))


def swapped(found: Any) -> Any:
    return found[::-1]


def a_little_more(found: Any) -> Any:
    return [np.asarray(own) * 1.001 for own in found]


KINDS = (
    Kind("sensitivity indices", formula, measured, by_salib, (swapped, a_little_more), ("SALib",)),
)
