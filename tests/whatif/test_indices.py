"""What answers depend on, and where they hold: functions whose indices are known, and boxes that
are known.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import negotiate
from negotiate.arrays import FloatArray
from negotiate.errors import NegotiateError, UnknownIndicator, UnsuitableGame
from negotiate.whatif.indices import (
    LEVELS,
    PLANS,
    STEP,
    ElementaryEffects,
    Method,
    SobolIndices,
    indices,
)
from negotiate.whatif.points import Axis
from negotiate.whatif.regions import regions
from tests.cli.shell import FLAGSHIP, ask

EXTRA = ("SALib", "sklearn")


@pytest.fixture
def sensitivity() -> None:
    for name in EXTRA:
        pytest.importorskip(name, reason="the extra `sensitivity` is not installed")


def scenario(
    folder: Path, formula: str, parameters: Mapping[str, str], *, deal: str = "1", more: str = ""
) -> negotiate.Scenario:
    """Without a deal the first player gets a formula of the parameters; a deal is worth something
    to both or not.
    """
    text = [
        "format: 1",
        "title: A formula",
        "players: [a, b]",
        "parameters:",
        *(f"  {name}: {{value: 0.5, {uncertain}}}" for name, uncertain in parameters.items()),
        more,
        "issues:",
        "  pact: {options: [none, signed], decided_by: agreement}",
        "status_quo: {pact: none}",
        "no_deal: status_quo",
        "payoffs:",
        "  a:",
        f"    worth: {{expr: '{formula}'}}",
        f"    gain: {{expr: '{deal}', when: pact == signed}}",
        "  b: {gain: {amount: 1, when: pact == signed}}",
    ]
    path = folder / "file.yaml"
    path.write_text("\n".join(filter(None, text)) + "\n", "utf-8")
    return negotiate.load(str(path))


def sobol(one: negotiate.Scenario, indicator: str = "no_deal.a", **more: Any) -> SobolIndices:
    found = indices(one, method="sobol", **more).indicators[indicator]
    assert isinstance(found, SobolIndices)
    return found


UNIT = "range: [0, 1]"


def ishigami(shares: FloatArray) -> FloatArray:
    """Ishigami and Homma (1990), with 7 and 0.1."""
    x, y, z = (2 * np.pi * shares - np.pi).T
    return np.asarray(np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))


def g(shares: FloatArray) -> FloatArray:
    """Saltelli and Sobol' (1995), with eight numbers."""
    sizes = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    return np.asarray(((np.abs(4 * shares - 2) + sizes) / (1 + sizes)).prod(axis=1))


def morris_test(shares: FloatArray) -> FloatArray:
    """Morris (1991), section 4, with coefficients of alternating sign where he draws them."""
    w = 2 * (shares - 0.5)
    for k in (2, 4, 6):
        w[:, k] = 2 * (1.1 * shares[:, k] / (shares[:, k] + 0.1) - 0.5)
    found = w @ np.where(np.arange(20) < 10, 20.0, (-1.0) ** np.arange(1, 21))
    for i, j in combinations(range(20), 2):
        found += (-15.0 if j < 6 else (-1.0) ** (i + j)) * w[:, i] * w[:, j]
    for three in combinations(range(5), 3):
        found -= 10 * w[:, three].prod(axis=1)
    return np.asarray(found + 5 * w[:, :4].prod(axis=1))


FUNCTIONS: Mapping[str, tuple[int, Callable[[FloatArray], FloatArray]]] = {
    "ishigami": (3, ishigami),
    "g": (8, g),
    "morris": (20, morris_test),
}


def mean_effects(function: Callable[[FloatArray], FloatArray], size: int) -> FloatArray:
    """The mean absolute change by a step, of a great many starts."""
    base = np.random.default_rng(5).integers(0, LEVELS, (40_000 // size, size)) / (LEVELS - 1)
    low = np.random.default_rng(6).integers(0, LEVELS // 2, len(base)) / (LEVELS - 1)
    found = []
    for k in range(size):
        ends = [np.insert(np.delete(base, k, axis=1), k, low + step, axis=1) for step in (0, STEP)]
        found.append(np.abs(function(ends[1]) - function(ends[0])).mean() / STEP)
    return np.array(found)


def shares_of_variance(
    function: Callable[[FloatArray], FloatArray], size: int
) -> tuple[FloatArray, FloatArray]:
    """First-order and total indices by Jansen's estimators, of a great many draws."""
    one, other = np.random.default_rng(5).random((2, 400_000 // size, size))
    here, there = function(one), function(other)
    variance, first, total = here.var(), [], []
    for k in range(size):
        mixed = one.copy()
        mixed[:, k] = other[:, k]
        changed = function(mixed)
        first.append(1 - ((there - changed) ** 2).mean() / 2 / variance)
        total.append(((here - changed) ** 2).mean() / 2 / variance)
    return np.array(first), np.array(total)


@pytest.mark.usefixtures("sensitivity")
class TestIndices:
    def test_of_a_sum_each_number_has_the_share_of_its_variance(self, tmp_path: Path) -> None:
        """S = a² var / Σ a² var, whatever the distributions; no number has a part in common with
        another.
        """
        uncertain = {
            "t": "distribution: {normal: {mean: 1, sd: 2}}",
            "u": "distribution: {uniform: {low: -3, high: 3}}",
            "v": "distribution: {triangular: {low: 0, mode: 1, high: 5}}",
            "w": "distribution: {uniform: {low: 0, high: 1}}",
        }
        found = sobol(scenario(tmp_path, "t - 2 * u + 3 * v", uncertain), draws=50_000)
        parts = np.array([4, 4 * 36 / 12, 9 * (25 + 1 - 5) / 18, 0])
        assert found.first == pytest.approx(parts / parts.sum(), abs=0.02)
        assert found.total == pytest.approx(parts / parts.sum(), abs=0.02)
        assert max(*found.first_error, *found.total_error) < 0.05

    def test_of_a_product_the_parts_are_those_of_sobols_g_function(self, tmp_path: Path) -> None:
        """Saltelli and Sobol' (1995): V_i = 1 / 3 / (1 + a_i)²; the variance is Π (1 + V_i) - 1."""
        sizes = {"t": 0, "u": 1, "v": 4.5}
        factors = [f"((abs(4 * {name} - 2) + {a}) / {1 + a})" for name, a in sizes.items()]
        found = sobol(
            scenario(tmp_path, " * ".join(factors), dict.fromkeys(sizes, UNIT)), draws=80_000
        )
        own = np.array([1 / 3 / (1 + a) ** 2 for a in sizes.values()])
        whole = np.prod(1 + own) - 1
        assert found.first == pytest.approx(own / whole, abs=0.02)
        assert found.total == pytest.approx(own * np.prod(1 + own) / (1 + own) / whole, abs=0.02)

    def test_a_threshold_has_the_variance_of_a_coin(self, tmp_path: Path) -> None:
        """There is a deal iff t > 0.7 and u > 0.5: P = 0.15; E[deal | t] is 0 or 0.5, E[deal | u] 0
        or 0.3.
        """
        one = scenario(tmp_path, "0", {"t": UNIT, "u": UNIT}, deal="min(t - 0.7, u - 0.5)")
        found = sobol(one, "deal", draws=60_000)
        variance = 0.15 * 0.85
        first = np.array([0.25 * 0.7 * 0.3, 0.09 * 0.25]) / variance
        assert found.first == pytest.approx(first, abs=0.02)
        assert found.total == pytest.approx(1 - first[::-1], abs=0.02)
        told = indices(one, watch=["nash"], draws=60_000).indicators["nash"]
        assert (
            told == found
        )  # the solution differs from today's, which is no deal, just where there is a deal

    def test_the_effects_of_a_sum_are_its_slopes_times_its_widths(self, tmp_path: Path) -> None:
        uncertain = {"t": "range: [-1, 1]", "u": "range: [0, 10]", "v": UNIT}
        found = indices(
            scenario(tmp_path, "3 * t - 0.5 * u", uncertain), method="morris", draws=400
        )
        effects = found.indicators["no_deal.a"]
        assert isinstance(effects, ElementaryEffects)
        assert effects.mu_star == pytest.approx([6, 5, 0], abs=1e-9)
        assert effects.sigma == pytest.approx([0, 0, 0], abs=1e-9)
        assert found.count == 400

    def test_effects_that_depend_on_others_differ(self, tmp_path: Path) -> None:
        found = indices(
            scenario(tmp_path, "t * u", {"t": UNIT, "u": UNIT}), method="morris", draws=3000
        )
        effects = found.indicators["no_deal.a"]
        assert isinstance(effects, ElementaryEffects)
        assert effects.mu_star == pytest.approx(
            [0.5, 0.5], abs=0.03
        )  # the mean of the other number
        assert effects.sigma == pytest.approx([(5 / 36) ** 0.5] * 2, abs=0.02)  # of its four levels

    def test_a_distribution_without_ends_is_taken_but_for_its_tails(self, tmp_path: Path) -> None:
        uncertain = {
            x: f"distribution: {{normal: {{mean: 0, sd: {sd}}}}}" for x, sd in (("t", 2), ("u", 1))
        }
        effects = indices(
            scenario(tmp_path, "t", uncertain), method="morris", draws=300
        ).indicators["no_deal.a"]
        assert isinstance(effects, ElementaryEffects)
        steps = 2 * (
            np.array([2.5758, 2.5758]) + 0.4307
        )  # from the 0.5 % quantile to that of two thirds
        assert effects.mu_star[0] == pytest.approx(steps.mean() / STEP, rel=1e-3)
        assert effects.mu_star[1] == 0

    @pytest.mark.parametrize(("method", "draws"), [("morris", 4_000), ("sobol", 20_000)])
    @pytest.mark.parametrize("known", ["ishigami", "g", "morris"])
    def test_known_functions_are_met_within_the_errors(
        self, known: str, method: Method, draws: int
    ) -> None:
        """Ishigami's second number has the period of half its range, and hardly any design may
        overlook it.
        """
        size, function = FUNCTIONS[known]
        axes = [Axis(str(k), ()) for k in range(size)]
        shares, measure = PLANS[method](axes, draws * (1 + size // 8), 1)
        found = measure(function(shares))
        if isinstance(found, ElementaryEffects):
            expected = mean_effects(function, size)
            pairs = [(expected, found.mu_star, found.mu_star_error)]
        else:
            first, total = shares_of_variance(function, size)
            pairs = [
                (first, found.first, found.first_error),
                (total, found.total, found.total_error),
            ]
        for expected, told, error in pairs:
            assert np.all(
                np.abs(expected - told) <= 2 * np.array(error) + 0.02 * np.abs(expected).max()
            )

    def test_a_page_tells_levels_trajectories_and_errors(self, tmp_path: Path) -> None:
        page = str(
            indices(scenario(tmp_path, "t", {"t": UNIT, "u": UNIT}), method="morris", draws=60)
        )
        said = " ".join(page.split())
        assert "60 draws along 20 trajectories between 4 levels of `t` and `u`" in said
        assert "depends most on `t` (mean effect μ* 1 ± 0)" in said

    def test_where_each_draw_is_read_anew_effects_are_told(self, tmp_path: Path) -> None:
        one = scenario(tmp_path, "t", {"t": UNIT, "u": UNIT})
        vary = {"payoffs.b.gain.amount": "-1:1", "t": "0:1"}
        found = indices(one, vary, ["deal", "outcome"], draws=60)
        assert (found.method, found.count) == ("morris", 60)
        assert found.main["deal"]["payoffs.b.gain.amount"] > 0 == found.main["deal"]["t"]

    def test_the_same_seed_gives_the_same_indices(self, tmp_path: Path) -> None:
        one = scenario(tmp_path, "t * u", {"t": UNIT, "u": UNIT})
        for method in ("sobol", "morris"):
            first, again, other = (
                indices(one, method=method, seed=seed, draws=2000) for seed in (0, 0, 1)
            )
            assert first.indicators == again.indicators != other.indicators

    def test_what_is_the_same_in_each_draw_has_no_indices(self, tmp_path: Path) -> None:
        found = indices(scenario(tmp_path, "t", {"t": UNIT, "u": UNIT}), draws=100)
        assert found.without["deal"] == found.without["no_deal.b"] == "all draws agree"
        assert {*found.indicators} == {"no_deal.a", "outcome.a"}

    def test_a_number_that_is_not_always_there_has_none(self, tmp_path: Path) -> None:
        found = indices(
            scenario(tmp_path, "1 / max(0.8 - t, 0)", {"t": UNIT, "u": UNIT}), draws=100
        )
        assert found.without["no_deal.a"] == "some draw gives no number"

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"vary": {"t": "0:1"}}, "`t` alone varies"),
            ({"method": "fast"}, "there are no indices `fast`"),
            ({"draws": 3}, "3 draws are too few"),
            ({"watch": ["peace"]}, "no indicator `peace`"),
        ],
    )
    def test_what_has_no_indices_is_refused(
        self, more: dict[str, Any], said: str, tmp_path: Path
    ) -> None:
        one = scenario(tmp_path, "t", {"t": UNIT, "u": UNIT})
        with pytest.raises(NegotiateError, match=said):
            indices(one, **more)

    def test_correlated_numbers_are_refused(self, tmp_path: Path) -> None:
        uncertain = dict.fromkeys(("t", "u"), "distribution: {uniform: {low: 0, high: 1}}")
        one = scenario(tmp_path, "t", uncertain, more="correlations: {t: {u: 0.5}}")
        with pytest.raises(UnsuitableGame, match="independent"):
            indices(one)

    def test_one_screen_tells_what_matters_most(self, capsys: pytest.CaptureFixture[str]) -> None:
        given = [
            "whatif",
            FLAGSHIP,
            "--variant",
            "us_drops_mic2025",
            "--indices",
            "--draws",
            "1000",
        ]
        found = ask(capsys, *given)
        assert (found.code, found.err) == (0, "")
        assert "Whether the deal changes depends most on `deficit_weight`" in " ".join(
            found.out.split()
        )
        assert len(found.out.splitlines()) <= 41
        table = ask(capsys, *given, "--csv").out
        assert "total,total_error,first,first_error" in table

    @pytest.mark.parametrize(
        ("watch", "says"),
        [
            ("zone", "The number of packages that all would sign depends most on `t`"),
            ("g = outcome.a - outcome.b", "How large `g` is depends most on `t`"),
            ("outcome", "What a gets depends most on `t`"),
        ],
    )
    def test_every_number_has_a_whole_sentence(self, watch: str, says: str, tmp_path: Path) -> None:
        one = scenario(tmp_path, "0", {"t": UNIT, "u": UNIT}, deal="t - 0.6 + u / 10")
        assert says in " ".join(str(indices(one, watch=[watch], method="morris", draws=60)).split())


def test_without_the_extra_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module

    def missing(name: str, *more: Any) -> ModuleType:
        if name.partition(".")[0] in EXTRA:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name.partition(".")[0])
        return real(name, *more)

    monkeypatch.setattr(importlib, "import_module", missing)
    one = scenario(tmp_path, "t", {"t": UNIT, "u": UNIT})
    for ask_for in (indices, regions):
        with pytest.raises(UnsuitableGame) as refused:
            ask_for(one)
        assert refused.value.hint.endswith("pip install '.[sensitivity]'")


@pytest.mark.usefixtures("sensitivity")
class TestRegions:
    def test_a_box_that_is_known_is_found(self, tmp_path: Path) -> None:
        uncertain = {"t": "range: [0, 10]", "u": "range: [0, 4]", "v": UNIT}
        one = scenario(tmp_path, "0", uncertain, deal="max(3 - t, u - 1)")
        found = regions(one, draws=8000)
        assert found.share == pytest.approx(0.7 * 0.25, abs=0.01)
        box = found.boxes[0]
        sides = {side.number: (side.low, side.high) for side in box.sides}
        assert {*sides} == {"t", "u"}
        assert sides["t"] == (pytest.approx(3, abs=0.1), None)
        assert sides["u"] == (None, pytest.approx(1, abs=0.05))
        assert min(box.density, box.coverage) > 0.97
        assert box.share == pytest.approx(found.share, abs=0.01)

    def test_boxes_hold_every_draw_once(self, tmp_path: Path) -> None:
        one = scenario(tmp_path, "0", {"t": UNIT, "u": UNIT, "v": UNIT}, deal="t + u - v - 0.4")
        found = regions(one, draws=3000)
        assert sum(box.share for box in found.boxes) == pytest.approx(1)
        assert sum(box.coverage for box in found.boxes) == pytest.approx(1)
        assert [box.density for box in found.boxes] == sorted(
            (box.density for box in found.boxes), reverse=True
        )
        assert regions(one, draws=3000).boxes == found.boxes

    def test_any_answer_has_its_boxes(self, tmp_path: Path) -> None:
        one = scenario(tmp_path, "0", {"t": UNIT, "u": UNIT}, deal="t - 0.5")
        found = regions(one, where="nash = pact signed", draws=2000)
        (box, _) = found.boxes
        assert box.sides[0].low == pytest.approx(0.5, abs=0.01)
        assert (found.indicator, found.answer) == ("nash", "pact signed")

    def test_words_are_sides_too(self, tmp_path: Path) -> None:
        poor = "variants: {poor: {set: {payoffs.b.gain.amount: -1}}}"
        one = scenario(tmp_path, "0", {"t": UNIT}, deal="t - 0.5", more=poor)
        found = regions(one, {"variant": ["poor", "base"], "t": "0:1"}, "deal=deal", draws=200)
        sides = {side.number: side for side in found.boxes[0].sides}
        assert (sides["variant"].values, sides["t"].low) == (("base",), pytest.approx(0.5, abs=0.1))
        assert [axis.values for axis in found.axes] == [("base", "poor"), ()]

    def test_what_holds_always_or_never_has_no_box(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        one = scenario(tmp_path, "0", {"t": UNIT, "u": UNIT})
        (box,) = regions(one, where="deal=deal", draws=100).boxes
        assert (box.sides, box.share, box.density, box.coverage) == ((), 1, 1, 1)
        (box,) = regions(one, draws=100).boxes
        assert (box.sides, box.share, box.density, box.coverage) == ((), 1, 0, 0)
        found = ask(
            capsys, "whatif", str(tmp_path / "file.yaml"), "--where", "deal=deal", "--draws", "100"
        )
        assert "There is a deal in 100 % of 100 draws." in found.out

    @pytest.mark.parametrize(
        ("where", "error", "said"),
        [
            ("peace=war", UnknownIndicator, "no answer `peace`"),
            ("outcome=3", UnknownIndicator, "no answer `outcome`"),
            ("deal", UnknownIndicator, "names no answer"),
            ("nash=peace", UnsuitableGame, "in no draw `nash` is `peace`"),
            ("deal=maybe", UnsuitableGame, "in no draw `deal` is `maybe`"),
        ],
    )
    def test_what_holds_nowhere_is_refused(
        self, where: str, error: type[NegotiateError], said: str, tmp_path: Path
    ) -> None:
        with pytest.raises(error, match=said):
            regions(scenario(tmp_path, "0", {"t": UNIT, "u": UNIT}), where=where, draws=50)

    def test_one_screen_tells_where(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = ask(
            capsys,
            "whatif",
            FLAGSHIP,
            "--variant",
            "us_drops_mic2025",
            "--where",
            "--draws",
            "2000",
        )
        assert (found.code, found.err) == (0, "")
        assert "Where `deficit_weight` is above 15.5, there is no deal in" in " ".join(
            found.out.split()
        )
        assert len(found.out.splitlines()) <= 41


@pytest.mark.usefixtures("sensitivity")
def test_events_and_types_have_indices_and_lie_in_boxes(tmp_path: Path) -> None:
    """Rain adds 1 and a type 2, each at odds of a half: rain explains a fifth of the variance, the
    type the rest.
    """
    worth = "if(rain == wet, 1, 0) + late"
    more = "chance: {rain: {odds: {wet: 0.5, dry: 0.5}}}\n"
    more += "types: {b: {early: {odds: 0.5}, tardy: {odds: 0.5, set: {late: 2.5}}}}"
    one = scenario(
        tmp_path, worth, {"late": "about: an hour"}, deal="if(rain == wet, 1, -1)", more=more
    )
    assert sobol(one, draws=2000).total == pytest.approx((0.2, 0.8), abs=0.03)
    (box, _) = regions(one, draws=400).boxes
    assert [(side.number, side.values) for side in box.sides] == [("rain", ("dry",))]
    assert (box.density, box.coverage) == (1, 1)


@pytest.mark.usefixtures("sensitivity")
def test_an_event_and_the_number_that_its_odds_are_share_the_variance(tmp_path: Path) -> None:
    """Of an event with uniform odds p the variance is 1/4, of which p explains that of p, 1/12."""
    more = "chance: {rain: {odds: {wet: p, dry: 1 - p}}}"
    one = scenario(tmp_path, "if(rain == wet, 1, 0)", {"p": "range: [0, 1]"}, more=more)
    found = sobol(one, draws=8000)
    assert found.first == pytest.approx((1 / 3, 1 / 3), abs=0.05)
    assert found.total == pytest.approx((2 / 3, 2 / 3), abs=0.05)
