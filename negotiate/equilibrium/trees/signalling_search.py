"""The search for all outcomes of sequential equilibria in a signalling game, in whole numbers.

For each message it is tried which types send it, and which answers are best for what is believed
then: a cell of beliefs. What the types do and what the receiver answers are then two sets of linear
conditions apart: beliefs must lie in their cells, which binds the types; and no type may gain by
another message, which binds the answers. So each combination holds a product of two polytopes,
whose corners are found without rounding. A message that nobody sends holds types away if some
mixture of answers that are best together does; see `signals`.

Messages are gone through one after the other, with what the types can get: a polytope of as many
dimensions as there are types, cut by what each message leaves them. Where nothing of it is left the
combination is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import lcm

from negotiate.display import entity
from negotiate.equilibrium.kernels.cones import Ray, Row, Spent, corners, cut, orthant, rays_of
from negotiate.equilibrium.trees.signals import Answers, Signals

WORK = 1_500_000  # rays that are looked at, and more for each outcome: some ten seconds
NEW = 500  # what an outcome counts
OUTCOMES = 1_000  # that are listed

Point = tuple[Fraction, ...]
Column = tuple[int, int]
"""A message with a type or with an answer."""
Masses = dict[Column, Fraction]
"""For some of these a probability, or in how many of the plays they come up."""


@entity
class Outcome:
    """What happens on the path of some equilibria.

    Parameters
    ----------
    sent : dict of (int, int) to Fraction
        Message and type → with what probability the type sends it.
    answered : dict of (int, int) to Fraction
        Message and answer → how likely, after messages that are sent.
    worth : tuple of Fraction
        What each type gets.
    """

    sent: Masses
    answered: Masses
    worth: Point


Sent = tuple[int, frozenset[int], Answers]
"""A message by its place, the types that send it, and all best answers to what is then believed."""
Face = tuple[Sent, ...]


@entity
class Piece:
    """A product of two polytopes of equilibria.

    Parameters
    ----------
    face : Face
        Who sends what, and what is then best.
    worth : list of Ray
        The corners of what the types can get.
    rows : tuple of Row
        The conditions for that, each a product with one and then what each type gets, which must
        not be negative.
    members : tuple of int
        The places of its corners among all outcomes.
    """

    face: Face
    worth: list[Ray]
    rows: tuple[Row, ...]
    members: tuple[int, ...]


class Search:
    """The search for all outcomes of one game.

    Parameters
    ----------
    game : Signals
        The game.
    work : int
        After how much of it the search is given up.

    Attributes
    ----------
    found : list of Outcome
        The corners of all pieces, each once.
    pieces : list of Piece
        What they are corners of.
    cut : bool
        Whether the search was given up.
    """

    def __init__(self, game: Signals, work: int) -> None:
        self.game, self.left, self.cut = game, work, False
        self.keeping = [message.deterring() for message in game.messages]
        self.found, self.pieces = list[Outcome](), list[Piece]()
        self.places: dict[tuple[object, ...], int] = {}
        self.plays: dict[Face, list[Masses]] = {}
        self.types = range(len(game.prior))

    def run(self) -> None:
        """Find the outcomes and the pieces."""
        most = [
            max(max(m.own[m.senders.index(t)]) for m in self.game.messages if t in m.senders)
            for t in self.types
        ]
        box = [(one, *(-int(k == t) for k in self.types)) for t, one in enumerate(most)]
        try:
            self._choose(0, self._cut(orthant(1 + len(most)), (), box), tuple(box), frozenset(), ())
        except Spent:
            self.cut = True

    def _spend(self, work: int) -> None:
        """Take work off what is left of it; see `cones.Spend`."""
        self.left -= work
        if self.left < 0:
            raise Spent

    def _cut(self, rays: list[Ray], before: Sequence[Row], rows: Sequence[Row]) -> list[Ray]:
        """What is left of a cone of which some conditions are known after some more."""
        for bit, row in enumerate(rows, 1 + len(self.types) + len(before)):
            rays = cut(rays, row, bit, spend=self._spend)
        return [] if not any(ray[0] for ray, _ in rays) else rays

    # Who sends what -------------------------------------------------------------------------------

    def _choose(
        self, at: int, worth: list[Ray], rows: tuple[Row, ...], sent: frozenset[int], face: Face
    ) -> None:
        """Try all that can be done with the messages from here on.

        Parameters
        ----------
        at : int
            The first message that is open.
        worth, rows
            What the types can get still, as in `Piece`.
        sent : frozenset of int
            The types that send one of the messages before.
        face : Face
            Those messages, without those that nobody sends.
        """
        messages = self.game.messages
        if at == len(messages):
            self._settle(worth, rows, face)
            return
        if len(self.found) > OUTCOMES:
            raise Spent
        message, later = messages[at], sent.union(*(other.senders for other in messages[at + 1 :]))
        low, high = (
            [end(Fraction(ray[1 + t], ray[0]) for ray, _ in worth) for t in self.types]
            for end in (min, max)
        )
        if len(later) == len(self.types):
            if any(
                all(message.deters(some, _scaled(ray)) for ray in worth)
                for some in self.keeping[at]
            ):
                self._choose(at + 1, worth, rows, sent, face)
            else:
                for some in self.keeping[at]:
                    if message.deters(some, high):
                        self._narrow(at, (frozenset(), some), worth, rows, sent, face)
        for users, answers in message.cells:
            self._spend(1)
            if len(later | users) == len(self.types) and all(
                min(own[a] for a in answers) <= high[t]
                and (t not in users or max(own[a] for a in answers) >= low[t])
                for t, own in zip(message.senders, message.own, strict=True)
            ):
                self._narrow(
                    at, (users, answers), worth, rows, sent | users, (*face, (at, users, answers))
                )

    def _narrow(
        self,
        at: int,
        cell: tuple[frozenset[int], Answers],
        worth: list[Ray],
        rows: tuple[Row, ...],
        sent: frozenset[int],
        face: Face,
    ) -> None:
        """Go on with the next message, where the types can get what this one leaves them."""
        message, more = self.game.messages[at], list[Row]()
        for factors, least in message.bounds(cell[1], cell[0]):
            row = [-least] + [0] * len(self.types)
            for factor, t in zip(factors, message.senders, strict=True):
                row[1 + t] = factor
            more.append(row)
        left = self._cut(worth, rows, more)
        if left:
            self._choose(at + 1, left, (*rows, *more), sent, face)

    # One combination ------------------------------------------------------------------------------

    def _settle(self, worth: list[Ray], rows: tuple[Row, ...], face: Face) -> None:
        """Keep the outcomes in which exactly these messages are sent by these types, with these
        answers all best.
        """
        if face not in self.plays:
            self.plays[face] = self._masses(face)
        if self.plays[face]:
            replies = self._replies(face, worth, rows)
            members = [
                self._noted(masses, one) for masses, one in product(self.plays[face], replies)
            ]
            self.pieces.append(Piece(face, worth, rows, tuple(sorted(set(members)))))

    def _masses(self, face: Face) -> list[Masses]:
        """The corners of what types can do so that exactly these answers are best; none where they
        cannot be.

        What types of each message is sent by is a mixture of the corners of its cell, each with
        some weight.
        """
        prior, messages = self.game.prior, self.game.messages
        ends = [
            (m, one) for m, users, answers in face for one in messages[m].believed(answers, users)
        ]
        sums = []
        for t, often in enumerate(prior):
            at = {m: messages[m].senders.index(t) for m, _, _ in face if t in messages[m].senders}
            sums.append([-often, *(one[at[m]] if m in at else 0 for m, one in ends)])
        rays = rays_of(1 + len(ends), sums, [], self._spend)
        if not all(any(ray[k] for ray, _ in rays) for k in range(1 + len(ends))):
            return []
        found = dict[tuple[Fraction, ...], Masses]()
        columns = [(m, t) for m, users, _ in face for t in sorted(users)]
        for weights in corners(rays):
            masses = dict.fromkeys(columns, Fraction(0))
            for (m, one), weight in zip(ends, weights, strict=True):
                for t, part in zip(messages[m].senders, one, strict=True):
                    if part:
                        masses[m, t] += weight * part
            found[tuple(masses.values())] = masses

        def tight(masses: Masses) -> frozenset[Column]:
            best = {
                m: messages[m].best([masses.get((m, t), 0) for t in messages[m].senders])
                for m, _, _ in face
            }
            unsent = {(-1 - m, t) for (m, t), mass in masses.items() if not mass}
            return frozenset(unsent | {(m, a) for m, some in best.items() for a in some})

        return _corners_of(list(found.values()), tight)

    def _replies(self, face: Face, worth: list[Ray], rows: tuple[Row, ...]) -> list[Masses]:
        """The corners of what the receiver can answer so that the types get what they may."""
        if len(worth) == 1:
            each = [self._replies_to(sent, worth[0][0]) for sent in face]
            return [
                {column: p for one in some for column, p in one.items()} for some in product(*each)
            ]
        columns = [(m, a) for m, _, answers in face for a in answers]
        after = [
            [self._after(m, columns, t) for m, users, _ in face if t in users] for t in self.types
        ]
        even: list[Row] = [[-1, *(int(own == m) for own, _ in columns)] for m, _, _ in face]
        even += [_less(first, one) for first, *others in after for one in others]
        least: list[Row] = [
            _less(after[t][0], self._after(m, columns, t))
            for m, users, _ in face
            for t in self.game.messages[m].senders
            if t not in users
        ]
        for row in rows:
            parts = [
                [row[0]] + [0] * len(columns),
                *([f * x for x in own[0]] for f, own in zip(row[1:], after, strict=True)),
            ]
            least.append([sum(entries) for entries in zip(*parts, strict=True)])
        found = rays_of(1 + len(columns), even, [row for row in least if any(row)], self._spend)
        return [dict(zip(columns, one, strict=True)) for one in corners(found)]

    def _after(self, m: int, columns: Sequence[Column], t: int) -> list[int]:
        """What a type gets by a message, as a sum over the answers to all."""
        message = self.game.messages[m]
        own = message.own[message.senders.index(t)]
        return [0, *(own[a] if other == m else 0 for other, a in columns)]

    def _replies_to(self, sent: Sent, worth: Sequence[int]) -> list[Masses]:
        """The corners of the answers to one message that give types what they get: its users
        exactly that.
        """
        m, users, answers = sent
        message = self.game.messages[m]
        rows = [
            (t in users, [worth[1 + t], *(-worth[0] * own[a] for a in answers)])
            for t, own in zip(message.senders, message.own, strict=True)
        ]
        even: list[Row] = [[-1, *(1 for _ in answers)], *(row for used, row in rows if used)]
        found = corners(
            rays_of(1 + len(answers), even, [row for used, row in rows if not used], self._spend)
        )
        return [{(m, a): p for a, p in zip(answers, one, strict=True)} for one in found]

    def _noted(self, masses: Masses, replies: Masses) -> int:
        """The place of an outcome among all; a new one where it is new."""
        messages, sent = (
            self.game.messages,
            {column: mass for column, mass in masses.items() if mass},
        )
        through = {m for m, _ in sent}
        answered = {column: p for column, p in replies.items() if column[0] in through and p}
        key = tuple(sorted(sent.items())), tuple(sorted(answered.items()))
        if key not in self.places:
            worth = []
            for t in self.types:
                m = next(m for m, own in sent if own == t)
                own = messages[m].own[messages[m].senders.index(t)]
                worth.append(
                    sum(
                        (own[a] * p for (other, a), p in answered.items() if other == m),
                        Fraction(0),
                    )
                )
            shares = {(m, t): mass / self.game.prior[t] for (m, t), mass in sent.items()}
            self._spend(NEW)
            self.places[key] = len(self.found)
            self.found.append(Outcome(shares, answered, tuple(worth)))
        return self.places[key]

    # What hangs together --------------------------------------------------------------------------

    def components(self) -> list[list[int]]:
        """The pieces in groups: in each, one leads into the next."""
        groups = list(range(len(self.pieces)))

        def root(k: int) -> int:
            while groups[k] != k:
                k = groups[k]
            return k

        by_face: dict[Face, list[int]] = {}
        for k, piece in enumerate(self.pieces):
            by_face.setdefault(piece.face, []).append(k)
        corners_of = {
            place: by_face.get(self._face_of(one), []) for place, one in enumerate(self.found)
        }
        for k, piece in enumerate(self.pieces):
            near = [(j, -1) for j in by_face[piece.face] if j < k]
            near += [(j, place) for place in piece.members for j in corners_of[place]]
            for j, place in near:
                if root(j) != root(k) and self._touch(piece, self.pieces[j], place):
                    groups[root(j)] = root(k)
        together: dict[int, list[int]] = {}
        for k in range(len(self.pieces)):
            together.setdefault(root(k), []).append(k)
        return list(together.values())

    def _touch(self, one: Piece, other: Piece, place: int) -> bool:
        """Whether a corner of one piece is in another; or, of one face, whether two pieces have a
        part in common.
        """
        if place >= 0:
            return _within(other, self.found[place].worth)
        try:
            return bool(self._cut(one.worth, (*one.rows, *one.rows), other.rows))
        except Spent:
            self.cut = True
            return False

    def _face_of(self, found: Outcome) -> Face:
        """Who sends what in an outcome, and what is best then."""
        face = []
        for m, message in enumerate(self.game.messages):
            users = frozenset(t for t in message.senders if (m, t) in found.sent)
            if users:
                weights = [found.sent.get((m, t), 0) * self.game.prior[t] for t in message.senders]
                face.append((m, users, message.best(weights)))
        return tuple(face)


def _scaled(ray: Ray) -> list[Fraction]:
    return [Fraction(x, ray[0][0]) for x in ray[0][1:]]


def _less(one: Row, other: Row) -> list[int]:
    return [a - b for a, b in zip(one, other, strict=True)]


def _within(piece: Piece, worth: Point) -> bool:
    """Whether the types can get so much in a piece."""
    below = lcm(*(one.denominator for one in worth))
    whole = [below, *(one.numerator * (below // one.denominator) for one in worth)]
    return all(sum(f * w for f, w in zip(row, whole, strict=True)) >= 0 for row in piece.rows)


def _corners_of(points: list[Masses], tight: Callable[[Masses], frozenset[Column]]) -> list[Masses]:
    """Those that are no mixtures of others: at no other is all tight that is tight there."""
    marks = [tight(one) for one in points]
    return [
        one
        for k, one in enumerate(points)
        if not any(marks[k] <= other for j, other in enumerate(marks) if j != k)
    ]
