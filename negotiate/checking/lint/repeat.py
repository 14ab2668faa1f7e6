"""States of strategies and phases of the world that nothing leads to, and expectations of rounds that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from negotiate.checking.cases import Case
from negotiate.checking.lint.expectations import NEAR, constant, finding, truth
from negotiate.checking.subject import Finding, Subject
from negotiate.model.expectation import Expectation
from negotiate.model.expressions import both
from negotiate.model.frame import Frame


def never_reached(subject: Subject) -> Iterator[Finding]:
    """States and phases to which no chain of others leads from the first."""
    repeat = subject.scenario.repeat
    for name, machine in repeat.machines.items():
        leads = {state.id: [goes.state for goes in state.goes] for state in machine.states}
        for state in _lost(leads, machine.start):
            message = f"nothing ever leads `{name}` into its state `{state}`"
            place = subject.at("repeat", "strategies", name, "states", state, key=True)
            yield Finding(place, "state-never-reached", message, "lead to it from another state, or take it away")
    follows = {phase.id: [chance.name for chance in phase.follows] for phase in repeat.phases}
    for phase in _lost(follows, repeat.phases[0].id) if repeat.phases else ():
        message = f"no phase is ever followed by `{phase}`"
        place = subject.at("repeat", "phases", phase, key=True)
        yield Finding(place, "state-never-reached", message, "lead to it from another phase, or take it away")


def _lost(leads: Mapping[str, list[str]], start: str) -> list[str]:
    """Those that cannot be reached from the start."""
    seen, waiting = {start}, [start]
    while waiting:
        for name in leads[waiting.pop()]:
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return [name for name in leads if name not in seen]


def idle_play(subject: Subject) -> Iterator[Finding]:
    """Entries of `simulate` that ask for payoffs that no round has, or for nothing that the answer could change."""
    for position, (entry, case) in enumerate(zip(subject.scenario.expectations, subject.expected, strict=True)):
        if case is None or entry.command != "simulate":
            continue
        low, high = _range(case)
        for player, expression in entry.payoffs.items():
            at = case.scenario.keys.index(player)
            value = float(expression.evaluate(Frame(case.scenario, {}, 1))[0])
            slack = NEAR * max(1.0, abs(value))
            if np.isfinite(value) and not low[at] - slack <= value <= high[at] + slack:
                said = f"in no round `{player}` gets less than {low[at]:g} or more than {high[at]:g}"
                yield finding(subject, position, entry, ("payoffs", player), "expect-cannot-hold", said, "correct it")
        if entry.where is not None and constant(entry.where):
            yield from _constant(subject, position, entry, case)


def _constant(subject: Subject, position: int, entry: Expectation, case: Case) -> Iterator[Finding]:
    """That a condition which looks at no payoff decides the entry, whatever is earned."""
    hint = f"let it look at what somebody gets, such as `{case.scenario.keys[0]} > 0`"
    if not truth(entry.where or both(()), case.scenario):
        said = "`where` looks at no payoff, and is false"
        yield finding(subject, position, entry, ("where",), "expect-cannot-hold", said, hint)
    elif entry.play.word == "earns" and not entry.payoffs:
        said = "`where` looks at no payoff, and is true"
        yield finding(subject, position, entry, ("where",), "expect-cannot-fail", said, hint)


def _range(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that each player gets in any round."""
    game = case.scenario.again()
    tables = [game.stage.payoffs, *(game.setting.phases.payoffs if game.setting.phases is not None else ())]
    flat = np.concatenate([table.reshape(game.stage.n_players, -1) for table in tables], axis=1)
    return flat.min(axis=1), flat.max(axis=1)
