"""Random conflicts for the twin and the model alike."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from negotiate.conflict.graph import Moves
from negotiate.conflict.graph_model import GraphModel
from tests.reference import plain_standing as plain


@dataclass
class Conflict:
    states: list[Any]
    moves: dict[Any, dict[Any, set[Any]]]
    ranks: dict[Any, dict[Any, int]]
    joint: Any

    def model(self):
        """The model of the same tables, as its users would write it."""
        rankings = {str(k): _ranking(ranks) for k, ranks in self.ranks.items()}
        moves = {
            str(k): {s: sorted(to) for s, to in table.items() if to}
            for k, table in self.moves.items()
        }
        return GraphModel.from_tables(self.states, moves, rankings)


def _ranking(ranks):
    levels = sorted(set(ranks.values()), reverse=True)
    groups = [[s for s, rank in ranks.items() if rank == level] for level in levels]
    return [group if len(group) > 1 else group[0] for group in groups]


def random_tables(rng, players, states, density=0.4, levels=4):
    """Any moves at all: one-way ones and ties among them."""
    names = list(range(states))
    moves = {
        k: {s: {t for t in names if t != s and rng.random() < density} for s in names}
        for k in range(players)
    }
    ranks = {k: {s: int(rng.integers(levels)) for s in names} for k in range(players)}
    return Conflict(names, moves, ranks, partial(plain.any_order, moves))


def random_grid(rng, shape, levels=4, missing=0.0, one_way=0.0):
    """One choice a player, with states that cannot be and choices that cannot be left."""
    everything = [tuple(int(i) for i in s) for s in np.ndindex(*shape)]
    states = [s for s in everything if rng.random() >= missing] or everything
    final = [{c for c in range(n) if rng.random() < one_way} for n in shape]
    moves = {
        k: {
            s: {
                t
                for t in states
                if t != s and s[:k] + s[k + 1 :] == t[:k] + t[k + 1 :] and s[k] not in final[k]
            }
            for s in states
        }
        for k in range(len(shape))
    }
    ranks = {k: {s: int(rng.integers(levels)) for s in states} for k in range(len(shape))}
    return Conflict(states, moves, ranks, partial(plain.on_grid, states))


def grid_model(conflict, shape, full):
    """The model of a grid as the view makes it: with its shape if it is full, with its coordinates
    else.
    """
    place = {s: i for i, s in enumerate(conflict.states)}
    rows = []
    for table in conflict.moves.values():
        lists = [sorted(place[t] for t in table[s]) for s in conflict.states]
        starts = np.concatenate([[0], np.cumsum([len(found) for found in lists])]).astype(np.int64)
        rows.append(Moves(starts, np.array([t for found in lists for t in found], dtype=np.int64)))
    keys = tuple(str(k) for k in conflict.moves)
    return GraphModel(
        states=tuple(conflict.states),
        players=keys,
        keys=keys,
        moves=tuple(rows),
        ranks=np.array(
            [[ranks[s] for s in conflict.states] for ranks in conflict.ranks.values()],
            dtype=np.int64,
        ),
        shape=shape if full else (),
        sizes=shape,
        cells=np.array([np.ravel_multi_index(s, shape) for s in conflict.states], dtype=np.int64),
    )
