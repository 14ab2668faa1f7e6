"""How the records of this room are written as JSON, where their fields do not say it; see `negotiate.report.json`."""

from __future__ import annotations

from negotiate.report.json import AS_IT_IS, BY_PLAYER, COUNT, LEFT_OUT, PACKAGE_OF, PACKAGES, Way

SCHEMAS = {"Deal": "negotiate/deal/2"}
"""Class of a result → the name and number of its shape."""
ONLY = {
    "BargainingProblem": (
        *("title", "players", "signers", "count", "feasible_count", "claims", "landmarks", "status_quo", "notes"),
    )
}
"""Class → what is written of it, where its fields are working material."""
FIELDS = {
    "BargainingProblem": {"players": BY_PLAYER, "signers": BY_PLAYER, "feasible_count": COUNT},
    "DealCase": {
        "size": COUNT,
        "points": Way(lambda points, _: {rule.name: point for rule, point in points}, "Mapping[str, BargainingPoint]"),
        "exists": AS_IT_IS,
        "no_deal": Way(
            lambda case, _: case.problem.no_deals[case.problem.chosen], "NoDeal", "what happens without a deal"
        ),
    },
    "Frontier": {"packages": PACKAGES, "gains": LEFT_OUT, "step": LEFT_OUT},
    "Landmark": {"package": PACKAGE_OF},
    "BargainingPoint": {"packages": PACKAGES},
}
"""Class → field → how it is written."""
