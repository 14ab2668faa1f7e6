"""Small games, and answers to them, that the tests of drawing look at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from negotiate.equilibrium.certificate import Certificate
from negotiate.equilibrium.solution import Equilibrium, Reason, Solution, TreeEquilibrium
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import NormalFormGame, frozen

WHOLE = Certificate("whole numbers")
PARTLY = WHOLE.limited("something was left out")


@dataclass
class Node:
    """A tree written by hand: a mover, a move and its branches, or payoffs; `sees` names an
    information set.
    """

    mover: int = LEAF
    move: str = ""
    below: "dict[str, Node]" = field(default_factory=dict)
    payoffs: tuple[float, ...] = ()
    odds: tuple[float, ...] = ()
    sees: str = ""
    crosses: bool = False


def leaf(*payoffs: float, crosses: bool = False) -> Node:
    return Node(payoffs=payoffs, crosses=crosses)


def extensive(
    root: Node,
    players: Sequence[str],
    keys: Sequence[str],
    title: str = "",
    units: Sequence[str] = (),
) -> ExtensiveGame:
    levels, parents, actions, odds = [[root]], [[-1]], [[-1]], [[1.0]]
    starts = [0]
    moves: dict[tuple[str, int, tuple[str, ...]], int] = {}
    while levels[-1]:
        starts.append(starts[-1] + len(levels[-1]))
        nxt, par, act, odd = [], [], [], []
        for i, node in enumerate(levels[-1]):
            for k, child in enumerate(node.below.values()):
                nxt.append(child)
                par.append(starts[-2] + i)
                act.append(k)
                odd.append(node.odds[k] if node.odds else 1.0)
        levels.append(nxt)
        parents.append(par)
        actions.append(act)
        odds.append(odd)
    nodes = [node for level in levels for node in level]
    parent = np.array([p for level in parents for p in level])
    sets: dict[object, int] = {}
    first, count, move, info = [], [], [], []
    for v, node in enumerate(nodes):
        children = np.flatnonzero(parent == v)
        first.append(int(children[0]) if len(children) else 0)
        count.append(len(children))
        key = (node.move, node.mover, tuple(node.below))
        move.append(moves.setdefault(key, len(moves)) if node.below else -1)
        info.append(sets.setdefault(node.sees or v, len(sets)) if node.mover >= 0 else -1)
    ends = [node for node in nodes if node.mover == LEAF]
    tree = Tree(
        parent=parent,
        mover=np.array([node.mover for node in nodes]),
        first_child=np.array(first),
        child_count=np.array(count),
        level_starts=np.array(starts),
        odds=np.array([o for level in odds for o in level]),
        move=np.array(move),
        action=np.array([a for level in actions for a in level]),
        information_set=np.array(info),
    )
    crossed = np.array([node.crosses for node in ends])
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen([node.payoffs for node in ends]),
        players=tuple(players),
        keys=tuple(keys),
        moves=tuple(Move(label, mover, names) for label, mover, names in moves),
        title=title,
        units=tuple(units),
        crossed={"plan": crossed} if crossed.any() else {},
    )


def induced(game: ExtensiveGame) -> TreeEquilibrium:
    """Backward induction as a plain recursion, the first of several best actions taken."""
    tree, chosen = game.tree, np.array(game.tree.odds)
    reasons: dict[int, Reason] = {}

    def worth(v: int) -> np.ndarray:
        if tree.mover[v] == LEAF:
            return game.payoffs[game.leaf_of(v)]
        children = [int(tree.first_child[v]) + k for k in range(int(tree.child_count[v]))]
        values = [worth(c) for c in children]
        if tree.mover[v] == CHANCE:
            return sum(tree.odds[c] * value for c, value in zip(children, values, strict=True))
        p = int(tree.mover[v])
        best = max(range(len(children)), key=lambda k: values[k][p])
        for k, c in enumerate(children):
            chosen[c] = float(k == best)
        others = [k for k in range(len(children)) if k != best]
        second = max(others, key=lambda k: values[k][p])
        label = [game.action_label(c) for c in children]
        where = game.moves[int(tree.move[v])].label
        reasons[v] = Reason(
            p, label[best], values[best][p], label[second], values[second][p], where, v
        )
        return values[best]

    value = worth(0)
    equilibrium = TreeEquilibrium(
        "subgame-perfect", game, chosen, tuple(float(x) for x in value), 0.0, {}
    )
    on_path = [v for v in range(len(tree)) if equilibrium.reach[v] > 0 and v in reasons]
    return TreeEquilibrium(
        "subgame-perfect",
        game,
        chosen,
        equilibrium.payoffs,
        0.0,
        {},
        tuple(reasons[v] for v in on_path),
    )


def solved(game: ExtensiveGame, *equilibria: TreeEquilibrium, complete: bool = True) -> Solution:
    return Solution(
        game=game,
        equilibria=equilibria or (induced(game),),
        concept="subgame-perfect",
        method="backward-induction",
        certificate=WHOLE if complete else PARTLY,
        verified="no single change of action gains at any node",
        seconds=0.0123,
    )


def talks(
    worth: Callable[[int, str, str, str], tuple[float, float]] | None = None,
) -> ExtensiveGame:
    """A threat game of the size of the flagship: six tariffs, three answers, a coin, carried out or
    not.
    """
    tariffs = ["before", "fifty_billion", "all_threats", "trade_war", "double", "fifty_percent"]

    def pays(i: int, answer: str, congress: str, act: str) -> tuple[float, float]:
        us, china = 0.0, 0.0
        if answer == "concede":
            us, china = 3.5 + 0.7 * i, -2.0 - 1.3 * i if i < 3 else -11.25
        if answer == "retaliate":
            us, china = -6.2, -2.5
        if act == "carry_out":
            us, china = us - 0.8 * i * i + (4.5 if congress == "backs" else -3), china - 6.1 * i
        return us - (0.4 if act == "back_down" else 0), china

    worth = worth or pays

    def follow(i: int, answer: str, congress: str) -> Node:
        below = {
            act: leaf(*worth(i, answer, congress, act), crosses=i == 2)
            for act in ("carry_out", "back_down")
        }
        return Node(0, "follow_through", below)

    def reply(i: int) -> Node:
        below = {"concede": leaf(*worth(i, "concede", "", ""))}
        for answer in ("hold", "retaliate"):
            coin = {c: follow(i, answer, c) for c in ("backs", "balks")}
            below[answer] = Node(CHANCE, "congress", coin, odds=(0.7, 0.3))
        return Node(1, "answer", below)

    root = Node(0, "threaten", {name: reply(i) for i, name in enumerate(tariffs)})
    unit = "basis points of yearly national income"
    return extensive(
        root,
        ["United States", "China"],
        ["us", "china"],
        "America First meets China, Inc.",
        [unit, unit],
    )


def pennies_tree() -> ExtensiveGame:
    """Matching pennies drawn as a tree: the second mover sees nothing."""

    def second(mine: str) -> Node:
        return Node(
            1,
            "guess",
            {x: leaf(*((1, -1) if x == mine else (-1, 1))) for x in ("heads", "tails")},
            sees="guess",
        )

    return extensive(
        Node(0, "hide", {x: second(x) for x in ("heads", "tails")}),
        ["Even", "Odd"],
        ["even", "odd"],
        "Pennies",
    )


def chicken(players: Sequence[str] = ("Row", "Column")) -> NormalFormGame:
    labels = [["swerve", "straight"]] * 2
    return NormalFormGame.from_arrays(
        [[0, -1], [1, -10]], [[0, 1], [-1, -10]], labels=labels, players=players, title="Chicken"
    )


def pure(game: NormalFormGame, *profile: int) -> Equilibrium:
    """A pure profile as an equilibrium, with the best thing each player leaves undone."""
    reasons = []
    for p, played in enumerate(profile):
        own = game.payoffs[p][tuple(slice(None) if q == p else s for q, s in enumerate(profile))]
        rest = [i for i in range(len(own)) if i != played]
        best = max(rest, key=lambda i: own[i])
        labels = [strategy.label for strategy in game.strategies[p]]
        reasons.append(
            Reason(p, labels[played], float(own[played]), labels[best], float(own[best]))
        )
    weights = tuple(np.eye(n)[k] for n, k in zip(game.shape, profile, strict=True))
    payoffs = tuple(float(x) for x in game.payoffs[(slice(None), *profile)])
    return Equilibrium("Nash", weights, payoffs, 0.0, {}, tuple(reasons))


def mixed(game: NormalFormGame, *weights: Sequence[float]) -> Equilibrium:
    arrays = tuple(np.array(w, dtype=float) for w in weights)
    payoffs = tuple(float(arrays[0] @ table @ arrays[1]) for table in game.payoffs)
    return Equilibrium("Nash", arrays, payoffs, 0.0, {})


def answer(
    game: NormalFormGame,
    *equilibria: Equilibrium,
    complete: bool = True,
    notes: tuple[str, ...] = (),
) -> Solution:
    return Solution(
        game=game,
        equilibria=equilibria,
        concept="Nash",
        method="vertex-enumeration (nashpy)",
        certificate=WHOLE if complete else PARTLY,
        verified="regret of every profile",
        seconds=0.0123,
        notes=notes,
    )


def behaving(
    game: ExtensiveGame,
    behaviour: Mapping[str, str | Mapping[str, float]],
    beliefs: Mapping[str, Sequence[float]] | None = None,
    kind: str = "sequential",
) -> TreeEquilibrium:
    """An equilibrium of a hand-built tree from what is done, and believed, at the sets with these
    moves' names.
    """
    tree, labels = game.tree, [move.label for move in game.moves]
    probability = np.array(tree.odds)
    for label, does in behaviour.items():
        weights = {does: 1.0} if isinstance(does, str) else does
        nodes = np.flatnonzero(tree.move == labels.index(label))
        row = [weights.get(action, 0.0) for action in game.moves[labels.index(label)].actions]
        probability[tree.first_child[nodes, None] + np.arange(len(row))] = row
    found = TreeEquilibrium(kind, game, probability, (0.0,) * game.n_players, 0.0, {})
    sets = {int(m): int(s) for m, s in zip(tree.move, tree.information_set, strict=True)}
    believed = {
        sets[labels.index(label)]: np.array(weights) for label, weights in (beliefs or {}).items()
    }
    payoffs = tuple(map(float, found.reach[tree.leaves] @ game.payoffs))
    return replace(found, payoffs=payoffs, beliefs=believed)
