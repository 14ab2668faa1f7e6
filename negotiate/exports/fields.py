"""How the records of this room are written as JSON; see `negotiate.report.json`."""

SCHEMAS = {"Exported": "negotiate/export/2"}
"""Class of a result → the name and number of its shape."""
