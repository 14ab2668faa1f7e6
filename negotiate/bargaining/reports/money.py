"""Money beside a deal, in words: who pays whom, and what it would change of an answer without it."""

from __future__ import annotations

from negotiate.bargaining.assessment import Assessment
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.refusals.side_payments import Payment, SidePayments
from negotiate.bargaining.reports.words import SOLUTION, everybody, first_of, worth
from negotiate.report.numbers import contrast
from negotiate.report.words import capital, counted, joined, the

LINES = "The file allows side payments, but no payment makes anybody sign across a red line."
NOTE = "The file allows side payments. They are left out here; `--why` tells what they could do."


def paid_words(problem: BargainingProblem, paid: Payment, past: bool = False) -> str:
    """Who pays how much to whom, in the common money."""
    pay, get = ("paid", "got") if past else ("pays", "gets")
    flows = [(the(name), x) for name, x in zip(problem.players, paid.received.tolist(), strict=True)]
    pays, gets = ([(name, contrast(abs(x), 0.0)[0]) for name, x in flows if x * sign > 0] for sign in (-1, 1))
    if len(pays) == 1 and len(gets) == 1:
        return f"{pays[0][0]} {pay} {gets[0][0]} {gets[0][1]} in money"
    givers, takers = ([f"{n} {verb} {x}" for n, x in some] for verb, some in ((pay, pays), (get, gets)))
    return f"{joined(givers)} in money, and {joined(takers)}"


def with_money(problem: BargainingProblem, money: SidePayments | None, flows: bool) -> list[str]:
    """What money would change of the deals that there are without, and if `flows` are wanted who pays whom."""
    if money is None:
        return []
    if money.nash is None:
        return ["The file allows side payments, but they make no package acceptable."]
    best, signed = money.nash, f"{everybody(problem)} would sign {counted(money.size, 'package')}"
    paid = paid_words(problem, best) if best.amount > 0 else "nobody pays"
    gives = f"With these payments, {worth(problem, best.payoffs, 'gets')}."
    return [
        f"With side payments, {signed if money.size >= 0 else 'there is a deal'}.",
        f"The {SOLUTION} with side payments is {first_of(problem, best.packages)}.",
        *([f"{capital(paid)}.", gives] if flows else [f"{gives} `--why` tells who pays whom."]),
    ]


def describe_payment(found: Assessment) -> list[str]:
    """What would have to be paid for a package that somebody refuses, where money may change hands."""
    paid = found.payment
    if found.signed or paid is None:
        return []
    if not paid.enough:
        return ["Side payments would not help: the others gain too little to pay for this package."]
    least = f"With side payments, {everybody(found.problem)} would sign this package"
    return [f"{least} if {paid_words(found.problem, paid, past=True)}, at the least."]
