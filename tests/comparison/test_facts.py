"""Comparisons whose answer is known, held against what the games themselves say."""

from functools import cache

import pytest

import negotiate
from negotiate.answers import Prediction, Refusal
from negotiate.comparison.causes import (
    Closed,
    LaterAnswer,
    Leaving,
    OddsShift,
    Offered,
    OtherMoves,
    Parting,
    TermShift,
)
from negotiate.comparison.result import LensChange, LensComparison, SideComparison
from negotiate.lenses import ALONE, IN_TURN, LENSES
from tests.scenario_strategies import load as load_data

FLAGSHIP = "us-china/beijing-2018"
SIGNABLE = "us_drops_mic2025"
VARIANTS = list(negotiate.load(FLAGSHIP).variants)


@cache
def flagship(variant: str) -> SideComparison:
    """The flagship against one of its variants, worked out once for all that look at it."""
    return sides(FLAGSHIP, variant=variant)


def sides(name: str, **changes: object) -> SideComparison:
    found = negotiate.compare(negotiate.load(name), negotiate.load(name, **changes))
    assert isinstance(found, SideComparison)
    return found


def signable(variant: str = SIGNABLE, **changes: object) -> LensChange:
    """What changes in turn where the United States may sign what China concedes."""
    found = negotiate.compare(
        negotiate.load(FLAGSHIP, variant=SIGNABLE),
        negotiate.load(FLAGSHIP, variant=variant, **changes),
    )
    assert isinstance(found, SideComparison)
    return found.lenses[1]


def kinds(change: LensChange) -> list[str]:
    assert change.fates is not None
    return [fate.kind for fate in change.fates.each]


@cache
def found_by_the_command(variant: str | None, alone: bool) -> list[tuple[float, ...]]:
    """The payoffs of the equilibria that `solve`, or else `tree`, finds."""
    scenario = negotiate.load(FLAGSHIP, variant=variant)
    game = scenario.bayesian() if alone else scenario.in_turn()
    return [equilibrium.payoffs for equilibrium in negotiate.solve(game).equilibria]


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_sides_have_what_the_commands_find(variant: str) -> None:
    for change in flagship(variant).lenses[:2]:
        for answer, name in ((change.first, None), (change.second, variant)):
            assert isinstance(answer, Prediction)
            payoffs = [tuple(outcome.payoffs.values()) for outcome in answer.outcomes]
            assert payoffs == found_by_the_command(name, change.lens is ALONE)


def test_containment_makes_the_highest_tariff_pay() -> None:
    found = flagship("containment")
    alone = found.lenses[0]
    assert kinds(alone) == ["vanishes", "appears"]
    gone = alone.fates.gone
    assert isinstance(gone, Leaving)
    assert (gone.player, gone.chosen, gone.to) == ("us", "trade_war", "double")
    for scenario, gain in ((found.first, gone.first), (found.second, gone.second)):
        assert gain == pytest.approx(tariff_gain(scenario.alone()))
    assert gone.first < 0 < gone.second
    assert gone.term == TermShift("us", "rivalry", 0.0, pytest.approx(gone.second - gone.first))
    in_turn = signable(set={"rivalry": 1})
    assert kinds(in_turn) == ["vanishes", "appears"]
    parting = in_turn.fates.gone
    assert isinstance(parting, Parting)
    assert (parting.player, parting.move) == ("china", "answer")
    assert (parting.first, parting.second) == ("concede", "retaliate")


def tariff_gain(game: negotiate.NormalFormGame) -> float:
    """What the United States gains by the tariff `double` instead of `trade_war`, if China only
    matches.
    """
    us = [strategy.label for strategy in game.strategies[0]]
    china = [strategy.label for strategy in game.strategies[1]].index("cn_tariff matching")
    return float(
        game.payoffs[0, us.index("double"), china] - game.payoffs[0, us.index("trade_war"), china]
    )


def test_a_threat_that_congress_stops_is_answered_otherwise() -> None:
    in_turn = signable("nobody_believes")
    parting = in_turn.fates.gone
    assert isinstance(parting, Parting)
    assert (parting.player, parting.move, parting.first, parting.second) == (
        "us",
        "threaten",
        "all_threats",
        "before",
    )
    own = [answer.outcomes[0].equilibrium.reasons[0] for answer in (in_turn.first, in_turn.second)]
    assert parting.leads[0] == pytest.approx(own[0].payoff - own[0].alternative_payoff)
    assert parting.leads[1] == pytest.approx(12.81995, abs=1e-4)
    assert isinstance(parting.cause, LaterAnswer)
    later = parting.cause.parting
    assert (later.player, later.first, later.second) == ("china", "concede", "retaliate")
    assert later.cause == OddsShift("congress", "backs", 0.7, 0.0)


def test_what_giving_way_costs_is_named() -> None:
    later = signable(set={"aud_cn": 20}).fates.gone.cause.parting
    assert later.cause == TermShift("china", "under_threat", pytest.approx(0), pytest.approx(20))


def test_a_reason_may_lie_two_answers_deep() -> None:
    parting = signable(set={"backing_down": -10}).fates.gone
    deepest = parting.cause.parting.cause.parting
    assert (deepest.player, deepest.second, deepest.cause.term) == (
        "us",
        "back_down",
        "backing_down",
    )


def test_a_larger_threat_is_another_offer() -> None:
    assert flagship("larger_threat").lenses[0].same
    assert signable("larger_threat").fates.gone.cause == Offered(
        ("all_threats",), ("fifty_percent",)
    )


@pytest.mark.parametrize("variant", ["us_drops_mic2025", "soft_red_line"])
def test_red_lines_alone_move_nothing_that_nobody_signs(variant: str) -> None:
    found = flagship(variant)
    assert found.only_red_lines
    assert not found.nothing_differs
    unsigned = [
        change for change in found.lenses if not change.lens.signs and change.lens is not IN_TURN
    ]
    assert all(change.same and set(change.moved.values()) <= {0.0} for change in unsigned)
    assert set(found.lenses[0].moved.values()) == {0.0}
    assert not any(lens.signs for lens in (ALONE, IN_TURN))
    assert found.lenses[1].same is (variant != SIGNABLE), (
        "a move of the protocol signs, which `demand` forbids"
    )


def test_promises_kept_move_payoffs_and_no_result() -> None:
    found = flagship("promises_kept")
    assert [change.same for change in found.lenses[:3]] == [True, True, True]
    half, whole = (
        negotiate.solve(negotiate.load(FLAGSHIP, variant=SIGNABLE, set={"kept": kept}).in_turn())
        .equilibria[0]
        .payoffs
        for kept in (0.5, 1)
    )
    gains = [after - before for before, after in zip(half, whole, strict=True)]
    assert gains[0] > 0 > gains[1]
    assert list(signable(set={"kept": 1}).moved.values()) == pytest.approx(gains)
    moved = {(w.player, w.term): w.amount for w in found.worths.terms}
    assert moved["us", "property"] == pytest.approx(3 * (1 - 0.5))
    assert moved["china", "property"] == pytest.approx(-2 * (1 - 0.5))


def test_the_largest_change_of_a_payoff_is_the_largest() -> None:
    found = flagship("promises_kept")
    gap = found.second.payoffs()[0] - found.first.payoffs()[0]
    for p, change in enumerate(found.worths.payoffs):
        assert abs(change.amount) == pytest.approx(abs(gap[p]).max())
        package = {
            issue: found.first.issues[issue].index(option) for issue, option in change.at.items()
        }
        assert found.first.package_payoffs(package)[change.player] == pytest.approx(change.first)
        assert found.second.package_payoffs(package)[change.player] == pytest.approx(change.second)


def test_the_driver_who_cannot_swerve_leaves_one_equilibrium() -> None:
    alone, in_turn, *_ = sides("classics/chicken", fix={"row": "straight"}).lenses
    assert kinds(alone) == ["vanishes", "stays", "vanishes"]
    assert alone.fates.gone == Closed("row", "swerve", "straight")
    assert in_turn.as_alone
    assert in_turn.fates is None


def test_a_prize_for_cooperation_makes_it_last() -> None:
    alone = sides("classics/prisoners-dilemma", set={"matrix.cooperate.cooperate": [6, 6]}).lenses[
        0
    ]
    assert sorted(kinds(alone)) == ["appears", "appears", "stays"]
    assert alone.fates.gone is None
    come = alone.fates.come
    assert (come.to, come.first, come.second) == ("defect", 2, -1)
    assert (come.stay, come.leave) == ((3, 6), (5, 5))


def test_other_odds_of_the_same_mixture_are_a_shift() -> None:
    alone = sides("classics/matching-pennies", set={"matrix.heads.heads": [3, -1]}).lenses[0]
    assert kinds(alone) == ["shifts"]


def test_an_equilibrium_that_is_not_listed_stays_one() -> None:
    # The extreme equilibria of the one are mixtures of those of the other: what is still one is not
    # called gone.
    alone = sides(
        "classics/entry-deterrence", set={"payoffs.incumbent.profit.enter.accommodate": 3}
    ).lenses[0]
    held = [fate for fate in alone.fates.of("stays") if fate.first and fate.second]
    for fate in held:
        game = negotiate.load(
            "classics/entry-deterrence", set={"payoffs.incumbent.profit.enter.accommodate": 3}
        )
        payoffs = [e.payoffs for e in negotiate.solve(game.alone()).equilibria]
        assert tuple(fate.second.payoffs.values()) in payoffs
    assert "enter" in {fate.first.choices.get("entry") for fate in held}


def test_ties_are_compared_as_sets() -> None:
    in_turn = sides("classics/ultimatum", variant="envious").lenses[1]
    assert kinds(in_turn) == ["vanishes", "vanishes", "appears"]
    later = in_turn.fates.gone.cause.parting
    assert (later.player, later.leads[0], later.leads[1]) == ("responder", 0, 10)
    assert later.cause.term == "unfairness"


def test_files_of_other_players_are_not_held_against_each_other() -> None:
    found = negotiate.compare("classics/chicken", FLAGSHIP)
    assert not any(change.fates for change in found.lenses)
    assert "no issue in common" in found.worths.refused
    assert {d.name for d in found.differences if d.kind == "player"} == {
        "row",
        "column",
        "us",
        "china",
    }


def test_one_with_moves_and_one_without() -> None:
    assert negotiate.load("classics/entry-deterrence").protocol
    found = negotiate.compare(load_data(two_issues()), load_data(two_issues(moves=True)))
    assert isinstance(found.lenses[1].fates.gone, OtherMoves)
    assert "neither" not in str(found)


def two_issues(moves: bool = False, third: bool = False) -> dict[str, object]:
    """A small scenario; with moves, or with an issue more."""
    scenario = {
        "format": 1,
        "title": "Two issues",
        "players": ["ada", "bo"],
        "issues": {
            "x": {"decided_by": "ada", "options": ["low", "high"]},
            "y": {"decided_by": "bo", "options": ["left", "right"]},
        },
        "status_quo": {"x": "low", "y": "left"},
        "payoffs": {
            "ada": {"gain": {"by": "x", "values": {"high": 1}}},
            "bo": {"gain": {"by": "y", "values": {"right": 1}}},
        },
    }
    if moves:
        scenario["protocol"] = [{"move": "first", "player": "ada", "sets": "x"}]
    if third:
        scenario["issues"]["z"] = {"decided_by": "bo", "options": ["off", "on"]}
        scenario["status_quo"]["z"] = "off"
    return scenario


def test_an_issue_more_is_no_other_result_while_it_rests() -> None:
    found = negotiate.compare(load_data(two_issues()), load_data(two_issues(third=True)))
    assert [change.fates.each[0].kind for change in found.lenses[:1]] == ["stays"]
    assert [(d.kind, d.name) for d in found.differences] == [("issue", "z"), ("status quo", "z")]
    assert not found.worths.terms


def with_term(value: float = -3.0) -> dict[str, object]:
    """The larger scenario, in which the new issue is worth something."""
    scenario = two_issues(third=True)
    scenario["payoffs"]["ada"]["noise"] = {"by": "z", "values": {"on": value}}
    return scenario


def test_a_term_that_only_one_side_has_is_told_with_its_size() -> None:
    for pair, size in (((two_issues(), with_term()), -3), ((with_term(), two_issues()), 3)):
        found = sides_of(*pair)
        (only,) = found.worths.terms
        assert (only.player, only.term, only.amount, dict(only.at)) == (
            "ada",
            "noise",
            size,
            {"z": "on"},
        )
        assert only.of_one_side
        assert [(one.player, one.amount) for one in found.worths.payoffs] == [("ada", size)]
    assert sides_of(two_issues(), with_term(0.0)).worths.terms[0].of_one_side


def test_options_in_another_order_are_worth_the_same() -> None:
    scenario = two_issues()
    scenario["issues"]["x"]["options"] = ["high", "low"]
    assert sides_of(two_issues(), scenario).worths.terms == ()


def test_a_term_that_looks_at_an_issue_of_one_side_differs() -> None:
    scenario = two_issues(third=True)
    scenario["payoffs"]["ada"]["gain"] = {"expr": "if(x == high, 1, 0) - if(z == on, 5, 0)"}
    (found,) = sides_of(two_issues(), scenario).worths.terms
    assert (found.term, found.amount, found.at["z"], found.of_one_side) == ("gain", -5, "on", False)


def test_a_term_of_one_side_is_told_where_no_package_can_be_compared() -> None:
    other = with_term()
    other["issues"]["x"]["options"] = ["here", "there"]
    other["status_quo"]["x"] = "here"
    del other["payoffs"]["ada"]["gain"]
    found = sides_of(two_issues(), other)
    assert "no option that both sides have" in found.worths.refused
    assert {one.term for one in found.worths.terms} == {"gain", "noise"}


def test_a_term_of_one_tree_is_told_from_its_endings() -> None:
    plain, counted = two_issues(moves=True), two_issues(moves=True)
    counted["payoffs"]["bo"]["pride"] = {"amount": -7, "when": "first == high"}
    (found,) = sides_of(plain, counted).worths.terms
    assert (found.term, found.amount, dict(found.at)) == ("pride", -7, {"first": "high"})


@pytest.mark.parametrize("moves", [False, True])
def test_the_terms_that_move_a_payoff_are_named(moves: bool) -> None:
    plain, taxed = two_issues(moves), two_issues(moves)
    taxed["payoffs"]["bo"]["tax"] = {"amount": -4}
    taxed["payoffs"]["bo"]["refund"] = {"amount": 1}
    change = sides_of(plain, taxed).lenses[1 if moves else 0]
    assert change.moved == {"ada": 0.0, "bo": -3.0}
    found = [(one.player, one.term, one.amount, one.of_one_side) for one in change.moved_by]
    assert found == [("bo", "tax", -4, True), ("bo", "refund", 1, True)]


def sides_of(first: dict[str, object], second: dict[str, object]) -> SideComparison:
    found = negotiate.compare(load_data(first), load_data(second))
    assert isinstance(found, SideComparison)
    return found


def too_large() -> dict[str, object]:
    """A small tree, and more packages than are ever compared."""
    large = two_issues(moves=True)
    for number in range(6):
        name = f"more_{number}"
        large["issues"][name] = {"decided_by": "ada", "options": [f"o{k}" for k in range(12)]}
        large["status_quo"][name] = "o0"
    return large


def test_a_lens_that_cannot_answer_keeps_no_other_from_answering() -> None:
    large = too_large()
    found = negotiate.compare(load_data(large))
    assert isinstance(found, LensComparison)
    first, second = found.lenses[:2]
    assert isinstance(first.answer, Refusal)
    assert isinstance(second.answer, Prediction)
    assert second.agreement.relation == "none"
    assert first.answer.message in " ".join(str(found).split())
    both = negotiate.compare(load_data(large), load_data(large, set={"payoffs.ada.gain.high": 2}))
    assert both.lenses[0].fates is None
    assert both.lenses[1].same
    assert both.worths.refused
    assert not both.nothing_differs


def test_the_lenses_on_the_flagship_differ_for_a_reason() -> None:
    found = negotiate.compare(negotiate.load(FLAGSHIP, variant=SIGNABLE))
    assert isinstance(found, LensComparison)
    why = found.lenses[1].agreement
    assert why.relation == "other"
    assert why.agreed == {"purchases": "64"}
    assert (why.deciding.seen, why.deciding.chosen) == ("concede", "sign")
    scenario, package = found.scenario, found.lenses[1].answer.outcomes[0].choices
    here = {issue: scenario.issues[issue].index(option) for issue, option in package.items()}
    gains = {
        option.id: scenario.package_payoffs({**here, "us_tariff": k})["us"]
        - scenario.package_payoffs(here)["us"]
        for k, option in enumerate(scenario.issues["us_tariff"].options)
    }
    best = max(gains, key=gains.__getitem__)
    assert (why.temptation.player, why.temptation.change) == ("us", {"us_tariff": best})
    assert why.temptation.gain == pytest.approx(gains[best])


def test_a_threat_that_would_not_be_carried_out() -> None:
    why = negotiate.compare("classics/entry-deterrence").lenses[1].agreement
    assert why.relation == "narrower"
    assert (why.threat.player, why.threat.alternative, why.threat.chosen) == (
        "incumbent",
        "fight",
        "accommodate",
    )
    assert (why.threat.alternative_payoff, why.threat.payoff) == (-1, 1)


@pytest.mark.parametrize(
    ("name", "relation"), [("centipede", "same"), ("ultimatum", "narrower"), ("chicken", "same")]
)
def test_how_the_lenses_stand_to_each_other(name: str, relation: str) -> None:
    assert negotiate.compare(f"classics/{name}").lenses[1].agreement.relation == relation


def test_compare_takes_scenarios_or_names_only() -> None:
    with pytest.raises(negotiate.UnsuitableGame, match="takes scenarios or their names"):
        negotiate.compare(42)  # type: ignore[arg-type]  # on purpose
    assert LENSES[0] is ALONE
