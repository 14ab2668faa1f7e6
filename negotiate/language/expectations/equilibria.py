"""Judges what an expectation says of equilibria, and of states that nobody would leave."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name

from negotiate.answers import Outcome, Prediction
from negotiate.conflict import states
from negotiate.language.expectations.matching import Judgement, judged
from negotiate.lenses import lens_of
from negotiate.model.negotiation import Expectation
from negotiate.scenario import Scenario


def judge_equilibria(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the equilibria that a lens finds are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options, payoffs and condition are wanted, and in how many equilibria; its command says
        of which lens.
    scenario : Scenario
        Whose game is solved, once for all entries that ask about it.
    """
    predict: Callable[[Scenario], Prediction] = resolve_name(lens_of(entry.command).predict)
    found: Prediction = scenario.games.once(
        (judge_equilibria, entry.command), lambda: predict(scenario)
    )
    left = "" if found.complete else " (the list is not complete)"
    return judged(entry, found.outcomes, ("equilibrium agrees", "equilibria agree"), scenario, left)


def judge_standing(entry: Expectation, scenario: Scenario) -> Judgement:
    """Whether the states that stand by a concept are what an expectation describes.

    Parameters
    ----------
    entry : Expectation
        What options are wanted; its `standing` says by which concept states are to stand, and how
        others may answer.
    scenario : Scenario
        Whose states they are.

    Raises
    ------
    GameTooLarge
        If the concept would take too long.
    """
    concept, model = entry.standing.concept, scenario.standing()
    found = [
        Outcome({}, {**model.kept, **model.choices[state]}, states.state_name(model, state))
        for state in map(int, model.standing(concept, entry.standing.sanctions))
    ]
    nouns = f"state that stands by {concept} agrees", f"states that stand by {concept} agree"
    return judged(entry, found, nouns, scenario)
