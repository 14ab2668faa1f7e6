"""How the records of this room are written as JSON; see `negotiate.report.json`."""

from negotiate.report.json import AS_IT_IS

SCHEMAS = {"Verdicts": "negotiate/test/2"}
"""Class of a result → the name and number of its shape."""
FIELDS = {"Verdicts": {"met": AS_IT_IS, "failed": AS_IT_IS}}
"""Class → field → how it is written."""
