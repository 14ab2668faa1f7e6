"""Writes what a lens shows into a file that other programs read."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from negotiate.bargaining.problem import BargainingProblem
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.formats.gambit.normal_form import nfg
from negotiate.formats.gambit.tree import efg
from negotiate.formats.game import game_text
from negotiate.formats.genius.writing import write_genius
from negotiate.formats.graphml import graphml, moves_graphml
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.loading.library import holds_problem
from negotiate.standing.graph_model import GraphModel
from negotiate.views.at_once import simultaneous_tree
from negotiate.writing.atomic import put
from negotiate.writing.destination import refuse_what_is_no_file

Game = NormalFormGame | ExtensiveGame
MOVES = ".graphml"
"""The ending of a file that states and moves are written to."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file.

    Parameters
    ----------
    suffix : str
        The ending of its name.
    holds : str
        What it holds, in a few words.
    text : callable
        From a game to what stands in the file.
    lens : {'solve', 'tree'} or None
        The form that it holds; None for either.
    """

    suffix: str
    holds: str
    text: Callable[[Game], str]
    lens: str | None = None


def write(game: Game | BargainingProblem | GraphModel, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write a game, a bargaining problem or a conflict into a file for other programs.

    Parameters
    ----------
    game : NormalFormGame, ExtensiveGame, BargainingProblem or GraphModel
        A game in normal form goes into a file for trees as the tree in which nobody sees what was chosen before; a
        tree goes into `.nfg` only where it draws such a game.
    path : str or path
        Its ending says what is written: `.nfg` and `.efg` for Gambit, `.graphml` for programs that draw and measure
        graphs, `.json` for any. A bargaining problem goes into `.xml` for GENIUS: the domain there, and beside it a
        profile for each player who signs, such as `talks-us.xml` of `talks.xml`. The states and moves of a graph model
        go into `.graphml`.
    force : bool
        Replace a file that stands there.

    Returns
    -------
    path
        The file.

    Raises
    ------
    FileRefused
        If something stands there, or the name has another ending. Folders, pipes and devices are never replaced.
    NotWritten
        If the system refuses.
    UnsuitableGame
        If the format cannot hold the game: a tree in `.nfg`; in one of Gambit's, combinations that cannot happen or
        a name of more than a thousand characters; in one of GENIUS, payoffs that are no sum over issues.

    Notes
    -----
    What `read` makes of one of Gambit's files has the same payoffs, bit for bit, the same tree, odds, information sets
    and labels; white space and control signs in labels become single spaces, and labels that differ in nothing else
    are told apart by numbers, such as `stay` and `stay (2)`. Units, red lines and packages have no place there, and are
    told in its comment. So is, in a file of GENIUS, which payoffs the utilities 0 and 1 stand for.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from negotiate import NormalFormGame, read
    >>> game = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], title="Matching pennies")
    >>> file = write(game, pathlib.Path(tempfile.mkdtemp(), "pennies.efg"))
    >>> read(file)
    <ExtensiveGame 'Matching pennies': player 1, player 2; 7 nodes, 4 leaves>
    """
    if not isinstance(game, NormalFormGame | ExtensiveGame | BargainingProblem | GraphModel):
        raise UnsuitableGame(
            f"`write` takes a game, a bargaining problem or a graph model, and this is of type `{type(game).__name__}`",
        )
    place = Path(os.fsdecode(path))
    if isinstance(game, BargainingProblem):
        return _as_problem(game, place, force)
    if isinstance(game, GraphModel):
        return _as_moves(game, place, force)
    form = format_of(place)
    refuse_what_is_no_file(place, f"game{form.suffix}")
    put(place, form.text(game), replace=force)
    return place


def format_of(path: Path) -> Format:
    """What is written into a file of this name.

    Raises
    ------
    FileRefused
        If nothing is.
    """
    known = {one.suffix: one for one in FORMATS}
    if path.suffix.lower() not in known:
        endings = "; ".join(f"{one.suffix} {one.holds}" for one in FORMATS)
        found = f"`{path.suffix}` is no ending" if path.suffix else f"`{path}` has no ending"
        raise FileRefused(f"{found} of a file that games are written to", f"the endings are: {endings}")
    return known[path.suffix.lower()]


def _as_problem(problem: BargainingProblem, place: Path, force: bool) -> Path:
    if not holds_problem(place.suffix):
        found = f"`{place.suffix}` is no ending" if place.suffix else f"`{place}` has no ending"
        said = f"{found} of a file that bargaining problems are written to"
        raise FileRefused(said, "the ending is .xml, for GENIUS")
    return write_genius(problem, place, force=force)


def _as_moves(model: GraphModel, place: Path, force: bool) -> Path:
    if place.suffix.lower() != MOVES:
        found = f"`{place.suffix}` is no ending" if place.suffix else f"`{place}` has no ending"
        said = f"{found} of a file that states and moves are written to"
        raise FileRefused(said, f"the ending is {MOVES}, for programs that draw graphs")
    refuse_what_is_no_file(place, f"moves{MOVES}")
    put(place, moves_graphml(model), replace=force)
    return place


def _as_table(game: Game) -> str:
    if isinstance(game, ExtensiveGame):
        if game.normal_form is None:
            raise UnsuitableGame("this game is a tree, and `.nfg` holds games in normal form", "write it as .efg")
        game = game.normal_form
    return nfg(game)


def _as_tree(game: Game) -> ExtensiveGame:
    return simultaneous_tree(game) if isinstance(game, NormalFormGame) else game


FORMATS: tuple[Format, ...] = (
    Format(".nfg", "for Gambit, a game in normal form", _as_table, "solve"),
    Format(".efg", "for Gambit, a tree", lambda game: efg(_as_tree(game)), "tree"),
    Format(".graphml", "for programs that draw graphs, a tree", lambda game: graphml(_as_tree(game)), "tree"),
    Format(".json", "for other programs, either", game_text),
)
"""Every kind of file, by its ending."""
