"""What holds of every way to play: its rules, what a seat sees, who plays it, how it ends and is
looked back upon.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from negotiate import load
from negotiate.errors import IllegalAction, UnsuitableGame
from negotiate.play.forms import CHANCE, OBSERVER, THEY, YOU, Choices, Event, Move
from negotiate.play.opponents import Session, opponents
from negotiate.play.review import review
from negotiate.play.table import Seat, Table, new_table, replayed
from negotiate.play.views import brief, ending, hint, history, view, weighed
from negotiate.play.ways import WAYS
from negotiate.report import report_of
from negotiate.report.blocks import Medium
from negotiate.report.plain import plain
from negotiate.report.style import Look
from negotiate.scenario import Scenario

PLAYED = {
    "deal": ("us-china/beijing-2018-class", "us-china/trade-war-2018-20"),
    "vote": ("us-china/beijing-2018-class", "us-china/trade-war-2018-20"),
    "solve": ("classics/chicken", "classics/hawk-dove"),
    "tree": ("classics/ultimatum", "classics/beer-quiche"),
    "simulate": ("classics/iterated-dilemma",),
    "turns": ("us-china/trade-war-2018-20",),
}
"""Way to play → scenarios that can be played so; a new way names its own."""
CASES = [(way, name) for way, names in PLAYED.items() for name in names]
LEVELS = ("own", "hints", "full")
MOVES = 400
MEDIA: tuple[Medium, ...] = ("terminal", "screen", "phone")


@cache
def scenario(name: str) -> Scenario:
    return load(name)


def begun(way: str, name: str, seed: int, path: Path | None = None) -> Table:
    """A game of people, one for each level of help in turn."""
    keys = new_table(scenario(name), lens=way).form.seats
    seats = {key: Seat(key, help=LEVELS[(k + seed) % 3]) for k, key in enumerate(keys)}
    return new_table(scenario(name), lens=way, seed=seed, seats=seats, path=path)


def any_move(choices: Choices, rng: np.random.Generator) -> Move:
    """Any move of the kinds that a form offers."""
    verb = choices.verbs[int(rng.integers(len(choices.verbs)))]
    if verb == "choose":
        return {verb: choices.options[int(rng.integers(len(choices.options)))]}
    if verb in ("offer", "order"):
        return {
            verb: {key: own[int(rng.integers(len(own)))] for key, own in choices.issues.items()}
        }
    return {verb: True}


def looked_at(table: Table) -> None:
    """All that a seat may ask for, wherever a game stands."""
    form, state = table.form, copy.deepcopy(table.state)
    assert json.loads(json.dumps(table.state)) == table.state
    assert isinstance(form.progress(table.state, table.count), str)
    noun, number = form.time(table.state)
    assert bool(noun) == bool(number)
    for seat in form.seats:
        assert len(form.where(table.state)) == 2
        for medium in MEDIA:
            assert view(table, seat, medium=medium).report.blocks
        plain(history(table, seat).report, True)
        brief(table, seat)
        if seat not in table.to_move:
            continue
        choices = form.choices(table.state, seat)
        assert choices.verbs
        assert set(form.standing(table.state, choices)) <= {*choices.issues}
        if form.unhinted or table.seats[seat].help == "own":
            with pytest.raises(IllegalAction):
                hint(table, seat)
        else:
            assert hint(table, seat).report.blocks
        if form.signed(table.state) is None:
            with pytest.raises(IllegalAction):
                weighed(table, seat, {})
        else:
            weighed(table, seat, {})
    assert table.state == state, "looking changes nothing"


def over(table: Table) -> None:
    """How a game ends, for all and for each."""
    form, payoffs = table.form, table.form.payoffs(table.state)
    assert payoffs is None or payoffs.shape == (len(table.scenario.players),)
    assert (payoffs is None) == table.scenario.is_ordinal or form.signed(table.state) is not None
    assert ending(table).over
    assert plain(ending(table).report, True)
    for reader in (YOU, THEY):
        assert list(form.ending(table, reader))
        assert bool([*form.came_to(table, reader)]) == (form.signed(table.state) is not None)
    for seat in form.seats:
        assert list(form.own_ending(table, seat, True))
    if form.lettered:
        assert table.result()
    else:
        with pytest.raises(UnsuitableGame):
            table.result()


def test_every_way_to_play_is_looked_at() -> None:
    assert set(PLAYED) == set(WAYS)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("way", "name"), CASES)
def test_a_game_of_people_is_whole(way: str, name: str, seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    table = begun(way, name, seed, tmp_path / "game.jsonl")
    made: list[Event] = []
    for k in range(MOVES):
        if table.ended:
            break
        if k % 5 == 0:
            looked_at(table)
        assert set(table.to_move) <= {*table.form.seats}, "chance has moved"
        seat = table.to_move[int(rng.integers(len(table.to_move)))]
        before = copy.deepcopy(table.state)
        try:
            move = any_move(table.form.choices(table.state, seat), rng)
            table.tried(seat, move)
        except IllegalAction:  # a line of its own, or a deal that cannot happen
            assert table.state == before
            continue
        made.append(table.do(seat, move))
        assert seat in made[-1]["sees"]
        assert table.form.sentence(table, made[-1], True)
    table.close()
    again = replayed(tmp_path / "game.jsonl")
    assert again.state == table.state
    found = review(tmp_path / "game.jsonl")
    assert plain(report_of(found, Look()), True)
    assert found.over == table.ended
    if table.ended:
        over(table)
    else:
        unfinished = table.form.unfinished(table.state, table.events)
        assert unfinished is None or isinstance(unfinished, str)


@pytest.mark.parametrize(("way", "name"), CASES)
def test_everybody_who_can_play_it_plays_it_to_the_end(way: str, name: str) -> None:
    table = new_table(scenario(name), lens=way)
    kinds = opponents(table)
    assert len({one.name for one in kinds}) == len(kinds) > 1
    for kind in kinds[:6]:
        seats = {key: Seat(key, kind.name) for key in table.form.seats}
        game = new_table(scenario(name), lens=way, seed=1, seats=seats)
        Session(game).run()
        assert game.ended, kind.name
        over(game)
        assert plain(history(game, OBSERVER).report, True)


@pytest.mark.parametrize(("way", "name"), CASES)
def test_nothing_can_be_done_that_is_not_offered(way: str, name: str) -> None:
    table = begun(way, name, 0)
    seat = table.to_move[0]
    for move in (
        {"dance": True},
        {"choose": "nothing of that name"},
        {"offer": {"no such": "thing"}},
        {},
    ):
        before = copy.deepcopy(table.state)
        with pytest.raises(IllegalAction):
            table.do(seat, move)
        assert table.state == before
    assert CHANCE not in table.to_move
