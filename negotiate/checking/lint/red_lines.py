"""Red lines that forbid nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from negotiate.checking.scope import Scope
from negotiate.checking.subject import Finding, Subject
from negotiate.checking.sweep import Array, affordable, count_of, draws, holds
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.red_lines import RedLine

MOST = 100
"""How many red lines are looked at."""


def forbids_nothing(subject: Subject) -> Iterator[Finding]:
    """Lines that no possible package crosses, in any case, whatever the parameters; lines of those who never sign."""
    if not subject.whole:
        return
    for name, line in islice(subject.scenario.red_lines.items(), MOST):
        place = subject.at("red_lines", name, key=True)
        here = [case.scenario for case in subject.cases if name in case.scenario.red_lines]
        if not any(_signs(scenario, scenario.red_lines[name].player) for scenario in here):
            message = f"the red line `{name}` binds nobody: `{line.player}` is in no group that may sign"
            yield Finding(place, "forbids-nothing", message, "see `signers`")
        elif not any(_crossed(scenario, scenario.red_lines[name], len(here)) for scenario in here):
            message = f"the red line `{name}` forbids nothing: no possible package crosses it ({line.written})"
            yield Finding(
                place, "forbids-nothing", message, "`never` lists what is refused, `insists` what is demanded"
            )


def _signs(negotiation: Negotiation, player: str) -> bool:
    return any(player in coalition for coalition in negotiation.signers)


def _crossed(negotiation: Negotiation, line: RedLine, times: int) -> bool:
    """Whether some possible package crosses a line; also where that would take too long to say."""
    conditions = [line.crossed, *negotiation.infeasible]
    reach = Scope(negotiation).of(conditions)
    axes = tuple(issue for issue in negotiation.issues if issue in reach.issues)
    varied = draws(negotiation, reach.knobs)
    if reach.moves or not affordable(negotiation, axes, count_of(varied) * len(conditions) * times):
        return True
    if _somewhere(negotiation, conditions, axes, {}):
        return True
    if reach.parameters - reach.knobs:
        return True  # a model would have to be run for every draw
    return bool(reach.knobs) and _somewhere(negotiation, conditions, axes, varied)


def _somewhere(
    negotiation: Negotiation, conditions: list[Expression], axes: tuple[str, ...], varied: Mapping[str, Array]
) -> bool:
    """Whether the first condition holds somewhere where none of the others does."""
    here = holds(negotiation, conditions[0], axes, varied)
    for condition in conditions[1:]:
        here = here & ~holds(negotiation, condition, axes, varied)
    return bool(here.any())
