"""Deals that are put to the vote: who may say yes, what passes, and what looking ahead makes of
it.
"""

from __future__ import annotations

import asyncio
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from negotiate import load
from negotiate.classroom.faces import seat_view
from negotiate.classroom.robots import Robots
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.play.opponents import Session
from negotiate.play.review import review
from negotiate.play.table import Seat, Table, new_table
from negotiate.play.views import view, weighed
from negotiate.play.vote import NO, YES, Agenda, Vote
from negotiate.report.plain import plain
from tests.classroom.classes import joined, lesson

WAR, CLASS = "us-china/trade-war-2018-20", "us-china/beijing-2018-class"


def voted(name: str, ballots: str, path: Path | None = None) -> Table:
    """A vote in which every seat said so in turn: `yn yy` for two votes of two seats."""
    table = new_table(load(name), lens="vote", path=path)
    for votes in ballots.split():
        for seat, word in zip(table.form.seats, votes, strict=True):
            table.do(seat, {"choose": YES if word == "y" else NO})
    return table


def words(table: Table, seat: str) -> str:
    return " ".join(plain(view(table, seat).report, True))


def test_the_first_deal_to_which_all_say_yes_is_signed() -> None:
    table = voted(WAR, "yn yy")
    form = table.form
    assert isinstance(form, Vote)
    assert (table.state["end"], table.state["offer"], table.ended) == ("deal", form.agenda[1], True)
    true = form.true(table.state)
    assert table.form.payoffs(table.state) == pytest.approx(
        true.payoffs_of([true.index(form.agenda[1])])[:, 0]
    )


def test_where_nothing_passes_there_is_no_deal() -> None:
    table = voted(WAR, "yn ny nn")
    assert (table.state["end"], table.state["offer"], table.result()) == ("failed", None, "none")
    form, payoffs = table.form, table.form.payoffs(table.state)
    assert isinstance(form, Vote)
    assert payoffs is not None
    assert payoffs.tolist() == form.true(table.state).disagreement.tolist()


def test_a_vote_is_secret_until_all_have_voted() -> None:
    table = new_table(load(WAR), lens="vote")
    first, second = table.form.seats
    before = words(table, second)
    event = table.do(first, {"choose": NO})
    assert (event["sees"], words(table, second)) == ([first], before)
    table.do(second, {"choose": YES})
    assert "In the last vote" in words(table, second)


def test_whoever_never_signs_a_deal_can_only_say_no() -> None:
    table = new_table(load("us-china/phase-one-2020"), lens="vote")
    form = table.form
    assert isinstance(form, Vote)
    refused = [
        (seat, package)
        for seat in form.seats
        for k in range(form.problem.count)
        if form.crossed(form.problem, k, form.problem.keys.index(seat))
        for package in [{key: form.problem.package(k)[key] for key in form.problem.issues}]
    ]
    seat, package = refused[0]
    state = table.state | {"offer": package}
    assert form.choices(state, seat).options == (NO,)
    with pytest.raises(IllegalAction):
        form.play(state, seat, {"choose": YES})
    assert all(form.choices(table.state, one).options == (YES, NO) for one in form.seats)


def test_a_scenario_without_a_deal_that_all_would_sign_has_nothing_to_vote_on() -> None:
    with pytest.raises(UnsuitableGame, match="nothing to vote on"):
        new_table(load("classics/deadlock"), lens="vote")


def test_as_many_deals_are_put_to_the_vote_as_are_asked_for() -> None:
    form = new_table(load(WAR), lens="vote", rounds=2).form
    assert isinstance(form, Vote)
    assert len(form.agenda) == 2
    assert len({tuple(one.items()) for one in form.agenda}) == 2


@pytest.mark.parametrize("name", [WAR, CLASS, "us-china/phase-one-2020"])
def test_looking_ahead_no_seat_has_a_better_plan(name: str) -> None:
    """Against all plans of one seat, the others voting as they look ahead."""
    table = new_table(load(name), lens="vote")
    form = table.form
    assert isinstance(form, Vote)
    true = form.true(table.state)
    ahead = Agenda(form, table.state, ((1.0, true),))
    worth = true.payoffs_of([true.index(one) for one in form.agenda])

    def comes(plan: list[tuple[bool, ...]]) -> np.ndarray:
        passed = next((k for k in range(len(form.agenda)) if all(own[k] for own in plan)), None)
        return np.asarray(true.disagreement if passed is None else worth[:, passed])

    theirs = [
        tuple(ahead.says(k, seat) == YES for k in range(len(form.agenda))) for seat in form.seats
    ]
    assert comes(theirs) == pytest.approx(ahead.values[0])
    for place, seat in enumerate(form.seats):
        own = true.keys.index(seat)
        for other in product((True, False), repeat=len(form.agenda)):
            tried = [other if k == place else plan for k, plan in enumerate(theirs)]
            assert comes(tried)[own] <= comes(theirs)[own] + 1e-9


def test_what_a_vote_gave_away_is_told(tmp_path: Path) -> None:
    """The US refuses a deal that China takes, and nothing passes later: in hindsight it lost what
    the deal had more.
    """
    table = voted(WAR, "ny nn nn", tmp_path / "vote.jsonl")
    table.close()
    found = review(tmp_path / "vote.jsonl")
    form, us = table.form, list(table.scenario.players).index("us")
    assert isinstance(form, Vote)
    true = form.true(table.state)
    worth = true.payoffs_of([true.index(form.agenda[0])])[us, 0] - true.disagreement[us]
    first = next(step for step in found.steps if step.seat == "us")
    assert first.in_hindsight == pytest.approx(worth)
    assert (first.noun, first.number, found.secret[:7]) == ("vote", 1, "A vote ")


def test_a_deal_can_be_weighed_while_it_is_put_to_the_vote() -> None:
    table = new_table(load(WAR), lens="vote")
    form = table.form
    assert isinstance(form, Vote)
    found = weighed(table, "us", {})
    assert found is not None
    assert found.worth == pytest.approx(form.weighed(table.state, "us", form.agenda[0])[0])
    assert found.alone == pytest.approx(form.alone(table.state, "us"))


def test_phones_show_what_is_put_to_the_vote_and_robots_vote() -> None:
    found = lesson(WAR, lens="vote")
    for person in joined(found, 2):
        person.robot = True
    found.begin()
    robots = Robots(found)
    face = seat_view(found, next(iter(found.people.values())))
    assert "What is put to the vote" in face["html"]
    assert face["choices"]["options"] == (YES, NO)
    for _ in range(200):
        robots.move()
    assert not any(group.open for group in found.groups.values())


def test_a_vote_fills_the_screen() -> None:
    from negotiate.play.full_screen import Game

    table = new_table(
        load(WAR), lens="vote", seats={"us": Seat("us"), "china": Seat("china", "sincere")}
    )

    async def play() -> None:
        game = Game(Session(table))
        async with game.run_test(size=(100, 40)) as pilot:
            while not table.ended:
                await pilot.pause()
                await pilot.press("enter", "y")
                await pilot.pause()
            game.exit("left")

    asyncio.run(play())
    assert table.ended
