"""Which states stand on one screen: the sentence, the table state by concept, why some stand, the method."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.standing.sentences import focal, headline, meanings, method
from negotiate.render.standing.states_table import states_table
from negotiate.render.standing.stories import story
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import safe
from negotiate.standing.graph_model import GraphModel
from negotiate.standing.stability import Stability, stability
from negotiate.standing.telling.rows import Rows, table_rows

SCREEN = 39
"""Lines that an answer may take where not everything is wanted."""
ROWS = 10
"""Rows of the table besides today and what happened, where there is room."""
LEAST = 3
LISTED = 200
"""Rows and stories that `--all` gives."""
UNTOLD = "`--all` tells of each state why it lasts or not."
STORIES = 3
NOTES = 2


def stability_page(found: Stability, look: Look) -> RenderableType:
    """Lay out which states stand.

    Parameters
    ----------
    found : Stability
        By one concept or several.
    look : Look
        `all` lists every state and tells each that is listed.
    """
    return Drawn(lambda settled: _page(found, settled), look)


def model_page(model: GraphModel, look: Look) -> RenderableType:
    """Lay out a conflict as the states that stand in it."""
    return Drawn(lambda settled: _page(stability(model), settled), look)


def _page(found: Stability, look: Look) -> Iterable[RenderableType]:
    title = safe(found.model.title, True)
    top = list(paragraph(title, look, TITLE)) if title else []
    top += [piece for said in (*headline(found), *focal(found)) for piece in paragraph(said, look)]
    foot = list(_foot(found, look))
    if look.all:
        shown = table_rows(found, LISTED, everything=True)
        yield from (*top, Text(), *states_table(found, shown, look), Text())
        yield from (
            piece for state in _worth_telling(found, shown, LISTED) for piece in paragraph(story(found, state), look)
        )
        yield from foot
        return
    room = SCREEN - len(top) - len(foot) - 2
    shown, drawn = _fitting(found, room, look)
    yield from (*top, Text(), *drawn)
    told = list(_stories(found, shown, room - len(drawn), look))
    yield from (Text(), *told) if told else paragraph(UNTOLD, look, FAINT)
    yield from foot


def _fitting(found: Stability, room: int, look: Look) -> tuple[Rows, list[Text]]:
    """As many rows as leave some room for stories, and no fewer than a few."""
    for most in range(ROWS, LEAST - 1, -1):
        shown = table_rows(found, most)
        drawn = states_table(found, shown, look)
        if len(drawn) <= room * 2 // 3:
            break
    return shown, drawn


def _worth_telling(found: Stability, shown: Rows, most: int) -> list[int]:
    """The states whose stories are told: today, what happened, then single states of the table, those by R last."""
    model = found.model
    single = [row.states[0] for row in shown.rows if len(row.states) == 1]
    known = [s for s in (model.status_quo, *model.happened.values()) if s >= 0]
    plain = [s for s in single if "R" in found.by_concept(s)]
    told = dict.fromkeys([*known, *(s for s in single if s not in plain), *plain])
    return list(told)[:most]


def _stories(found: Stability, shown: Rows, room: int, look: Look) -> Iterable[Text]:
    left = room
    for state in _worth_telling(found, shown, STORIES):
        pieces = list(paragraph(story(found, state), look))
        if len(pieces) > left:
            return
        left -= len(pieces)
        yield from pieces


def _foot(found: Stability, look: Look) -> Iterable[Text]:
    """What the concepts mean, what a reader must know besides, the method last."""
    yield from paragraph(meanings(found), look, FAINT)
    notes = list(found.notes)
    shown = notes if look.all else notes[:NOTES]
    for note in shown:
        yield from paragraph(whole_sentence(note), look, FAINT)
    left = len(notes) - len(shown)
    more = f" `--all` tells {'a note' if left == 1 else f'{left} notes'} more." if left else ""
    yield from paragraph(method(found) + more, look, FAINT)
