"""`negotiate stability`: which outcomes nobody would leave, and what keeps them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from negotiate import GraphModel, UnsuitableGame, stability
from negotiate.cli.arguments import Stability
from negotiate.cli.commands import Misused, chosen, one_question, pairs, seat, whole_number
from negotiate.cli.forms import Answer
from negotiate.cli.names import explained
from negotiate.cli.subjects import origin, scenario
from negotiate.conflict.concepts import CONCEPTS, SANCTIONS
from negotiate.conflict.graph_model import Concept, Sanctions, move_graph
from negotiate.conflict.patterns import one_state
from negotiate.conflict.questions.coalitions import coalitions, consensus
from negotiate.conflict.questions.evolution import evolution
from negotiate.conflict.questions.inverse import inverse
from negotiate.conflict.questions.preferences import strength, unknown
from negotiate.conflict.states import place_of
from negotiate.display import record

TODAY = "status_quo"


@record
class Subject:
    """What a question is about."""

    asked: Stability
    model: GraphModel
    option: str
    named: Concept | None
    sanctions: Sanctions

    @property
    def concept(self) -> Concept:
        """The one concept of a question that takes one."""
        return self.named or "R"

    def stability(self) -> Any:
        """Every state by the concept that is named, or by all."""
        return stability(self.model, (self.named,) if self.named else CONCEPTS, self.sanctions)

    def state(self, given: str | None) -> Any:
        """A state: today, something that happened, options, or its number in `--moves`.

        Raises
        ------
        Misused
            If there is no such state.
        """
        model, word = self.model, (given or "").strip()
        if word not in model.states and word not in model.happened:
            number = whole_number(word, self.option)
            if number is not None and not 1 <= number <= len(model.states):
                hint = f"`--moves` numbers them from 1 to {len(model.states):,}; or write ISSUE=OPTION"
                raise Misused(f"there is no state number {number:,}", hint)
            if number is not None:
                return model.states[number - 1]
        if word == "today" and model.status_quo < 0 and TODAY not in model.nowhere:
            raise Misused("nobody said where this conflict stands today", "write ISSUE=OPTION, with commas between")
        named: Any = TODAY if word == "today" else pairs(word.split(","), self.option) if "=" in word else word
        try:
            return model.states[place_of(model, named)]
        except UnsuitableGame as wrong:
            raise Misused(wrong.message, wrong.hint) from None

    def preferences(self, given: list[str] | None, states: int) -> dict[str, list[Any]]:
        """Player → the states that follow it after colons, so many at a time.

        Raises
        ------
        Misused
            If it is no player with so many states, or two of them are one.
        """
        found: dict[str, list[Any]] = {}
        for text in given or ():
            player, *words = (part.strip() for part in text.split(":"))
            if len(words) != states or not all(words):
                form = ":".join(["PLAYER", *["PACKAGE"] * states])
                some = ["today", *self.model.happened, "ISSUE=OPTION"][:states]
                example = f"such as `{self.option} {':'.join([self.model.keys[0], *some])}`"
                raise Misused(f"`{self.option}` takes {form}, and not `{text}`", example)
            seat(player, self.model.keys, self.option)
            places = tuple(self.state(word) for word in words)
            if states == 2 and places[0] == places[1]:
                raise Misused(f"`{words[0]}` and `{words[1]}` are one state", "name two states")
            found.setdefault(player, []).append(places if states > 1 else places[0])
        return found


@record
class Question:
    """What may be asked, with what makes no difference to it.

    Parameters
    ----------
    answer : callable
        What is asked about → one of the records that `negotiate.conflict.reports` tells.
    without : Mapping
        An option that does not go with it → why.
    """

    answer: Callable[[Subject], Any]
    without: Mapping[str, str] = field(default_factory=dict)


NOBODY = "no player answers a move there"
QUESTIONS: Mapping[str, Question] = {
    "": Question(Subject.stability),
    "--state": Question(lambda on: one_state(on.stability(), on.state(on.asked.state))),
    "--moves": Question(
        lambda on: move_graph(on.model), {"--concept": "the moves are the same by every concept", "--sanctions": NOBODY}
    ),
    "--inverse": Question(lambda on: inverse(on.model, on.state(on.asked.inverse), on.concept, on.sanctions)),
    "--coalitions": Question(lambda on: coalitions(on.model, on.concept, on.sanctions)),
    "--evolution": Question(
        lambda on: evolution(on.model), {"--concept": "improving moves need no concept", "--sanctions": NOBODY}
    ),
    "--consensus": Question(lambda on: consensus(on.model, on.concept, on.sanctions)),
    "--greatly": Question(
        lambda on: strength(on.model, on.preferences(on.asked.greatly, 1), on.sanctions),
        {"--concept": "the answer is by GMR, SMR and SEQ"},
    ),
    "--unknown": Question(
        lambda on: unknown(on.model, on.preferences(on.asked.unknown, 2), on.sanctions),
        {"--concept": "the answer is by R, GMR, SMR and SEQ"},
    ),
}
"""The option that asks → the question."""


def answer(asked: Stability) -> Answer:
    """Which states are stable, or the answer to another question.

    Raises
    ------
    Misused
        If a concept or a rule of answers is given beside a question that has none.
    """
    option = one_question(asked, QUESTIONS)
    concept = None if asked.concept is None else chosen(asked.concept.upper(), CONCEPTS, "--concept")
    model = scenario(asked).standing()
    sanctions = chosen(asked.sanctions, SANCTIONS, "--sanctions")
    question = QUESTIONS[option]
    for name, given in (("--concept", concept is not None), ("--sanctions", sanctions != SANCTIONS[0])):
        if given and name in question.without:
            raise Misused(f"`{name}` does not go with `{option}`", f"leave `{name}` out: {question.without[name]}")
    return Answer(question.answer(Subject(asked, model, option, concept, sanctions)), origin(asked))


def concepts(_: Stability) -> Answer:
    """The concepts of stability."""
    return Answer(explained("--concept", CONCEPTS))
