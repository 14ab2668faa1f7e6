"""What of a game means nothing where preferences have no numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def without_numbers(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str:
    """The names of the players whose payoffs are levels, as a sentence lists them; empty where nobody's are.

    Examples
    --------
    >>> without_numbers(["Row", "Column"], ["row", "column"], ["row", "column"])
    'Row and Column'
    """
    names = [name for name, key in zip(players, keys, strict=True) if key in ordinal]
    return f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else "".join(names)


def levels_note(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str:
    """What the numbers of those players mean whose payoffs are levels.

    Examples
    --------
    >>> levels_note(["Row", "Column"], ["row", "column"], ["column"])
    'what counts for Column are levels: a higher one is better, nobody knows by how much'
    """
    who = without_numbers(players, keys, ordinal)
    return f"what counts for {who} are levels: a higher one is better, nobody knows by how much"


def needs_numbers(players: Sequence[str], keys: Sequence[str], ordinal: Collection[str]) -> str | None:
    """Why something that counts payoffs cannot be asked, as the end of a sentence; None where it can.

    Examples
    --------
    >>> needs_numbers(["Row", "Column"], ["row", "column"], ["row"])
    'needs payoffs in numbers, and the file says only what Row would rather have, not by how much'
    """
    who = without_numbers(players, keys, ordinal)
    said = f"needs payoffs in numbers, and the file says only what {who} would rather have, not by how much"
    return said if who else None
