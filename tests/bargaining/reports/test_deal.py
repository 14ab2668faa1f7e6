"""What `deal` tells: the sentences, the plane, the tables, on any screen and for any problem."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiate
from negotiate import BargainingProblem
from negotiate.bargaining.claims import Landmark
from negotiate.bargaining.deal import Deal, deal
from negotiate.language.library import shipped
from negotiate.report import report_of
from negotiate.report.blocks import Plot, Series, Table
from negotiate.report.entries import for_programs
from negotiate.report.html import page as html
from negotiate.report.json import json_of
from negotiate.report.plain import csv, plain
from negotiate.report.screen import as_text
from negotiate.report.style import Look
from negotiate.report.svg import svg, svgs
from tests.bargaining.points.random_problems import Drawn, bargaining
from tests.report.boxes import overprinted


@cache
def found(name: str, variant: str | None = None, lotteries: bool = False) -> Deal:
    return deal(negotiate.load(name, variant=variant).together(), lotteries=lotteries)


SCREEN = 41
"""Lines that a page takes at most; "about forty" for a scenario with several no-deal points and
ties.
"""


def page(answer: Deal, width: int = 80, **how: bool) -> str:
    return as_text(answer, Look(width=width, **how))


def words(answer: Deal, **how: bool) -> str:
    return " ".join(page(answer, **how).split())


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_fits_one_screen(name: str) -> None:
    lines = page(found(name)).splitlines()
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= 80


def test_no_word_of_a_picture_hides_anything() -> None:
    """Also not where groups of a class stand on marks, as in a debrief."""
    said = {}
    for name in shipped():
        plots = [block for block in report_of(found(name)).walk() if isinstance(block, Plot)]
        said[name] = [word for plot in plots for word in overprinted(svg(plot))]
        for plot in plots:
            points = [
                (x, y)
                for one in plot.series
                if not one.faint
                for x, y in zip(one.x, one.y, strict=True)
            ]
            some = points[:: len(points) // 9 + 1]
            x, y = zip(*some, strict=True)
            labels = tuple(f"{k},{k + 20}" for k in range(len(some)))
            groups = Series("deals", x, y, "◆", "path", labels=labels, beside=True)
            said[name] += overprinted(svg(replace(plot, series=(*plot.series, groups))))
    assert len(said) == len(shipped())
    assert {name: words for name, words in said.items() if words} == {}


@pytest.mark.parametrize(
    "name", ["us-china/beijing-2018", "classics/chicken", "trade/usmca-2018", "classics/orange"]
)
@pytest.mark.parametrize("everything", [False, True])
def test_a_narrow_screen_and_plain_signs_are_enough(name: str, everything: bool) -> None:
    for width in (20, 40):
        assert max(map(len, page(found(name), width, all=everything).splitlines())) <= width
    assert page(found(name), ascii=True, all=everything).isascii()


@settings(max_examples=40)
@given(bargaining(), st.sampled_from([20, 40, 80]), st.booleans(), st.booleans())
def test_any_problem_can_be_shown(
    drawn: Drawn, width: int, lotteries: bool, everything: bool
) -> None:
    answer = deal(drawn.problem, lotteries=lotteries)
    lines = page(answer, width, all=everything).splitlines()
    assert max(map(len, lines)) <= width
    assert ("There is no deal" in " ".join(" ".join(lines).split())) == (not answer.exists)
    report = report_of(answer)
    assert plain(report, everything)
    assert any(line.startswith("outcome,package,payoff ") for line in csv(report))
    assert "<table>" in html(report)


def test_the_deal_is_told_in_the_words_of_the_scenario() -> None:
    said = words(found("us-china/beijing-2018", "us_drops_mic2025"))
    assert "both would sign 96 of 192 packages. 14 of these are on the Pareto frontier" in said
    assert (
        "The Nash bargaining solution has the largest product of gains: Car making: caps off and "
        "tariff cut; Banks, "
        "brokers and insurers: full; Patents, licences and forced transfer of technology: "
        "enforced; More Chinese "
        "purchases of US goods: $100bn a year."
    ) in said
    assert "gives the United States 13.2 more than no deal and China 18.9 more." in said
    assert "Without a deal, the players play the equilibrium that `solve` finds." in said
    assert "caps_off" not in said


def test_where_there_is_none_the_claims_to_blame_and_a_way_out_are_told() -> None:
    said = words(found("us-china/beijing-2018"))
    assert "There is no deal: none of 192 packages would be signed by both." in said
    assert "There are two separate reasons. Each would be enough." in said
    assert (
        "No package satisfies China's red line `plan` and the United States' red line `demand`"
        in said
    )
    assert "Without the United States' red line `demand`, both would sign 96 packages." in said
    assert "‡ stopped by a red line" in said


def test_what_happened_is_held_against_the_deals() -> None:
    said = words(found("us-china/beijing-2018", "us_drops_mic2025"))
    assert "January 2018 is a deal on the Pareto frontier." in said
    unsigned = "China would not sign Trade war 2019 and Phase one 2020"
    assert f"{unsigned}, because China is better off without a deal." in said
    assert "Busan 2025 is the Nash bargaining solution." in words(found("us-china/busan-2025"))
    assert "Cut in half gives nobody more than no deal. 3 packages Pareto-dominate it." in words(
        found("classics/orange")
    )
    problem = BargainingProblem.from_arrays([[1, 2], [1, 2]], [1, 1])
    same = replace(problem, landmarks=(Landmark("as before", 0, problem.payoffs[:, 0]),))
    assert "As before gives nobody more than no deal" in words(deal(same))
    teaching = words(found("us-china/beijing-2018-class"))
    assert "Joint statement May 2018 is a deal, but 6 packages Pareto-dominate it." in teaching
    assert "would not sign July and August 2018, because of its red line `deficit`." in teaching
    talks = negotiate.load("trade/usmca-2018").together(signers=["us", "mexico"])
    assert "Usmca sets issues that no deal here can set." in words(deal(talks))


def test_marks_of_one_package_are_one_row() -> None:
    lines = page(found("us-china/busan-2025")).splitlines()
    (row,) = [line for line in lines if line.startswith("N ")]
    assert "Busan 2025, Nash: see above" in row
    assert not [line for line in lines if line.startswith("a ")]


def test_a_package_is_told_by_how_it_differs_and_in_full_for_programs() -> None:
    answer = found("us-china/beijing-2018", "us_drops_mic2025")
    assert "as N, but More Chinese purchases of US goods: $64bn a year" in page(answer, 160)
    told = "\n".join(plain(report_of(answer), everything=True))
    assert "as N" not in told
    assert "autos=caps_off_and_tariff_cut,finance=full,property=enforced,purchases=64" in told
    assert "Utilitarian" in words(answer, all=True)
    assert "The Pareto frontier Package" in words(answer, all=True)
    assert "The Pareto frontier Package" not in words(answer)
    for rule, _ in answer.pictured.points:
        assert f"{rule.title}: {rule.says}. {rule.reference}." in words(answer, all=True)


def test_several_no_deal_points_stand_in_a_table_with_their_deals() -> None:
    text = page(found("classics/chicken"))
    said = " ".join(text.split())
    assert (
        "`solve` finds 3 equilibria. Each could be the no-deal point, which is what the players "
        "get without a deal."
    ) in said
    assert "There is a deal under one of the 3 no-deal points." in said
    assert "The rest of this page takes no-deal point 3. `--no-deal 1` takes another." in said
    rows = [line.split() for line in text.splitlines() if line[:4] in ("1  R", "2  R", "3  a")]
    assert [row[-1] for row in rows] == ["0", "0", "1"]
    assert "equilibria, and so" not in said
    _, _, below = page(found("classics/chicken"), all=True).partition(
        "bargaining solution under each no-deal point"
    )
    assert below.splitlines()[2].split() == ["3", "Red:", "swerve;", "Blue:", "swerve", "0", "0"]


def test_one_no_deal_point_that_is_named_has_no_such_table() -> None:
    said = words(deal(negotiate.load("classics/chicken").together(no_deal=1)))
    assert "depends on" not in said
    assert "none of these gives anybody more" in said


def test_more_than_two_signers_are_said_to_be_in_the_table() -> None:
    said = words(found("trade/usmca-2018"))
    assert "all 3 would sign 14 of 171 possible packages" in said
    assert "The payoffs of Canada are in the table only." in said
    said = words(found("trade/usmca-2018"), all=True)
    assert (
        "This is about a deal of United States, Mexico and Canada. United States and Mexico may "
        "sign too"
    ) in said
    assert "--signers us,mexico" in said


def test_a_lottery_is_told_with_its_odds() -> None:
    assert (
        "a lottery of Ann's share: 0 slices (probability 0.5), or Ann's share: 19 slices "
        "(probability 0.5)."
    ) in words(found("classics/rubinstein", lotteries=True))
    sure = words(found("trade/usmca-2018", lotteries=True))
    assert (
        "data cross borders freely. The Nash" in sure
    )  # a lottery that is sure to bring one package is none
    assert "the same, but Canada's market for milk: 3.6 % of it" in sure
    assert "(probability 0.702)" in sure


def test_a_lottery_may_be_signed_where_no_package_is() -> None:
    problem = BargainingProblem.from_arrays([[0, 10], [10, 0]], [1, 1], players=["Ann", "Bob"])
    said = words(deal(problem, lotteries=True))
    assert "None of 2 packages would be signed by both, but a lottery over them would." in said
    assert "There is no deal" not in said
    assert "The Nash bargaining solution gives Ann 4 more than no deal and Bob 4 more." in said
    assert "There is no deal" in words(deal(problem))


def test_however_much_happened_each_is_marked() -> None:
    problem = BargainingProblem.from_arrays(np.arange(60.0).reshape(2, 30), [0, 0])
    marks = tuple(Landmark(f"day {k}", k, problem.payoffs[:, k]) for k in range(30))
    answer = deal(replace(problem, landmarks=marks))
    text = page(answer, all=True)
    assert all(f"Day {k}" in text for k in range(30))
    assert "… 25 more outcomes" in page(answer)


def test_a_thousand_million_packages_are_a_page(tmp_path: Path) -> None:
    names = [f"i{k}" for k in range(30)]
    lines = [
        "format: 1",
        "title: Thirty issues",
        "players: [ann, bob]",
        "no_deal: status_quo",
        "issues:",
    ]
    lines += [f"  {name}: {{decided_by: agreement, options: [old, new]}}" for name in names]
    lines += ["status_quo: {" + ", ".join(f"{name}: old" for name in names) + "}", "payoffs:"]
    for player, other in (("ann", 1), ("bob", -1)):
        lines += [f"  {player}:"]
        worths = (other * (k % 7 - 3) + 1 for k in range(30))
        lines += [
            f"    t{k}: {{by: i{k}, values: {{new: {worth}}}}}" for k, worth in enumerate(worths)
        ]
    file = tmp_path / "many.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = words(deal(negotiate.load(file).together()))
    assert "of 1,073,741,824 packages" in said
    assert "packages were added up in blocks, none left out" in said


def test_ties_are_all_rows() -> None:
    answer = found("classics/battle-of-the-sexes")
    assert (
        "Two packages tie for the Nash bargaining solution, the largest product of gains."
        in words(answer)
    )
    assert "or Anna: fight; Ben: fight" in words(answer)


def test_bare_arrays_show_themselves_and_their_deals() -> None:
    problem = BargainingProblem.from_arrays(
        [[10, 8, 5, 2], [1, 4, 6, 9]], [1, 1], players=["Ann", "Bob"]
    )
    put = " ".join(str(problem).split())
    assert (
        "There are 4 packages that both could sign. Without a deal, Ann gets 1 and Bob gets 1."
        in put
    )
    assert "Nash" not in put
    said = words(deal(problem))
    assert "both would sign 4 of 4 packages" in said
    assert (
        "gains: package 1. The Nash bargaining solution gives Ann 7 more than no deal and Bob 3 "
        "more."
    ) in said


def test_a_problem_shows_what_is_on_the_table_and_solves_nothing() -> None:
    problem = negotiate.load("us-china/beijing-2018").together()
    said = " ".join(str(problem).split())
    assert "There are 192 packages over 5 issues that both could sign." in said
    assert "Made in China 2025 keep, tweak, curb, dismantle" in said
    assert "US tariff on goods from China 3.1 %, which no deal changes" in said
    assert "The United States' red line `demand` insists: mic2025 is curb or dismantle" in said
    assert not {"zone", "frontier_of", "conflicts", "openings"} & {
        work.__name__ for work, *_ in problem.cache
    }


def test_a_curve_shows_itself() -> None:
    curve = BargainingProblem.from_curve(lambda t: (t, (1 - t**2)), [0, 0])
    assert "samples of a curve that both could sign" in " ".join(str(curve).split())
    assert "near sample" in words(deal(curve))


def test_a_player_who_does_not_sign_is_no_axis() -> None:
    problem = negotiate.load("trade/usmca-2018").together(signers=["us", "mexico"])
    text = as_text(deal(problem), Look(width=80))
    assert "Mexico (" in text
    assert "Canada (" not in text


def test_programs_get_every_rule_and_every_package_of_the_frontier() -> None:
    answer = found("us-china/beijing-2018", "us_drops_mic2025")
    report = report_of(answer)
    assert not set("│┊○●□┈") & set("".join(plain(report, everything=True)))
    first, others, frontier = (for_programs(one) for one in report.blocks if isinstance(one, Table))
    assert first[0] == others[0] == ["outcome", "package", "payoff us", "payoff china"]
    named = [row[0] for row in (*first[1:], *others[1:])]
    assert {"Nash", "Kalai–Smorodinsky", "Egalitarian"} <= set(named)
    assert {"Raiffa", "Maschler–Perles"} <= {word for name in named for word in name.split(", ")}
    assert sum("Utilitarian" in name for name in named) == 2  # a tie
    options = dict(part.split("=") for part in first[1 + named.index("Nash")][1].split(","))
    assert answer.pictured.nash is not None
    assert answer.problem.landmark(options).package == answer.pictured.nash.packages[0]
    assert [float(row[1]) for row in frontier[1:]] == pytest.approx(
        sorted(answer.pictured.frontier.payoffs[0])
    )


def test_the_plane_is_a_plot_of_every_package_and_every_mark() -> None:
    answer = found("us-china/beijing-2018", "us_drops_mic2025")
    (plot,) = (block for block in report_of(answer).blocks if isinstance(block, Plot))
    sizes = {one.name: len(one.x) for one in plot.series if one.name}
    assert sizes == {
        "refused": 96,
        "stopped by a red line": 0,
        "both would sign": 96,
        "Pareto frontier": 14,
    }
    assert [one.sign for one in plot.series if not one.name] == ["c", "b", "a", "×", "E", "K", "N"]
    (drawn,) = svgs(report_of(answer))
    assert "today, January 2018" in drawn
    assert "M" in {
        one.sign
        for block in report_of(answer, Look(all=True)).blocks
        if isinstance(block, Plot)
        for one in block.series
    }


def test_a_payoff_far_off_does_not_squeeze_the_picture() -> None:
    near = np.array([[1.0, 2, 3], [3, 2, 1]])
    alone = BargainingProblem.from_arrays(near, [0, 0])
    beside = BargainingProblem.from_arrays(np.hstack([near, [[-1e6], [0]]]), [0, 0])
    assert "1 refused package lies outside the picture" in words(deal(beside))
    drawn = [
        [line for line in page(deal(one)).splitlines() if "│" in line] for one in (alone, beside)
    ]
    assert [sum(bool(set("●N") & set(line)) for line in lines) for lines in drawn] == [3, 3]


def test_only_ways_that_why_shows_are_promised() -> None:
    said = words(found("us-china/beijing-2018"))
    assert "`--why` names another change" in said
    flagship = negotiate.load("us-china/beijing-2018").together().openings()
    whole = as_text(flagship, Look(width=80, all=True))
    assert "Without China's red line `plan`, and if China accepted less than no deal" in " ".join(
        whole.split()
    )


def test_what_cannot_happen_is_not_counted() -> None:
    answer = found("trade/usmca-2018")
    assert answer.problem.feasible_count == int(answer.problem.feasible().sum()) == 171
    said = json_of(answer)["problem"]
    assert (said["count"], said["feasible_count"]) == (432, 171)
    assert "of 171 packages" in repr(answer)
