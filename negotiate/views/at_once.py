"""A simultaneous game as a tree: one level a player, and nobody sees what was chosen before.

Where players have private types chance deals them first, and each sees its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.errors import GameTooLarge, UnsuitableGame, without
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.model.negotiation import Negotiation
from negotiate.model.private_types import dealt, type_odds
from negotiate.views.alone import TYPES, alone
from negotiate.views.apart import terms_of

NODE_LIMIT = 2_000_000
"""Nodes in one tree."""


def simultaneous_tree(game: NormalFormGame) -> ExtensiveGame:
    """A simultaneous game as a tree: one level a player, and nobody sees what was chosen before."""
    shape = game.shape
    sizes = [int(np.prod(shape[:level], dtype=float)) for level in range(len(shape) + 1)]
    if sum(sizes) > NODE_LIMIT:
        raise GameTooLarge("nodes in the outcome tree", sum(sizes), NODE_LIMIT, "commit some issues with --fix")
    leaf_profiles = np.arange(sizes[-1]) if game.feasible is None else np.flatnonzero(game.feasible.ravel())
    inner = sum(sizes[:-1])
    total = inner + len(leaf_profiles)
    starts = np.cumsum([0, *sizes[:-1], len(leaf_profiles)])
    parent, action = np.full(total, -1), np.full(total, -1)
    mover, sets = np.full(total, LEAF), np.full(total, -1)
    for level, n in enumerate(shape):
        here = slice(starts[level], starts[level + 1])
        mover[here], sets[here] = level, level
        below = slice(starts[level + 1], starts[level + 2])
        profile = leaf_profiles if level == len(shape) - 1 else np.arange(sizes[level + 1])
        parent[below] = starts[level] + profile // n
        action[below] = profile % n
    counts = np.bincount(parent[1:], minlength=total)
    if (counts[:inner] == 0).any():
        raise UnsuitableGame(
            "after some choices a later player has no possible choice left", "see `infeasible` in the file"
        )
    tree = Tree(
        parent=parent,
        mover=mover,
        first_child=np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0),
        child_count=counts,
        level_starts=starts,
        odds=np.ones(total),
        move=np.where(mover == LEAF, -1, mover),
        action=action,
        information_set=sets,
    )
    return _on_simultaneous(game, tree, leaf_profiles)


def _issues(game: NormalFormGame, profiles: IndexArray) -> tuple[dict[str, tuple[str, ...]], IndexArray]:
    """Issue → its options, and the option of each issue in each of these profiles."""
    issues: dict[str, tuple[str, ...]] = {}
    columns = []
    chosen = np.unravel_index(profiles, game.shape)
    for p, row in enumerate(game.strategies):
        for issue in row[0].choices:
            options = dict.fromkeys(strategy.choices[issue] for strategy in row)
            places = {option: place for place, option in enumerate(options)}
            issues[issue] = tuple(options)
            columns.append(np.array([places[strategy.choices[issue]] for strategy in row])[chosen[p]])
    return issues, np.stack(columns, axis=1) if columns else np.zeros((0, 0), dtype=np.intp)


def _on_simultaneous(game: NormalFormGame, tree: Tree, profiles: IndexArray) -> ExtensiveGame:
    issues, outcomes = _issues(game, profiles)
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(game.payoffs.reshape(game.n_players, -1)[:, profiles].T),
        players=game.players,
        keys=game.keys,
        moves=tuple(Move(key, p, tuple(s.label for s in game.strategies[p])) for p, key in enumerate(game.keys)),
        title=game.title,
        units=game.units,
        issues=issues,
        outcomes=outcomes,
        crossed={name: mask.ravel()[profiles] for name, mask in game.crossed.items()},
        red_lines=game.red_lines,
        normal_form=game,
        notes=game.notes,
        takes_apart=game.takes_apart,
        ordinal=game.ordinal,
    )


def deals(negotiation: Negotiation) -> tuple[Move, ...]:
    """The moves by which chance deals the private types."""
    kinds = zip(dealt(negotiation).values(), negotiation.types.values(), strict=True)
    return tuple(Move(name, CHANCE, tuple(one.id for one in types)) for name, types in kinds)


def bayesian_tree(negotiation: Negotiation) -> ExtensiveGame:
    """The simultaneous game after private types are dealt: a Bayesian game.

    Raises
    ------
    GameTooLarge
        If the tree would have more than `NODE_LIMIT` nodes.
    UnsuitableGame
        If what is possible hangs on what others choose or on their types.

    References
    ----------
    Harsanyi (1967-68), "Games with incomplete information played by 'Bayesian' players".
    """
    base = alone(negotiation)
    counts = [len(types) for types in negotiation.types.values()]
    shape = (*counts, *base.shape)
    sizes = [int(np.prod(shape[:level], dtype=float)) for level in range(len(shape) + 1)]
    if sum(sizes) > NODE_LIMIT:
        raise GameTooLarge("nodes in the outcome tree", sum(sizes), NODE_LIMIT, "commit some issues with --fix")
    games = [alone(profile) for profile in negotiation.profiles]
    if any(game.feasible is not None or game.strategies != base.strategies for game in games):
        raise UnsuitableGame(
            "what a player may do depends on what it cannot know: the choices of others, or their types",
            "write a `protocol` in which the player sees what matters, or remove `infeasible`",
        )
    tree = _dealt_tree(negotiation, base.n_players, shape, sizes)
    return _on_dealt(negotiation, base, games, tree)


def _dealt_tree(negotiation: Negotiation, players: int, shape: tuple[int, ...], sizes: list[int]) -> Tree:
    """The tree in which chance deals the types, level by level, and each player then chooses once."""
    deals, total = len(shape) - players, sum(sizes)
    starts = np.cumsum([0, *sizes])
    parent, action, odds = np.full(total, -1), np.full(total, -1), np.ones(total)
    mover, move, sets = np.full(total, LEAF), np.full(total, -1), np.full(total, -1)
    chances, count = type_odds(negotiation), 0
    for level, n in enumerate(shape):
        here, below = slice(starts[level], starts[level + 1]), slice(starts[level + 1], starts[level + 2])
        mover[here], move[here] = level - deals if level >= deals else CHANCE, level
        place = np.arange(sizes[level + 1])
        parent[below], action[below] = starts[level] + place // n, place % n
        if level < deals:
            odds[below] = chances[level][place % n]
            continue
        own = _own_type(negotiation, negotiation.keys[level - deals], shape[:level], sizes[level])
        sets[here] = count + own
        count += int(own.max()) + 1
    counts = np.bincount(parent[1:], minlength=total)
    first = np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0)
    return Tree(parent, mover, first, counts, starts, odds, move, action, sets)


def _own_type(negotiation: Negotiation, player: str, shape: tuple[int, ...], size: int) -> IndexArray:
    """The type of a player at each node of a level above which these choices were made."""
    if player not in negotiation.types:
        return np.zeros(size, dtype=np.intp)
    return np.asarray(np.unravel_index(np.arange(size), shape)[list(negotiation.types).index(player)])


def _on_dealt(
    negotiation: Negotiation, base: NormalFormGame, games: Sequence[NormalFormGame], tree: Tree
) -> ExtensiveGame:
    profiles = np.tile(np.arange(int(np.prod(base.shape))), len(games))
    issues, outcomes = _issues(base, profiles)
    lines = {name: game.red_lines[name] for game in games for name in game.crossed}
    none = np.zeros(base.shape, dtype=bool)
    return ExtensiveGame(
        tree=tree,
        payoffs=frozen(np.concatenate([game.payoffs.reshape(game.n_players, -1).T for game in games])),
        players=base.players,
        keys=base.keys,
        moves=(
            *deals(negotiation),
            *(Move(key, p, tuple(s.label for s in base.strategies[p])) for p, key in enumerate(base.keys)),
        ),
        title=base.title,
        units=base.units,
        issues=issues,
        outcomes=outcomes,
        crossed={name: np.concatenate([game.crossed.get(name, none).ravel() for game in games]) for name in lines},
        red_lines=lines,
        notes=without(base.notes, TYPES),
        takes_apart=terms_of(negotiation),
        ordinal=base.ordinal,
        types={player: place for place, player in enumerate(negotiation.types)},
    )
