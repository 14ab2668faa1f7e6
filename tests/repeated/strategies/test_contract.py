"""What every strategy keeps to, whatever it plays."""

import importlib
import pkgutil
import re

import numpy as np
import pytest

import negotiate.repeated.strategies as folder
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.repeated.automaton import Automaton, Seated
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import parsed, strategies
from negotiate.repeated.strategies.strategy import Learner, Strategy
from tests.repeated.strategies.seats import dilemma, ladders, taken

ALL = tuple(strategies.values())
SMALL, STEPS, THREE = dilemma(), ladders(3, 4), ladders(2, 3, 2)
FINITE = [strategy for strategy in ALL if strategy.finite]
LEARNERS = [strategy for strategy in ALL if not strategy.finite]
OF_TWO_POSTURES = {"extort", "generous_zero_determinant", "equaliser"}
OF_TWO_PLAYERS = {"contrite_tit_for_tat", "bully", "godfather"} | OF_TWO_POSTURES
NOT_FRIENDLY_FIRST = {
    "always_defect": {1: 1.0},
    "random": {0: 0.5, 1: 0.5},
    "suspicious_tit_for_tat": {1: 1.0},
    "grit": {1: 1.0},
    "bully": {1: 1.0},
    "fixed_belief": {1: 1.0},
}
VARIED = [
    parsed(text)
    for text in ("punish:periods=5", "tit_for_two_tats:tats=3", "soft_grudger:periods=1,peace=3")
]


def names(strategy: Strategy) -> str:
    return repr(strategy)


def sees(strategy: Strategy, game: RepeatedGame) -> Seated | None:
    try:
        return taken(strategy, game)
    except UnsuitableGame:
        return None


def same(one: Seated, other: Seated, outputs_too: np.ndarray, seen: tuple[np.ndarray, ...]) -> bool:
    """Whether two automata do the same after every history, where postures may bear other numbers
    in the second.
    """
    pairs = [(one.start, other.start)]
    known = set(pairs)
    for here, there in pairs:
        if not np.allclose(one.outputs[here], other.outputs[there][outputs_too]):
            return False
        for after in zip(
            one.transitions[here].flat, other.transitions[there][np.ix_(*seen)].flat, strict=True
        ):
            if after not in known:
                known.add(after)
                pairs.append(after)
    return True


def every(shape: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    return tuple(np.arange(n) for n in shape)


# The folder


def test_there_are_many_and_none_bears_two_names() -> None:
    assert len(ALL) == len(strategies) >= 36
    assert len(FINITE) >= 25
    assert all(
        strategies[one.name] is one and re.fullmatch(r"[a-z]+(_[a-z]+)*", one.name) for one in ALL
    )


def test_every_strategy_in_the_folder_is_known() -> None:
    found = set()
    for module in pkgutil.iter_modules(folder.__path__, folder.__name__ + "."):
        home = importlib.import_module(module.name)
        found |= set(getattr(home, "STRATEGIES", ()))
    assert found == set(strategies)


def test_each_record_tells_what_a_reader_wants_to_know() -> None:
    for strategy in ALL:
        for text in (strategy.idea, strategy.history, strategy.reference):
            assert text[0].isupper(), strategy
            assert text.endswith("."), strategy
        assert ". " not in strategy.idea, strategy
        assert len(strategy.idea) <= 120, strategy
        assert re.search(r"\b(18|19|20)\d\d\b", strategy.reference), strategy
        assert all(isinstance(value, int | float) for value in strategy.parameters.values()), (
            strategy
        )


def test_every_parameter_is_told() -> None:
    for strategy in ALL:
        assert set(strategy.parameters) <= set(strategy.takes), strategy
        assert all(
            told[0].islower() and not told.endswith(".") for told in strategy.takes.values()
        ), strategy


# Taking a seat


@pytest.mark.parametrize("game", [SMALL, STEPS, THREE], ids=["2x2", "3x4", "2x3x2"])
@pytest.mark.parametrize("strategy", [*FINITE, *VARIED], ids=names)
def test_it_takes_any_seat_or_says_why_not(strategy: Strategy, game: RepeatedGame) -> None:
    refuses = (
        {"2": set(), "3": OF_TWO_POSTURES}[str(game.stage.shape[0])]
        if game is not THREE
        else OF_TWO_PLAYERS
    )
    for player in range(game.stage.n_players):
        if strategy.name in refuses:
            with pytest.raises(UnsuitableGame, match=f"`{strategy.name}`"):
                strategy.seated(game, player)
            continue
        built = strategy.seated(game, player)
        again = strategy.seated(game, player)
        assert isinstance(built, Automaton)
        assert isinstance(again, Automaton)
        seat = built.seated(player, game.stage.shape)
        assert seat.outputs.shape == (built.states, game.stage.shape[player])
        assert (seat.outputs >= 0).all()
        assert np.allclose(seat.outputs.sum(axis=1), 1)
        assert set(seat.transitions.flat) <= set(range(built.states))
        assert len(set(built.names)) == built.states
        assert np.array_equal(built.outputs, again.outputs)
        assert np.array_equal(built.transitions, again.transitions)


@pytest.mark.parametrize("game", [SMALL, STEPS, THREE], ids=["2x2", "3x4", "2x3x2"])
@pytest.mark.parametrize("strategy", [*FINITE, *VARIED], ids=names)
def test_something_leads_to_every_state(strategy: Strategy, game: RepeatedGame) -> None:
    seat = sees(strategy, game)
    if seat is not None:
        reached = {seat.start}
        while more := {int(s) for here in reached for s in seat.transitions[here].flat} - reached:
            reached |= more
        assert reached == set(range(len(seat.outputs)))


@pytest.mark.parametrize("strategy", FINITE, ids=names)
def test_the_first_posture_is_the_agreed_one_or_told_here(strategy: Strategy) -> None:
    seat = taken(strategy, SMALL)
    wanted = NOT_FRIENDLY_FIRST.get(strategy.name, {0: 1.0})
    assert {a: pytest.approx(p) for a, p in enumerate(seat.outputs[seat.start]) if p > 0} == wanted


# What must not matter


@pytest.mark.parametrize("game", [SMALL, STEPS, THREE], ids=["2x2", "3x4", "2x3x2"])
@pytest.mark.parametrize("strategy", FINITE, ids=names)
def test_the_order_of_the_players_does_not_matter(strategy: Strategy, game: RepeatedGame) -> None:
    order = tuple(reversed(range(game.stage.n_players)))
    turned = NormalFormGame.from_arrays(*(game.stage.payoffs[p].transpose(order) for p in order))
    seat = sees(strategy, game)
    if seat is not None:
        last = len(order) - 1
        there = strategy.seated(RepeatedGame(turned, 0.9), last)
        assert isinstance(there, Automaton)
        mirrored = there.seated(last, turned.shape)
        undone = Seated(
            mirrored.outputs,
            mirrored.transitions.transpose(0, *(1 + p for p in order)),
            mirrored.start,
        )
        assert same(seat, undone, np.arange(game.stage.shape[0]), every(game.stage.shape))


@pytest.mark.parametrize("game", [SMALL, STEPS, THREE], ids=["2x2", "3x4", "2x3x2"])
@pytest.mark.parametrize(
    "strategy", [s for s in FINITE if s.name != "always"], ids=names
)  # it asks for a number
def test_the_order_of_the_postures_does_not_matter(strategy: Strategy, game: RepeatedGame) -> None:
    """Listed the other way round, the first punishes and the last cooperates."""
    axes = tuple(range(game.stage.n_players))
    turned = NormalFormGame.from_arrays(*(np.flip(table, axes) for table in game.stage.payoffs))
    ends = tuple(n - 1 for n in turned.shape)
    seat, there = (
        sees(strategy, game),
        sees(strategy, RepeatedGame(turned, 0.9, cooperate=ends, punish=(0,) * len(ends))),
    )
    assert (seat is None) == (there is None)
    if seat is not None and there is not None:
        back = tuple(axis[::-1] for axis in every(game.stage.shape))
        assert same(seat, there, back[0], back)


@pytest.mark.parametrize("game", [SMALL, STEPS, THREE], ids=["2x2", "3x4", "2x3x2"])
@pytest.mark.parametrize("strategy", FINITE, ids=names)
def test_units_and_zeros_of_payoffs_do_not_matter(strategy: Strategy, game: RepeatedGame) -> None:
    scaled = [table * (0.3 + 7 * p) - 11.7 * p for p, table in enumerate(game.stage.payoffs)]
    seat = sees(strategy, game)
    if seat is not None:
        there = taken(strategy, RepeatedGame(NormalFormGame.from_arrays(*scaled), 0.9))
        assert same(seat, there, np.arange(game.stage.shape[0]), every(game.stage.shape))


@pytest.mark.parametrize(
    "name", ["win_stay_lose_shift", "bully", "godfather", "fixed_belief", "generous_tit_for_tat"]
)
def test_units_do_not_matter_to_those_who_read_payoffs_of_any_game(name: str) -> None:
    chance, taken_seats = np.random.default_rng(8), 0
    for _ in range(40):
        payoffs = chance.integers(-3, 4, (2, 3, 4)).astype(float)  # ties in plenty
        scaled = [payoffs[0] * 1e-3 + 5, payoffs[1] * 700 - 1 / 3]
        games = (
            RepeatedGame(NormalFormGame.from_arrays(*tables), 0.9) for tables in (payoffs, scaled)
        )
        one, other = (sees(strategies[name], game) for game in games)
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            taken_seats += 1
            assert same(one, other, np.arange(3), every((3, 4)))
    assert taken_seats >= 5


@pytest.mark.parametrize("strategy", FINITE, ids=names)
def test_a_player_without_a_choice_plays_the_one_posture_it_has(strategy: Strategy) -> None:
    stuck = RepeatedGame(NormalFormGame.from_arrays([[3, 0]], [[3, 5]]), 0.9)
    seat = sees(strategy, stuck)
    if seat is not None:
        assert (seat.outputs == 1).all()


# How far back it looks


def remembered(seat: Seated, rounds: int) -> bool:
    """Whether the last so many rounds say what it plays next, in all histories in which its hand
    does not slip.
    """
    planned = {
        s: [
            (seen, int(seat.transitions[s][seen]))
            for seen in np.ndindex(*seat.transitions.shape[1:])
            if row[seen[0]]
        ]
        for s, row in enumerate(seat.outputs)
    }
    reached = {seat.start}
    while more := {after for s in reached for _, after in planned[s]} - reached:
        reached |= more
    found: dict[tuple[object, ...], bytes] = {}
    histories = [((), s) for s in reached]
    for _ in range(rounds):
        histories = list(
            {((*told, seen), after) for told, s in histories for seen, after in planned[s]}
        )
    return all(
        found.setdefault(told, seat.outputs[s].tobytes()) == seat.outputs[s].tobytes()
        for told, s in histories
    )


@pytest.mark.parametrize("strategy", [*FINITE, *VARIED], ids=names)
def test_the_memory_is_as_long_as_is_said_and_no_longer(strategy: Strategy) -> None:
    seat = taken(strategy, SMALL)
    assert remembered(seat, int(strategy.memory))
    assert strategy.memory == 0 or not remembered(seat, int(strategy.memory) - 1)


@pytest.mark.parametrize(
    "strategy", [one for one in FINITE if one.memory <= 3], ids=names
)  # there are 12**memory
def test_the_memory_is_as_long_in_a_game_of_more_postures(strategy: Strategy) -> None:
    seat = sees(strategy, STEPS)
    assert seat is None or remembered(seat, int(strategy.memory))


# Those that remember without bound


@pytest.mark.parametrize("game", [SMALL, STEPS, THREE], ids=["2x2", "3x4", "2x3x2"])
@pytest.mark.parametrize("strategy", LEARNERS, ids=names)
def test_a_learner_plays_postures_that_its_seat_has_and_the_same_ones_again(
    strategy: Strategy, game: RepeatedGame
) -> None:
    for player, actions in enumerate(game.stage.shape):
        others = [n for p, n in enumerate(game.stage.shape) if p != player]
        one, two = (rounds(strategy.seated(game, player), others) for _ in range(2))
        assert set(one.flat) <= set(range(actions))
        assert np.array_equal(one, two)


def rounds(learner: Automaton | Learner, others: list[int], worlds: int = 5) -> np.ndarray:
    assert not isinstance(learner, Automaton)
    chance, memory, played = np.random.default_rng(0), learner.start(worlds), []
    for _ in range(30):
        played.append(learner.act(memory, chance.random(worlds)))
        seen = np.stack([chance.integers(0, n, worlds) for n in others])
        memory = learner.see(memory, played[-1], seen)
    return np.array(played)


def test_these_tests_can_fail() -> None:
    """A machine that counts to three is not remembered in two rounds, and is not its own mirror
    image.
    """
    counting = Automaton([0, 0, 1], [[1, 1], [2, 2], [0, 0]]).seated(0, (2, 2))
    assert remembered(counting, 2)
    assert not remembered(counting, 1)
    twice = Automaton([0, 1, 1], [[1, 1], [2, 2], [0, 0]]).seated(0, (2, 2))
    assert same(counting, counting, np.arange(2), every((2, 2)))
    assert not same(counting, twice, np.arange(2), every((2, 2)))
