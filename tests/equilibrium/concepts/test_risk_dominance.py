"""The safer of two equilibria, by products of losses and by the beliefs that are needed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.concepts import risk_dominance
from negotiate.equilibrium.concepts.risk_dominance import MeasuresDisagree, RiskDominance
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from tests.strategies import normal_form, payoff_tables

STAG_HUNT = NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])


def compared(game: NormalFormGame) -> tuple[Solution, RiskDominance]:
    solution = solve(game, concept="risk-dominance")
    assert isinstance(solution.finding, RiskDominance)
    return solution, solution.finding


gains = st.integers(1, 5)


@given(one=st.tuples(gains, gains), two=st.tuples(gains, gains), base=st.integers(-3, 3))
def test_the_larger_product_of_losses_wins(
    one: tuple[int, int], two: tuple[int, int], base: int
) -> None:
    first = [[base + one[0], 0], [base, two[0]]]
    second = [[one[1], 0], [0, two[1]]]
    _, found = compared(NormalFormGame.from_arrays(first, second))
    assert found.comparisons[0].losses == (one, two)
    products = one[0] * one[1], two[0] * two[1]
    expected = None if products[0] == products[1] else int(products[0] < products[1])
    assert found.dominant == expected == found.comparisons[0].risk_dominant


@given(one=gains, two=gains, left=st.integers(-5, 5), right=st.integers(-5, 5))
@settings(max_examples=40)
def test_in_a_symmetric_game_it_is_best_against_one_chance_in_two(
    one: int, two: int, left: int, right: int
) -> None:
    mine = np.array([[left + one, right], [left, right + two]])
    _, found = compared(NormalFormGame.from_arrays(mine, mine.T))
    even = mine.sum(axis=1)
    assert found.dominant == (None if even[0] == even[1] else int(even[1] > even[0]))
    assert found.half_dominant == found.dominant  # Morris, Rob & Shin 1995


@given(
    payoffs=payoff_tables(players=(2, 2), strategies=(2, 4), largest=4), seed=st.integers(0, 10_000)
)
@settings(max_examples=40)
def test_units_and_order_play_no_part(payoffs: np.ndarray, seed: int) -> None:
    payoffs = payoffs + 9 * np.eye(*payoffs.shape[1:])  # strict equilibria along the diagonal
    rng = np.random.default_rng(seed)
    found = compared(normal_form(payoffs))[1]

    def safest(one: RiskDominance) -> object:
        return None if one.dominant is None else one.equilibria[one.dominant]

    # A constant for each thing that the other may do changes no loss.
    drift = np.stack(
        [
            np.tile(rng.integers(0, 9, payoffs.shape[2]), (payoffs.shape[1], 1)),
            np.zeros(payoffs.shape[1:]),
        ]
    )
    scaled = compared(normal_form((payoffs + drift) * rng.choice([0.1, 7.0, 1e5], (2, 1, 1))))[1]
    assert safest(scaled) == safest(found)
    mirrored = compared(normal_form(payoffs[::-1].transpose(0, 2, 1)))[1]
    assert safest(mirrored) == (None if safest(found) is None else tuple(reversed(safest(found))))


def test_hare_is_safer_and_stag_better() -> None:
    solution, found = compared(STAG_HUNT)
    assert found.equilibria == ((0, 0), (1, 1))
    (one,) = found.comparisons
    assert one.losses == ((1.0, 1.0), (3.0, 3.0))
    assert one.needed[0] == pytest.approx(
        (0.75, 0.75)
    )  # the probabilities of the mixed equilibrium
    assert (one.risk_dominant, one.payoff_dominant) == (1, 0)
    assert solution.notes == ()


def test_harsanyi_and_selten_let_risk_decide_against_payoffs() -> None:
    """Aumann 1990, "Nash equilibria are not self-enforcing": (9, 9) against the safe (7, 7)."""
    _, found = compared(NormalFormGame.from_arrays([[9, 0], [8, 7]], [[9, 8], [0, 7]]))
    assert (found.dominant, found.comparisons[0].payoff_dominant) == (1, 0)


def test_the_demand_game_favours_the_middle() -> None:
    claims = np.arange(11.0)
    fits = np.add.outer(claims, claims) <= 10
    solution, found = compared(
        NormalFormGame.from_arrays(fits * claims[:, None], fits * claims[None, :])
    )
    assert found.dominant is not None
    assert found.equilibria[found.dominant] == (5, 5)  # the Nash solution of splitting ten coins
    assert len(found.comparisons) == 9 * 8 // 2
    assert "two at a time" in solution.notes[0]


def test_what_strict_dominance_takes_away_does_not_make_it_pairwise() -> None:
    mine = np.array([[4, 0], [3, 3], [-1, -1]])
    theirs = np.array([[4, 3], [0, 3], [9, 9]])
    solution, found = compared(NormalFormGame.from_arrays(mine, theirs))
    assert (found.dominant, solution.notes) == (1, ())
    assert [(s.player, s.strategy) for s in solution.eliminations] == [(0, 2)]


@pytest.mark.parametrize(
    ("arrays", "reason"),
    [
        (np.zeros((3, 2, 2, 2)), "two players, and there are 3"),
        (np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), "there is one here"),
        (np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]), "there is none here"),
        (np.stack([np.eye(41), np.eye(41)]), "at most 40"),
    ],
    ids=["three players", "one equilibrium", "no equilibrium", "many"],
)
def test_where_there_is_nothing_to_compare_the_reason_is_given(
    arrays: np.ndarray, reason: str
) -> None:
    with pytest.raises(UnsuitableGame, match=reason):
        compared(NormalFormGame.from_arrays(*arrays))


def test_measures_that_disagree_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert risk_dominance._safer(((1, 1), (3, 3)), (0.75, 0.75)) == 1
    with pytest.raises(MeasuresDisagree):
        risk_dominance._safer(((1, 1), (3, 3)), (0.25, 0.25))
