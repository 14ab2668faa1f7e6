"""Whether a deal that somebody proposes or reached is any good: who would refuse it, what nobody
would like less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from negotiate.arrays import FloatArray, IntArray
from negotiate.bargaining.claims import SAME, Claim, Landmark, NoDeal
from negotiate.bargaining.packages import PACKAGE_LIMIT
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.side_payments import Payment, payment_for
from negotiate.display import Shown, entity

TIED = 12
"""Decimals of a product of shares that count: packages that differ later only stay in their
order.
"""


@entity
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
        Player → term → what it is worth in the package and without a deal; empty where payoffs have
        no terms. A soft red line that it crosses is such a term, by its address in the file. A
        second number that nobody knows, since no deal is a mixture, is not a number.
    refused : tuple of Claim
        The claims that it crosses; its players would not sign.
    better : ndarray of int, shape (m,)
        Acceptable packages, crossing no red line and no ratifier, that everybody who signs likes at
        least as much and somebody more; first those that all would sign, of these those that
        everybody likes more, and of these the one that is best by the product over signers of 1 +
        the extra gain, as a share of the largest extra gain of all.
    signable : int
        How many of `better` all would sign: the others give somebody less than no deal.
    gainful : bool
        Whether it gives somebody who signs more than no deal.
    complete : bool
        Whether `better` holds all of them, and not only those on the frontier.
    payment : Payment or None
        Where money may change hands: what would have to be paid so that nobody would rather have no
        deal; None where money changes nothing, as it crosses a red line or is no package on this
        table.
    """

    problem: BargainingProblem
    mark: Landmark
    gains: FloatArray
    terms: Mapping[str, Mapping[str, tuple[float, float]]]
    refused: tuple[Claim, ...]
    better: IntArray
    signable: int
    gainful: bool
    complete: bool
    payment: Payment | None = None

    @property
    def signed(self) -> bool:
        """Whether it can happen, and everybody who has to would sign it."""
        return self.mark.possible and not self.refused

    @property
    def efficient(self) -> bool:
        """Whether no acceptable package is better for somebody and worse for nobody; it may be
        refused all the same.
        """
        return not len(self.better)

    @property
    def on_frontier(self) -> bool:
        """Whether it is one of the best that all would sign: a member of the frontier."""
        return self.mark.on_table and self.signed and self.gainful and self.efficient

    def __repr__(self) -> str:
        refused = (
            f"refused ({', '.join(c.name for c in self.refused)})" if self.refused else "impossible"
        )
        verdict = "signed" if self.signed else refused
        return (
            f"<Assessment {self.mark.label!r}: {verdict}; {len(self.better):,} packages are better>"
        )


def assess(
    problem: BargainingProblem, package: int | Mapping[str, str] | str | Landmark
) -> Assessment:
    """Hold a package against no deal, the claims and all other packages.

    Parameters
    ----------
    problem : BargainingProblem
        The table.
    package : int, Mapping, str or Landmark
        Its index; issue → option, as in the status quo where an issue is left out; or the label of
        something that happened.

    Raises
    ------
    UnsuitableGame
        If there is no such package.
    """
    mark = problem.landmark(package)
    better, signable, complete = _better(problem, mark.payoffs)
    refused = problem.refusals(mark)
    return Assessment(
        problem,
        mark,
        mark.payoffs - problem.disagreement,
        _terms(problem, mark),
        refused,
        better,
        signable,
        bool((problem.gain_signs(mark.payoffs[:, None]) > 0).any()),
        complete,
        _payment(problem, mark, refused),
    )


def _payment(
    problem: BargainingProblem, mark: Landmark, refused: tuple[Claim, ...]
) -> Payment | None:
    """What would have to be paid for it, where money may change hands and no line is crossed."""
    crossed = any(claim.kind != "no deal" for claim in refused)
    if not problem.money or problem.ordinal or crossed or not (mark.on_table and mark.possible):
        return None
    return payment_for(problem, mark.package)


def _better(problem: BargainingProblem, payoffs: FloatArray) -> tuple[IntArray, int, bool]:
    """The acceptable packages that are better, of how many all would sign the first, whether they
    are all of these.
    """
    beside = replace(problem.insisted(), no_deals=(NoDeal(payoffs),), chosen=0)
    complete = problem.count <= PACKAGE_LIMIT
    found = beside.zone() if complete else beside.frontier()
    if not len(found):
        return found, 0, complete
    worth = beside.payoffs_of(found)
    extra = worth[list(problem.seats)] - payoffs[list(problem.seats), None]
    span = np.maximum(extra.max(axis=1), np.finfo(float).tiny)
    signs = problem.gain_signs(worth)
    signed = (signs > 0).any(axis=0) & (signs >= 0)[problem.insisting].all(axis=0)
    score = np.prod(np.maximum(extra, 0) / span[:, None] + 1.0, axis=0)
    order = np.lexsort((-score.round(TIED), ~(extra > SAME * span[:, None]).all(axis=0), ~signed))
    return found[order], int(signed.sum()), complete


def _terms(problem: BargainingProblem, mark: Landmark) -> dict[str, dict[str, tuple[float, float]]]:
    if problem.takes_apart is None or not mark.choices:
        return {}
    here = problem.takes_apart({issue: [option] for issue, option in mark.choices.items()}, None, 1)
    choices = problem.no_deal.choices
    away = (
        problem.takes_apart({issue: [option] for issue, option in choices.items()}, None, 1)
        if choices
        else None
    )
    result = {
        player: {
            term: (
                float(value[0]),
                float(away[player][term][0]) if away is not None else float("nan"),
            )
            for term, value in terms.items()
        }
        for player, terms in here.items()
    }
    for claim in problem.claims:
        if claim.name in mark.costs and claim.name not in problem.dropped:
            result[problem.keys[claim.player]][f"red_lines.{claim.name}"] = (
                -mark.costs[claim.name],
                0.0,
            )
    return result
