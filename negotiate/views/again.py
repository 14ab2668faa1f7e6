"""What would last: the game that both sides play alone, played again every period by players who value the next."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.model.expressions import Expression
from negotiate.model.frame import number
from negotiate.model.negotiation import Negotiation
from negotiate.model.repeat import Machine, Phase, Plays
from negotiate.repeated.automaton import Automaton
from negotiate.repeated.game import RepeatedGame, refuse_levels
from negotiate.repeated.setting import Phases, Setting, Signals
from negotiate.repeated.spoken import one_after_another
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.views.alone import alone
from negotiate.views.repeating.agreeing import deciders
from negotiate.views.repeating.chances import odds_of, share
from negotiate.views.repeating.postures import Postures, Seen, place_of, postures_of
from negotiate.views.repeating.rounds import Round, round_of

PATIENCE = 0.9
"""What the next round counts for a player of whom the file does not say."""
SILENT = "grim"
"""What a player plays of whom the file does not say, where it says what others play."""


def again(negotiation: Negotiation) -> RepeatedGame:
    """The repeated game of a negotiation.

    A player acts in a round by one of its postures, and whatever else it does is seen as its last one.

    Returns
    -------
    RepeatedGame
        Its stage is the game of `alone`, with the postures that the file names.

    Raises
    ------
    UnsuitableGame
        If somebody's payoffs are levels, nobody has anything to keep or to break, the file says nothing of playing
        again and no agreement follows from the rest of it, postures are impossible together, or odds are none.
    OutOfRange
        If a rate is not between 0 and 1.
    """
    return negotiation.games.once("again", lambda: _again(negotiation))


def _again(negotiation: Negotiation) -> RepeatedGame:
    whole = alone(negotiation)
    refuse_levels(whole)
    _refuse_what_is_played_once(negotiation)
    seen = postures_of(negotiation, whole)
    repeat = negotiation.repeat
    found = round_of(negotiation, whole, seen)
    only, unsaid, more = _only_one(whole), _unsaid(negotiation), _notes(negotiation, whole, seen.postures)
    named = {name: _automaton(negotiation, whole, seen.postures, machine) for name, machine in repeat.machines.items()}
    return RepeatedGame(
        stage=_stage(whole, seen, found),
        discount=tuple(PATIENCE if p.patience is None else p.patience for p in negotiation.players.values()),
        setting=_setting(negotiation, seen, found),
        cooperate=seen.agreement,
        punish=seen.punishment,
        tempting=None if np.array_equal(found.payoffs, found.tempting) else found.tempting,
        whole=whole,
        named=named,
        seats={name: whole.keys.index(machine.player) for name, machine in repeat.machines.items()},
        profile=profile_of(negotiation, repeat.plays, named) if repeat.plays else (),
        notes=(*whole.notes, *seen.notes, *only, *unsaid, *more),
        assumed=(*seen.assumed, *unsaid),
    )


def _refuse_what_is_played_once(negotiation: Negotiation) -> None:
    """Refuse a file without a word of playing again whose agreement is no choice of everybody at the same time."""
    issues = negotiation.issues.values()
    alone_here = {issue.deciders[0] for issue in issues if len(issue.deciders) == 1}
    if negotiation.repeats or not alone_here:
        return
    if negotiation.protocol:
        why = "its players move in turn"
    elif any(issue.agreed for issue in issues):
        why = "its players decide some issues together"
    elif len(alone_here) == 1:
        why = f"only {negotiation.players[min(alone_here)].name} decides anything alone"
    else:
        return
    raise UnsuitableGame(
        f"this game is not repeated: the file has no `repeat`, and {why}",
        "write `repeat` with the `postures` of each player. The first posture of a player keeps the agreement, "
        "and the last posture punishes. `sets` names what the players decide together in the agreement",
    )


def _stage(whole: NormalFormGame, seen: Seen, found: Round) -> NormalFormGame:
    return NormalFormGame(
        payoffs=found.payoffs,
        players=whole.players,
        strategies=seen.postures,
        keys=whole.keys,
        title=whole.title,
        units=whole.units,
        kept={issue: option for issue, option in whole.kept.items() if issue not in seen.sets},
        notes=whole.notes,
        takes_apart=None if seen.sets else whole.takes_apart,
        ordinal=whole.ordinal,
    )


def _setting(negotiation: Negotiation, seen: Seen, found: Round) -> Setting:
    repeat = negotiation.repeat
    return Setting(
        noise=_rates(negotiation, repeat.noise, "noise"),
        misread=_rates(negotiation, repeat.misread, "misread"),
        rounds=repeat.rounds,
        ends=0.0 if repeat.ends is None else share(negotiation, repeat.ends, "ends"),
        outside=tuple(number(negotiation, repeat.walk_away[key]) for key in negotiation.keys if repeat.walk_away),
        phases=_phases(negotiation, seen, found),
        signals=_signals(negotiation, seen),
        period=repeat.period,
    )


def _rates(negotiation: Negotiation, given: Mapping[str, Expression], word: str) -> tuple[float, ...]:
    """A rate for each player; nothing where all are 0."""
    rates = tuple(share(negotiation, given[key], f"{word}.{key}") if key in given else 0.0 for key in negotiation.keys)
    return rates if any(rates) else ()


def _phases(negotiation: Negotiation, seen: Seen, first: Round) -> Phases | None:
    """The stage games of the phases, of which the first is the file as it stands; None where no phase has a name."""
    parts = negotiation.repeat.phases
    if not parts:
        return None
    worlds = negotiation.phases or (negotiation,) * len(parts)
    rounds = [first, *(round_of(world, alone(world), seen) for world in worlds[1:])]
    names = tuple(phase.id for phase in parts)
    odds = [
        odds_of(phase.follows, names, world, seen, f"the phases after `{phase.id}`", _entries(phase), stays=k)
        for k, (phase, world) in enumerate(zip(parts, worlds, strict=True))
    ]
    return Phases(
        names,
        frozen([found.payoffs for found in rounds]),
        frozen(odds),
        frozen([found.tempting for found in rounds]),
    )


def _entries(phase: Phase) -> tuple[str, ...]:
    """Where the file says what follows a phase."""
    return ("repeat", "phases", phase.id, "next")


def _signals(negotiation: Negotiation, seen: Seen) -> Signals | None:
    """What all see in place of what was done; None where that is seen itself."""
    parts = negotiation.repeat.signals
    names = tuple(dict.fromkeys(part.name for part in parts))
    if not names:
        return None
    return Signals(names, frozen(odds_of(parts, names, negotiation, seen, "signals", ("repeat", "signals"))))


def _automaton(negotiation: Negotiation, whole: NormalFormGame, postures: Postures, machine: Machine) -> Automaton:
    """A strategy of the file's own in its player's seat; the last posture stands for those that commitments take."""
    seat = whole.keys.index(machine.player)
    labels = {key: [posture.label for posture in row] for key, row in zip(whole.keys, postures, strict=True)}
    shape, names = tuple(len(row) for row in postures), [state.id for state in machine.states]
    outputs, leads = np.zeros((len(names), shape[seat])), np.empty((len(names), *shape), dtype=np.int64)
    for k, state in enumerate(machine.states):
        for posture, odds in state.plays.items():
            outputs[k, place_of(postures[seat], posture, -1)] += number(negotiation, odds)
        leads[k] = k
        for goes in reversed(state.goes):
            fits = np.ones(shape, dtype=bool)
            for player, seen in goes.seen.items():
                wanted = np.isin(labels[player], seen)
                axes = [len(wanted) if key == player else 1 for key in whole.keys]
                fits = fits & wanted.reshape(axes)
            leads[k][fits] = names.index(goes.state)
    return Automaton(outputs, np.moveaxis(leads, seat + 1, 1), names.index(machine.start), names)


def profile_of(
    negotiation: Negotiation, plays: Mapping[str, Plays], named: Mapping[str, Automaton]
) -> tuple[Strategy | Automaton, ...]:
    """What each player plays; of whom nothing is said plays `SILENT`.

    Parameters
    ----------
    plays : Mapping[str, Plays]
        Player → strategy.
    named : Mapping[str, Automaton]
        The strategies of the file's own, in their seats.
    """
    return tuple(_played(negotiation, plays.get(key), named) for key in negotiation.keys)


def _played(negotiation: Negotiation, plays: Plays | None, named: Mapping[str, Automaton]) -> Strategy | Automaton:
    """What one player plays."""
    if plays is None:
        return strategies[SILENT]
    if plays.strategy in named:
        return named[plays.strategy]
    given = {name: number(negotiation, value) for name, value in plays.parameters.items()}
    return strategies[plays.strategy](**given)


def _only_one(whole: NormalFormGame) -> list[str]:
    """That one player alone decides anything, if that is so."""
    if len(alone_here := deciders(whole)) != 1:
        return []
    return [f"only {whole.players[alone_here[0]]} decides anything alone here, so no other player can punish a breach"]


def _unsaid(negotiation: Negotiation) -> list[str]:
    """What was taken of which the file says nothing."""
    players = list(negotiation.players.values())
    notes = []
    if unsaid := [p.name for p in players if p.patience is None]:
        notes.append(f"the file sets no discount factor for {one_after_another(unsaid)}, so {PATIENCE:g} is assumed")
    plays = negotiation.repeat.plays
    if unsaid := [p.name for p in players if plays and p.id not in plays]:
        notes.append(f"the file sets no strategy for {one_after_another(unsaid)}, so `{SILENT}` is assumed")
    return notes


def _notes(negotiation: Negotiation, whole: NormalFormGame, postures: Postures) -> list[str]:
    """What else a reader must know of how the game came about."""
    notes = []
    more = [
        f"{name}'s `{row[-1].label}`"
        for name, row, count in zip(whole.players, postures, whole.shape, strict=True)
        if count > len(row)
    ]
    if more:
        notes.append(
            f"the others see every option outside the postures as {one_after_another(more)}. Such options count as "
            "temptations"
        )
    for machine in negotiation.repeat.machines.values():
        labels = [posture.label for posture in postures[whole.keys.index(machine.player)]]
        if lost := [p for p in dict.fromkeys(p for state in machine.states for p in state.plays) if p not in labels]:
            notes.append(
                f"`{machine.id}` cannot play {', '.join(lost)} here, so `{machine.id}` plays {labels[-1]} instead"
            )
    if negotiation.irreversible:
        notes.append("each round starts afresh, so irreversible options can be left here")
    return notes
