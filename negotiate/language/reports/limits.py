"""What a negotiation is played by, in words: who signs and must agree, what cannot be; its steps,
and repeated play.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from negotiate.errors import NegotiateError
from negotiate.language.reports.page import Page, Row, formula, plain_number, section, settings
from negotiate.model import Bloc, Ratifier, RedLine
from negotiate.model.expressions import ChoiceIsOneOf, ChoiceNumber, Expression, Number, Operation
from negotiate.model.negotiation import Negotiation
from negotiate.model.protocol import Action, Effect, Step
from negotiate.model.repeat import Chance, Machine, Phase
from negotiate.model.wording import as_written
from negotiate.report.blocks import Section
from negotiate.report.style import capital, joined, spoken

SIGNED = "Red lines bind only signed deals. `solve` and `tree` only mark a crossing."
FEW, MANY = 3, 12
"""Of so many blocs the short page tells what each accepts; of more their votes; of very many only
the largest.
"""
COUNTED = 200_000
"""In a scenario of at most so many packages the impossible ones are counted for its page."""


def limits(page: Page) -> Iterable[Section]:
    """A section for each bound that the file sets, and none where it sets nothing but what holds
    anyhow.
    """
    found = page.found
    names = [
        joined([found.players[player].name for player in coalition]) for coalition in found.signers
    ]
    bound = [set(coalition) for coalition in found.signers] != [set(found.players)]
    yield section("Who may sign", [("", "; or ".join(filter(None, names)) if bound else "")])
    said = "one unit of its payoff is worth {} of the common money"
    money = [
        (player, said.format(plain_number(worth))) for player, worth in found.side_payments.items()
    ]
    yield section("Money may change hands", money)
    yield section("Impossible", [("", page.formula(condition)) for condition in found.infeasible])
    stays = "once {}, it cannot be changed back"
    locked = {
        issue: [found.issues[issue].labels[k] for k in ks]
        for issue, ks in found.irreversible.items()
        if ks
    }
    yield section(
        "Cannot be undone",
        [(issue, stays.format(joined(ks, "or"))) for issue, ks in locked.items()],
    )
    note = ("", SIGNED if _crossed_unsigned(found) else "")
    yield section(
        "Red lines",
        [*((key, _red_line(page, line)) for key, line in found.red_lines.items()), note],
    )
    yield section(
        "Who else must agree",
        [(key, _ratifier(page, body)) for key, body in found.ratifiers.items()],
    )


def _red_line(page: Page, line: RedLine) -> str:
    condition = page.formula(line.kept if line.insists else line.crossed)
    said = f"signs only if {condition}" if line.insists else f"never signs if {condition}"
    if line.cost is not None:
        cost = page.formula(price(line))
        said = f"signs if {condition}, but at a price: {cost}"
        if line.insists:
            said = f"wants {condition}; signing without it costs {cost}"
    return f"{page.who(line.player, opening=True)} {said}{page.reason(line.about)}"


def price(line: RedLine) -> Expression:
    """What crossing a soft line costs where it is crossed, without the condition of the line
    itself.
    """
    cost = as_written(line.cost or Number(0.0))
    if (
        isinstance(cost, Operation)
        and cost.name == "if"
        and cost.arguments[0] == as_written(line.crossed)
    ):
        return cost.arguments[1]
    return line.cost or cost


def _crossed_unsigned(found: Negotiation) -> bool:
    """Whether somebody can cross a red line without any signature, by what it decides alone or by a
    move.
    """
    moved = {effect.issue for step in found.protocol for effect in _all_effects(step)}
    open_to = moved | {key for key, issue in found.issues.items() if not issue.agreed}
    parts = (part for line in found.red_lines.values() for part in line.crossed.walk())
    return any(
        part.name in open_to for part in parts if isinstance(part, ChoiceIsOneOf | ChoiceNumber)
    )


def _ratifier(page: Page, body: Ratifier) -> str:
    blocs = f": {_blocs(page, body.blocs)}" if body.blocs else ""
    return f"{_needed(page, body)}{blocs}{page.reason(body.about)}"


def votes(page: Page, body: Ratifier) -> Iterable[str]:
    """Whose signature a body can undo and what it accepts; then each of its blocs."""
    yield f"{capital(_needed(page, body))}. {body.about}".strip()
    for one in body.blocs:
        accepts = f"with {one.votes:,} votes, accepts {_where(page, one.accepts, one.written)}"
        yield f"{capital(spoken(one.id))}, {accepts}. {one.about}".strip()


def _needed(page: Page, body: Ratifier) -> str:
    name = f"{capital(body.name)} " if body.name != body.id else ""
    said = f"{name}must ratify what {page.who(body.player)} signs"
    if not body.blocs:
        return f"{said}; accepts {_where(page, body.accepts, body.written.partition(': ')[2])}"
    word = f" ({body.needs})" if isinstance(body.needs, str) else ""
    return f"{said}, with {body.needed:,} of {body.votes:,} votes{word}"


def _blocs(page: Page, blocs: tuple[Bloc, ...]) -> str:
    if not page.everything and len(blocs) > FEW:
        largest = sorted(blocs, key=lambda bloc: -bloc.votes)
        return ", ".join(page.few([f"{bloc.id} {bloc.votes:,}" for bloc in largest], MANY))
    said = []
    for bloc in blocs:
        about = f" ({bloc.about})" if page.everything and bloc.about else ""
        said.append(
            f"{bloc.id} with {bloc.votes:,} accepts "
            f"{_where(page, bloc.accepts, bloc.written)}{about}"
        )
    return "; ".join(said)


def _where(page: Page, accepts: Expression, written: str) -> str:
    """What is accepted: the word for all or nothing, or a condition."""
    if written in ("everything", "nothing"):
        return written
    return f"{'a deal in which ' if page.named else ''}{page.formula(accepts)}"


def on_table(found: Negotiation) -> str:
    """A sentence about what a deal sets; empty where it sets every issue."""
    if set(found.on_table) == set(found.issues):
        return ""
    others = [issue for issue in found.issues if issue not in found.on_table]
    if len(others) < len(found.on_table):
        return f" A deal sets every issue but {joined(others)}."
    return f" A deal sets {joined(list(found.on_table)) or 'nothing'}."


def impossible(found: Negotiation) -> int:
    """How many packages cannot happen; 0 too where counting them would take long."""
    if not found.infeasible or found.packages > COUNTED:
        return 0
    shape = tuple(len(issue.options) for issue in found.issues.values())
    try:
        mask = found.feasible(found.grid(tuple(found.issues), {}), shape)
    except NegotiateError:
        return 0
    return 0 if mask is None else int(np.count_nonzero(~mask))


_MANY = 8


def moves(page: Page) -> list[Row]:
    """A row a step: its number and name, who does what, and under which condition."""
    announced = _announced(page)
    return [
        (f"{number}. {step.id}", f"{_step(page, step, announced)}{page.reason(step.about)}")
        for number, step in enumerate(page.found.protocol, 1)
    ]


def _announced(page: Page) -> Mapping[str, str]:
    """Move → the issue that it speaks of, as far as a later action carries it out or its words
    tell.
    """
    found: dict[str, str] = {}
    for step in page.found.protocol:
        spoken = [
            i.id
            for i in page.found.issues.values()
            if {action.id for action in step.actions} <= set(i.labels)
        ]
        found |= {step.id: spoken[-1]} if spoken else {}
    effects = (effect for step in page.found.protocol for effect in _all_effects(step))
    return found | {effect.as_announced: effect.issue for effect in effects if effect.as_announced}


def _all_effects(step: Step) -> list[Effect]:
    """What any action of a step does."""
    return [effect for action in step.actions for effect in action.effects]


def _step(page: Page, step: Step, announced: Mapping[str, str]) -> str:
    when = f"if {page.formula(step.when)}, " if step.when is not None else ""
    if step.chance:
        done = [f"{action.id}{_does(page, action)}" for action in step.actions]
        if page.found.disputed(step):
            return f"{when}chance decides: {joined(done, 'or')}, by each player's own odds"
        *some, last = done
        odds = [formula(one, page.found) for one in step.odds[:-1]]
        words = [
            f"{action} with probability {chance}, "
            for action, chance in zip(some, odds, strict=True)
        ]
        return f"{when}chance decides: {''.join(words)}{'else ' if words else ''}{last}"
    done = [f"{action.id}{_does(page, action)}" for action in step.offered]
    verb, issue = "chooses", _set_alone(page, step)
    if all(action.announced >= 0 for action in step.actions):
        verb, issue = "announces", announced.get(step.id, "something")
    if issue:
        verb, done = f"{verb} {issue}", [action.id for action in step.offered]
    return f"{when}{_mover(page, step, not when)} {verb}: {joined(page.few(done, _MANY), 'or')}"


def _mover(page: Page, step: Step, opening: bool) -> str:
    """The mover, with what it does not see of what went before."""
    name, protocol = page.who(step.player, opening), page.found.protocol
    earlier = protocol[: protocol.index(step)]
    unseen = [
        s.id
        for s in earlier
        if step.sees is not None and s.id not in step.sees and s.player != step.player
    ]
    return f"{name}, who does not see {joined(unseen, 'or')}," if unseen else name


def _set_alone(page: Page, step: Step) -> str:
    """The one issue of which every action sets the option that it is named after, and does no more;
    else empty.
    """
    effects = _all_effects(step)
    if len({effect.issue for effect in effects}) != 1 or not all(
        len(action.effects) == 1 for action in step.actions
    ):
        return ""
    labels = page.found.issues[effects[0].issue].labels
    named = all(
        e.option >= 0 and labels[e.option] == a.id
        for a, e in zip(step.actions, effects, strict=True)
    )
    return effects[0].issue if named else ""


def _does(page: Page, action: Action) -> str:
    if not page.everything:
        return ""
    done = [
        f"{e.issue} as in {e.as_announced}" if e.as_announced else page.package({e.issue: e.option})
        for e in action.effects
    ]
    done += [f"signed by {joined(list(map(page.who, action.signs)))}"] if action.signs else []
    return f" ({', '.join(done)})" if done else ""


AGAIN = "Repeated play"
"""The heading."""
ONCE = "Both `simulate` and `play` play the game again and again."


def played_again(page: Page) -> Iterable[Section]:
    """What each player can be seen to do, what they agree on, what disturbs it and who plays what;
    nothing if silent.

    Strategies of the file's own and phases are told in full where everything is asked for, and else
    by their names.
    """
    found, repeat = page.found, page.found.repeat
    if not found.repeats:
        return
    ends = f", {repeat.rounds} times in all" if repeat.rounds is not None else ""
    if repeat.ends is not None and not ends:
        ends = f", each the last with probability {page.formula(repeat.ends)}"
    kept = [
        _each(repeat.agreement),
        f"with {page.package(repeat.sets)} while all players keep it" if repeat.sets else "",
    ]
    rows = [
        ("period", f"{repeat.period}{ends}"),
        *((player, _player(page, player)) for player in found.players),
        ("agreement", "; ".join(filter(None, kept))),
        ("punishment", _each(repeat.punishment)),
        *(
            (word, _rates(page, rates))
            for word, rates in (("noise", repeat.noise), ("misread", repeat.misread))
        ),
        ("walking away", _rates(page, repeat.walk_away)),
        *(_in_full(page) if page.everything else _by_name(page)),
    ]
    yield section(AGAIN, [*rows, ("", ONCE)], detail=bool(found.protocol))


def _by_name(page: Page) -> Iterable[Row]:
    repeat = page.found.repeat
    yield "strategies", ", ".join(repeat.machines)
    yield "phases", ", ".join(phase.id for phase in repeat.phases)
    yield "signals", ", ".join(dict.fromkeys(signal.name for signal in repeat.signals))


def _in_full(page: Page) -> Iterable[Row]:
    repeat = page.found.repeat
    yield from ((machine.id, _machine(page, machine)) for machine in repeat.machines.values())
    yield from ((phase.id, _phase(page, phase)) for phase in repeat.phases)
    for name in dict.fromkeys(signal.name for signal in repeat.signals):
        said = [
            _chance(page, one).strip() or "in all other cases"
            for one in repeat.signals
            if one.name == name
        ]
        yield f"signal {name}", "; ".join(said)


def _player(page: Page, player: str) -> str:
    """How patient a player is, what it plays, and its postures."""
    repeat, patience = page.found.repeat, page.found.players[player].patience
    plays = repeat.plays.get(player)
    words = [] if patience is None else [f"discount factor {plain_number(patience)}"]
    if plays is not None:
        given = _each({name: page.formula(value) for name, value in plays.parameters.items()})
        words.append(f"plays {plays.strategy}{f' ({given})' if given else ''}")
    own = repeat.postures.get(player, ())
    words += [
        f"{posture.id}: {page.package(posture.choices) or 'as in the status quo'}"
        for posture in own
    ]
    return "; ".join(words) if words else "whatever it decides alone"


def _each(words: Mapping[str, str]) -> str:
    return ", ".join(f"{player} {posture}" for player, posture in words.items())


def _rates(page: Page, rates: Mapping[str, Expression]) -> str:
    """One number where all players have the same, else player by player."""
    said = {player: page.formula(rate) for player, rate in rates.items()}
    same = set(said) == set(page.found.players) and len(set(said.values())) == 1
    return said.popitem()[1] if same else _each(said)


def _machine(page: Page, machine: Machine) -> str:
    states = []
    for state in machine.states:
        odds = [
            f"{posture} with probability {page.formula(share)}"
            for posture, share in state.plays.items()
        ]
        plays = next(iter(state.plays)) if len(odds) == 1 else " or ".join(odds)
        leads = [f"on {_seen(goes.seen)} to {goes.state}" for goes in state.goes]
        states.append(", ".join([f"{state.id} plays {plays}", *leads]))
    about = f"{machine.about}; " if machine.about else ""
    return f"{about}for {machine.player}, starts {machine.start}: {'; '.join(states)}"


def _seen(seen: Mapping[str, tuple[str, ...]]) -> str:
    return (
        " and ".join(f"{player} {' or '.join(postures)}" for player, postures in seen.items())
        or "anything"
    )


def _phase(page: Page, phase: Phase) -> str:
    follows = [f"then {chance.name}{_chance(page, chance)}" for chance in phase.follows]
    return (
        "; ".join(filter(None, [phase.about, *settings(phase.changes), *follows]))
        or "lasts for ever"
    )


def _chance(page: Page, chance: Chance) -> str:
    odds = "" if chance.odds is None else f" with probability {page.formula(chance.odds)}"
    return f"{odds}{'' if chance.when is None else f' if {page.formula(chance.when)}'}"
