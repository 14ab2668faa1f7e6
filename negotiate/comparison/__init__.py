"""What changes from one look at a negotiation to another, and why."""

from negotiate.comparison.result import (
    Comparison,
    LensComparison,
    SideComparison,
    compare,
    lens_by_lens,
    side_by_side,
)
from negotiate.doors import door

__getattr__ = door(__name__)

__all__ = ["Comparison", "LensComparison", "SideComparison", "compare", "lens_by_lens", "side_by_side"]
