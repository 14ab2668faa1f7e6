"""Times the sequential equilibria of random signalling games, all of them and the one that precise
play leads to.

python benchmarks/sequential.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from negotiate.equilibrium.solution import Solution
from negotiate.equilibrium.trees import agent_quantal_response, assessments, signalling
from negotiate.games.extensive import ExtensiveGame

SMALL = ((2, 2, 2), (2, 3, 2), (3, 2, 3), (3, 3, 2), (3, 3, 3), (4, 2, 3), (5, 2, 2))
LARGE = ((10, 3, 3), (20, 4, 3), (50, 2, 2))
SIGNALS = ((3, 3, 3), (4, 5, 2), (3, 5, 5))
"""Shapes that are solved with their families and beliefs, too."""
PAYOFFS: dict[str, Callable[[np.random.Generator], list[float]]] = {
    "uniform": lambda rng: rng.random(2).tolist(),
    "0 to 9": lambda rng: rng.integers(0, 10, 2).tolist(),
    "0 or 1": lambda rng: rng.integers(0, 2, 2).tolist(),
}
GAMES = 3


def signals(
    types: int, messages: int, answers: int, seed: int, payoffs: str = "uniform"
) -> ExtensiveGame:
    """Equally likely types."""
    rng = np.random.default_rng(seed)
    nodes: dict[str, dict[str, object]] = {
        "type": {"chance": {f"{t}": (1 / types, f"{t}") for t in range(types)}}
    }
    for t in range(types):
        nodes[f"{t}"] = {
            "player": "sender",
            "actions": {f"{m}": f"{t} says {m}" for m in range(messages)},
        }
        for m in range(messages):
            worth = {f"{a}": tuple(PAYOFFS[payoffs](rng)) for a in range(answers)}
            nodes[f"{t} says {m}"] = {"player": "receiver", "set": f"hears {m}", "actions": worth}
    return ExtensiveGame.from_nodes(nodes, players=("sender", "receiver"))


def timed(run: Callable[[ExtensiveGame], Solution], game: ExtensiveGame) -> tuple[Solution, float]:
    begun = time.process_time()
    return run(game), time.process_time() - begun


def main() -> None:
    print("types, messages, answers | all: seconds, equilibria | limit: seconds, settled")
    for shape in (*SMALL, *LARGE):
        for seed in range(GAMES):
            game = signals(*shape, seed)
            limit, took = timed(agent_quantal_response.LIMIT.run, game)
            said = f"{took:6.2f} {getattr(limit.finding, 'settled', None)}"
            if assessments.applies_to(game) is not None:
                print(shape, f"| too large | {said}")
                continue
            found, spent = timed(assessments.run, game)
            print(
                shape,
                (
                    f"| {spent:6.2f} {len(found.equilibria):3} "
                    f"{'all' if found.complete else 'some'} | "
                    f"{said}"
                ),
            )
    print("types, messages, answers, payoffs | all as components: seconds, outcomes")
    for shape in SIGNALS:
        for payoffs in PAYOFFS:
            for seed in range(GAMES):
                found, spent = timed(signalling.run, signals(*shape, seed, payoffs))
                whole = "all" if found.complete else "some"
                print(shape, f"{payoffs:7} | {spent:6.2f} {len(found.components):3} {whole}")


if __name__ == "__main__":
    main()
