"""Money beside a deal, as plain dictionaries for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.side_payments import Payment, SidePayments


def by_player(problem: BargainingProblem, payoffs: Iterable[float]) -> dict[str, float]:
    """Player → number."""
    return {key: float(x) for key, x in zip(problem.keys, payoffs, strict=True)}


def payment_json(problem: BargainingProblem, paid: Payment | None) -> dict[str, Any] | None:
    """A payment: what is received in the common money, and what the package is then worth to each."""
    if paid is None:
        return None
    return {
        "packages": [{"index": index, "package": problem.package(index)} for index in paid.packages],
        "amount": paid.amount,
        "received": by_player(problem, paid.received),
        "payoffs": by_player(problem, paid.payoffs),
        "enough": paid.enough,
    }


def money_json(problem: BargainingProblem, money: SidePayments | None) -> dict[str, Any] | None:
    """What money could do; None where none may change hands."""
    if money is None:
        return None
    return {
        "least": payment_json(problem, money.smallest),
        "packages": money.size if money.size >= 0 else None,
        "surplus": money.surplus,
        "nash": payment_json(problem, money.nash),
    }
