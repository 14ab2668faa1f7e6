"""What each player can be seen to do in a round: its postures, as choices of everything that it decides alone.

A file names them, or they are a player's strategies in the game of everybody alone, of many those that matter. Which of
them keep the agreement and punish is the file's to say too, or is found there. Payoffs are compared as shares of a
player's range, from its worst in the game to its best, so that no unit counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.registry import solve
from negotiate.equilibrium.solution import Equilibrium
from negotiate.errors import UnsuitableGame
from negotiate.games.normal_form import NormalFormGame, Strategy
from negotiate.model.negotiation import Negotiation
from negotiate.repeated.automaton import combination, one_after_another
from negotiate.repeated.setting import slack

FEW = 6
"""Up to how many strategies of a player are all its postures where the file names none."""

Postures = tuple[tuple[Strategy, ...], ...]
"""By player, each with its name and what it chooses."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The postures of every player, and which of them keep the agreement and punish.

    Parameters
    ----------
    postures : tuple of tuple of Strategy
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
    named = {p: _named(negotiation, key) for p, key in enumerate(whole.keys) if key in repeat.postures}
    agreed = best_for_the_least(whole, _said(whole, named, repeat.agreement, 0))
    punishing = harshest(whole, agreed, _said(whole, named, repeat.punishment, -1))
    many = tuple(p for p, count in enumerate(whole.shape) if p not in named and count > FEW)
    kept = mattering(negotiation, whole, agreed, punishing, many) if many else {}
    found = tuple(
        named[p] if p in named else _wanted(negotiation, whole, p, kept[p]) if p in kept else row
        for p, row in enumerate(whole.strategies)
    )
    if all(len(row) == 1 for row in found):
        message = "no player has more than one posture here, so no breach would ever be seen"
        raise UnsuitableGame(message, "name more postures in `repeat.postures`")
    agreement = _seats(whole, found, agreed)
    punishment = _seats(whole, found, punishing)
    assumed = tuple(_taken(negotiation, whole, found, agreement, punishment))
    notes = [*assumed, *_left_out(whole, found, kept)]
    if repeat.sets and not _can_be_kept(negotiation, found):
        notes.append("a player is committed to break the agreement, so what the agreement sets never holds")
        return Seen(found, agreement, punishment, {}, tuple(notes), assumed)
    return Seen(found, agreement, punishment, repeat.sets, tuple(notes), assumed)


def _said(
    whole: NormalFormGame, named: Mapping[int, tuple[Strategy, ...]], given: Mapping[str, str], default: int
) -> dict[int, int]:
    """Player → its strategy in the game of everybody alone, where the file says which posture counts."""
    result: dict[int, int] = {}
    for player, (key, row) in enumerate(zip(whole.keys, whole.strategies, strict=True)):
        if player in named:
            wanted = named[player][place_of(named[player], given.get(key, ""), default)].choices
            result.update((player, k) for k, strategy in enumerate(row) if strategy.choices == wanted)
        else:
            result.update((player, k) for k, strategy in enumerate(row) if strategy.label == given.get(key))
    return result


def _seats(whole: NormalFormGame, found: Postures, places: tuple[int, ...]) -> tuple[int, ...]:
    """Which posture of each player is its strategy in the game of everybody alone.

    None of them is where what the file names is impossible, which is refused where a round is worked out.
    """
    wanted = [row[place].choices for row, place in zip(whole.strategies, places, strict=True)]
    return tuple(
        next((k for k, posture in enumerate(row) if posture.choices == choices), 0)
        for row, choices in zip(found, wanted, strict=True)
    )


def _taken(
    negotiation: Negotiation,
    whole: NormalFormGame,
    found: Postures,
    agreement: tuple[int, ...],
    punishment: tuple[int, ...],
) -> Iterator[str]:
    """What was taken of which the file says nothing, where it is not everybody's first and last strategy."""
    repeat = negotiation.repeat

    def unsaid(given: Mapping[str, str], places: tuple[int, ...], usual: int) -> str:
        """The combination; nothing where the file names it, or it is what everybody expects."""
        taken = [row[place] for row, place in zip(found, places, strict=True)]
        silent = [p for p, key in enumerate(whole.keys) if key not in repeat.postures and key not in given]
        apart = any(taken[p] != whole.strategies[p][usual] for p in silent)
        return combination(whole.keys, [posture.label for posture in taken]) if apart else ""

    if words := unsaid(repeat.agreement, agreement, 0):
        why = "the best for the player who gains least"
        yield f"the file names no agreement, so {words} is assumed, {why}. `repeat.agreement` names another"
    if punishment != agreement and (words := unsaid(repeat.punishment, punishment, -1)):
        why = "because it holds the payoffs of the others lowest"
        yield f"the file names no punishment, so {words} is assumed, {why}. `repeat.punishment` names another"


def _left_out(whole: NormalFormGame, found: Postures, kept: Iterable[int]) -> Iterator[str]:
    """Of whom only the strategies that matter are postures."""
    told = [
        f"{len(found[player])} of {len(whole.strategies[player])} strategies of {whole.players[player]} "
        f"({'; '.join(posture.label for posture in found[player])})"
        for player in kept
    ]
    if told:
        yield f"the postures here are {one_after_another(told)}. `repeat.postures` names others"


def _can_be_kept(negotiation: Negotiation, found: Postures) -> bool:
    """Whether commitments leave everybody the posture that the file means by the agreement."""
    repeat = negotiation.repeat
    for key, row in zip(negotiation.keys, found, strict=True):
        first = repeat.postures[key][0].id if key in repeat.postures else row[0].label
        if repeat.agreement.get(key, first) not in [posture.label for posture in row]:
            return False
    return True


def _named(negotiation: Negotiation, player: str) -> tuple[Strategy, ...]:
    """The postures that the file names, under what the player is committed to.

    A commitment counts in all postures where none of them names its issue. Where one does, only those are left that
    have what is committed; if none has, the commitment counts in all, and those that are then alike are one.
    """
    named, fixed, quo = negotiation.repeat.postures[player], negotiation.fixed, negotiation.status_quo
    spoken = {issue for posture in named for issue in posture.choices if issue in fixed}
    left = [p for p in named if all(p.choices.get(issue, quo.get(issue)) == fixed[issue] for issue in spoken)]
    found: dict[frozenset[tuple[str, str]], Strategy] = {}
    for posture in left or named:
        options = {**quo, **posture.choices, **fixed}
        own = [issue for issue in negotiation.issues.values() if issue.deciders == (player,)]
        choices = {issue.id: issue.labels[options.get(issue.id, 0)] for issue in own}
        found.setdefault(frozenset(choices.items()), Strategy(posture.id, choices))
    return tuple(found.values())


def _wanted(
    negotiation: Negotiation, whole: NormalFormGame, player: int, kept: tuple[int, ...]
) -> tuple[Strategy, ...]:
    """The strategies that matter, with those that the file names in strategies of its own."""
    key, words = whole.keys[player], set[str]()
    for machine in negotiation.repeat.machines.values():
        for state in machine.states:
            words.update(*([state.plays] if machine.player == key else []), *(g.seen.get(key, ()) for g in state.goes))
    more = [s for k, s in enumerate(whole.strategies[player]) if s.label in words and k not in kept]
    found = [whole.strategies[player][k] for k in kept]
    return (*found[:-1], *more, *found[-1:])


def place_of(postures: tuple[Strategy, ...], name: str, default: int) -> int:
    """The number of a posture by its name."""
    return next((k for k, posture in enumerate(postures) if posture.label == name), default % len(postures))


MOST = 6
"""Postures of one player."""
SUPPORT = 1e-9
"""A strategy with less weight than this plays no part in an equilibrium: the weight may be a program's rounding."""


def mattering(
    negotiation: Negotiation,
    game: NormalFormGame,
    agreement: tuple[int, ...],
    punishment: tuple[int, ...],
    players: tuple[int, ...],
) -> dict[int, tuple[int, ...]]:
    """For some players, the strategies that matter: what keeps the agreement first, what punishes last.

    Between them come that of the status quo, the best replies to the agreement, and what equilibria play, up to `MOST`
    postures.

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
    equilibria = [e for e in solve(game).profiles if isinstance(e, Equilibrium)]
    result = {}
    for player in players:
        first, last = agreement[player], punishment[player]
        played = [np.flatnonzero(np.asarray(e.strategies[player]) > SUPPORT).tolist() for e in equilibria]
        found = [
            *today[player : player + 1],
            *_best_replies(game, agreement, player),
            *(k for row in played for k in row),
        ]
        middle = [k for k in dict.fromkeys(found) if k not in (first, last)][: MOST - 2]
        result[player] = tuple(dict.fromkeys((first, *middle, last)))
    return result


def _today(negotiation: Negotiation, game: NormalFormGame) -> tuple[int, ...]:
    """Everybody's strategy of the status quo; empty where there is none, or it is no combination of the game."""
    if not negotiation.status_quo:
        return ()
    quo = {k: negotiation.issues[k].options[option].id for k, option in negotiation.status_quo.items()}
    found = [
        next((k for k, s in enumerate(row) if all(quo.get(i, o) == o for i, o in s.choices.items())), None)
        for row in game.strategies
    ]
    places = tuple(place for place in found if place is not None)
    return places if len(places) == len(found) else ()


def _best_replies(game: NormalFormGame, agreement: tuple[int, ...], player: int) -> list[int]:
    """What a player would best do if all others kept the agreement."""
    where = tuple(slice(None) if p == player else k for p, k in enumerate(agreement))
    worth: FloatArray = game.payoffs[player][where]
    if game.feasible is not None:
        worth = np.where(game.feasible[where], worth, -np.inf)
    off = slack(worth[np.isfinite(worth)])
    return [int(k) for k in np.flatnonzero(worth >= worth.max() - off)]


def best_for_the_least(game: NormalFormGame, said: Mapping[int, int]) -> tuple[int, ...]:
    """The combination that is best for whoever gains least; of those the best for all together, and then the first.

    Whoever decides nothing alone can keep or break nothing, and counts in what is best for all together only.

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


def harshest(game: NormalFormGame, agreement: tuple[int, ...], said: Mapping[int, int]) -> tuple[int, ...]:
    """For each player the strategy that holds the others down the most, whatever they answer on their own.

    Of several the last, and the agreed one only if it is alone, or nobody else decides anything who could break it.

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
    What a strategy leaves each of the others is the best that it can still get by a choice of its own, while all
    further players keep the agreement. These are added up over those who decide anything.
    """
    found, active, off = _shares(game), deciders(game), _rounding(game)
    return tuple(
        said[p] if p in said else _harshest(found, off, agreement, p, [other for other in active if other != p])
        for p in range(game.n_players)
    )


def deciders(game: NormalFormGame) -> list[int]:
    """The players who have more than one strategy."""
    return [player for player, count in enumerate(game.shape) if count > 1]


def _harshest(shares: FloatArray, off: list[float], agreement: tuple[int, ...], player: int, others: list[int]) -> int:
    if not others:
        return agreement[player]
    left = np.zeros(shares.shape[player + 1])
    for other in others:
        cells = shares[other][tuple(slice(None) if p in (player, other) else k for p, k in enumerate(agreement))]
        left += cells.max(axis=int(other > player))
    left[np.isneginf(left)] = np.inf
    hard = np.flatnonzero(left <= left.min() + sum(off[other] for other in others))
    apart = hard[hard != agreement[player]]
    return int(apart[-1]) if len(apart) else agreement[player]


def _rounding(game: NormalFormGame) -> list[float]:
    """By player, how far two shares may lie apart by rounding alone."""
    tables = game.payoffs if game.feasible is None else game.payoffs[:, game.feasible]
    return [slack(table) / float(np.ptp(table) or np.inf) for table in tables]


def _shares(game: NormalFormGame) -> FloatArray:
    """Payoffs as shares of each player's range, 1 for whom all is the same; minus infinity where it is impossible."""
    flat = game.payoffs.reshape(game.n_players, -1)
    possible = np.ones(flat.shape[1], dtype=bool) if game.feasible is None else game.feasible.reshape(-1)
    low, high = flat[:, possible].min(axis=1, keepdims=True), flat[:, possible].max(axis=1, keepdims=True)
    shares = np.where(high > low, (flat - low) / np.where(high > low, high - low, 1), 1.0)
    return np.where(possible, shares, -np.inf).reshape(game.payoffs.shape)
