"""Times backward induction on a tree of a million nodes: the level sweep beside a plain loop, in one run.

Run with ``python benchmarks/tree.py [nodes]``.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from negotiate.games.extensive import LEAF, Tree
from negotiate.kernels.level_sweep import backward_induction


def random_tree(nodes: int, rng: np.random.Generator, n_players: int = 2) -> tuple[Tree, np.ndarray]:
    """A tree of perfect information, two to four actions a node, about as many nodes as asked for."""
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
    first_child = np.where(child_count > 0, 1 + np.cumsum(child_count) - child_count, 0).astype(np.intp)
    parent = np.concatenate([[-1], np.repeat(np.arange(len(child_count)), child_count)]).astype(np.intp)
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


def plain_recursion(tree: Tree, payoffs: list[list[float]]) -> list[float]:
    """The same answer from node to node, on plain lists."""
    first, count, mover = tree.first_child.tolist(), tree.child_count.tolist(), tree.mover.tolist()
    leaf = np.cumsum(tree.child_count == 0) - 1
    row = leaf.tolist()

    def value(node: int) -> list[float]:
        if count[node] == 0:
            return payoffs[row[node]]
        player = mover[node]
        best = value(first[node])
        for child in range(first[node] + 1, first[node] + count[node]):
            other = value(child)
            if other[player] > best[player]:
                best = other
        return best

    return value(0)


def main() -> None:
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tree, payoffs = random_tree(nodes, np.random.default_rng(0))
    backward_induction(*random_tree(1_000, np.random.default_rng(1)), np.zeros(2))  # warm up
    start = time.process_time()
    sweep = backward_induction(tree, payoffs, np.zeros(2))
    middle = time.process_time()
    as_lists = payoffs.tolist()  # not timed: a program that walks nodes would hold lists from the start
    again = time.process_time()
    plain = plain_recursion(tree, as_lists)
    end = time.process_time()
    swept, walked = middle - start, end - again
    print(f"{len(tree):,} nodes, {len(tree.level_starts) - 1} levels, 2 players; CPU seconds of one run")
    print(f"level sweep     {swept:8.3f} s")
    print(f"plain recursion {walked:8.3f} s   {walked / swept:.0f} times the sweep")
    print(f"values at the root equal: {sweep.values[0].tolist() == plain}")


if __name__ == "__main__":
    main()
