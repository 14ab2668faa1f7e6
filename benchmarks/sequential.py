"""Times the sequential equilibria of random signalling games, all of them and the one that precise play leads to.

python benchmarks/sequential.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees import agent_quantal_response, assessments
from negotiate.games.extensive import ExtensiveGame

SMALL = ((2, 2, 2), (2, 3, 2), (3, 2, 3), (3, 3, 2), (3, 3, 3), (4, 2, 3), (5, 2, 2))
LARGE = ((10, 3, 3), (20, 4, 3), (50, 2, 2))
GAMES = 3


def signalling(types: int, messages: int, answers: int, seed: int) -> ExtensiveGame:
    """Equally likely types, payoffs uniform."""
    rng = np.random.default_rng(seed)
    nodes: dict[str, dict[str, object]] = {"type": {"chance": {f"{t}": (1 / types, f"{t}") for t in range(types)}}}
    for t in range(types):
        nodes[f"{t}"] = {"player": "sender", "actions": {f"{m}": f"{t} says {m}" for m in range(messages)}}
        for m in range(messages):
            worth = {f"{a}": tuple(rng.random(2).tolist()) for a in range(answers)}
            nodes[f"{t} says {m}"] = {"player": "receiver", "set": f"hears {m}", "actions": worth}
    return ExtensiveGame.from_nodes(nodes, players=("sender", "receiver"))


def timed(run: Callable[[ExtensiveGame], Solution], game: ExtensiveGame) -> tuple[Solution, float]:
    begun = time.process_time()
    return run(game), time.process_time() - begun


def main() -> None:
    print("types, messages, answers | all: seconds, equilibria | limit: seconds, settled")
    for shape in (*SMALL, *LARGE):
        for seed in range(GAMES):
            game = signalling(*shape, seed)
            limit, took = timed(agent_quantal_response.LIMIT.run, game)
            said = f"{took:6.2f} {getattr(limit.finding, 'settled', None)}"
            if assessments.applies_to(game) is not None:
                print(shape, f"| too large | {said}")
                continue
            found, spent = timed(assessments.run, game)
            print(shape, f"| {spent:6.2f} {len(found.equilibria):3} {'all' if found.complete else 'some'} | {said}")


if __name__ == "__main__":
    main()
