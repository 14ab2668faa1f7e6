"""Two scenarios without numbers: levels of one order are compared, levels of two are not."""

import pytest

from negotiate import compare, load
from negotiate.comparison.orders import unlike
from negotiate.render.display import as_text

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
    assert [(d.kind, d.name, d.second) for d in found.differences] == [("order", "bob", ("road == shut",))]
    told = " ".join(as_text(found).split())
    assert "the levels of bob stand for two orders and are not compared" in told
    assert "instead of" not in told
    assert "order bob: bridge == open, road == shut → road == shut" in told


def test_levels_of_one_order_are(write):
    one, other = write("one", "[bridge == open, road == shut]"), write("same", "[bridge == open, road == shut]")
    assert unlike(one, other) == frozenset()
    assert compare(one, other).differences == ()
    bound = load(one.path, fix={"road": "open"})
    assert unlike(one, bound) == frozenset()
    assert {change.player for change in compare(one, bound).lenses[0].moved_by} == {"ann", "bob"}
