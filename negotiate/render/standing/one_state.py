"""One state told whole: who would leave it by which concept, and what each gain would meet."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from rich.console import RenderableType

from negotiate.render.kind import Kind
from negotiate.render.standing.sentences import meanings, method
from negotiate.render.standing.stories import answered, meets, subject_of
from negotiate.render.standing.words import labels, move_words, name, state_words
from negotiate.render.table import table
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, safe
from negotiate.standing.looking_ahead.verdict import Answer, Steps, Verdict
from negotiate.standing.telling.one_state import OneState

GAINS = 1
"""Gains of a player that are told by one concept."""
TOLD = 30
"""Sentences of a page that is asked for the whole story."""


def _sentences(told: OneState) -> list[str]:
    found, model = told.found, told.model
    by = found.by_concept(told.state)
    missing = [concept for concept in found.concepts if concept not in by]
    is_ = f" ({state_words(model, told.state)})" if labels(model, told.state) else ""
    stands = f"stands by {joined(by)}" if by else f"stands by none of {joined(found.concepts)}"
    but = f", not by {joined(missing, 'or')}" if by and missing else ""
    said = [f"{subject_of(found, told.state)}{is_} {stands}{but}."]
    for player in range(len(model.keys)):
        said += _player(told, player)
    return said


def _player(told: OneState, player: int) -> Iterable[str]:
    """What a player could gain by leaving, and what it would meet, concepts that say the same in one breath."""
    model = told.model
    verdicts = [row[player] for row in told.verdicts]
    gains = verdicts[0].improvements
    who = name(model, player)
    if not gains:
        yield f"{who} gains by no move."
        return
    yield f"{who} could gain by {counted(gains, 'move')}, best by {move_words(model, told.state, _best(told, player))}."
    yield from _met(told, player)
    yield from _leaves(told, player)


def _best(told: OneState, player: int) -> int:
    """The best of a player's gains."""
    ranks = told.model.ranks[player]
    return max((a.improvement for row in told.verdicts for a in row[player].answers), key=lambda s: int(ranks[s]))


def _met(told: OneState, player: int) -> Iterable[str]:
    """What the first few gains meet, by the concepts by which they are answered."""
    found = told.found
    groups: dict[tuple[bool, int, Steps], list[tuple[Verdict, Answer]]] = {}
    for one in (row[player] for row in told.verdicts):
        for answer in one.answers[:GAINS] if one.stable else ():
            groups.setdefault((one.concept == "SIM", answer.improvement, answer.steps), []).append((one, answer))
    for told_alike in groups.values():
        (one, answer), *rest = told_alike
        also = [other.concept for other, _ in rest]
        yield f"{joined([one.concept, *also])}: {answered(found, one, answer, also)}"


def _leaves(told: OneState, player: int) -> Iterable[str]:
    """By which concepts a player leaves, and by which gain that nothing deters."""
    for one in (row[player] for row in told.verdicts):
        if not one.stable and one.concept != "R":
            gain = move_words(told.model, one.state, one.answers[0].improvement)
            yield f"{one.concept}: it leaves by {gain}, and {meets(told.found, one)}."


def _body(told: OneState, look: Look) -> Iterable[RenderableType]:
    found, model = told.found, told.model
    rows = [
        [safe(model.players[p] if look.columns >= 60 else model.keys[p], True)]
        + ["stays" if row[p].stable else "leaves" for row in told.verdicts]
        for p in range(len(model.keys))
    ]
    return table(["", *found.concepts], rows, 1, look)


def _rows(told: OneState) -> list[list[list[str]]]:
    model = told.model
    stays = [["player", *told.found.concepts]]
    stays += [
        [key, *("stays" if row[p].stable else "leaves" for row in told.verdicts)] for p, key in enumerate(model.keys)
    ]
    met = [["concept", "player", "gains by", "deterred", "answer", "ends in"]]
    for concept, row in zip(told.found.concepts, told.verdicts, strict=True):
        for one in row:
            for answer in one.answers:
                steps = "; ".join(f"{model.keys[p]}: {state_words(model, to)}" for p, to in answer.steps)
                met.append(
                    [
                        concept,
                        model.keys[one.player],
                        state_words(model, answer.improvement),
                        "yes" if answer.deters else "no",
                        steps,
                        state_words(model, answer.end),
                    ]
                )
    return [stays, met]


def _remarks(told: OneState) -> list[str]:
    return [meanings(told.found), *told.found.notes, method(told.found)]


KIND = Kind(OneState, _sentences, _body, _rows, _remarks, attrgetter("model"), TOLD)
