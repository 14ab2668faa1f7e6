"""The way to where somebody would step aside, as a sentence."""

import pytest

from negotiate.render.repeated.stepping_aside import stepping_aside
from negotiate.repeated.lasting.certificate import Witness
from tests.render.repeated.sampled import dilemma

STEP = (("keep", "keep"),)
ASIDE = "Bob would gain 1 a round by break instead of keep."


@pytest.mark.parametrize(
    ("path", "phase", "begins"),
    [
        ((), "", "In the first round "),
        ((), "calm", "In the first round "),
        (STEP, "", "After (keep, keep) "),
        (STEP, "tense", "After (keep, keep), in tense, "),
        (STEP * 6, "", "After 6 rounds, the last of them (keep, keep), "),
        (STEP * 6, "tense", "After 6 rounds, the last of them (keep, keep), in tense, "),
    ],
)
def test_no_comma_stands_twice(path, phase, begins):
    witness = Witness(("calm", "calm"), phase, "Bob", "keep", "break", 1.0, path)
    assert stepping_aside(dilemma(), witness) == begins + ASIDE


def test_before_a_known_end_the_round_is_told():
    said = [
        stepping_aside(dilemma(rounds=9), Witness((), phase, "Bob", "keep", "break", 1.0, STEP * (at - 1), at))
        for phase, at in (("", 7), ("tense", 7), ("", 9))
    ]
    assert said[0] == f"In round 7 {ASIDE}"
    assert said[1] == f"In round 7, in tense, {ASIDE}"
    assert said[2] == "In the last round Bob would gain 1 by break instead of keep."
