"""How the records of this room are written as JSON; see `negotiate.report.json`."""

from negotiate.report.json import AS_IT_IS

SCHEMAS = {"Findings": "negotiate/problems/2"}
"""Class of a result → the name and number of its shape."""
FIELDS = {"Findings": {"errors": AS_IT_IS, "warnings": AS_IT_IS}}
"""Class → field → how it is written."""
