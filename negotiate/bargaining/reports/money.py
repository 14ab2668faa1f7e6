"""Money beside a deal, in words: who pays whom, and what it would change of an answer without it."""

from __future__ import annotations

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.deal import DealCase
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.side_payments import Payment, SidePayments
from negotiate.bargaining.reports.words import everybody, package_words, worth
from negotiate.report.numbers import contrast, decimals
from negotiate.report.words import counted, joined, safe

LINES = "side payments, which the file allows, let nobody sign across a red line"
NOTE = "side payments, which the file allows, are left out; `--why` tells what they could do"


def paid_words(problem: BargainingProblem, paid: Payment) -> str:
    """Who pays how much to whom, in the common money."""
    names = [safe(name, True) for name in problem.players]
    pays = [(name, -x) for name, x in zip(names, paid.received.tolist(), strict=True) if x < 0]
    gets = [(name, x) for name, x in zip(names, paid.received.tolist(), strict=True) if x > 0]
    givers = joined([f"{name} {_amount(x)}" for name, x in pays]) if len(pays) > 1 else joined([n for n, _ in pays])
    if len(pays) == 1 and len(gets) == 1:
        return f"{givers} pays {gets[0][0]} {_amount(gets[0][1])} in money"
    takers = joined([f"{name} gets {_amount(x)}" for name, x in gets])
    return f"{givers} pay{'' if len(pays) > 1 else 's'} in money and {takers}"


def _amount(x: float) -> str:
    return contrast(x, 0.0)[0]


def could_be_signed(money: SidePayments) -> str:
    """How many packages could be signed with payments."""
    return f"{counted(money.size, 'package')} could be signed" if money.size >= 0 else "there is a deal"


def with_money(case: DealCase) -> list[str]:
    """What money would change of the deals that there are without."""
    problem, money = case.problem, case.money
    if money is None:
        return []
    if money.nash is None:
        return ["Side payments, which the file allows, make no package acceptable either."]
    best = money.nash
    worths = worth(problem, best.payoffs.tolist(), [decimals([float(x)]) for x in best.payoffs])
    what = package_words(problem, best.packages[0])
    tied = f", one of {len(best.packages):,} that tie" if len(best.packages) > 1 else ""
    said = f"With side payments {could_be_signed(money)}; the best for {everybody(problem)} is {what}{tied}: {worths}"
    return [f"{said}; `--why` tells who pays whom."]


def payment_told(found: Assessment) -> list[str]:
    """What would have to be paid for a package that somebody refuses, where money may change hands."""
    problem, paid = found.problem, found.payment
    if found.signed or paid is None:
        return []
    if paid.enough:
        return [f"With side payments it could be signed: {paid_words(problem, paid)}, at the least."]
    return ["With side payments it would be refused too: the others gain too little by it to pay for that."]
