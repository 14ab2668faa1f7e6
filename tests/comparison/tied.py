"""Small scenarios with many ties, in pairs that differ in some terms and odds."""

import copy
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

ROWS, COLUMNS = ("u", "m", "d"), ("l", "c", "r")


@st.composite
def tied_pairs(draw: DrawFn, moves: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two players who decide one issue each, all payoffs small whole numbers; and the same with
    something changed.
    """
    rows, columns = ROWS[: draw(st.integers(2, 3))], COLUMNS[: draw(st.integers(2, 3))]
    chance = moves and draw(st.booleans())
    one: dict[str, Any] = {
        "format": 1,
        "title": "Ties",
        "players": ["ann", "bob"],
        "issues": {
            "x": {"decided_by": "ann", "options": list(rows)},
            "y": {"decided_by": "bob", "options": list(columns)},
        },
        "status_quo": {"x": rows[0], "y": columns[0]},
        "payoffs": {player: draw(_payoffs(rows, columns, chance)) for player in ("ann", "bob")},
    }
    if moves:
        one["protocol"] = draw(_protocol(rows, columns, chance))
    other = copy.deepcopy(one)
    if chance and draw(st.booleans()):
        other["protocol"][1]["odds"] = draw(_odds())
        return one, other
    for player in ("ann", "bob"):
        fresh = draw(_payoffs(rows, columns, chance))
        for term in fresh:
            if draw(st.booleans()):
                other["payoffs"][player][term] = fresh[term]
    return one, other


@st.composite
def _payoffs(
    draw: DrawFn, rows: tuple[str, ...], columns: tuple[str, ...], chance: bool
) -> dict[str, Any]:
    number = st.integers(-2, 2)
    found: dict[str, Any] = {
        "tab": {"by": ["x", "y"], "values": {r: {c: draw(number) for c in columns} for r in rows}},
        "extra": {"by": ["y"], "values": {c: draw(number) for c in columns}},
    }
    if chance:
        found["luck"] = {
            "amount": draw(number),
            "when": f"coin == heads and y == {draw(st.sampled_from(columns))}",
        }
    return found


@st.composite
def _odds(draw: DrawFn) -> dict[str, float]:
    heads = draw(st.sampled_from([0, 0.25, 0.5, 0.75, 1]))
    return {"heads": heads, "tails": 1 - heads}


@st.composite
def _protocol(
    draw: DrawFn, rows: tuple[str, ...], columns: tuple[str, ...], chance: bool
) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = [{"move": "one", "player": "ann", "sets": "x"}]
    if chance:
        steps.append({"chance": "coin", "odds": draw(_odds())})
    steps.append({"move": "two", "player": "bob", "sets": "y"})
    if draw(st.integers(0, 3)) == 0:
        steps[-1]["when"] = f"one != {rows[0]}"
    if draw(st.booleans()):
        back = {"back": {"x": rows[0]}, "stay": {}}
        steps.append(
            {"move": "three", "player": "ann", "when": f"two == {columns[-1]}", "choose": back}
        )
    return steps
