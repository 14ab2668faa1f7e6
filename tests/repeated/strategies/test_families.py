"""What each family is known for, on games small enough to follow by hand."""

import numpy as np
import pytest

from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import strategies
from tests.repeated.strategies.seats import answers, dilemma, ladders, met, taken


def letters(rounds: list[tuple[int, int]]) -> str:
    return " ".join("CD"[one] + "CD"[two] for one, two in rounds)


# One slip of the hand


@pytest.mark.parametrize(
    ("name", "play"),
    [
        ("tit_for_tat", "CC DC CD DC CD DC CD"),  # a feud without end
        (
            "contrite_tit_for_tat",
            "CC DC CD CC CC CC CC",
        ),  # the culprit takes one round of punishment
        ("win_stay_lose_shift", "CC DC DD CC CC CC CC"),  # one round of war
        ("stick_and_carrot", "CC DC DD CC CC CC CC"),
        ("tit_for_two_tats", "CC DC CC CC CC CC CC"),  # overlooked
        ("grim", "CC DC DD DD DD DD DD"),
        (
            "grudger",
            "CC DC CD DD DD DD DD",
        ),  # the culprit cooperates once more before it takes offence
        ("punish", "CC DC DD DD DD CC CC"),
        ("soft_grudger:periods=1,peace=2", "CC DC CD DC CC CC CC"),
        ("olive_branch:periods=1", "CC DC CD DC CC CC CC"),
        (
            "firm_but_fair:forgives=1",
            "CC DC CD DC CD DC CD",
        ),  # it ends wars, and a feud in turns is none
    ],
)
def test_two_of_a_kind_after_one_slip(name: str, play: str) -> None:
    seats = [taken(name, dilemma(), player) for player in (0, 1)]
    assert letters(met(seats[0], seats[1], 7, slips=(1,))) == play


def test_a_stick_is_repeated_by_whoever_shirks_it() -> None:
    """The other cheats, then pays; cheats, then will not pay: it is asked again until it does."""
    seat = taken("stick_and_carrot", dilemma())
    assert answers(seat, [1, 1, 0, 1, 0, 0, 1, 0]) == [0, 1, 0, 0, 1, 1, 1, 0]


def test_cents_beside_a_hundred_million_are_no_tie() -> None:
    """A bully commits to what pays it more by five cents, a believer to the better answer by as
    much.
    """
    stage = NormalFormGame.from_arrays([[0, -1e8], [0.05, -1e8]], [[1, 0], [1, 0]])
    game = RepeatedGame(stage, 0.9)
    for name in ("bully", "fixed_belief"):
        assert taken(name, game, 0).outputs.tolist() == [[0, 1]]


# Generosity


@pytest.mark.parametrize(
    ("payoffs", "generosity"),
    [
        ((5, 3, 1, 0), 1 / 3),  # Nowak and Sigmund 1992: min(1 - 2/3, 2/4)
        ((4, 3, 1, 0), 2 / 3),  # min(1 - 1/3, 2/3)
        ((3, 2, 0, -1), 2 / 3),  # the donation game with cost 1 and benefit 3: 1 - c/b
        ((10, 3, 1, 0), 0),  # a temptation that nothing can be forgiven for: 1 - 7/3 is below 0
        ((5, 3, 2, 0), 1 / 3),
        ((5, 4, 3, 0), 0.5),  # min(1 - 1/4, 1/2)
        ((3, 4, 1, 0), 1),  # no temptation at all
    ],
)
def test_generosity_is_the_best_that_does_not_invite_cheating(
    payoffs: tuple[float, float, float, float], generosity: float
) -> None:
    seat = taken("generous_tit_for_tat", dilemma(*payoffs))
    assert seat.outputs[1] == pytest.approx([generosity, 1 - generosity])


def test_generosity_is_read_off_the_seat_s_own_payoffs() -> None:
    """The first player's dilemma forgives a third, the second's two thirds, in any unit."""
    game = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[30, 40], [0, 10]])
    found = [
        taken("generous_tit_for_tat", RepeatedGame(game, 0.9), player).outputs[1, 0]
        for player in (0, 1)
    ]
    assert found == pytest.approx([1 / 3, 2 / 3])


def test_generosity_has_no_meaning_without_a_dilemma() -> None:
    with pytest.raises(UnsuitableGame, match="is only known for a prisoner's dilemma") as caught:
        strategies["generous_tit_for_tat"].seated(dilemma(0, 1, 2, 3), 0)
    assert "generous_tit_for_tat:generosity=0.1" in caught.value.hint
    assert taken("generous_tit_for_tat:generosity=0.1", dilemma(0, 1, 2, 3)).outputs[
        1, 0
    ] == pytest.approx(0.1)


# Ladders


STEPS = ladders(4, 4)


@pytest.mark.parametrize(
    ("name", "others", "own"),
    [
        ("tranches", [0, 1, 3, 3, 3, 3, 0, 0, 0, 0], [0, 0, 1, 2, 3, 3, 3, 2, 1, 0]),
        ("tranches:up=2", [1, 1, 0, 0, 0], [0, 2, 3, 2, 1]),
        ("tranches:down=3", [1, 1, 1, 0, 1], [0, 1, 2, 3, 0]),
        ("ratchet", [0, 1, 0, 0, 1, 1, 0, 1], [0, 0, 1, 1, 1, 2, 3, 3]),
        ("mirror", [0, 1, 3, 2, 0, 0], [0, 0, 1, 3, 2, 0]),
        ("mirror_plus_one", [0, 1, 3, 2, 0, 0], [0, 0, 2, 3, 3, 0]),
        ("grit", [3, 3, 2, 1, 0, 0, 2, 2, 0], [3, 2, 3, 2, 1, 0, 0, 2, 1]),
        ("tit_for_tat", [0, 1, 3, 2, 0, 0], [0, 0, 3, 3, 3, 0]),
        ("grim", [0, 1, 0, 0], [0, 0, 3, 3]),
    ],
)
def test_steps_on_a_ladder_of_four(name: str, others: list[int], own: list[int]) -> None:
    assert answers(taken(name, STEPS), others) == own


def test_two_that_reduce_tension_come_down_together() -> None:
    seats = [taken("grit", STEPS, player) for player in (0, 1)]
    assert met(seats[0], seats[1], 5) == [(3, 3), (2, 2), (1, 1), (0, 0), (0, 0)]


def test_two_that_bid_one_more_end_at_the_top_after_one_small_slip() -> None:
    seats = [taken("mirror_plus_one", STEPS, player) for player in (0, 1)]
    assert met(seats[0], seats[1], 6, slips=(0,)) == [
        (1, 0),
        (0, 2),
        (3, 0),
        (0, 3),
        (3, 0),
        (0, 3),
    ]
    seats = [taken("mirror", STEPS, player) for player in (0, 1)]
    assert met(seats[0], seats[1], 4, slips=(0,)) == [(1, 0), (0, 1), (1, 0), (0, 1)]


@pytest.mark.parametrize(
    ("shape", "answered"),
    [
        ((2, 4), [0, 0, 1, 1]),
        ((3, 4), [0, 1, 1, 2]),
        ((4, 3), [0, 2, 3]),
        ((7, 4), [0, 2, 4, 6]),
        ((1, 3), [0, 0, 0]),
    ],
)
def test_proportion_goes_by_the_place_on_each_ladder(
    shape: tuple[int, int], answered: list[int]
) -> None:
    """A half is rounded up: the middle of three rungs is answered by the upper of the middle two of
    four.
    """
    seat = taken("mirror", ladders(*shape))
    assert [answers(seat, [other, 0])[1] for other in range(shape[1])] == answered


def test_rungs_lie_between_the_agreement_and_the_punishment_whichever_way_they_are_listed() -> None:
    game = RepeatedGame(STEPS.stage, 0.9, cooperate=(2, 1), punish=(0, 3))
    seat = taken("tranches", game)
    assert answers(seat, [0, 2, 3, 3, 1, 0]) == [2, 2, 1, 0, 0, 1]


def test_the_harshest_of_several_is_answered() -> None:
    seat = taken("mirror", ladders(3, 3, 3))
    outputs = seat.outputs.argmax(axis=1)
    assert outputs[seat.transitions[seat.start, 0, 1, 2]] == 2
    assert outputs[seat.transitions[seat.start, 0, 1, 0]] == 1
    assert outputs[seat.transitions[seat.start, 2, 0, 0]] == 0


# Several others


def test_anybody_s_breach_is_a_breach() -> None:
    game = ladders(2, 2, 2)
    for name, own_counts in (("grim", True), ("grudger", False), ("tit_for_tat", False)):
        after = taken(name, game).transitions[0]
        wanted = {
            seen: any(seen[1:]) or (own_counts and seen[0] == 1) for seen in np.ndindex(2, 2, 2)
        }
        assert {seen: bool(after[seen]) for seen in wanted} == wanted, name


# What the payoffs say


CHICKEN = NormalFormGame.from_arrays([[3, 2], [4, 0]], [[3, 4], [2, 0]])


@pytest.mark.parametrize(
    ("payoffs", "own"),
    [
        (CHICKEN.payoffs, 1),  # straight on: the other swerves
        (
            ([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
            1,
        ),  # the dilemma: nothing better than defecting is believed
        (
            ([[2, 4], [1, 3]], [[1, 0], [0, 2]]),
            1,
        ),  # binding itself to what is dominated pays: 3 in place of 2
        (([[4, 0], [3, 0]], [[4, 0], [3, 0]]), 0),  # stag hunt
    ],
)
def test_a_bully_binds_itself_to_what_is_answered_best(payoffs: np.ndarray, own: int) -> None:
    game = RepeatedGame(NormalFormGame.from_arrays(*payoffs), 0.9)
    assert taken("bully", game).outputs[0].argmax() == own


def test_a_godfather_holds_the_other_down_and_not_itself_up() -> None:
    """The middle posture leaves the other at most 1, the last one 2."""
    game = NormalFormGame.from_arrays([[4, 4], [0, 0], [1, 1]], [[3, 5], [1, 0], [2, 2]])
    seat = taken("godfather", RepeatedGame(game, 0.9))
    assert answers(seat, [0, 1, 1, 0, 0]) == [0, 0, 1, 1, 0]


@pytest.mark.parametrize(("belief", "own"), [(1, 1), (0.7, 1), (0.6, 0), (0, 0)])
def test_a_fixed_belief_is_answered_as_if_it_were_true(belief: float, own: int) -> None:
    """In chicken straight on is best if the other swerves with more than 2/3: 4p against 2 + p."""
    seat = taken(strategies["fixed_belief"](cooperation=belief), RepeatedGame(CHICKEN, 0.9))
    assert seat.outputs[0].argmax() == own


def test_a_belief_is_held_of_each_other_alone() -> None:
    """Entering pays 1 if both others stay out and costs 1 otherwise: both do with 0.64, and with
    0.36.
    """
    own = np.zeros((2, 2, 2))
    own[0] = -1
    own[0, 0, 0] = 1
    game = RepeatedGame(
        NormalFormGame.from_arrays(own, np.zeros((2, 2, 2)), np.zeros((2, 2, 2))), 0.9
    )
    found = [
        taken(strategies["fixed_belief"](cooperation=p), game).outputs[0].argmax()
        for p in (0.8, 0.6)
    ]
    assert found == [0, 1]


def test_what_is_enough_is_measured_between_war_and_agreement() -> None:
    """At T = 10 the middle of all payoffs is 5, and yet the agreement's 3 is enough."""
    game = dilemma(10, 3, 1, 0)
    assert answers(taken("win_stay_lose_shift", game), [0, 0, 1, 0, 1, 0]) == [0, 0, 0, 1, 1, 0]
    assert answers(taken("win_stay_lose_shift:aspiration=0", game), [0, 1, 1, 1]) == [0, 0, 1, 1]


def test_who_slipped_into_a_third_posture_keeps_it_while_it_pays() -> None:
    game = RepeatedGame(
        NormalFormGame.from_arrays([[3, 0], [4, 0], [5, 1]], [[3, 5], [1, 1], [0, 1]]), 0.9
    )
    assert answers(taken("win_stay_lose_shift", game), [0, 0, 1, 0], slips=(0,)) == [1, 1, 1, 0]


def test_who_is_contrite_keeps_to_the_standing_of_both_whatever_slips() -> None:
    """Boyd 1989: who is in good standing punishes who is not, and cooperating restores it."""
    seat, rng = taken("contrite_tit_for_tat", dilemma()), np.random.default_rng(0)
    state, good = seat.start, [True, True]
    for _ in range(2_000):
        assert seat.outputs[state].argmax() == int(good[0] and not good[1])
        did = rng.integers(0, 2, 2)
        just = [good[p] and not good[1 - p] for p in (0, 1)]
        good = [bool(did[p] == 0 or just[p]) for p in (0, 1)]
        state = int(seat.transitions[state, did[0], did[1]])


def test_a_slip_shifts_the_steps_of_who_alternates() -> None:
    assert answers(taken("alternate", dilemma()), [0] * 6, slips=[1, 4]) == [0, 0, 1, 0, 0, 1]


def test_joss_cheats_in_no_first_round() -> None:
    seat = taken("joss:cheats=0.3", dilemma())
    assert seat.outputs[seat.start].tolist() == [1, 0]
    for own in (0, 1):
        kept, broken = (seat.transitions[seat.start, own, other] for other in (0, 1))
        np.testing.assert_allclose(seat.outputs[[kept, broken]], [[0.7, 0.3], [0, 1]])
