"""Reads a game from a file of Gambit's."""

from __future__ import annotations

import os
from collections.abc import Sequence

from negotiate.errors import Problem, ScenarioError, ScenarioNotFound
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.gambit.normal_form import read_normal_form
from negotiate.language.gambit.source import WORD, Cursor, source
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
        Players are known by their names. Numbers are the nearest floats to what is written; outcomes on the way are
        added to those at the end, exactly. Information sets of one player that have the same name are one move, and so
        are those called `answer` and `answer #2`; one without a name is called as its first node is. Comments and the
        names of outcomes are not kept.

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
    >>> _ = file.write_text('NFG 1 R "Matching pennies" { "Ann" "Bob" } { 2 2 }  1 -1  -1 1  -1 1  1 -1')
    >>> read(file)
    <NormalFormGame 'Matching pennies': Ann, Bob; 2 × 2 strategies>
    """
    shown = os.fsdecode(path)
    if shown.endswith(SUFFIXES):
        raise ScenarioNotFound(f"`{shown}` is a scenario, and `read` takes a game", "`load` reads a scenario")
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
    raise cursor.unexpected("`NFG` or `EFG`", "a game in normal form starts with NFG 1 R, a tree with EFG 2 R")


def problems(path: str) -> Sequence[Problem]:
    """What is wrong with a file of Gambit's: the first mistake, or nothing."""
    try:
        read(path)
    except ScenarioError as wrong:
        return wrong.problems
    return ()
