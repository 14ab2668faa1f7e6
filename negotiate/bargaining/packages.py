"""Blocks of packages: issues whose worth hangs together, and limits over the issues of several of
them.

The payoff of a package is the sum over blocks, so that a problem of many blocks is never laid out
package by package. Limits over the issues of several blocks are asked package by package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from negotiate.arrays import BoolArray, FloatArray, IntArray
from negotiate.display import entity

PACKAGE_LIMIT = 5_000_000
"""How many packages are ever laid out one by one."""
NUMBERED = 10**18
"""Packages that have a number, which is a whole number of 64 bits."""


@entity
class Across:
    """A red line, a ratifier, or something impossible, over the issues of several blocks.

    Parameters
    ----------
    name : str
        The claim; empty for what cannot happen.
    crossed : callable
        Issue → the number of its option in each of some packages, shape (m,) → which of them cross
        it, shape (m,).
    """

    name: str
    crossed: Callable[[Mapping[str, IntArray]], BoolArray]


@entity
class Block:
    """Some issues, every combination of their options, and all there is to say of each.

    Parameters
    ----------
    payoffs : ndarray, shape (players, combinations)
        What each combination adds to each player's payoff, the price of soft red lines taken off.
    possible : ndarray of bool, shape (combinations,)
        Which can happen at all.
    crossed : Mapping[str, ndarray of bool, shape (combinations,)]
        Claim → the combinations that cross it. A package crosses a claim where it does so in any
        block; a soft red line stands in one block only.
    issues : tuple of str
        The issues, empty for a block of bare arrays.
    options : tuple of tuple of str
        The options of each issue; the last issue's vary fastest.
    costs : Mapping[str, ndarray, shape (combinations,)]
        Soft red line → what signing costs its player.
    """

    payoffs: FloatArray
    possible: BoolArray
    crossed: Mapping[str, BoolArray] = field(default_factory=dict)
    issues: tuple[str, ...] = ()
    options: tuple[tuple[str, ...], ...] = ()
    costs: Mapping[str, FloatArray] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many combinations there are, possible or not."""
        return int(self.payoffs.shape[1])

    def allowed(self, claims: frozenset[str]) -> BoolArray:
        """The possible combinations that cross none of these claims, shape (combinations,)."""
        result = self.possible.copy()
        for name in claims & self.crossed.keys():
            result &= ~self.crossed[name]
        return result
