"""Money beside a deal, in words: who pays whom, and what it would change of an answer without it."""

from __future__ import annotations

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.side_payments import Payment
from negotiate.bargaining.reports.words import everybody, package_words, worth
from negotiate.report.numbers import contrast
from negotiate.report.words import counted, joined, the

LINES = "side payments, which the file allows, let nobody sign across a red line"
NOTE = "side payments, which the file allows, are left out; `--why` tells what they could do"


def paid_words(problem: BargainingProblem, paid: Payment) -> str:
    """Who pays how much to whom, in the common money."""
    names = [the(name) for name in problem.players]
    pays = [(name, -x) for name, x in zip(names, paid.received.tolist(), strict=True) if x < 0]
    gets = [(name, x) for name, x in zip(names, paid.received.tolist(), strict=True) if x > 0]
    givers = joined([f"{name} {_amount(x)}" for name, x in pays]) if len(pays) > 1 else joined([n for n, _ in pays])
    if len(pays) == 1 and len(gets) == 1:
        return f"{givers} pays {gets[0][0]} {_amount(gets[0][1])} in money"
    takers = joined([f"{name} gets {_amount(x)}" for name, x in gets])
    return f"{givers} pay{'' if len(pays) > 1 else 's'} in money and {takers}"


def _amount(x: float) -> str:
    return contrast(x, 0.0)[0]


def with_money(case: DealCase) -> list[str]:
    """What money would change of the deals that there are without."""
    problem, money = case.problem, case.money
    if money is None:
        return []
    if money.nash is None:
        return ["Side payments, which the file allows, make no package acceptable either."]
    best = money.nash
    tied = f", one of {len(best.packages):,} that tie" if len(best.packages) > 1 else ""
    size = f"{counted(money.size, 'package')} could be signed" if money.size >= 0 else "there is a deal"
    return [
        f"With side payments {size}.",
        f"The best for {everybody(problem)} is then {package_words(problem, best.packages[0])}{tied}.",
        f"With payments it gives {worth(problem, best.payoffs)}. `--why` tells who pays whom.",
    ]


def describe_payment(found: Assessment) -> list[str]:
    """What would have to be paid for a package that somebody refuses, where money may change hands."""
    paid = found.payment
    if found.signed or paid is None:
        return []
    if not paid.enough:
        return ["Side payments would not help: the others gain too little to pay for this package."]
    said = paid_words(found.problem, paid)
    return [f"With side payments this package could be signed. {said[:1].upper()}{said[1:]}, at the least."]
