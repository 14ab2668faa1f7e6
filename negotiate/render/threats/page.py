"""Whether a threat is believed, on one screen: the answer and why, then the places and ways to play as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from negotiate.credibility.result import Case, Credibility, FollowThrough
from negotiate.render.solution import paragraph
from negotiate.render.table import fitting, in_units, table
from negotiate.render.threats.cases import told
from negotiate.render.threats.telling import Telling
from negotiate.render.walks import path
from negotiate.report.numbers import aligned
from negotiate.report.screen.console import Drawn
from negotiate.report.style import FAINT, TITLE, Look
from negotiate.report.words import safe

METHOD = (
    "Method: backward induction with the cost of backing down left open; numbers rounded; checked: the tree solved "
    "again beside each such cost, and no mover gains by another action anywhere."
)
KNOWN = "As if each knew whom it faces; without `--threats` the tree says what is done where it does not know."
NARROW = 60
"""In fewer columns a condition and the play under it share one."""
FEW = 8
"""Rows of a table, where not everything is wanted."""


def threats(found: Credibility, look: Look) -> RenderableType:
    """Lay out what is found about the threats of a negotiation.

    Parameters
    ----------
    found : Credibility
        Of a scenario or of a tree.
    look : Look
        `all` adds the tables where there are several cases, and cuts no table short.
    """
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Credibility, look: Look) -> Iterable[RenderableType]:
    if found.title:
        yield Text(safe(found.title, True), style=TITLE)
    for heading, said, cases in told(found, look.glyphs.step, look.all):
        if heading:
            yield from (Text(), *paragraph(heading, look, TITLE))
        yield from (piece for one in said for piece in paragraph(one, look))
        if cases[0].threats and (look.all or len(found.cases) == 1):
            yield from _tables(cases[0], look)
    if len(found.cases) > 1:
        yield Text()
    game = found.cases[0].game
    if units := in_units(game.players, game.units):
        yield Text(units, style=FAINT)
    for one in remarks(found):
        yield from paragraph(one, look, FAINT)


def remarks(found: Credibility) -> list[str]:
    """What a reader must know besides, and how the answer was found."""
    every = [threat for case in found.cases for threat in case.threats]
    said = [KNOWN] if any(case.types for case in found.cases) else []
    if not all(threat.complete for threat in every):
        said.append("Play changes at more costs of backing down than were followed.")
    if any(case.tied for case in found.cases):
        said.append("Where a mover has equally good actions, it takes the first; without `--threats` all are told.")
    return [*said, METHOD]


def _tables(case: Case, look: Look) -> Iterable[RenderableType]:
    """The places of each announced threat, and what play comes to under each."""
    if not case.announced:
        yield from (Text(), *_commitments(case, look))
        return
    for threat in case.threats:
        telling = Telling(case, threat, look.glyphs.step)
        if len(threat.places) > 1 or look.all:
            yield from (Text(), *_places(telling, look))
        ways = [
            ("nobody could carry it out", threat.never),
            ("as it is", threat.today),
            ("bound to carry it out", threat.bound),
        ]
        rows = [(name, path(way, look.glyphs.step), way.payoffs) for name, way in ways]
        yield from (Text(), *_ways(case, rows, telling.digits, look))


def _commitments(case: Case, look: Look) -> Iterable[RenderableType]:
    tellings = [Telling(case, threat, look.glyphs.step) for threat in case.threats]
    first = case.threats[0].today
    rows = [("as it is", path(first, look.glyphs.step), first.payoffs)]
    for telling in tellings:
        bound, place = telling.threat.bound, telling.threat.places[0]
        since = safe(telling.since(place), True)
        name = f"bound to {safe(place.carrying_out, True)}{f' after {since}' if since else ''}"
        rows.append((name, path(bound, look.glyphs.step), bound.payoffs))
    digits = [max(numbers) for numbers in zip(*(telling.digits for telling in tellings), strict=True)]
    return _ways(case, rows, digits, look)


def _ways(
    case: Case, ways: list[tuple[str, str, tuple[float, ...]]], digits: list[int], look: Look
) -> Iterable[RenderableType]:
    """What is played and what it is worth, under one condition a row."""
    game = case.game
    numbers = [aligned([worth[p] for _, _, worth in ways], digits[p]) for p in range(game.n_players)]
    rows = [[name, play, *(column[k] for column in numbers)] for k, (name, play, _) in enumerate(ways)]
    room = [max(map(len, column)) for column in numbers]
    heads = fitting(game.players, game.keys, room, look.columns // 3, more=look.glyphs.more)
    if look.columns < NARROW or max(len(name) for name, _, _ in ways) > look.columns // 3 + 4:
        rows = [[f"{name}: {play}", *worth] for name, play, *worth in rows]
        return table(["Play", *heads], rows, 1, look)
    return table(["", "Play", *heads], rows, 2, look)


def _needed(telling: Telling, places: Sequence[FollowThrough], narrow: bool) -> tuple[str, list[str]]:
    """The column of costs from which on a threat is carried out: its head, its cells; below 0 it is a gain."""
    digits = telling.digits[telling.threat.player]
    costs = [0.0 if telling.nothing(cost) else cost for cost in map(telling.needed, places)]
    if min(costs) >= 0:
        return "cost" if narrow else "if it costs over", aligned(costs, digits)
    if max(costs) <= 0:
        return "gain" if narrow else "unless it brings", aligned([abs(cost) for cost in costs], digits)
    amounts = aligned([abs(cost) for cost in costs], digits)
    words = ["cost" if cost >= 0 else "gain" for cost in costs]
    return "turns at", [f"{word} {amount}" for word, amount in zip(words, amounts, strict=True)]


def _places(telling: Telling, look: Look) -> Iterable[RenderableType]:
    threat = telling.threat
    shown = threat.places if look.all else threat.places[:FEW]
    digits = telling.digits[threat.player]
    head, needed = _needed(telling, shown, look.columns < NARROW)
    columns = [
        aligned([place.carried_out for place in shown], digits),
        aligned([place.backed_down for place in shown], digits),
        needed,
    ]
    heads = [*(["does", "not"] if look.columns < NARROW else ["carried out", "backed down"]), head]
    rows = []
    for k, place in enumerate(shown):
        words = f" {look.glyphs.step} ".join(safe(word, True) for word in (place.announced, *place.after))
        rows.append([words, *(column[k] for column in columns)])
    yield from table([f"Worth to {telling.maker} after", *heads], rows, 1, look)
    if len(shown) < len(threat.places):
        yield Text(f"{look.glyphs.more} {len(threat.places) - len(shown):,} more places; `--all` lists them")
