"""How the records of this room are written as JSON, where their fields do not say it; see
`negotiate.report.json`.
"""

from __future__ import annotations

from typing import Any

from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.report.json import (
    AS_IT_IS,
    BY_PLAYER,
    LEFT_OUT,
    NUMBER,
    STRING,
    Way,
    Writer,
    alike,
    keyed,
    list_of,
    object_of,
)

TITLE = Way(
    lambda scenario, _: scenario.heading,
    "str",
    "the scenario's title, with what was changed for this look",
)
"""`show --json` holds the rest of a side."""
SCHEMAS = {
    "SideComparison": "negotiate/comparison/3",
    "LensComparison": "negotiate/lens-comparison/3",
    "Credibility": "negotiate/threats/2",
}
"""Class of a result → the name and number of its shape."""


def _endings(way: TreeEquilibrium, _: Writer) -> list[dict[str, Any]]:
    game, leaves = way.game, way.game.tree.leaves
    return [
        {"probability": chance, "path": game.actions_to(int(leaves[leaf]))}
        for leaf, chance in way.endings
    ]


def _play(way: TreeEquilibrium, writer: Writer) -> dict[str, Any]:
    return {
        "payoffs": dict(zip(writer.about.keys, way.payoffs, strict=True)),
        "endings": _endings(way, writer),
    }


ENDINGS = list_of(object_of(probability=NUMBER, path=list_of(STRING)))
PLAY = Way(_play, object_of(payoffs=keyed(NUMBER), endings=ENDINGS))
"""Where play ends, and what it gives."""
WORD = Way(lambda word, _: word or None, "str | None")
"""A word; null where there is none."""
FIELDS = {
    "SideComparison": {
        "first": TITLE,
        "second": TITLE,
        "nothing_differs": AS_IT_IS,
        "only_red_lines": AS_IT_IS,
    },
    "LensComparison": {
        "scenario": LEFT_OUT,
        "title": Way(lambda found, _: found.scenario.heading, "str", TITLE.says),
    },
    "LensChange": {"same": AS_IT_IS, "as_alone": AS_IT_IS, "moved": AS_IT_IS, "places": AS_IT_IS},
    "Fates": {
        "signed": Way(
            lambda sizes, _: [None if size < 0 else size for size in sizes],
            "tuple[int | None, ...]",
        )
    },
    "Worths": {"payoffs": AS_IT_IS},
    "WorthChange": {"amount": AS_IT_IS},
    "Cause": {"kind": AS_IT_IS},
    "FollowThrough": {
        "node": LEFT_OUT,
        "announced": WORD,
        **alike(AS_IT_IS, "missing", "optimal", "threshold"),
    },
    "Price": {"cost_of_defying": AS_IT_IS},
    "Stage": {
        "equilibrium": LEFT_OUT,
        "endings": Way(
            lambda stage, writer: _endings(stage.equilibrium, writer), ENDINGS, "where play ends"
        ),
    },
    "Threat": {
        **alike(WORD, "announced_at", "issue", "parameter"),
        **alike(PLAY, "today", "bound", "never"),
        "cost_today": AS_IT_IS,
        "worth_of_binding": BY_PLAYER,
    },
}
"""Class → field → how it is written."""
