"""The repeated game of a file: postures, the agreement, what tempts, phases, signals, strategies of
the file's own.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate.errors import NegotiateError, UnsuitableGame
from negotiate.repeated.again import DISCOUNT
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.strategy import Strategy
from tests.scenario.played_again import DILEMMA, ports, random_talks, worth
from tests.scenario_strategies import load


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_rounds_and_temptations_are_those_that_loops_over_packages_find(seed: int) -> None:
    written = random_talks(seed)
    found = load(written)
    game = found.again()
    postures = [list(rows.values()) for rows in written["repeat"]["postures"].values()]
    for cell in product(*(range(len(row)) for row in postures)):
        kept = {"pay": "much"} if not any(cell) else {}
        rest = {k: v for row, at in zip(postures, cell, strict=True) for k, v in row[at].items()}
        assert game.stage.payoffs[(slice(None), *cell)].tolist() == worth(found, {**rest, **kept})
        for player, row in enumerate(postures):
            own = list(row[0])
            ways = [
                dict(zip(own, way, strict=True))
                for way in product(*(found.issues[i].labels for i in own))
            ]
            seen_so = [
                way
                for way in ways
                if (row.index(way) if way in row else len(row) - 1) == cell[player]
            ]
            most = max(worth(found, {**rest, **way, **kept})[player] for way in seen_so)
            assert game.temptation[(player, *cell)] == most
    assert game.cooperate == (0,) * len(postures)
    assert game.punish == tuple(len(row) - 1 for row in postures)


def test_a_posture_leaves_the_rest_as_in_the_status_quo_and_a_commitment_counts_for_it() -> None:
    written = {
        "format": 1,
        "title": "x",
        "players": ["a", "b"],
        "issues": {
            "fare": {"decided_by": "a", "options": ["full", "cut"]},
            "seats": {"decided_by": "a", "options": [10, 20]},
            "watch": {"decided_by": "b", "options": ["no", "yes"]},
        },
        "status_quo": {"fare": "full", "seats": 10, "watch": "no"},
        "payoffs": {
            "a": {"t": {"expr": "seats"}},
            "b": {"t": {"by": "watch", "values": {"yes": 1}}},
        },
        "repeat": {"postures": {"a": {"calm": {}, "war": {"fare": "cut"}}}},
    }
    game = load(written).again()
    assert [s.label for s in game.stage.strategies[0]] == ["calm", "war"]
    assert [dict(s.choices) for s in game.stage.strategies[0]] == [
        {"fare": "full", "seats": "10"},
        {"fare": "cut", "seats": "10"},
    ]
    assert game.temptation[0].max() == 20
    assert any("see every option outside the postures as a's `war`" in note for note in game.notes)
    assert {
        s.choices["seats"] for s in load(written, fix={"seats": "20"}).again().stage.strategies[0]
    } == {"20"}
    assert [s.label for s in load(written, fix={"fare": "cut"}).again().stage.strategies[0]] == [
        "war"
    ]


def test_a_commitment_that_no_posture_names_makes_one_posture_of_them() -> None:
    repeat = {"postures": {"north": {"keep": {"north": "share"}}}}
    found = load({**DILEMMA, "repeat": repeat}, fix={"north": "more"}).again()
    assert [dict(s.choices) for s in found.stage.strategies[0]] == [{"north": "more"}]


def test_without_postures_few_strategies_are_all_of_them_in_their_order() -> None:
    game = load(DILEMMA).again()
    assert [[s.label for s in row] for row in game.stage.strategies] == [
        ["share", "more"],
        ["share", "more"],
    ]
    assert np.array_equal(game.stage.payoffs, load(DILEMMA).alone().payoffs)
    assert game.tempting is None
    assert game.profile == ()
    assert game.discount == (0.8, 0.7)


def test_without_postures_of_many_strategies_what_is_agreed_comes_first_and_what_punishes_most_last() -> (
    None
):
    """Bertrand's ladder of prices: 9 is best for both, equilibrium at 1; the best reply to 9 is 8,
    and today's is 4.
    """
    prices = list(range(1, 10))
    expr = "if({0} < {1}, {0}, if({0} == {1}, {0} / 2, 0))"
    written = {
        "format": 1,
        "title": "Prices",
        "players": ["a", "b"],
        "issues": {
            "pa": {"decided_by": "a", "options": prices},
            "pb": {"decided_by": "b", "options": prices},
        },
        "status_quo": {"pa": 4, "pb": 4},
        "payoffs": {
            "a": {"t": {"expr": expr.format("pa", "pb")}},
            "b": {"t": {"expr": expr.format("pb", "pa")}},
        },
    }
    game = load(written).again()
    labels = [s.label for s in game.stage.strategies[0]]
    assert labels[0] == "9"
    assert labels[-1] == "1"
    assert {"8", "4"} <= set(labels)
    assert len(labels) <= 6
    assert any(note.startswith("the postures here are ") for note in game.notes)
    assert game.temptation[0, -1, 0] == max(
        price for price in prices[:-1] if str(price) not in labels
    )
    with_words = {
        **written,
        "repeat": {"agreement": {"a": "5", "b": "5"}, "punishment": {"a": "2", "b": "2"}},
    }
    named = load(with_words).again()
    assert [named.stage.strategies[p][k].label for p, k in enumerate(named.cooperate)] == ["5", "5"]
    assert [named.stage.strategies[p][k].label for p, k in enumerate(named.punish)] == ["2", "2"]


def test_postures_that_are_impossible_together_are_refused_and_impossible_temptations_do_not_count() -> (
    None
):
    issues = {
        "fare": {"decided_by": "a", "options": ["full", "cut", "free"]},
        "watch": {"decided_by": "b", "options": ["no", "yes"]},
    }
    worths = {"full": 0, "cut": 1, "free": 99}
    written = {
        "format": 1,
        "title": "x",
        "players": ["a", "b"],
        "issues": issues,
        "payoffs": {"a": {"t": {"by": "fare", "values": worths}}, "b": {"t": {"amount": 1}}},
        "infeasible": [{"fare": "free", "watch": "yes"}],
        "repeat": {"postures": {"a": {"calm": {"fare": "full"}, "war": {"fare": "cut"}}}},
    }
    game = load(written).again()
    assert game.temptation[0].tolist() == [[0, 0], [99, 1]]
    written["repeat"] = {"postures": {"a": {"calm": {"fare": "full"}, "war": {"fare": "free"}}}}
    with pytest.raises(UnsuitableGame, match="war, b yes: these postures are impossible together"):
        load(written).again()


def test_what_the_agreement_sets_may_be_impossible_elsewhere() -> None:
    written = json.loads(json.dumps(random_talks(3)))
    first = {
        issue: option
        for row in written["repeat"]["postures"].values()
        for issue, option in row["p0"].items()
    }
    others = {
        issue: [o for o in written["issues"][issue]["options"] if o != option]
        for issue, option in first.items()
    }
    written["infeasible"] = [{"pay": "much", issue: options} for issue, options in others.items()]
    found = load(written)
    assert found.again().stage.payoffs[(slice(None), *(0,) * len(found.keys))].tolist() == worth(
        found, {**first, "pay": "much"}
    )


def test_nobody_who_is_committed_to_break_the_agreement_is_paid_for_keeping_it() -> None:
    written = {**random_talks(5)}
    player, rows = next(iter(written["repeat"]["postures"].items()))
    issue, option = next(iter(rows["p0"].items()))
    other = next(o for o in written["issues"][issue]["options"] if o != option)
    found = load(written, fix={issue: other})
    game = found.again()
    assert any("committed to break the agreement" in note for note in game.notes)
    labels = {s.label for s in game.stage.strategies[found.keys.index(player)]}
    chosen = {k: v for row in game.stage.strategies for k, v in row[0].choices.items()}
    assert labels
    assert game.stage.payoffs[(slice(None), *(0,) * len(found.keys))].tolist() == worth(
        found, chosen
    )


def test_the_file_says_what_disturbs_it_and_how_it_ends() -> None:
    found = load(
        {
            **ports(
                period="a season",
                noise={"south": "slip"},
                misread="2 * slip",
                ends="slip / 2",
                walk_away={"north": 1, "south": "10 * slip"},
            ),
            "parameters": {"slip": 0.1},
        },
        set={"slip": 0.2},
    )
    setting = found.again().setting
    assert setting.noise == (0.0, 0.2)
    assert setting.misread == (0.4, 0.4)
    assert setting.ends == 0.1
    assert setting.outside == (1.0, 2.0)
    assert setting.period == "a season"
    assert setting.phases is None
    assert setting.signals is None
    assert found.again().effective == pytest.approx((0.72, 0.63))
    assert load(ports(rounds=10)).again().setting.rounds == 10
    assert load(ports(noise=0)).again().setting.noise == ()


def test_who_is_silent_on_patience_is_told_what_is_taken() -> None:
    game = load({**DILEMMA, "players": {"north": {"patience": 0.5}, "south": {}}}).again()
    assert game.discount == (0.5, DISCOUNT)
    assert any("sets no discount factor for south" in note for note in game.notes)


def test_every_player_plays_what_the_file_says() -> None:
    game = load(ports(plays={"north": {"strategy": "punish", "periods": "2 + 1"}})).again()
    north, south = game.profile
    assert isinstance(north, Strategy)
    assert isinstance(south, Strategy)
    assert (north.name, north.parameters["periods"], south.name) == ("punish", 3, "grim")
    assert any("sets no strategy for south, so `grim` is assumed" in note for note in game.notes)
    assert [
        one.name
        for one in load(ports(plays="tit_for_tat")).again().profile
        if isinstance(one, Strategy)
    ] == [
        "tit_for_tat",
        "tit_for_tat",
    ]


def test_a_strategy_of_the_files_own_is_the_automaton_that_its_entries_describe() -> None:
    states = {
        "calm": {
            "plays": "share",
            "next": [
                {"when": {"south": "more", "north": "share"}, "to": "wary"},
                {"when": {"north": "more"}, "to": "war"},
            ],
        },
        "wary": {"plays": {"share": 0.75, "more": 0.25}, "next": [{"to": "calm"}]},
        "war": {"plays": "more"},
    }
    for player, own in (("north", 0), ("south", 1)):
        machine = {"player": player, "start": "wary", "states": states}
        game = load(ports(plays={player: "mine"}, strategies={"mine": machine})).again()
        automaton = game.named["mine"]
        assert automaton.names == ("calm", "wary", "war")
        assert automaton.start == 1
        assert automaton.outputs.tolist() == [[1, 0], [0.75, 0.25], [0, 1]]
        seated = automaton.seated(own, (2, 2)).transitions
        assert seated[0].tolist() == [[0, 1], [2, 2]]
        assert seated[1].tolist() == [[0, 0], [0, 0]]
        assert seated[2].tolist() == [[2, 2], [2, 2]]
        assert isinstance(game.profile[own], Automaton)


def test_a_rate_that_a_parameter_makes_impossible_is_refused_when_it_is_turned() -> None:
    written = {**ports(misread="fog"), "parameters": {"fog": 0.5}}
    assert load(written).again().setting.misread == (0.5, 0.5)
    with pytest.raises(NegotiateError, match="a probability lies between 0 and 1"):
        load(written, set={"fog": 2})


def test_levels_cannot_be_played_again() -> None:
    with pytest.raises(UnsuitableGame, match="only ranks outcomes"):
        negotiate.load("conflicts/elmira-1991").again()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("europe/brexit-2019", "its players decide some issues together"),
        ("trade/usmca-2018", "its players decide some issues together"),
        ("classics/ultimatum", "its players move in turn"),
    ],
)
def test_no_agreement_is_made_up_where_a_file_says_nothing_of_playing_again(
    name: str, why: str
) -> None:
    with pytest.raises(UnsuitableGame) as raised:
        negotiate.load(name).again()
    assert raised.value.message == f"this game is not repeated: the file has no `repeat`, and {why}"
    assert "`repeat` with the `postures` of each player" in raised.value.hint


def test_who_decides_alone_among_others_is_told_that_nothing_is_played_again() -> None:
    issues = {"toll": {"decided_by": "a", "options": [0, 1]}}
    payoffs = {"a": {"t": {"expr": "toll"}}, "b": {"t": {"expr": "-toll"}}}
    written = {
        "format": 1,
        "title": "x",
        "players": ["a", "b"],
        "issues": issues,
        "payoffs": payoffs,
    }
    with pytest.raises(UnsuitableGame, match="only a decides anything alone"):
        load(written).again()
    assert load({**written, "repeat": {"period": "a year"}}).again().stage.shape == (2, 1)


def test_levels_are_the_first_obstacle_even_where_nobody_decides_alone() -> None:
    issues = {"toll": {"decided_by": ["a", "b"], "options": ["low", "high"]}}
    prefers = {player: [{"that": "toll == low"}] for player in "ab"}
    written = {
        "format": 1,
        "title": "x",
        "players": ["a", "b"],
        "issues": issues,
        "prefers": prefers,
    }
    written["status_quo"] = {"toll": "low"}
    with pytest.raises(UnsuitableGame, match="only ranks outcomes"):
        load(written).again()


def test_a_file_that_extends_another_and_a_variant_change_part_of_it(tmp_path: Path) -> None:
    base = {
        **ports(misread=0.02, plays={"north": "grim", "south": "grim"}),
        "variants": {"fog": {"set": {"repeat.misread": 0.1}}},
    }
    (tmp_path / "base.yaml").write_text(json.dumps(base), "utf-8")
    top = {
        "format": 1,
        "title": "y",
        "extends": "base.yaml",
        "repeat": {"plays": {"south": "tit_for_tat"}, "noise": 0.01},
    }
    (tmp_path / "top.yaml").write_text(json.dumps(top), "utf-8")
    game = negotiate.load(str(tmp_path / "top.yaml"), variant="fog").again()
    assert game.setting.misread == (0.1, 0.1)
    assert game.setting.noise == (0.01, 0.01)
    assert [one.name for one in game.profile if isinstance(one, Strategy)] == [
        "grim",
        "tit_for_tat",
    ]


def test_what_was_taken_where_the_file_is_silent_is_told_apart_from_other_notes() -> None:
    silent, said = (
        negotiate.load("classics/battle-of-the-sexes").again(),
        negotiate.load("us-china/beijing-2018").again(),
    )
    assert [note for note in silent.assumed if note not in silent.notes] == []
    assert any(note.startswith("the file sets no discount factor") for note in silent.assumed)
    assert any(note.startswith("the file names no punishment") for note in silent.assumed)
    assert said.notes
    assert said.assumed == ()
