"""How games are written as JSON, where their fields do not say it; see `negotiate.report.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from negotiate.games.standpoints import Standpoint, Standpoints
from negotiate.report.json import BY_PLAYER, LISTED, PLAYER, Way, alike, keyed, or_null

if TYPE_CHECKING:
    from negotiate.arrays import BoolArray, FloatArray
    from negotiate.games.extensive import ExtensiveGame
    from negotiate.report.json import Writer

MOST_NODES = 100_000
"""Nodes at which players move: of a larger tree the information sets are not listed."""


def sets_are_listed(game: ExtensiveGame) -> bool:
    """Whether the information sets of a tree are written: somebody moves without knowing all that
    happened.
    """
    return not game.perfect_information and int((game.tree.mover >= 0).sum()) <= MOST_NODES


def small(table: FloatArray | BoolArray | None, _: Writer) -> FloatArray | BoolArray | None:
    """A table of strategies against strategies, if it is not too large to be written."""
    return table if table is not None and table.size <= LISTED else None


def _payoffs(tables: FloatArray, writer: Writer) -> Any:
    own = [small(table, writer) for table in tables]
    return None if own[0] is None else dict(zip(writer.about.keys, own, strict=True))


def _types(types: dict[str, int], writer: Writer) -> dict[str, dict[str, float]]:
    game: ExtensiveGame = writer.about
    nodes = {key: int((game.tree.move == move).argmax()) for key, move in types.items()}
    return {
        key: dict(
            zip(
                game.action_labels(node),
                game.tree.odds[game.tree.children(node)].tolist(),
                strict=True,
            )
        )
        for key, node in nodes.items()
    }


def _sets(game: ExtensiveGame, writer: Writer) -> list[Standpoint] | None:
    if not sets_are_listed(game):
        return None
    points = Standpoints(game)
    return [points.at(label) for label in writer.cut(points.labels).tolist()]


def _paths(point: Standpoint, writer: Writer) -> list[list[str]]:
    game: ExtensiveGame = writer.about
    return [game.actions_to(node) for node in writer.cut(point.nodes)]


NESTED = {"type": ["array", "null"]}
ONLY = {
    "NormalFormGame": (
        *(
            "title",
            "form",
            "players",
            "units",
            "ordinal",
            "strategies",
            "payoffs",
            "feasible",
            "kept",
            "red_lines",
        ),
        *("crossed", "option_names", "notes"),
    ),
    "ExtensiveGame": (
        *(
            "title",
            "form",
            "players",
            "units",
            "ordinal",
            "nodes",
            "endings",
            "moves",
            "types",
            "information_sets",
        ),
        *("red_lines", "unsigned", "notes"),
    ),
    "Strategy": ("label", "choices"),
}
"""Class → what is written of it, where its fields are working material."""
DETAILS = {
    "NormalFormGame": ("strategies", "payoffs", "feasible", "crossed"),
    "ExtensiveGame": ("information_sets",),
}
"""Class → what is written of it only where everything is wanted."""
FIELDS = {
    "NormalFormGame": {
        "form": Way(
            lambda *_: "normal", {"const": "normal"}, "a table, in which all choose at once"
        ),
        **alike(BY_PLAYER, "players", "units", "strategies"),
        "payoffs": Way(
            _payoffs,
            or_null(keyed(NESTED)),
            (
                "one payoff a combination, nested as the strategies stand; null for more than "
                f"{LISTED:,} combinations"
            ),
        ),
        "feasible": Way(small, NESTED),
        "crossed": Way(
            lambda lines, writer: {name: small(mask, writer) for name, mask in lines.items()},
            keyed(NESTED),
        ),
    },
    "ExtensiveGame": {
        "form": Way(lambda *_: "extensive", {"const": "extensive"}, "a tree of moves"),
        **alike(BY_PLAYER, "players", "units"),
        "nodes": Way(lambda game, _: len(game.tree), "int", "how many there are, endings included"),
        "endings": Way(lambda game, _: len(game.payoffs), "int", "how many there are"),
        "types": Way(
            _types, "Mapping[str, Mapping[str, float]]", "player → private type → its probability"
        ),
        "information_sets": Way(
            _sets,
            "tuple[Standpoint, ...] | None",
            "null where every mover knows all, or the tree is very large",
        ),
    },
    "Move": {"mover": PLAYER},
    "Standpoint": {
        **alike(PLAYER, "last_by", "owner"),
        "paths": Way(_paths, "tuple[tuple[str, ...], ...]", "to each node"),
    },
}
"""Class → field → how it is written."""
