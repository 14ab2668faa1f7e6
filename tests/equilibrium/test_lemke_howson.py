"""One equilibrium by complementary paths: whatever the payoffs, it is one, or nothing is returned
and that is said.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Equilibrium, verified
from negotiate.equilibrium.nash import lemke_howson
from negotiate.equilibrium.nash.lemke_howson import (
    CAPS,
    Corner,
    Path,
    Walker,
    all_mixed,
    by_paths,
    follow_exactly,
    long,
    short,
)
from negotiate.equilibrium.registry import solve
from negotiate.games.normal_form import NormalFormGame, unit_payoffs
from tests.reference import dual_cyclic, plain_regret
from tests.strategies import normal_form, payoff_tables
from tests.walks import seeds


def regrets(payoffs: np.ndarray, strategies: tuple[np.ndarray, ...]) -> np.ndarray:
    """By loops, in units of each player's payoff range."""
    width = payoffs.max(axis=(1, 2)) - payoffs.min(axis=(1, 2))
    return np.array(plain_regret.regret(payoffs, strategies)) / np.where(width > 0, width, 1.0)


def is_solved(payoffs: np.ndarray) -> Equilibrium:
    solution = by_paths(normal_form(payoffs))
    (found,) = solution.equilibria
    assert regrets(payoffs, found.strategies).max() <= 1e-9
    assert not solution.complete
    assert solution.exact is (
        found.pure or bool(found.vertices)
    )  # whole numbers confirm it in small games
    return found


@settings(max_examples=80)
@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(1, 6), largest=1), seed=st.integers(0, 10_000)
)
def test_heavily_degenerate_games_have_their_equilibrium_found(
    payoffs: np.ndarray, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    is_solved(payoffs)
    is_solved(payoffs[:, rng.integers(0, payoffs.shape[1], 6)])  # rows twice and more often
    is_solved(
        (payoffs + rng.choice([-3.0, 0.0, 1e3], (2, 1, 1)))
        * rng.choice([1e-6, 1.0, 1e6], (2, 1, 1))
    )


def test_every_label_of_every_game_of_noughts_and_ones_ends_in_an_equilibrium() -> None:
    for entries in product((0.0, 1.0), repeat=8):
        payoffs = np.array(entries).reshape(2, 2, 2)
        walker = Walker(unit_payoffs(payoffs))
        for label in range(4):
            for path in (walker.follow(label, 20), follow_exactly(payoffs, label, 20)):
                assert path.pair is not None
                assert regrets(payoffs, path.pair).max() <= 1e-12


def test_no_path_goes_in_circles_among_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    def lengths() -> list[int]:
        drawn = (np.random.default_rng(seed).integers(0, 2, (2, 6, 6)) for seed in range(40))
        walkers = (Walker(unit_payoffs(payoffs.astype(np.float64))) for payoffs in drawn)
        return [
            walker.follow(label, 200).pivots for walker in walkers for label in range(walker.labels)
        ]

    assert max(lengths()) < 50
    monkeypatch.setattr(Corner, "_among", lambda self, tied, *_: int(tied[0]))
    assert (
        max(lengths()) == 200
    )  # the games are such that ties broken by position do lead in circles


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), rows=st.integers(1, 6), columns=st.integers(1, 6))
def test_paths_in_floats_and_in_whole_numbers_are_the_same_where_nothing_is_tied(
    seed: int, rows: int, columns: int
) -> None:
    payoffs = np.random.default_rng(seed).random((2, rows, columns))
    walker = Walker(unit_payoffs(payoffs))
    for label in range(rows + columns):
        path, exact = walker.follow(label, 500), follow_exactly(payoffs, label, 500)
        assert path.pair is not None
        assert exact.pair is not None
        assert path.pivots == exact.pivots
        np.testing.assert_allclose(np.concatenate(path.pair), np.concatenate(exact.pair), atol=1e-9)


def test_the_labels_of_a_textbook_game_lead_where_they_should() -> None:
    # Nisan et al. 2007, "Algorithmic Game Theory", chapter 3, game (3.3): three equilibria.
    A, B = np.array([[3.0, 3], [2, 5], [0, 6]]), np.array([[3.0, 2], [2, 6], [3, 1]])
    ends = {
        tuple(
            np.concatenate(follow_exactly(np.array([A, B]), label, 50).pair or ()).round(9).tolist()
        )
        for label in range(5)
    }
    known = {(1, 0, 0, 1, 0), (0.8, 0.2, 0, 2 / 3, 1 / 3), (0, 1 / 3, 2 / 3, 1 / 3, 2 / 3)}
    assert ends <= {tuple(round(x, 9) for x in equilibrium) for equilibrium in known}
    assert (1, 0, 0, 1, 0) in ends


@pytest.mark.parametrize(("size", "longest"), [(4, 20), (6, 88), (8, 376)])
def test_paths_grow_as_their_inventors_say(size: int, longest: int) -> None:
    payoffs = np.array(dual_cyclic.game(size))
    walker = Walker(unit_payoffs(payoffs))
    lengths = [walker.follow(label, 1_000).pivots for label in range(2 * size)]
    assert max(lengths) == longest
    assert lengths[:3] == [follow_exactly(payoffs, label, 1_000).pivots for label in range(3)]


@pytest.mark.parametrize("size", [4, 6, 8, 10, 12, 14])
def test_games_that_are_hard_for_paths_are_solved(size: int) -> None:
    found = is_solved(np.array(dual_cyclic.game(size)))
    assert all(len(s) == size for s in found.support)


@pytest.mark.parametrize("seed", seeds(20))
def test_ten_by_ten(seed: int) -> None:
    rng = np.random.default_rng(seed)
    is_solved(rng.random((2, 10, 10)))
    is_solved(rng.integers(-9, 10, (2, 10, 10)).astype(np.float64))


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 50), (50, 2), (40, 60)])
def test_shapes(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    is_solved(rng.random((2, *shape)))
    is_solved(np.full((2, *shape), 0.1))
    is_solved(rng.integers(0, 2, (2, *shape)).astype(np.float64))


def test_a_long_path_keeps_its_accuracy() -> None:
    payoffs = np.random.default_rng(5).random((2, 60, 60))
    payoffs[1] = -payoffs[0]  # both mix some thirty strategies
    walker = Walker(unit_payoffs(payoffs))
    path = walker.follow(0, 10_000)
    assert path.pair is not None
    assert path.pivots > 100
    assert np.count_nonzero(path.pair[0]) > 20
    assert regrets(payoffs, path.pair).max() <= 1e-12


def test_a_huge_loss_that_nobody_risks_blurs_nothing() -> None:
    rng = np.random.default_rng(3)
    inner = rng.random((40, 40))
    payoffs = np.stack([np.vstack([inner, np.full(40, -1e10)]), np.vstack([-inner, np.zeros(40)])])
    solution = by_paths(normal_form(payoffs))
    assert solution.method == "lemke-howson, after strict dominance"
    assert solution.equilibria[0].regret <= 1e-12
    assert [step.strategy for step in solution.eliminations][:1] == [40]


def test_payoffs_that_are_all_large_are_no_gain() -> None:
    for seed in range(20):
        inner = np.random.default_rng(seed).random((6, 6))
        assert by_paths(normal_form(np.stack([inner, -inner]) + 1e9)).equilibria


def test_rounding_is_no_regret_where_all_payoffs_are_equal() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        mixture = rng.dirichlet(np.ones(7))
        verified(normal_form(np.full((2, 7, 7), 0.1)), (mixture, mixture[::-1]))


def nothing(*_: object, **__: object) -> Path:
    return Path(None, 1, stuck=True)


def wrong(*_: object, **__: object) -> Path:
    return Path((np.eye(20)[0], np.eye(20)[0]), 1)


CYCLE = np.stack(
    [np.roll(np.eye(20), 1, axis=1), np.eye(20)]
)  # one wants to match, the other to be one ahead


@pytest.mark.parametrize("follow", [nothing, wrong])
def test_what_is_no_equilibrium_is_never_returned(
    follow: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Walker, "follow", follow)
    monkeypatch.setattr(
        lemke_howson, "all_mixed", lambda payoffs: (np.full(20, np.nan), np.ones(20))
    )
    solution = by_paths(normal_form(CYCLE))
    assert solution.equilibria == ()
    assert not solution.complete
    assert not solution.exact
    assert solution.notes[0].startswith(
        "no equilibrium was found, though there is one: no path from any of the 40 "
    )
    assert solution.notes[0].endswith("astray")


def test_a_wrong_pivot_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    def largest(self: Corner, wanted: int) -> int:  # the largest ratio in place of the smallest
        length = self._rows + self.count
        direction = self._direction[:length]
        return int(
            np.where(
                direction > 1e-9, self._values[:length] / np.maximum(direction, 1e-9), -1.0
            ).argmax()
        )

    monkeypatch.setattr(Corner, "_first_to_vanish", largest)
    payoffs = np.random.default_rng(0).random((2, 5, 5))
    assert all(
        path.pair is None or regrets(payoffs, path.pair).max() > 1e-9
        for path in (Walker(unit_payoffs(payoffs)).follow(label, 100) for label in range(10))
    )
    is_solved(payoffs)  # in whole numbers


def test_paths_that_are_cut_off_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemke_howson, "CAPS", (11, 12))
    payoffs = np.random.default_rng(2).random((2, 30, 30))
    payoffs[1] = -payoffs[0]
    (note,) = by_paths(normal_form(payoffs)).notes
    assert note == (
        "no equilibrium was found, though there is one: no path from any of the 60 strategies led "
        "to it within 10 "
        "corners, nor did 19 within 12"
    )


def test_all_strategies_mixed() -> None:
    x, y = all_mixed(unit_payoffs(CYCLE))
    np.testing.assert_allclose([x, y], 1 / 20)
    assert np.isnan(all_mixed(np.zeros((2, 3, 3)))).all()


def test_the_work_is_bounded() -> None:
    for labels in (2, 50, 1000):
        assert sum(cap for _, cap in long(labels)) <= len(CAPS) * 10 * labels + 4 * sum(CAPS)
        assert all(0 <= label < labels for label, _ in long(labels))


def test_a_short_path_is_found_wherever_it_begins() -> None:
    found = 0
    for seed in range(20):
        walker = Walker(np.random.default_rng(seed).random((2, 24, 40)))
        lengths = [
            walker.follow(label, 10).pivots for label in range(64) if walker.follow(label, 10).pair
        ]
        tried = list(short(walker))
        assert all(walker.follow(label, cap).pair for label, cap in tried[2:])
        found += len(tried) > 2
        assert (len(tried) > 2) is bool(lengths)
    assert found > 10


def test_the_answer_is_the_same_each_time() -> None:
    payoffs = np.random.default_rng(4).random((2, 30, 30))
    first, second = (
        solve(normal_form(payoffs), "lemke-howson").equilibria[0].strategies for _ in range(2)
    )
    assert all((a == b).all() for a, b in zip(first, second, strict=True))


def test_only_two_players_are_led_along_paths() -> None:
    assert lemke_howson.applies_to(NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))) == (
        "needs two players, and this game has 3"
    )


def test_a_weight_of_a_hundred_billionth_is_not_rounded_away() -> None:
    game = NormalFormGame.from_arrays([[-1e6, 1000000.00000001], [0, 1e6]], [[0, -1], [0, 1]])
    (found,) = solve(game, "lemke-howson").profiles
    assert found.regret == 0
    assert found.vertices
    assert found.strategies[1].tolist() == pytest.approx([1e-14, 1.0], rel=1e-9)


def test_a_loss_of_ten_millions_hides_no_gain_of_a_hundred_millionth() -> None:
    game = NormalFormGame.from_arrays([[-1e7, 0], [0, -1]], [[0, -1e6], [0, -1e-8]])
    (found,) = solve(game, "lemke-howson").profiles
    assert found.pure
    assert [own.tolist() for own in found.strategies] == [[0, 1], [1, 0]]
