"""Two scenarios without numbers: levels of one order are compared, levels of two are not."""

import re
from pathlib import Path

import pytest

from negotiate import compare, load
from negotiate.comparison.levels import unlike
from negotiate.report.screen import as_text
from tests.comparison.sentences import sentences

CONFLICT = """
format: 1
title: Two without numbers
players: [ann, bob]
issues:
  bridge: {{decided_by: ann, options: [open, shut]}}
  road: {{decided_by: bob, options: [open, shut]}}
status_quo: {{bridge: shut, road: shut}}
no_deal: status_quo
prefers:
  ann: [road == open, bridge == shut]
  bob: {bob}
"""


@pytest.fixture
def write(tmp_path):
    def written(name, bob):
        path = tmp_path / f"{name}.yaml"
        path.write_text(CONFLICT.format(bob=bob))
        return load(str(path))

    return written


def test_levels_of_two_orders_are_not_compared(write):
    one, other = write("one", "[bridge == open, road == shut]"), write("other", "[road == shut]")
    assert unlike(one, other) == {"bob"}
    found = compare(one, other)
    assert found.lenses[0].unlike == {"bob"}
    assert not any(change.player == "bob" for lens in found.lenses for change in lens.moved_by)
    assert [(d.kind, d.name, d.second) for d in found.differences] == [
        ("order", "bob", ("road == shut",))
    ]
    told = " ".join(as_text(found).split())
    assert "The levels of bob come from two different orders and cannot be compared." in told
    assert "instead of" not in told
    assert "order bob bridge is open, road is shut road is shut" in told


def test_levels_of_one_order_are(write):
    one, other = (
        write("one", "[bridge == open, road == shut]"),
        write("same", "[bridge == open, road == shut]"),
    )
    assert unlike(one, other) == frozenset()
    assert compare(one, other).differences == ()
    bound = load(one.path, fix={"road": "open"})
    assert unlike(one, bound) == frozenset()


def test_who_is_better_off_is_told_without_a_figure(tmp_path):
    path = tmp_path / "toll.yaml"
    toll = (
        "{bridge: {decided_by: ann, options: [open, shut]}, toll: {decided_by: [ann, bob], "
        "options: [none, some]}}"
    )
    path.write_text(
        f"format: 1\ntitle: Toll\nplayers: [ann, bob]\nissues: {toll}\nstatus_quo: {{bridge: shut, "
        f"toll: none}}\n"
        "no_deal: status_quo\nprefers: {ann: [bridge == shut, toll == some], bob: [toll == none, "
        "bridge == open]}\n"
    )
    found = compare(load(path), load(path, fix={"toll": "some"}))
    told = " ".join(as_text(found).split())
    assert "ann is better off with the change and bob is worse off with the change" in told


VARIANTS = """
variants:
  other: {title: Other, set: {prefers.ann: [bridge == open, road == open]}}
  closed: {title: Closed, set: {infeasible: [{bridge: shut, road: shut}]}}
  money: {title: Money, set: {payoffs: {bob: {tolls: {by: bridge, values: {open: 5, shut: 0}}}}}, remove: [prefers.bob]}
"""


@pytest.mark.parametrize("variant", ["other", "closed", "money"])
def test_no_sentence_tells_how_much_better_a_level_is(write, variant):
    path = Path(write("one", "[road == shut, bridge == open]").path)
    path.write_text(path.read_text() + VARIANTS)
    found = compare(load(path), load(path, variant=variant))
    assert [term.player for lens in found.lenses for term in lens.moved_by] == []
    assert not any(lens.moved for lens in found.lenses)
    assert {(one.player, one.term) for one in found.worths.terms} == (
        {("bob", "tolls")} if variant == "money" else set()
    )
    assert not found.worths.payoffs
    told = " ".join(sentences(found))
    assert not re.search(r"gains|, by \d|is worth \d|gets|instead of|\(-?\d|larger product", told)
