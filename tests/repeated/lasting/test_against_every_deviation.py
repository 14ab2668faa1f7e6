"""Certificates agree with a search through every deviation of bounded length, on random small
automata.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from negotiate import NormalFormGame
from tests.repeated.lasting.random_profiles import Case, random_case
from tests.walks import seeds

ROUNDS = 40
"""0.6 ** 40 is 1e-9: what is left then matters less than the tolerance here."""

NEAR = 1e-7

SEEDS = range(24)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_gains_by_one_step_where_nobody_gains_by_three(seed: int) -> None:
    case = random_case(seed)
    found = case.game.certify(*case.automata)
    gains = []
    for player in range(len(case.automata)):
        kept = case.play.worths(player, ROUNDS)
        left = case.play.best_deviation(player, 3, ROUNDS)
        gains.append(max(left[state] - kept[state] for state in kept))
        assert found.payoffs[player] == pytest.approx(kept[case.play.start], abs=NEAR)
    assert found.states == len(kept)
    assert found.subgame_perfect == (max(gains) <= NEAR)
    assert found.difference <= 1e-12


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_does_better_than_the_best_reply_and_a_long_one_does_as_well(seed: int) -> None:
    case = random_case(seed)
    found = case.game.certify(*case.automata)
    best = [
        case.play.best_deviation(p, ROUNDS, ROUNDS)[case.play.start]
        for p in range(len(case.automata))
    ]
    assert found.best_replies == pytest.approx(best, abs=NEAR)
    assert found.nash == all(b <= kept + NEAR for b, kept in zip(best, found.payoffs, strict=True))


def place(case: Case, names: tuple[str, ...], phase: str) -> tuple[int, ...]:
    assert case.game.setting.phases is not None
    phases = case.game.setting.phases.names
    return (
        phases.index(phase),
        *(one.names.index(n) for one, n in zip(case.automata, names, strict=True)),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_witness_gains_what_it_says_and_lies_where_its_path_leads(seed: int) -> None:
    case = random_case(seed)
    found = case.game.certify(*case.automata).witness
    if found is None:
        return
    labels = [[one.label for one in of] for of in case.game.stage.strategies]
    state = place(case, found.state, found.phase)
    here = {case.play.start}
    for actions in found.path:
        chosen = tuple(labels[p].index(a) for p, a in enumerate(actions))
        here = {following for before in here for _, following in case.play.after(before, chosen)}
    assert state in here
    player = case.game.seat(found.player)
    assert bool(found.seen_as) == (found.action not in labels[player])
    action = labels[player].index(found.seen_as or found.action)
    kept = case.play.worths(player, ROUNDS)
    gain = case.play.step(state, player, action, kept, aside=True) - kept[state]
    assert found.gain == pytest.approx(gain, abs=NEAR)


def test_the_cases_are_of_every_kind() -> None:
    cases = [random_case(seed) for seed in SEEDS]
    held = [case.game.certify(*case.automata) for case in cases]
    assert 3 <= sum(map(bool, held)) <= 21
    assert sum(one.nash != one.subgame_perfect for one in held) >= 2
    assert {len(case.automata) for case in cases} == {2, 3}
    assert any(any(case.play.noise) for case in cases)
    assert any(case.automata[0].outputs.ndim == 2 for case in cases)
    assert any(one.witness.path for one in held if one.witness)


@pytest.mark.parametrize("seed", seeds(10))
def test_another_unit_changes_nothing(seed: int) -> None:
    case = random_case(seed)
    phases = case.game.setting.phases
    assert phases is not None
    scale = np.array([1e6, 1e-6, 7.0][: len(case.automata)])
    shift = np.array([-4e6, 3.0, 11.0][: len(case.automata)])
    axes = (-1, *(1,) * len(case.automata))
    payoffs, tempting = (
        t * scale.reshape(axes) + shift.reshape(axes) for t in (phases.payoffs, phases.tempting)
    )
    setting = replace(case.game.setting, phases=replace(phases, payoffs=payoffs, tempting=tempting))
    other = replace(case.game, stage=NormalFormGame.from_arrays(*payoffs[0]), setting=setting)
    one, two = case.game.certify(*case.automata), other.certify(*case.automata)
    assert (one.nash, one.subgame_perfect) == (two.nash, two.subgame_perfect)
    assert two.payoffs == pytest.approx(np.array(one.payoffs) * scale + shift)
    assert two.best_replies == pytest.approx(np.array(one.best_replies) * scale + shift)


@pytest.mark.parametrize("concept", ["subgame-perfect", "nash"])
@pytest.mark.parametrize("seed", seeds(20))
def test_critical_patience_agrees_with_certifying_on_a_grid(seed: int, concept: str) -> None:
    case = random_case(seed)
    held = case.game.critical_discount(*case.automata, concept=concept)
    assert all(low <= high for low, high in held)
    assert all(one[1] < two[0] for one, two in pairwise(held))
    for discount in np.linspace(0.011, 0.989, 40):
        if min((abs(discount - end) for ends in held for end in ends), default=1) < 1e-6:
            continue
        found = replace(case.game, discount=(discount,) * len(case.automata)).certify(
            *case.automata
        )
        holds = found.subgame_perfect if concept == "subgame-perfect" else found.nash
        assert holds == any(low <= discount <= high for low, high in held)


@pytest.mark.parametrize("concept", ["subgame-perfect", "nash"])
def test_unequal_patience_is_judged_player_by_player(concept: str) -> None:
    met = 0
    for seed in range(30):
        case = random_case(seed)
        by_player = case.game.critical_discount(*case.automata, concept=concept).by_player
        rng = np.random.default_rng(seed)
        for _ in range(4):
            discount = tuple(rng.uniform(0.01, 0.99, len(case.automata)).tolist())
            found = replace(case.game, discount=discount).certify(*case.automata)
            within = [
                any(a <= d <= b for a, b in held)
                for d, held in zip(discount, by_player, strict=True)
            ]
            assert (found.subgame_perfect if concept == "subgame-perfect" else found.nash) == all(
                within
            )
            met += all(within)
    assert met > 5
