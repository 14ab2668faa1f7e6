"""Which states stand, as what the lens of states and moves predicts, and what becomes of them from side to side."""

from __future__ import annotations

from negotiate.comparison.fates import Fate, Fates
from negotiate.comparison.prediction import Outcome, Prediction, by_player
from negotiate.model.payoffs import add_up
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.looking_ahead.concepts import Concept
from negotiate.standing.stability import Stability, stability
from negotiate.standing.states.combinations import Combinations
from negotiate.views.alone import omissions
from negotiate.views.scenario import Scenario

CONCEPT: Concept = "SEQ"
"""Nobody dares to leave: whoever could gain must fear an answer that pays whoever gives it."""
LISTED = 1_000
"""States that are predicted; the rest are counted."""


def standing_states(scenario: Scenario) -> Prediction:
    """The states that nobody would leave for fear of an answer that others would gain by, those without gains first.

    Raises
    ------
    GameTooLarge, UnsuitableGame
        As from `Scenario.standing`.
    """
    model = scenario.standing()
    found = stability(model, ("R", CONCEPT))
    states = sorted(found.equilibria(CONCEPT).tolist(), key=lambda state: "R" not in found.by_concept(state))
    shown = states[:LISTED]
    worth = _worth(scenario, model, shown)
    return Prediction(
        keys=model.keys,
        outcomes=tuple(
            Outcome(by_player(model.keys, column), {**model.kept, **model.choices[state]}, _label(model, state))
            for state, column in zip(shown, worth, strict=True)
        ),
        concept=CONCEPT,
        method=f"{CONCEPT} over every state and move",
        verified="an answer was searched for to the best gains of each player" if _checked(found, shown) else "",
        complete=len(shown) == len(states),
        notes=omissions(scenario),
    )


def _label(model: GraphModel, state: int) -> str:
    """What differs from today, or all of it where nobody said what today is."""
    today = model.choices[model.status_quo] if model.status_quo >= 0 else {}
    told = [f"{issue} {option}" for issue, option in model.choices[state].items() if today.get(issue) != option]
    return ", ".join(told) or ("as today" if today else str(model.states[state]))


def _worth(scenario: Scenario, model: GraphModel, states: list[int]) -> list[list[float]]:
    """What each player gets in each of these states."""
    choices = model.choices
    if not isinstance(choices, Combinations):
        raise TypeError("a scenario's states are combinations of options")
    held = {issue: scenario.issues[issue].index(option) for issue, option in model.kept.items()}
    frame = scenario.grid(choices.issues, held)
    table = add_up(frame, scenario.keys, tuple(map(len, choices.labels)), with_moves=False)[0]
    found: list[list[float]] = table.reshape(len(model.keys), -1)[:, choices.cells[states]].T.tolist()
    return found


def _checked(found: Stability, states: list[int]) -> bool:
    """Whether an answer to each of the best gains is found one by one, which is another road than the sweep."""
    verdicts = (found.verdict(state, player, CONCEPT) for state in states for player in range(len(found.model.keys)))
    return all(one.stable and all(answer.deters for answer in one.answers) for one in verdicts)


def fates_standing(one: Scenario, two: Scenario, first: Prediction, second: Prediction) -> Fates:
    """Match states by their options."""
    there = {frozenset(outcome.choices.items()): outcome for outcome in second.outcomes}
    each: list[Fate] = []
    for outcome in first.outcomes:
        other = there.pop(frozenset(outcome.choices.items()), None)
        each.append(Fate("vanishes" if other is None else "stays", outcome, other))
    return Fates((*each, *(Fate("appears", None, other) for other in there.values())))
