"""A machine for every point: it gives what was asked for, and nobody gains by one step aside in any
state.
"""

import numpy as np
import pytest

from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Setting
from negotiate.repeated.sustaining.supporting import Supporting, supporting
from negotiate.repeated.sustaining.sustainable import payoff_set
from tests.walks import seeds

UNEVEN = (
    [[0, -4, 4, -2], [5, -1, 3, -1], [5, 0, -2, 4]],
    [[-5, 5, 2, 3], [-2, 3, 3, 0], [-2, -2, 4, 5]],
)
THIN = [[-2, 1], [3, -2], [2, -4], [-4, 4]], [[-1, 5], [2, -1], [-2, -2], [2, 2]]
DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def checked(found: Supporting) -> None:
    """Hold a machine against what it says of itself, by loops."""
    game, stage = found.game, found.stage
    states, players = found.profiles.shape
    np.testing.assert_allclose(found.leads.sum(axis=1), 1)
    np.testing.assert_allclose(found.start @ found.values, found.point, atol=1e-6)
    for state in range(states):
        profile = tuple(found.profiles[state])
        after = found.leads[state] @ found.values
        for player in range(players):
            patience = game.effective[player]
            told = found.values[state, player]
            now = (
                game.setting.outside[player]
                if profile[0] == -1
                else stage.payoffs[(player, *profile)]
            )
            assert told == pytest.approx((1 - patience) * now + patience * after[player], abs=1e-9)
            if profile[0] == -1:
                continue
            for action in range(stage.shape[player]):
                other = (*profile[:player], action, *profile[player + 1 :])
                punished = found.values[found.punishing[player], player]
                strays = (1 - patience) * stage.payoffs[(player, *other)] + patience * punished
                if action != profile[player]:
                    assert told - strays >= found.margins[state, player] - 1e-9
                    assert strays <= told + 1e-5


@pytest.mark.parametrize("seed", seeds(15))
@pytest.mark.parametrize("discount", [0.4, 0.8, (0.5, 0.7)], ids=str)
def test_corners_and_points_between_them(seed: int, discount: object) -> None:
    rng = np.random.default_rng(seed)
    game = RepeatedGame(NormalFormGame.from_arrays(*rng.integers(0, 10, (2, 3, 3))), discount)
    corners = payoff_set(game, beyond=1e-8)
    if not len(corners):
        pytest.skip("no pure equilibrium")
    between = rng.dirichlet(np.ones(len(corners))) @ corners
    for point in (*corners, between):
        found = supporting(game, point)
        np.testing.assert_allclose(
            found.point, point, atol=1e-6 if np.ndim(discount) == 0 else 0.01
        )
        checked(found)


def test_keeping_faith_is_supported_by_grim() -> None:
    found = supporting(RepeatedGame(DILEMMA, 0.5), (3, 3))
    assert found.profiles.tolist() == [[1, 1], [0, 0]]
    assert not found.drawn
    machines = found.automata()
    assert RepeatedGame(DILEMMA, 0.5).certify(*machines).subgame_perfect
    assert not RepeatedGame(DILEMMA, 0.49).certify(*machines).subgame_perfect


def test_alternating_is_supported_where_keeping_faith_is_not() -> None:
    game = RepeatedGame(DILEMMA, 0.25)
    found = supporting(game, (4, 1))
    assert not found.drawn
    certificate = game.certify(*found.automata())
    assert certificate.subgame_perfect
    np.testing.assert_allclose(certificate.payoffs, (4, 1), atol=1e-9)


def test_a_package_inside_the_set_needs_no_lottery() -> None:
    own = np.array([[4, 0, 0], [0, 2, 0], [6, 0, 1]]), np.array([[4, 0, 6], [0, 2, 0], [0, 0, 1]])
    game = RepeatedGame(NormalFormGame.from_arrays(*own), 0.9)
    found = supporting(game, (2, 2))
    assert not found.drawn
    assert found.profiles[int(found.start.argmax())].tolist() == [1, 1]


def test_where_players_walk_away() -> None:
    game = RepeatedGame(DILEMMA, 2 / 3, Setting(outside=(2.0, 2.0)))
    found = supporting(game, (3, 3))
    assert found.profiles.tolist() == [[-1, -1], [0, 0]]
    checked(found)
    with pytest.raises(UnsuitableGame, match="posture"):
        found.automata()


def test_what_nothing_supports_is_refused() -> None:
    with pytest.raises(OutOfRange, match="no equilibrium"):
        supporting(RepeatedGame(DILEMMA, 0.4), (3, 3))
    with pytest.raises(UnsuitableGame, match="each discount factor is 1"):
        supporting(RepeatedGame(DILEMMA, 1.0), (1, 1))
    with pytest.raises(OutOfRange, match="no equilibrium"):
        supporting(RepeatedGame(DILEMMA, 0.9, tempting=DILEMMA.payoffs + 0.5), (1, 1))


def test_a_lottery_is_no_profile_of_automata() -> None:
    found = supporting(RepeatedGame(DILEMMA, 0.9), (2.2, 2.4))
    assert found.drawn
    with pytest.raises(UnsuitableGame, match="public lottery"):
        found.automata()


def test_the_agreement_stands_for_what_it_sets_together() -> None:
    whole = NormalFormGame.from_arrays([[2, 0], [5, 1]], [[2, 5], [0, 1]])
    stage = NormalFormGame.from_arrays([[4, 0], [5, 1]], [[4, 5], [0, 1]])
    found = supporting(RepeatedGame(stage, 0.5, whole=whole), (4, 4))
    assert found.profiles.tolist() == [[1, 1], [-2, -2]]
    np.testing.assert_allclose(found.margins[1], 4 - (0.5 * 5 + 0.5 * 1))


def test_a_corner_that_reaches_a_little_beyond_is_brought_back() -> None:
    game = RepeatedGame(DILEMMA, (0.5, 0.6))
    for point in game.payoff_set():
        np.testing.assert_allclose(supporting(game, point).point, point, atol=0.01)


def test_a_corner_whose_edge_is_upright_but_for_rounding() -> None:
    own = (
        [[-1, -1, 3], [2, 4, 1], [3, 2, -2], [-2, -2, -3]],
        [[3, 1, -5], [4, 0, 0], [4, 5, 2], [3, -2, 2]],
    )
    game = RepeatedGame(NormalFormGame.from_arrays(*own), 0.9)
    corners = game.payoff_set()
    for point in (*corners, corners.mean(axis=0)):
        found = supporting(game, point)
        np.testing.assert_allclose(found.point, point, atol=1e-6)
        checked(found)


@pytest.mark.parametrize(("own", "discount"), [(UNEVEN, (0.9, 0.4)), (THIN, (0.95, 0.1))])
def test_what_follows_a_corner_may_lie_between_two_that_almost_meet(
    own: object, discount: object
) -> None:
    game = RepeatedGame(NormalFormGame.from_arrays(*own), discount)
    for point in payoff_set(game, beyond=1e-8):
        checked(supporting(game, point))


@pytest.mark.parametrize("discount", [0.0, (0.0, 0.5), (0.9, 0.0)], ids=str)
def test_who_has_no_patience_plays_best_replies(discount: object) -> None:
    coordination = NormalFormGame.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    game = RepeatedGame(coordination, discount)
    for point in payoff_set(game, beyond=1e-8):
        found = supporting(game, point)
        np.testing.assert_allclose(found.point, point, atol=1e-6)
        checked(found)
        assert {tuple(row) for row in found.profiles.tolist()} <= {(0, 0), (1, 1)}
    np.testing.assert_allclose(
        supporting(RepeatedGame(DILEMMA, discount), (1, 1)).profiles, [[1, 1]]
    )


@pytest.mark.parametrize("point", [(1, 1, 1), (1,), 1, "ab", (np.nan, 1), (1, None)], ids=str)
def test_a_point_is_one_number_of_each(point: object) -> None:
    with pytest.raises(OutOfRange, match="`point`"):
        supporting(RepeatedGame(DILEMMA, 0.9), point)


def test_errors_that_are_left_aside_are_told() -> None:
    assert (
        "trembling"
        in supporting(RepeatedGame(DILEMMA, 0.9, Setting(noise=(0.1, 0.0))), (1, 1)).notes[0]
    )
    assert not supporting(RepeatedGame(DILEMMA, 0.9), (1, 1)).notes
