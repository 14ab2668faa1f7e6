"""How the records of this room are written as JSON, where their fields do not say it; see
`negotiate.report.json`.
"""

from negotiate.language.writing.reports import following
from negotiate.report.json import AS_IT_IS, Way

SCHEMAS = {
    "Shelf": "negotiate/list/2",
    "Findings": "negotiate/problems/2",
    "Verdicts": "negotiate/test/2",
    "Written": "negotiate/new/2",
}
"""Class of a result → the name and number of its shape."""
FIELDS = {
    "Findings": {"errors": AS_IT_IS, "warnings": AS_IT_IS},
    "Verdicts": {"met": AS_IT_IS, "failed": AS_IT_IS},
    "Written": {
        "next": Way(
            lambda made, _: [typed for typed, _ in following(made)],
            "list[str]",
            "commands to go on with",
        )
    },
}
"""Class → field → how it is written."""
