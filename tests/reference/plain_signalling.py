"""Sequential equilibria of signalling games by trying all combinations of what is done and what is
as good.

Every type has every message, and every message the same answers. An equilibrium in which what is
done and what is as good settles all probabilities is a corner: the plain search finds these in
fractions, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import NamedTuple

Table = Sequence[Sequence[Sequence[tuple[int, int]]]]
"""Type, message, answer → what sender and receiver get."""
Rows = list[list[Fraction]]
Play = tuple[tuple[Fraction, ...], ...]
"""For each type the probability of each message, or for each message that of each answer."""


class Game(NamedTuple):
    """How often each type is drawn in so many plays, and the payoffs."""

    odds: Sequence[int]
    table: Table

    @property
    def sizes(self) -> tuple[range, range, range]:
        return range(len(self.table)), range(len(self.table[0])), range(len(self.table[0][0]))


def solved(rows: Rows, unknowns: int) -> list[Fraction] | None:
    """The one solution of some equations, each with its right-hand side at the end; None if there
    is none or more.
    """
    left = [row[:] for row in rows]
    for column in range(unknowns):
        found = next((k for k in range(column, len(left)) if left[k][column]), None)
        if found is None:
            return None
        left[column], left[found] = left[found], left[column]
        pivot = left[column][column]
        left[column] = [x / pivot for x in left[column]]
        for k, row in enumerate(left):
            if k != column and row[column]:
                left[k] = [a - row[column] * b for a, b in zip(row, left[column], strict=True)]
    if any(row[-1] for row in left[unknowns:]):
        return None
    return [left[k][-1] for k in range(unknowns)]


def subsets(items: Sequence[int]) -> list[tuple[int, ...]]:
    return [some for size in range(1, len(items) + 1) for some in combinations(items, size)]


def best(values: Sequence[Fraction]) -> set[int]:
    return {k for k, one in enumerate(values) if one == max(values)}


def worth_of_answers(game: Game, message: int, weights: Sequence[Fraction | int]) -> list[Fraction]:
    """What each answer gives the receiver, with so much weight on each type."""
    types, _, answers = game.sizes
    return [
        sum((Fraction(weights[t]) * game.table[t][message][a][1] for t in types), Fraction(0))
        for a in answers
    ]


def worth_of_messages(game: Game, kind: int, replies: Play) -> list[Fraction]:
    """What each message gives a type."""
    _, messages, answers = game.sizes
    return [
        sum((replies[m][a] * game.table[kind][m][a][0] for a in answers), Fraction(0))
        for m in messages
    ]


def cells(game: Game, message: int) -> list[set[int]]:
    """The answers that are best together at every corner of the division of beliefs."""
    types, _, answers = game.sizes
    found: list[set[int]] = []
    for users in subsets(types):
        for some in combinations(answers, len(users)):
            rows = [[Fraction(1)] * len(users) + [Fraction(1)]]
            for a in some[1:]:
                gaps = [
                    game.table[t][message][a][1] - game.table[t][message][some[0]][1] for t in users
                ]
                rows.append([*map(Fraction, gaps), Fraction(0)])
            belief = solved(rows, len(users))
            if belief is not None and min(belief) >= 0:
                weights = [belief[users.index(t)] if t in users else Fraction(0) for t in types]
                these = best(worth_of_answers(game, message, weights))
                if set(some) <= these and these not in found:
                    found.append(these)
    return found


def sender_corners(game: Game) -> Iterator[Play]:
    """What types can do, where their messages and the receiver's best answers settle it."""
    types, messages, answers = game.sizes
    for used in product(subsets(messages), repeat=len(types)):
        columns = [(t, m) for t in types for m in used[t]]
        heard = sorted({m for _, m in columns})
        for replies in product(subsets(answers), repeat=len(heard)):
            if sum(map(len, used)) - len(types) > sum(map(len, replies)) - len(heard):
                continue
            rows = [[Fraction(own == t) for own, _ in columns] + [Fraction(1)] for t in types]
            for m, some in zip(heard, replies, strict=True):
                for a in some[1:]:
                    gaps = [
                        (game.table[t][m][a][1] - game.table[t][m][some[0]][1]) * game.odds[t]
                        for t in types
                    ]
                    rows.append(
                        [Fraction(gaps[t]) if n == m else Fraction(0) for t, n in columns]
                        + [Fraction(0)]
                    )
            found = solved(rows, len(columns))
            if found is None or min(found) <= 0:
                continue
            play = tuple(
                tuple(
                    found[columns.index((t, m))] if m in used[t] else Fraction(0) for m in messages
                )
                for t in types
            )
            if all(
                best(worth_of_answers(game, m, [game.odds[t] * play[t][m] for t in types]))
                == set(some)
                for m, some in zip(heard, replies, strict=True)
            ):
                yield play


def receiver_corners(game: Game) -> Iterator[Play]:
    """What the receiver can answer, where that and the types' best messages settle it."""
    types, messages, answers = game.sizes
    possible = [cells(game, m) for m in messages]
    for some in product(subsets(answers), repeat=len(messages)):
        if not all(any(set(own) <= cell for cell in possible[m]) for m, own in enumerate(some)):
            continue
        columns = [(m, a) for m in messages for a in some[m]]
        low = [[min(game.table[t][m][a][0] for a in some[m]) for m in messages] for t in types]
        high = [[max(game.table[t][m][a][0] for a in some[m]) for m in messages] for t in types]
        kinds = [
            [own for own in subsets(messages) if max(low[t]) <= min(high[t][m] for m in own)]
            for t in types
        ]
        for tied in product(*kinds):
            if len(columns) - len(messages) > sum(map(len, tied)) - len(types):
                continue
            rows = [[Fraction(n == m) for n, _ in columns] + [Fraction(1)] for m in messages]
            for t in types:
                for m in tied[t][1:]:
                    signs = {tied[t][0]: -1, m: 1}
                    rows.append(
                        [Fraction(signs.get(n, 0) * game.table[t][n][a][0]) for n, a in columns]
                        + [Fraction(0)]
                    )
            found = solved(rows, len(columns))
            if found is None or min(found) <= 0:
                continue
            play = tuple(
                tuple(
                    found[columns.index((m, a))] if a in some[m] else Fraction(0) for a in answers
                )
                for m in messages
            )
            if all(best(worth_of_messages(game, t, play)) == set(tied[t]) for t in types):
                yield play


def is_equilibrium(
    game: Game, said: Play, replies: Play, possible: Sequence[Sequence[set[int]]]
) -> bool:
    """Whether types and receiver do what is best; `possible` are the cells of each message."""
    types, messages, answers = game.sizes
    for t in types:
        top = best(worth_of_messages(game, t, replies))
        if any(said[t][m] and m not in top for m in messages):
            return False
    for m in messages:
        weights, used = (
            [game.odds[t] * said[t][m] for t in types],
            {a for a in answers if replies[m][a]},
        )
        if any(weights):
            if not used <= best(worth_of_answers(game, m, weights)):
                return False
        elif not any(used <= cell for cell in possible[m]):
            return False
    return True


def corners(game: Game) -> list[tuple[Play, Play]]:
    """All extreme sequential equilibria."""
    possible = [cells(game, m) for m in game.sizes[1]]
    theirs = list(dict.fromkeys(receiver_corners(game)))
    return [
        (said, replies)
        for said in dict.fromkeys(sender_corners(game))
        for replies in theirs
        if is_equilibrium(game, said, replies, possible)
    ]


def outcome(game: Game, said: Play, replies: Play) -> tuple[Fraction, ...]:
    """How likely each ending is, types first, then messages, then answers."""
    types, messages, answers = game.sizes
    total = sum(game.odds)
    return tuple(
        Fraction(game.odds[t], total) * said[t][m] * replies[m][a]
        for t in types
        for m in messages
        for a in answers
    )


def components(game: Game, found: Sequence[tuple[Play, Play]]) -> list[set[int]]:
    """Which of these hang together: two do if what lies halfway is an equilibrium, or their
    outcomes are one.
    """
    possible = [cells(game, m) for m in game.sizes[1]]
    ends = [outcome(game, *one) for one in found]
    groups = [{k} for k in range(len(found))]
    for k, j in combinations(range(len(found)), 2):
        one, other = (next(group for group in groups if place in group) for place in (k, j))
        if one is other:
            continue
        said, replies = (
            tuple(
                tuple((a + b) / 2 for a, b in zip(mine, theirs, strict=True))
                for mine, theirs in zip(found[k][side], found[j][side], strict=True)
            )
            for side in (0, 1)
        )
        if ends[k] == ends[j] or is_equilibrium(game, said, replies, possible):
            groups = [group for group in groups if group is not one and group is not other] + [
                one | other
            ]
    return groups
