"""How the records of this room are written as JSON: options by their names, formulas as text,
chances as numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from negotiate.model.expressions import Expression
from negotiate.model.payoffs import Frame
from negotiate.model.wording import spelled
from negotiate.report.json import AS_IT_IS, KEY, LEFT_OUT, Way, Writer


def _each(
    write: Callable[[Any, Writer], Any],
) -> Callable[[Mapping[str, Any], Writer], dict[str, Any]]:
    """The same for every value of a mapping."""
    return lambda given, writer: {key: write(value, writer) for key, value in given.items()}


def _formula(written: Expression | bool | None, writer: Writer) -> str | bool | None:
    return (
        written if written is None or isinstance(written, bool) else spelled(written, writer.about)
    )


def _number(written: Expression | None, writer: Writer) -> float | None:
    if written is None:
        return None
    with np.errstate(all="ignore"):
        return float(written.evaluate(Frame(writer.about, {}, 1))[0])


def _options(package: Any, writer: Writer) -> Any:
    """Issue → option, or several, by their names; a word stays a word."""
    if isinstance(package, str):
        return package
    found = {}
    for issue, chosen in package.items():
        labels = writer.about.issues[issue].labels
        found[issue] = (
            [labels[one] for one in chosen] if isinstance(chosen, tuple) else labels[chosen]
        )
    return found


def _effects(effects: Any, writer: Writer) -> Any:
    """Issue → the option that it gets, or the move that announces the option."""
    return {
        one.issue: {"as_announced": one.as_announced}
        if one.as_announced
        else writer.about.issues[one.issue].labels[one.option]
        for one in effects
    }


def _chances(odds: tuple[Expression, ...], writer: Writer) -> list[float | str | None]:
    decided = [
        one
        for one in odds
        if writer.about.scope.of((one,)).issues or not isinstance(one, Expression)
    ]
    return [spelled(one, writer.about) if decided else _number(one, writer) for one in odds]


def _spelled_out(odds: tuple[Expression, ...], writer: Writer) -> list[str]:
    return [spelled(one, writer.about) for one in odds]


OPTIONS = Way(_options, "Mapping[str, str]")
FORMULA = Way(_formula, "str | None")
FORMULAS = Way(_each(_formula), "Mapping[str, str | bool]")
NUMBER = Way(_number, "float | None")
NUMBERS = Way(_each(_number), "Mapping[str, float]")
WORKING = ("path", "infeasible", "profiles", "phases", "worked", "games")
"""Fields of a negotiation that are worked out from the others, or say where its file lies."""
SCHEMAS = {"Negotiation": "negotiate/scenario/2"}
"""Class of a result → the name and number of its shape."""
ONLY = {
    "Expectation": ("command", "line", "written", "about", "variant", "settings", "fixes"),
}
"""Class → what is written of it."""
FIELDS = {
    "Negotiation": dict.fromkeys(WORKING, LEFT_OUT)
    | {
        "status_quo": OPTIONS,
        "no_deal": Way(_options, "str | Mapping[str, str]"),
        "alternatives": FORMULAS,
        "irreversible": Way(_options, "Mapping[str, tuple[str, ...]]"),
        "happened": Way(_each(_options), "Mapping[str, Mapping[str, str]]"),
        "fixed": OPTIONS,
        "risk": FORMULAS,
    },
    "Issue": {"places": LEFT_OUT},
    "BoundModel": {
        "kind": Way(lambda kind, _: kind.name, "str"),
        "inputs": FORMULAS,
        "settings": FORMULAS,
    },
    "Term": {"value": LEFT_OUT, "when": FORMULA},
    "Statement": {"holds": LEFT_OUT},
    "RedLine": {"crossed": LEFT_OUT, "cost": FORMULA, "hard": AS_IT_IS},
    "Ratifier": {"accepts": LEFT_OUT, "votes": AS_IT_IS, "needed": AS_IT_IS},
    "Bloc": {"accepts": LEFT_OUT},
    "Event": {
        "odds": Way(
            _each(_spelled_out),
            "Mapping[str, tuple[str, ...]]",
            "player → the odds of each outcome, as formulas",
        )
    },
    "Step": {
        "player": Way(lambda player, _: player or None, KEY, "null where chance decides"),
        "when": FORMULA,
        "odds": Way(
            _chances,
            "tuple[float | str, ...]",
            "numbers, or formulas where they depend on what is decided",
        ),
    },
    "Action": {
        "effects": Way(
            _effects,
            "Mapping[str, str | Mapping[str, str]]",
            "issue → the option that it gets, or the move that says",
        ),
        "announced": LEFT_OUT,
    },
    "PrivateType": {"odds": NUMBER},
    "Together": {"odds": NUMBER},
    "Repeat": dict.fromkeys(("noise", "misread", "walk_away"), NUMBERS)
    | {"sets": OPTIONS, "ends": NUMBER},
    "Posture": {"choices": OPTIONS},
    "Plays": {"parameters": NUMBERS},
    "MachineState": {"plays": NUMBERS},
    "Chance": {"when": FORMULA, "odds": NUMBER},
    "StateNumber": {"next": FORMULA},
    "Inject": {"when": FORMULA},
}
"""Class → field → how it is written."""
