"""Strategies as they are typed, and what is said where they are not."""

import contextlib
import re
from importlib import import_module

import pytest

from negotiate.errors import NegotiateError, OutOfRange, UnknownMethod, UnsuitableGame
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.strategies.registry import (
    families,
    names_of,
    parsed,
    seated,
    strategies,
    written,
)
from negotiate.repeated.strategies.strategy import Strategy
from tests.repeated.strategies.seats import dilemma, ladders

BEYOND = (-1.0, 1e9, float("inf"), float("nan"))
OWN = Automaton([0, 1], [[0, 1], [0, 1]])


@pytest.mark.parametrize(
    ("text", "name", "parameters"),
    [
        ("grim", "grim", {}),
        (" grim ", "grim", {}),
        ("punish:periods=5", "punish", {"periods": 5}),
        ("punish: periods = 5", "punish", {"periods": 5}),
        ("tranches:up=2", "tranches", {"up": 2, "down": 1}),
        ("extort:factor=3,pace=1", "extort", {"factor": 3, "pace": 1}),
        ("generous_tit_for_tat:generosity=.25", "generous_tit_for_tat", {"generosity": 0.25}),
    ],
)
def test_what_is_typed_is_understood(text: str, name: str, parameters: dict[str, float]) -> None:
    found = parsed(text)
    assert isinstance(found, Strategy)
    assert (found.name, found.parameters) == (name, parameters)


@pytest.mark.parametrize(
    ("text", "kind", "message", "hint"),
    [
        (
            "tit_for_tats",
            UnknownMethod,
            "there is no strategy `tit_for_tats`",
            "did you mean `tit_for_tat`?",
        ),
        ("", UnknownMethod, "there is no strategy ``", "there are `mine`, `always_cooperate`, "),
        ("grmi", UnknownMethod, "there is no strategy `grmi`", "did you mean `grim`?"),
        (
            "punish:period=3",
            UnknownMethod,
            "`punish` has no parameter `period`",
            "did you mean `periods`? its parameters",
        ),
        ("grim:periods=3", UnknownMethod, "`grim` has no parameter `periods`", "`grim` takes none"),
        (
            "punish:3",
            UnknownMethod,
            "`punish:3` is not a strategy with its parameters",
            "write `name` or `name:parameter=va",
        ),
        (
            "punish:",
            UnknownMethod,
            "`punish:` is not a strategy with its parameters",
            "write `name` or `name:parameter=val",
        ),
        (
            "punish:=3",
            UnknownMethod,
            "`punish:=3` is not a strategy with its parameters",
            "write `name` or `name:parameter=",
        ),
        (
            "punish:periods=3,periods=4",
            UnknownMethod,
            "`punish:periods=3,periods=4` gives `periods` twice",
            "give `periods` once",
        ),
        ("punish:periods=long", OutOfRange, "`periods` is a number, and not `long`", ""),
        (
            "mine:periods=3",
            UnknownMethod,
            "`mine` is a strategy of the file, and those take no parameters",
            "write `mine` alone",
        ),
    ],
)
def test_what_is_mistyped_is_told(
    text: str, kind: type[NegotiateError], message: str, hint: str
) -> None:
    with pytest.raises(kind) as caught:
        parsed(text, {"mine": OWN})
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("punish:periods=0", "`periods` is a whole number from 1 to 1,000, and not 0"),
        ("punish:periods=2.5", "`periods` is a whole number from 1 to 1,000, and not 2.5"),
        ("punish:periods=nan", "`periods` is a whole number from 1 to 1,000, and not nan"),
        ("punish:periods=inf", "`periods` is a whole number from 1 to 1,000, and not inf"),
        ("always:posture=3", "`posture` is a whole number from 1 to 2, and not 3"),
        ("random:odds=1.1", "`odds` is a number from 0 to 1, and not 1.1"),
        ("memory_one:p_cd=-0.1", "`p_cd` is a number from 0 to 1, and not -0.1"),
        ("extort:factor=0.5", "`factor` is a number from 1 to 1e+06, and not 0.5"),
        (
            "generous_tit_for_tat:generosity=nan",
            "`generosity` is a number from 0 to 1, and not nan",
        ),
    ],
)
def test_numbers_out_of_range_are_told_by_name(text: str, message: str) -> None:
    strategy = parsed(text)
    assert isinstance(strategy, Strategy)
    with pytest.raises(OutOfRange, match=re.escape(message)):
        strategy.seated(dilemma(), 0)


@pytest.mark.parametrize(
    "strategy", [one for one in strategies.values() if one.finite], ids=lambda one: one.name
)
def test_no_number_of_a_parameter_ends_in_a_traceback(strategy: Strategy) -> None:
    for name in strategy.takes:
        for value in (*BEYOND, 0.0, 0.5, 1.0, 3.0):
            other = strategy(**{name: value})
            if not 0 <= value <= 3:
                with pytest.raises(OutOfRange, match=f"`{name}`"):
                    other.seated(dilemma(), 1)
            else:
                with contextlib.suppress(OutOfRange):
                    assert isinstance(other.seated(dilemma(), 1), Automaton)


@pytest.mark.parametrize("strategy", strategies.values(), ids=lambda one: one.name)
def test_what_is_written_can_be_read_again(strategy: Strategy) -> None:
    assert written(strategy) == strategy.name
    assert parsed(written(strategy)) is strategy
    for name in strategy.parameters:
        other = strategy(**{name: 1 / 3})
        found = parsed(written(other))
        assert written(other) == f"{strategy.name}:{name}={1 / 3:.15g}"
        assert isinstance(found, Strategy)
        assert found.parameters == pytest.approx(dict(other.parameters))


def test_the_memory_follows_the_parameters() -> None:
    assert strategies["punish"].memory == 3
    assert strategies["punish"](periods=7).memory == 7
    assert strategies["soft_grudger"](periods=2, peace=5).memory == 5


def test_a_name_that_is_unknown_is_told_by_the_mapping_too() -> None:
    with pytest.raises(UnknownMethod, match="there is no strategy `pavlow`"):
        strategies["pavlow"]
    assert "pavlow" not in strategies
    assert strategies.get("pavlow") is None


def test_families_hold_every_strategy_once() -> None:
    assert [name for names in families().values() for name in names] == list(strategies)
    files = [
        import_module(f"negotiate.repeated.strategies.{file}")
        for file in ("learning", "memory_one", "reciprocal")
    ]
    assert sorted(name for file in files for name in file.STRATEGIES) == sorted(strategies)


def test_a_file_s_own_strategies_come_first() -> None:
    game = RepeatedGame(dilemma().stage, 0.9, named={"grim": OWN, "salami": OWN})
    assert parsed("grim", game.named) is OWN
    assert parsed("grudger", game.named) is strategies["grudger"]
    with pytest.raises(UnknownMethod) as caught:
        parsed("salamo", game.named)
    assert caught.value.hint.startswith("did you mean `salami`?")


def test_a_profile_is_one_strategy_a_player_or_one_for_all() -> None:
    game = dilemma()
    assert names_of(game, ("grim",)) == ("grim", "grim")
    assert names_of(game, ()) == ("grim", "grim")
    assert names_of(game, (strategies["punish"](periods=2), OWN)) == (
        "punish:periods=2",
        "automaton",
    )
    machines = seated(game, ("punish:periods=2", "random"))
    assert [one.states for one in machines if isinstance(one, Automaton)] == [3, 1]
    with pytest.raises(UnsuitableGame, match="2 strategies were given for 3 players"):
        seated(ladders(2, 2, 2), ("grim", "grim"))
    with pytest.raises(UnsuitableGame, match="2 strategies were given for 3 players"):
        names_of(ladders(2, 2, 2), ("grim", "grim"))
