"""By how much payoff terms that name a move differ, at the endings of the outcome trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negotiate.arrays import AnyArray
from negotiate.comparison.prediction import Answer, Refusal
from negotiate.comparison.terms import at_leaves
from negotiate.comparison.worth_change import NEGLIGIBLE, WorthChange
from negotiate.games.extensive import ExtensiveGame
from negotiate.model.negotiation import Negotiation

LEAVES = 200_000
"""Above so many endings in a tree, terms that name a move are not compared."""


def with_moves(first: Negotiation, second: Negotiation, answers: Sequence[tuple[Answer, Answer]]) -> list[WorthChange]:
    """The terms that name a move: all that one tree alone has, and those that differ at an ending that both have."""
    trees = next((pair for here, there in answers if any(pair := (_tree(here), _tree(there)))), (None, None))
    one, other = trees
    found: list[WorthChange] = []
    if one is not None:
        found += _of_one(first, one, second, False)
    if other is not None:
        found += _of_one(second, other, first, True)
    if one is not None and other is not None:
        found += _of_both(first, one, second, other)
    return found


def _of_one(side: Negotiation, game: ExtensiveGame, other: Negotiation, second_has: bool) -> list[WorthChange]:
    """The terms that the other side has not, each where it is largest in its own tree."""
    found = []
    for player in [player for player in side.keys if player in other.keys]:
        own = [k for k, term in side.terms[player].items() if term.needs_moves and k not in other.terms[player]]
        if own:
            ways = list(_endings(game))
            values = at_leaves(side, game, player, range(len(ways)))
            sides = ({}, values) if second_has else (values, {})
            found += [_moved(player, name, *sides, ways) for name in own]
    return found


def _of_both(first: Negotiation, one: ExtensiveGame, second: Negotiation, other: ExtensiveGame) -> list[WorthChange]:
    """The terms of both sides that differ at some ending that both trees have."""
    ways, others = _endings(one), _endings(other)
    both = [way for way in ways if way in others]
    found = []
    for player in [player for player in first.keys if player in second.keys] if both else []:
        terms = (first.terms[player], second.terms[player])
        moving = [k for k in terms[0] if k in terms[1] and any(side[k].needs_moves for side in terms)]
        if moving:
            here = at_leaves(first, one, player, [ways[way] for way in both])
            there = at_leaves(second, other, player, [others[way] for way in both])
            found += [_moved(player, name, here, there, both) for name in moving if _differs(here[name], there[name])]
    return found


def _tree(answer: Answer) -> ExtensiveGame | None:
    if isinstance(answer, Refusal) or answer.solution is None or answer.at_once:
        return None
    game = answer.solution.game
    return game if isinstance(game, ExtensiveGame) and len(game.payoffs) <= LEAVES else None


Way = tuple[tuple[str, str], ...]


def _endings(game: ExtensiveGame) -> dict[Way, int]:
    """The moves made and the actions taken on the way to each ending → its position among the leaves."""
    made = game.moves_made(np.arange(len(game.payoffs)))
    rows: list[list[int]] = made.tolist()
    return {
        tuple((game.moves[k].label, game.moves[k].actions[a]) for k, a in enumerate(row) if a >= 0): leaf
        for leaf, row in enumerate(rows)
    }


def _differs(here: AnyArray, there: AnyArray) -> bool:
    size = max(float(np.abs(side).max()) for side in (here, there))
    return float(np.abs(there - here).max()) > NEGLIGIBLE * size


def _moved(
    player: str, term: str, first: Mapping[str, AnyArray], second: Mapping[str, AnyArray], ways: Sequence[Way]
) -> WorthChange:
    nothing = np.zeros(len(ways))
    most = int(np.argmax(np.abs(second.get(term, nothing) - first.get(term, nothing))))
    here, there = (float(side[term][most]) if term in side else float("nan") for side in (first, second))
    return WorthChange(player, term, here, there, dict(ways[most]))
