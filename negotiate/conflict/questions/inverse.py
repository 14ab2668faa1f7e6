"""The inverse question: which rankings let a state stand, and how far the given ones are from it.

For each way to leave a state there are comparisons that stop it. Rankings of all players that meet
every such demand are looked for in the order of their distance from the given ones, counted in
swaps of neighbours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, product
from typing import Any

import numpy as np

from negotiate.conflict.concepts import checked_concept, checked_sanctions, joint_moves
from negotiate.conflict.graph_model import GraphModel
from negotiate.conflict.stability import Lookahead, Ranks
from negotiate.conflict.states import place_of
from negotiate.display import Shown, entity, record
from negotiate.errors import GameTooLarge

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


@record
class Demand:
    """What keeps one player from making one move.

    Parameters
    ----------
    player : int
        Who could leave.
    target : int
        For which state.
    alternatives : tuple of frozenset of Comparison
        The move is stopped where all comparisons of one of these hold: first that it gains nothing,
        then its answers. One that is empty alone says that it is always answered.
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
    """What rankings must say for a state to stand: all of these demands are met exactly where it
    does.

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
    Each move of a player from the state either gains nothing, or is answered as the concept says.
    Whether it is depends on comparisons alone: on what the player finds no better than the state
    and, where each answer must improve whoever gives it, on what these find better. Alternatives
    that contain another, or contradict themselves, are left out.
    """
    players = range(len(look.model.keys))
    return tuple(
        _demand(look, player, target)
        for player in players
        for target in look.moves(player, look.state)
    )


def _demand(look: Lookahead, player: int, target: int) -> Demand:
    ways = {"R": _none, "SIM": _at_once, "SEQ": _improving}.get(look.concept, _any)(
        look, player, target
    )
    found = [frozenset({Comparison(player, look.state, target)}), *islice(ways, PATHS)]
    complete = next(ways, None) is None
    smallest = _smallest(found, ALTERNATIVES + 1)
    return Demand(
        player, target, tuple(smallest[:ALTERNATIVES]), complete and len(smallest) <= ALTERNATIVES
    )


def _none(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """What stops a move though it gains something: here and below."""
    return iter(())


def _no_better(look: Lookahead, player: int, *ends: int) -> Alternative:
    """That a player finds the state as good as these."""
    return frozenset(Comparison(player, look.state, end) for end in ends if end != look.state)


def _at_once(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """Moves of others from the same state at the same time, each of which improves its mover."""
    ways = {k: look.moves(k, look.state) for k in look.others(player)}
    for end, steps in joint_moves(look.model, look.state, player, target, look.sanctions, ways):
        gains = {Comparison(k, to, look.state, strictly=True) for k, to in steps}
        yield _no_better(look, player, end) | gains


def _any(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """Answers that need not improve anybody; in SMR with every escape from them."""
    for answer in sorted(look.answers(player, target)):
        yield _no_better(
            look, player, answer, *(look.moves(player, answer) if look.concept == "SMR" else ())
        )


def _improving(look: Lookahead, player: int, target: int) -> Iterator[Alternative]:
    """Sequences of answers that improve each mover, the shortest first."""
    nothing: Alternative = frozenset()
    ahead = deque([(target, -1, frozenset[tuple[int, int]](), nothing)])
    while ahead:
        state, last, seen, said = ahead.popleft()
        for k in [k for k in look.others(player) if k != last]:
            for to in look.moves(k, state):
                steps = said | {Comparison(k, to, state, strictly=True)}
                if (to, k) not in seen and consistent(steps):
                    yield steps | _no_better(look, player, to)
                    if look.sanctions == "sequence":
                        ahead.append((to, k, seen | {(to, k)}, steps))


def _smallest(found: Iterable[Alternative], most: int) -> list[Alternative]:
    """Those that contain no other, the shortest first, and no more than asked for."""
    kept: list[Alternative] = []
    for one in sorted(dict.fromkeys(found), key=len):
        if len(kept) < most and consistent(one) and not any(other <= one for other in kept):
            kept.append(one)
    return kept


def consistent(comparisons: Collection[Comparison]) -> bool:
    """Whether some rankings, with ties, make all of these comparisons true.

    They do where no way round leads from a state back to itself past something strictly better.
    """
    below: dict[tuple[int, int], list[int]] = {}
    for one in comparisons:
        below.setdefault((one.player, one.state), []).append(one.than)

    def beneath(player: int, state: int) -> set[int]:
        seen, ahead = {state}, [state]
        while ahead:
            new = set(below.get((player, ahead.pop()), ())) - seen
            seen |= new
            ahead += new
        return seen

    return not any(
        one.strictly and one.state in beneath(one.player, one.than) for one in comparisons
    )


Ranking = tuple[int, ...]
"""State → level of one player, counted from 0 without gaps, the higher the better."""
Exchange = tuple[int, int]
"""The state that is raised by a swap of neighbouring levels, and the one that is lowered."""


@record
class Near:
    """A ranking, the swaps that lead to it, and which comparisons hold in it, one bit each."""

    ranking: Ranking
    swaps: tuple[Exchange, ...]
    truth: int


@dataclass(slots=True)
class RankingsNear:
    """Rings of rankings round a given one: ring d holds those that are d swaps of neighbouring
    levels away.

    Parameters
    ----------
    asked : sequence of Comparison
        What is asked of each ranking; where it is nothing, no other ranking is of any use and none
        is looked at.
    most : int
        Rankings at most; a ring that would go beyond is not kept.
    rings : list of list of Near
        Those complete so far.
    """

    asked: Sequence[Comparison]
    most: int
    rings: list[list[Near]]
    stopped: bool = False
    _seen: set[Ranking] = field(default_factory=set)

    @classmethod
    def round(cls, start: Ranking, asked: Sequence[Comparison], most: int) -> RankingsNear:
        """The given ranking alone."""
        near = cls(asked, most, [], _seen={start})
        near.rings.append([near._met(start, ())])
        return near

    def reach(self, distance: int) -> bool:
        """Add rings up to a distance.

        Returns
        -------
        bool
            Whether all of them are there.
        """
        while len(self.rings) <= distance and not self.stopped:
            ring = list(islice(self._next(), self.most + 1 - len(self._seen))) if self.asked else []
            self.stopped = len(self._seen) > self.most
            if not self.stopped:
                self.rings.append(ring)
        return not self.stopped

    def _next(self) -> Iterator[Near]:
        for one in self.rings[-1]:
            for exchange in neighbours(one.ranking):
                ranking = exchanged(one.ranking, *exchange)
                if ranking not in self._seen:
                    self._seen.add(ranking)
                    yield self._met(ranking, (*one.swaps, exchange))

    def _met(self, ranking: Ranking, swaps: tuple[Exchange, ...]) -> Near:
        truth = 0
        for bit, one in enumerate(self.asked):
            above = ranking[one.state] - ranking[one.than]
            truth |= (above > 0 or (above == 0 and not one.strictly)) << bit
        return Near(ranking, swaps, truth)


def neighbours(ranking: Ranking) -> Iterator[Exchange]:
    """All swaps of two states of neighbouring levels."""
    by_level: list[list[int]] = [[] for _ in range(max(ranking) + 1)]
    for state, level in enumerate(ranking):
        by_level[level].append(state)
    for low, high in pairwise(by_level):
        yield from ((raised, lowered) for raised in low for lowered in high)


def exchanged(ranking: Ranking, one: int, other: int) -> Ranking:
    """The ranking with two states' levels swapped."""
    row = list(ranking)
    row[one], row[other] = row[other], row[one]
    return tuple(row)


Needs = tuple[tuple[int, ...], ...]
"""For each way to meet a demand: one mask a player of what must hold."""
Group = tuple[int, list[Near]]
"""What holds, and the rankings of one ring in which that holds."""


@dataclass(slots=True)
class Together:
    """Rankings of all players whose distances add up to a given one.

    Parameters
    ----------
    needs : tuple of Needs
        One for each demand.
    near : tuple of RankingsNear
        One a player.
    work : int
        Sets of rankings that may still be looked at.
    """

    needs: tuple[Needs, ...]
    near: tuple[RankingsNear, ...]
    work: int

    @classmethod
    def round(
        cls, start: Sequence[Ranking], demands: Sequence[Demand], most: int, work: int
    ) -> Together:
        """The given rankings, and the demands as masks over the comparisons of each player."""
        players = range(len(start))
        said = sorted({one for demand in demands for way in demand.alternatives for one in way})
        own = [[one for one in said if one.player == player] for player in players]
        bits = {one: 1 << bit for row in own for bit, one in enumerate(row)}
        needs = tuple(
            tuple(
                tuple(sum(bits[one] for one in way if one.player == p) for p in players)
                for way in demand.alternatives
            )
            for demand in demands
        )
        near = (RankingsNear.round(row, asked, most) for row, asked in zip(start, own, strict=True))
        return cls(needs, tuple(near), work)

    def reach(self, distance: int) -> bool:
        """Look at each player's rankings up to a distance, and say whether that was all of them."""
        return min(one.reach(distance) for one in self.near)

    def possible(self, distance: int) -> bool:
        """Whether some rankings as far as this in all meet every demand."""
        far = sum(len(one.rings) - 1 for one in self.near)
        return distance <= far and any(
            self._met([_front(one.rings) for one in self.near], distance)
        )

    def found(self, distance: int) -> Iterator[tuple[Near, ...]]:
        """All rankings as far as this in all that meet every demand, those that touch few players
        first.
        """
        chosen = self._met([list(map(_by_truth, one.rings)) for one in self.near], distance)
        for one in sorted(
            chosen, key=lambda c: sum(any(near.swaps for near in group) for _, group in c)
        ):
            yield from product(*(group for _, group in one))

    def _met(
        self, rings: Sequence[Sequence[Sequence[Group]]], distance: int
    ) -> Iterator[tuple[Group, ...]]:
        """The groups, one a player, of which all rankings together meet every demand."""
        for chosen in self._sums(rings, distance, ()):
            truths = [truth for truth, _ in chosen]
            if all(
                any(
                    all(n & truth == n for n, truth in zip(way, truths, strict=True))
                    for way in ways
                )
                for ways in self.needs
            ):
                yield chosen

    def _sums(
        self, rings: Sequence[Sequence[Sequence[Group]]], distance: int, chosen: tuple[Group, ...]
    ) -> Iterator[tuple[Group, ...]]:
        """One group a player whose distances add up, as long as there is work left."""
        player = len(chosen)
        if player == len(rings):
            if distance == 0 and self.work > 0:
                self.work -= 1
                yield chosen
            return
        far = range(min(distance, len(rings[player]) - 1) + 1)
        for d in far if player < len(rings) - 1 else far[distance:]:
            for group in rings[player][d] if self.work > 0 else ():
                yield from self._sums(rings, distance - d, (*chosen, group))


def _by_truth(ring: Sequence[Near]) -> list[Group]:
    """The rankings of a ring gathered by what holds in them."""
    groups: dict[int, list[Near]] = {}
    for near in ring:
        groups.setdefault(near.truth, []).append(near)
    return list(groups.items())


def _front(rings: Sequence[Sequence[Near]]) -> list[list[Group]]:
    """Of each ring one ranking for all that holds there and not already nearer, or besides more."""
    kept: list[int] = []
    found: list[list[Group]] = []
    for ring in rings:
        found.append([])
        for truth, group in sorted(_by_truth(ring), key=lambda pair: -pair[0].bit_count()):
            if not any(truth & other == truth for other in kept):
                kept.append(truth)
                found[-1].append((truth, group[:1]))
    return found


ARRANGEMENTS = 20_000
"""Rankings of one player that are tried before the search stops: less than a second."""
PLACES = 5_000_000
"""States' levels that all of them hold together, so that of large models fewer are tried."""
SETS = 300_000
"""Sets of one ranking a player that are held against the demands."""
LISTED = 6
"""Changes of the same size that are listed."""

OWN = ("R", "GMR", "SMR")
"""Concepts in which a player looks at its own ranking alone."""

Rankings = tuple[Ranking, ...]


@record
class Swap:
    """Two states of neighbouring levels change places in a player's ranking.

    Parameters
    ----------
    player : int
        Whose ranking it is.
    raised, lowered : int
        The states, by number, that move up and down by one level.
    """

    player: int
    raised: int
    lowered: int


@record
class Change:
    """A change of rankings, as swaps one after the other.

    Parameters
    ----------
    swaps : tuple of Swap
        Empty where nothing has to change.
    ranks : tuple of tuple of int
        Every player's ranking afterwards: state → level, the higher the better.
    """

    swaps: tuple[Swap, ...]
    ranks: Rankings


@record
class Changes:
    """The smallest changes found.

    Parameters
    ----------
    smallest : tuple of Change
        All of the same size, `LISTED` at the most; there is always one.
    certain : bool
        Whether no smaller one exists.
    every : bool
        Whether all of this size are listed.
    """

    smallest: tuple[Change, ...]
    certain: bool
    every: bool


def smallest_changes(look: Lookahead) -> Changes:
    """The fewest swaps of neighbours in the players' rankings after which nobody would leave a
    state.

    A swap lets two states of neighbouring levels change places, so that there are as many ties as
    before.

    Notes
    -----
    Where a player minds its own ranking alone, what keeps it from leaving is how many states it
    finds no better. A swap lifts the state by one level at the most over any other, so lifting it
    until the player stays is as short as can be. Where answers must improve those who give them,
    others' rankings count too: each player's rankings are then looked at in the order of their
    distance from the given one, gathered by which of the comparisons hold that some demand names,
    and put together up to the distance of lifting the state above all that each player could leave
    it for.
    """
    start = tuple(
        tuple(np.unique(row, return_inverse=True)[1].tolist()) for row in look.model.ranks
    )
    if look.stands(start):
        return Changes((Change((), start),), certain=True, every=True)
    lifted = _lifted(look, start)
    if look.concept in OWN:
        return Changes((lifted,), certain=True, every=False)
    return _nearest(look, start, lifted)


def _lifted(look: Lookahead, start: Rankings) -> Change:
    """Lift the state in each player's ranking until the player stays, whatever the others think."""
    own = look if look.concept in OWN else Lookahead(look.model, look.state, "R", look.sanctions)
    ranks, swaps = list(start), []
    for player in range(len(start)):
        while not own.stays(player, ranks):
            above = ranks[player].index(ranks[player][look.state] + 1)
            swaps.append(Swap(player, look.state, above))
            ranks[player] = exchanged(ranks[player], look.state, above)
    return Change(tuple(swaps), tuple(ranks))


def _nearest(look: Lookahead, start: Rankings, lifted: Change) -> Changes:
    """Try rankings in the order of their distance; those of `lifted` stand for certain."""
    wanted = demands(look)
    most = min(ARRANGEMENTS, PLACES // (len(start) * len(start[0])))
    together = Together.round(start, wanted, most, SETS)
    certain = all(demand.complete for demand in wanted)
    for distance in range(1, len(lifted.swaps) + 1):
        whole = together.reach(distance)
        nearer = together.possible(distance)
        found = list(islice(together.found(distance), LISTED + 1)) if nearer else []
        if found:
            every = whole and certain and together.work > 0 and len(found) <= LISTED
            return Changes(tuple(map(_change, found[:LISTED])), certain, every)
        certain = certain and (distance == len(lifted.swaps) or (whole and together.work > 0))
        if together.work <= 0:
            break
    return Changes((lifted,), certain and together.work > 0, every=False)


def _change(found: Sequence[Near]) -> Change:
    """One ranking of each player, with the swaps that lead to it."""
    swaps = [
        Swap(player, *exchange) for player, near in enumerate(found) for exchange in near.swaps
    ]
    return Change(tuple(swaps), tuple(near.ranking for near in found))


STATES = 4_096
"""States of a model about which this is asked."""


@entity
class Inverse(Shown):
    """Which rankings let a state stand.

    Parameters
    ----------
    model : GraphModel
        What was asked about.
    look : Lookahead
        The state, the concept and the rule of sanctions.
    demands : tuple of Demand
        One for each move that leaves the state; rankings make it stable exactly where they meet all
        of these.
    failing : tuple of Demand
        Those that the given rankings do not meet; none where the state is stable already.
    changes : Changes
        The fewest swaps of neighbours after which it is stable.
    """

    model: GraphModel
    look: Lookahead
    demands: tuple[Demand, ...]
    failing: tuple[Demand, ...]
    changes: Changes

    @property
    def state(self) -> int:
        """The number of the state in the model's arrays."""
        return self.look.state

    @property
    def stable(self) -> bool:
        """Whether it is stable under the given rankings."""
        return not self.changes.smallest[0].swaps

    @property
    def swaps(self) -> int:
        """How many swaps of neighbours the smallest change takes."""
        return len(self.changes.smallest[0].swaps)

    @property
    def complete(self) -> bool:
        """Whether all ways to meet each demand are listed, and no smaller change exists."""
        return self.changes.certain and all(demand.complete for demand in self.demands)

    def __repr__(self) -> str:
        size = f"{self.swaps} swaps away" if not self.stable else "stable"
        return (
            f"<Inverse {self.model.title or 'untitled'!r}: {self.model.states[self.state]}, {size}>"
        )


def inverse(
    model: GraphModel, state: Any, concept: str = "R", sanctions: str = "sequence"
) -> Inverse:
    """Ask which rankings let a state stand, and which smallest change of the given ones does.

    Parameters
    ----------
    model : GraphModel
        A scenario's `standing()`, or one from tables.
    state : hashable or Mapping[str, str]
        A state, the label of what happened, "status quo", or issue → option.
    concept : {'R', 'GMR', 'SMR', 'SEQ', 'SIM'}
        How far everybody looks ahead.
    sanctions : {'sequence', 'one-step'}
        Whether others may answer one after the other, or by one move of one of them.

    Returns
    -------
    Inverse

    Raises
    ------
    UnsuitableGame
        If there is no such state, concept or rule.
    GameTooLarge
        If the model has more than `STATES` states.

    References
    ----------
    Kinsara, R. A., Kilgour, D. M. and Hipel, K. W. (2015). Inverse approach to the graph model for
    conflict resolution.

    Examples
    --------
    >>> from negotiate.conflict.graph_model import GraphModel
    >>> dilemma = GraphModel.from_tables(
    ...     ["CC", "CD", "DC", "DD"],
    ...     {
    ...         "row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]},
    ...         "column": {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]},
    ...     },
    ...     {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]},
    ... )
    >>> inverse(dilemma, "CC").swaps
    2
    """
    GameTooLarge.refuse("states", len(model.states), STATES, "ask about a smaller model")
    look = Lookahead(
        model, place_of(model, state), checked_concept(concept), checked_sanctions(sanctions)
    )
    ranks = model.ranks.tolist()
    found = demands(look)
    failing = tuple(
        demand for demand in found if not look.stays(demand.player, ranks) and not demand.met(ranks)
    )
    return Inverse(model, look, found, failing, smallest_changes(look))
