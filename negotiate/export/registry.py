"""Any answer as one JSON object."""

from __future__ import annotations

from typing import Any

from negotiate.comparison.result import Comparison
from negotiate.credibility.result import Credibility
from negotiate.export.asking import concepts_json
from negotiate.export.bargaining.registry import bargaining_json
from negotiate.export.comparison import comparison_json
from negotiate.export.json import solution_json
from negotiate.export.threats import threats_json
from negotiate.solvers.concepts.asking import Questions
from negotiate.solvers.solution import Solution


def json_of(found: object, origin: Any = None) -> dict[str, Any]:
    """An answer as plain dictionaries, lists, strings and finite numbers; `origin` says where it came from."""
    match found:
        case Solution():
            return solution_json(found, origin)
        case Questions():
            return concepts_json(found.game)
        case Comparison():
            return comparison_json(found, origin or ())
        case Credibility():
            return threats_json(found, origin)
    return bargaining_json(found, origin)
