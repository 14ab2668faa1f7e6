"""What `negotiate stability` may be asked, and who answers."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from negotiate.cli.options import pairs
from negotiate.cli.stability_doubts import strength_of, unknown_of
from negotiate.cli.usage import Misused, chosen, one_question, whole_number

if TYPE_CHECKING:
    from negotiate.standing.graph_model import GraphModel
    from negotiate.standing.looking_ahead.concepts import Concept
    from negotiate.standing.states.reach import Sanctions

CONCEPTS: tuple[Concept, ...] = ("R", "GMR", "SMR", "SEQ", "SIM")
"""As `negotiate.standing.looking_ahead.concepts` has them; a test holds the two together."""
SANCTIONS: tuple[Sanctions, ...] = ("sequence", "one-step")
TODAY = "status_quo"


class Question(Enum):
    """Each with the option that asks it."""

    STABILITY = ""
    STATE = "--state"
    MOVES = "--moves"
    INVERSE = "--inverse"
    COALITIONS = "--coalitions"
    EVOLUTION = "--evolution"
    CONSENSUS = "--consensus"
    GREATLY = "--greatly"
    UNKNOWN = "--unknown"


def asked(**given: Any) -> Question:
    """The one question that a command line asks.

    Raises
    ------
    Misused
        If it asks more than one.
    """
    wanted = [Question[name.upper()] for name, value in given.items() if value not in (None, False, [])]
    return one_question(wanted, Question.STABILITY)


NO_CONCEPT = {
    Question.MOVES: "which moves there are is the same by every concept",
    Question.EVOLUTION: "a way to what happened needs gains alone, no concept",
    Question.GREATLY: "it tells GMR, SMR and SEQ",
    Question.UNKNOWN: "it tells R, GMR, SMR and SEQ",
}
"""Questions that no concept is part of, and why."""
NO_RULE = frozenset({Question.MOVES, Question.EVOLUTION})
"""Questions in which nobody answers."""


def held_apart(question: Question, concept: Concept | None, sanctions: str) -> None:
    """Refuse what would make no difference to the answer.

    Raises
    ------
    Misused
        If a concept or a rule of answers is given beside a question that has none.
    """
    if concept is not None and question in NO_CONCEPT:
        raise Misused(f"`--concept` does not go with `{question.value}`", f"leave it out: {NO_CONCEPT[question]}")
    if sanctions != SANCTIONS[0] and question in NO_RULE:
        raise Misused(f"`--sanctions` does not go with `{question.value}`", "leave it out: nobody answers there")


def named_concept(given: str | None) -> Concept | None:
    """What follows `--concept`, in letters of either size."""
    return None if given is None else chosen(given.upper(), CONCEPTS, "--concept")


def answered(
    question: Question,
    model: GraphModel,
    *,
    state: str | None,
    concept: Concept | None,
    sanctions: str,
    doubts: list[str] | None = None,
) -> Any:
    """The answer, one of the records that `negotiate.standing.reports` tells.

    Raises
    ------
    Misused
        If there is no such state.
    """
    rule = chosen(sanctions, SANCTIONS, "--sanctions")
    held_apart(question, concept, rule)
    if question is Question.MOVES:
        from negotiate.standing.telling.move_graph import move_graph  # noqa: PLC0415 - start-up stays light

        return move_graph(model)
    if question is Question.INVERSE:
        from negotiate.standing.questions.inverse import inverse  # noqa: PLC0415 - start-up stays light

        return inverse(model, _state(model, state or "", question), concept or "R", rule)
    if question is Question.COALITIONS:
        from negotiate.standing.questions.coalitions import coalitions  # noqa: PLC0415 - start-up stays light

        return coalitions(model, concept or "R", rule)
    if question is Question.EVOLUTION:
        from negotiate.standing.questions.evolution import evolution  # noqa: PLC0415 - start-up stays light

        return evolution(model)
    if question is Question.CONSENSUS:
        from negotiate.standing.questions.consensus import consensus  # noqa: PLC0415 - start-up stays light

        return consensus(model, concept or "R", rule)
    if question in (Question.GREATLY, Question.UNKNOWN):
        ask = strength_of if question is Question.GREATLY else unknown_of
        return ask(model, doubts or [], rule, lambda word: _state(model, word, question))
    from negotiate.standing.stability import stability  # noqa: PLC0415 - start-up stays light

    found = stability(model, CONCEPTS if concept is None else (concept,), rule)
    if question is Question.STATE:
        from negotiate.standing.telling.one_state import one_state  # noqa: PLC0415 - start-up stays light

        return one_state(found, _state(model, state or "", question))
    return found


def _state(model: GraphModel, given: str, question: Question) -> Any:
    """What follows an option that names a state: today, something that happened, options, or its number in `--moves`.

    Raises
    ------
    Misused
        If there is no such state.
    """
    from negotiate.errors import UnsuitableGame  # noqa: PLC0415 - start-up stays light
    from negotiate.standing.states.places import place_of  # noqa: PLC0415 - the same

    word = given.strip()
    named: Any = pairs(word.split(","), question.value) if "=" in word else word
    if named == "today":
        if model.status_quo < 0 and TODAY not in model.nowhere:
            raise Misused("nobody said where this conflict stands today", "write ISSUE=OPTION, with commas between")
        named = TODAY
    if word not in model.states and word not in model.happened:
        number = whole_number(word, question.value)
        if number is not None:
            return _numbered(model, number)
    try:
        return model.states[place_of(model, named)]
    except UnsuitableGame as wrong:
        raise Misused(wrong.message, wrong.hint) from None


def _numbered(model: GraphModel, number: int) -> Any:
    """The state that `--moves` gives a number."""
    if not 1 <= number <= len(model.states):
        said = f"there is no state number {number:,}"
        raise Misused(said, f"`--moves` numbers them from 1 to {len(model.states):,}; or write ISSUE=OPTION")
    return model.states[number - 1]
