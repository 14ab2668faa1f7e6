"""What two scenarios say differently, but for what things are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from negotiate.comparison.prediction import orders
from negotiate.model.expressions import Expression, Number, ParameterValue
from negotiate.model.negotiation import Negotiation, type_odds
from negotiate.model.protocol import Action, Step
from negotiate.model.red_lines import RedLine
from negotiate.model.repeat import Chance, Goes, Machine, MachineState, Plays
from negotiate.model.wording import spelled

Value = float | str | tuple[str, ...] | None
"""What one side says: a number, words, several words, or nothing at all."""

RED_LINE = "red line"
PARAMETER = "parameter"
COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two scenarios say differently.

    Parameters
    ----------
    kind : str
        "player", "parameter", "issue", "status quo", "without a deal", "committed", "impossible", "irreversible",
        "red line", "ratifier", "side payments", "move", "type", "again", "order", "model", "signers" or "on the table".
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
    found = (
        *_players(first, second),
        *_each(PARAMETER, _parameters(first), _parameters(second)),
        *_each("model", _models(first), _models(second)),
        *_issues(first, second),
        *_each("status quo", _package(first, first.status_quo), _package(second, second.status_quo)),
        *_each("without a deal", _no_deal(first), _no_deal(second)),
        *_each(COMMITTED, _package(first, first.fixed), _package(second, second.fixed)),
        *_each("irreversible", _kept(first), _kept(second)),
        *_each("impossible", _impossible(first), _impossible(second)),
        *_each("on the table", _on_table(first, second), _on_table(second, first)),
        *_each("signers", _signers(first), _signers(second)),
        *_each("side payments", first.side_payments, second.side_payments),
        *_lines(first, second),
        *_each("ratifier", _ratifiers(first), _ratifiers(second)),
        *_moves(first, second),
        *_each("type", _types(first), _types(second)),
        *_each("again", dict(_again(first)), dict(_again(second))),
        *_each("order", orders(first), orders(second)),
    )
    return tuple(found)


def _each(kind: str, first: Mapping[str, Value], second: Mapping[str, Value]) -> Iterator[Difference]:
    for name in dict.fromkeys((*first, *second)):
        yield from _part(kind, name, first.get(name), second.get(name))


def _part(kind: str, name: str, one: Value, other: Value) -> Iterator[Difference]:
    if one != other:
        yield Difference(kind, name, one, other)


def _players(first: Negotiation, second: Negotiation) -> Iterator[Difference]:
    """Players that only one side has, and what the two say of those whom both have."""
    names: tuple[dict[str, Value], ...] = tuple({k: p.name for k, p in s.players.items()} for s in (first, second))
    yield from _each("player", *names)
    for key in [key for key in first.players if key in second.players]:
        one, other = first.players[key], second.players[key]
        for word in ("unit", "patience", "power"):
            yield from _part("player", f"{key} {word}", getattr(one, word), getattr(other, word))


def _parameters(found: Negotiation) -> dict[str, Value]:
    return {key: parameter.value for key, parameter in found.parameters.items()}


def _models(found: Negotiation) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for key, model in found.models.items():
        inputs = [f"{name} = {spelled(bound, found)}" for name, bound in model.inputs.items()]
        settings = [
            f"{name} = {value if isinstance(value, bool) else spelled(value, found)}"
            for name, value in model.settings.items()
        ]
        regions = [f"{region} = {player}" for region, player in model.regions.items()]
        result[key] = (model.kind.name, model.dataset, *inputs, *settings, *regions)
    return result


def _issues(first: Negotiation, second: Negotiation) -> Iterator[Difference]:
    yield from _each("issue", _options(first, second), _options(second, first))
    for key in [key for key in first.issues if key in second.issues]:
        one, other = first.issues[key], second.issues[key]
        yield from _part("issue", f"{key} decided by", one.deciders, other.deciders)
        numbers = {option.id: option.number for option in other.options}
        for option in one.options:
            if option.id in numbers:
                yield from _part("issue", f"{key} {option.id}", option.number, numbers[option.id])


def _options(found: Negotiation, other: Negotiation) -> dict[str, Value]:
    """Issue → its options; in whatever order they stand where both sides have the same ones."""
    result: dict[str, Value] = {}
    for key, issue in found.issues.items():
        same = key in other.issues and set(other.issues[key].labels) == set(issue.labels)
        result[key] = tuple(sorted(issue.labels)) if same else issue.labels
    return result


def _package(found: Negotiation, package: Mapping[str, int]) -> dict[str, Value]:
    return {issue: found.issues[issue].options[option].id for issue, option in package.items()}


def _no_deal(found: Negotiation) -> dict[str, Value]:
    if isinstance(found.no_deal, str):
        return {"": found.no_deal.replace("_", " ")}
    return {"": _package_words(found, found.no_deal)}


def _package_words(found: Negotiation, package: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{issue} {found.issues[issue].options[option].id}" for issue, option in package.items())


def _kept(found: Negotiation) -> dict[str, Value]:
    return {
        issue: tuple(found.issues[issue].options[option].id for option in options)
        for issue, options in found.irreversible.items()
    }


def _impossible(found: Negotiation) -> dict[str, Value]:
    words = tuple(spelled(condition, found) for condition in found.infeasible)
    return {"": words} if words else {}


def _on_table(found: Negotiation, other: Negotiation) -> dict[str, Value]:
    """What a deal sets, among the issues that both sides have."""
    return {"": tuple(issue for issue in found.on_table if issue in other.issues)}


def _signers(found: Negotiation) -> dict[str, Value]:
    return {"": tuple(" and ".join(coalition) for coalition in found.signers)}


def _ratifiers(found: Negotiation) -> dict[str, Value]:
    """Ratifier, or bloc in one → whose signature it is about, and what it accepts."""
    result: dict[str, Value] = {}
    for key, body in found.ratifiers.items():
        who = found.players[body.player].name
        result[key] = who if body.blocs else f"{who} {body.written}"
        if body.blocs:
            result[f"{key} votes needed"] = float(body.needed)
        for bloc in body.blocs:
            result[f"{key} {bloc.id}"] = f"{bloc.votes:,} votes, accepts: {bloc.written}"
    return result


def _lines(first: Negotiation, second: Negotiation) -> Iterator[Difference]:
    """Lines that only one side has; of the others, where they are crossed and at what price."""
    alone: list[dict[str, Value]] = [
        {key: _line(side, line) for key, line in side.red_lines.items() if key not in other.red_lines}
        for side, other in ((first, second), (second, first))
    ]
    yield from _each(RED_LINE, alone[0], alone[1])
    for key in [key for key in first.red_lines if key in second.red_lines]:
        one, other = first.red_lines[key], second.red_lines[key]
        for word, here, there in (
            ("of", one.player, other.player),
            *_conditions(first, one, second, other),
            ("price", _price(first, one), _price(second, other)),
        ):
            yield from _part(RED_LINE, f"{key} {word}", here, there)


def _conditions(
    first: Negotiation, one: RedLine, second: Negotiation, other: RedLine
) -> Iterator[tuple[str, Value, Value]]:
    """What each side demands, where both insist on something; else where each line is crossed."""
    if one.insists and other.insists:
        yield "kept if", spelled(one.kept, first), spelled(other.kept, second)
    else:
        yield "crossed if", spelled(one.crossed, first), spelled(other.crossed, second)


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


def _moves(first: Negotiation, second: Negotiation) -> Iterator[Difference]:
    movers, others = ({step.id: step.player or "chance" for step in side.protocol} for side in (first, second))
    yield from _each("move", movers, others)
    if movers.keys() == others.keys():
        yield from _part("move", "order", tuple(movers), tuple(others))
    steps = {step.id: step for step in second.protocol}
    for step in first.protocol:
        if step.id in steps:
            yield from _step(first, step, second, steps[step.id])


def _step(first: Negotiation, one: Step, second: Negotiation, other: Step) -> Iterator[Difference]:
    here = {action.id: action for action in one.offered}
    there = {action.id: action for action in other.offered}
    yield from _part("move", f"{one.id} offers", tuple(here), tuple(there))
    whens = (spelled(one.when, first) or "always", spelled(other.when, second) or "always")
    yield from _part("move", f"{one.id} when", *whens)
    yield from _part("move", f"{one.id} sees", _sees(one), _sees(other))
    yield from _each("move", _odds(first, one), _odds(second, other))
    for key, action in here.items():
        if key in there:
            yield from _part("move", f"{one.id} {key} does", _does(first, action), _does(second, there[key]))


def _sees(step: Step) -> Value:
    return "everything before" if step.sees is None else step.sees


def _types(found: Negotiation) -> dict[str, Value]:
    """What a player may privately be → how likely, and what is otherwise then."""
    result: dict[str, Value] = {}
    for (player, types), odds in zip(found.types.items(), type_odds(found), strict=True):
        for one, chance in zip(types, odds, strict=True):
            result[f"{player} {one.id}"] = float(chance)
            if one.settings:
                result[f"{player} {one.id} sets"] = tuple(f"{key} {value}" for key, value in one.settings.items())
    return result


def _odds(found: Negotiation, step: Step) -> dict[str, Value]:
    frame = found.grid((), {})
    return {
        f"{step.id} {action.id}": float(odds.evaluate(frame)[0])
        for action, odds in zip(step.actions, step.odds, strict=False)
    }


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


def _again(found: Negotiation) -> Iterator[tuple[str, Value]]:
    """Each part of `repeat` by its name, in the file's order."""
    repeat = found.repeat
    if not found.repeats:
        return
    yield "period", repeat.period
    for player, row in repeat.postures.items():
        yield f"{player} postures", tuple(posture.id for posture in row)
        for posture in row:
            yield f"{player} {posture.id}", _package_words(found, posture.choices)
    for player in found.keys:
        yield f"{player} agrees to", repeat.agreement.get(player)
        yield f"{player} punishes by", repeat.punishment.get(player)
        yield f"{player} plays", _plays(found, repeat.plays.get(player))
        for word, rates in (("noise", repeat.noise), ("misread", repeat.misread), ("walk_away", repeat.walk_away)):
            yield f"{word} {player}", _number(found, rates.get(player))
    yield "sets", _package_words(found, repeat.sets) or None
    yield "rounds", repeat.rounds
    yield "ends", _number(found, repeat.ends)
    for name, machine in repeat.machines.items():
        yield f"strategy {name}", _machine(found, machine)
    if repeat.signals:
        yield "signals", _chances(found, repeat.signals)
    for phase in repeat.phases:
        yield f"phase {phase.id} sets", tuple(f"{key} {value}" for key, value in phase.changes.items()) or None
        yield f"phase {phase.id} leads to", _chances(found, phase.follows) or None


def _plays(found: Negotiation, plays: Plays | None) -> Value:
    if plays is None:
        return None
    return (plays.strategy, *(f"{name} {_number(found, value)}" for name, value in plays.parameters.items()))


def _chances(found: Negotiation, chances: Sequence[Chance]) -> tuple[str, ...]:
    said = []
    for chance in chances:
        when = "" if chance.when is None else f" if {spelled(chance.when, found)}"
        odds = "" if chance.odds is None else f" with odds {_number(found, chance.odds)}"
        said.append(f"{chance.name}{when}{odds}")
    return tuple(said)


def _machine(found: Negotiation, machine: Machine) -> tuple[str, ...]:
    states = (_state(found, state) for state in machine.states)
    return (f"of {machine.player}", f"starts in {machine.start}", *states)


def _state(found: Negotiation, state: MachineState) -> str:
    plays = " or ".join(f"{posture} {_number(found, odds)}" for posture, odds in state.plays.items())
    goes = "; ".join(f"{go.state} after {_seen(go)}" for go in state.goes)
    return f"{state.id} plays {plays}{' and leads to ' if goes else ''}{goes}"


def _seen(go: Goes) -> str:
    """What has to be seen."""
    return ", ".join(f"{player} {' or '.join(postures)}" for player, postures in go.seen.items()) or "anything"
