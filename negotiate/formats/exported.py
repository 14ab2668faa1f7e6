"""What `export` says of what it has written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.blocks import Report, sentences
from negotiate.report.style import Look
from negotiate.report.words import counted, joined, sentence_of
from negotiate.standing.graph_model import GraphModel


@dataclass(frozen=True, slots=True)
class Exported:
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
    lost = [word for word, held in (("units", any(game.units)), ("red lines", bool(game.crossed))) if held]
    lost += ["packages"] if isinstance(game, ExtensiveGame) and game.issues else []
    missing = [f"The format has no place for {joined(lost)}."] if lost else []
    return (f"{file} is written: {shape}.", *missing, *map(sentence_of, game.notes))


def about_moves(model: GraphModel, file: str) -> tuple[str, ...]:
    """What stands in the file of a conflict's states and moves."""
    moves = sum(one.count for one in model.moves)
    size = f"{counted(len(model.states), 'state')} and {counted(moves, 'move')} of {counted(len(model.keys), 'player')}"
    return (f"{file} is written: {size}.", *map(sentence_of, model.notes))


def about_problem(file: str, profiles: Sequence[str]) -> str:
    """Which files of a bargaining problem stand there now."""
    noun = "profiles" if len(profiles) > 1 else "profile"
    return f"{Path(file).as_posix()} is written: the domain, and the {noun} {joined(list(profiles))} beside it."
