"""Writes a bargaining problem into files of GENIUS: the domain, and beside it a profile for each
player who signs.

A profile holds weights of issues and evaluations of options, so payoffs are first taken apart issue
by issue, where they are a sum over issues, and then brought to a scale from 0 to 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import floor, log10
from pathlib import Path

import numpy as np

from negotiate.arrays import BoolArray, FloatArray
from negotiate.bargaining.packages import Block
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table import check_numbers
from negotiate.display import entity, record
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.language.gambit.source import tidy
from negotiate.language.writing.atomic import put, refuse_what_is_no_file

ENDING = ".xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
ROUNDING = 1e-9
"""Of a player's payoff range in a block: what payoffs may lie beside a sum over its issues."""
BARE = "package"
"""The name of the one issue of a problem from bare arrays."""


@entity
class Column:
    """One issue, and what each of its options adds to each player's payoff.

    Parameters
    ----------
    issue : str
        Its name.
    options : tuple of str
        Those that can happen.
    payoffs : ndarray, shape (players, options)
        The constant part of a block stands with its first issue.
    dropped : tuple of str
        Options that can never happen.
    """

    issue: str
    options: tuple[str, ...]
    payoffs: FloatArray
    dropped: tuple[str, ...] = ()


def columns(problem: BargainingProblem) -> tuple[Column, ...]:
    """The issues of a problem, one by one.

    Raises
    ------
    UnsuitableGame
        If payoffs are no sum over issues, or some combination of options cannot happen.
    """
    return tuple(column for block in problem.blocks for column in _columns(problem, block))


def _columns(problem: BargainingProblem, block: Block) -> Iterator[Column]:
    issues = block.issues or (BARE,)
    options = block.options or (tuple(str(number) for number in range(1, block.size + 1)),)
    shape = tuple(map(len, options))
    if not shape:
        return
    can = _happening(block.possible.reshape(shape), issues)
    inside = block.payoffs.reshape(-1, *shape)
    for axis, stays in enumerate(can, start=1):
        inside = np.compress(stays, inside, axis=axis)
    parts = _apart(inside)
    left = inside - sum(parts)
    flat = inside.reshape(len(inside), -1)
    spans = flat.max(axis=1) - flat.min(axis=1)
    off = np.abs(left).reshape(len(inside), -1).max(axis=1) > ROUNDING * spans
    if off.any():
        who = problem.players[int(np.argmax(off))]
        named = ", ".join(f"`{issue}`" for issue in issues)
        said = (
            f"the payoff of {who} is no sum over issues: {named} hang together, and GENIUS "
            "cannot hold that"
        )
        raise UnsuitableGame(
            said,
            "take terms that look at several issues out of a copy, or commit issues with --fix",
        )
    for axis, issue in enumerate(issues):
        labels = tuple(
            label for label, stays in zip(options[axis], can[axis], strict=True) if stays
        )
        gone = tuple(
            label for label, stays in zip(options[axis], can[axis], strict=True) if not stays
        )
        yield Column(issue, labels, parts[axis].reshape(len(inside), -1), gone)


def _happening(possible: BoolArray, issues: tuple[str, ...]) -> list[BoolArray]:
    """Which options of each issue can happen.

    Raises
    ------
    UnsuitableGame
        If which of them can depends on those of other issues.
    """
    rest = [tuple(a for a in range(possible.ndim) if a != axis) for axis in range(possible.ndim)]
    masks = [np.asarray(possible.any(axis=others), dtype=bool) for others in rest]
    every = masks[0]
    for mask in masks[1:]:
        every = np.logical_and.outer(every, mask)
    if not every.any() or not np.array_equal(every, possible):
        named = ", ".join(f"`{issue}`" for issue in issues)
        said = f"some combinations of {named} cannot happen, and GENIUS has no way to say so"
        raise UnsuitableGame(
            said,
            "take what is under `infeasible` out of a copy, or give those combinations payoffs",
        )
    return masks


def _apart(payoffs: FloatArray) -> list[FloatArray]:
    """For each issue, what its options add to the first combination, whose payoff stands with the
    first issue.
    """
    corner = payoffs[(slice(None), *(slice(0, 1),) * (payoffs.ndim - 1))]
    parts = []
    for axis in range(1, payoffs.ndim):
        line = payoffs[
            (
                slice(None),
                *(slice(None) if a == axis else slice(0, 1) for a in range(1, payoffs.ndim)),
            )
        ]
        parts.append(line if axis == 1 else line - corner)
    return parts


@record
class Scaled:
    """A player's payoffs as weights and evaluations.

    Parameters
    ----------
    weights : tuple of float
        One an issue, adding up to 1.
    evaluations : tuple of tuple of float
        Of each issue's options, from 0 to 1.
    reservation : float
        What no deal is worth on that scale; below 0 where it is worse than every package, above 1
        where better.
    least, span : float
        The payoff that 0 stands for, and how much more 1 does.
    """

    weights: tuple[float, ...]
    evaluations: tuple[tuple[float, ...], ...]
    reservation: float
    least: float
    span: float


def scaled(columns: Sequence[Column], player: int, no_deal: float) -> Scaled:
    """A player's payoffs on the scale of GENIUS.

    Notes
    -----
    The largest evaluation of an issue is 1, so that programs which do not divide by it read the
    same. Where nothing matters to a player, weights are equal and evaluations 0, and one unit of
    payoff stays one.
    """
    rows = [column.payoffs[player] for column in columns]
    lows, spans = [float(row.min()) for row in rows], [float(row.max() - row.min()) for row in rows]
    least, span = sum(lows), sum(spans)
    weights = tuple(each / span if span else 1.0 / len(rows) for each in spans)
    evaluations = tuple(
        tuple((float(x) - low) / each if each else 0.0 for x in row)
        for row, low, each in zip(rows, lows, spans, strict=True)
    )
    return Scaled(weights, evaluations, (no_deal - least) / (span or 1.0), least, span or 1.0)


def quoted(text: str) -> str:
    """A text as the value of an attribute: on one line, without signs that XML has no place for."""
    return '"' + "".join(_SIGNS.get(sign, sign) for sign in tidy(text)) + '"'


def comment(sentences: Sequence[str]) -> str:
    """Sentences as a comment, in which no two hyphens may touch."""
    said = tidy(" ".join(sentences))
    while "--" in said:
        said = said.replace("--", "- -")
    return f"<!-- {said} -->"


def domain_text(
    title: str, columns: Sequence[Column], agents: Sequence[tuple[str, str]], about: Sequence[str]
) -> str:
    """What is negotiated, and which file holds whose profile.

    Parameters
    ----------
    title : str
        What the objective is called.
    columns : sequence of Column
        The issues.
    agents : sequence of (str, str)
        Each player's name, and the name of its file.
    about : sequence of str
        Sentences for the comment.
    """
    lines = [HEAD, comment(about), "<negotiation_template>"]
    lines += [
        f"  <agent name={quoted(name)} utility_space={quoted(file)}></agent>"
        for name, file in agents
    ]
    lines += [f'  <utility_space number_of_issues="{len(columns)}">', f"    {_objective(title)}"]
    for number, column in enumerate(columns, start=1):
        lines += _issue(number, column, None)
    return "\n".join(
        [*lines, "    </objective>", "  </utility_space>", "</negotiation_template>", ""]
    )


def profile_text(
    title: str, name: str, columns: Sequence[Column], found: Scaled, about: Sequence[str]
) -> str:
    """What one player makes of it; parameters as for `domain_text`, and the player's payoffs on the
    scale.
    """
    count = f'number_of_issues="{len(columns)}"'
    lines = [
        HEAD,
        comment(about),
        f'<utility_space type="any" {count} name={quoted(name)}>',
        f"    {_objective(title)}",
    ]
    for number, column in enumerate(columns, start=1):
        lines += _issue(number, column, found.evaluations[number - 1])
    for number, weight in enumerate(found.weights, start=1):
        lines.append(f'      <weight index="{number}" value="{weight!r}"></weight>')
    lines += ["    </objective>", '  <discount_factor value="1.0"></discount_factor>']
    return "\n".join(
        [
            *lines,
            f'  <reservation value="{found.reservation!r}"></reservation>',
            "</utility_space>",
            "",
        ]
    )


def _objective(title: str) -> str:
    return (
        '<objective index="0" etype="objective" type="objective" description="" '
        f"name={quoted(title)}>"
    )


def _issue(number: int, column: Column, evaluations: Sequence[float] | None) -> Iterator[str]:
    kinds = 'etype="discrete" type="discrete" vtype="discrete"'
    yield f'      <issue index="{number}" {kinds} name={quoted(column.issue)}>'
    for place, option in enumerate(column.options):
        worth = "" if evaluations is None else f' evaluation="{evaluations[place]!r}"'
        yield f'        <item index="{place + 1}" value={quoted(option)}{worth}></item>'
    yield "      </issue>"


@record
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
        The domain's file; the profiles are called after it and the players, such as `talks-us.xml`
        of `talks.xml`.

    Raises
    ------
    UnsuitableGame
        If a payoff is no sum over issues or a level, some combination cannot happen, or there is
        nothing to decide.
    """
    check_numbers(problem, "a profile of GENIUS")
    issues = columns(problem)
    if problem.curve or not issues:
        raise UnsuitableGame("nothing is to be decided here that an issue of GENIUS could hold")
    seats = problem.seats
    names = _file_names(name, [problem.keys[player] for player in seats])
    found = [scaled(issues, player, float(problem.disagreement[player])) for player in seats]
    told = (
        *(_scale(problem, p, one) for p, one in zip(seats, found, strict=True)),
        *_lost(problem, issues, found),
    )
    title = problem.title or Path(name).stem
    written = "Written by negotiate."
    profiles = [
        profile_text(
            title, problem.players[player], issues, one, [written, _scale(problem, player, one)]
        )
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
            raise FileRefused(
                f"`{beside}` exists already", "name another file, or add --force to replace it"
            )
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
        found.append(
            own if own.lower() not in map(str.lower, found) else f"{stem}-{word}-{number}{ENDING}"
        )
    return found


def _scale(problem: BargainingProblem, player: int, found: Scaled) -> str:
    unit = problem.units[player] if len(problem.units) > player else ""
    counted = f" {unit}" if unit else ""
    least, most = (_payoff(x, found.span) for x in (found.least, found.least + found.span))
    if least == most:  # a payoff so large that what it spans is beyond the digits of a number
        most = f"{_payoff(found.span, found.span)} more"
    return (
        f"For {problem.players[player]}, utility 0 stands for a payoff of {least}{counted} and "
        f"1 for {most}."
    )


def _payoff(x: float, span: float) -> str:
    """A payoff without what is only rounding where payoffs range over so much."""
    return f"{round(x, 10 - floor(log10(span))) + 0.0:.12g}"


def _lost(
    problem: BargainingProblem, issues: tuple[Column, ...], found: list[Scaled]
) -> Iterator[str]:
    """What the files cannot hold, in sentences."""
    hard = [claim for claim in problem.claims if claim.name in problem.standing]
    if hard:
        named = ", ".join(f"`{claim.name}` of {problem.players[claim.player]}" for claim in hard)
        yield (
            "Packages may cross red lines or fail to be ratified, which these files do not say: "
            f"{named}."
        )
    if any(claim.kind == "soft red line" for claim in problem.claims):
        yield "The price of soft red lines is taken off the evaluations."
    yield from _reservations(problem, found)
    silent = [problem.players[p] for p, signs in enumerate(problem.signers) if not signs]
    if silent:
        yield f"No file is written for who does not sign: {', '.join(silent)}."
    for column in filter(lambda one: one.dropped, issues):
        yield (
            f"`{column.issue}` is written without what cannot happen: {', '.join(column.dropped)}."
        )
    if problem.fixed:
        yield (
            "Issues that no deal sets are left out: "
            f"{', '.join(f'{i} {o}' for i, o in problem.fixed.items())}."
        )
    if problem.money:
        yield "That money may change hands is not written."


def _reservations(problem: BargainingProblem, found: list[Scaled]) -> Iterator[str]:
    """Reservation values that lie outside of the scale."""
    for player, one in zip(problem.seats, found, strict=True):
        where = ""
        if one.reservation < 0:
            where = "below 0: no deal is worse than any package"
        elif one.reservation > 1:
            where = "above 1: no package is as good"
        if where:
            value = f"The reservation value of {problem.players[player]} is {one.reservation:.6g}"
            yield f"{value}, {where}; programs that take it for 0 or 1 find other points."
