"""Reads a game tree, whose nodes stand in the order in which one walks down it.

References
----------
The Gambit Project: *Game representation formats*, "The extensive game (.efg) file format".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from negotiate.errors import GameTooLarge
from negotiate.games.extensive import CHANCE, LEAF, ExtensiveGame
from negotiate.games.nodes import NODE_LIMIT
from negotiate.games.normal_form import LARGEST
from negotiate.loading.gambit.cursor import END, WORD, Cursor
from negotiate.loading.gambit.descriptions import Descriptions, Outcome, Set
from negotiate.loading.gambit.levels import Walked, game
from negotiate.loading.gambit.normal_form import prologue

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
class _Growing:
    """The tree so far in the order of the file, and the nodes above whose branches are not all there yet."""

    cursor: Cursor
    known: Descriptions
    walked: Walked = field(default_factory=Walked)
    open: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    paid: list[Sum] = field(default_factory=list)
    set_of: list[Set] = field(default_factory=list)


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
        if growing.left[-1] == 0:
            _close(growing)
        else:
            _node(growing)
    if cursor.kind != END:
        said = f"the tree is complete, and `{cursor.word}` belongs to none of its nodes"
        raise cursor.wrong("gambit-syntax", said, "see whether a node above lacks an action")
    if (count := len(growing.walked.payoffs) * len(players)) > NUMBER_LIMIT:
        raise GameTooLarge("payoffs in the tree", count, NUMBER_LIMIT, "take a smaller tree")
    return game(growing.walked, growing.known, title)


def _refuse_too_large(cursor: Cursor) -> None:
    """Count the nodes of a text that is long enough for too many, before any of them is kept."""
    text = cursor.source.text
    if len(text) - cursor.start > NODE_LIMIT * SHORTEST:
        count = sum(found.lastindex is not None for found in _NODES.finditer(text, cursor.start))
        if count > NODE_LIMIT:
            raise _too_large(count)


def _too_large(count: int) -> GameTooLarge:
    return GameTooLarge("nodes", count, NODE_LIMIT, "take a smaller tree: fewer moves, or fewer actions")


def _node(growing: _Growing) -> None:
    """Read one node, and hang it below the last one that is open."""
    cursor, walked = growing.cursor, growing.walked
    if len(walked.mover) == NODE_LIMIT:
        raise _too_large(NODE_LIMIT + 1)
    kind = cursor.word
    if cursor.kind != WORD or kind not in ("c", "p", "t"):
        raise _no_node(growing)
    cursor.step()
    name = cursor.text("the name of the node")
    found = None if kind == "t" else growing.known.set_here(cursor, CHANCE if kind == "c" else _player(growing), name)
    outcome = growing.known.outcome_here(cursor)
    at = len(walked.mover)
    _hang(growing, found)
    if found is None:
        walked.payoffs.append(_ending(growing, outcome))
    else:
        growing.open.append(at)
        growing.left.append(len(found.written))
        growing.set_of.append(found)
        growing.paid.append(_added(growing.paid[-1] if growing.paid else None, outcome))
        walked.enter(found)


def _no_node(growing: _Growing) -> Exception:
    """What is wrong where a node has to start."""
    cursor = growing.cursor
    if cursor.kind == END:
        missing = sum(growing.left) or 1
        branches = "1 branch has" if missing == 1 else f"{missing:,} branches have"
        said = f"the file ends before the tree does: {branches} nothing below"
        return cursor.wrong("gambit-cut-off", said, "copy the whole file again from where it comes from")
    return cursor.unexpected("a node", "a node starts with `c` for chance, `p` for a player, or `t` for an ending")


def _player(growing: _Growing) -> int:
    cursor, players = growing.cursor, growing.known.players
    at = cursor.start, cursor.end
    number = cursor.whole("the number of a player", 1)
    if number > len(players):
        named = "only one player is" if len(players) == 1 else f"only {len(players)} players are"
        said = f"there is no player {number}; {named} named at the start"
        raise cursor.source.wrong(*at, "gambit-unknown", said, "players are numbered in the order of their names")
    return number - 1


def _hang(growing: _Growing, found: Set | None) -> None:
    walked = growing.walked
    walked.mover.append(LEAF if found is None else found.mover)
    walked.set_place.append(-1 if found is None else found.place)
    walked.depth.append(len(growing.open))
    if not growing.open:
        walked.parent.append(-1)
        walked.branch.append(-1)
        walked.odds.append(1.0)
        return
    above = growing.set_of[-1]
    branch = len(above.written) - growing.left[-1]
    walked.parent.append(growing.open[-1])
    walked.branch.append(branch)
    walked.odds.append(above.odds[branch] if above.odds else 1.0)
    growing.left[-1] -= 1


def _close(growing: _Growing) -> None:
    """Leave a node all of whose branches are there."""
    growing.walked.leave(growing.set_of.pop())
    for stack in (growing.open, growing.left, growing.paid):
        stack.pop()


def _added(paid: Sum, outcome: Outcome | None) -> Sum:
    """What has been paid so far, with one more outcome."""
    if outcome is None:
        return paid
    total = outcome.exact() if paid is None else tuple(a + b for a, b in zip(paid, outcome.exact(), strict=True))
    return tuple(Fraction(float(x)) if x.denominator.bit_length() > LONG_FRACTION else x for x in total)


def _ending(growing: _Growing, outcome: Outcome | None) -> tuple[float, ...]:
    """What an ending pays: its own outcome, and those on the way."""
    paid = growing.paid[-1] if growing.paid else None
    if paid is None:
        return growing.walked.nothing(len(growing.known.players)) if outcome is None else outcome.payoffs
    total = tuple(map(float, _added(paid, outcome) or ()))
    if any(abs(x) > LARGEST for x in total):
        cursor = growing.cursor
        raise cursor.wrong("gambit-number", f"the payoffs on the way to this add up to more than {LARGEST:.0e}")
    return total
