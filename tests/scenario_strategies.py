"""Random whole scenarios, as dictionaries that are written to a file as JSON text, which is
YAML.
"""

from __future__ import annotations

import json
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import negotiate

PLAYERS = ("ada", "bo", "cy")
PARAMETERS = ("weight", "worth")
NUMBERS = st.integers(-4, 4) | st.sampled_from([0.5, -1.25, 1e3])


def load(scenario: dict[str, Any], **options: Any) -> negotiate.Scenario:
    """The scenario read from a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.yaml"
        path.write_text(json.dumps(scenario), "utf-8")
        return negotiate.load(str(path), **options)


@st.composite
def conditions(draw: DrawFn, issues: dict[str, Any]) -> dict[str, list[str]]:
    """Issue → some of its options, for one or two issues."""
    names = draw(st.lists(st.sampled_from(sorted(issues)), min_size=1, max_size=2, unique=True))
    return {
        name: draw(
            st.lists(
                st.sampled_from(list(issues[name]["options"])), min_size=1, max_size=2, unique=True
            )
        )
        for name in names
    }


@st.composite
def terms(draw: DrawFn, issues: dict[str, Any], quo: dict[str, str]) -> dict[str, Any]:
    """One payoff term of any kind; a table may leave out what the status quo has."""
    kind = draw(st.sampled_from(["by", "by two", "amount", "expr"]))
    numbered = [name for name, part in issues.items() if isinstance(part["options"], dict)]
    term: dict[str, Any] = {}
    if kind == "amount" or (kind == "expr" and not numbered):
        term["amount"] = draw(NUMBERS)
    elif kind == "expr":
        term["expr"] = (
            f"{draw(st.sampled_from(PARAMETERS))} * {draw(st.sampled_from(numbered))} + "
            f"{draw(st.integers(0, 3))}"
        )
    else:
        by = draw(
            st.lists(
                st.sampled_from(sorted(issues)),
                min_size=1,
                max_size=2 if kind == "by two" else 1,
                unique=True,
            )
        )
        term |= {"by": by, "values": draw(tables(issues, by))}
        if len(by) == 1 and draw(st.booleans()):
            term["values"].pop(quo[by[0]])
    if draw(st.integers(0, 3)) == 0:
        term["when"] = draw(conditions(issues))
    if draw(st.integers(0, 3)) == 0:
        term["times"] = draw(NUMBERS)
    return term


@st.composite
def tables(draw: DrawFn, issues: dict[str, Any], by: list[str]) -> dict[str, Any]:
    """Option → number, one level an issue."""
    inner = NUMBERS if len(by) == 1 else tables(issues, by[1:])
    return {option: draw(inner) for option in issues[by[0]]["options"]}


@st.composite
def scenarios(
    draw: DrawFn,
    agreed: bool = True,
    protocol: bool = False,
    hidden: bool = False,
    typed: bool = False,
) -> dict[str, Any]:
    """A whole scenario of one to three players and one to four issues; movers may not see all, and
    have types.
    """
    players = list(PLAYERS[: draw(st.integers(1, 3))])
    deciders: list[Any] = (
        [*players, "agreement", players[:2]] if agreed and len(players) > 1 else players
    )
    issues: dict[str, Any] = {}
    for position in range(draw(st.integers(1, 4))):
        names = [f"{'abcd'[position]}{k}" for k in range(draw(st.integers(1, 3)))]
        options: Any = {name: draw(NUMBERS) for name in names} if draw(st.booleans()) else names
        issues[f"issue_{position}"] = {
            "decided_by": draw(st.sampled_from(deciders)),
            "options": options,
        }
    quo = {name: draw(st.sampled_from(list(part["options"]))) for name, part in issues.items()}
    scenario: dict[str, Any] = {
        "format": 1,
        "title": "A random scenario",
        "players": players,
        "parameters": {name: draw(NUMBERS) for name in PARAMETERS},
        "issues": issues,
        "status_quo": quo,
        "payoffs": {
            player: {f"term_{k}": draw(terms(issues, quo)) for k in range(draw(st.integers(1, 3)))}
            for player in players
        },
    }
    if draw(st.integers(0, 2)) == 0:
        scenario["infeasible"] = [draw(conditions(issues))]
    if protocol:
        scenario["protocol"] = draw(protocols(players, issues, hidden))
    if typed:
        scenario["types"] = draw(private_types(players, scenario["payoffs"]))
    return scenario


@st.composite
def bounded(draw: DrawFn) -> dict[str, Any]:
    """A scenario with something to sign: a package without a deal, red lines, ratifiers with and
    without blocs.
    """
    scenario: dict[str, Any] = draw(scenarios())
    issues, players = scenario["issues"], scenario["players"]
    if any(holds_everywhere(condition, issues) for condition in scenario.get("infeasible", [])):
        del scenario["infeasible"]
    scenario["no_deal"] = draw(st.sampled_from(["status_quo", {}, dict(draw(effects(issues, [])))]))
    if draw(st.booleans()):
        scenario["on_table"] = draw(
            st.lists(st.sampled_from(sorted(issues)), min_size=1, unique=True)
        )
    lines = draw(
        st.lists(st.tuples(st.sampled_from(players), conditions(issues), st.booleans()), max_size=3)
    )
    scenario["red_lines"] = {
        f"line_{k}": {"player": player, "never": where, **({"cost": 2} if soft else {})}
        for k, (player, where, soft) in enumerate(lines)
        if not holds_everywhere(where, issues)
    }
    scenario["ratifiers"] = {
        f"body_{k}": draw(ratifiers(issues, draw(st.sampled_from(players))))
        for k in range(draw(st.integers(0, 2)))
    }
    return scenario


@st.composite
def signed(draw: DrawFn, scenario: dict[str, Any]) -> dict[str, Any]:
    """The scenario with red lines, hard and soft, and with players who sign what some of its
    actions lead to.
    """
    players, issues = scenario["players"], scenario["issues"]
    lines = draw(
        st.lists(st.tuples(st.sampled_from(players), conditions(issues), st.booleans()), max_size=3)
    )
    lines = [line for line in lines if not holds_everywhere(line[1], issues)]
    scenario["red_lines"] = {
        f"line_{k}": {"player": player, "never": where, **({"cost": 2} if soft else {})}
        for k, (player, where, soft) in enumerate(lines)
    }
    for step in scenario["protocol"]:
        for action in step.get("choose", {}).values():
            if draw(st.booleans()):
                action["signs"] = draw(st.lists(st.sampled_from(players), min_size=1, unique=True))
    return scenario


def holds_everywhere(condition: dict[str, list[str]], issues: dict[str, Any]) -> bool:
    """Whether a condition leaves no package out."""
    return all(
        set(options) == set(issues[issue]["options"]) for issue, options in condition.items()
    )


@st.composite
def ratifiers(draw: DrawFn, issues: dict[str, Any], player: str) -> dict[str, Any]:
    """A ratifier of a player that accepts what a condition says, or counts the votes of its
    blocs.
    """
    accepts = conditions(issues) | st.sampled_from(["everything", "nothing"])
    if draw(st.booleans()):
        return {"player": player, "accepts": draw(conditions(issues))}
    blocs = {
        f"bloc_{k}": {"votes": draw(st.integers(1, 9)), "accepts": draw(accepts)}
        for k in range(draw(st.integers(1, 4)))
    }
    total = sum(bloc["votes"] for bloc in blocs.values())
    needs = draw(st.sampled_from(["majority", "two thirds", "unanimity"]) | st.integers(1, total))
    return {"player": player, "votes": blocs, "needs": needs}


@st.composite
def private_types(draw: DrawFn, players: list[str], payoffs: dict[str, Any]) -> dict[str, Any]:
    """One to three types of some players, each of which may set a parameter, or the factor of
    somebody's term.

    Two players never set the same thing.
    """
    settings = draw(
        st.permutations(
            [*PARAMETERS, *(f"payoffs.{p}.{term}.times" for p in players for term in payoffs[p])]
        )
    )
    result: dict[str, Any] = {}
    for turn, player in enumerate(
        draw(st.lists(st.sampled_from(players), min_size=1, max_size=2, unique=True))
    ):
        odds = draw(st.sampled_from([[1.0], [0.25, 0.75], [0.0, 1.0], [0.5, 0.25, 0.25]]))
        result[player] = {
            f"kind_{k}": {
                "odds": chance,
                "set": {draw(st.sampled_from(settings[turn::2])): draw(NUMBERS)}
                if draw(st.booleans())
                else {},
            }
            for k, chance in enumerate(odds)
        }
    return result


@st.composite
def protocols(
    draw: DrawFn, players: list[str], issues: dict[str, Any], hidden: bool = False
) -> list[dict[str, Any]]:
    """One to four steps of every kind, in which players set what they decide; `when` looks at
    issues only.

    With `hidden`, a mover may have seen only some of the steps before it.
    """
    steps: list[dict[str, Any]] = []
    for position in range(draw(st.integers(1, 4))):
        step: dict[str, Any] = {}
        kind = draw(st.sampled_from(["choose", "choose", "sets", "announces", "chance"]))
        issue = draw(st.sampled_from(sorted(issues)))
        names = [f"do_{position}_{k}" for k in range(draw(st.integers(1, 3)))]
        player = draw(
            st.sampled_from(
                [p for p in players if kind in ("choose", "chance") or decides(p, issues[issue])]
            )
        )
        own = {
            key: part for key, part in issues.items() if kind == "chance" or decides(player, part)
        }
        packages = {name: draw(effects(own, steps)) if own else {} for name in names}
        if kind == "chance":
            odds = [0.5, 0.25, 0.25] if len(names) == 3 else [1 / len(names)] * len(names)
            step = {
                "chance": f"step_{position}",
                "odds": dict(zip(names, odds, strict=True)),
                "does": packages,
            }
        elif kind == "choose":
            step = {"move": f"step_{position}", "player": player, "choose": packages}
        else:
            step = {"move": f"step_{position}", "player": player, kind: issue}
        if draw(st.integers(0, 2)) == 0:
            step["when"] = draw(conditions(issues))
        if hidden and kind != "chance" and draw(st.booleans()):
            earlier = [f"step_{k}" for k in range(position)]
            step["sees"] = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        steps.append(step)
    return steps


def decides(player: str, issue: dict[str, Any]) -> bool:
    """Whether a player is among those who decide an issue."""
    deciders = issue["decided_by"]
    return deciders in ("agreement", player) or (isinstance(deciders, list) and player in deciders)


@st.composite
def effects(draw: DrawFn, issues: dict[str, Any], steps: list[dict[str, Any]]) -> dict[str, str]:
    """What an action sets: options, or what an earlier step has announced."""
    result = {}
    for issue in draw(st.lists(st.sampled_from(sorted(issues)), max_size=2, unique=True)):
        said = [step["move"] for step in steps if step.get("announces") == issue]
        result[issue] = draw(st.sampled_from([*issues[issue]["options"], *said]))
    return result


@st.composite
def ordinal(draw: DrawFn, mixed: bool = False) -> dict[str, Any]:
    """A scenario whose players have statements or a ranking, and with `mixed` perhaps payoffs;
    today is possible.
    """
    scenario: dict[str, Any] = draw(scenarios())
    issues = scenario["issues"]
    payoffs = scenario.pop("payoffs")
    for player in scenario["players"]:
        kind = draw(st.sampled_from(["prefers", "ranking", *(["payoffs"] if mixed else [])]))
        said = statements(issues) if kind == "prefers" else rankings(issues)
        scenario.setdefault(kind, {})[player] = payoffs[player] if kind == "payoffs" else draw(said)
    quo = scenario["status_quo"]
    if any(
        all(quo[k] in options for k, options in where.items())
        for where in scenario.get("infeasible", [])
    ):
        del scenario["infeasible"]
    return scenario


@st.composite
def statements(draw: DrawFn, issues: dict[str, Any]) -> list[Any]:
    """Statements in order, some tied to another condition, some in a group."""
    entry = st.one_of(
        conditions(issues),
        st.fixed_dictionaries({"that": conditions(issues), "if": conditions(issues)}),
        st.fixed_dictionaries({"that": conditions(issues), "iff": conditions(issues)}),
    )
    return draw(st.lists(entry | st.lists(entry, min_size=1, max_size=3), min_size=1, max_size=5))


@st.composite
def rankings(draw: DrawFn, issues: dict[str, Any]) -> list[Any]:
    """All combinations of one or two issues in some order, with ties."""
    names = draw(st.lists(st.sampled_from(sorted(issues)), min_size=1, max_size=2, unique=True))
    rows = product(*(list(issues[name]["options"]) for name in names))
    order = draw(st.permutations([dict(zip(names, row, strict=True)) for row in rows]))
    tiers: list[Any] = []
    for package in order:
        if tiers and draw(st.integers(0, 2)) == 0:
            tiers[-1] = [*(tiers[-1] if isinstance(tiers[-1], list) else [tiers[-1]]), package]
        else:
            tiers.append(package)
    return tiers
