"""What the two sides of a comparison are called, in a heading and inside a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from negotiate.comparison.result import SideComparison
from negotiate.render.text import joined, safe
from negotiate.views.scenario import Scenario

AS_IT_IS = "as it is"
VARIANT = "variant "
LONGEST = 24
"""Columns for the name of a side in a table; a longer one is "changed", or "first" and "second"."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The names of both sides.

    Parameters
    ----------
    first, second : str
        As the end of a clause: "as it is", "under containment", "with weight = 2", "in my-chicken".
    heads : tuple of str
        The same for the column of a table.
    title : str
        Of the whole comparison.
    """

    first: str
    second: str
    heads: tuple[str, str]
    title: str


def sides(found: SideComparison) -> Sides:
    """Name the sides by what is different about them: what was changed, or else which file it is."""
    one, other = found.first, found.second
    if (one.path, one.name) == (other.path, other.name):
        phrases = [_phrase("", side) for side in (one, other)]
        heads = [_head("", side) for side in (one, other)]
    else:
        names = [side.path if one.name == other.name else side.name for side in (one, other)]
        phrases = [_phrase(name, side) for name, side in zip(names, (one, other), strict=True)]
        heads = [_head(name, side) for name, side in zip(names, (one, other), strict=True)]
    if phrases[0] == phrases[1]:
        phrases, heads = ["on the first side", "on the second side"], ["first", "second"]
    if max(map(cell_len, heads)) > LONGEST:
        heads = ["first" if heads[0] != AS_IT_IS else AS_IT_IS, "changed" if heads[0] == AS_IT_IS else "second"]
    return Sides(phrases[0], phrases[1], (heads[0], heads[1]), _title(one, other, phrases))


def _title(one: Scenario, other: Scenario, phrases: list[str]) -> str:
    titles = [safe(side.about.title, True) for side in (one, other)]
    if titles[0] == titles[1]:
        return f"{titles[0]}: {phrases[0]} and {phrases[1]}"
    return f"{safe(one.heading, True)} against {safe(other.heading, True)}"


def _phrase(name: str, side: Scenario) -> str:
    changes = [safe(change, True) for change in side.changes]
    variants = [f"under {change.removeprefix(VARIANT)}" for change in changes if change.startswith(VARIANT)]
    others = [change for change in changes if not change.startswith(VARIANT)]
    parts = [*([f"in {safe(name, True)}"] if name else []), *variants, *([f"with {joined(others)}"] if others else [])]
    return " ".join(parts) or AS_IT_IS


def _head(name: str, side: Scenario) -> str:
    changes = [safe(change, True).removeprefix(VARIANT) for change in side.changes]
    return ", ".join([*([safe(name, True)] if name else []), *changes]) or AS_IT_IS
