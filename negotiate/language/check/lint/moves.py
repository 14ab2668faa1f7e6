"""Moves, actions and histories that can never be, and what a file says of playing again from which
nothing comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from negotiate.language.binding.scenario import signal_places
from negotiate.language.check.lint.expectations import NEAR, constant, finding, truth
from negotiate.language.check.subject import Case, Finding, Subject
from negotiate.language.text import Path
from negotiate.model.expressions import Number, Operation, ParameterValue
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import number
from negotiate.model.repeat import Chance
from negotiate.model.signing import refused_by
from negotiate.repeated.strategies import registry

MOST = 100
"""How many packages are looked at."""


def impossible_history(subject: Subject) -> Iterator[Finding]:
    """Packages under `happened` that the file itself calls impossible; what they leave out is as in
    the status quo.
    """
    scenario = subject.scenario
    for name, package in islice(scenario.happened.items(), MOST):
        full = {**scenario.status_quo, **package}
        if len(full) < len(scenario.issues):
            continue
        frame = scenario.grid((), full)
        for condition, written in zip(scenario.infeasible, scenario.impossible, strict=True):
            if bool(condition.evaluate(frame)[:1].all()):
                message = (
                    f"`{name}` happened, and the file says that it cannot: `infeasible` "
                    f"rules out that {written}"
                )
                hint = "correct the package, or `infeasible`"
                yield Finding(("happened", name), "impossible-history", message, hint)
                break


def idle_moves(subject: Subject) -> Iterator[Finding]:
    """Steps and actions on no path of the tree, in any case; not asked where a `when` looks at a
    parameter.
    """
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
            yield Finding(
                subject.at(("protocol", position, word)), "move-never-reached", message, hint
            )
            continue
        for action in step.offered:
            if (step.id, action.id) not in made:
                message = f"at `{step.id}` nobody can ever do `{action.id}`"
                hint = (
                    "it would make an impossible package, or leave an option for good, on every "
                    "path"
                )
                if action.signs:
                    hint = (
                        "on every path one of those who sign has a red line or ratifier against it"
                    )
                held = [
                    key
                    for key in ("choose", "options", "does")
                    if subject.has("protocol", position, key)
                ]
                place = (held[0], action.id) if held else (word,)
                yield Finding(("protocol", position, *place), "action-never-offered", message, hint)


def own_move_seen(subject: Subject) -> Iterator[Finding]:
    """Moves of the mover's own under `sees`, which it knows anyway."""
    movers = {step.id: step.player for step in subject.scenario.protocol}
    for position, step in enumerate(subject.scenario.protocol):
        for k, seen in enumerate(step.sees or ()):
            if movers[seen] == step.player:
                message = f"`{seen}` is a move of `{step.player}` itself, which it remembers anyway"
                yield Finding(
                    subject.at(("protocol", position, "sees", k)), "own-move-seen", message
                )


def _turned_by_parameters(negotiation: Negotiation) -> bool:
    whens = [step.when for step in negotiation.protocol if step.when is not None]
    refusals = [
        r.crossed
        for s in negotiation.protocol
        for a in s.actions
        for r in refused_by(negotiation, a)
    ]
    conditions = [*whens, *negotiation.infeasible, *refusals]
    return any(
        isinstance(node, ParameterValue) for condition in conditions for node in condition.walk()
    )


def never_reached(subject: Subject) -> Iterator[Finding]:
    """States and phases to which no chain of others leads from the first."""
    repeat = subject.scenario.repeat
    for name, machine in repeat.machines.items():
        leads = {state.id: [goes.state for goes in state.goes] for state in machine.states}
        said = f"nothing ever leads `{name}` into its state"
        yield from _lost(
            leads, machine.start, ("repeat", "strategies", name, "states"), said, "state"
        )
    follows = {phase.id: [chance.name for chance in phase.follows] for phase in repeat.phases}
    yield from _lost(
        follows,
        next(iter(follows), ""),
        ("repeat", "phases"),
        "no phase is ever followed by",
        "phase",
    )


def _lost(
    leads: Mapping[str, list[str]], start: str, path: Path, said: str, noun: str
) -> Iterator[Finding]:
    """A finding for each that cannot be reached from the start."""
    seen, waiting = {start}, [start]
    while waiting:
        new = set(leads.get(waiting.pop(), ())) - seen
        seen |= new
        waiting += new
    hint = f"lead to it from another {noun}, or take it away"
    for name in leads:
        if name not in seen:
            yield Finding((*path, name), "state-never-reached", f"{said} `{name}`", hint)


def idle_next(subject: Subject) -> Iterator[Finding]:
    """Entries after one that takes all that is left, and conditions that look at nothing."""
    repeat = subject.scenario.repeat
    for name, machine in repeat.machines.items():
        for state in machine.states:
            path: Path = ("repeat", "strategies", name, "states", state.id, "next")
            yield from _after(
                subject,
                [(*path, k) for k in range(len(state.goes))],
                [not g.seen for g in state.goes],
            )
    for phase in repeat.phases:
        path = ("repeat", "phases", phase.id, "next")
        yield from _idle_chances(
            subject, phase.follows, [(*path, k) for k in range(len(phase.follows))]
        )
    listed = [
        path for path, _ in signal_places(repeat.signals)
    ]  # the only entry may stand in place of a list
    places = [path if subject.has(*path) else path[:-1] for path in listed]
    yield from _idle_chances(subject, repeat.signals, places)


def _idle_chances(
    subject: Subject, entries: Sequence[Chance], places: Sequence[Path]
) -> Iterator[Finding]:
    yield from _after(
        subject, places, [entry.when is None and entry.odds is None for entry in entries]
    )
    for entry, place in zip(entries, places, strict=True):
        if entry.when is not None and all(
            isinstance(node, Number | Operation) for node in entry.when.walk()
        ):
            always = truth(entry.when, subject.scenario)
            message = f"this looks at nothing, and {'always' if always else 'never'} holds"
            hint = "let it look at what was done in the round, or take it away"
            yield Finding(subject.at((*place, "when")), "idle-next", message, hint)


def _after(
    subject: Subject, places: Sequence[Path], takes_all: Sequence[bool]
) -> Iterator[Finding]:
    """The first entry after one that leaves nothing to those below it."""
    if True in takes_all[:-1]:
        first = places[takes_all.index(True) + 1]
        message = "the entry before this one takes all that is left, so that this one never counts"
        yield Finding(
            subject.at(first),
            "idle-next",
            message,
            "put it further up, or give the one before it a `when`",
        )


def idle_strategy(subject: Subject) -> Iterator[Finding]:
    """Strategies of the file's own that it lets nobody play, or that hide one of the program's."""
    machines = subject.scenario.repeat.machines
    if not machines:
        return
    said = [case.scenario.repeat.plays for case in subject.cases]
    said += [entry.play.plays for entry in subject.scenario.expectations]
    played = {one.strategy for plays in said for one in plays.values()}
    for name in machines:
        place = ("repeat", "strategies", name)
        if subject.scenario.repeat.plays and subject.whole and name not in played:
            message = f"nobody plays `{name}`, neither under `plays` nor in an expectation"
            yield Finding(
                place, "unplayed-strategy", message, "let its player play it, or take it away"
            )
        if name in registry.strategies:
            message = (
                f"`{name}` is also a strategy of the program's, which nobody can ask for "
                "here any more"
            )
            yield Finding(place, "strategy-hides-another", message, "call it something else")


def lone_phase(subject: Subject) -> Iterator[Finding]:
    """A phase beside which there is no other."""
    if len(phases := subject.scenario.repeat.phases) == 1:
        message = f"`{phases[0].id}` is the only phase, so that nothing is ever otherwise"
        place = ("repeat", "phases", phases[0].id)
        yield Finding(place, "lone-phase", message, "add another phase, or take this one away")


def idle_play(subject: Subject) -> Iterator[Finding]:
    """Entries of `simulate` that ask for payoffs that no round has, or for nothing that the answer
    could change.
    """
    for entry, case in subject.asked("simulate"):
        low, high = _range(case)
        for player, expression in entry.payoffs.items():
            at = case.scenario.keys.index(player)
            value = number(case.scenario, expression)
            slack = NEAR * max(1.0, abs(value))
            if np.isfinite(value) and not low[at] - slack <= value <= high[at] + slack:
                said = (
                    f"in no round `{player}` gets less than {low[at]:g} or more than {high[at]:g}"
                )
                yield finding(
                    subject, entry, ("payoffs", player), "expect-cannot-hold", said, "correct it"
                )
        if entry.where is not None and constant(entry.where):
            hint = f"let it look at what somebody gets, such as `{case.scenario.keys[0]} > 0`"
            said = "`where` looks at no payoff, and is"
            if not truth(entry.where, case.scenario):
                yield finding(
                    subject, entry, ("where",), "expect-cannot-hold", f"{said} false", hint
                )
            elif entry.play.word == "earns" and not entry.payoffs:
                yield finding(
                    subject, entry, ("where",), "expect-cannot-fail", f"{said} true", hint
                )


def _range(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that each player gets in any round."""
    game = case.scenario.again()
    tables = [
        game.stage.payoffs,
        *(game.setting.phases.payoffs if game.setting.phases is not None else ()),
    ]
    flat = np.concatenate([table.reshape(game.stage.n_players, -1) for table in tables], axis=1)
    return flat.min(axis=1), flat.max(axis=1)
