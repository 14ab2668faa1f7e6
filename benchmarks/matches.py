"""Times sampled matches beside Axelrod's, in one run: rounds by second of processor time, import
excluded.

Both play noisy matches of 200 rounds between strategies that look one round back. Ours plays many
worlds of each pair side by side, on one thread; Axelrod plays one match after another. Then two
threads are timed beside one by the clock.

Run with ``python benchmarks/matches.py`` on a quiet machine, in an environment that has Axelrod;
exits with 1 if ours is below 300 times Axelrod's rounds, or two threads take more than 1.05 times
as long as one, each at its best of several tries in turn.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

import axelrod

from negotiate import NormalFormGame, RepeatedGame, strategies
from negotiate.repeated.matches.exact import rules
from negotiate.repeated.matches.sampled import sampled

ROUNDS, NOISE, WORLDS, REPEATS = 200, 0.01, 100_000, 20
WANTED, ALLOWED = 300, 1.05
PAIRS = (
    ("tit_for_tat", "tit_for_tat"),
    ("tit_for_tat", "win_stay_lose_shift"),
    ("generous_tit_for_tat", "grudger"),
)
THEIRS = {
    "tit_for_tat": axelrod.TitForTat,
    "win_stay_lose_shift": axelrod.WinStayLoseShift,
    "generous_tit_for_tat": axelrod.GTFT,
    "grudger": axelrod.Grudger,
}
CLOCKED = (
    ("win_stay_lose_shift", 2_000, 200),
    ("win_stay_lose_shift", 40_000, 20),
    ("win_stay_lose_shift", 100_000, 5),
    ("roth_erev", 20_000, 5),
)
"""Who meets tit for tat in how many worlds - less than a block, a little more, many - and how often
that is timed.
"""


def ours(pair: tuple[str, str], worlds: int = WORLDS, workers: int = 1) -> float:
    """What the first player earns by round."""
    dilemma = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    game = RepeatedGame(dilemma, 1)
    machines = [strategies[name].seated(game, player) for player, name in enumerate(pair)]
    return float(sampled(game, machines, rules(game, NOISE), ROUNDS, 1, worlds, workers).payoffs[0])


def theirs(pair: tuple[str, str]) -> float:
    """The same from Axelrod."""
    players = [THEIRS[name]() for name in pair]
    match = axelrod.Match(players, turns=ROUNDS, noise=NOISE, seed=1)
    total = 0.0
    for _ in range(REPEATS):
        match.play()
        total += match.final_score_per_turn()[0]
    return total / REPEATS


def seconds(play: Callable[[], float], clock: Callable[[], float]) -> tuple[float, float]:
    """How long it takes, and what is found."""
    start = clock()
    found = play()
    return clock() - start, found


def best(
    *plays: Callable[[], float], clock: Callable[[], float], tries: int = 3
) -> list[tuple[float, float]]:
    """The shortest time of each, and what it finds; they take turns, so that a busy machine slows
    down all of them.
    """
    times = [[seconds(play, clock) for play in plays] for _ in range(tries)]
    return [min(column) for column in zip(*times, strict=True)]


def main() -> int:
    kept = True
    ours(PAIRS[0], worlds=2)
    for pair in PAIRS:
        (here, mine), (there, other) = best(
            partial(ours, pair), partial(theirs, pair), clock=time.process_time
        )
        speed, peer = ROUNDS * WORLDS / here, ROUNDS * REPEATS / there
        print(
            f"{' against '.join(pair):<42} {speed:.3g} rounds a second, Axelrod {peer:.3g}: "
            f"{speed / peer:,.0f} times"
        )
        print(f"{'':>42} by round {mine:.4f}, Axelrod {other:.2f}")
        kept &= speed >= WANTED * peer
    for name, worlds, tries in CLOCKED:
        pair = (name, "tit_for_tat")
        turns = [partial(ours, pair, worlds, workers) for workers in (1, 2)]
        (one, _), (two, _) = best(*turns, clock=time.perf_counter, tries=tries)
        print(
            f"{' against '.join(pair):<42} {worlds:>7,} worlds: two threads take {two / one:.2f} "
            "of one"
        )
        kept &= two <= ALLOWED * one
    print("as promised" if kept else "NOT as promised")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
