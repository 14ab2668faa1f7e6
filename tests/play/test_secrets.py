"""Nothing of one seat reaches another while a game is played: each secret of a scenario bears a
mark of its own.

Whatever a seat can see is searched for the marks of the others: every view, answer and hint, and at
a terminal the whole stream between two people who hand it over.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from negotiate import load
from negotiate.errors import IllegalAction
from negotiate.play.full_screen import Game, HandOver
from negotiate.play.lines import Question, typed
from negotiate.play.opponents import Session
from negotiate.play.table import HELP, Seat, Table, new_table
from negotiate.play.terminal import Front, answer_to
from negotiate.play.views import View, view
from negotiate.report import report_of
from negotiate.report.blocks import Report
from negotiate.report.plain import plain

SCENARIO = """\
format: 1
title: Two secrets
players: {ann: {name: Ann}, bob: {name: Bob}}
parameters:
  anns: {value: 21.87, range: [0, 99]}
  bobs: {value: 43.61, range: [0, 99]}
issues:
  price: {decided_by: agreement, options: [none, low, mid, high]}
status_quo: {price: none}
no_deal: status_quo
payoffs:
  ann: {gain: {by: price, values: {low: 73.19, mid: 64.27, high: 15.43}}, own: {expr: anns}}
  bob: {gain: {by: price, values: {low: 18.31, mid: 52.79, high: 91.57}}, own: {expr: bobs}}
red_lines:
  annwall: {player: ann, never: {price: high}, about: Annreason forbids it.}
  bobwall: {player: bob, never: {price: low}, about: Bobreason forbids it.}
types:
  ann:
    anneager: {odds: 0.5, set: {anns: 33.71}, about: annabout}
    anncalm: {odds: 0.5, about: annabout}
  bob:
    bobeager: {odds: 0.5, set: {bobs: 57.93}, about: bobabout}
    bobcalm: {odds: 0.5, about: bobabout}
briefs:
  public: Two people settle a price.
  ann: Annbrief, for your eyes only.
  bob: Bobbrief, for your eyes only.
"""
ALONE = """\
format: 1
title: Two choices
players: {ann: {name: Ann}, bob: {name: Bob}}
issues:
  left: {decided_by: ann, options: [annup, anndown]}
  right: {decided_by: bob, options: [bobup, bobdown]}
payoffs:
  ann:
    gain: {by: left, values: {annup: 73.19, anndown: 64.27}}
    other: {by: right, values: {bobup: 15.43, bobdown: 0}}
  bob:
    gain: {by: right, values: {bobup: 18.31, bobdown: 52.79}}
    other: {by: left, values: {annup: 91.57, anndown: 0}}
protocol:
  - {move: first, player: ann, sets: left}
  - {move: second, player: bob, sets: right, sees: []}
repeat: {period: a year}
briefs: {public: Two choices., ann: Annbrief alone., bob: Bobbrief alone.}
"""
MARKS = {
    "ann": ("annwall", "annreason", "annabout", "annbrief", "73.19", "64.27", "15.43", "33.71"),
    "bob": ("bobwall", "bobreason", "bobabout", "bobbrief", "18.31", "52.79", "91.57", "57.93"),
}
"""What a seat alone knows. Which types there are is known to all; which one a player is, to it
alone.
"""
OTHER = {"ann": "bob", "bob": "ann"}


def sums(seat: str) -> tuple[str, ...]:
    """What a seat has in all, which is as secret as what it consists of."""
    own = {"ann": (73.19, 64.27, 15.43, 0), "bob": (18.31, 52.79, 91.57, 0)}[seat]
    return tuple(
        f"{a + b:.2f}" for a in own for b in {"ann": (21.87, 33.71), "bob": (43.61, 57.93)}[seat]
    )


def marks_of(seat: str, text: str) -> list[str]:
    """The secrets of a seat that stand in a text."""
    folded = "".join(text.split()).lower()
    return [mark for mark in (*MARKS[seat], *sums(seat)) if mark in folded]


def scenario(folder: Path, text: str) -> Any:
    path = folder / "secret.yaml"
    path.write_text(text, "utf-8")
    return load(str(path))


def words(found: Any) -> str:
    report = found if isinstance(found, Report) else report_of(found)
    return "\n".join(plain(report, True))


def everything(table: Table, seat: str) -> Iterator[str]:
    """All that a seat can ask for now."""
    yield words(view(table, seat))
    packages = [{}, *({"price": one} for one in ("none", "low", "mid", "high"))]
    for name in ("brief", "log", "view", "help", "hint", "worth"):
        for package in packages if name == "worth" else [{}]:
            try:
                yield words(answer_to(table, seat, Question(name, package)))
            except IllegalAction as wrong:
                yield f"{wrong.message} {wrong.hint}"
    yield json.dumps([event["move"] for event in table.seen(seat)])


PLAYED = {
    "deal": ("price=mid", "reject", "price=mid", "say I mean it", "price=mid", "reject", "walk"),
    "simulate": ("annup", "bobdown", "anndown", "bobup", "annup", "bobup"),
    "solve": ("anndown", "bobup"),
    "tree": ("annup", "bobdown"),
}


@pytest.mark.parametrize("coach", HELP)
@pytest.mark.parametrize("lens", PLAYED)
def test_no_view_shows_a_secret_of_another_seat(lens: str, coach: str, tmp_path: Path) -> None:
    found = scenario(tmp_path, SCENARIO if lens == "deal" else ALONE)
    seats = {key: Seat(key, "person", coach) for key in ("ann", "bob")}
    table = new_table(
        found, lens=lens, rounds=3 if lens in ("deal", "simulate") else None, seats=seats
    )
    own, moved = 0, dict.fromkeys(OTHER, False)
    for line in PLAYED[lens]:
        for seat, other in OTHER.items():
            for text in everything(table, seat):
                known = marks_of(other, text)
                allowed = MARKS[other][4:] + sums(other) if coach == "full" else ()
                assert [mark for mark in known if mark not in allowed] == [], text
                own += len(marks_of(seat, text))
            if lens in ("solve", "tree") and not moved[seat]:
                chosen = " ".join(words(answer_to(table, seat, Question("log", {}))).split())
                assert f"{other.capitalize()} chooses" not in chosen
        seat = table.to_move[0]
        table.do(seat, typed(table, seat, line))
    assert own > 10


def test_a_choice_is_hidden_until_the_other_has_chosen(tmp_path: Path) -> None:
    for lens in ("solve", "simulate", "tree"):
        table = new_table(scenario(tmp_path, ALONE), lens=lens)
        table.do("ann", {"choose": "annup"})
        assert table.to_move == ("bob",)
        before = list(everything(table, "bob"))
        again = new_table(scenario(tmp_path, ALONE), lens=lens)
        again.do("ann", {"choose": "anndown"})
        assert list(everything(again, "bob")) == before


def test_nobody_can_tell_of_which_type_another_is(tmp_path: Path) -> None:
    found = scenario(tmp_path, SCENARIO)
    tables = [new_table(found, rounds=3, seed=seed) for seed in range(12)]
    for seat, other in OTHER.items():
        alike = [table for table in tables if table.state["types"][seat] == f"{seat}calm"]
        seen = [(table.state["types"][other], list(everything(table, seat))) for table in alike]
        assert {kind for kind, _ in seen} == {f"{other}calm", f"{other}eager"}
        assert all(views == seen[0][1] for _, views in seen)


# --------------------------------------------------------------------------------------------------
# one screen for two


class Stream:
    """A terminal that remembers who sat before it when something was shown."""

    def __init__(self, session: Session, lines: Iterator[str]) -> None:
        self.lines, self.shown, self.sits = lines, {"": "", "ann": "", "bob": ""}, ""
        self.front = Front(
            session, self.show, self.ask, self.clear, lambda wrong: self.show(View(Report("", ())))
        )

    def show(self, found: Any) -> None:
        self.shown[self.sits] += words(found)

    def clear(self) -> None:
        self.sits = ""

    def ask(self, prompt: str) -> str:
        self.shown[self.sits] += prompt
        if prompt.endswith("press Enter: "):
            self.sits = prompt.partition(",")[0].lower()
            return ""
        return next(self.lines)


def test_nothing_is_left_on_the_screen_that_is_handed_over(tmp_path: Path) -> None:
    asked = ["brief", "log", "worth price=mid", "help", "hint", "view"]
    lines = iter([*asked, "price=mid", *asked, "reject", *asked, "price=mid", *asked, "quit"])
    table = new_table(scenario(tmp_path, SCENARIO), rounds=3)
    stream = Stream(Session(table), lines)
    assert not stream.front.play()
    assert marks_of("ann", stream.shown[""]) == marks_of("bob", stream.shown[""]) == []
    for seat, other in OTHER.items():
        assert marks_of(other, stream.shown[seat]) == []
        assert len(marks_of(seat, stream.shown[seat])) > 5


@pytest.mark.skipif(sys.platform == "win32", reason="its event loop leaves sockets open")
def test_the_full_screen_shows_each_only_its_own(tmp_path: Path) -> None:
    shown: dict[str, str] = {"": "", "ann": "", "bob": ""}
    table = new_table(scenario(tmp_path, SCENARIO), rounds=3)
    game = Game(Session(table))

    def seen(seat: str) -> None:
        """All that is on the screen, and all that any widget of any screen holds."""
        held = [
            str(getattr(one, "value", ""))
            for screen in game.screen_stack
            for one in screen.walk_children()
        ]
        picture = re.sub(
            r"<style.*?</style>|<[^>]+>", " ", game.export_screenshot(), flags=re.DOTALL
        )
        shown[seat] += html.unescape(picture) + " ".join(held)

    async def play() -> None:
        async with game.run_test(size=(140, 60)) as pilot:
            for seat in ("ann", "bob", "ann"):
                while not isinstance(game.screen, HandOver):
                    await pilot.pause()
                seen("")
                await pilot.press("enter")
                await pilot.pause()
                for key in ("right", "right", "f2", "f3", "f1", "f1", "p"):
                    await pilot.press(key)
                    await pilot.pause()
                    seen(seat)
                await pilot.press("escape", *("r", "y") if table.state["offer"] else ("enter", "y"))
                await pilot.pause()
            while not isinstance(game.screen, HandOver):
                await pilot.pause()
            assert table.count == 4
            seen("")
            assert len(game.screen_stack) == 2
            await pilot.press("ctrl+c")

    asyncio.run(play())
    assert marks_of("ann", shown[""]) == marks_of("bob", shown[""]) == []
    for seat, other in OTHER.items():
        assert marks_of(other, shown[seat]) == []
        assert len(marks_of(seat, shown[seat])) > 2
