"""Strategies without bound: what each does after any history, and what its paper says of it."""

import numpy as np
import pytest

from negotiate import NormalFormGame, RepeatedGame, strategies
from negotiate.errors import OutOfRange
from negotiate.repeated.strategies.learning import sampled_index
from negotiate.repeated.strategies.registry import families
from tests.reference import plain_learners as plain

ALL = [
    strategies[name]
    for family in ("Learning", "Memory of all rounds")
    for name in families()[family]
]
DILEMMA = NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, 1]])
NAMES = [one.name for one in ALL]


def place_of(game, player):
    """A seat as the plain twins see it."""
    table = game.stage.payoffs[player]
    low, high = table.min(), table.max()
    others = [p for p in range(table.ndim) if p != player]

    def worth(own, combination):
        return (table[tuple(np.insert(combination, player, own))] - low) / (high - low)

    agreed, punished = (
        tuple(postures[p] for p in others) for postures in (game.cooperate, game.punish)
    )
    sizes = tuple(table.shape[p] for p in others)
    return plain.Place(
        worth,
        table.shape[player],
        sizes,
        game.cooperate[player],
        game.punish[player],
        agreed,
        punished,
    )


def drawn(odds, draw):
    """The posture on which a number of [0, 1) falls."""
    summed = 0.0
    for posture, chance in odds.items():
        summed += chance
        if draw < summed:
            return posture
    return posture


def random_game(shape, seed):
    rng = np.random.default_rng(seed)
    agreement, war = (tuple(int(rng.integers(size)) for size in shape) for _ in range(2))
    stage = NormalFormGame.from_arrays(*rng.normal(size=(len(shape), *shape)))
    return RepeatedGame(stage, 0.9, cooperate=agreement, punish=war)


@pytest.mark.parametrize("shape", [(2, 2), (3, 4), (2, 3, 2)])
@pytest.mark.parametrize("strategy", ALL, ids=NAMES)
def test_many_worlds_at_once_are_as_each_by_itself(strategy, shape):
    """Each world has a history of its own; what the seat did may differ from what it meant to
    do.
    """
    worlds, rng = 4, np.random.default_rng(1)
    for player in range(len(shape)):
        game = random_game(shape, [*shape, player])
        place, learner = place_of(game, player), strategy.seated(game, player)
        memory, histories = learner.start(worlds), [[] for _ in range(worlds)]
        for _ in range(25):
            draw = rng.random(worlds)
            meant = learner.act(memory, draw)
            twin = getattr(plain, strategy.name)
            for world in range(worlds):
                odds = twin(place, histories[world], **strategy.parameters)
                assert meant[world] == drawn(odds, draw[world])
            own = np.where(
                rng.random(worlds) < 0.2, rng.integers(place.actions, size=worlds), meant
            )
            others = np.array([rng.integers(size, size=worlds) for size in place.sizes])
            memory = learner.see(memory, own, others)
            for world in range(worlds):
                histories[world].append((int(own[world]), tuple(map(int, others[:, world]))))


@pytest.mark.parametrize("strategy", ALL, ids=NAMES)
def test_what_is_played_is_always_a_posture_of_the_seat(strategy):
    for payoffs in (np.zeros((2, 2, 3)), np.ones((2, 1, 2)), np.array([[[1, 1]], [[2, 3]]])):
        game = RepeatedGame(NormalFormGame.from_arrays(*payoffs), 0.9)
        for player, size in enumerate(game.stage.shape):
            learner = strategy.seated(game, player)
            memory = learner.start(3)
            for draw in (0.0, 0.5, np.nextafter(1, 0)) * 5:
                own = learner.act(memory, np.full(3, draw))
                assert ((own >= 0) & (own < size)).all()
                memory = learner.see(memory, own, np.full((1, 3), game.stage.shape[1 - player] - 1))


def plays(name, others, game=None, draw=0.5, **parameters):
    """What the first player does against a fixed sequence, as a string."""
    game = game or RepeatedGame(DILEMMA, 0.9)
    learner = strategies[name](**parameters).seated(game, 0)
    memory, done = learner.start(1), ""
    for other in others:
        own = learner.act(memory, np.array([draw]))
        done += "CD"[int(own[0])]
        memory = learner.see(memory, own, np.array([["CD".index(other)]]))
    return done


def test_gradual_answers_the_nth_breach_with_n_rounds_and_then_calms_down():
    assert (
        plays("gradual", "D" * 22)
        == "C" + "D" + "CC" + "DD" + "CC" + "DDD" + "CC" + "DDDD" + "CC" + "DD" + "D"
    )
    assert plays("gradual", "DCCC" + "DCCCC" + "CC") == "CDCC" + "CDDCC" + "CC"
    assert (
        plays("gradual", "DDCC" + "CCC") == "CDCC" + "CCC"
    )  # a breach while it punishes is overlooked


def test_majority_is_slow_to_anger_and_slow_to_forgive():
    assert plays("go_by_majority", "CCCDDDDC") == "CCCCCCCD"
    assert plays("go_by_majority", "CDDDCCC") == "CCCDDDC"
    assert plays("go_by_majority", "DCDC") == "CDCD"
    assert plays("go_by_majority", "CCCD", share=0.9) == "CCCC"
    assert plays("go_by_majority", "CCCDC", share=0.9) == "CCCCD"


def test_the_average_copier_strays_as_often_as_it_was_strayed_from():
    assert plays("average_copier", "DCCC", draw=0.4) == "DDDC"
    assert plays("average_copier", "CCCC", draw=0.0) == "DCCC"
    assert plays("average_copier", "CCCC", draw=0.5) == "CCCC"  # heads or tails in the first round


def test_fictitious_play_keeps_the_agreement_once_and_then_takes_what_dominates():
    assert plays("fictitious_play", "CCCC") == "CDDD"


def test_downing_opens_by_defecting_unless_it_trusts_to_be_answered_in_kind():
    assert plays("downing", "CD")[0] == "D"
    assert plays("downing", "CC", trust=1)[0] == "C"


def test_downing_alternates_where_that_is_answered_best():
    """Axelrod 1980: it may find that to alternate is best, as against one that forgives one breach
    but not two.
    """
    worth = NormalFormGame.from_arrays([[3, 2], [9, 0]], [[3, 9], [2, 0]])
    assert plays("downing", "CCDCDC", RepeatedGame(worth, 0.9), trust=1) == "CDCDCD"


def against(name, opponent, rounds=40, **parameters):
    game = RepeatedGame(DILEMMA, 1)
    return game.play(strategies[name](**parameters), opponent, rounds=rounds, worlds=500).payoffs


def test_downing_with_trust_keeps_an_agreement_with_tit_for_tat_and_exploits_who_never_answers():
    np.testing.assert_allclose(against("downing", "tit_for_tat", trust=0.9), [3, 3])
    assert against("downing", "always_cooperate", rounds=100)[0] > 4.9


def test_adaptive_tries_everything_and_then_knows_whom_it_meets():
    np.testing.assert_allclose(
        against("adaptive", "always_cooperate", rounds=11), np.array([18 + 25, 18]) / 11
    )
    assert plays("adaptive", "C" * 13) == "CCCCCC" + "DDDDD" + "DD"
    assert plays("adaptive", "CCCCCC" + "DDDDD" + "DD") == "CCCCCC" + "DDDDD" + "CC"
    assert (
        plays("adaptive", "CCDDDD" + "CDDDD" + "DC") == "CCCCCC" + "DDDDD" + "DD"
    )  # by averages, 1 against 1.8
    kept = against("adaptive", "tit_for_tat", rounds=1000)
    np.testing.assert_allclose(kept * 1000, [18 + 5 + 4 + 0 + 988 * 3, 18 + 0 + 4 + 5 + 988 * 3])


def test_a_disappointed_player_that_was_sure_turns_to_what_it_had_given_up():
    assert plays("bush_mosteller", "CDC", rate=1) == "DDC"


def test_what_has_no_weight_is_never_drawn():
    odds = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0], [3.0, 0.0, 0.0]])
    for draw in (0.0, 0.3, np.nextafter(1, 0)):
        assert sampled_index(odds, np.full(3, draw)).tolist() == [1, 2, 0]


def test_a_reinforced_player_learns_what_dominates():
    assert against("roth_erev", "always_defect", rounds=2_000)[0] > 0.9


def test_two_who_aspire_stumble_into_agreement():
    game = RepeatedGame(
        NormalFormGame.from_arrays([[3, 0], [4, 1]], [[3, 4], [0, 1]]), 1
    )  # the authors' payoffs
    assert (game.play("bush_mosteller", "bush_mosteller", rounds=3_000).payoffs > 2.9).all()


def settled(game, name, rounds, worlds=20):
    """How often each combination comes up if all play one strategy, by world, shape (worlds,
    *postures).
    """
    rng = np.random.default_rng(0)
    learners = [strategies[name].seated(game, player) for player in range(2)]
    memories = [learner.start(worlds) for learner in learners]
    found = np.zeros((worlds, *game.stage.shape))
    for _ in range(rounds):
        done = [
            one.act(memory, rng.random(worlds))
            for one, memory in zip(learners, memories, strict=True)
        ]
        found[np.arange(worlds), done[0], done[1]] += 1 / rounds
        memories = [learners[p].see(memories[p], done[p], done[1 - p][None]) for p in range(2)]
    return found


CHICKEN = NormalFormGame.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
SHAPLEY = NormalFormGame.from_arrays(
    [[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
)


def gains(game, odds):
    """What each player would gain by each switch of one posture for another whenever it plays it,
    by world.
    """
    own, other = game.stage.payoffs
    rows = np.einsum("wab,cb->wac", odds, own) - np.einsum("wab,ab->wa", odds, own)[..., None]
    columns = (
        np.einsum("wab,ac->wbc", odds, other) - np.einsum("wab,ab->wb", odds, other)[..., None]
    )
    return rows, columns


@pytest.mark.parametrize("stage", [CHICKEN, SHAPLEY], ids=["chicken", "shapley"])
def test_regret_matching_tends_to_correlated_equilibria(stage):
    game = RepeatedGame(stage, 0.9)
    soon, late = (
        max(switches.max() for switches in gains(game, settled(game, "regret_matching", rounds)))
        for rounds in (250, 16_000)
    )
    assert late < 0.06 * np.ptp(stage.payoffs)
    assert late < soon / 2


@pytest.mark.parametrize("stage", [CHICKEN, SHAPLEY], ids=["chicken", "shapley"])
def test_no_single_posture_would_have_done_better_than_no_regret(stage):
    game = RepeatedGame(stage, 0.9)
    for switches in gains(game, settled(game, "no_regret", 4_000)):
        assert (switches.sum(axis=1) < 0.05 * np.ptp(stage.payoffs)).all()


def test_fictitious_play_finds_the_value_of_a_zero_sum_game():
    game = RepeatedGame(NormalFormGame.from_arrays([[2, -1], [-1, 1]], [[-2, 1], [1, -1]]), 0.9)
    (played,) = settled(game, "fictitious_play", 5_000, worlds=1)
    np.testing.assert_allclose(played.sum(axis=1), [0.4, 0.6], atol=0.03)
    np.testing.assert_allclose((played * game.stage.payoffs[0]).sum(), 0.2, atol=0.03)


def test_smoothed_fictitious_play_without_heat_is_fictitious_play():
    assert plays("smoothed_fictitious_play", "CDCC", temperature=0) == plays(
        "fictitious_play", "CDCC"
    )


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("smoothed_fictitious_play", {"temperature": -1}),
        ("best_reply_to_a_belief", {"trust": 1.2}),
        ("best_reply_to_a_belief", {"weight": -1}),
        ("downing", {"trust": -0.1}),
        ("regret_matching", {"inertia": 0.5}),
        ("roth_erev", {"strength": 0}),
        ("roth_erev", {"forgetting": 2}),
        ("roth_erev", {"experiment": -0.1}),
        ("bush_mosteller", {"aspiration": 2}),
        ("bush_mosteller", {"rate": -1}),
        ("adaptive", {"trials": 1.5}),
        ("adaptive", {"others": 0}),
        ("gradual", {"calm": -1}),
        ("go_by_majority", {"share": 1.01}),
    ],
)
def test_a_parameter_out_of_its_range_is_named(name, wrong):
    game = RepeatedGame(DILEMMA, 0.9)
    with pytest.raises(OutOfRange, match=f"`{next(iter(wrong))}`"):
        strategies[name](**wrong).seated(game, 0)
