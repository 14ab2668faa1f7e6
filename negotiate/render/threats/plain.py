"""Threats without any drawing: sentences, then tab-separated values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from negotiate.credibility.result import Case, Credibility, Threat
from negotiate.render.plain import tabbed
from negotiate.render.table import in_units
from negotiate.render.threats.cases import known, told
from negotiate.render.threats.page import remarks
from negotiate.render.threats.telling import Telling
from negotiate.render.walks import path
from negotiate.report.numbers import exact
from negotiate.report.words import safe
from negotiate.solvers.solution import TreeEquilibrium

STEP = "->"


def plain(found: Credibility) -> list[str]:
    """Say what is found line by line.

    Returns
    -------
    list of str
        Sentences, then after empty lines tables of the places, the ways to play, the ranges of costs and what others
        would pay: a header line and one line a row, cells between tabs, numbers as Python writes them. A
        payoff that changes with the cost over a range is left empty.
    """
    game = found.cases[0].game
    lines = [safe(found.title, True)] if found.title else []
    for heading, said, _ in told(found, STEP, True):
        lines += [*([heading] if heading else []), *said]
    lines += [text for text in (in_units(game.players, game.units), *remarks(found)) if text]
    for rows in (_places(found), _ways(found), _stages(found), _prices(found)):
        if len(rows) > 1:
            lines += ["", *(tabbed(row) for row in rows)]
    return lines


def _each(found: Credibility) -> Iterator[tuple[Case, Threat, list[str]]]:
    """Every threat with the cells that say which: types and number."""
    for case in found.cases:
        for number, threat in enumerate(case.threats, 1):
            yield case, threat, [known(case), str(number)]


def _numbers(values: Iterable[float]) -> list[str]:
    return [exact(x) for x in values]


def _payoffs(case: Case, threat: Threat, way: TreeEquilibrium) -> list[str]:
    return [number for player, x in enumerate(way.payoffs) for number in _amounts(case, threat, [x], player)]


def _amounts(case: Case, threat: Threat, values: Iterable[float], player: int | None = None) -> list[str]:
    """Amounts of a player's, by default of the threatening one's; what is only rounding is 0."""
    telling = Telling(case, threat, STEP)
    return _numbers(0.0 if telling.nothing(x, player) else x for x in values)


def _places(found: Credibility) -> list[list[str]]:
    rows = [
        [
            "types",
            "threat",
            "player",
            "move",
            "announced",
            "after",
            "odds",
            "carried out",
            "backed down",
            "cost today",
            "threshold",
        ]
    ]
    for case, threat, head in _each(found):
        for place in threat.places:
            amounts = [place.carried_out, place.backed_down, place.cost_today, place.threshold]
            words = [case.game.keys[threat.player], threat.move, place.announced, f" {STEP} ".join(place.after)]
            rows.append([*head, *words, *_numbers([place.odds]), *_amounts(case, threat, amounts)])
    return rows


def _ways(found: Credibility) -> list[list[str]]:
    rows = [["types", "threat", "if", "play", *(f"payoff {key}" for key in found.cases[0].game.keys)]]
    for case, threat, head in _each(found):
        for name, way in (("never", threat.never), ("today", threat.today), ("bound", threat.bound)):
            rows.append([*head, name, path(way, STEP), *_payoffs(case, threat, way)])
    return rows


def _stages(found: Credibility) -> list[list[str]]:
    rows = [["types", "threat", "more cost from", "to", "play", *(f"payoff {key}" for key in found.cases[0].game.keys)]]
    for case, threat, head in _each(found):
        for stage in threat.stages:
            ends, worth = _amounts(case, threat, [stage.low, stage.high]), _payoffs(case, threat, stage.equilibrium)
            if stage.varies:
                worth[threat.player] = ""
            rows.append([*head, *ends, path(stage.equilibrium, STEP), *worth])
    return rows


def _prices(found: Credibility) -> list[list[str]]:
    rows = [["types", "threat", "announced", "player", "answer", "never", "today", "bound"]]
    for case, threat, head in _each(found):
        for price in threat.prices:
            words = [price.announced, case.game.keys[price.player], price.action]
            amounts = [price.never, price.today, price.bound]
            rows.append([*head, *words, *_amounts(case, threat, amounts, price.player)])
    return rows
