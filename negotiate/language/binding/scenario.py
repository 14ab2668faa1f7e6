"""Document → scenario: every name is looked up, every formula parsed, every rule of the language
checked.

Limits that forbid everything, and rates and odds that are none, can only be seen once everything is
bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isfinite, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from negotiate.display import Cache
from negotiate.errors import NegotiateError, OutOfRange
from negotiate.language.binding import (
    Binder,
    Kept,
    chance,
    check_odds,
    choice_of,
    distributions,
    limits,
    payoffs,
    preferences,
    present,
    record,
    turns,
)
from negotiate.language.binding import protocol as moving
from negotiate.language.binding import repeat as repeating
from negotiate.language.binding.expectations import bind_expectations, lost
from negotiate.language.binding.expectations import limits as claims
from negotiate.language.shape import WORTHS
from negotiate.language.text import (
    TOP,
    Node,
    Path,
    entries_of,
    find,
    place_of,
    shares,
    spelled,
)
from negotiate.model import Issue, Option, Parameter, Player, Source, package_count, protocol
from negotiate.model import turns as taking_turns
from negotiate.model.expressions import (
    FUNCTIONS,
    TURN,
    ChoiceIsOneOf,
    ChoiceNumber,
    Expression,
    ModelOutput,
    Names,
    Number,
    Table,
    TermValue,
)
from negotiate.model.negotiation import About, Negotiation, spread
from negotiate.model.payoffs import Foresight, Frame, Scope, number
from negotiate.model.repeat import SLACK, Chance, Repeat
from negotiate.problems import Place, Problems, nearest_name
from negotiate.report.style import joined
from negotiate.scenario import Scenario

if TYPE_CHECKING:
    from negotiate.language.shape.document import Document
    from negotiate.language.shape.parts import DistributionPart
    from negotiate.language.shape.shaping import Shaped
    from negotiate.language.text import Spot
    from negotiate.model.chance import Event
    from negotiate.model.distributions import Distribution
    from negotiate.model.expressions import Expression
    from negotiate.model.payoffs import Term
    from negotiate.model.protocol import Step

RESERVED = {
    "and",
    "or",
    "not",
    "in",
    "is",
    "iff",
    "that",
    "agreement",
    "equilibrium",
    "chance",
    *FUNCTIONS,
}
"""Words that cannot be names."""

IN_TURNS = ("turns", "state", "injects")
"""Keys of files that people play in turns, in which `turn` is a word of the language, too."""

_LIMITS = (
    "red_lines",
    "on_table",
    "signers",
    "infeasible",
    "irreversible",
    "ratifiers",
    "side_payments",
    "types",
    "jointly",
)
"""Sections that bound what is signed, or say what a player may privately be."""
AGREEMENT = "agreement"
"""Stands for all players under `decided_by`."""
_EVERYBODY = (
    "all",
    "both",
    "everyone",
    "everybody",
    "together",
    "jointly",
    "all_of_them",
    "agreed",
    "joint",
)
"""Words that people write for `agreement`."""


def bind(
    shaped: Shaped,
    root: Node,
    problems: Problems,
    name: str,
    path: str,
    fixes: Mapping[str, tuple[str, Place]],
    worked: Cache,
    kept: Kept,
) -> Scenario | None:
    """The scenario that a document stands for, or None with its mistakes noted.

    Whatever is bound of one file shares what is `worked` out, and those sections that are `kept`
    and mean the same.
    """
    document = shaped.document
    if document is None:
        return None
    binder = Binder(document, root, problems, shaped.broken, kept)
    _bind_names(binder)
    events, risk = _events(binder, fixes)
    models = binder.section("models", payoffs.bind_models, events)
    orders = document.prefers, document.ranking

    def worth(inner: Binder) -> dict[str, dict[str, Term]]:
        matrix = document.matrix is not None
        found = (payoffs.bind_matrix_terms if matrix else payoffs.bind_terms)(inner.uncertain())
        if not events:
            return found
        return chance.before_they_come(Foresight(Scope(found, models), events), found, risk)

    terms = (
        worth(binder)
        if document.matrix is not None
        else binder.section("payoffs", worth, orders, events, [*risk])
    )
    foresight = Foresight(Scope(terms, models), events)
    expected = set(document.variants), set(claims(binder)), lost(binder), document.repeat.strategies
    scenario = Scenario(
        name=name,
        path=path,
        about=record(About, document),
        players=binder.players,
        parameters=_parameters(binder),
        correlations=_correlations(binder),
        events=events,
        risk=risk,
        sources=binder.section("sources", _sources),
        models=models,
        issues=binder.issues,
        terms=terms,
        status_quo=_status_quo(binder),
        **_no_deal(binder),
        **_limits(binder, foresight),
        protocol=_protocol(binder, events),
        variants=_variants(document),
        happened={
            key: binder.package(package, TOP / "happened" / key)
            for key, package in document.happened.items()
        },
        briefs=_briefs(binder),
        expectations=binder.section("expect", bind_expectations, *expected),
        fixed=_fixed(binder, fixes),
        repeat=_repeat(binder),
        **_turns(binder),
        worked=worked,
    )
    if events:
        chance.check_ways(binder, scenario)
    if events and scenario.protocol:
        scenario = replace(
            scenario, protocol=moving.drawn_last(scenario.protocol, foresight, scenario)
        )
    return _with_preferences(binder, scenario) if any(orders) else scenario


def _with_preferences(binder: Binder, scenario: Scenario) -> Scenario:
    found = preferences.bind_preferences(binder)
    scenario = replace(
        scenario, preferences={player: one.preference for player, one in found.items()}
    )
    return preferences.with_levels(binder, scenario, found) if found else scenario


def _bind_names(binder: Binder) -> None:
    document = binder.document
    for key, part in document.players.items():
        binder.players[key] = record(Player, part, id=key, name=part.name or key)
    if "points" in entries_of(binder.root):  # they could not be laid out, which is told
        binder.broken |= {"issues", "payoffs"}
    if document.chance:
        binder.events = chance.event_issues(binder)
    if document.matrix is not None:
        payoffs.bind_matrix_issues(binder)
    else:
        if "matrix" not in binder.broken:
            worth = any(getattr(binder.document, word) or word in binder.broken for word in WORTHS)
            _need(binder, "players", "issues", *(() if worth else ("payoffs",)))
        binder.issues = binder.section("issues", _issues, [*binder.events])
    _check_names(binder)
    binder.names = Names(
        parameters=[*document.parameters, *document.state],
        choices={key: choice_of(issue) for key, issue in binder.issues.items()},
        terms=document.payoffs,
        models={key: payoffs.model_outputs(part) for key, part in document.models.items()},
        broken=binder.broken,
        events=tuple(binder.events),
        partial=bool(
            binder.broken
            & {
                "players",
                "parameters",
                "state",
                "models",
                "issues",
                "matrix",
                "payoffs",
                "protocol",
            }
        ),
    )
    if document.protocol:
        binder.names.choices = {**binder.names.choices, **moving.move_choices(binder)}


def _need(binder: Binder, *keys: str) -> None:
    """Note sections that are not there, and ask nobody for what would stand in them."""
    for key in keys:
        if not getattr(binder.document, key) and key not in binder.broken:
            if key not in getattr(binder.root, "keys", {}):
                hint = "a scenario has players, issues and payoffs, or a matrix"
                if key == "payoffs":
                    hint = (
                        "say what outcomes are worth to each player; without numbers use "
                        "`prefers` or `ranking`"
                    )
                binder.wrong((), "missing-key", f"the key `{key}` is missing", hint)
            elif not binder.broken:
                binder.wrong_key(TOP / key, "empty", f"nothing stands below `{key}`")
            binder.broken.add(key)


def _check_names(binder: Binder) -> None:
    """One name means one thing in a formula; an event whose name is taken is put aside."""
    seen: dict[str, str] = {}
    others = [] if binder.document.matrix is not None else ["players", "issues"]
    in_turns = any(getattr(binder.document, key) for key in IN_TURNS)
    sections = ["parameters", "state", "models", *others, "chance"]
    for section in sections:
        for name in getattr(binder.document, section):
            if name in RESERVED or (name == TURN and in_turns):
                message = f"`{name}` is a word of the language and cannot be a name"
                binder.wrong_key((section, name), "reserved-name", message, "choose another word")
            elif name in seen:
                several = "numbers of the state" if seen[name] == "state" else seen[name]
                message = f"`{name}` is already the name of one of the {several}"
                binder.wrong_key((section, name), "name-twice", message)
                if section == "chance":
                    binder.events.pop(name, None)
                    binder.broken.add(name)
            seen.setdefault(name, section)


def _issues(binder: Binder) -> dict[str, Issue]:
    return {key: _issue(binder, key) for key in binder.document.issues}


def _issue(binder: Binder, key: str) -> Issue:
    path, part = TOP / "issues" / key, binder.document.issues[key]
    options = tuple(
        record(Option, o, id=name, name=o.name or name, number=o.value)
        for name, o in part.options.items()
    )
    binder.source(part, path)
    for name, option in part.options.items():
        binder.source(option, path / "options" / name)
    deciders, decided = tuple(part.decided_by), path / "decided_by"
    if deciders == (AGREEMENT,):
        deciders = tuple(binder.players)
    for position, player in enumerate(deciders):
        everybody = (
            player.lower() in _EVERYBODY
            or nearest_name(player, (*binder.players, AGREEMENT)) == AGREEMENT
        )
        hint = f"write `{AGREEMENT}`, which means all of them" if everybody else ""
        here = decided / position if len(deciders) > 1 else decided
        binder.player(player, here, hint)
    binder.once(part.decided_by, decided)
    binder.each(part.contingent_on, binder.events, "event", path / "contingent_on")
    if not deciders and "players" not in binder.broken:
        binder.wrong(decided, "nobody-decides", f"nobody decides `{key}`")
    return record(Issue, part, id=key, name=part.name or key, options=options, deciders=deciders)


def _sources(binder: Binder) -> dict[str, Source]:
    return {key: record(Source, part, id=key) for key, part in binder.document.sources.items()}


def _parameters(binder: Binder) -> dict[str, Parameter]:
    """Every number that can be turned; one of the state has the value with which people start."""
    result = {}
    for section, key in [("parameters", key) for key in binder.document.parameters] + [
        ("state", key) for key in binder.document.state
    ]:
        part, path = getattr(binder.document, section)[key], TOP / section / key
        low, high = part.range or (None, None)
        if low is not None and high is not None and not low <= part.value <= high:
            span = f"{spelled(low)} to {spelled(high)}"
            if low > high:
                binder.wrong(
                    path / "range" / 0, "range-backwards", f"the range goes down, from {span}"
                )
            else:
                message = f"`{key}` is {spelled(part.value)}, outside its range {span}"
                binder.wrong(path / "value", "out-of-range", message)
        binder.source(part, path)
        distribution = _distribution(binder, part.distribution, path / "distribution")
        result[key] = record(Parameter, part, id=key, low=low, high=high, distribution=distribution)
    return result


def _distribution(binder: Binder, part: DistributionPart | None, path: Spot) -> Distribution | None:
    if part is None:
        return None
    return distributions.bind_distribution(binder, part, path)


def _correlations(binder: Binder) -> dict[str, dict[str, float]]:
    if not binder.document.correlations:
        return {}
    return distributions.bind_correlations(binder)


def _status_quo(binder: Binder) -> dict[str, int]:
    written, no_deal = binder.document.status_quo, binder.document.no_deal
    package = binder.package(written, TOP / "status_quo")
    if "status_quo" in binder.broken:
        return package
    missing = [f"`{issue}`" for issue in binder.issues if issue not in written]
    if written and missing:
        message = f"the status quo leaves out {', '.join(missing)}"
        binder.wrong_key(TOP / "status_quo", "incomplete-package", message)
    for issue in binder.issues.values():
        settled = issue.id in package or not isinstance(no_deal, str)
        if issue.agreed and not written and not settled:
            message = (
                f"nobody can set `{issue.id}` alone, so the file has to say where it stands "
                "without a deal"
            )
            hint = "name its option under `status_quo`"
            binder.wrong_key(TOP / "issues" / issue.id, "no-status-quo", message, hint)
    return package


def _no_deal(binder: Binder) -> dict[str, Any]:
    """What happens without a deal: in words, a package, or a number for each player."""
    found = binder.document.no_deal
    if not isinstance(found, str):
        players = [name for name in found if name in binder.players and name not in binder.issues]
        if not players:
            return {"no_deal": binder.package(found, TOP / "no_deal")}
        return {"no_deal": "numbers", "alternatives": _alternatives(binder, found, players)}
    if (
        found == "status_quo"
        and not binder.document.status_quo
        and "status_quo" not in binder.broken
    ):
        binder.wrong(TOP / "no_deal", "no-status-quo", "the file names no status quo")
    return {"no_deal": found}


def _alternatives(
    binder: Binder, found: Mapping[str, str], players: Sequence[str]
) -> dict[str, Expression]:
    """What each player has without a deal; each needs a number, and nothing else stands there."""
    for name in found:
        if name not in players:
            what = "an issue" if name in binder.issues else "no player"
            message = f"`{name}` is {what}; `no_deal` gives each player a number here"
            hint = "leave it out, or give every issue its option and no player a number"
            binder.wrong_key(TOP / "no_deal" / name, "unknown-player", message, hint)
    written = getattr(find(binder.root, TOP / "no_deal"), "keys", {})
    missing = [name for name in binder.players if name not in written]
    if missing:
        message = f"`no_deal` says nothing of {joined([f'`{name}`' for name in missing])}"
        hint = f"write `{missing[0]}: 0`, or what it has without a deal, beside the others"
        binder.wrong_key(TOP / "no_deal", "incomplete-package", message, hint)
    return binder.amounts({name: found[name] for name in players}, TOP / "no_deal")


def _protocol(binder: Binder, events: Mapping[str, Event]) -> tuple[Step, ...]:
    if not binder.document.protocol:
        return ()
    return binder.section("protocol", partial(moving.bind_protocol, events=events), events)


def _events(
    binder: Binder, fixes: Mapping[str, tuple[str, Place]]
) -> tuple[Mapping[str, Event], Mapping[str, Expression]]:
    """What nobody knows yet, and who minds; an event that is fixed has one outcome for sure."""
    if not binder.document.chance and not binder.document.risk:
        return {}, {}
    events = chance.bind_events(binder)
    places = {
        name: binder.uncertain().option(name, *fixes[name]) for name in events if name in fixes
    }
    sure = {name: events[name].fixed(place) for name, place in present(places).items()}
    return {**events, **sure}, chance.bind_risk(binder)


def _repeat(binder: Binder) -> Repeat:
    """Everything that the file says of playing again; nothing where it is silent."""
    if "repeat" not in binder.document.model_fields_set:
        return Repeat()
    return repeating.bind_repeat(binder)


def _turns(binder: Binder) -> dict[str, Any]:
    """How people play it in turns; nothing where the file is silent."""
    if not any(getattr(binder.document, key) for key in IN_TURNS):
        return {}
    return {
        "turns": turns.bind_turns(binder),
        "state": turns.bind_state(binder),
        "injects": turns.bind_injects(binder),
    }


def _limits(binder: Binder, foresight: Foresight) -> dict[str, Any]:
    """What bounds a deal, and the private types; where the file is silent all sign, about
    everything.
    """
    if binder.document.model_fields_set.isdisjoint(_LIMITS):
        return {
            "red_lines": {},
            "on_table": tuple(binder.issues),
            "signers": (tuple(binder.players),),
        }
    return limits.bind_limits(binder, foresight)


def _variants(document: Document) -> dict[str, protocol.Variant]:
    if not document.variants:
        return {}
    return {
        key: record(
            protocol.Variant,
            part,
            id=key,
            settings=part.set,
            removals=tuple(part.remove),
            fixes=part.fix,
        )
        for key, part in document.variants.items()
    }


def _briefs(binder: Binder) -> dict[str, str]:
    allowed = ("public", "teacher", *binder.players)
    for key in binder.document.briefs:
        binder.known(key, allowed, "player", TOP / "briefs" / key, key=True)
    return dict(binder.document.briefs)


def _fixed(binder: Binder, fixes: Mapping[str, tuple[str, Place]]) -> dict[str, int]:
    issues = {name: one for name, one in fixes.items() if name not in binder.events}
    known = {
        issue: one
        for issue, one in issues.items()
        if binder.known(issue, binder.issues, "issue", one[1])
    }
    return present(
        {issue: binder.option(issue, option, place) for issue, (option, place) in known.items()}
    )


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
            problems.add(
                place_of(root, ("red_lines", name), key=True), "forbids-everything", message, hint
            )
    for position, condition in enumerate(negotiation.infeasible):
        if _everywhere(negotiation, condition):
            place = place_of(root, ("infeasible", position))
            problems.add(place, "everything-infeasible", "this makes every package impossible")
    if not negotiation.events or _check_events(negotiation, root, problems):
        _check_term_numbers(negotiation, root, problems)
    _check_rates(negotiation, root, problems)
    _check_alternatives(negotiation, root, problems)
    if negotiation.state:
        _check_first_turn(negotiation, root, problems)


def _check_alternatives(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note a formula for what somebody has without a deal that has no value."""
    for player, alternative in negotiation.alternatives.items():
        if not isfinite(value := number(negotiation, alternative)):
            message = f"what `{player}` has without a deal is no number; here: {value:g}"
            problems.add(place_of(root, ("no_deal", player)), "no-result", message)


def _check_first_turn(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note a number of the state that has no value after a first turn in which nobody orders
    anything.
    """
    start = {issue: negotiation.status_quo.get(issue, 0) for issue in negotiation.issues}
    for name, one in negotiation.state.items():
        try:
            taking_turns.after_turn(
                replace(negotiation, state={name: one}), {**start, **negotiation.fixed}, 1
            )
        except OutOfRange as error:
            problems.add(
                place_of(root, ("state", name, "next")), "no-result", error.message, error.hint
            )


def _check_events(negotiation: Negotiation, root: Node, problems: Problems) -> bool:
    """Whether the odds of events are odds at every package, and risk aversion is not below 0;
    mistakes are noted.
    """
    before = len(problems.found)
    for name, event in negotiation.events.items():
        for player, odds in (
            event.odds.items() if not event.common else [next(iter(event.odds.items()))]
        ):
            path: Path = ("chance", name, "odds", *([] if event.common else [player]))
            _check_everywhere(negotiation, odds, place_of(root, path, key=True), problems)
    for player, aversion in negotiation.risk.items():
        if (value := number(negotiation, aversion)) < 0:
            said = f"the aversion of `{player}` to risk is {value:.6g}, below 0"
            problems.add(
                place_of(root, ("risk", player)),
                "risk-below-zero",
                said,
                "write 0 for a player that minds none",
            )
    return len(problems.found) == before


def _check_everywhere(
    negotiation: Negotiation, odds: Sequence[Expression], place: Place, problems: Problems
) -> None:
    """Note odds that are none at some package or after some outcome of other events; the first such
    place is told.
    """
    looked = negotiation.scope.of(odds).issues | Scope({}, {}).of(odds).issues
    labels_of = {name: issue.labels for name, issue in negotiation.issues.items()}
    labels_of |= {name: event.labels for name, event in negotiation.events.items()}
    axes = {name: labels for name, labels in labels_of.items() if name in looked}
    if prod(map(len, axes.values())) > CHECK_LIMIT:
        return
    shape = tuple(map(len, axes.values()))
    grid = np.indices(shape).reshape(len(axes), prod(shape))
    frame = Frame(
        negotiation, {name: column[None, :] for name, column in zip(axes, grid, strict=True)}, 2
    )
    values = np.stack([np.broadcast_to(one.evaluate(frame)[0], grid.shape[1:]) for one in odds])
    with np.errstate(all="ignore"):
        total = values.sum(axis=0)
    sound = ((values >= 0) & (values <= 1)).all(axis=0) & (np.abs(total - 1) <= SLACK)
    if not sound.all():
        first = int(np.argmin(sound))
        words = [
            f"{name} is {labels[k]}"
            for (name, labels), k in zip(axes.items(), grid[:, first], strict=True)
        ]
        where = f"where {' and '.join(words)}" if words else ""
        check_odds(place, values[:, first].tolist(), problems, where=where)


def _check_rates(negotiation: Negotiation, root: Node, problems: Problems) -> None:
    """Note rates and odds outside 0 to 1, and odds that sum to too much or, of what a state mixes,
    to too little.

    Odds that count only under a condition are summed where they meet, which only the game can tell.
    """
    told: set[Path] = set()
    for path, share in _shares(negotiation.repeat):
        value = number(negotiation, share)
        place = path if find(root, path) is not None else path[:-1]
        if not 0 <= value <= 1 and place not in told:
            told.add(place)
            message = f"a probability lies between 0 and 1; here: {value:.6g}"
            hint = (
                f"write `{value / 100:g}`" if 1 < value <= 100 and isinstance(share, Number) else ""
            )
            problems.add(place_of(root, place), "not-a-probability", message, hint)
    for path, odds, mixed in () if told else _sums(negotiation.repeat):
        values = [number(negotiation, share) for share in odds]
        if sum(values) > 1 + SLACK or (mixed and sum(values) < 1 - SLACK):
            ends = (
                (", not to 1", "those of a state sum to 1")
                if mixed
                else (", which is more than 1", "")
            )
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
    """Every entry of a list of odds, and where it stands; a signal's only entry may stand in the
    list's place.
    """
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


def _no_number(
    error: NegotiateError, player: str, key: str, root: Node, problems: Problems
) -> set[str]:
    """Note a term without a number, or a model without an answer; what was said of it comes back.

    A term that only names such a term is left alone: the other one is told.
    """
    written: Path = ("payoffs", player, key)
    place = place_of(root, written if find(root, written) else ("matrix",), key=True)
    if error.where == written:
        problems.add(place, "no-result", error.message, error.hint)
    elif error.where[:1] != ("payoffs",):
        problems.add(
            place, "model-without-answer", f"`{player}.{key}`: {error.message}", error.hint
        )
        return {error.message}
    return set()
