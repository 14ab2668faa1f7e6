"""What is said to have happened and cannot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from negotiate.checking.subject import Finding, Subject

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
