"""Smallest sets that meet every one of some sets: what has to be there so that nothing is left, and nothing besides.

Sets are whole numbers whose bits are their members, so that any number of members fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

DEEPEST = 200
"""Members of the largest set that is looked for."""


def minimal(sets: Iterable[int], limit: int) -> tuple[list[int], bool]:
    """Those that hold no other as a part, each once, the smallest first.

    Parameters
    ----------
    sets : iterable of int
        Bit masks.
    limit : int
        How many are kept.

    Returns
    -------
    list of int, bool
        Whether these are all.

    Examples
    --------
    >>> minimal([0b011, 0b111, 0b100, 0b011], 10)
    ([4, 3], True)
    """
    kept: list[int] = []
    for found in sorted(set(sets), key=lambda mask: (mask.bit_count(), mask)):
        if any(other & found == other for other in kept):
            continue
        if len(kept) == limit:
            return kept, False
        kept.append(found)
    return kept, True


def transversals(sets: Sequence[int], limit: int, steps: int) -> tuple[list[int], bool]:
    """Every smallest set that meets each of the sets: without any one member it would miss some.

    Parameters
    ----------
    sets : sequence of int
        Bit masks, none a part of another; see `minimal`. An empty one cannot be met.
    limit, steps : int
        How many sets are listed, and how many steps their search may take.

    Returns
    -------
    list of int, bool
        Those with the fewest members first, and whether these are all. Where they are not, they are all of the smallest
        sizes that could be searched, or some of one size.

    Notes
    -----
    A set grows by a member of some set that it does not meet yet, and is given up where one of its members alone meets
    nothing any more (Murakami & Uno's MMCS). Where there are too many, the search is made again size by size.

    References
    ----------
    Murakami, K. & Uno, T. (2014), "Efficient algorithms for dualizing large-scale hypergraphs", Discrete Applied
    Mathematics 170.

    Examples
    --------
    >>> transversals([0b011, 0b110], 10, 100)
    ([2, 5], True)
    """
    found, complete = _all(sets, limit, steps, DEEPEST)
    if complete:
        return found, True
    best, done = found, False
    for size in range(1, DEEPEST):
        some, done = _all(sets, limit, steps, size)
        best = some or best
        if not done:
            break
    return best, False


def _all(sets: Sequence[int], limit: int, steps: int, size: int) -> tuple[list[int], bool]:
    """Those of at most `size` members, and whether the search came to its end."""
    search = _Search(sets, size, steps)
    found: list[int] = []
    for chosen in search.from_here(0, search.members, (1 << len(sets)) - 1, {}):
        if len(found) == limit:
            return _ordered(found), False
        found.append(chosen)
    return _ordered(found), search.left > 0 and not (search.cut and size == DEEPEST)


def _ordered(found: list[int]) -> list[int]:
    return sorted(found, key=lambda mask: (mask.bit_count(), mask))


class _Search:
    """One search, with the steps that are left to it."""

    __slots__ = ("cut", "left", "meets", "members", "sets", "size")

    def __init__(self, sets: Sequence[int], size: int, steps: int) -> None:
        self.sets, self.size, self.left, self.cut = sets, size, steps, False
        self.members = 0
        self.meets: dict[int, int] = {}
        for number, members in enumerate(sets):
            self.members |= members
            for member in _bits(members):
                self.meets[member] = self.meets.get(member, 0) | 1 << number

    def from_here(self, chosen: int, free: int, unmet: int, alone: dict[int, int]) -> Iterator[int]:
        """Every smallest set that adds free members to those chosen; `alone` says which sets each alone meets."""
        self.left -= 1
        if self.left <= 0:
            return
        if not unmet:
            yield chosen
            return
        if chosen.bit_count() == self.size:
            self.cut = True
            return
        narrowest = min((self.sets[k.bit_length() - 1] & free for k in _bits(unmet)), key=int.bit_count)
        free &= ~narrowest
        for member in _bits(narrowest):
            meets = self.meets[member]
            grown = {other: sets & ~meets for other, sets in alone.items()}
            if all(grown.values()):
                grown[member] = meets & unmet
                yield from self.from_here(chosen | member, free, unmet & ~meets, grown)
                free |= member


def _bits(mask: int) -> Iterator[int]:
    """The bits of a mask, each as a mask of its own, the lowest first."""
    while mask:
        low = mask & -mask
        yield low
        mask ^= low
