"""Whether a deal that somebody proposes or reached is any good: who would refuse it, what would be better for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from negotiate.bargaining.block import FloatArray, IntArray
from negotiate.bargaining.claims import Claim, Landmark, NoDeal
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.problem import BargainingProblem
from negotiate.display import Shown


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Assessment(Shown):
    """One package held against no deal, the claims, and all other packages.

    Parameters
    ----------
    problem : BargainingProblem
        The table at which it is proposed.
    mark : Landmark
        The package, its name and what it is worth.
    gains : ndarray, shape (players,)
        What each gets more than without a deal.
    terms : Mapping[str, Mapping[str, tuple of float]]
        Player → term → what it is worth in the package and without a deal; empty where payoffs have no terms. A soft
        red line that it crosses is such a term, by its address in the file. A second number that nobody knows, since
        no deal is a mixture, is not a number.
    refused : tuple of Claim
        The claims that it crosses; its players would not sign.
    better : ndarray of int, shape (m,)
        Acceptable packages that everybody who signs likes at least as much and somebody more; first the one that is
        best by the product over signers of 1 + the extra gain, as a share of the largest extra gain of all of these.
    complete : bool
        Whether `better` holds all of them, and not only those on the frontier.
    """

    problem: BargainingProblem
    mark: Landmark
    gains: FloatArray
    terms: Mapping[str, Mapping[str, tuple[float, float]]]
    refused: tuple[Claim, ...]
    better: IntArray
    complete: bool

    @property
    def signed(self) -> bool:
        """Whether it can happen, and everybody who has to would sign it."""
        return self.mark.possible and not self.refused

    @property
    def efficient(self) -> bool:
        """Whether no acceptable package is better for everybody."""
        return not len(self.better)

    def __repr__(self) -> str:
        refused = f"refused ({', '.join(c.name for c in self.refused)})" if self.refused else "impossible"
        verdict = "signed" if self.signed else refused
        return f"<Assessment {self.mark.label!r}: {verdict}; {len(self.better):,} packages better for all>"


def assess(problem: BargainingProblem, package: int | Mapping[str, str] | str | Landmark) -> Assessment:
    """Hold a package against no deal, the claims and all other packages.

    Parameters
    ----------
    problem : BargainingProblem
        The table.
    package : int, Mapping, str or Landmark
        Its index; issue → option, as in the status quo where an issue is left out; or the label of something that
        happened.

    Raises
    ------
    UnsuitableGame
        If there is no such package.
    """
    mark = problem.landmark(package)
    better, complete = _better(problem, mark.payoffs)
    return Assessment(
        problem,
        mark,
        mark.payoffs - problem.disagreement,
        _terms(problem, mark),
        problem.refusals(mark),
        better,
        complete,
    )


def _better(problem: BargainingProblem, payoffs: FloatArray) -> tuple[IntArray, bool]:
    """The acceptable packages that are better for everybody, and whether they are all of these."""
    beside = replace(problem.insisted(), no_deals=(NoDeal(payoffs),), chosen=0, _held={})
    complete = problem.count <= PACKAGE_LIMIT
    found = beside.zone() if complete else beside.frontier()
    if not len(found):
        return found, complete
    extra = beside.payoffs_of(found)[list(problem.seats)] - payoffs[list(problem.seats), None]
    span = np.maximum(extra.max(axis=1), np.finfo(float).tiny)
    order = np.argsort(-np.prod(np.maximum(extra, 0) / span[:, None] + 1.0, axis=0), kind="stable")
    return found[order], complete


def _terms(problem: BargainingProblem, mark: Landmark) -> dict[str, dict[str, tuple[float, float]]]:
    if problem.takes_apart is None or not mark.choices:
        return {}
    here = problem.takes_apart({issue: [option] for issue, option in mark.choices.items()}, None, 1)
    choices = problem.no_deals[problem.chosen].choices
    away = problem.takes_apart({issue: [option] for issue, option in choices.items()}, None, 1) if choices else None
    result = {
        player: {
            term: (float(value[0]), float(away[player][term][0]) if away is not None else float("nan"))
            for term, value in terms.items()
        }
        for player, terms in here.items()
    }
    for claim in problem.claims:
        if claim.name in mark.costs and claim.name not in problem.dropped:
            result[problem.keys[claim.player]][f"red_lines.{claim.name}"] = (-mark.costs[claim.name], 0.0)
    return result
