"""What of a game means nothing where preferences have no numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from negotiate.report.words import joined, the


def without_numbers(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str:
    """The names of the players whose payoffs are levels, as a sentence lists them; empty where nobody's are.

    Examples
    --------
    >>> without_numbers(["Row", "Column"], ["row", "column"], ["row", "column"])
    'Row and Column'
    """
    return joined([the(name) for name, key in zip(players, keys, strict=True) if key in ordinal])


def levels_note(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str:
    """What the numbers of those players mean whose payoffs are levels.

    Examples
    --------
    >>> levels_note(["Row", "Column"], ["row", "column"], ["column"])
    'the payoffs of Column are levels: a higher level is better, and nobody knows by how much'
    """
    who = without_numbers(players, keys, ordinal)
    return f"the payoffs of {who} are levels: a higher level is better, and nobody knows by how much"


def needs_numbers(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str | None:
    """Why something that counts payoffs cannot be asked, as the end of a sentence; None where it can.

    Examples
    --------
    >>> needs_numbers(["Row", "Column"], ["row", "column"], ["row"])
    'needs payoffs in numbers, but the file only ranks the outcomes for Row'
    """
    who = without_numbers(players, keys, ordinal)
    said = f"needs payoffs in numbers, but the file only ranks the outcomes for {who}"
    return said if who else None
