"""Red lines and ratifiers that refuse nothing or everything, options out of reach, issues that
nobody cares about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.language.check.subject import (
    Finding,
    Subject,
    affordable,
    count_of,
    draws,
    holds,
    shape_of,
)
from negotiate.language.text import Node, Scalar, find, items_of, text_of
from negotiate.model import Ratifier, RedLine, Refusal
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation, signing
from negotiate.model.payoffs import Names, add_up, number
from negotiate.problems import listed

MOST = 100
"""How many red lines, and how many ratifiers, are looked at."""


def forbids_nothing(subject: Subject) -> Iterator[Finding]:
    """What no possible package crosses, in any case, whatever the parameters; what binds one who
    never signs.
    """
    if not subject.whole:
        return
    for section, noun, refuses, hint in (
        (
            "red_lines",
            "red line",
            "forbids",
            "`never` lists what is refused, `insists` what is demanded",
        ),
        ("ratifiers", "ratifier", "refuses", "`accepts` lists what it agrees to"),
    ):
        for name, limit in islice(_limits(subject.scenario, section).items(), MOST):
            place = (section, name)
            cases = [
                case.scenario for case in subject.cases if name in _limits(case.scenario, section)
            ]
            here = [(scenario, _limits(scenario, section)[name]) for scenario in cases]
            if not any(_signs(scenario, one.player) for scenario, one in here):
                message = (
                    f"the {noun} `{name}` binds nobody: `{limit.player}` is in no group that "
                    "may sign"
                )
                yield Finding(place, "forbids-nothing", message, "see `signers`")
            elif not any(_crossed(scenario, one, len(here)) for scenario, one in here):
                message = (
                    f"the {noun} `{name}` {refuses} nothing: no possible package crosses it "
                    f"({limit.written})"
                )
                yield Finding(place, "forbids-nothing", message, hint)


def accepts_nothing(subject: Subject) -> Iterator[Finding]:
    """Ratifiers that agree to no possible package, in any case that has them, with the parameters
    as they stand.
    """
    if not subject.whole:
        return
    for name, body in islice(subject.scenario.ratifiers.items(), MOST):
        here = [case.scenario for case in subject.cases if name in case.scenario.ratifiers]
        if all(_leaves_nothing(s, [s.ratifiers[name].refuses], len(here)) for s in here):
            place = ("ratifiers", name)
            message = f"the ratifier `{name}` accepts no possible package ({body.written})"
            yield Finding(
                place,
                "accepts-nothing",
                message,
                "`accepts` lists what it agrees to, and each bloc its own",
            )


def lines_contradict(subject: Subject) -> Iterator[Finding]:
    """Players whose own red lines and ratifiers leave nothing to sign together, though each alone
    leaves something.
    """
    if not subject.whole:
        return
    for player in subject.scenario.players:
        own = _of(subject.scenario, player)
        here = [case.scenario for case in subject.cases if player in case.scenario.players]
        if len(own) < 2 or not all(_contradict(s, _of(s, player), len(here)) for s in here):
            continue
        last = own[-1]
        place = ("red_lines" if last.kind == "red line" else "ratifiers", last.name)
        names = f"{listed([refusal.name for refusal in own[:-1]])} and `{last.name}`"
        message = f"together {names} leave nothing that `{player}` could sign"
        yield Finding(
            place, "lines-contradict", message, "loosen one of them, or make one soft with a `cost`"
        )


def above_every_package(subject: Subject) -> Iterator[Finding]:
    """Players who have more without a deal than any package gives them."""
    one = subject.scenario
    if subject.grid is None or not one.alternatives or one.protocol:
        return
    worth = add_up(subject.grid, one.keys, shape_of(one, one.issues), with_moves=False)[0]
    for own, (player, alternative) in zip(worth, one.alternatives.items(), strict=True):
        value, most = number(one, alternative), float(own.max())
        if value > most and _signs(one, player):
            message = (
                f"`{player}` has {value:g} without a deal, and no package gives it more than "
                f"{most:g}"
            )
            hint = "no deal can be signed like this: correct the number, or a payoff"
            yield Finding(("no_deal", player), "no-deal-above-all", message, hint)


def _limits(negotiation: Negotiation, section: str) -> Mapping[str, RedLine | Ratifier]:
    return negotiation.red_lines if section == "red_lines" else negotiation.ratifiers


def _of(negotiation: Negotiation, player: str) -> Sequence[Refusal]:
    return [refusal for refusal in negotiation.refusals() if refusal.player == player][:MOST]


def _signs(negotiation: Negotiation, player: str) -> bool:
    return any(player in coalition for coalition in negotiation.signers)


def _contradict(negotiation: Negotiation, refusals: Sequence[Refusal], times: int) -> bool:
    conditions = [refusal.crossed for refusal in refusals]
    alone = (_leaves_nothing(negotiation, [condition], times) for condition in conditions)
    return (
        len(conditions) > 1 and _leaves_nothing(negotiation, conditions, times) and not any(alone)
    )


def _leaves_nothing(negotiation: Negotiation, refused: Sequence[Expression], times: int) -> bool:
    """Whether every possible package is refused by one of these; not so where that takes too long
    to say.
    """
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
    negotiation: Negotiation,
    conditions: list[Expression],
    axes: tuple[str, ...],
    varied: Mapping[str, AnyArray],
) -> bool:
    """Whether the first condition holds somewhere where none of the others does."""
    here = holds(negotiation, conditions[0], axes, varied)
    for condition in conditions[1:]:
        here = here & ~holds(negotiation, condition, axes, varied)
    return bool(here.any())


def idle_issue(subject: Subject) -> Iterator[Finding]:
    """Issues that no payoff, red line or condition looks at, and that no move speaks of or sets, in
    any case.
    """
    if not subject.whole:
        return
    named = _announced(subject.root).union(*(_named(case.scenario) for case in subject.cases))
    for issue in subject.scenario.issues:
        if issue not in named:
            message = (
                f"nothing depends on `{issue}`: it is worth nothing to anybody, and nothing "
                "else names it"
            )
            where = "`prefers`" if subject.scenario.is_ordinal else "`payoffs`"
            hint = f"say under {where} what it is worth and to whom, or take it away"
            yield Finding(("issues", issue), "idle-issue", message, hint)


def _named(scenario: Negotiation) -> Names:
    """The issues that something in a scenario looks at or changes."""
    scope = scenario.scope
    guards = [step.when for step in scenario.protocol]
    found = scope.of([*signing(scenario), *scenario.infeasible, *guards]).issues
    for player, terms in scenario.terms.items():
        for term in terms:
            found |= scope.term(player, term).issues
    return found | {
        e.issue for step in scenario.protocol for action in step.actions for e in action.effects
    }


def _announced(root: Node) -> Names:
    """The issues of which moves speak."""
    spoken = [find(step, ("announces",)) for step in items_of(find(root, ("protocol",)))]
    return frozenset(text_of(issue) for issue in spoken if isinstance(issue, Scalar))


Reasons = dict[tuple[str, str], tuple[str, str]]
"""Issue, option → why it is in nobody's reach, and what to look at."""


def never_chosen(subject: Subject) -> Iterator[Finding]:
    """Options that are out of reach as the file stands, and in every other case that has them."""
    dead = _out_of_reach(subject.scenario)
    for case in subject.cases[1:]:
        if not dead:
            return
        other = _out_of_reach(case.scenario)
        known = {(i.id, label) for i in case.scenario.issues.values() for label in i.labels}
        dead = {key: why for key, why in dead.items() if key in other or key not in known}
    if subject.whole:
        for (issue, option), (why, hint) in dead.items():
            message = f"nobody can ever choose `{option}` for `{issue}`: {why}"
            yield Finding(subject.option(issue, option), "never-chosen", message, hint)


def _out_of_reach(negotiation: Negotiation) -> Reasons:
    found: Reasons = {}
    found |= _stuck(negotiation)
    found |= _unsigned(negotiation)
    found |= _impossible(negotiation)
    taken = {
        (k, negotiation.issues[k].options[option].id) for k, option in negotiation.fixed.items()
    }
    return {key: why for key, why in found.items() if key not in taken}


def _impossible(negotiation: Negotiation) -> Reasons:
    """Options in no possible package."""
    reach = negotiation.scope.of(negotiation.infeasible)
    axes = tuple(issue for issue in negotiation.issues if issue in reach.issues)
    varied = draws(negotiation, reach.knobs)
    if not negotiation.infeasible or not affordable(
        negotiation, axes, count_of(varied) * len(negotiation.infeasible)
    ):
        return {}
    possible = np.ones((1, *shape_of(negotiation, axes)), dtype=bool)
    for condition in negotiation.infeasible:
        possible = possible & ~holds(negotiation, condition, axes, varied)
    return _missing(
        negotiation, axes, possible, "it is impossible in every package", "see `infeasible`"
    )


def _missing(
    negotiation: Negotiation, axes: tuple[str, ...], mask: AnyArray, why: str, hint: str
) -> Reasons:
    """Options along an axis of a mask over (draws, *axes) where it holds nowhere."""
    found = {}
    for position, issue in enumerate(axes, start=1):
        anywhere = mask.any(axis=tuple(a for a in range(mask.ndim) if a != position))
        for option in np.flatnonzero(~anywhere):
            found[issue, negotiation.issues[issue].options[int(option)].id] = (why, hint)
    return found


def _stuck(negotiation: Negotiation) -> Reasons:
    """Options of an issue whose status quo can never be left."""
    found: Reasons = {}
    for issue, options in negotiation.irreversible.items():
        today = negotiation.status_quo.get(issue)
        if today not in options:
            continue
        labels = negotiation.issues[issue].labels
        why = f"the status quo, `{labels[today]}`, can never be left"
        found |= {
            (issue, label): (why, "see `irreversible`")
            for k, label in enumerate(labels)
            if k != today
        }
    return found


def _unsigned(negotiation: Negotiation) -> Reasons:
    """Options of agreed issues that no deal can hold and no move sets; one that a red line refuses
    may be meant.
    """
    found: Reasons = {}
    for issue in negotiation.issues.values():
        if not issue.agreed or not negotiation.signers or issue.id in negotiation.on_table:
            continue
        free = set(range(len(issue.options))) - _without_a_deal(negotiation, issue.id)
        why = "no deal sets the issue, no move does, and nobody sets it alone"
        found |= {(issue.id, issue.options[k].id): (why, "see `on_table`") for k in free}
    return found


def _without_a_deal(negotiation: Negotiation, issue: str) -> set[int]:
    """Options that an issue has without a deal, or that some action sets."""
    found = {negotiation.status_quo.get(issue, -1), negotiation.resting(issue) or 0}
    if isinstance(negotiation.no_deal, Mapping):
        found.add(negotiation.no_deal.get(issue, -1))
    said = {
        step.id: {a.announced for a in step.offered if a.announced >= 0}
        for step in negotiation.protocol
    }
    for step in negotiation.protocol:
        for effect in (e for action in step.offered for e in action.effects if e.issue == issue):
            found |= (
                said.get(effect.as_announced, set()) if effect.as_announced else {effect.option}
            )
    return found
