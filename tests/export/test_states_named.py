"""Every number of a state in an answer's JSON is explained by the answer's own list of states."""

import json
from typing import Any

import pytest

from tests.cli.shell import ask

QUESTIONS = (
    [],
    ["--state", "today"],
    ["--moves"],
    ["--inverse", "today"],
    ["--coalitions"],
    ["--evolution"],
    ["--consensus"],
)
NO_STATES = {
    "against",
    "bands",
    "complete",
    "count",
    "deterred",
    "gains",
    "kept_by",
    "looked_together",
    "place",
    "places",
    "ranks",
    "states_left_out",
    "together_against",
}
"""Keys below which a whole number counts something, or says how good it is."""


def numbers(found: Any, key: str = "") -> set[int]:
    """The whole numbers that name states."""
    if isinstance(found, dict):
        return {n for word, value in found.items() if word not in NO_STATES for n in numbers(value, word)}
    if isinstance(found, list):
        return {n for value in found for n in numbers(value, key)}
    return {found} if isinstance(found, int) and not isinstance(found, bool) else set()


@pytest.mark.parametrize("name", ["conflicts/elmira-1991", "conflicts/cuba-1962"])
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_state_is_named(question: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "stability", name, *question, "--json")
    found = json.loads(answer.out)
    named = {state["number"]: state["name"] for state in found["states"]}
    for counted in {"--evolution": ["equilibria"], "--inverse": ["swaps"]}.get("".join(question[:1]), []):
        del found[counted]
    del found["scenario"]
    assert numbers(found) <= set(named)
    assert all(named.values())
