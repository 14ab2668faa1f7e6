"""How far a match is followed: as far as something happens, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate.repeated.matches.timeline import AFTER, LOOKED, ROUNDS, encounter, timeline
from tests.repeated.reports.sampled import dilemma


def rounds(*arguments: object, **more: object) -> int:
    return encounter(*arguments, **more).timeline.postures.shape[1]  # type: ignore[arg-type]  # of many kinds


def test_without_any_chance_it_is_twenty_rounds() -> None:
    assert rounds(dilemma(), "grim") == ROUNDS
    assert rounds(dilemma(), "grim", rounds=7) == 7
    assert rounds(dilemma(rounds=33), "grim") == 33


@pytest.mark.parametrize(("at", "until"), [(1, 20), (10, 20), (11, 30), (40, 50), (41, 60)])
def test_what_comes_of_a_breach_is_followed(at: int, until: int) -> None:
    found = encounter(dilemma(), "grim", breach=(1, at)).timeline
    assert found.postures.shape[1] == until
    assert found.postures[1, at - 1] == 1
    assert (found.postures[0, at:] == 1).all()


def test_what_comes_of_the_first_slip_is_followed() -> None:
    game, seen = dilemma(misread=(0.02, 0.02)), set()
    for seed in range(12):
        whole = timeline(game, "grim", rounds=LOOKED, seed=seed)
        first = np.flatnonzero((whole.seen != whole.postures).any(axis=(0, 1)))[:1] + 1
        length = rounds(game, "grim", seed=seed)
        assert length % 10 == 0
        if len(first):
            assert length == ROUNDS or first[0] + AFTER <= length < first[0] + AFTER + 10
            assert length >= first[0] + AFTER
        else:
            assert length == ROUNDS
        seen.add(length)
    assert len(seen) > 2
