"""Finite populations through the public door: who takes over, exactly and sampled."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from negotiate import Automaton, NormalFormGame, RepeatedGame
from negotiate.errors import GameTooLarge, OutOfRange, UnsuitableGame
from negotiate.repeated.many import evolution as room
from negotiate.repeated.many.evolution import Takeover, evolution
from negotiate.repeated.many.tournament import Tournament, tournament
from tests.reference import plain_moran

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
PURE = ("always_cooperate", "always_defect")
THREE = ("always_cooperate", "always_defect", "tit_for_tat")


def met(
    stage: NormalFormGame = DILEMMA, pool: tuple[str, ...] = THREE, rounds: int = 10
) -> Tournament:
    return tournament(RepeatedGame(stage, 1), pool, rounds=rounds)


def constant(fitter: float) -> NormalFormGame:
    table = np.array([[fitter, fitter], [1.0, 1.0]])
    return NormalFormGame.from_arrays(table, table.T)


def told(played: Tournament, **asked: object) -> Takeover:
    found = evolution(played, "moran", **asked)  # type: ignore[arg-type]  # of many kinds
    assert found.takeover is not None
    return found.takeover


@pytest.mark.parametrize(
    ("fitter", "population", "expected"), [(1.1, 100, 0.0909157), (2.0, 10, 512 / 1023)]
)
def test_one_mutant_of_constant_fitness(fitter: float, population: int, expected: float) -> None:
    """Moran 1958."""
    found = told(met(constant(fitter), PURE), population=population)
    assert found.single[1, 0] == pytest.approx(expected, abs=5e-8)
    started = told(met(constant(fitter), PURE), population=population, start=[1, population - 1])
    assert started.start == (1, population - 1)
    assert started.fixation == pytest.approx([expected, 1 - expected], abs=5e-8)
    assert (started.errors == 0).all()
    assert started.worlds == 0


def test_without_selection_chance_alone_decides() -> None:
    found = told(met(), selection=0.0, population=12, start=[5, 4, 3])
    np.testing.assert_allclose(found.single, 1 / 12)
    np.testing.assert_allclose(found.fixation, [5 / 12, 4 / 12, 3 / 12])
    np.testing.assert_allclose(found.long_run, 1 / 3)


def test_three_strategies_are_those_of_the_chain_written_out() -> None:
    found = told(met(), population=7)
    assert found.start == (3, 2, 2)
    table = [[Fraction(float(v)).limit_denominator(10**6) for v in row] for row in met().payoffs[0]]
    expected = plain_moran.takeovers(found.start, table, lambda worth: worth)
    np.testing.assert_allclose(found.fixation, list(map(float, expected)), rtol=1e-9)


def test_exact_and_sampled_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = told(met(), population=25, selection=0.4)
    assert exact.worlds == 0
    monkeypatch.setattr(room, "CHANGE_LIMIT", 0)
    sampled = told(met(), population=25, selection=0.4, worlds=4_000, seed=3)
    assert (sampled.worlds, sampled.seed, sampled.unfinished) == (4_000, 3, pytest.approx(0.0))
    apart = np.abs(sampled.fixation - exact.fixation)
    assert (apart <= 4 / 1.96 * sampled.errors).all()
    assert (sampled.errors > 0).all()
    again = told(met(), population=25, selection=0.4, worlds=4_000, seed=3)
    np.testing.assert_array_equal(sampled.fixation, again.fixation)
    np.testing.assert_array_equal(sampled.single, exact.single)


def test_exponential_fitness_is_that_of_its_formula() -> None:
    """Traulsen, Shoresh & Nowak 2008: sums of exponentials of what residents earn more than
    mutants.
    """
    stage = NormalFormGame.from_arrays(DILEMMA.payoffs[0] - 4, DILEMMA.payoffs[1] - 4)
    population, strength = 20, 0.3
    table = met(stage, PURE).payoffs[0]
    total, product = 1.0, 1.0
    for mutants in range(1, population):
        mutant = ((mutants - 1) * table[0, 0] + (population - mutants) * table[0, 1]) / (
            population - 1
        )
        resident = (mutants * table[1, 0] + (population - mutants - 1) * table[1, 1]) / (
            population - 1
        )
        product *= np.exp(strength * (resident - mutant))
        total += product
    found = told(met(stage, PURE), population=population, selection=strength, fitness="exponential")
    assert found.single[1, 0] == pytest.approx(1 / total)
    assert found.single[0, 1] == pytest.approx(product / total)


def test_three_strategies_with_exponential_fitness_do_not_mind_a_constant() -> None:
    lower = NormalFormGame.from_arrays(*(DILEMMA.payoffs - 100.0))
    one, other = (
        told(met(stage), population=9, fitness="exponential") for stage in (DILEMMA, lower)
    )
    np.testing.assert_allclose(one.fixation, other.fixation)
    np.testing.assert_allclose(one.long_run, other.long_run)


def test_weak_selection_helps_more_than_chance_as_the_formula_for_small_populations_says() -> None:
    """Nowak, Sasaki, Taylor & Fudenberg 2004: a (N - 2) + b (2 N - 1) > c (N + 1) + d (2 N - 4)."""
    population, helped = 9, []
    for seed in range(12):
        (a, b), (c, d) = table = np.random.default_rng(seed).random((2, 2))
        found = told(
            met(NormalFormGame.from_arrays(table, table.T), PURE),
            population=population,
            selection=1e-5,
        )
        left = a * (population - 2) + b * (2 * population - 1)
        helped.append(left > c * (population + 1) + d * (2 * population - 4))
        assert (found.single[1, 0] > 1 / population) == helped[-1]
    assert set(helped) == {True, False}


def test_in_the_long_run_rare_mutants_go_through_tit_for_tat_to_cooperation() -> None:
    """Imhof, Fudenberg & Nowak 2005: with tit for tat, weak selection spends more time in
    reciprocity than in war.
    """
    found = told(met(), population=100, selection=0.1)
    assert found.long_run.sum() == pytest.approx(1.0)
    flows = found.long_run[:, None] * np.where(np.eye(3, dtype=bool), 0.0, found.single)
    np.testing.assert_allclose(flows.sum(axis=0), flows.sum(axis=1), atol=1e-15)
    without = told(met(DILEMMA, PURE), population=100, selection=0.1)
    assert found.long_run[1] < 0.5 < 0.9 < without.long_run[1]


def test_the_end_is_told_like_other_evolutions() -> None:
    found = evolution(met(), "moran", population=10)
    takeover = found.takeover
    assert takeover is not None
    np.testing.assert_allclose(found.shares[0], [np.array(takeover.start) / 10, takeover.fixation])
    assert found.earns[0] == pytest.approx(
        takeover.long_run @ np.diagonal(found.tournament.payoffs[0])
    )
    assert found.plays is not None
    assert np.tensordot(found.plays, DILEMMA.payoffs[0], 2) == pytest.approx(
        found.earns[0], abs=0.005
    )


def test_what_is_not_there_at_first_never_takes_over() -> None:
    found = told(met(), population=8, start=[1, 0, 1])
    assert found.fixation[1] == 0
    assert found.fixation.sum() == pytest.approx(1.0)
    alone = told(met(), population=8, start=[0, 3, 0])
    np.testing.assert_array_equal(alone.fixation, [0, 1, 0])


def test_worlds_in_which_nobody_takes_over_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CHANGE_LIMIT", 0)
    monkeypatch.setattr(room, "CHANGES", 5)
    found = evolution(met(), "moran", population=60, worlds=40)
    assert found.takeover is not None
    assert found.takeover.unfinished == 1.0
    assert "100%" in found.notes[-1]


@pytest.mark.parametrize("selection", [1.0, 300.0])
def test_all_but_endless_coexistence_is_told(selection: float) -> None:
    """Each of three is best where it is rare: at strong selection none is ever seen to take
    over.
    """
    anti = 2.0 * (1 - np.eye(3))
    stage = NormalFormGame.from_arrays(anti, anti)
    automata = [Automaton([own], [[0, 0, 0]]) for own in range(3)]
    played = tournament(RepeatedGame(stage, 1), automata, rounds=1)
    found = told(played, population=30, selection=selection, fitness="exponential", worlds=20)
    np.testing.assert_allclose(found.long_run, 1 / 3)
    assert found.fixation.sum() + found.unfinished == pytest.approx(1.0)
    assert found.unfinished == (1.0 if selection > 1 else 0.0)
    assert (found.worlds == 20) == (selection > 1)


def test_two_populations_and_odd_sizes_are_refused() -> None:
    with pytest.raises(UnsuitableGame, match="one population"):
        evolution(tournament(RepeatedGame(DILEMMA, 0.9), THREE, PURE), "moran")
    for population in (1, 2.5, 10**9):
        with pytest.raises(OutOfRange, match="population"):
            evolution(met(), "moran", population=population)  # type: ignore[arg-type]  # what is wrong is meant
    for wrong in ({"worlds": 0}, {"seed": -1}):
        with pytest.raises(OutOfRange, match="worlds"):
            evolution(met(), "moran", **wrong)  # type: ignore[arg-type]  # what is wrong is meant
    with pytest.raises(GameTooLarge):
        evolution(tournament(RepeatedGame(DILEMMA, 0.9)), "moran", population=100_000)
