"""Writes what a lens shows into a file that other programs read, and says what was written.

The text of a file comes from the module of its format; that of a game as JSON is put together here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from negotiate.bargaining.problem import BargainingProblem
from negotiate.conflict.graph_model import GraphModel
from negotiate.display import Shown, record
from negotiate.errors import FileRefused, UnsuitableGame
from negotiate.exports import graphml
from negotiate.exports.gambit import efg, nfg
from negotiate.exports.genius import ENDING, write_genius
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, simultaneous_tree
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.library import holds_problem
from negotiate.language.writing.atomic import put, refuse_what_is_no_file
from negotiate.report.blocks import Report, sentences
from negotiate.report.style import Look, counted, joined, sentence_of

Game = NormalFormGame | ExtensiveGame
MOVES = ".graphml"
"""The ending of a file that states and moves are written to."""


@record
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
    trees : bool
        Whether it can hold a tree.
    """

    suffix: str
    holds: str
    text: Callable[[Game], str]
    lens: str | None = None
    trees: bool = True


def write(
    game: Game | BargainingProblem | GraphModel,
    path: str | os.PathLike[str],
    *,
    force: bool = False,
) -> Path:
    """Write a game, a bargaining problem or a conflict into a file for other programs.

    Parameters
    ----------
    game : NormalFormGame, ExtensiveGame, BargainingProblem or GraphModel
        A game in normal form goes into a file for trees as the tree in which nobody sees what was
        chosen before; a tree goes into `.nfg` only where it draws such a game.
    path : str or path
        Its ending says what is written: `.nfg` and `.efg` for Gambit, `.graphml` for programs that
        draw and measure graphs, `.json` for any. A bargaining problem goes into `.xml` for GENIUS:
        the domain there, and beside it a profile for each player who signs, such as `talks-us.xml`
        of `talks.xml`. The states and moves of a graph model go into `.graphml`.
    force : bool
        Replace a file that stands there.

    Returns
    -------
    path
        The file.

    Raises
    ------
    FileRefused
        If something stands there, or the name has another ending. Folders, pipes and devices are
        never replaced.
    NotWritten
        If the system refuses.
    UnsuitableGame
        If the format cannot hold the game: a tree in `.nfg`; in one of Gambit's, combinations that
        cannot happen or a name of more than a thousand characters; in one of GENIUS, payoffs that
        are no sum over issues.

    Notes
    -----
    What `read` makes of one of Gambit's files has the same payoffs, bit for bit, the same tree,
    odds, information sets and labels; white space and control signs in labels become single spaces,
    and labels that differ in nothing else are told apart by numbers, such as `stay` and `stay (2)`.
    Units, red lines and packages have no place there, and are told in its comment. So is, in a file
    of GENIUS, which payoffs the utilities 0 and 1 stand for.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from negotiate import NormalFormGame, read
    >>> game = NormalFormGame.from_arrays(
    ...     [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], title="Matching pennies"
    ... )
    >>> file = write(game, pathlib.Path(tempfile.mkdtemp(), "pennies.efg"))
    >>> read(file)
    <ExtensiveGame 'Matching pennies': player 1, player 2; 7 nodes, 4 leaves>
    """
    if not isinstance(game, NormalFormGame | ExtensiveGame | BargainingProblem | GraphModel):
        raise UnsuitableGame(
            "`write` takes a game, a bargaining problem or a graph model, and this is of type "
            f"`{type(game).__name__}`",
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
        raise _no_ending(path, "games")
    return known[path.suffix.lower()]


def _no_ending(path: Path, held: str) -> FileRefused:
    """What is said of a name whose ending is not that of a file for games, problems or moves."""
    found = f"`{path.suffix}` is no ending" if path.suffix else f"`{path}` has no ending"
    endings = "; ".join(f"{suffix} {holds}" for suffix, holds in ENDINGS.items())
    return FileRefused(
        f"{found} of a file that {held} are written to", f"the endings are: {endings}"
    )


def _as_problem(problem: BargainingProblem, place: Path, force: bool) -> Path:
    if not holds_problem(place.suffix):
        raise _no_ending(place, "bargaining problems")
    return write_genius(problem, place, force=force)


def _as_moves(model: GraphModel, place: Path, force: bool) -> Path:
    if place.suffix.lower() != MOVES:
        raise _no_ending(place, "states and moves")
    refuse_what_is_no_file(place, f"moves{MOVES}")
    put(place, graphml.moves_graphml(model), replace=force)
    return place


def _as_table(game: Game) -> str:
    if isinstance(game, ExtensiveGame):
        if game.normal_form is None:
            raise UnsuitableGame(
                "this game is a tree, and `.nfg` holds games in normal form", "write it as .efg"
            )
        game = game.normal_form
    return nfg(game)


def _as_tree(game: Game) -> ExtensiveGame:
    return simultaneous_tree(game) if isinstance(game, NormalFormGame) else _alike(game)


def _alike(game: ExtensiveGame) -> ExtensiveGame:
    """A tree, unless a file could not say how its players look at chance.

    Raises
    ------
    UnsuitableGame
        If players hold different odds at a draw, or mind its risk.
    """
    if game.views is not None:
        hint = (
            "take the draws of events out of the protocol: each ending is then worth what each "
            "player expects there"
        )
        raise UnsuitableGame(
            "a game file has one set of odds for all players, and nobody in it minds risk", hint
        )
    return game


GAME = "negotiate/game/1"


def game_text(game: NormalFormGame | ExtensiveGame) -> str:
    """The text of a `.json` file that holds a game."""
    return json.dumps(game_json(game), indent=1, allow_nan=False) + "\n"


def game_json(game: NormalFormGame | ExtensiveGame) -> dict[str, Any]:
    """A game as plain dictionaries, lists, strings and finite numbers.

    Parameters
    ----------
    game : NormalFormGame or ExtensiveGame
        In normal form, `payoffs` is nested as deep as there are players, the last of them changing
        fastest, and holds one number a player; a combination that cannot happen is None. A tree is
        a list of nodes, each after its parent, whose places in that list are their numbers.

    Returns
    -------
    dict
        Players are named by their keys; what does not apply to a node is left out.
    """
    head = {
        "schema": GAME,
        "title": game.title,
        "form": "normal" if isinstance(game, NormalFormGame) else "extensive",
        "players": [
            {"key": key, "name": name} for key, name in zip(game.keys, game.players, strict=True)
        ],
    }
    return head | (_normal(game) if isinstance(game, NormalFormGame) else _tree(_alike(game)))


def _normal(game: NormalFormGame) -> dict[str, Any]:
    cells = np.moveaxis(game.payoffs, 0, -1)
    possible = np.ones(game.shape, dtype=bool) if game.feasible is None else game.feasible
    flat: list[Any] = [
        row if may else None
        for row, may in zip(
            cells.reshape(-1, game.n_players).tolist(), possible.ravel(), strict=True
        )
    ]
    for size in game.shape[:0:-1]:
        flat = [flat[start : start + size] for start in range(0, len(flat), size)]
    labels = {
        key: [s.label for s in row] for key, row in zip(game.keys, game.strategies, strict=True)
    }
    return {"strategies": labels, "payoffs": flat}


def _tree(game: ExtensiveGame) -> dict[str, Any]:
    tree = game.tree
    leaf = np.cumsum(tree.mover == LEAF) - 1
    nodes = []
    for v, (mover, parent) in enumerate(
        zip(tree.mover.tolist(), tree.parent.tolist(), strict=True)
    ):
        node: dict[str, Any] = {}
        if v:
            node |= {"parent": parent, "action": game.action_label(v)}
            node |= {"odds": float(tree.odds[v])} if tree.mover[parent] == CHANCE else {}
        if mover == LEAF:
            node["payoffs"] = game.payoffs[leaf[v]].tolist()
        else:
            node |= {"move": game.moves[int(tree.move[v])].label}
            node |= {"mover": "chance" if mover == CHANCE else game.keys[mover]}
            node |= {} if mover == CHANCE else {"information_set": int(tree.information_set[v])}
        nodes.append(node)
    return {"nodes": nodes}


FORMATS: tuple[Format, ...] = (
    Format(".nfg", "for Gambit, a game in normal form", _as_table, "solve", trees=False),
    Format(".efg", "for Gambit, a tree", lambda game: efg(_as_tree(game)), "tree"),
    Format(
        MOVES,
        "for programs that draw graphs, a tree, or states and moves",
        lambda game: graphml.graphml(_as_tree(game)),
        "tree",
    ),
    Format(".json", "for other programs, either", game_text),
)
"""Every kind of file for games, by its ending."""
ENDINGS = {one.suffix: one.holds for one in FORMATS} | {ENDING: "for GENIUS, what could be signed"}
"""Ending → what is written into such a file."""


SCHEMAS = {"Exported": "negotiate/export/2"}
"""Class of a result → the name and number of its shape; see `negotiate.report.json`."""


@record
class Exported(Shown):
    """A file for other programs.

    Parameters
    ----------
    file : str or None
        What was written; None where the text was asked for.
    format : str
        Its ending, without the point.
    lens : {'solve', 'tree', 'deal', 'stability'}
        What of a scenario stands in it.
    text : str or None
        What would stand in it; None where it was written.
    said : tuple of str
        What stands in it, and what does not, in sentences.
    files : tuple of str
        The names of all files, where there are several.
    notes : tuple of str
        What their numbers mean.
    """

    file: str | None
    format: str
    lens: str
    text: str | None
    said: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def report(found: Exported, look: Look) -> Report:
    """Which game stands in which file now, and what of it does not."""
    return Report("", sentences([*found.said, *found.notes]))


def about_game(game: NormalFormGame | ExtensiveGame, file: str) -> tuple[str, ...]:
    """What stands in the file of a game, and what has no place there."""
    who = counted(len(game.players), "player")
    if file.lower().endswith((".efg", ".graphml")) and isinstance(game, NormalFormGame):
        shape = f"the game of {who} as a tree in which nobody sees what was chosen before"
    elif isinstance(game, NormalFormGame):
        shape = f"the game of {who} in normal form, {' × '.join(map(str, game.shape))} strategies"
    else:
        shape = f"the tree of {who}, {len(game.tree):,} nodes with {len(game.payoffs):,} endings"
    lost = [
        word
        for word, held in (("units", any(game.units)), ("red lines", bool(game.crossed)))
        if held
    ]
    lost += ["packages"] if isinstance(game, ExtensiveGame) and game.issues else []
    missing = [f"The format has no place for {joined(lost)}."] if lost else []
    return (f"{file} is written: {shape}.", *missing, *map(sentence_of, game.notes))


def about_moves(model: GraphModel, file: str) -> tuple[str, ...]:
    """What stands in the file of a conflict's states and moves."""
    moves = sum(one.count for one in model.moves)
    size = (
        f"{counted(len(model.states), 'state')} and {counted(moves, 'move')} of "
        f"{counted(len(model.keys), 'player')}"
    )
    return (f"{file} is written: {size}.", *map(sentence_of, model.notes))


def about_problem(file: str, profiles: Sequence[str]) -> str:
    """Which files of a bargaining problem stand there now."""
    noun = "profiles" if len(profiles) > 1 else "profile"
    return (
        f"{Path(file).as_posix()} is written: the domain, and the {noun} "
        f"{joined(list(profiles))} beside it."
    )
