"""Runs the commands that an `expect` block speaks of, each game once, and judges every entry.

Judges what an expectation says of playing again: whether it holds, from which patience on, and what it earns.

Judges what an expectation says of states that nobody would leave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from negotiate.bargaining.problem import BargainingProblem
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import NegotiateError, OverrideError, ScenarioError
from negotiate.language.expectations.deals import Judgement, judge_deals
from negotiate.language.expectations.matching import (
    FEW,
    TOLERANCE,
    Found,
    agrees,
    found_in,
    number,
    spelled_number,
    told,
)
from negotiate.language.scenario_file import Reading
from negotiate.model.expectation import Expectation
from negotiate.model.negotiation import Negotiation
from negotiate.repeated.again import profile_of
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.game import CriticalDiscount, MatchResult, RepeatedGame
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.scenario import Scenario
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.states import state_name

Profile = tuple[Strategy | Automaton, ...]


def judge_lasting(entry: Expectation, game: RepeatedGame, negotiation: Negotiation) -> Judgement:
    """Whether what is played does what an expectation describes.

    A payoff that is sampled has to lie within the interval in which it is with 95 % confidence; all others agree to
    within rounding.

    Parameters
    ----------
    entry : Expectation
        Its `play` says who plays what, and what is asked.
    game : RepeatedGame
        With the file's patience, noise and misreading.
    negotiation : Negotiation
        For numbers that are formulas.

    Raises
    ------
    UnsuitableGame
        If a strategy makes no sense here, or remembers without bound and is asked whether it holds.
    """
    plays = {**negotiation.repeat.plays, **entry.play.plays}
    profile = profile_of(negotiation, plays, game.named) if plays else ()
    parts = [*_held(entry, game, profile), *_patience(entry, game, profile, negotiation)]
    if entry.payoffs or entry.where is not None:
        parts.append(_earned(entry, game, profile, negotiation))
    wrong = [part.found for part in parts if not part.met]
    return Judgement(not wrong, "; ".join(wrong or [part.found for part in parts]))


def _held(entry: Expectation, game: RepeatedGame, profile: Profile) -> Iterator[Judgement]:
    """Whether nobody gains by leaving it, and else who gains most and how."""
    if entry.play.word == "earns":
        return
    found = game.certify(*profile)
    nash = entry.play.concept == "nash"
    holds = found.nash if nash else found.subgame_perfect
    witness = found.nash_witness if nash else found.witness
    why = ""
    if not holds and witness is not None:
        where = f" in {', '.join(witness.state)}" if any(witness.state) else ""
        why = f": {witness.player} gains {spelled_number(witness.gain)} by {witness.action}{where}"
    yield Judgement(holds == (entry.play.word == "holds"), f"it {'holds' if holds else 'fails'}{why}")


def _patience(
    entry: Expectation, game: RepeatedGame, profile: Profile, negotiation: Negotiation
) -> Iterator[Judgement]:
    """From which patience on each player keeps to it, and who has to be the most patient."""
    if not entry.play.holds_from and not entry.play.binding:
        return
    found = game.critical_discount(*profile, concept=entry.play.concept)
    for player, expression in entry.play.holds_from.items():
        least = _least(found, game.keys.index(player))
        if expression is None or least is None:
            met = expression is None and least is None
        else:
            met = abs(least - number(expression, negotiation)) <= TOLERANCE
        yield Judgement(met, f"{player} holds {'never' if least is None else f'from {spelled_number(least)}'}")
    if entry.play.binding:
        who = "" if found.binding is None else game.keys[found.binding]
        nobody = f"nobody, it holds {'whatever the patience' if found else 'for no common patience'}"
        yield Judgement(who == entry.play.binding, f"binding: {who or nobody}")


def _least(found: CriticalDiscount, player: int) -> float | None:
    """The least patience with which a player keeps to it; None where none will do."""
    intervals = found.by_player[player]
    return min(low for low, _ in intervals) if intervals else None


def _earned(entry: Expectation, game: RepeatedGame, profile: Profile, negotiation: Negotiation) -> Judgement:
    """What each player gets by round, with the file's noise."""
    match = game.play(*profile)
    payoffs = tuple(map(float, match.payoffs))
    held = agrees(entry, Found({}, payoffs), negotiation)
    right = {
        p: held.payoffs[p] or _within(match, game.keys.index(p), number(e, negotiation))
        for p, e in entry.payoffs.items()
    }
    said = ", ".join(f"{key} {spelled_number(value)}" for key, value in zip(game.keys, payoffs, strict=True))
    return Judgement(all(right.values()) and held.where, f"payoffs {said}{'' if match.exact else ' (sampled)'}")


def _within(match: MatchResult, player: int, wanted: float) -> bool:
    """Whether a number lies in the interval of a payoff that is sampled."""
    return match.interval is not None and bool(match.interval[player, 0] <= wanted <= match.interval[player, 1])


def judge_standing(entry: Expectation, model: GraphModel) -> Judgement:
    """Whether the equilibria of a concept are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options are wanted; its `standing` says by which concept states are to stand, and how others may answer.
    model : GraphModel
        The states, moves and preferences.

    Raises
    ------
    GameTooLarge
        If the concept would take too long.
    """
    stands = [int(state) for state in model.standing(entry.standing.concept, entry.standing.sanctions)]
    found = [{**model.kept, **model.choices[state]} for state in stands]
    agreeing = [not _wrong(entry, state) for state in found]
    count, total = sum(agreeing), len(agreeing)
    wanted = {"every": 0 < count == total, "some": count > 0, "no": count == 0}[entry.quantifier]
    met = wanted if entry.count is None else count == entry.count
    one = total == 1
    states = f"{'state that stands' if one else 'states that stand'} by {entry.standing.concept}"
    counted = f"{count} of {total} {states} {'agrees' if one else 'agree'}"
    instead = "" if met else _instead(entry, [state_name(model, state) for state in stands], found, agreeing)
    return Judgement(met, f"{instead} ({counted})" if instead else counted)


def _wrong(entry: Expectation, state: Mapping[str, str]) -> list[str]:
    """The issues that have another option than is wanted."""
    return [issue for issue, wanted in entry.choices.items() if state.get(issue) not in wanted]


def _instead(entry: Expectation, names: list[str], found: list[dict[str, str]], agreeing: list[bool]) -> str:
    """The states that make an expectation fail, by their names, the nearest to it first."""
    unwanted = entry.quantifier == "no" if entry.count is None else sum(agreeing) > entry.count
    told_of = [k for k, agreed in enumerate(agreeing) if agreed == unwanted]
    told_of.sort(key=lambda k: len(_wrong(entry, found[k])))
    said = [names[k] for k in told_of]
    return " | ".join([*said[:FEW], *([f"{len(said) - FEW} more"] if len(said) > FEW else [])])


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
