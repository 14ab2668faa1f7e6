"""What could be signed, as the prediction of a lens: the Nash package under each no-deal point."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from negotiate.bargaining.assessment import assess
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.packages import PACKAGE_LIMIT
from negotiate.bargaining.table.several import CASES, SEVERAL, differing
from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.errors import without
from negotiate.views.scenario import Scenario

LISTED = 25
"""Deals that are listed, and held against all other packages."""
CHECKED = "every signer accepts it, and no other package Pareto-dominates it"


def deals(scenario: Scenario) -> Prediction:
    """The deals that would be made, by the Nash solution; where preferences have no numbers, the frontier.

    Where the game without talks has several equilibria, each is a no-deal point, and each may lead to a deal.
    """
    problem = scenario.together()
    numbers = [problem.chosen] if problem.named else list(islice(differing(problem), CASES + 1))
    tables = tuple(problem if n == problem.chosen else problem.under(n) for n in numbers[:CASES])
    found = {package: table for table in tables for package in _best(table)}
    listed = list(islice(found.items(), LISTED))
    sound = all((it := assess(table, package)).signed and it.efficient for package, table in listed)
    whole = len(numbers) <= CASES and len(listed) == len(found) and all(t.frontier_of().complete for t in tables)
    return Prediction(
        keys=problem.keys,
        outcomes=tuple(_outcome(scenario, table, package) for package, table in listed),
        concept="frontier" if problem.ordinal else "nash",
        method="frontier" if problem.ordinal else "largest product of gains",
        verified=CHECKED if sound else "",
        complete=whole,
        notes=_notes(problem, len(tables)),
        tables=tables,
    )


def _notes(problem: BargainingProblem, tables: int) -> tuple[str, ...]:
    """What a reader must know, where deals under several no-deal points are listed together."""
    if tables < 2:
        return problem.notes
    others = without(problem.notes, SEVERAL)
    count = f"{len(problem.no_deals):,} equilibria"
    return (*others, f"without a deal any of {count} may follow, and a deal is listed for each")


def _best(table: BargainingProblem) -> tuple[int, ...]:
    return tuple(table.frontier().tolist()) if table.ordinal else table.nash().packages


def _outcome(scenario: Scenario, table: BargainingProblem, package: int) -> Outcome:
    payoffs = by_player(table.keys, table.payoffs_of([package])[:, 0])
    return Outcome(payoffs, table.package(package), ", ".join(_words(scenario, table, package)))


def _words(scenario: Scenario, table: BargainingProblem, package: int) -> Iterator[str]:
    """What a deal changes of how things stand today; all of it where nobody says how they stand."""
    today = {} if table.status_quo is None else table.status_quo.choices
    whole = table.package(package)
    changed = {issue: option for issue, option in whole.items() if today.get(issue) != option}
    if not changed:
        yield "the status quo"
    for issue, option in changed.items():
        one = len(scenario.issues) == 1 or scenario.issues.keys() == scenario.players.keys()
        yield option if one else f"{issue} {option}"


def zone_size(table: BargainingProblem) -> int:
    """How many packages everybody would sign; -1 where there are too many to list."""
    return len(table.zone()) if table.count <= PACKAGE_LIMIT else -1


def worth_of(table: BargainingProblem, outcome: Outcome, player: str) -> dict[str, float] | None:
    """What a deal is worth to a player, term by term; None where its payoffs have no terms."""
    if table.takes_apart is None:
        return None
    found = table.takes_apart({issue: [option] for issue, option in outcome.choices.items()}, None, 1)
    return {term: float(np.asarray(value)[0]) for term, value in found.get(player, {}).items()} or None
