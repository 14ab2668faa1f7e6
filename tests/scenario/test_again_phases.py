"""Phases of the world and public signals, as a file says when they come."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from negotiate.errors import UnsuitableGame
from tests.scenario.played_again import ports, random_talks, worth
from tests.scenario_strategies import load


def test_phases_follow_by_what_was_done_and_what_is_left_stays() -> None:
    phases = {
        "calm": {
            "next": [
                {"when": "north == more", "to": "war", "odds": "fury"},
                {"when": {"south": "more"}, "to": "truce", "odds": 0.3},
            ]
        },
        "war": {
            "set": {"matrix.share.share.0": 1},
            "next": [{"when": "north == share", "to": "truce"}],
        },
        "truce": {"set": {"fury": 0.1}, "next": [{"to": "calm", "odds": 0.25}, {"to": "war"}]},
    }
    written = {**ports(phases=phases), "parameters": {"fury": 0.5}}
    found = load(written)
    game = found.again()
    given_phases = game.setting.phases
    assert given_phases is not None
    assert given_phases.names == ("calm", "war", "truce")
    assert np.allclose(given_phases.odds.sum(axis=-1), 1)
    assert given_phases.odds[0].tolist() == [
        [[1, 0, 0], [0.7, 0, 0.3]],
        [[0.5, 0.5, 0], [0.2, 0.5, 0.3]],
    ]
    assert given_phases.odds[1].tolist() == [[[0, 0, 1], [0, 0, 1]], [[0, 1, 0], [0, 1, 0]]]
    assert given_phases.odds[2].tolist() == [[[0.25, 0.75, 0]] * 2] * 2
    assert np.array_equal(given_phases.payoffs[0], game.stage.payoffs)
    assert np.array_equal(
        given_phases.payoffs[1], load(written, set={"matrix.share.share.0": 1}).alone().payoffs
    )
    assert load(written, set={"fury": 0.6}).again().setting.phases.odds[0, 1, 0].tolist() == [
        0.4,
        0.6,
        0,
    ]  # type: ignore[union-attr]  # there are phases
    assert [world.parameters["fury"].value for world in found.phases] == [0.5, 0.5, 0.1]


def test_phases_keep_what_the_agreement_sets_and_change_where_issues_rest() -> None:
    written = {**random_talks(11)}
    written["repeat"] = {
        **written["repeat"],
        "phases": {
            "first": {"next": [{"when": "pay == much", "to": "second"}]},
            "second": {"set": {"status_quo.pay": "some"}},
        },
    }
    found = load(written)
    game = found.again()
    phases = game.setting.phases
    assert phases is not None
    many = tuple(-1 for _ in found.keys)
    kept = (slice(None), *(0,) * len(found.keys))
    assert phases.odds[0][(0,) * len(found.keys)].tolist() == [0, 1]
    assert np.array_equal(phases.payoffs[1][kept], phases.payoffs[0][kept])
    if any(n > 1 for n in game.stage.shape):
        chosen = {k: v for row in game.stage.strategies for k, v in row[-1].choices.items()}
        assert phases.payoffs[1][(slice(None), *many)].tolist() == worth(
            found, {**chosen, "pay": "some"}
        )
        assert phases.odds[0][many].tolist() == [1, 0]


def test_signals_are_seen_with_the_odds_of_what_was_done() -> None:
    signals = {
        "smoke": [
            {"when": "north == more or south == more", "odds": 0.8},
            {"when": "north == share and south == share", "odds": 0.1},
        ],
        "clear": None,
    }
    found = load(ports(signals=signals)).again().setting.signals
    assert found is not None
    assert found.names == ("smoke", "clear")
    assert np.allclose(found.odds, [[[0.1, 0.9], [0.8, 0.2]], [[0.8, 0.2], [0.8, 0.2]]])
    flat = load(ports(signals={"smoke": 0.3, "clear": 0.7})).again().setting.signals
    assert flat is not None
    assert np.allclose(flat.odds, [0.3, 0.7])


@pytest.mark.parametrize(
    ("repeat", "said"),
    [
        ({"signals": {"smoke": [{"when": "north == more", "odds": 0.8}]}}, "sum to"),
        (
            {
                "phases": {
                    "a": {
                        "next": [
                            {"when": "north == more", "to": "b", "odds": 0.8},
                            {"when": "south == more", "to": "b", "odds": 0.8},
                        ]
                    },
                    "b": {},
                }
            },
            "more, more the probabilities of the phases after `a` sum to 1.6",
        ),
    ],
)
def test_odds_that_meet_and_are_none_are_refused(repeat: dict[str, Any], said: str) -> None:
    with pytest.raises(UnsuitableGame, match=said):
        load(ports(**repeat)).again()
