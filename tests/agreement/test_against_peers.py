"""Our answers beside those of pygambit and QuantEcon; both are heavy, so this runs where they are
installed.
"""

import numpy as np
import pytest

import negotiate
from negotiate.games.normal_form import NormalFormGame
from tests.famous_games import GAMES

gambit = pytest.importorskip("pygambit", reason="in the extra `peers`")
quantecon = pytest.importorskip("quantecon.game_theory", reason="in the extra `peers`")

Key = tuple[float, ...]


def rounded(parts: object) -> Key:
    return tuple(round(float(p), 6) + 0.0 for part in parts for p in part)


def ours(game: NormalFormGame) -> set[Key]:
    return {rounded(e.strategies) for e in negotiate.solve(game).equilibria}


def by_gambit(A: np.ndarray, B: np.ndarray) -> set[Key]:
    """Every extreme equilibrium, exactly; gambit lists some of them twice on degenerate games."""
    game = gambit.StrategicGame.from_arrays(A, B)
    found = gambit.nash.enummixed_solve(game, rational=True).equilibria
    sizes = dict(zip(("1", "2"), A.shape, strict=True))
    return {
        rounded([[e[p][str(s + 1)] for s in range(n)] for p, n in sizes.items()]) for e in found
    }


@pytest.mark.parametrize("high", [3, 1000], ids=["degenerate", "not degenerate"])
@pytest.mark.parametrize("size", [2, 3, 4])
def test_extreme_equilibria_are_gambits(size: int, high: int) -> None:
    for seed in range(40):
        A, B = np.random.default_rng(seed).integers(0, high, (2, size, size))
        assert ours(NormalFormGame.from_arrays(A, B)) == by_gambit(A, B), (seed, A, B)


@pytest.mark.parametrize("shape", [(4, 5), (3, 3, 3), (2, 3, 2, 2)], ids=str)
def test_pure_equilibria_are_quantecons(shape: tuple[int, ...]) -> None:
    for seed in range(20):
        tables = np.random.default_rng(seed).integers(0, 5, (len(shape), *shape)).astype(float)
        theirs = quantecon.NormalFormGame(np.moveaxis(tables, 0, -1))
        wanted = {tuple(int(i) for i in profile) for profile in quantecon.pure_nash_brute(theirs)}
        solution = negotiate.solve(NormalFormGame.from_arrays(*tables), "pure")
        assert {tuple(s[0] for s in e.support) for e in solution.equilibria} == wanted


def test_the_famous_games_are_gambits() -> None:
    for famous in GAMES:
        A, B = (np.asarray(table) for table in famous.payoffs)
        if max(A.shape) <= 4:
            assert ours(NormalFormGame.from_arrays(A, B)) == by_gambit(A, B), famous.name
