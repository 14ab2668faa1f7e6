"""What would last: the game that both sides play alone, played again every period by players who
value the next.

Of a scenario come the postures that each player can be seen to take, as choices of everything that
it decides alone; what a round is worth in which all take theirs; the most of it for who breaks out
of them; and how likely it is what may come after a round. A file names the postures, or they are a
player's strategies in the game of everybody alone, of many those that matter. Which of them keep
the agreement and punish is the file's to say too, or is found here. Payoffs are then compared as
shares of a player's range, from its worst in the game to its best, so that no unit counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium import registry, solution
from negotiate.equilibrium.alone import alone
from negotiate.errors import OutOfRange, UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, frozen
from negotiate.games.normal_form import Strategy as Posture
from negotiate.model.expressions import Expression
from negotiate.model.negotiation import Negotiation
from negotiate.model.payoffs import Frame, number
from negotiate.model.repeat import SLACK, Chance, Machine, Plays
from negotiate.repeated.automaton import Automaton, combination, own_moves
from negotiate.repeated.game import refuse_levels
from negotiate.repeated.repeated_game import RepeatedGame
from negotiate.repeated.setting import Phases, Setting, Signals, slack
from negotiate.repeated.strategies.registry import strategies
from negotiate.repeated.strategies.strategy import Strategy
from negotiate.report.style import joined

DISCOUNT = 0.9
"""What the next round counts for a player of whom the file does not say."""
SILENT = "grim"
"""What a player plays of whom the file does not say, where it says what others play."""


def again(negotiation: Negotiation) -> RepeatedGame:
    """The repeated game of a negotiation.

    A player acts in a round by one of its postures, and whatever else it does is seen as its last
    one.

    Returns
    -------
    RepeatedGame
        Its stage is the game of `alone`, with the postures that the file names.

    Raises
    ------
    UnsuitableGame
        If somebody's payoffs are levels, nobody has anything to keep or to break, the file says
        nothing of playing again and no agreement follows from the rest of it, postures are
        impossible together, or odds are none.
    OutOfRange
        If a rate is not between 0 and 1.
    """
    return negotiation.games.once(again, lambda: _again(negotiation))


def _again(negotiation: Negotiation) -> RepeatedGame:
    whole = alone(negotiation)
    refuse_levels(whole)
    _refuse_what_is_played_once(negotiation)
    seen, repeat = postures_of(negotiation, whole), negotiation.repeat
    payoffs, tempting = first = round_of(negotiation, whole, seen)
    unsaid = [*_unsaid(negotiation)]
    named = {
        name: _automaton(negotiation, whole, seen.postures, machine)
        for name, machine in repeat.machines.items()
    }
    return RepeatedGame(
        stage=_stage(whole, seen, payoffs),
        discount=tuple(
            DISCOUNT if p.patience is None else p.patience for p in negotiation.players.values()
        ),
        setting=_setting(negotiation, seen, first),
        cooperate=seen.agreement,
        punish=seen.punishment,
        tempting=None if np.array_equal(payoffs, tempting) else tempting,
        whole=whole,
        named=named,
        seats={name: whole.keys.index(machine.player) for name, machine in repeat.machines.items()},
        profile=profile_of(negotiation, repeat.plays, named) if repeat.plays else (),
        notes=(
            *whole.notes,
            *seen.notes,
            *_only_one(whole),
            *unsaid,
            *_notes(negotiation, whole, seen.postures),
        ),
        assumed=(*seen.assumed, *unsaid),
    )


def _refuse_what_is_played_once(negotiation: Negotiation) -> None:
    """Refuse a file without a word of playing again whose agreement is no choice of everybody at
    the same time.
    """
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
        "write `repeat` with the `postures` of each player. The first posture of a player keeps "
        "the agreement, "
        "and the last posture punishes. `sets` names what the players decide together in the "
        "agreement",
    )


def _stage(whole: NormalFormGame, seen: Seen, payoffs: FloatArray) -> NormalFormGame:
    return NormalFormGame(
        payoffs=payoffs,
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


def _setting(negotiation: Negotiation, seen: Seen, first: Round) -> Setting:
    repeat = negotiation.repeat
    return Setting(
        noise=_rates(negotiation, repeat.noise, "noise"),
        misread=_rates(negotiation, repeat.misread, "misread"),
        rounds=repeat.rounds,
        ends=0.0 if repeat.ends is None else share(negotiation, repeat.ends, "ends"),
        outside=tuple(
            number(negotiation, repeat.walk_away[key])
            for key in negotiation.keys
            if repeat.walk_away
        ),
        phases=_phases(negotiation, seen, first),
        signals=_signals(negotiation, seen),
        period=repeat.period,
    )


def _rates(
    negotiation: Negotiation, given: Mapping[str, Expression], word: str
) -> tuple[float, ...]:
    """A rate for each player; nothing where all are 0."""
    rates = tuple(
        share(negotiation, given[key], f"{word}.{key}") if key in given else 0.0
        for key in negotiation.keys
    )
    return rates if any(rates) else ()


def _phases(negotiation: Negotiation, seen: Seen, first: Round) -> Phases | None:
    """The stage games of the phases, of which the first is the file as it stands; None where no
    phase has a name.
    """
    parts = negotiation.repeat.phases
    if not parts:
        return None
    worlds = negotiation.phases or (negotiation,) * len(parts)
    payoffs, tempting = zip(
        first, *(round_of(world, alone(world), seen) for world in worlds[1:]), strict=True
    )
    names, odds = tuple(phase.id for phase in parts), []
    for stays, (phase, world) in enumerate(zip(parts, worlds, strict=True)):
        where = ("repeat", "phases", phase.id, "next")
        odds.append(
            odds_of(
                phase.follows, names, world, seen, f"the phases after `{phase.id}`", where, stays
            )
        )
    return Phases(names, frozen(payoffs), frozen(odds), frozen(tempting))


def _signals(negotiation: Negotiation, seen: Seen) -> Signals | None:
    """What all see in place of what was done; None where that is seen itself."""
    parts = negotiation.repeat.signals
    names = tuple(dict.fromkeys(part.name for part in parts))
    if not names:
        return None
    return Signals(
        names, frozen(odds_of(parts, names, negotiation, seen, "signals", ("repeat", "signals")))
    )


def _automaton(
    negotiation: Negotiation, whole: NormalFormGame, postures: Postures, machine: Machine
) -> Automaton:
    """A strategy of the file's own in its player's seat; the last posture stands for those that
    commitments take.
    """
    seat = whole.keys.index(machine.player)
    labels = {
        key: [posture.label for posture in row]
        for key, row in zip(whole.keys, postures, strict=True)
    }
    shape, names = [len(row) for row in postures], [state.id for state in machine.states]
    outputs, leads = np.zeros((len(names), shape[seat])), np.empty((len(names), *shape), dtype=int)
    for k, state in enumerate(machine.states):
        for posture, odds in state.plays.items():
            outputs[k, place_of(postures[seat], posture, -1)] += number(negotiation, odds)
        leads[k] = k
        for goes in reversed(state.goes):
            fits = np.ix_(*(np.isin(own, goes.seen.get(key, own)) for key, own in labels.items()))
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
        plan = plays.get(key, Plays(SILENT))
        if plan.strategy in named and key in plays:
            found.append(named[plan.strategy])
        else:
            given = {name: number(negotiation, value) for name, value in plan.parameters.items()}
            found.append(strategies[plan.strategy](**given))
    return tuple(found)


def _only_one(whole: NormalFormGame) -> list[str]:
    """That one player alone decides anything, if that is so."""
    alone_here = deciders(whole)
    if len(alone_here) != 1:
        return []
    return [
        (
            f"only {whole.players[alone_here[0]]} decides anything alone here, so no other player "
            "can "
            "punish a breach"
        )
    ]


def _unsaid(negotiation: Negotiation) -> Iterator[str]:
    """What was taken of which the file says nothing."""
    players, plays = list(negotiation.players.values()), negotiation.repeat.plays
    if unsaid := [p.name for p in players if p.patience is None]:
        yield f"the file sets no discount factor for {joined(unsaid)}, so {DISCOUNT:g} is assumed"
    if unsaid := [p.name for p in players if plays and p.id not in plays]:
        yield f"the file sets no strategy for {joined(unsaid)}, so `{SILENT}` is assumed"


def _notes(negotiation: Negotiation, whole: NormalFormGame, postures: Postures) -> Iterator[str]:
    """What else a reader must know of how the game came about."""
    sizes = zip(whole.players, postures, whole.shape, strict=True)
    if more := [f"{name}'s `{row[-1].label}`" for name, row, count in sizes if count > len(row)]:
        yield (
            f"the others see every option outside the postures as {joined(more)}. Such options "
            "count as temptations"
        )
    for machine in negotiation.repeat.machines.values():
        labels = [posture.label for posture in postures[whole.keys.index(machine.player)]]
        played = dict.fromkeys(posture for state in machine.states for posture in state.plays)
        if lost := [posture for posture in played if posture not in labels]:
            yield (
                f"`{machine.id}` cannot play {', '.join(lost)} here, so `{machine.id}` plays "
                f"{labels[-1]} instead"
            )
    if negotiation.irreversible:
        yield "each round starts afresh, so irreversible options can be left here"


Round = tuple[FloatArray, FloatArray]
"""What each combination of postures is worth, and the most that each player gets by anything that
is seen as its posture, shape (players, *postures) each. What is no posture of its is seen as its
last one.
"""


def round_of(negotiation: Negotiation, whole: NormalFormGame, seen: Seen) -> Round:
    """A round of a negotiation.

    Where all keep the agreement, issues that several decide are as it sets them; else as without a
    deal.

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
        last: list[int | slice] = [slice(None)] * len(places)
        last[player] = -1
        tempting[(player, *last)] = _most(whole, player, places, own[:-1])
    if seen.sets:
        _keep(negotiation, seen, payoffs, tempting)
    return frozen(payoffs), frozen(tempting)


def _keep(negotiation: Negotiation, seen: Seen, payoffs: FloatArray, tempting: FloatArray) -> None:
    """Put in what the round is worth in which all keep the agreement."""
    kept = alone(replace(negotiation, fixed={**seen.sets, **negotiation.fixed}))
    taken = [row[k] for row, k in zip(seen.postures, seen.agreement, strict=True)]
    at = [_places(kept, player, [posture]) for player, posture in enumerate(taken)]
    cell = tuple(place for [place] in at)
    if kept.feasible is not None and not kept.feasible[cell]:
        raise _impossible(kept, seen.postures, seen.agreement)
    for player, table in enumerate(kept.payoffs):
        payoffs[(player, *seen.agreement)] = tempting[(player, *seen.agreement)] = table[cell]
    for player, row in enumerate(seen.postures):
        if seen.agreement[player] == len(row) - 1:
            others = [
                k
                for k, one in enumerate(kept.strategies[player])
                if one.choices in [p.choices for p in row[:-1]]
            ]
            tempting[(player, *seen.agreement)] = _most(kept, player, at, others).max()


def _most(
    game: NormalFormGame, player: int, places: Sequence[Sequence[int]], without: list[int]
) -> FloatArray:
    """The most that a player gets by any strategy but some, at each combination of those that
    others are held to.
    """
    cells = [range(n) if p == player else places[p] for p, n in enumerate(game.shape)]
    worth = _possible(game)[player][np.ix_(*cells)]
    return np.asarray(np.delete(worth, without, axis=player).max(axis=player))


def _possible(game: NormalFormGame) -> FloatArray:
    """Payoffs, minus infinity where a combination is impossible."""
    return game.payoffs if game.feasible is None else np.where(game.feasible, game.payoffs, -np.inf)


def _impossible(whole: NormalFormGame, postures: Postures, cell: Sequence[int]) -> UnsuitableGame:
    words = ", ".join(f"{whole.players[p]} {postures[p][k].label}" for p, k in enumerate(cell))
    return UnsuitableGame(
        f"{words}: these postures are impossible together", "see `infeasible` in the file"
    )


def _place(row: Sequence[Posture], choices: Mapping[str, str]) -> int | None:
    """The number of the strategy that makes some choices; None where there is none."""
    return next((k for k, one in enumerate(row) if one.choices == choices), None)


def _places(whole: NormalFormGame, player: int, row: Sequence[Posture]) -> list[int]:
    """Which strategies of the whole game a player's postures are, none of which may be
    impossible.
    """
    result = []
    for posture in row:
        place = _place(whole.strategies[player], posture.choices)
        if place is None:
            message = (
                f"the posture `{posture.label}` of {whole.players[player]} is impossible, "
                "whatever the others do"
            )
            raise UnsuitableGame(message, "see `infeasible` in the file")
        result.append(place)
    return result


def where_holds(condition: Expression | None, negotiation: Negotiation, seen: Seen) -> np.ndarray:
    """In which rounds a condition on the package holds, over the postures of all players; None
    holds everywhere.
    """
    if condition is None:
        return np.ones(seen.shape, dtype=bool)
    cells = np.indices(seen.shape).reshape(len(seen.shape), -1)
    columns = {}
    for key, issue in negotiation.issues.items():
        rest = np.full(cells.shape[1], negotiation.resting(key) or 0)
        if key in seen.sets and key not in negotiation.fixed:
            rest[np.ravel_multi_index(seen.agreement, seen.shape)] = seen.sets[key]
        for player, row in enumerate(seen.postures):
            if key in row[0].choices:
                rest = np.array([issue.places[posture.choices[key]] for posture in row])[
                    cells[player]
                ]
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
    """How likely each of several names is after each combination of postures, shape (*postures,
    names).

    Parameters
    ----------
    entries : tuple of Chance
        Those count whose condition holds; one without odds takes all that those before it have
        left.
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
        taken = np.where(
            holds, left if entry.odds is None else share(negotiation, entry.odds, "odds"), 0.0
        )
        found[..., names.index(entry.name)] += taken
        left = left - taken
    off = np.where((left < -SLACK) | (stays is None), np.abs(left), 0.0)
    if off.max() > SLACK:
        cell = np.unravel_index(int(off.argmax()), seen.shape)
        words = ", ".join(seen.postures[p][int(k)].label for p, k in enumerate(cell))
        message = (
            f"after {words} the probabilities of {what} sum to {1 - left[cell]:.6g}, and not to 1"
        )
        raise UnsuitableGame(
            message, "an entry without `odds` takes what the entries before leave", where
        )
    if stays is not None:
        found[..., stays] += left
    return np.clip(found, 0.0, 1.0)


FEW = 6
"""Up to how many strategies of a player are all its postures where the file names none."""

Postures = tuple[tuple[Posture, ...], ...]
"""By player, each with its name and what it chooses."""


class Seen(NamedTuple):
    """The postures of every player, and which of them keep the agreement and punish.

    Parameters
    ----------
    postures : tuple of tuple of Posture
        By player.
    agreement, punishment : tuple of int
        The posture of each player that keeps the agreement, and the one that punishes.
    sets : Mapping[str, int]
        Issues that several decide → the option that they have where all keep it.
    notes : tuple of str
        What there is to say of how they were found.
    assumed : tuple of str
        Those of the notes that say what was taken where the file is silent.
    """

    postures: Postures
    agreement: tuple[int, ...]
    punishment: tuple[int, ...]
    sets: Mapping[str, int]
    notes: tuple[str, ...]
    assumed: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many postures each player has."""
        return tuple(len(row) for row in self.postures)


def postures_of(negotiation: Negotiation, whole: NormalFormGame) -> Seen:
    """The postures of every player.

    Parameters
    ----------
    negotiation : Negotiation
        Whose file may name them.
    whole : NormalFormGame
        The game of everybody alone.

    Raises
    ------
    UnsuitableGame
        If nobody has more than one.
    """
    repeat = negotiation.repeat
    if not deciders(whole):
        message = "no player decides anything alone here, so no agreement can be kept or broken"
        raise UnsuitableGame(message, "`negotiate deal` finds what the players could sign")
    named = {
        p: _named(negotiation, key) for p, key in enumerate(whole.keys) if key in repeat.postures
    }
    agreed = best_for_the_least(whole, _said(whole, named, repeat.agreement, 0))
    punishing = harshest(whole, agreed, _said(whole, named, repeat.punishment, -1))
    many = tuple(p for p, count in enumerate(whole.shape) if p not in named and count > FEW)
    kept = mattering(negotiation, whole, agreed, punishing, many) if many else {}
    wanted = {p: _wanted(negotiation, whole, p, own) for p, own in kept.items()}
    found = tuple((named | wanted).get(p, row) for p, row in enumerate(whole.strategies))
    if all(len(row) == 1 for row in found):
        message = "no player has more than one posture here, so no breach would ever be seen"
        raise UnsuitableGame(message, "name more postures in `repeat.postures`")
    agreement, punishment = _seats(whole, found, agreed), _seats(whole, found, punishing)
    assumed, sets = tuple(_taken(negotiation, whole, found, agreement, punishment)), repeat.sets
    notes = [*assumed, *_left_out(whole, found, kept)]
    if sets and not _can_be_kept(negotiation, found):
        notes.append(
            "a player is committed to break the agreement, so what the agreement sets never holds"
        )
        sets = {}
    return Seen(found, agreement, punishment, sets, tuple(notes), assumed)


def _said(
    whole: NormalFormGame,
    named: Mapping[int, tuple[Posture, ...]],
    given: Mapping[str, str],
    default: int,
) -> dict[int, int]:
    """Player → its strategy in the game of everybody alone, where the file says which posture
    counts.
    """
    result = {}
    for player, (key, row) in enumerate(zip(whole.keys, whole.strategies, strict=True)):
        if own := named.get(player):
            place = _place(row, own[place_of(own, given.get(key, ""), default)].choices)
        else:
            place = next(
                (k for k, strategy in enumerate(row) if strategy.label == given.get(key)), None
            )
        if place is not None:
            result[player] = place
    return result


def _seats(whole: NormalFormGame, found: Postures, places: tuple[int, ...]) -> tuple[int, ...]:
    """Which posture of each player is its strategy in the game of everybody alone.

    None of them is where what the file names is impossible, which is refused where a round is
    worked out.
    """
    rows = zip(found, whole.strategies, places, strict=True)
    return tuple(_place(row, own[place].choices) or 0 for row, own, place in rows)


def _taken(
    negotiation: Negotiation,
    whole: NormalFormGame,
    found: Postures,
    agreement: tuple[int, ...],
    punishment: tuple[int, ...],
) -> Iterator[str]:
    """What was taken of which the file says nothing, where it is not everybody's first and last
    strategy.
    """
    repeat = negotiation.repeat
    for what, given, places, usual, why in (
        ("agreement", repeat.agreement, agreement, 0, "the best for the player who gains least"),
        (
            "punishment",
            repeat.punishment,
            punishment,
            -1,
            "because it holds the payoffs of the others lowest",
        ),
    ):
        taken = [row[place] for row, place in zip(found, places, strict=True)]
        silent = [
            p for p, key in enumerate(whole.keys) if key not in repeat.postures and key not in given
        ]
        apart = any(taken[p] != whole.strategies[p][usual] for p in silent)
        if apart and (what == "agreement" or punishment != agreement):
            words = combination(whole.keys, [posture.label for posture in taken])
            yield (
                f"the file names no {what}, so {words} is assumed, {why}. `repeat.{what}` names "
                "another"
            )


def _left_out(whole: NormalFormGame, found: Postures, kept: Iterable[int]) -> Iterator[str]:
    """Of whom only the strategies that matter are postures."""
    told = [
        f"{len(found[player])} of {len(whole.strategies[player])} strategies of "
        f"{whole.players[player]} "
        f"({'; '.join(posture.label for posture in found[player])})"
        for player in kept
    ]
    if told:
        yield f"the postures here are {joined(told)}. `repeat.postures` names others"


def _can_be_kept(negotiation: Negotiation, found: Postures) -> bool:
    """Whether commitments leave everybody the posture that the file means by the agreement."""
    repeat = negotiation.repeat
    for key, row in zip(negotiation.keys, found, strict=True):
        first = repeat.postures[key][0].id if key in repeat.postures else row[0].label
        if repeat.agreement.get(key, first) not in [posture.label for posture in row]:
            return False
    return True


def _named(negotiation: Negotiation, player: str) -> tuple[Posture, ...]:
    """The postures that the file names, under what the player is committed to.

    A commitment counts in all postures where none of them names its issue. Where one does, only
    those are left that have what is committed; if none has, the commitment counts in all, and those
    that are then alike are one.
    """
    named, fixed, quo = (
        negotiation.repeat.postures[player],
        negotiation.fixed,
        negotiation.status_quo,
    )
    spoken = {issue for posture in named for issue in posture.choices if issue in fixed}
    left = [
        p
        for p in named
        if all(p.choices.get(issue, quo.get(issue)) == fixed[issue] for issue in spoken)
    ]
    found: dict[frozenset[tuple[str, str]], Posture] = {}
    for posture in left or named:
        options = {**quo, **posture.choices, **fixed}
        own = [issue for issue in negotiation.issues.values() if issue.deciders == (player,)]
        choices = {issue.id: issue.labels[options.get(issue.id, 0)] for issue in own}
        found.setdefault(frozenset(choices.items()), Posture(posture.id, choices))
    return tuple(found.values())


def _wanted(
    negotiation: Negotiation, whole: NormalFormGame, player: int, kept: tuple[int, ...]
) -> tuple[Posture, ...]:
    """The strategies that matter, with those that the file names in strategies of its own."""
    key, words = whole.keys[player], set[str]()
    for machine in negotiation.repeat.machines.values():
        for state in machine.states:
            words.update(
                *([state.plays] if machine.player == key else []),
                *(g.seen.get(key, ()) for g in state.goes),
            )
    more = [s for k, s in enumerate(whole.strategies[player]) if s.label in words and k not in kept]
    found = [whole.strategies[player][k] for k in kept]
    return (*found[:-1], *more, *found[-1:])


def place_of(postures: tuple[Posture, ...], name: str, default: int) -> int:
    """The number of a posture by its name."""
    return next(
        (k for k, posture in enumerate(postures) if posture.label == name), default % len(postures)
    )


MOST = 6
"""Postures of one player."""
SUPPORT = 1e-9
"""A strategy with less weight than this plays no part in an equilibrium: the weight may be a
program's rounding.
"""


def mattering(
    negotiation: Negotiation,
    game: NormalFormGame,
    agreement: tuple[int, ...],
    punishment: tuple[int, ...],
    players: tuple[int, ...],
) -> dict[int, tuple[int, ...]]:
    """For some players, the strategies that matter: what keeps the agreement first, what punishes
    last.

    Between them come that of the status quo, the best replies to the agreement, and what equilibria
    play, up to `MOST` postures.

    Parameters
    ----------
    negotiation : Negotiation
        For its status quo.
    game : NormalFormGame
        The game of everybody alone.
    agreement, punishment : tuple of int
        By player, the strategy that keeps the agreement and the one that punishes.
    players : tuple of int
        Of whom.
    """
    today = _today(negotiation, game)
    equilibria = [e for e in registry.solve(game).profiles if isinstance(e, solution.Equilibrium)]
    result = {}
    for player in players:
        first, last = agreement[player], punishment[player]
        played = [
            np.flatnonzero(np.asarray(e.strategies[player]) > SUPPORT).tolist() for e in equilibria
        ]
        found = [
            *today[player : player + 1],
            *_best_replies(game, agreement, player),
            *chain(*played),
        ]
        middle = [k for k in dict.fromkeys(found) if k not in (first, last)][: MOST - 2]
        result[player] = tuple(dict.fromkeys((first, *middle, last)))
    return result


def _today(negotiation: Negotiation, game: NormalFormGame) -> tuple[int, ...]:
    """Everybody's strategy of the status quo; empty where there is none, or it is no combination of
    the game.
    """
    if not negotiation.status_quo:
        return ()
    quo = {
        k: negotiation.issues[k].options[option].id for k, option in negotiation.status_quo.items()
    }
    places = [
        next(
            (k for k, s in enumerate(row) if all(quo.get(i, o) == o for i, o in s.choices.items())),
            None,
        )
        for row in game.strategies
    ]
    return tuple(place for place in places if place is not None) if None not in places else ()


def _best_replies(game: NormalFormGame, agreement: tuple[int, ...], player: int) -> list[int]:
    """What a player would best do if all others kept the agreement."""
    worth = _possible(game)[player][own_moves(agreement, player)]
    off = slack(worth[np.isfinite(worth)])
    return [int(k) for k in np.flatnonzero(worth >= worth.max() - off)]


def best_for_the_least(game: NormalFormGame, said: Mapping[int, int]) -> tuple[int, ...]:
    """The combination that is best for whoever gains least; of those the best for all together, and
    then the first.

    Whoever decides nothing alone can keep or break nothing, and counts in what is best for all
    together only.

    Parameters
    ----------
    game : NormalFormGame
        The game of everybody alone.
    said : Mapping[int, int]
        Player → its strategy, where the file says which one keeps the agreement.
    """
    grid = np.ix_(*([said[p]] if p in said else range(count) for p, count in enumerate(game.shape)))
    found = np.stack([table[grid] for table in _shares(game)])
    active, off = deciders(game), _rounding(game)
    least, total = found[active].min(axis=0), found.sum(axis=0)
    best = least >= least.max() - max(off[p] for p in active)
    best &= total >= total[best].max() - sum(off)
    first = np.argwhere(best)[0].tolist()
    return tuple(said.get(player, place) for player, place in enumerate(first))


def harshest(
    game: NormalFormGame, agreement: tuple[int, ...], said: Mapping[int, int]
) -> tuple[int, ...]:
    """For each player the strategy that holds the others down the most, whatever they answer on
    their own.

    Of several the last, and the agreed one only if it is alone, or nobody else decides anything who
    could break it.

    Parameters
    ----------
    game : NormalFormGame
        The game of everybody alone.
    agreement : tuple of int
        What everybody does that keeps the agreement.
    said : Mapping[int, int]
        Player → its strategy, where the file says which one punishes.

    Notes
    -----
    What a strategy leaves each of the others is the best that it can still get by a choice of its
    own, while all further players keep the agreement. These are added up over those who decide
    anything.
    """
    shares, active, off = _shares(game), deciders(game), _rounding(game)
    found = list(agreement)
    for player in range(game.n_players):
        others = [other for other in active if other != player]
        if player in said:
            found[player] = said[player]
        elif others:
            free = own_moves(agreement, player)
            best = [shares[p][own_moves(free, p)].max(axis=int(p > player)) for p in others]
            left = np.sum(best, axis=0)
            left[np.isneginf(left)] = np.inf
            hard = np.flatnonzero(left <= left.min() + sum(off[p] for p in others))
            apart = hard[hard != agreement[player]]
            found[player] = int([agreement[player], *apart][-1])
    return tuple(found)


def deciders(game: NormalFormGame) -> list[int]:
    """The players who have more than one strategy."""
    return [player for player, count in enumerate(game.shape) if count > 1]


def _rounding(game: NormalFormGame) -> list[float]:
    """By player, how far two shares may lie apart by rounding alone."""
    return [slack(table) / float(np.ptp(table) or np.inf) for table in _tables(game)]


def _tables(game: NormalFormGame) -> FloatArray:
    """The payoffs of all possible combinations, shape (players, combinations)."""
    return (
        game.payoffs.reshape(game.n_players, -1)
        if game.feasible is None
        else game.payoffs[:, game.feasible]
    )


def _shares(game: NormalFormGame) -> FloatArray:
    """Payoffs as shares of each player's range, 1 for whom all is the same; minus infinity where it
    is impossible.
    """
    tables, axes = _tables(game), (-1, *[1] * game.n_players)
    low, reach = tables.min(axis=1).reshape(axes), np.ptp(tables, axis=1).reshape(axes)
    shares = np.where(reach > 0, (game.payoffs - low) / np.where(reach > 0, reach, 1), 1.0)
    return shares if game.feasible is None else np.where(game.feasible, shares, -np.inf)
