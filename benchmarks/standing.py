"""Times the concepts of stability on big conflicts, and weighs what they take against what was said
beforehand.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/standing.py``; exits with 1 if four concepts of
4,096 states take 0.1 s, if Nash and sequential stability of 65,536 states of four players take 2 s,
or if more memory is taken than was said. CPU seconds of one thread, one warm-up before.

Ranks are random without ties. A grid is a conflict in which every combination of choices is a
state; with listed moves the same conflict is held as if moves were missing.
"""

from __future__ import annotations

import sys
import time
import tracemalloc

import numpy as np

from negotiate.conflict.concepts import CONCEPTS
from negotiate.conflict.graph import AxisMoves, Concept, Moves
from negotiate.conflict.graph_model import GraphModel

SHAPES = ((64, 64), (16, 16, 16, 16), (2,) * 16)
FOUR: tuple[Concept, ...] = ("R", "GMR", "SMR", "SEQ")


def conflict(shape: tuple[int, ...], *, listed: bool) -> GraphModel:
    """A random conflict of one choice a player."""
    rng = np.random.default_rng(1)
    states, players = int(np.prod(shape)), tuple(f"player {k}" for k in range(len(shape)))
    axes = tuple(AxisMoves(shape, axis) for axis in range(len(shape)))
    return GraphModel(
        states=range(states),
        players=players,
        keys=players,
        moves=tuple(Moves(way.starts, way.targets) for way in axes) if listed else axes,
        ranks=np.stack([rng.permutation(states) for _ in shape]),
        shape=() if listed else shape,
        sizes=shape,
        cells=np.arange(states),
    )


def seconds(model: GraphModel, concepts: tuple[Concept, ...]) -> dict[str, float]:
    """CPU seconds of each concept; what they share is counted for the first."""
    found = {}
    for concept in concepts:
        start = time.process_time()
        model.standing(concept)
        found[concept] = time.process_time() - start
    return found


def taken(model: GraphModel) -> int:
    """The most bytes in use while four concepts are worked out, besides the ranks and moves that
    are there before.
    """
    tracemalloc.start()
    for concept in FOUR:
        model.standing(concept)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main() -> int:
    seconds(conflict((8, 8), listed=False), CONCEPTS)
    kept = True
    for shape in SHAPES:
        for listed in (False, True):
            times = seconds(conflict(shape, listed=listed), CONCEPTS)
            fresh = conflict(shape, listed=listed)
            held = fresh.ranks.nbytes + sum(
                w.starts.nbytes + w.targets.nbytes for w in fresh.moves if listed
            )
            most = (taken(fresh) + held) / 2**20
            told = "  ".join(f"{concept} {spent:.3f} s" for concept, spent in times.items())
            kind = "listed moves" if listed else "a grid"
            print(f"{len(shape):>2} players, {np.prod(shape):,} states, {kind:<12}  {told}")
            print(f"{'':>12}{most:,.0f} MB of {fresh.memory / 2**20:,.0f} MB said")
            kept &= most <= fresh.memory / 2**20
            kept &= shape != SHAPES[0] or sum(times[c] for c in FOUR) < 0.1
            kept &= shape != SHAPES[1] or times["R"] + times["SEQ"] < 2.0
    print("as promised" if kept else "NOT as promised")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
