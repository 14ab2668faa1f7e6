"""Writes games in the formats of Gambit: a normal form as its payoffs in a row, a tree as a line a
node.

Units, red lines and notes have no place in these files, and are told in their comment.

References
----------
The Gambit Project: *Game representation formats*, "The strategic game (.nfg) file format, payoff
version" and "The extensive game (.efg) file format".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.errors import UnsuitableGame
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.normal_form import NormalFormGame
from negotiate.language.gambit.source import LONGEST_NAME, folded, tidy

STEPS = tuple(10**k for k in range(1, 18))
"""Denominators up to which a short fraction is looked for."""
ROUNDING = 2.0**-52
"""By how much a probability may differ from one that was meant, after a division or two."""
WHOLE = 1e15
"""Below this a whole number is written without a point."""


def quoted(label: str) -> str:
    """A name in quotes, on one line and with single spaces, as Gambit wants it.

    Raises
    ------
    UnsuitableGame
        If it is longer than those that are read.
    """
    written = _in_quotes(label)
    if len(written) > LONGEST_NAME:
        raise UnsuitableGame(
            (
                f"a name has {len(label):,} characters, more than are read from a file of "
                "Gambit's: "
                f"`{tidy(label)[:40]}…`"
            ),
            "shorten it",
        )
    return written


def _in_quotes(text: str) -> str:
    return '"' + tidy(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def braced(labels: Sequence[str]) -> str:
    """Names in braces, each different from the others, also where it differs from them by white
    space alone.
    """
    return "{ " + " ".join(map(quoted, folded(labels))) + " }"


def players(names: Sequence[str]) -> str:
    """The players' names in braces; one of which nothing can be seen is called by its place."""
    return braced([tidy(name) or f"player {place}" for place, name in enumerate(names, start=1)])


def number(value: float) -> str:
    """A number that is read back as the same float: whole, or with as few digits as that takes."""
    return str(int(value)) if abs(value) < WHOLE and value == int(value) else repr(float(value))


def probabilities(odds: Sequence[float]) -> list[str]:
    """Odds as fractions that add up to exactly one, each of which is read back as the same float.

    Where rounding has moved odds away from short fractions that add up to one, such as 1 - 0.7 from
    3/10, those are written and read back as neighbours of the odds, because some programs read no
    long fractions. Where the odds are further from one than their own rounding explains, they are
    scaled to it.
    """
    short = [_short(p) for p in odds]
    lacking = 1 - sum(short, Fraction(0))
    neat = _neat(odds) if lacking else short
    if neat:
        return [str(p) for p in neat]
    short, lacking = _moved(odds, short, lacking)
    if lacking:
        exact = [Fraction(p) for p in odds]
        short = [p / sum(exact, Fraction(0)) for p in exact]
    return [str(p) for p in short]


def _neat(odds: Sequence[float]) -> list[Fraction]:
    """Short fractions that add up to one and are neighbours of the odds, these divided by their
    sum; empty if none.
    """
    exact = [Fraction(p) for p in odds]
    total = sum(exact, Fraction(0))
    for step in STEPS:
        short = [(p / total).limit_denominator(step) for p in exact]
        close = all(abs(s - p) <= ROUNDING for s, p in zip(short, exact, strict=True))
        if close and sum(short) == 1:
            return short
    return []


def _short(p: float) -> Fraction:
    """The first fraction with a small denominator that is nearest to the same float."""
    exact = Fraction(p)
    for step in STEPS:
        near = exact.limit_denominator(step)
        if float(near) == p:
            return near
    return exact


def _moved(
    odds: Sequence[float], found: Sequence[Fraction], lacking: Fraction
) -> tuple[list[Fraction], Fraction]:
    """The fractions moved towards a sum of one as far as their floats stay the same, and what is
    lacking then.
    """
    moved = list(found)
    for place in sorted(range(len(odds)), key=lambda k: -odds[k]):
        p = odds[place]
        if p == 0:
            continue
        neighbour = math.nextafter(p, math.inf if lacking > 0 else -math.inf)
        bound = Fraction(p) + (Fraction(neighbour) - Fraction(p)) * Fraction(127, 256)
        step = bound - moved[place]
        if step * lacking > 0:
            taken = min(step, lacking, key=abs)
            moved[place] += taken
            lacking -= taken
        if not lacking:
            break
    return moved, lacking


def comment(game: NormalFormGame | ExtensiveGame) -> str:
    """What a file says of itself in words: units, red lines and whatever else the game notes."""
    names = dict(zip(game.keys, game.players, strict=True))
    units = [
        f"{name} in {unit}" for name, unit in zip(game.players, game.units, strict=False) if unit
    ]
    crossed = [f"`{line}` of {names.get(key, key)}" for line, key in game.red_lines.items()]
    sentences = [
        "Written by negotiate.",
        f"Payoffs: {'; '.join(units)}." if units else "",
        f"Some outcomes cross red lines, which this file does not say: {', '.join(crossed)}."
        if crossed
        else "",
        *(f"{note[:1].upper()}{note[1:].rstrip('.')}." for note in game.notes),
    ]
    return _in_quotes(" ".join(filter(None, sentences)))


def nfg(game: NormalFormGame) -> str:
    """The text of a `.nfg` file.

    Raises
    ------
    UnsuitableGame
        If some combination cannot happen: the format has no word for it.
    """
    if game.feasible is not None and not game.feasible.all():
        impossible = int((~game.feasible).sum())
        raise UnsuitableGame(
            f"{impossible:,} of the game's {game.feasible.size:,} combinations cannot happen, and "
            "a file of Gambit's "
            "has no way to say so",
            "take what is under `infeasible` out of a copy, or give those combinations payoffs",
        )
    return "\n".join(_lines(game)) + "\n"


def _lines(game: NormalFormGame) -> Iterator[str]:
    yield f"NFG 1 R {quoted(game.title)} {players(game.players)}"
    yield ""
    yield "{"
    for row in game.strategies:
        yield f"  {braced([strategy.label for strategy in row])}"
    yield "}"
    yield comment(game)
    yield ""
    cells = game.payoffs.T.reshape(
        -1, game.n_players
    )  # the first player's strategy changes fastest
    for cell in cells.tolist():
        yield " ".join(map(number, cell))


def efg(game: ExtensiveGame) -> str:
    """The text of an `.efg` file.

    Raises
    ------
    UnsuitableGame
        If the nodes of one information set do not offer the same actions in the same order.
    """
    _refuse_uneven_sets(game)
    head = [f"EFG 2 R {quoted(game.title)} {players(game.players)}", comment(game), ""]
    return "\n".join([*head, *_nodes(game)]) + "\n"


def walk(game: ExtensiveGame) -> IndexArray:
    """Every node in the order of a walk: each comes before all that is below it, and below its
    first child first.
    """
    tree = game.tree
    below = np.ones(len(tree), dtype=int)
    starts = tree.level_starts
    for level in range(len(starts) - 2, 0, -1):
        nodes = slice(int(starts[level]), int(starts[level + 1]))
        np.add.at(below, tree.parent[nodes], below[nodes])
    place = np.zeros(len(tree), dtype=int)
    for level in range(1, len(starts) - 1):
        here = np.arange(starts[level], starts[level + 1])
        above = tree.parent[here]
        passed = np.cumsum(below[here]) - below[here]
        place[here] = place[above] + 1 + passed - passed[tree.first_child[above] - here[0]]
    order = np.empty(len(tree), dtype=int)
    order[place] = np.arange(len(tree))
    return order


def _refuse_uneven_sets(game: ExtensiveGame) -> None:
    """Refuse sets of which the nodes offer different actions."""
    tree = game.tree
    first: dict[int, int] = {}
    sets, counts = tree.information_set.tolist(), tree.child_count.tolist()
    many = np.flatnonzero(
        np.bincount(tree.information_set[tree.information_set >= 0], minlength=1) > 1
    )
    for node in np.flatnonzero(np.isin(tree.information_set, many)).tolist():
        other = first.setdefault(sets[node], node)
        if counts[node] != counts[other] or (_offered(game, node) != _offered(game, other)).any():
            label = game.moves[int(tree.move[node])].label
            raise UnsuitableGame(
                f"who makes the move `{label}` cannot tell nodes apart at which different actions "
                "are possible, and a "
                "file of Gambit's has no way to say so",
                "take what is under `infeasible` out of a copy",
            )


def _offered(game: ExtensiveGame, node: int) -> IndexArray:
    start, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    return game.tree.action[start : start + count]


@dataclass(slots=True)
class _Given:
    """The numbers and names given out so far: to the sets of each player, and to the nodes of
    chance.
    """

    sets: dict[int, tuple[int, str]] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    names: dict[tuple[int, str], int] = field(default_factory=dict)

    def to(self, key: int, mover: int, label: str) -> str:
        """Number and name of a set, new ones where it has none; no two sets of a mover have the
        same name.
        """
        if key not in self.sets:
            self.counts[mover] = self.counts.get(mover, 0) + 1
            name = label
            while (mover, name) in self.names:
                self.names[mover, label] += 1
                name = f"{label} #{self.names[mover, label]}"
            self.names[mover, name] = 1
            self.sets[key] = (self.counts[mover], quoted(name))
        place, name = self.sets[key]
        return f"{place} {name}"


def _nodes(game: ExtensiveGame) -> Iterator[str]:
    given = _Given()
    mover = game.tree.mover.tolist()
    sets = game.tree.information_set.tolist()
    move = game.tree.move.tolist()
    labels = _labels(game)
    actions = [[quoted(action) for action in folded(one.actions)] for one in game.moves]
    leaf = np.cumsum(game.tree.mover == LEAF) - 1
    endings = 0
    for node in walk(game).tolist():
        who = mover[node]
        if who == LEAF:
            endings += 1
            paid = ", ".join(map(number, game.payoffs[leaf[node]].tolist()))
            yield f't "" {endings} "" {{ {paid} }}'
            continue
        label, words = labels[move[node]], actions[move[node]]
        if who == CHANCE:
            yield f'c "" {given.to(-node - 1, CHANCE, label)} {_events(game, node, words)} 0'
        else:
            yield (
                f'p "" {who + 1} {given.to(sets[node], who, label)} {_actions(game, node, words)} 0'
            )


def _labels(game: ExtensiveGame) -> list[str]:
    """The name of each move as it is written; moves of one name share it."""
    distinct = list(dict.fromkeys(one.label for one in game.moves))
    named = dict(zip(distinct, folded(distinct), strict=True))
    return [named[one.label] for one in game.moves]


def _actions(game: ExtensiveGame, node: int, written: Sequence[str]) -> str:
    """The actions that are open at a player's node, of those of its move as they are written."""
    return "{ " + " ".join(written[a] for a in _offered(game, node).tolist()) + " }"


def _events(game: ExtensiveGame, node: int, written: Sequence[str]) -> str:
    """What chance may do at a node, and with what odds."""
    start, count = int(game.tree.first_child[node]), int(game.tree.child_count[node])
    odds = probabilities(game.tree.odds[start : start + count].tolist())
    labels = [written[a] for a in _offered(game, node).tolist()]
    return "{ " + " ".join(f"{label} {p}" for label, p in zip(labels, odds, strict=True)) + " }"
