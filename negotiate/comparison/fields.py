"""How the records of this room are written as JSON, where their fields do not say it; see `negotiate.report.json`."""

from __future__ import annotations

from negotiate.report.json import AS_IT_IS, LEFT_OUT, Way

TITLE = Way(lambda scenario, _: scenario.heading, "str", "the scenario's title, with what was changed for this look")
"""`show --json` holds the rest of a side."""
SCHEMAS = {"SideComparison": "negotiate/comparison/2"}
"""Class of a result → the name and number of its shape."""
ONLY = {"Lens": ("name", "command", "question")}
"""Class → what is written of it, where its fields are working material."""
FIELDS = {
    "SideComparison": {"first": TITLE, "second": TITLE, "nothing_differs": AS_IT_IS, "only_red_lines": AS_IT_IS},
    "LensComparison": {"scenario": LEFT_OUT, "title": Way(lambda found, _: found.scenario.heading, "str", TITLE.says)},
    "LensChange": {"same": AS_IT_IS, "as_alone": AS_IT_IS, "moved": AS_IT_IS, "places": AS_IT_IS},
    "Fates": {"signed": Way(lambda sizes, _: [None if size < 0 else size for size in sizes], "tuple[int | None, ...]")},
    "Prediction": {"tables": LEFT_OUT},
    "Outcome": {"payoffs": AS_IT_IS, "equilibrium": LEFT_OUT},
    "Worths": {"payoffs": AS_IT_IS},
    "WorthChange": {"amount": AS_IT_IS},
    "Cause": {"kind": AS_IT_IS},
}
"""Class → field → how it is written."""
