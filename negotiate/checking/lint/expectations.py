"""Expectations that cannot fail, or cannot be met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from negotiate.checking.cases import Case
from negotiate.checking.subject import Finding, Subject
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.loading.text.nodes import find
from negotiate.model.expectation import Expectation
from negotiate.model.expressions import Expression, Named
from negotiate.model.frame import Frame
from negotiate.model.negotiation import Negotiation

NEAR = 1e-6
"""How far a payoff may be from the one that an expectation names."""


def idle_expectation(subject: Subject) -> Iterator[Finding]:
    """Entries that hold, or fail, whatever the answer of the game is."""
    for position, (entry, case) in enumerate(zip(subject.scenario.expectations, subject.expected, strict=True)):
        if case is None or entry.command in ("deal", "stability", "simulate"):
            continue
        game = case.tree if entry.command == "tree" else case.alone
        if game is None:
            continue
        whys = list(_never(entry, case, game))
        yes, no = outcomes(entry)
        if whys and yes != no:
            code = "expect-cannot-hold" if yes else "expect-cannot-fail"
            said = "no answer can be what this asks for" if yes else "this holds whatever the answer is"
            yield finding(subject, position, entry, whys[0][1], code, f"{said}: {whys[0][0]}")
        elif not whys and _always(entry, case, game) and entry.count is None:
            if entry.quantifier == "no":
                why, code = "every answer is as described, and none is to be", "expect-cannot-hold"
            else:
                why, code = "this fits every answer there can be", "expect-cannot-fail"
            yield finding(subject, position, entry, (entry.command,), code, why)


def finding(
    subject: Subject,
    position: int,
    entry: Expectation,
    path: tuple[str | int, ...],
    code: str,
    message: str,
    hint: str = "",
) -> Finding:
    """What is said of an entry, at a place inside it or else at its command."""
    found = find(subject.root, ("expect", position, *path))
    place = subject.at("expect", position, *(path if found is not None else (entry.command,)), key=True)
    return Finding(place, code, message, hint or _hint(code))


def outcomes(entry: Expectation) -> tuple[bool, bool]:
    """Whether the entry wants some answer to agree, and whether it wants none to."""
    if entry.count is not None:
        return entry.count > 0, entry.count == 0
    return entry.quantifier != "no", entry.quantifier == "no"


def _hint(code: str) -> str:
    if code == "expect-cannot-fail":
        return "say what the answer has to be, or how many there are with `count`"
    return "correct it; `in: no` says that something is not found"


def _always(entry: Expectation, case: Case, game: NormalFormGame | ExtensiveGame) -> bool:
    """Whether every answer agrees, if there is one."""
    if entry.payoffs or (isinstance(game, NormalFormGame) and game.feasible is not None):
        return False
    if entry.where is not None and not constant(entry.where):
        return False
    return all(
        not isinstance(wanted, Mapping) and name in case.scenario.issues and _possible(name, game) <= set(wanted)
        for name, wanted in entry.choices.items()
    )


def _never(
    entry: Expectation, case: Case, game: NormalFormGame | ExtensiveGame
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Why no answer can agree, and where in the entry that stands."""
    for name, wanted in entry.choices.items():
        possible = _possible(name, game)
        named = [option for option in wanted if not isinstance(wanted, Mapping) or _value(wanted[option], case) > NEAR]
        if named and not possible & set(named):
            have = f"it can only be {_listed(possible)}" if possible else "it never comes up"
            yield f"`{name}` is never {_listed(set(named))} in this game; {have}", (entry.command, name)
    for player, wanted_payoff in entry.payoffs.items():
        column = case.scenario.keys.index(player)
        found = game.payoffs[column] if isinstance(game, NormalFormGame) else game.payoffs[:, column]
        value, low, high = _value(wanted_payoff, case), float(np.min(found)), float(np.max(found))
        slack = NEAR * max(1.0, abs(value))
        if np.isfinite(value) and not low - slack <= value <= high + slack:
            yield f"the payoffs of `{player}` lie between {low:g} and {high:g}", ("payoffs", player)
    if entry.where is not None and constant(entry.where) and not truth(entry.where, case.scenario):
        yield "`where` looks at no payoff, and is false", ("where",)


def constant(condition: Expression) -> bool:
    """Whether a condition looks at no payoff."""
    return not any(isinstance(node, Named) for node in condition.walk())


def truth(condition: Expression, negotiation: Negotiation) -> bool:
    """Whether a condition holds that looks at no payoff."""
    with np.errstate(all="ignore"):
        return bool(condition.evaluate(Frame(negotiation, {}, 1))[0])


def _value(expression: Expression, case: Case) -> float:
    with np.errstate(all="ignore"):
        return float(expression.evaluate(Frame(case.scenario, {}, 1))[0])


def _possible(name: str, game: NormalFormGame | ExtensiveGame) -> set[str]:
    """The options that an issue can have, or the actions that can be taken at a move, anywhere in the game."""
    if isinstance(game, NormalFormGame):
        found = {s.choices[name] for row in game.strategies for s in row if name in s.choices}
        return found or ({game.kept[name]} if name in game.kept else set())
    if name in game.issues:
        column = list(game.issues).index(name)
        return {game.issues[name][k] for k in set(game.outcomes[:, column].tolist())}
    tree = game.tree
    moves = [k for k, move in enumerate(game.moves) if move.label == name]
    below = np.flatnonzero(np.isin(tree.move[tree.parent], moves) & (tree.parent >= 0))
    return {game.moves[moves[0]].actions[k] for k in set(tree.action[below].tolist())} if moves else set()


def _listed(options: set[str]) -> str:
    return " or ".join(f"`{option}`" for option in sorted(options)[:4]) + (" or …" if len(options) > 4 else "")
