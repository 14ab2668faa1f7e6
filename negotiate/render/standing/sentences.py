"""Which states stand, and whether today and what happened are among them, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.render.standing.told import sanctions_words
from negotiate.render.standing.words import quoted
from negotiate.report.words import counted, in_words, joined, safe
from negotiate.standing.looking_ahead.concepts import CONCEPTS, Concept
from negotiate.standing.stability import BoolArray, Stability

NAMED = 3
"""States that a sentence names one by one."""

MEANINGS: dict[Concept, str] = {
    "R": "nobody gains by a move of its own",
    "GMR": "whoever could gain must fear some answer of the others",
    "SMR": "whoever could gain must fear an answer of the others that no further move of its own escapes",
    "SEQ": "whoever could gain must fear an answer of the others by which these gain",
    "SIM": "whoever could gain would not if others made gains of their own at the same time",
}
"""Concept → when a state stands by it."""


def headline(found: Stability) -> list[str]:
    """How many states stand by themselves, and how many more for fear of an answer."""
    total = len(found.model.states)
    if len(found.concepts) == 1:
        return [_one(found, found.concepts[0], total)]
    said = []
    if "R" in found.concepts:
        said.append(_one(found, "R", total))
    return [*said, *_fear(found)]


def _one(found: Stability, concept: Concept, total: int) -> str:
    """By one concept."""
    states = found.equilibria(concept).tolist()
    of = "the only state" if total == 1 else f"of {total:,} states"
    told = f": {joined([quoted(found.model, s) for s in states], 'and')}" if 0 < len(states) <= NAMED else ""
    if concept == "R":
        if not states:
            return f"From each of {total:,} states somebody gains by a move of its own, so none stands by itself (R)."
        if total == 1:
            return "There is one state only: no player decides anything alone."
        verb = "stands" if len(states) == 1 else "stand"
        start = f"{of[:1].upper()}{of[1:]}, {in_words(len(states)).lower()} {verb} by "
        return f"{start}{'itself' if len(states) == 1 else 'themselves'} (R, {MEANINGS['R']}){told}."
    if not states:
        return f"Of {total:,} states none stands by {concept}."
    verb = "stands" if len(states) == 1 else "stand"
    return f"Of {total:,} states {in_words(len(states)).lower()} {verb} by {concept}{told}."


def _fear(found: Stability) -> list[str]:
    """How many more states stand because of what others would, or could, answer."""
    stands = dict(zip(found.concepts, found.stands, strict=True))
    if "SEQ" not in stands or "GMR" not in stands:
        return []
    alone = stands.get("R", np.zeros(len(found.model.states), dtype=bool))
    paying = stands["SEQ"] & ~alone
    costly = stands["GMR"] & ~alone & ~paying
    if not (paying.any() or costly.any()):
        return ["Fear of an answer keeps no other state."] if len(found.model.states) > 1 else []
    told = []
    more = "more " if alone.any() else ""
    if paying.any():
        told.append(
            f"{_count(paying, more)} for fear of an answer that others would gain by (SEQ){_which(found, paying)}"
        )
        more = "more "
    if costly.any():
        fear = "one that they would not gain by" if told else "an answer that others would not gain by"
        told.append(f"{_count(costly, more)} for fear of {fear} (GMR)")
    said = f"{'; '.join(told)}."
    return [said[:1].upper() + said[1:]]


def _count(mask: BoolArray, more: str) -> str:
    count = int(mask.sum())
    return f"{in_words(count).lower()} {more}{'stands' if count == 1 else 'stand'}"


def _which(found: Stability, mask: BoolArray) -> str:
    """The states by name, where they are few."""
    states = np.flatnonzero(mask).tolist()
    return f": {joined([quoted(found.model, state) for state in states])}" if len(states) < NAMED else ""


def focal(found: Stability) -> list[str]:
    """Whether today and what happened stand, those that stand alike in one breath."""
    model = found.model
    if len(model.states) == 1:
        return []
    known = [("today", model.status_quo)] if model.status_quo >= 0 else []
    known += [(safe(label.replace("_", " "), True), state) for label, state in model.happened.items()]
    groups: dict[tuple[Concept, ...], list[str]] = {}
    for label, state in known:
        groups.setdefault(found.by_concept(state), []).append(label)
    return [_judged(found, labels, by) for by, labels in groups.items()]


def _judged(found: Stability, labels: Sequence[str], by: Sequence[Concept]) -> str:
    who = joined(list(labels))
    who = who[:1].upper() + who[1:]
    many, whole = len(labels) > 1, len(found.concepts) > 1 and found.complete
    if not by:
        concepts = "any concept" if whole else joined(list(found.concepts), "or")
        return f"{who} {'do' if many else 'does'} not stand by {concepts}."
    if len(by) == len(found.concepts):
        each = "every concept" if whole else joined(list(by))
        return f"{who} {'stand' if many else 'stands'} by {each}."
    missing = [concept for concept in found.concepts if concept not in by]
    return f"{who} {'stand' if many else 'stands'} by {joined(list(by))}, not by {joined(missing, 'or')}."


def method(found: Stability) -> str:
    """How it was found and by which conventions."""
    parts = ["Method: every state and every move of each player looked at"]
    if len(found.model.keys) > 2:
        rules = {"sequence": "one after the other, nobody twice running", "one-step": "by one move of one of them"}
        other = "one-step" if found.sanctions == "sequence" else "sequence"
        parts.append(f"others answer {rules[found.sanctions]} (`--sanctions {other}`: {rules[other]})")
    else:
        parts.append(sanctions_words(found.model, found.sanctions))
    parts.append("nobody moves for a tie")
    return "; ".join(parts) + "."


def meanings(found: Stability) -> str:
    """What the concepts at hand mean, in one breath."""
    if len(found.concepts) < len(CONCEPTS):
        return " ".join(f"{concept}: {MEANINGS[concept]}." for concept in found.concepts)
    return (
        "R: nobody gains by a move of its own. GMR: whoever gains must fear an answer; SMR: one that it cannot escape; "
        "SEQ: one by which others gain. SIM: others' gains at the same time undo it."
    )


def states_left(found: Stability, left: int, others: int) -> str:
    """What has no row."""
    one = len(found.concepts) == 1
    some = "" if one else " by some of these"
    told = [counted(left, f"more state stands{some}", f"more states stand{some}")] if left else []
    if others and one:
        told.append(counted(others, "other state does not", "other states do not"))
    elif others:
        told.append(counted(others, "other state stands by none", "other states stand by none"))
    return "; ".join(told)
