"""Whether a deal is any good, as one JSON object for other programs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from negotiate.bargaining.assessment import Assessment
from negotiate.export.bargaining.money import by_player, payment_json

ASSESSMENT = "negotiate/assessment/1"
LISTED = 10_000
"""Better packages that are written out."""


def assessment_json(found: Assessment, scenario: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An assessment as plain dictionaries, lists, strings and finite numbers; what nobody knows is None."""
    problem, mark = found.problem, found.mark
    return {
        "schema": ASSESSMENT,
        **({} if scenario is None else {"scenario": dict(scenario)}),
        "title": problem.title,
        "label": mark.label,
        "index": mark.package if mark.on_table else None,
        "package": dict(mark.choices),
        "beyond_the_table": dict(mark.beyond),
        "payoffs": by_player(problem, mark.payoffs),
        "no_deal": by_player(problem, problem.disagreement),
        "terms": {
            player: {term: {"deal": x, "no_deal": y if math.isfinite(y) else None} for term, (x, y) in terms.items()}
            for player, terms in found.terms.items()
        },
        "possible": mark.possible,
        "signed": found.signed,
        "refused": [{"player": problem.keys[c.player], "claim": c.name, "kind": c.kind} for c in found.refused],
        "better_for_all": [
            {
                "index": int(k),
                "package": problem.package(int(k)),
                "payoffs": by_player(problem, column),
                "signed": place < found.signable,
            }
            for place, (k, column) in enumerate(
                zip(found.better[:LISTED], problem.payoffs_of(found.better[:LISTED]).T, strict=True)
            )
        ],
        "better_count": len(found.better),
        "better_signable": found.signable,
        "on_the_frontier": found.on_frontier,
        "payment": payment_json(problem, found.payment),
        "complete": found.complete,
        "notes": list(problem.notes),
    }
