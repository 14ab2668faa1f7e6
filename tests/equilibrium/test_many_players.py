"""Mixed equilibria of three players and more: published games, laws, and what is said where the
list may be short.

Sources: McKelvey & McLennan 1997, "The maximal number of regular totally mixed Nash equilibria"
(nine equilibria, two of them totally mixed; the payoffs are those of Gambit's example `2x2x2.nfg`);
Jordan 1993, "Three problems in learning mixed-strategy Nash equilibria" (matching pennies for
three); Diekmann 1985, "Volunteer's dilemma"; Nau, Gomez Canovas & Hansen 2004, "On the geometry of
Nash equilibria and correlated equilibria" (a curve of totally mixed equilibria); Wilson 1971,
"Computing equilibria of N-person games" (an odd number, but for ties).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.equilibrium.equilibrium import Unverified, verified
from negotiate.equilibrium.kernels.indifference import Indifferent, Points, indifferent
from negotiate.equilibrium.nash import many_players
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import NOT_LOOKED_FOR, Solution
from negotiate.games.normal_form import NormalFormGame, regret
from tests.reference import plain_three_players
from tests.strategies import normal_form, payoff_tables

NAME = many_players.NAME


def listed(rows: list[tuple[int, int, int]]) -> np.ndarray:
    """Payoffs of a 2x2x2 game from its outcomes, the first player's strategy changing fastest."""
    return np.array(rows, dtype=np.float64).reshape(2, 2, 2, 3).transpose(3, 2, 1, 0)


NINE = listed(
    [(9, 8, 12), (0, 0, 0), (0, 0, 0), (9, 8, 2), (0, 0, 0), (3, 4, 6), (3, 4, 6), (0, 0, 0)]
)
CURVE = listed(
    [(0, 0, 2), (3, 0, 0), (0, 3, 0), (0, 0, 0), (1, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 3)]
)


def jordan() -> np.ndarray:
    """The first wants to match the second, the second the third, and the third not to match the
    first.
    """
    return np.array(
        [
            [
                [[1.0 if (i == j, j == k, k != i)[p] else -1.0 for k in range(2)] for j in range(2)]
                for i in range(2)
            ]
            for p in range(3)
        ]
    )


def volunteers(players: int, worth: float, cost: float) -> np.ndarray:
    """Strategy 0 is to act: worth to all, at a cost to whoever acts."""
    acts = np.indices((2,) * players) == 0
    return worth * acts.any(axis=0) - cost * acts


def rows(solution: Solution) -> np.ndarray:
    return np.array([np.concatenate(e.strategies) for e in solution.equilibria])


def same(found: np.ndarray, wanted: np.ndarray, close: float = 1e-9) -> bool:
    """Whether two lists of equilibria are one set, each member once."""
    if len(found) != len(wanted):
        return False
    gaps = np.abs(found[:, None] - wanted[None]).max(axis=2) < close
    return bool((gaps.sum(axis=0) == 1).all() and (gaps.sum(axis=1) == 1).all())


def test_the_game_with_nine_equilibria() -> None:
    solution = solve(normal_form(NINE))
    found = {tuple(round(float(s[0]), 12) for s in e.strategies) for e in solution.equilibria}
    third = round(1 / 3, 12)
    assert found == {
        *((1, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1)),
        *((third, 1, 0.25), (0.5, 0.5, 1), (0, 0.25, third)),
        *((0.5, 0.4, 0.25), (0.4, 0.5, third)),
    }
    assert len(solution.equilibria) == 9
    assert solution.method == NAME
    assert (solution.complete, solution.exact, solution.continuum, solution.notes) == (
        True,
        True,
        False,
        (),
    )
    assert max(e.regret for e in solution.equilibria) < 1e-13
    assert solution.chosen


def test_matching_pennies_for_three_has_one_equilibrium() -> None:
    solution = solve(normal_form(jordan()))
    assert [[s.tolist() for s in e.strategies] for e in solution.equilibria] == [[[0.5, 0.5]] * 3]
    assert solution.complete


@pytest.mark.parametrize(
    ("players", "worth", "cost"), [(3, 9.0, 4.0), (4, 8.0, 1.0), (5, 16.0, 1.0)]
)
def test_volunteers_wait_as_diekmann_says(players: int, worth: float, cost: float) -> None:
    """Any group of them may mix while the rest wait: all with the same odds, fewer the more they
    are.
    """
    solution = solve(normal_form(volunteers(players, worth, cost)))
    assert solution.complete
    wanted = []
    for group in product([True, False], repeat=players):
        if sum(group):
            wait = (cost / worth) ** (1 / (sum(group) - 1)) if sum(group) > 1 else 0.0
            wanted.append(
                np.array([(1 - wait, wait) if member else (0.0, 1.0) for member in group]).ravel()
            )
    assert len(wanted) == 2**players - 1
    assert same(rows(solution), np.array(wanted))


def test_a_curve_of_equilibria_is_said_to_be_open() -> None:
    solution = solve(normal_form(CURVE))
    assert not solution.complete
    pure = {tuple(s[0] for s in e.support) for e in solution.equilibria if e.pure}
    assert pure == {(0, 1, 0), (1, 0, 0), (1, 1, 1)}
    mixed = {
        tuple(round(float(s[0]), 9) for s in e.strategies)
        for e in solution.equilibria
        if not e.pure
    }
    assert mixed == {(1, 0, 0.25), (0, 1, 0.25)}
    assert any(
        "1 of the 27 combinations" in note and "line of equilibria" in note
        for note in solution.notes
    )


def test_an_open_support_has_an_example_where_nothing_else_is_known() -> None:
    """Each of three is indifferent where the other two's odds multiply to a quarter: two conditions
    say the same.
    """
    lead = np.array([[0.75, -0.25], [-0.25, -0.25]])  # yz - 1/4 by whether y and z are played
    mine, zero = np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    mine[0] = lead
    theirs = np.stack([lead, np.zeros((2, 2))], axis=1)
    game = NormalFormGame.from_arrays(mine, -theirs, zero + theirs.swapaxes(1, 2))
    solution = solve(game)
    assert solution.equilibria
    assert all(e.regret < 1e-9 for e in solution.equilibria)


def test_two_strategies_each_are_solved_as_by_quadratic_equations() -> None:
    totally_mixed = 0
    for seed in range(100):
        payoffs = np.random.default_rng(seed).integers(-(10**6), 10**6, (3, 2, 2, 2))
        wanted = np.array(plain_three_players.equilibria(payoffs.tolist()).corners)
        solution = solve(NormalFormGame.from_arrays(*payoffs))
        assert solution.complete
        assert same(rows(solution)[:, ::2], wanted), seed
        totally_mixed += sum(all(len(s) == 2 for s in e.support) for e in solution.equilibria)
    assert totally_mixed > 10


def cents_beside_millions(rng: np.random.Generator) -> np.ndarray:
    whole = rng.choice([0, 1, 5, 30_000_000, -100_000_000], (3, 2, 2, 2))
    return whole + rng.choice([Fraction(0), Fraction(1, 100), Fraction(5, 100)], whole.shape)


def near_ties(rng: np.random.Generator) -> np.ndarray:
    tiny, large = Fraction(1, 10 ** int(rng.integers(5, 13))), 10 ** int(rng.integers(0, 9))
    return large * rng.integers(-2, 3, (3, 2, 2, 2)) + rng.choice(
        [0 * tiny, tiny, -tiny], (3, 2, 2, 2)
    )


def ties(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, int(rng.integers(2, 5)), (3, 2, 2, 2))


def sums_over_pairs(rng: np.random.Generator) -> np.ndarray:
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    for player, other in permutations(range(3), 2):
        table = rng.integers(-3, 4, (2, 2))
        payoffs[player] += np.array(
            [table[p[player], p[other]] for p in np.ndindex(2, 2, 2)]
        ).reshape(2, 2, 2)
    return payoffs


@pytest.mark.parametrize("family", [cents_beside_millions, near_ties, ties, sums_over_pairs])
def test_payoffs_that_hurt_are_solved_as_by_fractions(
    family: Callable[[np.random.Generator], np.ndarray],
) -> None:
    """No list that is called complete is short or has one too many, and few are not complete."""
    complete = open_ended = 0
    for seed in range(60):
        payoffs = family(np.random.default_rng(seed))
        wanted = plain_three_players.equilibria(payoffs.tolist())
        solution = solve(NormalFormGame.from_arrays(*payoffs), NAME)
        listed = {tuple(float(s[0]) for s in e.strategies) for e in solution.equilibria}
        matched = {one: [two for two in wanted.corners if equal(one, two)] for one in listed}
        if solution.complete:
            assert {two for some in matched.values() for two in some} == set(wanted.corners), seed
        if not wanted.open:
            assert all(matched.values()), seed
        complete, open_ended = complete + solution.complete, open_ended + wanted.open
    assert complete >= 60 - open_ended - 3


def equal(one: Sequence[float], two: Sequence[float]) -> bool:
    """Whether probabilities agree to nine digits of what is played little, too."""
    ends = ((a, b, min(abs(a), abs(1 - a))) for a, b in zip(one, two, strict=True))
    return all(abs(a - b) <= 1e-15 + 1e-9 * near for a, b, near in ends)


@pytest.mark.parametrize("case", ["a third who stays", "an idle third"])
def test_a_cent_beside_millions_keeps_both_ends_of_a_line(case: str) -> None:
    penalty = -30_000_000 if case == "a third who stays" else -1_000_000
    first = [[0, 0.05, 0.05], [0.01, 0.05, penalty]]
    second = [[0, penalty, 0.01], [0, 0.01, penalty]]
    alone = solve(NormalFormGame.from_arrays(first, second))
    if case == "a third who stays":
        leave = np.full((2, 3), -1.0)
        payoffs = [np.stack([own, leave], axis=-1) for own in (first, second)] + [
            np.stack([leave + 2, leave + 1], -1)
        ]
    else:
        payoffs = [np.array(own)[..., None] for own in (first, second)] + [
            np.array([[[1.0]] * 3, [[0.0]] * 3])
        ]
    for method in (None, NAME):
        solution = solve(NormalFormGame.from_arrays(*payoffs), method)
        assert (solution.complete, solution.exact, solution.continuum) == (True, True, True)
        assert same(rows(solution)[:, :5], rows(alone), 1e-18)
        assert len(solution.equilibria) == 4


def test_a_tie_at_a_root_that_is_no_fraction_is_a_tie() -> None:
    """A strategy worth the mean of two that are mixed: it is as good as these, and a cent less is
    worse.
    """
    payoffs = 2 * np.random.default_rng(17).integers(-1000, 1000, (3, 2, 2, 2))
    mean = np.concatenate([payoffs, (payoffs[:, :1] + payoffs[:, 1:]) // 2], axis=1)
    before = solve(NormalFormGame.from_arrays(*payoffs), NAME)
    assert before.complete
    assert not before.exact
    worse = mean * Fraction(1)
    worse[0, 2] -= Fraction(1, 10**12)
    for changed, listed in ((mean, len(before.equilibria) + 1), (worse, len(before.equilibria))):
        after = solve(NormalFormGame.from_arrays(*changed), NAME)
        assert len(after.equilibria) == listed
        assert all(
            (np.abs(np.delete(rows(after), 2, axis=1) - row).max(axis=1) < 1e-12).any()
            for row in rows(before)
        )


@pytest.mark.parametrize(
    ("shape", "games"),
    [((2, 2, 2), 20), ((2, 3, 2), 8), ((3, 3, 3), 3), ((2, 2, 2, 2), 4)],
    ids=str,
)
def test_without_ties_the_number_of_equilibria_is_odd(shape: tuple[int, ...], games: int) -> None:
    for seed in range(games):
        payoffs = np.random.default_rng(seed).random((len(shape), *shape))
        solution = solve(normal_form(payoffs), NAME)
        assert solution.complete
        assert len(solution.equilibria) % 2 == 1, seed
        assert regret(payoffs[None], by_player(solution)).max() < 1e-12


def by_player(solution: Solution) -> list[np.ndarray]:
    return [np.array(own) for own in zip(*(e.strategies for e in solution.equilibria), strict=True)]


@settings(max_examples=15)
@given(
    payoffs=payoff_tables(players=(3, 3), strategies=(1, 3), largest=4), seed=st.integers(0, 10_000)
)
def test_what_means_the_same_is_answered_the_same(payoffs: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    before = solve(normal_form(payoffs), NAME)
    scale, shift = rng.choice([0.25, 3.0, 1e6], (2, 3, 1, 1, 1))
    others = rng.permutation(3)
    order = [rng.permutation(n) for n in payoffs.shape[1:]]
    changed = (payoffs * scale + shift)[(slice(None), *np.ix_(*order))]
    after = solve(normal_form(changed[others].transpose(0, *(1 + others))), NAME)
    assert after.complete == before.complete
    if before.complete:
        moved = [
            np.concatenate([e.strategies[j][order[j]] for j in others]) for e in before.equilibria
        ]
        assert same(rows(after), np.array(moved), 1e-7)
        assert after.continuum == before.continuum


@settings(max_examples=15)
@given(payoffs=payoff_tables(players=(3, 3), strategies=(2, 3), largest=2))
def test_whatever_is_listed_is_an_equilibrium_and_something_is(payoffs: np.ndarray) -> None:
    solution = solve(normal_form(payoffs), NAME)
    assert solution.equilibria or not solution.complete  # Nash 1951
    assert all(e.regret < 1e-9 for e in solution.equilibria)
    assert same(rows(solution), rows(solution), 1e-7)  # none twice
    assert solution.complete or solution.notes


def test_a_dominated_strategy_changes_nothing() -> None:
    for seed in range(6):
        payoffs = np.random.default_rng(seed).random((3, 2, 2, 2))
        before = solve(normal_form(payoffs))
        worse = np.concatenate([payoffs, payoffs[:, :1]], axis=1)
        worse[0, 2] = payoffs[0].min() - 1.0
        after = solve(normal_form(worse))
        assert after.complete
        assert same(np.delete(rows(after), 2, axis=1), rows(before))


def test_a_strategy_that_stands_there_twice_gives_mixtures_between() -> None:
    for seed in (1, 2, 5, 6):
        payoffs = np.random.default_rng(seed).random((3, 2, 2, 2))
        before = solve(normal_form(payoffs))
        after = solve(normal_form(np.concatenate([payoffs, payoffs[:, :1]], axis=1)))
        assert after.complete
        assert after.continuum
        assert many_players.BETWEEN in after.notes
        merged = rows(after)
        merged = np.column_stack([merged[:, 0] + merged[:, 2], merged[:, 1], merged[:, 3:]])
        assert all(
            same(merged[np.abs(merged - row).max(axis=1) < 1e-9][:1], row[None])
            for row in rows(before)
        )
        assert len(np.unique(merged.round(9), axis=0)) == len(before.equilibria)
        twice = sum(e.strategies[0][0] > 0 for e in before.equilibria)
        assert len(after.equilibria) == len(before.equilibria) + twice


def test_a_player_who_plays_no_part_doubles_the_list() -> None:
    payoffs = np.random.default_rng(1).random((3, 2, 2, 2))
    before = solve(normal_form(payoffs))
    idle = np.concatenate([np.repeat(payoffs[..., None], 2, axis=-1), np.zeros((1, 2, 2, 2, 2))])
    after = solve(normal_form(idle))
    assert after.complete
    assert after.continuum
    for strategy in ([1.0, 0.0], [0.0, 1.0]):
        of_one = rows(after)[(rows(after)[:, 6:] == strategy).all(axis=1)][:, :6]
        assert same(of_one, rows(before))
    assert len(after.equilibria) == 2 * len(before.equilibria)


def test_a_box_in_which_two_players_mix_is_said_to_be_full_of_equilibria() -> None:
    """The first gets 1 for its first strategy, the others nothing ever: whatever these two play is
    an equilibrium.
    """
    payoffs = np.zeros((3, 2, 2, 2))
    payoffs[0, 0] = 1.0
    game = normal_form(payoffs)
    solution = solve(game, NAME)
    assert (solution.complete, solution.continuum, len(solution.equilibria)) == (True, True, 4)
    assert any("each mixture is an equilibrium too" in note for note in solution.notes)
    inside = [np.array([1.0, 0.0]), np.array([0.3, 0.7]), np.array([0.6, 0.4])]
    assert verified(game, inside).regret == 0


def test_one_who_can_mix_while_the_others_stay_put() -> None:
    """The first is indifferent; each other prefers its first strategy while the first player's is
    likely enough.
    """
    first = np.zeros((2, 2, 2))
    second = np.zeros((2, 2, 2))
    second[0, 0], second[1, 1] = (
        1.0,
        3.0,
    )  # stays with 0 while 0 is played at least three times in four
    third = np.zeros((2, 2, 2))
    third[:, :, 0] = 1.0
    solution = solve(NormalFormGame.from_arrays(first, second, third))
    assert solution.complete
    assert solution.continuum
    assert same(
        rows(solution)[:, :4],
        np.array([[1, 0, 1, 0], [0.75, 0.25, 1, 0], [0.75, 0.25, 0, 1], [0, 1, 0, 1]]),
    )


def test_a_wrong_root_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(many_players._Search):
        def __init__(self, game: NormalFormGame) -> None:
            super().__init__(game)
            wrong = np.array([0.5, 0.5]), np.array([0.5, 0.5]), np.array([0.9, 0.1])
            self.equilibria = [many_players._Found(wrong, (0, 0, 0))]

    monkeypatch.setattr(many_players, "_Search", Wrong)
    with pytest.raises(Unverified, match="could still gain"):
        solve(normal_form(jordan()), NAME)


def test_roots_that_are_off_are_brought_back_or_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def off(*given: object) -> Indifferent:
        found = indifferent(*given)
        moved = tuple(0.9 * m + 0.1 * np.eye(m.shape[1])[0] for m in found.solutions.mixtures)
        return found._replace(solutions=Points(found.solutions.owner, moved))

    wanted = rows(solve(normal_form(NINE), NAME))
    monkeypatch.setattr(many_players, "indifferent", off)
    solution = solve(normal_form(NINE), NAME)
    assert all((np.abs(wanted - row).max(axis=1) < 1e-9).any() for row in rows(solution))
    assert same(rows(solution), wanted) or not solution.complete


def test_a_search_that_ends_early_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    payoffs = np.random.default_rng(0).random((3, 3, 3, 3))
    monkeypatch.setattr(many_players, "HURRIED", 1)
    monkeypatch.setattr(many_players, "BUDGET", 5)
    solution = solve(normal_form(payoffs), NAME)
    assert not solution.complete
    assert any("cut short" in note for note in solution.notes)
    everything = rows(solve_in_full(payoffs, monkeypatch))
    assert all((np.abs(everything - row).max(axis=1) < 1e-9).any() for row in rows(solution))


def solve_in_full(payoffs: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> Solution:
    monkeypatch.undo()
    return solve(normal_form(payoffs), NAME)


def test_whom_the_method_suits() -> None:
    applies = many_players.applies_to
    assert applies(normal_form(np.zeros((2, 2, 2)))).startswith("is for three players or more")
    assert "small games" in applies(normal_form(np.random.default_rng(0).random((3, 6, 6, 6))))
    assert applies(normal_form(NINE)) is None
    large = np.random.default_rng(0).random((3, 6, 6, 6))
    large[0, 1:], large[1, :, 1:] = large[0, 1:] - 2.0, large[1, :, 1:] - 2.0
    assert applies(normal_form(large)) is None  # after dominance there is little left
    assert solve(normal_form(large)).complete


def test_a_game_that_is_too_large_still_gets_its_pure_equilibria() -> None:
    payoffs = np.random.default_rng(0).random((3, 6, 6, 6))
    solution = solve(normal_form(payoffs))
    assert solution.method == "pure"
    assert NOT_LOOKED_FOR in solution.notes


def test_players_in_any_order_have_the_same_nine_equilibria() -> None:
    wanted = rows(solve(normal_form(NINE)))
    for order in permutations(range(3)):
        turned = solve(normal_form(NINE[list(order)].transpose(0, *(1 + j for j in order))))
        places = np.concatenate([[2 * j, 2 * j + 1] for j in order])
        assert same(rows(turned), wanted[:, places])
