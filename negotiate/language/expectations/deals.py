"""Judges what an expectation says of deals, under every no-deal point that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from negotiate.answers import Outcome, by_player
from negotiate.arrays import IntArray
from negotiate.bargaining.landmarks import differing
from negotiate.bargaining.mediator import mediate
from negotiate.bargaining.points import RULES
from negotiate.bargaining.points.solutions import point
from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import UnsuitableGame
from negotiate.language.binding.scenario import looked_at
from negotiate.language.expectations.matching import (
    TOLERANCE,
    Judgement,
    agrees,
    enough,
    is_unwanted,
    judgement,
    spelled_number,
    told,
    where_holds,
)
from negotiate.model.negotiation import BROUGHT, Expectation, Negotiation
from negotiate.model.payoffs import number
from negotiate.scenario import Scenario


def misfits(
    entry: Expectation, problem: BargainingProblem, packages: IntArray, negotiation: Negotiation
) -> IntArray:
    """How many parts of an expectation each package does not fit, shape (m,).

    Parameters
    ----------
    entry : Expectation
        What options, payoffs and condition are wanted.
    problem : BargainingProblem
        Whose packages they are.
    packages : ndarray of int, shape (m,)
        Their indices.
    negotiation : Negotiation
        The scenario of the problem.

    Raises
    ------
    UnsuitableGame
        If the condition names the status quo and the file has none.
    """
    wrong = np.zeros(len(packages), dtype=np.int64)
    for issue, wanted in entry.choices.items():
        wrong += ~np.isin(labels_of(problem, packages, issue), list(wanted))
    payoffs = dict(zip(problem.keys, problem.payoffs_of(packages), strict=True))
    for player, expression in entry.payoffs.items():
        value = number(negotiation, expression)
        wrong += ~(np.abs(payoffs[player] - value) <= TOLERANCE * max(1.0, abs(value)))
    if entry.where is not None:
        wrong += ~where_holds(entry.where, negotiation, {**points(problem), **payoffs})
    return wrong


def points(problem: BargainingProblem) -> dict[str, float]:
    """What a condition may hold payoffs against: what no deal is worth to each player."""
    return by_player([f"no_deal.{key}" for key in problem.keys], problem.disagreement)


def labels_of(problem: BargainingProblem, packages: IntArray, issue: str) -> npt.NDArray[np.str_]:
    """The option that an issue has in each of these packages, shape (m,)."""
    for block in problem.blocks:
        if issue in block.issues:
            return np.array(block.options[block.issues.index(issue)])[
                problem.options_of(packages)[issue]
            ]
    return np.full(len(packages), problem.fixed.get(issue, ""))


def found_at(problem: BargainingProblem, package: int) -> Outcome:
    """What a package comes to, as an equilibrium would."""
    payoffs = by_player(problem.keys, problem.payoffs_of([package])[:, 0])
    return Outcome(payoffs, problem.package(package), beside=points(problem))


LOOKED_AT = 200
"""Packages among which those that are told are looked for."""
SETS = 3
"""Smallest sets of claims that are told; the others are counted."""


def judge_deals(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether deals are what an expectation describes.

    Deals are judged without side payments, also where the file allows them, with red lines as they
    are.

    Where nobody said what happens without a deal and several equilibria can, it has to hold under
    each of them; what is told is the first under which it does not.

    Raises
    ------
    GameTooLarge
        If packages would have to be listed of which there are too many.
    UnsuitableGame
        If the solution that is asked for does not fit the problem.
    """
    problem = _problem(entry, scenario)
    numbers = [problem.chosen] if problem.named else list(differing(problem))
    found: list[Judgement] = []
    for place in numbers:
        here = problem if place == problem.chosen else problem.under(place)
        judgement = _judge(entry, here, scenario)
        if not judgement.met and len(numbers) > 1:
            label = here.no_deals[place].label
            return Judgement(
                False,
                f"with no deal {place + 1} of {len(here.no_deals)} ({label}): {judgement.found}",
            )
        found.append(judgement)
    said = list(dict.fromkeys(judgement.found for judgement in found))
    return Judgement(all(judgement.met for judgement in found), " | ".join(said))


def _judge(entry: Expectation, problem: BargainingProblem, negotiation: Negotiation) -> Judgement:
    if not entry.deals.word:
        return _packages(entry, problem, negotiation)
    mediated = entry.deals.word == "mediator"
    return (_mediated if mediated else _word)(entry, problem, negotiation)


def _problem(entry: Expectation, scenario: Scenario) -> BargainingProblem:
    """What could be signed with the no-deal point and the signers of an entry, which entries with
    the same share.
    """
    no_deal, signers = entry.deals.no_deal, entry.deals.signers
    point = tuple(no_deal.items()) if isinstance(no_deal, Mapping) else no_deal
    key = (_problem, point, tuple(signers))
    return scenario.games.once(key, lambda: scenario.together(no_deal, signers or None))


def _word(entry: Expectation, problem: BargainingProblem, negotiation: Negotiation) -> Judgement:
    """Whether there is a deal, and if there is to be none, why."""
    best = problem.frontier_of().packages
    because, not_because = entry.deals.because, set(entry.deals.not_because)
    if len(best) or entry.deals.word == "exists" or not (because or not_because):
        said = f"there is a deal: {_deal(problem, int(best[0]))}" if len(best) else no_deal(problem)
        return Judgement((len(best) > 0) == (entry.deals.word == "exists"), said)
    _check_claims(problem, (*because, *entry.deals.not_because), negotiation)
    conflicts = problem.conflicts_of()
    sets = [found.names for found in conflicts.sets]
    spoken = {name for found in sets for name in (*found, *_spoken_of(found, negotiation))}
    met = (not because or frozenset(because) in sets) and not spoken & not_because
    return Judgement(met, _told_sets(sets, conflicts.complete))


def _check_claims(
    problem: BargainingProblem, names: Iterable[str], negotiation: Negotiation
) -> None:
    """Refuse a claim that nobody makes here.

    Raises
    ------
    UnsuitableGame
        If somebody is said to claim what nobody here does.
    """
    known = {claim.name for claim in problem.claims}
    for name in names:
        if name not in known and name not in negotiation.issues:
            raise UnsuitableGame(
                f"there is no claim `{name}` here", f"there is {', '.join(sorted(known))}"
            )


def _spoken_of(claims: Iterable[str], negotiation: Negotiation) -> set[str]:
    """The issues of which red lines and ratifiers speak, unless an issue bears the name of a
    claim.
    """
    refusals = {refusal.name: refusal.crossed for refusal in negotiation.refusals()}
    found = {
        issue
        for name in claims
        if name in refusals
        for issue in looked_at(negotiation, refusals[name])
    }
    return found - refusals.keys()


def _told_sets(sets: Sequence[frozenset[str]], complete: bool) -> str:
    """The smallest sets of claims, those of fewest claims first."""
    if not sets:
        return (
            "no claim rules deals out: what could be signed is worth no more to anybody than no "
            "deal"
        )
    said = [
        " and ".join(sorted(found, key=lambda name: (name.startswith("no_deal."), name)))
        for found in sets
    ]
    more = [f"{len(said) - SETS} more"] if len(said) > SETS else []
    listed = "" if complete else " (the list is not complete)"
    return f"every deal is ruled out by {' | '.join([*said[:SETS], *more])}{listed}"


def no_deal(problem: BargainingProblem) -> str:
    """That there is no deal, in few words."""
    count = problem.feasible_count
    total = (
        f"{count:,}"
        if count == problem.count
        else f"{count:,} possible"
        if count >= 0
        else f"{problem.count:,}"
    )
    unpaid = " without side payments" if problem.money else ""
    return f"there is no deal: of {total} packages none is signed by all{unpaid}"


def _deal(problem: BargainingProblem, package: int) -> str:
    """One deal: what is on the table, and what it is worth."""
    chosen, payoffs = problem.package(package), problem.payoffs_of([package])[:, 0]
    said = ", ".join(
        f"{issue}: {chosen[issue]}" for block in problem.blocks for issue in block.issues
    )
    worth = ", ".join(
        f"{key} {spelled_number(float(x))}" for key, x in zip(problem.keys, payoffs, strict=True)
    )
    return f"{said}; payoffs {worth}" if said else f"payoffs {worth}"


def _packages(
    entry: Expectation, problem: BargainingProblem, negotiation: Negotiation
) -> Judgement:
    """Whether the packages that all would sign, or those that a solution picks, are as
    described.
    """
    packages = _answers(entry, problem)
    wrong = misfits(entry, problem, packages, negotiation)
    count, total = int((wrong == 0).sum()), len(packages)
    met = enough(entry, count, total)
    what = f"{entry.deals.point} package".lstrip()
    counted = f"{count:,} of {total:,} {what}{' agrees' if total == 1 else 's agree'}"
    if met or not total:
        return Judgement(met, counted if total else no_deal(problem))
    unwanted = is_unwanted(entry, count)
    candidates = np.flatnonzero((wrong == 0) == unwanted)
    nearest = candidates[np.argsort(wrong[candidates], kind="stable")][:LOOKED_AT]
    found = [found_at(problem, int(package)) for package in packages[nearest]]
    whole = len(found) == len(candidates)
    return judgement(
        False, told(entry, found, [unwanted] * len(found), negotiation, whole=whole), counted
    )


def _mediated(
    entry: Expectation, problem: BargainingProblem, negotiation: Negotiation
) -> Judgement:
    """Whether the best honest mediator brings what is described: gains over no deal that players
    expect beforehand.
    """
    found = mediate(problem)
    gains = dict.fromkeys(problem.keys, 0.0)
    for side in found.sides:
        gains[problem.keys[side.player]] += side.odds * side.gain
    brought = found.gains.mediator, found.gains.first_best, found.gains.lost
    names = dict(zip([f"mediator.{one}" for one in BROUGHT], brought, strict=True))
    answer = Outcome(gains, {}, beside=names)
    said = ", ".join(
        f"{name} {spelled_number(value)}" for name, value in {**gains, **names}.items()
    )
    return Judgement(
        agrees(entry, answer, negotiation).whole, f"expected gains over no deal: {said}"
    )


def _answers(entry: Expectation, problem: BargainingProblem) -> IntArray:
    """The packages of the agreement zone, or those that a solution picks from it."""
    name = entry.deals.point
    if not name:
        return problem.zone()
    found = point(problem, name, weights=RULES[name].weights(problem))
    return np.array(found.packages, dtype=np.int64)
