"""What two scenarios say differently, one line a thing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from negotiate.comparison.differences import COMMITTED, Difference, Value
from negotiate.comparison.result import SideComparison
from negotiate.comparison.worth_change import WorthChange
from negotiate.render.comparing.sides import Sides
from negotiate.render.comparing.whys import Telling, amount, both
from negotiate.report.words import safe
from negotiate.views.reports.formulas import plain_number

SAID, TERMS, OWN = 5, 4, 10
"""How many of each are told without `--all`; of terms more, as far as they stand on one side only."""


def changes(found: SideComparison, tell: Telling, everything: bool, step: str) -> list[str]:
    """A line for every difference, term and payoff; the first few of each unless everything is asked for."""
    said = [difference(one, tell.sides, step) for one in found.differences]
    own = [worth(one, tell, step) for one in found.worths.terms if one.of_one_side]
    terms = [*own, *(worth(one, tell, step) for one in found.worths.terms if not one.of_one_side)]
    payoffs = [worth(one, tell, step) for one in found.worths.payoffs if not _told(one, found.worths.terms)]
    if found.worths.refused:
        payoffs.append(f"payoffs cannot be compared: {safe(found.worths.refused, True)}")
    if everything:
        return [*said, *terms, *payoffs]
    return [*_some(said, SAID), *_some(terms, max(TERMS, min(len(own), OWN))), *payoffs]


def _some(lines: Sequence[str], most: int) -> Iterable[str]:
    if len(lines) <= most + 1:
        return lines
    return [*lines[:most], f"{len(lines) - most} more like these, with `--all`"]


def _told(payoff: WorthChange, terms: Sequence[WorthChange]) -> bool:
    """Whether one term alone is all that moves a payoff, so that the payoff says nothing new."""
    return len([term for term in terms if term.player == payoff.player]) == 1


def difference(found: Difference, sides: Sides, step: str) -> str:
    """What one side says and what the other does: "parameter rivalry: 0 → 1"."""
    name = f"{found.kind} {safe(found.name, True)}".rstrip()
    if found.kind == COMMITTED:
        sides_say = ["free" if side is None else f"committed to {words(side)}" for side in (found.first, found.second)]
        return f"issue {safe(found.name, True)}: {f' {step} '.join(sides_say)}"
    if found.first is None or found.second is None:
        side, value = (sides.second, found.second) if found.first is None else (sides.first, found.first)
        return f"{name}: only {side} ({words(value)})"
    return f"{name}: {words(found.first)} {step} {words(found.second)}"


def words(value: Value) -> str:
    """A value as a person would write it."""
    if isinstance(value, tuple):
        return safe(", ".join(value), True) or "nothing"
    if value is None:
        return "nothing"
    return plain_number(value) if isinstance(value, int | float) else safe(value, True)


def worth(found: WorthChange, tell: Telling, step: str) -> str:
    """Where a term or a payoff moves most, and how far."""
    player, term = safe(found.player, True), safe(found.term, True)
    what = f"payoff term {player}.{term}" if term else f"payoff of {tell.name(found.player)}"
    size = found.amount
    if found.of_one_side:
        side, size = (tell.sides.second, found.second) if math.isnan(found.first) else (tell.sides.first, found.first)
        what, moves = f"{what}: only {side},", amount(size)
    else:
        old, new = both(found.first, found.second)
        moves = f"{old} {step} {new}"
    if found.everywhere:
        colon = "" if found.of_one_side else ":"
        return f"{what}{colon} {'+' if size > 0 else ''}{amount(size)} at every package"
    at = ", ".join(f"{safe(issue, True)} {safe(option, True)}" for issue, option in found.at.items())
    return f"{what} {'most' if found.of_one_side else 'changes most'} where {at}: {moves}"
