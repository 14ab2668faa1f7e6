"""The payoff matrix of a game for two players: which part of it is shown, and every mark on it.

A large game is reduced to the strategies that its equilibria use and the best that each player
leaves undone there, or to those of its first equilibria. `report` shows a game by itself: its
matrix, or its tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from negotiate.arrays import BoolArray
from negotiate.equilibrium.reports import CROSSED, Words, crossing_legend, tree
from negotiate.equilibrium.solution import Equilibrium, Game
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Block, Matrix, Note, Report, Square, notes
from negotiate.report.style import Look, counted, in_units, joined, safe

LARGEST = 6
"""A game with more strategies for somebody is folded, and no more rows or columns than this are
shown.
"""
AROUND, SLICED = 5, 22
"""Lines of a matrix beside those of its rows, and how many all matrices of three players may
fill.
"""
STAR = "★"
Places = list[int]
"""Strategies of one player."""


def matrix(
    game: NormalFormGame,
    look: Look,
    equilibria: Sequence[Equilibrium] = (),
    digits: Sequence[int] = (0, 0),
) -> Matrix | Note:
    """A game as a payoff matrix with its equilibria on it.

    Parameters
    ----------
    game : NormalFormGame
        Of any size: one that has no matrix is described in a note.
    look : Look
        `all` shows every row and column.
    equilibria : sequence of Equilibrium
        Pure ones are starred, and all of them decide what of a large game is shown.
    digits : sequence of int
        Least decimals a player; 0 for as many as the numbers need.
    """
    shown = _shown(game, equilibria, look.all)
    if shown is None:
        words = Words(game)
        sizes = enumerate(game.shape)
        has = [
            f"{words.name(p, p == 0)} has {counted(n, 'strategy', 'strategies')}" for p, n in sizes
        ]
        return Note(f"{joined(has)}.")
    drawn = _drawn(game, equilibria, digits, *shown)
    return replace(drawn, more=_more(game, equilibria, *shown))


def slices(
    game: NormalFormGame,
    look: Look,
    equilibria: Sequence[Equilibrium] = (),
    digits: Sequence[int] = (0, 0, 0),
) -> list[Matrix]:
    """A small game for three players: a payoff matrix of the first two for each option of the
    third.

    Parameters
    ----------
    game : NormalFormGame
        One for other than three players, or one that would fill more than a screen, has none.
    look, equilibria, digits
        As in `matrix`.
    """
    lines = game.shape[-1] * (game.shape[0] + AROUND)
    if game.n_players != 3 or max(game.shape) > LARGEST or (lines > SLICED and not look.all):
        return []
    rows, columns, options = map(range, game.shape)
    return [
        _drawn(game, equilibria, digits, rows, columns, k, keyed=k == options[-1]) for k in options
    ]


def _drawn(
    game: NormalFormGame,
    equilibria: Sequence[Equilibrium],
    digits: Sequence[int],
    rows: Sequence[int],
    columns: Sequence[int],
    *third: int,
    keyed: bool = True,
) -> Matrix:
    """Rows and columns of a game, under one option of a third player; what its signs mean where
    that is wanted.
    """
    words, drawn, best = Words(game), np.ix_(rows, columns), best_replies(game)
    # The red lines that some shown combinations cross, and others not: a mark on every square would
    # tell nothing.
    masks = {} if third else game.crossed  # of three players, `deal` tells
    crossed = {
        name: mask for name, mask in masks.items() if mask[drawn].any() and not mask[drawn].all()
    }
    stars = {tuple(own[0] for own in e.support) for e in equilibria if e.pure}

    def square(place: tuple[int, ...]) -> Square:
        if game.feasible is not None and not game.feasible[place]:
            return Square(())
        marks = CROSSED if any(mask[place] for mask in crossed.values()) else ""
        replies = tuple(bool(own[place]) for own in best)
        return Square(words.payoffs(place), replies, marks + STAR * (place in stars))

    return Matrix(
        players=tuple(safe(name, True) for name in game.players),
        rows=tuple(words.label(0, i) for i in rows),
        columns=tuple(words.label(1, j) for j in columns),
        squares=tuple(tuple(square((i, j, *third)) for j in columns) for i in rows),
        digits=tuple(digits),
        legend=tuple(_legend(game, equilibria, crossed, rows, columns)) if keyed else (),
        data=True,
        given=words.label(2, *third) if third else "",
        keyed=keyed,
    )


def _shown(
    game: NormalFormGame, equilibria: Sequence[Equilibrium], everything: bool
) -> tuple[Places, Places] | None:
    """What is shown of a game of two: everything, else as much around the equilibria as there is
    room for.
    """
    if game.n_players != 2:
        return None
    if everything or max(game.shape) <= LARGEST:
        return list(range(game.shape[0])), list(range(game.shape[1]))
    used, labels = (
        [e.support for e in equilibria],
        [[one.label for one in own] for own in game.strategies],
    )
    best = {(reason.player, reason.alternative) for e in equilibria for reason in e.reasons}
    undone = tuple(
        tuple(i for i, label in enumerate(own) if (p, label) in best)
        for p, own in enumerate(labels)
    )
    for kept in ([*used, undone], *(used[:k] for k in range(min(len(used), LARGEST**2), 0, -1))):
        rows, columns = (sorted(set().union(*own)) for own in zip(*kept, strict=True))
        if 0 < len(rows) <= LARGEST and 0 < len(columns) <= LARGEST:
            return rows, columns
    return None


def best_replies(game: NormalFormGame) -> BoolArray:
    """Where no other strategy would give a player more against what the others do, shape `(players,
    *strategies)`.
    """
    possible = np.ones(game.shape, dtype=bool) if game.feasible is None else game.feasible
    replies = np.zeros(game.payoffs.shape, dtype=bool)
    numbers, margin = game.comparable()
    for p in range(game.n_players):
        worth = np.where(possible, numbers[p], -np.inf)
        replies[p] = possible & (worth >= worth.max(axis=p, keepdims=True) - margin[p])
    return replies


def _legend(
    game: NormalFormGame,
    equilibria: Sequence[Equilibrium],
    crossed: Mapping[str, BoolArray],
    rows: Sequence[int],
    columns: Sequence[int],
) -> Iterator[str]:
    if game.n_players > 2:
        yield f"each cell: {joined([Words(game).name(p) for p in range(game.n_players)])}"
    if any(e.pure and e.support[0][0] in rows and e.support[1][0] in columns for e in equilibria):
        yield f"{STAR} equilibrium"
    mixed = [number for number, e in enumerate(equilibria, 1) if not e.pure]
    if mixed and len(equilibria) == 1:
        yield "the equilibrium is mixed, so no cell has a star"
    elif mixed:
        yield (
            f"equilibrium {mixed[0]} is mixed"
            if len(mixed) == 1
            else f"{len(mixed):,} equilibria are mixed"
        )
    if crossed:
        yield crossing_legend(game, crossed)
    if game.feasible is not None and not game.feasible[np.ix_(rows, columns)].all():
        yield "– impossible"


def _more(
    game: NormalFormGame, equilibria: Sequence[Equilibrium], rows: Places, columns: Places
) -> str:
    """What of the game is not shown."""
    left = (game.shape[0] - len(rows), "row"), (game.shape[1] - len(columns), "column")
    parts = [counted(count, f"more {noun}") for count, noun in left if count]
    drawn = set(rows), set(columns)
    omitted = sum(not all(set(e.support[p]) <= drawn[p] for p in range(2)) for e in equilibria)
    beside = f", with {counted(omitted, 'more equilibrium', 'more equilibria')}" if omitted else ""
    return f"{joined(parts)}{beside}" if parts else ""


def report(game: Game, look: Look) -> Report:
    """A matrix or tree without any solution on it, and what payoffs are counted in."""
    drawn: Sequence[Block]
    if isinstance(game, NormalFormGame):
        drawn, size = slices(game, look) or [matrix(game, look)], ""
    else:
        size = f"{counted(len(game.tree), 'node')}, {counted(len(game.payoffs), 'ending')}."
        drawn = [tree.tree(game, look)]
    units = "" if isinstance(drawn[0], Note) else in_units(game.players, game.units)
    return Report(safe(game.title, True), (*drawn, *notes([size, units])), tuple(game.players))
