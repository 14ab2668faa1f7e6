"""What players' rankings have to be for a state to stand: for each way to leave it, the comparisons that stop it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from negotiate.standing.looking_ahead.joint_moves import joint_moves
from negotiate.standing.looking_ahead.lookahead import Lookahead, Ranks

ALTERNATIVES = 500
"""Ways to stop one move that are listed."""
PATHS = 5_000
"""Sequences of answers that are followed to list them."""


@dataclass(frozen=True, slots=True, order=True)
class Comparison:
    """That a player finds a state better than another, or at least as good.

    Parameters
    ----------
    player : int
        Whose ranking.
    state, than : int
        Which is compared with which.
    strictly : bool
        Whether it must be better; otherwise as good will do.
    """

    player: int
    state: int
    than: int
    strictly: bool = False

    def holds(self, ranks: Ranks) -> bool:
        """Whether it is so in these rankings."""
        one, other = ranks[self.player][self.state], ranks[self.player][self.than]
        return bool(one > other if self.strictly else one >= other)


Alternative = frozenset[Comparison]
"""Comparisons that do together."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What keeps one player from making one move.

    Parameters
    ----------
    player : int
        Who could leave.
    target : int
        For which state.
    alternatives : tuple of frozenset of Comparison
        The move is stopped where all comparisons of one of these hold: first that it gains nothing, then its answers.
        One that is empty alone says that it is always answered.
    complete : bool
        Whether these are all.
    """

    player: int
    target: int
    alternatives: tuple[Alternative, ...]
    complete: bool = True

    def met(self, ranks: Ranks) -> bool:
        """Whether these rankings stop the move."""
        return any(all(one.holds(ranks) for one in found) for found in self.alternatives)


def demands(look: Lookahead) -> tuple[Demand, ...]:
    """What rankings must say for a state to stand: all of these demands are met exactly where it does.

    Parameters
    ----------
    look : Lookahead
        The state and the concept.

    Returns
    -------
    tuple of Demand
        One for each move that leaves the state; none where nobody can leave it.

    Notes
    -----
    Each move of a player from the state either gains nothing, or is answered as the concept says. Whether it is depends
    on comparisons alone: on what the player finds no better than the state and, where each answer must improve whoever
    gives it, on what these find better. Alternatives that contain another, or contradict themselves, are left out.
    """
    players = range(len(look.model.keys))
    return tuple(_demand(look, player, target) for player in players for target in look.moves(player, look.state))


def _demand(look: Lookahead, player: int, target: int) -> Demand:
    found: list[Alternative] = [frozenset({Comparison(player, look.state, target)})]
    complete = True
    if look.concept != "R":
        for count, one in enumerate(_answers(look, player, target)):
            if count >= PATHS:
                complete = False
                break
            found.append(one)
    smallest = _smallest(found, ALTERNATIVES + 1)
    return Demand(player, target, tuple(smallest[:ALTERNATIVES]), complete and len(smallest) <= ALTERNATIVES)


def _answers(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """What stops a move though it gains something."""
    if look.concept == "SIM":
        return _at_once(look, player, target)
    return _improving(look, player, target) if look.concept == "SEQ" else _any(look, player, target)


def _at_once(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """Moves of others from the same state at the same time, each of which improves its mover."""
    ways = {k: look.moves(k, look.state) for k in look.others(player)}
    for end, steps in joint_moves(look.model, look.state, player, target, look.sanctions, ways):
        gains = {Comparison(k, to, look.state, strictly=True) for k, to in steps}
        yield frozenset(gains | ({Comparison(player, look.state, end)} if end != look.state else set()))


def _any(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """Answers that need not improve anybody; in SMR with every escape from them."""
    for answer in sorted(look.answers(player, target)):
        ends = [answer, *(look.moves(player, answer) if look.concept == "SMR" else ())]
        yield frozenset(Comparison(player, look.state, end) for end in ends if end != look.state)


def _improving(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """Sequences of answers that improve each mover, the shortest first."""
    ahead: deque[tuple[int, int, frozenset[tuple[int, int]], Alternative]] = deque(
        [(target, -1, frozenset(), frozenset())]
    )
    others = look.others(player)
    while ahead:
        state, last, seen, said = ahead.popleft()
        for k in others:
            for to in () if k == last else look.moves(k, state):
                steps = said | {Comparison(k, to, state, strictly=True)}
                if (to, k) in seen or not consistent(steps):
                    continue
                no_better = {Comparison(player, look.state, to)} if to != look.state else set()
                yield steps | no_better
                if look.sanctions == "sequence":
                    ahead.append((to, k, seen | {(to, k)}, steps))


def _smallest(found: Iterable[Alternative], most: int) -> list[Alternative]:
    """Those that contain no other, the shortest first, and no more than asked for."""
    kept: list[Alternative] = []
    for one in sorted(dict.fromkeys(found), key=len):
        if consistent(one) and not any(other <= one for other in kept):
            kept.append(one)
            if len(kept) == most:
                break
    return kept


def consistent(comparisons: Iterable[Comparison]) -> bool:
    """Whether some rankings, with ties, make all of these comparisons true."""
    by_player: dict[int, list[Comparison]] = {}
    for one in comparisons:
        by_player.setdefault(one.player, []).append(one)
    return all(_orderly(said) for said in by_player.values())


def _orderly(said: Sequence[Comparison]) -> bool:
    """Whether no way round leads from a state back to itself past something strictly better."""
    if not any(one.strictly for one in said):
        return True
    below: dict[int, list[int]] = {}
    for one in said:
        below.setdefault(one.state, []).append(one.than)
    return not any(one.strictly and one.state in _beneath(one.than, below) for one in said)


def _beneath(state: int, below: dict[int, list[int]]) -> set[int]:
    seen, ahead = {state}, [state]
    while ahead:
        for under in below.get(ahead.pop(), ()):
            if under not in seen:
                seen.add(under)
                ahead.append(under)
    return seen
