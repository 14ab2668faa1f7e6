"""The whole analysis of a scenario on one page: what every lens finds, told as the lens itself tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from negotiate.display import Shown
from negotiate.errors import NegotiateError
from negotiate.language.writing.atomic import put, refuse_other
from negotiate.report import html
from negotiate.report.blocks import Block, Note, Report, Section, Sentence
from negotiate.report.registry import report_of
from negotiate.report.style import Look
from negotiate.scenario import Scenario


def _found(path: str) -> Any:
    return resolve_name(f"negotiate.{path}")


PARTS: Mapping[str, Callable[[Scenario], Any]] = {
    "If nobody talks": lambda one: _found("equilibrium.registry:solve")(one.alone()),
    "Who moves when": lambda one: _found("equilibrium.registry:solve")(one.in_turn()) if one.protocol else None,
    "What could be signed": lambda one: _found("bargaining.deal:deal")(one.together()),
    "What the red lines cost": lambda one: (
        _found("bargaining.refusals.prices:red_line_prices")(one.together()) if one.red_lines else None
    ),
    "Which states last": lambda one: _found("conflict.stability:stability")(one.standing()),
    "If it is played again and again": lambda one: (
        _found("repeated.lasting.agreement:simulate")(one.again()) if one.repeats else None
    ),
    "Which numbers matter": lambda one: one.whatif(),
    "The scenario": lambda one: one,
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


def analysis(scenario: Scenario) -> Analysis:
    """Look through every lens that fits."""
    parts: dict[str, Any] = {}
    for heading, look in PARTS.items():
        try:
            found = look(scenario)
        except NegotiateError as wrong:
            found = Unanswered(wrong.message)
        if found is not None:
            parts[heading] = found
    return Analysis(scenario.heading, tuple(player.name for player in scenario.players.values()), parts)


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
    put(place, html.page(report(found, Look(all=True))), replace=place.exists())
    return replace(found, path=path)


def report(found: Analysis, look: Look) -> Report:
    """A section a lens, on a short page its first sentence alone."""
    sections = tuple(Section(heading, _part(part, look)) for heading, part in found.parts.items())
    written = Note(f"The whole page is in `{found.path}`." if found.path else "`--out FILE` writes the whole page.")
    return Report(found.title, (*sections, *([] if look.all else [written])), found.players)


def _part(part: Any, look: Look) -> tuple[Block, ...]:
    if isinstance(part, Unanswered):
        return (Note(f"Not answered: {part.message}."),)
    told = report_of(part, Look(all=False)).blocks
    if look.all:
        return told
    return (next((block for block in told if isinstance(block, Sentence)), Note("")),)
