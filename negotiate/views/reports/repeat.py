"""How a negotiation is played again, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.repeat import Chance, Machine, Phase, Plays
from negotiate.report.blocks import Section
from negotiate.views.reports.formulas import formula, plain_number
from negotiate.views.reports.rows import section

AGAIN = "Played again"
"""The heading."""
ONCE = "It counts in `simulate` alone."


def played_again(found: Negotiation, everything: bool) -> Iterable[Section]:
    """What each player can be seen to do, what they agree on, what disturbs it and who plays what; nothing if silent.

    Strategies of the file's own and phases are told in full where everything is asked for, and else by their names.
    """
    repeat = found.repeat
    if not found.repeats:
        return
    rows = [("period", f"{repeat.period}{_end(found)}")]
    rows += [(player, _player(found, player)) for player in found.players]
    rows += [("agreement", text)] if (text := _agreement(found)) else []
    rows += [
        (word, _rates(found, rates)) for word, rates in (("noise", repeat.noise), ("misread", repeat.misread)) if rates
    ]
    rows += [("walking away", _rates(found, repeat.walk_away))] if repeat.walk_away else []
    if everything:
        rows += [(machine.id, _machine(found, machine)) for machine in repeat.machines.values()]
        rows += [(phase.id, _phase(found, phase)) for phase in repeat.phases]
        rows += [(f"signal {name}", text) for name, text in _signals(found)]
    else:
        named = (
            ("strategies", repeat.machines),
            ("phases", [phase.id for phase in repeat.phases]),
            ("signals", dict(_signals(found))),
        )
        rows += [(word, ", ".join(names)) for word, names in named if names]
    yield section(AGAIN, [*rows, ("", ONCE)], detail=bool(found.protocol))


def _end(found: Negotiation) -> str:
    repeat = found.repeat
    if repeat.rounds is not None:
        return f", {repeat.rounds} times in all"
    return "" if repeat.ends is None else f", each the last one with probability {formula(repeat.ends, found)}"


def _player(found: Negotiation, player: str) -> str:
    """How patient a player is, what it plays, and its postures."""
    repeat, patience = found.repeat, found.players[player].patience
    words = [] if patience is None else [f"patience {plain_number(patience)}"]
    words += [f"plays {_strategy(found, repeat.plays[player])}"] if player in repeat.plays else []
    for posture in repeat.postures.get(player, ()):
        choices = [f"{issue} {found.issues[issue].labels[option]}" for issue, option in posture.choices.items()]
        words.append(f"{posture.id}: {', '.join(choices) or 'as in the status quo'}")
    return "; ".join(words) if words else "whatever it decides alone"


def _strategy(found: Negotiation, plays: Plays) -> str:
    given = ", ".join(f"{name} {formula(value, found)}" for name, value in plays.parameters.items())
    return f"{plays.strategy} ({given})" if given else plays.strategy


def _agreement(found: Negotiation) -> str:
    """Which postures keep the agreement and punish, where the file says so, and what it sets."""
    repeat = found.repeat
    words = [", ".join(f"{player} {posture}" for player, posture in repeat.agreement.items())]
    sets = [f"{issue} {found.issues[issue].labels[option]}" for issue, option in repeat.sets.items()]
    words += [f"with {', '.join(sets)} while all keep it" if sets else ""]
    punished = ", ".join(f"{player} {posture}" for player, posture in repeat.punishment.items())
    words += [f"punished by {punished}" if punished else ""]
    return "; ".join(word for word in words if word)


def _rates(found: Negotiation, rates: Mapping[str, Expression]) -> str:
    """One number where all have the same, else player by player."""
    said = {player: formula(rate, found) for player, rate in rates.items()}
    if len(said) == len(found.players) and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return ", ".join(f"{player} {rate}" for player, rate in said.items())


def _machine(found: Negotiation, machine: Machine) -> str:
    states = []
    for state in machine.states:
        odds = [f"{posture} {formula(share, found)}" for posture, share in state.plays.items()]
        plays = next(iter(state.plays)) if len(odds) == 1 else " or ".join(odds)
        leads = [f"on {_seen(goes.seen)} to {goes.state}" for goes in state.goes]
        states.append(f"{state.id} plays {plays}{', ' if leads else ''}{', '.join(leads)}")
    about = f"{machine.about}; " if machine.about else ""
    return f"{about}for {machine.player}, starts {machine.start}: {'; '.join(states)}"


def _seen(seen: Mapping[str, tuple[str, ...]]) -> str:
    return " and ".join(f"{player} {' or '.join(postures)}" for player, postures in seen.items()) or "anything"


def _phase(found: Negotiation, phase: Phase) -> str:
    words = [phase.about] if phase.about else []
    words += [f"{address} {value}" for address, value in phase.changes.items()]
    words += [f"then {chance.name}{_chance(found, chance)}" for chance in phase.follows]
    return "; ".join(words) if words else "lasts for ever"


def _chance(found: Negotiation, chance: Chance) -> str:
    odds = "" if chance.odds is None else f" with probability {formula(chance.odds, found)}"
    return f"{odds}{'' if chance.when is None else f' if {formula(chance.when, found)}'}"


def _signals(found: Negotiation) -> list[tuple[str, str]]:
    """Signal → when it is how likely."""
    said: dict[str, list[str]] = {}
    for chance in found.repeat.signals:
        said.setdefault(chance.name, []).append(_chance(found, chance).strip() or "whatever the others leave")
    return [(name, "; ".join(words)) for name, words in said.items()]
