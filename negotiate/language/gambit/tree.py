"""Reads a game tree, whose nodes stand in the order in which one walks down it.

What a tree's file says once of an information set, a chance event or an outcome, known afterwards
by its number.

Which information sets are nodes of the same move, and what that move is called.

From nodes in the order of a walk to a tree whose nodes stand level by level.

References
----------
The Gambit Project: *Game representation formats*, "The extensive game (.efg) file format".
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import fsum

import numpy as np

from negotiate.arrays import IndexArray
from negotiate.display import record
from negotiate.errors import GameTooLarge
from negotiate.games.extensive import CHANCE, LEAF, NODE_LIMIT, ExtensiveGame, Move, Tree
from negotiate.games.normal_form import LARGEST, frozen
from negotiate.language.gambit.source import (
    CLOSE,
    END,
    OPEN,
    TEXT,
    WORD,
    Cursor,
    apart,
    exactly,
    names,
    payoffs,
    prologue,
)

SUM = 1e-9
"""How far odds may be from adding up to one."""
NUMBERED = re.compile(r"(.+) #[0-9]+")
"""The name of a further set of a move: Gambit wants a name of its own for each set."""
SHORT = 15
"""Characters of a whole number that is a float without any rounding."""


@record
class Set:
    """An information set, or an event of chance with its odds; `name` is empty where the file has
    none.
    """

    place: int
    mover: int
    name: str
    written: tuple[str, ...]
    odds: tuple[float, ...] = ()

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions' names, which differ, also where those that are written do not."""
        return apart(self.written)


@record
class Outcome:
    """What an outcome pays, as it is nearest to and as it is written; `written` is empty for whole
    numbers.
    """

    payoffs: tuple[float, ...]
    written: tuple[str, ...] = ()

    def exact(self) -> tuple[Fraction, ...]:
        """What it pays, without rounding."""
        return (
            tuple(map(exactly, self.written))
            if self.written
            else tuple(map(Fraction, self.payoffs))
        )


@dataclass(slots=True)
class Descriptions:
    """Everything that has been described so far."""

    players: tuple[str, ...]
    sets: dict[tuple[int, int], Set] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    named: set[tuple[int, str]] = field(default_factory=set)

    def set_here(self, cursor: Cursor, mover: int, node: str) -> Set:
        """The set of the node that stands here: its number, and its name and actions where they are
        given.

        One without a name is called as its first node is.
        """
        what = "event" if mover == CHANCE else "information set"
        at = cursor.start, cursor.end
        number = cursor.whole(f"the number of the {what}", 1)
        known = self.sets.get((mover, number))
        if cursor.kind not in (TEXT, OPEN):
            if known is None:
                said = f"the {what} {number}{self._of(mover)} has not been described before"
                hint = "its name and its actions stand after its number, the first time it comes up"
                raise cursor.wrong("gambit-unknown", said, hint, at)
            return known
        name = cursor.text(f"the name of the {what}") if cursor.kind == TEXT else ""
        if cursor.kind != OPEN and known is not None:
            return known
        start = cursor.start
        actions, odds = _events(cursor) if mover == CHANCE else (names(cursor, "action"), ())
        found = Set(len(self.sets), mover, self._named(mover, name or node), actions, odds)
        if known is None:
            self.sets[mover, number] = found
        elif (known.written, known.odds) != (actions, odds):
            raise self._changed(cursor, start, what, number, known, found)
        return known or found

    def _named(self, mover: int, name: str) -> str:
        """The name of a set; `answer #2` is another set of the move `answer`, if its mover has one
        of that name.
        """
        numbered = NUMBERED.fullmatch(name)
        if numbered is not None and (mover, numbered[1]) in self.named:
            return numbered[1]
        self.named.add((mover, name))
        return name

    def _changed(
        self, cursor: Cursor, start: int, what: str, number: int, known: Set, found: Set
    ) -> Exception:
        said = f"the {what} {number}{self._of(found.mover)} had "
        if known.written == found.written:
            said += "other odds before"
        elif len(known.written) != len(found.written):
            said += f"{len(known.written)} actions before, and has {len(found.written)} here"
        else:
            said += "other actions before: " + ", ".join(
                f"`{action}`" for action in known.written[:8]
            )
        hint = (
            "who cannot tell nodes apart can do the same at each; give this node a set of its "
            "own, or mend it"
        )
        return cursor.wrong("gambit-set", said, hint, (start, cursor.end))

    def _of(self, mover: int) -> str:
        return "" if mover == CHANCE else f" of `{self.players[mover]}`"

    def outcome_here(self, cursor: Cursor) -> Outcome | None:
        """The outcome of the node that stands here; None where it pays nothing."""
        at = cursor.start, cursor.end
        number = cursor.whole("the number of an outcome, 0 for none,")
        if number == 0:
            if cursor.kind in (TEXT, OPEN):
                hint = "give it another number"
                raise cursor.wrong(
                    "gambit-syntax", "outcome 0 pays nothing, and nothing is said of it", hint
                )
            return None
        described = cursor.kind == OPEN
        if cursor.kind == TEXT:
            cursor.step()
            described = True
        known = self.outcomes.get(number)
        if not described or (cursor.kind != OPEN and known is not None):
            if known is None:
                said = f"outcome {number} has not been described before"
                hint = "its name and its payoffs stand after its number, the first time it comes up"
                raise cursor.wrong("gambit-unknown", said, hint, at)
            return known
        cursor.expect(OPEN, "`{` before the payoffs")
        numbers = payoffs(cursor, len(self.players))
        paid = cursor.kept(tuple(value for value, _ in numbers))
        whole = all(
            len(written) <= SHORT and written.lstrip("-").isdecimal() for _, written in numbers
        )
        found = Outcome(paid, () if whole else tuple(written for _, written in numbers))
        if known is not None and known.payoffs != found.payoffs:
            said = f"outcome {number} paid {', '.join(f'{x:g}' for x in known.payoffs)} before"
            raise cursor.wrong(
                "gambit-set", said, "give this outcome another number, or mend it", at
            )
        self.outcomes[number] = known or found
        return known or found


def _events(cursor: Cursor) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """What chance may do, in braces: names and odds in turn."""
    start = cursor.start
    cursor.expect(OPEN, "`{` before what chance may do")
    labels: list[str] = []
    odds: list[float] = []
    while cursor.kind == TEXT:
        labels.append(cursor.text("the name of an action"))
        if cursor.kind != WORD:
            raise cursor.unexpected(f"the odds of `{labels[-1]}`")
        written, at = cursor.word, (cursor.start, cursor.end)
        odds.append(cursor.number("a probability")[0])
        if odds[-1] < 0:
            raise cursor.wrong("gambit-odds", f"the probability {written} is negative", "", at)
    if not labels and cursor.kind == CLOSE:
        raise cursor.wrong("gambit-count", "chance needs at least one action")
    end = cursor.end
    cursor.expect(CLOSE, "another action of chance in quotes, or `}`,")
    if abs((total := fsum(odds)) - 1) > SUM:
        said = f"the odds add up to {total:.10g} instead of 1"
        raise cursor.wrong("gambit-odds", said, "write thirds and the like as 1/3", (start, end))
    return cursor.kept(tuple(labels)), cursor.kept(tuple(odds))


Key = tuple[int, str]
"""A mover, and what its move is called."""


def grouped(
    sets: Sequence[Set], order: Iterable[int], twice: set[Key]
) -> tuple[tuple[Move, ...], IndexArray, list[IndexArray]]:
    """The moves of the sets, in the order in which the sets come up.

    Sets of one mover that have one name are one move, as the steps of a scenario's protocol are,
    unless it is made twice on some path; a set without a name is a move of its own, called by a
    number.

    Parameters
    ----------
    sets : sequence of Set
        By their places.
    order : iterable of int
        The places in the order in which the moves shall stand.
    twice : set of (int, str)
        Names that come up twice on some path.

    Returns
    -------
    tuple of Move, ndarray of int, list of ndarray of int
        The moves; the move of each set; and for each set the place of its actions among those of
        its move.
    """
    move = np.zeros(len(sets), dtype=np.intp)
    places: list[IndexArray] = [np.zeros(0, dtype=np.intp)] * len(sets)
    known: dict[object, int] = {}
    firsts: list[Set] = []
    actions: list[dict[str, int]] = []
    for place in order:
        one = sets[place]
        key: object = (
            (one.mover, one.name) if one.name and (one.mover, one.name) not in twice else place
        )
        if key not in known:
            known[key] = len(firsts)
            firsts.append(one)
            actions.append({})
        at = move[place] = known[key]
        union = actions[at]
        places[place] = np.array(
            [union.setdefault(action, len(union)) for action in one.actions], dtype=np.intp
        )
    rows = zip(_labels(firsts), firsts, actions, strict=True)
    return tuple(Move(label, one.mover, tuple(union)) for label, one, union in rows), move, places


def _labels(movers: Sequence[Set]) -> list[str]:
    """A label for each, no two the same: its name, with a number from the second of that name on,
    or a number alone.
    """
    used = {one.name for one in movers}
    counts: dict[str, int] = {}
    result = []
    for one in movers:
        counts[one.name] = counts.get(one.name, 0) + 1
        label = one.name if counts[one.name] == 1 else ""
        while not label or (label in used and label != one.name):
            label = f"{one.name or 'move'} {counts[one.name]}"
            counts[one.name] += label in used
        used.add(label)
        result.append(label)
    return result


NUMBER_LIMIT = 20_000_000
"""Payoffs of one tree: endings times players."""
SHORTEST = 7
"""Characters that a node takes at least."""
LONG_FRACTION = 4096
"""Bits of a sum's denominator beyond which the sum is rounded to a float."""
_NODES = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(?<![^\s,}"])([cpt])(?=[\s,"])', re.DOTALL)

Sum = tuple[Fraction, ...] | None
"""What the outcomes on the way have paid; None for nothing."""


@dataclass(slots=True)
class _Open:
    """A node whose branches are not all there yet: its place, its set, and what was paid as far as
    here.
    """

    at: int
    found: Set
    paid: Sum
    branch: int = 0


def _whole() -> array[int]:
    return array("q")


@dataclass(slots=True)
class _Growing:
    """The tree so far in the order of the file: an entry a node, payoffs an ending; and the nodes
    that are open.
    """

    cursor: Cursor
    known: Descriptions
    parent: array[int] = field(default_factory=_whole)
    depth: array[int] = field(default_factory=_whole)
    mover: array[int] = field(default_factory=_whole)
    branch: array[int] = field(default_factory=_whole)
    set_place: array[int] = field(default_factory=_whole)
    odds: array[float] = field(default_factory=lambda: array("d"))
    payoffs: list[tuple[float, ...]] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    on_the_way: Counter[Key] = field(default_factory=Counter)
    twice: set[Key] = field(default_factory=set)


def read_tree(cursor: Cursor) -> ExtensiveGame:
    """The game of a text whose first word, EFG, has been passed.

    Raises
    ------
    ScenarioError
        With the place of the first mistake.
    GameTooLarge
        If there are more than `NODE_LIMIT` nodes, or too many payoffs.
    """
    title, players = prologue(cursor, 2)
    cursor.skip_text()
    _refuse_too_large(cursor)
    growing = _Growing(cursor, Descriptions(players))
    _node(growing)
    while growing.open:
        last = growing.open[-1]
        if last.branch < len(last.found.written):
            _node(growing)
        else:
            growing.open.pop()
            growing.on_the_way[last.found.mover, last.found.name] -= 1
    if cursor.kind != END:
        said = f"the tree is complete, and `{cursor.word}` belongs to none of its nodes"
        raise cursor.wrong("gambit-syntax", said, "see whether a node above lacks an action")
    GameTooLarge.refuse(
        "payoffs in the tree",
        len(growing.payoffs) * len(players),
        NUMBER_LIMIT,
        "take a smaller tree",
    )
    return _game(growing, title)


def _refuse_too_large(cursor: Cursor) -> None:
    """Count the nodes of a text that is long enough for too many, before any of them is kept."""
    text = cursor.source.text
    if len(text) - cursor.start > NODE_LIMIT * SHORTEST:
        count = sum(found.lastindex is not None for found in _NODES.finditer(text, cursor.start))
        if count > NODE_LIMIT:
            raise _too_large(count)


def _too_large(count: int) -> GameTooLarge:
    return GameTooLarge(
        "nodes", count, NODE_LIMIT, "take a smaller tree: fewer moves, or fewer actions"
    )


def _node(growing: _Growing) -> None:
    """Read one node, and hang it below the last one that is open."""
    cursor, known, above = growing.cursor, growing.known, growing.open[-1] if growing.open else None
    if len(growing.mover) == NODE_LIMIT:
        raise _too_large(NODE_LIMIT + 1)
    kind = cursor.word
    if cursor.kind != WORD or kind not in ("c", "p", "t"):
        raise _no_node(growing)
    cursor.step()
    name = cursor.text("the name of the node")
    found = (
        None
        if kind == "t"
        else known.set_here(cursor, CHANCE if kind == "c" else _player(growing), name)
    )
    outcome = known.outcome_here(cursor)
    at = len(growing.mover)
    growing.parent.append(-1 if above is None else above.at)
    growing.depth.append(len(growing.open))
    growing.mover.append(LEAF if found is None else found.mover)
    growing.branch.append(-1 if above is None else above.branch)
    growing.set_place.append(-1 if found is None else found.place)
    growing.odds.append(
        above.found.odds[above.branch] if above is not None and above.found.odds else 1.0
    )
    if above is not None:
        above.branch += 1
    paid = None if above is None else above.paid
    if found is None:
        growing.payoffs.append(_ending(growing, paid, outcome))
        return
    growing.open.append(_Open(at, found, _added(paid, outcome)))
    if growing.on_the_way[found.mover, found.name]:
        growing.twice.add((found.mover, found.name))
    growing.on_the_way[found.mover, found.name] += 1


def _no_node(growing: _Growing) -> Exception:
    """What is wrong where a node has to start."""
    cursor = growing.cursor
    if cursor.kind == END:
        missing = sum(len(one.found.written) - one.branch for one in growing.open) or 1
        branches = "1 branch has" if missing == 1 else f"{missing:,} branches have"
        said = f"the file ends before the tree does: {branches} nothing below"
        return cursor.wrong(
            "gambit-cut-off", said, "copy the whole file again from where it comes from"
        )
    return cursor.unexpected(
        "a node", "a node starts with `c` for chance, `p` for a player, or `t` for an ending"
    )


def _player(growing: _Growing) -> int:
    cursor, players = growing.cursor, growing.known.players
    at = cursor.start, cursor.end
    number = cursor.whole("the number of a player", 1)
    if number > len(players):
        named = "only one player is" if len(players) == 1 else f"only {len(players)} players are"
        said = f"there is no player {number}; {named} named at the start"
        raise cursor.wrong(
            "gambit-unknown", said, "players are numbered in the order of their names", at
        )
    return number - 1


def _added(paid: Sum, outcome: Outcome | None) -> Sum:
    """What has been paid so far, with one more outcome."""
    if outcome is None:
        return paid
    total = (
        outcome.exact()
        if paid is None
        else tuple(a + b for a, b in zip(paid, outcome.exact(), strict=True))
    )
    return tuple(
        Fraction(float(x)) if x.denominator.bit_length() > LONG_FRACTION else x for x in total
    )


def _ending(growing: _Growing, paid: Sum, outcome: Outcome | None) -> tuple[float, ...]:
    """What an ending pays: its own outcome, and those on the way."""
    cursor = growing.cursor
    if paid is None:
        return (
            cursor.kept((0.0,) * len(growing.known.players)) if outcome is None else outcome.payoffs
        )
    total = tuple(map(float, _added(paid, outcome) or ()))
    if any(abs(x) > LARGEST for x in total):
        raise cursor.wrong(
            "gambit-number", f"the payoffs on the way to this add up to more than {LARGEST:.0e}"
        )
    return total


def _game(growing: _Growing, title: str) -> ExtensiveGame:
    """The game of a whole tree, whose nodes then stand level by level."""
    depth, parent, mover, branch, place = (
        np.frombuffer(column, dtype=np.int64).astype(np.intp)
        for column in (
            growing.depth,
            growing.parent,
            growing.mover,
            growing.branch,
            growing.set_place,
        )
    )
    leaf = np.cumsum(place < 0) - 1
    order = np.argsort(depth, kind="stable")
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    parent, mover, branch, place = parent[order], mover[order], branch[order], place[order]
    parent[1:] = rank[parent[1:]]
    counts = np.bincount(parent[1:], minlength=len(parent)).astype(np.intp)
    sets = sorted(growing.known.sets.values(), key=lambda one: one.place)
    moves, move, places = grouped(sets, _first_come(place), growing.twice)
    start = np.cumsum([0, *map(len, places)])
    action = np.full(len(parent), -1, dtype=np.intp)
    action[1:] = np.concatenate([np.zeros(0, dtype=np.intp), *places])[
        start[place[parent[1:]]] + branch[1:]
    ]
    tree = Tree(
        parent=parent,
        mover=mover,
        first_child=np.where(counts > 0, 1 + np.cumsum(counts) - counts, 0).astype(np.intp),
        child_count=counts,
        level_starts=np.concatenate([[0], np.cumsum(np.bincount(depth))]).astype(np.intp),
        odds=np.frombuffer(growing.odds, dtype=np.float64)[order],
        move=np.where(place >= 0, move[place], -1) if sets else place,
        action=action,
        information_set=_renumbered(np.where(mover >= 0, place, -1)),
    )
    payoffs = frozen(np.array(growing.payoffs)[leaf[order[tree.leaves]]])
    names = growing.known.players
    return ExtensiveGame(
        tree=tree, payoffs=payoffs, players=names, keys=names, moves=moves, title=title
    )


def _first_come(places: IndexArray) -> IndexArray:
    """Every set once, in the order in which the sets come up."""
    found, first = np.unique(places, return_index=True)
    ordered = found[np.argsort(first, kind="stable")]
    return ordered[ordered >= 0]


def _renumbered(sets: IndexArray) -> IndexArray:
    """Information sets, counted in the order in which they come up."""
    order = _first_come(sets)
    numbers = np.full(int(sets.max(initial=-1)) + 2, -1, dtype=np.intp)
    numbers[order] = np.arange(len(order))
    return numbers[sets]
