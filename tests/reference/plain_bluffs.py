"""Who bluffs, node by node: each pair of signals, each value by walking down the tree."""

from itertools import pairwise

from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame

SLACK = 1e-6

Found = tuple[int, str, float, float, str, frozenset[int]]


def children(game: ExtensiveGame, node: int) -> list[int]:
    first = int(game.tree.first_child[node])
    return list(range(first, first + int(game.tree.child_count[node])))


def worth(equilibrium: TreeEquilibrium, node: int, player: int) -> float:
    """What play gives from a node on."""
    game = equilibrium.game
    if game.tree.mover[node] == LEAF:
        return float(game.payoffs[game.leaf_of(node)][player])
    return sum(
        float(equilibrium.probability[c]) * worth(equilibrium, c, player)
        for c in children(game, node)
    )


def known(game: ExtensiveGame, node: int, player: int) -> list[float]:
    """What a node gives everybody if all know where they stand, ties broken for one player."""
    if game.tree.mover[node] == LEAF:
        return [float(x) for x in game.payoffs[game.leaf_of(node)]]
    below = [known(game, c, player) for c in children(game, node)]
    mover = int(game.tree.mover[node])
    if mover == CHANCE:
        odds = [float(game.tree.odds[c]) for c in children(game, node)]
        return [
            sum(p * x[q] for p, x in zip(odds, below, strict=True)) for q in range(game.n_players)
        ]
    slack = SLACK * spread(game, mover)
    best = max(x[mover] for x in below)
    return max((x for x in below if x[mover] >= best - slack), key=lambda x: x[player])


def spread(game: ExtensiveGame, player: int) -> float:
    return float(game.payoffs[:, player].max() - game.payoffs[:, player].min())


def before(game: ExtensiveGame, node: int) -> tuple[int, int] | None:
    """The last node before this one at which somebody else moved, and the node that was entered
    there.
    """
    way = game.path(node)
    for above, below in reversed(list(pairwise(way))):
        if game.tree.mover[above] not in (CHANCE, game.tree.mover[node]):
            return above, below
    return None


def plain_bluffs(equilibrium: TreeEquilibrium) -> list[Found]:
    game, tree, reach = equilibrium.game, equilibrium.game.tree, equilibrium.reach
    heard = [v for v in range(len(tree)) if tree.mover[v] >= 0 and reach[v] > 0]
    like: dict[tuple[int, int], set[int]] = {}
    for one in heard:
        for other in heard:
            a, b = before(game, one), before(game, other)
            if tree.information_set[one] != tree.information_set[other] or a is None or b is None:
                continue
            if (
                tree.mover[a[0]] != tree.mover[b[0]]
                or tree.information_set[a[0]] == tree.information_set[b[0]]
            ):
                continue
            shared = [v for v in game.path(a[0]) if v in game.path(b[0])]
            if tree.mover[shared[-1]] == CHANCE:
                signal = int(tree.information_set[a[0]]), int(tree.action[a[1]])
                like.setdefault(signal, set()).add(int(tree.information_set[b[0]]))
    found = (
        _judged(equilibrium, at, place, frozenset(others))
        for (at, place), others in sorted(like.items())
    )
    return [bluff for bluff in found if bluff is not None]


def _judged(
    equilibrium: TreeEquilibrium, at: int, place: int, like: frozenset[int]
) -> Found | None:
    game, tree, reach = equilibrium.game, equilibrium.game.tree, equilibrium.reach
    nodes = [v for v in range(len(tree)) if tree.information_set[v] == at]
    total, player = sum(float(reach[v]) for v in nodes), int(tree.mover[nodes[0]])
    open_hand = [
        sum(float(reach[v]) * known(game, children(game, v)[k], player)[player] for v in nodes)
        / total
        for k in range(len(children(game, nodes[0])))
    ]
    payoff = (
        sum(float(reach[v]) * worth(equilibrium, children(game, v)[place], player) for v in nodes)
        / total
    )
    slack = SLACK * spread(game, player)
    if payoff <= open_hand[place] + slack or max(open_hand) <= open_hand[place] + slack:
        return None
    labels = [game.action_label(c) for c in children(game, nodes[0])]
    return (
        at,
        labels[place],
        payoff,
        open_hand[place],
        labels[open_hand.index(max(open_hand))],
        like,
    )
