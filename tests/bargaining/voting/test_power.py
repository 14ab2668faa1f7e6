"""Weighted voting: power, smallest winning coalitions, vetoes, dictators and dummies, exactly."""

from fractions import Fraction
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.voting import game
from negotiate.bargaining.voting import game as counting
from negotiate.bargaining.voting.game import VotingGame, power, swings_by_size
from negotiate.errors import GameTooLarge, UnsuitableGame
from tests.reference import plain_votes


@st.composite
def bodies(draw: st.DrawFn, most: int = 6) -> VotingGame:
    votes = draw(st.lists(st.integers(0, 9), min_size=1, max_size=most).filter(any))
    return VotingGame(draw(st.integers(1, sum(votes))), tuple(votes))


@given(bodies())
def test_power_is_that_of_every_order_and_every_coalition(body: VotingGame) -> None:
    n = len(body.votes)
    worth = plain_votes.voting_worth(body.quota, list(body.votes))
    found = power(body)
    assert list(found.shapley_shubik) == plain_votes.shapley(worth, n)
    assert list(found.banzhaf_absolute) == plain_votes.banzhaf(worth, n)
    assert sum(found.shapley_shubik) == sum(found.banzhaf) == 1


@given(bodies(most=12))
def test_both_ways_of_counting_agree(body: VotingGame) -> None:
    laid_out = swings_by_size(body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "MOST_MEMBERS", 0)
        assert swings_by_size(body) == laid_out


@given(bodies(most=7))
def test_the_smallest_winning_coalitions_are_all_there(body: VotingGame) -> None:
    found = body.minimal_winning()
    assert found.complete
    assert set(found.members) == plain_votes.minimal_winning(body.quota, list(body.votes))
    assert len(set(found.members)) == len(found.members)
    in_all = set(range(len(body.votes))).intersection(*map(set, found.members))
    assert set(body.vetoes) == in_all
    assert set(power(body).dummies) == set(range(len(body.votes))) - set(chain(*found.members))
    assert (body.dictator is not None) == (found.members == ((body.dictator,),))


@given(bodies(), st.integers(2, 10**13))
def test_counting_votes_in_another_unit_changes_no_power(body: VotingGame, factor: int) -> None:
    other = VotingGame(body.quota * factor, tuple(vote * factor for vote in body.votes))
    assert power(other) == power(body)


def test_fifty_votes_of_a_hundred() -> None:
    found = power(VotingGame(51, (50, 49, 1)))
    assert found.shapley_shubik == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    assert found.banzhaf == (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    assert found.banzhaf_absolute == (Fraction(3, 4), Fraction(1, 4), Fraction(1, 4))


def test_luxembourg_never_decided_anything_in_the_council_of_1958() -> None:
    """Brams and Affuso 1976: twelve of seventeen votes."""
    names = ("Germany", "France", "Italy", "Belgium", "Netherlands", "Luxembourg")
    council = VotingGame(12, (4, 4, 4, 2, 2, 1), names)
    found = power(council)
    assert found.shapley_shubik[0] == Fraction(14, 60)
    assert found.shapley_shubik[3] == Fraction(9, 60)
    assert found.banzhaf == (*repeat(Fraction(5, 21), 3), *repeat(Fraction(1, 7), 2), 0)
    assert [names[i] for i in found.dummies] == ["Luxembourg"]


def test_three_of_six_towns_of_nassau_county_had_no_power() -> None:
    """Banzhaf 1965: a majority of 9, 9, 7, 3, 1 and 1 votes."""
    found = power(VotingGame.of("majority", [9, 9, 7, 3, 1, 1]))
    assert found.banzhaf == (*repeat(Fraction(1, 3), 3), 0, 0, 0)


def test_the_security_council_is_its_permanent_members() -> None:
    """Nine of fifteen votes with those of all five permanent members: 39 of 7 votes each and 1
    each.
    """
    council = VotingGame(39, (7,) * 5 + (1,) * 10)
    assert power(council).shapley_shubik[0] == Fraction(421, 2145)
    assert power(council).shapley_shubik[-1] == Fraction(4, 2145)
    assert council.vetoes == (0, 1, 2, 3, 4)


def test_hundreds_of_voters_are_counted_exactly() -> None:
    house = VotingGame.of("majority", [200, 150, *repeat(1, 100)])
    assert sum(power(house).shapley_shubik) == 1
    assert len(set(power(house).shapley_shubik)) == 3
    assert set(power(VotingGame.of("majority", [1] * 650)).shapley_shubik) == {Fraction(1, 650)}


def test_a_dictator_and_a_body_of_two_minds() -> None:
    assert VotingGame(3, (3, 1, 1)).dictator == 0
    assert VotingGame(2, (3, 1, 1)).dictator is None
    assert VotingGame(3, (3, 1, 1)).proper
    assert not VotingGame(2, (3, 1, 1)).proper
    assert VotingGame(3, (3, 1, 1)).carried_by([0])
    assert not VotingGame(3, (3, 1, 1)).carried_by([1, 2, 2])


@given(bodies())
def test_a_body_is_proper_where_no_two_coalitions_that_share_nobody_win(body: VotingGame) -> None:
    worth = plain_votes.voting_worth(body.quota, list(body.votes))
    everybody = len(worth) - 1
    assert body.proper == (not any(won and worth[everybody ^ c] for c, won in enumerate(worth)))


def test_a_body_is_proper_though_its_quota_is_less_than_half() -> None:
    """Of three voters with 2 votes each any two carry a motion by 3 of the 6 votes, and one alone
    never does.
    """
    assert VotingGame(3, (2, 2, 2)).proper
    assert VotingGame(3 * 10**30, (2 * 10**30,) * 3).proper
    assert not VotingGame(2, (2, 2, 2)).proper
    assert not VotingGame(10**30, (10**30 + 1, 10**30)).proper


def test_sums_of_votes_that_are_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(game, "MOST_SUMS", 100)
    with pytest.raises(GameTooLarge):
        _ = VotingGame(2**98 + 1, (*(2**k for k in range(98)), 2**99 + 2)).proper


def test_votes_and_quotas_count_as_they_are_written() -> None:
    assert VotingGame.of(0.7, [0.1, 0.2, 0.4]) == VotingGame(7, (1, 2, 4))
    assert VotingGame.of(Fraction(1, 2), [Fraction(1, 3), Fraction(2, 3)]).quota == 2
    assert VotingGame.of("two thirds", [33, 33, 33]).quota == 66


def test_a_long_list_is_cut_and_says_so() -> None:
    found = VotingGame.of("majority", [1] * 21).minimal_winning(most=10)
    assert len(found.members) == 10
    assert not found.complete


@pytest.mark.parametrize(
    ("quota", "votes", "said"),
    [
        (6, (2, 3), "all 5 votes, not 6"),
        (0, (2, 3), "all 5 votes, not 0"),
        (1, (2, -1), "-1 votes"),
        (1, (), "must have 1 to"),
        (1, (1,) * 1_001, "1,001"),
    ],
)
def test_what_is_no_body_is_refused(quota: int, votes: tuple[int, ...], said: str) -> None:
    with pytest.raises(UnsuitableGame, match=said):
        VotingGame(quota, votes)


def test_a_rule_or_a_name_that_means_nothing_is_refused() -> None:
    with pytest.raises(UnsuitableGame, match="three quarters") as wrong:
        VotingGame.of("three quarters", [1, 1])
    assert "two thirds" in wrong.value.hint
    with pytest.raises(UnsuitableGame, match="names"):
        VotingGame(1, (1, 1), ("a", "a"))


def test_too_many_votes_are_refused_before_they_are_counted() -> None:
    with pytest.raises(GameTooLarge) as wrong:
        power(VotingGame.of("majority", [10**9 + k for k in range(21)]))
    assert "round" in wrong.value.hint
