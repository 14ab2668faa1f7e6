"""What the concepts of stability mean, and what every report about them ends with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from negotiate.report.blocks import Block, Report, notes
from negotiate.report.words import sentence_of
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.states.naming import missing_notes

MEANINGS: dict[str, str] = {
    "R": "Nash stability (R): no player gains by a move of its own.",
    "GMR": "General metarationality (GMR): the others could answer and undo each gain.",
    "SMR": "Symmetric metarationality (SMR): the player could not escape such an answer.",
    "SEQ": "Sequential stability (SEQ): the others can undo each gain and benefit from it.",
    "SIM": "Simultaneous stability (SIM): a gain is lost if others move at the same time.",
}
"""Concept → when a state is stable."""
RULES = {"sequence": "one after the other, but no player twice in a row", "one-step": "by one move of one player"}
"""Rule of sanctions → how the others answer."""
COMPLETE = "Complete: every state and every move was checked."


def finished(
    model: GraphModel,
    blocks: Iterable[Block],
    complete: str = COMPLETE,
    remarks: Sequence[str] = (),
    concepts: Sequence[str] = (),
    sanctions: str = "",
    more: str = "",
) -> Report:
    """The report of an answer that begins with these blocks.

    Parameters
    ----------
    model : GraphModel
        What was asked about; what of today and of what happened is no state of it is said in any case.
    blocks : iterable of Block
        The answer, and the picture.
    complete : str
        The line of trust; empty for none.
    remarks : sequence of str
        Conventions and method, for those who want everything.
    concepts : sequence of str
        Those that the answer is about; each is explained.
    sanctions : str
        The rule by which others answer; empty where nobody does.
    more : str
        What `--all` adds besides these notes, in a few words.
    """
    missing = missing_notes(model.nowhere)
    meanings = [words for concept, words in MEANINGS.items() if concept in concepts]
    rest = [sentence_of(note) for note in model.notes if note not in missing]
    rest += [*remarks, _sanctions_words(model, sanctions) if sanctions else ""]
    first = [*meanings, *map(sentence_of, missing), complete]
    return Report(model.title, (*blocks, *notes(first), *notes(rest, detail=True)), model.players, more)


def _sanctions_words(model: GraphModel, sanctions: str) -> str:
    """How the others may answer, and how to ask for the other rule where there is another."""
    if len(model.keys) < 3:
        return "With two players, an answer is one move." if len(model.keys) == 2 else "No other player can answer."
    other = "one-step" if sanctions == "sequence" else "sequence"
    return f"The others answer {RULES[sanctions]}. With `--sanctions {other}` they answer {RULES[other]}."
