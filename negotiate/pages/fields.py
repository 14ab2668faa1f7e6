"""How the pages of a class leave as JSON: which there are, and for whom."""

from __future__ import annotations

ONLY = {"Document": ("name", "reader")}
