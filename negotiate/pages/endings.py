"""The score sheet of a class that moves in turn: what each ending of the game is worth to one
player.

An ending is told by the moves that lead to it, in the letters and words of the form on which a
group writes them down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase

from negotiate.games.extensive import ExtensiveGame
from negotiate.language.reports.page import plain_number
from negotiate.model.negotiation import Negotiation
from negotiate.model.wording import action_name
from negotiate.pages.sheets import LONGEST, NEGLIGIBLE, ROUNDED
from negotiate.report.blocks import Cell, Column, Entry, Section, Sentence, Table
from negotiate.report.style import joined, spoken, the

MOST, ACROSS = 60, 8
"""Endings in one table, and combinations of others' private types beside one another, that are
still printed.
"""
SHEETS = 2
"""Sheets that a player is given where its points hang on private types; with more of them there is
one a type.
"""
Types = tuple[tuple[str, str], ...]
"""What each player privately is: its name and the type, in the order of the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Endings:
    """What every ending is worth to one player.

    Parameters
    ----------
    player : str
        The name of the player.
    played : Mapping[str, str]
        The moves of each ending in words, such as "pass → take" → the same in letters.
    points : Mapping[tuple, Mapping[str, float]]
        What the players privately are → ending in words → points, in the unit of the player's
        payoff.
    """

    player: str
    played: Mapping[str, str]
    points: Mapping[Types, Mapping[str, float]]


def action_words(negotiation: Negotiation) -> list[list[str]]:
    """For each move of the tree, the deals of types first, its actions in words; empty for one that
    nobody may take.
    """
    dealt = [[spoken(one.id) for one in types] for types in negotiation.types.values()]
    steps = [
        [action_name(negotiation, action) if action.offered else "" for action in step.actions]
        for step in negotiation.protocol
    ]
    return [*dealt, *steps]


def endings(negotiation: Negotiation, game: ExtensiveGame, player: str) -> Endings:
    """Every ending of a negotiation in turn, with what it is worth to a player.

    Parameters
    ----------
    negotiation : Negotiation
        What is played.
    game : ExtensiveGame
        Its tree.
    player : str
        The key of the player whose points are told.
    """
    dealt, names = len(game.types), [negotiation.players[key].name for key in negotiation.types]
    actions, tree, mine = action_words(negotiation), game.tree, negotiation.keys.index(player)
    played: dict[str, str] = {}
    points: dict[Types, dict[str, float]] = {}
    for leaf, payoffs in zip(game.tree.leaves.tolist(), game.payoffs, strict=True):
        path = game.path(int(leaf))
        taken = [(int(tree.move[a]), int(tree.action[b])) for a, b in pairwise(path)]
        done = [actions[move][action] for move, action in taken]
        types = tuple(zip(names, done[:dealt], strict=True))
        words = " → ".join(done[dealt:])
        played[words] = "".join(ascii_uppercase[action] for _, action in taken[dealt:])
        points.setdefault(types, {})[words] = float(payoffs[mine])
    return Endings(negotiation.players[player].name, played, points)


def sheets(negotiation: Negotiation, game: ExtensiveGame, player: str) -> tuple[Section, ...]:
    """The score sheets of a player; none where there are too many endings to print.

    One where private types make no difference to the player, one for each difference that they make
    where these are few and types independent, and else one for each of its own types, with a column
    for what the others are.
    """
    found = endings(negotiation, game, player)
    if len(found.played) > MOST:
        return ()
    unit = negotiation.players[player].unit or "points"
    alike: dict[tuple[tuple[str, float], ...], list[Types]] = {}
    for types, points in found.points.items():
        alike.setdefault(tuple(points.items()), []).append(types)
    if len(alike) <= (1 if negotiation.jointly else SHEETS):
        titles = [when(found.player, some, found.points) for some in alike.values()]
        columns = [
            {unit.capitalize() if len(unit) < len("How it may end") else "Worth": dict(one)}
            for one in alike
        ]
        return tuple(
            _sheet(
                found, f"Your score sheet{title}, in {unit}", one, lettered=not negotiation.types
            )
            for title, one in zip(titles, columns, strict=True)
        )
    own: dict[str, dict[str, Mapping[str, float]]] = {}
    for types, points in found.points.items():
        mine = "".join(f", as {one}" for name, one in types if name == found.player)
        others = joined([f"{the(name)} is {one}" for name, one in types if name != found.player])
        own.setdefault(mine, {})[f"if {others}" if others else "Worth"] = points
    if max(map(len, own.values())) > ACROSS:
        return ()
    return tuple(
        _sheet(found, f"What endings are worth to you{mine}, in {unit}", columns, lettered=False)
        for mine, columns in own.items()
    )


def when(player: str, some: Sequence[Types], every: Iterable[Types]) -> str:
    """For which private types something counts, as a player reads it, such as " if you are weak";
    empty for all.

    Only those types are named that make a difference.
    """
    whole = list(every)
    if len(some) == len(whole):
        return ""
    seen = [{one[k] for one in some} for k in range(len(whole[0]))]
    telling = [k for k, kinds in enumerate(seen) if kinds < {one[k] for one in whole}]
    if sum(all(one[k] in seen[k] for k in telling) for one in whole) != len(some):
        telling = list(range(len(seen)))
    said = dict.fromkeys(joined([_is(player, *one[k]) for k in telling]) for one in some)
    return f" if {joined(list(said), 'or')}"


def _is(player: str, name: str, kind: str) -> str:
    return f"{'you are' if name == player else f'{the(name)} is'} {kind}"


def _sheet(
    found: Endings, title: str, columns: Mapping[str, Mapping[str, float]], *, lettered: bool
) -> Section:
    """A row an ending."""
    letters = (Column("", "mark", "letters"),) if lettered else ()
    heads = (*letters, Column("How it may end"), *(Column(head, "number") for head in columns))
    long = any(
        abs(x - round(x, LONGEST)) > NEGLIGIBLE
        for points in columns.values()
        for x in points.values()
    )
    note = (Sentence("The numbers are rounded."),) if long else ()
    rows = _rows(found, columns, lettered=lettered, digits=ROUNDED if long else LONGEST)
    return Section(title, (Table(heads, tuple(rows)), *note))


def _rows(
    found: Endings, columns: Mapping[str, Mapping[str, float]], *, lettered: bool, digits: int
) -> Iterator[tuple[Entry, ...]]:
    for words, letters in sorted(found.played.items(), key=lambda item: item[1]):
        numbers = [points.get(words) for points in columns.values()]
        cells = [
            None if x is None else Cell(plain_number(round(x, digits) + 0.0), x) for x in numbers
        ]
        if any(cell is not None for cell in cells):
            yield (*([letters] if lettered else []), words, *cells)
