"""What each page is told: what an offer is worth, what came of the talks, who is here, and nothing
out of date.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from negotiate.classroom.faces import desk, seat_view, seat_worth
from negotiate.classroom.lesson import Lesson
from negotiate.errors import IllegalAction
from negotiate.play.talks import Talks
from tests.classroom.classes import DEALS, ROUNDS, come, do, joined, lesson, ready, turn

CLASS = "us-china/beijing-2018-class"


def begun(name: str = DEALS, count: int = 4, **asked: object) -> Lesson:
    found = lesson(name, **asked)
    joined(found, count)
    found.begin()
    return found


@pytest.mark.parametrize("name", [CLASS, "classroom/bicycle-frames", "peace/camp-david-1978"])
def test_every_package_shows_its_worth_to_the_seat_that_builds_it(name: str) -> None:
    found = begun(name, 2)
    form = found.form
    assert isinstance(form, Talks)
    packages = [
        dict(zip(form.issues, some, strict=True)) for some in product(*form.issues.values())
    ]
    payoffs = form.problem.payoffs_of([form.problem.index(one) for one in packages])
    for person in found.people.values():
        own = form.problem.keys.index(person.seat)
        shown = [seat_worth(found, person, package)["worth"] for package in packages]
        np.testing.assert_allclose([one["value"] for one in shown], payoffs[own])
        assert {one["alone"] for one in shown} == {form.problem.disagreement[own]}
        for one in shown:
            than = "better than" if one["value"] > one["alone"] else "worse than"
            assert (
                f": {than if one['value'] != one['alone'] else 'as good as'} no deal ("
                in one["says"]
            )


def test_only_talks_have_packages_to_weigh() -> None:
    found = begun(ROUNDS, 2)
    with pytest.raises(IllegalAction, match="about a deal"):
        seat_worth(found, found.people[1], {})
    with pytest.raises(IllegalAction, match="no option"):
        seat_worth(begun(), begun().people[1], {"contract": "none of them"})


def test_who_signs_is_told_the_own_result_and_once_all_are_done_what_was_possible() -> None:
    found = begun(CLASS)
    ready(found)
    first, second = (
        turn(found, 1),
        next(one for one in found.people.values() if one.group == 1 and one.seat == "china"),
    )
    assert seat_view(found, first)["result"] == []
    do(found, first, {"offer": {"purchases": "thirty"}})
    do(found, second, {"accept": True})
    assert seat_view(found, first)["result"] == ["You get 22 points: worse than no deal (28)."]
    assert seat_view(found, second)["result"] == ["You get 78 points: better than no deal (60)."]
    found.end()
    told = seat_view(found, first)["result"]
    assert told[1] == "The United States would have had more without a deal."
    assert told[-1].startswith("It would have given you ")
    assert "China" not in told[-1]
    other = next(one for one in found.people.values() if one.group == 2 and one.seat == "us")
    left = seat_view(found, other)
    assert left["outcome"] == "The class is over."
    assert left["result"][:2] == [
        "Without a deal you have 28 points.",
        "There were deals that both of you would have signed.",
    ]


def test_choices_have_a_result_too() -> None:
    found = begun(ROUNDS, 2)
    ready(found)
    group = found.groups[1]
    while group.open:
        found.advance(1)
    payoffs = found.form.payoffs(group.table.state)
    assert payoffs is not None
    for person, own in (
        (found.people[group.sits[key]], k) for k, key in enumerate(found.scenario.players)
    ):
        assert seat_view(found, person)["result"] == [
            f"You get {payoffs[own]:g} a round on average."
        ]


def test_robots_keep_their_names() -> None:
    found = lesson()
    robot = found.join("Robot 1", "robot 1", robot=True)
    come(found, "Anna", "anna")
    assert [one["robot"] for one in desk(found, "url")["list"]] == [True, False]
    with pytest.raises(IllegalAction, match="a robot keeps its name"):
        found.rename(robot.number, "Anna")
    assert found.people[robot.number].name == "Robot 1"
