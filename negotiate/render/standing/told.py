"""Words that answers to further questions about a conflict share: states by what they are called, and steps."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.render.standing.words import labels, move_words, name, names, quoted
from negotiate.report.words import joined
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.states.paths import Step

MOST = 4
"""States that a sentence names one by one."""


def called(model: GraphModel, state: int) -> str:
    """A state by what it is called, else by its options."""
    known = labels(model, state)
    return known[0] if known else quoted(model, state)


def beginning(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]


def several(model: GraphModel, states: Sequence[int]) -> str:
    """A few states by name, the rest counted."""
    more = len(states) - MOST
    told = [called(model, state) for state in states[: MOST if more > 1 else MOST + 1]]
    return joined([*told, *([f"{more:,} more"] if more > 1 else [])])


def step_words(model: GraphModel, step: Step) -> str:
    """Who moves, and what the move does."""
    together = " together" if len(step.movers) > 1 else ""
    return f"{names(model, step.movers)}{together} {move_words(model, step.start, step.end)}"


def steps_words(model: GraphModel, steps: Sequence[Step]) -> str:
    """Steps one after the other."""
    return ", then ".join(step_words(model, step) for step in steps)


def sanctions_words(model: GraphModel, sanctions: str) -> str:
    """How others may answer, to stand in a list of conventions."""
    if len(model.keys) < 3:
        return "with two players an answer is one move" if len(model.keys) == 2 else "with one player nobody answers"
    rules = {"sequence": "one after the other, nobody twice running", "one-step": "by one move of one of them"}
    return f"others answer {rules[sanctions]}"


def unpaid(model: GraphModel, steps: Sequence[Step]) -> str:
    """Who would gain nothing by which of these moves."""
    told = [(name(model, s.movers[0]), move_words(model, s.start, s.end)) for s in steps if not s.pays]
    return joined([f"{who} would gain nothing by {what}" for who, what in told])
