"""Reads a game from a file of Gambit's: trees as `tree` has it, and games in normal form.

A game in normal form has its payoffs in a row, or as numbered outcomes.

References
----------
The Gambit Project: *Game representation formats*, "The strategic game (.nfg) file format", payoff
and outcome version.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from math import prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge, Problem, ScenarioError, ScenarioNotFound
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.gambit.source import (
    CLOSE,
    END,
    OPEN,
    WORD,
    Cursor,
    apart,
    names,
    payoffs,
    prologue,
    source,
)
from negotiate.language.gambit.tree import read_tree
from negotiate.language.library import SUFFIXES, holds_problem


def read(path: str | os.PathLike[str]) -> NormalFormGame | ExtensiveGame:
    """Read a game from a file of Gambit's, `.nfg` or `.efg`.

    Parameters
    ----------
    path : str or path
        Which of the two it is, its first word says and not its name.

    Returns
    -------
    NormalFormGame or ExtensiveGame
        Players are known by their names. Numbers are the nearest floats to what is written;
        outcomes on the way are added to those at the end, exactly. Information sets of one player
        that have the same name are one move, and so are those called `answer` and `answer #2`; one
        without a name is called as its first node is. Comments and the names of outcomes are not
        kept.

    Raises
    ------
    ScenarioNotFound
        If there is no such file.
    ScenarioError
        With the place of the first mistake in it.
    GameTooLarge
        If it has more than two million nodes, or ten million payoffs in a table.

    Notes
    -----
    The work is bounded by the size of the file, and a tree may be as deep as it likes.

    References
    ----------
    The Gambit Project: *Game representation formats*.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "pennies.nfg")
    >>> _ = file.write_text(
    ...     'NFG 1 R "Matching pennies" { "Ann" "Bob" } { 2 2 }  1 -1  -1 1  -1 1  1 -1'
    ... )
    >>> read(file)
    <NormalFormGame 'Matching pennies': Ann, Bob; 2 × 2 strategies>
    """
    shown = os.fsdecode(path)
    if shown.endswith(SUFFIXES):
        raise ScenarioNotFound(
            f"`{shown}` is a scenario, and `read` takes a game", "`load` reads a scenario"
        )
    if holds_problem(shown):
        said = f"`{shown}` holds a bargaining problem of GENIUS, and `read` takes a game"
        raise ScenarioNotFound(said, "`read_genius` reads it, with the profiles beside it")
    cursor = Cursor(source(shown))
    if cursor.kind == WORD and cursor.word == "NFG":
        cursor.step()
        return read_normal_form(cursor)
    if cursor.kind == WORD and cursor.word == "EFG":
        cursor.step()
        return read_tree(cursor)
    raise cursor.unexpected(
        "`NFG` or `EFG`", "a game in normal form starts with NFG 1 R, a tree with EFG 2 R"
    )


def problems(path: str) -> Sequence[Problem]:
    """What is wrong with a file of Gambit's: the first mistake, or nothing."""
    try:
        read(path)
    except ScenarioError as wrong:
        return wrong.problems
    return ()


PAYOFF_LIMIT, PLAYER_LIMIT = 10_000_000, 25
"""Payoffs in one table, one a player and combination; and players, since each is an axis of the
table.
"""


def read_normal_form(cursor: Cursor) -> NormalFormGame:
    """The game of a text whose first word, NFG, has been passed.

    Raises
    ------
    ScenarioError
        With the place of the first mistake.
    GameTooLarge
        If there are more than `PAYOFF_LIMIT` payoffs, by the numbers of strategies and before any
        is read.
    """
    title, named = prologue(cursor, 1)
    GameTooLarge.refuse(
        "players of a normal form", len(named), PLAYER_LIMIT, "a tree can have more"
    )
    labels = _strategies(cursor, len(named))
    cursor.skip_text()
    sizes = [len(row) for row in labels]
    GameTooLarge.refuse(
        "payoffs in the table", prod(sizes) * len(named), PAYOFF_LIMIT, "take strategies away"
    )
    body = _by_outcomes if cursor.kind == OPEN else _by_payoffs
    flat = body(cursor, prod(sizes), len(named))
    if cursor.kind != END:
        said = (
            f"the table of {' × '.join(map(str, sizes))} is complete, and `{cursor.word}` is "
            "one entry too many"
        )
        raise cursor.wrong("gambit-count", said, "see whether the numbers of strategies are right")
    table = flat.reshape(*sizes[::-1], len(named)).T
    return NormalFormGame.from_arrays(*table, labels=labels, players=named, title=title)


def _strategies(cursor: Cursor, count: int) -> list[tuple[str, ...]]:
    """Each player's strategies: their names, or how many there are."""
    cursor.expect(OPEN, "`{` before the strategies")
    rows: list[tuple[str, ...]] = []
    while cursor.kind in (OPEN, WORD):
        if len(rows) == count:
            raise cursor.wrong(
                "gambit-count", f"strategies of more than {count} players", "name each player"
            )
        if cursor.kind == OPEN:
            rows.append(apart(names(cursor, "strategy")))
        else:
            rows.append(_counted(cursor))
    if len(rows) < count and cursor.kind == CLOSE:
        said = f"strategies of {len(rows)} players stand here, and {count} are named"
        raise cursor.wrong("gambit-count", said, "give each player its strategies")
    cursor.expect(CLOSE, "`}` after the strategies")
    return rows


def _counted(cursor: Cursor) -> tuple[str, ...]:
    """Strategies of which only the number is given."""
    count = cursor.whole("the number of a player's strategies", 1, "gambit-count")
    GameTooLarge.refuse("strategies of one player", count, PAYOFF_LIMIT, "take strategies away")
    return tuple(str(place + 1) for place in range(count))


def _by_payoffs(cursor: Cursor, cells: int, n_players: int) -> FloatArray:
    """The payoffs as they stand in a row, the first player's strategy changing fastest."""
    found = array("d")
    for _ in range(cells * n_players):
        if cursor.kind == END:
            said = f"the file ends after {len(found):,} of {cells * n_players:,} payoffs"
            raise cursor.wrong(
                "gambit-cut-off", said, "copy the whole file again from where it comes from"
            )
        found.append(cursor.number("a payoff")[0])
    return np.frombuffer(found, dtype=np.float64)


def _by_outcomes(cursor: Cursor, cells: int, n_players: int) -> FloatArray:
    """The payoffs of the outcomes whose numbers stand in a row; 0 is the outcome that pays nobody
    anything.
    """
    outcomes = [(0.0,) * n_players]
    cursor.expect(OPEN, "`{` before the outcomes")
    while cursor.kind == OPEN:
        cursor.step()
        cursor.skip_text()
        outcomes.append(tuple(number for number, _ in payoffs(cursor, n_players)))
    cursor.expect(CLOSE, "`{` before the next outcome, or `}` after the last")
    found = array("q")
    for _ in range(cells):
        if cursor.kind == END:
            said = f"the file ends after {len(found):,} of {cells:,} combinations"
            raise cursor.wrong(
                "gambit-cut-off", said, "copy the whole file again from where it comes from"
            )
        at = cursor.start, cursor.end
        number = cursor.whole("the number of an outcome")
        if number >= len(outcomes):
            said = f"there is no outcome {number}; there are {len(outcomes) - 1}"
            raise cursor.wrong("gambit-unknown", said, "0 is the outcome that pays nothing", at)
        found.append(number)
    return np.array(outcomes)[np.frombuffer(found, dtype=np.int64)]
