"""Security levels: what each player can guarantee itself, by what, and how the others can hold it to no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Cell, Column, Entry, Report, Table
from negotiate.report.numbers import aligned, rounded
from negotiate.report.style import Look
from negotiate.report.words import joined
from negotiate.solvers.concepts.security_levels import SecurityLevel, SecurityLevels
from negotiate.solvers.reports.concepts import words
from negotiate.solvers.reports.payoffs import largest
from negotiate.solvers.solution import Solution

MINMAX = "The minmax is the least to which the others can hold a player who knows what they do."


def report(sol: Solution, look: Look) -> Report:
    """The security level of each player that was asked about."""
    game, found = words.table_game(sol), sol.finding
    if not isinstance(found, SecurityLevels):
        raise TypeError("this solution is about another concept")
    texts = [_answer(game, found.levels), MINMAX if game.n_players > 1 else ""]
    return words.page(sol, texts, [_table(game, found.levels)])


def _level(level: SecurityLevel) -> float:
    return level.pure_maxmin if level.value is None else level.value


def _places(game: NormalFormGame, level: SecurityLevel) -> int:
    return words.digits(game, level.player, [level.pure_maxmin, level.pure_minmax, _level(level)])


def _answer(game: NormalFormGame, levels: Sequence[SecurityLevel]) -> str:
    parts = [f"{rounded(_level(one), _places(game, one))} for {words.name(game, one.player)}" for one in levels]
    verb = "level (maxmin) is" if len(levels) == 1 else "levels (maxmin) are"
    each = "the player" if len(levels) == 1 else "each player"
    whatever = {1: "", 2: ", whatever the other does"}.get(game.n_players, ", whatever the others do")
    average = " on average" if any(_mixes(level) for level in levels) else ""
    return f"The security {verb} {joined(parts)}: what {each} can guarantee itself{average}{whatever}."


def _mixes(level: SecurityLevel) -> bool:
    return level.strategy is not None and int(np.count_nonzero(level.strategy)) > 1


def _bounds(game: NormalFormGame, level: SecurityLevel) -> Iterator[tuple[str, str, float]]:
    """The lines of one player, from what one strategy guarantees to what one combination of the others holds it to."""
    own = [words.label(game, level.player, i) for i in level.pure_strategies]
    yield "maxmin", words.several(own, words.PARTS, "or"), level.pure_maxmin
    if level.value is not None and level.strategy is not None and _mixes(level):
        yield "maxmin, mixing", words.strategy(game, level.player, level.strategy), level.value
    if game.n_players == 1:
        return
    others, lottery = [p for p in range(game.n_players) if p != level.player], level.punishment

    def combinations(chosen: Sequence[Sequence[int]]) -> list[str]:
        return [" | ".join(words.label(game, p, i) for p, i in zip(others, one, strict=True)) for one in chosen]

    if level.value is not None and lottery is not None and int(np.count_nonzero(lottery)) > 1:
        if level.independent:
            axes = range(lottery.ndim)
            each = [lottery.sum(axis=tuple(a for a in axes if a != axis)) for axis in axes]
            by = " | ".join(words.strategy(game, p, weights) for p, weights in zip(others, each, strict=True))
            yield "minmax, mixing", by, level.value
        else:
            by = words.mixture(combinations(list(np.ndindex(lottery.shape))), lottery.ravel())
            yield "minmax, acting together", by, level.value
    yield "minmax", words.several(combinations(level.pure_punishments), words.PARTS, "or"), level.pure_minmax


def _table(game: NormalFormGame, levels: Sequence[SecurityLevel]) -> Table:
    heads = (Column(head, key=key) for head, key in (("Player", "player"), ("Level", "bound"), ("By", "by")))
    rows: list[tuple[Entry, ...]] = []
    for level in levels:
        lines = list(_bounds(game, level))
        shown = aligned([payoff for *_, payoff in lines], _places(game, level))
        for k, ((bound, by, payoff), number) in enumerate(zip(lines, shown, strict=True)):
            who = words.player_cell(game, level.player, level.player if k else -1)
            rows.append((who, bound, by, Cell(number, payoff, size=largest(game)[level.player])))
    return Table((*heads, Column("Payoff", "payoff", "payoff")), tuple(rows))
