"""What is known of a tree's equilibria, and whether one that was found is among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import ExtensiveGame

Range = tuple[float, float]


@dataclass(frozen=True)
class Known:
    """One equilibrium, or a piece of them that differ only where nobody is led to look.

    Parameters
    ----------
    concept : str
        The strictest of "Nash", "subgame-perfect", "sequential" that it is.
    payoffs : tuple of float or (float, float)
        What each player expects before chance moves; a range where the piece does not settle it.
    behaviour : Mapping[str, Mapping[str, float or (float, float)]]
        Information set → action → its probability, or the range it may lie in. Actions left out are
        never taken; sets left out may do anything.
    beliefs : Mapping[str, tuple of (float, float)]
        Information set → for each of its nodes the range of what its mover may believe.
    """

    concept: str
    payoffs: tuple[float | Range, ...]
    behaviour: Mapping[str, Mapping[str, float | Range]]
    beliefs: Mapping[str, tuple[Range, ...]] = field(default_factory=dict)

    def covers(self, equilibrium: TreeEquilibrium, within: float = 1e-6) -> bool:
        """Whether this is the equilibrium, or lies in the piece."""
        game, found = equilibrium.game, equilibrium.behaviour
        for label, wanted in self.behaviour.items():
            place = set_called(game, label)
            actions = game.moves[move_called(game, label)].actions
            if set(wanted) - set(actions):
                raise KeyError(label, set(wanted) - set(actions))
            if not all(
                _inside(float(p), wanted.get(a, 0.0), within)
                for a, p in zip(actions, found[place], strict=True)
            ):
                return False
        if not all(
            _inside(p, wanted, within)
            for p, wanted in zip(equilibrium.payoffs, self.payoffs, strict=True)
        ):
            return False
        return not equilibrium.beliefs or all(
            _inside(float(p), wanted, within)
            for label, ranges in self.beliefs.items()
            for p, wanted in zip(equilibrium.beliefs[set_called(game, label)], ranges, strict=True)
        )


@dataclass(frozen=True)
class FamousTree:
    """A tree and what is known of it.

    `complete` holds the concepts of which `known` names every equilibrium, up to what its pieces
    leave open.
    """

    name: str
    source: str
    build: Callable[[], ExtensiveGame]
    known: tuple[Known, ...]
    complete: frozenset[str] = frozenset()
    zero_sum: bool = False

    def of(self, concept: str) -> tuple[Known, ...]:
        """The equilibria known to be of this concept, or of a stricter one."""
        order = ("Nash", "subgame-perfect", "sequential")
        return tuple(one for one in self.known if order.index(one.concept) >= order.index(concept))


def move_called(game: ExtensiveGame, label: str) -> int:
    """The place of the move with this label."""
    return next(k for k, move in enumerate(game.moves) if move.label == label)


def set_called(game: ExtensiveGame, label: str) -> int:
    """The information set of a hand-built tree whose move has this label."""
    (node, *_rest) = np.flatnonzero(game.tree.move == move_called(game, label))
    return int(game.tree.information_set[node])


def _inside(found: float, wanted: float | Range, within: float) -> bool:
    low, high = wanted if isinstance(wanted, tuple) else (wanted, wanted)
    return low - within <= found <= high + within
