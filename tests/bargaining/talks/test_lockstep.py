"""Talks in lockstep are the talks of the plain twin, offer by offer, whatever the number of runs
and their order.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.bargaining.kernels.talks import (
    Bluffer,
    Concession,
    Grim,
    Manner,
    Micro,
    Modeller,
    Random,
    TitForTat,
    lockstep,
)
from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.talks.simulated import AGENTS, simulated_talks
from negotiate.bargaining.together import together
from negotiate.errors import GameTooLarge, OutOfRange
from tests.reference.plain_talks import Agent, plain_talk

KINDS = {
    Concession: "concession",
    TitForTat: "tit for tat",
    Grim: "grim",
    Micro: "micro",
    Modeller: "logroller",
    Bluffer: "bluffer",
    Random: "random",
}
MANNERS = [agent.manner for agent in AGENTS]


@st.composite
def tables(
    draw: st.DrawFn,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[Manner], int, int, int]:
    """Utilities with ties, who is willing, options, manners, offers, the first speaker and a
    seed.
    """
    players = draw(st.integers(2, 3))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    options = np.array(list(itertools.product(*map(range, sizes))), dtype=np.int64)
    worth = st.lists(st.integers(-4, 8), min_size=len(options), max_size=len(options))
    utilities = np.array([draw(worth) for _ in range(players)]) / 8
    utilities[:, draw(st.integers(0, len(options) - 1))] = 1.0
    manners = [draw(st.sampled_from(MANNERS)) for _ in range(players)]
    first = draw(st.integers(0, players - 1))
    return (
        utilities,
        utilities >= 0,
        options,
        manners,
        draw(st.integers(1, 24)),
        first,
        draw(st.integers(0, 2**32)),
    )


@settings(max_examples=100)
@given(tables())
def test_every_offer_is_that_of_the_plain_twin(
    case: tuple[np.ndarray, np.ndarray, np.ndarray, list[Manner], int, int, int],
) -> None:
    utilities, willing, options, manners, offers, first, seed = case
    draws = np.random.default_rng(seed).random((3, offers, 4))
    talked = lockstep(utilities, willing, options, manners, draws, first, history=True)
    for run in range(3):
        agents = [
            Agent(
                p, KINDS[m.kind], m.power, utilities.tolist(), willing[p].tolist(), options.tolist()
            )
            for p, m in enumerate(manners)
        ]
        said, package = plain_talk(agents, draws[run].tolist(), first)
        assert talked.history[run, : len(said)].tolist() == said
        assert (talked.history[run, len(said) :] == -1).all()
        assert (int(talked.packages[run]), int(talked.offers[run])) == (package, len(said))


def problem(packages: int = 60, players: int = 2) -> BargainingProblem:
    rng = np.random.default_rng(7)
    acceptable = rng.random((players, packages)) < 0.9
    return BargainingProblem.from_arrays(
        rng.normal(size=(players, packages)), [-0.2] * players, acceptable
    )


@pytest.mark.parametrize("agents", [agent.name for agent in AGENTS])
def test_a_run_is_the_same_however_many_there_are(
    agents: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = simulated_talks(problem(), agents, rounds=20, runs=30, seed=5)
    few = simulated_talks(problem(), agents, rounds=20, runs=11, seed=5)
    monkeypatch.setattr("negotiate.bargaining.talks.simulated.CELLS", 1)  # one run at a time
    alone = simulated_talks(problem(), agents, rounds=20, runs=30, seed=5)
    assert many.outcomes[:11].tolist() == few.outcomes.tolist()
    assert many.endings[:11].tolist() == few.endings.tolist()
    assert many.outcomes.tolist() == alone.outcomes.tolist()


def test_another_seed_is_another_draw() -> None:
    one, other = (
        simulated_talks(problem(), "linear", rounds=20, runs=50, seed=seed) for seed in (1, 2)
    )
    assert one.outcomes.tolist() != other.outcomes.tolist()


@pytest.mark.parametrize("players", [2, 3])
@pytest.mark.parametrize("agents", [agent.name for agent in AGENTS])
def test_nobody_signs_what_it_would_refuse(agents: str, players: int) -> None:
    table = problem(80, players)
    talks = simulated_talks(table, [agents] + ["linear"] * (players - 1), rounds=60, runs=20)
    agreed = talks.outcomes[talks.outcomes >= 0]
    assert agreed.size or (agents, players) == (
        "grim",
        3,
    )  # two others hardly ever both keep their concessions
    assert table.acceptable()[agreed].all()
    assert (table.payoffs[:, agreed] >= table.disagreement[:, None]).all()


def test_who_concedes_early_gets_less() -> None:
    talks = simulated_talks(problem(200), "boulware,conceder", rounds=50, runs=100)
    against = simulated_talks(problem(200), "conceder,boulware", rounds=50, runs=100)
    assert talks.payoffs[0].low > against.payoffs[0].high
    assert talks.payoffs[1].high < against.payoffs[1].low


def test_slow_agents_take_longer() -> None:
    slow, fast = (
        simulated_talks(problem(200), name, rounds=50, runs=50) for name in ("boulware", "conceder")
    )
    assert slow.rounds_taken is not None
    assert fast.rounds_taken is not None
    assert slow.rounds_taken.low > fast.rounds_taken.high


@given(st.floats(0.1, 50), st.floats(-100, 100))
@settings(max_examples=15)
def test_units_do_not_matter(scale: float, shift: float) -> None:
    rng = np.random.default_rng(3)
    payoffs = rng.integers(0, 9, (2, 30)).astype(float)
    apart = np.array([2.0, 3.0])
    moved = BargainingProblem.from_arrays(
        payoffs * [[scale], [1]] + [[shift], [0]], apart * [scale, 1] + [shift, 0]
    )
    first = simulated_talks(
        BargainingProblem.from_arrays(payoffs, apart), "tit-for-tat,linear", rounds=9, runs=20
    )
    assert (
        simulated_talks(moved, "tit-for-tat,linear", rounds=9, runs=20).outcomes.tolist()
        == first.outcomes.tolist()
    )


def test_what_is_counted_is_what_was_said() -> None:
    table = problem()
    talks = simulated_talks(table, "linear,micro", rounds=12, runs=64, seed=2)
    worth = np.where(
        talks.outcomes >= 0, table.payoffs[:, talks.outcomes], table.disagreement[:, None]
    )
    for p, estimate in enumerate(talks.payoffs):
        assert estimate.mean == pytest.approx(worth[p].mean())
        assert estimate.spread == pytest.approx(worth[p].std(ddof=1))
        assert estimate.high - estimate.mean == pytest.approx(
            1.959964 * estimate.spread / 8, rel=1e-6
        )
        assert talks.opening[p] == pytest.approx(
            worth[p, p::2].mean() - worth[p, 1 - p :: 2].mean()
        )
    assert talks.agreed.mean == (talks.outcomes >= 0).mean()
    assert talks.agreed.low <= talks.agreed.mean <= talks.agreed.high
    assert sum(one.count for one in talks.reached) == (talks.outcomes >= 0).sum()
    assert talks.different == len(set(talks.outcomes[talks.outcomes >= 0].tolist()))
    best = table.frontier()
    assert talks.on_frontier == pytest.approx(
        np.isin(talks.outcomes[talks.outcomes >= 0], best).mean()
    )


def test_the_interval_of_a_share_is_wilsons() -> None:
    talks = simulated_talks(
        BargainingProblem.from_arrays([[1.0], [1.0]], [0, 0]), rounds=1, runs=10
    )
    assert talks.agreed.mean == 1.0
    assert talks.agreed.low == pytest.approx(0.7225, abs=1e-4)  # Wilson 1927: 10 of 10
    assert talks.agreed.high == 1.0


@pytest.mark.parametrize("wrong", [{"rounds": 0}, {"runs": 0}, {"seed": -1}])
def test_no_talks(wrong: dict[str, int]) -> None:
    with pytest.raises(OutOfRange, match="talks cannot have"):
        simulated_talks(problem(), **wrong)


def test_too_many_offers_are_refused_before_any_is_made() -> None:
    with pytest.raises(GameTooLarge, match="offers"):
        simulated_talks(problem(), rounds=100_000, runs=100_000)


def test_of_too_many_packages_only_the_frontier_is_proposed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("negotiate.bargaining.talks.simulated.LISTED", 10)
    talks = simulated_talks(problem(), "conceder", rounds=10, runs=20)
    assert talks.on_frontier == 1
    assert "only those on the Pareto frontier" in talks.notes[0]


def test_it_is_said_who_would_sign_nothing() -> None:
    table = BargainingProblem.from_arrays([[5, 6], [1, 2]], [0, 3], players=("North", "South"))
    assert simulated_talks(table, runs=2, rounds=2).notes[0].startswith("South prefers no deal")
    forbidden = BargainingProblem.from_arrays([[5, 6], [5, 6]], [0, 0], [False, False])
    assert (
        simulated_talks(forbidden, runs=2, rounds=2)
        .notes[0]
        .startswith("Red lines and ratifiers leave no package")
    )


def test_a_player_who_talks_alone_gains_nothing_by_opening() -> None:
    found = simulated_talks(
        BargainingProblem.from_arrays([[3.0, 1.0]], [0.0]), "linear", rounds=5, runs=4, seed=1
    )
    assert found.opening == (0.0,)


def test_an_agent_answers_to_its_old_name() -> None:
    old, new = (
        simulated_talks(problem(), name, rounds=9, runs=5, seed=4)
        for name in ("modeller", "logroller")
    )
    assert old.outcomes.tolist() == new.outcomes.tolist()
    assert old.agents[0].name == "logroller"


PRICES = np.arange(11)[:, None]
"""One issue with eleven options, of which its buyer likes the first best."""


def test_grim_concedes_until_a_concession_is_taken_back() -> None:
    line = {"own": 1 - PRICES[:, 0] / 10, "willing": np.ones(11, dtype=bool), "options": PRICES}
    grim, row = (
        Grim(**line, player=0, players=2, runs=1, offers=20, power=1.0),
        np.zeros(1, dtype=int),
    )
    grim.proposes(row, 8, np.zeros((1, 1)))
    for price in (8, 6, 6):  # each at least as good for it as the one before
        grim.hears(row, 1, np.array([price]))
    assert grim.least(row, 10) == pytest.approx(0.5)
    grim.hears(row, 1, np.array([7]))
    assert grim.least(row, 10) == pytest.approx(0.6)  # what it asked for at offer 8
    assert grim.least(row, 16) == pytest.approx(0.6)
    assert [float(grim.least(row, number)[0]) for number in (18, 19, 20)] == pytest.approx(
        [0.5, 0.25, 0]
    )


def test_a_bluffer_gives_its_line_up_when_time_is_nearly_up() -> None:
    worth = np.array([[1.0, 0.8, 0.5, 0.4], [0.0, 0.1, 0.9, 1.0]])
    options = np.array(
        [[0, 0], [0, 1], [1, 0], [1, 1]]
    )  # the first issue matters most to the first player
    stubborn = Manner(Concession, 1e9)
    draws = np.zeros((1, 20, 1))
    found = lockstep(worth, worth >= 0, options, (Manner(Bluffer), stubborn), draws, history=True)
    before = [one for number, one in enumerate(found.history[0]) if number % 2 == 0 and number < 16]
    assert set(before) <= {0, 1}
    assert int(found.packages[0]) in (2, 3)  # it could have had 2 long before, by the clock
    plain = lockstep(worth, worth >= 0, options, (Manner(Concession), stubborn), draws)
    assert plain.offers[0] < found.offers[0]


def test_random_offers_have_no_order() -> None:
    worth, rows = 1 - PRICES[:, 0] / 10, np.arange(2_000)
    agent = Random(worth, worth >= 0.15, PRICES, 0, 2, len(rows), 20, 1.0)
    assert (agent.least(rows, 0) == 1).all()
    offers = agent.proposes(rows, 0, np.random.default_rng(1).random((len(rows), 1)))
    assert sorted(set(offers.tolist())) == list(range(9))  # what it would sign
    assert np.bincount(offers) == pytest.approx(np.full(9, 2_000 / 9), rel=0.25)
    assert agent.least(rows, 1).tolist() == worth[offers].tolist()


def test_whoever_waits_for_the_other_signs_before_the_deadline() -> None:
    """Without fear of it, tit-for-tat never agreed with itself here, and grim in one talk of a
    hundred.
    """
    for name in ("classroom/bicycle-frames", "us-china/beijing-2018-class"):
        problem = together(negotiate.load(name))
        for agents in ("tit-for-tat", "grim", "tit-for-tat,grim"):
            assert simulated_talks(problem, agents, rounds=10, runs=100, seed=7).agreed.mean > 0.5
