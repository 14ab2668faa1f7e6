"""Why a state is stable or not: the move that breaks it, or the answer that protects it."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.report.words import joined, the
from negotiate.standing.looking_ahead.concepts import Concept
from negotiate.standing.looking_ahead.verdict import Verdict
from negotiate.standing.reports.words import move_words, names
from negotiate.standing.stability import Stability
from negotiate.standing.telling.names import called
from negotiate.standing.telling.rows import STRENGTH

FORGIVING: tuple[Concept, ...] = ("GMR", "SMR", "SEQ", "SIM", "R")
"""What a state that is stable by none fails first: who leaves it under the first of these leaves it under most."""
UNDONE: dict[Concept, str] = {
    "GMR": "No answer of {} undoes this gain.",
    "SMR": "No answer of {} undoes this gain for good.",
    "SEQ": "No answer that pays {} undoes this gain.",
    "SIM": "No move that pays {} at the same time undoes this gain.",
}
"""Concept → that nothing deters an improvement, in its sense."""
NO_GAIN = "No player gains by a move of its own"


def reasons(found: Stability, state: int, named: bool = False, most: int = 1) -> list[str]:
    """Sentences on who would gain, and what the gain would meet; none for a state in which nobody gains.

    Parameters
    ----------
    found : Stability
        By one concept or several.
    state : int
        Which one.
    named : bool
        Whether the first sentence says from which state the players would move.
    most : int
        Players whose gains are told one by one, where each gain is answered.
    """
    by, model = found.by_concept(state), found.model
    if "R" in by:
        return []
    start = f"From {called(model, state)}, " if named else ""
    if strongest := next((concept for concept in STRENGTH if concept in by), None):
        tempted = [one for one in _verdicts(found, state, strongest) if one.improvements]
        told = [answered(found, one, "" if k else start) for k, one in enumerate(tempted[:most])]
        same = names(model, [one.player for one in tempted[most:]])
        return [*told, *([f"The same holds for {same}."] if same else [])] or [f"{NO_GAIN}."]
    concept = next(one for one in FORGIVING if one in found.concepts)
    first, *others = [one for one in _verdicts(found, state, concept) if not one.stable]
    also = names(model, [one.player for one in others], opening=True)
    return [unanswered(found, first, start), *([f"{also} would leave, too."] if others else [])]


def _verdicts(found: Stability, state: int, concept: Concept) -> list[Verdict]:
    return [found.verdict(state, player, concept) for player in range(len(found.model.keys))]


def unanswered(found: Stability, one: Verdict, start: str = "") -> str:
    """The improvement that nothing deters, and that nothing does."""
    who, target = the(found.model.players[one.player], opening=not start), one.answers[0].improvement
    gain = f"{start}{who} gains by {move_words(found.model, one.state, target)}."
    others = [p for p in range(len(found.model.keys)) if p != one.player]
    if one.concept == "R":
        return gain
    them = names(found.model, others) if len(others) == 1 else "the others"
    return f"{gain} {UNDONE[one.concept].format(them) if others else 'No other player can answer.'}"


def answered(found: Stability, one: Verdict, start: str = "") -> str:
    """The best improvement, and the answer that deters it."""
    who = the(found.model.players[one.player], opening=not start)
    gain = f"{start}{who} would gain by {move_words(found.model, one.state, one.answers[0].improvement)}."
    return f"{gain} But {reply(found, one)}"


def reply(found: Stability, one: Verdict, also: Sequence[Verdict] = (), opening: bool = False) -> str:
    """The answer that deters the best improvement; `also` are verdicts by other concepts that tell of the same."""
    model, answer, concepts = found.model, one.answers[0], [one.concept, *(other.concept for other in also)]
    worse = model.ranks[one.player, answer.end] < model.ranks[one.player, one.state]
    off = "worse off" if worse else "no better off"
    if one.concept == "SIM":
        verbs = ("chooses", "goes to")
        moves = [f"{the(model.players[p])} {move_words(model, one.state, to, verbs)}" for p, to in answer.steps]
        ends = f"at the same time, {the(model.players[one.player])} ends {off}."
        return f"{'If' if opening else 'if'} {joined(moves)} {ends}"
    may, place, told = "would" if "SEQ" in concepts else "could", answer.improvement, []
    for k, (player, end) in enumerate(answer.steps):
        mover, verb = the(model.players[player], opening and not k), "follow" if k else "answer"
        told.append(f"{mover} {may} {verb} by {move_words(model, place, end)}")
        place = end
    escape = " and could not escape" if "SMR" in concepts else ""
    return f"{joined(told)}. {the(model.players[one.player], opening=True)} would be {off}{escape}."
