"""Which states are strongly stable, for fear of something greatly worse, and which only weakly."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.report.blocks import Block, Note, Report, sentences
from negotiate.report.style import Look
from negotiate.report.words import capital, joined, the
from negotiate.standing.questions.strength import Strength
from negotiate.standing.reports.concepts import finished
from negotiate.standing.reports.words import are, concept_table, several
from negotiate.standing.telling.names import called

LEGEND = "Strongly stable: the others could answer each gain with something greatly worse for the player."
WEAK = "Weakly stable: they could answer some gain only with something that is no better."


def report(found: Strength, look: Look) -> Report:
    """What is supposed, then what is stable by which concept, and how firmly."""
    alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for concept in found.concepts:
        alike.setdefault((found.strong(concept), found.weak(concept)), []).append(concept)
    said = [_supposed(found), *(_stable(found, by, strong, weak) for (strong, weak), by in alike.items())]
    table = concept_table(found.model, found.concepts, lambda state: _firmness(found, state))
    blocks: list[Block] = [*sentences(said), table, Note(f"{LEGEND} {WEAK}")]
    return finished(found.model, blocks, concepts=found.concepts, sanctions=found.sanctions)


def _supposed(found: Strength) -> str:
    model, players = found.model, {p for p, _ in found.greatly}
    if not players:
        return "Suppose no player finds anything greatly better than anything else."
    told = [f"{the(model.players[p])} finds {called(model, s)} greatly better" for p, s in found.greatly]
    who = "the player" if len(players) > 1 else the(model.players[min(players)])
    return f"Suppose {joined(told)} than every state that {who} likes less."


def _stable(found: Strength, by: Sequence[str], strong: Sequence[int], weak: Sequence[int]) -> str:
    """What is stable by concepts that say the same."""
    told = [
        f"{several(found.model, states)} {are(len(states))} {how} stable"
        for states, how in ((strong, "strongly"), (weak, "weakly"))
        if states
    ]
    first, *more = told or ["no state is stable"]
    none = [] if strong or not weak else ["no state is strongly stable"]
    return f"By {joined(by)}, {first}.{''.join(f' {capital(one)}.' for one in (*more, *none))}"


def _firmness(found: Strength, state: int) -> list[str]:
    words = []
    for stays, strongly in zip(found.stable, found.strongly, strict=True):
        words.append("" if not stays[:, state].all() else "strong" if strongly[:, state].all() else "weak")
    return words
