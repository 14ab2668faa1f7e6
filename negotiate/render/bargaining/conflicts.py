"""Which claims cannot all stand, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich.console import RenderableType

from negotiate.bargaining.refusals.conflicts import Conflict, Conflicts
from negotiate.bargaining.table.claims import Claim
from negotiate.render.bargaining.words import claim_words, names
from negotiate.render.kind import Kind
from negotiate.render.style import Look
from negotiate.render.table import table
from negotiate.render.text import contrast, in_words, joined, safe

METHOD = "Method: packages by the claims that they cross; the smallest sets of claims that meet them all"


def headline(found: Conflicts, money: bool = False) -> str:
    """Whether anything rules deals out, and how many conflicts there are.

    Parameters
    ----------
    found : Conflicts
        Between claims as they stand, without side payments.
    money : bool
        Whether there is a deal with side payments.
    """
    without = " without side payments" if money else ""
    if not found.complete and not found.sets:
        return "The claims are crossed in too many ways to say which few of them are to blame."
    if found.level:
        return f"Some packages cross no claim, yet nobody gains by any of them, so there is nothing to sign{without}."
    if not found.sets:
        return "Nothing stands in the way: there is a deal."
    if len(found.sets) == 1 and found.complete:
        return f"There is no deal{without}: one set of claims rules it out."
    each = f"{in_words(len(found.sets)).lower()} smallest sets of claims"
    if not found.complete:
        return f"There is no deal{without}; of the {each} or more that rule it out, those of fewest claims are listed."
    return f"There is no deal{without}: {each} rule it out, each by itself."


def sentences(found: Conflicts) -> list[str]:
    """One sentence a conflict, those of fewest claims first."""
    return [sentence(found, one) for one in found.sets]


def sentence(found: Conflicts, one: Conflict) -> str:
    """Which claims leave no package between them."""
    lines = [claim for claim in one.claims if claim.kind != "no deal"]
    least = [claim.player for claim in one.claims if claim.kind == "no deal"]
    if not one.claims:
        return "No package is possible at all."
    told = listed(found, lines)
    if not least:
        return f"{told} {_rule_out(len(lines))}."
    if len(least) == 1:
        return _one_left(found, one, told, len(lines), least[0])
    who = f"{'both' if len(least) == 2 else 'all of'} {names(found.problem, least)}"
    start = f"{told} leave{'' if len(lines) > 1 else 's'} no package that" if lines else "No package"
    return f"{start} gives {who} what no deal gives them."


def listed(found: Conflicts, claims: list[Claim]) -> str:
    """Some claims as the start of a sentence."""
    said = joined([claim_words(found.problem, claim) for claim in claims])
    return said[:1].upper() + said[1:]


def _rule_out(count: int) -> str:
    if count == 1:
        return "rules every package out by itself"
    return f"cannot {'both' if count == 2 else 'all'} stand"


def _one_left(found: Conflicts, one: Conflict, told: str, lines: int, player: int) -> str:
    """What the others leave to the one player who would rather have no deal."""
    who = safe(found.problem.players[player], True)
    apart = float(found.problem.disagreement[player])
    best, no_deal = contrast(one.best, apart) if math.isfinite(one.best) else ("less", contrast(apart, apart)[0])
    if not lines:
        return f"No package gives {who} what no deal gives it: {best} at most, and not {no_deal}."
    return f"{told} leave{'' if lines > 1 else 's'} {who} {best} at most, and no deal gives it {no_deal}."


def _told(found: Conflicts) -> list[str]:
    return [headline(found), *sentences(found)]


def _body(found: Conflicts, look: Look) -> Iterable[RenderableType]:
    """Every smallest set of claims without which there is a deal."""
    if not found.removals:
        return []
    gone = [[joined([claim_words(found.problem, claim).rstrip(",") for claim in claims])] for claims in found.removals]
    return table(["There would be a deal without"], gone, 1, look)


def set_rows(found: Conflicts) -> list[list[list[str]]]:
    """The conflicts, and the smallest sets without which there is a deal: a row a claim."""
    tables = []
    groups = (("conflict", [one.claims for one in found.sets]), ("removal", list(found.removals)))
    for noun, sets in groups:
        lines = [[noun, "claim", "player", "kind"]]
        for number, claims in enumerate(sets, 1):
            lines += [[str(number), claim.name, found.problem.keys[claim.player], claim.kind] for claim in claims]
        tables.append(lines)
    return tables


def _remarks(found: Conflicts) -> list[str]:
    more = [] if found.complete else ["Not everything was gone through; there may be more"]
    return [*found.problem.notes, *more, METHOD]


KIND = Kind(Conflicts, _told, _body, set_rows, _remarks)
