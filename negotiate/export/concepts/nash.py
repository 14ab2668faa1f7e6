"""What Nash equilibria of the same game give, as a plain dictionary beside another concept's answer."""

from __future__ import annotations

from negotiate.solvers.concepts.nash_payoffs import NashRange


def nash_json(nash: NashRange | None) -> dict[str, float | bool] | None:
    """The least and the most, and whether all Nash equilibria were looked at; None where none was found."""
    return None if nash is None else {"least": nash.least, "most": nash.most, "complete": nash.complete}
