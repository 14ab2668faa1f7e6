"""Every answer about what lasts as JSON: it fits its schema, and no field of any record is always
nothing.
"""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import negotiate
from negotiate import NormalFormGame, RepeatedGame, strategies
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.game import Witness
from negotiate.repeated.lasting.agreement import simulate
from negotiate.repeated.lasting.certificate import WALK_AWAY
from negotiate.repeated.lasting.public_signals import best_trigger
from negotiate.repeated.many.evolution import evolution
from negotiate.repeated.many.tournament import invasion, tournament
from negotiate.repeated.matches.timeline import encounter, timeline
from negotiate.repeated.setting import Setting
from negotiate.repeated.strategies.registry import repertoire
from negotiate.repeated.sustaining.holding import holding
from negotiate.repeated.sustaining.supporting import supporting
from negotiate.repeated.sustaining.sustainable import sustainable
from negotiate.report import REPORTS
from negotiate.report.json import LISTED, Writer, json_of
from negotiate.report.schema import schema_of
from tests.repeated.reports.sampled import POOL, answers, dilemma, fog, lopsided

WAR = "us-china/trade-war-2018-19"
NOISY = {"noise": (0.02, 0.01), "misread": (0.03, 0.05)}


def noticed():
    """A tournament whose exploits are within the error of what was sampled."""
    return tournament(dilemma(**NOISY), ["gradual", "downing", "grim"], worlds=8, rounds=5, seed=3)


def endless():
    """Three strategies, each best where it is rare: at strong selection none is ever seen to take
    over.
    """
    anti = 2.0 * (1 - np.eye(3))
    game = RepeatedGame(NormalFormGame.from_arrays(anti, anti), 1)
    return tournament(game, [Automaton([own], [[0, 0, 0]]) for own in range(3)], rounds=1)


def chicken():
    """A game whose punishments of one and of the other differ."""
    stage = NormalFormGame.from_arrays([[0, -1], [1, -10]], [[0, 1], [-1, -10]])
    return RepeatedGame(stage, 0.9, setting=Setting(**NOISY))


def hiding():
    """A game in which more than a posture's payoff can be had while it is seen."""
    game = dilemma()
    return replace(game, tempting=game.stage.payoffs + 1.0)


@cache
def found():
    """Answers of every kind, in which every field is something at least once."""
    war = negotiate.load(WAR).again()
    impatient = dilemma((0.3, 0.9), **NOISY)
    noted = replace(dilemma(), notes=("what a reader has to know",))
    return [
        *answers(dilemma()),
        *answers(lopsided()),
        war,
        simulate(war),
        encounter(war, seed=3),
        repertoire(war),
        strategies["punish"](periods=3),
        simulate(negotiate.load("classics/matching-pennies").again()),
        simulate(dilemma(), "grim"),
        repertoire(replace(dilemma(), named={"war": Automaton([0, 1], [[0, 1], [1, 1]], 1)})),
        simulate(dilemma(rounds=5, **NOISY), "grim"),
        timeline(dilemma(ends=0.1, **NOISY), "grim", rounds=9, seed=1),
        impatient.certify("grim"),
        impatient.play("gradual", worlds=20, seed=3),
        hiding().certify("grim"),
        best_trigger(fog(0.3), ["poor"]),
        holding(impatient, rates=(1.0, 1.0)),
        holding(dilemma(), harshest=True),
        sustainable(dilemma(**NOISY)),
        supporting(chicken(), (0.0, 0.0)),
        supporting(dilemma(2 / 3, outside=(2.0, 2.0)), (2.0, 2.0)),
        tournament(dilemma()),
        noticed(),
        invasion(noticed()),
        evolution(
            endless(),
            "moran",
            population=30,
            selection=300.0,
            fitness="exponential",
            worlds=5,
            seed=2,
        ),
        evolution(tournament(noted, POOL), generations=3, baseline=-1.0),
        evolution(tournament(dilemma(), POOL), "moran").takeover,
    ]


def written(answer):
    return json.loads(json.dumps(json_of(answer, {"scenario": "x"}), allow_nan=False))


def test_every_answer_has_the_shape_that_its_schema_says():
    for answer in found():
        schema = schema_of(type(answer))
        Draft202012Validator.check_schema(schema)
        wrong = list(Draft202012Validator(schema).iter_errors(written(answer)))
        assert not wrong, (type(answer), wrong[0])


def test_there_is_an_answer_of_each_kind():
    told = {name for name in REPORTS if name.startswith("negotiate.repeated.")}
    assert told == {f"{type(one).__module__}.{type(one).__qualname__}" for one in found()}


def something(value):
    if isinstance(value, dict | list):
        return any(map(something, value.values() if isinstance(value, dict) else value))
    return value not in (None, 0, "")


def test_no_field_of_any_record_is_always_nothing(monkeypatch):
    told = {}
    record = Writer.record

    def watched(self, one):
        made = record(self, one)
        for name, value in made.items():
            place = (type(one).__name__, name)
            told[place] = told.get(place, False) or something(value)
        return made

    monkeypatch.setattr(Writer, "record", watched)
    for answer in found():
        json_of(answer)
    assert [place for place, one in told.items() if not one] == []


def test_no_number_stands_for_nothing():
    text = json.dumps([written(answer) for answer in found()])
    assert "NaN" not in text
    assert "Infinity" not in text


def test_a_game_says_who_plays_what_how_often():
    game = written(dilemma((0.4, 0.9), **NOISY))
    assert game["discount_factor"] == {"Ann": 0.4, "Bob": 0.9}
    assert game["postures"] == {"Ann": ["keep", "break"], "Bob": ["keep", "break"]}
    assert game["payoffs"]["Bob"] == [[3, 5], [0, 1]]
    assert game["setting"]["misread"] == {"Ann": 0.03, "Bob": 0.05}
    assert (game["cooperate"], game["punish"]) == (
        {"Ann": "keep", "Bob": "keep"},
        {"Ann": "break", "Bob": "break"},
    )


def test_an_agreement_is_told_with_the_discount_factors_that_it_needs():
    told = written(simulate(dilemma(), "tit_for_tat"))
    assert told["holds"] is False
    assert told["asked"]["names"] == {"Ann": "tit_for_tat", "Bob": "tit_for_tat"}
    assert told["asked"]["critical"] == {
        "common": [],
        "by_player": {"Ann": [], "Bob": []},
        "binding": None,
    }
    (low, high) = told["asked"]["nash"]["by_player"]["Bob"][0]
    assert (low, high) == (pytest.approx(2 / 3), 1)
    assert told["breach"] == {"player": "Ann", "round": 3}
    assert told["holding"]["critical"] == {"Ann": 0.5, "Bob": 0.5}


def test_a_deviation_names_the_place_and_the_deed():
    witness = written(dilemma(0.75).certify("grudger"))["witness"]
    assert witness["path"] == [{"Ann": "break", "Bob": "keep"}]
    assert (witness["player"], witness["instead_of"], witness["action"]) == ("Ann", "keep", "break")
    assert witness["round"] is None
    assert written(dilemma(rounds=9).certify("grim"))["witness"]["round"] == 9


def test_what_only_looks_like_a_posture_has_no_name():
    writer = Writer(dilemma())
    hidden = Witness(("a", "b"), "", "Bob", "keep", "another option", 1.0, seen_as="keep")
    assert writer.record(hidden)["action"] is None
    assert writer.record(hidden)["seen_as"] == "keep"
    away = Witness(("a", "b"), "", "Bob", "keep", WALK_AWAY, 1.0)
    assert writer.record(away)["action"] == "walk away"


def test_strategies_of_a_tournament_are_named():
    met = tournament(
        lopsided(), ["grim", "always_defect"], ["tit_for_tat", "always_defect", "grim"]
    )
    told = written(met)
    for player, own, other in ((0, "Ann", 1), (1, "Bob", 0)):
        table = met.payoffs[player] if player == 0 else met.payoffs[player].T
        assert told["pools"][own] == list(met.pools[player])
        assert told["ranking"][own][0] == met.pools[player][int(table.mean(axis=1).argmax())]
        assert told["hardest"][own] == [met.pools[other][k] for k in table.argmin(axis=1)]
        assert told["best_replies"][own] == [met.pools[player][k] for k in table.argmax(axis=0)]
    residents = written(invasion(met))["residents"]
    assert residents[1] == ["grim", "always_defect"]


def test_a_long_match_is_cut_and_says_so():
    rounds = LISTED + 5
    told = written(timeline(dilemma(misread=(0.1, 0.0)), "tit_for_tat", rounds=rounds))
    assert len(told["postures"]["Ann"]) == len(told["running"]["Bob"]) == LISTED
    assert told["left_out"]["postures.Ann"] == told["left_out"]["payoffs.Bob"] == 5
    assert told["misreadings"][0].keys() == {"round", "player", "whom", "seen_as"}
    assert len(json_of(timeline(dilemma(), "grim", rounds=5))["postures"]["Ann"]) == 5


def test_misreadings_are_told_one_by_one():
    found = timeline(dilemma(misread=(0.5, 0.0)), "always_cooperate", rounds=9, seed=1)
    told = json_of(found)["misreadings"]
    assert [one["round"] - 1 for one in told] == (found.seen[0, 1] != 0).nonzero()[0].tolist()
    assert {(one["player"], one["whom"], one["seen_as"]) for one in told} == {
        ("Ann", "Bob", "break")
    }


def test_odds_that_hold_a_player_down_are_told_by_option():
    pennies = RepeatedGame(NormalFormGame.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]), 0.9)
    held = written(sustainable(pennies))["held_by"]
    assert held["player 1"] == {"1": pytest.approx(0.5), "2": pytest.approx(0.5)}
