"""Why a state is left or not, in a sentence or two: the move that breaks it, or the answer that protects it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negotiate.render.standing.words import labels, move_words, name, names, quoted
from negotiate.report.words import joined
from negotiate.standing.looking_ahead.concepts import Concept
from negotiate.standing.looking_ahead.verdict import Answer, Verdict
from negotiate.standing.stability import Stability
from negotiate.standing.telling.rows import STRENGTH

FORGIVING: tuple[Concept, ...] = ("GMR", "SMR", "SEQ", "SIM", "R")
"""What a state that nobody would keep fails first: who leaves it under the first of these leaves it under most."""


def story(found: Stability, state: int) -> str:
    """One state: whether it lasts, and why."""
    by = found.by_concept(state)
    subject = subject_of(found, state)
    if "R" in by:
        return f"{subject} lasts: nobody gains by a move of its own."
    for concept in STRENGTH:
        if concept in by:
            told = " ".join(_protected(found, state, concept)) or "nobody gains by a move of its own."
            return f"{subject} lasts by {concept}: {told}"
    for concept in FORGIVING:
        if concept in found.concepts:
            return f"{subject} does not last: {_broken(found, state, concept)}"
    raise ValueError("an answer about no concept tells no story")


def subject_of(found: Stability, state: int) -> str:
    """A state at the beginning of a sentence: by what it is called, else in its own words."""
    known = labels(found.model, state)
    said = known[0] if known else quoted(found.model, state)
    return said[:1].upper() + said[1:]


def _protected(found: Stability, state: int, concept: Concept) -> Iterable[str]:
    """For the first two players who would gain by a move: what they fear."""
    model = found.model
    tempted = [v for v in _verdicts(found, state, concept) if v.improvements]
    yield from (answered(found, one, one.answers[0]) for one in tempted[:2])
    if len(tempted) > 2:
        yield f"The same holds for {names(model, [v.player for v in tempted[2:]])}."


def _broken(found: Stability, state: int, concept: Concept) -> str:
    """Who leaves, by which move, and why that is not feared."""
    model = found.model
    leaving = [v for v in _verdicts(found, state, concept) if not v.stable]
    first = leaving[0]
    also = [v.player for v in leaving[1:]]
    return unanswered(found, first) + (f" {names(model, also)} would leave it, too." if also else "")


def _verdicts(found: Stability, state: int, concept: Concept) -> list[Verdict]:
    return [found.verdict(state, player, concept) for player in range(len(found.model.keys))]


def unanswered(found: Stability, one: Verdict) -> str:
    """The improvement that nothing deters."""
    gain = f"{name(found.model, one.player)} gains by {move_words(found.model, one.state, one.answers[0].improvement)}"
    return f"{gain}." if one.concept == "R" else f"{gain}, and {meets(found, one)}."


def meets(found: Stability, one: Verdict) -> str:
    """What an improvement that nothing deters would meet, in the sense of the concept."""
    others = [p for p in range(len(found.model.keys)) if p != one.player]
    if not others:
        return "there is nobody to answer"
    them = name(found.model, others[0]) if len(others) == 1 else "the others"
    return {
        "R": "that is all it looks at",
        "GMR": f"nothing that {them} could do would undo the gain",
        "SMR": f"{them} could not undo the gain for good",
        "SEQ": f"no answer by which {them} would gain undoes it",
        "SIM": f"no gain of {them} at the same time undoes it",
    }[one.concept]


def answered(found: Stability, one: Verdict, answer: Answer, also: Sequence[Concept] = ()) -> str:
    """An improvement, and the answer that deters it; `also` are other concepts by which the same is said."""
    model, concepts = found.model, (one.concept, *also)
    who, what = name(model, one.player), move_words(model, one.state, answer.improvement)
    worse = model.ranks[one.player, answer.end] < model.ranks[one.player, one.state]
    off = "worse off" if worse else "no better off"
    if one.concept == "SIM":
        others = joined([f"{name(model, p)} {move_words(model, one.state, to)}" for p, to in answer.steps])
        return f"{who} would gain by {what}, but with {others} at the same time it ends {off}."
    reply = _steps(found, answer.improvement, answer, "would" if "SEQ" in concepts else "could")
    out = ", with no way out" if "SMR" in concepts else ""
    return f"{who} would gain by {what}, but {reply}, which leaves it {off}{out}."


def _steps(found: Stability, start: int, answer: Answer, may: str) -> str:
    """Who answers with what, one after the other."""
    model, told, place = found.model, [], start
    for k, (player, end) in enumerate(answer.steps):
        told.append(f"{name(model, player)} {may} {'follow' if k else 'answer'} by {move_words(model, place, end)}")
        place = end
    return joined(told)
