"""Runs the commands that an `expect` block speaks of, each game once, and judges every entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.expectations.deals import Judgement, judge_deals
from negotiate.expectations.lasting import judge_lasting
from negotiate.expectations.matching import agrees, found_in
from negotiate.expectations.standing import judge_standing
from negotiate.expectations.telling import told
from negotiate.loading.scenario_file import Reading
from negotiate.model.expectation import Expectation
from negotiate.repeated.game import RepeatedGame
from negotiate.solvers.registry import solve
from negotiate.solvers.solution import Solution
from negotiate.standing.graph_model import GraphModel
from negotiate.views.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Verdict:
    """One expectation and what became of it.

    Parameters
    ----------
    expectation : Expectation
        What was to be found.
    met : bool
        Whether it was.
    found : str
        What was found instead, or how many answers agreed.
    """

    expectation: Expectation
    met: bool
    found: str


def check_expectations(
    reading: Reading,
    changes: Mapping[str, Any] | None = None,
    fixes: Mapping[str, str] | None = None,
    variant: str | None = None,
) -> tuple[Verdict, ...]:
    """Judge every entry of a scenario's `expect` block.

    Parameters
    ----------
    reading : Reading
        The scenario's file.
    changes, fixes : Mapping, optional
        Settings and commitments from outside, under which every entry is judged; an entry's own come after them.
    variant : str, optional
        The variant under which every entry is judged that names none of its own.

    Returns
    -------
    tuple of Verdict
        In the file's order. An entry whose game cannot be solved is not met, and says why.

    Raises
    ------
    ScenarioError
        If the scenario itself cannot be used.
    """
    bench = Bench(reading, changes or {}, fixes or {}, variant, {})
    return tuple(bench.judge(entry) for entry in reading.scenario(changes or {}, variant, fixes or {}).expectations)


def check_files(
    names: Sequence[str],
    changes: Mapping[str, Any] | None = None,
    fixes: Mapping[str, str] | None = None,
    variant: str | None = None,
) -> dict[str, tuple[Verdict, ...]]:
    """Judge what every one of these files expects.

    Returns
    -------
    dict
        File → its verdicts, in the order given.

    Raises
    ------
    ScenarioError
        With the problems of all files, if any of them cannot be used; `OverrideError` where only the settings are
        to blame.
    """
    found: dict[str, tuple[Verdict, ...]] = {}
    wrong: list[ScenarioError] = []
    for name in names:
        try:
            found[name] = check_expectations(Reading(name), changes, fixes, variant)
        except ScenarioError as error:
            wrong.append(error)
    if wrong:
        kind = OverrideError if all(isinstance(error, OverrideError) for error in wrong) else ScenarioError
        raise kind(list(dict.fromkeys(problem for error in wrong for problem in error.problems)))
    return found


@dataclass(slots=True)
class Bench:
    """Judges entries one by one under settings from outside; what several ask about is solved once."""

    reading: Reading
    changes: Mapping[str, Any]
    fixes: Mapping[str, str]
    variant: str | None
    solved: dict[str, tuple[Scenario, Solution]]
    problems: dict[str, tuple[Scenario, BargainingProblem]] = field(default_factory=dict)
    models: dict[str, GraphModel] = field(default_factory=dict)
    repeated: dict[str, tuple[Scenario, RepeatedGame]] = field(default_factory=dict)

    def judge(self, entry: Expectation) -> Verdict:
        """What one entry says, held against what is found."""
        try:
            judged = self._judgement(entry)
        except NegotiateError as error:
            return Verdict(entry, False, error.message)
        return Verdict(entry, judged.met, judged.found)

    def _judgement(self, entry: Expectation) -> Judgement:
        if entry.command == "deal":
            scenario, problem = self._problem(entry)
            return judge_deals(entry, problem, scenario)
        if entry.command == "stability":
            return judge_standing(entry, self._model(entry))
        if entry.command == "simulate":
            scenario, repeated = self._repeated(entry)
            return judge_lasting(entry, repeated, scenario)
        return self._equilibria(entry)

    def _equilibria(self, entry: Expectation) -> Judgement:
        """How many equilibria are as described."""
        scenario, solution = self._answer(entry)
        found = [found_in(equilibrium, solution.game) for equilibrium in solution.profiles]
        agreeing = [agrees(entry, one, scenario).whole for one in found]
        count, total = sum(agreeing), len(agreeing)
        if entry.count is not None:
            met = count == entry.count
        else:
            met = {"every": 0 < count == total, "some": count > 0, "no": count == 0}[entry.quantifier]
        noun = "equilibrium agrees" if total == 1 else "equilibria agree"
        incomplete = "" if solution.complete else " (the list is not complete)"
        instead = "" if met else told(entry, found, agreeing, scenario)
        counted = f"{count} of {total} {noun}{incomplete}"
        return Judgement(met, f"{instead} ({counted})" if instead else counted)

    def _answer(self, entry: Expectation) -> tuple[Scenario, Solution]:
        key = self._key(entry)
        if key not in self.solved:
            scenario = self._scenario(entry)
            game = scenario.alone() if entry.command == "solve" else scenario.in_turn()
            self.solved[key] = scenario, solve(game)
        return self.solved[key]

    def _problem(self, entry: Expectation) -> tuple[Scenario, BargainingProblem]:
        key = self._key(entry)
        if key not in self.problems:
            scenario = self._scenario(entry)
            self.problems[key] = scenario, scenario.together(entry.deals.no_deal, entry.deals.signers or None)
        return self.problems[key]

    def _model(self, entry: Expectation) -> GraphModel:
        key = self._key(entry)
        if key not in self.models:
            self.models[key] = self._scenario(entry).standing()
        return self.models[key]

    def _repeated(self, entry: Expectation) -> tuple[Scenario, RepeatedGame]:
        key = self._key(entry)
        if key not in self.repeated:
            scenario = self._scenario(entry)
            self.repeated[key] = scenario, scenario.again()
        return self.repeated[key]

    def _scenario(self, entry: Expectation) -> Scenario:
        return self.reading.scenario(self.changes, self.variant, self.fixes, entry.position)

    def _key(self, entry: Expectation) -> str:
        changes, fixes = {**self.changes, **entry.settings}, {**self.fixes, **entry.fixes}
        talks = [entry.deals.no_deal, entry.deals.signers]
        return json.dumps([entry.command, entry.variant, changes, fixes, talks], sort_keys=True, default=str)
