"""Signalling games: small ones beside a search through all that can be done, larger ones with
equilibria planted.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from negotiate.arrays import FloatArray
from negotiate.equilibrium.solution import Signalling
from negotiate.equilibrium.trees import signalling
from negotiate.games.extensive import ExtensiveGame
from tests.reference import plain_signalling as plain
from tests.truth.kinds import Kind, Verdict, near
from tests.truth.many_players import Generator
from tests.truth.trees import (
    ROUNDING,
    Told,
    gained_with_beliefs,
    one_left_out,
    other_odds,
    other_payoff,
    paid,
    told,
)

MOST = (1, 2, 4, 9, 99)
"""The largest payoff: with few there are ties."""
LARGE = 0.2
"""Of the games with three of everything, which take the plain search a minute, so many are kept."""


class Signalled(NamedTuple):
    """What a solution says of a signalling game: how likely each ending is, and which equilibria
    hang together.
    """

    told: Told
    ends: tuple[tuple[float, ...], ...]
    pieces: tuple[tuple[int, ...], ...]
    components: int
    said: tuple[tuple[str, dict[str, str]], ...]


def drawn(game: plain.Game) -> ExtensiveGame:
    """The tree of a signalling game."""
    total = sum(game.odds)
    types, messages, answers = game.sizes
    heard = {
        f"t{t} m{m}": {
            "player": "receiver",
            "set": f"after m{m}",
            "actions": {f"a{a}": game.table[t][m][a] for a in answers},
        }
        for t in types
        for m in messages
    }
    said = {
        f"t{t}": {"player": "sender", "actions": {f"m{m}": f"t{t} m{m}" for m in messages}}
        for t in types
    }
    chance = {f"t{t}": (game.odds[t] / total, f"t{t}") for t in types}
    return ExtensiveGame.from_nodes(
        {"type": {"chance": chance}, **said, **heard}, players=("sender", "receiver")
    )


def with_payoffs(rng: Generator, sizes: tuple[int, ...], sender: int, receiver: int) -> plain.Game:
    """Payoffs from 0 to what is the most of each, and odds as they come."""
    own, theirs = (rng.integers(0, most + 1, sizes).tolist() for most in (sender, receiver))
    types, messages, answers = map(range, sizes)
    table = [[[(own[t][m][a], theirs[t][m][a]) for a in answers] for m in messages] for t in types]
    return plain.Game(rng.integers(1, 6, sizes[0]).tolist(), table)


def small(rng: Generator) -> plain.Game:
    """Up to three types, messages and answers."""
    while True:
        sizes, most = tuple(rng.integers(2, 4, 3).tolist()), int(rng.choice(MOST))
        if min(sizes) < 3 or rng.random() < LARGE:
            return with_payoffs(rng, sizes, most, most)


def planted(rng: Generator) -> plain.Game:
    """Three types, five messages and answers, with all types on the first message, or each on one
    of the next.

    After any message but the first the last answer deters all types, and is best against some type
    at least.
    """
    odds, table = with_payoffs(rng, (3, 5, 5), 50, 100)
    for t, m in product(range(3), range(5)):
        if m == 0:
            table[t][m][0] = (60, 120)  # type: ignore[index]  # made of lists
            continue
        own = t == m - 1
        table[t][m][4] = (0, 110 if own else 120)  # type: ignore[index]  # made of lists
        if m < 4:
            table[t][m][m] = (70 if own else int(rng.integers(51)), 120 if own else 90)  # type: ignore[index]  # the same
    return plain.Game(odds, table)


def answer_of(game: plain.Game) -> Signalled:
    found = signalling.run(drawn(game))
    assert isinstance(found.finding, Signalling)
    moves = [
        {move: done for move, done in e.moves.items() if move.startswith("t")}
        for e in found.equilibria
    ]
    return Signalled(
        told(found),
        tuple(tuple(e.reach[e.game.tree.leaves].tolist()) for e in found.equilibria),
        tuple(piece for component in found.components for piece in component.pieces),
        len(found.components),
        tuple(zip(found.finding.kinds, moves, strict=True)),
    )


def upheld(game: plain.Game, answer: Signalled) -> str:
    """What is wrong with an equilibrium that is listed: a payoff, what somebody does, or what is
    believed.
    """
    tree = drawn(game)
    wrong = paid(tree, answer.told)
    for one in answer.told.equilibria:
        if not wrong and (most := gained_with_beliefs(tree, one)) > ROUNDING * max(
            1.0, float(np.ptp(tree.payoffs))
        ):
            wrong = f"a player gains {most:.3g} by leaving {one.odds}"
    return wrong


def by_trying(game: plain.Game, answer: Signalled) -> Verdict:
    """Beside all corners that a plain search finds; what is listed between them has to be an
    equilibrium.
    """
    wrong = upheld(game, answer)
    if wrong or not answer.told.complete:
        return Verdict(wrong, answer.told.complete)
    corners = plain.corners(game)
    ends = [np.array(plain.outcome(game, *one), dtype=float) for one in corners]
    for point in ends:
        if not any(near(point, other) for other in answer.ends) and not any(
            in_hull(np.array([answer.ends[k] for k in piece]), point)
            for piece in answer.pieces
            if len(piece) > 1
        ):
            wrong = f"lacks {point.tolist()}"
    families = any(len(piece) > 1 for piece in answer.pieces)
    for listed in answer.ends:
        if not families and not any(near(listed, point) for point in ends):
            wrong = f"has {listed}"
    if not wrong and answer.components != (wanted := len(plain.components(game, corners))):
        wrong = f"has {answer.components} components, not {wanted}"
    return Verdict(wrong)


def in_hull(points: FloatArray, point: FloatArray) -> bool:
    """Whether a point is a mixture of others.

    A piece holds mixtures of each player's part: on them an outcome is a product, which mixtures of
    corners hold.
    """
    from scipy.optimize import linprog

    rows = np.vstack([points.T, np.ones(len(points))])
    found = linprog(np.zeros(len(points)), A_eq=rows, b_eq=np.append(point, 1.0))
    return bool(found.status == 0)


def by_plant(game: plain.Game, answer: Signalled) -> Verdict:
    wrong = upheld(game, answer)
    for one in (
        ("pooling", {"t0": "m0", "t1": "m0", "t2": "m0"}),
        ("separating", {"t0": "m1", "t1": "m2", "t2": "m3"}),
    ):
        if not wrong and answer.told.complete and one not in answer.said:
            wrong = f"lacks the {one[0]} equilibrium that was planted"
    return Verdict(wrong, answer.told.complete)


def outcome_left_out(answer: Signalled) -> Signalled:
    return answer._replace(
        told=one_left_out(answer.told), ends=answer.ends[1:], pieces=(), said=answer.said[1:]
    )


def one_component_more(answer: Signalled) -> Signalled:
    return answer._replace(components=answer.components + 1)


def other_odds_of_one(answer: Signalled) -> Signalled:
    return answer._replace(told=other_odds(answer.told))


def other_payoff_of_one(answer: Signalled) -> Signalled:
    return answer._replace(told=other_payoff(answer.told))


def none_planted(answer: Signalled) -> Signalled:
    return answer._replace(said=tuple(one for one in answer.said if one[0] != "pooling"))


KINDS = (
    Kind(
        "signalling games, small",
        small,
        answer_of,
        by_trying,
        (outcome_left_out, one_component_more, other_odds_of_one, other_payoff_of_one),
    ),
    Kind(
        "signalling games, planted",
        planted,
        answer_of,
        by_plant,
        (none_planted, other_odds_of_one, other_payoff_of_one),
    ),
)
