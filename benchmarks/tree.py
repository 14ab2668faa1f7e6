"""Times backward induction on a tree of a million nodes: the sweep, the public call and a plain
loop, in one run.

Run with ``python benchmarks/tree.py [nodes]``.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import numpy as np

from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.trees.induction import induct
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.level_sweep import backward_induction
from negotiate.games.normal_form import frozen


def random_tree(
    nodes: int, rng: np.random.Generator, n_players: int = 2
) -> tuple[Tree, np.ndarray]:
    """A tree of perfect information, two to four actions a node, about as many nodes as asked
    for.
    """
    counts: list[np.ndarray] = []
    width, total = 1, 1
    while total < nodes:
        level = rng.integers(2, 5, width)
        level = level[: max(1, np.searchsorted(np.cumsum(level), nodes - total, side="right"))]
        counts.append(np.concatenate([level, np.zeros(width - len(level), dtype=level.dtype)]))
        width = int(level.sum())
        total += width
    child_count = np.concatenate([*counts, np.zeros(width, dtype=np.intp)]).astype(np.intp)
    level_starts = np.cumsum([0, *(len(c) for c in counts), width]).astype(np.intp)
    first_child = np.where(child_count > 0, 1 + np.cumsum(child_count) - child_count, 0).astype(
        np.intp
    )
    parent = np.concatenate([[-1], np.repeat(np.arange(len(child_count)), child_count)]).astype(
        np.intp
    )
    inner = child_count > 0
    mover = np.where(inner, rng.integers(0, n_players, len(child_count)), LEAF).astype(np.intp)
    number = np.arange(len(parent)) - np.where(parent >= 0, first_child[parent], 1)
    tree = Tree(
        parent=parent,
        mover=mover,
        first_child=first_child,
        child_count=child_count,
        level_starts=level_starts,
        odds=np.ones(len(parent)),
        move=np.where(inner, 0, -1).astype(np.intp),
        action=number.astype(np.intp),
        information_set=np.where(inner, np.cumsum(inner) - 1, -1).astype(np.intp),
    )
    return tree, rng.standard_normal((int((~inner).sum()), n_players))


def asked(tree: Tree, payoffs: np.ndarray) -> ExtensiveGame:
    """The tree as a game, with one move for all nodes."""
    moves = (Move("move", 0, tuple(str(k) for k in range(int(tree.child_count.max())))),)
    return ExtensiveGame(
        tree=tree, payoffs=frozen(payoffs), players=("a", "b"), keys=("a", "b"), moves=moves
    )


Plain = tuple[list[list[float]], list[int], list[int]]


def plain_recursion(
    lists: tuple[list[int], list[int], list[int]], leaves: list[list[float]]
) -> Plain:
    """Values, choices and ties at every node as the sweep gives them, from node to node on plain
    lists.

    `leaves` holds the payoffs by node, and empty lists elsewhere.
    """
    first, count, mover = lists
    values, chosen, ties = list(leaves), [-1] * len(mover), [0] * len(mover)

    def visit(node: int) -> list[float]:
        if count[node] == 0:
            return values[node]
        player, begin = mover[node], first[node]
        best, taken, equals = visit(begin), begin, 1
        for child in range(begin + 1, begin + count[node]):
            other = visit(child)
            if other[player] > best[player]:
                best, taken, equals = other, child, 1
            elif other[player] == best[player]:
                equals += 1
        values[node], chosen[node], ties[node] = best, taken, equals
        return best

    visit(0)
    return values, chosen, ties


def near_tie(nodes: int) -> float:
    """How many times as long the sweep of a tree with chance takes if two payoffs at a last move
    are equal.
    """
    tree, payoffs = random_tree(nodes, np.random.default_rng(2))
    inner = np.flatnonzero(tree.child_count)
    chosen = inner[1:][np.random.default_rng(3).random(len(inner) - 1) < 0.3]
    mover, sets = tree.mover.copy(), tree.information_set.copy()
    mover[chosen], sets[chosen] = CHANCE, -1
    odds = np.where(
        mover[tree.parent] == CHANCE, 1 / np.maximum(tree.child_count[tree.parent], 1), 1.0
    )
    odds[0] = 1.0
    tree = replace(tree, mover=mover, information_set=sets, odds=odds)
    last = int(inner[(mover[inner] >= 0) & (tree.child_count[tree.first_child[inner]] == 0)][-1])
    tied, leaf = payoffs.copy(), int(np.searchsorted(tree.leaves, tree.first_child[last]))
    tied[leaf : leaf + 2] = payoffs.max()
    spent = []
    for given in (tied, payoffs):
        game, begun = asked(tree, given), time.process_time()
        induct(game)
        spent.append(time.process_time() - begun)
    return spent[0] / spent[1]


def main() -> None:
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tree, payoffs = random_tree(nodes, np.random.default_rng(0))
    backward_induction(*random_tree(1_000, np.random.default_rng(1)), np.zeros(2))  # warm up
    start = time.process_time()
    sweep = backward_induction(tree, payoffs, np.zeros(2))
    middle = time.process_time()
    game = asked(tree, payoffs)
    solve(asked(*random_tree(1_000, np.random.default_rng(1))))
    public = time.process_time()
    (found,) = solve(game).equilibria
    solved = time.process_time() - public
    # Not timed: a program that walks nodes would hold lists from the start.
    rows = iter(payoffs.tolist())
    leaves = [next(rows) if leaf else [] for leaf in (tree.child_count == 0).tolist()]
    lists = tree.first_child.tolist(), tree.child_count.tolist(), tree.mover.tolist()
    again = time.process_time()
    values, chosen, ties = plain_recursion(lists, leaves)
    end = time.process_time()
    same = (
        sweep.values.tolist() == values
        and sweep.chosen.tolist() == chosen
        and sweep.ties.tolist() == ties
    )
    swept, walked = middle - start, end - again
    print(
        f"{len(tree):,} nodes, {len(tree.level_starts) - 1} levels, 2 players; CPU seconds of one "
        "run"
    )
    print(f"level sweep     {swept:8.3f} s")
    print(
        f"public call     {solved:8.3f} s   what is found checked at every node; the bar is 0.4 s"
    )
    print(f"plain recursion {walked:8.3f} s   {walked / swept:.0f} times the sweep")
    print(
        f"one near-tie    {near_tie(min(nodes, 87_000)):8.1f} times the sweep of the tree without "
        "it, in this run"
    )
    print(
        f"values, choices and ties equal at every node: {same and list(found.payoffs) == values[0]}"
    )


if __name__ == "__main__":
    main()
