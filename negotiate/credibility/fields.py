"""How the records of this room are written as JSON, where their fields do not say it; see `negotiate.report.json`."""

from __future__ import annotations

from typing import Any

from negotiate.report.json import AS_IT_IS, BY_PLAYER, LEFT_OUT, Way, Writer, alike
from negotiate.report.shapes import NUMBER, STRING, keyed, list_of, object_of
from negotiate.solvers.solution import TreeEquilibrium

SCHEMAS = {"Credibility": "negotiate/threats/2"}
"""Class of a result → the name and number of its shape."""


def _endings(way: TreeEquilibrium, _: Writer) -> list[dict[str, Any]]:
    game, leaves = way.game, way.game.tree.leaves
    return [{"probability": chance, "path": game.actions_to(int(leaves[leaf]))} for leaf, chance in way.endings]


def _play(way: TreeEquilibrium, writer: Writer) -> dict[str, Any]:
    return {"payoffs": dict(zip(writer.about.keys, way.payoffs, strict=True)), "endings": _endings(way, writer)}


ENDINGS = list_of(object_of(probability=NUMBER, path=list_of(STRING)))
PLAY = Way(_play, object_of(payoffs=keyed(NUMBER), endings=ENDINGS))
"""Where play ends, and what it gives."""
WORD = Way(lambda word, _: word or None, "str | None")
"""A word; null where there is none."""
FIELDS = {
    "FollowThrough": {"node": LEFT_OUT, "announced": WORD, **alike(AS_IT_IS, "missing", "optimal", "threshold")},
    "Price": {"cost_of_defying": AS_IT_IS},
    "Stage": {
        "equilibrium": LEFT_OUT,
        "endings": Way(lambda stage, writer: _endings(stage.equilibrium, writer), ENDINGS, "where play ends"),
    },
    "Threat": {
        **alike(WORD, "announced_at", "issue", "parameter"),
        **alike(PLAY, "today", "bound", "never"),
        "cost_today": AS_IT_IS,
        "worth_of_binding": BY_PLAYER,
    },
}
"""Class → field → how it is written."""
