"""What may follow strategies without its name, and numbers of any kind."""

from fractions import Fraction

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame, simulate, strategies
from negotiate.errors import UnsuitableGame

DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
GAME = RepeatedGame(DILEMMA, 0.9)
TIT_FOR_TAT, DEFECT = strategies["tit_for_tat"], strategies["always_defect"]


def test_noise_misreading_and_rounds_follow_in_this_order() -> None:
    named = GAME.play(TIT_FOR_TAT, DEFECT, noise=0.1, misread=0.2, rounds=30)
    placed = GAME.play(TIT_FOR_TAT, DEFECT, 0.1, 0.2, 30)
    assert (placed.noise, placed.misread, placed.rounds) == (named.noise, named.misread, 30)
    assert placed.payoffs == pytest.approx(named.payoffs, abs=0)
    assert GAME.play(TIT_FOR_TAT, DEFECT, 0.0, (0.1, 0.2)).misread == (0.1, 0.2)
    assert GAME.play(TIT_FOR_TAT, DEFECT, 0.0, 0.0, None).rounds is None


def test_what_is_given_twice_or_has_no_place_is_refused() -> None:
    with pytest.raises(UnsuitableGame, match="given twice"):
        GAME.play(TIT_FOR_TAT, DEFECT, 0.1, noise=0.1)
    with pytest.raises(UnsuitableGame, match="4 values"):
        GAME.play(TIT_FOR_TAT, DEFECT, 0.1, 0.1, 10, 1)


def test_the_concept_may_follow_the_strategies() -> None:
    for concept in ("nash", "subgame-perfect"):
        placed = GAME.critical_discount(TIT_FOR_TAT, TIT_FOR_TAT, concept)
        assert placed == GAME.critical_discount(TIT_FOR_TAT, TIT_FOR_TAT, concept=concept)
    assert GAME.critical_discount(TIT_FOR_TAT, TIT_FOR_TAT, "nash") != ()


def test_a_fraction_is_a_discount_factor() -> None:
    assert RepeatedGame(DILEMMA, Fraction(9, 10)).discount == (0.9, 0.9)
    assert RepeatedGame(DILEMMA, [Fraction(1, 2), np.float32(0.25)]).discount == (0.5, 0.25)


def test_breaking_is_told_of_other_postures_than_the_agreed_one() -> None:
    """Whoever is not tempted would lose by breaking, and that is what is told."""
    stag = NormalFormGame.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    assert simulate(RepeatedGame(stag, 0.9), "grim").temptation.tolist() == [3, 3]
    unseen = stag.payoffs + np.array([[[1.0, 0], [0, 0]], [[0, 0], [0, 0]]])
    assert simulate(RepeatedGame(stag, 0.9, tempting=unseen), "grim").temptation.tolist() == [5, 3]
