"""States under strong, weak and unknown preferences, and how many players agree on them, on one screen each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.kind import Kind
from negotiate.render.standing.told import called, sanctions_words, several
from negotiate.render.standing.words import name, names, state_words
from negotiate.render.table import table
from negotiate.report.style import Look
from negotiate.report.words import counted, in_words, joined, safe
from negotiate.standing.questions.consensus import Consensus
from negotiate.standing.questions.strength import Strength
from negotiate.standing.questions.unknown import Unknown

ROWS = 12
"""States that are listed where not everything is wanted."""
PAIRS = 3
"""Pairs of states that a sentence names one by one."""
STANCE_WORDS = {
    "a": "tempted by what may be better, deterred only by what is surely no better",
    "b": "neither tempted nor deterred by what is not known",
    "c": "tempted and deterred by what is not known",
    "d": "tempted only by what is surely better, deterred by what may be no better",
}


def _strength_sentences(found: Strength) -> list[str]:
    alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for concept in found.concepts:
        alike.setdefault((found.strong(concept), found.weak(concept)), []).append(concept)
    return [_supposed(found), *(_stand(found, by, strong, weak) for (strong, weak), by in alike.items())]


def _supposed(found: Strength) -> str:
    """What was asked."""
    model = found.model
    if not found.greatly:
        return "Suppose nobody finds anything greatly better than anything else."
    told = [f"{name(model, p)} finds {called(model, state)}" for p, state in found.greatly]
    return f"Suppose {joined(told)} greatly better than all that it likes less."


def _stand(found: Strength, by: Sequence[str], strong: Sequence[int], weak: Sequence[int]) -> str:
    """What stands by concepts that say the same."""
    if not strong and not weak:
        return f"By {joined(by)} nothing stands."
    told = [f"strongly {several(found.model, strong)}"] if strong else []
    told += [f"weakly {several(found.model, weak)}"] if weak else []
    return f"By {joined(by)} stand {'; '.join(told)}{'' if strong else '; strongly nothing'}."


def _strength_rows(found: Strength) -> list[list[str]]:
    rows = []
    for state in range(len(found.model.states)):
        cells = [_kept(found, concept, state) for concept in found.concepts]
        if any(cells):
            rows.append([state_words(found.model, state), *cells])
    return rows


def _kept(found: Strength, concept: str, state: int) -> str:
    row = [str(one) for one in found.concepts].index(concept)
    if not found.stable[row, :, state].all():
        return ""
    return "strong" if found.strongly[row, :, state].all() else "weak"


def _strength_remarks(found: Strength) -> list[str]:
    return [
        "Strongly: whoever could gain must fear something greatly worse than what it has; weakly: something no better",
        *found.model.notes,
        f"Method: every state and every answer looked at; {sanctions_words(found.model, found.sanctions)}",
    ]


def _unknown_sentences(found: Unknown) -> list[str]:
    model = found.model
    sure = set(found.standing("a", "SEQ"))
    open_ = [state for state in found.standing("d", "SEQ") if state not in sure]
    said = _not_known(found)
    if sure:
        said.append(f"Whatever is made of that, {several(model, sorted(sure))} {_verb(sure)} by SEQ.")
    if open_:
        said.append(f"It depends on what players make of it whether {several(model, open_)} {_verb(open_)} by SEQ.")
    if not sure and not open_:
        said.append("Whatever is made of that, no state stands by SEQ.")
    return said


def _not_known(found: Unknown) -> list[str]:
    """What was asked."""
    model = found.model
    told = [
        f"{name(model, p)} likes {called(model, one)} or {called(model, other)} better" for p, one, other in found.pairs
    ]
    more = len(told) - PAIRS
    if more > 0:
        told = [*told[:PAIRS], f"the same of {counted(more, 'more pair')}"]
    return [f"Suppose nobody knows whether {joined(told)}."] if told else ["Suppose everything is known."]


def _verb(states: Sequence[int] | set[int]) -> str:
    return "stands" if len(states) == 1 else "stand"


def _unknown_rows(found: Unknown) -> list[list[str]]:
    rows = []
    for state in range(len(found.model.states)):
        cells = ["".join(s for s in found.stances if state in found.standing(s, concept)) for concept in found.concepts]
        if any(cells):
            rows.append([state_words(found.model, state), *cells])
    return rows


def _unknown_remarks(found: Unknown) -> list[str]:
    stances = "; ".join(f"{stance}: {words}" for stance, words in STANCE_WORDS.items())
    may = "those who answer in SEQ make moves that may improve them"
    return [
        f"Letters name the stances under which a state stands. {stances}",
        *found.model.notes,
        f"Method: every state and every answer looked at; {may}; {sanctions_words(found.model, found.sanctions)}",
    ]


def _consensus_sentences(found: Consensus) -> list[str]:
    model, everybody = found.model, len(found.model.keys)
    kept = found.kept_by(everybody)
    stand = counted(len(kept), "state stands", "states stand")
    all_ = "both" if everybody == 2 else f"all {in_words(everybody).lower()}"
    said = [f"{stand} for {all_} players by {found.concept}."]
    nearly = found.kept_by(everybody - 1) if everybody > 2 else ()
    if nearly:
        who = names(model, sorted({found.leaving(state)[0] for state in nearly}), "or")
        more = counted(len(nearly), "more stands", "more stand")
        said.append(f"{more} for all but one: {who} would leave.")
    place, agreed = found.found_at[-1], found.agreed[-1]
    said.append(f"If all give way in step, they agree at place {place:,} of each ranking, on {several(model, agreed)}.")
    return said


def _consensus_rows(found: Consensus) -> list[list[str]]:
    order = sorted(
        range(len(found.model.states)), key=lambda s: (-int(found.counts[s]), int(found.places[:, s].max()), s)
    )
    return [_consensus_row(found, state) for state in order]


def _consensus_row(found: Consensus, state: int) -> list[str]:
    return [state_words(found.model, state), str(int(found.counts[state])), *map(str, found.places[:, state].tolist())]


def _consensus_remarks(found: Consensus) -> list[str]:
    return [
        "A place counts the states that a player likes better, and one",
        *found.model.notes,
        "Method: fallback bargaining, in which all players accept their first place, then their second, and so on",
    ]


def _consensus_heads(found: Consensus) -> list[str]:
    return ["State", "keep it", *(safe(key, True) for key in found.model.keys)]


def _listed(head: list[str], rows: list[list[str]], look: Look) -> Iterable[RenderableType]:
    shown = rows if look.all else rows[:ROWS]
    if not shown:
        return []
    drawn = table(head, shown, 1, look)
    if len(shown) < len(rows):
        drawn.append(Text(f"{look.glyphs.more} {counted(len(rows) - len(shown), 'more state')}; `--all` lists them"))
    return drawn


STRENGTH = Kind(
    Strength,
    _strength_sentences,
    lambda found, look: _listed(["State", *found.concepts], _strength_rows(found), look),
    lambda found: [[["state", *found.concepts], *_strength_rows(found)]],
    _strength_remarks,
    attrgetter("model"),
)
UNKNOWN = Kind(
    Unknown,
    _unknown_sentences,
    lambda found, look: _listed(["State", *found.concepts], _unknown_rows(found), look),
    lambda found: [[["state", *found.concepts], *_unknown_rows(found)]],
    _unknown_remarks,
    attrgetter("model"),
)
CONSENSUS = Kind(
    Consensus,
    _consensus_sentences,
    lambda found, look: _listed(_consensus_heads(found), _consensus_rows(found), look),
    lambda found: [[_consensus_heads(found), *_consensus_rows(found)]],
    _consensus_remarks,
    attrgetter("model"),
)
