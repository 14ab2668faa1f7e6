"""The full screen: keys that ask first, letters that come fast, and what stands on it at each
width.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
from collections.abc import Awaitable, Callable

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from negotiate import load
from negotiate.errors import IllegalAction
from negotiate.play.full_screen import Game, Lines, Turn, mistake
from negotiate.play.opponents import Session
from negotiate.play.table import Seat, Table, new_table

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="its event loop leaves sockets open"
)
CLASS = "us-china/beijing-2018-class"


def played(
    table: Table,
    steps: Callable[[Game, Pilot[str]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
) -> None:
    async def play() -> None:
        game = Game(Session(table))
        async with game.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(game, pilot)
            game.exit("left")

    asyncio.run(play())


def offered() -> Table:
    """The talks with an offer before China."""
    table = new_table(load(CLASS), seats={"us": Seat("us", "boulware"), "china": Seat("china")})
    table.do("us", {"offer": {"plan": "halve", "purchases": "thirty"}})
    return table


def shown(game: Game) -> str:
    """All words on the screen."""
    picture = re.sub(r"<style.*?</style>|<[^>]+>", " ", game.export_screenshot(), flags=re.DOTALL)
    return " ".join(html.unescape(picture).replace("\xa0", " ").split())


def fast(game: Game, text: str) -> None:
    """Type a text without waiting for anything in between."""
    for letter in text:
        game.post_message(Key({"=": "equals_sign", " ": "space"}.get(letter, letter), letter))


@pytest.mark.parametrize(("key", "end"), [("a", "deal"), ("r", None), ("w", "walk")])
def test_an_answer_is_given_only_after_a_question(key: str, end: str | None) -> None:
    table = offered()
    before = table.count

    async def steps(game: Game, pilot: Pilot[str]) -> None:
        for no in ("n", "escape", "enter"):
            await pilot.press(key, no)
            await pilot.pause()
            assert table.count == before
            assert not game.screen.query_one("#sure").display
        await pilot.press(key)
        assert game.screen.query_one("#sure").display
        await pilot.press("y")
        await pilot.pause()
        assert (
            next(iter(list(table.events)[before]["move"]))
            == {"a": "accept", "r": "reject", "w": "walk"}[key]
        )

    played(table, steps)
    assert (table.state["end"] or None) == end


@pytest.mark.parametrize(
    "text", ["plan=halve", "autos=open", "army=big", "walls=yes", "rny=y", "2=1"]
)
def test_no_letter_is_lost_or_obeyed_however_fast_a_line_is_typed(text: str) -> None:
    table = offered()
    before = table.count

    async def steps(game: Game, pilot: Pilot[str]) -> None:
        fast(game, text)
        await pilot.pause()
        await pilot.pause()
        assert game.screen.query_one("#line", Input).value == (text if text != "rny=y" else "y=y")
        assert table.count == before

    played(table, steps)


def test_what_is_pasted_stands_in_the_line() -> None:
    async def steps(game: Game, pilot: Pilot[str]) -> None:
        game.post_message(Paste("autos=open\nmore"))
        await pilot.pause()
        await pilot.pause()
        assert game.screen.query_one("#line", Input).value == "autos=open"

    played(offered(), steps)


def test_a_hint_that_asks_ends_with_its_question_mark() -> None:
    assert (
        mistake(IllegalAction("`a` is no issue", "did you mean `b`?"))
        == "`a` is no issue; did you mean `b`?"
    )
    assert (
        mistake(IllegalAction("`a` is no issue", "choose from `b`"))
        == "`a` is no issue; choose from `b`."
    )


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
def test_own_payoffs_of_a_matrix_game_stand_on_the_screen(size: tuple[int, int]) -> None:
    async def own(game: Game, pilot: Pilot[str]) -> None:
        said = shown(game)
        for line in (
            "What you get, by what Blue chooses",
            "You swerve straight",
            "swerve 0 -1",
            "straight 1 -10",
        ):
            assert line in said

    async def full(game: Game, pilot: Pilot[str]) -> None:
        assert "best reply" in shown(game)

    for level, steps in (("own", own), ("full", full)):
        seats = {"row": Seat("row", help=level), "column": Seat("column", "random")}
        played(new_table(load("classics/chicken"), seats=seats), steps, size)


def test_orders_are_named_as_in_the_brief() -> None:
    async def steps(game: Game, pilot: Pilot[str]) -> None:
        await pilot.press("right", "right")
        await pilot.pause()
        assert "to type: us_tariff=list_3; in your brief: 10 % on $200bn more" in shown(game)

    seats = {"us": Seat("us"), "china": Seat("china", "hold")}
    played(new_table(load("us-china/trade-war-2018-20"), seats=seats), steps, (100, 30))


def test_a_mistake_is_seen_on_a_small_screen() -> None:
    async def steps(game: Game, pilot: Pilot[str]) -> None:
        fast(game, "huawei=nothing")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert "`nothing` is no option of `huawei`; choose from" in shown(game)

    seats = {"us": Seat("us"), "china": Seat("china", "hold")}
    played(new_table(load("us-china/trade-war-2018-20"), seats=seats), steps)


def test_options_are_folded_and_not_cut() -> None:
    async def steps(game: Game, pilot: Pilot[str]) -> None:
        said = shown(game)
        assert "(today)" in said
        assert "to type: " in said

    table = new_table(load(CLASS), seats={"us": Seat("us"), "china": Seat("china", "boulware")})
    played(table, steps)


def commanded() -> Table:
    """A war game in which a person commands the United States."""
    return new_table(
        load("us-china/trade-war-2018-20"), seats={"us": Seat("us"), "china": Seat("china", "hold")}
    )


def test_nothing_is_sent_before_the_person_says_so() -> None:
    """Neither after a line that means nothing, nor by a line that means something, nor by Enter
    again and again.
    """
    table = commanded()

    async def steps(game: Game, pilot: Pilot[str]) -> None:
        before = table.count
        for line in ("huawei=nothing", "zzz=1", "huawei=listed"):
            fast(game, line)
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            await pilot.pause()
            asks = line == "huawei=listed"
            assert bool(game.screen.query_one("#sure").display) is asks
            assert ("no option" in shown(game) or "no issue" in shown(game)) is not asks
        assert "Give these orders?" in shown(game)
        assert (
            game.screen.query_one("#list", Lines)
            .get_option_at_index(1)
            .prompt.count("on the Entity List")
        )
        await pilot.press("enter", "enter", "n")
        await pilot.pause()
        assert table.count == before
        await pilot.press("enter", "y")
        await pilot.pause()
        await pilot.pause()

    played(table, steps)
    assert next(event["move"] for event in table.events if event["seat"] == "us") == {
        "order": {"huawei": "listed"}
    }


def test_a_choice_is_asked_for_by_name() -> None:
    table = new_table(
        load("classics/chicken"), seats={"row": Seat("row"), "column": Seat("column", "random")}
    )

    async def steps(game: Game, pilot: Pilot[str]) -> None:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Choose `straight`?" in shown(game)
        assert not table.ended
        await pilot.press("y")
        await pilot.pause()

    played(table, steps)
    assert table.ended


def test_what_was_wrong_is_not_said_once_it_is_mended() -> None:
    table = new_table(load(CLASS), seats={"us": Seat("us"), "china": Seat("china", "boulware")})

    async def steps(game: Game, pilot: Pilot[str]) -> None:
        await pilot.press("down", "right", "right", "enter")
        await pilot.pause()
        assert shown(game).count("never sign this") == 2
        assert not game.screen.query_one("#sure").display
        await pilot.press("down", "down", "right")
        await pilot.pause()
        assert "never sign this" not in shown(game)

    played(table, steps)


@pytest.mark.parametrize("width", [40, 50, 64, 80])
def test_the_way_out_stands_at_the_foot_of_every_screen(width: int) -> None:
    async def steps(game: Game, pilot: Pilot[str]) -> None:
        await pilot.pause()
        foot = shown(game).rpartition("Send")[2]
        assert foot.endswith("q Quit")
        assert all(word in foot for word in ("a Accept", "r Reject", "w Walk"))
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        await pilot.pause()
        assert "F3 Log q Quit" in shown(game)

    played(offered(), steps, (width, 24))


@pytest.mark.parametrize(("plan", "tone"), [("keep", "worse"), ("halve", "better")])
def test_a_deal_has_the_colour_of_what_it_is_worth_and_not_of_its_words(
    plan: str, tone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "negotiate.play.words.Weighed.__str__", lambda _: "better than nothing, worse than all"
    )

    async def steps(game: Game, pilot: Pilot[str]) -> None:
        turn = game.screen
        assert isinstance(turn, Turn)
        turn.draft.package |= {"plan": plan, "purchases": "thirty"}
        turn.weigh()
        assert turn.query_one("#worth").classes == {tone}

    played(
        new_table(load(CLASS), seats={"us": Seat("us"), "china": Seat("china", "boulware")}), steps
    )
