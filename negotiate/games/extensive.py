"""A game in extensive form: who moves when, what chance does, what each ending is worth.

A game can be built from nodes written by hand; one that is no tree of decisions is refused. A game
in which all choose at once can be drawn as a tree, too: one level a player, and nobody sees what
was chosen before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from math import prod
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge, UnsuitableGame
from negotiate.games import level_sweep
from negotiate.games.exactness import Exact, Exactly, exactly, narrow
from negotiate.games.normal_form import LARGEST, NormalFormGame, TakesApart, as_given, frozen, words
from negotiate.games.tree import CHANCE, LEAF, Tree, in_levels

__all__ = ["CHANCE", "LEAF", "ExtensiveGame", "Move", "Tree", "Unsigned", "Views"]


@record
class Move:
    """One move of the protocol.

    Parameters
    ----------
    label : str
        Its name.
    mover : int
        Who moves: a player, or chance (`CHANCE`, which is null in JSON).
    actions : tuple of str
        What can be done or can happen, in words.
    """

    label: str
    mover: int
    actions: tuple[str, ...]


@record
class Unsigned:
    """An action that is not there on some paths, since a red line or ratifier keeps a player from
    signing with it.

    Parameters
    ----------
    move, action : str
        The move, and the action of it that is missing.
    kind : {'red line', 'ratifier'}
        What keeps the player from signing.
    name : str
        The red line or ratifier, by its name in the file.
    player : str
        Whose signature is missing, by key.
    """

    move: str
    action: str
    kind: str
    name: str
    player: str


@record
class Views:
    """How each player looks at chance, where they do not look alike.

    Parameters
    ----------
    odds : ndarray, shape (players, nodes)
        How likely a player holds each branch of chance; 1 for what is no branch of chance.
    aversion : ndarray, shape (players,)
        Constant absolute risk aversion, in one over the unit of a player's payoffs; 0 for who minds
        no risk.
    """

    odds: FloatArray
    aversion: FloatArray

    def utility(self, player: int, amounts: FloatArray) -> FloatArray:
        """What amounts are worth to a player whose worth may be averaged; 0 is worth 0."""
        a = self.aversion[player]
        return -np.expm1(-a * amounts) / a if a else amounts


@entity
class ExtensiveGame(Shown):
    """A game tree with payoffs at its leaves and the words for everything in it.

    Parameters
    ----------
    tree : Tree
        The shape.
    payoffs : ndarray, shape (leaves, players)
        Read-only, in the order of `tree.leaves`.
    players, keys : tuple of str
        Names for people, and the short names that a scenario uses.
    moves : tuple of Move
        `tree.move` and `tree.action` point into it.
    title : str
        What the game is called, with what was changed for this look at the file; empty where it has
        no name.
    units : tuple of str
        The unit of each player's payoffs, an empty text where the file names none; empty for a game
        without units.
    issues : Mapping[str, tuple of str]
        Issue → its options.
    outcomes : ndarray of int, shape (leaves, issues)
        The package at each leaf, as option indices in the order of `issues`.
    crossed : Mapping[str, ndarray of bool, shape (leaves,)]
        Red line → the leaves that cross it.
    red_lines : Mapping[str, str]
        Red line → the key of the player whose it is, for every line that some ending crosses.
    takes_apart : callable or None
        As in `NormalFormGame`.
    ordinal : tuple of str
        The keys of players whose payoffs are levels: they say which of two endings is better, and
        not by how much.
    normal_form : NormalFormGame or None
        Set where this tree is a simultaneous game drawn as a tree: the game it draws.
    notes : tuple of str
        What a reader should know of how the game was made from the file, one sentence each.
    types : Mapping[str, int]
        Player's key → the place among `moves` of the chance move that deals its private type.
    unsigned : tuple of Unsigned
        What could not be signed, and so cannot be done.
    whole : ndarray of whole numbers, shape (leaves, players), or None
        The payoffs exactly, each player's in a unit and from a zero of its own, where somebody
        knows them better than floats hold them; ties are then decided on these.
    views : Views or None
        Set where players hold different odds at some move of chance, or mind its risk. The odds of
        `tree` are then the players' average.
    """

    tree: Tree
    payoffs: FloatArray
    players: tuple[str, ...]
    keys: tuple[str, ...]
    moves: tuple[Move, ...]
    title: str = ""
    units: tuple[str, ...] = ()
    issues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outcomes: IndexArray = field(default_factory=lambda: np.zeros((0, 0), dtype=int))
    crossed: Mapping[str, BoolArray] = field(default_factory=dict)
    red_lines: Mapping[str, str] = field(default_factory=dict)
    normal_form: NormalFormGame | None = None
    notes: tuple[str, ...] = ()
    takes_apart: TakesApart | None = None
    types: Mapping[str, int] = field(default_factory=dict)
    ordinal: tuple[str, ...] = ()
    unsigned: tuple[Unsigned, ...] = ()
    whole: Exact | None = None
    views: Views | None = None

    @classmethod
    def from_nodes(
        cls,
        nodes: Mapping[str, Mapping[str, Any]],
        *,
        players: Sequence[str] | None = None,
        title: str = "",
    ) -> ExtensiveGame:
        """Build a game tree from nodes written by hand.

        Parameters
        ----------
        nodes : Mapping[str, Mapping]
            Name → node; the first is the root. A node at which a player moves is `{"player": name,
            "actions": {action: child, …}}`, with a `"set"` of some name where its mover cannot tell
            it apart from the other nodes of that set. A node at which chance moves is `{"chance":
            {outcome: (odds, child), …}}`. A child is the name of another node, or an ending: a
            sequence of one payoff a player.
        players : sequence of str, optional
            The players' names, in the order of the payoffs; by default in the order in which they
            come up in the tree, level by level.
        title : str
            What the game is called.

        Raises
        ------
        UnsuitableGame
            If a node is missing, reached twice or not at all; if odds are negative or do not add up
            to one; if the nodes of one set differ in mover or actions; if an ending does not pay
            every player a finite number.
        GameTooLarge
            If the tree has more than two million nodes.

        Examples
        --------
        A coin is tossed that only Ann sees:

        >>> game = ExtensiveGame.from_nodes(
        ...     {
        ...         "coin": {"chance": {"heads": (0.5, "heads"), "tails": (0.5, "tails")}},
        ...         "heads": {"player": "Ann", "actions": {"bet": "after heads", "pass": (0, 0)}},
        ...         "tails": {"player": "Ann", "actions": {"bet": "after tails", "pass": (0, 0)}},
        ...         "after heads": {
        ...             "player": "Bob",
        ...             "set": "a bet",
        ...             "actions": {"call": (2, -2), "fold": (1, -1)},
        ...         },
        ...         "after tails": {
        ...             "player": "Bob",
        ...             "set": "a bet",
        ...             "actions": {"call": (-2, 2), "fold": (1, -1)},
        ...         },
        ...     }
        ... )
        >>> game
        <ExtensiveGame 'untitled': Ann, Bob; 11 nodes, 6 leaves>
        """
        return game_from_nodes(nodes, players, title)

    @property
    def n_players(self) -> int:
        """How many players there are."""
        return len(self.players)

    @property
    def perfect_information(self) -> bool:
        """Whether every mover knows exactly where in the tree it stands."""
        sets = self.tree.information_set[self.tree.information_set >= 0]
        return int(np.bincount(sets).max(initial=0)) <= 1

    def exactly(self) -> Exactly:
        """The payoffs as whole numbers on which ties are decided, shape (players, leaves), and how
        far they may be off.

        `undecided` says whether payoffs of some player are equal there that may differ.
        """
        if self.whole is not None:
            return Exactly(narrow(self.whole.T), np.zeros(self.n_players), True, False)
        return exactly(self.payoffs.T)

    def odds_for(self, player: int) -> FloatArray:
        """How likely a player holds each branch of chance, shape (nodes,)."""
        return self.tree.odds if self.views is None else self.views.odds[player]

    def worth(self, probability: FloatArray) -> FloatArray:
        """What each node is worth to each player by its own odds and fear of risk, shape (*batch,
        nodes, players).

        Parameters
        ----------
        probability : ndarray, shape (*batch, nodes)
            With what probability each node is entered from its parent; what it says of chance is
            not looked at where players do not look at chance alike.
        """
        if self.views is None:
            return level_sweep.values_under(self.tree, self.payoffs, probability)
        entered = np.where(self.tree.by_chance, self.views.odds, probability[..., None, :])
        worths = [
            level_sweep.worths_under(self.tree, self.payoffs, one.T, self.views.aversion)
            for one in entered.reshape(-1, *self.views.odds.shape)
        ]
        return np.array(worths).reshape(*probability.shape, self.n_players)

    def leaf_of(self, node: int) -> int:
        """The position of a leaf's node among the leaves."""
        return int(np.searchsorted(self.tree.leaves, node))

    def package(self, leaf: int) -> dict[str, str]:
        """Issue → option at the leaf that stands at this position among the leaves."""
        if self.outcomes.size == 0:
            return {}
        row = self.outcomes[leaf]
        return {
            issue: options[int(k)]
            for (issue, options), k in zip(self.issues.items(), row, strict=True)
        }

    def path(self, node: int) -> list[int]:
        """The nodes from the root to this node, both included."""
        walk = [node]
        while self.tree.parent[walk[-1]] >= 0:
            walk.append(int(self.tree.parent[walk[-1]]))
        return walk[::-1]

    def actions_to(self, node: int) -> list[str]:
        """What is done, or happens, on the way from the root to this node, in words."""
        return [self.action_label(step) for step in self.path(node)[1:]]

    def moves_made(self, leaves: npt.ArrayLike) -> IndexArray:
        """The action of each move on the way to each leaf (positions among the leaves), shape
        (leaves, moves).

        It is -1 where a move is not made.
        """
        tree = self.tree
        nodes = tree.leaves[np.asarray(leaves, dtype=int)]
        made = np.full((len(nodes), len(self.moves)), -1, dtype=int)
        rows = np.arange(len(nodes))
        while True:
            inner = tree.parent[nodes] >= 0
            nodes, rows = nodes[inner], rows[inner]
            if not len(nodes):
                return made
            above = tree.parent[nodes]
            made[rows, tree.move[above]] = tree.action[nodes]
            nodes = above

    def action_label(self, node: int) -> str:
        """The action that led into this node, in words."""
        move = self.moves[int(self.tree.move[self.tree.parent[node]])]
        return move.actions[int(self.tree.action[node])]

    def action_labels(self, node: int) -> list[str]:
        """The actions that can be taken at this node, or the outcomes there, in words."""
        return [self.action_label(child) for child in self.tree.children(node).tolist()]

    def move_label(self, node: int) -> str:
        """What the move at this node is called."""
        return self.moves[int(self.tree.move[node])].label

    def __repr__(self) -> str:
        leaves = len(self.payoffs)
        return (
            f"<ExtensiveGame {self.title or 'untitled'!r}: {', '.join(self.players)}; "
            f"{len(self.tree):,} nodes, {leaves:,} leaves>"
        )


class BayesianGame(ExtensiveGame):
    """A simultaneous game of players with private types, as the tree in which chance deals them
    first.

    Each player knows its own type, and of the others the odds. Types are dealt independently.
    """

    __slots__ = ()


NODE_LIMIT = 2_000_000
"""Nodes of one tree."""
SUM = 1e-9
"""How far the odds of a chance node may be from adding up to one."""
NUMBERS = {
    "payoffs": ("every payoff", "an ending is a sequence of one number a player"),
    "odds": ("the odds of every branch", "a branch is a pair: its odds, and what stands below"),
}
"""How each of them is told, and what to do where they are no numbers."""

Child = Any
"""A node's name, or the payoffs of an ending."""


@dataclass(slots=True)
class _Growing:
    """The tree so far, one entry a node, level by level."""

    players: list[str]
    moves: dict[str, tuple[int, Move]] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)
    parent: list[int] = field(default_factory=lambda: [-1])
    action: list[int] = field(default_factory=lambda: [-1])
    odds: list[float] = field(default_factory=lambda: [1.0])
    mover: list[int] = field(default_factory=list)
    move: list[int] = field(default_factory=list)
    set_of: list[int] = field(default_factory=list)
    payoffs: list[tuple[float, ...]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


def game_from_nodes(
    nodes: Mapping[str, Mapping[str, Any]], players: Sequence[str] | None = None, title: str = ""
) -> ExtensiveGame:
    """Build a game tree; see `ExtensiveGame.from_nodes`, which is the way to call it."""
    if not nodes:
        raise UnsuitableGame(
            "a tree needs nodes", "pass a mapping of nodes' names to nodes, the first one the root"
        )
    growing = _Growing(_players(players) if players is not None else [])
    level: list[Child] = [next(iter(nodes))]
    starts = [0, 1]
    while level:
        following: list[Child] = []
        first = len(growing.mover)
        for place, child in enumerate(level):
            following += _node(nodes, growing, first + place, child, players is None)
        level = following
        if level:
            starts.append(starts[-1] + len(level))
        GameTooLarge.refuse("nodes in the tree", starts[-1], NODE_LIMIT, "take branches away")
    unused = [str(name) for name in nodes if name not in growing.seen]
    if unused:
        raise UnsuitableGame(
            f"the node `{unused[0]}` is not reached from the root `{next(iter(nodes))}`"
        )
    return _game(growing, starts, title)


def _node(
    nodes: Mapping[str, Mapping[str, Any]],
    growing: _Growing,
    at: int,
    child: Child,
    new_players: bool,
) -> list[Child]:
    """Add one node, and say what stands below it."""
    if not isinstance(child, str):
        growing.mover.append(LEAF)
        growing.move.append(-1)
        growing.set_of.append(-1)
        growing.payoffs.append(_numbers(child))
        return []
    if child not in nodes:
        near = get_close_matches(child, [str(name) for name in nodes], n=1)
        raise UnsuitableGame(
            f"there is no node `{child}`", f"did you mean `{near[0]}`?" if near else ""
        )
    if child in growing.seen:
        raise UnsuitableGame(
            f"the node `{child}` is reached in two ways", "in a tree one way leads to each node"
        )
    growing.seen.add(child)
    content = nodes[child]
    if not isinstance(content, Mapping):
        raise UnsuitableGame(
            f"the node `{child}` is no mapping", "write its `player` and `actions`, or its `chance`"
        )
    if "chance" in content:
        label, mover, information_set = child, CHANCE, -1
        odds, branches = _by_chance(child, content)
    else:
        label, mover = str(content.get("set", child)), _mover(growing, child, content, new_players)
        information_set = growing.sets.setdefault(label, len(growing.sets))
        branches = _branches(child, content["actions"], "actions")
        odds = [1.0] * len(branches)
    growing.mover.append(mover)
    growing.move.append(_move(growing, label, mover, tuple(branches)))
    growing.set_of.append(information_set)
    growing.odds += odds
    growing.parent += [at] * len(branches)
    growing.action += range(len(branches))
    return list(branches.values())


def _by_chance(name: str, content: Mapping[str, Any]) -> tuple[list[float], dict[str, Child]]:
    """The odds of each outcome, and what stands below it."""
    _only(name, content, ("chance",))
    odds: list[float] = []
    children: dict[str, Child] = {}
    for label, branch in _branches(name, content["chance"], "chance").items():
        if isinstance(branch, str) or not isinstance(branch, Sequence) or len(branch) != 2:
            raise UnsuitableGame(
                f"`{label}` of the node `{name}` needs its odds, and what stands below"
            )
        odds += _numbers([branch[0]], "odds")
        children[label] = branch[1]
        if odds[-1] < 0:
            raise UnsuitableGame(f"the odds of `{label}` at the node `{name}` are negative")
    if abs(sum(odds) - 1) > SUM:
        raise UnsuitableGame(f"the odds at the node `{name}` add up to {sum(odds):g} instead of 1")
    return odds, children


def _mover(growing: _Growing, name: str, content: Mapping[str, Any], new_players: bool) -> int:
    """The place among the players of whoever moves at a node."""
    _only(name, content, ("player", "actions", "set"))
    if "player" not in content or "actions" not in content:
        raise UnsuitableGame(f"the node `{name}` needs a `player` and `actions`, or `chance`")
    player = str(content["player"])
    if player not in growing.players:
        if not new_players:
            known = ", ".join(f"`{one}`" for one in growing.players)
            raise UnsuitableGame(
                f"`{player}`, who moves at the node `{name}`, is no player",
                f"the players are {known}",
            )
        growing.players.append(player)
    return growing.players.index(player)


def _move(growing: _Growing, label: str, mover: int, actions: tuple[str, ...]) -> int:
    """The place of a move; the nodes of an information set share one."""
    place, known = growing.moves.setdefault(
        label, (len(growing.moves), Move(label, mover, actions))
    )
    if known.mover != mover:
        raise UnsuitableGame(f"different players move in the information set `{label}`")
    if known.actions != actions:
        raise UnsuitableGame(
            f"the nodes of the information set `{label}` have different actions: "
            f"{', '.join(known.actions)} and {', '.join(actions)}",
            "who cannot tell nodes apart can do the same at each, in the same order",
        )
    return place


def _branches(name: str, content: Any, word: str) -> dict[str, Child]:
    if not isinstance(content, Mapping) or not content:
        raise UnsuitableGame(
            f"`{word}` of the node `{name}` needs at least one branch",
            "map each to what stands below",
        )
    return {str(label): child for label, child in content.items()}


def _only(name: str, content: Mapping[str, Any], words: tuple[str, ...]) -> None:
    for word in content:
        if word not in words:
            raise UnsuitableGame(
                f"the node `{name}` has an unknown `{word}`", f"it may have {', '.join(words)}"
            )


def _numbers(content: Any, what: str = "payoffs") -> tuple[float, ...]:
    if isinstance(content, np.ndarray):
        content = content.tolist()
    each, hint = NUMBERS[what]
    if not isinstance(content, Sequence) or not all(
        isinstance(x, Real) and not isinstance(x, bool) for x in content
    ):
        raise UnsuitableGame(f"{as_given(content)} are no {what}", hint)
    try:
        numbers = tuple(float(x) for x in content)
    except OverflowError:  # of a number that no float can hold
        numbers = (np.inf,)
    if not all(abs(x) <= LARGEST for x in numbers):
        told = (
            f"{each} must be a finite number of at most {LARGEST:.0e}, unlike "
            f"{as_given(list(content))}"
        )
        raise UnsuitableGame(told)
    return numbers


def _players(given: Any) -> list[str]:
    names = list(words(given, "players"))
    if len(set(names)) != len(names):
        raise UnsuitableGame(f"different players need different names, unlike {names}")
    return names


def _game(growing: _Growing, starts: list[int], title: str) -> ExtensiveGame:
    count = len(growing.players)
    wrong = next((row for row in growing.payoffs if len(row) != count), None)
    if wrong is not None:
        raise UnsuitableGame(
            f"an ending pays {len(wrong)} players, and the tree has {count}: {list(wrong)}"
        )
    arrays = growing.parent, growing.mover, starts, growing.move, growing.action, growing.set_of
    parent, mover, level_starts, move, action, sets = (np.array(one, dtype=int) for one in arrays)
    tree = Tree.in_order(parent, mover, level_starts, np.array(growing.odds), move, action, sets)
    names = tuple(growing.players)
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(np.array(growing.payoffs).reshape(-1, count)),
        players=names,
        keys=names,
        moves=tuple(move for _, move in growing.moves.values()),
        title=str(title),
    )


def simultaneous_tree(game: NormalFormGame) -> ExtensiveGame:
    """A simultaneous game as a tree: one level a player, and nobody sees what was chosen before."""
    refuse_too_large(game.shape)
    ends = (
        np.arange(prod(game.shape))
        if game.feasible is None
        else np.flatnonzero(game.feasible.ravel())
    )
    tree = in_levels(game.shape, (), {}, ends)
    if (tree.child_count[tree.mover != LEAF] == 0).any():
        raise UnsuitableGame(
            "after some choices a later player has no possible choice left",
            "see `infeasible` in the file",
        )
    return replace(at_once(tree, (game,), ends, ()), normal_form=game)


def refuse_too_large(shape: Sequence[int]) -> None:
    """Refuse a tree of simultaneous choices, of so many at each level, that has too many nodes."""
    nodes = sum(prod(shape[:level]) for level in range(len(shape) + 1))
    GameTooLarge.refuse(
        "nodes in the outcome tree", nodes, NODE_LIMIT, "commit some issues with --fix"
    )


SHARED = ("players", "keys", "title", "units", "notes", "takes_apart", "ordinal")
"""What a game says of its players in either form."""


def at_once(
    tree: Tree, games: Sequence[NormalFormGame], profiles: IndexArray, dealing: tuple[Move, ...]
) -> ExtensiveGame:
    """The game on a tree of simultaneous choices: one game for each way to deal types, with the
    profiles of each.
    """
    base = games[0]
    issues, outcomes = _issues(base, np.tile(profiles, len(games)))
    lines = {name: game.red_lines[name] for game in games for name in game.crossed}
    none = np.zeros(base.shape, dtype=bool)
    crossed = {
        name: [game.crossed.get(name, none).ravel()[profiles] for game in games] for name in lines
    }
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(
            np.concatenate(
                [game.payoffs.reshape(game.n_players, -1)[:, profiles].T for game in games]
            )
        ),
        moves=(
            *dealing,
            *(
                Move(key, p, tuple(s.label for s in base.strategies[p]))
                for p, key in enumerate(base.keys)
            ),
        ),
        issues=issues,
        outcomes=outcomes,
        crossed={name: np.concatenate(masks) for name, masks in crossed.items()},
        red_lines=lines,
        **{label: getattr(base, label) for label in SHARED},
    )


def _issues(
    game: NormalFormGame, profiles: IndexArray
) -> tuple[dict[str, tuple[str, ...]], IndexArray]:
    """Issue → its options, and the option of each issue in each of these profiles."""
    issues: dict[str, tuple[str, ...]] = {}
    columns = []
    chosen = np.unravel_index(profiles, game.shape)
    for p, row in enumerate(game.strategies):
        for issue in row[0].choices:
            options = dict.fromkeys(strategy.choices[issue] for strategy in row)
            places = {option: place for place, option in enumerate(options)}
            issues[issue] = tuple(options)
            columns.append(
                np.array([places[strategy.choices[issue]] for strategy in row])[chosen[p]]
            )
    return issues, np.stack(columns, axis=1) if columns else np.zeros((0, 0), dtype=int)
