"""Judges what an expectation says of deals, under every no-deal point that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, IntArray
from negotiate.bargaining.landmarks import differing
from negotiate.bargaining.points.solutions import point
from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import UnsuitableGame
from negotiate.language.expectations.matching import TOLERANCE, Found, Judgement, enough, number, spelled_number, told
from negotiate.model.expectation import Expectation
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression, ModelOutput, Table, TermValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame
from negotiate.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """How well packages fit what is expected of them.

    Parameters
    ----------
    whole : ndarray of bool, shape (m,)
        Whether all of it holds.
    wrong : ndarray of int, shape (m,)
        How many parts of it do not.
    """

    whole: BoolArray
    wrong: IntArray


def fit(entry: Expectation, problem: BargainingProblem, packages: IntArray, negotiation: Negotiation) -> Fit:
    """How well each of these packages fits an expectation.

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
    payoffs = problem.payoffs_of(packages)
    for player, expression in entry.payoffs.items():
        value = number(expression, negotiation)
        wrong += ~(np.abs(payoffs[problem.keys.index(player)] - value) <= TOLERANCE * max(1.0, abs(value)))
    if entry.where is not None:
        frame = Frame(
            negotiation, {}, 2, names={**points(problem, negotiation), **dict(zip(problem.keys, payoffs, strict=True))}
        )
        try:
            found = entry.where.evaluate(frame)
        except KeyError as name:
            raise UnsuitableGame(f"{name} is not known: the file names no status quo") from None
        wrong += ~np.broadcast_to(np.asarray(found, dtype=bool).ravel(), wrong.shape)
    return Fit(wrong == 0, wrong)


def points(problem: BargainingProblem, negotiation: Negotiation) -> dict[str, float]:
    """What a condition may hold payoffs against: what the status quo is worth to each player, and no deal."""
    result = {f"no_deal.{key}": float(x) for key, x in zip(problem.keys, problem.disagreement, strict=True)}
    if negotiation.status_quo:
        result |= {f"status_quo.{key}": x for key, x in negotiation.package_payoffs({}).items()}
    return result


def labels_of(problem: BargainingProblem, packages: IntArray, issue: str) -> npt.NDArray[np.str_]:
    """The option that an issue has in each of these packages, shape (m,)."""
    rest = np.asarray(packages, dtype=np.int64)
    for block in reversed(problem.blocks):
        rest, combination = np.divmod(rest, block.size)
        if issue in block.issues:
            return _options(block.issues, block.options, combination, issue)
    return np.full(len(packages), problem.fixed.get(issue, ""))


def _options(
    issues: Sequence[str], options: Sequence[Sequence[str]], combination: IntArray, issue: str
) -> npt.NDArray[np.str_]:
    for name, labels in zip(reversed(issues), reversed(options), strict=True):
        combination, option = np.divmod(combination, len(labels))
        if name == issue:
            return np.array(labels)[option]
    raise KeyError(issue)


def found_at(problem: BargainingProblem, package: int, negotiation: Negotiation) -> Found:
    """What a package comes to, as an equilibrium would."""
    chosen: Mapping[str, str] = problem.package(package)
    payoffs = tuple(float(x) for x in problem.payoffs_of([package])[:, 0])
    return Found({issue: {option: 1.0} for issue, option in chosen.items()}, payoffs, points(problem, negotiation))


LOOKED_AT = 200
"""Packages among which those that are told are looked for."""
SETS = 3
"""Smallest sets of claims that are told; the others are counted."""


def judge_deals(entry: Expectation, scenario: Scenario) -> Judgement:
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
    problem = _problem(entry, scenario)
    numbers = [problem.chosen] if problem.named else list(differing(problem))
    found: list[Judgement] = []
    for place in numbers:
        here = problem if place == problem.chosen else problem.under(place)
        judgement = _word(entry, here, scenario) if entry.deals.word else _packages(entry, here, scenario)
        if not judgement.met and len(numbers) > 1:
            label = here.no_deals[place].label
            return Judgement(False, f"with no deal {place + 1} of {len(here.no_deals)} ({label}): {judgement.found}")
        found.append(judgement)
    said = list(dict.fromkeys(judgement.found for judgement in found))
    return Judgement(all(judgement.met for judgement in found), " | ".join(said))


def _problem(entry: Expectation, scenario: Scenario) -> BargainingProblem:
    """What could be signed with the no-deal point and the signers of an entry, which entries with the same share."""
    no_deal, signers = entry.deals.no_deal, entry.deals.signers
    return scenario.games.once(f"together {no_deal} {signers}", lambda: scenario.together(no_deal, signers or None))


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
    met = enough(entry, count, total)
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
