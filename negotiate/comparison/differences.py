"""What two scenarios say differently, but for what things are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negotiate.comparison.levels import orders
from negotiate.display import record
from negotiate.model import Issue, RedLine
from negotiate.model.expressions import Expression, Number, ParameterValue
from negotiate.model.negotiation import Negotiation, type_odds
from negotiate.model.payoffs import BoundModel, number
from negotiate.model.protocol import Action
from negotiate.model.repeat import Chance, Machine, Plays
from negotiate.model.wording import spelled

Value = float | str | tuple[str, ...] | None
"""What one side says: a number, words, several words, or nothing at all."""

Said = tuple[str, Value]
"""Of what, and what one side says of it."""

RED_LINE = "red line"
PARAMETER = "parameter"


@record
class Difference:
    """One thing that two scenarios say differently.

    Parameters
    ----------
    kind : str
        "player", "parameter", "distribution", "correlation", "event", "issue", "status quo",
        "without a deal", "committed", "impossible", "irreversible", "red line", "ratifier", "side
        payments", "move", "type", "again", "turns", "state", "inject", "order", "model", "signers"
        or "on the table".
    name : str
        What of that kind, with a second word for the part of it that differs.
    first, second : float, str, tuple of str or None
        What each side says; None where it has no such thing.
    """

    kind: str
    name: str
    first: Value
    second: Value


def differences(first: Negotiation, second: Negotiation) -> tuple[Difference, ...]:
    """Everything but payoffs that differs, in the order in which a file says it."""
    return tuple(
        Difference(kind, name, one.get(name), other.get(name))
        for (kind, one), (_, other) in zip(_said(first, second), _said(second, first), strict=True)
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    )


def _said(found: Negotiation, other: Negotiation) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """What one side says of each kind of thing; of parts of a thing where both sides have it."""
    yield "player", {key: player.name for key, player in found.players.items()}
    yield (
        "player",
        {
            f"{key} {word}": getattr(player, word)
            for key, player in found.players.items()
            if key in other.players
            for word in ("unit", "patience", "power")
        },
    )
    yield PARAMETER, {key: parameter.value for key, parameter in found.parameters.items()}
    uncertain = {
        key: one.distribution for key, one in found.parameters.items() if key in other.parameters
    }
    yield "distribution", {key: one.says for key, one in uncertain.items() if one is not None}
    pairs = (
        (sorted((a, b)), value) for a, row in found.correlations.items() for b, value in row.items()
    )
    yield "correlation", {" and ".join(pair): value for pair, value in pairs}
    yield "event", dict(_events(found))
    yield "model", {key: tuple(_model(found, model)) for key, model in found.models.items()}
    yield (
        "issue",
        {key: _labels(issue, other.issues.get(key)) for key, issue in found.issues.items()},
    )
    yield "issue", dict(_issues(found, other))
    yield "status quo", _package(found, found.status_quo)
    yield "without a deal", {"": _without_a_deal(found)}
    yield "committed", _package(found, found.fixed)
    yield (
        "irreversible",
        {
            issue: tuple(found.issues[issue].options[option].id for option in options)
            for issue, options in found.irreversible.items()
        },
    )
    yield (
        "impossible",
        {"": tuple(spelled(condition, found) for condition in found.infeasible) or None},
    )
    yield "on the table", {"": tuple(issue for issue in found.on_table if issue in other.issues)}
    yield "signers", {"": tuple(map(" and ".join, found.signers))}
    yield "side payments", found.side_payments
    yield (
        RED_LINE,
        {
            key: _line(found, line)
            for key, line in found.red_lines.items()
            if key not in other.red_lines
        },
    )
    yield RED_LINE, dict(_parts_of_lines(found, other))
    yield "ratifier", dict(_ratifiers(found))
    movers = {step.id: step.player or "chance" for step in found.protocol}
    yield "move", movers
    yield (
        "move",
        {"order": tuple(movers)} if movers.keys() == {step.id for step in other.protocol} else {},
    )
    yield "move", dict(_moves(found, other))
    yield "type", dict(_types(found))
    yield from _played_on(found)
    yield "order", orders(found)


def _model(found: Negotiation, model: BoundModel) -> Iterator[str]:
    yield model.kind.name
    yield model.dataset
    yield from (f"{name} = {spelled(bound, found)}" for name, bound in model.inputs.items())
    for name, value in model.settings.items():
        yield f"{name} = {value if isinstance(value, bool) else spelled(value, found)}"
    yield from (f"{region} = {player}" for region, player in model.regions.items())


def _labels(issue: Issue, other: Issue | None) -> tuple[str, ...]:
    """The options of an issue; in whatever order they stand where both sides have the same ones."""
    same = other is not None and set(other.labels) == set(issue.labels)
    return tuple(sorted(issue.labels)) if same else issue.labels


def _issues(found: Negotiation, other: Negotiation) -> Iterator[Said]:
    for key in [key for key in found.issues if key in other.issues]:
        yield f"{key} decided by", found.issues[key].deciders
        for option in found.issues[key].options:
            if option.id in other.issues[key].places:
                yield f"{key} {option.id}", option.number


def _without_a_deal(found: Negotiation) -> Value:
    said = found.no_deal
    if found.alternatives:
        return tuple(f"{key} {spelled(own, found)}" for key, own in found.alternatives.items())
    return said.replace("_", " ") if isinstance(said, str) else _words(found, said)


def _package(found: Negotiation, package: Mapping[str, int]) -> dict[str, str]:
    return {issue: found.issues[issue].options[option].id for issue, option in package.items()}


def _words(found: Negotiation, package: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(map(" ".join, _package(found, package).items()))


def _ratifiers(found: Negotiation) -> Iterator[Said]:
    """Ratifier, or bloc in one → whose signature it is about, and what it accepts."""
    for key, body in found.ratifiers.items():
        who = found.players[body.player].name
        yield key, who if body.blocs else f"{who} {body.written}"
        if body.blocs:
            yield f"{key} votes needed", float(body.needed)
        for bloc in body.blocs:
            yield f"{key} {bloc.id}", f"{bloc.votes:,} votes, accepts: {bloc.written}"


def _parts_of_lines(found: Negotiation, other: Negotiation) -> Iterator[Said]:
    """Whose each line is, what it demands where both sides insist, else where it is crossed, and at
    what price.
    """
    for key in [key for key in found.red_lines if key in other.red_lines]:
        line = found.red_lines[key]
        yield f"{key} of", line.player
        if line.insists and other.red_lines[key].insists:
            yield f"{key} kept if", spelled(line.kept, found)
        else:
            yield f"{key} crossed if", spelled(line.crossed, found)
        yield f"{key} price", _price(found, line)


def _line(found: Negotiation, line: RedLine) -> str:
    """Whose line it is, where it is crossed, and what crossing costs."""
    who = found.players[line.player].name
    crossed, kept = spelled(line.crossed, found), spelled(line.kept, found)
    if line.cost is None:
        return f"{who} signs only if {kept}" if line.insists else f"{who} never signs if {crossed}"
    price = _price(found, line)
    price = f"{price:.15g}" if isinstance(price, float) else price
    if line.insists:
        return f"{who} wants {kept}; signing without it costs {price}"
    return f"{who} signs if {crossed} at a price of {price}"


def _price(found: Negotiation, line: RedLine) -> Value:
    return "never signed" if line.cost is None else _number(found, line.cost)


def _number(found: Negotiation, value: Expression | None) -> Value:
    """A number where it is one, its formula where it is worked out."""
    if value is None:
        return None
    if isinstance(value, ParameterValue):
        return found.parameters[value.name].value
    return value.value if isinstance(value, Number) else spelled(value, found)


def _moves(found: Negotiation, other: Negotiation) -> Iterator[Said]:
    """What each move that both sides have offers, when, what its mover sees, its odds, and what its
    actions do.
    """
    others = {step.id: step for step in other.protocol}
    for step in [step for step in found.protocol if step.id in others]:
        there = others[step.id]
        yield f"{step.id} offers", tuple(action.id for action in step.offered)
        yield f"{step.id} when", spelled(step.when, found) or "always"
        yield f"{step.id} sees", "everything before" if step.sees is None else step.sees
        drawn = (
            step.id in found.events or step.id in other.events
        )  # whose odds are told as the event's
        odds = (
            {}
            if drawn
            else {action.id: p for action, p in zip(step.actions, step.odds, strict=False)}
        )
        across = (
            {}
            if drawn
            else dict.fromkeys(a.id for a, _ in zip(there.actions, there.odds, strict=False))
        )
        for name in dict.fromkeys([*odds, *across]):
            yield f"{step.id} {name}", number(found, odds[name]) if name in odds else None
        offered = {action.id for action in there.offered}
        yield from (
            (f"{step.id} {one.id} does", _does(found, one))
            for one in step.offered
            if one.id in offered
        )


def _does(found: Negotiation, action: Action) -> tuple[str, ...]:
    done = [
        f"{e.issue} as announced in {e.as_announced}"
        if e.as_announced
        else f"{e.issue} {found.issues[e.issue].options[e.option].id}"
        for e in action.effects
    ]
    if action.announced >= 0 and not done:
        done.append(f"announces {action.id}")
    if action.signs:
        done.append(f"signed by {', '.join(action.signs)}")
    return tuple(done) or ("nothing",)


def _events(found: Negotiation) -> Iterator[Said]:
    """What nobody knows yet → how likely it is, by player where players hold different odds."""
    for event in found.events.values():
        yield event.id, event.labels
        for player, odds in (
            event.odds.items() if not event.common else [("", next(iter(event.odds.values())))]
        ):
            for label, one in zip(event.labels, odds, strict=True):
                yield f"{event.id} {f'{player} {label}'.strip()}", _number(found, one)
    yield from (
        (f"{player} minds risk", _number(found, aversion))
        for player, aversion in found.risk.items()
    )


def _types(found: Negotiation) -> Iterator[Said]:
    """What a player may privately be → how likely, and what is otherwise then."""
    for (player, types), odds in zip(found.types.items(), type_odds(found), strict=True):
        for one, chance in zip(types, odds, strict=True):
            yield f"{player} {one.id}", float(chance)
            yield f"{player} {one.id} sets", _settings(one.settings)
    for way in found.jointly:
        yield f"{' and '.join(way.types.values())} together", _number(found, way.odds)


def _settings(changes: Mapping[str, object]) -> tuple[str, ...] | None:
    return tuple(f"{key} {value}" for key, value in changes.items()) or None


def _again(found: Negotiation) -> Iterator[Said]:
    """Each part of `repeat` by its name, in the file's order."""
    repeat = found.repeat
    if not found.repeats:
        return
    yield "period", repeat.period
    for player, row in repeat.postures.items():
        yield f"{player} postures", tuple(posture.id for posture in row)
        for posture in row:
            yield f"{player} {posture.id}", _words(found, posture.choices)
    for player in found.keys:
        yield f"{player} agrees to", repeat.agreement.get(player)
        yield f"{player} punishes by", repeat.punishment.get(player)
        yield f"{player} plays", _plays(found, repeat.plays.get(player))
        for word, rates in (
            ("noise", repeat.noise),
            ("misread", repeat.misread),
            ("walk_away", repeat.walk_away),
        ):
            yield f"{word} {player}", _number(found, rates.get(player))
    yield "sets", _words(found, repeat.sets) or None
    yield "rounds", repeat.rounds
    yield "ends", _number(found, repeat.ends)
    for name, machine in repeat.machines.items():
        yield f"strategy {name}", tuple(_machine(found, machine))
    if repeat.signals:
        yield "signals", _chances(found, repeat.signals)
    for phase in repeat.phases:
        yield f"phase {phase.id} sets", _settings(phase.changes)
        yield f"phase {phase.id} leads to", _chances(found, phase.follows) or None


def _played_on(found: Negotiation) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """What each side says of playing again, and of a war game in turns."""
    turns = found.turns
    yield "again", dict(_again(found))
    yield (
        "turns",
        {}
        if turns is None
        else {"count": turns.count, "order": turns.order, "period": turns.period or None},
    )
    yield "state", dict(_state(found))
    yield "inject", dict(_injects(found))


def _state(found: Negotiation) -> Iterator[Said]:
    """How each number of the state changes, and its ladder."""
    for name, one in found.state.items():
        yield f"{name} after a turn", "as it is" if one.next is None else spelled(one.next, found)
        yield (
            f"{name} rungs",
            tuple(f"{rung} from {start:.15g}" for rung, start in one.rungs.items()) or None,
        )


def _injects(found: Negotiation) -> Iterator[Said]:
    """When each inject comes, what it says to whom, and what it changes."""
    for name, one in found.injects.items():
        comes = "at the umpire's word" if one.when is None else f"when {spelled(one.when, found)}"
        yield f"{name} comes", comes if one.turn is None else f"in turn {one.turn}"
        yield f"{name} says", one.says or None
        yield f"{name} is read by", one.sees
        yield f"{name} sets", _settings({**one.settings, **one.fixes})
        yield f"{name} removes", one.removals or None


def _plays(found: Negotiation, plays: Plays | None) -> Value:
    if plays is None:
        return None
    return (
        plays.strategy,
        *(f"{name} {_number(found, value)}" for name, value in plays.parameters.items()),
    )


def _chances(found: Negotiation, chances: Sequence[Chance]) -> tuple[str, ...]:
    said = []
    for chance in chances:
        when = "" if chance.when is None else f" if {spelled(chance.when, found)}"
        odds = "" if chance.odds is None else f" with odds {_number(found, chance.odds)}"
        said.append(f"{chance.name}{when}{odds}")
    return tuple(said)


def _machine(found: Negotiation, machine: Machine) -> Iterator[str]:
    """Whose it is, where it starts, and what each state plays and leads to, after what is seen."""
    yield f"of {machine.player}"
    yield f"starts in {machine.start}"
    for state in machine.states:
        plays = " or ".join(
            f"{posture} {_number(found, odds)}" for posture, odds in state.plays.items()
        )
        goes = []
        for go in state.goes:
            seen = ", ".join(
                f"{player} {' or '.join(postures)}" for player, postures in go.seen.items()
            )
            goes.append(f"{go.state} after {seen or 'anything'}")
        yield f"{state.id} plays {plays}{' and leads to ' if goes else ''}{'; '.join(goes)}"
