from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.bargaining.kernels import pareto as module
from negotiate.bargaining.kernels.pareto import pareto_sums
from negotiate.errors import GameTooLarge
from tests.bargaining.kernels.drawing import block_tables, floors
from tests.reference import bargaining_arrays as plain


@given(block_tables(), st.data())
def test_all_choices_with_an_undominated_sum_are_found(tables: list[np.ndarray], data) -> None:
    floor = data.draw(st.none() | floors(len(tables[0])))
    every = plain.sums(tables)
    if floor is not None:
        every = plain.reaching(every, floor)
    keys = list(every)
    best = {keys[k]: every[keys[k]] for k in plain.undominated(list(every.values()))}
    found = pareto_sums(tables, floor)
    assert found.complete
    assert (
        dict(zip(map(tuple, found.choices.tolist()), plain.points(found.payoffs), strict=True))
        == best
    )
    assert len(found.choices) == len(best)
    assert (found.payoffs == found.points[:, found.point_of]).all()
    assert plain.points(found.points) == sorted(set(best.values()), reverse=True)
    assert found.counts.tolist() == [
        list(best.values()).count(point) for point in plain.points(found.points)
    ]


@given(block_tables(options=(1, 4)), st.integers(0, 12))
def test_of_too_many_choices_each_sum_has_its_share(tables: list[np.ndarray], limit: int) -> None:
    whole, found = pareto_sums(tables), pareto_sums(tables, limit=limit)
    listed = np.bincount(found.point_of, minlength=len(whole.counts))
    assert (found.counts == whole.counts).all()
    assert {*map(tuple, found.choices.tolist())} <= {*map(tuple, whole.choices.tolist())}
    assert (
        len({*map(tuple, found.choices.tolist())})
        == len(found.choices)
        <= max(limit, len(whole.counts))
    )
    assert found.complete == (len(found.choices) == len(whole.choices))
    share = listed.max(initial=0)
    assert (listed >= np.minimum(1, whole.counts)).all()
    assert ((listed == whole.counts) | (listed >= share)).all()


@given(block_tables(players=(2, 3), options=(1, 4)))
def test_small_chunks_find_the_same(tables: list[np.ndarray]) -> None:
    whole = pareto_sums(tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", 3)
        found = pareto_sums(tables)
    assert all(
        (one == other).all()
        for one, other in zip(whole, found, strict=True)
        if isinstance(one, np.ndarray)
    )


@pytest.mark.parametrize(("issues", "options"), [(9, 10), (30, 2), (15, 4)])
@pytest.mark.parametrize("players", [2, 3])
def test_a_thousand_million_packages(issues: int, options: int, players: int) -> None:
    random = np.random.default_rng(issues)
    tables = list(random.integers(0, 101, (issues, players, options)).astype(float))
    found = pareto_sums(tables)
    assert found.complete
    assert len(found.choices) > 10
    for weights in random.random(
        (5, players)
    ):  # the best for any mixture of interests is among them
        best = sum((weights @ table).max() for table in tables)
        assert (weights @ found.payoffs).max() == pytest.approx(best)
    one, other = tables[:3], tables[3:]
    parts = pareto_sums(one), pareto_sums(other)
    joint = pareto_sums([part.points for part in parts])
    assert (joint.points == found.points).all()
    assert joint.counts.sum() <= found.counts.sum()
    assert all(a != b for a, b in pairwise(plain.points(found.points)))


def test_ways_beyond_any_machine_number_are_counted() -> None:
    tables = [np.array([[0.0, 1.0], [1.0, 0.0]])] * 100  # whoever gives one gets one
    found = pareto_sums(tables, limit=500)
    assert found.counts.sum() == 2**100
    assert found.points.shape == (2, 101)
    assert not found.complete
    assert 101 <= len(found.choices) <= 500


@pytest.mark.parametrize(
    ("limit", "words"), [("SUMS", "points of the frontier"), ("EQUALS", "on the way")]
)
def test_what_would_not_fit_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    monkeypatch.setattr(module, limit, 1_000)
    parts = np.random.default_rng(0).integers(0, 2**40, (30, 2)).astype(float)
    with pytest.raises(GameTooLarge, match=words):
        pareto_sums([np.array([own, -own]) for own in parts])


def test_more_sums_than_can_be_looked_at_are_refused_before_they_are() -> None:
    own = np.arange(20_000.0)
    with pytest.raises(GameTooLarge, match="400,000,000 sums"):
        pareto_sums([np.array([own, -own])] * 2)
