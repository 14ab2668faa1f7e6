"""`negotiate export`: a game for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from negotiate import ExtensiveGame, write
from negotiate.cli.arguments import Export
from negotiate.cli.commands import Misused, chosen
from negotiate.cli.forms import Answer
from negotiate.cli.subjects import GameFile, at_once, game_or_scenario
from negotiate.exports import graphml
from negotiate.exports.files import Exported, about_game, about_moves, about_problem, format_of
from negotiate.exports.genius import genius_files
from negotiate.language.library import holds_problem
from negotiate.lenses import lens_of

LENSES = ("solve", "tree", "stability")
"""What of a scenario is written: the game where all choose at once, where they move in turn, or
states and moves.
"""


def answer(asked: Export) -> Answer:
    """What was written, or what would stand in the file.

    Raises
    ------
    Misused
        If what is asked for cannot stand in such a file.
    """
    if asked.csv:
        raise Misused("a game file is no table", "leave `--csv` out")
    lens = None if asked.lens is None else chosen(asked.lens, LENSES, "--lens")
    if asked.file is not None and holds_problem(asked.file):
        return _problem(asked, asked.file)
    if lens is not None and lens_of(lens).states:
        return _moves(asked, lens)
    form = None if asked.file is None else format_of(Path(asked.file))
    if form is not None and lens is not None and lens_of(lens).moves and not form.trees:
        raise Misused(
            f"`{form.suffix}` holds no tree", f"end the name in .efg, or leave `--lens {lens}` out"
        )
    found = game_or_scenario(asked)
    natural = (
        isinstance(found.game, ExtensiveGame)
        if isinstance(found, GameFile)
        else bool(found.protocol)
    )
    lens = lens or (form.lens if form is not None else None) or ("tree" if natural else "solve")
    tree = lens_of(lens).moves
    game = found.in_turn() if tree else at_once(found)
    form = form or format_of(Path("game.efg" if tree else "game.nfg"))
    return _written(asked, game, lens, form.suffix[1:], form.text, about_game)


def _written(
    asked: Export,
    found: Any,
    lens: str,
    ending: str,
    text_of: Callable[[Any], str],
    about: Callable[[Any, str], Any],
) -> Answer:
    """Write a file, or say what would stand in it."""
    if asked.file is None:
        text = text_of(found)
        return Answer(Exported(None, ending, lens, text), text=text)
    write(found, asked.file, force=asked.force)
    return Answer(Exported(asked.file, ending, lens, None, about(found, asked.file)))


def _moves(asked: Export, lens: str) -> Answer:
    """Write the states and moves of a conflict, or say what would stand in the file.

    Raises
    ------
    Misused
        If a game is given: its players are no longer those who decide issues.
    """
    found = game_or_scenario(asked)
    if isinstance(found, GameFile):
        raise Misused(
            f"`--lens {lens}` asks about a scenario, and this is a game",
            f"leave `--lens {lens}` out",
        )
    return _written(asked, found.standing(), lens, "graphml", graphml.moves_graphml, about_moves)


def _problem(asked: Export, file: str) -> Answer:
    """Write the domain and the profiles of a bargaining problem for GENIUS.

    Raises
    ------
    Misused
        If a game is given or asked for.
    """
    found = game_or_scenario(asked)
    if isinstance(found, GameFile) or asked.lens is not None:
        raise Misused(
            "`.xml` holds what could be signed, and no game", "end the name in .nfg or .efg"
        )
    problem = found.together()
    files = genius_files(problem, Path(file).name)
    write(problem, file, force=asked.force)
    *profiles, domain = [name for name, _ in files.texts]
    said = (about_problem(file, profiles),)
    return Answer(Exported(file, "xml", "deal", None, said, (*profiles, domain), tuple(files.told)))
