"""The whole analysis of a scenario on one page: what every lens finds, told as the lens itself
tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from negotiate.display import Shown
from negotiate.equilibrium.reports.solution import in_a_line
from negotiate.equilibrium.reports.tree import tree
from negotiate.equilibrium.solution import Solution
from negotiate.errors import NegotiateError
from negotiate.games.extensive import ExtensiveGame
from negotiate.language.writing.atomic import put, refuse_other
from negotiate.lenses import AGAIN, ALONE, IN_TURN, STANDING, TOGETHER
from negotiate.pages.provenance import conventions, limits, numbers
from negotiate.report import html, report_of
from negotiate.report.blocks import Block, Item, Items, Note, Plot, Report, Section, Sentence, Tree
from negotiate.report.style import Look
from negotiate.scenario import Scenario


def _found(path: str) -> Any:
    return resolve_name(f"negotiate.{path}")


NUMBERS, RUN, SCENARIO = "Which numbers matter", "What the run found", "The scenario"
WHOLE = 3_000
"""Nodes of a tree that a page holds whole."""
PARTS: Mapping[str, Callable[[Scenario], Any]] = {
    ALONE.heading: ALONE.answer,
    IN_TURN.heading: lambda one: IN_TURN.answer(one) if one.protocol else None,
    TOGETHER.heading: TOGETHER.answer,
    "What the red lines cost": lambda one: (
        _found("bargaining.refusals.prices:red_line_prices")(one.together())
        if one.red_lines
        else None
    ),
    "What a deal on an event adds": lambda one: (
        _found("bargaining.contingent:contingent")(one, next(iter(one.events)))
        if one.events
        else None
    ),
    "What a mediator could do": lambda one: (
        _found("bargaining.mediator:mediate")(one.together())
        if one.types and not one.is_ordinal
        else None
    ),
    STANDING.heading: STANDING.answer,
    AGAIN.heading: lambda one: AGAIN.answer(one) if AGAIN.applies(one) else None,
    NUMBERS: lambda one: one.whatif(),
    SCENARIO: lambda one: one,
}
"""Heading → what finds what stands below it; nothing stands where nothing is found."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why a lens has no answer.

    Parameters
    ----------
    message : str
        What does not fit.
    """

    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Analysis(Shown):
    """What every lens finds.

    Parameters
    ----------
    title : str
        What the scenario is called.
    players : tuple of str
        Their names.
    parts : Mapping[str, object]
        Heading → what was found, or why nothing was.
    path : str or None
        The page that was written.
    """

    title: str
    players: tuple[str, ...]
    parts: Mapping[str, Any]
    path: str | None = None


def analysis(scenario: Scenario, run: str | None = None, budget: float | None = None) -> Analysis:
    """Look through every lens that fits, and add what a run folder holds.

    Parameters
    ----------
    scenario : Scenario
        What is looked at.
    run : str, optional
        The folder.
    budget : float, optional
        For how long numbers are varied; see `whatif`.

    Raises
    ------
    FileRefused
        If the folder holds no finished run, or something has changed since.
    """
    sweep = None if run is None else _found("whatif.rerun:kept")(run)
    parts: dict[str, Any] = {}
    for heading, look in PARTS.items():
        try:
            found = scenario.whatif(budget=budget) if heading == NUMBERS else look(scenario)
        except NegotiateError as wrong:
            found = Unanswered(wrong.message)
        if found is not None:
            parts[heading] = found
        if sweep is not None and heading == NUMBERS:
            parts[RUN] = sweep
    return Analysis(
        scenario.heading, tuple(player.name for player in scenario.players.values()), parts
    )


def write(found: Analysis, path: str | None) -> Analysis:
    """Write the whole page; nothing without a path.

    Raises
    ------
    FileRefused
        If something else stands there.
    NotWritten
        If the system refuses.
    """
    if path is None:
        return found
    place = Path(path)
    refuse_other(place, "report.html", html.OPENING)
    put(place, html.page(report(found, Look(all=True)), contents=True), replace=place.exists())
    return replace(found, path=path)


def report(found: Analysis, look: Look) -> Report:
    """A section a lens, then what to know of the numbers; on a short page the first sentence of
    each lens alone.
    """
    told = {heading: _told(part) for heading, part in found.parts.items()}
    short = {heading: _first(found.parts[heading], one) for heading, one in told.items()}
    if not look.all:
        where = (
            f"The whole page is in `{found.path}`."
            if found.path
            else "`--out FILE` writes the whole page."
        )
        sections = tuple(Section(heading, (block,)) for heading, block in short.items())
        return Report(found.title, (*sections, Note(where)), found.players)
    items = [Item(heading, block.text) for heading, block in short.items()]
    sections = tuple(
        Section(heading, tuple(_whole(found.parts[heading], one))) for heading, one in told.items()
    )
    scenario = found.parts[SCENARIO]
    known = (numbers(scenario), conventions(told), limits(scenario))
    return Report(
        found.title, (Section("In short", (Items(tuple(items)),)), *sections, *known), found.players
    )


def _told(part: Any) -> Report:
    if isinstance(part, Unanswered):
        return Report("", (Note(f"Not answered: {part.message}."),))
    return report_of(part, Look(all=False))


def _first(part: Any, told: Report) -> Sentence | Note:
    """The first sentence of a part, with what the one equilibrium is; or why it has none."""
    said = [block for block in told.blocks if isinstance(block, Sentence | Note)]
    if isinstance(part, Solution) and isinstance(said[0], Sentence):
        return Sentence(f"{said[0].text} {in_a_line(part)}".strip())
    return next(
        (block for block in said if isinstance(block, Sentence)), said[0] if said else Note("")
    )


def _whole(part: Any, told: Report) -> Iterator[Block]:
    """The blocks of a part as a page has room for them: a tree whole, and the numbers under each
    picture.
    """
    game = getattr(part, "game", None)
    for block in told.blocks:
        if isinstance(block, Tree) and isinstance(game, ExtensiveGame) and len(game.tree) <= WHOLE:
            yield tree(game, Look(all=True), next(iter(part.profiles), None))
        elif isinstance(block, Plot):
            yield replace(block, data=True)
        else:
            yield block
