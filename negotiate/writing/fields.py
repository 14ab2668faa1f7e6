"""How the records of this room are written as JSON; see `negotiate.report.json`."""

from negotiate.report.json import Way
from negotiate.writing.reports import following

SCHEMAS = {"Written": "negotiate/new/2"}
"""Class of a result → the name and number of its shape."""
FIELDS = {
    "Written": {
        "next": Way(lambda made, _: [typed for typed, _ in following(made)], "list[str]", "commands to go on with")
    }
}
"""Class → field → how it is written."""
