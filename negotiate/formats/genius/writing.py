"""Writes a bargaining problem into files of GENIUS: the domain, and beside it a profile for each player who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.numbers import check_numbers
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.formats.genius.columns import Column, columns
from negotiate.formats.genius.scale import Scaled, scaled
from negotiate.formats.genius.texts import domain_text, profile_text
from negotiate.writing.atomic import put
from negotiate.writing.destination import refuse_what_is_no_file

ENDING = ".xml"


@dataclass(frozen=True, slots=True)
class GeniusFiles:
    """The files that hold a problem for GENIUS.

    Parameters
    ----------
    texts : tuple of (str, str)
        Name and text of each: the profiles in the order of the players, and last the domain.
    told : tuple of str
        What a reader has to know: how payoffs were scaled, and what the files cannot hold.
    """

    texts: tuple[tuple[str, str], ...]
    told: tuple[str, ...]


def genius_files(problem: BargainingProblem, name: str = "domain.xml") -> GeniusFiles:
    """The domain and the profiles of a bargaining problem, in the form that GENIUS and NegMAS read.

    Parameters
    ----------
    problem : BargainingProblem
        Whose payoffs add up issue by issue.
    name : str
        The domain's file; the profiles are called after it and the players, such as `talks-us.xml` of `talks.xml`.

    Raises
    ------
    UnsuitableGame
        If a payoff is no sum over issues or a level, some combination cannot happen, or there is nothing to decide.
    """
    check_numbers(problem, "a profile of GENIUS")
    issues = columns(problem)
    if problem.curve or not issues:
        raise UnsuitableGame("nothing is to be decided here that an issue of GENIUS could hold")
    seats = problem.seats
    names = _file_names(name, [problem.keys[player] for player in seats])
    found = [scaled(issues, player, float(problem.disagreement[player])) for player in seats]
    told = (*(_scale(problem, p, one) for p, one in zip(seats, found, strict=True)), *_lost(problem, issues, found))
    title = problem.title or Path(name).stem
    written = "Written by negotiate."
    profiles = [
        profile_text(title, problem.players[player], issues, one, [written, _scale(problem, player, one)])
        for player, one in zip(seats, found, strict=True)
    ]
    agents = [(problem.players[player], file) for player, file in zip(seats, names, strict=True)]
    domain = domain_text(title, issues, agents, [written, *told])
    return GeniusFiles((*zip(names, profiles, strict=True), (name, domain)), told)


def write_genius(problem: BargainingProblem, place: Path, *, force: bool = False) -> Path:
    """Write the domain into a file, and the profiles beside it.

    Raises
    ------
    FileRefused
        If any of the files stands there already and `force` is not given; then none is written.
    NotWritten
        If the system refuses.
    UnsuitableGame
        As `genius_files`.
    """
    files = genius_files(problem, place.name)
    for name, _ in files.texts:
        beside = place.parent / name
        refuse_what_is_no_file(beside, f"talks{ENDING}")
        if not force and beside.exists():
            raise FileRefused(f"`{beside}` exists already", "name another file, or add --force to replace it")
    for name, text in files.texts:
        put(place.parent / name, text, replace=force)
    return place


def _file_names(name: str, keys: list[str]) -> list[str]:
    """A file name for each player, all of them different."""
    stem = name[: -len(ENDING)] if name.lower().endswith(ENDING) else name
    found: list[str] = []
    for number, key in enumerate(keys, start=1):
        word = re.sub(r"[^\w.-]+", "-", key).strip("-.") or str(number)
        own = f"{stem}-{word}{ENDING}"
        found.append(own if own.lower() not in map(str.lower, found) else f"{stem}-{word}-{number}{ENDING}")
    return found


def _scale(problem: BargainingProblem, player: int, found: Scaled) -> str:
    unit = problem.units[player] if len(problem.units) > player else ""
    counted = f" {unit}" if unit else ""
    least, most = (_told(x, found.span) for x in (found.least, found.least + found.span))
    if least == most:  # a payoff so large that what it spans is beyond the digits of a number
        most = f"{_told(found.span, found.span)} more"
    return f"For {problem.players[player]}, utility 0 stands for a payoff of {least}{counted} and 1 for {most}."


def _told(x: float, span: float) -> str:
    """A payoff without what is only rounding where payoffs range over so much."""
    return f"{round(x, 10 - floor(log10(span))) + 0.0:.12g}"


def _lost(problem: BargainingProblem, issues: tuple[Column, ...], found: list[Scaled]) -> Iterator[str]:
    """What the files cannot hold, in sentences."""
    hard = [claim for claim in problem.claims if claim.name in problem.standing]
    if hard:
        named = ", ".join(f"`{claim.name}` of {problem.players[claim.player]}" for claim in hard)
        yield f"Packages may cross red lines or fail to be ratified, which these files do not say: {named}."
    if any(claim.kind == "soft red line" for claim in problem.claims):
        yield "The price of soft red lines is taken off the evaluations."
    for player, one in zip(problem.seats, found, strict=True):
        if not 0 <= one.reservation <= 1:
            where = (
                "below 0: no deal is worse than any package"
                if one.reservation < 0
                else "above 1: no package is as good"
            )
            yield (
                f"The reservation value of {problem.players[player]} is {one.reservation:.6g}, {where}; programs that "
                "take it for 0 or 1 find other points."
            )
    silent = [problem.players[p] for p, signs in enumerate(problem.signers) if not signs]
    if silent:
        yield f"No file is written for who does not sign: {', '.join(silent)}."
    for column in issues:
        if column.dropped:
            yield f"`{column.issue}` is written without what cannot happen: {', '.join(column.dropped)}."
    if problem.fixed:
        yield f"Issues that no deal sets are left out: {', '.join(f'{i} {o}' for i, o in problem.fixed.items())}."
    if problem.money:
        yield "That money may change hands is not written."
