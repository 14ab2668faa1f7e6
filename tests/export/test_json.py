"""Answers and mistakes for other programs."""

import json
from dataclasses import replace

import numpy as np

from negotiate.errors import Problem
from negotiate.export.json import problems_json, solution_json
from negotiate.solvers.solution import Component, CorrelatedEquilibrium, Elimination, Reason
from tests.famous_trees import beer_quiche
from tests.report.games import answer, behaving, chicken, mixed, pure, solved, talks


def strict(thing) -> dict:
    return json.loads(json.dumps(thing, allow_nan=False))


def test_a_normal_form_answer() -> None:
    game = replace(chicken(), keys=("row", "col"))
    equilibrium = replace(pure(game, 0, 1), reasons=(Reason(0, "swerve", -1.0),))
    sol = replace(
        answer(game, equilibrium, mixed(game, [0.9, 0.1], [1, 0])), eliminations=(Elimination(1, 0, 1, (0,)),)
    )
    found = strict(solution_json(sol, {"file": "chicken.yaml"}))
    assert found["schema"] == "negotiate/solution/2"
    assert found["scenario"] == {"file": "chicken.yaml"}
    assert found["form"] == "normal"
    assert found["continuum"] is False
    assert solution_json(replace(sol, continuum=True))["continuum"] is True
    assert [player["key"] for player in found["players"]] == ["row", "col"]
    first, second = found["equilibria"]
    assert first["strategies"] == {"row": {"swerve": 1.0}, "col": {"straight": 1.0}}
    assert first["payoffs"] == {"row": -1.0, "col": 1.0}
    assert first["reasons"][0]["alternative_payoff"] is None
    assert second["strategies"]["row"] == {"swerve": 0.9, "straight": 0.1}
    assert found["eliminations"] == [{"round": 1, "player": "row", "strategy": "straight", "by": {"swerve": 1.0}}]


def test_equilibria_that_hang_together() -> None:
    game = chicken()
    between = mixed(game, [0.5, 0.5], [0.25, 0.75])
    component = Component((0, 1), ((0, 1),), {"most mixed": between})
    alone = Component((2,), ((2,),), {})
    sol = answer(game, pure(game, 0, 1), pure(game, 1, 0), mixed(game, [0.9, 0.1], [0.9, 0.1]))
    sol = replace(sol, components=(component, alone), chosen="the game is small")
    found = strict(solution_json(sol))
    assert found["chosen"] == "the game is small"
    first, second = found["components"]
    assert (first["members"], first["pieces"]) == ([0, 1], [[0, 1]])
    spoken = first["representatives"]["most mixed"]
    assert spoken["strategies"]["Column"] == {"swerve": 0.25, "straight": 0.75}
    assert spoken["payoffs"] == {"Row": between.payoffs[0], "Column": between.payoffs[1]}
    assert second == {"members": [2], "pieces": [[2]], "representatives": {}}
    assert found["finding"] == {}


def test_a_correlated_equilibrium_has_a_distribution() -> None:
    game = chicken()
    game = replace(game, crossed={"line": np.array([[False, True], [False, False]])}, red_lines={"line": "Row"})
    lottery = CorrelatedEquilibrium(
        "correlated", np.array([[0.0, 0.25], [0.75, 0.0]]), (0.5, -0.5), 0.0, {}, "best for Row"
    )
    (found,) = strict(solution_json(replace(answer(game), equilibria=(lottery,), concept="lotteries")))["equilibria"]
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
    found = strict(solution_json(solved(talks())))
    assert "scenario" not in found
    assert found["form"] == "extensive"
    assert found["game"]["endings"] == 54
    (equilibrium,) = found["equilibria"]
    assert equilibrium["moves"] == {"threaten": "all_threats", "answer": "concede"}
    assert equilibrium["endings"][0]["path"] == ["all_threats", "concede"]
    assert [reason["where"] for reason in equilibrium["reasons"]] == ["threaten", "answer"]
    assert {move["mover"] for move in found["game"]["moves"]} == {"us", "china", "chance"}


def test_information_sets_with_what_is_done_and_believed() -> None:
    does = {"weak": "beer", "strong": "beer", "after beer": "retreat", "after quiche": "fight"}
    equilibrium = behaving(replace(beer_quiche(), types={"sender": 0}), does, {"after quiche": [0.75, 0.25]})
    found = strict(solution_json(solved(equilibrium.game, equilibrium)))
    assert found["game"]["types"] == {"sender": {"weak": 0.1, "strong": 0.9}}
    weak, _strong, heard, never = found["game"]["information_sets"]
    assert weak == {
        "set": 0,
        "player": "sender",
        "move": "weak",
        "type": ["weak"],
        "seen": [],
        "nodes": [{"node": 1, "path": ["weak"]}],
    }
    assert (heard["seen"], [node["path"] for node in heard["nodes"]]) == (
        ["beer"],
        [["weak", "beer"], ["strong", "beer"]],
    )
    (told,) = found["equilibria"]
    assert {"set": never["set"], "probabilities": {"fight": 1.0, "retreat": 0.0}} in told["behaviour"]
    assert told["beliefs"] == [{"set": never["set"], "probabilities": [0.75, 0.25]}]
    (bluff,) = told["bluffs"]
    assert (bluff["player"], bluff["action"], bluff["honest"]) == ("sender", "beer", "quiche")


def test_where_all_is_seen_no_sets_are_listed() -> None:
    found = strict(solution_json(solved(talks())))
    assert found["game"]["information_sets"] is None
    assert found["game"]["types"] == {}


def test_problems() -> None:
    found = strict(
        problems_json(
            [Problem("a.yaml", 1, 2, "code", "what"), Problem("a.yaml", 3, 1, "c", "w", severity="warning")], ["a.yaml"]
        )
    )
    assert found["schema"] == "negotiate/problems/1"
    assert (found["errors"], found["warnings"], found["files"]) == (1, 1, ["a.yaml"])
    assert found["problems"][0]["line"] == 1
    assert strict(problems_json([], ["a.yaml"]))["problems"] == []
