"""Why a state is stable or not: the move that breaks it, or the answer that protects it."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.report.words import joined, the
from negotiate.standing.looking_ahead.concepts import Concept
from negotiate.standing.looking_ahead.verdict import Answer, Verdict
from negotiate.standing.reports.words import called, capital, move_words, names
from negotiate.standing.stability import Stability
from negotiate.standing.telling.rows import STRENGTH

FORGIVING: tuple[Concept, ...] = ("GMR", "SMR", "SEQ", "SIM", "R")
"""What a state that is stable by none fails first: who leaves it under the first of these leaves it under most."""
NO_GAIN = "no player gains by a move of its own"


def explanation(found: Stability, state: int) -> str:
    """One state: whether it is stable, and why."""
    by, subject = found.by_concept(state), capital(called(found.model, state))
    if "R" in by:
        return f"{subject} is stable: {NO_GAIN}."
    strongest = next((concept for concept in STRENGTH if concept in by), None)
    lead = f"{subject} is {f'stable by {strongest}' if strongest else 'not stable'}."
    return " ".join([lead, *reasons(found, state)])


def reasons(found: Stability, state: int, named: bool = False) -> list[str]:
    """Sentences on who would gain, and what the gain would meet; none for a state in which nobody gains.

    Parameters
    ----------
    found : Stability
        By one concept or several.
    state : int
        Which one.
    named : bool
        Whether the first sentence says from which state the players would move.
    """
    by, model = found.by_concept(state), found.model
    if "R" in by:
        return []
    start = f"From {called(model, state)}, " if named else ""
    for concept in STRENGTH:
        if concept in by:
            tempted = [v for v in _verdicts(found, state, concept) if v.improvements]
            told = [answered(found, v, v.answers[0], start="" if k else start) for k, v in enumerate(tempted[:2])]
            same = names(model, [v.player for v in tempted[2:]])
            return [*told, *([f"The same holds for {same}."] if same else [])] or [f"{capital(NO_GAIN)}."]
    concept = next(one for one in FORGIVING if one in found.concepts)
    first, *others = [one for one in _verdicts(found, state, concept) if not one.stable]
    also = names(model, [one.player for one in others], opening=True)
    return [unanswered(found, first, start), *([f"{also} would leave, too."] if others else [])]


def _verdicts(found: Stability, state: int, concept: Concept) -> list[Verdict]:
    return [found.verdict(state, player, concept) for player in range(len(found.model.keys))]


def unanswered(found: Stability, one: Verdict, start: str = "") -> str:
    """The improvement that nothing deters."""
    who, target = the(found.model.players[one.player], opening=not start), one.answers[0].improvement
    gain = f"{start}{who} gains by {move_words(found.model, one.state, target)}."
    return gain if one.concept == "R" else f"{gain} {outcome(found, one)}"


def outcome(found: Stability, one: Verdict) -> str:
    """What an improvement that nothing deters would meet, in the sense of the concept."""
    others = [p for p in range(len(found.model.keys)) if p != one.player]
    if not others:
        return "Nobody is there to answer."
    single = len(others) == 1
    them = the(found.model.players[others[0]]) if single else "the others"
    upper = the(found.model.players[others[0]], opening=True) if single else "The others"
    return {
        "R": "",
        "GMR": f"Nothing that {them} could do would undo the gain.",
        "SMR": f"{upper} could not undo the gain for good.",
        "SEQ": f"No answer that pays {them} undoes the gain.",
        "SIM": f"No gain of {them} at the same time undoes this gain.",
    }[one.concept]


def answered(found: Stability, one: Verdict, answer: Answer, start: str = "") -> str:
    """An improvement and the answer that deters it."""
    who = the(found.model.players[one.player], opening=not start)
    gain = f"{start}{who} would gain by {move_words(found.model, one.state, answer.improvement)}."
    return f"{gain} But {reply(found, one, answer)}"


def reply(found: Stability, one: Verdict, answer: Answer, also: Sequence[Concept] = (), opening: bool = False) -> str:
    """The answer that deters an improvement; `also` are other concepts by which the same is said."""
    model, concepts = found.model, (one.concept, *also)
    who = the(model.players[one.player])
    worse = model.ranks[one.player, answer.end] < model.ranks[one.player, one.state]
    off = "worse off" if worse else "no better off"
    if one.concept == "SIM":
        others = joined([f"{the(model.players[p])} {move_words(model, one.state, to)}" for p, to in answer.steps])
        return f"{'With' if opening else 'with'} {others} at the same time, {who} ends {off}."
    may, place, told = "would" if "SEQ" in concepts else "could", answer.improvement, []
    for k, (player, end) in enumerate(answer.steps):
        mover, verb = the(model.players[player], opening and not k), "follow" if k else "answer"
        told.append(f"{mover} {may} {verb} by {move_words(model, place, end)}")
        place = end
    return f"{joined(told)}, which leaves {who} {off}{', with no way out' if 'SMR' in concepts else ''}."
