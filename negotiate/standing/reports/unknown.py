"""Which states are stable where nobody knows how some player likes two states."""

from __future__ import annotations

from negotiate.report.blocks import Block, Note, Report, sentences
from negotiate.report.style import Look
from negotiate.report.words import capital, the
from negotiate.standing.questions.unknown import Unknown
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.words import are, concept_table, few, several
from negotiate.standing.telling.names import called

PAIRS = 3
"""Pairs of states that a sentence names one by one."""
STANCES = {
    "a": "a: a player moves to what may be better, and fears only what is surely no better.",
    "b": "b: a player moves only to what is surely better, and fears only what is surely no better.",
    "c": "c: a player moves to what may be better, and fears what may be no better.",
    "d": "d: a player moves only to what is surely better, and fears what may be no better.",
}
"""Stance → what players make of what is not known."""
LETTERS = "The letters name the stances under which a state is stable."
MAY = "In SEQ, players answer by moves that may pay them."


def report(found: Unknown, look: Look) -> Report:
    """What is supposed, what is stable whatever is made of that, and what only by some stances."""
    model = found.model
    standing = {c: [(s, frozenset(found.standing(s, c))) for s in found.stances] for c in found.concepts}
    table = concept_table(
        model,
        found.concepts,
        lambda state: ["".join(s for s, kept in standing[c] if state in kept) for c in found.concepts],
    )
    stances = [Note(STANCES[stance]) for stance in found.stances]
    blocks: list[Block] = [*sentences([_supposed(found), *_stable(found)]), table, Note(LETTERS), *stances]
    return finished(model, blocks, remarks=[MAY], concepts=found.concepts, sanctions=found.sanctions)


def _stable(found: Unknown) -> list[str]:
    sure, said = found.standing("a", "SEQ"), []
    open_ = [state for state in found.standing("d", "SEQ") if state not in sure]
    if sure or not open_:
        some = capital(several(found.model, sure) if sure else "no state")
        said.append(f"{some} {are(len(sure) or 1)} stable by SEQ under all four stances.")
    if open_:
        some = capital(several(found.model, open_))
        said.append(f"{some} {are(len(open_))} stable by SEQ only under some stances.")
    return said


def _supposed(found: Unknown) -> str:
    model = found.model
    told = [
        f"{the(model.players[p])} likes {called(model, one)} or {called(model, other)} better"
        for p, one, other in found.pairs
    ]
    asked = few(told, PAIRS, "more such question")
    return f"Suppose nobody knows whether {asked}." if told else "Suppose every preference is known."
