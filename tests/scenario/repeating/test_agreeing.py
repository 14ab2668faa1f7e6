"""What is agreed and what punishes where a file does not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.model.repeat import Repeat
from negotiate.repeated.again import best_for_the_least, harshest
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.scenario import Scenario
from tests.scenario.played_again import DILEMMA
from tests.scenario.repeating.plain_agreement import (
    plain_agreement,
    plain_punishment,
    possible,
    random_table,
)
from tests.scenario_strategies import load
from tests.walks import seeds

HAWKS: dict[str, Any] = {
    **DILEMMA,
    "matrix": {
        "hawk": {"hawk": [-1, -1], "dove": [2, 0]},
        "dove": {"hawk": [0, 2], "dove": [1, 1]},
    },
}


def labels(game: RepeatedGame, places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(row[place].label for row, place in zip(game.stage.strategies, places, strict=True))


def test_both_are_what_loops_over_packages_find() -> None:
    for seed in range(150):
        game = random_table(seed)
        said = {0: possible(game)[-1][0]} if seed % 3 == 0 else {}
        agreement = best_for_the_least(game, said)
        assert agreement == plain_agreement(game, said), seed
        found = harshest(game, agreement, {})
        assert found == tuple(
            plain_punishment(game, agreement, player) for player in range(game.n_players)
        ), seed
        assert harshest(game, agreement, {0: 0}) == (0, *found[1:]), seed


@pytest.mark.parametrize("seed", seeds(20))
def test_no_unit_and_no_zero_of_payoffs_counts(seed: int) -> None:
    game = random_table(seed)
    by = (slice(None), *[None] * game.n_players)
    rng = np.random.default_rng(seed)
    scaled = (
        game.payoffs * rng.uniform(0.1, 90, game.n_players)[by]
        + rng.uniform(-5, 5, game.n_players)[by]
    )
    other = replace(game, payoffs=scaled)
    agreement = best_for_the_least(game, {})
    assert best_for_the_least(other, {}) == agreement
    assert harshest(other, agreement, {}) == harshest(game, agreement, {})


def test_cents_beside_a_hundred_million_are_no_tie() -> None:
    table = [[-1e8, 0.0], [0.05, -1e8]]
    game = NormalFormGame.from_arrays(table, table)
    assert best_for_the_least(game, {}) == (1, 0)
    threat = NormalFormGame.from_arrays([[1e8, 0], [0, 0], [0, 0]], [[1e8, 0], [0, 0], [0.05, 0]])
    assert harshest(threat, (0, 0), {1: 1})[0] == 1
    rounded = NormalFormGame.from_arrays(
        [[1e8, 0], [0, 0], [0, 0]], [[1e8, 0], [0.1 + 0.2, 0], [0.3, 0]]
    )
    assert harshest(rounded, (0, 0), {1: 1})[0] == 2


def week_after_week(name: str) -> Scenario:
    """A shipped scenario, and no word of it but that it is played again."""
    return replace(negotiate.load(name), repeat=Repeat(period="a week"))


@pytest.mark.parametrize(
    ("name", "agreed", "punishing"),
    [
        ("classics/prisoners-dilemma", ("cooperate", "cooperate"), ("defect", "defect")),
        ("classics/stag-hunt", ("stag", "stag"), ("hare", "hare")),
        ("classics/chicken", ("swerve", "swerve"), ("straight", "straight")),
        ("classics/hawk-dove", ("dove", "dove"), ("hawk", "hawk")),
        ("classics/deadlock", ("arm", "arm"), ("arm", "arm")),
        ("classics/nash-demand", ("5", "5"), ("10", "10")),
        ("classics/travellers-dilemma", ("100", "100"), ("2", "2")),
        ("classics/centipede", ("pass", "pass"), ("take_at_1", "take_at_2")),
    ],
)
def test_famous_games_are_kept_and_broken_as_everybody_tells_them(
    name: str, agreed: tuple[str, ...], punishing: tuple[str, ...]
) -> None:
    game = week_after_week(name).again()
    assert labels(game, game.cooperate) == agreed
    assert labels(game, game.punish) == punishing


def test_an_offer_is_fair_where_nobody_says_what_is_agreed() -> None:
    game = week_after_week("classics/ultimatum").again()
    assert game.stage.payoffs[(slice(None), *game.cooperate)].tolist() == [5, 5]
    assert game.stage.payoffs[(slice(None), *game.punish)].tolist() == [0, 0]


def test_what_is_taken_is_told_where_it_is_not_what_stands_first_and_last() -> None:
    notes = " ".join(load(HAWKS).again().notes)
    agreed = (
        "the file names no agreement, so (dove, dove) is assumed, the best for the player who "
        "gains least."
    )
    punishes = (
        "the file names no punishment, so (hawk, hawk) is assumed, because it holds the "
        "payoffs of the others lowest."
    )
    assert f"{agreed} `repeat.agreement` names another" in notes
    assert f"{punishes} `repeat.punishment` names another" in notes
    with_words = {**HAWKS, "repeat": {"agreement": {"north": "dove", "south": "dove"}}}
    notes = " ".join(load(with_words).again().notes)
    assert f"{punishes} `repeat.punishment` names another" in notes
    assert "names no agreement" not in notes
    assert not any("the file names no" in note for note in load(DILEMMA).again().notes)


def test_what_the_file_says_is_taken_and_the_rest_is_found_beside_it() -> None:
    game = load(
        {**HAWKS, "repeat": {"agreement": {"north": "hawk"}, "punishment": {"south": "dove"}}}
    ).again()
    assert labels(game, game.cooperate) == ("hawk", "dove")
    assert labels(game, game.punish) == ("hawk", "dove")
    postures = {"north": {"war": {"north": "hawk"}, "peace": {"north": "dove"}}}
    named = load({**HAWKS, "repeat": {"postures": postures}}).again()
    assert labels(named, named.cooperate) == ("war", "dove")
    assert labels(named, named.punish) == ("peace", "hawk")


def test_who_decides_alone_keeps_what_is_best_for_it_and_punishes_nobody() -> None:
    issues = {"toll": {"decided_by": "a", "options": [0, 1, 2]}}
    payoffs = {"a": {"t": {"expr": "toll"}}, "b": {"t": {"expr": "-toll"}}}
    written = {
        "format": 1,
        "title": "x",
        "players": ["a", "b"],
        "issues": issues,
        "payoffs": payoffs,
    }
    game = load({**written, "repeat": {"period": "a year"}}).again()
    assert game.cooperate == game.punish == (2, 0)
    assert game.certify("grim", "grim").subgame_perfect
    assert any("only a decides anything alone" in note for note in game.notes)


def test_where_nobody_decides_anything_there_is_nothing_to_keep() -> None:
    for found in (
        negotiate.load("classics/orange"),
        load(DILEMMA, fix={"north": "more", "south": "share"}),
    ):
        with pytest.raises(UnsuitableGame, match="no player decides anything alone here") as raised:
            found.again()
        assert "negotiate deal" in str(raised.value.hint)
    one = {
        "postures": {"north": {"keep": {"north": "share"}}, "south": {"keep": {"south": "share"}}}
    }
    with pytest.raises(UnsuitableGame, match="no player has more than one posture"):
        load({**DILEMMA, "repeat": one}).again()


@pytest.mark.parametrize("seed", range(6))
def test_of_many_strategies_those_are_kept_that_agree_and_punish(seed: int) -> None:
    rng = np.random.default_rng(seed)
    options = [f"o{k}" for k in range(8)]
    tables = {
        p: {o: dict(zip(options, map(float, rng.integers(0, 20, 8)), strict=True)) for o in options}
        for p in "ab"
    }
    written = {
        "format": 1,
        "title": "x",
        "players": ["a", "b"],
        "issues": {f"by_{p}": {"decided_by": p, "options": options} for p in "ab"},
        "payoffs": {p: {"t": {"by": ["by_a", "by_b"], "values": tables[p]}} for p in "ab"},
    }
    found = load(written)
    game, whole = found.again(), found.alone()
    agreement = best_for_the_least(whole, {})
    punishment = harshest(whole, agreement, {})
    assert labels(game, game.cooperate) == tuple(options[k] for k in agreement)
    assert labels(game, game.punish) == tuple(options[k] for k in punishment)
    assert all(len(row) <= 6 for row in game.stage.strategies)
