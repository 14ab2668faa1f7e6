"""Packages that a file gives a name: where everything stands today, and what really happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from negotiate.bargaining.problem import BargainingProblem
from negotiate.bargaining.table.claims import Landmark
from negotiate.bargaining.table.landmarks import on_table
from negotiate.model.negotiation import Negotiation


def with_landmarks(problem: BargainingProblem, negotiation: Negotiation, held: Mapping[str, int]) -> BargainingProblem:
    """The problem with the status quo and what really happened, as far as the file tells what that was."""
    unsaid = _unsaid(problem, negotiation)
    told = {k: p for k, p in negotiation.happened.items() if {*unsaid, *p} >= set(negotiation.issues)}
    notes = tuple(
        f"`{k}` is left out: the file does not say all of what happened, and names no status quo"
        for k in negotiation.happened
        if k not in told
    )
    marks = tuple(_landmark(problem, negotiation, held, label, {**unsaid, **p}) for label, p in told.items())
    quo = _landmark(problem, negotiation, held, "status quo", {}) if negotiation.status_quo else None
    return replace(problem, landmarks=marks, status_quo=quo, notes=(*problem.notes, *notes), _held={})


def _landmark(
    problem: BargainingProblem,
    negotiation: Negotiation,
    held: Mapping[str, int],
    label: str,
    package: Mapping[str, int],
) -> Landmark:
    full = {**negotiation.status_quo, **package}
    names = {issue: negotiation.issues[issue].options[option].id for issue, option in full.items()}
    beyond = {issue: names[issue] for issue, option in held.items() if full[issue] != option}
    if not beyond:
        return on_table(problem, label, problem.index(names), names)
    return _off_table(problem, negotiation, Landmark(label, -1, np.zeros(len(problem.keys)), names, beyond), full)


def _unsaid(problem: BargainingProblem, negotiation: Negotiation) -> dict[str, int]:
    """Issues of which nothing is said are as in the status quo; where there is none, as fixed or as without a deal."""
    if negotiation.status_quo:
        return dict(negotiation.status_quo)
    known = {**problem.no_deal.choices, **problem.fixed}
    return {name: negotiation.issues[name].index(option) for name, option in known.items()}


def _off_table(
    problem: BargainingProblem, negotiation: Negotiation, mark: Landmark, package: Mapping[str, int]
) -> Landmark:
    """What there is to say of a package that no deal on this table makes, as if those who sign here had signed it."""
    frame = negotiation.grid((), package)
    price, crossed = {}, [r.name for r in negotiation.refusals() if bool(np.all(r.crossed.evaluate(frame)))]
    worth = negotiation.package_payoffs(package)
    signers = [key for key, signs in zip(problem.keys, problem.signers, strict=True) if signs]
    for line in negotiation.red_lines.values():
        if line.cost is not None and line.player in signers and bool(np.all(line.crossed.evaluate(frame))):
            price[line.id] = float(np.asarray(line.cost.evaluate(frame)).flat[0])
            worth[line.player] -= price[line.id]
            crossed.append(line.id)
    lasting = all(
        package[issue] == today
        for issue, today in negotiation.status_quo.items()
        if today in negotiation.irreversible.get(issue, ())
    )
    return replace(
        mark,
        payoffs=np.array([worth[player] for player in problem.keys]),
        crossed=tuple(crossed),
        costs=price,
        possible=lasting and not any(bool(np.all(c.evaluate(frame))) for c in negotiation.infeasible),
    )
