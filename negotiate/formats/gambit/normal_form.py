"""Writes a game in normal form, its payoffs in a row.

References
----------
The Gambit Project: *Game representation formats*, "The strategic game (.nfg) file format, payoff version".
"""

from __future__ import annotations

from collections.abc import Iterator

from negotiate.errors import UnsuitableGame
from negotiate.formats.gambit.about import about
from negotiate.formats.gambit.signs import braced, comment, number, players, quoted
from negotiate.games.normal_form import NormalFormGame


def nfg(game: NormalFormGame) -> str:
    """The text of a `.nfg` file.

    Raises
    ------
    UnsuitableGame
        If some combination cannot happen: the format has no word for it.
    """
    if game.feasible is not None and not game.feasible.all():
        impossible = int((~game.feasible).sum())
        raise UnsuitableGame(
            f"{impossible:,} of the game's {game.feasible.size:,} combinations cannot happen, and a file of Gambit's "
            "has no way to say so",
            "take what is under `infeasible` out of a copy, or give those combinations payoffs",
        )
    return "\n".join(_lines(game)) + "\n"


def _lines(game: NormalFormGame) -> Iterator[str]:
    yield f"NFG 1 R {quoted(game.title)} {players(game.players)}"
    yield ""
    yield "{"
    for row in game.strategies:
        yield f"  {braced([strategy.label for strategy in row])}"
    yield "}"
    yield comment(about(game))
    yield ""
    cells = game.payoffs.T.reshape(-1, game.n_players)  # the first player's strategy changes fastest
    for cell in cells.tolist():
        yield " ".join(map(number, cell))
