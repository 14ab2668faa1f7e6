"""Moves one after the other, as the scenario's protocol has them. Chance moves, too, and not all
see everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity
from negotiate.equilibrium.in_turn import in_turn
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import CHANCE as NATURE
from negotiate.games.extensive import LEAF, ExtensiveGame
from negotiate.games.level_sweep import values_under
from negotiate.games.tree import Tree
from negotiate.play.endings import better, improvement, own_payoff, payoffs_told, picture
from negotiate.play.forms import (
    CHANCE,
    Choices,
    Event,
    Form,
    Judge,
    Move,
    Opponent,
    Reader,
    Regrets,
    State,
    letters,
    one_of,
    refuse,
    verb_of,
)
from negotiate.play.hints import ends, of_theory
from negotiate.play.opponents import EQUILIBRIUM, RANDOM, Plan
from negotiate.play.theory import solution, theory
from negotiate.play.views import options
from negotiate.play.words import gives, opening
from negotiate.report.blocks import Block, Sentence

if TYPE_CHECKING:
    from negotiate.play.table import Table
    from negotiate.report.blocks import Medium
    from negotiate.scenario import Scenario


@entity
class InTurn(Form):
    """The rules of a game in turn: a place in its tree is all there is to know.

    Parameters
    ----------
    game : ExtensiveGame
        The tree.
    told : dict
        What was worked out before: (move, seat) → whether the seat learns of the move as it is
        made.
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
        labels = {
            int(self.game.tree.move[above]): self.game.action_label(node)
            for above, node in pairwise(done)
        }
        return {key: labels[move] for key, move in self.game.types.items() if move in labels}

    def to_move(self, state: State) -> tuple[str, ...]:
        """Whose node it is."""
        mover = int(self.game.tree.mover[state["node"]])
        return () if mover == LEAF else (CHANCE,) if mover == NATURE else (self.game.keys[mover],)

    def choices(self, state: State, seat: str) -> Choices:
        """The actions of the node."""
        node = state["node"]
        return Choices(
            ("choose",), {}, tuple(self.game.action_labels(node)), self.game.move_label(node)
        )

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
        place = choices.options.index(
            one_of(move["choose"], choices.options, f"action of `{choices.asked}`")
        )
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
        """Whether a seat has seen which action was taken at a move, at every later move of its
        own.
        """
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
        return letters(
            int(self.game.tree.action[node]) for node in self.game.path(state["node"])[1:]
        )

    def view(self, table: Table, seat: str, medium: Medium, whole: bool) -> Iterator[Block]:
        """What has been done, as far as the seat can tell, and where it types, its choices."""
        if whole and seat in table.to_move:
            yield from _known(table, self, seat)
            if medium == "terminal":
                found = self.choices(table.state, seat)
                yield options(found.options, found.asked)

    def sentence(self, table: Table, event: Event, dated: bool) -> str:
        """Who chooses what, at which move."""
        label = self.game.move_label(int(self.game.tree.parent[event["after"]["node"]]))
        return f"`{label}`: {opening(table, event['seat'])} chooses {event['move']['choose']}."

    def ending(self, table: Table, reader: Reader) -> Iterator[str | Block]:
        """The path, what would have been better for all, and equilibrium."""
        return _ending(table, self)

    def own_ending(self, table: Table, seat: str, possible: bool) -> Iterator[str]:
        """What the seat has."""
        return own_payoff(table, seat)

    def hints(self, table: Table, seat: str, full: bool) -> Iterator[str]:
        """What each action can still bring, and what an equilibrium does."""
        yield from _hints(table, self, seat)
        yield from of_theory(table, seat, "tree") if full else ()

    def odds(self, state: State, profile: Any, seat: str) -> FloatArray:
        """Of each action, by an equilibrium."""
        return np.asarray(profile.probability[self.game.tree.children(state["node"])])

    def opponents(self, table: Table) -> Iterator[Opponent]:
        """An equilibrium, and chance."""
        yield Opponent(EQUILIBRIUM, "plays an equilibrium of the game", Plan)
        yield RANDOM

    def judge(self, table: Table) -> Judge:
        """The first equilibrium."""
        return OfTree(self)


def in_turn_of(scenario: Scenario, rounds: int) -> InTurn:
    """The rules of a game in turn, as the scenario's protocol has it."""
    return InTurn(in_turn(scenario))


def _known(table: Table, form: InTurn, seat: str) -> Iterator[Block]:
    """What has been done, as far as the seat can tell: what all places have in common that look
    alike to it.
    """
    tree, node = form.game.tree, table.state["node"]
    alike = (tree.information_set == tree.information_set[node]).nonzero()[0].tolist()
    paths = [
        [
            (form.game.move_label(int(tree.parent[n])), form.game.action_label(n))
            for n in form.game.path(one)[1:]
        ]
        for one in alike[:MANY]
    ]
    common = [step for step in paths[0] if all(step in path for path in paths)]
    if common:
        yield Sentence(
            "You know this: " + "; ".join(f"`{move}`: {action}" for move, action in common) + "."
        )


MANY = 10_000


def _ending(table: Table, form: InTurn) -> Iterator[str | Block]:
    game, leaf = form.game, form.game.leaf_of(table.state["node"])
    yield f"This was played: {_path(form, leaf)}."
    yield from payoffs_told(table, averaged=False)
    points, worth = game.payoffs.T, game.payoffs[leaf]
    best = improvement(points, worth, _by_the_same_luck(form, leaf))
    luck = " with the same luck" if any(move.mover == NATURE for move in game.moves) else ""
    yield from better(table, points, worth, best, "" if best is None else _path(form, best), luck)
    from negotiate.equilibrium.reports.solution import headline  # noqa: PLC0415 - the same

    found = theory(table, game)
    yield headline(found)
    plans = [one for one in found.profiles if isinstance(one, TreeEquilibrium)]
    if plans:
        yield from _planned(table, form, plans, leaf)
    if not table.scenario.is_ordinal:
        yield from picture(table, points, worth, [one.payoffs for one in plans])


def _path(form: InTurn, leaf: int) -> str:
    """What is done on the way to an ending."""
    game = form.game
    steps = game.path(int(game.tree.leaves[leaf]))[1:]
    return "; ".join(
        f"{game.move_label(int(game.tree.parent[node]))}: {game.action_label(node)}"
        for node in steps
    )


def _by_the_same_luck(form: InTurn, leaf: int) -> BoolArray:
    """The endings on whose way chance decides nothing otherwise than on the way to this one, shape
    (leaves,).
    """
    game = form.game
    made = game.moves_made(np.arange(len(game.tree.leaves)))
    luck = np.array([move.mover == NATURE for move in game.moves], dtype=bool)
    same = (made == made[leaf]) | (made < 0) | (made[leaf] < 0)
    return np.asarray(same[:, luck].all(axis=1))


def _planned(
    table: Table, form: InTurn, plans: Sequence[TreeEquilibrium], leaf: int
) -> Iterator[str]:
    """Whether an equilibrium comes to this ending, and what the first one does."""
    if any(leaf in [ending for ending, _ in one.endings] for one in plans):
        yield f"{'The' if len(plans) == 1 else 'An'} equilibrium can end like this, too."
        return
    ending, odds = plans[0].endings[0]
    most = "" if odds == 1 else " most often"
    yield (
        f"{'The' if len(plans) == 1 else 'The first'} equilibrium{most} goes otherwise: "
        f"{_path(form, ending)}."
    )
    if not table.scenario.is_ordinal:
        average = "" if odds == 1 else " on average"
        yield f"It gives {gives(table, plans[0].payoffs, '')}{average}."


def _hints(table: Table, form: InTurn, seat: str) -> Iterator[str]:
    """The worst and the best that each action can still bring, at any place that looks like this
    one.
    """
    tree, node, own = form.game.tree, table.state["node"], form.game.keys.index(seat)
    low, high = _reachable(tree, form.game.payoffs[:, own])
    alike = np.flatnonzero(tree.information_set == tree.information_set[node])
    below = tree.first_child[alike][:, None] + np.arange(int(tree.child_count[node]))
    yield from ends(
        table, seat, form.game.action_labels(node), low[below].min(axis=0), high[below].max(axis=0)
    )


def _reachable(tree: Tree, payoffs: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The least and the most that a player can still get at each node, shape (nodes,) each."""
    low, high = np.full(len(tree), np.inf), np.full(len(tree), -np.inf)
    low[tree.leaves] = high[tree.leaves] = payoffs
    for start, end in reversed(list(pairwise(tree.level_starts.tolist()))[1:]):
        here = slice(start, end)
        np.minimum.at(low, tree.parent[here], low[here])
        np.maximum.at(high, tree.parent[here], high[here])
    return low, high


class OfTree:
    """A game in turn by its first equilibrium."""

    def __init__(self, form: InTurn) -> None:
        self.form = form
        found = next(
            one for one in solution(form.game).profiles if isinstance(one, TreeEquilibrium)
        )
        self.plan = found
        self.value = form.game.worth(found.probability)

    def expects(self, state: State) -> FloatArray | None:
        """What the equilibrium brings from this place on."""
        return np.asarray(self.value[state["node"]])

    def regrets(self, before: State, event: Event, final: State) -> Regrets | None:
        """At the time over all places that looked alike; in hindsight at the true one, with the
        luck that came.
        """
        tree, node = self.form.game.tree, before["node"]
        own, place = int(tree.mover[node]), int(tree.action[event["after"]["node"]])
        alike = np.flatnonzero(tree.information_set == tree.information_set[node])
        weight = self._believed(own, alike)
        values = np.array([self.value[tree.children(int(one)), own] for one in alike])
        expected = weight @ values / weight.sum()
        taken = int(np.flatnonzero(tree.action[tree.children(node)] == place)[0])
        came = self._with_luck(final["node"])
        best = float(came[tree.children(node), own].max())
        return float(expected.max() - expected[taken]), max(
            best - float(came[final["node"], own]), 0.0
        )

    def _believed(self, player: int, alike: IndexArray) -> FloatArray:
        """How likely a player holds each of some places that look alike to it; equally where play
        never comes.
        """
        game = self.form.game
        label = int(game.tree.information_set[alike[0]])
        if label in self.plan.beliefs:
            return self.plan.beliefs[label]
        entered = np.where(game.tree.by_chance, game.odds_for(player), self.plan.probability)
        through = game.tree.reach(entered)[alike]
        return through if through.sum() > 0 else np.ones(len(alike))

    def _with_luck(self, end: int) -> FloatArray:
        """What each place would have been worth if chance decides there as it did on the way to
        this one.
        """
        game, tree = self.form.game, self.form.game.tree
        drawn = {
            int(tree.move[tree.parent[one]]): int(tree.action[one]) for one in game.path(end)[1:]
        }
        luck = np.array([drawn.get(int(move), -1) for move in tree.move[tree.parent]])
        entered = np.where(tree.by_chance & (luck >= 0), tree.action == luck, self.plan.probability)
        return values_under(tree, game.payoffs, entered)
