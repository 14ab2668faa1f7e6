"""Solutions, games and questions for other programs: what each field says, and that the schema is
true.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import numpy as np
import pytest

import negotiate
from negotiate.equilibrium.alone import alone
from negotiate.equilibrium.concepts.perfection import Perfection
from negotiate.equilibrium.concepts.quantal_response import QuantalPath
from negotiate.equilibrium.registry import CONCEPTS, Questions, questions, solve
from negotiate.equilibrium.solution import (
    Component,
    CorrelatedEquilibrium,
    Elimination,
    Finding,
    Reason,
    Solution,
)
from negotiate.equilibrium.trees.agent_quantal_response import AgentPath
from negotiate.games.extensive import BayesianGame, ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.report.json import json_of
from negotiate.report.schema import schema_of
from tests.famous_trees import beer_quiche
from tests.report.games import answer, behaving, chicken, mixed, pure, solved, talks

SCENARIOS = (
    *(
        "classics/chicken",
        "classics/stag-hunt",
        "classics/matching-pennies",
        "classics/centipede",
        "classics/orange",
    ),
    *(
        "classics/entry-deterrence",
        "classics/chain-store-types",
        "classics/beer-quiche",
        "classics/cournot-duopoly",
    ),
    *(
        "us-china/geneva-2025",
        "us-china/beijing-2018",
        "us-china/beijing-2018-class",
        "conflicts/cuba-1962",
    ),
    *("trade/usmca-2018", "conflicts/iran-2018"),
)
LABELS = [["T", "M", "B"], ["L", "R"]]
TEXTBOOK = NormalFormGame.from_arrays(
    [[1, 1], [1, 2], [0, 2]], [[1, 0], [2, 2], [0, 1]], labels=LABELS
)
LEADER = NormalFormGame.from_arrays([[2, 4], [1, 3]], [[1, 0], [0, 1]], players=["Row", "Column"])
CROSSED = replace(
    chicken(),
    crossed={"line": np.array([[False, True], [False, False]])},
    red_lines={"line": "Row"},
)
MENU = NormalFormGame.from_arrays([[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]])


@cache
def answers() -> tuple[Solution, ...]:
    """Every concept of small games, and every scenario above alone and in turn."""
    found = [
        solve(game) for name in SCENARIOS for game in (alone(load(name)), load(name).in_turn())
    ]
    games = [alone(load(name)) for name in SCENARIOS[:3]] + [TEXTBOOK, LEADER, MENU]
    found += [
        solve(game, concept=concept.name)
        for concept in CONCEPTS
        for game in games
        if concept.applies_to(game) is None
    ]
    found += [solve(load(name).bayesian()) for name in SCENARIOS if load(name).types]
    found.append(solve(LEADER, concept="correlated", player="Row"))
    found.append(solve(load("classics/entry-deterrence").in_turn(), concept="sequential"))
    return (*found, *_rare())


def _rare() -> Iterator[Solution]:
    """What small games seldom bring about."""
    possible = replace(chicken(), feasible=np.array([[True, True], [True, False]]))
    yield replace(answer(possible), settled=False, loose=True, notes=("play did not settle",))
    for concept in ("quantal-response", "perfect", "correlated"):
        sol = solve(CROSSED, concept=concept)
        if isinstance(sol.finding, QuantalPath):
            sol = replace(sol, finding=replace(sol.finding, turns=(1.5,)))
        if isinstance(sol.finding, Perfection):
            sol = replace(
                sol,
                finding=replace(sol.finding, partly=((0, 1),), undecided=(pure(CROSSED, 0, 1),)),
            )
        yield sol
    typed = load("classics/beer-quiche").bayesian()
    assert isinstance(typed, BayesianGame)
    yield solve(
        replace(
            typed,
            crossed={"line": np.ones(len(typed.payoffs), dtype=bool)},
            red_lines={"line": "bully"},
        )
    )
    yield solve(beer_quiche(), refine="intuitive")
    path = solve(beer_quiche(), "agent-quantal-response")
    assert isinstance(path.finding, AgentPath)
    yield replace(path, finding=replace(path.finding, turns=(1.5,)))


@cache
def load(name: str) -> negotiate.Scenario:
    return negotiate.load(name)


def written(thing: object, origin: Mapping[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(json_of(thing, origin), allow_nan=False))
    return found


def test_every_answer_fits_its_schema_and_no_field_is_always_nothing() -> None:
    schema = schema_of(Solution)
    check = jsonschema.Draft202012Validator(schema)
    kinds = {"Solution": schema, **schema["$defs"]}
    for stranger in (
        one for one in Finding.__subclasses__() if one.__module__.startswith("tests.")
    ):
        kinds.pop(stranger.__name__, None)  # a concept that another test has taught
    told = {place: False for kind in kinds for place in own_fields(kind, kinds)}
    for sol in answers():
        found = written(sol, {"file": "x.yaml"})
        check.validate(found)
        for place, value in fields(found, kinds):
            told[place] = told[place] or value not in (None, "", [], {})
    never = [".".join(place) for place, something in told.items() if not something]
    assert never == ["Solution.left_out"]


def own_fields(kind: str, kinds: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a class that no class has from which it is made: the parent's fields are among
    its own.
    """
    own = set(kinds[kind]["properties"])
    inherited = [set(one["properties"]) for one in kinds.values() if set(one["properties"]) < own]
    return [
        (kind, name)
        for name in kinds[kind]["properties"]
        if not any(name in names for names in inherited)
    ]


def fields(value: Any, kinds: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Any]]:
    """Every field of every record in an answer."""
    if isinstance(value, dict):
        for kind, record in kinds.items():
            if set(record["required"]) <= set(value):
                yield from (
                    (place, value[place[1]])
                    for place in own_fields(kind, kinds)
                    if place[1] in value
                )
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from fields(inner, kinds)


@pytest.mark.parametrize(
    "game", [TEXTBOOK, beer_quiche(), talks()], ids=["table", "hidden", "open"]
)
def test_a_game_by_itself(game: NormalFormGame | ExtensiveGame) -> None:
    found = written(game)
    jsonschema.Draft202012Validator(schema_of(type(game))).validate(found)
    assert list(found["players"]) == list(game.keys)


def test_a_large_table_is_not_written() -> None:
    found = written(NormalFormGame.from_arrays(*np.zeros((2, 101, 100))))
    assert found["payoffs"] is None
    assert len(found["strategies"]["player 1"]) == 101


@pytest.mark.parametrize("game", [None, TEXTBOOK], ids=["nothing", "a game"])
def test_what_can_be_asked(game: NormalFormGame | None) -> None:
    found = written(questions(game))
    jsonschema.Draft202012Validator(schema_of(Questions)).validate(found)
    assert found["default"] == "nash"
    assert [one["name"] for one in found["concepts"]] == [concept.name for concept in CONCEPTS]
    assert {one["player"] for one in found["concepts"]} > {None}
    assert list(found["misfits"]) == ([] if game is None else ["risk-dominance"])


def test_a_normal_form_answer() -> None:
    game = replace(chicken(), keys=("row", "col"))
    equilibrium = replace(pure(game, 0, 1), reasons=(Reason(0, "swerve", -1.0),))
    sol = replace(
        answer(game, equilibrium, mixed(game, [0.9, 0.1], [1, 0])),
        eliminations=(Elimination(1, 0, 1, (0,)),),
    )
    found = written(sol, {"file": "chicken.yaml"})
    assert found["schema"] == "negotiate/solution/4"
    assert found["scenario"] == {"file": "chicken.yaml"}
    assert found["game"]["form"] == "normal"
    assert found["game"]["payoffs"] == {"row": [[0, -1], [1, -10]], "col": [[0, 1], [-1, -10]]}
    assert found["continuum"] is False
    assert json_of(replace(sol, continuum=True))["continuum"] is True
    assert list(found["game"]["players"]) == ["row", "col"]
    first, second = found["equilibria"]
    assert first["strategies"] == {"row": {"swerve": 1.0}, "col": {"straight": 1.0}}
    assert first["payoffs"] == {"row": -1.0, "col": 1.0}
    assert first["reasons"][0]["alternative_payoff"] is None
    assert second["strategies"]["row"] == {"swerve": 0.9, "straight": 0.1}
    assert found["eliminations"] == [
        {"round": 1, "player": "row", "strategy": "straight", "by": {"swerve": 1.0}}
    ]


def test_equilibria_that_hang_together() -> None:
    game = chicken()
    between = mixed(game, [0.5, 0.5], [0.25, 0.75])
    component = Component((0, 1), ((0, 1),), {"most mixed": between})
    alone = Component((2,), ((2,),), {})
    sol = answer(game, pure(game, 0, 1), pure(game, 1, 0), mixed(game, [0.9, 0.1], [0.9, 0.1]))
    sol = replace(sol, components=(component, alone), chosen="the game is small")
    found = written(sol)
    assert found["chosen"] == "the game is small"
    first, second = found["components"]
    assert (first["members"], first["pieces"]) == ([0, 1], [[0, 1]])
    spoken = first["representatives"]["most mixed"]
    assert spoken["strategies"]["Column"] == {"swerve": 0.25, "straight": 0.75}
    assert spoken["payoffs"] == {"Row": between.payoffs[0], "Column": between.payoffs[1]}
    assert second == {"members": [2], "pieces": [[2]], "representatives": {}}
    assert found["finding"] is None


def test_a_correlated_equilibrium_has_a_distribution() -> None:
    lottery = CorrelatedEquilibrium(
        "correlated", np.array([[0.0, 0.25], [0.75, 0.0]]), (0.5, -0.5), 0.0, {}, "best for Row"
    )
    (found,) = written(replace(answer(CROSSED), equilibria=(lottery,), concept="lotteries"))[
        "equilibria"
    ]
    assert found["distribution"] == [
        {
            "probability": 0.25,
            "strategies": {"Row": "swerve", "Column": "straight"},
            "payoffs": {"Row": -1.0, "Column": 1.0},
        },
        {
            "probability": 0.75,
            "strategies": {"Row": "straight", "Column": "swerve"},
            "payoffs": {"Row": 1.0, "Column": -1.0},
        },
    ]
    assert (found["kind"], found["purpose"], found["pure"]) == ("correlated", "best for Row", False)
    assert found["payoffs"] == {"Row": 0.5, "Column": -0.5}
    assert found["crossing"] == {"line": 0.25}
    assert "strategies" not in found


def test_a_tree_answer() -> None:
    found = written(solved(talks()))
    assert "scenario" not in found
    assert found["game"]["form"] == "extensive"
    assert found["game"]["endings"] == 54
    (equilibrium,) = found["equilibria"]
    assert equilibrium["moves"] == {"threaten": "all_threats", "answer": "concede"}
    assert equilibrium["endings"][0]["path"] == ["all_threats", "concede"]
    assert [reason["where"] for reason in equilibrium["reasons"]] == ["threaten", "answer"]
    assert {move["mover"] for move in found["game"]["moves"]} == {"us", "china", None}


def test_information_sets_with_what_is_done_and_believed() -> None:
    does = {"weak": "beer", "strong": "beer", "after beer": "retreat", "after quiche": "fight"}
    equilibrium = behaving(
        replace(beer_quiche(), types={"sender": 0}), does, {"after quiche": [0.75, 0.25]}
    )
    found = written(solved(equilibrium.game, equilibrium))
    assert found["game"]["types"] == {"sender": {"weak": 0.1, "strong": 0.9}}
    weak, _strong, heard, never = found["game"]["information_sets"]
    assert (weak["label"], weak["player"], weak["move"], weak["kind"]) == (
        0,
        "sender",
        "weak",
        ["weak"],
    )
    assert (weak["seen"], weak["nodes"], weak["paths"]) == ([], [1], [["weak"]])
    assert (heard["seen"], heard["paths"]) == (["beer"], [["weak", "beer"], ["strong", "beer"]])
    (told,) = found["equilibria"]
    assert told["behaviour"][str(never["label"])] == {"fight": 1.0, "retreat": 0.0}
    assert told["beliefs"] == {str(never["label"]): [0.75, 0.25]}
    (bluff,) = told["bluffs"]
    assert (bluff["player"], bluff["action"], bluff["honest"]) == ("sender", "beer", "quiche")


def test_where_all_is_seen_no_sets_are_listed() -> None:
    found = written(solved(talks()))
    assert found["game"]["information_sets"] is None
    assert found["equilibria"][0]["behaviour"] is None
    assert found["game"]["types"] == {}
