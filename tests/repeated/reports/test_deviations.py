"""The way to where somebody would step aside, as a sentence."""

from dataclasses import replace

import pytest

from negotiate.repeated.game import Witness
from negotiate.repeated.lasting.certificate import WALK_AWAY
from negotiate.repeated.reports.agreement import deviation
from tests.repeated.reports.sampled import dilemma

STEP = (("keep", "keep"),)
GAINS = "Bob gains 1 a round on average by playing `break` instead of `keep`."


@pytest.mark.parametrize(
    ("path", "phase", "begins"),
    [
        ((), "", "In the first round, "),
        ((), "calm", "In the first round, "),
        (STEP, "", "After (keep, keep), "),
        (STEP, "tense", "After (keep, keep), in the phase `tense`, "),
        (STEP * 6, "", "After 6 rounds, the last of them (keep, keep), "),
        (
            STEP * 6,
            "tense",
            "After 6 rounds, the last of them (keep, keep), in the phase `tense`, ",
        ),
    ],
)
def test_no_comma_stands_twice(path, phase, begins):
    witness = Witness(("calm", "calm"), phase, "Bob", "keep", "break", 1.0, path)
    assert deviation(dilemma(), witness) == begins + GAINS


def test_before_a_known_end_the_round_is_told():
    said = [
        deviation(
            dilemma(rounds=9), Witness((), phase, "Bob", "keep", "break", 1.0, STEP * (at - 1), at)
        )
        for phase, at in (("", 7), ("tense", 7), ("", 9))
    ]
    assert said[0] == f"In round 7, {GAINS}"
    assert said[1] == f"In round 7, in the phase `tense`, {GAINS}"
    assert said[2] == "In the last round, Bob gains 1 by playing `break` instead of `keep`."


def test_what_only_looks_like_a_posture_and_walking_away_are_named():
    hidden = Witness(
        (), "", "Bob", "keep", "another option that the others count as keep", 1.0, seen_as="keep"
    )
    assert deviation(dilemma(), hidden).endswith(
        "by another option that looks like `keep` to the others."
    )
    elsewhere = replace(hidden, seen_as="break")
    assert deviation(dilemma(), elsewhere).endswith(
        "looks like `break` to the others, instead of `keep`."
    )
    assert "by walking away instead of" in deviation(
        dilemma(), Witness((), "", "Bob", "keep", WALK_AWAY, 1.0)
    )
