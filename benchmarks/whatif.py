"""Times `whatif`: random games of three strategies a player against loops over peers, and two maps
of the flagship.

Run as ``python benchmarks/whatif.py [draws]``. Every road draws the same eighteen payoffs, builds
the game and finds all of its equilibria; ours also names them and counts how often each list comes
about. CPU seconds of one thread, everything warm. A peer that is not installed is left out (``pip
install -e '.[peers]'`` brings them). Exits with 1 if a ratio is below what is wanted.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import importlib.util
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from small_games import PEERS, one_processor, seconds

import negotiate

HIGH = 1000
WANTED = {
    "QuantEcon support enumeration": 3.0,
    "nashpy vertex enumeration": 500.0,
    "pygambit enummixed, floats": 30.0,
}
FEW = {
    "QuantEcon support enumeration": 5000,
    "nashpy vertex enumeration": 100,
    "pygambit enummixed, floats": 500,
}
"""Games that each peer is given."""
MAPS = {
    "deficit weight × cost of curbing the plan": {
        "deficit_weight": "0:20:0.1",
        "party_control": "0:40:0.2",
    },
    "deficit weight × trade elasticity": {
        "deficit_weight": "0:20:0.1",
        "elasticity": "2.5:5:0.0125",
    },
}


def random_game(folder: str) -> negotiate.Scenario:
    """A game whose payoffs are parameters, each drawn alike."""
    names = [f"{player}{i}{j}" for player in "ab" for i in range(3) for j in range(3)]
    rows = [", ".join(f"c{j}: [a{i}{j}, b{i}{j}]" for j in range(3)) for i in range(3)]
    text = ["format: 1", "title: Random", "players: [row, column]", "parameters:"]
    text += [f"  {name}: {{value: {k}, range: [0, {HIGH}]}}" for k, name in enumerate(names)]
    text += ["matrix:", *(f"  r{i}: {{{row}}}" for i, row in enumerate(rows))]
    path = Path(folder) / "random.yaml"
    path.write_text("\n".join(text) + "\n", "utf-8")
    return negotiate.load(str(path))


def peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print all figures."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    one_processor()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        game = random_game(folder)
    game.whatif(draws=200_000, watch=["equilibria"])
    held, start = peak(), time.process_time()
    game.whatif(draws=draws, watch=["equilibria"])
    own = (time.process_time() - start) / draws
    print(
        f"{draws:,} draws of a game of 3 × 3, all equilibria: {own * draws:.1f} s, {1 / own:,.0f} "
        "games/s"
    )
    print(f"  memory: {held:.0f} MB after 200,000 draws, {peak():.0f} MB after {draws:,}")
    for peer in PEERS:
        if importlib.util.find_spec(peer.module) is None:
            continue
        count = FEW[peer.name]

        def loop(peer=peer, count=count) -> None:
            random = np.random.default_rng(1)
            for _ in range(count):
                peer.solve(*random.uniform(0, HIGH, (2, 3, 3)))

        loop(count=3)
        took = seconds(loop) / count
        wanted = WANTED[peer.name]
        good &= took / own >= wanted
        print(
            f"  {peer.name:32} {1 / took:10,.0f} games/s, {took / own:8,.1f} times as long "
            f"({wanted:g} wanted)"
        )
    flagship = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")
    for name, vary in MAPS.items():
        took = seconds(lambda vary=vary: flagship.whatif(vary, watch=["equilibria", "deal"]), 1)
        print(f"map of 201 × 201 games, {name}: {took:.1f} s (6 on two cores wanted)")
        good &= took < 12
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
