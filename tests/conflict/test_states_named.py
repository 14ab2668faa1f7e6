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
    ["--greatly", "{player}:today"],
    ["--unknown", "{player}:today:{label}"],
)
COUNTS = {
    *(
        "against",
        "allied_against",
        "count",
        "counts",
        "found_at",
        "improvements",
        "model",
        "places",
        "ranks",
        "scenario",
    ),
    *("stuck", "swaps"),
}
"""Keys below which a whole number counts something, or says how good it is."""


def numbers(found: Any, key: str = "") -> set[int]:
    """The whole numbers that name states."""
    if isinstance(found, dict):
        return {
            n for word, value in found.items() if word not in COUNTS for n in numbers(value, word)
        }
    if isinstance(found, list):
        return {n for value in found for n in numbers(value, key)}
    return {found} if isinstance(found, int) and not isinstance(found, bool) else set()


@pytest.mark.parametrize("name", ["conflicts/elmira-1991", "conflicts/cuba-1962"])
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_state_is_named(
    question: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    player, label = {
        "conflicts/cuba-1962": ("us", "october_28"),
        "conflicts/elmira-1991": ("moe", "deadlock"),
    }[name]
    answer = ask(
        capsys,
        "stability",
        name,
        *(word.format(player=player, label=label) for word in question),
        "--json",
    )
    found = json.loads(answer.out)
    named = {state["number"]: state["name"] for state in found["states"]}
    assert numbers(found) <= set(named)
    assert all(named.values())
