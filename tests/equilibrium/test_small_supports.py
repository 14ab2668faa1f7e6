import numpy as np
import pytest

from negotiate.equilibrium.nash import small_supports
from negotiate.equilibrium.nash.choice import one_equilibrium
from negotiate.equilibrium.nash.small_supports import LISTED, looks
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.games.normal_form import NormalFormGame
from tests.strategies import normal_form

PENNIES = NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def roshambo(n: int) -> NormalFormGame:
    """Each strategy beats half of the others, going round: for odd `n` only the even mixture of all
    is stable.
    """
    distance = np.subtract.outer(np.arange(n), np.arange(n)) % n
    A = np.where(distance == 0, 0, np.where(distance % 2 == 1, 1, -1))
    return NormalFormGame.from_arrays(A, -A)


def by_small_supports(game: NormalFormGame) -> Solution:
    return solve(game, "small-supports")


def test_all_of_the_smallest_size_are_given_and_no_others() -> None:
    chicken = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    found = by_small_supports(chicken)
    assert [e.support for e in found.equilibria] == [((0,), (1,)), ((1,), (0,))]
    assert found.notes == (
        "only supports of 1 × 1 strategies were looked at; there may be more equilibria",
    )
    assert (found.complete, found.exact) == (False, True)


@pytest.mark.parametrize(
    ("game", "size", "looked"),
    [(PENNIES, 2, "1 × 1 and 2 × 2"), (roshambo(3), 3, "1 × 1, 2 × 2 and 3 × 3")],
)
def test_mixtures_are_found_where_nothing_smaller_is_stable(
    game: NormalFormGame, size: int, looked: str
) -> None:
    found = by_small_supports(game)
    (only,) = found.equilibria
    np.testing.assert_allclose(np.concatenate(only.strategies), 1 / size)
    assert (
        f"only supports of {looked} strategies were looked at; there may be more equilibria"
        in found.notes
    )
    assert not found.complete


def test_where_there_is_none_the_answer_is_empty_and_not_complete() -> None:
    found = by_small_supports(roshambo(5))
    assert found.equilibria == ()
    assert not found.complete
    assert "1 × 1, 2 × 2 and 3 × 3" in " ".join(found.notes)


def test_what_dominance_decides_is_complete() -> None:
    found = by_small_supports(NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    assert found.complete
    assert found.eliminations


def test_many_are_not_all_listed() -> None:
    found = by_small_supports(normal_form(np.zeros((2, 11, 11))))
    assert len(found.equilibria) == LISTED
    assert "100 of the 121 equilibria found are listed" in found.notes


def test_the_work_is_bounded_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = np.random.default_rng(0).random((2, 30, 40))
    wide[1] = -wide[0]
    places = [look.where for look in looks(normal_form(wide), work=600)]
    assert places == ["1 × 1", "2 × 2 (15 of 435 pairs of one player's strategies)"]
    monkeypatch.setattr(small_supports, "WORK", 10)
    assert [look.where for look in looks(normal_form(np.zeros((2, 3, 20))), most_triples=0)] == [
        "1 × 1",
        "2 × 2",
    ]


def test_a_wrong_candidate_is_refused_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    right = small_supports.on_pairs

    def one_too_many(*given: np.ndarray) -> small_supports.Supported:
        found = right(*given)
        wrong = found._replace(row_weights=found.row_weights[:, ::-1] * [0.4, 1.6])
        return small_supports.Supported(
            *(np.concatenate(both) for both in zip(found, wrong, strict=True))
        )

    monkeypatch.setattr(small_supports, "on_pairs", one_too_many)
    found = by_small_supports(PENNIES)
    assert len(found.equilibria) == 1
    assert "1 of the candidates did not pass the regret check and were left out" in found.notes
    assert one_equilibrium(PENNIES).equilibria


def test_one_equilibrium_takes_the_simplest_way() -> None:
    stag = NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    pure = one_equilibrium(stag)
    assert (pure.method, pure.chosen) == (
        "pure",
        "games of 2 × 2 strategies: pure equilibria first",
    )
    assert pure.exact
    assert pure.notes == ("one of the 2 found with as few strategies is given; there may be more",)
    assert one_equilibrium(roshambo(3)).method == "small-supports"
    paths = one_equilibrium(roshambo(5))
    assert paths.method == "lemke-howson"
    assert paths.chosen == (
        "games of 5 × 5 strategies: no equilibrium on the smallest supports, then a path of pivots"
    )
    large = one_equilibrium(roshambo(61))
    assert "too many supports to search" in large.chosen
    np.testing.assert_allclose(np.concatenate(large.equilibria[0].strategies), 1 / 61, atol=1e-12)


@pytest.mark.parametrize("kind", ["random", "integers", "sparse"])
@pytest.mark.parametrize("n", [12, 34, 35, 100])
def test_one_equilibrium_of_a_large_game(kind: str, n: int) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        drawn = {"random": rng.random((2, n, n)), "integers": rng.integers(0, 4, (2, n, n))}
        payoffs = drawn.get(kind, (rng.random((2, n, n)) < 3 / n).astype(np.float64))
        solution = one_equilibrium(normal_form(payoffs))
        (found,) = solution.equilibria
        x, y = found.strategies
        assert (payoffs[0] @ y).max() - x @ payoffs[0] @ y <= 1e-9 * 3
        assert (x @ payoffs[1]).max() - x @ payoffs[1] @ y <= 1e-9 * 3
        assert not solution.complete


def test_a_blurred_answer_is_sharpened() -> None:
    payoffs = np.zeros((2, 3, 2))
    payoffs[0] = [[1, -1], [-1, 1], [-1e11, -1e11]]
    payoffs[1, :2] = [[-1, 1], [1, -1]]
    (found,) = one_equilibrium(normal_form(payoffs)).equilibria
    np.testing.assert_allclose(np.concatenate(found.strategies), [0.5, 0.5, 0, 0.5, 0.5], atol=1e-9)
