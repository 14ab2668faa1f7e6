"""What the two sides of a comparison are called, in a heading and inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from negotiate.comparison.result import SideComparison
from negotiate.report.words import joined, safe
from negotiate.views.scenario import Scenario

AS_IT_IS, CHANGED = "as it is", "changed"
SIDES = ("first", "second")
VARIANT = "variant "
LONGEST = 24
"""Columns for the name of a side in a table; a longer one is shortened, at the last to "first" or "second"."""


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
    cells : tuple of str
        The files in full where they are two, else "first" and "second".
    """

    first: str
    second: str
    heads: tuple[str, str]
    title: str
    cells: tuple[str, str]


def sides(found: SideComparison) -> Sides:
    """Name the sides by what is different about them: what was changed, or else which file it is."""
    one, other = found.first, found.second
    names = ["", ""]
    if (one.path, one.name) != (other.path, other.name):
        names = [side.path if one.name == other.name else side.name for side in (one, other)]
    phrases = [_phrase(name, side) for name, side in zip(names, (one, other), strict=True)]
    heads = _heads(names, (one, other))
    if phrases[0] == phrases[1]:
        title = f"{safe(one.about.title, True)}: {phrases[0]}, on both sides"
        return Sides("on the first side", "on the second side", heads, title, SIDES)
    cells = (names[0], names[1]) if names[0] and names[1] else SIDES
    return Sides(phrases[0], phrases[1], heads, _title(one, other, phrases), cells)


def _heads(names: Sequence[str], pair: Sequence[Scenario]) -> tuple[str, str]:
    """The longest names for both columns that have room and can be told apart; files by their names if at all."""
    short = [name.replace("\\", "/").rpartition("/")[2] for name in names]
    changes = [[safe(change, True).removeprefix(VARIANT) for change in side.changes] for side in pair]
    brief = [[CHANGED] if made else [] for made in changes]
    for called, made in ((names, changes), (short, changes), (short, brief)):
        heads = [_head(name, words) for name, words in zip(called, made, strict=True)]
        if max(map(cell_len, heads)) <= LONGEST and heads[0] != heads[1]:
            return heads[0], heads[1]
    ways = [name.replace("\\", "/").split("/") for name in names]
    for called in (short, *(["/".join(way[-k:]) for way in ways] for k in range(2, max(map(len, ways)) + 1))):
        heads = [_clipped(safe(name, True), clip) for clip in (False, True) for name in called]
        for one, other in (heads[:2], heads[2:]):
            if one and other and one != other:
                return one, other
    return SIDES


def _clipped(name: str, start: bool) -> str:
    """A name with its end left out, or with its start, where it is too long for a column."""
    if cell_len(name) <= LONGEST:
        return name
    return f"...{name[-(LONGEST - 3) :]}" if start else f"{name[: LONGEST - 3]}..."


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


def _head(name: str, changes: Sequence[str]) -> str:
    return ", ".join([*([safe(name, True)] if name else []), *changes]) or AS_IT_IS
