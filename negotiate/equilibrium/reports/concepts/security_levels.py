"""Security levels: what each player can guarantee itself, by what, and how the others can hold it to no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negotiate.equilibrium.concepts.security_levels import SecurityLevel, SecurityLevels
from negotiate.equilibrium.reports import words
from negotiate.equilibrium.reports.payoffs import digits, largest
from negotiate.equilibrium.reports.words import page
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Cell, Column, Entry, Report, Table, sentences
from negotiate.report.numbers import aligned, rounded
from negotiate.report.style import Look

WHATEVER = {1: "", 2: ", whatever the other does"}
MINMAX = "The minmax is the lowest payoff to which the others can hold a player who knows what they do."


def report(sol: Solution, look: Look) -> Report:
    """The security level of each player that was asked about."""
    game, found = words.read(sol, SecurityLevels)
    worths = [(one, one.pure_maxmin if one.value is None else one.value) for one in found.levels]
    said = [
        f"{words.whose(game, one.player, True)} security level (maxmin) is {rounded(worth, _digits(game, one))}."
        for one, worth in worths
    ]
    average = " on average" if any(map(_mixes, found.levels)) else ""
    whatever = WHATEVER.get(game.n_players, ", whatever the others do")
    meaning = f"The security level is the most that a player can guarantee{average}{whatever}."
    texts = [" ".join(said), meaning, *([MINMAX] if game.n_players > 1 else [])]
    return page(sol, [*sentences(texts), _table(game, found.levels)], open_still="mixed strategies are left out")


def _digits(game: NormalFormGame, level: SecurityLevel) -> int:
    value = [] if level.value is None else [level.value]
    return digits(game, level.player, [level.pure_maxmin, level.pure_minmax, *value])


def _mixes(level: SecurityLevel) -> bool:
    return level.strategy is not None and int(np.count_nonzero(level.strategy)) > 1


def _bounds(game: NormalFormGame, level: SecurityLevel) -> Iterator[tuple[str, str, float]]:
    """The lines of one player, from what one strategy guarantees to what one combination of the others holds it to."""
    own = [words.label(game, level.player, i) for i in level.pure_strategies]
    yield "maxmin", words.several(own, words.PARTS, "or"), level.pure_maxmin
    if level.value is not None and level.strategy is not None and _mixes(level):
        yield "maxmin, mixed", words.strategy(game, level.player, level.strategy), level.value
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
            yield "minmax, mixed", by, level.value
        else:
            by = words.mixture(combinations(list(np.ndindex(lottery.shape))), lottery.ravel())
            yield "minmax, coordinated", by, level.value
    yield "minmax", words.several(combinations(level.pure_punishments), words.PARTS, "or"), level.pure_minmax


def _table(game: NormalFormGame, levels: Sequence[SecurityLevel]) -> Table:
    heads = (Column(head, key=key) for head, key in (("Player", "player"), ("Level", "bound"), ("By", "by")))
    rows: list[tuple[Entry, ...]] = []
    for level in levels:
        lines = list(_bounds(game, level))
        shown = aligned([payoff for *_, payoff in lines], _digits(game, level))
        for k, ((bound, by, payoff), number) in enumerate(zip(lines, shown, strict=True)):
            who = words.player_cell(game, level.player, level.player if k else -1)
            rows.append((who, bound, by, Cell(number, payoff, size=largest(game)[level.player])))
    return Table((*heads, Column("Payoff", "payoff", "payoff")), tuple(rows))
