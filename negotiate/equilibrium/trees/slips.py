"""Which nodes of an information set the likeliest slips lead to, given what everybody means to do.

An action that is never meant happens by a slip of some order 1, 2, …: with a probability that goes
to zero as fast as that power of a small number. A mover who finds itself where it never should be
believes in the nodes that slips of the least total order lead to. Beliefs that come about so are
exactly the consistent ones (Kreps & Wilson 1982, lemmas A1 and A2), so that listing which nodes can
be those lists all of them. What chance never does is believed in only where nothing else leads to a
set: a branch with odds of zero is a slip of chance, rarer than any player's.

References
----------
Kreps & Wilson 1982, "Sequential equilibria", Econometrica 50. Kohlberg & Reny 1997, "Independence
on relative probability spaces and consistent assessments in game trees", Journal of Economic Theory
75.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache, reduce
from itertools import combinations, count, product
from math import lcm, prod
from operator import or_
from typing import Any, NamedTuple

import numpy as np

from negotiate.arrays import BoolArray, FloatArray, IndexArray
from negotiate.display import entity
from negotiate.equilibrium.kernels import optimize
from negotiate.games.exactness import big_integers
from negotiate.games.extensive import ExtensiveGame
from negotiate.games.information_sets import InformationSets, information_sets
from negotiate.games.odds import exact_odds

WAYS = 64
"""Ways in which slips can compare that are looked at for one support profile."""
TRIED = 4_096  # combinations of nodes that are held against the orders for that


@entity
class Form:
    """A tree as the programs of assessments read it; a slot is one action at one information set.

    Parameters
    ----------
    game : ExtensiveGame
        Of perfect recall.
    sets : InformationSets
        Its information sets and slots.
    mover : tuple of int
        Whose each set is.
    payoffs : dict of int to tuple of int
        For each leaf's node what each player gets: whole numbers from 0, each player's in a unit of
        its own.
    most : tuple of int
        The largest of each player, and at least 1.
    often : tuple of int
        For each node how often chance lets play come there in so many `plays`, odds of zero apart.
    plays : int
        See `often`.
    sure : bool
        Whether payoffs and odds are what was meant for sure.
    decided : bool
        Whether no payoffs are held to be equal that nobody can tell apart.
    path : tuple of int
        For each node the slots on its way as bits; after them a bit for each branch of chance with
        odds of zero.
    own : tuple of int
        For each player its slots as bits.
    last : tuple of tuple of int
        For each node each player's last slot on the way there, -1 where there is none; at the end
        chance's last branch with odds of zero, by its bit.
    before : tuple of int
        For each set its mover's last slot before it, or -1.
    set_of : tuple of int
        For each slot its set.
    members : tuple of tuple of int
        For each set its nodes.
    nodes : tuple of tuple of int
        For each set those of its nodes that chance lets be, or all where it lets none.
    active : ndarray of bool, shape (sets, players + 1)
        Whether each player, and chance by branches with odds of zero, still moves after some node
        of each set.
    endings, following : tuple of tuple of int
        For each slot the leaves, and the sets of the same mover, that come next for that mover.
    """

    game: ExtensiveGame
    sets: InformationSets
    mover: tuple[int, ...]
    payoffs: dict[int, tuple[int, ...]]
    most: tuple[int, ...]
    often: tuple[int, ...]
    plays: int
    sure: bool
    decided: bool
    path: tuple[int, ...]
    own: tuple[int, ...]
    last: tuple[tuple[int, ...], ...]
    before: tuple[int, ...]
    set_of: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    nodes: tuple[tuple[int, ...], ...]
    active: BoolArray
    endings: tuple[tuple[int, ...], ...]
    following: tuple[tuple[int, ...], ...]

    def slots(self, place: int) -> range:
        """The slots of a set."""
        first = int(self.sets.first[place])
        return range(first, first + int(self.sets.count[place]))

    @property
    def everything(self) -> int:
        """All slots, and all impossible branches of chance, as bits."""
        return either(self.path)


def either(sets: Iterable[int]) -> int:
    """The bits that are in any of these."""
    return reduce(or_, sets, 0)


def form_of(game: ExtensiveGame) -> Form:
    """Lay a tree of perfect recall out."""
    tree, sets = game.tree, information_sets(game.tree)
    path, last = _walked(game, sets)
    movers = tuple(sets.mover.tolist())
    members = tuple(tuple(np.flatnonzero(sets.at == s).tolist()) for s in range(len(movers)))
    nodes = tuple(tuple(n for n in inside if last[-1, n] < 0) or inside for inside in members)
    before = tuple(int(last[mover, inside[0]]) for mover, inside in zip(movers, nodes, strict=True))
    set_of = tuple(np.repeat(np.arange(len(nodes)), sets.count).tolist())
    ends = last[:, tree.leaves]
    active = np.zeros(last.shape, dtype=bool)
    for here, above in tree.upwards():
        np.logical_or.at(active.T, above, (active[:, here] | (last[:, here] != last[:, above])).T)
    numbers, odds = game.exactly(), exact_odds(tree)
    whole = big_integers(numbers.payoffs).T
    whole = whole - whole.min(axis=0)
    reach = tree.reach(odds.odds + (odds.odds == 0)).tolist()  # branches with odds of zero are sure
    plays = lcm(*(one.denominator for one in reach))
    return Form(
        game=game,
        sets=sets,
        mover=movers,
        payoffs=dict(zip(tree.leaves.tolist(), map(tuple, whole.tolist()), strict=True)),
        most=tuple(max(one, 1) for one in whole.max(axis=0).tolist()),
        often=tuple(int(one * plays) for one in reach),
        plays=plays,
        sure=odds.sure and not numbers.error.any(),
        decided=not numbers.undecided,
        path=path,
        own=tuple(
            sum(1 << slot for slot, s in enumerate(set_of) if movers[s] == p)
            for p in range(game.n_players)
        ),
        last=tuple(map(tuple, last.T.tolist())),
        before=before,
        set_of=set_of,
        members=members,
        nodes=nodes,
        active=np.array([active[:, inside].any(axis=1) for inside in nodes]).reshape(
            len(nodes), len(last)
        ),
        endings=tuple(
            tuple(tree.leaves[ends[movers[s]] == slot].tolist()) for slot, s in enumerate(set_of)
        ),
        following=tuple(
            tuple(s for s, one in enumerate(before) if one == slot) for slot in range(sets.slots)
        ),
    )


def _walked(game: ExtensiveGame, sets: InformationSets) -> tuple[tuple[int, ...], IndexArray]:
    """What lies on the way to each node: slots as bits, and each player's last slot."""
    tree, impossible = game.tree, count(sets.slots)
    path = [0] * len(tree)
    last = np.full((game.n_players + 1, len(tree)), -1, dtype=int)
    for node in range(1, len(tree)):
        above, slot = int(tree.parent[node]), int(sets.slot[node])
        path[node], last[:, node] = path[above], last[:, above]
        if slot < 0 and tree.odds[node] <= 0:
            slot = next(impossible)
        if slot >= 0:
            path[node] |= 1 << slot
            last[tree.mover[above], node] = slot  # chance's row is the last
    return tuple(path), last


class Slips(NamedTuple):
    """One way in which the slips compare.

    Attributes
    ----------
    off : int
        The slots that are only slipped into, and impossible branches of chance, as bits.
    least : dict of int to tuple of int
        Set → those of its nodes that the likeliest slips lead to.
    free : frozenset of int
        Sets whose beliefs nothing else depends on: any odds between its nodes are consistent.
    """

    off: int
    least: dict[int, tuple[int, ...]]
    free: frozenset[int]


def slipped(form: Form, off: int, place: int, node: int) -> int:
    """The slips of chance and others on the way to a node of a set, as bits."""
    return form.path[node] & off & ~form.own[form.mover[place]]


def ways(form: Form, off: int, places: Collection[int]) -> Iterator[Slips | None]:
    """Every way in which slips can compare at some sets, those with many nodes first.

    Parameters
    ----------
    form : Form
        The tree.
    off : int
        The slots that are only slipped into, as bits.
    places : collection of int
        The sets that are looked at.

    Yields
    ------
    Slips or None
        None, at the end, where there are more than are looked at.
    """
    kinds = {s: _kinds(form, off, s) for s in range(len(form.nodes))}
    least = {s: kinds[s].get(0, form.nodes[s]) for s in places}
    open_to = [s for s in places if 0 not in kinds[s] and len(kinds[s]) > 1]
    free = frozenset(s for s in open_to if _free(form, kinds, s))
    bound = [s for s in open_to if s not in free]
    if prod(2 ** len(kinds[s]) - 1 for s in bound) > TRIED:
        yield None
        return
    subsets = [
        [some for size in range(len(kinds[s]), 0, -1) for some in combinations(kinds[s], size)]
        for s in bound
    ]
    choices = sorted(product(*subsets), key=lambda c: -sum(map(len, c)))
    found = 0
    for chosen in choices:
        if not _orders_exist(
            tuple((tuple(kinds[s]), some) for s, some in zip(bound, chosen, strict=True))
        ):
            continue
        if found == WAYS:
            yield None
            return
        found += 1
        picked = {
            s: tuple(sorted(n for k in some for n in kinds[s][k]))
            for s, some in zip(bound, chosen, strict=True)
        }
        yield Slips(off, least | picked, free)


def _kinds(form: Form, off: int, place: int) -> dict[int, tuple[int, ...]]:
    """A set's nodes by the slips that lead to them."""
    found: dict[int, tuple[int, ...]] = {}
    for node in form.nodes[place]:
        slips = slipped(form, off, place, node)
        found[slips] = (*found.get(slips, ()), node)
    return found


def _free(form: Form, kinds: dict[int, dict[int, tuple[int, ...]]], place: int) -> bool:
    """Whether each node hangs on one slip of its own, of which no other set knows, and its maker
    does no more.
    """
    mine = sum(kinds[place])
    return (
        all(slips.bit_count() == 1 for slips in kinds[place])
        and not any(form.following[slot] for slot in _bits(mine) if slot < form.sets.slots)
        and not any(mine & slips for s, others in kinds.items() if s != place for slips in others)
    )


@lru_cache(maxsize=4096)
def _orders_exist(chosen: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]) -> bool:
    """Whether orders of at least 1 make the chosen slips the likeliest at each set."""
    if all(
        len(some) == len(every) and len({s.bit_count() for s in every}) == 1
        for every, some in chosen
    ):
        return True  # all of order 1
    bits = sorted({b for every, _ in chosen for s in every for b in _bits(s)})
    equal: list[FloatArray] = []
    above: list[FloatArray] = []
    for every, some in chosen:
        least = np.isin(bits, _bits(some[0])).astype(float)
        for slips in every:
            if slips != some[0]:
                row = np.isin(bits, _bits(slips)) - least
                (equal if slips in some else above).append(row)
    if not above and not np.any(equal):
        return True
    shape = -1, len(bits)
    return (
        likeliest_orders(np.reshape(equal, shape), np.reshape(above, shape), len(bits)) is not None
    )


def likeliest_orders(equal: Any, above: Any, slips: int) -> FloatArray | None:
    """Orders of slips, of at least 1, by which these are the likeliest; None where there are none.

    Parameters
    ----------
    equal, above : ndarray or sparse array, shape (rows, slips)
        How often each slip is made, in excess of another way: the orders add up to nothing, or to
        at least 1.
    slips : int
        How many slips there are.
    """
    least, even = -np.ones(above.shape[0]), np.zeros(equal.shape[0])
    answer = optimize.linprog(np.ones(slips), -above, least, equal, even, (1, None))
    return answer.x if answer.status == 0 else None


def _bits(number: int) -> list[int]:
    return [k for k in range(number.bit_length()) if number >> k & 1]
