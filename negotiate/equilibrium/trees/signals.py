"""Signalling games: a type that its owner alone knows, a message that says something of it, and an
answer.

What a receiver may believe after a message is a simplex, which its best answers divide into cells.
A sender is kept from a message by an answer in the cell of some belief, or a mixture of such
answers; how little the types must get elsewhere for that is a polyhedron. Both are worked out here
for each message, in whole numbers.

References
----------
Spence 1973, "Job market signaling", Quarterly Journal of Economics 87. Kreps & Wilson 1982,
"Sequential equilibria", Econometrica 50: after a message that nobody sends any belief in the types
that could have sent it is consistent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np

from negotiate.display import entity
from negotiate.equilibrium.kernels.cones import Ray, rays_of
from negotiate.equilibrium.trees.slips import Form, form_of
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame

Answers = tuple[int, ...]
"""Some answers to a message, by their places, in order."""
Whole = tuple[int, ...]
Bound = tuple[Whole, int]
"""Factors for what the senders of a message get, and the least that the sum may be."""
NEEDS = (
    "needs a signalling game: chance draws a type, one player sees it and chooses, and one other "
    "player sees that "
    "choice alone and answers"
)


@entity
class Message:
    """One message, and what can follow it.

    Parameters
    ----------
    name : str
        Its label.
    label : int
        The information set of whoever answers; -1 where the game ends with the message.
    senders : tuple of int
        The types that can send it, in the order of the set's nodes.
    slots : tuple of int
        The slot of each of these types for it.
    leaves : tuple of tuple of int
        For each of these types the nodes of the endings, one an answer.
    own, theirs : tuple of tuple of int
        For each of these types what the sender and the receiver get from each answer.
    corners : tuple of (tuple of int, Answers)
        The corners of the cells: beliefs in the senders, not scaled to one, with all best answers.
    cells : tuple of (frozenset of int, Answers)
        The types that are believed in at all, and all best answers there, for every kind of belief
        there is.
    """

    name: str
    label: int
    senders: tuple[int, ...]
    slots: tuple[int, ...]
    leaves: tuple[tuple[int, ...], ...]
    own: tuple[Whole, ...]
    theirs: tuple[Whole, ...]
    corners: tuple[tuple[Whole, Answers], ...]
    cells: tuple[tuple[frozenset[int], Answers], ...]
    _known: dict[tuple[frozenset[int], Answers], tuple[Bound, ...]] = field(default_factory=dict)

    def best(self, belief: Sequence[Fraction | int]) -> Answers:
        """The best answers to a belief, which need not be scaled to one."""
        return best_answers(self.theirs, belief)

    def believed(self, answers: Answers, among: Iterable[int] | None = None) -> list[Whole]:
        """The corners of the beliefs for which these answers are all best; `among` says in which
        senders.
        """
        allowed = set(self.senders if among is None else among)
        return [
            belief
            for belief, best in self.corners
            if set(answers) <= set(best)
            and all(t in allowed for t, weight in zip(self.senders, belief, strict=True) if weight)
        ]

    def widest(self, among: Iterable[int] | None = None) -> list[Answers]:
        """The answers that are best together for some belief in these types, without those that are
        part of others.
        """
        allowed = set(self.senders if among is None else among)
        found = {answers for users, answers in self.cells if users <= allowed}
        return sorted(one for one in found if not any(set(one) < set(other) for other in found))

    def bounds(self, answers: Answers, users: frozenset[int] = frozenset()) -> tuple[Bound, ...]:
        """What the types must get so that some mixture of these answers gives its users that, and
        others no more.

        Without users it is what keeps all types from the message.
        """
        if (users, answers) not in self._known:
            count, even = len(self.senders), [k for k, t in enumerate(self.senders) if t in users]
            rows = [
                (*(own[a] for own in self.own), *(-self.own[k][a] for k in even), -1, 1)
                for a in answers
            ]
            found = dict[Bound, None]()
            for ray, _ in rays_of(count + len(even) + 2, [], rows):
                factors = list(ray[:count])
                for k, less in zip(even, ray[count:], strict=False):
                    factors[k] -= less
                if any(factors):
                    found[tuple(factors), ray[-2] - ray[-1]] = None
            self._known[users, answers] = tuple(found)
        return self._known[users, answers]

    def deters(self, answers: Answers, worth: Sequence[Fraction | int]) -> bool:
        """Whether a mixture of these answers keeps types away who get so much elsewhere, all types
        in order.
        """
        below = lcm(*(worth[t].denominator for t in self.senders))
        whole = [worth[t].numerator * (below // worth[t].denominator) for t in self.senders]
        return all(
            sum(f * w for f, w in zip(factors, whole, strict=True)) >= least * below
            for factors, least in self.bounds(answers)
        )

    def deterring(self) -> list[Answers]:
        """Answers that are best together, the sets of which the bounds differ and none is always as
        good as another.
        """
        left = self.widest()
        for one in list(left):
            others = [other for other in left if other != one]
            if any(all(self.deters(other, self._given(a)) for a in one) for other in others):
                left = others
        return left

    def _given(self, answer: int) -> list[int]:
        """What an answer gives to each type; types that cannot send the message come with
        nothing.
        """
        worth = [0] * (max(self.senders) + 1)
        for t, own in zip(self.senders, self.own, strict=True):
            worth[t] = own[answer]
        return worth

    def upholding(self, worth: Sequence[Fraction]) -> list[Answers]:
        """The smallest sets of answers, best together, a mixture of which keeps all types away.

        Mixtures of more answers than there are types need not be looked at: fewer do as well
        (Carathéodory).
        """
        found: list[Answers] = []
        for size in range(1, len(self.senders) + 1):
            tried = {some for _, best in self.corners for some in combinations(best, size)}
            tried = {some for some in tried if not any(set(one) <= set(some) for one in found)}
            found += sorted(some for some in tried if self.deters(some, worth))
        return found


@entity
class Signals:
    """A signalling game.

    Parameters
    ----------
    form : Form
        Its tree.
    sender, receiver : int
        The players; the receiver is -1 where every message ends the game.
    names : tuple of str
        The types' names.
    prior : tuple of int
        How often each type is drawn in `form.plays` plays.
    messages : tuple of Message
        In the order of the tree.
    """

    form: Form
    sender: int
    receiver: int
    names: tuple[str, ...]
    prior: tuple[int, ...]
    messages: tuple[Message, ...]


def misfit(game: ExtensiveGame) -> str | None:
    """Why a tree is no signalling game; None if it is one."""
    tree = game.tree
    kinds = tree.children(0)
    if tree.mover[0] != CHANCE or len(kinds) < 2 or (tree.odds[kinds] <= 0).any():
        return NEEDS
    sender = int(tree.mover[kinds[0]])
    said = np.flatnonzero(np.isin(tree.parent, kinds))
    heard = said[tree.mover[said] != LEAF]
    after = np.flatnonzero(np.isin(tree.parent, heard))
    receivers = set(tree.mover[heard].tolist())
    if (
        sender < 0
        or (tree.mover[kinds] != sender).any()
        or len(set(tree.information_set[kinds].tolist())) < len(kinds)
        or len(receivers) > 1
        or receivers & {sender, CHANCE}
        or (tree.mover[after] != LEAF).any()
    ):
        return NEEDS
    pairs = set(zip(tree.parent[heard].tolist(), tree.information_set[heard].tolist(), strict=True))
    return None if len(pairs) == len(heard) else NEEDS


def signals_of(game: ExtensiveGame) -> Signals:
    """Lay a signalling game out; see `misfit`."""
    tree, form = game.tree, form_of(game)
    kinds = tree.children(0).tolist()
    place = {node: t for t, node in enumerate(kinds)}
    together: dict[tuple[int, int], list[int]] = {}
    for node in np.flatnonzero(np.isin(tree.parent, kinds)).tolist():
        heard = int(tree.information_set[node])
        together.setdefault((heard, -1 if heard >= 0 else node), []).append(node)
    receiver = next(
        (int(tree.mover[nodes[0]]) for (heard, _), nodes in together.items() if heard >= 0), -1
    )
    sender, messages = int(tree.mover[kinds[0]]), []
    for (heard, _), nodes in together.items():
        leaves = tuple(tuple(tree.children(v).tolist() if heard >= 0 else [v]) for v in nodes)
        own = tuple(tuple(form.payoffs[leaf][sender] for leaf in row) for row in leaves)
        theirs = tuple(
            tuple(form.payoffs[leaf][receiver] if heard >= 0 else 0 for leaf in row)
            for row in leaves
        )
        senders = tuple(place[int(tree.parent[v])] for v in nodes)
        edge = _envelope(theirs)
        slots = tuple(int(form.sets.slot[v]) for v in nodes)
        name, found = game.action_label(nodes[0]), _corners(theirs, edge)
        messages.append(
            Message(
                name,
                heard,
                senders,
                slots,
                leaves,
                own,
                theirs,
                found,
                _cells(senders, theirs, edge),
            )
        )
    names = tuple(game.action_label(node) for node in kinds)
    prior = tuple(form.often[node] for node in kinds)
    return Signals(form, sender, receiver, names, prior, tuple(messages))


def best_answers(theirs: Sequence[Whole], belief: Sequence[Fraction | int]) -> Answers:
    """The answers that give the receiver most, for a belief in each row."""
    below = lcm(*(one.denominator for one in belief))
    whole = [one.numerator * (below // one.denominator) for one in belief]
    worth = [
        sum(w * row[a] for w, row in zip(whole, theirs, strict=True) if w)
        for a in range(len(theirs[0]))
    ]
    most = max(worth)
    return tuple(a for a, one in enumerate(worth) if one == most)


def _envelope(theirs: Sequence[Whole]) -> list[Ray]:
    """Beliefs, with as much as the best answer gives or more: the rays of the cone over that."""
    return rays_of(
        len(theirs) + 1, [], [(*(-row[a] for row in theirs), 1) for a in range(len(theirs[0]))]
    )


def _corners(theirs: Sequence[Whole], edge: Sequence[Ray]) -> tuple[tuple[Whole, Answers], ...]:
    return tuple((ray[:-1], best_answers(theirs, ray[:-1])) for ray, _ in edge if any(ray[:-1]))


def _cells(
    senders: Sequence[int], theirs: Sequence[Whole], edge: Sequence[Ray]
) -> tuple[tuple[frozenset[int], Answers], ...]:
    """Every kind of belief: what is tight all over a face of the envelope is what is tight at all
    of its corners.
    """
    count = len(senders)
    corners = [tight for ray, tight in edge if any(ray[:-1])]
    faces = set(corners)
    for one in corners:
        faces |= {one & face for face in faces}
    found = set()
    for face in faces:
        answers = tuple(a for a in range(len(theirs[0])) if face >> (count + 1 + a) & 1)
        if answers:
            found.add((frozenset(t for k, t in enumerate(senders) if not face >> k & 1), answers))
    return tuple(sorted(found, key=lambda cell: (len(cell[0]), sorted(cell[0]), cell[1])))
