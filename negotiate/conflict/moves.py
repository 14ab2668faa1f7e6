"""What a graph model is made of: states that are combinations of options, and the moves of one player between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import overload

import numpy as np

from negotiate.arrays import IntArray
from negotiate.errors import UnsuitableGame


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Where one player can move the conflict, as the rows of a sparse matrix.

    Parameters
    ----------
    starts : ndarray of int, shape (states + 1,)
        The moves from state `s` stand at `targets[starts[s]:starts[s + 1]]`.
    targets : ndarray of int, shape (moves,)
        The states that they lead to, ascending for each state.
    """

    starts: IntArray
    targets: IntArray

    def from_state(self, state: int) -> IntArray:
        """The states that one move leads to, ascending."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    @property
    def count(self) -> int:
        """How many moves there are from all states together."""
        return len(self.targets)


@dataclass(frozen=True, slots=True, eq=False)
class AxisMoves:
    """Where one player can move the conflict in a full grid of states: anywhere along its axis.

    Nothing is laid out before it is asked for.

    Parameters
    ----------
    shape : tuple of int
        How many choices each player has; states are numbered with the last player's choice varying fastest.
    axis : int
        The player's.
    """

    shape: tuple[int, ...]
    axis: int

    def from_state(self, state: int) -> IntArray:
        """The states that one move leads to, ascending."""
        own = state // self._stride % self.shape[self.axis]
        line = state + (np.arange(self.shape[self.axis]) - own) * self._stride
        return np.delete(line, own)

    @property
    def count(self) -> int:
        """How many moves there are from all states together."""
        return prod(self.shape) * (self.shape[self.axis] - 1)

    @property
    def starts(self) -> IntArray:
        """As `Moves.starts`."""
        return np.arange(prod(self.shape) + 1) * (self.shape[self.axis] - 1)

    @property
    def targets(self) -> IntArray:
        """As `Moves.targets`, laid out at each look."""
        states = np.arange(prod(self.shape))
        own = states // self._stride % self.shape[self.axis]
        choices = np.arange(self.shape[self.axis])
        away = choices != own[:, None]
        return np.asarray((states[:, None] + (choices - own[:, None]) * self._stride)[away])

    @property
    def _stride(self) -> int:
        return prod(self.shape[self.axis + 1 :])


@dataclass(frozen=True, slots=True, eq=False)
class Combinations(Sequence[Mapping[str, str]]):
    """For each state: issue → option.

    Parameters
    ----------
    issues : tuple of str
        That the players decide.
    labels : tuple of tuple of str
        The options of each.
    cells : ndarray of int, shape (states,)
        Which combination each state is, the last issue's option varying fastest; ascending.
    """

    issues: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    cells: IntArray

    def __len__(self) -> int:
        return len(self.cells)

    @overload
    def __getitem__(self, index: int) -> Mapping[str, str]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Mapping[str, str], ...]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, str] | tuple[Mapping[str, str], ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        return dict(zip(self.issues, self.options(index), strict=True))

    def options(self, index: int) -> tuple[str, ...]:
        """The options of one state, in the order of the issues."""
        left, found = int(self.cells[index]), []
        for labels in reversed(self.labels):
            left, option = divmod(left, len(labels))
            found.append(labels[option])
        return tuple(reversed(found))

    def find(self, choices: Mapping[str, str]) -> int:
        """The number of a state.

        Raises
        ------
        UnsuitableGame
            If an issue or option is unknown or missing, or the combination cannot be.
        """
        unknown = [issue for issue in choices if issue not in self.issues]
        missing = [issue for issue in self.issues if issue not in choices]
        for names, said in ((unknown, "is no issue that the states differ in"), (missing, "has no option here")):
            if names:
                raise UnsuitableGame(f"`{names[0]}` {said}", f"name options of {', '.join(self.issues)}")
        cell = 0
        for issue, labels in zip(self.issues, self.labels, strict=True):
            if choices[issue] not in labels:
                raise UnsuitableGame(
                    f"`{issue}` has no option `{choices[issue]}`", f"its options are {', '.join(labels)}"
                )
            cell = cell * len(labels) + labels.index(choices[issue])
        found = int(np.searchsorted(self.cells, cell))
        if found == len(self.cells) or self.cells[found] != cell:
            words = ", ".join(f"{issue} {choices[issue]}" for issue in self.issues)
            raise UnsuitableGame(f"the combination {words} is impossible", "see `infeasible` in the file")
        return found

    @property
    def full(self) -> bool:
        """Whether every combination is a state."""
        return len(self.cells) == prod(len(labels) for labels in self.labels)


@dataclass(frozen=True, slots=True, eq=False)
class CombinationNames(Sequence[str]):
    """For each state a name: its options, with their issues where options alone would not tell them apart.

    Parameters
    ----------
    combinations : Combinations
        The states.
    """

    combinations: Combinations

    def __len__(self) -> int:
        return len(self.combinations)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        options = self.combinations.options(index)
        if not options:
            return NOTHING
        if self._plain:
            return ", ".join(options)
        return ", ".join(f"{i} {o}" for i, o in zip(self.combinations.issues, options, strict=True))

    @property
    def _plain(self) -> bool:
        labels = [label for row in self.combinations.labels for label in row]
        return len(set(labels)) == len(labels)


NOTHING = "nothing to decide"
"""The name of the only state where nobody decides anything alone."""
