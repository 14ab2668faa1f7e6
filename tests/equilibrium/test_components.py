from fractions import Fraction
from itertools import combinations, islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Unverified, verified
from negotiate.equilibrium.nash import components as module
from negotiate.equilibrium.nash.components import components, cut_short
from negotiate.equilibrium.nash.dominance import reduce
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Component, Equilibrium
from negotiate.games.normal_form import NormalFormGame
from tests.reference import plain_components, plain_supports
from tests.strategies import normal_form, payoff_tables

GAMES = payoff_tables(players=(2, 2), strategies=(1, 3), largest=1)


def extreme(payoffs: np.ndarray) -> tuple[NormalFormGame, list[Equilibrium], list[tuple[int, int]]]:
    """The extreme equilibria, and for each the numbers of its two strategies, from exact
    fractions.
    """
    game = normal_form(payoffs)
    exact = plain_supports.extreme_equilibria(*payoffs.astype(int).tolist())
    numbers: tuple[dict[tuple[Fraction, ...], int], ...] = ({}, {})
    pairs = [
        tuple(n.setdefault(tuple(s), len(n)) for n, s in zip(numbers, pair, strict=True))
        for pair in exact
    ]
    return game, [verified(game, [np.array(s, dtype=float) for s in pair]) for pair in exact], pairs


def is_equilibrium(game: NormalFormGame, strategies: list[np.ndarray]) -> bool:
    try:
        verified(game, strategies)
    except Unverified:
        return False
    return True


@settings(max_examples=80)
@given(GAMES)
def test_pieces_and_components_equal_those_of_every_set_tried(payoffs: np.ndarray) -> None:
    game, equilibria, pairs = extreme(payoffs)
    found = components(game, equilibria)
    pieces = {frozenset(pairs[k] for k in piece) for one in found for piece in one.pieces}
    assert pieces == plain_components.pieces(set(pairs))
    assert {
        frozenset(pairs[k] for k in one.members) for one in found
    } == plain_components.components(set(pairs))
    assert sorted(k for one in found for k in one.members) == list(range(len(pairs)))


@settings(max_examples=40)
@given(GAMES)
def test_what_lies_between_is_an_equilibrium_just_where_a_piece_holds_it(
    payoffs: np.ndarray,
) -> None:
    game, equilibria, _ = extreme(payoffs)
    pieces = [piece for one in components(game, equilibria) for piece in one.pieces]
    for a, b in islice(combinations(range(len(equilibria)), 2), 12):
        middle = [
            (s + t) / 2
            for s, t in zip(equilibria[a].strategies, equilibria[b].strategies, strict=True)
        ]
        held = any(
            all(between(middle[p], [equilibria[k].strategies[p] for k in piece]) for p in range(2))
            for piece in pieces
        )
        assert is_equilibrium(game, middle) == held


def between(strategy: np.ndarray, corners: list[np.ndarray]) -> bool:
    from scipy.optimize import nnls

    different = np.unique(corners, axis=0)
    return bool(
        nnls(np.vstack([different.T, np.ones(len(different))]), np.append(strategy, 1.0))[1] < 1e-9
    )


@settings(max_examples=60)
@given(GAMES, st.sampled_from([0.1, 3.0, 1e6]))
def test_the_pareto_best_is_beaten_by_no_equilibrium_of_its_component(
    payoffs: np.ndarray, unit: float
) -> None:
    _, equilibria, _ = extreme(payoffs)
    game = normal_form(payoffs * unit)
    rng = np.random.default_rng(0)
    scaled = [verified(game, e.strategies) for e in equilibria]
    for one in components(game, scaled):
        best = one.representatives["Pareto-best"]
        for piece in one.pieces:
            weights = rng.dirichlet(np.ones(len(piece)), 2)
            mixed = [
                sum(w * scaled[k].strategies[p] for w, k in zip(weights[p], piece, strict=True))
                for p in range(2)
            ]
            for other in (*(scaled[k] for k in piece), verified(game, mixed)):
                gains = [(x - y) / unit for x, y in zip(other.payoffs, best.payoffs, strict=True)]
                assert not (min(gains) > -1e-9 and max(gains) > 1e-7)
        assert any(best is scaled[k] for k in one.members)


def test_a_segment_of_equilibria_is_one_piece() -> None:
    # By hand: against the first row both columns are best; the first row is best while the second
    # column has no more than 1/3. The rest is one mixed equilibrium on rows 2 and 3.
    game = NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    solution = solve(game)
    isolated, segment = sorted(
        components(game, solution.equilibria), key=lambda one: len(one.members)
    )
    assert isolated.isolated
    assert isolated.representatives["most mixed"] is solution.equilibria[isolated.members[0]]
    ends = sorted(solution.equilibria[k].strategies[1].tolist() for k in segment.members)
    assert ends == [pytest.approx([2 / 3, 1 / 3]), [1, 0]]
    assert segment.pieces == (segment.members,)
    assert segment.representatives["most mixed"].strategies[1] == pytest.approx([5 / 6, 1 / 6])


def test_two_pieces_that_touch_are_one_component() -> None:
    # Everything with payoff 0 for both but the corner opposite to the one in which both pieces
    # meet.
    game = NormalFormGame.from_arrays([[0, 0], [0, -1]], [[0, 0], [0, -1]])
    solution = solve(game)
    (one,) = components(game, solution.equilibria)
    assert len(one.members) == 3
    assert sorted(len(piece) for piece in one.pieces) == [2, 2]


@pytest.mark.parametrize(
    ("payoffs", "expected"),
    [
        ([[[4, 0], [3, 3]], [[4, 3], [0, 3]]], (3, 3)),  # the stag hunt: both hunt the hare
        ([[[4, 0], [3, 2]], [[4, 3], [0, 2]]], (2, 2)),
        ([[[9, 0], [3, 3]], [[9, 3], [0, 3]]], (9, 9)),
        ([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], None),  # the battle of the sexes: products are equal
        ([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], None),
    ],
)
def test_what_is_riskier_to_leave_speaks_for_its_component(
    payoffs: list[list[list[float]]], expected: tuple[float, float] | None
) -> None:
    game = NormalFormGame.from_arrays(*payoffs)
    for left in (None, reduce(game)):
        found = components(game, solve(game).equilibria, left)
        spoken = [
            one.representatives["risk-dominant"].payoffs
            for one in found
            if "risk-dominant" in one.representatives
        ]
        assert spoken == ([] if expected is None else [expected])


def test_risk_is_compared_in_what_dominance_leaves() -> None:
    wide = NormalFormGame.from_arrays(
        [[4, 0, 0], [3, 3, 0], [-9, -9, -9]], [[4, 3, -9], [0, 3, -9], [0, 0, -9]]
    )
    (safe,) = (
        one
        for one in components(wide, solve(wide).equilibria)
        if "risk-dominant" in one.representatives
    )
    assert safe.representatives["risk-dominant"].payoffs == (3, 3)


def test_rounding_keeps_no_strategies_apart_and_a_small_weight_does() -> None:
    game = NormalFormGame.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    third = [1 / 3, 2 / 3]
    for other, pieces in (([0.1 + 0.7 / 3, 0.9 - 0.7 / 3], 1), ([1 / 3 - 1e-8, 2 / 3 + 1e-8], 2)):
        corners = [([1, 0], third), ([0, 1], other)]
        found = components(
            game, [verified(game, [np.array(s, dtype=float) for s in pair]) for pair in corners]
        )
        assert len(found) == pieces
    nearly = [([1, 0], [0, 1]), ([0, 1], [1e-11, 1 - 1e-11])]
    assert (
        len(
            components(
                game, [verified(game, [np.array(s, dtype=float) for s in pair]) for pair in nearly]
            )
        )
        == 2
    )


def test_too_many_pieces_are_cut_and_leave_no_equilibrium_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    n = 5  # every strategy is in equilibrium with all but the one of its number: 2**5 - 2 pieces
    payoffs = -np.eye(n)
    game = NormalFormGame.from_arrays(payoffs, payoffs)
    equilibria = [e for e in solve(game).equilibria if e.pure]
    (whole,) = components(game, equilibria)
    assert len(whole.pieces) == 2**n - 2
    assert not cut_short(whole)
    monkeypatch.setattr(module, "PIECES", 8)
    (some,) = components(game, equilibria)
    assert cut_short(some)
    assert {k for piece in some.pieces for k in piece} == set(some.members)
    assert set(some.pieces) <= set(whole.pieces)
    assert module.CUT_SHORT in solve(game).notes


def test_a_complete_answer_says_how_its_equilibria_hang_together() -> None:
    segment = NormalFormGame.from_arrays([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    assert sorted(len(one.members) for one in solve(segment).components) == [1, 2]
    assert not solve(segment, "pure").complete
    assert solve(segment, "pure").components == ()
    three = NormalFormGame.from_arrays(*np.random.default_rng(0).integers(0, 9, (3, 2, 2, 2)))
    assert solve(three).components == ()


def test_a_middle_that_rounding_refuses_gives_way_to_a_corner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = NormalFormGame.from_arrays([[1, 1], [0, 2]], [[1, 1], [0, 0]])
    equilibria = solve(game).equilibria

    def refuses(*_: object) -> Equilibrium:
        raise Unverified("rounding")

    monkeypatch.setattr(module, "verified", refuses)
    (one,) = components(game, equilibria)
    assert one.representatives["most mixed"].support == ((0,), (0, 1))
    assert any(one.representatives["most mixed"] is equilibrium for equilibrium in equilibria)


def test_other_numbers_of_players_are_not_looked_at() -> None:
    game = NormalFormGame.from_arrays(*np.zeros((3, 1, 1, 1)))
    found: tuple[Component, ...] = components(game, [verified(game, [np.ones(1)] * 3)])
    assert found == ()
