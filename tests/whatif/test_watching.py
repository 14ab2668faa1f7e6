"""What is watched: every lens through its own functions, and indicators that a person writes."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest

import negotiate
from negotiate.comparison.threats import threats
from negotiate.errors import NegotiateError, OverrideError, UnknownIndicator
from negotiate.language.library import shipped
from negotiate.whatif.answers import answer
from negotiate.whatif.indicators import INDICATORS
from negotiate.whatif.ranking import Ranking
from negotiate.whatif.sweep import Sweep, whatif
from tests.cli.shell import FLAGSHIP, ask

SIGNED = "us_drops_mic2025"
EVERY = tuple(dict.fromkeys(one.name for one in INDICATORS))


def sweep(one: negotiate.Scenario, vary: object, watch: object) -> Sweep:
    found = whatif(one, vary, watch)
    assert isinstance(found, Sweep)
    return found


@pytest.mark.parametrize(
    "name", ["classics/entry-deterrence", "classics/chicken", "peace/camp-david-1978", FLAGSHIP]
)
def test_everything_can_be_watched_or_says_why_not(name: str) -> None:
    one = negotiate.load(name)
    found = answer(one, EVERY)
    for column, value in found.items():
        assert isinstance(value, str | float), column
        if isinstance(value, str):
            assert value, column


def test_the_price_of_a_red_line_is_that_of_deal() -> None:
    one = negotiate.load(FLAGSHIP)
    found = answer(one, ("price",))
    prices = one.together().red_line_prices()
    assert list(found) == [f"price.{line}.{key}" for line in one.red_lines for key in one.keys]
    for price in prices:
        for p, key in enumerate(one.keys):
            assert found[f"price.{price.claim.name}.{key}"] == pytest.approx(
                float(price.payoffs[p])
            )
    assert found["price.demand.china"] > 0


def test_long_lists_of_stable_states_differ_wherever_the_states_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, told = negotiate.load(FLAGSHIP), []
    for states in (
        [0, 1, 4, 10, 33],
        [0, 1, 5, 8, 10],
    ):  # their texts have one checksum of sixteen bits
        marks = np.zeros((1, len(one.keys), len(one.standing().states)), dtype=bool)
        marks[:, :, states] = True
        monkeypatch.setattr(
            "negotiate.conflict.stability.stability", lambda *_, m=marks: SimpleNamespace(stable=m)
        )
        told.append(answer(one, ("stable",))["stable"])
    assert told == ["5 states (0 to 1, 4, 10, 33)", "5 states (0 to 1, 5, 8, 10)"]


def test_what_a_match_earns_is_that_of_simulate() -> None:
    one = negotiate.load(FLAGSHIP)
    earned = one.again().play()
    assert answer(one, ("match",)) == {
        f"match.{key}": each for key, each in zip(one.keys, earned.payoffs, strict=True)
    }


def test_play_in_turn_is_the_subgame_perfect_equilibrium() -> None:
    one = negotiate.load("classics/entry-deterrence")
    found = answer(one, ("tree",))
    (equilibrium,) = negotiate.solve(one.in_turn()).profiles
    assert found["tree"] == " → ".join(equilibrium.moves.values())
    assert [found[f"tree.{key}"] for key in one.keys] == list(equilibrium.payoffs)


def test_a_threat_is_believed_above_the_cost_of_backing_down_at_which_it_is_carried_out() -> None:
    one = negotiate.load(FLAGSHIP)
    found = sweep(one, {"backing_down": "-20:20:4"}, ["believed"])
    (threat,) = threats(one).cases[0].threats
    least = {place.announced: -math.inf for place in threat.places}
    for place in threat.places:
        least[place.announced] = max(least[place.announced], place.missing)
    flips = sorted(float(flip.at) for flip in found.flips)
    assert flips == pytest.approx(sorted(least.values()), abs=1e-3)
    assert [flip.after for flip in found.flips][-1] == " | ".join(least)


def test_without_an_announced_threat_there_is_none_to_believe() -> None:
    assert str(answer(negotiate.load("classics/ultimatum"), ("believed",))["believed"]).startswith(
        "n/a: "
    )


def test_a_number_of_ones_own_is_arithmetic_on_what_is_watched() -> None:
    one = negotiate.load(FLAGSHIP, variant=SIGNED)
    watch = "outcome, gap = outcome.us - outcome.china, most = max(zone, 10) * deficit_weight"
    found = sweep(one, {"deficit_weight": "0:20:5"}, watch + ", zone")
    assert found.at_once
    for k, (weight,) in enumerate(found.points):
        here = {name: column[k] for name, column in found.indicators.items()}
        assert here["gap"] == pytest.approx(here["outcome.us"] - here["outcome.china"])
        assert here["most"] == pytest.approx(max(here["zone"], 10) * float(weight))


def test_a_condition_of_ones_own_is_told_and_its_flips_are_found() -> None:
    one = negotiate.load(FLAGSHIP, variant=SIGNED)
    found = sweep(one, {"deficit_weight": "0:20"}, ["rich = outcome.us >= 12 and not zone == 0"])
    assert list(found.indicators) == ["rich"]
    first, second = found.flips
    assert (first.before, first.after, second.after) == ("no", "yes", "no")
    at = answer(
        negotiate.load(FLAGSHIP, variant=SIGNED, set={"deficit_weight": float(first.at)}),
        ("outcome",),
    )
    assert at["outcome.us"] == pytest.approx(12)
    (end,) = sweep(one, {"deficit_weight": "0:20"}, ["deal"]).flips
    assert second.at == pytest.approx(end.at, rel=1e-8), (
        "the end of a deal is worked out, and the other located"
    )


def test_an_expression_sees_the_parameters_of_each_variant() -> None:
    one = negotiate.load(FLAGSHIP)
    found = sweep(one, {"variant": ["base", "containment"]}, ["own = rivalry * 10"])
    assert found.indicators["own"] == (0.0, 10.0)


def test_a_condition_on_a_number_that_is_missing_says_so() -> None:
    one = negotiate.load("classics/ultimatum")
    found = sweep(one, {"variant": ["base"]}, "low = needed.proposer < 1")
    assert found.indicators["low"] == ("n/a: a number is missing",)


def test_an_expression_ranks_numbers_too() -> None:
    found = whatif(negotiate.load(FLAGSHIP), watch="outcome, loses = outcome.us < 0")
    assert isinstance(found, Ranking)
    assert {flip.indicator for one in found.moved for flip in one.flips} == {"loses"}


@pytest.mark.parametrize(
    ("watch", "kind", "said"),
    [
        ("gap = outcome.uss", OverrideError, "nothing is called `outcome.uss`"),
        ("gap = deal", OverrideError, "nothing is called `deal`"),
        ("gap = ", OverrideError, "a number or a name is expected"),
        ("gap = outcome.us +", OverrideError, "a number or a name is expected"),
        ("gap = __import__('os')", OverrideError, "not"),
        ("deal = outcome.us", UnknownIndicator, "two indicators are called `deal`"),
        ("a = zone, a = zone", UnknownIndicator, "two indicators are called `a`"),
        ("dael", UnknownIndicator, "there is no indicator `dael`"),
        ("outcome.us < 3", UnknownIndicator, "there is no indicator"),
        (",", UnknownIndicator, "nothing is watched"),
    ],
)
def test_what_cannot_be_watched_is_refused(
    watch: str, kind: type[NegotiateError], said: str
) -> None:
    with pytest.raises(kind, match=re.escape(said)):
        whatif(negotiate.load(FLAGSHIP), {"deficit_weight": [1, 2]}, watch)


def test_a_page_tells_what_a_person_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    watch = "deal, gap = outcome.us - outcome.china, rich = outcome.us > 12"
    for vary in (["deficit_weight=0:20"], ["deficit_weight=0:20:5", "kept=0:1:0.5"]):
        given = [word for one in vary for word in ("--vary", one)]
        found = ask(capsys, "whatif", FLAGSHIP, "--variant", SIGNED, *given, "--watch", watch)
        assert (found.code, found.err) == (0, "")
        assert "rich" in found.out
    found = ask(
        capsys,
        "whatif",
        FLAGSHIP,
        "--variant",
        SIGNED,
        "--vary",
        "deficit_weight=0:20",
        "--watch",
        watch,
    )
    assert "`rich` becomes `yes` at `deficit_weight` 3.86" in " ".join(found.out.split())
    assert "`gap` rises from 9.2 to 72.2." in " ".join(found.out.split())
    found = ask(
        capsys,
        "whatif",
        FLAGSHIP,
        "--vary",
        "kept=0:1:0.5",
        "--vary",
        "deficit_weight=0,5",
        "--watch",
        "zone",
    )
    assert (found.code, found.err) == (0, "")


@pytest.mark.parametrize("name", [name for name in shipped() if name.startswith("classics/")][::6])
def test_watching_all_of_a_classic_ends_without_a_fault(name: str) -> None:
    assert answer(negotiate.load(name), tuple(one for one in EVERY if one != "stable"))
