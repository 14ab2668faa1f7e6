"""How the records of this room are written as JSON, where their fields do not say it; see `negotiate.report.json`."""

from __future__ import annotations

from typing import Any

from negotiate.report.json import AS_IT_IS, BY_PLAYER, LEFT_OUT, Way, Writer
from negotiate.solvers.solution import TreeEquilibrium

SCHEMAS = {"Credibility": "negotiate/threats/2"}
"""Class of a result → the name and number of its shape."""


def _endings(way: TreeEquilibrium, _: Writer) -> list[dict[str, Any]]:
    game = way.game
    return [
        {"probability": chance, "path": [game.action_label(n) for n in game.path(int(game.tree.leaves[leaf]))[1:]]}
        for leaf, chance in way.endings
    ]


def _play(way: TreeEquilibrium, writer: Writer) -> dict[str, Any]:
    return {"payoffs": dict(zip(writer.about.keys, way.payoffs, strict=True)), "endings": _endings(way, writer)}


ENDINGS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "probability": {"type": "number"},
            "path": {"type": "array", "items": {"type": "string"}},
        },
    },
}
PLAY = Way(
    _play,
    {
        "type": "object",
        "properties": {
            "payoffs": {"type": "object", "additionalProperties": {"type": "number"}},
            "endings": ENDINGS,
        },
    },
)
"""Where play ends, and what it gives."""
WORD = Way(lambda word, _: word or None, "str | None")
"""A word; null where there is none."""
FIELDS = {
    "FollowThrough": {
        "node": LEFT_OUT,
        "announced": WORD,
        "missing": AS_IT_IS,
        "optimal": AS_IT_IS,
        "threshold": AS_IT_IS,
    },
    "Price": {"cost_of_defying": AS_IT_IS},
    "Stage": {
        "equilibrium": LEFT_OUT,
        "endings": Way(lambda stage, writer: _endings(stage.equilibrium, writer), ENDINGS, "where play ends"),
    },
    "Threat": {
        "announced_at": WORD,
        "issue": WORD,
        "parameter": WORD,
        "cost_today": AS_IT_IS,
        "today": PLAY,
        "bound": PLAY,
        "never": PLAY,
        "worth_of_binding": BY_PLAYER,
    },
}
"""Class → field → how it is written."""
