"""Whatever the other remembers, in the long run both payoffs lie on the line that was promised."""

import numpy as np
import pytest

from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import strategies
from tests.repeated.strategies.seats import dilemma, taken

SYMMETRIC = dilemma()
APART = RepeatedGame(  # a dilemma for both, in units of their own and with another shape for each
    NormalFormGame.from_arrays([[3, 0], [5, 1]], [[70, 80], [10, 20]]), 0.9
)


def odds(name: str, game: RepeatedGame, player: int = 0) -> np.ndarray:
    """How likely it cooperates after CC, CD, DC, DD, its own posture first."""
    seat = taken(name, game, player)
    after = np.moveaxis(seat.transitions[seat.start], player, 0).reshape(-1)
    return seat.outputs[after, 0]


def averages(game: RepeatedGame, mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """What both get on average in endless play of two who look at the last round alone; the first
    player's first.
    """
    theirs = theirs[[0, 2, 1, 3]]
    moves = np.stack(
        [mine * theirs, mine * (1 - theirs), (1 - mine) * theirs, (1 - mine) * (1 - theirs)], axis=1
    )
    system = np.vstack([moves.T - np.eye(4), np.ones(4)])
    share = np.linalg.lstsq(system, np.array([0, 0, 0, 0, 1.0]), rcond=None)[0]
    return game.stage.payoffs.reshape(2, 4) @ share


def others(count: int = 25) -> np.ndarray:
    return np.random.default_rng(12).uniform(0.02, 0.98, (count, 4))


@pytest.mark.parametrize("pace", [0.25, 0.5, 1])
@pytest.mark.parametrize("factor", [1, 2, 7.5])
def test_an_extortioner_gains_so_many_times_what_the_other_gains(
    factor: float, pace: float
) -> None:
    mine = odds(f"extort:factor={factor},pace={pace}", SYMMETRIC)
    for theirs in others():
        own, other = averages(SYMMETRIC, mine, theirs)
        assert own - 1 == pytest.approx(factor * (other - 1), abs=1e-9)


def test_the_line_holds_in_endless_play_against_any_automaton() -> None:
    endless = RepeatedGame(SYMMETRIC.stage, 1)
    for other in (
        "always_cooperate",
        "random",
        "win_stay_lose_shift",
        "punish",
        "generous_tit_for_tat",
        "equaliser",
    ):
        own, theirs = endless.play("extort:factor=3", other).payoffs
        assert own - 1 == pytest.approx(3 * (theirs - 1), abs=1e-9)


@pytest.mark.parametrize("factor", [1, 2, 7.5])
def test_the_generous_bears_so_many_times_the_loss(factor: float) -> None:
    mine = odds(f"generous_zero_determinant:factor={factor}", SYMMETRIC)
    for theirs in others():
        own, other = averages(SYMMETRIC, mine, theirs)
        assert 3 - own == pytest.approx(factor * (3 - other), abs=1e-9)


@pytest.mark.parametrize("share", [0, 0.25, 1])
def test_an_equaliser_sets_what_the_other_gets(share: float) -> None:
    mine = odds(f"equaliser:share={share}", SYMMETRIC)
    got = [averages(SYMMETRIC, mine, theirs)[1] for theirs in others()]
    assert got == pytest.approx([1 + 2 * share] * len(got), abs=1e-9)


def test_gains_are_counted_in_what_the_agreement_is_worth_to_each() -> None:
    """War pays 1 and 20, the agreement 2 and 50 more."""
    for player in (0, 1):
        mine = odds("extort:factor=3", APART, player)
        for theirs in others():
            pair = (mine, theirs) if player == 0 else (theirs, mine)
            gains = (averages(APART, *pair) - [1, 20]) / [2, 50]
            assert gains[player] == pytest.approx(3 * gains[1 - player], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("extort", [8 / 9, 1 / 2, 1 / 3, 0]),  # Extort-2 of Stewart and Plotkin 2012
        ("generous_zero_determinant", [1, 1 / 8, 1, 1 / 4]),  # ZDGTFT-2, there
        (
            "extort:factor=1,pace=1",
            [1, 0, 1, 0],
        ),  # tit for tat, Press and Dyson 2012: fair, and as strong as can be
    ],
)
def test_published_odds(name: str, published: list[float]) -> None:
    assert odds(name, SYMMETRIC) == pytest.approx(published)


@pytest.mark.parametrize("name", ["extort", "generous_zero_determinant", "equaliser"])
def test_where_no_line_can_be_held_it_is_said(name: str) -> None:
    with pytest.raises(UnsuitableGame, match="needs an agreement that gives both players more"):
        strategies[name].seated(dilemma(1, 0, 2, 3), 0)
    always_the_same = RepeatedGame(
        NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 0], [5, 1]]), 0.9
    )
    with pytest.raises(UnsuitableGame, match="no probabilities can enforce the payoffs"):
        strategies[name].seated(always_the_same, 0)
