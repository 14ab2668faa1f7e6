"""Published numbers of repeated games, found through the public interface."""

from math import nan

import numpy as np
import pytest

import negotiate
from negotiate import Automaton, NormalFormGame, RepeatedGame, strategies


def dilemma(t: float = 5.0, r: float = 3.0, p: float = 1.0, s: float = 0.0) -> NormalFormGame:
    return NormalFormGame.from_arrays(
        [[r, s], [t, p]], [[r, t], [s, p]], labels=[["C", "D"], ["C", "D"]]
    )


DILEMMA = dilemma()
DONATION = dilemma(t=3.0, r=2.0, p=0.0, s=-1.0)
TIT_FOR_TAT, GRIM, GRUDGER = strategies["tit_for_tat"], strategies["grim"], strategies["grudger"]
DEFECT = strategies["always_defect"]
STAY_OR_SHIFT = strategies["win_stay_lose_shift"]


def critical(
    stage: NormalFormGame, strategy: object, concept: str = "subgame-perfect"
) -> list[tuple[float, float]]:
    found = RepeatedGame(stage, 0.5).critical_discount(strategy, strategy, concept=concept)
    return [(pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9)) for low, high in found]


# 1. Friedman 1971


@pytest.mark.parametrize(("t", "r", "p"), [(5, 3, 1), (4, 3, 1), (10, 6, 2), (3.5, 3, 0)])
def test_grim_holds_from_the_share_of_the_temptation_on(t: float, r: float, p: float) -> None:
    assert critical(dilemma(t, r, p), GRIM) == [((t - r) / (t - p), 1.0)]


def test_grim_holds_at_a_half_and_not_below() -> None:
    assert RepeatedGame(DILEMMA, 0.5).certify(GRIM, GRIM).subgame_perfect
    assert not RepeatedGame(DILEMMA, 0.499).certify(GRIM, GRIM).subgame_perfect


# 2. Axelrod 1981; Kalai, Samet and Stanford 1988


def test_tit_for_tat_is_nash_from_two_thirds_on_and_never_credible() -> None:
    assert critical(DILEMMA, TIT_FOR_TAT, "nash") == [(2 / 3, 1.0)]
    assert critical(DILEMMA, TIT_FOR_TAT) == []


def test_tit_for_tat_is_credible_on_a_knife_edge_where_payoffs_add_up() -> None:
    assert critical(DONATION, TIT_FOR_TAT) == [(1 / 3, 1 / 3)]
    assert RepeatedGame(DONATION, 1 / 3).certify(TIT_FOR_TAT, TIT_FOR_TAT).subgame_perfect
    for near in (0.33, 0.34):
        assert not RepeatedGame(DONATION, near).certify(TIT_FOR_TAT, TIT_FOR_TAT).subgame_perfect


# The trap of grim


def test_a_grudger_is_nash_and_not_credible_since_its_own_slip_starts_a_feud() -> None:
    found = RepeatedGame(DILEMMA, 0.9).certify(GRUDGER, GRUDGER)
    assert found.nash
    assert not found.subgame_perfect
    assert critical(DILEMMA, GRUDGER, "nash") == [(0.5, 1.0)]
    assert critical(DILEMMA, GRUDGER) == []
    witness = found.witness
    assert witness is not None
    assert witness.gain > 0
    assert witness.path, "it pays off the path alone, so somebody has strayed before"


# 3. Nowak and Sigmund 1993


def test_win_stay_lose_shift_needs_the_temptation_to_be_small() -> None:
    assert critical(DILEMMA, STAY_OR_SHIFT) == []
    assert critical(dilemma(t=4), STAY_OR_SHIFT) == [(0.5, 1.0)]


# 4. Punishment for k rounds by both


@pytest.mark.parametrize(("periods", "low"), [(2, 0.618034), (3, 0.543689), (5, 0.508660)])
def test_punishing_for_a_while_asks_for_more_patience(periods: int, low: float) -> None:
    found = RepeatedGame(DILEMMA, 0.9).critical_discount(
        *(strategies["punish"](periods=periods),) * 2
    )
    assert len(found) == 1
    assert found[0] == (pytest.approx(low, abs=1e-6), 1.0)
    root = found[0][0]
    assert sum(root**k for k in range(1, periods + 1)) == pytest.approx((5 - 3) / (3 - 1), abs=1e-8)


# 5. Molander 1985; Nowak and Sigmund 1992


@pytest.mark.parametrize("noise", [1e-6, 0.01, 0.3, 0.9])
def test_tit_for_tat_ends_in_all_states_alike_under_any_noise(noise: float) -> None:
    found = RepeatedGame(DILEMMA, 1).play(TIT_FOR_TAT, TIT_FOR_TAT, noise=noise)
    assert found.exact
    assert found.payoffs == pytest.approx([2.25, 2.25], abs=1e-8)


@pytest.mark.parametrize(
    ("name", "earned"), [("win_stay_lose_shift", 2.95109), ("generous_tit_for_tat", 2.97032)]
)
def test_forgiveness_pays_under_noise(name: str, earned: float) -> None:
    found = RepeatedGame(DILEMMA, 1).play(name, name, noise=0.01)
    assert found.payoffs == pytest.approx([earned, earned], abs=5e-6)


# 6. Nowak and Sigmund 1992


def test_generosity_by_default_is_the_optimal_one() -> None:
    seated = strategies["generous_tit_for_tat"].seated(RepeatedGame(DILEMMA, 0.9), 0)
    assert isinstance(seated, Automaton)
    given = min(1 - (5 - 3) / (3 - 0), (3 - 1) / (5 - 1))
    assert given == pytest.approx(1 / 3)
    odds = seated.seated(0, (2, 2)).outputs[:, 0]
    assert sorted({round(float(one), 12) for one in odds}) == pytest.approx([1 / 3, 1.0])


# 7. Two hundred rounds


@pytest.mark.parametrize(
    ("other", "mine", "theirs"),
    [("tit_for_tat", 600.0, 600.0), ("always_defect", 199.0, 204.0), ("random", 449.25, 451.75)],
)
def test_two_hundred_rounds(other: str, mine: float, theirs: float) -> None:
    found = RepeatedGame(DILEMMA, 1).play("tit_for_tat", other, rounds=200)
    assert found.exact
    assert found.totals == pytest.approx([mine, theirs], abs=1e-8)
    assert found.payoffs == pytest.approx([mine / 200, theirs / 200])


# 8. Stahl 1991


@pytest.mark.parametrize(
    ("discount", "corners"),
    [
        (0.2, [(1, 1)]),
        (0.249, [(1, 1)]),
        (0.25, [(1, 1), (4, 1), (1, 4)]),
        (0.4, [(1, 1), (4, 1), (1, 4)]),
        (0.499, [(1, 1), (4, 1), (1, 4)]),
        (0.5, [(1, 1), (13 / 3, 1), (3, 3), (1, 13 / 3)]),
        (0.9, [(1, 1), (13 / 3, 1), (3, 3), (1, 13 / 3)]),
    ],
)
def test_what_the_dilemma_sustains_has_three_regimes(
    discount: float, corners: list[tuple[float, float]]
) -> None:
    found = RepeatedGame(DILEMMA, discount).payoff_set()
    assert found.shape == (len(corners), 2)
    assert sorted(map(tuple, found.round(7).tolist())) == pytest.approx(
        np.round(sorted(corners), 7)
    )


def test_the_floor_of_the_dilemma() -> None:
    game = RepeatedGame(DILEMMA, 0.9)
    assert [game.minmax(0), game.minmax(1), game.minmax(0, pure=True)] == pytest.approx([1, 1, 1])
    pennies = RepeatedGame(NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), 0.9)
    assert pennies.minmax(0) == pytest.approx(0)
    assert pennies.minmax(0, pure=True) == pytest.approx(1)


# 9. Cournot, back to the one-shot equilibrium after any breach


def cournot(firms: int, demand: float = 12.0) -> NormalFormGame:
    """Each firm's share of the monopoly output, its best answer to the others' shares, and its
    one-shot output.
    """
    share = demand / (2 * firms)
    one_shot = demand / (firms + 1)
    answer = (demand - (firms - 1) * share) / 2
    own = np.array([share, answer, one_shot])
    outputs = np.meshgrid(*[own] * firms, indexing="ij")
    price = demand - sum(outputs)
    return NormalFormGame.from_arrays(*(q * price for q in outputs))


@pytest.mark.parametrize("firms", [2, 3])
def test_cournot_firms_keep_the_monopoly_output(firms: int) -> None:
    found = RepeatedGame(cournot(firms), 0.9).critical_discount(*[GRIM] * firms)
    low = (firms + 1) ** 2 / ((firms + 1) ** 2 + 4 * firms)
    assert list(found) == [(pytest.approx(low, abs=1e-9), 1.0)]
    assert low == pytest.approx({2: 9 / 17, 3: 0.571429}[firms], abs=1e-6)


# 10. Moran 1958


@pytest.mark.parametrize(
    ("fitter", "population", "odds"), [(1.1, 100, 0.0909157), (2.0, 10, 512 / 1023)]
)
def test_a_fitter_mutant_takes_over(fitter: float, population: int, odds: float) -> None:
    table = np.array([[fitter, fitter], [1.0, 1.0]])
    stage = NormalFormGame.from_arrays(table, table.T, labels=[["fitter", "usual"]] * 2)
    met = negotiate.repeated.tournament(
        RepeatedGame(stage, 1), ["always_cooperate", "always_defect"]
    )
    found = negotiate.repeated.evolution(
        met, "moran", population=population, start=[1, population - 1]
    )
    assert found.takeover is not None
    assert found.takeover.fixation == pytest.approx([odds, 1 - odds], abs=5e-8)
    assert found.takeover.worlds == 0


# 11. Nowak, Sasaki, Taylor and Fudenberg 2004


@pytest.mark.parametrize("rounds", range(2, 7))
def test_tit_for_tat_invades_defectors_where_it_plays_more_than_three_rounds(rounds: int) -> None:
    met = negotiate.repeated.tournament(
        RepeatedGame(DILEMMA, 1), ["always_defect", "tit_for_tat"], rounds=rounds
    )
    favoured = negotiate.repeated.invasion(met).favoured
    assert favoured is not None
    assert favoured[0, 1] == (rounds > (5 + 1 - 2 * 0) / (3 - 1))


# 12. A deadline at random


def test_a_random_deadline_is_impatience() -> None:
    by_chance = RepeatedGame(DILEMMA, 1, negotiate.repeated.Setting(ends=0.05)).play(
        TIT_FOR_TAT, DEFECT
    )
    by_patience = RepeatedGame(DILEMMA, 0.95).play(TIT_FOR_TAT, DEFECT)
    assert by_chance.totals == pytest.approx([19, 24])
    assert by_patience.totals == pytest.approx([19, 24])


def test_endless_play_that_is_not_discounted_has_no_total() -> None:
    found = RepeatedGame(DILEMMA, 1).play(TIT_FOR_TAT, DEFECT)
    assert found.payoffs == pytest.approx([1, 1])
    assert found.totals == pytest.approx([nan, nan], nan_ok=True)


# The linear tariff game


def tariff_game() -> NormalFormGame:
    """Two countries with demand 1 - p, of whose goods the import is supplied by p / 2 and the
    export by p.
    """

    def welfare(own: float, other: float) -> float:
        return at_home(own) + abroad(other)

    def at_home(tariff: float) -> float:
        """Consumers and producers of the good that is imported, and what the tariff brings in."""
        world = (4 - 3 * tariff) / 7
        price = world + tariff
        imports = (1 - price) - price / 2
        return (1 - price) ** 2 / 2 + price**2 / 4 + tariff * imports

    def abroad(tariff: float) -> float:
        """Consumers and producers of the good that is exported, at the world price that the other's
        tariff leaves.
        """
        world = (4 - 3 * tariff) / 7
        return (1 - world) ** 2 / 2 + world**2 / 2

    free, dominant = 0.0, 1 / 20
    own = [[welfare(mine, other) for other in (free, dominant)] for mine in (free, dominant)]
    return NormalFormGame.from_arrays(own, np.transpose(own))


def test_the_linear_tariff_game() -> None:
    stage = tariff_game()
    (r, s), (t, p) = stage.payoffs[0]
    assert (r, t, s, p) == pytest.approx((3 / 7, 843 / 1960, 8349 / 19600, 171 / 400), abs=1e-12)
    assert critical(stage, GRIM) == [(10 / 17, 1.0)]


# Trade wars as others have published them


@pytest.mark.parametrize(
    ("name", "low"), [("classics/trade-war-538", 2 / 3), ("classics/trade-war-mankiw", 1 / 2)]
)
def test_published_trade_wars(name: str, low: float) -> None:
    found = RepeatedGame(negotiate.load(name).alone(), 0.9).critical_discount(GRIM, GRIM)
    assert list(found) == [(pytest.approx(low, abs=1e-9), 1.0)]
