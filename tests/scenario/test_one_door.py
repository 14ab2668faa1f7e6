"""From Python one gets what the commands answer: the same record, whatever is set, fixed, typed or
asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate import NegotiateError, UnsuitableGame
from negotiate.language.library import shipped
from negotiate.report.json import json_of
from negotiate.whatif.rerun import rerun
from tests.cli.shell import ask
from tests.walks import EVERY_PAIR

FLAGSHIP = "us-china/beijing-2018"
TIMED = "seconds"
SOME = (
    FLAGSHIP,
    "classics/kuhn-poker",
    "classics/chain-store-types",
    "conflicts/cuba-1962",
    "classroom/joint-venture",
)
"""With formulas, with types, with both moves and types, without numbers, with an event."""


def told(capsys: pytest.CaptureFixture[str], command: str, name: str, *typed: str) -> Any:
    """All that a command prints as JSON, without where it came from and how long it took."""
    found = json.loads(ask(capsys, command, name, *typed, "--json", "--all").out)
    return {key: value for key, value in found.items() if key not in ("scenario", TIMED)}


def given(call: Any, *args: Any, **asked: Any) -> Any:
    """The same of what Python gives; a refusal as the command tells it."""
    try:
        found = json_of(call(*args, **asked))
    except NegotiateError as wrong:
        return wrong.message
    return {key: value for key, value in json.loads(json.dumps(found)).items() if key != TIMED}


@pytest.mark.parametrize("name", shipped() if EVERY_PAIR else SOME)
def test_each_command_and_its_method_answer_alike(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    scenario = negotiate.load(name)
    for command in ("solve", "tree", "deal", "stability", "simulate"):
        there, here = told(capsys, command, name), given(getattr(scenario, command))
        assert (there["message"] if isinstance(here, str) else there) == here, command


QUESTIONS: Sequence[tuple[str, str, str, dict[str, Any]]] = (
    (FLAGSHIP, "solve", "--set deficit_weight=0", {"set": {"deficit_weight": 0}}),
    (FLAGSHIP, "solve", "--fix us_tariff=before", {"fix": {"us_tariff": "before"}}),
    (
        "classics/kuhn-poker",
        "solve",
        "--concept maxmin --player first",
        {"concept": "maxmin", "player": "first"},
    ),
    (FLAGSHIP, "tree", "--threats", {"threats": True}),
    (
        FLAGSHIP,
        "tree",
        "--concept nash --set deficit_weight=1",
        {"concept": "nash", "set": {"deficit_weight": 1}},
    ),
    (FLAGSHIP, "deal", "--why", {"why": True}),
    (FLAGSHIP, "deal", "--prices --no-deal status_quo", {"prices": True, "no_deal": "status_quo"}),
    (FLAGSHIP, "deal", "--trades", {"trades": True}),
    (
        "classroom/bicycle-frames",
        "deal",
        "--talks agents --runs 20",
        {"talks": "agents", "runs": 20},
    ),
    ("classroom/bicycle-frames", "deal", "--lotteries", {"lotteries": True}),
    ("classroom/joint-venture", "deal", "--contingent", {"contingent": ""}),
    ("conflicts/cuba-1962", "stability", "--state today", {"state": "status_quo"}),
    ("conflicts/cuba-1962", "stability", "--concept SEQ", {"concept": "SEQ"}),
    ("conflicts/cuba-1962", "stability", "--moves", {"moves": True}),
    (
        FLAGSHIP,
        "simulate",
        "--match --breach china@3 --seed 7",
        {"breach": ("china", 3), "seed": 7},
    ),
    (
        FLAGSHIP,
        "simulate",
        "--certificate --play tit_for_tat --patience us=0.8 --noise 0.01",
        {"certificate": True, "play": "tit_for_tat", "patience": {"us": 0.8}, "noise": 0.01},
    ),
    (
        "classics/iterated-dilemma",
        "simulate",
        "--payoffs --patience 0.4",
        {"payoffs": True, "patience": 0.4},
    ),
    (
        "classics/iterated-dilemma",
        "simulate",
        "--evolution replicator --play grim --play always_defect",
        {"evolution": "replicator", "play": ["grim", "always_defect"]},
    ),
    (
        FLAGSHIP,
        "whatif",
        "--vary deficit_weight=0:4:1 --watch nash",
        {"vary": {"deficit_weight": "0:4:1"}},
    ),
)


@pytest.mark.parametrize(("name", "command", "typed", "asked"), QUESTIONS)
def test_every_option_has_its_argument(
    capsys: pytest.CaptureFixture[str], name: str, command: str, typed: str, asked: dict[str, Any]
) -> None:
    more = {"watch": "nash"} if command == "whatif" else {}
    found = given(getattr(negotiate.load(name), command), **asked, **more)
    assert told(capsys, command, name, *typed.split()) == found


def test_what_is_set_is_added_to_what_the_scenario_was_read_with() -> None:
    scenario = negotiate.load(FLAGSHIP, variant="containment", set={"deficit_weight": 3})
    both = negotiate.load(
        FLAGSHIP, variant="containment", set={"deficit_weight": 3}, fix={"us_tariff": "before"}
    )
    assert scenario.solve(fix={"us_tariff": "before"}) == both.solve() != scenario.solve()


def test_injects_stay_where_more_is_set_or_varied(tmp_path: Path) -> None:
    war, more = (
        "us-china/trade-war-2018-20",
        {"set": {"factories": 3}, "fix": {"us_tariff": "list_3"}},
    )
    scenario = negotiate.load(war, injects=["dinner"])
    assert scenario.heading.endswith("(inject dinner)")
    assert scenario.solve(**more) == negotiate.load(war, injects=["dinner"], **more).solve()
    assert scenario.solve(**more) != negotiate.load(war, **more).solve()
    address = "issues.purchases.options.half.value"
    asked: dict[str, Any] = {"vary": {address: [32]}, "watch": "no_deal"}
    found = scenario.whatif(**asked, into=tmp_path / "run").indicators
    assert [column[0] for column in found.values()] == pytest.approx(
        scenario.together().disagreement.tolist()
    )
    assert rerun(tmp_path / "run").same


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("deal", {"why": True, "prices": True}),
        ("deal", {"why": True, "lotteries": True}),
        ("deal", {"rounds": 3}),
        ("stability", {"moves": True, "concept": "SEQ"}),
        ("stability", {"moves": True, "consensus": True}),
        ("simulate", {"match": True, "payoffs": True}),
        ("simulate", {"payoffs": True, "play": "grim"}),
        ("simulate", {"after": ["rain"]}),
        ("simulate", {"patience": {"nobody": 0.5}}),
        ("tree", {"threats": True, "concept": "nash"}),
    ],
)
def test_what_does_not_go_together_is_refused_in_python_too(
    method: str, asked: dict[str, Any]
) -> None:
    with pytest.raises(UnsuitableGame):
        getattr(negotiate.load(FLAGSHIP), method)(**asked)


def test_the_game_without_types_warns_where_a_file_has_them() -> None:
    scenario = negotiate.load("classics/kuhn-poker")
    with pytest.warns(UserWarning, match="`alone\\(\\)` leaves private types out"):
        game = scenario.alone()
    assert negotiate.solve(game) != scenario.solve() == negotiate.solve(scenario.bayesian())


def copycat(mine: Sequence[str], theirs: Sequence[str]) -> str:
    return theirs[-1] if theirs else "cooperate"


class Copycat:
    """The same as an object that remembers the last round of each world."""

    def start(self, worlds: int) -> Any:
        return np.zeros(worlds, dtype=int)

    def act(self, memory: Any, draw: Any) -> Any:
        return memory

    def see(self, memory: Any, own: Any, others: Any) -> Any:
        return others[0]


@pytest.mark.parametrize("mine", [copycat, Copycat()])
def test_functions_and_objects_play_as_the_strategy_that_they_copy(mine: Any) -> None:
    scenario = negotiate.load("classics/iterated-dilemma")
    game = scenario.again()
    met = game.play(mine, "alternate", rounds=12, worlds=2)
    np.testing.assert_allclose(
        met.payoffs, game.play("tit_for_tat", "alternate", rounds=12).payoffs
    )
    assert met.names[0].lower() == "copycat"
    assert (
        scenario.simulate([mine, "grim"], match=True, rounds=5).result.names[0].lower() == "copycat"
    )
    assert (
        scenario.simulate([mine, "grim"], tournament=True, rounds=5).pools[0][0].lower()
        == "copycat"
    )
    with pytest.raises(UnsuitableGame, match="unbounded memory"):
        scenario.simulate(mine)


def test_a_function_that_plays_no_posture_is_told_so() -> None:
    game = negotiate.load("classics/iterated-dilemma").again()
    with pytest.raises(UnsuitableGame, match="plays 'sulk', which is no posture"):
        game.play(lambda mine, theirs: "sulk", "grim", rounds=2)
