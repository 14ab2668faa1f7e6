"""How much work a bare what-if takes: nothing twice, many searches at once, and no more than there
is time for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.equilibrium import registry
from negotiate.equilibrium.asking import solve_once
from negotiate.equilibrium.solution import Equilibrium
from negotiate.language import scenario_file
from negotiate.language.scenario_file import Reading
from negotiate.report import report_of
from negotiate.report.blocks import Sentence
from negotiate.report.style import Look
from negotiate.whatif import side_by_side
from negotiate.whatif.at_once import AtOnce
from negotiate.whatif.engine import Engine
from negotiate.whatif.flips import Between
from negotiate.whatif.indicators import USUAL
from negotiate.whatif.ranking import Ranking, ranking
from tests.cli.shell import ask

BIKES = "classroom/bicycle-frames"

FLAGSHIP, TYPES = "us-china/beijing-2018", "classics/kuhn-poker"


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[tuple[Any, ...]]:
    """The arguments of every call of a function from now on."""
    calls: list[tuple[Any, ...]] = []
    real: Callable[..., Any] = getattr(owner, name)

    def noting(*given: Any, **more: Any) -> Any:
        calls.append(given)
        return real(*given, **more)

    monkeypatch.setattr(owner, name, noting)
    return calls


def within(name: str, looks: int) -> Ranking:
    """A ranking that may look at the clock so often before its time is up."""
    clock = count()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(side_by_side, "process_time", lambda: float(next(clock)))
        return ranking(Engine(negotiate.load(name), USUAL), looks + 0.5)


# Nothing twice.


def test_all_numbers_are_searched_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch, AtOnce, "answers")
    found = ranking(Engine(negotiate.load(FLAGSHIP), USUAL))
    assert len(found.moved) == 15
    assert sum(len(one.flips) for one in found.moved) > 5
    assert len(calls) < 50  # 195 where they were searched one after another


@pytest.mark.parametrize("name", ["classics/used-car", "trade/usmca-2018"])
def test_a_file_is_bound_once_whatever_varies(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with private types, and with the amount of a term that three players have."""
    one = negotiate.load(name)
    calls = counted(monkeypatch, scenario_file, "bind")
    assert len(ranking(Engine(one, USUAL)).moved) > 3
    assert len(calls) == 1


def test_types_and_phases_follow_the_numbers_that_vary(tmp_path: Path) -> None:
    path = tmp_path / "types.yaml"
    path.write_text(SETS_NUMBERS, "utf-8")
    engine, odds = Engine(negotiate.load(str(path)), ("equilibria",)), 0.25
    for value in (1.0, 4.0):
        anew = negotiate.load(str(path), set={"stake": value, "often": odds})
        known = engine.varied({"stake": value, "often": odds})
        pairs = zip((*known.profiles, *known.phases), (*anew.profiles, *anew.phases), strict=True)
        for one, other in pairs:
            assert [
                each.name
                for each in fields(one)
                if getattr(one, each.name) != getattr(other, each.name)
            ] == []
        assert [one.parameters["stake"].value for one in known.phases] == [value, value]
        assert engine.at({"stake": [value]}) == Engine(
            negotiate.load(str(path)), ("equilibria",)
        ).at({"stake": [value]})


SETS_NUMBERS = """\
format: 1
title: Numbers under types and phases
players: [a, b]
parameters:
  stake: {value: 2, range: [0, 5]}
  often: {value: 0.5, range: [0, 1]}
  fond: 1
issues:
  x: {decided_by: a, options: [xl, xr]}
  y: {decided_by: b, options: [yl, yr]}
status_quo: {x: xl, y: yl}
payoffs:
  a: {own: {expr: "if(x == xl, stake, 2)"}}
  b: {own: {expr: "if(y == yl, fond, stake)"}}
types:
  b:
    cool: {odds: often, set: {fond: 1}}
    keen: {odds: 1 - often, set: {fond: 3}}
repeat:
  phases:
    calm: {}
    storm: {set: {fond: 2}}
"""


@pytest.mark.parametrize("name", ["classics/travellers-dilemma", TYPES])
def test_each_distinct_game_is_solved_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nobody talks, and as what no deal brings, it is one game; and odds of types are in no
    payoff.
    """
    calls = counted(monkeypatch, registry, "solve")
    engine = Engine(negotiate.load(name), USUAL)
    engine.at({"bonus" if name != TYPES else "stake": [2.0, 2.0, 3.0]})
    games = {game.payoffs.tobytes() for game, *_ in calls}
    assert len(calls) == len(games) == (2 if name != TYPES else 4)


def test_odds_of_types_make_another_game_of_the_same_payoffs() -> None:
    one, values = negotiate.load("classics/beer-quiche"), [0.1, 0.9]
    together = Engine(one, ("equilibria",)).at({"weak_odds": values})["equilibria"]
    alone = [negotiate.load("classics/beer-quiche", set={"weak_odds": value}) for value in values]
    assert together == [Engine(each, ("equilibria",)).now["equilibria"] for each in alone]
    assert len({*together}) == len(values)


def test_games_that_share_payoffs_and_not_words_are_two(tmp_path: Path) -> None:
    path = tmp_path / "level.yaml"
    path.write_text(LEVEL, "utf-8")
    reading = Reading(str(path))
    for option in ("yl", "yr", "yl"):
        one = reading.scenario({}, None, {"y": option})
        (found,) = solve_once(one, one.alone()).profiles
        assert isinstance(found, Equilibrium)
        assert found.choices["y"] == option


LEVEL = """\
format: 1
title: Nothing hangs on y
players: [a, b]
issues:
  x: {decided_by: a, options: [xl, xr]}
  y: {decided_by: b, options: [yl, yr]}
status_quo: {x: xl, y: yl}
payoffs:
  a: {own: {amount: 1, when: x == xr}}
  b: {own: {amount: 1, when: x == xr}}
"""


@pytest.mark.parametrize(
    "name", ["europe/brexit-2019", "trade/electric-cars-2026", "tests/no_order.yaml", BIKES]
)
def test_what_cannot_happen_and_amounts_of_terms_vary_in_batches(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, Engine, "varied")
    ranking(Engine(negotiate.load(name), USUAL))
    assert calls == []


BARRED = """\
format: 1
title: Some of it cannot happen
players: [a, b]
parameters: {t: {value: 0, range: [0, 6]}}
issues:
  x: {decided_by: a, options: [stay, go, run]}
  z: {decided_by: a, options: [low, high]}
  y: {decided_by: b, options: [stay, go]}
status_quo: {x: stay, y: stay, z: low}
infeasible: ["x == run and z == high"]
payoffs:
  a:
    own: {expr: "if(x == go, t - 2, 0) + if(x == run, t - 1.5, 0)"}
    high: {expr: "if(z == high, 1, 0)"}
  b:
    own: {expr: "if(y == go, 1, 0) + if(x == run, 2, 0)"}
"""


def test_what_cannot_happen_is_not_chosen_in_batches_either(tmp_path: Path) -> None:
    path = tmp_path / "barred.yaml"
    path.write_text(BARRED, "utf-8")
    engine, values = Engine(negotiate.load(str(path)), USUAL), [0.0, 1.0, 2.5, 3.5, 4.5, 6.0]
    assert engine.fits(["t"])
    found = engine.at({"t": values})
    for place, value in enumerate(values):
        alone = Engine(negotiate.load(str(path), set={"t": value}), USUAL).now
        here = {name: column[place] for name, column in found.items()}
        assert {k: v for k, v in here.items() if isinstance(v, str)} == {
            k: v for k, v in alone.items() if isinstance(v, str)
        }
        assert [v for v in here.values() if not isinstance(v, str)] == pytest.approx(
            [v for v in alone.values() if not isinstance(v, str)]
        )


# No more than there is time.


@pytest.mark.parametrize("name", [TYPES, "us-china/phase-one-2020"])
def test_without_time_the_answer_comes_and_says_what_was_not_looked_at(name: str) -> None:
    found = within(name, 0)
    every = sum(len(one.axis.values) for one in found.moved)
    assert sum(one.untried for one in found.moved) == every
    assert not any(one.whole or one.flips for one in found.moved)
    last = list(report_of(found, Look()).walk())[-1]
    assert "Not looked at within" in last.text
    assert last.text.endswith("`--all` looks at everything.")


def test_more_time_shows_more_and_in_the_end_the_same_as_without_a_limit() -> None:
    whole = ranking(Engine(negotiate.load(TYPES), USUAL))
    assert whole.budget is None
    known = {
        one.axis.name: {(flip.indicator, flip.before, flip.after) for flip in one.flips}
        for one in whole.moved
    }
    untried = []
    for looks in (4, 20, 40):
        found = within(TYPES, looks)
        untried.append(sum(one.untried for one in found.moved))
        assert found.budget == looks + 0.5
        for one in found.moved:
            assert {(flip.indicator, flip.before, flip.after) for flip in one.flips} <= known[
                one.axis.name
            ]
            for flip in one.flips:
                if isinstance(flip, Between):
                    (exact,) = (
                        own
                        for other in whole.moved
                        for own in other.flips
                        if own.parameter == flip.parameter
                    )
                    assert flip.low <= float(exact.at) <= flip.high
    assert untried == sorted(untried, reverse=True)
    enough = within(TYPES, 10_000)
    assert (enough.budget, [one.flips for one in enough.moved]) == (
        None,
        [one.flips for one in whole.moved],
    )


def test_values_are_tried_from_the_ends_inwards_and_all_numbers_alike() -> None:
    found, whole = within(TYPES, 6), ranking(Engine(negotiate.load(TYPES), USUAL))
    assert sorted(len(one.axis.values) - one.untried for one in found.moved) == [2, 2, 2]
    ends = {one.axis.name: (one.least, one.most) for one in whole.moved}
    assert {one.axis.name: (one.least, one.most) for one in found.moved} == ends


def places(found: Ranking) -> Sequence[str]:
    return [block.text for block in report_of(found, Look()).walk() if isinstance(block, Sentence)]


def test_what_was_not_tried_is_not_claimed() -> None:
    assert places(within(TYPES, 0))[0].endswith("changes an answer at the values that were tried.")
    assert (
        places(ranking(Engine(negotiate.load("classics/orange"), USUAL)))[0].endswith("`.") is True
    )


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seconds are over whenever somebody looks at the clock."""
    clock = count(step=3)
    monkeypatch.setattr(side_by_side, "process_time", lambda: float(next(clock)))


@pytest.mark.usefixtures("no_time")
def test_people_wait_two_seconds_and_data_are_whole(capsys: pytest.CaptureFixture[str]) -> None:
    name, left = "classics/orange", "Not looked at within two seconds: "
    for words in (["whatif", name], ["whatif", name, "--plain"], ["whatif", name, "--markdown"]):
        assert left in " ".join(ask(capsys, *words).out.split()), words
    assert left not in ask(capsys, "whatif", name, "--all").out
    found = json.loads(ask(capsys, "whatif", name, "--json").out)
    assert found["budget"] is None
    assert all(one["whole"] for one in found["moved"])
    assert "at the values that were tried" in " ".join(ask(capsys, "report", name).out.split())
    assert "at the values that were tried" not in " ".join(
        ask(capsys, "report", name, "--json").out.split()
    )
