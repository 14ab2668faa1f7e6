"""Times a noisy round robin of twenty strategies beside Axelrod's, in one run: processor time,
import excluded.

Ours is exact: one batch of Markov chains. Axelrod plays each match of 200 rounds ten times; its
summing up of results is left out, though people wait for it too. How much longer two workers may
take is minded in ``matches.py``: what is exact is done by one.

Run with ``python benchmarks/tournaments.py``, in an environment that has Axelrod; exits with 1 if
ours is below 100 times as fast, or if the two tables do not agree.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import axelrod
import numpy as np

from negotiate import NormalFormGame, RepeatedGame
from negotiate.repeated.many.tournament import Tournament, tournament

ROUNDS, NOISE, REPETITIONS, WANTED = 200, 0.01, 10, 100
POOL: dict[str, Callable[[], axelrod.Player]] = {
    "always_cooperate": axelrod.Cooperator,
    "always_defect": axelrod.Defector,
    "alternate": axelrod.Alternator,
    "random": axelrod.Random,
    "grudger": axelrod.Grudger,
    "soft_grudger": axelrod.SoftGrudger,
    "tit_for_tat": axelrod.TitForTat,
    "suspicious_tit_for_tat": axelrod.SuspiciousTitForTat,
    "tit_for_two_tats": axelrod.TitFor2Tats,
    "two_tits_for_tat": axelrod.TwoTitsForTat,
    "two_tits_for_tat:tits=3": axelrod.HardTitForTat,
    "contrite_tit_for_tat": axelrod.ContriteTitForTat,
    "generous_tit_for_tat": axelrod.GTFT,
    "joss": axelrod.FirstByJoss,
    "reactive:p=0,q=1": axelrod.AntiTitForTat,
    "win_stay_lose_shift": axelrod.WinStayLoseShift,
    "firm_but_fair": axelrod.FirmButFair,
    "extort": axelrod.ZDExtort2,
    "generous_zero_determinant": axelrod.ZDGTFT2,
    "memory_one:p_cc=0.9,p_cd=0.2,p_dc=0.3,p_dd=0.6": lambda: axelrod.MemoryOnePlayer(
        (0.9, 0.2, 0.3, 0.6)
    ),
}
"""What ours are called → Axelrod's of the same idea."""
APART = 0.05
"""By how much the tables may differ on average: ten matches of 200 rounds err by about as much as
this.
"""


def ours() -> Tournament:
    dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    return tournament(RepeatedGame(dilemma, 1), list(POOL), noise=NOISE, rounds=ROUNDS)


def theirs(folder: Path) -> Path:
    """Axelrod's matches, written to a file as it always does."""
    players = [make() for make in POOL.values()]
    played = axelrod.Tournament(players, turns=ROUNDS, repetitions=REPETITIONS, noise=NOISE, seed=1)
    path = folder / "interactions.csv"
    played.play(progress_bar=False, build_results=False, filename=str(path))
    return path


def table(path: Path) -> np.ndarray:
    """The mean payoff by round of each strategy against each other, from the moves in Axelrod's
    file.
    """
    worth = {("C", "C"): 3, ("C", "D"): 0, ("D", "C"): 5, ("D", "D"): 1}
    moves: dict[tuple[int, int, int], str] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            moves[int(row["Player index"]), int(row["Opponent index"]), int(row["Repetition"])] = (
                row["Actions"]
            )
    found = np.zeros((len(POOL), len(POOL)))
    for (one, other, repetition), own in moves.items():
        met = moves[other, one, repetition]
        found[one, other] += (
            sum(worth[pair] for pair in zip(own, met, strict=True)) / ROUNDS / REPETITIONS
        )
    return found


def seconds(work: Callable[[], object], repeats: int) -> float:
    """Processor time of the shortest of some runs."""
    took = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def main() -> int:
    mine = ours()
    here = seconds(ours, 10)
    with tempfile.TemporaryDirectory() as folder:
        there = seconds(lambda: theirs(Path(folder)), 1)
        apart = np.abs(mine.payoffs[0] - table(Path(folder) / "interactions.csv"))[
            ~np.eye(len(POOL), dtype=bool)
        ]
    print(
        f"{len(POOL)} strategies with noise: {1000 * here:.2f} ms, Axelrod {there:.2f} s: "
        f"{there / here:,.0f} times"
    )
    print(
        f"by round the tables differ by {apart.mean():.3f} on average and by {apart.max():.2f} at "
        "most"
    )
    kept = there >= WANTED * here and apart.mean() < APART
    print("as promised" if kept else "NOT as promised")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
