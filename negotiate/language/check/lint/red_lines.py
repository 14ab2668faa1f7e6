"""Red lines and ratifiers that refuse nothing, or everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.language.check.subject import Finding, Subject, affordable, count_of, draws, holds
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.red_lines import Ratifier, RedLine, Refusal
from negotiate.problems import listed

MOST = 100
"""How many red lines, and how many ratifiers, are looked at."""


def forbids_nothing(subject: Subject) -> Iterator[Finding]:
    """What no possible package crosses, in any case, whatever the parameters; what binds one who never signs."""
    if not subject.whole:
        return
    for section, noun, refuses, hint in (
        ("red_lines", "red line", "forbids", "`never` lists what is refused, `insists` what is demanded"),
        ("ratifiers", "ratifier", "refuses", "`accepts` lists what it agrees to"),
    ):
        for name, limit in islice(_limits(subject.scenario, section).items(), MOST):
            place = subject.at(section, name, key=True)
            cases = [case.scenario for case in subject.cases if name in _limits(case.scenario, section)]
            here = [(scenario, _limits(scenario, section)[name]) for scenario in cases]
            if not any(_signs(scenario, one.player) for scenario, one in here):
                message = f"the {noun} `{name}` binds nobody: `{limit.player}` is in no group that may sign"
                yield Finding(place, "forbids-nothing", message, "see `signers`")
            elif not any(_crossed(scenario, one, len(here)) for scenario, one in here):
                message = f"the {noun} `{name}` {refuses} nothing: no possible package crosses it ({limit.written})"
                yield Finding(place, "forbids-nothing", message, hint)


def accepts_nothing(subject: Subject) -> Iterator[Finding]:
    """Ratifiers that agree to no possible package, in any case that has them, with the parameters as they stand."""
    if not subject.whole:
        return
    for name, body in islice(subject.scenario.ratifiers.items(), MOST):
        here = [case.scenario for case in subject.cases if name in case.scenario.ratifiers]
        if all(_leaves_nothing(s, [s.ratifiers[name].refuses], len(here)) for s in here):
            place = subject.at("ratifiers", name, key=True)
            message = f"the ratifier `{name}` accepts no possible package ({body.written})"
            yield Finding(place, "accepts-nothing", message, "`accepts` lists what it agrees to, and each bloc its own")


def lines_contradict(subject: Subject) -> Iterator[Finding]:
    """Players whose own red lines and ratifiers leave nothing to sign together, though each alone leaves something."""
    if not subject.whole:
        return
    for player in subject.scenario.players:
        own = _of(subject.scenario, player)
        here = [case.scenario for case in subject.cases if player in case.scenario.players]
        if len(own) < 2 or not all(_contradict(s, _of(s, player), len(here)) for s in here):
            continue
        last = own[-1]
        place = subject.at("red_lines" if last.kind == "red line" else "ratifiers", last.name, key=True)
        names = f"{listed([refusal.name for refusal in own[:-1]])} and `{last.name}`"
        message = f"together {names} leave nothing that `{player}` could sign"
        yield Finding(place, "lines-contradict", message, "loosen one of them, or make one soft with a `cost`")


def _limits(negotiation: Negotiation, section: str) -> Mapping[str, RedLine | Ratifier]:
    return negotiation.red_lines if section == "red_lines" else negotiation.ratifiers


def _of(negotiation: Negotiation, player: str) -> Sequence[Refusal]:
    return [refusal for refusal in negotiation.refusals() if refusal.player == player][:MOST]


def _signs(negotiation: Negotiation, player: str) -> bool:
    return any(player in coalition for coalition in negotiation.signers)


def _contradict(negotiation: Negotiation, refusals: Sequence[Refusal], times: int) -> bool:
    conditions = [refusal.crossed for refusal in refusals]
    alone = (_leaves_nothing(negotiation, [condition], times) for condition in conditions)
    return len(conditions) > 1 and _leaves_nothing(negotiation, conditions, times) and not any(alone)


def _leaves_nothing(negotiation: Negotiation, refused: Sequence[Expression], times: int) -> bool:
    """Whether every possible package is refused by one of these; not so where that takes too long to say."""
    conditions = [*refused, *negotiation.infeasible]
    reach = negotiation.scope.of(conditions)
    axes = tuple(issue for issue in negotiation.issues if issue in reach.issues)
    if reach.moves or not affordable(negotiation, axes, len(conditions) * times):
        return False
    held = [holds(negotiation, condition, axes, {}) for condition in conditions]
    return bool(np.logical_or.reduce(held).all())


def _crossed(negotiation: Negotiation, limit: RedLine | Ratifier, times: int) -> bool:
    """Whether some possible package is refused; also where that would take too long to say."""
    crossing = limit.crossed if isinstance(limit, RedLine) else limit.refuses
    conditions = [crossing, *negotiation.infeasible]
    reach = negotiation.scope.of(conditions)
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
    negotiation: Negotiation, conditions: list[Expression], axes: tuple[str, ...], varied: Mapping[str, AnyArray]
) -> bool:
    """Whether the first condition holds somewhere where none of the others does."""
    here = holds(negotiation, conditions[0], axes, varied)
    for condition in conditions[1:]:
        here = here & ~holds(negotiation, condition, axes, varied)
    return bool(here.any())
