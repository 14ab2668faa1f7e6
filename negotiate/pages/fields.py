"""How the pages of a class leave as JSON: which there are, for whom, and their text in Markdown."""

from __future__ import annotations

ONLY = {"Document": ("name", "reader", "text")}
