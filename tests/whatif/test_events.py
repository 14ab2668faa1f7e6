"""Events and types as what varies: drawn by their odds, and worth knowing what a decision table by
hand says.
"""

from pathlib import Path

import numpy as np
import pytest

import negotiate
from negotiate.errors import NegotiateError
from negotiate.scenario import Scenario
from negotiate.whatif import chances
from negotiate.whatif.chances import Chances
from negotiate.whatif.engine import BLOCK, FEW, Engine
from negotiate.whatif.points import Draws, axis_of, points_of, setting
from negotiate.whatif.sweep import Sweep, whatif
from negotiate.whatif.worlds import robust
from tests.cli.shell import ask
from tests.whatif.test_worlds import by_bayes

FIELD = """\
format: 1
title: A field
players: [farmer, miller]
issues:
  crop: {decided_by: farmer, options: [rice, wheat]}
  price: {decided_by: miller, options: [fair]}
status_quo: {crop: rice, price: fair}
chance:
  rain: {odds: {much: 0.25, some: 0.5, none: 0.25}}
payoffs:
  farmer:
    harvest: {by: [crop, rain], values: {rice: {much: 12, some: 6, none: 0}, wheat: {much: 2, some: 6, none: 8}}}
  miller:
    flour: {by: crop, values: {rice: 0, wheat: 1}}
types:
  miller:
    poor: {odds: 0.8}
    rich: {odds: 0.2, set: {payoffs.miller.flour.wheat: 9}}
"""


@pytest.fixture
def field(tmp_path: Path) -> Scenario:
    file = tmp_path / "field.yaml"
    file.write_text(FIELD, "utf-8")
    return negotiate.load(str(file))


def test_outcomes_and_types_are_drawn_by_their_odds(field: Scenario) -> None:
    rain = axis_of(field, "rain", ["much", "some", "none"], drawn=True)
    miller = axis_of(field, "miller", ["poor", "rich"], drawn=True)
    assert rain.odds == (0.25, 0.5, 0.25)
    assert miller.odds == (0.8, 0.2)
    columns = Draws((rain, miller), 4096, sampling="random").columns(0, 4096)
    for axis in (rain, miller):
        drawn = list(columns[axis.name])
        for value, odds in zip(axis.values, axis.odds, strict=True):
            assert abs(drawn.count(value) / 4096 - odds) <= 4 * np.sqrt(odds * (1 - odds) / 4096)


def test_some_of_the_outcomes_are_drawn_as_if_one_of_them_comes(field: Scenario) -> None:
    assert axis_of(field, "rain", ["some", "none"]).odds == pytest.approx((2 / 3, 1 / 3))


def test_draws_average_to_what_is_expected_where_nothing_is_decided(field: Scenario) -> None:
    held = negotiate.load(field.path, fix={"crop": "rice"})
    found = held.whatif({"rain": ["much", "some", "none"]}, draws=400)
    assert found.spreads["no_deal.farmer"].mean == pytest.approx(6, abs=4 * np.sqrt(18 / 400))


def test_what_knowing_the_event_is_worth(field: Scenario) -> None:
    """Rice is worth 6 on average, wheat 5.5; who knows the rain gets 12, 6 or 8, so 8 on
    average.
    """
    found = robust(field, "crop", {"rain": ["much", "some", "none"]})
    assert found.perfect == pytest.approx(0.25 * 12 + 0.5 * 6 + 0.25 * 8 - 6)
    assert found.best["expected"].commitments == ("rice",)
    assert found.alone["rain"] == pytest.approx(found.perfect)
    assert found.alone["types.miller"] == 0


def test_an_event_whose_odds_hang_on_a_decision_has_no_odds_of_its_own() -> None:
    stock = axis_of(negotiate.load("classroom/shared-stock"), "stock", ["collapses", "lasts"])
    assert stock.odds == ()


@pytest.mark.parametrize("address", ["chance.rain.odds.much", "chance.rain.much"])
def test_the_odds_of_an_outcome_vary_and_the_other_outcomes_share_what_is_left(
    field: Scenario, address: str
) -> None:
    found = negotiate.load(field.path, fix={"crop": "rice"}).whatif(
        {address: [0.1, 0.4]}, watch="no_deal"
    )
    assert found.indicators["no_deal.farmer"] == pytest.approx(
        [12 * p + 6 * (1 - p) * 2 / 3 for p in (0.1, 0.4)]
    )


def test_the_odds_that_one_player_holds_vary_and_those_of_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "field.yaml"
    apart = "odds: {farmer: {much: 0.25, some: 0.5, none: 0.25}, miller: {none: 1}}"
    file.write_text(FIELD.replace("odds: {much: 0.25, some: 0.5, none: 0.25}", apart), "utf-8")
    held = negotiate.load(str(file), fix={"crop": "rice"})
    found = held.whatif({"chance.rain.odds.farmer.much": [0.1, 0.4]}, watch="no_deal")
    assert found.indicators["no_deal.farmer"] == pytest.approx(
        [12 * p + 6 * (1 - p) * 2 / 3 for p in (0.1, 0.4)]
    )
    assert (
        held.whatif({"chance.rain.odds.miller.none": [0.5, 1]}, watch="no_deal").indicators[
            "no_deal.farmer"
        ][0]
        == 6
    )


# What is drawn where nobody names anything.

WET = """\
format: 1
title: Wet fields
players: [farmer, miller]
parameters:
  wet: {value: 0.5, range: [0, 1], distribution: {uniform: {low: 0, high: 1}}}
  cost: {value: 1, range: [0, 2]}
  flour: {value: 1, distribution: {normal: {mean: 1, sd: 1}}}
issues:
  crop: {decided_by: farmer, options: [rice, wheat]}
  price: {decided_by: miller, options: [fair, dear]}
status_quo: {crop: rice, price: fair}
chance:
  flood: {odds: {yes: "if(rain == much, 0.8, 0.1)", no: "if(rain == much, 0.2, 0.9)"}}
  rain: {odds: {much: wet, little: 1 - wet}}
  pest: {odds: {yes: "if(crop == rice, 0.5, 0.1)", no: "if(crop == rice, 0.5, 0.9)"}}
  plague: {odds: {yes: "if(pest == yes, 0.5, 0.1)", no: "if(pest == yes, 0.5, 0.9)"}}
  frost: {odds: {farmer: {yes: 0.2, no: 0.8}, miller: {yes: 0.6, no: 0.4}}}
  thaw: {odds: {yes: flour / 20 + 0.5, no: 0.5 - flour / 20}}
payoffs:
  farmer:
    rice: {amount: 9, when: crop == rice and rain == much}
    wheat: {amount: 5, when: crop == wheat and flood == no}
    cold: {amount: -2, when: crop == wheat and frost == yes}
    cost: {expr: -cost, when: crop == wheat}
  miller:
    flour: {expr: flour, when: crop == wheat}
    dear: {amount: 1, when: price == dear and thaw == yes}
types:
  miller:
    poor: {odds: 1 - wet / 2}
    rich: {odds: wet / 2, set: {flour: 6}}
"""


@pytest.fixture
def wet(tmp_path: Path) -> Scenario:
    file = tmp_path / "wet.yaml"
    file.write_text(WET, "utf-8")
    return negotiate.load(str(file))


def swept(one: Scenario, draws: int, **more: object) -> Sweep:
    found = whatif(one, draws=draws, **more)  # type: ignore[arg-type]  # of several types
    assert isinstance(found, Sweep)
    return found


def test_all_that_the_file_says_is_uncertain_is_drawn_and_the_rest_has_a_reason(
    wet: Scenario,
) -> None:
    found = swept(wet, 10)
    assert [axis.name for axis in found.axes] == ["wet", "rain", "flood", "miller"]
    assert found.undrawn == {
        "cost": chances.PLAIN,
        "flour": chances.SET,
        "pest": chances.DECIDED,
        "plague": chances.LATER,
        "frost": chances.DISPUTED,
        "thaw": chances.TYPED,
    }
    assert whatif(wet, {"wet": "0:1"}, draws=10).undrawn == {}  # somebody has said what varies


def test_a_file_without_distributions_can_be_drawn(field: Scenario) -> None:
    found = swept(field, 400)
    assert [axis.name for axis in found.axes] == ["rain", "miller"]
    shares = [found.axes[1].values.count(kind) / 400 for kind in ("poor", "rich")]
    assert shares == pytest.approx(
        [0.8, 0.2], abs=1 / 400
    )  # a Latin hypercube has each share to a draw


def test_what_is_sure_is_not_drawn(field: Scenario) -> None:
    held = negotiate.load(field.path, fix={"rain": "much", "miller": "rich"})
    assert Chances(held).events == ()
    with pytest.raises(NegotiateError, match="uncertain"):
        whatif(held, draws=10)


def test_odds_follow_the_numbers_and_the_outcomes_that_are_drawn(wet: Scenario) -> None:
    """Over a uniform share w of wet years rain is much in half of them; of the wetter half in three
    quarters.
    """
    count = 8_000
    points = points_of(wet, None, count, sampling="random")
    drawn = points.columns(0, count)
    share, rain, flood, miller = (
        np.array(drawn[name]) for name in ("wet", "rain", "flood", "miller")
    )

    def near(marks: np.ndarray, odds: float) -> bool:
        return abs(marks.mean() - odds) <= 4 * np.sqrt(odds * (1 - odds) / len(marks))

    much = rain == "much"
    assert near(much, 1 / 2)
    assert near(much[share > 0.5], 3 / 4)
    assert near((flood == "yes")[much], 0.8)
    assert near((flood == "yes")[~much], 0.1)
    assert near((miller == "rich")[share > 0.5], 3 / 8)


def test_an_event_that_is_drawn_alone_counts_by_what_is_expected_of_those_before_it(
    wet: Scenario,
) -> None:
    assert axis_of(wet, "flood", "yes,no").odds == pytest.approx((0.45, 0.55))
    assert axis_of(wet, "pest", "yes,no").odds == ()
    assert axis_of(wet, "frost", "yes,no").odds == ()
    assert axis_of(wet, "frost", "yes,no", player="miller").odds == (0.6, 0.4)


def test_odds_that_are_none_are_refused(wet: Scenario) -> None:
    with pytest.raises(NegotiateError, match="the odds of `rain` are not all from 0 to 1"):
        whatif(wet, {"wet": "0:3", "rain": "much,little"}, draws=50)


def test_a_draw_is_the_scenario_with_that_world_settled(wet: Scenario) -> None:
    found = swept(wet, 12, watch=["outcome", "equilibria"])
    for place, point in enumerate(found.points):
        here = dict(zip((axis.name for axis in found.axes), point, strict=True))
        same = negotiate.load(
            wet.path, set={"wet": here.pop("wet")}, fix={k: str(v) for k, v in here.items()}
        )
        now = Engine(same, ("outcome", "equilibria")).now
        assert found.indicators["equilibria"][place] == now["equilibria"]
        for key in wet.keys:
            assert found.indicators[f"outcome.{key}"][place] == pytest.approx(now[f"outcome.{key}"])


def test_cases_are_answered_together_as_one_by_one(wet: Scenario) -> None:
    engine = Engine(wet, ("outcome", "equilibria", "deal"), profiles=True)
    points = points_of(wet, None, 40)
    assert len(engine.starts(points)[0]) == 40 > FEW
    assert len(engine.starts(points_of(wet, None, BLOCK + 1))[0]) == BLOCK
    here = points.columns(0, 40)
    together, apart = (
        engine.at(here),
        [engine._at_point(setting(here, place)) for place in range(40)],
    )
    for name, column in together.items():
        for value, other in zip(column, apart, strict=True):
            assert value == (
                pytest.approx(other[name]) if isinstance(value, float) else other[name]
            )


def test_a_number_that_a_type_sets_is_not_drawn_over_the_type(wet: Scenario) -> None:
    found = whatif(wet, {"flour": [2.0], "miller": ["poor", "rich"]}, watch=["no_deal"], draws=0)
    rows = dict(zip(("poor", "rich"), found.indicators["no_deal.miller"], strict=True))
    for kind, worth in rows.items():
        same = negotiate.load(wet.path, set={"flour": 2}, fix={"miller": kind})
        assert worth == Engine(same, ("no_deal",)).now["no_deal.miller"]


def test_without_draws_a_commitment_is_set_against_every_outcome(field: Scenario) -> None:
    found = robust(field, "crop")
    assert found.perfect == pytest.approx(2)
    assert sorted(found.odds) == pytest.approx(
        sorted(p * q for p in (0.8, 0.2) for q in (0.25, 0.5, 0.25))
    )
    assert found.alone == pytest.approx({"types.miller": 0, "rain": 2})


def test_drawn_worlds_that_are_alike_are_one(field: Scenario) -> None:
    """So a report that is wrong names another world, and not the same once more."""
    found = robust(field, "crop", draws=400, accuracy=0.8)
    assert found.draws == 400
    assert len(found.odds) == 6
    assert sum(found.odds) == pytest.approx(1)
    assert found.perfect == pytest.approx(
        2
    )  # the hypercube draws 400 outcomes in just these shares
    assert found.sample == pytest.approx(by_bayes(found.table, np.array(found.odds), 0.8))


@pytest.mark.parametrize("seed", range(6))
def test_knowing_random_events_against_brute_force(tmp_path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    acts, sizes = int(random.integers(2, 4)), random.integers(2, 4, 2).tolist()
    parts = [random.integers(1, 9, size) for size in sizes]
    payoffs = random.integers(-9, 10, (acts, *sizes))
    lines = ["format: 1", "title: Two events", "players: [me, you]"]
    lines += [
        f"issues: {{act: {{decided_by: me, options: [{', '.join(f'a{k}' for k in range(acts))}]}}}}"
    ]
    lines += ["status_quo: {act: a0}", "chance:"]
    for name, own in zip("uv", parts, strict=True):
        lines += [
            (
                f"  {name}: {{odds: "
                f"{{{', '.join(f'{name}{k}: {p} / {own.sum()}' for k, p in enumerate(own))}}}}}"
            )
        ]
    lines += ["payoffs:", "  you: {nothing: {amount: 0}}", "  me:"]
    for (act, u, v), worth in np.ndenumerate(payoffs):
        lines += [
            (
                f"    t{act}{u}{v}: {{amount: {worth}, when: act == a{act} and u == u{u} and v == "
                f"v{v}}}"
            )
        ]
    path = tmp_path / "events.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    found = robust(negotiate.load(str(path)), "act", accuracy=0.7)
    odds = np.multiply.outer(*(own / own.sum() for own in parts))
    flat = payoffs.reshape(acts, -1)
    expected = (payoffs * odds).sum(axis=(1, 2))
    assert [one.expected for one in found.commitments] == pytest.approx(expected.tolist())
    assert found.perfect == pytest.approx(
        (flat.max(axis=0) * odds.ravel()).sum() - expected.max(), abs=1e-9
    )
    assert found.sample == pytest.approx(by_bayes(flat, odds.ravel(), 0.7), abs=1e-9)
    known = (payoffs * odds).sum(axis=2).max(axis=0).sum() - expected.max()
    assert found.alone["u"] == pytest.approx(known, abs=1e-9)


def test_who_commits_counts_by_its_own_odds(tmp_path: Path) -> None:
    """For the laboratory rain is unlikely, whatever others hold: sowing is worth 0.2 of 10, and to
    know it 0.8 of 1.
    """
    path = tmp_path / "odds.yaml"
    text = """
format: 1
title: Own odds
players: [lab, other]
issues: {sow: {decided_by: lab, options: [no, yes]}}
status_quo: {sow: no}
chance: {rain: {odds: {lab: {yes: 0.2, no: 0.8}, other: {yes: 0.9, no: 0.1}}}}
payoffs:
  lab: {crop: {amount: 10, when: sow == yes and rain == yes}, seed: {amount: -1, when: sow == yes}}
  other: {nothing: {amount: 0}}
"""
    path.write_text(text, "utf-8")
    one = negotiate.load(str(path))
    for found in (
        robust(one, "sow"),
        robust(one, "sow", {"rain": "yes,no"}),
        robust(one, "sow", draws=100),
    ):
        assert found.commitments[1].expected == pytest.approx(1)
        assert found.perfect == pytest.approx(0.8)


def test_the_answer_says_what_was_drawn_and_what_was_not(
    wet: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    told = " ".join(ask(capsys, "whatif", wet.path, "--draws", "40").out.split())
    for said in (
        "Each draw takes `wet` evenly from its range.",
        (
            "Each draw takes `rain`, `flood` and the type of miller by their odds, and everybody "
            "knows "
            "them."
        ),
        "`cost` has a range and no distribution. This number stays as in the file.",
        "`pest` is not drawn, because its odds depend on what is decided.",
        "`frost` is not drawn, because the players hold different odds.",
        "For such an event each player counts its expected payoff.",
        "`flour` is not drawn, because a private type sets it.",
    ):
        assert said in told
    told = " ".join(
        ask(capsys, "whatif", wet.path, "--commit", "crop", "--draws", "40").out.split()
    )
    assert (
        "40 Latin hypercube draws of `wet`, `rain`, `flood` and `frost`, seed 0. Every type of the "
        "others"
    ) in told


def test_many_worlds_of_few_events_are_drawn_and_very_many_are_refused(field: Scenario) -> None:
    assert robust(field, "crop", draws=5_000).draws == 5_000
    with pytest.raises(NegotiateError, match="commitments times worlds"):
        robust(field, "crop", draws=10**6)


# Values that nobody names.


def test_a_name_without_values_takes_the_range_of_the_file(
    wet: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    assert axis_of(wet, "cost", "").values == pytest.approx([k / 10 for k in range(21)])
    assert axis_of(wet, "rain", "").values == ("much", "little")
    assert axis_of(wet, "miller", "").values == ("poor", "rich")
    likely = axis_of(wet, "flour", "", drawn=True).distribution
    assert likely is not None
    assert likely.kind == "normal"
    with pytest.raises(
        NegotiateError, match="`flour` is given no values, and the file has no range of it"
    ):
        axis_of(wet, "flour", "")
    with pytest.raises(NegotiateError) as wrong:
        axis_of(wet, "cots", "")
    assert "cost" in wrong.value.hint
    told = " ".join(ask(capsys, "whatif", wet.path, "--vary", "cost").out.split())
    assert (
        "`--vary cost` names no values. They are 21 even points of its range in the file." in told
    )
    told = " ".join(ask(capsys, "whatif", wet.path, "--vary", "rain").out.split())
    assert "`--vary rain` names no values. All were tried." in told
