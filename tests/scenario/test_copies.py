"""What Python is given can be pickled, copied and compared: by what it says, and not by which
object it is.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate import NegotiateError, Scenario, solve, strategies
from negotiate.bargaining.mediator import mediate

FILES = (
    "us-china/beijing-2018",
    "classics/kuhn-poker",
    "classics/hawk-dove",
    "classics/orange",
    "classroom/shared-stock",
)
GAMES = ("bayesian", "in_turn", "together", "standing", "again")
ONE, MAP = {"deficit_weight": "0:1:0.5"}, {"deficit_weight": "0:1:0.5", "rivalry": "0:1:0.5"}
QUESTIONS: dict[str, tuple[dict[str, Any], ...]] = {
    "tree": ({"threats": True},),
    "deal": (
        *({name: True} for name in ("why", "prices", "trades", "threats", "votes", "lotteries")),
        *({"contingent": ""}, {"at": "status_quo"}, {"talks": "agents", "runs": 3}),
    ),
    "stability": (
        *({name: True} for name in ("moves", "coalitions", "evolution", "consensus")),
        *({"state": "status_quo"}, {"inverse": "status_quo"}),
    ),
    "simulate": (
        *({name: True} for name in ("match", "certificate", "hold", "payoffs")),
        *(
            {"play": ["grim", "tit_for_tat"], name: True}
            for name in ("tournament", "invasion", "evolution")
        ),
    ),
    "whatif": (
        *(
            {"budget": 0.2},
            {"draws": 8},
            {"vary": ONE},
            {"vary": MAP},
            {"vary": ONE, "commit": "us_tariff"},
        ),
        *(
            {"vary": MAP, "reach": "deal=deal"},
            {"vary": MAP, "indices": "", "draws": 8},
            {"vary": MAP, "where": ""},
        ),
    ),
}
"""Command → what else than its usual question is asked of each file; what does not fit it is
refused.
"""


def results(scenario: Scenario) -> Iterator[Any]:
    """A scenario's games, what is found in them, and the scenario itself, used as it is by then."""
    for make in GAMES:
        try:
            game = getattr(scenario, make)()
        except NegotiateError:
            continue
        yield game
        match make:
            case "together":
                yield negotiate.deal(game)
                if scenario.types:
                    yield mediate(game)
            case "standing":
                yield negotiate.stability(game)
            case "again":
                yield from (
                    negotiate.simulate(game),
                    game.certify("grim"),
                    game.play("tit_for_tat"),
                )
                yield game.critical_discount("grim")
            case _:
                yield solve(game)
    for command, questions in QUESTIONS.items():
        for asked in questions:
            try:
                yield getattr(scenario, command)(**asked)
            except NegotiateError:
                continue
    yield negotiate.compare(scenario, scenario)
    yield scenario.explain("nash-equilibrium")
    yield scenario


def same(found: Any) -> Any:
    """What a worker does: nothing."""
    return found


@pytest.mark.parametrize("name", FILES)
def test_results_are_equal_after_pickle_copies_and_another_process(name: str) -> None:
    made = list(results(negotiate.load(name)))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        elsewhere = list(pool.map(same, made))
    for one, other in zip(made, elsewhere, strict=True):
        for again in (other, pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
            assert again == one, type(one)
            assert hash(again) == hash(one)


def test_the_same_file_gives_equal_games_and_answers() -> None:
    one, other, changed = (
        negotiate.load("classics/hawk-dove", set=given)
        for given in ({}, {}, {"matrix.hawk.dove": [9, 0]})
    )
    for make in GAMES:
        mine, theirs, others = (getattr(scenario, make)() for scenario in (one, other, changed))
        assert mine == theirs != others
    assert solve(one.alone()) == solve(other.alone()) != solve(changed.alone())


def test_games_of_equal_arrays_are_equal_and_of_others_are_not() -> None:
    made = [
        negotiate.NormalFormGame.from_arrays([[3, 0], [5, 1]], [[3, 5], [0, last]])
        for last in (1, 1, 2)
    ]
    assert made[0] == made[1] != made[2]
    assert len(set(made)) == 2


def test_copies_cannot_be_written_to_either() -> None:
    game = negotiate.load("classics/hawk-dove").alone()
    for again in (pickle.loads(pickle.dumps(game)), copy.deepcopy(game)):
        with pytest.raises(ValueError, match="read-only"):
            again.payoffs[0, 0, 0] = 1.0
        np.testing.assert_array_equal(again.payoffs, game.payoffs)


def test_every_strategy_reaches_another_process() -> None:
    for name, strategy in strategies.items():
        assert pickle.loads(pickle.dumps(strategy)) == strategy, name
