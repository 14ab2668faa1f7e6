"""Whether a threat is believed, on one screen: the answer, why, what would change it, and what being bound is worth."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from negotiate.credibility.result import Case, Credibility
from negotiate.render.console import Drawn
from negotiate.render.plain import tabbed
from negotiate.render.solution import paragraph
from negotiate.render.style import FAINT, TITLE, Look
from negotiate.render.table import fitting, in_units, table
from negotiate.render.text import aligned, joined, safe
from negotiate.render.threat_sentences import Telling, sentences
from negotiate.render.walks import path

METHOD = (
    "Method: backward induction with the cost of backing down left open; numbers rounded; checked: the tree is solved "
    "again beside every cost at which something changes, and no mover gains by another action anywhere."
)
KNOWN = "As if each side knew whom it faces; without `--threats` the tree says what is done where it does not know."
FEW = 8
"""Rows of a table, where not everything is wanted."""


def threats(found: Credibility, look: Look) -> RenderableType:
    """Lay out what is found about the threats of a negotiation.

    Parameters
    ----------
    found : Credibility
        Of a scenario or of a tree.
    look : Look
        `all` adds the tables where there are several cases, and shortens no table.
    """
    return Drawn(lambda settled: _page(found, settled), look)


def _page(found: Credibility, look: Look) -> Iterable[RenderableType]:
    if found.title:
        yield Text(safe(found.title, True), style=TITLE)
    for case in found.cases:
        if case.types:
            yield Text()
            yield Text(f"{known(case)}:", style=TITLE)
        yield from (piece for said in sentences(case) for piece in paragraph(said, look))
        if case.threats and (look.all or len(found.cases) == 1):
            yield from _tables(case, look)
    yield Text()
    game = found.cases[0].game
    if units := in_units(game.players, game.units):
        yield Text(units, style=FAINT)
    for said in remarks(found):
        yield from paragraph(said, look, FAINT)


def known(case: Case) -> str:
    """Whom everybody is known to be, as a heading."""
    names = dict(zip(case.game.keys, case.game.players, strict=True))
    return joined([f"{safe(names[player], True)} {safe(kind, True)}" for player, kind in case.types.items()])


def remarks(found: Credibility) -> list[str]:
    """What a reader must know besides, and how the answer was found."""
    told = [threat for case in found.cases for threat in case.threats]
    said = [KNOWN] if any(case.types for case in found.cases) else []
    if not all(threat.complete for threat in told):
        said.append("Play changes at more costs of backing down than were followed.")
    return [*said, METHOD] if told else said


def _tables(case: Case, look: Look) -> Iterable[RenderableType]:
    game = case.game
    for threat in case.threats:
        telling = Telling(case, threat)
        if len(threat.places) > 1 or look.all:
            yield Text()
            yield from _places(telling, look)
        ways = [("nobody would act", threat.never), ("as it is", threat.today), ("bound to act", threat.bound)]
        digits = telling.digits
        numbers = [aligned([way.payoffs[p] for _, way in ways], digits[p]) for p in range(game.n_players)]
        rows = [
            [name, path(way, look.glyphs.step), *(column[k] for column in numbers)]
            for k, (name, way) in enumerate(ways)
        ]
        room = [max(map(len, column)) for column in numbers]
        heads = fitting(game.players, game.keys, room, look.columns // 3, more=look.glyphs.more)
        yield Text()
        yield from table(["If", "play", *heads], rows, 2, look)


def _places(telling: Telling, look: Look) -> Iterable[RenderableType]:
    threat = telling.threat
    shown = threat.places if look.all else threat.places[:FEW]
    digits = telling.digits[threat.player]
    columns = [
        aligned([place.carried_out for place in shown], digits),
        aligned([place.backed_down for place in shown], digits),
        aligned([telling.needed(place) for place in shown], digits),
    ]
    rows = [
        [safe(place.announced, True) or "", telling.after(place, look.glyphs.step), *(column[k] for column in columns)]
        for k, place in enumerate(shown)
    ]
    yield from table(["Threat", "after", "act", "back down", "cost needed"], rows, 2, look)
    if len(shown) < len(threat.places):
        yield Text(f"{look.glyphs.more} {len(threat.places) - len(shown):,} more places; `--all` lists them")


def plain(found: Credibility) -> list[str]:
    """The same without any drawing: sentences, then tab-separated values, numbers as Python writes them."""
    game = found.cases[0].game
    lines = [safe(found.title, True)] if found.title else []
    for case in found.cases:
        lines += [f"{known(case)}:"] if case.types else []
        lines += sentences(case)
    lines += [text for text in (in_units(game.players, game.units), *remarks(found)) if text]
    for rows in (_place_rows(found), _way_rows(found), _stage_rows(found), _price_rows(found)):
        if len(rows) > 1:
            lines += ["", *(tabbed(row) for row in rows)]
    return lines


def _head(case: Case, number: int) -> list[str]:
    return [known(case), str(number)]


def _place_rows(found: Credibility) -> list[list[str]]:
    rows = [
        ["types", "threat", "player", "move", "announced", "after", "carried out", "backed down", "cost today", "from"]
    ]
    for case in found.cases:
        for number, threat in enumerate(case.threats, 1):
            for place in threat.places:
                numbers = [place.carried_out, place.backed_down, place.cost_today, place.threshold]
                words = [case.game.keys[threat.player], threat.move, place.announced, " -> ".join(place.after)]
                rows.append([*_head(case, number), *words, *(f"{x:.12g}" for x in numbers)])
    return rows


def _way_rows(found: Credibility) -> list[list[str]]:
    keys = found.cases[0].game.keys
    rows = [["types", "threat", "if", "play", *(f"payoff {key}" for key in keys)]]
    for case in found.cases:
        for number, threat in enumerate(case.threats, 1):
            for name, way in (("never", threat.never), ("today", threat.today), ("bound", threat.bound)):
                rows.append([*_head(case, number), name, path(way, "->"), *(f"{x:.12g}" for x in way.payoffs)])
    return rows


def _stage_rows(found: Credibility) -> list[list[str]]:
    keys = found.cases[0].game.keys
    rows = [["types", "threat", "more cost from", "to", "play", *(f"payoff {key}" for key in keys)]]
    for case in found.cases:
        for number, threat in enumerate(case.threats, 1):
            for stage in threat.stages:
                ends = [f"{x:.12g}" for x in (stage.low, stage.high)]
                worth = (f"{x:.12g}" for x in stage.equilibrium.payoffs)
                rows.append([*_head(case, number), *ends, path(stage.equilibrium, "->"), *worth])
    return rows


def _price_rows(found: Credibility) -> list[list[str]]:
    rows = [["types", "threat", "announced", "player", "answer", "never", "today", "bound"]]
    for case in found.cases:
        for number, threat in enumerate(case.threats, 1):
            for price in threat.prices:
                words = [price.announced, case.game.keys[price.player], price.action]
                numbers = [price.never, price.today, price.bound]
                rows.append([*_head(case, number), *words, *(f"{x:.12g}" for x in numbers)])
    return rows
