"""Random games and trees for property tests: small integers, so that ties and degenerate games are
common.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import NormalFormGame


@st.composite
def payoff_tables(
    draw: DrawFn,
    players: tuple[int, int] = (1, 3),
    strategies: tuple[int, int] = (1, 4),
    largest: int = 3,
) -> np.ndarray:
    """Payoffs `(players, *strategies)` of small integers."""
    n = draw(st.integers(*players))
    shape = tuple(draw(st.integers(*strategies)) for _ in range(n))
    size = n * int(np.prod(shape))
    entries = draw(st.lists(st.integers(-largest, largest), min_size=size, max_size=size))
    return np.array(entries, dtype=np.float64).reshape(n, *shape)


def normal_form(payoffs: np.ndarray) -> NormalFormGame:
    return NormalFormGame.from_arrays(*payoffs)


@st.composite
def trees(
    draw: DrawFn,
    levels: int = 4,
    largest: int = 2,
    chance: bool = True,
    players: tuple[int, int] = (1, 3),
) -> ExtensiveGame:
    """A game tree of perfect information with one to three children a node, ties and chance (odds
    of zero too).
    """
    return grown(lambda low, high: draw(st.integers(low, high)), levels, largest, chance, players)


def grown(
    number: Callable[[int, int], int],
    levels: int = 4,
    largest: int = 2,
    chance: bool = True,
    players: tuple[int, int] = (1, 3),
) -> ExtensiveGame:
    """The same from whatever draws a whole number from one to another."""
    n_players = number(*players)
    parent, mover, odds, action, starts = [-1], [], [1.0], [-1], [0, 1]
    level = [0]
    for depth in range(levels + 1):
        following = []
        for node in level:
            inner = depth < levels and len(parent) < 40 and (depth == 0 or number(0, 2) > 0)
            who = number(CHANCE if chance else 0, n_players - 1) if inner else LEAF
            mover.append(who)
            count = number(1, 3) if inner else 0
            weights = [number(0, 2) for _ in range(count)] if who == CHANCE else []
            if who == CHANCE and sum(weights) == 0:
                weights[0] = 1
            for k in range(count):
                following.append(len(parent))
                parent.append(node)
                odds.append(float(Fraction(weights[k], sum(weights))) if who == CHANCE else 1.0)
                action.append(k)
        if not following:
            break
        starts.append(len(parent))
        level = following
    leaves = sum(m == LEAF for m in mover)
    entries = [number(-largest, largest) for _ in range(leaves * n_players)]
    payoffs = np.array(entries, dtype=np.float64).reshape(leaves, n_players)
    return game_from(parent, mover, odds, action, starts, payoffs)


@st.composite
def hidden_trees(
    draw: DrawFn,
    levels: int = 4,
    largest: int = 2,
    chance: bool = True,
    players: tuple[int, int] = (1, 3),
) -> ExtensiveGame:
    """A game tree with perfect recall in which movers may not know where they stand; a set may span
    levels.
    """
    return hidden(
        draw(trees(levels, largest, chance, players)),
        lambda low, high: draw(st.integers(low, high)),
    )


def hidden(game: ExtensiveGame, number: Callable[[int, int], int]) -> ExtensiveGame:
    """The same tree in which movers may not know where they stand."""
    tree = game.tree
    done: list[
        tuple[tuple[int, ...], ...]
    ] = []  # on the way to each node: who moved, at which set, and did what
    groups: dict[object, list[int]] = {}
    sets = np.full(len(tree), -1, dtype=np.intp)
    for node in range(len(tree)):
        above = int(tree.parent[node])
        before = done[above] if node else ()
        if node and tree.mover[above] >= 0:
            before = (*before, (int(tree.mover[above]), int(sets[above]), int(tree.action[node])))
        done.append(before)
        mover = int(tree.mover[node])
        if mover >= 0:
            own = tuple(step for step in before if step[0] == mover)
            alike = groups.setdefault((mover, own, int(tree.child_count[node])), [])
            chosen = number(0, 2 * len(alike)) // 2  # rather an old set than a new one
            if chosen == len(alike):
                alike.append(node)
            sets[node] = alike[chosen]
    move = np.where(sets >= 0, tree.move[np.maximum(sets, 0)], tree.move)
    used, place = np.unique(move[move >= 0], return_inverse=True)
    move[move >= 0] = place
    sets[sets >= 0] = np.unique(sets[sets >= 0], return_inverse=True)[1]
    return replace(
        game,
        tree=replace(tree, information_set=sets, move=move),
        moves=tuple(game.moves[int(m)] for m in used),
    )


@st.composite
def written(draw: DrawFn, drawn: st.SearchStrategy[ExtensiveGame]) -> ExtensiveGame:
    """A drawn tree with odds of three to six decimals, and payoffs in steps from 1e-8 to 1e9."""
    game = draw(drawn)
    tree, odds = game.tree, np.array(game.tree.odds)
    for node in np.flatnonzero(tree.mover == CHANCE).tolist():
        first, count, whole = (
            int(tree.first_child[node]),
            int(tree.child_count[node]),
            10 ** draw(st.integers(3, 6)),
        )
        cuts = sorted(
            draw(
                st.lists(
                    st.integers(1, whole - 1), min_size=count - 1, max_size=count - 1, unique=True
                )
            )
        )
        shares = np.diff([0, *cuts, whole])
        odds[first : first + count] = [float(Fraction(int(share), whole)) for share in shares]
    step = [draw(st.sampled_from([1e-8, 0.01, 0.3, 1.0, 7.0, 1e9])) for _ in range(game.n_players)]
    shift = [draw(st.sampled_from([0.0, 0.25, 1e6])) for _ in range(game.n_players)]
    payoffs = [
        [round(float(u) * s + t, 8) for u, s, t in zip(row, step, shift, strict=True)]
        for row in game.payoffs
    ]
    return replace(game, tree=replace(tree, odds=odds), payoffs=np.array(payoffs))


def game_from(
    parent: list[int],
    mover: list[int],
    odds: list[float],
    action: list[int],
    starts: list[int],
    payoffs: np.ndarray,
) -> ExtensiveGame:
    """An extensive game from the arrays that matter, the rest filled in; every node its own
    move.
    """
    above = np.array(parent, dtype=np.intp)
    who = np.array(mover, dtype=np.intp)
    count = np.bincount(above[1:], minlength=len(above)).astype(np.intp)
    first = np.zeros(len(above), dtype=np.intp)
    for node in reversed(range(1, len(above))):
        first[above[node]] = node
    inner = np.flatnonzero(who != LEAF)
    move = np.full(len(above), -1, dtype=np.intp)
    move[inner] = np.arange(len(inner))
    sets = np.where(who >= 0, np.arange(len(above)), -1).astype(np.intp)
    moves = tuple(
        Move(f"move {v}", int(who[v]), tuple(f"action {k}" for k in range(int(count[v]))))
        for v in inner.tolist()
    )
    tree = Tree(
        parent=above,
        mover=who,
        first_child=first,
        child_count=count,
        level_starts=np.array(starts, dtype=np.intp),
        odds=np.array(odds),
        move=move,
        action=np.array(action, dtype=np.intp),
        information_set=sets,
    )
    names = tuple(f"player {p}" for p in range(payoffs.shape[1]))
    return ExtensiveGame(tree=tree, payoffs=payoffs, players=names, keys=names, moves=moves)


def from_nested(nested: object, n_players: int) -> ExtensiveGame:
    """A tree as nested tuples: `(mover, child, child, …)`, chance as `(-1, (odds, child), …)`,
    leaves as lists.
    """
    parent, mover, odds, action, starts = [-1], [], [1.0], [-1], [0, 1]
    payoffs: list[list[float]] = []
    level, nodes = [nested], [0]
    while level:
        following: list[object] = []
        for node, content in zip(nodes, level, strict=True):
            if isinstance(content, list):
                mover.append(LEAF)
                payoffs.append(content)
                continue
            assert isinstance(content, tuple)
            mover.append(content[0])
            for k, child in enumerate(content[1:]):
                parent.append(node)
                odds.append(child[0] if content[0] == CHANCE else 1.0)
                following.append(child[1] if content[0] == CHANCE else child)
                action.append(k)
        nodes = list(range(len(parent) - len(following), len(parent)))
        level = following
        if level:
            starts.append(len(parent))
    return game_from(
        parent,
        mover,
        odds,
        action,
        starts,
        np.array(payoffs, dtype=np.float64).reshape(-1, n_players),
    )
