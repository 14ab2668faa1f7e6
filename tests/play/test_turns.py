"""War games: orders, news, rulings, the state that is carried on, and going back to a turn."""

import json
from pathlib import Path
from typing import Any

import pytest

import negotiate
from negotiate.errors import IllegalAction, ScenarioError, UnsuitableGame
from negotiate.journal import line_of
from negotiate.language import scenario_file
from negotiate.play.forms import Move
from negotiate.play.table import Seat, Table, new_table, replayed, resumed
from negotiate.play.views import brief, ending, view
from negotiate.report.plain import plain
from negotiate.scenario import Scenario
from tests.play.war_game import war_file


@pytest.fixture
def ruled(tmp_path: Path) -> Table:
    return new_table(negotiate.load(war_file(tmp_path)), path=tmp_path / "game.jsonl", umpire=True)


def orders(
    table: Table, us: dict[str, str] | None = None, china: dict[str, str] | None = None
) -> None:
    table.do("us", {"order": us or {}})
    table.do("china", {"order": china or {}})


def test_a_turn_without_an_umpire_by_hand(tmp_path: Path) -> None:
    table = new_table(negotiate.load(war_file(tmp_path)))
    orders(table, {"us_tariff": "high"})
    # tension 2 + 2; the US has 2 * 21 - 3 - 4, China 3 - 21 - 8
    assert table.state["result"]["numbers"] == {"tension": 4.0}
    assert table.state["result"]["got"] == [35.0, -26.0]
    assert table.state["injects"] == ["midterms", "incident"]
    orders(table)
    # weight 3, tension 6
    assert table.state["result"]["got"] == [54.0, -30.0]
    orders(table, {"us_tariff": "low", "truce": "on"}, {"truce": "on"})
    # truce: tension 6 - 1
    assert table.state["result"]["got"] == [9 - 3 - 5 + 5, -10 + 5]
    payoffs = table.form.payoffs(table.state)
    assert payoffs is not None
    assert payoffs.tolist() == pytest.approx([(35 + 54 + 6) / 3, (-26 - 30 - 5) / 3])
    assert table.ended


def test_what_several_decide_changes_only_where_all_order_the_same(tmp_path: Path) -> None:
    table = new_table(negotiate.load(war_file(tmp_path)))
    orders(table, {"truce": "on"})
    assert table.state["package"]["truce"] == "off"
    orders(table, {"truce": "on"}, {"truce": "on"})
    assert table.state["package"]["truce"] == "on"


def test_orders_are_secret_and_news_has_its_readers(ruled: Table) -> None:
    orders(ruled, {"us_tariff": "high"})
    assert not [event for event in ruled.seen("china") if event["seat"] == "us"]
    ruled.do("umpire", {"go": True})
    news = {
        event["move"]["inject"]: event["sees"]
        for event in ruled.events
        if event["kind"] == "inject"
    }
    assert news == {"midterms": ["us"], "incident": ["us", "china"]}
    assert [event["event"] for event in ruled.seen("umpire")] == [
        event["event"] for event in ruled.events
    ]


def test_a_seat_sees_nothing_of_what_is_meant_for_the_other(ruled: Table) -> None:
    from negotiate.play.views import history, view
    from negotiate.report.plain import plain

    marks = {"us": ("The midterms are near.", "73.19"), "china": ("91.57",)}
    ruled.do("us", {"order": {"us_tariff": "high"}})
    ruled.do("china", {"order": {}})
    ruled.do("umpire", {"rule": {"set": {"weight": "73.19"}, "says": "A ruling for all."}})
    ruled.do("umpire", {"go": True})
    for seat, other in (("us", "china"), ("china", "us")):
        shown = "\n".join(
            line
            for one in (view(ruled, seat), history(ruled, seat))
            for line in plain(one.report, True)
        )
        assert not [mark for mark in marks[other] if mark in shown], seat
    assert "The midterms are near." in "\n".join(plain(history(ruled, "us").report, True))


def test_a_brief_is_as_things_stand_and_tells_no_news_of_others(ruled: Table) -> None:
    def sheet(seat: str) -> str:
        return "\n".join(plain(brief(ruled, seat).report, everything=True))

    assert "39" in sheet("us"), "2 * 21 - 3"
    secret = sheet("china")
    orders(ruled)
    ruled.do("umpire", {"inject": "midterms"})
    assert "60" in sheet("us"), "3 * 21 - 3"
    assert sheet("china") == secret
    ruled.do(
        "umpire", {"override": {"set": {"weight": "4"}, "says": "Congress raises the stakes."}}
    )
    assert "60" in sheet("us"), "it does not count yet"
    ruled.do("umpire", {"go": True})
    assert "81" in sheet("us"), "4 * 21 - 3"
    assert "Starts at 2." in sheet("us")


def test_nobody_learns_of_a_result_before_the_umpire_lets_it_count(ruled: Table) -> None:
    orders(ruled, {"us_tariff": "high"})
    assert not [event for event in ruled.seen("us") if event["kind"] == "result"]
    ruled.do(
        "umpire",
        {"override": {"set": {"tension": "3", "cn_tariff": "high"}, "says": "China answers."}},
    )
    assert ruled.state["package"]["cn_tariff"] == "high"
    assert ruled.state["got"] == [42 - 21 - 3, -6]
    assert not [event for event in ruled.seen("us") if event["kind"] == "override"]
    ruled.do("umpire", {"go": True})
    assert ruled.state["result"]["numbers"] == {"tension": 3.0}


def test_a_ruling_sets_options_numbers_and_addresses(ruled: Table) -> None:
    ruled.do("umpire", {"rule": {"set": {"weight": "5"}, "says": "Congress raises the stakes."}})
    orders(ruled)
    assert ruled.state["got"] == [5 * 3 - 3 - 2, -4]


def test_news_by_the_umpire_sets_a_number_of_the_state(ruled: Table) -> None:
    ruled.do("umpire", {"inject": "call"})
    assert ruled.state["numbers"] == {"tension": 1.0}
    with pytest.raises(IllegalAction, match="`call` is no inject that is still to come"):
        ruled.do("umpire", {"inject": "call"})


def test_going_back_takes_another_way_and_the_log_keeps_both(ruled: Table, tmp_path: Path) -> None:
    orders(ruled, {"us_tariff": "high"})
    ruled.do("umpire", {"go": True})
    then = dict(ruled.state)
    orders(ruled, {"us_tariff": "low"})
    ruled.do("umpire", {"go": True})
    ruled.do("umpire", {"back": 2})
    assert ruled.state == then
    assert ruled.branches == 1
    assert not [event for event in ruled.events if event["after"].get("turn") == 3]
    kept = [
        json.loads(line) for line in (tmp_path / "game.jsonl").read_text("utf-8").splitlines()[1:]
    ]
    assert [event["kind"] for event in kept].count("back") == 1
    assert [event for event in kept if event["after"].get("turn") == 3]
    again = replayed(tmp_path / "game.jsonl")
    assert json.dumps(again.state) == json.dumps(ruled.state)
    assert list(again.events) == list(ruled.events)


def test_a_game_goes_on_after_it_was_left_in_the_middle_of_a_turn(
    ruled: Table, tmp_path: Path
) -> None:
    ruled.do("us", {"order": {"us_tariff": "high"}})
    assert ruled.log is not None
    ruled.log.close()
    table = resumed(tmp_path / "game.jsonl")
    assert table.to_move == ("china",)
    table.do("china", {"order": {}})
    table.do("umpire", {"go": True})
    assert table.state["turn"] == 2


@pytest.mark.parametrize(
    ("seat", "move", "said"),
    [
        ("us", {"order": {"cn_tariff": "high"}}, "`cn_tariff` is no issue that you decide"),
        ("us", {"order": {"us_tarif": "high"}}, "did you mean `us_tariff`"),
        ("us", {"order": {"us_tariff": "hihg"}}, "did you mean `high`"),
        ("us", {"accept": True}, "`accept` cannot be done now"),
        ("umpire", {"go": True}, "`go` cannot be done now"),
        ("umpire", {"override": {"set": {}, "says": "because"}}, "no result to override"),
        ("umpire", {"rule": {"set": {"weight": "5"}}}, "a ruling has a reason"),
        ("umpire", {"rule": {"set": {"wieght": "5"}, "says": "so"}}, "weight"),
        ("umpire", {"rule": {"set": {"tension": "much"}, "says": "so"}}, "`tension` is a number"),
        ("umpire", {"back": 2}, "there is no turn `2` to go back to"),
        ("umpire", {"back": "one"}, "there is no turn `one` to go back to"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    ruled: Table, seat: str, move: Move, said: str
) -> None:
    before = json.dumps(ruled.state)
    with pytest.raises(IllegalAction) as refused:
        ruled.do(seat, move)
    assert said in f"{refused.value.message}; {refused.value.hint}"
    assert json.dumps(ruled.state) == before


def test_in_turn_each_sees_the_orders_before_its_own(tmp_path: Path) -> None:
    table = new_table(negotiate.load(war_file(tmp_path), set={"turns.order": "in turn"}))
    assert table.to_move == ("us",)
    table.do("us", {"order": {"us_tariff": "high"}})
    assert [event["move"] for event in table.seen("china")] == [{"order": {"us_tariff": "high"}}]


def test_an_issue_that_cannot_be_left_stays(tmp_path: Path) -> None:
    path = Path(war_file(tmp_path))
    path.write_text(path.read_text("utf-8") + "irreversible: {us_tariff: [high]}\n", "utf-8")
    table = new_table(negotiate.load(str(path)))
    orders(table, {"us_tariff": "high"})
    with pytest.raises(IllegalAction, match="cannot leave `high`"):
        table.do("us", {"order": {"us_tariff": "low"}})


def test_orders_that_together_cannot_happen_change_nothing(tmp_path: Path) -> None:
    path = Path(war_file(tmp_path))
    path.write_text(
        path.read_text("utf-8") + "infeasible: [{us_tariff: high, cn_tariff: high}]\n", "utf-8"
    )
    table = new_table(negotiate.load(str(path)), umpire=True)
    orders(table, {"us_tariff": "high"}, {"cn_tariff": "high"})
    assert table.state["void"]
    assert table.state["package"]["us_tariff"] == "low"


def test_an_umpire_needs_turns() -> None:
    with pytest.raises(UnsuitableGame, match="an umpire rules in war games"):
        new_table(negotiate.load("classics/chicken"), umpire=True)
    with pytest.raises(UnsuitableGame, match="the scenario has no turns"):
        new_table(negotiate.load("classics/chicken"), lens="turns")


def test_the_log_of_another_ruling_is_refused(ruled: Table, tmp_path: Path) -> None:
    orders(ruled, {"us_tariff": "high"})
    path = tmp_path / "game.jsonl"
    lines = path.read_text("utf-8").splitlines()
    other = lines[-1].replace("4.0", "5.0").partition(', "check"')[0] + "}"
    path.write_bytes("\n".join([*lines[:-1], ""]).encode("utf-8") + line_of(json.loads(other)))
    with pytest.raises(
        ScenarioError, match=f"game.jsonl:{len(lines)}:1: the rules make something else"
    ):
        replayed(path)


def test_computer_seats_play_a_whole_war_game(tmp_path: Path) -> None:
    from negotiate.play.opponents import Session

    for name in ("equilibrium", "hold", "random"):
        seats = {"us": Seat("us", name), "china": Seat("china", "equilibrium")}
        table = new_table(negotiate.load(war_file(tmp_path)), seats=seats, seed=3)
        Session(table).run()
        assert table.ended
        if name == "equilibrium":  # both tariffs are dominant
            assert table.state["package"] == {
                "us_tariff": "high",
                "cn_tariff": "high",
                "truce": "off",
            }


HARD = """
format: 1
title: Two navies
players: [east, west]
issues:
  es: {decided_by: east, options: {home: 0, patrol: 1, fleet: 2}}
  ws: {decided_by: west, options: {home: 0, patrol: 1, fleet: 2}}
status_quo: {es: home, ws: home}
payoffs:
  east: {presence: {expr: 3 * (es - ws)}, risk: {expr: -tension}}
  west: {presence: {expr: 3 * (ws - es)}, risk: {expr: -tension}}
turns: {count: 4}
state: {tension: {value: 1, next: tension + es + ws - 1}}
injects:
  gone: {says: No patrols., remove: [issues.es.options.patrol]}
  fixed: {says: West stays at home., fix: {ws: home}}
  bound: {says: A fleet stays., set: {irreversible: {es: fleet}}}
  more: {says: A blockade is possible., set: {issues.es.options.blockade: 9}}
  hot: {says: Tension rises., set: {state.tension.value: 8}}
  short: {says: The game is shortened., set: {turns.count: 2}}
"""


def navies(folder: Path, more: str = "") -> Table:
    path = folder / "navies.yaml"
    path.write_text(HARD + more, "utf-8")
    return new_table(negotiate.load(str(path)), path=folder / "game.jsonl", umpire=True)


def test_news_that_takes_an_option_away(tmp_path: Path) -> None:
    table = navies(tmp_path)
    table.do("umpire", {"inject": "gone"})
    assert table.form.choices(table.state, "east").issues["es"] == ("home", "fleet")
    with pytest.raises(IllegalAction, match="`patrol` is no option of `es`"):
        table.do("east", {"order": {"es": "patrol"}})
    table.do("east", {"order": {"es": "fleet"}})
    table.do("west", {"order": {}})
    assert table.state["got"] == [6 - 2, -6 - 2]
    assert replayed(tmp_path / "game.jsonl").state == table.state


def test_an_option_in_force_that_is_taken_away_falls_back_to_today(tmp_path: Path) -> None:
    table = navies(tmp_path)
    table.do("east", {"order": {"es": "patrol"}})
    table.do("west", {"order": {}})
    table.do("umpire", {"go": True})
    table.do("umpire", {"inject": "gone"})
    assert table.state["package"]["es"] == "home"


def test_news_that_commits_an_issue_counts_at_once(tmp_path: Path) -> None:
    table = navies(tmp_path)
    table.do("east", {"order": {}})
    table.do("west", {"order": {"ws": "fleet"}})
    table.do("umpire", {"go": True})
    table.do("umpire", {"inject": "fixed"})
    assert table.state["package"]["ws"] == "home"
    with pytest.raises(IllegalAction, match="cannot leave `home`"):
        table.do("west", {"order": {"ws": "fleet"}})


def test_news_changes_what_can_be_left_what_there_is_and_how_long_it_lasts(tmp_path: Path) -> None:
    table = navies(tmp_path)
    for name in ("bound", "more", "short", "hot"):
        table.do("umpire", {"inject": name})
    assert table.state["numbers"] == {"tension": 8.0}
    assert "blockade" in table.form.choices(table.state, "east").issues["es"]
    table.do("east", {"order": {"es": "fleet"}})
    table.do("west", {"order": {}})
    table.do("umpire", {"go": True})
    assert table.form.choices(table.state, "east").issues["es"] == ("fleet",)
    table.do("east", {"order": {}})
    table.do("west", {"order": {}})
    table.do("umpire", {"go": True})
    assert table.ended


def test_a_number_of_the_state_has_one_value_however_it_is_addressed(tmp_path: Path) -> None:
    for address in ("tension", "state.tension", "state.tension.value"):
        folder = tmp_path / address
        folder.mkdir()
        table = navies(folder)
        table.do("umpire", {"rule": {"set": {address: "9"}, "says": "It rises."}})
        table.do("east", {"order": {}})
        table.do("west", {"order": {}})
        assert table.state["numbers"] == {"tension": 8.0}
        assert table.state["got"] == [-8.0, -8.0]


def test_orders_that_lead_to_no_number_are_refused_before_they_count(tmp_path: Path) -> None:
    table = navies(tmp_path)
    text = (
        (tmp_path / "navies.yaml")
        .read_text("utf-8")
        .replace("tension + es + ws - 1", "1 / (2 - es - ws)")
    )
    (tmp_path / "other.yaml").write_text(text, "utf-8")
    table = new_table(negotiate.load(str(tmp_path / "other.yaml")), path=tmp_path / "other.jsonl")
    table.do("east", {"order": {"es": "fleet"}})
    with pytest.raises(IllegalAction, match="gives no number"):
        table.do("west", {"order": {}})
    table.do("west", {"order": {"ws": "patrol"}})
    assert replayed(tmp_path / "other.jsonl").state == table.state


def test_nobody_sees_what_orders_come_to_before_it_counts(tmp_path: Path) -> None:
    from negotiate.play.views import view
    from negotiate.report.plain import plain

    table = navies(tmp_path)
    table.do("east", {"order": {"es": "fleet"}})
    table.do("west", {"order": {}})
    assert "fleet" not in "".join(plain(view(table, "west").report, True)).partition("You can")[
        0
    ].replace("home, patrol, fleet", "")


def test_an_outcome_that_cannot_happen_is_no_ruling(tmp_path: Path) -> None:
    table = navies(tmp_path, "infeasible: [es == fleet and ws == fleet]\n")
    with pytest.raises(IllegalAction, match="the scenario rules it out"):
        table.do("umpire", {"rule": {"set": {"es": "fleet", "ws": "fleet"}, "says": "so"}})
    table.do("east", {"order": {"es": "fleet"}})
    table.do("west", {"order": {"ws": "fleet"}})
    assert table.state["void"]
    assert table.state["package"] == {"es": "home", "ws": "home"}


def test_a_state_is_bound_once_whichever_table_asks_and_as_the_file_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked, whole = war_file(tmp_path), [], []
    first = new_table(negotiate.load(path))
    real, bind = scenario_file.Reading.scenario, scenario_file.bind

    def scenario(self: scenario_file.Reading, *args: Any, **words: Any) -> Scenario:
        asked.append((json.dumps(args), str(words)))
        return real(self, *args, **words)

    monkeypatch.setattr(scenario_file.Reading, "scenario", scenario)

    def bound(*args: Any) -> Any:
        whole.append(args)
        return bind(*args)

    monkeypatch.setattr(scenario_file, "bind", bound)
    second = Table(first.header, first.scenario, form=first.form)
    second.start()
    for table in (first, second):
        orders(table, {"us_tariff": "high"})
        orders(table)
    states = [one for one in asked if not one[0].startswith("[{}")]
    assert len(states) == len({*states}), "nothing is asked for twice"
    injects = {words for _, words in asked}
    assert len(whole) <= len(injects), "other numbers alone bind nothing anew"
    monkeypatch.undo()
    for state in (first.state, first._marks[2][1], first.state | {"set": {"parameters.weight": 7}}):
        found = first.form.at(state)
        anew = negotiate.load(path, set=state["set"] | state["numbers"], injects=state["injects"])
        assert found.parameters == anew.parameters
        for own in ("low", "high"):
            package = {"us_tariff": int(own == "high"), "cn_tariff": 0, "truce": 0}
            assert found.package_payoffs(package) == anew.package_payoffs(package)


def test_what_a_move_will_need_is_bound_beforehand_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = new_table(negotiate.load(war_file(tmp_path)))
    table.do("us", {"order": {"us_tariff": "high"}})
    state = json.dumps(table.state)
    for wrong in ({"order": 7}, {"order": {"us_tariff": "huge"}}, {}, {"nothing": True}):
        table.form.foresee(table.state, "china", wrong)
    table.form.foresee(table.state, "china", {"order": {}})
    assert json.dumps(table.state) == state
    monkeypatch.setattr(
        scenario_file.Reading, "scenario", lambda *args, **words: pytest.fail("bound once more")
    )
    table.do("china", {"order": {}})
    for seat in table.form.seats:
        table.form.known(table.state, seat)


def test_types_are_dealt_told_to_their_seat_alone_and_counted(tmp_path: Path) -> None:
    path = Path(war_file(tmp_path))
    path.write_text(
        path.read_text("utf-8")
        + (
            "types: {china: {mild: {odds: 0.5, set: {payoffs.china.truce.values.on: 50}}, keen: "
            "{odds: 0.5}}}\n"
        ),
        "utf-8",
    )
    found, told = negotiate.load(str(path)), {}
    for seed in range(8):
        table = new_table(found, seed=seed)
        told[table.kind("china")] = table
        page = "\n".join(plain(brief(table, "china").report, True))
        assert "What you are" in page
        assert "The teacher" not in page
        assert table.kind("china") not in "\n".join(view(table, "us").lines)
        assert f"You are of the type `{table.kind('china')}`" in "\n".join(
            view(table, "china").lines
        )
    assert set(told) == {"mild", "keen"}
    for table in told.values():
        orders(table, {"truce": "on"}, {"truce": "on"})
    assert told["mild"].state["result"]["got"][1] - told["keen"].state["result"]["got"][1] == 45
    orders(table)
    orders(table)
    assert f"China was of the type `{table.kind('china')}`." in ending(table).lines
