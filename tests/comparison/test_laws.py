"""What holds for every comparison, whatever is compared."""

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from negotiate.answers import Prediction
from negotiate.comparison.causes import Fates, LaterAnswer, Leaving, OddsShift, Parting, TermShift
from negotiate.comparison.path_fates import Walk, ends, favour
from negotiate.comparison.result import LensComparison, SideComparison, compare, look
from negotiate.equilibrium.solution import TreeEquilibrium
from negotiate.errors import ScenarioError
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.lenses import AGAIN, LENSES
from negotiate.report import report_of
from negotiate.report.plain import plain
from tests import scenario_strategies
from tests.scenario_strategies import scenarios, terms
from tests.written import checked

WITH_MOVES = st.booleans().flatmap(lambda moves: scenarios(protocol=moves))
MIRRORED = {
    "stays": "stays",
    "shifts": "shifts",
    "blends": "emerges",
    "emerges": "blends",
    "vanishes": "appears",
    "appears": "vanishes",
}


@st.composite
def pairs(draw: DrawFn, protocol: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """A scenario, and the same with other payoffs and other odds."""
    one = draw(scenarios(protocol=protocol))
    other = copy.deepcopy(one)
    for player in one["players"]:
        count = draw(st.integers(1, 2))
        other["payoffs"][player] = {
            f"term_{k}": draw(terms(one["issues"], one["status_quo"])) for k in range(count)
        }
    for step in other.get("protocol", []):
        if len(step.get("odds", {})) == 2:
            step["odds"] = dict(
                zip(
                    step["odds"],
                    draw(st.sampled_from([(0.5, 0.5), (0.75, 0.25), (0, 1)])),
                    strict=True,
                )
            )
    return one, other


PAIRS = st.booleans().flatmap(pairs)


def load(scenario: dict[str, Any], **options: Any) -> Any:
    """The scenario, if its random parts can be read together at all."""
    try:
        return scenario_strategies.load(scenario, **options)
    except ScenarioError:
        reject()


def sides(a: Any, b: Any) -> SideComparison:
    found = compare(a, b)
    assert isinstance(found, SideComparison)
    return found


def payoffs_of(
    fates: Fates,
) -> list[tuple[str, tuple[float, ...] | None, tuple[float, ...] | None]]:
    return sorted(
        (f.kind, *(tuple(one.payoffs.values()) if one else () for one in (f.first, f.second)))
        for f in fates.each
    )


@settings(max_examples=15)
@given(WITH_MOVES)
def test_a_scenario_does_not_differ_from_itself(scenario: dict[str, Any]) -> None:
    found = sides(load(scenario), load(scenario))
    assert found.nothing_differs
    assert not found.worths.payoffs
    for change in found.lenses:
        if change.fates is not None:
            assert [fate.kind for fate in change.fates.each] == ["stays"] * len(change.fates.each)
            assert change.fates.gone is None
            assert change.fates.come is None
            assert set(change.moved.values()) <= {0.0}


@settings(max_examples=15)
@given(PAIRS)
def test_from_the_other_side_everything_is_mirrored(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    one, other = load(pair[0]), load(pair[1])
    there, back = sides(one, other), sides(other, one)
    assert [(d.kind, d.name, d.first, d.second) for d in there.differences] == [
        (d.kind, d.name, d.second, d.first) for d in back.differences
    ]
    assert sorted((w.player, w.term, round(w.amount, 6)) for w in there.worths.terms) == sorted(
        (w.player, w.term, round(-w.amount, 6)) for w in back.worths.terms
    )
    for change, mirror in zip(there.lenses, back.lenses, strict=True):
        assert (change.fates is None) == (mirror.fates is None)
        if change.fates is not None and mirror.fates is not None:
            expected = sorted(
                (MIRRORED[kind], second, first) for kind, first, second in payoffs_of(change.fates)
            )
            assert expected == payoffs_of(mirror.fates)
            _reasons_mirror(change.fates, mirror.fates)


def _reasons_mirror(there: Fates, back: Fates) -> None:
    assert type(there.gone) is type(back.come)
    assert type(there.come) is type(back.gone)
    if isinstance(there.gone, Parting) and isinstance(back.come, Parting):
        assert (there.gone.move, there.gone.first, there.gone.second) == (
            back.come.move,
            back.come.second,
            back.come.first,
        )
        np.testing.assert_allclose(there.gone.leads, back.come.leads[::-1])
    if isinstance(there.gone, Leaving) and isinstance(back.come, Leaving):
        assert (there.gone.player, there.gone.to) == (back.come.player, back.come.to)
        np.testing.assert_allclose(
            (there.gone.first, there.gone.second), (back.come.second, back.come.first)
        )


@settings(max_examples=15)
@given(WITH_MOVES, st.sampled_from([-7, 0.5, 40]))
def test_a_constant_moves_payoffs_and_no_result(scenario: dict[str, Any], constant: float) -> None:
    moved = copy.deepcopy(scenario)
    player = scenario["players"][0]
    moved["payoffs"][player]["gift"] = {"amount": constant}
    found = sides(load(scenario), load(moved))
    assert [(w.player, w.term, w.amount, w.everywhere) for w in found.worths.terms] == [
        (player, "gift", constant, True)
    ]
    for change in found.lenses:
        if change.fates is not None:
            assert change.same
            for who, gap in change.moved.items():
                assert gap == pytest.approx(constant if who == player else 0.0, abs=1e-6)


@settings(max_examples=15)
@given(pairs(protocol=False))
def test_who_leaves_gains_what_the_payoffs_say(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    one, other = load(pair[0]), load(pair[1])
    change = sides(one, other).lenses[0]
    if change.fates is None or not isinstance(change.fates.gone, Leaving):
        return
    gone = change.fates.gone
    profile = next(
        f.first for f in change.fates.each if f.kind == "vanishes"
    ).equilibrium.strategies
    for game, gain in ((one.alone(), gone.first), (other.alone(), gone.second)):
        assert gain == pytest.approx(
            gain_from_arrays(game, profile, gone.player, gone.to), abs=1e-6
        )
    assert gone.second > 0
    assert gone.first <= 1e-6
    assert gone.term is not None
    assert gone.term.second > gone.term.first


def gain_from_arrays(game: NormalFormGame, profile: Any, player: str, to: str) -> float:
    """The same gain by plain sums over every combination."""
    p = game.keys.index(player)
    index = [strategy.label for strategy in game.strategies[p]].index(to)
    total = 0.0
    for combo in game.profiles():
        chance = np.prod([weights[i] for weights, i in zip(profile, combo, strict=True)])
        changed = (*combo[:p], index, *combo[p + 1 :])
        total += chance * (game.payoffs[(p, *changed)] - game.payoffs[(p, *combo)])
    return float(total)


@settings(max_examples=15)
@given(scenarios(protocol=True))
def test_terms_add_up_to_what_a_choice_is_worth(scenario: dict[str, Any]) -> None:
    found = load(scenario)
    answer = look(LENSES[1], found)
    assume(isinstance(answer, Prediction) and isinstance(answer.solution.game, ExtensiveGame))
    equilibrium = answer.outcomes[0].equilibrium
    assert isinstance(equilibrium, TreeEquilibrium)
    walk = Walk(found, equilibrium)
    for reason in equilibrium.reasons:
        if reason.alternative:
            below, player = walk.below(reason.node), walk.mover(reason.node)
            parts = favour(
                walk,
                player,
                *(ends(walk, below[way]) for way in (reason.chosen, reason.alternative)),
            )
            assert parts is not None
            assert sum(parts.values()) == pytest.approx(
                reason.payoff - reason.alternative_payoff, abs=1e-6
            )


@settings(max_examples=15)
@given(pairs(protocol=True))
def test_where_two_paths_part_each_side_prefers_its_own(
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    change = sides(load(pair[0]), load(pair[1])).lenses[1]
    found = change.fates.gone if change.fates is not None else None
    while isinstance(found, Parting):
        assert found.first != found.second
        assert not min(found.leads) < -1e-9
        if isinstance(found.cause, TermShift):
            assert found.cause.second > found.cause.first - 1e-9
        if isinstance(found.cause, OddsShift):
            assert found.cause.first != found.cause.second
        found = found.cause.parting if isinstance(found.cause, LaterAnswer) else None


@settings(max_examples=15)
@given(PAIRS)
def test_every_comparison_can_be_told(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    found = sides(load(pair[0]), load(pair[1]))
    assert found.second.about.title in str(found)
    checked(found)
    assert plain(report_of(found), everything=True)


@settings(max_examples=15)
@given(WITH_MOVES)
def test_every_lens_answers_or_says_why(scenario: dict[str, Any]) -> None:
    read = load(scenario)
    found = compare(read)
    assert isinstance(found, LensComparison)
    first, *others = found.lenses
    assert [one.lens for one in found.lenses] == [
        lens for lens in LENSES if lens is not AGAIN or read.repeats
    ]
    assert first.agreement is None
    assert all(one.agreement is not None for one in others)
    assert all(isinstance(one.answer, Prediction) or one.answer.message for one in found.lenses)
    assert str(found)


def test_a_lens_looks_at_what_a_file_says_alone() -> None:
    asked = {
        name: [one.lens.name for one in compare(name).lenses]
        for name in ("classics/chicken", "classics/linear-tariffs")
    }
    assert asked["classics/chicken"] == [lens.name for lens in LENSES if lens is not AGAIN]
    assert asked["classics/linear-tariffs"] == [lens.name for lens in LENSES]
