"""What lint says of expected states is what a reader finds who looks at every state."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.language.check.files import check_file

OPTIONS = {"bridge": ["shut", "open"], "road": ["none", "old", "new"], "toll": ["no", "yes"]}
SCENARIO: dict[str, Any] = {
    "format": 1,
    "title": "Two banks",
    "players": ["ann", "bob"],
    "issues": {
        "bridge": {"decided_by": "ann", "options": OPTIONS["bridge"]},
        "road": {"decided_by": "bob", "options": OPTIONS["road"]},
        "toll": {"decided_by": ["ann", "bob"], "options": OPTIONS["toll"]},
    },
    "status_quo": {"bridge": "shut", "road": "none", "toll": "no"},
    "no_deal": "status_quo",
    "infeasible": [{"bridge": "open", "road": "none"}],
    "prefers": {
        "ann": ["road == new", "bridge == open", "toll == yes"],
        "bob": ["bridge == open", "road == old", "toll == no"],
    },
}
STATES = [
    {"bridge": bridge, "road": road, "toll": "no"}
    for bridge, road in product(OPTIONS["bridge"], OPTIONS["road"])
    if (bridge, road) != ("open", "none")
]
ASKED = st.fixed_dictionaries(
    {},
    optional={
        issue: st.lists(st.sampled_from(options), min_size=1, unique=True)
        for issue, options in OPTIONS.items()
    },
).filter(bool)


def told(folder, entry):
    """What `check` says of one expectation."""
    path = folder / "banks.yaml"
    path.write_text(json.dumps({**SCENARIO, "expect": [entry]}), "utf-8")
    return [
        (found.code, found.message)
        for found in check_file(str(path))
        if found.code.startswith("expect-")
    ]


@settings(max_examples=60)
@given(ASKED, st.one_of(st.sampled_from(["every", "some", "no"]), st.integers(0, 6)))
def test_expectations_that_hold_or_fail_whichever_states_stand(tmp_path_factory, asked, how):
    fitting = sum(
        all(state[issue] in wanted for issue, wanted in asked.items()) for state in STATES
    )
    entry = {"stability": asked, **({"count": how} if isinstance(how, int) else {"in": how})}
    found = [code for code, _ in told(tmp_path_factory.getbasetemp(), entry)]
    if isinstance(how, int):
        wanted = (
            ["expect-cannot-hold"]
            if how > fitting
            else ["expect-cannot-fail"]
            if how == fitting == 0
            else []
        )
    elif not fitting:
        wanted = ["expect-cannot-fail" if how == "no" else "expect-cannot-hold"]
    elif fitting == len(STATES) and how != "some":
        wanted = ["expect-cannot-hold" if how == "no" else "expect-cannot-fail"]
    else:
        wanted = []
    assert found == wanted


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"bridge": "open", "road": "none"},
            "no answer can be what this asks for: this combination is impossible",
        ),
        (
            {"bridge": "open", "toll": "yes"},
            (
                "no answer can be what this asks for: `toll` is never `yes` in this game; it can "
                "only "
                "be `no`"
            ),
        ),
    ],
)
def test_why_no_state_fits(tmp_path, asked, said):
    assert told(tmp_path, {"stability": asked}) == [("expect-cannot-hold", said)]


def test_more_states_than_there_are(tmp_path):
    (found,) = told(tmp_path, {"stability": {"bridge": "open"}, "count": 7})
    assert found == (
        "expect-cannot-hold",
        "7 states are to stand, and only 2 of 5 are as described",
    )
