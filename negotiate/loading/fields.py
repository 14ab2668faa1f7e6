"""How the records of this room are written as JSON; see `negotiate.report.json`."""

SCHEMAS = {"Shelf": "negotiate/list/2"}
"""Class of a result → the name and number of its shape."""
