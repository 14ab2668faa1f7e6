"""Chance's odds in a tree as the fractions that they stand for.

Odds that are written as decimals are those decimals, and the float of a third is a third. Odds that
a formula made, such as 1 - 0.9, are the simple fractions next to them, if these add up to one. Any
others count in proportion.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm, log10
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from negotiate.arrays import SMALLEST, IndexArray
from negotiate.errors import OutOfRange
from negotiate.games.exactness import Exact, as_fraction, written
from negotiate.games.tree import CHANCE, Tree

if TYPE_CHECKING:
    from negotiate.games.extensive import ExtensiveGame

SIMPLE = 10**7
"""The largest denominator of a simple fraction: no two of these are nearer to each other than
1e-14.
"""
FEW = 10
"""Moves of chance that are looked at first."""
BLUR = Fraction(1, 2**50)
"""How far odds out of a short formula may be from the number that is meant."""


class Odds(NamedTuple):
    """Chance's odds in a tree.

    Attributes
    ----------
    odds : ndarray of object, shape (nodes,)
        With what probability chance leads into each node, as fractions; 1 below a player's node and
        at the root.
    sure : bool
        Whether these are what was meant for sure; False where some came out of a formula.
    """

    odds: Exact
    sure: bool


def exact_odds(tree: Tree) -> Odds:
    """Read the odds of a tree.

    Examples
    --------
    >>> from negotiate.games.extensive import ExtensiveGame
    >>> endings = {"a": (0.1, (1,)), "b": (1 - 0.1 - 1 / 3, (2,)), "c": (1 / 3, (3,))}
    >>> die = ExtensiveGame.from_nodes({"die": {"chance": endings}}, players=["Ann"])
    >>> [str(share) for share in exact_odds(die.tree).odds]
    ['1', '1/10', '17/30', '1/3']
    """
    found = np.full(len(tree.mover), Fraction(1), dtype=object)
    below = below_chance(tree)
    values, place = np.unique(tree.odds[below], return_inverse=True)
    read = [as_fraction(float(value)) for value in values]
    over = lcm(*(one.denominator for one in read))
    found[below] = np.array(read, dtype=object)[place]
    starts = np.flatnonzero(np.diff(tree.parent[below], prepend=-2))
    shares = np.array([int(one * over) for one in read], dtype=object)[place]
    totals = np.add.reduceat(shares, starts) if len(starts) else shares
    sure = True
    for run in np.flatnonzero(totals != over).tolist():
        nodes = below[starts[run] : starts[run + 1] if run + 1 < len(starts) else len(below)]
        found[nodes], known = _adding_up(tree.odds[nodes].tolist())
        sure &= known
    return Odds(found, sure)


def below_chance(tree: Tree) -> IndexArray:
    """The nodes into which chance leads."""
    above = np.maximum(tree.parent, 0)
    return np.flatnonzero((tree.parent >= 0) & (tree.mover[above] < 0))


def _adding_up(odds: list[float]) -> tuple[Exact, bool]:
    """Odds at one node that do not add up to one as they are read, and whether they are what was
    meant for sure.
    """
    given = [Fraction(one) for one in odds]
    near = [one.limit_denominator(SIMPLE) for one in given]
    close = all(abs(a - b) <= BLUR and (a > 0) == (b > 0) for a, b in zip(near, given, strict=True))
    if close and sum(near) == 1:
        return np.array(near, dtype=object), True
    read = [as_fraction(one) for one in odds]
    total = sum(read)
    return np.array([one / total for one in read], dtype=object), bool(
        written(np.array(odds)).all()
    )


def refuse_rarest(game: ExtensiveGame) -> None:
    """Refuse endings that chance leads to with odds so small that what is believed of them has no
    digits left.

    Raises
    ------
    OutOfRange
        If odds on the way to some ending multiply to less than 1e-290, and yet are not 0.
    """
    tree = game.tree
    with np.errstate(divide="ignore"):  # what never happens is as rare as it is meant to be
        logs = np.log10(tree.odds)
    for here, above in tree.downwards():
        logs[here] += logs[above]
    rare = np.flatnonzero((logs < log10(SMALLEST)) & (logs > -np.inf))
    if len(rare):
        way = "`, `".join(
            game.action_label(v) for v in game.path(int(rare[0]))[1:] if tree.by_chance[v]
        )
        told = f"chance leads to `{way}` with odds of about 1e{round(logs[rare[0]])}"
        raise OutOfRange(
            f"{told}, nearer to 0 than {SMALLEST:.0e}",
            "write larger odds, or 0 for what never happens",
        )


def odds_at(tree: Tree, node: int) -> tuple[list[Fraction], bool]:
    """With what probability chance leads into each child of a node, and whether that is what was
    meant for sure.
    """
    given = tree.odds[tree.children(node)].tolist()
    read = [as_fraction(one) for one in given]
    if sum(read) == 1:
        return read, True
    found, sure = _adding_up(given)
    return found.tolist(), sure


def sure_odds(tree: Tree) -> bool:
    """Whether all odds are what was meant for sure; of many that are not the first few tell."""
    moves = np.flatnonzero(tree.mover == CHANCE)
    return all(odds_at(tree, node)[1] for node in moves[:FEW].tolist()) and exact_odds(tree).sure


def plays(tree: Tree, odds: Exact, most: int) -> int:
    """In how many plays every ending can come up a whole number of times, whatever players do; 0 if
    that takes more.
    """
    total = 1
    for here, _ in tree.downwards():
        total *= lcm(*{one.denominator for one in odds[here].tolist()})
        if total > most:
            return 0
    return total


def frequencies(tree: Tree, odds: Exact) -> tuple[Exact, int]:
    """How often each leaf comes up if the players let it, and in how many plays; shape (leaves,),
    whole numbers.
    """
    shares = tree.reach(odds)[tree.leaves].tolist()
    total = lcm(*(one.denominator for one in shares))
    return np.array([int(one * total) for one in shares], dtype=object), total
