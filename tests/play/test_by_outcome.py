"""Deals that say what holds after each outcome of an event: at every table, on every sheet, and
worth what they are.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.bargaining.contingent import contingent
from negotiate.bargaining.together import together
from negotiate.errors import IllegalAction
from negotiate.model.by_outcome import by_outcome
from negotiate.pages.debrief import debrief
from negotiate.pages.sheets import deal_form, score_sheet
from negotiate.play.table import new_table, replayed
from tests.bargaining.test_contingent import MORE
from tests.classroom.classes import come, do, lesson, ready

VENTURE = "classroom/joint-venture"
BOTH = {
    "fee.approved": "4",
    "share.approved": "50",
    "fee.refused": "none",
    "share.refused": "70",
}
WORTH = pytest.approx([17.8, 4.6])


def test_two_players_sign_a_deal_with_two_halves(tmp_path: Path) -> None:
    log = tmp_path / "venture.jsonl"
    table = new_table(negotiate.load(VENTURE), lens="deal", path=log)
    table.do("lab", {"offer": BOTH})
    table.do("factory", {"accept": True})
    assert table.form.payoffs(table.state) == WORTH
    assert table.result() == "BBAC"
    table.log.close()  # type: ignore[union-attr]  # a path was given
    assert replayed(log).state == table.state
    found = contingent(negotiate.load(VENTURE), "approval")
    assert found.deal.problem.payoffs_of([found.deal.problem.index(BOTH)])[:, 0] == WORTH
    assert found.joint[1] == pytest.approx(1.8 + 0.6)


def test_two_phones_sign_it() -> None:
    made = lesson(VENTURE)
    people = [come(made, name, name) for name in ("Ann", "Bob")]
    made.begin()
    ready(made)
    group = made.groups[1]
    seats = {one.seat: one for one in people}
    first, second = group.table.to_move[0], ({*seats} - {*group.table.to_move}).pop()
    assert do(made, seats[first], {"offer": BOTH})
    assert do(made, seats[second], {"accept": True})
    assert group.table.form.payoffs(group.table.state) == WORTH
    assert made.results() == {"1": "BBAC"}


def test_paper_has_a_line_for_each_half() -> None:
    found = debrief(negotiate.load(VENTURE), {"1": "BBAC", "2": "BBBB"})
    one, other = (result.assessment for result in found.results)
    assert one is not None
    assert other is not None
    assert one.mark.payoffs == WORTH
    assert other.mark.payoffs == pytest.approx([0.8 * 20 + 0.2 * -5 + 4, 0.4 * 20 + 0.6 * -5 - 4])


@pytest.mark.parametrize("risk", ["", "risk: {ann: 0.3}\n"], ids=["neutral", "averse"])
def test_every_package_is_worth_what_the_contingent_deal_says(tmp_path: Path, risk: str) -> None:
    """The table of a class, and what `deal --contingent` works out with the no-deal point of the
    file.
    """
    path = tmp_path / "venture.yaml"
    path.write_text(MORE.replace("coast]}", "coast], contingent_on: rain}") + risk, "utf-8")
    known = negotiate.load(str(path))
    own, wanted = together(by_outcome(known)), contingent(known, "rain").deal.problem
    assert [*own.issues] == [*wanted.issues] == ["share", "site.yes", "site.no"]
    assert own.payoffs_of(np.arange(own.count)) == pytest.approx(
        wanted.payoffs_of(np.arange(own.count))
    )
    assert own.disagreement == pytest.approx(wanted.disagreement)
    for index in range(own.count):
        names = [{claim.name for claim in one.crosses(index)} for one in (own, wanted)]
        assert names[0] == names[1]


def test_the_score_sheets_add_up_to_it() -> None:
    known = negotiate.load(VENTURE)
    problem, form = together(by_outcome(known)), deal_form(known)
    for p, player in enumerate(known.keys):
        sheet = score_sheet(by_outcome(known), player)
        assert len(sheet.tables) == 4, "a table for the fee and the share after each decision"
        for index in np.flatnonzero(problem.feasible()).tolist():
            package = problem.package(index)
            places = {issue.id: issue.places[package[issue.id]] for issue in form.issues}
            assert sheet.points(places) == pytest.approx(problem.payoffs_of([index])[p, 0])


def test_private_types_have_their_own_expectations(tmp_path: Path) -> None:
    path = tmp_path / "types.yaml"
    types = (
        "types:\n  ann:\n    rich: {odds: 0.5}\n    poor: {odds: 0.5, set: {payoffs.ann.part: "
        "{expr: 2 * share}}}\n"
    )
    path.write_text(MORE.replace("coast]}", "coast], contingent_on: rain}") + types, "utf-8")
    known = negotiate.load(str(path))
    kinds = together(by_outcome(known)).private
    assert kinds is not None
    rich, poor = (kinds().work(k) for k in range(2))
    package = {"share": "3", "site.yes": "hill", "site.no": "coast"}
    gap = [one.payoffs_of([one.index(package)])[:, 0] for one in (rich, poor)]
    assert gap[1] - gap[0] == pytest.approx([3, 0])


def test_who_forgets_the_outcome_is_told_the_issues() -> None:
    table = new_table(negotiate.load(VENTURE), lens="deal")
    with pytest.raises(IllegalAction, match="`fee` is no issue of this deal") as told:
        table.do("lab", {"offer": {"fee": "4"}})
    assert "`fee.approved`" in str(told.value.hint)


def test_files_without_such_deals_are_left_as_they_are() -> None:
    for name in ("classroom/shared-stock", "us-china/beijing-2018"):
        known = negotiate.load(name)
        assert by_outcome(known) is known
