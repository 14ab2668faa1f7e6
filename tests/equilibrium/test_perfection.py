from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from negotiate.equilibrium.concepts import perfection
from negotiate.equilibrium.concepts.beliefs import best_together
from negotiate.equilibrium.concepts.perfection import Perfection
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Solution
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.scenario_file import load
from negotiate.report.json import json_of
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from tests.reference import plain_dominance, plain_supports
from tests.strategies import normal_form, payoff_tables

GAMES = payoff_tables(players=(2, 2), strategies=(1, 3), largest=2)

Pair = tuple[tuple[float, ...], ...]


def perfect(payoffs: np.ndarray) -> tuple[Solution, Perfection]:
    solution = solve(normal_form(payoffs), concept="perfect")
    assert isinstance(solution.finding, Perfection)
    return solution, solution.finding


def rounded(strategies: tuple[np.ndarray, ...] | list[list[Fraction]]) -> Pair:
    return tuple(tuple(round(float(p), 7) + 0.0 for p in s) for s in strategies)


def tables(payoffs: np.ndarray) -> list[list[list[Fraction]]]:
    return [
        [[Fraction(x) for x in row] for row in table.tolist()]
        for table in (payoffs[0], payoffs[1].T)
    ]


@settings(max_examples=100)
@given(GAMES)
def test_perfect_are_those_in_which_no_mixture_is_weakly_dominated(payoffs: np.ndarray) -> None:
    solution, found = perfect(payoffs)
    exact = plain_supports.extreme_equilibria(*payoffs.astype(int).tolist())
    sound = [
        pair
        for pair in exact
        if not any(
            plain_dominance.weakly_dominated(t, s)
            for t, s in zip(tables(payoffs), pair, strict=True)
        )
    ]
    assert {rounded(e.strategies) for e in solution.profiles} == {rounded(pair) for pair in sound}
    assert len(found.imperfect) == len(exact) - len(sound)
    assert solution.profiles, "every game has a perfect equilibrium"
    assert solution.complete
    assert {e.kind for e in solution.profiles} == {"perfect"}


@settings(max_examples=60)
@given(GAMES)
def test_each_fault_is_one(payoffs: np.ndarray) -> None:
    _, found = perfect(payoffs)
    for one in found.imperfect:
        fault, table = one.fault, tables(payoffs)[one.fault.player]
        assert set(fault.strategies) <= set(one.equilibrium.support[fault.player])
        weights = [Fraction(w).limit_denominator(1000) for w in fault.weights]
        for column in range(len(table[0])):
            better = sum(w * table[i][column] for w, i in zip(weights, fault.by, strict=True))
            own = sum(table[i][column] for i in fault.strategies) / len(fault.strategies)
            assert better >= own
            assert better > own or column != fault.against


@settings(max_examples=60)
@given(GAMES, st.integers(0, 999))
def test_between_perfect_ones_all_is_perfect_or_not_as_it_says(
    payoffs: np.ndarray, seed: int
) -> None:
    solution, found = perfect(payoffs)
    for pieces, sound in ((found.pieces, True), (found.partly, False)):
        for piece in pieces:
            own = [solution.profiles[k].strategies for k in piece]
            weights = np.random.default_rng(seed).dirichlet(np.ones(len(piece)))
            mixed = [sum(w * s[p] for w, s in zip(weights, own, strict=True)) for p in range(2)]
            # Dominance hangs on what is played at all, so equal parts of that do.
            even = [[Fraction(int(x > 0), int(np.count_nonzero(s))) for x in s] for s in mixed]
            dominated = [
                plain_dominance.weakly_dominated(t, s)
                for t, s in zip(tables(payoffs), even, strict=True)
            ]
            assert any(dominated) is not sound


@settings(max_examples=40)
@given(GAMES, st.sampled_from([0.1, 1 / 3, 1e6]), st.integers(0, 99))
def test_units_and_the_order_of_strategies_change_nothing(
    payoffs: np.ndarray, unit: float, seed: int
) -> None:
    before, _ = perfect(payoffs)
    assert {rounded(e.strategies) for e in perfect(payoffs * unit - 2)[0].profiles} == {
        rounded(e.strategies) for e in before.profiles
    }
    order = [np.random.default_rng(seed).permutation(n) for n in payoffs.shape[1:]]
    after, _ = perfect(payoffs[(slice(None), *np.ix_(*order))])
    assert {rounded(e.strategies) for e in after.profiles} == {
        rounded([s[o] for s, o in zip(e.strategies, order, strict=True)]) for e in before.profiles
    }


def test_an_unbelieved_threat_is_not_perfect() -> None:
    # Selten 1975: out and fight is an equilibrium, but fighting is worse as soon as somebody enters
    # by mistake.
    game = load("classics/entry-deterrence").alone()
    solution = solve(game, concept="perfect")
    assert [e.choices for e in solution.profiles] == [{"entry": "enter", "response": "accommodate"}]
    text = " ".join(as_text(solution, Look(width=80)).split())
    assert "One of three Nash equilibria is perfect." in text
    assert (
        "for Incumbent, `fight` is never better than `accommodate`, and worse if Newcomer plays "
        "`enter`."
    ) in text
    found = json_of(solution)["finding"]["imperfect"]
    assert [one["fault"]["strategies"] for one in found] == [["fight"], ["fight"]]
    assert {one["fault"]["against"] for one in found} == {"enter"}


def test_an_equilibrium_of_equals_that_nothing_keeps_but_certainty() -> None:
    # Both bottom-right is an equilibrium of the game with 1 for both at the top left and 0
    # elsewhere.
    solution, found = perfect(np.array([[[1.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]]))
    assert [e.support for e in solution.profiles] == [((0,), (0,))]
    assert [one.equilibrium.support for one in found.imperfect] == [((1,), (1,))]


def test_two_that_are_sound_alone_may_not_be_together() -> None:
    # Against a column that says nothing the first two rows are each best somewhere, but half of
    # each is worse than the third row where neither is, and as good elsewhere on average.
    row = np.array([[4.0, 0.0, 1.0], [0.0, 4.0, 1.0], [2.0, 2.0, 1.0], [2.0, 2.0, 2.0]])
    alone = [best_together(row, [i]) for i in range(4)]
    assert alone == [True, True, False, True]
    assert best_together(row, [0, 1]) is False
    assert best_together(row, [0, 3])


@settings(max_examples=150)
@given(
    arrays.arrays(
        np.int64, st.tuples(st.integers(1, 3), st.integers(1, 3)), elements=st.integers(-2, 2)
    ),
    st.data(),
)
def test_a_full_belief_is_proved_where_nothing_dominates(
    table: np.ndarray, data: st.DataObject
) -> None:
    played = sorted(data.draw(st.sets(st.integers(0, len(table) - 1), min_size=1)))
    even = [Fraction(int(i in played), len(played)) for i in range(len(table))]
    exact = [[Fraction(int(x)) for x in row] for row in table]
    assert best_together(table.astype(float), played) is not plain_dominance.weakly_dominated(
        exact, even
    )


def test_ties_of_large_numbers_are_proved_too() -> None:
    rng = np.random.default_rng(5)
    table = rng.integers(0, 10**6, (6, 7)).astype(float)
    best = np.flatnonzero((table == table.max(axis=0)).any(axis=1)).tolist()
    pairs = [(i, j) for i in best for j in best if i < j]
    proved = [best_together(table, pair) for pair in pairs]
    assert any(proved)


def test_what_is_too_much_is_left_open_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perfection, "JUDGED", 0)
    solution, found = perfect(np.array([[[1.0, 0.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]]]))
    assert len(found.undecided) == 1
    assert not solution.complete
    assert perfection.OPEN in solution.notes
    assert "At least one of two Nash equilibria is perfect." in as_text(solution, Look(width=80))


def test_nash_demands_that_leave_something_are_perfect() -> None:
    solution = solve(load("classics/nash-demand").alone(), concept="perfect")
    pure = [e.support for e in solution.profiles if e.pure]
    assert pure == [*(((k,), (10 - k,)) for k in range(1, 10)), ((10,), (10,))]
    assert solution.complete


def test_more_players_and_larger_games_are_refused_with_their_numbers() -> None:
    three = NormalFormGame.from_arrays(*np.zeros((3, 2, 2, 2)))
    with pytest.raises(UnsuitableGame, match="and there are 3 here"):
        solve(three, concept="perfect")
    large = NormalFormGame.from_arrays(*np.zeros((2, 200, 101)))
    with pytest.raises(UnsuitableGame, match="there are 20,200 here"):
        solve(large, concept="perfect")


def test_on_a_narrow_screen_with_few_signs() -> None:
    for everything in (False, True):
        text = as_text(
            solve(load("classics/entry-deterrence").alone(), concept="perfect"),
            Look(width=40, ascii=True, all=everything),
        )
        assert text.isascii()
        assert max(map(len, text.splitlines())) <= 40
