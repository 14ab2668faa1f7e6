"""Times an equilibrium of trees with hidden information beside OpenSpiel and Gambit, on the same
`.efg` files.

Zero-sum trees by the sequence form's linear program, beside OpenSpiel's; all others along Lemke's
path, beside pygambit's `lcp_solve` in floating point. A peer that is not installed is left out;
each gets a time limit. Ours is the whole `solve`, checks included; a peer's time is that of its
solver alone, the file read. Then draws of payoffs on one tree, in one call and in a loop. Run with
``OPENBLAS_NUM_THREADS=1 python benchmarks/sequence_form.py [seconds]``; exits with 1 if a target is
missed or a regret is above 1e-9 of the payoffs' range.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from negotiate.equilibrium.kernels.sequence_form import best_responses
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.exports.gambit import efg
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import entering, information_sets

REGRET = 1e-9
DRAWS = 200


@dataclass(frozen=True, slots=True)
class Case:
    """One tree, what solves it here, who else does, and how many seconds ours may take."""

    name: str
    game: ExtensiveGame
    method: str
    peer: str
    target: float = float("inf")


def moves_in_public(depth: int, types: int, rng: np.random.Generator) -> ExtensiveGame:
    """Chance deals each of two players a type; they move in turn, two actions each time, seen by
    both. Zero-sum.
    """
    nodes: dict[str, Any] = {"deal": {"chance": {}}}

    def grow(i: int, j: int, past: str) -> Any:
        if len(past) == depth:
            worth = float(rng.standard_normal())
            return worth, -worth
        player, kind = ("Ann", i) if len(past) % 2 == 0 else ("Bob", j)
        below = {a: grow(i, j, past + a) for a in "lr"}
        nodes[f"{i} {j} {past}"] = {
            "player": player,
            "set": f"{player} {kind} {past}",
            "actions": below,
        }
        return f"{i} {j} {past}"

    for i, j in np.ndindex(types, types):
        nodes["deal"]["chance"][f"{i} {j}"] = (1 / types**2, grow(i, j, ""))
    return ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])


def kuhn_poker(cards: int) -> ExtensiveGame:
    """Kuhn 1950 with as many cards as asked for: four information sets a card."""
    nodes: dict[str, Any] = {"deal": {"chance": {}}}
    odds = 1 / (cards * (cards - 1))
    for i, j in np.ndindex(cards, cards):
        if i == j:
            continue
        deal, wins = f"{i} {j}", 1 if i > j else -1
        call = (2 * wins, -2 * wins)
        nodes["deal"]["chance"][deal] = (odds, deal)
        nodes[deal] = {
            "player": "Ann",
            "set": f"Ann {i}",
            "actions": {"check": f"{deal} c", "bet": f"{deal} b"},
        }
        checked = {"check": (wins, -wins), "bet": f"{deal} cb"}
        nodes[f"{deal} c"] = {"player": "Bob", "set": f"Bob {j} check", "actions": checked}
        nodes[f"{deal} b"] = {
            "player": "Bob",
            "set": f"Bob {j} bet",
            "actions": {"fold": (1, -1), "call": call},
        }
        nodes[f"{deal} cb"] = {
            "player": "Ann",
            "set": f"Ann {i} bet",
            "actions": {"fold": (-1, 1), "call": call},
        }
    return ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])


def one_has_a_type(types: int, rng: np.random.Generator) -> ExtensiveGame:
    """Chance deals Ann one of many types; she gives one of two signs, Bob answers, and after one
    pair she moves again.

    With 100 types there are 200 information sets, two of them Bob's.
    """
    odds = rng.dirichlet(np.ones(types))
    nodes: dict[str, Any] = {
        "deal": {"chance": {f"{k}": (float(p), f"{k}") for k, p in enumerate(odds)}}
    }
    for k in range(types):
        nodes[f"{k}"] = {"player": "Ann", "actions": {sign: f"{k} {sign}" for sign in "lr"}}
        again = {a: tuple(rng.standard_normal(2)) for a in "lr"}
        if k < types - 2:
            nodes[f"{k} again"] = {"player": "Ann", "actions": again}
        after = {
            "l": f"{k} again" if k < types - 2 else again["l"],
            "r": tuple(rng.standard_normal(2)),
        }
        nodes[f"{k} l"] = {"player": "Bob", "set": "after l", "actions": after}
        answers = {a: tuple(rng.standard_normal(2)) for a in "lr"}
        nodes[f"{k} r"] = {"player": "Bob", "set": "after r", "actions": answers}
    return ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])


def both_have_types(types: int, rng: np.random.Generator) -> ExtensiveGame:
    """Chance deals each a type; Ann and Bob choose one of two actions unseen."""
    odds = rng.dirichlet(np.ones(types**2)).reshape(types, types)
    nodes: dict[str, Any] = {"deal": {"chance": {}}}
    for i, j in np.ndindex(types, types):
        nodes["deal"]["chance"][f"{i} {j}"] = (float(odds[i, j]), f"{i} {j}")
        nodes[f"{i} {j}"] = {
            "player": "Ann",
            "set": f"Ann {i}",
            "actions": {a: f"{i} {j} {a}" for a in "lr"},
        }
        for a in "lr":
            ends = {b: tuple(rng.standard_normal(2)) for b in "lr"}
            nodes[f"{i} {j} {a}"] = {"player": "Bob", "set": f"Bob {j}", "actions": ends}
    return ExtensiveGame.from_nodes(nodes, players=["Ann", "Bob"])


def cases() -> list[Case]:
    """Every tree that is timed."""
    rng = np.random.default_rng(0)
    program, path = "sequence-linear-program", "sequence-form"
    return [
        Case("zero-sum, moves in public", moves_in_public(9, 2, rng), program, "open_spiel", 0.1),
        Case("Kuhn poker, 50 cards", kuhn_poker(50), program, "open_spiel"),
        Case("Kuhn poker, 250 cards", kuhn_poker(250), program, ""),
        Case("one player has 10 types", one_has_a_type(10, rng), path, "pygambit"),
        Case("one player has 100 types", one_has_a_type(100, rng), path, "pygambit", 3.0),
        Case("both have 20 types", both_have_types(20, rng), path, "pygambit"),
        Case("both have 100 types", both_have_types(100, rng), path, "pygambit", 3.0),
    ]


def by_peer(peer: str, file: str) -> float:
    """Processor seconds of a peer's solver on a file."""
    if peer == "pygambit":
        gambit: Any = import_module("pygambit")
        game = gambit.read_efg(file)
        start = time.process_time()
        gambit.nash.lcp_solve(game, rational=False)
        return time.process_time() - start
    spiel: Any = import_module("pyspiel")
    solver: Any = import_module("open_spiel.python.algorithms.sequence_form_lp")
    loaded = spiel.load_efg_game(Path(file).read_text(encoding="utf-8"))
    start = time.process_time()
    solver.solve_zero_sum_game(loaded)
    return time.process_time() - start


def peer_seconds(case: Case, limit: float) -> float | None:
    """The same in a process of its own; None if it is not installed or fails, infinity if it takes
    too long.
    """
    if not case.peer or find_spec({"open_spiel": "pyspiel"}.get(case.peer, case.peer)) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tree.efg"
        file.write_text(efg(case.game), encoding="utf-8")
        command = [sys.executable, __file__, "--peer", case.peer, str(file)]
        try:
            said = subprocess.run(
                command, capture_output=True, text=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return float("inf")
    return float(said.stdout) if said.returncode == 0 else None


def measured(case: Case, limit: float) -> bool:
    """Print a line, and say whether it is as it should be."""
    start = time.process_time()
    solution = solve(case.game, case.method)
    ours = time.process_time() - start
    regret = max(
        (e.regret for e in solution.equilibria if isinstance(e, TreeEquilibrium)),
        default=float("inf"),
    )
    regret /= float(np.ptp(case.game.payoffs, axis=0).max())
    sets = len(information_sets(case.game.tree).label)
    theirs = peer_seconds(case, limit)
    line = f"{case.name:26}{sets:7,}{len(case.game.tree):9,}{ours:9.3f} s{regret:10.1e}"
    if theirs is not None:
        least = ">" if theirs == float("inf") else " "
        theirs = min(theirs, limit)
        line += f"   {case.peer} {least}{theirs:.3f} s, {least}{theirs / ours:.0f} times ours"
    print(line, flush=True)
    return ours <= case.target and regret <= REGRET


def draws() -> None:
    """Best replies to behaviour on one tree for many draws of payoffs, in one call and in a
    loop.
    """
    rng = np.random.default_rng(1)
    game = one_has_a_type(20, rng)
    sets = information_sets(game.tree)
    behaviour = np.concatenate([rng.dirichlet(np.ones(n)) for n in sets.count])
    probability = entering(game.tree, sets, behaviour)
    payoffs = rng.standard_normal((DRAWS, *game.payoffs.shape))
    start = time.process_time()
    together = best_responses(game.tree, payoffs, probability).best
    middle = time.process_time()
    alone = [best_responses(game.tree, one, probability).best for one in payoffs]
    end = time.process_time()
    ratio = (end - middle) / (middle - start)
    print(
        (
            f"regret of {DRAWS} draws in one call {middle - start:.4f} s, in a loop {ratio:.0f} "
            "times "
            "as long"
        ),
        end="",
    )
    print(f"; the same: {np.allclose(together, alone)}")


def main() -> int:
    """Print a line a tree."""
    if "--peer" in sys.argv:
        print(by_peer(*sys.argv[-2:]))
        return 0
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    solve(kuhn_poker(3), "sequence-linear-program")  # warm up
    solve(kuhn_poker(3), "sequence-form")
    print("CPU seconds of one run; regret as a share of the payoffs' range")
    print(f"{'tree':26}{'sets':>7}{'nodes':>9}{'ours':>11}{'regret':>10}")
    good = [measured(case, limit) for case in cases()]
    draws()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
