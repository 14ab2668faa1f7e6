"""Bridge: what rooms that have no reports yet take from here; it goes with them."""

from __future__ import annotations

from negotiate.report.plain import tabbed

__all__ = ["tabbed"]
