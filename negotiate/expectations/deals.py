"""Judges what an expectation says of deals, under every no-deal point that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import IntArray
from negotiate.bargaining.points.registry import point
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.several import differing
from negotiate.errors import UnsuitableGame
from negotiate.expectations.packages import fit, found_at
from negotiate.expectations.telling import spelled_number, told
from negotiate.model.expectation import Expectation
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression, ModelOutput, Table, TermValue
from negotiate.model.negotiation import Negotiation

LOOKED_AT = 200
"""Packages among which those that are told are looked for."""
SETS = 3
"""Smallest sets of claims that are told; the others are counted."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an expectation is met, and what was found."""

    met: bool
    found: str


def judge_deals(entry: Expectation, problem: BargainingProblem, negotiation: Negotiation) -> Judgement:
    """Whether deals are what an expectation describes.

    Deals are judged without side payments, also where the file allows them, with red lines as they are.

    Where nobody said what happens without a deal and several equilibria can, it has to hold under each of them; what is
    told is the first under which it does not.

    Raises
    ------
    GameTooLarge
        If packages would have to be listed of which there are too many.
    UnsuitableGame
        If the solution that is asked for does not fit the problem.
    """
    numbers = [problem.chosen] if problem.named else list(differing(problem))
    found: list[Judgement] = []
    for number in numbers:
        here = problem if number == problem.chosen else problem.under(number)
        judgement = _word(entry, here, negotiation) if entry.deals.word else _packages(entry, here, negotiation)
        if not judgement.met and len(numbers) > 1:
            label = here.no_deals[number].label
            return Judgement(False, f"with no deal {number + 1} of {len(here.no_deals)} ({label}): {judgement.found}")
        found.append(judgement)
    said = list(dict.fromkeys(judgement.found for judgement in found))
    return Judgement(all(judgement.met for judgement in found), " | ".join(said))


def _word(entry: Expectation, problem: BargainingProblem, negotiation: Negotiation) -> Judgement:
    """Whether there is a deal, and if there is to be none, why."""
    best = problem.frontier_of().packages
    if entry.deals.word == "exists":
        said = f"there is a deal: {_deal(problem, int(best[0]), negotiation)}" if len(best) else no_deal(problem)
        return Judgement(len(best) > 0, said)
    if len(best):
        return Judgement(False, f"there is a deal: {_deal(problem, int(best[0]), negotiation)}")
    if not entry.deals.because and not entry.deals.not_because:
        return Judgement(True, no_deal(problem))
    _check_claims(problem, (*entry.deals.because, *entry.deals.not_because), negotiation)
    conflicts = problem.conflicts_of()
    sets = [found.names for found in conflicts.sets]
    met = not entry.deals.because or frozenset(entry.deals.because) in sets
    spoken = {name for found in sets for name in (*found, *_spoken_of(found, negotiation))}
    return Judgement(met and not spoken & set(entry.deals.not_because), _told_sets(sets, conflicts.complete))


def _check_claims(problem: BargainingProblem, names: Iterable[str], negotiation: Negotiation) -> None:
    """Refuse a claim that nobody makes here.

    Raises
    ------
    UnsuitableGame
        If somebody is said to claim what nobody here does.
    """
    known = {claim.name for claim in problem.claims}
    for name in names:
        if name not in known and name not in negotiation.issues:
            raise UnsuitableGame(f"there is no claim `{name}` here", f"there is {', '.join(sorted(known))}")


def _spoken_of(claims: Iterable[str], negotiation: Negotiation) -> set[str]:
    """The issues of which red lines and ratifiers speak, unless an issue bears the name of a claim."""
    refusals = {refusal.name: refusal.crossed for refusal in negotiation.refusals()}
    found = {issue for name in claims if name in refusals for issue in _looked_at(refusals[name], negotiation)}
    return found - refusals.keys()


def _looked_at(condition: Expression, negotiation: Negotiation) -> set[str]:
    """The issues on which a condition depends."""
    found: set[str] = set()
    for node in condition.walk():
        if isinstance(node, ChoiceIsOneOf | ChoiceNumber) and not node.of_move:
            found.add(node.name)
        elif isinstance(node, Table):
            found.update(node.issues)
        elif isinstance(node, TermValue | ModelOutput):
            found.update(negotiation.issues)
    return found


def _told_sets(sets: Sequence[frozenset[str]], complete: bool) -> str:
    """The smallest sets of claims, those of fewest claims first."""
    if not sets:
        return "no claim rules deals out: what could be signed is worth no more to anybody than no deal"
    said = [" and ".join(sorted(found, key=lambda name: (name.startswith("no_deal."), name))) for found in sets]
    more = [f"{len(said) - SETS} more"] if len(said) > SETS else []
    listed = "" if complete else " (the list is not complete)"
    return f"every deal is ruled out by {' | '.join([*said[:SETS], *more])}{listed}"


def no_deal(problem: BargainingProblem) -> str:
    """That there is no deal, in few words."""
    count = problem.feasible_count
    total = f"{count:,}" if count == problem.count else f"{count:,} possible" if count >= 0 else f"{problem.count:,}"
    unpaid = " without side payments" if problem.money else ""
    return f"there is no deal: of {total} packages none is signed by all{unpaid}"


def _deal(problem: BargainingProblem, package: int, negotiation: Negotiation) -> str:
    """One deal: what is on the table, and what it is worth."""
    on_table = [issue for block in problem.blocks for issue in block.issues]
    found = found_at(problem, package, negotiation)
    chosen = ", ".join(f"{issue}: {next(iter(found.odds[issue]))}" for issue in on_table)
    worth = ", ".join(f"{key} {spelled_number(value)}" for key, value in zip(problem.keys, found.payoffs, strict=True))
    return f"{chosen}; payoffs {worth}" if chosen else f"payoffs {worth}"


def _packages(entry: Expectation, problem: BargainingProblem, negotiation: Negotiation) -> Judgement:
    """Whether the packages that all would sign, or those that a solution picks, are as described."""
    packages = _answers(entry, problem)
    fitting = fit(entry, problem, packages, negotiation)
    count, total = int(fitting.whole.sum()), len(packages)
    if entry.count is not None:
        met = count == entry.count
    else:
        met = {"every": 0 < count == total, "some": count > 0, "no": count == 0}[entry.quantifier]
    what = "package" if not entry.deals.point else f"{entry.deals.point} package"
    counted = f"{count:,} of {total:,} {what}{' agrees' if total == 1 else 's agree'}"
    if met or not total:
        return Judgement(met, counted if total else no_deal(problem))
    unwanted = entry.quantifier == "no" if entry.count is None else count > entry.count
    candidates = np.flatnonzero(fitting.whole == unwanted)
    nearest = candidates[np.argsort(fitting.wrong[candidates], kind="stable")][:LOOKED_AT]
    found = [found_at(problem, int(package), negotiation) for package in packages[nearest]]
    instead = told(entry, found, [unwanted] * len(found), negotiation, whole=len(found) == len(candidates))
    return Judgement(False, f"{instead} ({counted})" if instead else counted)


def _answers(entry: Expectation, problem: BargainingProblem) -> IntArray:
    """The packages of the agreement zone, or those that a solution picks from it."""
    name = entry.deals.point
    if not name:
        return problem.zone()
    found = problem.nash(problem.power) if name == "weighted-nash" else point(problem, name)
    return np.array(found.packages, dtype=np.int64)
