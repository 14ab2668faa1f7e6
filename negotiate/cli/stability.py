"""`negotiate stability`: which outcomes nobody would leave, and what keeps them."""

from __future__ import annotations

from typing import Any

from negotiate import GraphModel, UnsuitableGame
from negotiate.cli.arguments import Stability
from negotiate.cli.commands import Misused, chosen, one_question, pairs, seat, whole_number
from negotiate.cli.forms import Answer
from negotiate.cli.names import explained
from negotiate.cli.subjects import origin, scenario
from negotiate.conflict.asking import QUESTIONS, ask, idle
from negotiate.conflict.concepts import CONCEPTS, SANCTIONS
from negotiate.conflict.states import place_of
from negotiate.display import record

TODAY = "status_quo"


@record
class Named:
    """What is named on a command line, of which these are the states."""

    model: GraphModel
    option: str

    def state(self, given: str) -> Any:
        """A state: today, something that happened, options, or its number in `--moves`.

        Raises
        ------
        Misused
            If there is no such state.
        """
        model, word = self.model, given.strip()
        if word not in model.states and word not in model.happened:
            number = whole_number(word, self.option)
            if number is not None and not 1 <= number <= len(model.states):
                hint = (
                    f"`--moves` numbers them from 1 to {len(model.states):,}; or write ISSUE=OPTION"
                )
                raise Misused(f"there is no state number {number:,}", hint)
            if number is not None:
                return model.states[number - 1]
        if word == "today" and model.status_quo < 0 and TODAY not in model.nowhere:
            raise Misused(
                "nobody said where this conflict stands today",
                "write ISSUE=OPTION, with commas between",
            )
        named: Any = (
            TODAY
            if word == "today"
            else pairs(word.split(","), self.option)
            if "=" in word
            else word
        )
        try:
            return model.states[place_of(model, named)]
        except UnsuitableGame as wrong:
            raise Misused(wrong.message, wrong.hint) from None

    def preferences(self, given: list[str], states: int) -> dict[str, list[Any]]:
        """Player → the states that follow it after colons, so many at a time.

        Raises
        ------
        Misused
            If it is no player with so many states, or two of them are one.
        """
        found: dict[str, list[Any]] = {}
        for text in given:
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

    def by(self, question: str, asked: Stability) -> Any:
        """What follows the option that asks: states, or nothing that is named."""
        given = getattr(asked, question)
        match question:
            case "state" | "inverse":
                return self.state(given)
            case "greatly" | "unknown":
                return self.preferences(given, 1 if question == "greatly" else 2)
        return given


def answer(asked: Stability) -> Answer:
    """Which states are stable, or the answer to another question.

    Raises
    ------
    Misused
        If a concept or a rule of answers is given beside a question that has none.
    """
    option = one_question(asked, [f"--{question}" for question in QUESTIONS if question])
    question = option.removeprefix("--")
    concept = (
        None if asked.concept is None else chosen(asked.concept.upper(), CONCEPTS, "--concept")
    )
    model = scenario(asked).standing()
    sanctions = chosen(asked.sanctions, SANCTIONS, "--sanctions")
    if wrong := idle(question, concept, sanctions):
        name, why = wrong
        raise Misused(f"`--{name}` does not go with `{option}`", f"leave `--{name}` out: {why}")
    named = {question: Named(model, option).by(question, asked)} if question else {}
    return Answer(ask(model, concept, sanctions, **named), origin(asked))


def concepts(_: Stability) -> Answer:
    """The concepts of stability."""
    return Answer(explained("--concept", CONCEPTS))
