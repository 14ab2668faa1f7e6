"""Random scenarios with everything that a deal knows of, and their bargaining problems beside a
plain twin's.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.bargaining.problem import BargainingProblem
from tests.reference import plain_deals as plain
from tests.scenario_strategies import bounded, conditions, holds_everywhere, load

Case = tuple[dict[str, Any], BargainingProblem, list[plain.PlainDeal]]


@st.composite
def signed_tables(draw: DrawFn) -> dict[str, Any]:
    """A scenario with everything that a deal knows of: coalitions, one-way issues, lines of every
    form, history.
    """
    scenario: dict[str, Any] = draw(bounded())
    issues, players = scenario["issues"], scenario["players"]
    lines = scenario["red_lines"]
    for k in range(draw(st.integers(0, 2))):
        where = draw(conditions(issues))
        if not holds_everywhere(where, issues):
            lines[f"demand_{k}"] = {"player": draw(st.sampled_from(players)), "insists": where}
    if draw(st.booleans()):
        of = draw(st.sampled_from(players))
        term = draw(st.sampled_from(sorted(scenario["payoffs"][of])))
        line = {
            "player": draw(st.sampled_from(players)),
            "never": f"{of}.{term} > {draw(st.integers(-2, 2))}",
        }
        if any(not plain.crosses_line(scenario, line, p) for p in plain.every_package(scenario)):
            lines["measured"] = line
    if draw(st.booleans()):
        issue = draw(st.sampled_from(sorted(issues)))
        scenario["irreversible"] = {issue: [draw(st.sampled_from(list(issues[issue]["options"])))]}
    if len(players) > 1 and draw(st.booleans()):
        few = draw(
            st.lists(st.sampled_from(players), min_size=1, max_size=len(players) - 1, unique=True)
        )
        scenario["signers"] = draw(st.permutations([players, sorted(few)]))
    scenario["happened"] = {
        f"then_{k}": {
            issue: draw(st.sampled_from(list(issues[issue]["options"])))
            for issue in draw(st.lists(st.sampled_from(sorted(issues)), unique=True))
        }
        for k in range(draw(st.integers(0, 2)))
    }
    return scenario


@st.composite
def tables(draw: DrawFn) -> Case:
    """A scenario, its bargaining problem for some coalition and commitment, and what the plain twin
    makes of it.
    """
    scenario = draw(signed_tables())
    groups = scenario.get("signers", [scenario["players"]])
    signers = draw(st.sampled_from(groups))
    fix = {}
    if draw(st.integers(0, 3)) == 0:
        issue = draw(st.sampled_from(sorted(scenario["issues"])))
        fix = {issue: draw(st.sampled_from(list(scenario["issues"][issue]["options"])))}
    problem = load(scenario, fix=fix).together(signers=signers)
    return scenario, problem, plain.table(scenario, signers, fix)


def matched(problem: BargainingProblem, deals: list[plain.PlainDeal]) -> dict[int, plain.PlainDeal]:
    """Index → the twin's package, both ways round."""
    found = {problem.index(deal.package): deal for deal in deals}
    assert sorted(found) == list(range(problem.count))
    return found


def signers_of(problem: BargainingProblem) -> list[str]:
    """The short names of those who sign."""
    return [problem.keys[p] for p in problem.seats]
