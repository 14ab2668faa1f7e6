"""Which question about states that nobody would leave is asked: all of them, one state, moves, or
preferences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from negotiate.conflict.concepts import CONCEPTS, SANCTIONS
from negotiate.conflict.graph import Concept, Sanctions
from negotiate.conflict.graph_model import GraphModel, move_graph
from negotiate.conflict.patterns import one_state
from negotiate.conflict.questions.coalitions import coalitions, consensus
from negotiate.conflict.questions.evolution import evolution
from negotiate.conflict.questions.inverse import inverse
from negotiate.conflict.questions.preferences import strength, unknown
from negotiate.conflict.stability import stability
from negotiate.conflict.states import place_of
from negotiate.display import record
from negotiate.errors import UnknownConcept, UnsuitableGame, one_question, shown


@record
class On:
    """What a question is about: states, what is named by it, and by which concept and rule it is
    answered.
    """

    model: GraphModel
    named: Any
    asked: Concept | None
    sanctions: Sanctions

    @property
    def concept(self) -> Concept:
        """The one concept of a question that takes one."""
        return self.asked or "R"

    def all(self) -> Any:
        """Every state by the concept that is named, or by all."""
        return stability(self.model, (self.asked,) if self.asked else CONCEPTS, self.sanctions)

    def state(self, given: Any) -> Any:
        """A state of the model, from its name or from issue → option."""
        return self.model.states[place_of(self.model, given)]

    def states(self) -> dict[str, list[Any]]:
        """Player → the states that are named for it."""
        return {player: [self.state(one) for one in some] for player, some in self.named.items()}

    def pairs(self) -> dict[str, list[tuple[Any, ...]]]:
        """Player → the pairs of states that are named for it."""
        return {
            player: [tuple(map(self.state, two)) for two in some]
            for player, some in self.named.items()
        }


@record
class Question:
    """What may be asked, with what makes no difference to it.

    Parameters
    ----------
    answer : callable
        What is asked about → one of the records that `negotiate.conflict.reports` tells.
    without : Mapping
        What does not go with it → why.
    """

    answer: Callable[[On], Any]
    without: Mapping[str, str] = field(default_factory=dict)


NOBODY = "no player answers a move there"
QUESTIONS: Mapping[str, Question] = {
    "": Question(On.all),
    "state": Question(lambda on: one_state(on.all(), on.state(on.named))),
    "moves": Question(
        lambda on: move_graph(on.model),
        {"concept": "the moves are the same by every concept", "sanctions": NOBODY},
    ),
    "inverse": Question(lambda on: inverse(on.model, on.state(on.named), on.concept, on.sanctions)),
    "coalitions": Question(lambda on: coalitions(on.model, on.concept, on.sanctions)),
    "evolution": Question(
        lambda on: evolution(on.model),
        {"concept": "improving moves need no concept", "sanctions": NOBODY},
    ),
    "consensus": Question(lambda on: consensus(on.model, on.concept, on.sanctions)),
    "greatly": Question(
        lambda on: strength(on.model, on.states(), on.sanctions),
        {"concept": "the answer is by GMR, SMR and SEQ"},
    ),
    "unknown": Question(
        lambda on: unknown(on.model, on.pairs(), on.sanctions),
        {"concept": "the answer is by R, GMR, SMR and SEQ"},
    ),
}
"""What asks → the question."""


def idle(question: str, concept: str | None, sanctions: str) -> tuple[str, str] | None:
    """What is given though it makes no difference to a question, and why; None where nothing is."""
    given = {"concept": concept is not None, "sanctions": sanctions != SANCTIONS[0]}
    return next(
        ((name, why) for name, why in QUESTIONS[question].without.items() if given[name]), None
    )


def ask(
    model: GraphModel,
    concept: Concept | None = None,
    sanctions: Sanctions = "sequence",
    **asked: Any,
) -> Any:
    """Which states are stable, or the answer to another question where one is asked.

    Parameters
    ----------
    model : GraphModel
        States, moves and preferences.
    concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}, optional
        By which; by default all, or R where one question takes one.
    sanctions : {'sequence', 'one-step'}
        How others may answer.
    asked
        One of the `QUESTIONS`: `state` and `inverse` name a state, `greatly` the states of each
        player, `unknown` pairs of them; the others are true.

    Raises
    ------
    UnsuitableGame
        If that is more than one question, or something makes no difference to it.
    UnknownConcept
        If there is no such concept.
    """
    question = one_question(asked)
    if concept not in (None, *CONCEPTS):
        raise UnknownConcept(
            f"there is no concept `{shown(concept)}`", f"the concepts are {', '.join(CONCEPTS)}"
        )
    if sanctions not in SANCTIONS:
        raise UnsuitableGame(
            f"there is no rule `{sanctions}`", f"the rules are {', '.join(SANCTIONS)}"
        )
    if wrong := idle(question, concept, sanctions):
        raise UnsuitableGame(
            f"`{wrong[0]}` does not go with `{question}`", f"leave `{wrong[0]}` out: {wrong[1]}"
        )
    return QUESTIONS[question].answer(On(model, asked.get(question), concept, sanctions))
