"""What would last: the game that both sides play alone, played again every period by players who value the next.

Of a scenario come what a round is worth in which all take their postures, the most of it for who breaks out of them,
and how likely it is what may come after a round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.alone import alone
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.normal_form import Strategy as Posture
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, number
from negotiate.model.repeat import SLACK, Chance, Machine, Plays
from negotiate.repeated.automaton import Automaton, one_after_another
from negotiate.repeated.game import RepeatedGame, refuse_levels
from negotiate.repeated.postures import Postures, Seen, deciders, place_of, postures_of
from negotiate.repeated.setting import Phases, Setting, Signals
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.strategies.strategy import Strategy

DISCOUNT = 0.9
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
        discount=tuple(DISCOUNT if p.patience is None else p.patience for p in negotiation.players.values()),
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
        odds_of(
            phase.follows,
            names,
            world,
            seen,
            f"the phases after `{phase.id}`",
            ("repeat", "phases", phase.id, "next"),
            stays=k,
        )
        for k, (phase, world) in enumerate(zip(parts, worlds, strict=True))
    ]
    return Phases(
        names,
        frozen([found.payoffs for found in rounds]),
        frozen(odds),
        frozen([found.tempting for found in rounds]),
    )


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
    found: list[Strategy | Automaton] = []
    for key in negotiation.keys:
        if key not in plays:
            found.append(strategies[SILENT])
        elif plays[key].strategy in named:
            found.append(named[plays[key].strategy])
        else:
            given = {name: number(negotiation, value) for name, value in plays[key].parameters.items()}
            found.append(strategies[plays[key].strategy](**given))
    return tuple(found)


def _only_one(whole: NormalFormGame) -> list[str]:
    """That one player alone decides anything, if that is so."""
    alone_here = deciders(whole)
    if len(alone_here) != 1:
        return []
    return [f"only {whole.players[alone_here[0]]} decides anything alone here, so no other player can punish a breach"]


def _unsaid(negotiation: Negotiation) -> list[str]:
    """What was taken of which the file says nothing."""
    players = list(negotiation.players.values())
    notes = []
    if unsaid := [p.name for p in players if p.patience is None]:
        notes.append(f"the file sets no discount factor for {one_after_another(unsaid)}, so {DISCOUNT:g} is assumed")
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


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """A round, as arrays over the postures of all players.

    Parameters
    ----------
    payoffs : ndarray, shape (players, *postures)
        What each combination is worth.
    tempting : ndarray, shape (players, *postures)
        The most that each player gets by anything that is seen as its posture. What is no posture of its is seen as
        its last one.
    """

    payoffs: FloatArray
    tempting: FloatArray


def round_of(negotiation: Negotiation, whole: NormalFormGame, seen: Seen) -> Round:
    """A round of a negotiation.

    Where all keep the agreement, issues that several decide are as it sets them; else as without a deal.

    Parameters
    ----------
    whole : NormalFormGame
        The game of everybody alone.

    Raises
    ------
    UnsuitableGame
        If a combination of postures is impossible.
    """
    places = [_places(whole, player, row) for player, row in enumerate(seen.postures)]
    grid = np.ix_(*places)
    if whole.feasible is not None and not whole.feasible[grid].all():
        raise _impossible(whole, seen.postures, np.argwhere(~whole.feasible[grid])[0].tolist())
    payoffs = np.stack([table[grid] for table in whole.payoffs])
    tempting = payoffs.copy()
    for player, own in enumerate(places):
        others = np.ix_(*(np.arange(n) if p == player else places[p] for p, n in enumerate(whole.shape)))
        last = (player, *(-1 if p == player else slice(None) for p in range(len(places))))
        tempting[last] = _most(whole, player, others, own[:-1])
    if seen.sets:
        _keep(negotiation, seen, payoffs, tempting)
    return Round(frozen(payoffs), frozen(tempting))


def _keep(negotiation: Negotiation, seen: Seen, payoffs: FloatArray, tempting: FloatArray) -> None:
    """Put in what the round is worth in which all keep the agreement."""
    kept = alone(replace(negotiation, fixed={**seen.sets, **negotiation.fixed}))
    taken = [row[k] for row, k in zip(seen.postures, seen.agreement, strict=True)]
    at = [_places(kept, player, (posture,))[0] for player, posture in enumerate(taken)]
    if kept.feasible is not None and not kept.feasible[tuple(at)]:
        raise _impossible(kept, seen.postures, seen.agreement)
    cell: tuple[int | slice, ...] = (slice(None), *seen.agreement)
    payoffs[cell] = tempting[cell] = kept.payoffs.reshape(len(at), -1)[:, np.ravel_multi_index(tuple(at), kept.shape)]
    for player, row in enumerate(seen.postures):
        if seen.agreement[player] == len(row) - 1:
            line = np.ix_(*(np.arange(n) if p == player else [at[p]] for p, n in enumerate(kept.shape)))
            others = [place for place in _found(kept, player, row[:-1]) if place is not None]
            tempting[(player, *seen.agreement)] = float(np.max(_most(kept, player, line, others)))


def _most(whole: NormalFormGame, player: int, cells: tuple[np.ndarray, ...], without: list[int]) -> FloatArray:
    """The most that a player gets by any of its strategies but some, at each combination of the others'."""
    worth = whole.payoffs[player][cells]
    if whole.feasible is not None:
        worth = np.where(whole.feasible[cells], worth, -np.inf)
    found: FloatArray = np.delete(worth, without, axis=player).max(axis=player)
    return found


def _impossible(whole: NormalFormGame, postures: Postures, cell: Sequence[int]) -> UnsuitableGame:
    words = ", ".join(f"{whole.players[p]} {postures[p][k].label}" for p, k in enumerate(cell))
    return UnsuitableGame(f"{words}: these postures are impossible together", "see `infeasible` in the file")


def _found(whole: NormalFormGame, player: int, row: Iterable[Posture]) -> list[int | None]:
    """Which strategies of the whole game some postures are; None for one that is impossible whatever others do."""
    known = [strategy.choices for strategy in whole.strategies[player]]
    return [known.index(posture.choices) if posture.choices in known else None for posture in row]


def _places(whole: NormalFormGame, player: int, row: tuple[Posture, ...]) -> list[int]:
    """Which strategies of the whole game a player's postures are, none of which may be impossible."""
    result = []
    for posture, place in zip(row, _found(whole, player, row), strict=True):
        if place is None:
            message = f"the posture `{posture.label}` of {whole.players[player]} is impossible, whatever the others do"
            raise UnsuitableGame(message, "see `infeasible` in the file")
        result.append(place)
    return result


def where_holds(condition: Expression | None, negotiation: Negotiation, seen: Seen) -> np.ndarray:
    """In which rounds a condition on the package holds, over the postures of all players; None holds everywhere."""
    if condition is None:
        return np.ones(seen.shape, dtype=bool)
    cells = np.indices(seen.shape).reshape(len(seen.shape), -1)
    kept = (cells == np.array(seen.agreement)[:, None]).all(axis=0)
    columns = {}
    for key, issue in negotiation.issues.items():
        rest = np.full(cells.shape[1], negotiation.resting(key) or 0)
        if key in seen.sets and key not in negotiation.fixed:
            rest[kept] = seen.sets[key]
        for player, row in enumerate(seen.postures):
            if key in row[0].choices:
                rest = np.array([issue.places[posture.choices[key]] for posture in row])[cells[player]]
        columns[key] = rest[None, :]
    found = condition.evaluate(Frame(negotiation, columns, 2))[0]
    return np.array(np.broadcast_to(found, cells.shape[1:]), dtype=bool).reshape(seen.shape)


def share(negotiation: Negotiation, expression: Expression, what: str) -> float:
    """The value of a formula that is a probability.

    Raises
    ------
    OutOfRange
        If it is none.
    """
    value = number(negotiation, expression)
    if not 0 <= value <= 1:
        raise OutOfRange(f"`repeat.{what}` is {value:g}, but a probability lies between 0 and 1")
    return value


def odds_of(
    entries: tuple[Chance, ...],
    names: tuple[str, ...],
    negotiation: Negotiation,
    seen: Seen,
    what: str,
    where: tuple[str, ...],
    stays: int | None = None,
) -> FloatArray:
    """How likely each of several names is after each combination of postures, shape (*postures, names).

    Parameters
    ----------
    entries : tuple of Chance
        Those count whose condition holds; one without odds takes all that those before it have left.
    what, where : str, tuple of str
        What the odds are of, and where the file has them.
    stays : int, optional
        The name that gets what all of them leave; without it nothing may be left.

    Raises
    ------
    UnsuitableGame
        If the odds of some combination are none.
    """
    found, left = np.zeros((*seen.shape, len(names))), np.ones(seen.shape)
    for entry in entries:
        holds = where_holds(entry.when, negotiation, seen)
        taken = np.where(holds, left if entry.odds is None else share(negotiation, entry.odds, "odds"), 0.0)
        found[..., names.index(entry.name)] += taken
        left = left - taken
    if (left < -SLACK).any() or (stays is None and (left > SLACK).any()):
        cell = np.unravel_index(int(np.abs(np.where(left < -SLACK, left, left * (stays is None))).argmax()), seen.shape)
        words = ", ".join(seen.postures[p][int(k)].label for p, k in enumerate(cell))
        message = f"after {words} the probabilities of {what} sum to {1 - left[cell]:.6g}, and not to 1"
        raise UnsuitableGame(message, "an entry without `odds` takes what the entries before leave", where)
    if stays is not None:
        found[..., stays] += left
    return np.clip(found, 0.0, 1.0)
