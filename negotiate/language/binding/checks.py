"""What can only be seen once everything is bound: limits that forbid everything, rates and odds that are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import prod

import numpy as np

from negotiate.errors import NegotiateError, OutOfRange
from negotiate.language.text import Node, Path, find, place_of, shares
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression, ModelOutput, Number, Table, TermValue
from negotiate.model.issues import package_count
from negotiate.model.negotiation import Negotiation, spread
from negotiate.model.payoffs import Frame, Scope, number
from negotiate.model.repeat import SLACK, Chance, Repeat
from negotiate.problems import Place, Problems

CHECK_LIMIT = 200_000
"""Packages over which a red line is tried out; one that looks at more is left alone."""


def check_meaning(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note what a bound scenario says that cannot be meant."""
    for position, step in enumerate(negotiation.protocol):
        if step.chance and step.id not in negotiation.events:
            place = place_of(root, ("protocol", position, "odds"), key=True)
            check_odds(place, [number(negotiation, one) for one in step.odds], problems)
    for name, line in negotiation.red_lines.items():
        if line.hard and _everywhere(negotiation, line.crossed):
            message = f"the red line `{name}` forbids every package"
            hint = "`never` lists what is refused, `insists` what is demanded"
            problems.add(place_of(root, ("red_lines", name), key=True), "forbids-everything", message, hint)
    for position, condition in enumerate(negotiation.infeasible):
        if _everywhere(negotiation, condition):
            place = place_of(root, ("infeasible", position))
            problems.add(place, "everything-infeasible", "this makes every package impossible")
    if not negotiation.events or _check_events(negotiation, root, problems):
        _check_term_numbers(negotiation, root, problems)
    _check_rates(negotiation, root, problems)
    if negotiation.state:
        _check_first_turn(negotiation, root, problems)


def _check_first_turn(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note a number of the state that has no value after a first turn in which nobody orders anything."""
    from negotiate.model.turns import after_turn  # noqa: PLC0415 - loaded for files that are played in turns

    start = {issue: negotiation.status_quo.get(issue, 0) for issue in negotiation.issues}
    for name, one in negotiation.state.items():
        try:
            after_turn(replace(negotiation, state={name: one}), {**start, **negotiation.fixed}, 1)
        except OutOfRange as error:
            problems.add(place_of(root, ("state", name, "next")), "no-result", error.message, error.hint)


def _check_events(negotiation: Negotiation, root: Node, problems: Problems) -> bool:
    """Whether the odds of events are odds at every package, and risk aversion is not below 0; mistakes are noted."""
    before = len(problems.found)
    for name, event in negotiation.events.items():
        for player, odds in event.odds.items() if not event.common else [next(iter(event.odds.items()))]:
            path: Path = ("chance", name, "odds", *([] if event.common else [player]))
            _check_everywhere(negotiation, odds, place_of(root, path, key=True), problems)
    for player, aversion in negotiation.risk.items():
        if (value := number(negotiation, aversion)) < 0:
            said = f"the aversion of `{player}` to risk is {value:.6g}, below 0"
            problems.add(
                place_of(root, ("risk", player)), "risk-below-zero", said, "write 0 for a player that minds none"
            )
    return len(problems.found) == before


def _check_everywhere(negotiation: Negotiation, odds: Sequence[Expression], place: Place, problems: Problems) -> None:
    """Note odds that are none at some package or after some outcome of other events; the first such place is told."""
    looked = negotiation.scope.of(odds).issues | Scope({}, {}).of(odds).issues
    labels_of = {name: issue.labels for name, issue in negotiation.issues.items()}
    labels_of |= {name: event.labels for name, event in negotiation.events.items()}
    axes = {name: labels for name, labels in labels_of.items() if name in looked}
    if prod(map(len, axes.values())) > CHECK_LIMIT:
        return
    shape = tuple(map(len, axes.values()))
    grid = np.indices(shape).reshape(len(axes), prod(shape))
    frame = Frame(negotiation, {name: column[None, :] for name, column in zip(axes, grid, strict=True)}, 2)
    values = np.stack([np.broadcast_to(one.evaluate(frame)[0], grid.shape[1:]) for one in odds])
    with np.errstate(all="ignore"):
        total = values.sum(axis=0)
    sound = ((values >= 0) & (values <= 1)).all(axis=0) & (np.abs(total - 1) <= SLACK)
    if not sound.all():
        first = int(np.argmin(sound))
        words = [f"{name} is {labels[k]}" for (name, labels), k in zip(axes.items(), grid[:, first], strict=True)]
        where = f"where {' and '.join(words)}" if words else ""
        check_odds(place, values[:, first].tolist(), problems, where=where)


def check_odds(
    place: Place,
    values: Sequence[float],
    problems: Problems,
    what: str = "the odds",
    hint: str = "",
    where: str = "",
) -> None:
    """Note odds outside 0 to 1, or whose sum is not 1."""
    here = f" {where}" if where else ""
    if not all(0 <= value <= 1 for value in values):
        shown = ", ".join(f"{value:.6g}" for value in values)
        problems.add(place, "not-a-probability", f"a probability lies between 0 and 1; here: {shown}{here}", hint)
    elif abs(sum(values) - 1) > SLACK:
        problems.add(place, "odds-sum", f"{what} sum to {sum(values):.6g}{here}, not to 1")


def _check_rates(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note rates and odds outside 0 to 1, and odds that sum to too much or, of what a state mixes, to too little.

    Odds that count only under a condition are summed where they meet, which only the game can tell.
    """
    told: set[Path] = set()
    for path, share in _shares(negotiation.repeat):
        value = number(negotiation, share)
        place = path if find(root, path) is not None else path[:-1]
        if not 0 <= value <= 1 and place not in told:
            told.add(place)
            message = f"a probability lies between 0 and 1; here: {value:.6g}"
            hint = f"write `{value / 100:g}`" if 1 < value <= 100 and isinstance(share, Number) else ""
            problems.add(place_of(root, place), "not-a-probability", message, hint)
    for path, odds, mixed in () if told else _sums(negotiation.repeat):
        values = [number(negotiation, share) for share in odds]
        if sum(values) > 1 + SLACK or (mixed and sum(values) < 1 - SLACK):
            ends = (", not to 1", "those of a state sum to 1") if mixed else (", which is more than 1", "")
            message = f"the odds sum to {sum(values):.6g}{ends[0]}"
            hint = shares(values) or f"correct them: {ends[1] or 'what they leave stays as it is'}"
            problems.add(place_of(root, path, key=True), "odds-sum", message, hint)


def _shares(repeat: Repeat) -> Iterator[tuple[Path, Expression]]:
    """Everything that is a probability, and where it stands."""
    for word, rates in (("noise", repeat.noise), ("misread", repeat.misread)):
        yield from ((("repeat", word, player), rate) for player, rate in rates.items())
    if repeat.ends is not None:
        yield ("repeat", "ends"), repeat.ends
    for path, plays in _mixtures(repeat):
        yield from (((*path, posture), odds) for posture, odds in plays.items())
    for path, entry in _chances(repeat):
        if entry.odds is not None:
            yield (*path, "odds"), entry.odds


def _sums(repeat: Repeat) -> Iterator[tuple[Path, list[Expression], bool]]:
    """Odds that meet whatever is done, where they stand, and whether they are all there are."""
    for path, plays in _mixtures(repeat):
        yield path, list(plays.values()), True
    for phase in repeat.phases:
        yield ("repeat", "phases", phase.id, "next"), _certain(phase.follows), False
    yield ("repeat", "signals"), _certain(repeat.signals), False


def _mixtures(repeat: Repeat) -> Iterator[tuple[Path, dict[str, Expression]]]:
    for name, machine in repeat.machines.items():
        for state in machine.states:
            yield ("repeat", "strategies", name, "states", state.id, "plays"), dict(state.plays)


def _certain(entries: tuple[Chance, ...]) -> list[Expression]:
    """The odds of entries without a condition."""
    return [entry.odds for entry in entries if entry.when is None and entry.odds is not None]


def _chances(repeat: Repeat) -> Iterator[tuple[Path, Chance]]:
    """Every entry of a list of odds, and where it stands; a signal's only entry may stand in the list's place."""
    for phase in repeat.phases:
        for k, entry in enumerate(phase.follows):
            yield ("repeat", "phases", phase.id, "next", k), entry
    yield from signal_places(repeat.signals)


def signal_places(signals: Iterable[Chance]) -> Iterator[tuple[Path, Chance]]:
    """Every entry of the signals, and where it stands if each signal is a list."""
    counted: Counter[str] = Counter()
    for entry in signals:
        yield ("repeat", "signals", entry.name, counted[entry.name]), entry
        counted[entry.name] += 1


def looked_at(negotiation: Negotiation, expression: Expression) -> set[str]:
    """The issues on which an expression depends."""
    found: set[str] = set()
    for node in expression.walk():
        if isinstance(node, ChoiceIsOneOf | ChoiceNumber) and not node.of_move:
            found.add(node.name)
        elif isinstance(node, Table):
            found.update(node.issues)
        elif isinstance(node, TermValue | ModelOutput):
            found.update(negotiation.issues)
    return found


def _everywhere(negotiation: Negotiation, condition: Expression) -> bool:
    axes = [issue for issue in negotiation.issues if issue in looked_at(negotiation, condition)]
    shape = tuple(len(negotiation.issues[issue].options) for issue in axes)
    if package_count(negotiation.issues[issue] for issue in axes) > CHECK_LIMIT:
        return False
    held = {issue: 0 for issue in negotiation.issues if issue not in axes}
    try:
        return bool(spread(condition, negotiation.grid(axes, held), shape).all())
    except NegotiateError:
        return False  # a term without a number at some package, which is told where it is asked for


def _check_term_numbers(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Try every term at one package, so that a number no model can take is told where it stands."""
    start = {issue: negotiation.status_quo.get(issue, 0) for issue in negotiation.issues}
    frame = negotiation.grid((), {**start, **negotiation.fixed})
    told: set[str] = set()
    for player, terms in negotiation.terms.items():
        for key, term in terms.items():
            if term.needs_moves:
                continue
            try:
                frame.term(player, key)
            except NegotiateError as error:
                if error.message not in told:
                    told |= _no_number(error, player, key, root, problems)


def _no_number(error: NegotiateError, player: str, key: str, root: Node, problems: Problems) -> set[str]:
    """Note a term without a number, or a model without an answer; what was said of it comes back.

    A term that only names such a term is left alone: the other one is told.
    """
    written: Path = ("payoffs", player, key)
    place = place_of(root, written if find(root, written) else ("matrix",), key=True)
    if error.where == written:
        problems.add(place, "no-result", error.message, error.hint)
    elif error.where[:1] != ("payoffs",):
        problems.add(place, "model-without-answer", f"`{player}.{key}`: {error.message}", error.hint)
        return {error.message}
    return set()
