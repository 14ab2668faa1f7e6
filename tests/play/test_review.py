"""The after-action review: who knew what, where the game turned, what decisions gave away."""

from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.play.review import review
from negotiate.play.table import new_table
from negotiate.play.views import ending
from negotiate.report import report_of
from negotiate.report.blocks import Table
from negotiate.report.plain import plain
from negotiate.report.style import Look
from tests.play.war_game import war_file


def words(path: Path) -> str:
    return "\n".join(plain(report_of(review(path), Look()), True))


def test_chicken_in_hindsight(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load("classics/chicken"), path=path)
    table.do("row", {"choose": "straight"})
    table.do("column", {"choose": "straight"})
    found = {
        step.seat: step.in_hindsight for step in review(path).steps if step.in_hindsight is not None
    }
    # swerve gives -1 against straight, and a crash -10
    assert found == {"row": pytest.approx(9), "column": pytest.approx(9)}


def test_a_refused_offer_is_regretted_by_what_it_was_worth_more(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    scenario = negotiate.load("us-china/beijing-2018", variant="us_drops_mic2025")
    table = new_table(scenario, path=path, rounds=2)
    table.do("us", {"offer": {"purchases": "100"}})
    table.do("china", {"walk": True})
    problem = scenario.together()
    offered = problem.landmark({"purchases": "100"}).payoffs
    step = next(step for step in review(path).steps if "walks away" in step.words)
    assert step.in_hindsight == pytest.approx(offered[1] - problem.disagreement[1])
    assert "In hindsight China regrets" in words(path) or "China gave away most" in words(path)


def test_the_tree_turns_where_a_move_leaves_the_equilibrium(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load("classics/entry-deterrence"), path=path)
    while not table.ended:
        seat = table.to_move[0]
        options = table.form.choices(table.state, seat).options
        table.do(seat, {"choose": options[-1]})
    found = review(path)
    worth = table.form.payoffs(table.state)
    assert worth is not None
    assert found.steps[-1].expected == pytest.approx(worth.tolist())


def test_branches_stand_side_by_side_with_who_knew_what(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(war_file(tmp_path)), path=path, umpire=True)
    for tariff in ("high", "low"):
        table.do("us", {"order": {"us_tariff": tariff}})
        table.do("china", {"order": {}})
        table.do("umpire", {"go": True})
        if tariff == "high":
            table.do("umpire", {"back": 1})
    found = review(path)
    assert [branch.package["us_tariff"] for branch in found.branches] == ["high", "low"]
    assert "branch 1\tbranch 2" in words(path)
    timeline = next(block for block in report_of(found, Look()).walk() if isinstance(block, Table))
    secret = next(row for row in timeline.rows if "orders" in str(row[1]))
    assert secret[2] == "the United States"
    assert timeline.rows[0][2] == "all", "everybody knows that the game has begun"
    # the high tariff is worth 2 * 18 more to the US, and 2 of tension less
    low = next(
        step
        for step in found.steps
        if step.words.startswith("The United States orders: us tariff: low")
    )
    assert (low.at_the_time, low.in_hindsight) == pytest.approx((34.0, 34.0))


def test_news_turns_a_war_game(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(war_file(tmp_path)), path=path)
    for _ in range(2):
        table.do("us", {"order": {"us_tariff": "high"}})
        table.do("china", {"order": {"cn_tariff": "high"}})
    turned = [step.words for step in review(path).turning]
    assert (
        "News: The midterms are near. (For the United States alone.)" in turned
    )  # the US weighs its tariff more
    assert "News: A collision at sea." not in turned  # news alone


def played(folder: Path, text: str, *orders: dict[str, dict[str, str]]) -> list[Any]:
    """The regrets of the turns of a war game without an umpire: seat, at the time, in hindsight."""
    path = folder / "game.yaml"
    path.write_text(text, "utf-8")
    table = new_table(negotiate.load(str(path)), path=folder / "game.jsonl")
    for turn in orders:
        for seat, order in turn.items():
            table.do(seat, {"order": order})
    steps = review(folder / "game.jsonl").steps
    return [(one.seat, one.at_the_time, one.in_hindsight) for one in steps if one.kind == "move"]


FEAR = """
format: 1
title: Fear
players: [east, west]
issues:
  es: {decided_by: east, options: {home: 0, fleet: 2}}
  ws: {decided_by: west, options: {home: 0, fleet: 2}}
status_quo: {es: home, ws: home}
payoffs:
  east: {own: {expr: es - 3 * t}}
  west: {own: {expr: ws - 3 * t}}
state: {t: {value: 0, next: t + es}}
"""


def test_regret_counts_the_state_as_it_is_after_the_turn(tmp_path: Path) -> None:
    # a fleet is worth 2 - 3 * 2 to East, and 2 to West
    told = played(tmp_path, FEAR + "turns: {count: 1}\n", {"east": {}, "west": {}})
    assert told == [("east", 0.0, 0.0), ("west", 2.0, 2.0)]


def test_orders_that_were_known_count_at_the_time(tmp_path: Path) -> None:
    match = """
format: 1
title: Match
players: [ana, bo]
issues: {a: {decided_by: ana, options: [l, r]}, b: {decided_by: bo, options: [l, r]}}
status_quo: {a: l, b: l}
payoffs: {ana: {own: {by: a, values: {r: 1}}}, bo: {same: {expr: 'if(a == r and b == r, 10, 0)'}}}
state: {t: {value: 0, next: t + 1}}
turns: {count: 1, order: in turn}
"""
    assert played(tmp_path, match, {"ana": {"a": "r"}, "bo": {"b": "r"}}) == [
        ("ana", 0.0, 0.0),
        ("bo", 0.0, 0.0),
    ]


def test_what_could_not_be_ordered_is_not_regretted(tmp_path: Path) -> None:
    text = FEAR.replace("es - 3 * t", "es") + "turns: {count: 1}\nirreversible: {es: home}\n"
    assert played(tmp_path, text, {"east": {}, "west": {"ws": "fleet"}})[0] == ("east", 0.0, 0.0)


def test_a_treaty_that_the_others_wanted_is_regretted(tmp_path: Path) -> None:
    treaty = """
format: 1
title: A treaty
players: [ana, bo]
issues: {treaty: {decided_by: agreement, options: ['no', 'yes']}}
status_quo: {treaty: 'no'}
payoffs: {ana: {own: {by: treaty, values: {'yes': 5}}}, bo: {own: {by: treaty, values: {'yes': 10}}}}
state: {t: {value: 0, next: t + 1}}
turns: {count: 1}
"""
    told = played(tmp_path, treaty, {"ana": {"treaty": "yes"}, "bo": {}})
    assert told == [("ana", 0.0, 0.0), ("bo", 0.0, 10.0)]


def test_an_offer_that_a_seat_may_not_sign_is_no_loss(tmp_path: Path) -> None:
    text = """
format: 1
title: A line
players: [ana, bo]
issues: {extra: {decided_by: agreement, options: [none, some]}}
status_quo: {extra: none}
no_deal: status_quo
payoffs: {ana: {own: {by: extra, values: {some: 1}}}, bo: {own: {by: extra, values: {some: 20}}}}
red_lines: {line: {player: bo, never: {extra: some}}}
"""
    path = tmp_path / "line.yaml"
    path.write_text(text, "utf-8")
    table = new_table(negotiate.load(str(path)), lens="deal", path=tmp_path / "line.jsonl")
    table.do("ana", {"offer": {"extra": "some"}})
    table.do("bo", {"walk": True})
    assert [
        one.in_hindsight for one in review(tmp_path / "line.jsonl").steps if one.seat == "bo"
    ] == [0.0]


def test_an_umpires_ruling_says_what_it_changed_and_the_turn_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(war_file(tmp_path)), path=path, umpire=True)
    table.do("umpire", {"rule": {"says": "Wait."}})
    table.do("us", {"order": {"us_tariff": "high"}})
    table.do("china", {"order": {}})
    table.do(
        "umpire",
        {"override": {"set": {"tension": 7, "us_tariff": "low"}, "says": "Two captains talk."}},
    )
    table.do("umpire", {"go": True})
    found = review(path)
    told = [step.words for step in found.steps]
    assert "The umpire rules: Wait." in told
    changed = "us tariff: low instead of high; tension 7 instead of 4"
    assert f"The umpire overrides turn 1: {changed}. Two captains talk." in told
    assert "The orders are in." not in told
    assert "ruling" in [step.kind for step in found.turning]
    assert "turn 1" in words(path).partition("What happened")[0]
    assert found.secret.startswith("Orders are secret until the turn ends.")


def test_what_was_given_away_in_a_war_game_counts_for_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(war_file(tmp_path)), path=path)
    for key in ("us", "china"):
        table.do(key, {"order": {}})
    told = words(path)
    assert (
        "The United States gave away most with this, in turn 1: The United States orders: "
        "everything stays."
    ) in told
    assert "It cost 34 points in that turn alone" in told


def test_a_repeated_game_is_told_by_rounds(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load("classics/chicken"), lens="solve", rounds=3, path=path)
    for choice in ("swerve", "straight", "straight"):
        for key in ("row", "column"):
            table.do(key, {"choose": choice})
    told = words(path)
    assert "in round 2" in told
    assert "in that round alone" in told
    assert review(path).secret == "A choice is secret until all have chosen. Then all see it."
    assert "event 5" not in told


def test_a_third_person_reads_what_was_signed(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load("classics/discrete-bargaining"), path=path)
    table.do("firm", {"offer": {"contract": "b"}})
    table.do("union", {"accept": True})
    assert review(path).outcome[0].startswith("There is a deal: ")


# Odds of the players' own -------------------------------------------------------------------------

BET = """\
format: 1
title: Bet
players: {a: {name: Anna}, b: {name: Ben}}
issues: {bet: {decided_by: a, options: [safe, risky]}, trust: {decided_by: b, options: ["no", "yes"]}}
status_quo: {bet: safe, trust: "no"}
chance: {rain: {odds: {a: {wet: 0.2, dry: 0.8}, b: {wet: 0.7, dry: 0.3}}}}
payoffs:
  a:
    x: {amount: 10, when: bet == risky and rain == dry}
    y: {amount: 4, when: bet == safe}
    z: {amount: 3, when: trust == yes}
  b: {x: {amount: 5, when: trust == yes and rain == dry}, y: {amount: 2, when: trust == no}}
protocol:
  - {move: first, player: a, sets: bet}
  - {chance: rain}
  - {move: second, player: b, sets: trust, sees: [first]}
"""


def test_who_decides_by_its_own_odds_gives_nothing_away(tmp_path: Path) -> None:
    file = tmp_path / "bet.yaml"
    file.write_text(BET, "utf-8")
    for seed in range(8):
        path = tmp_path / f"{seed}.jsonl"
        table = new_table(negotiate.load(str(file)), seed=seed, path=path)
        table.do("a", {"choose": "risky"})
        wet = [event["move"] for event in table.events if event["seat"] == "chance"][-1] == {
            "choose": "wet"
        }
        table.do("b", {"choose": "no"})
        steps = {
            step.seat: (step.at_the_time, step.in_hindsight)
            for step in review(path).steps
            if step.seat in "ab"
        }
        assert steps["a"] == (0.0, 4.0 if wet else 0.0)
        assert steps["b"] == (0.0, 0.0 if wet else 3.0), (
            "by 0.7 for rain `no` is best; in the dry `yes` had been"
        )


@pytest.mark.parametrize(
    "name", ["classics/iterated-dilemma", "classics/chicken", "classroom/bicycle-frames"]
)
def test_whoever_looks_back_is_not_taken_for_a_player(name: str, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    table = new_table(negotiate.load(name), path=path, rounds=2)
    while not table.ended:
        choices = table.form.choices(table.state, table.to_move[0])
        table.do(
            table.to_move[0],
            {"walk": True} if "walk" in choices.verbs else {"choose": choices.options[0]},
        )
    assert "you" in "".join(plain(ending(table).report, True)).lower()
    said = " ".join(review(path).outcome)
    assert said
    assert "you" not in said.lower()


def test_talks_are_judged_by_the_types_that_were_dealt(tmp_path: Path) -> None:
    file, path = tmp_path / "types.yaml", tmp_path / "types.jsonl"
    file.write_text(
        """
format: 1
title: A pie with a hungry guest
players: {host: {name: Host}, guest: {name: Guest}}
issues: {share: {decided_by: agreement, options: {0: 0, 1: 1, 2: 2}}}
status_quo: {share: 0}
payoffs:
  host: {part: {expr: 2 - share}, all: {expr: 'if(share == 0, -2, 0)'}}
  guest: {part: {expr: need * share}}
parameters: {need: {value: 10}}
types: {guest: {fed: {odds: 0.5, set: {need: 1}}, hungry: {odds: 0.5}}}
""",
        "utf-8",
    )
    table = new_table(negotiate.load(str(file)), lens="deal", path=path, rounds=2, seed=1)
    table.do("host", {"offer": {"share": "1"}})
    table.do("guest", {"accept": True})
    need = {"fed": 1, "hungry": 10}[table.kind("guest")]
    assert {step.expected[1] for step in review(path).steps} <= {0, need, 2 * need}
