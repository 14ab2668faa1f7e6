"""Judges what an expectation says of states that nobody would leave."""

from __future__ import annotations

from collections.abc import Mapping

from negotiate.conflict.states import state_name
from negotiate.language.expectations.matching import FEW, Judgement, enough
from negotiate.model.expectation import Expectation
from negotiate.scenario import Scenario


def judge_standing(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the equilibria of a concept are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options are wanted; its `standing` says by which concept states are to stand, and how others may answer.
    scenario : Scenario
        Whose states they are.

    Raises
    ------
    GameTooLarge
        If the concept would take too long.
    """
    model = scenario.standing()
    stands = [int(state) for state in model.standing(entry.standing.concept, entry.standing.sanctions)]
    found = [{**model.kept, **model.choices[state]} for state in stands]
    agreeing = [not _wrong(entry, state) for state in found]
    count, total = sum(agreeing), len(agreeing)
    met = enough(entry, count, total)
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
