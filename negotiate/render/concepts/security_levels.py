"""Security levels told: what each player is sure of, by what, and how the others can hold it to no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from rich.console import RenderableType

from negotiate.games.normal_form import FloatArray, NormalFormGame
from negotiate.render.concepts.columns import columns
from negotiate.render.concepts.falling import label, name
from negotiate.render.concepts.told import Told
from negotiate.render.exactly import largest
from negotiate.report.numbers import all_fractions, contrast, decimals, exact, probability, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.security_levels import SecurityLevel, SecurityLevels
from negotiate.solvers.solution import Solution

PARTS = 4
"""Strategies or combinations that one line names."""


class Bound(NamedTuple):
    """One line: what is sure or the limit, by what means, and how much."""

    what: str
    by: str
    payoff: float


def _read(sol: Solution) -> tuple[NormalFormGame, SecurityLevels]:
    if not isinstance(sol.game, NormalFormGame) or not isinstance(sol.finding, SecurityLevels):
        raise TypeError("this solution is about another concept")
    return sol.game, sol.finding


def _sure_of(level: SecurityLevel) -> float:
    return level.pure_maxmin if level.value is None else level.value


def _digits(game: NormalFormGame, level: SecurityLevel) -> int:
    told = [level.pure_maxmin, level.pure_minmax, _sure_of(level)]
    return max(decimals(map(float, np.unique(game.payoffs[level.player]))), decimals(told))


def _headline(sol: Solution) -> str:
    game, found = _read(sol)
    parts = [
        f"{name(game, level.player)} {'can be sure of' if k == 0 else 'of'} "
        f"{rounded(_sure_of(level), _digits(game, level))}"
        for k, level in enumerate(found.levels)
    ]
    rest = {1: "", 2: ", whatever the other does"}.get(game.n_players, ", whatever the others do")
    average = " on average" if any(_mixes(level) for level in found.levels) else ""
    return f"{joined(parts)}{average}{rest}."


def _mixes(level: SecurityLevel) -> bool:
    return level.strategy is not None and int(np.count_nonzero(level.strategy)) > 1


def _sentences(sol: Solution) -> Sequence[str]:
    game, found = _read(sol)
    return [_telling(game, level) for level in found.levels]


def _telling(game: NormalFormGame, level: SecurityLevel) -> str:
    """What one player is sure of, and how the others can see to it that it gets no more."""
    who, digits = name(game, level.player), _digits(game, level)
    sure, alone = contrast(_sure_of(level), level.pure_maxmin, digits)
    said = f"{who} is sure of {sure}{' on average' if _mixes(level) else ''} by {_own(game, level)}"
    if _mixes(level):
        said += f" (`{_pure(game, level)[0]}` alone: {alone})"
    if game.n_players == 1 or level.value is None:
        return f"{said}."
    others = _others(game, level)
    concert = "" if level.independent else ", acting in concert"
    subject = name(game, others[0]) if len(others) == 1 else "the others"
    return f"{said}; {subject} can hold it to that by {_against(game, level)}{concert}."


def _others(game: NormalFormGame, level: SecurityLevel) -> list[int]:
    return [p for p in range(game.n_players) if p != level.player]


def _pure(game: NormalFormGame, level: SecurityLevel) -> list[str]:
    return [label(game, level.player, i) for i in level.pure_strategies]


def _own(game: NormalFormGame, level: SecurityLevel) -> str:
    """What guarantees a player its level."""
    if level.strategy is None or not _mixes(level):
        return _several(_pure(game, level))
    return _mixture([label(game, level.player, i) for i in range(len(level.strategy))], level.strategy)


def _against(game: NormalFormGame, level: SecurityLevel) -> str:
    """What holds a player to its level: one lottery, or one for each of the others."""
    others, lottery = _others(game, level), level.punishment
    if lottery is None:
        return _several(_combinations(game, level))
    if level.independent:
        parts = []
        for axis, p in enumerate(others):
            weights = lottery.sum(axis=tuple(a for a in range(lottery.ndim) if a != axis))
            said = _mixture([label(game, p, i) for i in range(len(weights))], weights)
            parts.append(said if len(others) == 1 else f"{name(game, p)} {said}")
        return joined(parts)
    labels = [
        " | ".join(label(game, p, i) for p, i in zip(others, place, strict=True)) for place in np.ndindex(lottery.shape)
    ]
    return _mixture(labels, lottery.ravel())


def _combinations(game: NormalFormGame, level: SecurityLevel) -> list[str]:
    others = _others(game, level)
    return [
        " | ".join(label(game, p, i) for p, i in zip(others, profile, strict=True))
        for profile in level.pure_punishments
    ]


def _several(labels: Sequence[str]) -> str:
    shown = [f"`{one}`" for one in labels[:PARTS]]
    return joined([*shown, f"{len(labels) - PARTS:,} more"] if len(labels) > PARTS else shown, "or")


def _mixture(labels: Sequence[str], weights: FloatArray) -> str:
    used = sorted((int(i) for i in np.flatnonzero(weights)), key=lambda i: (-weights[i], i))
    if len(used) == 1:
        return f"`{labels[used[0]]}`"
    fractions = all_fractions(float(weights[i]) for i in used)
    parts = [f"{probability(float(weights[i]), fractions)} {labels[i]}" for i in used[:PARTS]]
    return " + ".join([*parts, f"{len(used) - PARTS:,} more"] if len(used) > PARTS else parts)


def _bounds(game: NormalFormGame, level: SecurityLevel) -> list[Bound]:
    """The lines of one player, from what it is sure of alone to what the others can hold it to alone."""
    lines = [Bound("is sure of", _several(_pure(game, level)), level.pure_maxmin)]
    if _mixes(level) and level.value is not None:
        lines.append(Bound("is sure of, mixing", _own(game, level), level.value))
    if game.n_players == 1:
        return lines
    mixing = level.punishment is not None and int(np.count_nonzero(level.punishment)) > 1
    if mixing and level.value is not None:
        how = "is held to, mixing" if level.independent else "is held to, in concert"
        lines.append(Bound(how, _against(game, level), level.value))
    lines.append(Bound("is held to", _several(_combinations(game, level)), level.pure_minmax))
    return lines


def _body(sol: Solution, look: Look) -> Iterable[RenderableType]:
    game, found = _read(sol)
    rows = []
    for level in found.levels:
        digits = _digits(game, level)
        for k, line in enumerate(_bounds(game, level)):
            who = "" if k else name(game, level.player)
            rows.append([who, line.what, line.by.replace("`", ""), rounded(line.payoff, digits)])
    yield from columns(["Player", "", "By", "Payoff"], rows, 3, look)


def _rows(sol: Solution) -> Sequence[Sequence[str]]:
    game, found = _read(sol)
    lines = [(game.keys[level.player], line) for level in found.levels for line in _bounds(game, level)]
    size = dict(zip(game.keys, largest(game), strict=True))
    rows = [[key, line.what, line.by.replace("`", ""), exact(line.payoff, size[key])] for key, line in lines]
    return [["player", "bound", "by", "payoff"], *rows]


TOLD = Told("maxmin", _headline, _sentences, _body, _rows)
