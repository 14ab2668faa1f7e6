"""Moves, actions and histories that can never be, and what a file says of playing again from which nothing comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from negotiate.language.check.lint.expectations import NEAR, constant, finding, truth
from negotiate.language.check.subject import Case, Finding, Subject
from negotiate.language.text.nodes import Path, find
from negotiate.model.expectation import Expectation
from negotiate.model.expressions import Number, Operation, ParameterValue, both
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame
from negotiate.model.repeat import Chance
from negotiate.model.signing import refused_by

MOST = 100
"""How many packages are looked at."""


def impossible_history(subject: Subject) -> Iterator[Finding]:
    """Packages under `happened` that the file itself calls impossible; what they leave out is as in the status quo."""
    scenario = subject.scenario
    for name, package in islice(scenario.happened.items(), MOST):
        full = {**scenario.status_quo, **package}
        if len(full) < len(scenario.issues):
            continue
        frame = scenario.grid((), full)
        for condition, written in zip(scenario.infeasible, scenario.impossible, strict=True):
            if bool(condition.evaluate(frame)[:1].all()):
                message = f"`{name}` happened, and the file says that it cannot: `infeasible` rules out that {written}"
                hint = "correct the package, or `infeasible`"
                yield Finding(subject.at("happened", name, key=True), "impossible-history", message, hint)
                break


def idle_moves(subject: Subject) -> Iterator[Finding]:
    """Steps and actions on no path of the tree, in any case; not asked where a `when` looks at a parameter."""
    steps = subject.scenario.protocol
    if not steps or not subject.whole or _turned_by_parameters(subject.scenario):
        return
    made: set[tuple[str, str]] = set()
    for case in subject.cases:
        if case.tree is None:
            if case.path[:1] not in (("expect",), ("types",)):
                return
            continue
        tree, moves = case.tree.tree, case.tree.moves
        pairs = set(zip(tree.move[tree.parent[1:]].tolist(), tree.action[1:].tolist(), strict=True))
        made |= {(moves[m].label, moves[m].actions[a]) for m, a in pairs}
    reached = {move for move, _ in made}
    for position, step in enumerate(steps):
        word = "chance" if step.chance else "move"
        if step.id not in reached:
            message = f"no path ever comes to the {word} `{step.id}`"
            hint = "look at its `when`, and at those of the steps before it"
            yield Finding(subject.at("protocol", position, word), "move-never-reached", message, hint)
            continue
        for action in step.offered:
            if (step.id, action.id) not in made:
                message = f"at `{step.id}` nobody can ever do `{action.id}`"
                hint = "it would make an impossible package, or leave an option for good, on every path"
                if action.signs:
                    hint = "on every path one of those who sign has a red line or ratifier against it"
                holder = next((k for k in ("choose", "options", "does") if _has(subject, position, k)), word)
                place = subject.at("protocol", position, holder, *((action.id,) if holder != word else ()), key=True)
                yield Finding(place, "action-never-offered", message, hint)


def own_move_seen(subject: Subject) -> Iterator[Finding]:
    """Moves of the mover's own under `sees`, which it knows anyway."""
    movers = {step.id: step.player for step in subject.scenario.protocol}
    for position, step in enumerate(subject.scenario.protocol):
        for k, seen in enumerate(step.sees or ()):
            if movers[seen] == step.player:
                message = f"`{seen}` is a move of `{step.player}` itself, which it remembers anyway"
                yield Finding(subject.at("protocol", position, "sees", k), "own-move-seen", message)


def _has(subject: Subject, position: int, key: str) -> bool:
    return subject.at("protocol", position, key, key=True) != subject.at("protocol", position, key=True)


def _turned_by_parameters(negotiation: Negotiation) -> bool:
    whens = [step.when for step in negotiation.protocol if step.when is not None]
    refusals = [r.crossed for s in negotiation.protocol for a in s.actions for r in refused_by(negotiation, a)]
    conditions = [*whens, *negotiation.infeasible, *refusals]
    return any(isinstance(node, ParameterValue) for condition in conditions for node in condition.walk())


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


def idle_next(subject: Subject) -> Iterator[Finding]:
    """Entries after one that takes all that is left, and conditions that look at nothing."""
    repeat = subject.scenario.repeat
    for name, machine in repeat.machines.items():
        for state in machine.states:
            path: Path = ("repeat", "strategies", name, "states", state.id, "next")
            yield from _after(subject, [(*path, k) for k in range(len(state.goes))], [not g.seen for g in state.goes])
    for phase in repeat.phases:
        path = ("repeat", "phases", phase.id, "next")
        yield from _idle_chances(subject, phase.follows, [(*path, k) for k in range(len(phase.follows))])
    yield from _idle_chances(subject, repeat.signals, _signal_places(subject, repeat.signals))


def _idle_chances(subject: Subject, entries: Sequence[Chance], places: Sequence[Path]) -> Iterator[Finding]:
    yield from _after(subject, places, [entry.when is None and entry.odds is None for entry in entries])
    for entry, place in zip(entries, places, strict=True):
        if entry.when is not None and all(isinstance(node, Number | Operation) for node in entry.when.walk()):
            always = truth(entry.when, subject.scenario)
            message = f"this looks at nothing, and {'always' if always else 'never'} holds"
            hint = "let it look at what was done in the round, or take it away"
            yield Finding(subject.at(*place, "when"), "idle-next", message, hint)


def _after(subject: Subject, places: Sequence[Path], takes_all: Sequence[bool]) -> Iterator[Finding]:
    """The first entry after one that leaves nothing to those below it."""
    if True in takes_all[:-1]:
        first = places[takes_all.index(True) + 1]
        message = "the entry before this one takes all that is left, so that this one never counts"
        yield Finding(subject.at(*first), "idle-next", message, "put it further up, or give the one before it a `when`")


def _signal_places(subject: Subject, signals: Sequence[Chance]) -> list[Path]:
    """Where each entry of the signals stands: in a signal's list, or in its place where it is the only one."""
    counted: Counter[str] = Counter()
    found: list[Path] = []
    for entry in signals:
        path: Path = ("repeat", "signals", entry.name)
        listed: Path = (*path, counted[entry.name])
        found.append(listed if find(subject.root, listed) is not None else path)
        counted[entry.name] += 1
    return found


def idle_strategy(subject: Subject) -> Iterator[Finding]:
    """Strategies of the file's own that it lets nobody play, or that hide one of the program's."""
    machines = subject.scenario.repeat.machines
    if not machines:
        return
    from negotiate.repeated.strategies.registry import strategies  # noqa: PLC0415 - loaded for files that repeat

    said = [case.scenario.repeat.plays for case in subject.cases]
    said += [entry.play.plays for entry in subject.scenario.expectations]
    played = {one.strategy for plays in said for one in plays.values()}
    for name in machines:
        place = subject.at("repeat", "strategies", name, key=True)
        if subject.scenario.repeat.plays and subject.whole and name not in played:
            message = f"nobody plays `{name}`, neither under `plays` nor in an expectation"
            yield Finding(place, "unplayed-strategy", message, "let its player play it, or take it away")
        if name in strategies:
            message = f"`{name}` is also a strategy of the program's, which nobody can ask for here any more"
            yield Finding(place, "strategy-hides-another", message, "call it something else")


def lone_phase(subject: Subject) -> Iterator[Finding]:
    """A phase beside which there is no other."""
    if len(phases := subject.scenario.repeat.phases) == 1:
        message = f"`{phases[0].id}` is the only phase, so that nothing is ever otherwise"
        place = subject.at("repeat", "phases", phases[0].id, key=True)
        yield Finding(place, "lone-phase", message, "add another phase, or take this one away")


def idle_play(subject: Subject) -> Iterator[Finding]:
    """Entries of `simulate` that ask for payoffs that no round has, or for nothing that the answer could change."""
    for position, entry, case in subject.asked("simulate"):
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
