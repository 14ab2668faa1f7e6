"""Opponents keep to the rules, know what their seat may know, and play as theory or `deal --talks
agents` has it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.talks.offers import offers_over
from negotiate.errors import UnknownMethod, UnsuitableGame
from negotiate.play.opponents import Session, listed, opponent, opponents
from negotiate.play.rehearsals import rehearse
from negotiate.play.table import Seat, Table, new_table, resumed
from negotiate.play.talkers import Backward
from negotiate.play.talks import Talks
from negotiate.repeated.again import again
from negotiate.repeated.strategies.registry import names_of
from negotiate.report import report_of
from negotiate.scenario import Scenario

BEIJING = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")
TALKERS = [one.name for one in opponents(new_table(BEIJING, lens="deal"))]
EIGHT = (
    "equilibrium",
    "boulware",
    "conceder",
    "tit-for-tat",
    "grim",
    "bluffer",
    "logroller",
    "random",
)
OFFERED = [
    "tweak caps_off_and_tariff_cut full enforced 100",
    "keep caps_off_and_tariff_cut full enforced 64",
    "keep caps_off full enforced 64",
    "keep caps_off full enforced 100",  # more than before
    "keep caps_off full as_is 64",
    "keep caps_off full enforced 32",
    "keep joint_ventures_only full as_is 64",
    "keep caps_off full as_is 32",
    "keep joint_ventures_only full as_is 32",
    "keep caps_off full as_is 0",
    "keep joint_ventures_only full as_is 0",
]
"""What the scripted person offers for the US, one after the other."""


def seated(
    scenario: Scenario, lens: str, seed: int = 0, rounds: int | None = None, **plays: str
) -> Table:
    """A table with an opponent, or a person, in each seat."""
    seats = {key: Seat(key, name) for key, name in plays.items()}
    return new_table(scenario, lens=lens, rounds=rounds, seed=seed, seats=seats)


def scripted(table: Table, session: Session, turns: int = 10_000) -> Table:
    """Play the US from the script: sign what is worth 8, and in the end whatever is no loss."""
    session.run()
    form = table.form
    assert isinstance(form, Talks)
    while not table.ended and turns:
        state, turns = table.state, turns - 1
        made = sum("offer" in event["move"] and event["seat"] == "us" for event in table.events)
        worth = (
            float(form.worth(state, "us", [form.problem.index(state["offer"])])[0])
            if state["offer"]
            else -99.0
        )
        if worth >= 8 or (worth >= 0 and state["number"] >= form.last - 2):
            table.do("us", {"accept": True})
        elif "offer" in form.choices(state, "us").verbs:
            options = OFFERED[min(made, len(OFFERED) - 1)].split()
            table.do("us", {"offer": dict(zip(form.problem.issues, options, strict=True))})
        else:
            table.do("us", {"reject": True})
        session.run()
    return table


def against(name: str, seed: int = 3) -> Table:
    table = seated(BEIJING, "deal", seed, us="person", china=name)
    return scripted(table, Session(table))


def test_there_are_at_least_eight_and_each_says_what_it_does() -> None:
    assert set(EIGHT) <= set(TALKERS)
    for lens, name in (
        ("deal", "classics/orange"),
        ("simulate", "classics/iterated-dilemma"),
        ("tree", "classics/centipede"),
    ):
        told = opponents(new_table(negotiate.load(name), lens=lens))
        assert len({one.name for one in told}) == len(told)
        assert len(told) >= {"deal": 8, "simulate": 40, "tree": 2}[lens]
        assert all(one.says and not one.says.endswith(".") for one in told)
    assert "--against us=equilibrium" in str(
        report_of(listed(new_table(BEIJING, lens="deal"))).blocks[0]
    )


def test_opponents_end_differently() -> None:
    ends = {name: against(name).result() for name in EIGHT}
    assert len(set(ends.values())) >= 6, ends


@pytest.mark.parametrize("name", TALKERS)
def test_the_same_seed_is_the_same_game(name: str) -> None:
    first, again = against(name), against(name)
    assert list(first.events) == list(again.events)


@pytest.mark.parametrize("name", TALKERS)
def test_a_game_that_is_resumed_goes_on_as_if_it_had_not_been_left(
    name: str, tmp_path: Path
) -> None:
    seats = {"us": Seat("us"), "china": Seat("china", name)}
    table = new_table(BEIJING, lens="deal", seed=5, seats=seats, path=tmp_path / "game.jsonl")
    scripted(table, Session(table), turns=5)
    assert table.log is not None
    table.log.close()
    whole = seated(BEIJING, "deal", 5, us="person", china=name)
    scripted(whole, Session(whole))
    later = resumed(tmp_path / "game.jsonl")
    scripted(later, Session(later))
    assert later.log is not None
    later.log.close()
    assert list(later.events) == list(whole.events)


@pytest.mark.parametrize("name", TALKERS)
def test_nobody_signs_below_no_deal_or_across_its_own_line(name: str) -> None:
    table = against(name)
    assert isinstance(table.form, Talks)
    for event in table.events:
        if event["seat"] == "china" and "offer" in event["after"]:
            worth = table.form.problem.payoffs_of(
                [table.form.problem.index(event["after"]["offer"])]
            )[1, 0]
            assert worth >= table.form.problem.disagreement[1] - 1e-9
            assert not table.form.refusal(table.state, event["after"]["offer"], "china")


@pytest.mark.parametrize("name", [name for name in TALKERS if name != "equilibrium"])
def test_an_agent_knows_nothing_of_what_a_deal_is_worth_to_others(name: str) -> None:
    other = negotiate.load(
        "us-china/beijing-2018",
        variant="us_drops_mic2025",
        set={"payoffs.us.finance.full": 5, "payoffs.us.autos.caps_off": 9},
    )
    moves = []
    for scenario in (BEIJING, other):
        table = seated(scenario, "deal", 3, us="person", china=name)
        session = Session(table)
        session.run()
        for offer in OFFERED[:6]:
            if table.ended:
                break
            table.do(
                "us",
                {
                    "offer": dict(
                        zip(
                            table.form.choices(table.state, "us").issues, offer.split(), strict=True
                        )
                    )
                },
            )
            session.run()
        moves.append([event["move"] for event in table.events if event["seat"] == "china"])
    assert moves[0] == moves[1]


def test_a_bluffer_says_its_line_once_and_keeps_to_it_until_time_is_nearly_up() -> None:
    table = seated(BEIJING, "deal", 1, us="person", china="bluffer")
    session = Session(table)
    for _ in range(9):
        session.run()
        table.do("us", {"offer": {"mic2025": "tweak", "purchases": "32"}})
    session.run()
    said = [event["move"]["say"] for event in table.events if event["kind"] == "message"]
    assert said == ["We shall never accept “Made in China 2025: tweak”."]
    offers = [
        event["after"].get("offer")
        for event in table.events
        if event["seat"] == "china" and "offer" in event["move"]
    ]
    assert {offer["mic2025"] for offer in offers[:7] if offer} == {"keep"}
    assert table.state["end"] == "deal"  # given up in the end
    assert table.state["number"] > 0.8 * table.form.rounds


@pytest.mark.parametrize("rounds", [1, 2, 5])
@pytest.mark.parametrize(
    "name",
    [
        "classics/orange",
        "classics/discrete-bargaining",
        "classroom/bicycle-frames",
        "peace/camp-david-1978",
    ],
)
def test_equilibrium_is_that_of_alternating_offers_without_discounting(
    name: str, rounds: int
) -> None:
    table = new_table(negotiate.load(name), lens="deal", rounds=rounds)
    form = table.form
    assert isinstance(form, Talks)
    theory = offers_over(form.problem, (1, 1), rounds=form.last)
    looked = Backward(form, table.state, form.seats[0])
    for number, made in enumerate(theory.opened[0]):
        found = looked.expected(number)
        assert found is not None
        assert looked.worth[:, found] == pytest.approx(made.payoffs)
    played = seated(
        table.scenario, "deal", rounds=rounds, **dict.fromkeys(form.seats, "equilibrium")
    )
    Session(played).run()
    assert played.form.payoffs(played.state) == pytest.approx(theory.opened[0][0].payoffs)
    assert played.state["number"] == 1  # the first offer is signed


def test_equilibrium_walks_where_there_is_nothing_to_sign() -> None:
    table = seated(negotiate.load("europe/brexit-2019"), "deal", uk="equilibrium", eu="equilibrium")
    Session(table).run()
    assert table.state["end"] == "walk"


@pytest.mark.parametrize("name", TALKERS)
def test_private_types_and_three_seats_can_be_played(name: str) -> None:
    scenario = negotiate.load("classroom/shared-stock")
    table = seated(scenario, "deal", 2, rounds=4, norland=name, estia=name, sundal=name)
    Session(table).run()
    assert table.ended
    assert (table.result() == "none") == (table.state["end"] != "deal")


def test_any_strategy_of_simulate_plays_a_game_that_is_repeated() -> None:
    scenario = negotiate.load("classics/iterated-dilemma")
    for name in ("tit-for-tat", "tit_for_tat"):
        table = seated(scenario, "simulate", rounds=4, row="person", column=name)
        session = Session(table)
        for choice in ("cooperate", "defect", "cooperate", "cooperate"):
            session.run()
            table.do("row", {"choose": choice})
            session.run()
        assert table.result() == "AA BA AB AA"  # it answers the round before
    table = seated(scenario, "simulate", rounds=4, row="always_defect", column="punish:periods=2")
    Session(table).run()
    assert table.result() == "BA BB BB BA"
    with pytest.raises(UnknownMethod, match="nobody called `tit-for-tt`"):
        opponent("tit-for-tt", table)
    with pytest.raises(UnknownMethod, match="parameter"):
        Session(seated(scenario, "simulate", row="person", column="punish:rounds=2"))


def test_repeat_is_what_the_file_says() -> None:
    scenario = negotiate.load("us-china/trade-war-2018-19")
    game = again(scenario)
    assert game.profile  # the file says something
    named = dict(zip(game.keys, names_of(game, ()), strict=True))
    ends = []
    for plays in (named, dict.fromkeys(game.keys, "repeat")):
        table = seated(scenario, "simulate", rounds=6, **plays)
        Session(table).run()
        ends.append(table.result())
    assert ends[0] == ends[1]


def test_equilibrium_of_a_game_in_turn_is_played() -> None:
    table = seated(
        negotiate.load("classics/centipede"), "tree", first="equilibrium", second="equilibrium"
    )
    Session(table).run()
    assert table.form.payoffs(table.state) == pytest.approx([1, 0])


def test_mixed_equilibria_are_drawn() -> None:
    table = seated(
        negotiate.load("classics/matching-pennies"),
        "solve",
        rounds=400,
        row="equilibrium",
        column="equilibrium",
    )
    Session(table).run()
    shares = np.unique(table.result().split(), return_counts=True)[1] / 400
    assert shares == pytest.approx([0.25] * 4, abs=0.08)


def test_where_there_is_no_equilibrium_nobody_plays_one() -> None:
    scenario = negotiate.load("conflicts/cuba-1962")
    with pytest.raises(UnsuitableGame, match="no equilibrium") as wrong:
        Session(seated(scenario, "solve", us="equilibrium", ussr="person"))
    assert "`random`" in wrong.value.hint


def test_random_takes_everything_alike() -> None:
    table = seated(
        negotiate.load("classics/chicken"), "solve", rounds=400, row="random", column="random"
    )
    Session(table).run()
    shares = np.unique(table.result().split(), return_counts=True)[1] / 400
    assert shares == pytest.approx([0.25] * 4, abs=0.08)


def test_rehearsals_are_the_same_however_many_there_are() -> None:
    table = seated(BEIJING, "deal", 7, us="random", china="linear")
    many, few = rehearse(table, 12), rehearse(table, 5)
    codes, first = ([one.code for one in found.results.results] for found in (many, few))
    assert not Counter(first) - Counter(codes)  # the first games of many
    assert many.games == len(codes) == 12
    assert len(set(codes)) > 1
    assert many.deals == sum(code != "" for code in codes)
    assert len(table.events) == 1  # the table is left as it is


def test_rehearsals_are_told_with_their_averages() -> None:
    table = seated(
        negotiate.load("classics/iterated-dilemma"),
        "simulate",
        1,
        4,
        row="always_cooperate",
        column="always_defect",
    )
    found = rehearse(table, 3)
    assert found.payoffs == (0.0, 5.0)
    said = " ".join(str(block) for block in report_of(found).blocks)
    assert "Row is played by `always_cooperate` and Column is played by `always_defect`." in said
    assert "On average Row gets 0 and Column gets 5." in said


def test_deals_are_counted() -> None:
    scenario = replace(BEIJING, red_lines={})
    found = rehearse(seated(scenario, "deal", 1, 2, us="boulware", china="tit-for-tat"), 6)
    assert found.deals is not None
    assert f"{found.deals} of 6 games end in a deal." in str(report_of(found).blocks)


def test_a_person_takes_no_part_in_rehearsals() -> None:
    with pytest.raises(UnsuitableGame, match="no person"):
        rehearse(seated(BEIJING, "deal", us="person", china="boulware"), 2)
    with pytest.raises(UnsuitableGame, match="1 to"):
        rehearse(seated(BEIJING, "deal", us="boulware", china="boulware"), 0)


def test_rehearsals_speak_of_games_and_say_when_all_went_alike() -> None:
    scenario = negotiate.load("classics/iterated-dilemma")
    found = rehearse(
        seated(scenario, "simulate", 1, 4, row="always_cooperate", column="always_defect"), 4
    )
    assert found.alike
    assert "All 4 games went alike, for no seat leaves a move to chance." in str(
        report_of(found).blocks
    )
    for held in (found, rehearse(seated(BEIJING, "deal", 1, us="random", china="linear"), 4)):
        said = str(report_of(held).blocks)
        assert "roup" not in said
        assert "class" not in said
    one = rehearse(
        seated(negotiate.load("classics/chicken"), "solve", 1, row="random", column="random"), 1
    )
    assert "1 of 1" not in str(report_of(one).blocks)
    other = rehearse(
        seated(negotiate.load("classics/chicken"), "solve", 1, row="random", column="random"), 9
    )
    assert not other.alike
