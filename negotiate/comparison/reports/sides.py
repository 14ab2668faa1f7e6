"""What the two sides of a comparison are called, in a heading, in a sentence and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from negotiate.comparison.result import SideComparison
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Change
from negotiate.report.words import joined, safe

SIDES = ("first", "second")
LONGEST = 24
"""Signs for the name of a side in a table; a longer one is shortened, at the last to "first" or "second"."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The names of both sides.

    Parameters
    ----------
    title : str
        Of the whole comparison.
    phrases : tuple of str
        To go with a sentence: "as the file stands", "under "Nobody believes the threat"", "with `--set kept=1`".
    heads : tuple of str
        For the column of a table.
    keys : tuple of str
        For programs: the files in full where they are two, else "first" and "second".
    """

    title: str
    phrases: tuple[str, str]
    heads: tuple[str, str]
    keys: tuple[str, str]


def sides(found: SideComparison) -> Sides:
    """Name the sides by what is different about them: what was changed, or else which file it is."""
    one, other = pair = found.first, found.second
    names = ["", ""]
    if (one.path, one.name) != (other.path, other.name):
        names = [side.path if one.name == other.name else side.name for side in pair]
    titles = [safe(side.about.title, True) for side in pair]
    called = [f'"{title}"' for title in titles] if all(names) and titles[0] != titles[1] else names
    first, second = (_phrase(name, side.changes) for name, side in zip(called, pair, strict=True))
    heads, keys = _heads(names, pair), (names[0], names[1]) if all(names) else SIDES
    if first == second:
        return Sides(f"{titles[0]}: {first}, on both sides", ("on the first side", "on the second side"), heads, keys)
    if titles[0] == titles[1]:
        return Sides(f"{titles[0]}: {first}, and {second}", (first, second), heads, keys)
    changed = [", ".join(map(_named, side.changes)) for side in pair]
    full = [f"{title} ({made})" if made else title for title, made in zip(titles, changed, strict=True)]
    return Sides(" against ".join(full), (first, second), heads, keys)


def _named(change: Change) -> str:
    """A variant by its title, anything else as it is typed."""
    if change.title:
        return f'"{safe(change.title, True)}"'
    return f"`{safe(change.name if change.kind == 'variant' else change.typed, True)}`"


def _phrase(name: str, changes: Sequence[Change]) -> str:
    variants = [f"under {_named(change)}" for change in changes if change.kind == "variant"]
    others = [_named(change) for change in changes if change.kind != "variant"]
    parts = [f"in {safe(name, True)}"] if name else []
    return " ".join([*parts, *variants, *([f"with {joined(others)}"] if others else [])]) or "as the file stands"


def _heads(names: Sequence[str], pair: Sequence[Negotiation]) -> tuple[str, str]:
    """The longest names for both columns that have room and can be told apart."""
    short = [name.replace("\\", "/").rpartition("/")[2] for name in names]
    titles = [[change.title or change.name for change in side.changes if change.kind == "variant"] for side in pair]
    changed = [["changed"] if side.changes else [] for side in pair]
    made = [[change.name if change.kind == "variant" else str(change) for change in side.changes] for side in pair]
    for called, words in ((short, changed), (names, changed), (short, titles), (short, made)):
        heads = [
            ", ".join(filter(None, [name, *own])) or "as it stands" for name, own in zip(called, words, strict=True)
        ]
        if max(map(len, heads)) <= LONGEST and heads[0] != heads[1]:
            return safe(heads[0], True), safe(heads[1], True)
    steps = [name.replace("\\", "/").split("/") for name in names]
    for called in (short, *(["/".join(way[-k:]) for way in steps] for k in range(2, max(map(len, steps)) + 1))):
        for heads in ([_clipped(name, start) for name in called] for start in (False, True)):
            if all(heads) and heads[0] != heads[1]:
                return safe(heads[0], True), safe(heads[1], True)
    return SIDES


def _clipped(name: str, start: bool) -> str:
    """A name with its end left out, or with its start, where it is too long for a column."""
    if len(name) <= LONGEST:
        return name
    return f"…{name[-(LONGEST - 1) :]}" if start else f"{name[: LONGEST - 1]}…"
