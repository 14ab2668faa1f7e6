"""Reads a game in normal form, with its payoffs in a row or as numbered outcomes.

References
----------
The Gambit Project: *Game representation formats*, "The strategic game (.nfg) file format", payoff and outcome version.
"""

from __future__ import annotations

from array import array
from math import prod

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.errors import GameTooLarge
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.gambit.source import CLOSE, END, OPEN, WORD, Cursor, apart, names, players

PAYOFF_LIMIT, PLAYER_LIMIT = 10_000_000, 25
"""Payoffs in one table, one a player and combination; and players, since each is an axis of the table."""


def read_normal_form(cursor: Cursor) -> NormalFormGame:
    """The game of a text whose first word, NFG, has been passed.

    Raises
    ------
    ScenarioError
        With the place of the first mistake.
    GameTooLarge
        If there are more than `PAYOFF_LIMIT` payoffs, by the numbers of strategies and before any is read.
    """
    title, named = prologue(cursor, 1)
    if len(named) > PLAYER_LIMIT:
        raise GameTooLarge("players of a normal form", len(named), PLAYER_LIMIT, "a tree can have more")
    labels = _strategies(cursor, len(named))
    cursor.skip_text()
    sizes = [len(row) for row in labels]
    if (count := prod(sizes) * len(named)) > PAYOFF_LIMIT:
        raise GameTooLarge("payoffs in the table", count, PAYOFF_LIMIT, "take strategies away")
    body = _by_outcomes if cursor.kind == OPEN else _by_payoffs
    flat = body(cursor, prod(sizes), len(named))
    if cursor.kind != END:
        said = f"the table of {' × '.join(map(str, sizes))} is complete, and `{cursor.word}` is one entry too many"
        raise cursor.wrong("gambit-count", said, "see whether the numbers of strategies are right")
    table = flat.reshape(*sizes[::-1], len(named)).T
    return NormalFormGame.from_arrays(*table, labels=labels, players=named, title=title)


def prologue(cursor: Cursor, version: int) -> tuple[str, tuple[str, ...]]:
    """Title and players, as far as both formats have them in common."""
    if cursor.kind != WORD or cursor.word != str(version):
        raise cursor.unexpected(f"the version {version}")
    cursor.step()
    if cursor.kind != WORD or cursor.word not in ("R", "D"):
        raise cursor.unexpected("`R`")
    cursor.step()
    title = cursor.text("the title", lines=True)
    return title, players(cursor)


def _strategies(cursor: Cursor, count: int) -> list[tuple[str, ...]]:
    """Each player's strategies: their names, or how many there are."""
    cursor.expect(OPEN, "`{` before the strategies")
    rows: list[tuple[str, ...]] = []
    while cursor.kind in (OPEN, WORD):
        if len(rows) == count:
            raise cursor.wrong("gambit-count", f"strategies of more than {count} players", "name each player")
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
    if count > PAYOFF_LIMIT:
        raise GameTooLarge("strategies of one player", count, PAYOFF_LIMIT, "take strategies away")
    return tuple(str(place + 1) for place in range(count))


def _by_payoffs(cursor: Cursor, cells: int, n_players: int) -> FloatArray:
    """The payoffs as they stand in a row, the first player's strategy changing fastest."""
    found = array("d")
    for _ in range(cells * n_players):
        if cursor.kind == END:
            said = f"the file ends after {len(found):,} of {cells * n_players:,} payoffs"
            raise cursor.wrong("gambit-cut-off", said, "copy the whole file again from where it comes from")
        found.append(cursor.number("a payoff")[0])
    return np.frombuffer(found, dtype=np.float64)


def _by_outcomes(cursor: Cursor, cells: int, n_players: int) -> FloatArray:
    """The payoffs of the outcomes whose numbers stand in a row; 0 is the outcome that pays nobody anything."""
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
            raise cursor.wrong("gambit-cut-off", said, "copy the whole file again from where it comes from")
        at = cursor.start, cursor.end
        number = cursor.whole("the number of an outcome")
        if number >= len(outcomes):
            said = f"there is no outcome {number}; there are {len(outcomes) - 1}"
            raise cursor.source.wrong(*at, "gambit-unknown", said, "0 is the outcome that pays nothing")
        found.append(number)
    return np.array(outcomes)[np.frombuffer(found, dtype=np.int64)]


def payoffs(cursor: Cursor, n_players: int) -> list[tuple[float, str]]:
    """One number a player, and the brace after them; the brace before has been passed."""
    found: list[tuple[float, str]] = []
    while cursor.kind == WORD:
        if len(found) == n_players:
            said = f"an outcome pays {n_players} players, and `{cursor.word}` is one payoff too many"
            raise cursor.wrong("gambit-count", said, "give one number a player")
        found.append(cursor.number("a payoff"))
    if len(found) < n_players and cursor.kind == CLOSE:
        said = f"an outcome pays {n_players} players, and only {len(found)} payoffs stand here"
        raise cursor.wrong("gambit-count", said, "give one number a player")
    cursor.expect(CLOSE, "a payoff, or `}` after the payoffs,")
    return found
