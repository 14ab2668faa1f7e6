"""Moves one after the other, as the scenario's protocol has them. Chance moves, too, and not all see everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from itertools import pairwise

import numpy as np

from negotiate.arrays import FloatArray, IndexArray
from negotiate.display import entity
from negotiate.games.extensive import CHANCE as NATURE
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.play.forms import CHANCE, Choices, Event, Move, State, letters, one_of, refuse, verb_of


@entity
class InTurn:
    """The rules of a game in turn: a place in its tree is all there is to know.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    told : dict
        What was worked out before: (move, seat) → whether the seat learns of the move as it is made.
    """

    game: ExtensiveGame
    told: dict[tuple[int, str], bool] = field(default_factory=dict, repr=False)
    lens: str = "tree"

    @property
    def seats(self) -> tuple[str, ...]:
        """The players who move."""
        movers = {move.mover for move in self.game.moves}
        return tuple(key for p, key in enumerate(self.game.keys) if p in movers)

    def start(self, draw: float) -> State:
        """The root."""
        return {"node": 0}

    def types(self, state: State) -> dict[str, str]:
        """Player → the private type that was dealt to it."""
        done = self.game.path(state["node"])
        labels = {int(self.game.tree.move[above]): self.game.action_label(node) for above, node in pairwise(done)}
        return {key: labels[move] for key, move in self.game.types.items() if move in labels}

    def to_move(self, state: State) -> tuple[str, ...]:
        """Whose node it is."""
        mover = int(self.game.tree.mover[state["node"]])
        return () if mover == LEAF else (CHANCE,) if mover == NATURE else (self.game.keys[mover],)

    def choices(self, state: State, seat: str) -> Choices:
        """The actions of the node."""
        node = state["node"]
        return Choices(("choose",), {}, tuple(self.game.action_labels(node)), self.game.move_label(node))

    def play(self, state: State, seat: str, move: Move) -> State:
        """Go down the tree.

        Raises
        ------
        IllegalAction
            If there is no such action here.
        """
        verb, choices = verb_of(move), self.choices(state, seat)
        if verb != "choose":
            raise refuse(verb, choices)
        place = choices.options.index(one_of(move["choose"], choices.options, f"action of `{choices.asked}`"))
        return {"node": int(self.game.tree.children(state["node"])[place])}

    def draw(self, state: State, draw: float) -> Move:
        """An outcome by its odds."""
        children = self.game.tree.children(state["node"])
        odds = np.cumsum(self.game.tree.odds[children])
        place = min(int(np.searchsorted(odds, draw * odds[-1], side="right")), len(children) - 1)
        return {"choose": self.game.action_label(int(children[place]))}

    def learns(self, state: State, seat: str, move: Move) -> tuple[str, ...]:
        """Who made the move, and everybody who tells its actions apart whenever it moves later."""
        made = int(self.game.tree.move[state["node"]])
        dealt = {place: key for key, place in self.game.types.items()}
        if made in dealt:
            return (dealt[made],)
        return tuple(one for one in self.seats if one == seat or self._tells(made, one))

    def _tells(self, made: int, seat: str) -> bool:
        """Whether a seat has seen which action was taken at a move, at every later move of its own."""
        if (made, seat) not in self.told:
            self.told[made, seat] = self._distinguished(made, self.game.keys.index(seat))
        return self.told[made, seat]

    def _distinguished(self, made: int, player: int) -> bool:
        tree = self.game.tree
        nodes = np.flatnonzero(tree.mover == player)
        action, sets = self._taken(made)[nodes], tree.information_set[nodes]
        first = np.full(int(tree.information_set.max()) + 1, -1)
        first[sets] = action
        return bool((first[sets] == action).all())

    def _taken(self, made: int) -> IndexArray:
        """At every node the action that was taken at a move on the way there, -1 for none."""
        tree = self.game.tree
        found = np.full(len(tree), -1)
        for node in range(1, len(tree)):
            above = int(tree.parent[node])
            found[node] = tree.action[node] if tree.move[above] == made else found[above]
        return found

    def payoffs(self, state: State) -> FloatArray | None:
        """Of the ending."""
        if self.to_move(state):
            return None
        return np.asarray(self.game.payoffs[self.game.leaf_of(state["node"])])

    def result(self, state: State, events: Iterable[Event]) -> str:
        """The letters of the actions along the path, those of chance included."""
        return letters(int(self.game.tree.action[node]) for node in self.game.path(state["node"])[1:])
