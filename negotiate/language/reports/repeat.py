"""How a negotiation is played again, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from negotiate.language.reports.page import Page, Row, plain_number, section, settings
from negotiate.model.expressions import Expression
from negotiate.model.repeat import Chance, Machine, Phase
from negotiate.report.blocks import Section

AGAIN = "Repeated play"
"""The heading."""
ONCE = "Only `simulate` plays the game again and again."


def played_again(page: Page) -> Iterable[Section]:
    """What each player can be seen to do, what they agree on, what disturbs it and who plays what; nothing if silent.

    Strategies of the file's own and phases are told in full where everything is asked for, and else by their names.
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
        *((word, _rates(page, rates)) for word, rates in (("noise", repeat.noise), ("misread", repeat.misread))),
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
        said = [_chance(page, one).strip() or "in all other cases" for one in repeat.signals if one.name == name]
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
    words += [f"{posture.id}: {page.package(posture.choices) or 'as in the status quo'}" for posture in own]
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
        odds = [f"{posture} with probability {page.formula(share)}" for posture, share in state.plays.items()]
        plays = next(iter(state.plays)) if len(odds) == 1 else " or ".join(odds)
        leads = [f"on {_seen(goes.seen)} to {goes.state}" for goes in state.goes]
        states.append(", ".join([f"{state.id} plays {plays}", *leads]))
    about = f"{machine.about}; " if machine.about else ""
    return f"{about}for {machine.player}, starts {machine.start}: {'; '.join(states)}"


def _seen(seen: Mapping[str, tuple[str, ...]]) -> str:
    return " and ".join(f"{player} {' or '.join(postures)}" for player, postures in seen.items()) or "anything"


def _phase(page: Page, phase: Phase) -> str:
    follows = [f"then {chance.name}{_chance(page, chance)}" for chance in phase.follows]
    return "; ".join(filter(None, [phase.about, *settings(phase.changes), *follows])) or "lasts for ever"


def _chance(page: Page, chance: Chance) -> str:
    odds = "" if chance.odds is None else f" with probability {page.formula(chance.odds)}"
    return f"{odds}{'' if chance.when is None else f' if {page.formula(chance.when)}'}"
