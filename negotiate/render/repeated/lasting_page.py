"""Whether an agreement enforces itself on one screen: the sentence, ways to uphold it, what a breach sets off, how."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.render.plain import tabbed
from negotiate.render.repeated.certificate import method
from negotiate.render.repeated.encounter import timeline_rows
from negotiate.render.repeated.game import conditions
from negotiate.render.repeated.lasting_sentences import sentences
from negotiate.render.repeated.strip import strip
from negotiate.render.repeated.ways_table import ways_rows, ways_table
from negotiate.render.repeated.words import patience_words
from negotiate.render.solution import paragraph, whole_sentence
from negotiate.render.table import in_units
from negotiate.repeated.lasting.agreement import Lasting
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import safe

SCREEN = 39
"""Lines that an answer may take where not everything is wanted."""
NOTES = 2


def lasting_page(found: Lasting, look: Look) -> RenderableType:
    """Lay out whether an agreement lasts."""
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Lasting, look: Look) -> Iterable[RenderableType]:
    title = safe(found.game.title, True)
    top = list(paragraph(title, look, TITLE)) if title else []
    top += [piece for said in sentences(found) for piece in paragraph(said, look)]
    body = [Text(), *ways_table(found, look)]
    foot = [piece for said in _foot(found, look.all) for piece in paragraph(said, look, FAINT)]
    yield from (*top, *body)
    drawn = [Text(), *strip(found.followed, look, aside=found.breach)]
    if look.all or len(top) + len(body) + len(drawn) + len(foot) <= SCREEN:
        yield from drawn
    else:
        foot += paragraph("`--match` draws a match round by round.", look, FAINT)
    yield from foot


def _foot(found: Lasting, everything: bool) -> Iterable[str]:
    """Units, what a reader must know besides, the method last."""
    game, own = found.game, [note for note in found.asked.certificate.notes if note not in found.notes]
    notes = list(dict.fromkeys([*own, *found.notes]))  # how it was tested before how the game came about
    if units := in_units(game.players, game.units):
        yield units
    yield from conditions(game)
    shown = notes if everything else notes[:NOTES]
    yield from map(whole_sentence, shown)
    left = len(notes) - len(shown)
    more = f" `--all` tells {'a note' if left == 1 else f'{left} notes'} more." if left else ""
    yield f"{whole_sentence(method(found.asked.certificate))}{more}"


def lasting_plain(found: Lasting) -> list[str]:
    """The answer line by line: sentences, then tables with tabs between the cells."""
    said = [safe(found.game.title, True), *sentences(found), whole_sentence(patience_words(found.game))]
    told = [*filter(None, [*said, *_foot(found, True)])]
    return [*told, *(line for rows in lasting_rows(found) for line in ("", *map(tabbed, rows)))]


def lasting_rows(found: Lasting) -> list[list[list[str]]]:
    """The ways to uphold the agreement, and one world round by round."""
    return [ways_rows(found), timeline_rows(found.followed)]
