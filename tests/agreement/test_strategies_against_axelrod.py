"""Our strategies beside those of the same idea in Axelrod, round by round against the same
opponents.
"""

import numpy as np
import pytest

from negotiate.repeated.automaton import Automaton
from negotiate.repeated.strategies.registry import parsed
from negotiate.repeated.strategies.strategy import Strategy
from tests.repeated.strategies.seats import answers, dilemma, taken

axelrod = pytest.importorskip("axelrod", reason="in the extra `peers`")

CERTAIN = {
    "always_cooperate": "Cooperator",
    "always_defect": "Defector",
    "alternate": "Alternator",
    "grudger": "Grudger",
    "grim": "Grudger",  # the two differ after a slip of the own hand only, and here are none
    "tit_for_tat": "TitForTat",
    "suspicious_tit_for_tat": "SuspiciousTitForTat",
    "tit_for_two_tats": "TitFor2Tats",
    "two_tits_for_tat": "TwoTitsForTat",
    "two_tits_for_tat:tits=3": "HardTitForTat",
    "soft_grudger": "SoftGrudger",
    "contrite_tit_for_tat": "ContriteTitForTat",
    "win_stay_lose_shift": "WinStayLoseShift",
    "reactive:p=0,q=1": "AntiTitForTat",
    "reactive:p=0,q=1,first=0": "Bully",
}
UNBOUND = {
    "gradual": "OriginalGradual",
    "go_by_majority": "GoByMajority",
    "downing:trust=1": "RevisedDowning",
}
OTHERWISE_AFTER_A_SLIP = {"grim", "contrite_tit_for_tat"}
"""Grim minds its own; after a round in which both slip the library's contrite does not what its
authors say.
"""
CHANCY = {
    "generous_tit_for_tat": "GTFT",
    "firm_but_fair": "FirmButFair",
    "extort": "ZDExtort2",
    "generous_zero_determinant": "ZDGTFT2",
    "joss": "FirstByJoss",
    "memory_one:p_cc=1,p_cd=0,p_dc=0,p_dd=1": "MemoryOnePlayer",
}


@pytest.mark.parametrize("name", CERTAIN)
def test_they_play_alike_without_slips(name: str) -> None:
    for seed in range(10):
        other = np.random.default_rng(seed).integers(0, 2, 40)
        mock = axelrod.MockPlayer([(axelrod.Action.C, axelrod.Action.D)[move] for move in other])
        match = axelrod.Match((getattr(axelrod, CERTAIN[name])(), mock), turns=len(other))
        theirs = [int(pair[0] == axelrod.Action.D) for pair in match.play()]
        assert answers(taken(name, dilemma()), other) == theirs, seed


@pytest.mark.filterwarnings(
    "ignore:Memory one player is set to default"
)  # Axelrod says so of its own default
@pytest.mark.parametrize("name", CHANCY)
def test_they_are_as_likely_to_cooperate(name: str) -> None:
    seat = taken(name, dilemma())
    theirs = getattr(axelrod, CHANCY[name])()._four_vector
    rounds = [(own, other) for own in (0, 1) for other in (0, 1)]
    ours = [seat.outputs[seat.transitions[seat.start][seen], 0] for seen in rounds]
    actions = (axelrod.Action.C, axelrod.Action.D)
    assert ours == pytest.approx([theirs[actions[own], actions[other]] for own, other in rounds])
    assert seat.outputs[seat.start, 0] == (
        getattr(axelrod, CHANCY[name])()._initial == axelrod.Action.C
    )


def meant(name: str, own: list[int], others: list[int]) -> list[int]:
    """What ours means to do in each round, given what its hand did."""
    strategy = parsed(name)
    assert isinstance(strategy, Strategy)
    built, found = strategy.seated(dilemma(), 0), []
    if isinstance(built, Automaton):
        seat = built.seated(0, (2, 2))
        state = seat.start
        for did, other in zip(own, others, strict=True):
            found.append(int(seat.outputs[state].argmax()))
            state = int(seat.transitions[state, did, other])
        return found
    memory = built.start(1)
    for did, other in zip(own, others, strict=True):
        found.append(int(built.act(memory, np.array([0.5]))[0]))
        memory = built.see(memory, np.array([did]), np.array([[other]]))
    return found


@pytest.mark.parametrize("name", [*(set(CERTAIN) - OTHERWISE_AFTER_A_SLIP), *UNBOUND])
def test_they_mean_the_same_where_hands_tremble(name: str) -> None:
    actions = (axelrod.Action.C, axelrod.Action.D)
    for seed in range(10):
        rng = np.random.default_rng(seed)
        player, other = getattr(axelrod, (CERTAIN | UNBOUND)[name])(), axelrod.Cooperator()
        player.set_match_attributes(game=axelrod.Game())
        own, others, theirs = [], rng.integers(0, 2, 60).tolist(), []
        for move in others:
            theirs.append(actions.index(player.strategy(other)))
            own.append(theirs[-1] ^ int(rng.random() < 0.2))
            player.update_history(actions[own[-1]], actions[move])
            other.update_history(actions[move], actions[own[-1]])
        assert meant(name, own, others) == theirs, seed
